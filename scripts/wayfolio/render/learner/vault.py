"""What a family's vault holds, and the page for everybody that opens it."""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping

from wayfolio.model.names import Language
from wayfolio.model.pages import Family, Page, Public
from wayfolio.model.shelves import HolderRow
from wayfolio.model.visibility import Summary
from wayfolio.render.badges.svg import badge_svg
from wayfolio.render.badges.views import badge_image, find_badge_art
from wayfolio.render.frame.renderer import NOINDEX, PageRenderer
from wayfolio.render.frame.source_pages import KINDS
from wayfolio.render.frame.stamping import Frame, Frames
from wayfolio.render.listing.badge_page import badge_page_view
from wayfolio.render.parts.naming import rule_sentence
from wayfolio.render.parts.views import HubView, Site

ADDRESS = "family/"
HEAD = (
    f'{NOINDEX}<link rel="stylesheet" href="{{root}}assets/map.css">'
    '<script type="module" src="{root}assets/family.js"></script>'
)
BARE: tuple[bytes, ...] = (
    *(b"<title>", b"title", b'</title><meta name="description" content="', b"description"),
    *(b'">', b"head", b"</head>", b"content", b"", b"toc", b""),
)
"""A page in a vault has no menu and no scripts: the page that opens it has them."""
TITLE = re.compile(rb"<title>(.*?)</title>", re.S)
TAG = re.compile(r"<nav\b.*?</nav>|<svg\b.*?</svg>|<[^>]*>", re.S)
"""What is no word of a page: where it stands, drawings, and every mark."""


class DoorView(HubView, frozen=True, kw_only=True):
    """All that sealed.html may show: what a browser needs to try words, which tells nothing."""

    salt: str
    iterations: int
    days: str
    """Of which day the sealed pages are: a sentence in each language, as JSON."""


def as_of_line(site: Site) -> str:
    """Return of which day pages are, as a family reads it."""
    _ = site.reader.gettext
    return _("As of %(day)s") % {"day": site.reader.day(site.as_of)}


def family_door_page(
    press: PageRenderer, salt: bytes, iterations: int, days: Mapping[Language, str]
) -> Page[Public]:
    """Return the page on which a family types its words, in one language, for everybody to see."""
    frame = press.frames.hubs[ADDRESS]
    view = DoorView(
        base=frame.base,
        salt=base64.b64encode(salt).decode(),
        iterations=iterations,
        days=json.dumps(days, ensure_ascii=False),
    )
    head = HEAD.format(root=view.base + press.up)
    return press.hub(ADDRESS, "sealed.html", view, Public, head=head)


def offline_worker(press: PageRenderer) -> Page[Public]:
    """Return what answers beside the door without a network, for pages kept on a device."""
    answers = press.templates.get_template("kept.js").render()
    return Page[Public](f"{press.place}{ADDRESS}kept.js", answers.encode())


def vault_frames() -> Frames:
    """Return the frames of pages in a vault: nothing of the site engine's is in them."""
    kinds = {kind.name: Frame(kind.frame_address, BARE) for kind in KINDS}
    return Frames(kinds=kinds, hubs={}, ready={})


def family_badges(
    press: PageRenderer, site: Site, summary: Summary[Family]
) -> Iterator[Page[Family]]:
    """Give the badges that the public does not see: their pages, and their pictures."""
    for badge in site.catalogue.badges.values():
        if badge.visibility != "family":
            continue
        held = [
            HolderRow(name=summary.name, address=summary.address, award=award)
            for award in summary.awards
            if award.badge == badge.id
        ]
        rule = rule_sentence(badge.criteria, site)
        view = badge_page_view(badge, rule, held, site.reader)
        yield press.page("badge", view, Family, id=badge.id)
        drawing = badge_svg(find_badge_art(badge, site))
        yield Page[Family](press.place + badge_image(badge), drawing.encode())


def search_index(pages: Iterable[Page[Family]]) -> bytes:
    """Return what the reader searches in: address, title and words of each page, as JSON."""
    rows = [
        (page.path, *_title_and_words(page.content)) for page in pages if page.path.endswith("/")
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _title_and_words(page: bytes) -> tuple[str, str]:
    found = TITLE.search(page)
    if found is None:
        raise ValueError("a page without a title")
    _, _, rest = page.partition(b"</head>")
    words = html.unescape(TAG.sub(" ", rest.decode()))
    return html.unescape(found[1].decode()), " ".join(words.split())
