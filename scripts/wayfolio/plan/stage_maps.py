"""Maps of ladders, stages and cycles: a place for each stage, with its requirements."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from msgspec import Struct
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
from wayfolio.model.names import PathwayId, StageCode
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pace import PaceKind, PaceLine
from wayfolio.model.pathways import Gate, Pathway, Stage
from wayfolio.model.rounds import RoundState
from wayfolio.model.stages import StageStanding
from wayfolio.model.text import Text
from wayfolio.plan.map_graph import depths
from wayfolio.plan.map_lanes import Walk, find_requests, stages_before
from wayfolio.plan.map_states import (
    competency_state,
    find_waiting,
    is_settled,
    rank_open,
    state_of_known,
)
from wayfolio.plan.stage_states import WalkedRound, find_walked_rounds, is_in_rounds


class _Drawn(Struct, frozen=True, kw_only=True):
    """A pathway on a map, and the learner on it if there is one."""

    walk: Walk
    turns: tuple[WalkedRound, ...]
    """The learner's rounds that are drawn; empty without a learner."""
    column: Mapping[str, int]
    """The column of each stage and gate."""
    edges: tuple[MapEdge, ...]
    """Between stages and gates, whatever the round."""
    prefix: str = ""
    """What the names of its places begin with, where it is drawn within another pathway."""

    @property
    def pathway(self) -> Pathway:
        """The pathway that is drawn."""
        return self.walk.pathway

    @property
    def turns_or_none(self) -> Sequence[WalkedRound | None]:
        """The rounds, and a single one without anybody where there is no learner."""
        return self.turns or (None,)

    @property
    def rows(self) -> int:
        """How many lanes the rounds take."""
        return len(self.turns_or_none)

    def name(self, turn: WalkedRound | None, code: str) -> str:
        """Return the name of a place in a round."""
        is_numbered = turn is not None and is_in_rounds(self.walk)
        return f"{self.prefix}{turn.n}-{code}" if turn and is_numbered else f"{self.prefix}{code}"


def _draw(walk: Walk, *, last_alone: bool = False, prefix: str = "") -> _Drawn:
    """Return a pathway with its columns. `last_alone`: of a learner only the last round."""
    edges = tuple(_stage_edges(walk.pathway))
    names = [str(gate.id) for gate in walk.pathway.gates]
    names += [stage.code for stage in walk.pathway.stages]
    turns = find_walked_rounds(walk)
    return _Drawn(
        walk=walk,
        turns=turns[-1:] if last_alone else turns,
        column=depths(_in_order(names, walk.pathway), edges),
        edges=edges,
        prefix=prefix,
    )


def make_stage_map(walk: Walk) -> PathMap:
    """Return the map of a ladder, of stages or of a cycle, from its data alone.

    A cycle that is walked within a stage has a lane of its own, with the learner's last round.
    """
    drawn, pathway = _draw(walk), walk.pathway
    places = list(_places(drawn, 0))
    requested, lanes, between = find_requests(walk, drawn.column, drawn.rows)
    inner = [_draw_within(walk, cycle) for cycle in _find_cycles(walk)]
    within: list[MapNode] = []
    first = drawn.rows + len(lanes)
    for place, cycle in enumerate(inner):
        within += _places(cycle, first + place)
    width = max([0, *(column for d in (drawn, *inner) for column in d.column.values())])
    return PathMap(
        id=pathway.pathway,
        kind=pathway.kind,
        title=pathway.title,
        lanes=(*_round_lanes(drawn), *lanes, *(_lane_within(drawn, cycle) for cycle in inner)),
        columns=(MapColumn(),) * (width + 1),
        nodes=(*places, *requested, *within),
        edges=(
            *_round_edges(drawn),
            *between,
            *(edge for cycle in inner for edge in _round_edges(cycle)),
        ),
        here=_find_here(drawn, places) + tuple(name for c in inner for name in _find_begun(c)),
    )


def _find_cycles(walk: Walk) -> Iterator[Pathway]:
    """Yield the cycles that are walked within stages, each once."""
    names = dict.fromkeys(stage.cycle for stage in walk.pathway.stages if stage.cycle)
    for name in names:
        if name in walk.catalogue.pathways and name != walk.pathway.pathway:
            yield walk.catalogue.pathways[name]


def _draw_within(walk: Walk, cycle: Pathway) -> _Drawn:
    """Return a cycle that is walked within stages."""
    inner = Walk(catalogue=walk.catalogue, pathway=cycle, walked=walk.walked)
    return _draw(inner, last_alone=True, prefix=f"in-{cycle.pathway}-")


def _round_lanes(drawn: _Drawn) -> Iterator[MapLane]:
    for turn in drawn.turns_or_none:
        if turn is None or not is_in_rounds(drawn.walk):
            yield MapLane(kind="stages")
        else:
            yield MapLane(kind="round", n=turn.n, turn=turn.round)


def _lane_within(drawn: _Drawn, cycle: _Drawn) -> MapLane:
    """Return the lane of a cycle within stages, named after it and them."""
    stages = [stage for stage in drawn.pathway.stages if stage.cycle == cycle.pathway.pathway]
    everywhere = len(stages) == len(drawn.pathway.stages)
    turn = cycle.turns[-1].round if cycle.turns else None
    return MapLane(
        kind="within",
        cycle=cycle.pathway.title,
        within=() if everywhere else tuple(stage.title or Text(stage.code) for stage in stages),
        n=turn.n if turn else 0,
        turn=turn,
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
        for code in filter(order.__contains__, stage.finish_later):
            yield MapEdge(start=code, end=stage.code, kind="finish-later")
        for code in filter(order.__contains__, stages_before(pathway, place)):
            if order[code] >= place:
                yield MapEdge(start=code, end=stage.code, kind="comes-back")
            else:
                yield from (MapEdge(start=code, end=e, kind="next") for e in gates or [stage.code])
        for gate in gates:
            yield MapEdge(start=gate, end=stage.code, kind="requires")


def _places(drawn: _Drawn, first: int) -> Iterator[MapNode]:
    """Yield the places of every round, each in a lane from the first one on."""
    for row, turn in enumerate(drawn.turns_or_none):
        yield from _round(drawn, turn, first + row)


def _round(drawn: _Drawn, turn: WalkedRound | None, lane: int) -> Iterator[MapNode]:
    walk, column = drawn.walk, drawn.column
    for gate in walk.pathway.gates:
        if gate.before.stages:
            yield gate_node(
                walk, gate, lane=lane, column=column[gate.id], name=drawn.name(turn, gate.id)
            )
    for stage in walk.pathway.stages:
        node = _stage(walk, turn, stage)
        at = column[stage.code]
        yield replace(node, id=drawn.name(turn, stage.code), lane=lane, column=at)
        if stage.milestone is not None:
            yield MapNode(
                id=drawn.name(turn, f"m-{stage.milestone.id}"),
                kind="milestone",
                title=stage.milestone.title,
                lane=lane,
                column=at,
                link=MapLink(page="pathway", code=walk.pathway.pathway),
                state=_milestone(turn, stage) if turn else None,
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
    if outcome.known is None:
        return Status.WAITING
    return Status.MET if outcome.known is Known.SEEN else state_of_known(outcome.known)


def find_pace_line(
    walked: Walked | None, kind: PaceKind, code: str, pathway: PathwayId
) -> PaceLine | None:
    """Return the pace of a course or a gate; None without a learner whose pace may be told."""
    return walked.pace.find(kind, code, pathway) if walked and walked.pace else None


def _milestone(turn: WalkedRound, stage: Stage) -> State:
    """Return the state of a stage's milestone in a round."""
    if (known := turn.reached(stage)) is not None:
        return known
    state = turn.stand_at(stage).state
    if state is Status.SKIPPED or state is Timing.ENDED:
        return state
    if turn.round.state is RoundState.ENDED:
        return Timing.ENDED
    past = state is not None and is_settled(state) and turn.pathway.kind != "cycle"
    return Timing.NO_RECORD if past else Status.NOT_STARTED


def _stage(walk: Walk, turn: WalkedRound | None, stage: Stage) -> MapNode:
    """Return the node of a stage; one with a single competency shows that competency."""
    known = walk.catalogue.competencies
    standing = turn.stand_at(stage) if turn else StageStanding(code=stage.code, n=1, state=None)
    node = MapNode(
        id=stage.code,
        kind="stage",
        title=stage.title or Text(stage.code),
        lane=0,
        column=0,
        about=stage.about,
        link=MapLink(page="pathway", code=walk.pathway.pathway),
        optional=stage.optional or bool(stage.skipped_by),
        skipped_by=stage.skipped_by,
        level=stage.level,
        growth=stage.growth,
        parts=turn.deliverables(stage) if turn else _parts(stage),
        state=standing.state,
        skip=standing.skip,
        outcome=standing.outcome,
        rule=stage.finished,
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


def _parts(stage: Stage) -> tuple[MapPart, ...]:
    return tuple(MapPart(title=part.title) for part in stage.deliverables)


def _signposts(walk: Walk, competency: Competency) -> tuple[MapPart, ...]:
    """Return the signposts of a concept, reached up to the learner's level.

    A concept that is passed over says that once, and nothing of its signposts.
    """
    scale = walk.catalogue.scales[walk.catalogue.competencies[competency.code].scale]
    words = {point.value: point.label for point in scale.points}
    level = _level_of(competency, walk)
    state = competency_state(competency.code, walk.walked)
    is_passed = state is not None and state.is_passed_over
    return tuple(
        MapPart(
            title=post.see,
            label=words.get(post.level),
            has_state=walk.walked is not None and not is_passed,
            known=Known.SEEN if level is not None and post.level <= level else None,
        )
        for post in competency.signposts
    )


def _level_of(competency: Competency, walk: Walk) -> Fraction | None:
    """Return the learner's highest level in a competency, if they have any."""
    attained = walk.walked.attained if walk.walked else ()
    levels = (a.performance for a in attained if a.competency == competency.code)
    return max((level for level in levels if level is not None), default=None)


def _round_edges(drawn: _Drawn) -> Iterator[MapEdge]:
    """Yield the edges of every round, and those by which a cycle comes back."""
    pathway, turns = drawn.pathway, drawn.turns_or_none
    comes_back = pathway.comes_back or pathway.kind == "cycle"
    returns = list(_returns(pathway, drawn.edges)) if comes_back else []
    for turn, following in zip(turns, (*turns[1:], turns[-1]), strict=True):
        for edge in drawn.edges:
            start, end = drawn.name(turn, edge.start), drawn.name(turn, edge.end)
            yield replace(edge, start=start, end=end)
        for stage in pathway.stages:
            if stage.milestone is not None:
                end = drawn.name(turn, f"m-{stage.milestone.id}")
                yield MapEdge(start=drawn.name(turn, stage.code), end=end, kind="next")
        for last, first in returns:
            start, end = drawn.name(turn, last), drawn.name(following, first)
            yield MapEdge(start=start, end=end, kind="comes-back")


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


def _find_here(drawn: _Drawn, places: Sequence[MapNode]) -> tuple[str, ...]:
    """Return the learner's places: as the school says, else the first one begun."""
    if named := _find_begun(drawn):
        return named
    begun = (
        node.id for node in places if node.state is not None and rank_open(node.state) is not None
    )
    return tuple(begun)[:1]


def _find_begun(drawn: _Drawn) -> tuple[str, ...]:
    """Return the places where the school says that the learner is."""
    if not drawn.turns:
        return ()
    turn = drawn.turns[-1]
    known = {stage.code for stage in drawn.pathway.stages}
    return tuple(drawn.name(turn, code) for code in turn.here if code in known)
