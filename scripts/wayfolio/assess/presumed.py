"""What a placement presumes of a requirement: nobody has seen it, and a gate may open for it."""

from typing import assert_never

from wayfolio.assess.attainment import find_presumed
from wayfolio.assess.mastery_requirements import rated_competency
from wayfolio.assess.record import Standing
from wayfolio.model.frameworks import Level
from wayfolio.model.names import CompetencyCode, StageCode
from wayfolio.model.requirements import (
    GrowthMade,
    LevelReached,
    MasteryRequirement,
    ProgressMade,
    StageComplete,
)


def is_presumed(need: MasteryRequirement, standing: Standing) -> bool:
    """Whether a placement presumes what a requirement asks for, and nobody has rated it.

    Counts: a competency that a placement presumes; a stage before the one at which the learner was
            placed, with the level that completes it. What was rated is as it was seen.
    Errors: none.
    """
    competency = rated_competency(need, standing)
    passed = _passed(competency, standing)
    if isinstance(need, StageComplete) and need.stage in passed:
        return True
    if any(attained.rated for attained in standing.stages(competency)):
        return False
    if competency in find_presumed(standing.book, standing.record.portfolio, standing.day):
        return _is_presumed_whole(need)
    return isinstance(need, LevelReached) and need.at_least <= max(passed.values(), default=-1)


def _is_presumed_whole(need: MasteryRequirement) -> bool:
    """Whether a requirement is presumed together with its competency."""
    match need:
        case LevelReached() | ProgressMade() | StageComplete():
            return True
        case GrowthMade():
            return False
        case _:
            assert_never(need)


def _passed(code: CompetencyCode, standing: Standing) -> dict[StageCode, Level]:
    """Return the stages before the learner's own that have no record, with their levels."""
    terms = standing.book.terms[code]
    recorded = {
        attained.stage for attained in standing.stages(code) if attained.rated or attained.current
    }
    until = terms.stages.index(standing.current(code).stage)
    return {
        stage: terms.stage_terms[place].level or terms.scale.lowest
        for place, stage in enumerate(terms.stages[:until])
        if stage is not None and stage not in recorded
    }
