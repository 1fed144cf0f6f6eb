"""Whether a learner's text can be followed by ear: headings, links and tables."""

import re
from collections.abc import Iterator
from html import unescape

import comrak

from wayfolio.model.diagnostics import Diagnostic, Location, Severity
from wayfolio.model.portfolio import Evidence
from wayfolio.model.rules import Rule

EXTENSIONS = comrak.ExtensionOptions(table=True, strikethrough=True, tasklist=True, footnotes=True)
HEADING = re.compile(r"<h([1-6])")
HEAD_CELL = re.compile(r"<th\b[^>]*>(.*?)</th>", re.S)
LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.S)
TAG = re.compile(r"<[^>]*>")
SAYS_NOTHING = frozenset(
    [
        *("here", "click", "click here", "this", "this link", "link", "read more", "more"),
        *("aquí", "haz clic aquí", "este enlace", "enlace", "más", "leer más"),
    ]
)


def check_prose(item: Evidence) -> Iterator[Diagnostic]:
    """Give what somebody who hears the text read would miss. None of it stops a build."""
    # HTML is made twenty times as fast as a tree with places, which only a mistake needs.
    if may_be_wrong(comrak.markdown_to_html(item.body, EXTENSIONS)):
        yield from by_tree(item)


def by_tree(item: Evidence) -> Iterator[Diagnostic]:
    """Give the same for a text that has been taken apart into a tree with places."""
    level = 1
    left = [comrak.parse_document(item.body, EXTENSIONS)]
    while left:
        node = left.pop()
        value = node.node_value
        # What stands in a picture is the text in its place, in which nothing is a link.
        if not isinstance(value, comrak.Image):
            left.extend(reversed(node.children))
        if isinstance(value, comrak.Heading):
            now = max(2, value.value.level)
            if now > level + 1:
                yield _heading(item, node, now, level)
            level = now
        elif isinstance(value, comrak.Link):
            yield from _link(item, node)
        elif isinstance(value, comrak.TableRow) and value.value:
            yield from _header(item, node)


def may_be_wrong(html: str) -> bool:
    """Whether a text, as HTML without raw HTML, may hold what is told here: rather yes than no."""
    if "footnote-ref" in html:  # a link within a link
        return True
    level = 1
    for heading in HEADING.finditer(html):
        now = max(2, int(heading[1]))
        if now > level + 1:
            return True
        level = now
    if any(_words(cell[1]) == "" for cell in HEAD_CELL.finditer(html)):
        return True
    links = (_words(link[1]).rstrip(".…!:").casefold() for link in LINK.finditer(html))
    return any(words == "" or words in SAYS_NOTHING for words in links)


def _words(html: str) -> str:
    return " ".join(unescape(TAG.sub("", html)).split())


def _warning(
    item: Evidence, node: comrak.AstNode, rule: Rule, message: str, hint: str
) -> Diagnostic:
    start = node.sourcepos.start
    return Diagnostic(
        at=Location(item.at.path, start.line + item.body_line - 1, start.column),
        rule=rule,
        severity=Severity.WARNING,
        message=message,
        hint=hint,
    )


def _heading(item: Evidence, node: comrak.AstNode, now: int, before: int) -> Diagnostic:
    message = f"a heading of level {now} stands below one of level {before}"
    if before == 1:
        message = f"the first heading is one of level {now}"
    hint = f"begin it with {'#' * (before + 1)}, so that no level is left out"
    return _warning(item, node, Rule.HEADING_ORDER, message, hint)


def _link(item: Evidence, node: comrak.AstNode) -> Iterator[Diagnostic]:
    words = text_of(node).strip().rstrip(".…!:").casefold()
    if not words or words in SAYS_NOTHING:
        message = (
            f"the link “{words}” does not say where it leads" if words else "a link has no words"
        )
        hint = "write into [ ] what is there, for example [the bus timetable](…)"
        yield _warning(item, node, Rule.LINK_TEXT, message, hint)


def _header(item: Evidence, node: comrak.AstNode) -> Iterator[Diagnostic]:
    cells = [text_of(cell).strip() for cell in node.children]
    # The corner of a table with words on two sides is often left empty.
    if any(not cell for cell in cells[1:]) or not any(cells):
        message = "a column of this table has no heading"
        hint = "write into the table's first row what each column holds"
        yield _warning(item, node, Rule.TABLE_HEADER, message, hint)


def text_of(node: comrak.AstNode) -> str:
    """Return the words of a node and of all that stands in it."""
    words, left = [], [node]
    while left:
        part = left.pop()
        left.extend(reversed(part.children))
        if isinstance(part.node_value, comrak.Text | comrak.Code):
            value = part.node_value.value
            words.append(value if isinstance(value, str) else value.literal)
        elif isinstance(part.node_value, comrak.SoftBreak | comrak.LineBreak):
            words.append(" ")
    return "".join(words)
