"""However a map is woven, nothing lies on anything else, and no state moves anything."""

import gzip
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from grown_maps import clear_states, empty_school_site, generate_map
from wayfolio.model.attainment import Status
from wayfolio.model.maps import EdgeKind, MapColumn, MapEdge, MapLane, MapNode, PathMap
from wayfolio.model.text import Text
from wayfolio.render.maps.layout import Box, Layout, Route, layout, mirror_layout
from wayfolio.render.maps.svg import ICONS
from wayfolio.render.maps.text import Label, width_of, wrap_text
from wayfolio.render.maps.views import map_view

KINDS: tuple[EdgeKind, ...] = ("requires", "builds-on", "next", "comes-back")
titles = st.text(min_size=1, max_size=70).filter(lambda text: text.strip() != "")


@st.composite
def woven(draw: st.DrawFn) -> PathMap:
    """Return any map at all: edges may go back, down, across and to where they began."""
    lanes, columns = draw(st.integers(1, 4)), draw(st.integers(1, 8))
    count = draw(st.integers(1, 24))
    nodes = [
        MapNode(
            id=f"n{n}",
            kind="competency",
            title=Text(draw(titles)),
            lane=draw(st.integers(0, lanes - 1)),
            column=draw(st.integers(0, columns - 1)),
        )
        for n in range(count)
    ]
    ends = st.sampled_from([node.id for node in nodes])
    edges = draw(
        st.lists(st.builds(MapEdge, start=ends, end=ends, kind=st.sampled_from(KINDS)), max_size=30)
    )
    return PathMap(
        id="woven",
        kind="prerequisites",
        title=Text("Any map"),
        lanes=(MapLane(kind="area", title=Text("An area with a long name")),) * lanes,
        columns=(MapColumn(),) * columns,
        nodes=tuple(nodes),
        edges=tuple(edges),
    )


def laid(path_map: PathMap) -> Layout:
    """Return the geometry of a map, each node with the lines that its title needs."""
    labels = {
        node.id: Label(
            over="X.1", title=wrap_text(str(node.title)), under="", dots=False, stated=True
        )
        for node in path_map.nodes
    }
    return layout(path_map, labels, [0] * len(path_map.columns), [2] * len(path_map.lanes))


def points(route: Route) -> Iterator[tuple[float, float]]:
    """Give points along an edge."""
    at = route.start
    for a, b, c in route.curves:
        for step in range(33):
            t = step / 32
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            four = (at, a, b, c)
            yield (
                sum(w * p[0] for w, p in zip(weights, four, strict=True)),
                sum(w * p[1] for w, p in zip(weights, four, strict=True)),
            )
        at = c


def inside(box: Box, x: float, y: float) -> bool:
    """Whether a point lies in a node: its border is where edges begin and end."""
    return box.x < x < box.x + box.width and box.y < y < box.y + box.height


def apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


@settings(max_examples=150, deadline=None)
@given(woven())
def test_nothing_lies_on_anything_else(path_map: PathMap) -> None:
    """Nodes keep apart, edges keep out of nodes, and all of it stays on the drawing."""
    for found in (laid(path_map), mirror_layout(laid(path_map))):
        boxes = list(found.boxes.values())
        assert all(apart(one, other) for one, other in combinations(boxes, 2))
        for route in found.routes:
            for x, y in points(route):
                assert 0 <= x <= found.width
                assert 0 <= y <= found.height
                assert not any(inside(box, x, y) for box in boxes), route.edge
        for box in boxes:
            assert box.x >= 0
            assert box.x + box.width <= found.width
            assert box.y + box.height <= found.height


@settings(max_examples=60, deadline=None)
@given(woven())
def test_lanes_titles_are_clear_of_nodes_and_edges(path_map: PathMap) -> None:
    """A title of two lines stands at the top of its lane, as wide as the first column."""
    found = laid(path_map)
    for lane in found.lanes[: len(path_map.lanes)]:
        title = Box(found.columns[0].x, lane.y, found.columns[0].width, 36)
        assert all(apart(title, box) for box in found.boxes.values())
        for route in found.routes:
            assert not any(inside(title, x, y) for x, y in points(route))


@settings(max_examples=60, deadline=None)
@given(woven(), st.data())
def test_a_rating_moves_nothing(path_map: PathMap, data: st.DataObject) -> None:
    """Another state changes neither the size of the drawing nor the place of anything."""
    states = st.sampled_from(list(Status))
    before = replace(
        path_map, nodes=tuple(replace(n, state=data.draw(states)) for n in path_map.nodes)
    )
    chosen = data.draw(st.integers(0, len(path_map.nodes) - 1))
    after = replace(
        before,
        nodes=tuple(
            replace(node, state=Status.MET, waiting_for=()) if place == chosen else node
            for place, node in enumerate(before.nodes)
        ),
    )

    assert places_in(before) == places_in(after)


def places_in(path_map: PathMap) -> list[str]:
    """Return the parts of a drawing that say where something is."""
    drawing = map_view(path_map, empty_school_site(), base="../", name="m").svg
    parts = drawing.replace(">", " ").replace("<", " ").split('"')
    kept = ("d=", "transform=", "viewBox=", "x=", "y=", "width=", "height=", "href=", "data-to=")
    drawn = [
        f"{name.split()[-1]}{value}"
        for name, value in zip(parts[::2], parts[1::2], strict=False)
        if name.endswith(kept)
    ]
    icons = {f"d={icon}" for icon in ICONS.values()}
    return [one for one in drawn if one not in icons]


def test_the_same_map_is_drawn_alike_every_time() -> None:
    first = map_view(generate_map(80), empty_school_site(), base="../", name="m")

    assert map_view(generate_map(80), empty_school_site(), base="../", name="m") == first
    assert places_in(clear_states(generate_map(80))) == places_in(generate_map(80))


def test_a_map_of_150_places_is_small() -> None:
    """Its drawing, with names, states and links, is below 10 kB as it travels."""
    drawing = map_view(generate_map(150), empty_school_site(), base="../", name="m").svg

    assert drawing.count('<a class="n') == 150
    assert len(gzip.compress(drawing.encode(), 9)) < 10_000


@given(titles, st.integers(60, 200))
def test_no_line_is_wider_than_its_box(title: str, width: int) -> None:
    for line in wrap_text(title, 13, width):
        assert width_of(line, 13) <= width or len(line) == 1


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Thinking in groups", 1),
        ("Multiplying bigger numbers and naming fractions", 3),
        ("Donaudampfschifffahrtsgesellschaft", 2),
        ("多位数的乘法与分数的命名练习", 2),
    ],
)
def test_titles_are_broken_where_they_must_be(title: str, lines: int) -> None:
    assert len(wrap_text(title)) == lines
