"""Every page that is not one learner's: made from the catalogue and from what stands on shelves.

`hubs` gives the pages that there always are, each with the shelves that it takes from; `part` makes
a further page of a long list. A build that remembers makes only those whose shelves have changed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Generic

from msgspec import Struct

from wayfolio.model.frameworks import parse_code
from wayfolio.model.maps import Maps
from wayfolio.model.names import Code, ExperienceId, PathwayId
from wayfolio.model.pages import Audience, Family, Page, Public, Staff
from wayfolio.model.pathways import Badge
from wayfolio.model.requirements import find_codes
from wayfolio.model.school import Partner
from wayfolio.model.shelves import (
    HOME,
    LEARNERS,
    Shelves,
    of_badge,
    of_competency,
    of_experience,
    of_partner,
    shelves_of,
)
from wayfolio.model.visibility import Summary
from wayfolio.render.badges.svg import badge_svg
from wayfolio.render.badges.views import badge_image, find_badge_art
from wayfolio.render.frame.renderer import PageRenderer
from wayfolio.render.listing import (
    badge_page,
    competency_page,
    experience_page,
    hub_views,
    long_lists,
    partner_page,
    pathway_page,
)
from wayfolio.render.parts import addresses
from wayfolio.render.parts.naming import rule_sentence
from wayfolio.render.parts.views import MapView, Site


class ListingContext(Struct, Generic[Audience], frozen=True):
    """All that hub pages are made from."""

    press: PageRenderer
    site: Site
    shelves: Shelves
    audience: type[Audience]
    maps: Callable[[], Maps]
    """They take a while to lay out, and few pages need them."""
    frameworks: Callable[[], Mapping[str, MapView]]
    """The maps of the frameworks, drawn for the page of all competencies."""


class Hub(Struct, Generic[Audience], frozen=True):
    """A page about all learners, or two that belong together."""

    name: str
    takes: Sequence[str]
    """The shelves that it is made from."""
    make: Callable[[], Iterable[Page[Audience]]]
    goes_on: str = ""
    """The shelf that has further pages where it is long."""


def hub_pages(
    press: PageRenderer,
    site: Site,
    summaries: Sequence[Summary[Audience]],
    audience: type[Audience],
    maps: Maps,
) -> Iterator[Page[Audience]]:
    """Yield every page about some learners together."""
    stock = ListingContext(
        press,
        site,
        shelves_of(summaries, site.catalogue),
        audience,
        lambda: maps,
        lambda: hub_views.framework_maps(maps.frameworks, site),
    )
    for hub in listing_hubs(stock):
        yield from hub.make()
        for part in long_lists.list_parts(hub.goes_on, stock.shelves):
            yield list_part_page(stock, part)


def listing_hubs(stock: ListingContext[Audience]) -> Iterator[Hub[Audience]]:
    """Yield the hubs, and a page for each competency, studio, pathway, badge and partner."""
    shelves, site, there = stock.shelves, stock.site, stock.press.frames.hubs
    if "" in there:
        home = _hub(stock, "", "home.html", lambda: hub_views.home_view(shelves, site))
        yield Hub("page/", (HOME, LEARNERS), home)
    learners = _hub(
        stock, "learners/", "learners.html", lambda: hub_views.learners_view(shelves, site)
    )
    yield Hub("page/learners/", (LEARNERS,), learners, LEARNERS)
    competencies = _hub(
        stock,
        "competencies/",
        "list.html",
        lambda: hub_views.competencies_view(shelves, site, stock.frameworks()),
    )
    codes = [of_competency(code) for code in site.catalogue.competencies]
    yield Hub("list/competencies", codes, competencies)
    yield from _fixed_hubs(stock)
    yield from _catalogue_hubs(stock)


def _hub(
    stock: ListingContext[Audience],
    address: str,
    template: str,
    view: Callable[[], hub_views.HubView],
) -> Callable[[], list[Page[Audience]]]:
    return lambda: [stock.press.hub(address, template, view(), stock.audience)]


def _fixed_hubs(stock: ListingContext[Audience]) -> Iterator[Hub[Audience]]:
    """Yield the lists that no learner's work changes."""
    site = stock.site
    fixed: dict[str, tuple[str, Callable[[], hub_views.HubView]]] = {
        "pathways/": ("list.html", lambda: hub_views.pathways_view(site)),
        "studios/": ("list.html", lambda: hub_views.experiences_view(site)),
        "badges/": ("badges.html", lambda: hub_views.badges_view(site)),
        "partners/": ("list.html", lambda: hub_views.partners_view(site)),
    }
    if "how-to-read/" in stock.press.frames.hubs:
        fixed["how-to-read/"] = ("scales.html", lambda: hub_views.scales_view(site))
    for address, (template, view) in fixed.items():
        yield Hub(f"page/{address}", (), _hub(stock, address, template, view))


def _catalogue_hubs(stock: ListingContext[Audience]) -> Iterator[Hub[Audience]]:
    catalogue = stock.site.catalogue
    asked_by = _badges_by_code(stock)
    for code in catalogue.competencies:
        shelf, badges = of_competency(code), asked_by.get(parse_code(code), ())
        yield Hub(shelf, (shelf,), partial(_competency, stock, parse_code(code), badges), shelf)
    for name in catalogue.experiences:
        shelf = of_experience(name)
        yield Hub(shelf, (shelf,), partial(_experience, stock, name), shelf)
    for partner in catalogue.school.partners:
        shelf = of_partner(partner.id)
        yield Hub(shelf, (shelf,), partial(_partner, stock, partner), shelf)
    for pathway in catalogue.pathways:
        yield Hub(f"pathway/{pathway}", (), partial(_pathway, stock, pathway))
    for badge in _visible_badges(stock):
        yield Hub(of_badge(badge.id), (of_badge(badge.id),), partial(_badge, stock, badge))


def _competency(
    stock: ListingContext[Audience], code: Code, badges: Iterable[Badge]
) -> list[Page[Audience]]:
    placed = stock.site.catalogue.placed(code)
    assert placed is not None
    work = long_lists.work_list(of_competency(code), stock.shelves, stock.site)
    view = competency_page.competency_view(placed, work, badges, stock.site)
    where = addresses.part_address(code)
    return [stock.press.page("competency", view, stock.audience, code=where)]


def _experience(stock: ListingContext[Audience], name: ExperienceId) -> list[Page[Audience]]:
    work = long_lists.work_list(of_experience(name), stock.shelves, stock.site)
    experience = stock.site.catalogue.experiences[name]
    view = experience_page.experience_view(experience, work, stock.site)
    return [stock.press.page("studio", view, stock.audience, id=name)]


def _partner(stock: ListingContext[Audience], partner: Partner) -> list[Page[Audience]]:
    work = long_lists.work_list(of_partner(partner.id), stock.shelves, stock.site)
    view = partner_page.partner_view(partner, work, stock.site)
    return [stock.press.page("partner", view, stock.audience, id=partner.id)]


def _pathway(stock: ListingContext[Audience], name: PathwayId) -> list[Page[Audience]]:
    site, pathway = stock.site, stock.site.catalogue.pathways[name]
    gates = [(gate, rule_sentence(gate.needs, site)) for gate in pathway.gates]
    drawn = stock.maps().pathways.get(name, ())
    view = pathway_page.pathway_view(pathway, gates, drawn, site)
    return [stock.press.page("pathway", view, stock.audience, id=name)]


def _badge(stock: ListingContext[Audience], badge: Badge) -> list[Page[Audience]]:
    site, rule = stock.site, rule_sentence(badge.criteria, stock.site)
    holders = stock.shelves.holders(badge.id)
    view = badge_page.badge_page_view(badge, rule, holders, site.reader)
    drawing = badge_svg(find_badge_art(badge, site))
    return [
        stock.press.page("badge", view, stock.audience, id=badge.id),
        Page[Audience](stock.press.place + badge_image(badge), drawing.encode()),
    ]


def list_part_page(stock: ListingContext[Audience], name: str) -> Page[Audience]:
    """Return the further page of a long list that shows a part of a shelf."""
    part = long_lists.list_part_view(name, stock.shelves, stock.site)
    template = "letter.html" if part.kind == "letter" else "work.html"
    return stock.press.page(part.kind, part.view, stock.audience, template=template, **part.tokens)


def _badges_by_code(stock: ListingContext[Audience]) -> dict[Code, list[Badge]]:
    badges_of: dict[Code, list[Badge]] = {}
    for badge in _visible_badges(stock):
        codes = find_codes(badge.criteria)
        for code in dict.fromkeys(_competency_of(code, stock.site) for code in codes):
            badges_of.setdefault(code, []).append(badge)
    return badges_of


def _competency_of(code: Code, site: Site) -> Code:
    placed = site.catalogue.placed(code)
    return code if placed is None else parse_code(placed.competency.code)


def _visible_badges(stock: ListingContext[Audience]) -> Iterable[Badge]:
    seen = {Public: {"public"}, Family: {"public", "family"}, Staff: {"public", "family", "staff"}}
    badges = stock.site.catalogue.badges.values()
    return (badge for badge in badges if badge.visibility in seen[stock.audience])
