"""Checks that what a learner's text holds is shown: HTML, formulas, diagrams, links of wikis."""

import re
from collections.abc import Iterator

import comrak

from wayfolio.check.prose_links import check_links, place_in, place_of_tag
from wayfolio.media.author_tags import TagFilter, UnshownTag, read_attributes
from wayfolio.media.markdown import (
    MOST_FORMULAS,
    PARSING,
    is_formula,
    parse,
    read_formula,
    walk,
)
from wayfolio.model.diagnostics import Diagnostic, warning
from wayfolio.model.portfolio import Evidence, Portfolio
from wayfolio.model.rules import Rule

MAY_HOLD = re.compile(r"[<$]|\]\(|\]:|\][ \t]*\[|(?:```|~~~)[ \t]*[a-z]")
"""Without any of these, a text has nothing that is looked at here."""
WIKI = comrak.ExtensionOptions(wikilinks_title_after_pipe=True)
DRAWN_BY_GITHUB = {
    "mermaid": "this diagram",
    "geojson": "this map",
    "topojson": "this map",
    "stl": "this model",
}
"""Language of a code block -> what GitHub makes of it."""
AS_PICTURE = "save it as a picture, list it under files:, and show it with ![words](picture.png)"
PLAIN = "leave the tag out, or write it between backticks if readers are to see it"
BESIDE = "put the file beside this one and list it under files:"
INSTEAD = {
    "audio": BESIDE,
    "video": BESIDE,
    "center": "leave it out: the page decides where a text stands",
    "font": "leave it out, or write **…** for what matters",
    "iframe": "write a link: [what it is](https://…)",
    "embed": "write a link: [what it is](https://…)",
    "object": "write a link: [what it is](https://…)",
    "script": "leave it out, or show it as code between two lines ```",
    "style": "leave it out: the page decides how a text looks",
    "svg": AS_PICTURE,
    "u": "write <ins>…</ins>, or **…** for what matters",
    "math": "write the formula between two $",
    "input": "write - [ ] or - [x] at the beginning of a line",
    "big": "write ## at the beginning of a heading",
}
"""Name of a tag -> what to write instead."""


def check_marks(
    piece: Evidence, portfolio: Portfolio, written: frozenset[str]
) -> Iterator[Diagnostic]:
    """Yield what a text holds that is not shown as it was meant, and links that lead nowhere."""
    if MAY_HOLD.search(piece.body):
        root = parse(piece.body)
        yield from check_links(piece, root, portfolio, written)
        yield from _tags(piece, root)
        yield from _formulas(piece, root)
        yield from _diagrams(piece, root)
    if "[[" in piece.body:
        yield from _wiki_links(piece)


def _tags(piece: Evidence, root: comrak.AstNode) -> Iterator[Diagnostic]:
    """Yield each kind of tag that is not shown once, and each that has no end."""
    tags = TagFilter()
    pieces: list[tuple[comrak.AstNode, str]] = []
    names: set[str] = set()
    for node in walk(root):
        value = node.node_value
        if isinstance(value, comrak.HtmlInline | comrak.HtmlBlock):
            html = value.value if isinstance(value, comrak.HtmlInline) else value.value.literal
            pieces.append((node, html))
            for tag in tags.clean(html)[1]:
                if tag.name not in names:
                    names.add(tag.name)
                    at = place_of_tag(piece, node, html, tag.offset)
                    message = f"the site does not show <{tag.name}>"
                    yield warning(at, Rule.UNSHOWN_HTML, message, _instead_of(tag))
    for number, name in tags.open:
        node, html = pieces[number]
        at = place_of_tag(piece, node, html, max(0, html.lower().rfind(f"<{name}")))
        message = f"this <{name}> has no end"
        yield warning(at, Rule.UNSHOWN_HTML, message, f"write </{name}> where it ends")


def _instead_of(tag: UnshownTag) -> str:
    if tag.name != "img":
        return INSTEAD.get(tag.name, PLAIN)
    attributes = dict(read_attributes(tag.written[4:].rstrip("/>")))
    alt = attributes.get("alt") or "what matters in the picture"
    source = attributes.get("src", "picture.png")
    if "//" in source:
        return f"save the picture beside this file, and write ![{alt}](picture.png)"
    return f"write ![{alt}]({source})"


def _formulas(piece: Evidence, root: comrak.AstNode) -> Iterator[Diagnostic]:
    formulas = [node for node in walk(root) if is_formula(node)] if "$" in piece.body else []
    if not formulas and "math" in piece.body:
        formulas = [node for node in walk(root) if is_formula(node)]
    for number, node in enumerate(formulas):
        if number >= MOST_FORMULAS or read_formula(node) is None:
            start = node.sourcepos.start
            message = "this formula cannot be read, so the site shows it as it was typed"
            hint = "look for a brace without its pair; write \\$ where a price is meant"
            at = place_in(piece, start.line, start.column)
            yield warning(at, Rule.FORMULA, message, hint)


def _diagrams(piece: Evidence, root: comrak.AstNode) -> Iterator[Diagnostic]:
    for node in walk(root):
        value = node.node_value
        if isinstance(value, comrak.CodeBlock):
            drawn = DRAWN_BY_GITHUB.get(value.value.info.split(" ")[0].lower())
            if drawn is not None:
                message = f"the site does not draw {drawn}, and shows how it is written"
                at = place_in(piece, node.sourcepos.start.line, node.sourcepos.start.column)
                yield warning(at, Rule.UNSHOWN_MARKDOWN, message, AS_PICTURE)


def _wiki_links(piece: Evidence) -> Iterator[Diagnostic]:
    lines = piece.body.split("\n")
    for node in walk(comrak.parse_document(piece.body, WIKI, PARSING)):
        value, span = node.node_value, node.sourcepos
        if not isinstance(value, comrak.WikiLink):
            continue
        # `[[a]](b.md)` is a link whose words stand in brackets.
        if lines[span.end.line - 1].encode()[span.end.column : span.end.column + 1] in (b"(", b"["):
            continue
        written = "![[…]]" if value.value.embed else "[[…]]"
        message = f"{written} is a link of other programs, and stays as it was typed"
        hint = "write [words](file.md), with the name of the file that you mean"
        if value.value.embed:
            hint = "write ![what matters in the picture](picture.png)"
        at = place_in(piece, span.start.line, span.start.column)
        yield warning(at, Rule.UNSHOWN_MARKDOWN, message, hint)
