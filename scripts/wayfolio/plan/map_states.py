"""A learner's state at each place of a map."""

from collections.abc import Iterable, Sequence

from wayfolio.model.attainment import Attainment, Status
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Competency
from wayfolio.model.maps import MapPart, State, Timing, Walked
from wayfolio.model.names import CompetencyCode, StageCode
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.text import Text

DONE = (Status.MET, Status.GOING_FURTHER, Timing.DONE, Timing.PLACED_PAST)
REOPENED = {Status.MET: Status.UNDER_WAY, Status.GOING_FURTHER: Status.UNDER_WAY}
"""The state of a stage that was met and has been reopened."""
BEGUN = (*DONE, Status.UNDER_WAY, Status.NEARLY_THERE, Timing.IN_PROGRESS)


def competency_state(code: CompetencyCode, walked: Walked | None) -> State | None:
    """Return the state of a competency; None without a learner or with nothing to say."""
    if walked is None:
        return None
    stages = _attainments(code, walked)
    current = _current(stages)
    if current is not None and current.status is not Status.NOT_STARTED:
        return current.status
    if any(attainment.presumed for attainment in stages):
        return Status.MET
    if (readiness := walked.ready.get(code)) is not None:
        return readiness.status
    return Status.NOT_STARTED if current is not None else None


def _attainments(code: CompetencyCode, walked: Walked) -> list[Attainment]:
    """Return a learner's attainments of a competency, a stage each."""
    return [attainment for attainment in walked.attained if attainment.competency == code]


def _current(stages: Sequence[Attainment]) -> Attainment | None:
    """Return the attainment of the stage at which the learner works, else the last one."""
    current = (attainment for attainment in stages if attainment.current)
    return next(current, stages[-1] if stages else None)


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
    """Return the state of what a stage requires of an area, and its competencies as parts."""
    asking = tuple(competencies)
    if walked is None:
        return None, tuple(MapPart(title=competency.title) for competency in asking)
    order = [stage_of_path.code for stage_of_path in pathway.stages]
    states = [_state_at_stage(competency.code, stage.code, order, walked) for competency in asking]
    parts = (
        MapPart(title=competency.title, done=None if state is None else state in DONE)
        for competency, state in zip(asking, states, strict=True)
    )
    return join_states(states), tuple(parts)


def _state_at_stage(
    code: CompetencyCode, stage: StageCode, order: Sequence[StageCode], walked: Walked
) -> State | None:
    """Return the state of a competency at a stage; None where it may not be shown."""
    stages = _attainments(code, walked)
    if not stages:
        return None
    there = next((attainment for attainment in stages if attainment.stage == stage), None)
    if there is not None and _stands(there):
        return Status.GOING_FURTHER if there.status is Status.GOING_FURTHER else Status.MET
    if _is_past(stage, stages, order):
        return Timing.PLACED_PAST
    if there is None or not there.rated:
        return Status.NOT_STARTED
    return REOPENED.get(there.status, there.status)


def _is_past(stage: StageCode, stages: Iterable[Attainment], order: Sequence[StageCode]) -> bool:
    """Whether the learner now works at a later stage."""
    now = next((attainment.stage for attainment in stages if attainment.current), None)
    if now not in order or stage not in order:
        return False
    return order.index(now) > order.index(stage)


def _stands(there: Attainment) -> bool:
    done = there.completed_on or there.presumed or (there.complete and there.asked)
    return bool(done) and there.reopened is None


def join_states(states: Iterable[State | None]) -> State | None:
    """Return a common state for several places: met if all are, under way if any has begun.

    None if any state is hidden, because a common state would reveal it.
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
