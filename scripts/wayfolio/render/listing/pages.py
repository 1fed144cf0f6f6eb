"""All pages that are not a single learner's, rendered from the catalogue and the shelves.

`listing_hubs` yields the hubs, each with the shelves it depends on; `list_part_page` renders a
further page of a long list. An incremental build renders only those whose shelves have changed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Generic

from msgspec import Struct

from wayfolio.model.audiences import may_see
from wayfolio.model.frameworks import parse_code
from wayfolio.model.maps import Maps
from wayfolio.model.names import Code, ExperienceId, PathwayId, slug_of
from wayfolio.model.pages import Audience, Page
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
from wayfolio.render.parts.rules import rule_sentence, rule_sentences
from wayfolio.render.parts.views import HubView, MapView, Site


class ListingContext(Struct, Generic[Audience], frozen=True):
    """Everything that listing pages are rendered from."""

    renderer: PageRenderer
    site: Site
    shelves: Shelves
    audience: type[Audience]
    maps: Callable[[], Maps]
    """Called late: layout takes a while, and few pages need it."""
    frameworks: Callable[[], Mapping[str, MapView]]
    """Called late: the maps of the frameworks, for the page of all competencies."""


class Hub(Struct, Generic[Audience], frozen=True):
    """A page about all learners, or two that belong together."""

    name: str
    takes: Sequence[str]
    """The shelves it depends on."""
    make: Callable[[], Iterable[Page[Audience]]]
    goes_on: str = ""
    """The shelf with further pages if it is long."""


def hub_pages(
    renderer: PageRenderer,
    site: Site,
    summaries: Sequence[Summary[Audience]],
    audience: type[Audience],
    maps: Maps,
) -> Iterator[Page[Audience]]:
    """Yield all listing pages of some learners."""
    context = ListingContext(
        renderer,
        site,
        shelves_of(summaries, site.catalogue),
        audience,
        lambda: maps,
        lambda: hub_views.framework_maps(maps.frameworks, site),
    )
    for hub in listing_hubs(context):
        yield from hub.make()
        for part in long_lists.list_parts(hub.goes_on, context.shelves):
            yield list_part_page(context, part)


def listing_hubs(context: ListingContext[Audience]) -> Iterator[Hub[Audience]]:
    """Yield the hubs, and a page for each competency, studio, pathway, badge and partner."""
    shelves, site, there = context.shelves, context.site, context.renderer.frames.hubs
    if "" in there:
        home = _hub(context, "", "home.html", lambda: hub_views.home_view(shelves, site))
        yield Hub("page/", (HOME, LEARNERS), home)
    learners = _hub(
        context, "learners/", "learners.html", lambda: hub_views.learners_view(shelves, site)
    )
    yield Hub("page/learners/", (LEARNERS,), learners, LEARNERS)
    competencies = _hub(
        context,
        "competencies/",
        "list.html",
        lambda: hub_views.competencies_view(shelves, site, context.frameworks()),
    )
    codes = [of_competency(code) for code in site.catalogue.competencies]
    yield Hub("list/competencies", codes, competencies)
    yield from _fixed_hubs(context)
    yield from _catalogue_hubs(context)


def _hub(
    context: ListingContext[Audience],
    address: str,
    template: str,
    view: Callable[[], HubView],
) -> Callable[[], list[Page[Audience]]]:
    return lambda: [context.renderer.hub(address, template, view(), context.audience)]


def _fixed_hubs(context: ListingContext[Audience]) -> Iterator[Hub[Audience]]:
    """Yield the lists that no learner's work changes."""
    site = context.site
    fixed: dict[str, tuple[str, Callable[[], HubView]]] = {
        "pathways/": ("list.html", lambda: hub_views.pathways_view(site)),
        "studios/": ("list.html", lambda: hub_views.experiences_view(site)),
        "badges/": ("badges.html", lambda: hub_views.badges_view(site)),
        "partners/": ("list.html", lambda: hub_views.partners_view(site)),
    }
    if "how-to-read/" in context.renderer.frames.hubs:
        fixed["how-to-read/"] = ("scales.html", lambda: hub_views.scales_view(site))
    for address, (template, view) in fixed.items():
        yield Hub(f"page/{address}", (), _hub(context, address, template, view))


def _catalogue_hubs(context: ListingContext[Audience]) -> Iterator[Hub[Audience]]:
    catalogue = context.site.catalogue
    asked_by = _badges_by_code(context)
    for code in catalogue.competencies:
        shelf, badges = of_competency(code), asked_by.get(parse_code(code), ())
        yield Hub(shelf, (shelf,), partial(_competency, context, parse_code(code), badges), shelf)
    for name in catalogue.experiences:
        shelf = of_experience(name)
        yield Hub(shelf, (shelf,), partial(_experience, context, name), shelf)
    for partner in catalogue.school.partners:
        shelf = of_partner(partner.id)
        yield Hub(shelf, (shelf,), partial(_partner, context, partner), shelf)
    for pathway in catalogue.pathways:
        yield Hub(f"pathway/{pathway}", (), partial(_pathway, context, pathway))
    for badge in _visible_badges(context):
        yield Hub(of_badge(badge.id), (of_badge(badge.id),), partial(_badge, context, badge))


def _competency(
    context: ListingContext[Audience], code: Code, badges: Iterable[Badge]
) -> list[Page[Audience]]:
    placed = context.site.catalogue.placed(code)
    assert placed is not None
    work = long_lists.work_list(of_competency(code), context.shelves, context.site)
    view = competency_page.competency_view(placed, work, badges, context.site)
    where = slug_of(code)
    return [context.renderer.page("competency", view, context.audience, code=where)]


def _experience(context: ListingContext[Audience], name: ExperienceId) -> list[Page[Audience]]:
    work = long_lists.work_list(of_experience(name), context.shelves, context.site)
    experience = context.site.catalogue.experiences[name]
    view = experience_page.experience_view(experience, work, context.site)
    return [context.renderer.page("studio", view, context.audience, id=name)]


def _partner(context: ListingContext[Audience], partner: Partner) -> list[Page[Audience]]:
    work = long_lists.work_list(of_partner(partner.id), context.shelves, context.site)
    view = partner_page.partner_view(partner, work, context.site)
    return [context.renderer.page("partner", view, context.audience, id=partner.id)]


def _pathway(context: ListingContext[Audience], name: PathwayId) -> list[Page[Audience]]:
    site, pathway = context.site, context.site.catalogue.pathways[name]
    gates = [(gate, rule_sentence(gate.needs, site)) for gate in pathway.gates]
    drawn = context.maps().pathways.get(name, ())
    view = pathway_page.pathway_view(pathway, gates, drawn, site)
    return [context.renderer.page("pathway", view, context.audience, id=name)]


def _badge(context: ListingContext[Audience], badge: Badge) -> list[Page[Audience]]:
    site, rules = context.site, rule_sentences(badge.criteria, context.site)
    holders = context.shelves.holders(badge.id)
    view = badge_page.badge_page_view(badge, rules, holders, site.reader)
    drawing = badge_svg(find_badge_art(badge, site))
    return [
        context.renderer.page("badge", view, context.audience, id=badge.id),
        Page[Audience](context.renderer.place + badge_image(badge), drawing.encode()),
    ]


def list_part_page(context: ListingContext[Audience], name: str) -> Page[Audience]:
    """Return the further page of a long list that shows a part of a shelf."""
    part = long_lists.list_part_view(name, context.shelves, context.site)
    template = "letter.html" if part.kind == "letter" else "work.html"
    return context.renderer.page(
        part.kind, part.view, context.audience, template=template, **part.tokens
    )


def _badges_by_code(context: ListingContext[Audience]) -> dict[Code, list[Badge]]:
    badges_of: dict[Code, list[Badge]] = {}
    for badge in _visible_badges(context):
        codes = find_codes(badge.criteria)
        for code in dict.fromkeys(_competency_of(code, context.site) for code in codes):
            badges_of.setdefault(code, []).append(badge)
    return badges_of


def _competency_of(code: Code, site: Site) -> Code:
    placed = site.catalogue.placed(code)
    return code if placed is None else parse_code(placed.competency.code)


def _visible_badges(context: ListingContext[Audience]) -> Iterable[Badge]:
    badges = context.site.catalogue.badges.values()
    return (badge for badge in badges if may_see(context.audience, badge.visibility))
