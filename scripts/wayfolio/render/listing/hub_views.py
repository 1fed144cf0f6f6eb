"""The hub pages: home, and the lists of everything."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from wayfolio.model.frameworks import parse_code
from wayfolio.model.maps import PathMap
from wayfolio.model.names import CompetencyCode, slug_of
from wayfolio.model.pathways import ExperienceKind
from wayfolio.model.shelves import HOME, LEARNERS, Shelves, of_competency
from wayfolio.render.badges.views import badge_view
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import (
    KINDS_OF_EXPERIENCE,
    grades,
    kind_of_badge,
    kind_of_experience,
    kind_of_partner,
    kind_of_pathway,
)
from wayfolio.render.listing.long_lists import PersonView, letters, people_views
from wayfolio.render.maps.views import map_view
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import (
    BadgeView,
    CardView,
    HubView,
    LinkView,
    MapView,
    Site,
    base_of,
    cards,
)

LATEST = 6


class HomePageView(HubView, frozen=True, kw_only=True):
    """All that home.html may show."""

    latest: tuple[CardView, ...]
    learner_count: int
    """0 if there are too few to publish a count."""
    work_count: int
    competency_count: int
    feed: str
    """The address of the feed; empty if the site's address is unknown."""


class LearnersView(HubView, frozen=True, kw_only=True):
    """All that learners.html may show."""

    people: tuple[PersonView, ...]
    letters: tuple[LinkView, ...]
    """The further pages of a long list; then this page itself lists nobody."""


class EntryView(Struct, frozen=True, kw_only=True):
    """An entry in a list of things with a sentence about each."""

    link: LinkView
    about: str
    note: str


class SectionView(Struct, frozen=True, kw_only=True):
    """A part of a list."""

    title: str
    anchor: str
    about: str
    note: str
    entries: tuple[EntryView, ...]


class ListView(HubView, frozen=True, kw_only=True):
    """All that list.html may show: sections of entries."""

    parts: tuple["ListPartView", ...]


class ListPartView(Struct, frozen=True, kw_only=True):
    """A framework, or everything of a kind; without a title if it is the only part."""

    title: str
    about: str
    sections: tuple[SectionView, ...]
    map: MapView | None = None


class BadgesView(HubView, frozen=True, kw_only=True):
    """All that badges.html may show: badges by kind."""

    kinds: tuple[tuple[str, tuple[BadgeView, ...]], ...]


class PointView(Struct, frozen=True, kw_only=True):
    """A level of a scale in words."""

    value: str
    label: str
    meaning: str
    is_ready: bool


class ScaleView(Struct, frozen=True, kw_only=True):
    """A scale, and where it is used."""

    title: str
    about: str
    used_by: str
    points: tuple[PointView, ...]


class ScalesView(HubView, frozen=True, kw_only=True):
    """All that scales.html may show."""

    scales: tuple[ScaleView, ...]


def home_view(shelves: Shelves, site: Site) -> HomePageView:
    """Return the latest work, and counts."""
    learners = shelves.count(LEARNERS)
    return HomePageView(
        base=base_of(""),
        latest=cards(shelves.work(HOME, LATEST), site),
        learner_count=learners if learners >= site.catalogue.school.publish.small_counts else 0,
        work_count=shelves.count(HOME),
        competency_count=len(site.catalogue.competencies),
        feed=f"{site.up}feed.xml" if site.home else "",
    )


def learners_view(shelves: Shelves, site: Site) -> LearnersView:
    """Return the visible learners, by name."""
    on = letters(shelves)
    return LearnersView(
        base=base_of("learners/"),
        people=() if on else people_views(LEARNERS, shelves, site),
        letters=on,
    )


def _count(code: CompetencyCode, shelves: Shelves, site: Site) -> int:
    """Return the number of pieces that show a competency; 0 if too few learners made them."""
    shelf = of_competency(code)
    is_enough = shelves.makers(shelf) >= site.catalogue.school.publish.small_counts
    return shelves.count(shelf) if is_enough else 0


def framework_maps(maps: Iterable[PathMap], site: Site) -> dict[str, MapView]:
    """Return the prerequisite map of each framework, for the page of all competencies."""
    base = base_of("competencies/")
    return {
        path_map.id: map_view(path_map, site, base=base, name=f"map-{path_map.id}")
        for path_map in maps
    }


def competencies_view(
    shelves: Shelves, site: Site, drawn: Mapping[str, MapView] = MappingProxyType({})
) -> ListView:
    """Return every framework with its areas and competencies. `drawn`: the frameworks' maps."""
    base = base_of("competencies/")
    _, several = site.reader.gettext, site.reader.ngettext
    parts = []
    for framework in site.catalogue.frameworks:
        sections = []
        for area in framework.areas:
            entries = tuple(
                EntryView(
                    link=LinkView(
                        site.reader.say(competency.title),
                        addresses.competency_address(parse_code(competency.code)),
                    ),
                    about=site.reader.say(competency.statement),
                    note=several("{n} piece of work", "{n} pieces of work", n).format(n=n)
                    if (n := _count(competency.code, shelves, site))
                    else "",
                )
                for competency in area.competencies
            )
            sections.append(
                SectionView(
                    title=site.reader.say(area.title),
                    anchor=slug_of(area.code),
                    about=site.reader.say(area.about),
                    note=_("Reported separately from the academic areas") if area.habit else "",
                    entries=entries,
                )
            )
        parts.append(
            ListPartView(
                title=site.reader.say(framework.title),
                about=site.reader.say(framework.about),
                sections=tuple(sections),
                map=drawn.get(framework.framework),
            )
        )
    return ListView(base=base, parts=tuple(parts), maps=tuple(drawn.values()))


def pathways_view(site: Site) -> ListView:
    """Return every pathway."""
    entries = tuple(
        EntryView(
            link=LinkView(site.reader.say(pathway.title), addresses.pathway_address(name)),
            about=site.reader.say(pathway.about),
            note=kind_of_pathway(pathway.kind, site.reader.gettext),
        )
        for name, pathway in site.catalogue.pathways.items()
    )
    return ListView(base=base_of("pathways/"), parts=(_plain("", entries),))


def _plain(title: str, entries: tuple[EntryView, ...]) -> ListPartView:
    section = SectionView(title=title, anchor="all", about="", note="", entries=entries)
    return ListPartView(title="", about="", sections=(section,))


def experiences_view(site: Site) -> ListView:
    """Return every experience by its kind."""
    by_title = site.reader.sort_key
    kinds: dict[ExperienceKind, list[EntryView]] = {}
    for name, experience in site.catalogue.experiences.items():
        kinds.setdefault(experience.kind, []).append(
            EntryView(
                link=LinkView(
                    site.reader.say(experience.title), addresses.experience_address(name)
                ),
                about=site.reader.say(experience.frame),
                note=grades(experience.band, site.reader.gettext),
            )
        )
    sections = tuple(
        SectionView(
            title=kind_of_experience(kind, site.reader.gettext),
            anchor=kind,
            about="",
            note="",
            entries=tuple(sorted(kinds[kind], key=lambda entry: by_title(entry.link.label))),
        )
        for kind in KINDS_OF_EXPERIENCE
        if kind in kinds
    )
    return ListView(
        base=base_of("studios/"), parts=(ListPartView(title="", about="", sections=sections),)
    )


def partners_view(site: Site) -> ListView:
    """Return every partner."""
    entries = tuple(
        EntryView(
            link=LinkView(site.reader.say(partner.title), addresses.partner_address(partner.id)),
            about=site.reader.say(partner.about),
            note=kind_of_partner(partner.kind, site.reader.gettext),
        )
        for partner in site.catalogue.school.partners
    )
    return ListView(base=base_of("partners/"), parts=(_plain("", entries),))


def badges_view(site: Site) -> BadgesView:
    """Return every public badge by its kind."""
    kinds: dict[str, list[BadgeView]] = {}
    for badge in site.catalogue.badges.values():
        if badge.visibility == "public":
            kinds.setdefault(kind_of_badge(badge.kind, site.reader.gettext), []).append(
                badge_view(badge, site.reader, address=addresses.badge_address(badge.id))
            )
    return BadgesView(
        base=base_of("badges/"),
        kinds=tuple((kind, tuple(badges)) for kind, badges in kinds.items()),
    )


def scales_view(site: Site) -> ScalesView:
    """Return the scales that competencies are rated on, with the words for each level."""
    used: dict[str, list[str]] = {}
    for placed in site.catalogue.competencies.values():
        titles = used.setdefault(placed.scale, [])
        title = site.reader.say(placed.framework.title)
        if title not in titles:
            titles.append(title)
    return ScalesView(
        base=base_of("how-to-read/"),
        scales=tuple(
            ScaleView(
                title=site.reader.say(scale.title) or name,
                about=site.reader.say(scale.about),
                used_by=site.reader.row(used[name]),
                points=tuple(
                    PointView(
                        value=figure(point.value),
                        label=site.reader.say(point.label),
                        meaning=site.reader.say(point.meaning),
                        is_ready=point.value == scale.ready_at,
                    )
                    for point in scale.points
                ),
            )
            for name, scale in site.catalogue.scales.items()
            if name in used
        ),
    )
