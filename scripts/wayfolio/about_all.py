"""The pages about all learners, made again where a shelf has changed that they take from."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial

from wayfolio.fresh import HUB, PART
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.maps import Maps
from wayfolio.model.pages import Page, Public
from wayfolio.model.shelves import HOME
from wayfolio.publish.memory import Memory
from wayfolio.render.feeds import school_feed
from wayfolio.render.hub_pages import Stock, hubs, part
from wayfolio.render.hub_views import framework_maps
from wayfolio.render.list_views import parent_of, parts_of
from wayfolio.render.tongues import Tongue
from wayfolio.render.views import MapView, Site
from wayfolio.units import Units

FEED = HUB + "feed"
Write = Callable[[str, Iterable[Page[Public]]], None]
"""Makes a unit of some pages."""


def make_about_all(
    units: Units, tongues: Iterable[Tongue], touched: set[str], catalogue: str, write: Write
) -> None:
    """Make the pages about all learners, in each language, and note which there are no more.

    `touched`: the shelves that have changed. `catalogue`: its id. `write`: makes a unit.
    """
    known = {name for name in units.known if name.startswith((HUB, PART))}
    there = set[str]()
    for one in tongues:
        there |= _in_language(units, one, touched, catalogue, write)
    units.gone |= known - there - {FEED}


def make_feed(units: Units, site: Site, home: str | None, touched: set[str], write: Write) -> None:
    """Make the school's feed, where the site has an address (`home`) that a feed can name."""
    if not home:
        units.gone |= {FEED} & units.known.keys()
    elif units.is_stale(FEED) or HOME in touched:
        write(FEED, school_feed(units.memory, site))


def _in_language(
    units: Units, tongue: Tongue, touched: set[str], catalogue: str, write: Write
) -> set[str]:
    """Do so in one language; return the names of the pages that there are."""
    site, place = tongue.site, tongue.site.place
    laid = lru_cache(maxsize=1)(partial(_maps, site.catalogue))
    drawn = partial(_framework_maps, units.memory, catalogue, site, laid)
    stock = Stock(tongue.press, site, units.memory, Public, laid, drawn)
    had = _parts_by_list(units.known, PART + place)
    there = set[str]()
    for hub in hubs(stock):
        name, parts = HUB + place + hub.name, had.get(hub.goes_on, [])
        there.add(name)
        if units.is_stale(name) or not touched.isdisjoint(hub.takes):
            write(name, hub.make())
            parts = sorted(parts_of(hub.goes_on, stock.shelves))
        for one in parts:
            name = PART + place + one
            there.add(name)
            if one in touched or units.is_stale(name):
                write(name, [part(stock, one)])
    return there


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
