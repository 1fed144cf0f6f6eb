"""Whom the families that read a task may not read of."""

from msgspec.structs import replace

from wayfolio.model.names import LearnerId
from wayfolio.model.people import People


def names_hidden_in_task(people: People, only: LearnerId | None) -> People:
    """Return the people whom the readers of a task may not read of.

    `only`: the learner for whom alone it is; None where it is for several.
    """
    certain = people.certain
    ways = {
        first: tuple(called for called in every if called.learner != only)
        for first, every in certain.by_first_word.items()
    }
    return replace(certain, by_first_word={first: kept for first, kept in ways.items() if kept})
