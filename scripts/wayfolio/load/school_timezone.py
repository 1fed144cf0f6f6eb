"""Reads which time zone a school names, before everything else is read."""

import re

from wayfolio.load.files import Findings, Folder, is_file, load_tree, read
from wayfolio.load.nodes import Mapping, Scalar, Unreadable
from wayfolio.load.timezones import timezone_names
from wayfolio.model.names import Timezone

LINE = re.compile(rb"^timezone:[ \t]*([A-Za-z0-9_+/-]+)[ \t]*\r?$", re.MULTILINE)
"""As nearly everybody writes it: a school's file need not be parsed for it."""


def read_timezone(root: Folder) -> Timezone | None:
    """Return the time zone that school.yml names; None if it names none, or none that there is.

    It is read before everything else, since the day decides what the rest means.
    """
    folder = root / "competencies"
    if not is_file(folder, "school.yml"):
        return None
    content = read(folder, "school.yml")
    line = LINE.search(content)
    if line is not None:
        named = line[1].decode("ascii")
    elif b"timezone" in content:
        named = _parse_timezone(folder)
    else:
        return None
    return Timezone(named) if named in timezone_names() else None


def _parse_timezone(folder: Folder) -> str:
    try:
        tree = load_tree(folder, "school.yml", Findings())
    except Unreadable:
        return ""
    for key, value in tree.items if isinstance(tree, Mapping) else ():
        if key.text == "timezone" and isinstance(value, Scalar):
            return value.text
    return ""
