"""One learner, whole: assess and plan put together, for the family or for the staff."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.areas import areas, readiness
from wayfolio.assess.attainment import attainments
from wayfolio.assess.awards import awards, held, requirement_outcome
from wayfolio.assess.dosage import dosed
from wayfolio.assess.growth import growth
from wayfolio.assess.measures import college_credits, high_school_credits
from wayfolio.assess.pathway_progress import walked
from wayfolio.assess.record import Record
from wayfolio.assess.requirements import holds
from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.what_if import one_more
from wayfolio.model.attainment import Attainment, Change
from wayfolio.model.dossier import Occasion, Private, Studies, Whole
from wayfolio.model.maps import PathMap
from wayfolio.model.names import Code, CompetencyCode, SkillCode
from wayfolio.model.pages import Family, Staff
from wayfolio.model.pathways import Pathway
from wayfolio.model.requirements import MilestoneReached
from wayfolio.model.visibility import Shown
from wayfolio.plan.advisors import asked
from wayfolio.plan.courses import courses, pace_on
from wayfolio.plan.dossier import family_occasions, shown_to_family, shown_to_staff, staff_occasions
from wayfolio.plan.maps import learner_maps
from wayfolio.plan.news import last_conference, news
from wayfolio.plan.next import Outlook, own_order, steps
from wayfolio.plan.owner import without_college, without_studies
from wayfolio.plan.pathway_positions import ahead, places
from wayfolio.plan.visible import Case


class Learner(Struct, frozen=True, kw_only=True):
    """One learner, read and checked, on a day. The attainments are those of that day."""

    book: Rulebook
    record: Record
    case: Case


def learner(book: Rulebook, case: Case) -> Learner:
    """Return a learner with the awards worked out; `case` may come without."""
    record = Record(book=book, portfolio=case.portfolio, until=case.today)
    known = replace(case, awards=awards(record))
    return Learner(book=book, record=record, case=known)


def for_family(one: Learner) -> Whole[Family]:
    """Return what a family may read of its own child."""
    return _whole(one, shown_to_family(one.case), family_occasions(one.case))


def for_staff(one: Learner) -> Whole[Staff]:
    """Return what the school's own people may read."""
    return _whole(one, shown_to_staff(one.case), staff_occasions(one.case))


def _whole(
    one: Learner, shown: Shown[Private], occasions: Mapping[int, Occasion]
) -> Whole[Private]:
    case = one.case
    portfolio, today = case.portfolio, case.today
    changes = _changes(one)
    ready = readiness(one.book, case.attainments)
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
    before = attainments(one.book, portfolio, since) if since else ()
    return Whole[Private](
        shown=shown,
        latin=portfolio.file.name.latin or "",
        full=portfolio.file.name.full,
        order=own_order(portfolio, case.catalogue),
        places=places(case.catalogue, portfolio, today),
        occasions=occasions,
        areas=areas(one.book, case.attainments),
        growth=growth(one.record),
        readiness=ready,
        changes={code: found for (code, skill), found in changes.items() if skill is None},
        steps=steps(outlook),
        ahead=ahead(case.catalogue, portfolio, today, _milestones(one), studies),
        studies=studies,
        maps=_maps(one, shown),
        supports=tuple(
            (support, requirement_outcome(one.record, support.exit) if support.exit else None)
            for support in portfolio.supports
        ),
        asked=asked(case.catalogue, portfolio, today),
        dosed=tuple(dosed(support, today) for support in portfolio.supports),
        news=news(shown, before, since) if since else None,
    )


def _maps(one: Learner, shown: Shown[Private]) -> tuple[PathMap, ...]:
    """Return the learner's maps, told by nothing but the evidence that the audience may see."""
    seen = tuple(item.item for item in shown.evidence)
    record = replace(one.record, portfolio=replace(one.case.portfolio, evidence=seen))
    return learner_maps(one.case.catalogue, walked(record, one.case.attainments))


def _changes(one: Learner) -> dict[tuple[CompetencyCode, SkillCode | None], tuple[Change, ...]]:
    """Return what one more rating would do where something is still open, and for goals' skills."""
    found: dict[tuple[CompetencyCode, SkillCode | None], tuple[Change, ...]] = {}
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


def _one_more(one: Learner, attained: Attainment, skill: SkillCode | None) -> tuple[Change, ...]:
    return one_more(one.book.terms[attained.competency], attained, one.case.today, skill)


def _milestones(one: Learner) -> dict[str, bool]:
    standing = one.record.on(one.case.today)
    return {
        stage.milestone.id: holds(MilestoneReached(milestone=stage.milestone.id), standing, held)
        for pathway in one.book.catalogue.pathways.values()
        for stage in pathway.stages
        if stage.milestone is not None
    }


def _studies(one: Learner) -> tuple[Studies, ...]:
    here = places(one.case.catalogue, one.case.portfolio, one.case.today)
    pathways = [one.case.catalogue.pathways[place.pathway] for place in here]
    return tuple(_study(one, pathway) for pathway in pathways if pathway.kind == "paced")


def _study(one: Learner, pathway: Pathway) -> Studies:
    case, standing = one.case, one.record.on(one.case.today)
    needs = pathway.requirements
    credits_of = {
        code: placed.competency.credits for code, placed in case.catalogue.competencies.items()
    }
    return Studies(
        pathway=pathway.pathway,
        pace=pace_on(case.portfolio.file, pathway.pathway, case.today),
        courses=courses(case.catalogue, pathway, case.portfolio.file, case.attainments, case.today),
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


def seen_by_family(one: Learner, *, is_whole: bool) -> Whole[Family]:
    """Return what is told of a learner; not whole, it is without records of college courses."""
    if is_whole:
        return for_family(one)
    return without_studies(for_family(learner(one.book, without_college(one.case))))
