"""How far a learner is at the places of a map, in the words of the model."""

from collections.abc import Iterable

from wayfolio.model.attainment import Status
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Competency
from wayfolio.model.maps import MapPart, State, Timing, Walked
from wayfolio.model.names import CompetencyCode, StageCode
from wayfolio.model.text import Text

DONE = (Status.MET, Status.GOING_FURTHER, Timing.DONE)
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


def waiting(code: CompetencyCode, walked: Walked | None, catalogue: Catalogue) -> tuple[Text, ...]:
    """Return the titles of what a competency waits for, the nearest first."""
    if walked is None or competency_state(code, walked) is not Status.WAITING:
        return ()
    return tuple(
        catalogue.competencies[needed].competency.title
        for needed in walked.ready[code].waiting_for
        if needed in catalogue.competencies
    )


def state_at(
    competencies: Iterable[Competency], stage: StageCode, walked: Walked | None
) -> tuple[State | None, tuple[MapPart, ...]]:
    """Return the state of what a stage asks of an area, and its competencies as parts."""
    asked = tuple(competencies)
    if walked is None:
        return None, tuple(MapPart(title=one.title) for one in asked)
    found = {one.competency: one for one in walked.attained if one.stage == stage}
    states: list[State | None] = []
    parts = []
    for one in asked:
        there = found.get(one.code)
        done = there is not None and (
            there.completed_on is not None or there.presumed or (there.complete and there.asked)
        )
        done = done and there is not None and there.reopened is None
        states.append(_at_stage(done, there.status if there and there.rated else None))
        parts.append(MapPart(title=one.title, done=done))
    return together(states), tuple(parts)


def _at_stage(done: bool, status: Status | None) -> State:
    if done:
        return Status.GOING_FURTHER if status is Status.GOING_FURTHER else Status.MET
    if status in (None, Status.MET, Status.GOING_FURTHER):
        return Status.NOT_STARTED if status is None else Status.UNDER_WAY
    return status


def together(states: Iterable[State | None]) -> State | None:
    """Return one word for several places: met when all are, under way when one has begun."""
    known = [state for state in states if state is not None]
    if not known:
        return None
    first = {state: state for state in known}
    if len(first) == 1:
        return known[0]
    if all(state in DONE for state in known):
        return Status.MET
    for state in (Status.FRESH_LOOK,):
        if state in first:
            return state
    if any(state in BEGUN for state in known):
        return Status.UNDER_WAY
    return Status.READY if Status.READY in first else Status.NOT_STARTED
