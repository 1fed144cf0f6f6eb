"""The content of a family's vault, and the public page that opens it."""

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
from wayfolio.render.parts.rules import rule_sentences
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
"""The parts of a page in a vault. The page that opens it has the menu and the scripts."""
TITLE = re.compile(rb"<title>(.*?)</title>", re.S)
TAG = re.compile(r"<nav\b.*?</nav>|<svg\b.*?</svg>|<[^>]*>", re.S)
"""The parts of a page without words to search: navigation, drawings, and tags."""


class DoorView(HubView, frozen=True, kw_only=True):
    """All that sealed.html may show: what a browser needs to try a key, which is no secret."""

    salt: str
    iterations: int
    days: str
    """The day of the sealed pages: a sentence in each language, as JSON."""


def as_of_line(site: Site) -> str:
    """Return the day of the pages in a sentence for a family."""
    _ = site.reader.gettext
    return _("As of %(day)s") % {"day": site.reader.day(site.as_of)}


def family_door_page(
    renderer: PageRenderer, salt: bytes, iterations: int, days: Mapping[Language, str]
) -> Page[Public]:
    """Return the public page on which a family types its key words, in one language."""
    frame = renderer.frames.hubs[ADDRESS]
    view = DoorView(
        base=frame.base,
        salt=base64.b64encode(salt).decode(),
        iterations=iterations,
        days=json.dumps(days, ensure_ascii=False),
    )
    head = HEAD.format(root=view.base + renderer.up)
    return renderer.hub(ADDRESS, "sealed.html", view, Public, head=head)


def offline_worker(renderer: PageRenderer) -> Page[Public]:
    """Return the service worker that answers without a network, for pages kept on a device."""
    script = renderer.templates.get_template("kept.js").render()
    return Page[Public](f"{renderer.place}{ADDRESS}kept.js", script.encode())


def vault_frames() -> Frames:
    """Return the frames of pages in a vault, which contain nothing from the site engine."""
    kinds = {kind.name: Frame(kind.frame_address, BARE) for kind in KINDS}
    return Frames(kinds=kinds, hubs={}, ready={})


def family_badges(
    renderer: PageRenderer, site: Site, summary: Summary[Family]
) -> Iterator[Page[Family]]:
    """Yield the pages and the pictures of the badges that the public does not see."""
    for badge in site.catalogue.badges.values():
        if badge.visibility != "family":
            continue
        held = [
            HolderRow(name=summary.name, address=summary.address, award=award)
            for award in summary.awards
            if award.badge == badge.id
        ]
        rules = rule_sentences(badge.criteria, site)
        view = badge_page_view(badge, rules, held, site.reader)
        yield renderer.page("badge", view, Family, id=badge.id)
        drawing = badge_svg(find_badge_art(badge, site))
        yield Page[Family](renderer.place + badge_image(badge), drawing.encode())


def search_index(pages: Iterable[Page[Family]]) -> bytes:
    """Return the search index of a vault: address, title and words of each page, as JSON."""
    rows = [
        (page.path, *_title_and_words(page.content)) for page in pages if page.path.endswith("/")
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _title_and_words(page: bytes) -> tuple[str, str]:
    title = TITLE.search(page)
    if title is None:
        raise ValueError("a page without a title")
    _, _, rest = page.partition(b"</head>")
    words = html.unescape(TAG.sub(" ", rest.decode()))
    return html.unescape(title[1].decode()), " ".join(words.split())
