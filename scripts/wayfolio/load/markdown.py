"""Finds pictures and comments in a Markdown text, and what is nested too deeply or too wide."""

import re
from collections.abc import Iterator

import comrak

from wayfolio.media.markdown import walk
from wayfolio.model.diagnostics import Location
from wayfolio.model.portfolio import BodyPicture

COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
DEEPEST_QUOTE = 50
MOST_SIGNS = 2000
"""In one paragraph. Each sign may open a level, and so many levels stay far from the limit."""
LONGEST_LINE = 20_000
MOST_COLUMNS = 60
DELIMITERS = frozenset(" \t|:->")
"""Of the line below a table's header, which says how many columns there are: as many as it has
has each row too, however short it was typed."""


def find_too_deep(body: str) -> int | None:
    """Return the line (from 0) from which a text is nested too deep to be parsed, if it is.

    The parser goes one call deeper with each level, and tens of thousands end the process.
    """
    if sum(map(body.count, "*_~[")) <= MOST_SIGNS and body.count(">") <= DEEPEST_QUOTE:
        return None
    signs = 0
    for number, line in enumerate(body.split("\n")):
        signs = signs + len(re.findall(r"[*_~\[]", line)) if line.strip() else 0
        if signs > MOST_SIGNS or line.count(">", 0, _quotes_end(line)) > DEEPEST_QUOTE:
            return number
    return None


def find_too_wide(body: str) -> tuple[int, str] | None:
    """Return the line (from 0) of a text that would make a page swell, and what it is, if any."""
    if len(body) <= LONGEST_LINE and body.count("|") <= MOST_COLUMNS:
        return None
    for number, line in enumerate(body.split("\n")):
        if len(line) > LONGEST_LINE:
            return number, f"this line has more than {LONGEST_LINE} characters"
        if line.count("|") > MOST_COLUMNS and DELIMITERS.issuperset(line):
            return number, f"this table has more than {MOST_COLUMNS} columns"
    return None


def remove_comments(body: str) -> tuple[str, tuple[int, ...]]:
    """Return a text without its comments, and the lines (from 0) on which these begin.

    Lines keep their numbers. What looks like a comment within code is none.
    """
    if "<!--" not in body:
        return body, ()
    content = body.encode()
    starts = [0, *(match.end() for match in re.finditer(rb"\n", content))]
    removed: list[tuple[int, int]] = []
    for node in walk(comrak.parse_document(body)):
        if isinstance(node.node_value, comrak.HtmlBlock | comrak.HtmlInline):
            first, last = node.sourcepos.start, node.sourcepos.end
            start = starts[first.line - 1] + first.column - 1
            end = starts[last.line - 1] + last.column
            removed += [match.span() for match in COMMENT.finditer(content, start, end)]
    lines = tuple(content.count(b"\n", 0, start) for start, _ in sorted(removed))
    for start, end in sorted(removed, reverse=True):
        # Without a space, what stood around it could become a comment. Within a word it cannot.
        is_within = _is_of_word(content[start - 1 : start]) and _is_of_word(content[end : end + 1])
        left = b"" if is_within else b" "
        left += b"\n" * content.count(b"\n", start, end)
        content = content[:start] + left + content[end:]
    return content.decode(), lines


def _is_of_word(byte: bytes) -> bool:
    """Whether a byte is of a letter or a digit."""
    return byte.isalnum() or not byte.isascii()


def _quotes_end(line: str) -> int:
    return len(line) - len(line.lstrip("> \t-+*.)0123456789"))


def find_pictures(body: str, path: str, first_line: int) -> tuple[BodyPicture, ...]:
    """Return the pictures in `body`, which begins on `first_line` of the file."""
    if "![" not in body:
        return ()
    return tuple(
        BodyPicture(
            path=node.node_value.value.url,
            alt="".join(_words(node)),
            at=Location(
                path, node.sourcepos.start.line + first_line - 1, node.sourcepos.start.column
            ),
        )
        for node in walk(comrak.parse_document(body))
        if isinstance(node.node_value, comrak.Image)
    )


def _words(picture: comrak.AstNode) -> Iterator[str]:
    for node in walk(picture):
        if isinstance(node.node_value, comrak.Text | comrak.Code):
            value = node.node_value.value
            yield value if isinstance(value, str) else value.literal
