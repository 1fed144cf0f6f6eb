"""Atom feeds: what is new, for a reader's own program. No mail, and nobody is followed."""

from collections.abc import Iterable
from datetime import date
from html import escape

from wayfolio.model.pages import Page, Public
from wayfolio.model.shelves import HOME, Shelves
from wayfolio.model.visibility import Summary, WorkRow
from wayfolio.render.language.vocabulary import kind_of_work
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import Site

FEED = "feed.xml"
MOST = 20
NEVER = date(1970, 1, 1)
"""When a feed without entries changed: not today, which would make another file of it each day."""


def school_feed(shelves: Shelves, site: Site) -> list[Page[Public]]:
    """Return the school's feed.

    None where nobody knows where the site will stand: a feed needs whole addresses.
    """
    if not site.home:
        return []
    return [_feed("", site.catalogue.school.name, shelves.work(HOME, MOST), site)]


def own_feed(one: Summary[Public], site: Site) -> list[Page[Public]]:
    """Return the feed of a learner who is named in public."""
    if not site.home or not one.name:
        return []
    title = f"{one.name}, {site.catalogue.school.name}"
    return [_feed(addresses.portfolio_address(one.address), title, one.work, site)]


def _feed(where: str, title: str, rows: Iterable[WorkRow], site: Site) -> Page[Public]:
    """Return a feed at `where`, the newest work first."""
    newest = sorted(rows, key=lambda row: (row.on, row.address), reverse=True)[:MOST]
    changed = newest[0].on if newest else NEVER
    entries = "".join(_entry(row, site) for row in newest)
    made = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{site.reader.language}">\n'
        f"<title>{escape(title)}</title>\n<id>{escape(site.home + where)}</id>\n"
        f'<link rel="self" href="{escape(site.home + where + FEED)}"/>\n'
        f'<link href="{escape(site.home + where)}"/>\n'
        f"<updated>{changed.isoformat()}T00:00:00Z</updated>\n"
        f"<author><name>{escape(site.catalogue.school.name)}</name></author>\n"
        f"{entries}</feed>\n"
    )
    return Page[Public](where + FEED, made.encode())


def _entry(row: WorkRow, site: Site) -> str:
    address = escape(site.home + row.address)
    author = row.author or site.reader.gettext("A learner")
    kind = kind_of_work(row.kind, site.reader.gettext)
    return (
        f'<entry xml:lang="{row.lang}"><title>{escape(row.title)}</title><id>{address}</id>'
        f'<link href="{address}"/><updated>{row.on.isoformat()}T00:00:00Z</updated>'
        f"<author><name>{escape(author)}</name></author>"
        f"<summary>{escape(kind)}. {escape(row.excerpt)}</summary></entry>\n"
    )
