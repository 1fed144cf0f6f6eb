"""What is worked out about supports and inquiries: inputs beside levels, never a cause of them."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from msgspec import Struct

from wayfolio.model.frameworks import Level
from wayfolio.model.names import Code, CompetencyCode, LearnerId, SkillCode, Slug
from wayfolio.model.portfolio import Demonstration


class Ticket(Struct, frozen=True, kw_only=True):
    """The task at the end of a session: so many right of so many."""

    on: date
    right: int
    of: int
    skills: tuple[SkillCode, ...] = ()
    """What it was about."""


class SupportState(StrEnum):
    """Where a support stands on a day."""

    COMING = "coming"
    RUNNING = "running"
    STALLED = "stalled"
    """Scheduled, and no session has taken place for some weeks."""
    OVER = "over"
    """Its planned time is over, and its goal is not reached."""
    ENDED = "ended"
    """Its planned time is over, and it has no goal of its own."""
    REACHED = "reached"
    CLOSED = "closed"

    @property
    def is_current(self) -> bool:
        """Whether a learner is helped by it now, or soon."""
        match self:
            case SupportState.COMING | SupportState.RUNNING | SupportState.STALLED:
                return True
            case SupportState.OVER | SupportState.ENDED:
                return False
            case SupportState.REACHED | SupportState.CLOSED:
                return False
            case _:
                assert_never(self)

    @property
    def needs_attention(self) -> bool:
        """Whether an adult should decide how it goes on."""
        match self:
            case SupportState.STALLED | SupportState.OVER:
                return True
            case SupportState.COMING | SupportState.RUNNING | SupportState.ENDED:
                return False
            case SupportState.REACHED | SupportState.CLOSED:
                return False
            case _:
                assert_never(self)


class Scheduled(Struct, frozen=True, kw_only=True):
    """The sessions that a schedule has until a day, holidays left out."""

    sessions: int
    minutes: int
    unrecorded: int
    """Days of the schedule about which nobody wrote anything."""


class Dosed(Struct, frozen=True, kw_only=True):
    """How much of a support has been delivered until a day. Minutes and sessions."""

    state: SupportState
    scheduled: Scheduled | None
    """None where the file has no days: then only what was logged is known, and no share."""
    sessions: int
    """Written down, taken part in or not."""
    attended: int
    minutes: int
    """Delivered."""
    excused: int
    absent: int
    """Missed without an excuse."""
    planned_so_far: int
    """Minutes: the sessions written down, each as long as planned."""
    planned_sessions: int
    planned_minutes: int
    """Of the whole plan."""
    away_now: int
    """Sessions missed in a row, until the last one."""
    away_longest: int
    substitutes: int
    last: date | None
    """Of the last session that took place."""
    tickets: tuple[Ticket, ...]
    moods: tuple[tuple[date, int], ...]
    contacts: tuple[date, ...] = ()
    """The days on which somebody was in touch with home."""

    @property
    def share(self) -> Fraction | None:
        """Sessions that took place over those scheduled; None without a schedule."""
        if self.scheduled is None or not self.scheduled.sessions:
            return None
        return Fraction(self.attended, self.scheduled.sessions)


class FocusMove(Struct, frozen=True, kw_only=True):
    """The level of something that adults work on, when they began and now."""

    code: Code
    was: Level | None
    now: Level | None
    ratings: int
    """Since it began."""


class LookedAt(Struct, frozen=True, kw_only=True):
    """One learner's part in a study, where several adults look at work together."""

    occasion: Demonstration
    work: tuple[tuple[str, str], ...]
    """(slug, title) of the learner's own that was looked at."""
    moves: tuple[FocusMove, ...]
    """Of what it looks at: the level on its day and now."""


class BeforeAfter(Struct, frozen=True, kw_only=True):
    """One learner's level of one concept, at the beginning of an inquiry and at its end."""

    learner: LearnerId
    code: Code
    before: Level | None
    """The last rating until its first day."""
    after: Level | None
    """The last rating after its first day and until its last."""


class Tally(Struct, frozen=True, kw_only=True):
    """How many learners stood at each level of one concept. Counts learners seen both times."""

    code: Code
    before: tuple[tuple[Level, int], ...]
    after: tuple[tuple[Level, int], ...]
    learners: int
    moved_up: int
    moved_down: int
    seen_once: int
    """Rated before or after but not both, so in none of the figures above."""


class InquiryFindings(Struct, frozen=True, kw_only=True):
    """What came of an inquiry: the learners of its classes, and everybody else as context."""

    inquiry: Slug
    concerned: tuple[Tally, ...]
    context: tuple[Tally, ...]


class Assessed(Struct, frozen=True, kw_only=True):
    """One rating of a learner with an instrument or a model."""

    learner: LearnerId
    competency: CompetencyCode
    instrument: str
    kind: Slug
    model: str
    level: Level | None
    """None where it was missed."""
    on: date


class TwoRatings(Struct, frozen=True, kw_only=True):
    """The same work and skill, rated by two people apart from one another."""

    learner: LearnerId
    skill: Code
    evidence: str
    first: tuple[str, Level]
    """Who, and how."""
    second: tuple[str, Level]

    @property
    def apart(self) -> Level:
        """How far the two are from one another."""
        return abs(self.first[1] - self.second[1])
