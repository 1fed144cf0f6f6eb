"""What a registrar asks about: courses by term, credits, grade points, repeats and exams."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from msgspec import Struct

from wayfolio.model.frameworks import Level
from wayfolio.model.names import CompetencyCode, InstrumentId, PartnerId, Slug, TermCode
from wayfolio.model.text import Text

COURSE_GRADE = Slug("course-grade")
"""The kind of occasion that enters what a college graded."""


class CourseAttempt(Struct, frozen=True, kw_only=True):
    """A course, taken once."""

    course: CompetencyCode
    college: PartnerId | None
    credits: int
    grade: Level | None
    """Grade points for each credit; None while no grade is there."""
    passed: bool
    counts: bool
    """Whether it counts in credits and grade points: of a course taken again, one attempt does."""
    is_repeat: bool

    @property
    def earned(self) -> int:
        """Credits earned: once for a course, however often it is taken."""
        return self.credits if self.counts and self.passed else 0

    @property
    def points(self) -> Fraction:
        """Grade points times credits, where the attempt counts."""
        return self.credits * self.grade if self.counts and self.grade is not None else Fraction(0)


class CollegeTerm(Struct, frozen=True, kw_only=True):
    """The courses of one term."""

    term: TermCode
    until: date | None
    """Its last day, in the learner's own years."""
    attempts: tuple[CourseAttempt, ...]


class CollegeRecord(Struct, frozen=True, kw_only=True):
    """A learner's courses by term."""

    terms: tuple[CollegeTerm, ...] = ()

    @property
    def attempts(self) -> tuple[CourseAttempt, ...]:
        """All courses, in the order of their terms."""
        return tuple(attempt for term in self.terms for attempt in term.attempts)


def sum_attempted(attempts: Iterable[CourseAttempt]) -> int:
    """Return the credits that count in the grade points."""
    return sum(a.credits for a in attempts if a.counts and a.grade is not None)


def sum_earned(attempts: Iterable[CourseAttempt]) -> int:
    """Return the credits that are earned."""
    return sum(attempt.earned for attempt in attempts)


def average_points(attempts: Iterable[CourseAttempt]) -> Fraction | None:
    """Return the grade points per credit, exact; None before the first grade."""
    counted = tuple(attempts)
    credits_ = sum_attempted(counted)
    return sum((a.points for a in counted), Fraction(0)) / credits_ if credits_ else None


class SchoolCredit(Struct, frozen=True, kw_only=True):
    """A high-school credit by its name."""

    id: Slug
    title: Text
    credits: int
    on: date | None
    """The day on which it was signed off; None if a course stands for it."""
    course: CompetencyCode | None = None
    """The college course that stands for it."""


class ExamSitting(Struct, frozen=True, kw_only=True):
    """An exam, taken once."""

    exam: InstrumentId
    on: date
    score: Level
