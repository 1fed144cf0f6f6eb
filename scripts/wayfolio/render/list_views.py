"""Long lists: the newest on the page itself, the rest on a page for each month or letter.

Months and letters, not page numbers: a new row changes one further page and moves none.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from wayfolio.model.names import CompetencyCode, ExperienceId
from wayfolio.model.shelves import (
    LEARNERS,
    OTHERS,
    PARTS,
    PersonRow,
    Shelves,
    in_month,
    of_letter,
)
from wayfolio.render import addresses
from wayfolio.render.badge_views import badge_view
from wayfolio.render.views import BadgeView, CardView, LinkView, PageView, Site, base_of, cards

MOST_WORK = 60
"""A list of work that is longer goes on by months."""
NEWEST = 24
MOST_PEOPLE = 120
"""A list of learners that is longer goes on by letters."""


class WorkList(Struct, frozen=True, kw_only=True):
    """Work as a page lists it, newest first, and where the list goes on."""

    cards: tuple[CardView, ...]
    months: tuple[LinkView, ...] = ()


class PersonView(Struct, frozen=True, kw_only=True):
    """A learner in a list of learners."""

    name: str
    initial: str
    group: str
    address: str
    work_count: int
    met_count: int
    badges: tuple[BadgeView, ...]
    newest: str


class WorkPageView(PageView, frozen=True, kw_only=True):
    """All that work.html may show: the work of one month."""

    work: tuple[CardView, ...]


class LetterView(PageView, frozen=True, kw_only=True):
    """All that letter.html may show: the learners whose name begins with a letter."""

    people: tuple[PersonView, ...]


class Part(Struct, frozen=True, kw_only=True):
    """A further page of a list, and where it stands."""

    kind: str
    tokens: dict[str, str]
    view: PageView


def is_long(shelf: str, shelves: Shelves) -> bool:
    """Whether a list goes on on further pages."""
    return shelves.count(shelf) > (MOST_PEOPLE if shelf == LEARNERS else MOST_WORK)


def worklist(shelf: str, shelves: Shelves, site: Site) -> WorkList:
    """Return the work on a shelf: all of it, or the newest and the months of the rest."""
    if not is_long(shelf, shelves):
        return WorkList(cards=cards(shelves.work(shelf), site))
    where = _address_of(shelf)
    return WorkList(
        cards=cards(shelves.work(shelf, NEWEST), site),
        months=tuple(
            LinkView(_month(one.month, site), f"{where}work/{one.month}/")
            for one in shelves.months(shelf)
        ),
    )


def letters(shelves: Shelves) -> tuple[LinkView, ...]:
    """Return the pages on which a long list of learners goes on."""
    if not is_long(LEARNERS, shelves):
        return ()
    found = [part for part in (*PARTS, OTHERS) if shelves.count(of_letter(part))]
    return tuple(
        LinkView("…" if part == OTHERS else part.upper(), f"learners/by/{part}/") for part in found
    )


def person_view(row: PersonRow, site: Site) -> PersonView:
    """Return a learner as a list of learners shows them."""
    name = row.name or site.reader.words.gettext("A learner")
    return PersonView(
        name=name,
        initial=name[0],
        group=site.reader.say(row.group),
        address=addresses.portfolio(row.address),
        work_count=row.work_count,
        met_count=row.met_count,
        badges=tuple(
            badge_view(
                site.catalogue.badges[award.badge],
                site.reader,
                address=addresses.award(row.address, award.badge),
            )
            for award in row.awards
        ),
        newest=site.reader.month(row.newest) if row.newest else "",
    )


def people_views(shelf: str, shelves: Shelves, site: Site) -> tuple[PersonView, ...]:
    """Return the learners on a shelf, by the name that is shown."""
    views = (person_view(row, site) for row in shelves.people(shelf))
    return tuple(sorted(views, key=lambda person: (person.name, person.address)))


def parts_of(taken: Sequence[str], shelves: Shelves) -> Iterator[str]:
    """Give the shelves of the further pages of a page that takes from one shelf."""
    if len(taken) != 1 or taken[0].startswith("badge/") or not is_long(taken[0], shelves):
        return
    shelf = taken[0]
    if shelf == LEARNERS:
        yield from (of_letter(part) for part in (*PARTS, OTHERS) if shelves.count(of_letter(part)))
    else:
        yield from (in_month(shelf, one.month) for one in shelves.months(shelf))


def parent_of(shelf: str) -> str | None:
    """Return the shelf of the whole list of which a shelf is a part; None where it is whole."""
    whole, _, part = shelf.rpartition("/")
    return whole if whole == LEARNERS or (whole.count("/") == 1 and part) else None


def part_view(shelf: str, shelves: Shelves, site: Site) -> Part | None:
    """Return the further page that shows a shelf; None where the list needs none."""
    whole = parent_of(shelf)
    if whole is None or not is_long(whole, shelves) or not shelves.count(shelf):
        return None
    return (
        _letter(shelf, shelves, site) if whole == LEARNERS else _work(whole, shelf, shelves, site)
    )


def _letter(shelf: str, shelves: Shelves, site: Site) -> Part:
    _ = site.reader.words.gettext
    part = shelf.rpartition("/")[2]
    title = (
        _("Learners by other letters")
        if part == OTHERS
        else _("Learners by letter: {letter}").format(letter=part.upper())
    )
    view = LetterView(
        base=base_of(f"learners/by/{part}/"),
        title=title,
        description=title,
        crumbs=(LinkView(_("Learners"), "learners/"),),
        people=people_views(shelf, shelves, site),
    )
    return Part(kind="letter", tokens={"part": part}, view=view)


def _work(whole: str, shelf: str, shelves: Shelves, site: Site) -> Part:
    _ = site.reader.words.gettext
    month, where = shelf.rpartition("/")[2], _address_of(whole)
    of_what = _title_of(whole, site)
    words = _("{what}: work from {month}").format(what=of_what, month=_month(month, site))
    view = WorkPageView(
        base=base_of(f"{where}work/{month}/"),
        title=words,
        description=words,
        crumbs=(LinkView(of_what, where),),
        work=cards(shelves.work(shelf), site),
    )
    kind, token = {
        "competencies": ("competency-work", "code"),
        "studios": ("studio-work", "id"),
        "partners": ("partner-work", "id"),
    }[where.split("/")[0]]
    return Part(kind=kind, tokens={token: where.split("/")[1], "month": month}, view=view)


def _address_of(shelf: str) -> str:
    kind, _, name = shelf.partition("/")
    folder = {"competency": "competencies", "studio": "studios", "partner": "partners"}[kind]
    return f"{folder}/{addresses.part_of(name)}/"


def _title_of(shelf: str, site: Site) -> str:
    kind, _, name = shelf.partition("/")
    if kind == "competency":
        return site.reader.say(site.catalogue.competencies[CompetencyCode(name)].competency.title)
    if kind == "studio":
        return site.reader.say(site.catalogue.experiences[ExperienceId(name)].title)
    return next(site.reader.say(p.title) for p in site.catalogue.school.partners if p.id == name)


def _month(month: str, site: Site) -> str:
    return site.reader.month(date.fromisoformat(f"{month}-01"))
