"""Whom the families that read a task may not read of."""

from collections.abc import Iterator, KeysView, Mapping

from msgspec.structs import replace

from wayfolio.model.names import LearnerId
from wayfolio.model.people import Called, People

Ways = Mapping[str, tuple[Called, ...]]


class _WaysWithout(Ways):
    """The ways to call people that an educator's prose can mean, but for one learner.

    They are looked up word by word: a build notes which words a learner's pages depend on.
    """

    def __init__(self, ways: Ways, only: LearnerId | None) -> None:
        self._ways = ways
        self._only = only

    def __getitem__(self, word: str) -> tuple[Called, ...]:
        return tuple(
            called
            for called in self._ways[word]
            if called.learner != self._only and not called.is_public
        )

    def __bool__(self) -> bool:
        return bool(self._ways)

    def __len__(self) -> int:
        return len(self._ways)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ways)

    def keys(self) -> KeysView[str]:
        """Return the words, also those of which no way is left."""
        return self._ways.keys()


def names_hidden_in_task(people: People, only: LearnerId | None) -> People:
    """Return the people whom the readers of a task may not read of.

    `only`: the learner for whom alone it is; None where it is for several.
    """
    return replace(people, by_first_word=_WaysWithout(people.by_first_word, only))
