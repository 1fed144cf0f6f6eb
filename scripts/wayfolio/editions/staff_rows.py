"""One learner, reduced to what the staff's pages about many learners need: assess and plan."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from wayfolio.assess.areas import find_ready_competencies
from wayfolio.assess.assessors import (
    assess_with_instruments,
    find_paired_ratings,
    find_studied_work,
)
from wayfolio.assess.attainment import attain_all, group_attainments
from wayfolio.assess.dosage import focus_moves, measure_dosage
from wayfolio.assess.inquiries import compare_before_and_after
from wayfolio.assess.record import level_now
from wayfolio.model.attainment import Attainment, Readiness, Status
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.names import CompetencyCode
from wayfolio.model.pages import Staff
from wayfolio.model.portfolio import Name
from wayfolio.model.staff import Cell, Helped, StaffRow
from wayfolio.plan.menu import suggest_menu_tasks
from wayfolio.plan.next import Outlook, rank_all_steps
from wayfolio.plan.own_plan import area_plans, find_replaced, gate_risks, least_flexible
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
    one: DossierContext, seen: LearnerDossier[Staff], cycle_began: date | None
) -> StaffRow:
    """Return the row of a learner. `cycle_began`: when today's cycle did, if there is one."""
    case, portfolio, today = one.case, one.case.portfolio, one.case.today
    catalogue = case.catalogue
    plans = area_plans(catalogue, portfolio, case.attainments, today)
    grade = grade_on(portfolio.file, today)
    could = rank_all_steps(_outlook(one, case.attainments, seen.readiness, today))
    return StaffRow(
        learner=portfolio.learner,
        name=portfolio.file.name.first,
        full_name=_name(portfolio.file.name),
        group=portfolio.file.group,
        groups=groups_of(catalogue, portfolio.file.group),
        grade=grade,
        places=seen.places,
        cells=cells(case.attainments, seen.readiness),
        attained=case.attainments,
        ratings={code: tuple(found) for code, found in one.record.ratings.items()},
        demonstrations=portfolio.demonstrations,
        last_rated=last_rated_day(portfolio, today),
        last_work=last_work_day(portfolio, today),
        waiting=tuple(find_unrated(portfolio, today)),
        revisions=tuple(find_revisions(portfolio, today)),
        wants=could,
        wanted_then=tuple(_wanted_on(one, cycle_began)) if cycle_began else (),
        steps=seen.steps,
        menu=suggest_menu_tasks(catalogue, could),
        helped=tuple(_helped(one, seen)),
        plans=plans,
        open_outcomes=least_flexible(catalogue, plans, grade),
        replaced=tuple(find_replaced(catalogue, portfolio, case.attainments)),
        goals=portfolio.plan.goals,
        studies=seen.studies,
        risks=tuple(gate_risks(catalogue, seen.studies, today)),
        conferences=portfolio.plan.conferences,
        assessed=tuple(assess_with_instruments(one.record)),
        pairs=tuple(find_paired_ratings(one.record)),
        looked_at=tuple(find_studied_work(one.record, catalogue.instruments)),
        inquired={
            inquiry.inquiry: compare_before_and_after(
                inquiry, portfolio.learner, one.record.ratings
            )
            for inquiry in catalogue.inquiries
        },
        news=seen.news,
    )


def _name(name: Name) -> str:
    """Return the full name, and how it is written in Latin letters where it is in others."""
    return f"{name.full} ({name.latin})" if name.latin else name.full


def cells(
    attained: Iterable[Attainment], ready: Mapping[CompetencyCode, Readiness]
) -> dict[CompetencyCode, Cell]:
    """Return a learner's cell in each competency that concerns them."""
    found = {}
    for code, stages in group_attainments(attained).items():
        current = next((one for one in stages if one.current), stages[-1])
        now = level_now(stages)
        status, waits = current.status, ready.get(code)
        if status is Status.NOT_STARTED and waits is not None:
            status = waits.status
        found[code] = Cell(
            status=status,
            stage=current.stage,
            level=now.performance if now else None,
            progress=current.progress,
            asked=current.asked,
            last_seen=max((one.last_seen for one in stages if one.last_seen), default=None),
            waiting_for=waits.waiting_for if waits else (),
        )
    return found


def _outlook(
    one: DossierContext,
    attained: tuple[Attainment, ...],
    ready: Mapping[CompetencyCode, Readiness],
    day: date,
) -> Outlook:
    return Outlook(
        catalogue=one.case.catalogue,
        portfolio=one.case.portfolio,
        attained=attained,
        readiness=ready,
        changes={},
        today=day,
    )


def _wanted_on(one: DossierContext, day: date) -> Iterator[CompetencyCode]:
    """Give what a learner could work on on a day, the most pressing first."""
    attained = attain_all(one.book, one.case.portfolio, day)
    for step in rank_all_steps(
        _outlook(one, attained, find_ready_competencies(one.book, attained), day)
    ):
        yield step.attained.competency


def _helped(one: DossierContext, seen: LearnerDossier[Staff]) -> Iterator[Helped]:
    today = one.case.today
    for support, way_out in seen.supports:
        yield Helped(
            support=support,
            dosed=measure_dosage(support, today),
            moves=focus_moves(one.record, support.focus, support.planned.from_, today),
            exit_met=None if way_out is None else way_out.met,
        )


def find_cycle_start(catalogue: Catalogue, today: date) -> date | None:
    """Return the first day of the latest cycle of the school's calendar that has begun."""
    calendar = catalogue.school.calendar
    began = [span.from_ for span in calendar.cycles if span.from_ <= today] if calendar else []
    return max(began, default=None)
