"""What templates may show: pieces that several kinds of page share.

Decisions live here, where a test can see them; a template only arranges. Every `address` is from
its language's root; templates put the page's `base` before it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import Code, SkillCode
from wayfolio.model.shown import WorkRow
from wayfolio.render import addresses
from wayfolio.render.reader import Reader
from wayfolio.render.vocabulary import kind_of_work


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One school's site in one language: what every view may look up."""

    catalogue: Catalogue
    reader: Reader
    as_of: date
    """The day that the pages speak of."""
    place: str = ""
    """Where the pages of this language stand: nothing for the school's first, then `es/`."""
    home: str = ""
    """Where the whole site stands, with a slash at its end; nothing where that is not known."""

    @property
    def up(self) -> str:
        """Return the way from this language's root to the site's, where the files are."""
        return up_from(self.place)


def up_from(place: str) -> str:
    """Return the way up from a folder of the site: `../` from `es/`."""
    return "../" * place.count("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """What every page has."""

    base: str
    """The root of this page's language from the page: `../../`."""
    title: str
    description: str
    crumbs: "tuple[LinkView, ...]" = ()
    maps: "tuple[MapView, ...]" = ()
    """A page with maps asks for their style and their script."""
    moved_to: str = ""
    """From this page, where it has gone: the browser goes there too."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """Something to go to; without an address, just its label."""

    label: str
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """A published picture."""

    address: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeView:
    """A badge in a list."""

    title: str
    tier: str
    kind: str
    address: str
    image: str
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillView:
    """A skill, with the competency that it belongs to."""

    code: str
    statement: str
    competency: LinkView


@dataclass(frozen=True, slots=True, kw_only=True)
class StateView:
    """A state in a legend or a list: told by a word, an icon and a border."""

    css: str
    icon: str
    """The path of a drawing of 14 by 14 pixels."""
    word: str
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinView:
    """Something within a place of a map."""

    label: str
    title: str
    done: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A place of a map in its list; the same is shown on its card."""

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
    """What comes before it on the same map; addresses are within the page."""
    onward: tuple[LinkView, ...]
    link: LinkView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A lane of a map in its list."""

    title: str
    places: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """A map: the drawing, what its signs mean, and the same as a list."""

    id: str
    title: str
    caption: str
    now: str
    """Where the learner is, in a sentence; empty without a learner."""
    svg: str
    """Markup, with every text escaped."""
    states: tuple[StateView, ...]
    arrows: tuple[tuple[str, str], ...]
    """(kind of edge, its words), where there is more than one kind."""
    rows: tuple[RowView, ...]
    from_right: bool


def base_of(address: str) -> str:
    """Return the site's root as seen from the page at `address`."""
    return "../" * address.count("/") or "./"


def card(row: WorkRow, site: Site) -> CardView:
    """Return a piece of work as a card."""
    picture = None
    if row.picture is not None:
        address, width, height = row.picture
        # The card's link tells what it is; the picture adds nothing for whoever cannot see it.
        picture = PictureView(address=site.up + address, width=width, height=height, alt="")
    return CardView(
        title=row.title,
        lang=row.lang,
        address=row.address,
        author=row.author,
        day=site.reader.day(row.on),
        iso_day=row.on.isoformat(),
        kind=kind_of_work(row.kind, site.reader.words.gettext),
        skills=competency_titles(row.shows, site),
        excerpt=row.excerpt,
        picture=picture,
    )


def cards(rows: Iterable[WorkRow], site: Site) -> tuple[CardView, ...]:
    """Return pieces of work as cards, newest first."""
    newest = sorted(rows, key=lambda row: (row.on, row.address), reverse=True)
    return tuple(card(row, site) for row in newest)


def competency_titles(skills: Iterable[SkillCode], site: Site) -> tuple[str, ...]:
    """Return the titles of the competencies that some skills belong to, each once."""
    titles = (site.reader.say(site.catalogue.skills[code][1].competency.title) for code in skills)
    return tuple(dict.fromkeys(titles))


def skill_view(code: SkillCode, site: Site) -> SkillView:
    """Return a skill with a link to its competency."""
    skill, placed = site.catalogue.skills[code]
    return SkillView(
        code=code,
        statement=site.reader.say(skill.statement),
        competency=competency_link(Code(placed.competency.code), site),
    )


def competency_link(code: Code, site: Site) -> LinkView:
    """Return a link to the page of a competency, or of the one that a skill belongs to."""
    placed = site.catalogue.placed(code)
    if placed is None:
        return LinkView(code)
    title = site.reader.say(placed.competency.title)
    return LinkView(title, addresses.competency(Code(placed.competency.code)))
