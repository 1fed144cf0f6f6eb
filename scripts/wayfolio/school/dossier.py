"""One learner's full record, for the family or for the staff: assess and plan together."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.areas import find_ready_competencies, roll_up_areas
from wayfolio.assess.attainment import attain_all
from wayfolio.assess.awards import (
    find_awards,
    is_badge_held,
    requirement_outcome,
)
from wayfolio.assess.claims import find_claims
from wayfolio.assess.course_requirements import college_credits, high_school_credits
from wayfolio.assess.dosage import measure_dosage
from wayfolio.assess.growth import growth_by_area, growth_by_competency
from wayfolio.assess.own_ratings import find_own_stages
from wayfolio.assess.pathway_credits import find_mastery_credits, find_stage_credits
from wayfolio.assess.pathway_progress import find_progress
from wayfolio.assess.record import Record
from wayfolio.assess.requirements import holds
from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.tasks import measure_tasks
from wayfolio.assess.timeline import Timeline, find_first_day
from wayfolio.assess.turning_days import find_page_changes
from wayfolio.assess.what_if import one_more
from wayfolio.model.attainment import Attainment, FigureChange
from wayfolio.model.claims import Claim
from wayfolio.model.dossier import Ahead, LearnerDossier, Occasion, Private, Studies
from wayfolio.model.keys import Addressee
from wayfolio.model.maps import Walked
from wayfolio.model.names import Code, CompetencyCode, GateId, SkillCode
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pace import Pace
from wayfolio.model.pages import Family, Staff
from wayfolio.model.pathways import Pathway
from wayfolio.model.requirements import MilestoneReached
from wayfolio.model.support_files import Support
from wayfolio.model.supports import Dosed
from wayfolio.model.timeline import PageHistory
from wayfolio.model.visibility import VisibleLearner
from wayfolio.plan.advisors import find_contacts
from wayfolio.plan.college_record import (
    CollegeCase,
    list_exams,
    list_school_credits,
    make_college_record,
)
from wayfolio.plan.courses import find_term_days, pace_on, plan_courses
from wayfolio.plan.dossier import family_occasions, staff_occasions, view_as_family, view_as_staff
from wayfolio.plan.maps import find_standings, make_learner_maps
from wayfolio.plan.news import find_news, last_conference
from wayfolio.plan.next import Outlook, next_steps, own_order
from wayfolio.plan.owner import choose_addressee, remove_college, remove_studies
from wayfolio.plan.pace import PlanRecord, measure_pace
from wayfolio.plan.pathway_positions import HandedIn, find_ahead, find_positions
from wayfolio.plan.timeline import leave_out_college, view_changes
from wayfolio.plan.visible import VisibilityContext


class DossierContext(Struct, frozen=True, kw_only=True):
    """One learner, read and checked, on a day. The attainments are those of that day."""

    book: Rulebook
    record: Record
    case: VisibilityContext


def assess_dossier(book: Rulebook, case: VisibilityContext) -> DossierContext:
    """Return a learner with their awards, which `case` need not hold."""
    record = Record(book=book, portfolio=case.portfolio, until=case.today)
    known = replace(case, awards=find_awards(record), claims=find_claims(record))
    return DossierContext(book=book, record=record, case=known)


def dossier_for_family(
    context: DossierContext, addressee: Addressee | None = None
) -> LearnerDossier[Family]:
    """Return what a family may read of its own child, or learners of age of themselves.

    `addressee`: to whom the pages speak; by default, to whoever owns the records.
    """
    case = context.case
    owner = choose_addressee(case.portfolio.file, ["family"], case.today)
    seen = _make_dossier(context, view_as_family(case), family_occasions(case))
    return replace(seen, addressee=addressee or owner, history=_make_history(context, Family))


def dossier_for_staff(context: DossierContext) -> LearnerDossier[Staff]:
    """Return what the school's own people may read."""
    seen = _make_dossier(context, view_as_staff(context.case), staff_occasions(context.case))
    return replace(seen, history=_make_history(context, Staff))


def _make_history(context: DossierContext, audience: type[Private]) -> PageHistory:
    """Return what the page of an audience said, without commits."""
    case, portfolio = context.case, context.case.portfolio
    since = min(find_first_day(portfolio), case.today)
    changes = find_page_changes(Timeline(record=context.record, since=since))
    return PageHistory(
        learner=portfolio.learner,
        name=portfolio.file.name.first,
        since=since,
        until=case.today,
        changes=tuple(view_changes(changes, case.catalogue, portfolio, audience)),
        commits_known="none",
        commits={},
    )


def _make_dossier(
    context: DossierContext, shown: VisibleLearner[Private], occasions: Mapping[int, Occasion]
) -> LearnerDossier[Private]:
    case = context.case
    portfolio, today = case.portfolio, case.today
    changes = _changes(context)
    ready = find_ready_competencies(context.book, case.attainments)
    outlook = Outlook(
        catalogue=case.catalogue,
        portfolio=portfolio,
        attained=case.attainments,
        readiness=ready,
        changes=changes,
        today=today,
    )
    walked = find_progress(context.record, case.attainments)
    studies = _studies(context, walked.gates)
    pace = _pace(context, studies, walked.gates)
    walked = _narrow_progress(walked, shown, pace)
    supports = tuple(_supports(context))
    since = last_conference(portfolio.plan, today)
    before = attain_all(context.book, portfolio, since) if since else ()
    return LearnerDossier[Private](
        shown=shown,
        latin=portfolio.file.name.latin or "",
        full=portfolio.file.name.full,
        order=own_order(portfolio, case.catalogue),
        places=find_positions(case.catalogue, portfolio, today),
        standings=find_standings(case.catalogue, walked),
        occasions=occasions,
        own_stages=dict(find_own_stages(context.record)),
        areas=roll_up_areas(context.book, case.attainments),
        growth=growth_by_area(context.record),
        competency_growth=growth_by_competency(context.record),
        readiness=ready,
        changes={code: steps for (code, skill), steps in changes.items() if skill is None},
        steps=next_steps(outlook),
        ahead=_ahead(context, studies),
        studies=studies,
        mastery_credits=tuple(find_mastery_credits(case.catalogue, case.attainments)),
        stage_credits=tuple(find_stage_credits(case.catalogue, case.attainments)),
        pace=pace,
        maps=make_learner_maps(case.catalogue, walked),
        supports=supports,
        tasks=measure_tasks(portfolio, today),
        claims=_visible_claims(case, shown),
        contacts=find_contacts(case.catalogue, portfolio, today),
        dosed=tuple(_measure_dosages(case, supports)),
        news=find_news(shown, before, since) if since else None,
    )


def _ahead(context: DossierContext, studies: tuple[Studies, ...]) -> tuple[Ahead, ...]:
    case = context.case
    return find_ahead(
        case.catalogue,
        case.portfolio,
        case.today,
        _milestones(context),
        studies,
        HandedIn(works=tuple(case.works.values()), deliveries=case.deliveries),
    )


def _supports(context: DossierContext) -> Iterator[tuple[Support, Outcome | None]]:
    """Yield each support with how far the way out of it has been gone, where one is written."""
    for support in context.case.portfolio.supports:
        way_out = requirement_outcome(context.record, support.exit) if support.exit else None
        yield support, way_out


def _measure_dosages(
    case: VisibilityContext, supports: Iterable[tuple[Support, Outcome | None]]
) -> Iterator[Dosed]:
    calendar = case.catalogue.school.calendar
    for support, way_out in supports:
        is_reached = way_out is not None and way_out.met
        yield measure_dosage(support, case.today, calendar, is_reached=is_reached)


def _visible_claims(case: VisibilityContext, shown: VisibleLearner[Private]) -> tuple[Claim, ...]:
    return tuple(claim for claim in case.claims if claim.evidence in shown.by_stem)


def _pace(
    context: DossierContext, studies: tuple[Studies, ...], gates: Mapping[GateId, Outcome]
) -> Pace:
    """Return the learner's pace: one value for all pages."""
    return measure_pace(
        PlanRecord(
            catalogue=context.case.catalogue,
            portfolio=context.case.portfolio,
            attained=context.case.attainments,
            studies=studies,
            outcomes=gates,
            today=context.case.today,
        )
    )


def _narrow_progress(walked: Walked, shown: VisibleLearner[Private], pace: Pace) -> Walked:
    """Return what a learner has done; of workplaces only the work that the audience may see."""
    visible = tuple(done for done in walked.workplace if done.evidence in shown.by_stem)
    return replace(walked, workplace=visible, pace=pace)


def _changes(
    context: DossierContext,
) -> dict[tuple[CompetencyCode, SkillCode | None], tuple[FigureChange, ...]]:
    """Return what another rating would change in unfinished competencies, and in goals' skills."""
    changes: dict[tuple[CompetencyCode, SkillCode | None], tuple[FigureChange, ...]] = {}
    open_ = {
        attained.competency: attained
        for attained in context.case.attainments
        if attained.current and attained.is_asked and not attained.complete
    }
    for code, attained in open_.items():
        changes[code, None] = _one_more(context, attained, None)
    for goal in context.case.portfolio.plan.goals:
        for shown in goal.shows:
            home = context.book.homes.get(SkillCode(shown))
            if home in open_ and Code(home) != shown:
                skill = SkillCode(shown)
                changes[home, skill] = _one_more(context, open_[home], skill)
    return changes


def _one_more(
    context: DossierContext, attained: Attainment, skill: SkillCode | None
) -> tuple[FigureChange, ...]:
    return one_more(context.book.terms[attained.competency], attained, context.case.today, skill)


def _milestones(context: DossierContext) -> dict[str, bool]:
    standing = context.record.on(context.case.today)
    return {
        stage.milestone.id: holds(
            MilestoneReached(milestone=stage.milestone.id), standing, is_badge_held
        )
        for pathway in context.book.catalogue.pathways.values()
        for stage in pathway.stages
        if stage.milestone is not None
    }


def _studies(context: DossierContext, gates: Mapping[GateId, Outcome]) -> tuple[Studies, ...]:
    here = find_positions(context.case.catalogue, context.case.portfolio, context.case.today)
    pathways = [context.case.catalogue.pathways[place.pathway] for place in here]
    return tuple(_study(context, pathway, gates) for pathway in pathways if pathway.kind == "paced")


def _study(context: DossierContext, pathway: Pathway, gates: Mapping[GateId, Outcome]) -> Studies:
    case, standing = context.case, context.record.on(context.case.today)
    needs = pathway.requirements
    credits_of = {
        code: placed.competency.credits for code, placed in case.catalogue.competencies.items()
    }
    return Studies(
        pathway=pathway.pathway,
        pace=pace_on(case.portfolio.file, pathway.pathway, case.today),
        courses=plan_courses(
            case.catalogue, pathway, case.portfolio.file, case.attainments, case.today
        ),
        college=(
            college_credits(standing),
            sum(credits_of[need.course] for need in needs if need.course),
        ),
        high_school=(
            high_school_credits(standing),
            sum(need.credits for need in needs if need.high_school_credit is not None),
        ),
        gates=tuple((gate.id, gates[gate.id]) for gate in pathway.gates),
        record=make_college_record(_college_case(context, pathway)),
        signed=tuple(
            list_school_credits(pathway, case.portfolio, _passed_courses(context), case.today)
        ),
        exams=tuple(list_exams(case.portfolio, case.catalogue.instruments, case.today)),
    )


def _college_case(context: DossierContext, pathway: Pathway) -> CollegeCase:
    case, policies = context.case, context.book.policies
    entered = case.portfolio.file.entered
    return CollegeCase(
        catalogue=case.catalogue,
        portfolio=case.portfolio,
        terms=find_term_days(case.catalogue, pathway, entered),
        latest_counts=frozenset(
            code
            for code, placed in case.catalogue.competencies.items()
            if placed.competency.credits and policies[placed.policy].select == "latest-n"
        ),
        today=case.today,
    )


def _passed_courses(context: DossierContext) -> frozenset[CompetencyCode]:
    return frozenset(a.competency for a in context.case.attainments if a.completed_on)


def dossier_for_key(
    context: DossierContext, *, is_whole: bool, addressee: Addressee | None = None
) -> LearnerDossier[Family]:
    """Return what a key opens of a learner: unless `is_whole`, no records of college courses."""
    if is_whole:
        return dossier_for_family(context, addressee)
    case = remove_college(context.case)
    seen = remove_studies(dossier_for_family(assess_dossier(context.book, case), addressee))
    if seen.history is None:
        return seen
    changes = tuple(leave_out_college(seen.history.changes, context.book.catalogue))
    return replace(seen, history=replace(seen.history, changes=changes, is_whole=False))
