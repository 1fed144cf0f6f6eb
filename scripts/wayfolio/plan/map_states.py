"""How far a learner is at the places of a map, in the words of the model."""

from collections.abc import Iterable, Sequence

from wayfolio.model.attainment import Attainment, Status
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Competency
from wayfolio.model.maps import MapPart, State, Timing, Walked
from wayfolio.model.names import CompetencyCode, StageCode
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.text import Text

DONE = (Status.MET, Status.GOING_FURTHER, Timing.DONE, Timing.PLACED_PAST)
BEGUN = (*DONE, Status.UNDER_WAY, Status.NEARLY_THERE, Timing.IN_PROGRESS)


def competency_state(code: CompetencyCode, walked: Walked | None) -> State | None:
    """Return the state of a competency; None where there is no learner or nothing to be told."""
    if walked is None:
        return None
    stages = [one for one in walked.attained if one.competency == code]
    current = next((one for one in stages if one.current), stages[-1] if stages else None)
    if current is not None and current.status is not Status.NOT_STARTED:
        return current.status
    if any(one.presumed for one in stages):
        return Status.MET
    if (readiness := walked.ready.get(code)) is not None:
        return readiness.status
    return Status.NOT_STARTED if current is not None else None


def find_waiting(
    code: CompetencyCode, walked: Walked | None, catalogue: Catalogue
) -> tuple[Text, ...]:
    """Return the titles of what a competency waits for, the nearest first."""
    if walked is None or competency_state(code, walked) is not Status.WAITING:
        return ()
    return tuple(
        catalogue.competencies[needed].competency.title
        for needed in walked.ready[code].waiting_for
        if needed in catalogue.competencies
    )


def state_at(
    competencies: Iterable[Competency], stage: Stage, pathway: Pathway, walked: Walked | None
) -> tuple[State | None, tuple[MapPart, ...]]:
    """Return the state of what a stage asks of an area, and its competencies as parts."""
    asked = tuple(competencies)
    if walked is None:
        return None, tuple(MapPart(title=one.title) for one in asked)
    order = [one.code for one in pathway.stages]
    states = [_at_stage(one.code, stage.code, order, walked) for one in asked]
    parts = (
        MapPart(title=one.title, done=None if state is None else state in DONE)
        for one, state in zip(asked, states, strict=True)
    )
    return join_states(states), tuple(parts)


def _at_stage(
    code: CompetencyCode, stage: StageCode, order: Sequence[StageCode], walked: Walked
) -> State | None:
    """Return how far a competency is at one stage; None where nothing may be told of it."""
    theirs = [one for one in walked.attained if one.competency == code]
    if not theirs:
        return None
    there = next((one for one in theirs if one.stage == stage), None)
    if there is not None and _stands(there):
        return Status.GOING_FURTHER if there.status is Status.GOING_FURTHER else Status.MET
    now = next((one.stage for one in theirs if one.current), None)
    if now in order and stage in order and order.index(now) > order.index(stage):
        return Timing.PLACED_PAST
    if there is None or not there.rated:
        return Status.NOT_STARTED
    done = there.status in (Status.MET, Status.GOING_FURTHER)
    return Status.UNDER_WAY if done else there.status


def _stands(there: Attainment) -> bool:
    done = there.completed_on or there.presumed or (there.complete and there.is_asked)
    return bool(done) and there.reopened is None


def join_states(states: Iterable[State | None]) -> State | None:
    """Return one word for several places: met when all are, under way when one has begun.

    None where something may not be told: a word for the rest would tell it.
    """
    known = set(states)
    if not known or None in known:
        return None
    if len(known) == 1:
        return known.pop()
    if known <= set(DONE):
        return Timing.PLACED_PAST if Timing.PLACED_PAST in known else Status.MET
    if Status.FRESH_LOOK in known:
        return Status.FRESH_LOOK
    if known & set(BEGUN):
        return Status.UNDER_WAY
    return Status.READY if Status.READY in known else Status.NOT_STARTED
