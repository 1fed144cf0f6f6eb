"""Where everything on a map goes: whole pixels, the same for the same map, whatever its states.

Nodes stand in rows and columns; edges run in the gutters between columns and the channels between
rows, so none can cross a node. Text is measured by a table, a little wider than it will be.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from wayfolio.model.maps import MapEdge, PathMap
from wayfolio.render.maps.grid import Grid
from wayfolio.render.maps.text import GUTTER, NODE_WIDTH, Label

CHANNEL = 22
MARGIN = 8
LINE = 16
HEADING = 18
SWEEPS = 6
WIDEST = 5
"""The most columns of a map with a single lane and no headings; longer ones wrap."""


class Box(Struct, frozen=True):
    """A rectangle, given by its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Return the height at which edges begin and end."""
        return self.y + self.height // 2


Curve = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
"""Two control points and the end of a cubic Bézier curve."""


class Route(Struct, frozen=True):
    """An edge as drawn: a sequence of curves."""

    edge: MapEdge
    start: tuple[int, int]
    curves: tuple[Curve, ...]


class Layout(Struct, frozen=True, kw_only=True):
    """A map with its geometry."""

    width: int
    height: int
    boxes: Mapping[str, Box]
    routes: tuple[Route, ...]
    lanes: tuple[Box, ...]
    """Of height 0 where a lane has no place of its own."""
    columns: tuple[Box, ...]
    """The headings above the columns; of height 0 where there are none."""
    order: tuple[str, ...]
    """The nodes in reading order: lane, column, row."""


def layout(
    path_map: PathMap, labels: Mapping[str, Label], headings: Sequence[int], lanes: Sequence[int]
) -> Layout:
    """Return the geometry of a map.

    `labels`: what stands in each node. `headings`, `lanes`: lines of text in each column's heading
    and each lane's title; 0 where there is none.
    """
    grid = _grid(path_map, any(headings))
    _order(grid, path_map)
    _assign_rows(grid)
    heights = _heights(grid, labels)
    top = MARGIN + (max(headings, default=0) * LINE + CHANNEL // 2 if any(headings) else 0)
    tops, boxes_of_lanes = _tops(grid, heights, _title_lines(grid, lanes), top)
    boxes = {
        name: Box(
            _left(column),
            tops[grid.row[name]],
            _left(column + len(grid.covered(name))) - GUTTER - _left(column),
            heights[grid.row[name]],
        )
        for name, (_, column) in grid.at.items()
    }
    order = sorted(boxes, key=lambda name: (grid.at[name][0], grid.at[name][1], grid.row[name]))
    height = (tops[-1] + heights[-1] + CHANNEL if tops else top) + MARGIN
    return Layout(
        width=_left(grid.columns) - GUTTER + GUTTER // 2 + MARGIN,
        height=height,
        boxes=boxes,
        routes=tuple(_routes(path_map.edges, grid, boxes, tops, heights)),
        lanes=boxes_of_lanes,
        columns=tuple(
            Box(_left(place), MARGIN, NODE_WIDTH, headings[place] * LINE)
            for place in range(grid.columns)
        ),
        order=tuple(order),
    )


def _left(column: int) -> int:
    return MARGIN + GUTTER // 2 + column * (NODE_WIDTH + GUTTER)


def _grid(path_map: PathMap, headed: bool) -> Grid:
    """Put nodes into cells. A long row without headings wraps like text."""
    columns, lanes = len(path_map.columns), len(path_map.lanes)
    if lanes == 1 and columns > WIDEST and not headed:
        lines = -(-columns // WIDEST)
        columns = -(-columns // lines)
        lanes = -(-len(path_map.columns) // columns)
        at = {n.id: (n.column // columns, n.column % columns) for n in path_map.nodes}
    else:
        at = {n.id: (n.lane, n.column) for n in path_map.nodes}
    spans = {n.id: n.span for n in path_map.nodes if n.span > 1}
    cell: dict[tuple[int, int], list[str]] = {}
    for name, place in at.items():
        if name not in spans:
            cell.setdefault(place, []).append(name)
    return Grid(columns, lanes, cell, at, spans)


def _title_lines(grid: Grid, lines: Sequence[int]) -> Sequence[int]:
    """Return the lines of each lane's title; lanes that continue the one above have none."""
    return [*lines, *[0] * (grid.lanes - len(lines))]


def _order(grid: Grid, path_map: PathMap) -> None:
    """Order the nodes within cells to shorten edges: the best of some sweeps back and forth."""
    near = _neighbors(grid, path_map.edges)
    follows = {
        edge.end: edge.start
        for edge in path_map.edges
        if grid.at[edge.start] == grid.at[edge.end] and edge.kind != "comes-back"
    }
    _assign_rows(grid)
    best = _length(grid, path_map.edges), {place: list(cell) for place, cell in grid.cell.items()}
    for sweep in range(SWEEPS):
        onward = 1 if sweep % 2 == 0 else -1
        for lane, column in sorted(grid.cell, key=lambda place: (onward * place[1], place[0])):
            place = lane, column
            grid.cell[place] = _sort_cell(grid.cell[place], grid.row, near, follows)
            _assign_rows_of_cell(grid, place)
        length = _length(grid, path_map.edges)
        if length < best[0]:
            best = length, {place: list(cell) for place, cell in grid.cell.items()}
    grid.cell = best[1]


def _neighbors(grid: Grid, edges: Iterable[MapEdge]) -> Mapping[str, Sequence[str]]:
    """Return for each node those at the other ends of its edges."""
    near: dict[str, list[str]] = {name: [] for name in grid.at}
    for edge in edges:
        near[edge.start].append(edge.end)
        near[edge.end].append(edge.start)
    return near


def _sort_cell(
    cell: Sequence[str],
    row: Mapping[str, int],
    near: Mapping[str, Sequence[str]],
    follows: Mapping[str, str],
) -> list[str]:
    """Return a cell's nodes sorted by their neighbors' rows, each right below what it follows."""

    def pull(name: str) -> float:
        neighbors = near[name]
        return sum(row[other] for other in neighbors) / len(neighbors) if neighbors else row[name]

    heads = sorted((n for n in cell if n not in follows), key=pull)
    ordered: dict[str, None] = {}
    pending = heads[::-1]
    while pending:
        name = pending.pop()
        if name not in ordered:
            ordered[name] = None
            pending += [n for n in reversed(cell) if follows.get(n) == name]
    return [*ordered, *(name for name in cell if name not in ordered)]


def _length(grid: Grid, edges: Iterable[MapEdge]) -> int:
    return sum(abs(grid.row[edge.start] - grid.row[edge.end]) for edge in edges)


def _assign_rows(grid: Grid) -> None:
    """Assign each node its row: cells begin at the top of their lane."""
    deep = [_count_rows(grid, n) for n in range(grid.lanes)]
    grid.first = [sum(deep[:n]) for n in range(grid.lanes + 1)]
    for name, row in grid.wide_rows.items():
        grid.row[name] = grid.first[grid.at[name][0]] + row
    for place in grid.cell:
        _assign_rows_of_cell(grid, place)


def _count_rows(grid: Grid, lane: int) -> int:
    """Return how many rows a lane needs."""
    cells = [
        grid.offset(place) + len(cell) for place, cell in grid.cell.items() if place[0] == lane
    ]
    wide = [row + 1 for name, row in grid.wide_rows.items() if grid.at[name][0] == lane]
    return max([0, *cells, *wide])


def _assign_rows_of_cell(grid: Grid, place: tuple[int, int]) -> None:
    lane, cell = place[0], grid.cell[place]
    for n, name in enumerate(cell, start=grid.offset(place)):
        grid.row[name] = grid.first[lane] + n


def _heights(grid: Grid, labels: Mapping[str, Label]) -> list[int]:
    heights = [0] * grid.first[-1]
    for name, row in grid.row.items():
        heights[row] = max(heights[row], labels[name].height)
    return heights


def _tops(
    grid: Grid, heights: Sequence[int], titles: Sequence[int], top: int
) -> tuple[list[int], tuple[Box, ...]]:
    """Return the upper edge of every row, and the box of every lane."""
    tops: list[int] = []
    lanes = []
    y = top
    width = _left(grid.columns) - GUTTER + GUTTER // 2
    for lane in range(grid.lanes):
        start = y
        y += (titles[lane] * HEADING + 6 if titles[lane] else 0) + CHANNEL
        for row in range(grid.first[lane], grid.first[lane + 1]):
            tops.append(y)
            y += heights[row] + CHANNEL
        lanes.append(Box(MARGIN // 2, start, width + MARGIN // 2, y - start))
        y += 4
    return tops, tuple(lanes)


# ---- edges ---------------------------------------------------------------------------------------


def _routes(
    edges: Iterable[MapEdge],
    grid: Grid,
    boxes: Mapping[str, Box],
    tops: Sequence[int],
    heights: Sequence[int],
) -> Iterable[Route]:
    channels = [tops[0] - CHANNEL // 2] if tops else []
    channels += [y + height + CHANNEL // 2 for y, height in zip(tops, heights, strict=True)]
    used: dict[int, list[str]] = {}
    for edge in edges:
        start, end = boxes[edge.start], boxes[edge.end]
        first, last = grid.covered(edge.start)[-1], grid.at[edge.end][1]
        if first == last and edge.kind != "comes-back":
            touching = grid.row[edge.end] == grid.row[edge.start] + 1
            yield _within_column(edge, start, end, touching=touching)
        elif last == first + 1:
            yield Route(edge, (start.x + start.width, start.middle), (_across(start, end),))
        else:
            middles = [tops[row] + heights[row] // 2 for row in _free_rows(edge, grid)]
            y = _nearest_line([*middles, *channels], start, end)
            yield _around(edge, start, end, _track(y, edge, used) if y in channels else y)


def _free_rows(edge: MapEdge, grid: Grid) -> list[int]:
    """Return the rows of an edge's ends in which no node stands between them."""
    taken = {(grid.row[name], column) for name in grid.at for column in grid.covered(name)}
    first, last = grid.covered(edge.start)[-1], grid.at[edge.end][1]
    between = range(first + 1, last) if last > first else range(last, first + 1)
    rows = grid.row[edge.start], grid.row[edge.end]
    return [row for row in rows if not any((row, column) in taken for column in between)]


def _nearest_line(lines: Iterable[int], start: Box, end: Box) -> int:
    """Return the line with the shortest way between two boxes, the upper one of two equals."""
    return min(lines, key=lambda y: (abs(start.middle - y) + abs(end.middle - y), y))


def _track(y: int, edge: MapEdge, used: dict[int, list[str]]) -> int:
    """Return a line within a channel: edges from the same node share it."""
    known = used.setdefault(y, [])
    if edge.start not in known:
        known.append(edge.start)
    return y + (0, 4, -4, 8, -8)[known.index(edge.start) % 5]


def _across(start: Box, end: Box) -> Curve:
    """Return a curve through the gutter between neighbouring columns."""
    right, middle = start.x + start.width, GUTTER // 2
    return (right + middle, start.middle), (end.x - middle, end.middle), (end.x, end.middle)


def _within_column(edge: MapEdge, start: Box, end: Box, *, touching: bool) -> Route:
    """Return a straight line to the next row, or a curve through the gutter beside the column."""
    if touching and end.y - start.y - start.height <= CHANNEL:
        # From a place over several columns to one of them: above that one.
        over = end if end.width < start.width else start
        x, y = over.x + over.width // 2, start.y + start.height
        return Route(edge, (x, y), (((x, y + 4), (x, end.y - 4), (x, end.y)),))
    right = start.x + start.width
    bow = right + GUTTER - 12
    return Route(
        edge,
        (right, start.middle),
        (((bow, start.middle), (bow, end.middle), (right, end.middle)),),
    )


def _around(edge: MapEdge, start: Box, end: Box, y: int) -> Route:
    """Return a route along a free line, from gutter to gutter."""
    out, onward = start.x + start.width, end.x > start.x
    middle = GUTTER // 2
    if onward:
        leave = ((out + middle, start.middle), (out + middle, y), (out + GUTTER, y))
        enter = ((end.x - middle, y), (end.x - middle, end.middle), (end.x, end.middle))
        before = end.x - GUTTER
    else:
        leave = ((out + GUTTER - 12, start.middle), (out + GUTTER - 12, y), (out, y))
        near = end.x - GUTTER + 12
        enter = ((near, y), (near, end.middle), (end.x, end.middle))
        before = end.x
    along = ((leave[2][0], y), (before, y), (before, y))
    return Route(edge, (out, start.middle), (leave, along, enter))


def mirror_layout(laid: Layout) -> Layout:
    """Return a layout mirrored for right-to-left languages."""
    width = laid.width

    def flip(box: Box) -> Box:
        return Box(width - box.x - box.width, box.y, box.width, box.height)

    return Layout(
        width=width,
        height=laid.height,
        boxes={name: flip(box) for name, box in laid.boxes.items()},
        routes=tuple(
            Route(
                route.edge,
                (width - route.start[0], route.start[1]),
                tuple(_flip_curve(curve, width) for curve in route.curves),
            )
            for route in laid.routes
        ),
        lanes=tuple(map(flip, laid.lanes)),
        columns=tuple(map(flip, laid.columns)),
        order=laid.order,
    )


def _flip_curve(curve: Curve, width: int) -> Curve:
    (a, b), (c, d), (e, f) = curve
    return (width - a, b), (width - c, d), (width - e, f)
