"""Where in a YAML file one more entry of a list would be written."""

from msgspec import Struct

from wayfolio.load import nodes
from wayfolio.load.files import Folder, is_file, read


class InsertionPoint(Struct, frozen=True):
    """Before which line an entry is to stand, and how far it is indented."""

    line: int | None
    """None at the end of the file."""
    indent: int
    is_there: bool
    """Whether the list is there already."""


def find_insertion_point(folder: Folder, name: str, key: str) -> InsertionPoint | None:
    """Return where an entry of the list `key` belongs; None where it cannot be told.

    Where the list is written within [ ], or the file cannot be read, it cannot.
    """
    try:
        text = nodes.scalar_text(read(folder, name), name) if is_file(folder, name) else "-"
        node, _ = nodes.parse(text, name)
    except nodes.Unreadable:
        return None
    if not isinstance(node, nodes.Mapping):
        return None
    positions = [number for number, (own, _) in enumerate(node.items) if own.text == key]
    if not positions:
        return InsertionPoint(None, 2, is_there=False)
    value = node.items[positions[0]][1]
    lines = text.split("\n")
    is_by_line = isinstance(value, nodes.Sequence) and bool(value.items)
    if not is_by_line or lines[value.line - 1][value.column - 1] != "-":
        return None
    later = node.items[positions[0] + 1 :]
    following = later[0][0].line if later else None
    return InsertionPoint(_after_last(lines, following), value.column - 1, is_there=True)


def _after_last(lines: list[str], following: int | None) -> int | None:
    """Return the line behind a list's last entry; comments before the next key stay with that."""
    if following is None:
        return None
    at = following
    while at > 1 and (not lines[at - 2].strip() or lines[at - 2].lstrip().startswith("#")):
        at -= 1
    return at
