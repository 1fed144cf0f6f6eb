"""Checks that each link in a learner's text leads somewhere."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import assert_never

import comrak

from wayfolio.media.author_tags import TAG, read_attributes
from wayfolio.media.markdown import heading_ids, walk
from wayfolio.model.diagnostics import Diagnostic, Location, error, warning
from wayfolio.model.portfolio import Evidence, Portfolio
from wayfolio.model.rules import Rule
from wayfolio.model.text_links import (
    FileLink,
    HeadingLink,
    UnknownLink,
    WebLink,
    WorkLink,
    read_link,
)

HOST = re.compile(r"www\.[^\s/]+\.[^\s]+|(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*", re.I)
"""An address on the web without what it begins with."""
SCHEME = re.compile(r"([^/?#:]*):")
SLASHES = re.compile(r"[/\\]{2}|.*\\")
DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}-")
LEAST_LIKENESS = 0.6
LONGEST_QUOTE = 80


def check_links(
    piece: Evidence, root: comrak.AstNode, portfolio: Portfolio, written: frozenset[str]
) -> Iterator[Diagnostic]:
    """Yield an error for each link of a text that leads nowhere on the site.

    `written`: the names of the learner's evidence files.
    """
    for address, at in find_links(piece, root):
        wrong = _find_mistake(address, at, piece, portfolio, written)
        if wrong is not None:
            yield wrong


def find_links(piece: Evidence, root: comrak.AstNode) -> Iterator[tuple[str, Location]]:
    """Yield the address of each link in a text, and where the link begins."""
    for node in walk(root):
        value, start = node.node_value, node.sourcepos.start
        if isinstance(value, comrak.Link):
            yield value.value.url, place_in(piece, start.line, start.column)
        elif isinstance(value, comrak.HtmlInline | comrak.HtmlBlock):
            html = value.value if isinstance(value, comrak.HtmlInline) else value.value.literal
            for tag in TAG.finditer(html) if "href" in html.lower() else ():
                address = dict(read_attributes(tag[3])).get("href")
                if tag[2].lower() == "a" and not tag[1] and address is not None:
                    yield address, place_of_tag(piece, node, html, tag.start())


def place_in(piece: Evidence, line: int, column: int) -> Location:
    """Return a place in a text as a place in its file."""
    return Location(piece.at.path, line + piece.body_line - 1, column)


def place_of_tag(piece: Evidence, node: comrak.AstNode, html: str, offset: int) -> Location:
    """Return where a tag within a piece of HTML stands in its file."""
    start = node.sourcepos.start
    lines = html.count("\n", 0, offset)
    column = start.column + offset if not lines else offset - html.rfind("\n", 0, offset)
    return place_in(piece, start.line + lines, column)


def _find_mistake(
    address: str, at: Location, piece: Evidence, portfolio: Portfolio, written: frozenset[str]
) -> Diagnostic | None:
    link = read_link(address)
    if isinstance(link, (FileLink, UnknownLink)) and HOST.fullmatch(address):
        return _without_beginning(address, at)
    match link:
        case WebLink():
            return None
        case HeadingLink(heading):
            return _heading(heading, at, piece.body, "this text")
        case WorkLink(stem, heading):
            return _work(stem, heading, at, portfolio, written)
        case FileLink(name):
            return _file(name, at, piece, portfolio, written)
        case UnknownLink():
            return _unknown(address, at, portfolio, written)
    assert_never(link)


def _without_beginning(address: str, at: Location) -> Diagnostic:
    whole = f"https://{address}"
    message = f"“{quote_part(address)}” does not say that it is on the web"
    return error(at, Rule.DEAD_LINK, message, f"write https:// before it: {whole}")


def _heading(heading: str, at: Location, body: str, where: str) -> Diagnostic | None:
    ids = heading_ids(body)
    if not heading or heading in ids:
        return None
    hint = "link to a heading by its words in lower case, with a hyphen for each blank: #my-plan"
    message = f"there is no heading “#{quote_part(heading)}” in {where}"
    return error(at, Rule.DEAD_LINK, message, _suggest(f"#{heading}", _marked(ids), hint))


def _marked(ids: Iterable[str]) -> list[str]:
    return [f"#{heading}" for heading in sorted(ids)]


def _work(
    stem: str, heading: str, at: Location, portfolio: Portfolio, written: frozenset[str]
) -> Diagnostic | None:
    if stem in written:
        bodies = [piece.body for piece in portfolio.evidence if piece.stem == stem]
        return _heading(heading, at, bodies[0], f"{stem}.md") if bodies else None
    message = f"there is no piece of work “{quote_part(stem)}.md” in this folder"
    hint = "write the name of the file that you mean, or remove the link"
    return error(at, Rule.DEAD_LINK, message, _suggest(f"{stem}.md", _names(written), hint))


def _names(written: frozenset[str]) -> list[str]:
    return [f"{stem}.md" for stem in sorted(written) if "/" not in stem]


def _file(
    name: str, at: Location, piece: Evidence, portfolio: Portfolio, written: frozenset[str]
) -> Diagnostic | None:
    if any(attached.path == name for attached in piece.files):
        return None
    if name in portfolio.files:
        message = f"“{name}” is not listed under files:, so it is not published"
        hint = "list it there, or remove the link"
        return error(at, Rule.DEAD_LINK, message, hint)
    message = f"there is no file “{quote_part(name)}” beside this one"
    hint = "put the file into the same folder and list it under files:, or remove the link"
    known = [*_names(written), *sorted(portfolio.files)]
    return error(at, Rule.DEAD_LINK, message, _suggest(name, known, hint))


def _unknown(
    address: str, at: Location, portfolio: Portfolio, written: frozenset[str]
) -> Diagnostic:
    if not address.strip("#"):
        message, hint = "this link has no address", "write an address into ( ), or remove the link"
        return warning(at, Rule.DEAD_LINK, message, hint)
    if foreign := _describe_foreign(address):
        hint = "write a whole address that begins with https://, or remove the link"
        return warning(at, Rule.DEAD_LINK, foreign, hint)
    message = f"“{quote_part(address)}” leads to nothing that the site shows"
    hint = "link to your own work by the name of its file, to all else by its address on the web"
    known = [*_names(written), *sorted(portfolio.files)]
    return error(at, Rule.DEAD_LINK, message, _suggest(address.rpartition("/")[2], known, hint))


def _describe_foreign(address: str) -> str | None:
    """Return what is wrong with an address that is none of the school's files."""
    scheme = SCHEME.match(address)
    if scheme is None:
        return "this is no address on the web" if SLASHES.match(address) else None
    name = quote_part("".join(scheme[1].split()).lower())
    if name in ("http", "https", "mailto"):
        return f"this is no whole {'address' if name != 'mailto' else 'mail address'}"
    return f"the site makes no link of an address that begins with “{name}:”"


def _suggest(name: str, known: list[str], otherwise: str) -> str:
    """Return the hint with the name that is most like one that is not there."""
    plain = _without_day(name.lower())
    words = {_without_day(word): word for word in reversed(known)}
    near = get_close_matches(plain, words, n=1, cutoff=LEAST_LIKENESS)
    near = near or [word for word in words if len(plain) > 2 and plain in word]
    return f"did you mean “{words[near[0]]}”?" if near else otherwise


def quote_part(text: str) -> str:
    """Return a text for a message: the beginning of a long one."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def _without_day(name: str) -> str:
    """Return a name without its day and without `.md`, which are alike in many."""
    return DAY.sub("", name).removesuffix(".md")
