"""What is worked out about supports and inquiries: inputs beside levels, never a cause of them."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wayfolio.model.frameworks import Level
from wayfolio.model.names import Code, CompetencyCode, LearnerId, Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """The task at the end of a session: so many right of so many."""

    on: date
    right: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dosed:
    """How much of a support has been delivered until a day. Minutes and sessions."""

    sessions: int
    """Written down, taken part in or not."""
    attended: int
    minutes: int
    """Delivered."""
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
    tickets: tuple[Ticket, ...]
    moods: tuple[tuple[date, int], ...]

    @property
    def share(self) -> Fraction | None:
        """Delivered over planned so far; None before the first session."""
        return Fraction(self.minutes, self.planned_so_far) if self.planned_so_far else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusMove:
    """The level of something that a support aims at, when it began and now."""

    code: Code
    was: Level | None
    now: Level | None
    ratings: int
    """Since it began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """One learner's level of one concept, at the beginning of an inquiry and at its end."""

    learner: LearnerId
    code: Code
    before: Level | None
    """The last rating until its first day."""
    after: Level | None
    """The last rating after its first day and until its last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many learners stood at each level of one concept. Counts learners seen both times."""

    code: Code
    before: tuple[tuple[Level, int], ...]
    after: tuple[tuple[Level, int], ...]
    learners: int
    moved_up: int
    moved_down: int
    seen_once: int
    """Rated before or after but not both, so in none of the figures above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What came of an inquiry: the learners of its classes, and everybody else as context."""

    inquiry: Slug
    concerned: tuple[Tally, ...]
    context: tuple[Tally, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One rating of a learner with an instrument or a model."""

    learner: LearnerId
    competency: CompetencyCode
    instrument: str
    kind: Slug
    model: str
    level: Level | None
    """None where it was missed."""
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoRatings:
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
