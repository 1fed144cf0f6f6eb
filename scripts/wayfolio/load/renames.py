"""Keys that were called otherwise in an earlier version, and where they stand in a file."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from wayfolio.load import nodes
from wayfolio.load.files import Folder, is_file, read


class Rename(Struct, frozen=True, kw_only=True):
    """A key that has another name now."""

    folder: str
    name: str
    path: tuple[str, ...]
    """The keys that lead to it, itself the last."""
    now: str


RENAMES: Sequence[Rename] = (
    Rename(
        folder="competencies", name="school.yml", path=("calendar", "hla_windows"), now="windows"
    ),
)
"""In the order in which they came. Run again, each finds nothing more to do."""


def rename_keys(root: Folder) -> Iterator[tuple[str, bytes]]:
    """Give path and content of each file in which a key has an earlier name.

    Nothing but the key changes: comments, order, quotes and line ends stay as they are.
    """
    for rename in RENAMES:
        folder = root / rename.folder
        if not is_file(folder, rename.name):
            continue
        content = read(folder, rename.name)
        changed = _changed(content, rename)
        if changed != content:
            yield f"{rename.folder}/{rename.name}", changed


def _changed(content: bytes, rename: Rename) -> bytes:
    try:
        text = nodes.scalar_text(content, rename.name)
        node, _ = nodes.parse(text, rename.name)
    except nodes.Unreadable:
        return content  # the check tells what is wrong with it
    keys = list(_keys(node, rename.path))
    if not keys:
        return content
    lines = content.decode("utf-8").splitlines(keepends=True)
    # A byte order mark stands before the first column.
    shift = 1 if lines[0].startswith("\ufeff") else 0
    for key in sorted(keys, key=lambda key: (key.line, key.column), reverse=True):
        line = lines[key.line - 1]
        start = key.column - 1 + (shift if key.line == 1 else 0) + (1 if key.quoted else 0)
        lines[key.line - 1] = line[:start] + rename.now + line[start + len(key.text) :]
    return "".join(lines).encode()


def _keys(node: nodes.Node | None, path: Sequence[str]) -> Iterator[nodes.Scalar]:
    """Give the keys at a path."""
    if not isinstance(node, nodes.Mapping):
        return
    for key, below in node.items:
        if key.text != path[0]:
            continue
        if len(path) == 1:
            yield key
        else:
            yield from _keys(below, path[1:])
