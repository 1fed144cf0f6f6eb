"""Generates maps of any size; the same seed gives the same map."""

import random
from datetime import date
from fractions import Fraction

from msgspec.structs import replace

from wayfolio.model.attainment import Status
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Point, Scale
from wayfolio.model.maps import MapColumn, MapEdge, MapLane, MapLink, MapNode, PathMap
from wayfolio.model.names import ScaleId
from wayfolio.model.school import SchoolSettings
from wayfolio.model.text import Text
from wayfolio.render.language.reader import Reader
from wayfolio.render.parts.views import Site

LANES = ("Reading", "Mathematics", "Science", "Community", "Making", "Habits")
DOING = ("Weigh", "Draw", "Explain", "Test", "Compare", "Present", "Revise", "Build", "Question")
THINGS = (
    "a claim and its sources",
    "a pattern in data",
    "somebody's story",
    "a fair test",
    "a map",
    "a budget for a household",
    "a model and where it breaks",
)


def generate_map(count: int, seed: int = 1, *, stated: bool = True) -> PathMap:
    """Return a framework of `count` competencies in six areas and six stages."""
    chance = random.Random(seed)
    nodes = []
    for n in range(count):
        lane, column = n % len(LANES), n // len(LANES) % 6
        nodes.append(
            MapNode(
                id=f"{LANES[lane][:3].upper()}.{n}",
                kind="competency",
                title=Text(f"{chance.choice(DOING)} {chance.choice(THINGS)}"),
                code=f"{LANES[lane][:3].upper()}.{n}",
                lane=lane,
                column=column,
                link=MapLink(page="competency", code=f"{LANES[lane][:3].upper()}.{n}"),
                state=chance.choice(list(Status)) if stated else None,
            )
        )
    nodes.sort(key=lambda node: (node.lane, node.column))
    edges = []
    for node in nodes:
        below = [n for n in nodes if n.column < node.column]
        near = [n for n in below if n.lane == node.lane and n.column == node.column - 1]
        first = chance.sample(near, min(len(near), 1))
        first += chance.sample(below, 1) if below and chance.random() < 0.25 else []
        for other in dict.fromkeys(first):
            edges.append(MapEdge(start=other.id, end=node.id, kind="requires"))
    return PathMap(
        id="grown",
        kind="prerequisites",
        title=Text("A framework"),
        lanes=tuple(MapLane(kind="area", title=Text(title)) for title in LANES),
        columns=(MapColumn(),) * 6,
        nodes=tuple(nodes),
        edges=tuple(edges),
        here=(nodes[count // 2].id,) if stated else (),
    )


def clear_states(path_map: PathMap) -> PathMap:
    """Return a map on which nothing has been done yet."""
    nodes = tuple(replace(node, state=Status.NOT_STARTED) for node in path_map.nodes)
    return replace(path_map, nodes=nodes)


def empty_school_site(reader: Reader | None = None) -> Site:
    """Return a school with nothing in it, for views that look nothing up."""
    scale = Scale(points=(Point(value=Fraction(0), label=Text("Not yet")),))
    catalogue = Catalogue(school=SchoolSettings(name="A school"), scales={ScaleId("done"): scale})
    return Site(catalogue=catalogue, reader=reader or Reader(), as_of=date(2027, 3, 12))
