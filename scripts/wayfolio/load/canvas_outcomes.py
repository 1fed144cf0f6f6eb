"""Reads outcomes that Canvas exports, or that somebody has written for Canvas (CSV).

Groups become areas, or competencies with the outcomes below them as skills. An outcome right below
an area is a competency by itself.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct, field

from wayfolio.load.introspection import NUMBER
from wayfolio.load.plain_words import plain_line, title_of
from wayfolio.load.school_codes import is_machine_code, origin_of
from wayfolio.load.tables import NotReadable, Row, read_table, table_file
from wayfolio.model.counts import count_of, times_of
from wayfolio.model.frameworks import Level
from wayfolio.model.import_report import CellAt
from wayfolio.model.imported_frameworks import (
    FrameworkSource,
    Outline,
    OutlinedArea,
    OutlinedCompetency,
    OutlinedSkill,
)

FIELDS = {
    "guid": ("vendor_guid",),
    "type": ("object_type",),
    "title": ("title",),
    "canvas id": ("canvas_id",),
    "description": ("description",),
    "friendly": ("friendly_description",),
    "display": ("display_name",),
    "method": ("calculation_method",),
    "method number": ("calculation_int",),
    "state": ("workflow_state",),
    "parents": ("parent_guids",),
    "mastery": ("mastery_points",),
    "ratings": ("ratings",),
}
NO_GROUP = "no-group"
"""The origin of the area for outcomes that are in none."""
_CODE_AHEAD = re.compile(
    r"([A-Z][A-Za-z]{0,9}(?:[.-][A-Za-z0-9]{1,8}){1,6}|[A-Z]{1,5}\d{1,3})[:\s]"
)


class _Node(Struct):
    """A row that is taken, with the rows below it."""

    row: Row
    below: list["_Node"] = field(default_factory=list)
    depth: int = 0
    """1 for what is in no group."""

    @property
    def is_group(self) -> bool:
        return self.row["type"].casefold() == "group"


def read_canvas_outcomes(source: FrameworkSource) -> Outline:
    """Return an outcomes file. Errors: NotReadable."""
    needed = ["guid", "type", "title"]
    file = table_file(source.file)
    report, encoding = source.report, source.encoding
    table = read_table(file, FIELDS, needed, report, encoding, is_open_ended=True)
    nodes = _read_nodes(list(table.rows), source)
    tops = _arrange(nodes, source)
    title = source.area or source.file.stem
    areas = list(_areas(tops, title, source))
    if not areas:
        raise NotReadable(f"{source.file} has no outcome that is in use")
    _tell_unplaced(nodes.values(), source)
    return Outline(title=title, program="Canvas", areas=tuple(areas))


def _read_nodes(rows: Sequence[Row], source: FrameworkSource) -> dict[str, _Node]:
    """Return the rows that can be taken, by their guids."""
    nodes: dict[str, _Node] = {}
    for row in rows:
        if why := _find_obstacle(row, nodes):
            source.report.leave(row["title"] or row["guid"] or "the row", *why, row.at())
        else:
            nodes[row["guid"]] = _Node(row)
    return nodes


def _find_obstacle(row: Row, nodes: Mapping[str, _Node]) -> tuple[str, str] | None:
    """Return why a row cannot be taken, and what to do; None if it can."""
    if row["state"].casefold() == "deleted":
        return "it is deleted in Canvas", ""
    if row["type"].casefold() not in ("group", "outcome"):
        return f"“{row['type']}” is no type", "write group or outcome under object_type"
    if not title_of(row["title"]) or not row["guid"]:
        return "it has no title or no vendor_guid", "fill them in"
    if row["guid"] in nodes:
        where = f"line {nodes[row['guid']].row.line}"
        return f"its vendor_guid is that of {where}", "give it one of its own"
    return None


# ---- who is in which group -----------------------------------------------------------------------


def _arrange(nodes: Mapping[str, _Node], source: FrameworkSource) -> list[_Node]:
    """Put each row below its group, and return those that are in none.

    A row in several groups is taken once, in the deepest.
    """
    parents = {guid: _known_parents(node, nodes, source) for guid, node in nodes.items()}
    depths: dict[str, int] = {}
    for guid in nodes:
        _measure_depth(guid, parents, depths)
    tops = []
    for guid, node in nodes.items():
        node.depth = depths[guid]
        if not node.depth:
            source.report.leave(node.row["title"], "its groups go in a circle", "", node.row.at())
        elif own := [parent for parent in parents[guid] if depths[parent]]:
            # A deeper group of a group may be within it.
            first = own[0] if node.is_group else max(own, key=lambda parent: depths[parent])
            nodes[first].below.append(node)
            _tell_further_groups(node, own, source)
        else:
            tops.append(node)
    return tops


def _known_parents(node: _Node, nodes: Mapping[str, _Node], source: FrameworkSource) -> list[str]:
    own: dict[str, None] = {}
    for guid in node.row["parents"].split():
        if guid in nodes and nodes[guid].is_group:
            own[guid] = None
        else:
            why = f"it is in no group {guid} of this file"
            source.report.leave(f"a place of {node.row['title']}", why, "", node.row.at("parents"))
    return list(own)


def _measure_depth(
    start: str, parents: Mapping[str, Sequence[str]], depths: dict[str, int]
) -> None:
    """Set how deep a row stands, and all above it; 0 where its first groups go in a circle."""
    path: dict[str, None] = {}
    guid = start
    while guid not in depths and guid not in path and parents[guid]:
        path[guid] = None
        guid = parents[guid][0]
    if guid in path:
        depths.update(dict.fromkeys(path, 0))
        return
    depth = depths.setdefault(guid, 1)
    for below in reversed(path):
        depth = depth + 1 if depth else 0
        depths[below] = depth


def _tell_further_groups(node: _Node, own: Sequence[str], source: FrameworkSource) -> None:
    if len(own) > 1:
        what = f"{count_of(len(own) - 1, 'further place')} of {node.row['title']}"
        why = f"it is in {len(own)} groups, and is taken once, in the deepest"
        source.report.leave(what, why, "", node.row.at("parents"))


# ---- three tiers ---------------------------------------------------------------------------------


def _areas(tops: Sequence[_Node], title: str, source: FrameworkSource) -> Iterator[OutlinedArea]:
    """Yield groups as areas; outcomes in no group are competencies of one more."""
    lone = [_competency(node, source) for node in tops if not node.is_group]
    for node in tops:
        if node.is_group and not _tell_empty(node, source):
            kept = [child for child in node.below if not _tell_empty(child, source)]
            yield _area(node, tuple(_competency(child, source) for child in kept))
    if lone:
        yield OutlinedArea(called=title, origins=(NO_GROUP,), title=title, competencies=tuple(lone))


def _tell_empty(node: _Node, source: FrameworkSource) -> bool:
    """Tell a group in which no outcome is, and the groups in it; say whether it is one."""
    within = list(_descend(node))
    if not node.is_group or any(not deeper.is_group for deeper in within):
        return False
    for group in (node, *within):
        why = "no outcome is in this group"
        source.report.leave(group.row["title"], why, "", group.row.at())
    return True


def _descend(node: _Node) -> Iterator[_Node]:
    """Yield all that is below one, however deep, in the order of the file."""
    waiting = list(reversed(node.below))
    while waiting:
        deeper = waiting.pop()
        yield deeper
        waiting.extend(reversed(deeper.below))


def _area(node: _Node, competencies: tuple[OutlinedCompetency, ...]) -> OutlinedArea:
    row = node.row
    return OutlinedArea(
        called=row["title"],
        origins=_origins(row),
        code=_code(row),
        at=row.at(),
        title=title_of(row["title"]),
        about=plain_line(row["description"]),
        competencies=competencies,
    )


def _competency(node: _Node, source: FrameworkSource) -> OutlinedCompetency:
    row = node.row
    return OutlinedCompetency(
        called=row["title"],
        origins=_origins(row),
        code=_code(row),
        at=row.at(),
        title=title_of(row["title"]),
        statement=plain_line(row["description"]) or plain_line(row["friendly"]),
        levels={} if node.is_group else _levels(row, source),
        skills=tuple(_skills(node, source)),
    )


def _skills(node: _Node, source: FrameworkSource) -> Iterator[OutlinedSkill]:
    """Yield the outcomes of a group, however deep; groups in it have no tier here."""
    for deeper in _descend(node):
        row = deeper.row
        if deeper.is_group:
            why = f"a group so deep has no tier here; its outcomes are in {node.row['title']}"
            source.report.leave(row["title"], why, "", row.at())
            continue
        title, said = plain_line(row["title"]), plain_line(row["description"])
        is_said = not said or said.startswith(title)
        yield OutlinedSkill(
            called=row["title"],
            origins=_origins(row),
            code=_code(row),
            at=row.at(),
            statement=said or title if is_said else f"{title}: {said}",
            levels=_levels(row, source),
        )


def _origins(row: Row) -> tuple[str, ...]:
    """Return by what Canvas knows a row: its number first, as results name it."""
    guid = origin_of(row["guid"])
    number = row["canvas id"]
    if number and re.fullmatch(r"\d{1,20}", number):
        kind = "canvas_outcome_group" if row["type"].casefold() == "group" else "canvas_outcome"
        return tuple(dict.fromkeys((f"{kind}:{number}", guid)))
    return (guid,)


def _code(row: Row) -> str:
    """Return the code that people read: the guid, or what stands ahead of the title."""
    if not is_machine_code(row["guid"]):
        return row["guid"]
    ahead = _CODE_AHEAD.match(row["title"])
    return ahead[1] if ahead and any(map(str.isdigit, ahead[1])) else ""


def _levels(row: Row, source: FrameworkSource) -> Mapping[Level, str]:
    """Return the words for levels: behind the column `ratings` stand points and words in turn."""
    cells = row.cells_from("ratings") if "ratings" in row.columns else []
    levels = {}
    for points, words in zip(cells[::2], [*cells[1::2], ""], strict=False):
        number = points.replace(",", ".")
        number = re.sub(r"\.0+$", "", number)
        if re.fullmatch(NUMBER, number) and plain_line(words):
            levels[Fraction(number)] = plain_line(words)
        elif points or words:
            why = f"“{points}” with “{words}” is no level: points, then words"
            at = CellAt(row.file, row.line, "ratings")
            source.report.leave(f"a rating of {row['title']}", why, "", at)
    return dict(sorted(levels.items()))


def _tell_unplaced(nodes: Iterable[_Node], source: FrameworkSource) -> None:
    """Tell by kind what else the file says."""
    left: Counter[tuple[str, str, str]] = Counter()
    for row in (node.row for node in nodes):
        if row["method"]:
            words = f"calculation {row['method']} {row['method number']}".strip()
            mend = "choose how ratings count with --policy"
            left[words, "a policy decides here how ratings count", mend] += 1
        if row["mastery"]:
            words = f"mastery at {row['mastery']} points"
            left[words, "ready_at of the scale decides here", ""] += 1
        if row["friendly"] and row["description"]:
            left["friendly description", "the description is taken", ""] += 1
        if row["display"] and row["display"] != row["title"]:
            left["display name", "the title is taken", ""] += 1
    at = CellAt(str(source.file))
    for (words, why, mend), count in left.items():
        source.report.leave(f"{words}, {times_of(count)}", why, mend, at)
