"""The pages about all learners, made again where a shelf has changed that they take from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

from msgspec import Struct

from wayfolio.build.cache import Memory
from wayfolio.build.freshness import HUB, PART
from wayfolio.build.ledger import Units
from wayfolio.build.workers import each
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.leaks import Leak
from wayfolio.model.maps import Maps
from wayfolio.model.pages import Page, Public
from wayfolio.model.shelves import HOME
from wayfolio.render.frame.feeds import school_feed
from wayfolio.render.frame.languages import Tongue
from wayfolio.render.listing.hub_views import framework_maps
from wayfolio.render.listing.long_lists import parent_of, parts_of
from wayfolio.render.listing.pages import Stock, hubs, part
from wayfolio.render.parts.views import MapView, Site

FEED = HUB + "feed"


class Looked(Struct, frozen=True):
    """A unit's pages, written and looked at."""

    outputs: Mapping[str, bytes]
    """Path -> hash."""
    paths: Sequence[str]
    """Of those that were written."""
    leaks: Sequence[Leak]


Look = Callable[[str, Iterable[Page[Public]]], Looked]
"""Writes the pages of a unit, and looks at them."""


class _Unit(Struct, frozen=True):
    """A page about all learners, or two that belong together."""

    name: str
    make: Callable[[], Iterable[Page[Public]]] | None = None
    """Makes its pages; None where they stay as they are."""
    is_spread: bool = True
    """Whether any process may make it. What draws maps is made here: they are laid out once."""


def make_about_all(
    units: Units,
    tongues: Iterable[Tongue],
    touched: set[str],
    catalogue: str,
    look: Look,
    jobs: int,
) -> Iterator[tuple[str, Looked]]:
    """Give the pages about all learners that are made again; note which there are no more.

    `touched`: the shelves that have changed. `catalogue`: its id. `jobs`: how many processes may
    read what memory has on its shelves.
    """
    there = [one for tongue in tongues for one in _in_language(units, tongue, touched, catalogue)]
    makes = [
        (partial(_looked, look, one.name, one.make), one.is_spread) for one in there if one.make
    ]
    yield from (make() for make, is_spread in makes if not is_spread)
    yield from each([make for make, is_spread in makes if is_spread], jobs)
    known = {name for name in units.known if name.startswith((HUB, PART))}
    units.gone |= known - {FEED, *(one.name for one in there)}


def _looked(
    look: Look, name: str, make: Callable[[], Iterable[Page[Public]]]
) -> tuple[str, Looked]:
    return name, look(name, make())


def make_feed(
    units: Units, site: Site, home: str | None, touched: set[str], look: Look
) -> Iterator[tuple[str, Looked]]:
    """Give the school's feed, where the site has an address (`home`) that a feed can name."""
    if not home:
        units.gone |= {FEED} & units.known.keys()
    elif units.is_stale(FEED) or HOME in touched:
        yield FEED, look(FEED, school_feed(units.memory, site))


def _in_language(
    units: Units, tongue: Tongue, touched: set[str], catalogue: str
) -> Iterator[_Unit]:
    """Give the pages that there are in one language, with what makes those that are made again."""
    site, place = tongue.site, tongue.site.place
    laid = lru_cache(maxsize=1)(partial(_maps, site.catalogue))
    drawn = partial(_framework_maps, units.memory, catalogue, site, laid)
    stock = Stock(tongue.press, site, units.memory, Public, laid, drawn)
    had = _parts_by_list(units.known, PART + place)
    for hub in hubs(stock):
        name, parts = HUB + place + hub.name, had.get(hub.goes_on, [])
        is_made = units.is_stale(name) or not touched.isdisjoint(hub.takes)
        yield _Unit(name, hub.make if is_made else None, is_spread=bool(hub.goes_on))
        if is_made:
            parts = sorted(parts_of(hub.goes_on, stock.shelves))
        for one in parts:
            name = PART + place + one
            is_made = one in touched or units.is_stale(name)
            yield _Unit(name, partial(_part, stock, one) if is_made else None)


def _part(stock: Stock[Public], name: str) -> list[Page[Public]]:
    return [part(stock, name)]


def _maps(catalogue: Catalogue) -> Maps:
    from wayfolio.plan.maps import maps

    return maps(catalogue)


def _framework_maps(
    memory: Memory, catalogue: str, site: Site, laid: Callable[[], Maps]
) -> Mapping[str, MapView]:
    """Return the frameworks’ maps, which take long to draw and which no work changes."""
    name = f"maps/{site.place}"
    kept: Mapping[str, MapView] | None = memory.recall(name, catalogue)
    if kept is None:
        kept = framework_maps(laid().frameworks, site)
        memory.keep(name, catalogue, kept)
    return kept


def _parts_by_list(known: Iterable[str], begin: str) -> dict[str, list[str]]:
    """Return of each long list its parts that have pages, in the language of `begin`."""
    found: dict[str, list[str]] = {}
    for name in sorted(known):
        if name.startswith(begin):
            part_name = name.removeprefix(begin)
            found.setdefault(parent_of(part_name), []).append(part_name)
    return found
