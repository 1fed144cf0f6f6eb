"""Maps from data: every pathway and framework of a school, with or without a learner's states.

No programme is special here. What a learner has done is passed in.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Framework, Placed
from wayfolio.model.maps import MapColumn, MapEdge, MapLane, MapNode, Maps, PathMap, Walked
from wayfolio.model.names import Slug
from wayfolio.model.pathways import Pathway
from wayfolio.model.stages import PathwayStanding
from wayfolio.model.text import Text
from wayfolio.plan.map_graph import depths
from wayfolio.plan.map_lanes import Walk, competency_node
from wayfolio.plan.map_states import rank_open
from wayfolio.plan.paced_maps import PacedWalk, make_paced_map
from wayfolio.plan.stage_maps import make_stage_map
from wayfolio.plan.stage_states import stand_on_pathway


def make_maps(catalogue: Catalogue) -> Maps:
    """Return every map of a school without a learner."""
    return Maps(
        pathways={
            name: tuple(
                make_pathway_map(catalogue, pathway, pace=pace) for pace in pathway.paces or (None,)
            )
            for name, pathway in catalogue.pathways.items()
        },
        frameworks=tuple(
            framework_map
            for framework in catalogue.frameworks
            if (framework_map := make_framework_map(catalogue, framework)) is not None
        ),
    )


def make_learner_maps(catalogue: Catalogue, walked: Walked) -> tuple[PathMap, ...]:
    """Return the maps of the programmes that a learner follows today, in the order they began."""
    return tuple(
        make_pathway_map(catalogue, pathway, walked=walked)
        for pathway in _followed(catalogue, walked)
    )


def find_standings(catalogue: Catalogue, walked: Walked) -> tuple[PathwayStanding, ...]:
    """Return where a learner stands on each pathway of stages that they follow today."""
    return tuple(
        stand_on_pathway(Walk(catalogue=catalogue, pathway=pathway, walked=walked))
        for pathway in _followed(catalogue, walked)
        if pathway.kind != "paced"
    )


def _followed(catalogue: Catalogue, walked: Walked) -> Iterator[Pathway]:
    """Yield the pathways that a learner follows today, in the order in which they began."""
    names = dict.fromkeys(
        programme.pathway
        for programme in walked.programmes
        if programme.from_ <= walked.today
        and (programme.to is None or walked.today <= programme.to)
        and programme.pathway in catalogue.pathways
    )
    return (catalogue.pathways[name] for name in names)


def make_pathway_map(
    catalogue: Catalogue,
    pathway: Pathway,
    *,
    pace: Slug | None = None,
    walked: Walked | None = None,
) -> PathMap:
    """Return one pathway's map.

    `pace`: of a paced pathway; by default the learner's own, or the first one.
    """
    if not pathway.paces:
        return make_stage_map(Walk(catalogue=catalogue, pathway=pathway, walked=walked))
    now = walked.now(pathway.pathway) if walked else None
    wanted = pace or (now.pace if now else None)
    chosen = next((name for name in pathway.paces if name == wanted), next(iter(pathway.paces)))
    return make_paced_map(
        PacedWalk(catalogue=catalogue, pathway=pathway, pace=chosen, walked=walked)
    )


def make_framework_map(
    catalogue: Catalogue, framework: Framework, walked: Walked | None = None
) -> PathMap | None:
    """Return the prerequisites within a framework, a lane for each area; None without any edge.

    Columns are grades if every competency has one, else the depth of its prerequisites.
    """
    competencies = _living_competencies(catalogue, framework)
    edges = tuple(_edges(competencies))
    if not edges:
        return None
    columns, column = _columns(competencies, edges)
    areas = {placed.area.code: placed.area.title for placed in competencies}
    lanes = list(areas)
    nodes = tuple(
        replace(
            competency_node(catalogue, placed.competency.code, walked),
            lane=lanes.index(placed.area.code),
            column=column[placed.competency.code],
        )
        for placed in competencies
    )
    return PathMap(
        id=framework.framework,
        kind="prerequisites",
        title=framework.title,
        lanes=tuple(MapLane(kind="area", title=title) for title in areas.values()),
        columns=columns,
        nodes=nodes,
        edges=edges,
        here=_here(nodes),
    )


def _here(nodes: Sequence[MapNode]) -> tuple[str, ...]:
    """Return the most pressing place that is open, if any."""
    open_places = [
        (rank, place)
        for place, node in enumerate(nodes)
        if node.state is not None and (rank := rank_open(node.state)) is not None
    ]
    return (nodes[min(open_places)[1]].id,) if open_places else ()


def _living_competencies(catalogue: Catalogue, framework: Framework) -> list[Placed]:
    """Return the competencies of a framework that no other has replaced."""
    return [
        placed
        for placed in catalogue.competencies.values()
        if placed.framework.framework == framework.framework
        and placed.competency.replaced_by is None
    ]


def _edges(competencies: Sequence[Placed]) -> Iterator[MapEdge]:
    known = {placed.competency.code for placed in competencies}
    for placed in competencies:
        competency = placed.competency
        for needed in competency.requires:
            if needed in known:
                yield MapEdge(start=needed, end=competency.code, kind="requires")
        for below in competency.builds_on:
            if below in known and below not in competency.requires:
                yield MapEdge(start=below, end=competency.code, kind="builds-on")


def _columns(
    competencies: Sequence[Placed], edges: Sequence[MapEdge]
) -> tuple[tuple[MapColumn, ...], Mapping[str, int]]:
    grades = {str(placed.competency.code): placed.competency.grade for placed in competencies}
    if all(grades.values()):
        order = list(dict.fromkeys(grades.values()))
        columns = tuple(MapColumn(title=Text(grade)) for grade in order)
        return columns, {code: order.index(grade) for code, grade in grades.items()}
    column = depths(list(grades), edges)
    return (MapColumn(),) * (max(column.values(), default=0) + 1), column
