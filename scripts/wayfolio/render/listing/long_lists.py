"""Long lists: the newest entries, and further pages by year, month or letter.

By year, month or letter rather than by page number, so that a new row changes only one page.
"""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from wayfolio.model.names import CompetencyCode, ExperienceId, slug_of
from wayfolio.model.shelves import (
    LEARNERS,
    OTHERS,
    PARTS,
    Month,
    PersonRow,
    Shelves,
    of_letter,
    year_part_of,
)
from wayfolio.render.badges.views import badge_view
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import (
    BadgeView,
    CardView,
    LinkView,
    PageView,
    Site,
    base_of,
    cards,
)

MOST_WORK = 60
"""A longer list of work continues by years."""
MOST_IN_A_YEAR = 200
"""A year with more continues by months."""
NEWEST = 24
MOST_PEOPLE = 120
"""A longer list of learners continues by letters."""


class WorkList(Struct, frozen=True, kw_only=True):
    """Work on a page, newest first, and links to the rest."""

    cards: tuple[CardView, ...]
    times: tuple[LinkView, ...] = ()
    """The years and months with further pages."""


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
    """All that work.html may show: the work of one month or year."""

    work: tuple[CardView, ...]


class LetterLinkView(PageView, frozen=True, kw_only=True):
    """All that letter.html may show: the learners whose name begins with a letter."""

    people: tuple[PersonView, ...]


class ListPart(Struct, frozen=True, kw_only=True):
    """A further page of a list, and the tokens of its address."""

    kind: str
    tokens: dict[str, str]
    view: PageView


def is_long(shelf: str, shelves: Shelves) -> bool:
    """Whether a list has further pages."""
    return shelves.count(shelf) > (MOST_PEOPLE if shelf == LEARNERS else MOST_WORK)


def work_list(shelf: str, shelves: Shelves, site: Site) -> WorkList:
    """Return the work on a shelf: all of it, or the newest and links to the rest."""
    if not is_long(shelf, shelves):
        return WorkList(cards=cards(shelves.work(shelf), site))
    where = _address_of(shelf)
    return WorkList(
        cards=cards(shelves.work(shelf, NEWEST), site),
        times=tuple(
            LinkView(_in_words(when, site), f"{where}work/{when}/")
            for when in _times(shelf, shelves)
        ),
    )


def _times(shelf: str, shelves: Shelves) -> Iterator[str]:
    """Yield the years of a list, the newest first; for a long year its months."""
    by_year: dict[str, list[Month]] = {}
    for month in shelves.months(shelf):
        by_year.setdefault(month.month[:4], []).append(month)
    for year, months in by_year.items():
        if sum(month.count for month in months) <= MOST_IN_A_YEAR:
            yield year
        else:
            yield from (month.month for month in months)


def letters(shelves: Shelves) -> tuple[LinkView, ...]:
    """Return the further pages of a long list of learners."""
    if not is_long(LEARNERS, shelves):
        return ()
    parts = [part for part in (*PARTS, OTHERS) if shelves.count(of_letter(part))]
    return tuple(
        LinkView("…" if part == OTHERS else part.upper(), f"learners/by/{part}/") for part in parts
    )


def person_view(row: PersonRow, site: Site) -> PersonView:
    """Return a learner as a list of learners shows them."""
    name = row.name or site.reader.gettext("A learner")
    return PersonView(
        name=name,
        initial=name[0],
        group=site.reader.say(row.group),
        address=addresses.portfolio_address(row.address),
        work_count=row.work_count,
        met_count=row.met_count,
        badges=tuple(
            badge_view(
                site.catalogue.badges[award.badge],
                site.reader,
                address=addresses.award_address(row.address, award.badge),
            )
            for award in row.awards
        ),
        newest=site.reader.month(row.newest) if row.newest else "",
    )


def people_views(shelf: str, shelves: Shelves, site: Site) -> tuple[PersonView, ...]:
    """Return the learners on a shelf, by displayed name."""
    views = (person_view(row, site) for row in shelves.people(shelf))
    by_name = site.reader.sort_key
    return tuple(sorted(views, key=lambda person: (by_name(person.name), person.address)))


def list_parts(shelf: str, shelves: Shelves) -> Iterator[str]:
    """Yield the parts of a shelf with further pages; none if its list is short."""
    if not is_long(shelf, shelves):
        return
    if shelf == LEARNERS:
        yield from (of_letter(part) for part in (*PARTS, OTHERS) if shelves.count(of_letter(part)))
    else:
        yield from (year_part_of(shelf, when) for when in _times(shelf, shelves))


def list_part_view(part: str, shelves: Shelves, site: Site) -> ListPart:
    """Return the further page that shows a part of a shelf."""
    whole = parent_of(part)
    return (
        _letter_part(part, shelves, site)
        if whole == LEARNERS
        else _work_part(whole, part, shelves, site)
    )


def parent_of(part: str) -> str:
    """Return the shelf to which a part belongs."""
    return part.rpartition("/")[0]


def _letter_part(shelf: str, shelves: Shelves, site: Site) -> ListPart:
    _ = site.reader.gettext
    part = shelf.rpartition("/")[2]
    title = (
        _("Learners by other letters")
        if part == OTHERS
        else _("Learners by letter: {letter}").format(letter=part.upper())
    )
    view = LetterLinkView(
        base=base_of(f"learners/by/{part}/"),
        title=title,
        description=title,
        crumbs=(LinkView(_("Learners"), "learners/"),),
        people=people_views(shelf, shelves, site),
    )
    return ListPart(kind="letter", tokens={"part": part}, view=view)


def _work_part(whole: str, part: str, shelves: Shelves, site: Site) -> ListPart:
    _ = site.reader.gettext
    when, where = part.rpartition("/")[2], _address_of(whole)
    of_what = _title_of(whole, site)
    words = _("{what}: work from {month}").format(what=of_what, month=_in_words(when, site))
    view = WorkPageView(
        base=base_of(f"{where}work/{when}/"),
        title=words,
        description=words,
        crumbs=(LinkView(of_what, where),),
        work=cards(shelves.work(whole, when=when), site),
    )
    kind, token = {
        "competencies": ("competency-work", "code"),
        "studios": ("studio-work", "id"),
        "partners": ("partner-work", "id"),
    }[where.split("/")[0]]
    return ListPart(kind=kind, tokens={token: where.split("/")[1], "when": when}, view=view)


def _address_of(shelf: str) -> str:
    kind, _, name = shelf.partition("/")
    folder = {"competency": "competencies", "studio": "studios", "partner": "partners"}[kind]
    return f"{folder}/{slug_of(name)}/"


def _title_of(shelf: str, site: Site) -> str:
    kind, _, name = shelf.partition("/")
    if kind == "competency":
        return site.reader.say(site.catalogue.competencies[CompetencyCode(name)].competency.title)
    if kind == "studio":
        return site.reader.say(site.catalogue.experiences[ExperienceId(name)].title)
    return next(site.reader.say(p.title) for p in site.catalogue.school.partners if p.id == name)


def _in_words(when: str, site: Site) -> str:
    """Return a month or a year in words."""
    if "-" in when:
        return site.reader.month(date.fromisoformat(f"{when}-01"))
    return site.reader.year(date.fromisoformat(f"{when}-01-01"))
