"""Turns the words of other programs into plain text: no HTML, no Markdown, nothing unseen."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from wayfolio.load.nodes import FORBIDDEN, HIDING, is_seen

LONGEST_TITLE = 80
"""Signs. What is longer is cut to its first sentence, or to whole words."""
_BLOCK_NAMES = """
    address article blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre
    section table tbody tfoot thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CELLS = frozenset(["td", "th"])
_INLINE_NAMES = """
    a abbr acronym b big bdi bdo cite code data del dfn em font i input ins kbd label mark math q s
    samp small span strike strong sub sup time tt u var wbr iframe object embed video audio source
    svg path body html head center button form nobr caption col colgroup o:p
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_UNREAD = frozenset(["script", "style", "title", "template"])
_SEPARATOR_ROW = re.compile(r"[|:\s-]*-[|:\s-]*")
_LINE_MARKS = re.compile(r"^(?:#{1,6}[ \t]+|[*+-][ \t]+(?:\[[ xX]\][ \t]+)?|>[ \t]?)+")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,200}\")?\)")
_STRESSED = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,2000})(?<=[^\s*])\1(?![\w*])")
_UNDERLINED = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_\n]{1,2000})(?<=[^\s_])\1(?![\w_])")
_QUOTED = re.compile(r"(?<!`)(`{1,2})(?=[^`])([^`\n]{1,2000})\1(?!`)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]#|<>~])")
_SENTENCE = re.compile(r"[^.!?。！？]{3,}?[.!?。！？]+(?=\s|$)")  # noqa: RUF001 - Chinese full stops
_SURROGATES = re.compile("[\ud800-\udfff]")


def plain_line(text: str) -> str:
    """Return a text on one line, without markup and without signs that a school cannot write."""
    return " ".join(" ".join(_lines_of(text)).split())


def title_of(text: str) -> str:
    """Return a title for a text: all of a short one, else its first line, sentence or words."""
    lines = _lines_of(text)
    whole = " ".join(lines)
    if len(lines) < 2 and len(whole) <= LONGEST_TITLE:
        return whole
    first = lines[0] if lines else ""
    sentence = _SENTENCE.match(first)
    if sentence is not None and len(sentence[0]) <= LONGEST_TITLE:
        return sentence[0]
    if len(first) <= LONGEST_TITLE:
        return first
    return f"{first[:LONGEST_TITLE].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def clean_signs(text: str) -> str:
    """Return a text without the characters that no file of a school may have.

    A text of characters that nobody sees is empty.
    """
    if text.isascii() and text.isprintable():
        return text
    readable = _SURROGATES.sub("", text).replace("\u2028", "\n").replace("\u2029", "\n")
    readable = readable.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    cleaned = HIDING.sub("", FORBIDDEN.sub("", readable))
    return cleaned if is_seen(cleaned) else ""


def _lines_of(text: str) -> list[str]:
    """Return the lines of a text that hold words, each without markup."""
    readable = clean_signs(text)
    if "<" in readable or "&" in readable:
        readable = clean_signs(_without_tags(readable))
    lines = (" ".join(_without_marks(line).split()) for line in readable.splitlines())
    return [line for line in lines if line]


# ---- HTML ----------------------------------------------------------------------------------------


class _TextCollector(HTMLParser):
    """Collects the words of HTML. What looks like a tag and is none stays as it is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self.unread += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append(" | ")
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")
        elif tag not in _INLINE:
            self.handle_data(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNREAD:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self.unread = max(0, self.unread - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.parts.append(data)


def _without_tags(text: str) -> str:
    words = _TextCollector()
    words.feed(text)
    words.close()
    return "".join(words.parts)


# ---- Markdown ------------------------------------------------------------------------------------


def _without_marks(line: str) -> str:
    """Return a line of Markdown as it reads. `2*3*4` and `a_b_c` are no marks."""
    bare = line.strip()
    if _SEPARATOR_ROW.fullmatch(bare):
        return ""
    if "|" in bare:
        bare = ", ".join(_cells_of(bare))
    bare = _LINE_MARKS.sub("", bare)
    for pattern, kept in ((_LINK, r"\1"), (_QUOTED, r"\2"), (_STRESSED, r"\2")):
        bare = pattern.sub(kept, bare)
    return _ESCAPED.sub(r"\1", _UNDERLINED.sub(r"\2", bare))


def _cells_of(line: str) -> Iterator[str]:
    """Yield the cells of a table's row; a line with a bar in it that is no row stays whole."""
    if not (line.startswith("|") or line.endswith("|")):
        yield line
        return
    for cell in line.split("|"):
        if cell.strip():
            yield cell.strip()
