"""What readers see of a text of Markdown or HTML, and the way back to the text as it is written.

`Z*e*bulon`, `Z&#101;bulon` and `Ze<!-- -->bulon` all read as one word.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape

from msgspec import Struct

MARKUP = re.compile(
    r"""
    <!--.*?-->                                    # a comment
    | \u202e[^\u202c\n]*\u202c?                   # from right to left, whatever it is
    | <bdo\b(?=[^<>]*rtl)[^<>]*+>[^<>]*</bdo>
    | </?[a-zA-Z][^<>]*>                          # a tag
    | &\#?\w+;?                                   # an entity
    | \\(?:[^\w\s]|_)?                            # an escape
    | !?\[                                        # a link begins
    | \](?:\([^()\n]*\)|\[[^\]\n]*\])?            # a link ends
    | ([*_~`^=+])\1*                              # emphasis, code, a mark
    | [{}]
    """,
    re.S | re.X,
)
SIGNS = dict.fromkeys(map(ord, "\\*_~`^=+{}[]"))
LINK = re.compile(r"\](?:\([^()\n]*\)|\[[^\]\n]*\])")
ELEMENT = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.S)
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
COMMENT, COMMENT_END = "<!--", "-->"
NO_COMMENT = "<!-\0"
"""As long as the beginning of a comment, and the beginning of none."""
VOID = frozenset(["br", "wbr", "img", "hr", "input"])
"""Elements without an end."""


class _Part(Struct, frozen=True):
    """A part of a text: where it stands as it is seen, and as it is written."""

    seen: int
    start: int
    end: int
    is_plain: bool
    """Whether it is seen as it is written, sign by sign."""


class SeenText(Struct, frozen=True):
    """A text as readers see it."""

    text: str
    parts: tuple[_Part, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the seen text stands in the text as it is written."""
        return self._part_at(start)[0], self._part_at(end - 1)[1]

    def _part_at(self, at: int) -> tuple[int, int]:
        part = self.parts[bisect_right(self.parts, at, key=lambda part: part.seen) - 1]
        if not part.is_plain:
            return part.start, part.end
        start = part.start + at - part.seen
        return start, start + 1


def see_roughly(written: str) -> str:
    """Return a text nearly as readers see it, in a fraction of the time that `see_text` takes."""
    text = LINK.sub("", written) if "](" in written or "][" in written else written
    text = text.translate(SIGNS)
    if "\u202e" in text or "<bdo" in text:
        return f"{text} {text[::-1]}"
    if "<" in text:
        text = ELEMENT.sub("", _hide_open_comments(text)).replace(NO_COMMENT, COMMENT)
    return unescape(text) if "&" in text else text


def see_text(written: str) -> SeenText | None:
    """Return a text as readers see it; None if that is the text as it is written."""
    if next(_find_markup(written), None) is None:
        return None
    pieces: list[str] = []
    parts: list[_Part] = []
    seen = 0
    for piece, start, end in _split(written):
        is_plain = end - start == len(piece) and written.startswith(piece, start)
        if piece:
            parts.append(_Part(seen, start, end, is_plain))
            pieces.append(piece)
            seen += len(piece)
    text = "".join(pieces)
    return None if text == written else SeenText(text, tuple(parts))


def _split(written: str) -> Iterator[tuple[str, int, int]]:
    """Yield each part of a text as it is seen, and where it stands as it is written."""
    at = 0
    for start, end in _find_markup(written):
        yield written[at:start], at, start
        yield _see(written[start:end]), start, end
        at = end
    yield written[at:], at, len(written)


def _find_markup(written: str) -> Iterator[tuple[int, int]]:
    """Yield where each piece of markup begins and ends."""
    return (markup.span() for markup in MARKUP.finditer(_hide_open_comments(written)))


def _hide_open_comments(written: str) -> str:
    """Return a text, of the same length, in which no comment begins that has no end.

    A pattern would read the rest of the text for each of many such beginnings.
    """
    last = written.rfind(COMMENT_END) + 1
    return written[:last] + written[last:].replace(COMMENT, NO_COMMENT)


def _see(markup: str) -> str:
    """Return what readers see of a piece of markup: nothing, but for these."""
    if markup.startswith("&"):
        return unescape(markup)
    if markup.startswith("\u202e"):
        return markup.strip("\u202e\u202c")[::-1]
    return ELEMENT.sub("", markup)[::-1] if markup.endswith("</bdo>") else ""


def replace_part(written: str, start: int, end: int, shown: str) -> tuple[str, int]:
    """Return what stands in the place of a part of a text, and where the rest of it begins."""
    shown += _find_open_markup(written[start:end])
    link = LINK.match(written, end)
    if link is not None and shown.endswith("["):
        # Nothing is left of the link.
        return shown.removesuffix("["), link.end()
    # “Teo.” is not to become “N..”
    is_twice = shown.endswith(".") and written.startswith(".", end)
    return shown, end + is_twice


def _find_open_markup(written: str) -> str:
    """Return the markup of a part of a text that begins or ends outside of that part.

    With it, what is put in that part's place stands in the same emphasis or link.
    """
    left: list[str] = []
    for start, end in _find_markup(written):
        sign = written[start:end]
        if sign[0] in "&\\\u202e" or sign.startswith(("<!--", "<bdo")) or _is_void(sign):
            continue
        if left and _closes(left[-1], sign):
            left.pop()
        else:
            left.append(sign)
    return "".join(left)


def _is_void(sign: str) -> bool:
    tag = TAG.match(sign)
    return tag is not None and tag[2].lower() in VOID


def _closes(first: str, last: str) -> bool:
    """Whether a piece of markup ends what another has begun."""
    begin, end = TAG.match(first), TAG.match(last)
    if begin and end:
        return not begin[1] and bool(end[1]) and begin[2].lower() == end[2].lower()
    if first.endswith("[") or first == "{":
        return last.startswith("]" if first.endswith("[") else "}")
    return first == last and first[0] in "*_~`^=+"
