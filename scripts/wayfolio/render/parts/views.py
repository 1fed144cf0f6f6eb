"""The views that several kinds of page share.

A view decides, where a test can see it; a template only arranges. Every `address` starts at its
language's root; templates put the page's `base` before it.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from markupsafe import Markup
from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import Code, SkillCode
from wayfolio.model.visibility import WorkRow
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import kind_of_work
from wayfolio.render.parts import addresses


class Site(Struct, frozen=True, kw_only=True, dict=True):
    """A school's site in one language: what every view may look up."""

    catalogue: Catalogue
    reader: Reader
    as_of: date
    """The day for which the pages are built."""
    place: str = ""
    """The folder of this language's pages: empty for the school's first language, then `es/`."""
    home: str = ""
    """The address of the whole site, with a slash at its end; empty if it is unknown."""
    names_day: bool = True
    """Whether pages name the day. Sealed pages do not, because every day would seal all of them
    again; the page that opens them names it."""

    @property
    def day(self) -> str:
        """Return the day in words, or an empty text if pages do not name it."""
        return self.reader.day(self.as_of) if self.names_day else ""

    @property
    def up(self) -> str:
        """Return the path from this language's root to the site's, where the files are."""
        return up_from(self.place)

    @cached_property
    def skills_seen(self) -> "dict[SkillCode, SkillView]":
        """The cache of `skill_view`: many pages show the same skill."""
        return {}


def up_from(place: str) -> str:
    """Return the path from a folder of the site to its root: `../` from `es/`."""
    return "../" * place.count("/")


class PageView(Struct, frozen=True, kw_only=True):
    """The fields of every page."""

    base: str
    """The root of this page's language from the page: `../../`."""
    title: str
    description: str
    crumbs: "tuple[LinkView, ...]" = ()
    maps: "tuple[MapView, ...]" = ()
    """A page with maps loads their style sheet and their script."""
    moved_to: str = ""
    """The new address, relative to this page, to which the browser is redirected."""


class HubView(Struct, frozen=True, kw_only=True):
    """What every hub has. Its title and its prose come from its own Markdown page."""

    base: str
    maps: "tuple[MapView, ...]" = ()


class LinkView(Struct, frozen=True):
    """A link; without an address, only its label."""

    label: str
    address: str | None = None


class PictureView(Struct, frozen=True, kw_only=True):
    """A published picture."""

    address: str
    width: int
    height: int
    alt: str
    moving: Markup | None = None
    """The HTML of a picture that moves."""


class CardView(Struct, frozen=True, kw_only=True):
    """A piece of work in a list."""

    title: str
    lang: str
    address: str
    author: str
    day: str
    iso_day: str
    kind: str
    skills: tuple[str, ...] = ()
    excerpt: str = ""
    picture: PictureView | None = None


class BadgeView(Struct, frozen=True, kw_only=True):
    """A badge in a list."""

    title: str
    tier: str
    kind: str
    address: str
    image: str
    day: str = ""


class SkillView(Struct, frozen=True, kw_only=True):
    """A skill, with the competency that it belongs to."""

    code: str
    statement: str
    competency: LinkView


class StateView(Struct, frozen=True, kw_only=True):
    """A state in a legend or a list, shown by a word, an icon and a border."""

    css: str
    icon: str
    """The path of a drawing of 14 by 14 pixels."""
    word: str
    count: int = 0


class WithinView(Struct, frozen=True, kw_only=True):
    """A part of a place on a map."""

    label: str
    title: str
    mark: str = ""
    """Empty on a map that tells of nobody."""
    state: str = ""


class PlaceView(Struct, frozen=True, kw_only=True):
    """A place of a map, in its list and on its card."""

    id: str
    title: str
    over: str
    about: str
    state: StateView | None
    here: bool
    waiting_for: tuple[str, ...]
    facts: tuple[str, ...]
    when: str
    parts: tuple[WithinView, ...]
    first: tuple[LinkView, ...]
    """The places before it on the same map; addresses are within the page."""
    onward: tuple[LinkView, ...]
    link: LinkView | None


class LabeledRow(Struct, frozen=True, kw_only=True):
    """A lane of a map in its list."""

    title: str
    places: tuple[PlaceView, ...]


class MapView(Struct, frozen=True, kw_only=True):
    """A map: the drawing, its legend, and the same as a list."""

    id: str
    title: str
    caption: str
    now: str
    """A sentence that says where the learner is; empty without a learner."""
    svg: str
    """Markup, with every text escaped."""
    states: tuple[StateView, ...]
    arrows: tuple[tuple[str, str], ...]
    """(kind of edge, its words), for maps with several kinds."""
    rows: tuple[LabeledRow, ...]
    from_right: bool


def base_of(address: str) -> str:
    """Return the site's root as seen from the page at `address`."""
    return "../" * address.count("/") or "./"


def learner_crumbs(name: str, address: str, site: Site) -> tuple[LinkView, ...]:
    """Return the way to a page about a learner, whose own page has this address."""
    learners = LinkView(site.reader.gettext("Learners"), "learners/")
    return learners, LinkView(name, addresses.portfolio_address(address))


def card(row: WorkRow, site: Site) -> CardView:
    """Return a piece of work as a card."""
    picture = None
    if row.picture is not None:
        address, width, height = row.picture
        # The card's link says what it is; the picture adds nothing for a screen reader.
        picture = PictureView(address=site.up + address, width=width, height=height, alt="")
    return CardView(
        title=row.title,
        lang=row.lang,
        address=row.address,
        author=row.author,
        day=site.reader.day(row.on),
        iso_day=row.on.isoformat(),
        kind=kind_of_work(row.kind, site.reader.gettext),
        skills=competency_titles(row.skills, site),
        excerpt=row.excerpt,
        picture=picture,
    )


def cards(rows: Iterable[WorkRow], site: Site) -> tuple[CardView, ...]:
    """Return pieces of work as cards, newest first."""
    newest = sorted(rows, key=lambda row: (row.on, row.address), reverse=True)
    return tuple(card(row, site) for row in newest)


def competency_titles(skills: Iterable[SkillCode], site: Site) -> tuple[str, ...]:
    """Return the titles of the competencies that some skills belong to, each once."""
    return tuple(dict.fromkeys([skill_view(code, site).competency.label for code in skills]))


def skill_view(code: SkillCode, site: Site) -> SkillView:
    """Return a skill with a link to its competency."""
    view = site.skills_seen.get(code)
    if view is None:
        skill, placed = site.catalogue.skills[code]
        view = site.skills_seen[code] = SkillView(
            code=code,
            statement=site.reader.say(skill.statement),
            competency=competency_link(Code(placed.competency.code), site),
        )
    return view


def competency_link(code: Code, site: Site) -> LinkView:
    """Return a link to the page of a competency, or of the one that a skill belongs to."""
    placed = site.catalogue.placed(code)
    if placed is None:
        return LinkView(code)
    title = site.reader.say(placed.competency.title)
    return LinkView(title, addresses.competency_address(Code(placed.competency.code)))
