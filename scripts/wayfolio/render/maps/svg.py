"""Maps as SVG: each place is a link with its name and state. Colors are in map-states.css."""

from collections.abc import Mapping, Sequence
from html import escape

from msgspec import Struct

from wayfolio.model.attainment import Status
from wayfolio.model.maps import EdgeKind, State, Timing
from wayfolio.render.maps.layout import HEADING, LINE, WIDEST, Box, Layout, Route
from wayfolio.render.maps.text import NODE_WIDTH, PADDING, Label

INK = "#1f2a30"
SOFT = "#4c5a61"

ICONS: Mapping[State, str] = {
    Status.MET: "M2 7.5 5.5 11 12 3.5",
    Status.GOING_FURTHER: "M2 8l5-5 5 5M2 12.5l5-5 5 5",
    Timing.DONE: "M7 1a6 6 0 1 0 .01 0zM4 7l2.2 2.4L10 5",
    Timing.CLAIMED: "M1.5 2h11v7.5H7L4 12.5v-3H1.5z",
    Status.SKIPPED: "M1.5 9.5c1.5-6 9.5-6 11 0M12.5 5v4.5H8M5.5 12.5h3",
    Status.PLACED_PAST: "M2.5 2.5 7 7l-4.5 4.5M7.5 2.5 12 7l-4.5 4.5",
    Status.NEARLY_THERE: "M7 1.5a5.5 5.5 0 1 1-5.5 5.5H7z",
    Status.UNDER_WAY: "M7 1.5a5.5 5.5 0 0 1 0 11zM7 1.5a5.5 5.5 0 0 0 0 11",
    Timing.IN_PROGRESS: "M2.5 7h.01M7 7h.01M11.5 7h.01",
    Status.FRESH_LOOK: "M12 2v4H8M12 6A5.3 5.3 0 1 0 11.4 10",
    Timing.LATE: "M7 1v7.5M7 12.4v.01",
    Status.READY: "M7 1l1.8 3.9 4.2.5-3.1 2.9.8 4.2L7 10.4l-3.7 2.1.8-4.2L1 5.4l4.2-.5z",
    Status.WAITING: "M3 1.5h8M3 12.5h8M4 1.5c0 4 6 7 6 11M10 1.5c0 4-6 7-6 11",
    Timing.PLANNED: "M1.5 3h11v9.5h-11zM1.5 6.2h11M4.5 1v3M9.5 1v3",
    Timing.ENDED: "M3.5 1.5v11M3.5 2h7l-2 2.5 2 2.5h-7M8.5 10l3.5 3M12 10l-3.5 3",
    Timing.NO_RECORD: "M2 7h10",
    Status.NOT_STARTED: "M7 1.5a5.5 5.5 0 1 0 .01 0z",
    Status.NOT_ASKED: "M7 1.5a5.5 5.5 0 1 0 .01 0zM3.2 10.8l7.6-7.6",
}
"""An icon of 14 by 14 pixels for each state, made of strokes, in the order of legends."""


class Sign(Struct, frozen=True, kw_only=True):
    """What the drawing needs to know of a node besides its position."""

    label: Label
    name: str
    """The accessible name."""
    href: str
    css: str
    icon: str = ""
    word: str = ""
    dots: str = ""
    """One sign for each part: ● reached, ◐ claimed, ◎ placed past, ○ not yet."""
    here: bool = False


class Drawing(Struct, frozen=True, kw_only=True):
    """A map, ready to be drawn."""

    id: str
    """The prefix of all ids in the drawing."""
    title: str
    about: str
    layout: Layout
    """Already mirrored for right-to-left languages."""
    from_right: bool
    signs: Mapping[str, Sign]
    lanes: Sequence[tuple[str, ...]]
    headings: Sequence[tuple[str, ...]]


def svg(drawing: Drawing) -> str:
    """Return a map as an SVG element with a title, a description and a link for each place."""
    laid, name = drawing.layout, drawing.id
    places = {node: place for place, node in enumerate(laid.order)}
    parts = [
        f'<svg class="wf-map__svg" viewBox="0 0 {laid.width} {laid.height}" width="{laid.width}"'
        f' height="{laid.height}" role="group" aria-labelledby="{name}-t {name}-d"'
        f' font-size="13" font-family="sans-serif">',
        f'<title id="{name}-t">{escape(drawing.title)}</title>',
        f'<desc id="{name}-d">{escape(drawing.about)}</desc>',
        _heads(drawing, [route.edge.kind for route in laid.routes]),
        f'<g aria-hidden="true" fill="none" stroke="{SOFT}">',
        *(_lane(drawing, box) for box in laid.lanes),
        *(_edge(name, route, places) for route in laid.routes),
        "</g>",
        f'<g aria-hidden="true" fill="{SOFT}">',
        *_titles(drawing),
        "</g>",
        f'<g fill="#fff" stroke="{SOFT}">',
        *(_node(drawing, node, places) for node in laid.order),
        "</g></svg>",
    ]
    return "".join(parts)


def _heads(drawing: Drawing, kinds: Sequence[EdgeKind]) -> str:
    """Return the arrow heads, one for each kind of edge that occurs."""
    markers = "".join(
        f'<marker id="{drawing.id}-{kind}" class="e-{kind}" viewBox="0 0 8 8" refX="7" refY="4"'
        f' markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0 0 8 4 0 8z" fill="{SOFT}"/></marker>'
        for kind in dict.fromkeys(kinds)
    )
    return f"<defs>{markers}</defs>" if markers else ""


def _lane(drawing: Drawing, box: Box) -> str:
    if len(drawing.layout.lanes) == 1 or not any(drawing.lanes):
        return ""
    return (
        f'<rect class="lane" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"'
        f' rx="8"/>'
    )


def _titles(drawing: Drawing) -> list[str]:
    """Return the lanes' titles, and the headings of the columns.

    A lane's title stands above its first column; on a wide map, where one scrolls, above every
    second one.
    """
    laid = drawing.layout
    shift = NODE_WIDTH if drawing.from_right else 0
    wide = len(laid.columns) > WIDEST
    texts = []
    for box, lines in zip(laid.lanes, drawing.lanes, strict=False):
        texts += [
            f'<text class="lane" x="{column.x + shift}" y="{box.y + 18 + place * HEADING}">'
            f"{escape(line)}</text>"
            for column in (laid.columns[::2] if wide else laid.columns[:1])
            for place, line in enumerate(lines)
        ]
    for box, lines in zip(laid.columns, drawing.headings, strict=False):
        x = box.x + (NODE_WIDTH if drawing.from_right else 0)
        texts += [
            f'<text class="h{place}" x="{x}" y="{box.y + 12 + place * LINE}">{escape(line)}</text>'
            for place, line in enumerate(lines)
            if line
        ]
    return texts


def path_of(route: Route) -> str:
    """Return an edge's path. Curves that are horizontal lines are written as lines."""
    parts = [f"M{route.start[0]} {route.start[1]}"]
    at = route.start
    for (a, b), (c, d), (e, f) in route.curves:
        if at[1] == b == d == f:
            parts.append("" if at[0] == e else f"H{e}")
        else:
            parts.append(f"C{a} {b} {c} {d} {e} {f}")
        at = e, f
    return "".join(parts)


def _edge(name: str, route: Route, places: Mapping[str, int]) -> str:
    edge = route.edge
    ends = f"{places[edge.start]} {places[edge.end]}"
    return (
        f'<path class="e-{edge.kind}" d="{path_of(route)}" data-e="{ends}"'
        f' marker-end="url(#{name}-{edge.kind})"/>'
    )


def _node(drawing: Drawing, node: str, places: Mapping[str, int]) -> str:
    sign, box = drawing.signs[node], drawing.layout.boxes[node]
    number = places[node]
    here = ' data-here=""' if sign.here else ""
    ring = (
        f'<rect class="ring" x="-6" y="-6" width="{box.width + 12}" height="{box.height + 12}"'
        f' rx="12" fill="none"/>'
    )
    onward = [
        str(places[route.edge.end])
        for route in drawing.layout.routes
        if route.edge.start == node and route.edge.end != node
    ]
    to = f' data-to="{" ".join(onward)}"' if onward else ""
    return (
        f'<a class="n {sign.css}" id="{drawing.id}-{number}" href="{escape(sign.href)}"'
        f' transform="translate({box.x} {box.y})" aria-label="{escape(sign.name)}"{to}{here}>'
        f"{ring if sign.here else ''}"
        f'<rect width="{box.width}" height="{box.height}" rx="7"/>'
        f'<text fill="{INK}" stroke="none">{_lines(sign, box, drawing.from_right)}</text>'
        f"{_icon(sign, box, drawing.from_right)}</a>"
    )


def _lines(sign: Sign, box: Box, from_right: bool) -> str:
    x = box.width - PADDING if from_right else PADDING
    y = PADDING - 1
    label = sign.label
    spans = []
    rows = [("o", label.over, 15)] if label.over else []
    rows += [("t", line, 16) for line in label.title]
    rows += [("o", label.under, 15)] if label.under else []
    rows += [("d", sign.dots, 15)] if label.dots else []
    for css, text, step in rows:
        y += step
        spans.append(f'<tspan class="{css}" x="{x}" y="{y - 3}">{escape(text)} </tspan>')
    if sign.word:
        inside = x + (-20 if from_right else 20)
        spans.append(
            f'<tspan class="w" x="{inside}" y="{box.height - PADDING}">{escape(sign.word)}</tspan>'
        )
    return "".join(spans)


def _icon(sign: Sign, box: Box, from_right: bool) -> str:
    if not sign.icon:
        return ""
    x = box.width - PADDING - 14 if from_right else PADDING
    y = box.height - PADDING - 12
    return f'<path transform="translate({x} {y})" fill="none" d="{sign.icon}"/>'
