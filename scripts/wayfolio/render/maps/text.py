"""Texts in nodes, broken into lines that fit. A table of widths replaces the font's metrics."""

import unicodedata

from msgspec import Struct

NODE_WIDTH = 152
GUTTER = 44
"""Between two columns, in pixels."""
PADDING = 10
SIZE = 13
"""The font size of titles, in pixels."""
SMALL = 12
MOST_LINES = 5

NARROW = frozenset("iljtfrI.,:;'!|()[]- ‘’“”·")
BROAD = frozenset("mwMWQO@%&—×")


class Label(Struct, frozen=True, kw_only=True):
    """The lines within a node, from above."""

    over: str
    """A code or a grade; empty where there is none."""
    title: tuple[str, ...]
    under: str
    """What it gives or requires; may be empty."""
    dots: bool
    """Whether a row of dots shows its parts."""
    stated: bool
    """Whether there is a line for a state: whenever the map has a learner."""

    @property
    def height(self) -> int:
        """Return the height of a node in pixels, whatever its state."""
        rows = 16 * len(self.title) + 15 * (bool(self.over) + bool(self.under) + self.dots)
        return PADDING * 2 + rows + (19 if self.stated else 0) - 3


def space_for_text(columns: int) -> int:
    """Return how wide a text may be in a node that covers some columns."""
    return columns * (NODE_WIDTH + GUTTER) - GUTTER - 2 * PADDING


def width_of(text: str, size: int) -> float:
    """Return an estimate of a text's width in pixels, rather too wide than too narrow."""
    return sum(map(_em, text)) * size


def _em(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return 0
    if unicodedata.east_asian_width(sign) in ("W", "F"):
        return 1.05
    if sign in NARROW:
        return 0.38
    if sign in BROAD:
        return 0.95
    return 0.72 if sign.isupper() or sign.isdigit() else 0.61


def wrap_text(
    text: str, size: int = SIZE, width: int = NODE_WIDTH - 2 * PADDING
) -> tuple[str, ...]:
    """Return text in at most five lines no wider than `width`, with an ellipsis if it is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width_of(line, size) > width:
            head = _fitting_start(line, size, width)
            lines.append(head)
            line = line[len(head) :]
    lines = [*lines, line] if line else lines
    if len(lines) > MOST_LINES:
        lines = [
            *lines[: MOST_LINES - 1],
            shorten_text(" ".join(lines[MOST_LINES - 1 :]), size, width),
        ]
    return tuple(lines)


def shorten_text(text: str, size: int, width: int = NODE_WIDTH - 2 * PADDING) -> str:
    """Return text in one line, with an ellipsis if it is cut."""
    if width_of(text, size) <= width:
        return text
    return _fitting_start(text, size, width - size).rstrip() + "…"


def _fitting_start(text: str, size: int, width: float) -> str:
    """Return the longest prefix that fits, at least one character."""
    used = 0.0
    for place, sign in enumerate(text):
        used += _em(sign) * size
        if used > width:
            return text[: max(1, place)]
    return text
