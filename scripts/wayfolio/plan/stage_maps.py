"""Maps of ladders, stages and cycles: a place for each stage, with its requirements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import assert_never

from msgspec.structs import replace

from wayfolio.model.attainment import Status
from wayfolio.model.claims import Known
from wayfolio.model.frameworks import Competency
from wayfolio.model.maps import (
    MapColumn,
    MapEdge,
    MapLane,
    MapLink,
    MapNode,
    MapPart,
    PathMap,
    State,
    Timing,
    Walked,
)
from wayfolio.model.names import DeliverableRef, PathwayId, StageCode
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pace import PaceKind, PaceLine
from wayfolio.model.pathways import Gate, Pathway, Stage
from wayfolio.model.text import Text
from wayfolio.plan.map_graph import depths
from wayfolio.plan.map_lanes import Walk, areas_at, find_requests, stages_before
from wayfolio.plan.map_states import (
    competency_state,
    find_waiting,
    is_settled,
    join_states,
    rank_open,
    state_at,
)


def make_stage_map(walk: Walk) -> PathMap:
    """Return the map of a ladder, of stages or of a cycle, from its data alone."""
    pathway = walk.pathway
    edges = tuple(_stage_edges(pathway))
    names = [gate.id for gate in pathway.gates] + [stage.code for stage in pathway.stages]
    column = depths(_in_order(names, pathway), edges)
    rounds = _rounds(walk)
    places = [place for n in rounds for place in _round(walk, n, column)]
    requested, lanes, within = find_requests(walk, column, len(rounds))
    first = MapLane(kind="stages")
    many = pathway.kind == "cycle" and walk.walked is not None
    main = tuple(MapLane(kind="round", n=n) if many else first for n in rounds)
    return PathMap(
        id=pathway.pathway,
        kind=pathway.kind,
        title=pathway.title,
        lanes=(*main, *lanes),
        columns=(MapColumn(),) * (max(column.values(), default=0) + 1),
        nodes=(*places, *requested),
        edges=(*_round_edges(walk, rounds, edges), *within),
        here=_here(walk, places),
    )


def _in_order(names: Sequence[str], pathway: Pathway) -> list[str]:
    """Return stages as they were written, each after the gates before it."""
    ordered: dict[str, None] = {}
    for stage in pathway.stages:
        for gate in pathway.gates:
            if stage.code in gate.before.stages:
                ordered[gate.id] = None
        ordered[stage.code] = None
    return [*ordered, *(name for name in names if name not in ordered)]


def _gates_before(stage: Stage, pathway: Pathway) -> list[str]:
    return [gate.id for gate in pathway.gates if stage.code in gate.before.stages]


def _stage_edges(pathway: Pathway) -> Iterator[MapEdge]:
    """Yield the edges between stages and gates. A stage after a later one comes back to it."""
    order = {stage.code: place for place, stage in enumerate(pathway.stages)}
    for place, stage in enumerate(pathway.stages):
        gates = _gates_before(stage, pathway)
        for code in stages_before(pathway, place):
            if code not in order:
                continue
            if order[code] >= place:
                yield MapEdge(start=code, end=stage.code, kind="comes-back")
            else:
                for end in gates or [stage.code]:
                    yield MapEdge(start=code, end=end, kind="next")
        for gate in gates:
            yield MapEdge(start=gate, end=stage.code, kind="requires")


def _rounds(walk: Walk) -> tuple[int, ...]:
    """Return the numbers of the learner's rounds; (1,) without a learner."""
    pathway, walked = walk.pathway, walk.walked
    if walked is None or pathway.kind != "cycle":
        return (1,)
    begun = {p.pass_ or 1 for p in walked.programmes if p.pathway == pathway.pathway}
    read = {n for n, ref in walked.read if ref.startswith(f"{pathway.pathway}/")}
    return tuple(sorted(begun | read)) or (1,)


def _node_id(walk: Walk, n: int, code: str) -> str:
    return f"{n}-{code}" if walk.pathway.kind == "cycle" and walk.walked is not None else code


def _round(walk: Walk, n: int, column: Mapping[str, int]) -> Iterator[MapNode]:
    lane = _rounds(walk).index(n)
    for gate in walk.pathway.gates:
        if gate.before.stages:
            yield gate_node(
                walk, gate, lane=lane, column=column[gate.id], name=_node_id(walk, n, gate.id)
            )
    for stage in walk.pathway.stages:
        node = _stage(walk, n, stage)
        node = replace(node, lane=lane, column=column[stage.code])
        yield node
        if stage.milestone is not None:
            yield MapNode(
                id=_node_id(walk, n, f"m-{stage.milestone.id}"),
                kind="milestone",
                title=stage.milestone.title,
                lane=lane,
                column=column[stage.code],
                link=MapLink(page="pathway", code=walk.pathway.pathway),
                state=_milestone(walk, n, stage),
            )


def gate_node(walk: Walk, gate: Gate, *, lane: int, column: int, name: str) -> MapNode:
    """Return the node of a gate, with its outcome."""
    outcome = walk.walked.gates.get(gate.id) if walk.walked else None
    return MapNode(
        id=name,
        kind="gate",
        title=gate.title or Text(gate.id.replace("-", " ")),
        lane=lane,
        column=column,
        about=gate.about,
        link=MapLink(page="pathway", code=walk.pathway.pathway),
        state=None if outcome is None else _gate_state(outcome),
        outcome=outcome,
        pace=find_pace_line(walk.walked, "gate", gate.id, walk.pathway.pathway),
    )


def _gate_state(outcome: Outcome) -> State:
    match outcome.known:
        case Known.SEEN:
            return Status.MET
        case Known.PRESUMED:
            return Status.PLACED_PAST
        case Known.CLAIMED:
            return Timing.CLAIMED
        case None:
            return Status.WAITING
        case _:
            assert_never(outcome.known)


def find_pace_line(
    walked: Walked | None, kind: PaceKind, code: str, pathway: PathwayId
) -> PaceLine | None:
    """Return the pace of a course or a gate; None without a learner whose pace may be told."""
    return walked.pace.find(kind, code, pathway) if walked and walked.pace else None


def _milestone(walk: Walk, n: int, stage: Stage) -> State | None:
    walked, pathway = walk.walked, walk.pathway
    if walked is None or stage.milestone is None:
        return None
    if pathway.kind == "cycle":
        reached = (pathway.pathway, n) in walked.finished
        claimed = (pathway.pathway, n) in walked.claims.finished
    else:
        reached = stage.milestone.id in walked.reached
        claimed = stage.milestone.id in walked.claims.reached
    if reached or claimed:
        return Timing.DONE if reached else Timing.CLAIMED
    state = _state(walk, n, stage)
    past = state is not None and is_settled(state) and pathway.kind != "cycle"
    return Timing.NO_RECORD if past else Status.NOT_STARTED


def _stage(walk: Walk, n: int, stage: Stage) -> MapNode:
    """Return the node of a stage; one with a single competency shows that competency."""
    known = walk.catalogue.competencies
    link = MapLink(page="pathway", code=walk.pathway.pathway)
    title = stage.title or Text(stage.code)
    node = MapNode(
        id=_node_id(walk, n, stage.code),
        kind="stage",
        title=title,
        lane=0,
        column=0,
        about=stage.about,
        link=link,
        optional=stage.optional,
        level=stage.level,
        parts=_deliverables(walk, n, stage),
        state=_state(walk, n, stage),
    )
    alone = stage.competencies[0] if len(stage.competencies) == 1 else None
    if alone is None or alone not in known:
        return node
    competency = known[alone].competency
    return replace(
        node,
        title=competency.title,
        label=stage.title,
        code="" if stage.title else stage.code,
        about=competency.statement,
        link=MapLink(page="competency", code=alone),
        parts=node.parts or _signposts(walk, competency),
        waiting_for=find_waiting(alone, walk.walked, walk.catalogue),
    )


def _deliverables(walk: Walk, n: int, stage: Stage) -> tuple[MapPart, ...]:
    walked, pathway = walk.walked, walk.pathway
    parts = []
    for deliverable in stage.deliverables:
        ref = DeliverableRef(f"{pathway.pathway}/{stage.code}/{deliverable.id}")
        turn = n if pathway.kind == "cycle" else 1
        parts.append(_deliverable(deliverable.title, (turn, ref), walked))
    return tuple(parts)


def _deliverable(title: Text, ref: tuple[int, DeliverableRef], walked: Walked | None) -> MapPart:
    if walked is None:
        return MapPart(title=title)
    if ref in walked.read:
        return MapPart(title=title, has_state=True, known=Known.SEEN)
    claimed = ref in walked.claims.read
    return MapPart(title=title, has_state=True, known=Known.CLAIMED if claimed else None)


def _signposts(walk: Walk, competency: Competency) -> tuple[MapPart, ...]:
    """Return the signposts of a concept, reached up to the learner's level."""
    scale = walk.catalogue.scales[walk.catalogue.competencies[competency.code].scale]
    words = {point.value: point.label for point in scale.points}
    level: Fraction | None = None
    if walk.walked is not None:
        theirs = [a for a in walk.walked.attained if a.competency == competency.code]
        level = max((a.performance for a in theirs if a.performance is not None), default=None)
    return tuple(
        MapPart(
            title=post.see,
            label=words.get(post.level),
            has_state=walk.walked is not None,
            known=Known.SEEN if level is not None and post.level <= level else None,
        )
        for post in competency.signposts
    )


def _state(walk: Walk, n: int, stage: Stage) -> State | None:
    """Return the state of a stage: by its competencies, else by its round."""
    walked = walk.walked
    if walked is None:
        return None
    if walk.pathway.kind != "cycle":
        states = list(_competency_states(walk, walked, stage))
        if states:
            return join_states(states)
    return _round_state(walk, walked, n, stage)


def _competency_states(walk: Walk, walked: Walked, stage: Stage) -> Iterator[State | None]:
    """Yield the states of the competencies that a stage names or requires of an area."""
    for code in stage.competencies or stage.objectives:
        yield competency_state(code, walked)
    for _, competencies in areas_at(walk, stage):
        yield state_at(competencies, stage, walk.pathway, walked)[0]


def _round_state(walk: Walk, walked: Walked, n: int, stage: Stage) -> State:
    """Return the state of a stage in a round.

    | read            | the learner is here now | was here before | nowhere      |
    |-----------------|-------------------------|-----------------|--------------|
    | all             | done                    | done            | done         |
    | all, or claimed | claimed                 | claimed         | claimed      |
    | a part          | in progress             | in progress     | in progress  |
    | nothing yet     | in progress             | not started     | not started  |
    | not asked       | in progress             | not asked       | not asked    |

    In a finished round the learner is nowhere “here now”.
    """
    pathway = walk.pathway.pathway
    parts = _deliverables(walk, n, stage)
    known = [part.known for part in parts]
    visits = _visits(walked, pathway, n)
    is_here = (pathway, n) not in walked.finished and _latest(visits) == stage.code
    if parts and all(known):
        return Timing.CLAIMED if Known.CLAIMED in known else Timing.DONE
    if is_here or any(known):
        return Timing.IN_PROGRESS
    return Status.NOT_STARTED if parts else Status.NOT_ASKED


def _visits(walked: Walked, pathway: PathwayId, n: int) -> list[tuple[date, StageCode]]:
    """Return the stages that a learner has begun in a round, each with its first day."""
    return [
        (programme.from_, programme.stage)
        for programme in walked.programmes
        if programme.pathway == pathway
        and programme.from_ <= walked.today
        and programme.stage is not None
        and (programme.pass_ or 1) == n
    ]


def _latest(visits: Iterable[tuple[date, StageCode]]) -> StageCode | None:
    _first_day, stage = max(visits, key=lambda visit: visit[0], default=(None, None))
    return stage


def _round_edges(walk: Walk, rounds: Sequence[int], edges: Sequence[MapEdge]) -> Iterator[MapEdge]:
    """Yield the edges of every round, and those by which a cycle comes back."""
    comes_back = walk.pathway.comes_back or walk.pathway.kind == "cycle"
    returns = list(_returns(walk.pathway, edges)) if comes_back else []
    for n, following in zip(rounds, (*rounds[1:], rounds[-1]), strict=True):
        for edge in edges:
            start, end = _node_id(walk, n, edge.start), _node_id(walk, n, edge.end)
            yield replace(edge, start=start, end=end)
        yield from _milestone_edges(walk, n)
        for last, first in returns:
            start, end = _node_id(walk, n, last), _node_id(walk, following, first)
            yield MapEdge(start=start, end=end, kind="comes-back")


def _milestone_edges(walk: Walk, n: int) -> Iterator[MapEdge]:
    for stage in walk.pathway.stages:
        if stage.milestone is not None:
            end = _node_id(walk, n, f"m-{stage.milestone.id}")
            yield MapEdge(start=_node_id(walk, n, stage.code), end=end, kind="next")


def _returns(pathway: Pathway, edges: Sequence[MapEdge]) -> Iterator[tuple[StageCode, StageCode]]:
    """Yield each last stage of a round with each first one."""
    onward = [edge for edge in edges if edge.kind != "comes-back"]
    starts = {edge.start for edge in onward}
    ends = {edge.end for edge in onward}
    codes = [stage.code for stage in pathway.stages]
    yield from product(
        [code for code in codes if code not in starts],
        [code for code in codes if code not in ends],
    )


def _here(walk: Walk, places: Sequence[MapNode]) -> str | None:
    """Return the learner's place: as the school says, else the first one begun."""
    if walk.walked is None:
        return None
    known = {node.id for node in places}
    now = walk.walked.now(walk.pathway.pathway)
    if now is not None and now.stage is not None:
        name = _node_id(walk, now.pass_ or 1, now.stage)
        if name in known:
            return name
    begun = (
        node.id for node in places if node.state is not None and rank_open(node.state) is not None
    )
    return next(begun, None)
