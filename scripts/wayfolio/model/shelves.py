"""What pages about all learners need of each: small rows, put on shelves by what they are about.

A page takes from its own shelves and from nothing else, so that a changed row tells which pages
it may change. `Shelves` is what they take from; `shelves_of` fills it from summaries, and a build
keeps the same rows in its cache (`build/cache.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Generic, NamedTuple, Protocol

from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.latin import spell_in_latin
from wayfolio.model.names import BadgeId
from wayfolio.model.pages import Audience
from wayfolio.model.text import Text
from wayfolio.model.visibility import ShownAward, Summary, WorkRow

HOME = "home"
LEARNERS = "learners"
PARTS = "abcdefghijklmnopqrstuvwxyz"
OTHERS = "other"
OF_WORK = ("competency/", "studio/", "partner/")
"""How the names of those shelves begin whose work stands on further pages where it is much."""


class PersonRow(Struct, frozen=True, kw_only=True, tag=True):
    """A learner as lists of learners show them."""

    name: str
    address: str
    group: Text | None
    work_count: int
    met_count: int
    awards: tuple[ShownAward, ...]
    newest: date | None


class HolderRow(Struct, frozen=True, kw_only=True, tag=True):
    """A learner who holds a badge and lets it be known."""

    name: str
    address: str
    award: ShownAward


class IndexEntry(NamedTuple):
    """A row, and where it is found."""

    shelf: str
    order: str
    """By which the rows of a shelf are sorted; no two rows of a learner have the same."""
    row: WorkRow | PersonRow | HolderRow


class Month(Struct, frozen=True, kw_only=True):
    """A month of a shelf, and how much work there is from it."""

    month: str
    """2026-10."""
    count: int


class Shelves(Protocol):
    """What pages about all learners are made from. Work comes newest first."""

    def work(self, shelf: str, most: int | None = None, when: str = "") -> Sequence[WorkRow]:
        """Return the work on a shelf, at most so much; `when`: of a year or month, "2026-10"."""

    def months(self, shelf: str) -> Sequence[Month]:
        """Return the months of a shelf, the newest first."""

    def count(self, shelf: str) -> int:
        """Return how many rows a shelf holds."""

    def makers(self, shelf: str) -> int:
        """Return how many learners have a row there, at most a hundred."""

    def people(self, shelf: str) -> Sequence[PersonRow]:
        """Return learners, by name."""

    def holders(self, badge: BadgeId) -> Sequence[HolderRow]:
        """Return who holds a badge, by address."""


def of_competency(code: str) -> str:
    """Return the shelf of the work that shows a competency."""
    return f"competency/{code}"


def of_experience(name: str) -> str:
    """Return the shelf of the work from a studio or another experience."""
    return f"studio/{name}"


def of_partner(name: str) -> str:
    """Return the shelf of the work that grew with a partner."""
    return f"partner/{name}"


def of_badge(badge: BadgeId) -> str:
    """Return the shelf of those who hold a badge."""
    return f"badge/{badge}"


def year_part_of(shelf: str, part: str) -> str:
    """Return a part of a shelf: a year or month of work ("2026-10"), a letter of learners."""
    return f"{shelf}/{part}"


def invalidated_by(shelf: str, order: str) -> tuple[str, ...]:
    """Return the shelf on which a row stands, and the parts of it: its year, its month."""
    if not shelf.startswith(OF_WORK):
        return (shelf,)
    return shelf, year_part_of(shelf, order[:4]), year_part_of(shelf, order[:7])


def of_letter(part: str) -> str:
    """Return the shelf of the learners whose name begins with a letter."""
    return year_part_of(LEARNERS, part)


def letter_of(name: str) -> str:
    """Return the part of the list of learners in which a name stands."""
    first = spell_in_latin(name).strip()[:1]
    return first if first and first in PARTS else OTHERS


def index_entries(summary: Summary[Audience], catalogue: Catalogue) -> list[IndexEntry]:
    """Return a learner's rows, on every shelf where they belong."""
    person = PersonRow(
        name=summary.name,
        address=summary.address,
        group=summary.group,
        work_count=len(summary.work),
        met_count=len(summary.met),
        awards=summary.awards,
        newest=max((row.on for row in summary.work), default=None),
    )
    by_name = f"{summary.name}\0{summary.address}"
    entries = [
        IndexEntry(LEARNERS, by_name, person),
        IndexEntry(of_letter(letter_of(summary.name)), by_name, person),
    ]
    for row in summary.work:
        order = f"{row.on.isoformat()}\0{row.address}"
        entries.extend(IndexEntry(shelf, order, row) for shelf in _shelves_of(row, catalogue))
    for award in summary.awards:
        holder = HolderRow(name=summary.name, address=summary.address, award=award)
        order = f"{summary.address}\0{award.badge}"
        entries.append(IndexEntry(of_badge(award.badge), order, holder))
    return entries


def _shelves_of(row: WorkRow, catalogue: Catalogue) -> Iterable[str]:
    codes = (catalogue.skills[skill][1].competency.code for skill in row.skills)
    partners = [row.partner]
    if row.experience is not None and row.experience in catalogue.experiences:
        partners.append(catalogue.experiences[row.experience].partner)
    return dict.fromkeys(
        [
            HOME,
            *(of_competency(code) for code in codes),
            *([of_experience(row.experience)] if row.experience else ()),
            *(of_partner(partner) for partner in partners if partner),
        ]
    )


class InMemory(Struct, Generic[Audience], frozen=True):
    """Shelves for a few learners."""

    by_shelf: Mapping[str, Sequence[tuple[IndexEntry, str]]]
    """Each row with the address of its learner, in the order of the shelf."""

    def _rows(self, shelf: str) -> Sequence[tuple[IndexEntry, str]]:
        return self.by_shelf.get(shelf, ())

    def work(self, shelf: str, most: int | None = None, when: str = "") -> Sequence[WorkRow]:
        """Return the work on a shelf, at most so much, of a year or month."""
        rows = [entry for entry, _ in self._rows(shelf) if entry.order.startswith(when)]
        works = [entry.row for entry in rows if isinstance(entry.row, WorkRow)]
        return works[::-1][:most]

    def months(self, shelf: str) -> Sequence[Month]:
        """Return the months of a shelf, the newest first."""
        counts: dict[str, int] = {}
        for entry, _ in reversed(self._rows(shelf)):
            counts[entry.order[:7]] = counts.get(entry.order[:7], 0) + 1
        return [Month(month=month, count=count) for month, count in counts.items()]

    def count(self, shelf: str) -> int:
        """Return how many rows a shelf holds."""
        return len(self._rows(shelf))

    def makers(self, shelf: str) -> int:
        """Return how many learners have a row there, at most a hundred."""
        return min(100, len({learner for _, learner in self._rows(shelf)}))

    def people(self, shelf: str) -> Sequence[PersonRow]:
        """Return learners, by name."""
        return [entry.row for entry, _ in self._rows(shelf) if isinstance(entry.row, PersonRow)]

    def holders(self, badge: BadgeId) -> Sequence[HolderRow]:
        """Return who holds a badge, by address."""
        rows = self._rows(of_badge(badge))
        return [entry.row for entry, _ in rows if isinstance(entry.row, HolderRow)]


def shelves_of(summaries: Iterable[Summary[Audience]], catalogue: Catalogue) -> InMemory[Audience]:
    """Put the rows of some learners on shelves."""
    rows_of: dict[str, list[tuple[IndexEntry, str]]] = {}
    for summary in summaries:
        for entry in index_entries(summary, catalogue):
            rows_of.setdefault(entry.shelf, []).append((entry, summary.address))
    return InMemory(
        {shelf: sorted(rows, key=lambda row: row[0].order) for shelf, rows in rows_of.items()}
    )
