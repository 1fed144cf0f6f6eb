"""The school: its people, groups, partners and year."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct, field

from wayfolio.model.names import (
    FrameworkId,
    GroupId,
    Language,
    LearnerId,
    PartnerId,
    PersonId,
    Slug,
    Timezone,
)
from wayfolio.model.structs import Written
from wayfolio.model.text import Text

Assessor = Literal[
    "teacher",
    "mentor",
    "coach",
    "tutor",
    "employer",
    "community",
    "instructor",
    "administrator",
    "peer",
]
STAFF = ("teacher", "coach", "administrator")
"""Who may write everything, and rate in their own name."""
ADMINISTRATORS = ("administrator",)
"""Who may also enter what others rated."""
MENTORS = ("mentor",)
"""Who may write learners' plans, and what helpers may."""
HELPERS = (*MENTORS, "tutor", "employer", "community", "instructor")
"""Who may write occasions in their own name, and the supports that they lead."""
LearnersPublished = Literal["consent", "none"]


class Person(Written, frozen=True, kw_only=True):
    """Somebody who may stand in `by`."""

    name: str
    role: str = ""
    assessor: Assessor
    partner: PartnerId | None = None
    group: GroupId | None = None
    about: Text | None = None
    logins: tuple[str, ...] = ()
    written_by: tuple[PersonId, ...] = ()
    """Who may enter what this person says, such as ratings of somebody without a login."""


class Group(Written, frozen=True, kw_only=True):
    """A house, a class, a crew: learners who are taught together."""

    id: GroupId
    title: Text
    band: str = ""
    in_: GroupId | None = None
    learners: int | None = None
    about: Text | None = None
    external_ids: Mapping[Slug, str] = field(default_factory=dict)
    """Source -> under what id another program knows the group. It is never published."""


class Partner(Written, frozen=True, kw_only=True):
    """A college, an employer or a community group that the school works with."""

    id: PartnerId
    title: Text
    kind: Slug
    offers: tuple[Slug, ...] = ()
    about: Text | None = None


class Span(Written, frozen=True, kw_only=True):
    """A stretch of days with a name, both ends included."""

    id: Slug
    from_: date
    to: date


class Term(Struct, frozen=True, kw_only=True):
    """A college term: with a grade it makes a code such as `10S`. Days as `08-24`."""

    code: str
    from_: str
    to: str


class Calendar(Written, frozen=True, kw_only=True):
    """The school year."""

    first_day: date
    last_day: date
    cycles: tuple[Span, ...] = ()
    holidays: tuple[Span, ...] = ()
    """Days without school, on which nothing is scheduled."""
    exhibitions: tuple[date, ...] = ()
    conferences: tuple[date, ...] = ()
    windows: tuple[Span, ...] = ()
    terms: tuple[Term, ...] = ()

    def is_holiday(self, day: date) -> bool:
        """Whether there is no school on a day."""
        return any(span.from_ <= day <= span.to for span in self.holidays)


class Publishing(Struct, frozen=True, kw_only=True):
    """What the school lets anybody see at all."""

    learners: LearnersPublished = "consent"
    small_counts: int = 5
    """Counts of fewer learners than this are not shown on public pages."""
    index: bool = False
    """Whether search engines may list learners' pages."""


class Source(Written, frozen=True, kw_only=True):
    """A folder that is laid over the school's own, and what it may bring."""

    folder: str
    """From the school's folder: `../work-of-amara`. Inside it everything lies as it does here."""
    learner: LearnerId
    """Whose evidence and plan it may bring; nothing else in it is read."""


class Repository(Written, frozen=True, kw_only=True):
    """Where the school's files lie at a git host, for the forms of `site-edit/`."""

    host: Literal["github", "gitlab", "gitea"]
    """Forgejo speaks as Gitea does."""
    name: str
    """`owner/name` at the host."""
    branch: str = "main"
    url: str | None = None
    """Of a host of one's own, such as https://git.example.org."""
    sign_in: str | None = None
    """Where people sign in, for hosts that need a service for it."""
    app: str | None = None
    """The id under which the host knows the forms (OAuth client id)."""


class Retention(Written, frozen=True, kw_only=True):
    """How many years the school keeps what it may not keep for ever. For ever, where none is said.

    `wayfolio new-year` takes away what is older.
    """

    leavers: int | None = None
    """Years in `archive/` of whoever has left."""
    supports: int | None = None
    """Years after the last session of a support, with its tickets, moods and notes."""


class SchoolSettings(Written, frozen=True, kw_only=True):
    """One school, as its `school.yml` describes it."""

    name: str
    town: str = ""
    about: Text | None = None
    as_of: date | None = None
    """The example's clock stands still here; elsewhere the day is today."""
    timezone: Timezone | None = None
    """Where the school is: it decides which day today is, on every machine."""
    roles: tuple[Slug, ...] = ()
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    partners: tuple[Partner, ...] = ()
    calendar: Calendar | None = None
    labels: Mapping[Slug, Text] = field(default_factory=dict)
    languages: tuple[Language, ...] = (Language("en"),)
    frameworks: tuple[FrameworkId, ...] = ()
    """The order in which pages show them; the rest follow by the names of their files."""
    publish: Publishing = field(default_factory=Publishing)
    retention: Retention = field(default_factory=Retention)
    repository: Repository | None = None
    names: tuple[str, ...] = ()
    """Words that are a learner's name wherever they have a capital."""
    not_names: tuple[str, ...] = ()
    """Words that are nobody's name at this school, such as that of its river."""
    sources: tuple[Source, ...] = ()
    """Other folders with learners' own work; none where everything lies in this one."""

    @property
    def has_sure_day(self) -> bool:
        """Whether the school says which day it is, whatever the machine's clock shows."""
        return self.as_of is not None or self.timezone is not None

    def latest_day(self, today: date) -> date:
        """Return the last day that it may be at the school, where the machine has `today`."""
        return today if self.has_sure_day or today == date.max else today + timedelta(days=1)

    def find_groups_within(self, group: GroupId) -> frozenset[GroupId]:
        """Return a group and all groups within it."""
        within = {group}
        for _ in self.groups:
            within |= {inner.id for inner in self.groups if inner.in_ in within}
        return frozenset(within)


def find_school_year(day: date) -> int:
    """Return the year in which a day's school year began; it begins in August."""
    return day.year if day.month >= 8 else day.year - 1
