"""The level of each area as of every day on which something was rated: computed, not stored."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain

from wayfolio.assess.areas import roll_up_area
from wayfolio.assess.record import Record
from wayfolio.model.attainment import Attainment, find_level_now
from wayfolio.model.dossier import AreaGrowth, CompetencyGrowth, Happened, LevelStep
from wayfolio.model.frameworks import Area, Framework
from wayfolio.model.names import CompetencyCode, EvidenceRef


def growth_by_area(record: Record) -> tuple[AreaGrowth, ...]:
    """Return the areas that have ever had a level, in the order of the catalogue.

    A step for each day with a rating in the area, once it has a level: the level is the same
    figure as `areas` gives on that day. Nothing between two days is made up.
    """
    growth = []
    for framework in record.book.catalogue.frameworks:
        for area in framework.areas:
            steps = tuple(_steps(record, framework, area))
            if steps:
                growth.append(AreaGrowth(area=area.code, steps=steps))
    return tuple(growth)


def growth_by_competency(record: Record) -> tuple[CompetencyGrowth, ...]:
    """Return the level of each rated competency after each of its days.

    Days on which only fellow learners rated are none. Nothing between two days is made up.
    """
    rated = record.ratings.keys() | record.overrides.keys()
    return tuple(
        CompetencyGrowth(competency=code, steps=tuple(_level_steps(record, code)))
        for code in record.book.terms
        if code in rated
    )


def _level_steps(record: Record, code: CompetencyCode) -> Iterable[LevelStep]:
    record.trace_every_day(code)
    for day in sorted(set(_days(record, code))):
        attained = find_level_now(record.stages(code, day))
        if attained is not None and attained.performance is not None:
            yield LevelStep(on=day, level=attained.performance)


def _rated_codes(record: Record, area: Area) -> list[CompetencyCode]:
    return [
        competency.code
        for competency in area.competencies
        if competency.code in record.ratings or competency.code in record.overrides
    ]


def _steps(record: Record, framework: Framework, area: Area) -> Iterable[LevelStep]:
    codes = _rated_codes(record, area)
    for code in codes:
        record.trace_every_day(code)
    days = {code: list(_days(record, code)) for code in codes}
    for day in sorted(set(chain.from_iterable(days.values()))):
        # What nobody has rated yet has no level, and nothing of it is complete.
        rated = [code for code in codes if min(days[code], default=date.max) <= day]
        stages = [record.stages(code, day) for code in rated]
        attained = [attainment for several in stages for attainment in several]
        level = roll_up_area(record.book, framework, area, stages).performance
        if level is not None:
            yield LevelStep(
                on=day,
                level=level,
                happened=(*_completed(attained, day), *_revised(record, codes, day)),
            )


def _days(record: Record, code: CompetencyCode) -> Iterable[date]:
    """Yield the days on which a competency got a rating, or a level in place of its ratings'."""
    ratings = record.ratings.get(code, ())
    yield from (rating.on for rating in ratings if not rating.is_by_peers)
    yield from (override.on for override in record.overrides.get(code, ()))


def _completed(attained: Iterable[Attainment], day: date) -> Iterable[Happened]:
    for attainment in attained:
        if attainment.completed_on == day:
            yield Happened(
                what="completed", competency=attainment.competency, stage=attainment.stage
            )


def _revised(record: Record, codes: Iterable[CompetencyCode], day: date) -> Iterable[Happened]:
    """Yield the revised work that was rated on a day, each piece once."""
    revisions = _revisions(record)
    seen: set[EvidenceRef] = set()
    for code in codes:
        for rating in record.ratings.get(code, ()):
            for ref in rating.evidence if rating.on == day else ():
                if ref in revisions and ref not in seen:
                    seen.add(ref)
                    yield Happened(what="revised", competency=code, evidence=ref)


def _revisions(record: Record) -> Mapping[EvidenceRef, EvidenceRef]:
    return {
        piece.stem: piece.revision_of
        for piece in record.portfolio.evidence
        if piece.revision_of is not None
    }
