"""The listing pages: made again where a shelf has changed that they take from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

from msgspec import Struct

from wayfolio.build.cache import BuildCache
from wayfolio.build.freshness import HUB, PART
from wayfolio.build.ledger import Ledger
from wayfolio.build.workers import run_in_order
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.leaks import Leak
from wayfolio.model.maps import Maps
from wayfolio.model.pages import Page, Public
from wayfolio.model.shelves import HOME
from wayfolio.render.frame.feeds import school_feed
from wayfolio.render.frame.languages import SiteLanguage
from wayfolio.render.listing.hub_views import framework_maps
from wayfolio.render.listing.long_lists import list_parts, parent_of
from wayfolio.render.listing.pages import ListingContext, list_part_page, listing_hubs
from wayfolio.render.parts.views import MapView, Site

FEED = HUB + "feed"


class ScannedUnit(Struct, frozen=True):
    """A unit's pages, written and scanned."""

    outputs: Mapping[str, bytes]
    """Path -> hash."""
    paths: Sequence[str]
    """Of those that were written."""
    leaks: Sequence[Leak]


Write = Callable[[str, Iterable[Page[Public]]], ScannedUnit]
"""Writes the pages of a unit, and scans them."""


class _Listing(Struct, frozen=True):
    """A listing page, or two that belong together."""

    name: str
    make: Callable[[], Iterable[Page[Public]]] | None = None
    """Makes its pages; None where they stay as they are."""
    is_spread: bool = True
    """Whether any process may make it. Maps are laid out once, so what draws them is made here."""


def make_listing_pages(
    ledger: Ledger,
    languages: Iterable[SiteLanguage],
    touched: set[str],
    catalogue_id: str,
    write: Write,
    jobs: int,
) -> Iterator[tuple[str, ScannedUnit]]:
    """Yield the listing pages that are made again; note which exist no more.

    `touched`: the shelves that have changed. `jobs`: how many processes may read the shelves.
    """
    listings = [
        listing
        for language in languages
        for listing in _listings_in(ledger, language, touched, catalogue_id)
    ]
    here, spread = list[_Task](), list[_Task]()
    for listing in listings:
        if listing.make is not None:
            task = partial(_write_listing, write, listing.name, listing.make)
            (spread if listing.is_spread else here).append(task)
    yield from (task() for task in here)
    yield from run_in_order(spread, jobs)
    known = {name for name in ledger.known if name.startswith((HUB, PART))}
    ledger.gone |= known - {FEED, *(listing.name for listing in listings)}


_Task = partial[tuple[str, ScannedUnit]]


def _write_listing(
    write: Write, name: str, make: Callable[[], Iterable[Page[Public]]]
) -> tuple[str, ScannedUnit]:
    return name, write(name, make())


def make_feed(
    ledger: Ledger, site: Site, home: str | None, touched: set[str], write: Write
) -> Iterator[tuple[str, ScannedUnit]]:
    """Yield the school's feed, where the site has an address (`home`) that a feed can name."""
    if not home:
        ledger.gone |= {FEED} & ledger.known.keys()
    elif ledger.is_stale(FEED) or HOME in touched:
        yield FEED, write(FEED, school_feed(ledger.cache, site))


def _listings_in(
    ledger: Ledger, language: SiteLanguage, touched: set[str], catalogue_id: str
) -> Iterator[_Listing]:
    """Yield the listing pages of a language, with what makes those that are made again."""
    site, place = language.site, language.site.place
    maps = lru_cache(maxsize=1)(partial(_make_maps, site.catalogue))
    drawn = partial(_framework_maps, ledger.cache, catalogue_id, site, maps)
    context = ListingContext(language.renderer, site, ledger.cache, Public, maps, drawn)
    parts_before = _parts_by_list(ledger.known, PART + place)
    for hub in listing_hubs(context):
        name, parts = HUB + place + hub.name, parts_before.get(hub.goes_on, [])
        is_changed = ledger.is_stale(name) or not touched.isdisjoint(hub.takes)
        yield _Listing(name, hub.make if is_changed else None, is_spread=bool(hub.goes_on))
        if is_changed:
            parts = sorted(list_parts(hub.goes_on, context.shelves))
        for part in parts:
            name = PART + place + part
            is_changed = part in touched or ledger.is_stale(name)
            yield _Listing(name, partial(_make_part, context, part) if is_changed else None)


def _make_part(context: ListingContext[Public], name: str) -> list[Page[Public]]:
    return [list_part_page(context, name)]


def _make_maps(catalogue: Catalogue) -> Maps:
    # Loaded only here: most builds draw no maps.
    from wayfolio.plan.maps import make_maps

    return make_maps(catalogue)


class _DrawnMaps(Struct, frozen=True):
    by_framework: Mapping[str, MapView]


def _framework_maps(
    cache: BuildCache, catalogue_id: str, site: Site, maps: Callable[[], Maps]
) -> Mapping[str, MapView]:
    """Return the frameworks’ maps, which take long to draw and which no work changes."""

    def draw() -> _DrawnMaps:
        return _DrawnMaps(framework_maps(maps().frameworks, site))

    return cache.cached(f"maps/{site.place}", catalogue_id, _DrawnMaps, draw).by_framework


def _parts_by_list(known: Iterable[str], prefix: str) -> dict[str, list[str]]:
    """Return for each long list its parts that have pages, in the language of `prefix`."""
    parts: dict[str, list[str]] = {}
    for name in sorted(known):
        if name.startswith(prefix):
            part_name = name.removeprefix(prefix)
            parts.setdefault(parent_of(part_name), []).append(part_name)
    return parts
