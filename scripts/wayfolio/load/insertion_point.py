"""Finds where in a YAML file another entry of a list belongs."""

from msgspec import Struct

from wayfolio.load import nodes
from wayfolio.load.files import Folder, is_file, read


class InsertionPoint(Struct, frozen=True):
    """The line before which an entry belongs, and its indentation."""

    line: int | None
    """None at the end of the file."""
    indent: int
    is_there: bool
    """Whether the list is there already."""


def find_insertion_point(folder: Folder, name: str, key: str) -> InsertionPoint | None:
    """Return where an entry of the list `key` belongs.

    None if the file cannot be read, or the list is written within [ ].
    """
    try:
        text = nodes.scalar_text(read(folder, name), name) if is_file(folder, name) else "-"
        node, _ = nodes.parse(text, name)
    except nodes.Unreadable:
        return None
    if not isinstance(node, nodes.Mapping):
        return None
    keys = [own.text for own, _ in node.items]
    if key not in keys:
        return InsertionPoint(None, 2, is_there=False)
    position = keys.index(key)
    value = node.items[position][1]
    lines = text.split("\n")
    if not _is_line_by_line(value, lines):
        return None
    later = node.items[position + 1 :]
    following = later[0][0].line if later else None
    return InsertionPoint(_after_last(lines, following), value.column - 1, is_there=True)


def _is_line_by_line(value: nodes.Node, lines: list[str]) -> bool:
    """Whether a value is a list with an entry on each line."""
    has_entries = isinstance(value, nodes.Sequence) and bool(value.items)
    return has_entries and lines[value.line - 1][value.column - 1] == "-"


def _after_last(lines: list[str], following: int | None) -> int | None:
    """Return the line after a list's last entry; comments before the next key stay with the key."""
    if following is None:
        return None
    at = following
    while at > 1 and (not lines[at - 2].strip() or lines[at - 2].lstrip().startswith("#")):
        at -= 1
    return at
