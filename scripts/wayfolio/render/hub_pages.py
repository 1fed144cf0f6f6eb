"""Every page that is not one learner's: made from the catalogue and the learners' summaries."""

from collections.abc import Iterable, Iterator, Sequence

from wayfolio.model.frameworks import code_of
from wayfolio.model.maps import Maps
from wayfolio.model.names import Code
from wayfolio.model.pages import Audience, Family, Page, Public, Staff
from wayfolio.model.pathways import Badge
from wayfolio.model.requirements import codes_in
from wayfolio.model.shown import Summary
from wayfolio.render import addresses, catalogue_views, hub_views
from wayfolio.render.badge_svg import badge_svg
from wayfolio.render.badge_views import badge_art, badge_image
from wayfolio.render.naming import rule_sentence
from wayfolio.render.press import Press
from wayfolio.render.views import Site


def hub_pages(
    press: Press,
    site: Site,
    summaries: Sequence[Summary[Audience]],
    audience: type[Audience],
    maps: Maps,
) -> Iterator[Page[Audience]]:
    """Give the hubs, and a page for each competency, studio, pathway, badge and partner."""
    if "" in press.frames.hubs:
        yield press.hub("", "home.html", hub_views.home_view(summaries, site), audience)
    learners = hub_views.learners_view(summaries, site)
    yield press.hub("learners/", "learners.html", learners, audience)
    competencies = hub_views.competencies_view(summaries, site, maps.frameworks)
    yield press.hub("competencies/", "list.html", competencies, audience)
    yield press.hub("pathways/", "list.html", hub_views.pathways_view(site), audience)
    yield press.hub("studios/", "list.html", hub_views.experiences_view(site), audience)
    yield press.hub("badges/", "badges.html", hub_views.badges_view(site), audience)
    yield press.hub("partners/", "list.html", hub_views.partners_view(site), audience)
    if "how-to-read/" in press.frames.hubs:
        yield press.hub("how-to-read/", "scales.html", hub_views.scales_view(site), audience)
    yield from _catalogue_pages(press, site, summaries, audience)
    yield from _pathway_pages(press, site, maps, audience)
    yield from _badge_pages(press, site, summaries, audience)


def _catalogue_pages(
    press: Press, site: Site, summaries: Sequence[Summary[Audience]], audience: type[Audience]
) -> Iterator[Page[Audience]]:
    work = [row for summary in summaries for row in summary.work]
    catalogue = site.catalogue
    asked_by = _badges_by_code(site, audience)
    for code, placed in catalogue.competencies.items():
        badges = asked_by.get(code_of(code), [])
        view = catalogue_views.competency_view(placed, work, badges, site)
        yield press.page("competency", view, audience, code=addresses.part_of(code))
    for name, experience in catalogue.experiences.items():
        made = catalogue_views.experience_view(experience, work, site)
        yield press.page("studio", made, audience, id=name)
    for partner in catalogue.school.partners:
        met = catalogue_views.partner_view(partner, work, site)
        yield press.page("partner", met, audience, id=partner.id)


def _pathway_pages(
    press: Press, site: Site, maps: Maps, audience: type[Audience]
) -> Iterator[Page[Audience]]:
    for name, pathway in site.catalogue.pathways.items():
        gates = [(gate, rule_sentence(gate.needs, site)) for gate in pathway.gates]
        drawn = maps.pathways.get(name, ())
        view = catalogue_views.pathway_view(pathway, gates, drawn, site)
        yield press.page("pathway", view, audience, id=name)


def _badges_by_code(site: Site, audience: type[Audience]) -> dict[Code, list[Badge]]:
    found: dict[Code, list[Badge]] = {}
    for badge in _visible(site, audience):
        for code in dict.fromkeys(_competency_of(code, site) for code in codes_in(badge.criteria)):
            found.setdefault(code, []).append(badge)
    return found


def _competency_of(code: Code, site: Site) -> Code:
    placed = site.catalogue.placed(code)
    return code if placed is None else code_of(placed.competency.code)


def _visible(site: Site, audience: type[Audience]) -> Iterable[Badge]:
    seen = {Public: {"public"}, Family: {"public", "family"}, Staff: {"public", "family", "staff"}}
    return (b for b in site.catalogue.badges.values() if b.visibility in seen[audience])


def _badge_pages(
    press: Press, site: Site, summaries: Sequence[Summary[Audience]], audience: type[Audience]
) -> Iterator[Page[Audience]]:
    for badge in _visible(site, audience):
        holders = [
            (summary.name, summary.address, award)
            for summary in summaries
            for award in summary.awards
            if award.badge == badge.id
        ]
        rule = rule_sentence(badge.criteria, site)
        view = catalogue_views.badge_page_view(badge, rule, holders, site.reader)
        yield press.page("badge", view, audience, id=badge.id)
        drawing = badge_svg(badge_art(badge, site))
        yield Page[Audience](press.place + badge_image(badge), drawing.encode())
