"""Reduces one learner to a row: what the staff's pages about many learners need."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from wayfolio.assess.areas import find_ready_competencies
from wayfolio.assess.assessors import (
    assess_with_instruments,
    find_paired_ratings,
    find_studied_work,
)
from wayfolio.assess.attainment import attain_all
from wayfolio.assess.dosage import focus_moves
from wayfolio.assess.inquiries import compare_before_and_after
from wayfolio.model.attainment import (
    Attainment,
    Readiness,
    Status,
    find_level_now,
    group_attainments,
    is_overridden,
)
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.names import CompetencyCode, EvidenceRef, Slug
from wayfolio.model.pages import Staff
from wayfolio.model.portfolio import Name
from wayfolio.model.staff import Cell, Helped, StaffRow
from wayfolio.model.supports import BeforeAfter
from wayfolio.plan.menu import suggest_menu_tasks
from wayfolio.plan.next import Outlook, rank_all_steps
from wayfolio.plan.own_plan import area_plans, find_replaced, least_flexible
from wayfolio.plan.pathway_positions import grade_on
from wayfolio.plan.work_queue import (
    find_revisions,
    find_unrated,
    groups_of,
    last_rated_day,
    last_work_day,
)
from wayfolio.school.dossier import DossierContext


def staff_row(
    context: DossierContext, seen: LearnerDossier[Staff], cycle_began: date | None
) -> StaffRow:
    """Return a learner's row. `cycle_began`: the first day of the current cycle, if any."""
    case, portfolio, today = context.case, context.case.portfolio, context.case.today
    catalogue = case.catalogue
    plans = area_plans(catalogue, portfolio, case.attainments, seen.pace, today)
    grade = grade_on(portfolio.file, today)
    could = rank_all_steps(_outlook(context, case.attainments, seen.readiness, today))
    return StaffRow(
        learner=portfolio.learner,
        name=portfolio.file.name.first,
        full_name=_name(portfolio.file.name),
        group=portfolio.file.group,
        groups=groups_of(catalogue, portfolio.file.group),
        grade=grade,
        places=seen.places,
        standings=seen.standings,
        cells=make_cells(case.attainments, seen.readiness),
        attained=case.attainments,
        ratings={code: tuple(ratings) for code, ratings in context.record.ratings.items()},
        demonstrations=portfolio.demonstrations,
        last_rated=last_rated_day(portfolio, today),
        last_work=last_work_day(portfolio, today),
        waiting=tuple(find_unrated(portfolio, today)),
        revisions=tuple(find_revisions(portfolio, today)),
        claims=seen.claims,
        tasks=seen.tasks,
        titles=_titles_of_answers(seen),
        wants=could,
        wanted_then=tuple(_wanted_on(context, cycle_began)) if cycle_began else (),
        steps=seen.steps,
        menu=suggest_menu_tasks(catalogue, could),
        helped=tuple(_helped(context, seen)),
        plans=plans,
        open_outcomes=least_flexible(catalogue, plans, grade),
        replaced=tuple(find_replaced(catalogue, portfolio, case.attainments)),
        goals=portfolio.plan.goals,
        studies=seen.studies,
        pace=seen.pace,
        conferences=portfolio.plan.conferences,
        assessed=tuple(assess_with_instruments(context.record)),
        pairs=tuple(find_paired_ratings(context.record)),
        looked_at=tuple(find_studied_work(context.record, catalogue.instruments)),
        inquired=_compare_inquiries(context),
        news=seen.news,
    )


def _compare_inquiries(context: DossierContext) -> dict[Slug, tuple[BeforeAfter, ...]]:
    learner, ratings = context.case.portfolio.learner, context.record.ratings
    return {
        inquiry.inquiry: compare_before_and_after(inquiry, learner, ratings)
        for inquiry in context.case.catalogue.inquiries
    }


def _titles_of_answers(seen: LearnerDossier[Staff]) -> dict[EvidenceRef, str]:
    stems = (stem for standing in seen.tasks for stem in standing.answers)
    return {stem: seen.shown.by_stem[stem].item.title for stem in stems}


def _name(name: Name) -> str:
    """Return the full name, with its Latin spelling if it is written in other letters."""
    return f"{name.full} ({name.latin})" if name.latin else name.full


def make_cells(
    attained: Iterable[Attainment], ready: Mapping[CompetencyCode, Readiness]
) -> dict[CompetencyCode, Cell]:
    """Return a learner's cell in each of their competencies."""
    cells = {}
    for code, stages in group_attainments(attained).items():
        current = next((stage for stage in stages if stage.current), stages[-1])
        now = find_level_now(stages)
        status, waits = current.status, ready.get(code)
        if status is Status.NOT_STARTED and waits is not None:
            status = waits.status
        cells[code] = Cell(
            status=status,
            stage=current.stage,
            level=now.performance if now else None,
            is_set=is_overridden(now),
            progress=current.progress,
            is_asked=current.is_asked,
            last_seen=max((stage.last_seen for stage in stages if stage.last_seen), default=None),
            waiting_for=waits.waiting_for if waits else (),
        )
    return cells


def _outlook(
    context: DossierContext,
    attained: tuple[Attainment, ...],
    ready: Mapping[CompetencyCode, Readiness],
    day: date,
) -> Outlook:
    return Outlook(
        catalogue=context.case.catalogue,
        portfolio=context.case.portfolio,
        attained=attained,
        readiness=ready,
        changes={},
        today=day,
    )


def _wanted_on(context: DossierContext, day: date) -> Iterator[CompetencyCode]:
    """Yield what a learner could work on next on a day, the most pressing first."""
    attained = attain_all(context.book, context.case.portfolio, day)
    ready = find_ready_competencies(context.book, attained)
    for step in rank_all_steps(_outlook(context, attained, ready, day)):
        yield step.attained.competency


def _helped(context: DossierContext, seen: LearnerDossier[Staff]) -> Iterator[Helped]:
    today = context.case.today
    for (support, way_out), dosed in zip(seen.supports, seen.dosed, strict=True):
        yield Helped(
            support=support,
            dosed=dosed,
            moves=focus_moves(context.record, support.focus, support.planned.from_, today),
            exit_met=None if way_out is None else way_out.met,
        )


def find_cycle_start(catalogue: Catalogue, today: date) -> date | None:
    """Return the first day of the latest cycle of the school's calendar that has begun."""
    calendar = catalogue.school.calendar
    began = [span.from_ for span in calendar.cycles if span.from_ <= today] if calendar else []
    return max(began, default=None)
