"""A learner's pace: every area, course, goal and gate beside the dates of their own plan.

This is the one place that says whether somebody is on plan. Everything else prints its answer.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import Studies
from wayfolio.model.names import GateId
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pace import Pace
from wayfolio.model.pathways import Pathway
from wayfolio.model.portfolio import Portfolio
from wayfolio.plan.area_pace import AreaPaces, find_area_paces, goal_lines
from wayfolio.plan.courses import find_term_days
from wayfolio.plan.pathway_positions import find_positions
from wayfolio.plan.schedule import Schedule
from wayfolio.plan.terms import find_year_parts


class PlanRecord(Struct, frozen=True, kw_only=True):
    """What says how fast a learner goes."""

    catalogue: Catalogue
    portfolio: Portfolio
    attained: tuple[Attainment, ...]
    studies: tuple[Studies, ...]
    outcomes: Mapping[GateId, Outcome]
    """What every gate needs, and what of it holds."""
    today: date


def measure_pace(record: PlanRecord) -> Pace:
    """Return a learner's pace on a day.

    Counts: the areas with a date in the learner's plan, the courses and gates of the pathways that
            they follow, and every goal that was not dropped.
    Scale:  days. Up to two weeks from the own date is on plan.
    Errors: none. What has no date, or nothing that says when it will be done, is open.
    """
    plan = record.portfolio.plan
    areas = find_area_paces(record.catalogue, record.portfolio, record.attained, record.today)
    schedules = [_schedule(record, pathway, areas) for pathway in _pathways(record)]
    return Pace(
        on=record.today,
        areas=tuple(areas.line(area, day) for area, day in plan.pace.items()),
        courses=tuple(line for schedule in schedules for line in schedule.course_lines()),
        goals=tuple(goal_lines(plan.goals, record.today)),
        gates=tuple(line for schedule in schedules for line in schedule.gate_lines()),
    )


def _pathways(record: PlanRecord) -> Iterator[Pathway]:
    for place in find_positions(record.catalogue, record.portfolio, record.today):
        yield record.catalogue.pathways[place.pathway]


def _schedule(record: PlanRecord, pathway: Pathway, areas: AreaPaces) -> Schedule:
    study = next((s for s in record.studies if s.pathway == pathway.pathway), None)
    terms = find_term_days(record.catalogue, pathway, record.portfolio.file.entered)
    planned = pathway.paces.get(study.pace, {}) if study and study.pace else {}
    return Schedule(
        catalogue=record.catalogue,
        pathway=pathway,
        courses={course.course: course for course in study.courses} if study else {},
        outcomes={gate.id: record.outcomes[gate.id] for gate in pathway.gates},
        areas=areas,
        terms=terms,
        parts=tuple(find_year_parts(planned, terms.stages)),
        today=record.today,
    )
