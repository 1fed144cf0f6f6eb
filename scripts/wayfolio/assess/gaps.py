"""What one requirement without parts lacks: the things to add for it to hold."""

from fractions import Fraction
from functools import singledispatch
from math import ceil

from wayfolio.assess.measures import (
    Context,
    contexts,
    deliverables,
    is_delivered,
    measure,
    occasions,
    shown,
)
from wayfolio.assess.record import Standing
from wayfolio.assess.rulebook import Terms
from wayfolio.assess.stage import performance_of
from wayfolio.assess.what_if import Goal, ratings_needed
from wayfolio.model.attainment import Attainment
from wayfolio.model.frameworks import Level
from wayfolio.model.names import Code, CompetencyCode, SkillCode, StageCode
from wayfolio.model.outcomes import Missing
from wayfolio.model.requirements import (
    Asserted,
    CoursePassed,
    CreditsEarned,
    Delivered,
    Demonstrated,
    EvidenceShown,
    ExamPassed,
    ExperienceDone,
    GrowthMade,
    HoursDone,
    LevelReached,
    MilestoneReached,
    ProgressMade,
    StageComplete,
)

Things = tuple[Missing, ...]
OUT_OF_REACH: Things = (Missing(what="out-of-reach"),)


@singledispatch
def lacking(need: object, standing: Standing, context: Context) -> Things:
    """Return what to add for a requirement without parts to hold, when it does not."""
    raise TypeError(f"{type(need).__name__} has parts or is no requirement")


@lacking.register
def _(need: LevelReached, standing: Standing, _: Context) -> Things:
    competency = standing.competency_of(need.level)
    only = None if need.level == Code(competency) else SkillCode(need.level)
    terms = standing.book.terms[competency]

    def reached(attained: Attainment) -> bool:
        level = attained.performance
        if only is not None:
            records = [record for record in attained.skills if record.skill == only]
            level = performance_of(terms.policy, records)
        return level is not None and level >= need.at_least

    return _ratings(standing, competency, reached, need.at_least, only=only)


@lacking.register
def _(need: ProgressMade, standing: Standing, _: Context) -> Things:
    def reached(attained: Attainment) -> bool:
        return attained.progress * 100 >= need.at_least and attained.performance is not None

    terms = standing.book.terms[need.progress]
    return _ratings(standing, need.progress, reached, _ordinary(terms, None))


@lacking.register
def _(need: GrowthMade, standing: Standing, _: Context) -> Things:
    def reached(attained: Attainment) -> bool:
        return attained.growth is not None and attained.growth >= need.at_least

    lowest = standing.current(need.growth).performance or Fraction(0)
    return _ratings(standing, need.growth, reached, lowest)


@lacking.register
def _(need: StageComplete, standing: Standing, _: Context) -> Things:
    def complete(attained: Attainment) -> bool:
        return attained.complete

    terms = standing.book.terms[need.complete]
    return _ratings(standing, need.complete, complete, _ordinary(terms, need.stage), need.stage)


def _ordinary(terms: Terms, stage: StageCode | None) -> Level:
    """Return the level that work is meant to reach: the bar, else where the scale is ready."""
    place = terms.stages.index(stage) if stage in terms.stages else 0
    ready_at = terms.scale.ready_at
    ordinary = ready_at
    if terms.policy.threshold is not None:
        ordinary = terms.policy.threshold.resolve(terms.asked[place].level, ready_at)
    return terms.scale.lowest if ordinary is None else ordinary


def _ratings(
    standing: Standing,
    competency: CompetencyCode,
    goal: Goal,
    lowest: Level,
    stage: StageCode | None = None,
    *,
    only: SkillCode | None = None,
) -> Things:
    terms = standing.book.terms[competency]
    attained = standing.current(competency) if stage is None else at_stage(standing, terms, stage)
    if attained is None:
        return OUT_OF_REACH
    return ratings_needed(terms, attained, goal, lowest, standing.day, only) or OUT_OF_REACH


def at_stage(standing: Standing, terms: Terms, stage: StageCode) -> Attainment | None:
    """Return the attainment at a stage, empty where nothing has happened there."""
    found = [one for one in standing.stages(terms.code) if one.stage == stage]
    if found or stage not in terms.stages:
        return found[0] if found else None
    return standing.record.untouched(terms.code, stage)


@lacking.register
def _(need: CreditsEarned, standing: Standing, context: Context) -> Things:
    short = need.credits - int(measure(need, standing, context).have or 0)
    return (Missing(what="credits", code=need.of, count=short),)


@lacking.register
def _(need: CoursePassed, _: Standing, __: Context) -> Things:
    code = "" if need.course == "any" else need.course
    return (Missing(what="course", code=code, at_least=need.at_least),)


@lacking.register
def _(need: ExamPassed, _: Standing, __: Context) -> Things:
    return (Missing(what="exam", code=need.exam, at_least=need.at_least),)


@lacking.register
def _(need: MilestoneReached, _: Standing, __: Context) -> Things:
    return (Missing(what="milestone", code=need.milestone),)


@lacking.register
def _(need: Delivered, standing: Standing, context: Context) -> Things:
    missing = [
        Missing(what="deliverable", code=ref, by=need.read_by, pass_=context.pass_)
        for ref in deliverables(need, context, standing)
        if not is_delivered(need, context, standing, ref)
    ]
    wanted = missing if need.delivered == "every" else missing[:1]
    return tuple(wanted) or OUT_OF_REACH


@lacking.register
def _(need: ExperienceDone, _: Standing, __: Context) -> Things:
    return (Missing(what="experience", code=need.experience),)


@lacking.register
def _(need: HoursDone, standing: Standing, context: Context) -> Things:
    short = ceil(need.hours - (measure(need, standing, context).have or 0))
    return (Missing(what="hours", count=short, kind=need.kind),)


@lacking.register
def _(need: EvidenceShown, standing: Standing, _: Context) -> Things:
    found = shown(need, standing)
    elsewhere = _new_contexts(need.contexts, contexts(found))
    count = max(need.evidence - len(found), elsewhere)
    code = need.shows or ""
    return (Missing(what="evidence", code=code, count=count, kind=need.kind, contexts=elsewhere),)


@lacking.register
def _(need: Demonstrated, standing: Standing, _: Context) -> Things:
    wanted = need.demonstrations
    found = occasions(wanted, standing)
    elsewhere = _new_contexts(wanted.contexts, contexts(found))
    return (
        Missing(
            what="demonstration",
            code=wanted.code or "",
            count=max(wanted.count - len(found), elsewhere),
            at_least=wanted.at_least,
            kind=wanted.kind,
            audience=wanted.audience,
            contexts=elsewhere,
        ),
    )


def _new_contexts(wanted: int, there: int) -> int:
    return max(0, wanted - there) if wanted > 1 else 0


@lacking.register
def _(_: Asserted, __: Standing, context: Context) -> Things:
    return (Missing(what="assertion", code=context.badge or ""),)
