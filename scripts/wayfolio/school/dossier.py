"""One learner, whole: assess and plan put together, for the family or for the staff."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.areas import find_ready_competencies, roll_up_areas
from wayfolio.assess.attainment import attain_all
from wayfolio.assess.awards import find_awards, is_badge_held, requirement_outcome
from wayfolio.assess.course_requirements import college_credits, high_school_credits
from wayfolio.assess.dosage import measure_dosage
from wayfolio.assess.growth import growth_by_area
from wayfolio.assess.pathway_progress import find_progress
from wayfolio.assess.record import Record
from wayfolio.assess.requirements import holds
from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.what_if import one_more
from wayfolio.model.attainment import Attainment, FigureChange
from wayfolio.model.dossier import LearnerDossier, Occasion, Private, Studies
from wayfolio.model.maps import PathMap
from wayfolio.model.names import Code, CompetencyCode, SkillCode
from wayfolio.model.pages import Family, Staff
from wayfolio.model.pathways import Pathway
from wayfolio.model.requirements import MilestoneReached
from wayfolio.model.visibility import VisibleLearner
from wayfolio.plan.advisors import find_contacts
from wayfolio.plan.courses import pace_on, plan_courses
from wayfolio.plan.dossier import family_occasions, staff_occasions, view_as_family, view_as_staff
from wayfolio.plan.maps import make_learner_maps
from wayfolio.plan.news import find_news, last_conference
from wayfolio.plan.next import Outlook, next_steps, own_order
from wayfolio.plan.owner import remove_college, remove_studies
from wayfolio.plan.pathway_positions import find_ahead, find_positions
from wayfolio.plan.visible import VisibilityContext


class DossierContext(Struct, frozen=True, kw_only=True):
    """One learner, read and checked, on a day. The attainments are those of that day."""

    book: Rulebook
    record: Record
    case: VisibilityContext


def assess_dossier(book: Rulebook, case: VisibilityContext) -> DossierContext:
    """Return a learner with the awards worked out; `case` may come without."""
    record = Record(book=book, portfolio=case.portfolio, until=case.today)
    known = replace(case, awards=find_awards(record))
    return DossierContext(book=book, record=record, case=known)


def dossier_for_family(one: DossierContext) -> LearnerDossier[Family]:
    """Return what a family may read of its own child."""
    return _whole(one, view_as_family(one.case), family_occasions(one.case))


def dossier_for_staff(one: DossierContext) -> LearnerDossier[Staff]:
    """Return what the school's own people may read."""
    return _whole(one, view_as_staff(one.case), staff_occasions(one.case))


def _whole(
    one: DossierContext, shown: VisibleLearner[Private], occasions: Mapping[int, Occasion]
) -> LearnerDossier[Private]:
    case = one.case
    portfolio, today = case.portfolio, case.today
    changes = _changes(one)
    ready = find_ready_competencies(one.book, case.attainments)
    outlook = Outlook(
        catalogue=case.catalogue,
        portfolio=portfolio,
        attained=case.attainments,
        readiness=ready,
        changes=changes,
        today=today,
    )
    studies = _studies(one)
    since = last_conference(portfolio.plan, today)
    before = attain_all(one.book, portfolio, since) if since else ()
    return LearnerDossier[Private](
        shown=shown,
        latin=portfolio.file.name.latin or "",
        full=portfolio.file.name.full,
        order=own_order(portfolio, case.catalogue),
        places=find_positions(case.catalogue, portfolio, today),
        occasions=occasions,
        areas=roll_up_areas(one.book, case.attainments),
        growth=growth_by_area(one.record),
        readiness=ready,
        changes={code: found for (code, skill), found in changes.items() if skill is None},
        steps=next_steps(outlook),
        ahead=find_ahead(case.catalogue, portfolio, today, _milestones(one), studies),
        studies=studies,
        maps=_maps(one, shown),
        supports=tuple(
            (support, requirement_outcome(one.record, support.exit) if support.exit else None)
            for support in portfolio.supports
        ),
        asked=find_contacts(case.catalogue, portfolio, today),
        dosed=tuple(measure_dosage(support, today) for support in portfolio.supports),
        news=find_news(shown, before, since) if since else None,
    )


def _maps(one: DossierContext, shown: VisibleLearner[Private]) -> tuple[PathMap, ...]:
    """Return the learner's maps, told by nothing but the evidence that the audience may see."""
    seen = tuple(item.item for item in shown.evidence)
    record = replace(one.record, portfolio=replace(one.case.portfolio, evidence=seen))
    return make_learner_maps(one.case.catalogue, find_progress(record, one.case.attainments))


def _changes(
    one: DossierContext,
) -> dict[tuple[CompetencyCode, SkillCode | None], tuple[FigureChange, ...]]:
    """Return what one more rating would do where something is still open, and for goals' skills."""
    found: dict[tuple[CompetencyCode, SkillCode | None], tuple[FigureChange, ...]] = {}
    open_ = {
        attained.competency: attained
        for attained in one.case.attainments
        if attained.current and attained.asked and not attained.complete
    }
    for code, attained in open_.items():
        found[code, None] = _one_more(one, attained, None)
    for goal in one.case.portfolio.plan.goals:
        for shown in goal.shows:
            home = one.book.homes.get(SkillCode(shown))
            if home in open_ and Code(home) != shown:
                skill = SkillCode(shown)
                found[home, skill] = _one_more(one, open_[home], skill)
    return found


def _one_more(
    one: DossierContext, attained: Attainment, skill: SkillCode | None
) -> tuple[FigureChange, ...]:
    return one_more(one.book.terms[attained.competency], attained, one.case.today, skill)


def _milestones(one: DossierContext) -> dict[str, bool]:
    standing = one.record.on(one.case.today)
    return {
        stage.milestone.id: holds(
            MilestoneReached(milestone=stage.milestone.id), standing, is_badge_held
        )
        for pathway in one.book.catalogue.pathways.values()
        for stage in pathway.stages
        if stage.milestone is not None
    }


def _studies(one: DossierContext) -> tuple[Studies, ...]:
    here = find_positions(one.case.catalogue, one.case.portfolio, one.case.today)
    pathways = [one.case.catalogue.pathways[place.pathway] for place in here]
    return tuple(_study(one, pathway) for pathway in pathways if pathway.kind == "paced")


def _study(one: DossierContext, pathway: Pathway) -> Studies:
    case, standing = one.case, one.record.on(one.case.today)
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
        gates=tuple(
            (gate.id, requirement_outcome(one.record, gate.needs)) for gate in pathway.gates
        ),
    )


def dossier_for_key(one: DossierContext, *, is_whole: bool) -> LearnerDossier[Family]:
    """Return what is told of a learner; not whole, it is without records of college courses."""
    if is_whole:
        return dossier_for_family(one)
    return remove_studies(dossier_for_family(assess_dossier(one.book, remove_college(one.case))))
