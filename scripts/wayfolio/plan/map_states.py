"""A learner's state at each place of a map."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from wayfolio.model.attainment import Attainment, Status
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.claims import Known
from wayfolio.model.frameworks import Competency
from wayfolio.model.maps import MapPart, State, Timing, Walked
from wayfolio.model.names import CompetencyCode, StageCode
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.text import Text


def competency_state(code: CompetencyCode, walked: Walked | None) -> Status | None:
    """Return the state of a competency; None without a learner or with nothing to say."""
    if walked is None:
        return None
    stages = _attainments(code, walked)
    current = _current(stages)
    if current is not None and current.status is not Status.NOT_STARTED:
        return current.status
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
        MapPart(
            title=competency.title,
            has_state=state is not None and state is not Status.SKIPPED,
            known=None if state is None else known_by(state),
        )
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
        return Status.PLACED_PAST
    return Status.NOT_STARTED if there is None else _open_status(there)


def _open_status(there: Attainment) -> Status:
    """Return the status of a stage that does not stand: one that was met has been reopened."""
    if there.status.is_passed_over:
        return there.status
    if not there.rated:
        return Status.NOT_STARTED
    return Status.UNDER_WAY if there.status.is_met else there.status


def _is_past(stage: StageCode, stages: Iterable[Attainment], order: Sequence[StageCode]) -> bool:
    """Whether the learner now works at a later stage."""
    now = next((attainment.stage for attainment in stages if attainment.current), None)
    if now not in order or stage not in order:
        return False
    return order.index(now) > order.index(stage)


def _stands(there: Attainment) -> bool:
    done = there.completed_on or (there.complete and there.is_asked)
    return bool(done) and there.reopened is None


def join_states(states: Iterable[State | None]) -> State | None:
    """Return a common state for several places: met if all are, under way if any has begun.

    None if any state is hidden, because a common state would reveal it. What is not asked, or
    skipped, says nothing about the others.
    """
    listed = tuple(states)
    known = {state for state in listed if state is not None}
    if not known or None in listed:
        return None
    known = known - {Status.NOT_ASKED, Status.SKIPPED} or known - {Status.NOT_ASKED} or known
    return known.pop() if len(known) == 1 else _join_different(known)


def _join_different(known: set[State]) -> State:
    if all(is_settled(state) for state in known):
        return Status.PLACED_PAST if Status.PLACED_PAST in known else Status.MET
    if Status.FRESH_LOOK in known:
        return Status.FRESH_LOOK
    if any(is_settled(state) or state.is_open for state in known):
        return Status.UNDER_WAY
    return Status.READY if Status.READY in known else Status.NOT_STARTED


def is_settled(state: State) -> bool:
    """Whether the learner need not do it: it is met, presumed by a placement, or skipped."""
    return state.is_met or (isinstance(state, Status) and state.is_passed_over)


def state_of_known(known: Known) -> State:
    """Return the state of what is done, as it is known."""
    match known:
        case Known.SEEN:
            return Timing.DONE
        case Known.PRESUMED:
            return Status.PLACED_PAST
        case Known.CLAIMED:
            return Timing.CLAIMED
        case _:
            assert_never(known)


def known_by(state: State) -> Known | None:
    """Return how a place is known to be done; None where nobody says that it is."""
    if state.is_met:
        return Known.SEEN
    if state is Status.PLACED_PAST:
        return Known.PRESUMED
    return Known.CLAIMED if state is Timing.CLAIMED else None


def rank_open(state: State) -> int | None:
    """Return the rank of a place that is open, the most pressing first; None for any other."""
    rank: int | None
    match state:
        case Status.FRESH_LOOK:
            rank = 1
        case Status.NEARLY_THERE:
            rank = 2
        case Status.UNDER_WAY:
            rank = 3
        case Status.READY:
            rank = 4
        case Timing.IN_PROGRESS:
            rank = 5
        case Timing.CLAIMED:
            rank = 6
        case Status.MET | Status.GOING_FURTHER | Status.WAITING | Status.NOT_STARTED:
            rank = None
        case Status.PLACED_PAST | Status.SKIPPED | Status.NOT_ASKED:
            rank = None
        case Timing.DONE | Timing.PLANNED | Timing.LATE | Timing.NO_RECORD | Timing.ENDED:
            rank = None
        case _:
            assert_never(state)
    return rank
