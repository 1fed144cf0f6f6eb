"""From occasions, as they were written, to each competency's ratings in date order."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.scales import crosswalk
from wayfolio.model.attainment import Override, Rating
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import CompetencyCode, SkillCode
from wayfolio.model.portfolio import Demonstration, Rated


class _Occasion(Struct, frozen=True):
    """What all ratings of one demonstration share."""

    place: int
    written: Demonstration


def collect_ratings(
    book: Rulebook, demonstrations: tuple[Demonstration, ...], as_of: date
) -> Mapping[CompetencyCode, list[Rating]]:
    """Return each competency's ratings until a day, in date order.

    `demonstrations`: in date order, those of a day as they were written, and so are their ratings.
    A rating's target is its own, else its demonstration's, else None: the stage that the learner
    works at on that day. Errors: KeyError for a skill that the catalogue does not know.
    """
    ratings_of: dict[CompetencyCode, list[Rating]] = {}
    order = 0
    for place, written in enumerate(demonstrations):
        if written.date > as_of:
            break
        for competency, rating in _rated(book, _Occasion(place, written), order):
            ratings_of.setdefault(competency, []).append(rating)
            order += 1
    return ratings_of


def collect_overrides(
    demonstrations: tuple[Demonstration, ...], as_of: date
) -> Mapping[CompetencyCode, list[Override]]:
    """Return the levels until a day that stand in place of worked-out ones, in date order."""
    overrides: dict[CompetencyCode, list[Override]] = {}
    for written in demonstrations:
        if written.date > as_of:
            break
        for code, level in written.levels.items():
            override = Override(
                competency=code,
                level=level,
                on=written.date,
                by=written.by,
                why=written.why or "",
                target=written.target,
            )
            overrides.setdefault(code, []).append(override)
    return overrides


def _rated(
    book: Rulebook, occasion: _Occasion, order: int
) -> Iterator[tuple[CompetencyCode, Rating]]:
    written = occasion.written
    assessors = tuple(book.assessors[person] for person in written.by)
    for skill, several in written.ratings.items():
        moved = book.moved.get(skill)
        competency = moved.competency if moved else book.homes[skill]
        for rated in several:
            yield (
                competency,
                Rating(
                    skill=moved.skill if moved else skill,
                    on=written.date,
                    order=order,
                    occasion=occasion.place,
                    level=_level(book, skill, rated),
                    target=rated.target or written.target,
                    kind=written.kind,
                    model=rated.model,
                    context=written.experience,
                    assessors=assessors,
                    evidence=written.evidence,
                    rated_as=skill if moved else None,
                    at=rated.at,
                ),
            )
            order += 1


def _level(book: Rulebook, skill: SkillCode, rated: Rated) -> Level | Mark:
    """Return a rating's level on the scale of the competency that it counts for."""
    moved = book.moved.get(skill)
    if moved is None or isinstance(rated.level, Mark):
        return rated.level
    level = crosswalk(book.catalogue.scales, rated.level, moved.here, moved.there)
    return rated.level if level is None else level
