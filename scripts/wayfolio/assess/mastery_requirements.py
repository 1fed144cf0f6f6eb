"""Requirements that a competency's ratings decide: what measures them, and what they lack."""

from fractions import Fraction
from typing import assert_never

from wayfolio.assess.measures import HUNDRED_PERCENT, Measured, measure_fact
from wayfolio.assess.record import Standing
from wayfolio.assess.rulebook import Terms
from wayfolio.assess.stage import performance_of
from wayfolio.assess.what_if import Goal, ratings_needed
from wayfolio.model.attainment import Attainment, find_level_now
from wayfolio.model.frameworks import Level
from wayfolio.model.names import Code, CompetencyCode, SkillCode, StageCode
from wayfolio.model.outcomes import Gap, OutOfReach
from wayfolio.model.requirements import (
    GrowthMade,
    LevelReached,
    MasteryRequirement,
    ProgressMade,
    StageComplete,
)


def measure_mastery(need: MasteryRequirement, standing: Standing) -> Measured:
    """Return the level, progress, growth or completion that a requirement asks about.

    Counts: what the competency's policy counts, at the stage whose level is the level now.
    Scale:  levels of the framework; progress in percent; a completed stage is 1 of 1.
    Errors: none. A competency without a level or a growth has None, which is never enough.
    """
    match need:
        case LevelReached():
            return Measured(standing.level(need.level), need.at_least)
        case ProgressMade():
            return Measured(_progress(need, standing) * HUNDRED_PERCENT, need.at_least)
        case GrowthMade():
            attained = find_level_now(standing.stages(need.growth))
            return Measured(attained.growth if attained else None, need.at_least)
        case StageComplete():
            stages = standing.stages(need.complete)
            return measure_fact(any(_is_complete(attained, need.stage) for attained in stages))
        case _:
            assert_never(need)


def _progress(need: ProgressMade, standing: Standing) -> Fraction:
    stages = standing.stages(need.progress)
    attained = find_level_now(stages) or standing.current(need.progress)
    return attained.progress if attained.is_asked else Fraction(0)


def _is_complete(attained: Attainment, stage: StageCode) -> bool:
    if attained.stage != stage or not attained.is_asked:
        return False
    return attained.complete or attained.completed_on is not None


def rated_competency(need: MasteryRequirement, standing: Standing) -> CompetencyCode:
    """Return the competency whose ratings decide a requirement."""
    match need:
        case LevelReached():
            return standing.competency_of(need.level)
        case ProgressMade():
            return need.progress
        case GrowthMade():
            return need.growth
        case StageComplete():
            return need.complete
        case _:
            assert_never(need)


def find_mastery_gaps(need: MasteryRequirement, standing: Standing) -> tuple[Gap, ...]:
    """Return the ratings with which a requirement holds, when it does not.

    Counts: further ratings of the kind, context and assessor that the policy still wants.
    Scale:  the lowest level that can reach the goal, and as few ratings of it as are enough.
    Errors: none. What no number of ratings reaches is out of reach.
    """
    competency = rated_competency(need, standing)
    terms = standing.book.terms[competency]
    stage: StageCode | None = None
    only: SkillCode | None = None
    match need:
        case LevelReached():
            only = None if need.level == Code(competency) else SkillCode(need.level)
            goal, lowest = _level_goal(need, terms, only), need.at_least
        case ProgressMade():
            goal, lowest = _progress_goal(need), _ordinary_level(terms, None)
        case GrowthMade():
            goal = _growth_goal(need)
            lowest = standing.current(competency).performance or Fraction(0)
        case StageComplete():
            stage = need.stage
            goal, lowest = _completes, _ordinary_level(terms, stage)
        case _:
            assert_never(need)
    attained = _attained_at(standing, terms, stage)
    if attained is None:
        return (OutOfReach(),)
    return ratings_needed(terms, attained, goal, lowest, standing.day, only) or (OutOfReach(),)


def _level_goal(need: LevelReached, terms: Terms, only: SkillCode | None) -> Goal:
    def reaches(attained: Attainment) -> bool:
        level = attained.performance
        if only is not None:
            records = [record for record in attained.skills if record.skill == only]
            level = performance_of(terms.policy, records)
        return level is not None and level >= need.at_least

    return reaches


def _progress_goal(need: ProgressMade) -> Goal:
    def reaches(attained: Attainment) -> bool:
        if attained.performance is None:
            return False
        return attained.progress * HUNDRED_PERCENT >= need.at_least

    return reaches


def _growth_goal(need: GrowthMade) -> Goal:
    def reaches(attained: Attainment) -> bool:
        return attained.growth is not None and attained.growth >= need.at_least

    return reaches


def _completes(attained: Attainment) -> bool:
    return attained.complete


def _ordinary_level(terms: Terms, stage: StageCode | None) -> Level:
    """Return the level that work is meant to reach: the bar, else where the scale is ready."""
    place = terms.stages.index(stage) if stage in terms.stages else 0
    ready_at = terms.scale.ready_at
    ordinary = ready_at
    if terms.policy.threshold is not None:
        ordinary = terms.policy.threshold.resolve(terms.stage_terms[place].level, ready_at)
    return terms.scale.lowest if ordinary is None else ordinary


def _attained_at(standing: Standing, terms: Terms, stage: StageCode | None) -> Attainment | None:
    """Return the attainment at a stage, empty where nothing has happened there."""
    if stage is None:
        return standing.current(terms.code)
    stages = standing.stages(terms.code)
    attained = next((attained for attained in stages if attained.stage == stage), None)
    if attained is None and stage in terms.stages:
        return standing.record.untouched(terms.code, stage)
    return attained
