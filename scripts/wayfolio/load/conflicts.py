"""Finds the lines that git leaves in a file where it could not merge two versions."""

import re

MESSAGE = "git could not merge this part"
HINT = "keep one of the two, and delete the marker lines"
_MARKER = re.compile(r"^((<{7}|>{7})( .*)?|\|{7} [^|]+)$", re.MULTILINE)
"""Seven | alone are an empty row of a table."""
_BETWEEN = re.compile(r"^={7}$", re.MULTILINE)
"""Alone it may be the line below a heading in Markdown."""


def find_conflict(text: str, *, is_markdown: bool) -> int | None:
    """Return the line (from 1) of the first marker of a conflict, or None if there is none.

    `text`: with plain line ends. `is_markdown`: whether a line of seven = may mean a heading.
    """
    if not any(marker in text for marker in ("<<<<<<<", ">>>>>>>", "|||||||", "=======")):
        return None
    marker = _MARKER.search(text)
    if marker is None and not is_markdown:
        marker = _BETWEEN.search(text)
    return None if marker is None else text.count("\n", 0, marker.start()) + 1
