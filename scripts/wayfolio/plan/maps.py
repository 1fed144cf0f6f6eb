"""Maps from data: every pathway and framework of a school, with or without a learner's states.

Nothing here knows which programme it draws. What a learner has done is passed in.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Framework, Placed
from wayfolio.model.maps import MapColumn, MapEdge, MapLane, Maps, PathMap, Walked
from wayfolio.model.names import Slug
from wayfolio.model.pathways import Pathway
from wayfolio.model.text import Text
from wayfolio.plan.map_graph import depths
from wayfolio.plan.map_lanes import Walk, competency_node
from wayfolio.plan.paced_maps import PacedWalk, make_paced_map
from wayfolio.plan.stage_maps import OPEN, make_stage_map


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
    names = dict.fromkeys(
        programme.pathway
        for programme in walked.programmes
        if programme.from_ <= walked.today
        and (programme.to is None or walked.today <= programme.to)
        and programme.pathway in catalogue.pathways
    )
    return tuple(
        make_pathway_map(catalogue, catalogue.pathways[name], walked=walked) for name in names
    )


def make_pathway_map(
    catalogue: Catalogue,
    pathway: Pathway,
    *,
    pace: Slug | None = None,
    walked: Walked | None = None,
) -> PathMap:
    """Return one pathway's map.

    `pace`: of a paced pathway; the learner's own, or the first one, where nothing is said.
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
    """Return what stands on what in a framework: a lane for each area, or None without any edge.

    Columns are grades where every competency has one, else how much comes before.
    """
    placed = [
        competency
        for competency in catalogue.competencies.values()
        if competency.framework.framework == framework.framework
        and competency.competency.replaced_by is None
    ]
    edges = tuple(_edges(placed))
    if not edges:
        return None
    columns, column = _columns(placed, edges)
    areas = list(dict.fromkeys(competency.area.code for competency in placed))
    titles = {competency.area.code: competency.area.title for competency in placed}
    nodes = tuple(
        replace(
            competency_node(catalogue, competency.competency.code, walked),
            lane=areas.index(competency.area.code),
            column=column[competency.competency.code],
        )
        for competency in placed
    )
    return PathMap(
        id=framework.framework,
        kind="prerequisites",
        title=framework.title,
        lanes=tuple(MapLane(kind="area", title=titles[code]) for code in areas),
        columns=columns,
        nodes=nodes,
        edges=edges,
        here=next((node.id for state in OPEN for node in nodes if node.state is state), None),
    )


def _edges(placed: Sequence[Placed]) -> Iterator[MapEdge]:
    known = {competency.competency.code for competency in placed}
    for competency in placed:
        code = competency.competency.code
        for needed in competency.competency.requires:
            if needed in known:
                yield MapEdge(start=needed, end=code, kind="requires")
        for below in competency.competency.builds_on:
            if below in known and below not in competency.competency.requires:
                yield MapEdge(start=below, end=code, kind="builds-on")


def _columns(
    placed: Sequence[Placed], edges: Sequence[MapEdge]
) -> tuple[tuple[MapColumn, ...], Mapping[str, int]]:
    grades = [competency.competency.grade for competency in placed]
    if all(grades):
        order = list(dict.fromkeys(grades))
        places = [order.index(grade) for grade in grades]
        column_of = dict(
            zip((str(competency.competency.code) for competency in placed), places, strict=True)
        )
        return tuple(MapColumn(title=Text(grade)) for grade in order), column_of
    column = depths([competency.competency.code for competency in placed], edges)
    return (MapColumn(),) * (max(column.values(), default=0) + 1), column
