"""What templates may show: pieces that several kinds of page share.

Decisions live here, where a test can see them; a template only arranges. Every `address` is from
its language's root; templates put the page's `base` before it.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import Code, SkillCode
from wayfolio.model.visibility import WorkRow
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import kind_of_work
from wayfolio.render.parts import addresses


class Site(Struct, frozen=True, kw_only=True, dict=True):
    """One school's site in one language: what every view may look up."""

    catalogue: Catalogue
    reader: Reader
    as_of: date
    """The day that the pages speak of."""
    place: str = ""
    """Where the pages of this language stand: nothing for the school's first, then `es/`."""
    home: str = ""
    """Where the whole site stands, with a slash at its end; nothing where that is not known."""
    names_day: bool = True
    """Whether pages say of which day they are. Sealed ones do not, or each day would seal all of
    them anew: whoever opens them is told by the page that opens them."""

    @property
    def day(self) -> str:
        """Return the day that the pages speak of, in words, where they say it."""
        return self.reader.day(self.as_of) if self.names_day else ""

    @property
    def up(self) -> str:
        """Return the way from this language's root to the site's, where the files are."""
        return up_from(self.place)

    @cached_property
    def skills_seen(self) -> "dict[SkillCode, SkillView]":
        """What `skill_view` has made: each skill of a school stands on many of its pages."""
        return {}


def up_from(place: str) -> str:
    """Return the way up from a folder of the site: `../` from `es/`."""
    return "../" * place.count("/")


class PageView(Struct, frozen=True, kw_only=True):
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
    """A state in a legend or a list: told by a word, an icon and a border."""

    css: str
    icon: str
    """The path of a drawing of 14 by 14 pixels."""
    word: str
    count: int = 0


class WithinView(Struct, frozen=True, kw_only=True):
    """Something within a place of a map."""

    label: str
    title: str
    done: bool | None


class PlaceView(Struct, frozen=True, kw_only=True):
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


class LabeledRow(Struct, frozen=True, kw_only=True):
    """A lane of a map in its list."""

    title: str
    places: tuple[PlaceView, ...]


class MapView(Struct, frozen=True, kw_only=True):
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
    rows: tuple[LabeledRow, ...]
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
        kind=kind_of_work(row.kind, site.reader.gettext),
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
    return tuple(dict.fromkeys([skill_view(code, site).competency.label for code in skills]))


def skill_view(code: SkillCode, site: Site) -> SkillView:
    """Return a skill with a link to its competency."""
    found = site.skills_seen.get(code)
    if found is None:
        skill, placed = site.catalogue.skills[code]
        found = site.skills_seen[code] = SkillView(
            code=code,
            statement=site.reader.say(skill.statement),
            competency=competency_link(Code(placed.competency.code), site),
        )
    return found


def competency_link(code: Code, site: Site) -> LinkView:
    """Return a link to the page of a competency, or of the one that a skill belongs to."""
    placed = site.catalogue.placed(code)
    if placed is None:
        return LinkView(code)
    title = site.reader.say(placed.competency.title)
    return LinkView(title, addresses.competency_address(Code(placed.competency.code)))
