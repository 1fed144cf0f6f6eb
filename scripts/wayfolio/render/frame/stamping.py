"""Frames: pages that the site engine builds once and that are stamped thousands of times.

`cut_frame` turns the engine's pages into frames and finished pages; `Frame.stamp` fills a frame.
"""

import html
import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from wayfolio.render.frame.postprocess import (
    FrameError,
    adopt_menus,
    find_element,
    postprocess,
    security_policy,
)
from wayfolio.render.frame.source_pages import HUBS, KINDS, SLOT, Kind

CONTENTS = rb'<div class="md-sidebar md-sidebar--secondary"'
ROW = re.compile(
    rb'<li class="md-nav__item">\s*<a href="#wf-slot-toc-fw"(?:(?!</li>).)*</li>', re.S
)


class MissingHub(Exception):
    """A school's own page has the path of a hub, and does not say that it is a hub."""


class Slots(Struct, frozen=True, kw_only=True):
    """The contents of the slots of a page's frame."""

    content: str
    """HTML of the article, with its `<h1>`. The CSP blocks script and `style=` in it."""
    head: str = ""
    """HTML for the end of `<head>`."""
    title: str = ""
    """Plain text. A hub's title comes from its own Markdown page."""
    description: str = ""
    """Plain text. A hub's description comes from its own Markdown page."""
    contents: tuple[tuple[str, str], ...] = ()
    """(id of a heading, its plain text) for the list beside the page; without any, no list."""

    @property
    def own(self) -> bytes:
        """All slots, as the page shows them."""
        named = "\n".join((html.escape(self.title), html.escape(self.description), self.head))
        return f"{named}\n{self.content}".encode()


class ContentsList(Struct, frozen=True):
    """The list of headings beside a page, in pieces."""

    before: bytes
    row: tuple[bytes, bytes, bytes]
    after: bytes

    def fill(self, rows: tuple[tuple[str, str], ...]) -> bytes:
        """Return the list with rows of (id, text); empty without rows."""
        if not rows:
            return b""
        start, middle, end = self.row
        filled = (
            start + html.escape(anchor).encode() + middle + html.escape(text).encode() + end
            for anchor, text in rows
        )
        return self.before + b"".join(filled) + self.after


class Frame(Struct, frozen=True, dict=True):
    """An engine page in pieces: literal, slot name, literal, slot name, ..., literal."""

    address: str
    """The address of the frame page ("learners/wf-slot-id-fw/"); a hub's is its own address."""
    parts: tuple[bytes, ...]
    contents: ContentsList | None = None
    """None for a hub, which has the engine's own list, if any."""

    def __post_init__(self) -> None:
        names = self.names
        needed = {"head", "content"}
        if SLOT.search(self.address.encode()):
            # Names in its address are optional: without a `site_url`, no page has its address.
            needed |= {"title", "description", "toc"}
        if missing := needed - set(names):
            raise FrameError(f"{self.address or 'index.md'}: no slot for {sorted(missing)}")
        for before, name in zip(self.parts[::2], names, strict=False):
            if name == "description" and not before.endswith(b'"'):
                raise FrameError(f"{self.address}: the description lost its quotes")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Its slots, in order."""
        return tuple(name.decode() for name in self.parts[1::2])

    @property
    def base(self) -> str:
        """The site's root from any page of this frame: "../../"."""
        return "../" * self.address.count("/") or "./"

    def path(self, **tokens: str) -> str:
        """Return the address of one page: `path(id="amara")` is "learners/amara/"."""
        return SLOT.sub(lambda slot: _safe_token(tokens, slot[1]), self.address.encode()).decode()

    def stamp(self, slots: Slots, **tokens: str) -> bytes:
        """Return a finished page. A token within a slot's own text stays text.

        Errors: ValueError if a token or a title that the frame needs is missing.
        """
        if "title" in self.names and not (slots.title and slots.description):
            raise ValueError(f"{self.address}: a page needs a title and a description")
        values = {
            "title": html.escape(slots.title).encode(),
            "description": html.escape(slots.description).encode(),
            "head": slots.head.encode(),
            "content": slots.content.encode(),
            "toc": self.contents.fill(slots.contents) if self.contents else b"",
        }
        filled = list(self.parts)
        for index, name in enumerate(self.names):
            value = values.get(name)
            filled[2 * index + 1] = _safe_token(tokens, name.encode()) if value is None else value
        return b"".join(filled)


def _safe_token(tokens: Mapping[str, str], name: bytes) -> bytes:
    """Return a part of an address. Errors: ValueError for unsafe text."""
    value = tokens.get(name.decode(), "")
    if not re.fullmatch(r"[a-z0-9-]+", value):
        raise ValueError(f"{value!r} cannot stand for {name.decode()} in an address")
    return value.encode()


class Frames(Struct, frozen=True, kw_only=True):
    """All pages of the engine, as frames or finished."""

    kinds: Mapping[str, Frame]
    """By name of the kind: "learner", "evidence", ..."""
    hubs: Mapping[str, Frame]
    """By address: "", "learners/", "how-to-read/"."""
    ready: Mapping[str, bytes]
    """Finished hand-written pages by address: "about/", "search/", "404.html"."""


def cut_frame(
    engine_pages: Mapping[str, bytes],
    *,
    secure: bool = True,
    kinds: Sequence[Kind] = KINDS,
    up: str = "",
) -> Frames:
    """Postprocess every page of the engine, and cut the frames into pieces.

    `engine_pages`: the engine's HTML by path ("learners/index.html"). `secure`: with a CSP.
    `kinds`: the kinds of stamped pages that have frames. `up`: the path from the root of these
    pages to the site's, where the theme's files are.
    Errors: FrameError for an unknown theme; MissingHub for a hub that an author must declare.
    """
    csp = security_policy(engine_pages["404.html"]) if secure else None
    pages = {
        address: postprocess(page, address, csp, up)
        for address, page in sorted((_address(path), page) for path, page in engine_pages.items())
    }
    by_address = {kind.frame_address: kind for kind in kinds}
    stamped: dict[str, Frame] = {}
    hubs: dict[str, Frame] = {}
    ready: dict[str, bytes] = {}
    for address, page in pages.items():
        if kind := by_address.get(address):
            stamped[kind.name] = _frame(kind, page, pages)
        elif SLOT.search(page):
            hubs[address] = Frame(address, _pieces(page))
        else:
            ready[address] = page
    _require_all(kinds, stamped, hubs)
    return Frames(kinds=stamped, hubs=hubs, ready=ready)


def _address(path: str) -> str:
    return path.removesuffix("index.html")


def _frame(kind: Kind, page: bytes, pages: Mapping[str, bytes]) -> Frame:
    hub = kind.address.split("/")[0] + "/"
    if hub not in pages:
        raise FrameError(f"{hub}index.md: the engine made no such page")
    page = adopt_menus(page, pages[hub], kind.address.count("/") - 1)
    span = find_element(page, CONTENTS, b"div")
    if span is None:
        raise FrameError(f"{kind.frame_address}: no list of contents")
    contents = _contents_list(page[span[0] : span[1]])
    page = page[: span[0]] + b"wf-slot-toc-fw" + page[span[1] :]
    return Frame(kind.frame_address, _pieces(page), contents)


def _contents_list(page: bytes) -> ContentsList:
    row = ROW.search(page)
    pieces = _pieces(row[0]) if row else ()
    if row is None or len(pieces) != 5:
        raise FrameError("the theme has changed: the list of contents has no row of two slots")
    before, _anchor, middle, _text, after = pieces
    return ContentsList(
        before=page[: row.start()], row=(before, middle, after), after=page[row.end() :]
    )


def _pieces(page: bytes) -> tuple[bytes, ...]:
    return tuple(SLOT.split(page))


def _require_all(
    kinds: Sequence[Kind], stamped: Mapping[str, Frame], hubs: Mapping[str, Frame]
) -> None:
    if missing := {kind.name for kind in kinds} - set(stamped):
        raise FrameError(f"the engine made no frame for {sorted(missing)}")
    for hub in HUBS:
        if f"{hub}/" not in hubs:
            raise MissingHub(f"docs/{hub}/index.md: add `frame: hub` to its front matter")
