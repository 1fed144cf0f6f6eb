"""Areas as wholes, the grade that a school must report, and what can be learned next."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from wayfolio.assess.attainment import find_prerequisites
from wayfolio.assess.figures import mean
from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.scales import crosswalk
from wayfolio.model.attainment import (
    AreaAttainment,
    Attainment,
    Readiness,
    Status,
    find_level_now,
    group_attainments,
)
from wayfolio.model.frameworks import Area, Framework, Level
from wayfolio.model.names import CompetencyCode
from wayfolio.model.policy import Conversion


def roll_up_areas(book: Rulebook, attained: Iterable[Attainment]) -> tuple[AreaAttainment, ...]:
    """Return the areas that a learner's attainments belong to, in the order of the catalogue.

    Performance and growth: means over the competencies that have one (their level now, on the
    area's scale). Progress: pieces over pieces at the current stages. Habits are their own areas.
    """
    stages_of = group_attainments(attained)
    return tuple(
        roll_up_area(book, framework, area, stages)
        for framework in book.catalogue.frameworks
        for area in framework.areas
        if (
            stages := [
                stages_of[competency.code]
                for competency in area.competencies
                if competency.code in stages_of
            ]
        )
    )


def overall_level(areas: Iterable[AreaAttainment]) -> Fraction | None:
    """Return the mean performance of academic areas; habits are left out.

    Only areas of one framework, or of one scale, may be put together.
    """
    levels = [a.performance for a in areas if not a.habit and a.performance is not None]
    return mean(levels) if levels else None


def roll_up_area(
    book: Rulebook, framework: Framework, area: Area, competencies: Sequence[tuple[Attainment, ...]]
) -> AreaAttainment:
    """Return one area at a learner's current stages. `competencies`: the stages of each."""
    now = [attained for attained in map(find_level_now, competencies) if attained is not None]
    performance = _mean_or_none(_on_scale(book, framework, area, attained) for attained in now)
    growth = _mean_or_none(attained.growth for attained in now)
    current = [attained for stages in competencies for attained in stages if attained.current]
    policy = book.policies[area.policy or framework.policy]
    row = convert_to_grade(policy.grades, performance, growth)
    return AreaAttainment(
        area=area.code,
        habit=area.habit,
        performance=performance,
        growth=growth,
        pieces=sum(attained.pieces for attained in current),
        required=sum(attained.required for attained in current),
        grade=row.grade if row else None,
        credits=row.credits if row else Fraction(0),
    )


def _mean_or_none(figures: Iterable[Fraction | None]) -> Fraction | None:
    known = [figure for figure in figures if figure is not None]
    return mean(known) if known else None


def _on_scale(
    book: Rulebook, framework: Framework, area: Area, attained: Attainment
) -> Level | None:
    if attained.performance is None:
        return None
    own = book.terms[attained.competency].placed.scale
    there = area.scale or framework.scale
    return crosswalk(book.catalogue.scales, attained.performance, own, there)


def convert_to_grade(
    table: Iterable[Conversion], performance: Level | None, growth: Level | None
) -> Conversion | None:
    """Return the first row of a table that performance and growth reach, or None."""
    return next(
        (
            row
            for row in table
            if _reaches(performance, row.performance) and _reaches(growth, row.growth)
        ),
        None,
    )


def _reaches(figure: Level | None, least: Level | None) -> bool:
    return least is None or (figure is not None and figure >= least)


def find_ready_competencies(
    book: Rulebook, attained: Iterable[Attainment]
) -> Mapping[CompetencyCode, Readiness]:
    """Return, for every competency not met yet, whether it waits for something.

    What it waits for goes back as far as nothing is met, the nearest first: HL.6 waits for HL.5
    and HL.4 where HL.3 is met.
    """
    met = {attainment.competency for attainment in attained if opens_what_follows(attainment)}
    met -= {attainment.competency for attainment in attained if attainment.reopened}
    readiness: dict[CompetencyCode, Readiness] = {}
    for code, terms in book.terms.items():
        if code in met or terms.placed.competency.replaced_by is not None:
            continue
        waiting = find_prerequisites(book, [code], met)
        if waiting:
            readiness[code] = Readiness(status=Status.WAITING, waiting_for=tuple(waiting))
        else:
            readiness[code] = Readiness(status=Status.READY)
    return readiness


def opens_what_follows(attained: Attainment) -> bool:
    """Whether what requires this competency may be begun: it is met, presumed or skipped."""
    done = attained.completed_on is not None or (attained.complete and attained.is_asked)
    return (done or attained.is_passed_over) and attained.reopened is None
