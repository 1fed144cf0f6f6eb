"""A few menu tasks for one learner, for what is ready or under way."""

from collections.abc import Iterable, Iterator

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import NextStep
from wayfolio.model.frameworks import parse_code
from wayfolio.model.names import CompetencyCode, Slug
from wayfolio.model.teaching import Offer

MOST_TASKS = 3
MOST_CONCEPTS = 2
TEACHER_TIME = "teacher-time"


def suggest_menu_tasks(
    catalogue: Catalogue, wants: Iterable[NextStep]
) -> tuple[tuple[CompetencyCode, tuple[Slug, ...]], ...]:
    """Return up to three tasks for each of the most urgent concepts that have any.

    Tasks at the learner's level that serve the fewest other concepts come first. Time with a
    teacher is not a task.
    """
    suggestions: list[tuple[CompetencyCode, tuple[Slug, ...]]] = []
    for step in wants:
        code = step.attained.competency
        tasks = sorted(
            _fitting_offers(catalogue, step), key=lambda offer: (len(offer.for_), offer.id)
        )
        if tasks and len(suggestions) < MOST_CONCEPTS:
            suggestions.append((code, tuple(task.id for task in tasks[:MOST_TASKS])))
    return tuple(suggestions)


def _fitting_offers(catalogue: Catalogue, step: NextStep) -> Iterator[Offer]:
    level = max(1, int(step.attained.performance or 1))
    for offer in catalogue.menu:
        fits = offer.levels is None or offer.levels[0] <= level <= offer.levels[1]
        if (
            parse_code(step.attained.competency) in offer.for_
            and fits
            and offer.kind != TEACHER_TIME
        ):
            yield offer


def teacher_concepts(catalogue: Catalogue) -> frozenset[CompetencyCode]:
    """Return the concepts for which the menu has time with a teacher."""
    return frozenset(
        CompetencyCode(code)
        for offer in catalogue.menu
        if offer.kind == TEACHER_TIME
        for code in offer.for_
    )
