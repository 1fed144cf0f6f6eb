"""Keeps the HTML tags of a Markdown text that GitHub keeps, and nothing else of its HTML."""

import re
from collections.abc import Iterator
from html import escape, unescape

from msgspec import Struct

KEPT = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption "
        "figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small "
        "span strike strong sub summary sup table tbody td tfoot th thead time tr tt ul var "
        "wbr",
    )
)
TYPED = frozenset(
    re.findall(
        r"\w+",
        "script style textarea title xmp iframe noembed noframes plaintext",
    )
)
"""What GitHub shows as it was typed, since browsers read no markup in them."""
VOID = frozenset(["br", "hr", "wbr"])
END_BY_THEMSELVES = frozenset(
    re.findall(
        r"\w+",
        "dd dt li p rp rt tbody td tfoot th thead tr",
    )
)
DEEPEST = 30

TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)"
    r"((?:[\s/]++|[^\s/>][^\s/>=]*+"
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\s>]*+))?+)*+)(>?)"
)
ATTRIBUTE = re.compile(r"([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+")
COUNT = re.compile("[0-9]{1,3}")
VALUES = {
    ("", "dir"): re.compile("ltr|rtl|auto"),
    ("", "lang"): re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}"),
    ("a", "href"): re.compile(r"[^\s<>\"]+"),
    ("details", "open"): re.compile(".*"),
    ("ol", "start"): COUNT,
    ("td", "colspan"): COUNT,
    ("td", "rowspan"): COUNT,
    ("th", "colspan"): COUNT,
    ("th", "rowspan"): COUNT,
}
"""(tag, attribute) -> what may stand in it; without a tag, in any of them."""


class UnshownTag(Struct, frozen=True):
    """A tag that is not shown: where it begins in its piece of HTML, and its name."""

    offset: int
    name: str
    written: str


class TagFilter:
    """Reads the HTML of one text, piece by piece, and remembers which tags are open."""

    def __init__(self) -> None:
        self.open: list[tuple[int, str]] = []
        """Where each was opened, as the number of its piece, and its name."""
        self.pieces = 0

    def clean(self, html: str) -> tuple[str, list[UnshownTag]]:
        """Return a piece of HTML with the tags that are kept, and those that are not."""
        written: list[str] = []
        unshown: list[UnshownTag] = []
        at = 0
        for tag in TAG.finditer(html):
            written.append(html[at : tag.start()].replace("<", "&lt;"))
            at = tag.end()
            shown = self._shown(tag)
            written.append(shown if shown is not None else _in_place_of(tag))
            if shown is None and not tag[1]:
                unshown.append(UnshownTag(tag.start(), tag[2].lower(), tag[0]))
        self.pieces += 1
        return "".join([*written, html[at:].replace("<", "&lt;")]), unshown

    def _shown(self, tag: re.Match[str]) -> str | None:
        """Return a tag as it is shown, or None where it is not kept."""
        name = tag[2].lower()
        if name not in KEPT or not tag[4]:
            return None
        if name in VOID:
            return "" if tag[1] else f"<{name}>"
        if name not in END_BY_THEMSELVES and not self._count(name, is_end=bool(tag[1])):
            return ""
        return f"</{name}>" if tag[1] else f"<{name}{''.join(_attributes(name, tag[3]))}>"

    def _count(self, name: str, *, is_end: bool) -> bool:
        """Open or close an element; return whether that can be."""
        if not is_end:
            if len(self.open) == DEEPEST:
                return False
            self.open.append((self.pieces, name))
            return True
        at = next((at for at in reversed(range(len(self.open))) if self.open[at][1] == name), None)
        if at is not None:
            del self.open[at:]
        return at is not None


def _in_place_of(tag: re.Match[str]) -> str:
    """Return what stands in the place of a tag that is not kept."""
    if tag[2].lower() in TYPED or not tag[4]:
        return escape(tag[0], quote=False)
    if tag[2].lower() == "img":
        return escape(dict(read_attributes(tag[3])).get("alt", ""))
    return ""


def _attributes(name: str, written: str) -> Iterator[str]:
    for key, value in read_attributes(written):
        known = VALUES.get((name, key)) or (VALUES.get(("", key)) if name != "a" else None)
        if known is not None and known.fullmatch(value):
            yield f' {key}="{escape(value)}"'


def read_attributes(written: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes of a tag with their values, nothing escaped, each once."""
    seen: set[str] = set()
    for attribute in ATTRIBUTE.finditer(written):
        key = attribute[1].lower()
        if key not in seen:
            seen.add(key)
            yield key, unescape((attribute[2] or "").strip("\"'"))
