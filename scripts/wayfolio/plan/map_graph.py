"""The column of each place on a map: after everything that comes before it."""

from collections.abc import Iterable, Mapping, Sequence

from wayfolio.model.maps import MapEdge


def remove_loops(names: Sequence[str], edges: Iterable[MapEdge]) -> tuple[MapEdge, ...]:
    """Return the edges without those that would close a loop.

    The order of `names` decides which edges go, so that the choice is stable.
    """
    after: dict[str, list[MapEdge]] = {name: [] for name in names}
    for edge in edges:
        if edge.start in after and edge.end in after and edge.start != edge.end:
            after[edge.start].append(edge)
    closing = _closing_edges(names, after)
    return tuple(edge for name in names for edge in after[name] if edge not in closing)


def _closing_edges(names: Sequence[str], after: Mapping[str, Sequence[MapEdge]]) -> set[MapEdge]:
    """Return the back edges of a depth-first search."""
    closing: set[MapEdge] = set()
    seen: set[str] = set()
    for root in names:
        trail = {} if root in seen else {root: iter(after[root])}
        seen.add(root)
        while trail:
            name = next(reversed(trail))
            edge = next(trail[name], None)
            if edge is None:
                del trail[name]
            elif edge.end in trail:
                closing.add(edge)
            elif edge.end not in seen:
                seen.add(edge.end)
                trail[edge.end] = iter(after[edge.end])
    return closing


def depths(names: Sequence[str], edges: Iterable[MapEdge]) -> Mapping[str, int]:
    """Return the length of the longest path to each name, after cutting loops."""
    onward = remove_loops(names, edges)
    before: dict[str, list[str]] = {name: [] for name in names}
    after: dict[str, list[str]] = {name: [] for name in names}
    for edge in onward:
        before[edge.end].append(edge.start)
        after[edge.start].append(edge.end)
    left = {name: len(starts) for name, starts in before.items()}
    depth = dict.fromkeys(names, 0)
    pending = [name for name in names if not left[name]]
    for name in pending:
        for end in after[name]:
            depth[end] = max(depth[end], depth[name] + 1)
            left[end] -= 1
            if not left[end]:
                pending.append(end)
    return depth
