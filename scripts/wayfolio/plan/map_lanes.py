"""What the stages of a pathway require: a lane for each area, a place for each stage."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Area, Competency
from wayfolio.model.maps import EdgeKind, MapEdge, MapLane, MapLink, MapNode, Walked
from wayfolio.model.names import CompetencyCode, StageCode
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.text import Text
from wayfolio.plan.map_states import competency_state, find_waiting, state_at


class Walk(Struct, frozen=True, kw_only=True):
    """A pathway, and the learner on it if there is one."""

    catalogue: Catalogue
    pathway: Pathway
    walked: Walked | None = None


def stages_before(pathway: Pathway, place: int) -> tuple[StageCode, ...]:
    """Return the stages before a stage: those named in `after`, or those written above it.

    Above it: the nearest stage that cannot be skipped, and the optional ones in between.
    """
    stage = pathway.stages[place]
    if stage.after is not None:
        return stage.after
    codes: list[StageCode] = []
    for above in reversed(pathway.stages[:place]):
        if above.optional and stage.optional:
            continue
        codes.append(above.code)
        if not above.optional:
            break
    return tuple(reversed(codes))


def areas_at(walk: Walk, stage: Stage) -> Iterator[tuple[Area, tuple[Competency, ...]]]:
    """Yield the areas that require evidence at a stage, each with its competencies that do."""
    for framework in walk.catalogue.frameworks:
        if framework.stages_of != walk.pathway.pathway:
            continue
        for area in framework.areas:
            competencies = tuple(
                competency
                for competency in area.competencies
                if competency.replaced_by is None
                and any(competency.required(skill.code, stage.code) for skill in competency.rated)
                and competency.evidence_required
            )
            if competencies:
                yield area, competencies


class StageRequest(Struct, frozen=True):
    """Something that a stage requires, and its lane."""

    key: str
    lane: MapLane
    node: MapNode
    after: tuple[tuple[str, EdgeKind], ...]
    """The nodes before it; they may be missing on the map."""


def find_requests(
    walk: Walk, column: Mapping[str, int], first: int
) -> tuple[list[MapNode], list[MapLane], list[MapEdge]]:
    """Return what stages require: a lane for each area, a place for each stage."""
    lanes: dict[str, MapLane] = {}
    nodes: list[MapNode] = []
    edges: list[MapEdge] = []
    asks = [
        (stage, ask)
        for place, stage in enumerate(walk.pathway.stages)
        for ask in (*_area_requests(walk, place), *_competency_requests(walk, stage))
    ]
    for stage, ask in asks:
        lanes.setdefault(ask.key, ask.lane)
        at = first + list(lanes).index(ask.key)
        nodes.append(replace(ask.node, lane=at, column=column[stage.code]))
        edges += [MapEdge(start=name, end=ask.node.id, kind=kind) for name, kind in ask.after]
    known = {node.id for node in nodes}
    kept = [edge for edge in edges if edge.start in known]
    return sorted(nodes, key=lambda node: node.lane), list(lanes.values()), kept


def _area_requests(walk: Walk, place: int) -> Iterator[StageRequest]:
    stage = walk.pathway.stages[place]
    for area, competencies in areas_at(walk, stage):
        state, parts = state_at(competencies, stage, walk.pathway, walk.walked)
        node = MapNode(
            id=f"{area.code}-{stage.code}",
            kind="area",
            title=area.title,
            label=stage.title or Text(stage.code),
            lane=0,
            column=0,
            link=MapLink(page="area", code=area.code),
            level=stage.level,
            pieces=sum(
                competency.required(skill.code, stage.code)
                for competency in competencies
                for skill in competency.rated
            ),
            parts=parts,
            state=state,
        )
        after: list[tuple[str, EdgeKind]] = [
            (f"{area.code}-{code}", "next") for code in stages_before(walk.pathway, place)
        ]
        yield StageRequest(area.code, MapLane(kind="area", title=area.title), node, tuple(after))


def _competency_requests(walk: Walk, stage: Stage) -> Iterator[StageRequest]:
    """Yield the competencies that a stage names, unless the stage is a competency itself."""
    codes = (*stage.competencies, *stage.objectives)
    if walk.pathway.kind == "cycle" or len(codes) < 2:
        return
    for code in codes:
        if (placed := walk.catalogue.competencies.get(code)) is None:
            continue
        node = competency_node(walk.catalogue, code, walk.walked)
        needs = placed.competency.requires
        after: list[tuple[str, EdgeKind]] = [(f"c-{needed}", "requires") for needed in needs]
        after += [(f"c-{needed}", "builds-on") for needed in placed.competency.builds_on]
        lane = MapLane(kind="area", title=placed.area.title)
        yield StageRequest(placed.area.code, lane, replace(node, id=f"c-{code}"), tuple(after))


def competency_node(catalogue: Catalogue, code: CompetencyCode, walked: Walked | None) -> MapNode:
    """Return a competency as a place, at the first lane and column."""
    competency = catalogue.competencies[code].competency
    return MapNode(
        id=code,
        kind="competency",
        title=competency.title,
        code=code,
        lane=0,
        column=0,
        about=competency.statement,
        link=MapLink(page="competency", code=code),
        credits=competency.credits,
        state=competency_state(code, walked),
        waiting_for=find_waiting(code, walked, catalogue),
    )
