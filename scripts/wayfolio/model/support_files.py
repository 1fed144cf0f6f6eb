"""What tutors write: supports with their schedules, sessions, tickets and contacts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct, field

from wayfolio.model.names import (
    Code,
    GroupId,
    LearnerId,
    PartnerId,
    PersonId,
    SkillCode,
    Slug,
)
from wayfolio.model.requirements import Requirement
from wayfolio.model.school import Calendar
from wayfolio.model.structs import Written
from wayfolio.model.text import Text

SupportKind = Literal["tutoring", "small-group", "menu", "mentoring", "advisory"]
Attended = Literal["present", "late", "short", "excused", "away"]
ABSENCES: tuple[Attended, ...] = ("excused", "away")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MOST_WEEKS = 520
STALLED_WEEKS = 3
"""Whoever is not seen for so long may have been forgotten."""
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Dosage(Struct, frozen=True, kw_only=True):
    """How much support is planned."""

    from_: date
    minutes: int
    days: tuple[Weekday, ...] = ()
    """The schedule: on which days of the week it takes place, holidays left out."""
    per_week: int | None = None
    weeks: int | None = None
    until: date | None = None
    """The last day, where the plan is not in weeks."""
    pod: str = ""
    """The few learners who are together with one tutor."""
    ratio: str = ""
    blend: str = ""

    @property
    def over_on(self) -> date:
        """The first day after the plan, which is at most ten years long."""
        weeks = MOST_WEEKS if self.until else min(self.weeks or 0, MOST_WEEKS)
        most = min(timedelta(weeks=weeks), date.max - self.from_)
        if self.until is None:
            return self.from_ + most
        return self.from_ + min(self.until - self.from_ + timedelta(days=1), most)

    @property
    def times(self) -> int:
        """Sessions a week."""
        return len(self.days) if self.per_week is None else self.per_week

    @property
    def span(self) -> int:
        """Weeks, the last one perhaps not whole."""
        return self.weeks or -((self.from_ - self.over_on).days // 7)

    @property
    def places(self) -> frozenset[int]:
        """The days of the schedule, Monday being 0."""
        return frozenset(WEEK.index(day) for day in self.days)


class Session(Written, frozen=True, kw_only=True):
    """One session of support that took place, or did not."""

    date: date
    minutes: int = 0
    """Left out where the learner was absent."""
    status: Attended
    why: str | None = None
    ticket: str | None = None
    skills: tuple[SkillCode, ...] = ()
    """What the session and its ticket were about."""
    mood: int | None = None
    substitute: bool = False
    note: str | None = None


class Contact(Written, frozen=True, kw_only=True):
    """A talk, a call or a message about one learner's support."""

    date: date
    with_: Slug
    """`home`, or whom else the school writes here."""
    by: PersonId | None = None
    note: str = ""


class Closing(Struct, frozen=True, kw_only=True):
    """Why a support was ended before its plan or its goal."""

    on: date
    why: str = ""


class Support(Written, frozen=True, kw_only=True):
    """Tutoring, small group, menu or mentoring. It never counts as mastery."""

    kind: SupportKind
    title: Text | None = None
    provider: PartnerId | None = None
    by: PersonId
    team: tuple[str, ...] = ()
    group: GroupId | None = None
    where: str | None = None
    focus: tuple[Code, ...] = ()
    planned: Dosage
    session_shape: tuple[str, ...] = ()
    checks: Mapping[Slug, int] = field(default_factory=dict)
    exit: Requirement | None = None
    closed: Closing | None = None
    sessions: tuple[Session, ...] = ()
    contacts: tuple[Contact, ...] = ()
    id: Slug = Slug("")

    def schedule(self, calendar: Calendar | None) -> list[date]:
        """Return every day of the schedule, holidays left out; none without days of the week."""
        planned, closed = self.planned, self.closed
        over = min(planned.over_on, closed.on) if closed else planned.over_on
        span = (planned.from_ + timedelta(days=n) for n in range((over - planned.from_).days))
        return [
            day
            for day in span
            if day.weekday() in planned.places and not (calendar and calendar.is_holiday(day))
        ]

    def last_held(self, until: date) -> date | None:
        """Return the day of the last session that took place until a day."""
        held = [s.date for s in self.sessions if s.status not in ABSENCES and s.date <= until]
        return max(held, default=None)


class GroupSession(Written, frozen=True, kw_only=True):
    """One session of a group's support: minutes for all, the rest for each learner."""

    date: date
    minutes: int
    learners: Mapping[LearnerId, "Presence"]
    skills: tuple[SkillCode, ...] = ()
    substitute: bool = False
    note: str | None = None


class Presence(Struct, frozen=True, kw_only=True):
    """How one learner took part in a session of a group."""

    status: Attended = "present"
    minutes: int | None = None
    why: str | None = None
    ticket: str | None = None
    skills: tuple[SkillCode, ...] = ()
    """Where they differ from those of the session."""
    mood: int | None = None


class GroupContact(Contact, frozen=True, kw_only=True):
    """A contact about one of the learners of a group."""

    learner: LearnerId
