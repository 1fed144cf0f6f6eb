"""The days of terms in one learner's own years: 10S is the spring of their grade 10."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from msgspec import Struct

from wayfolio.model.names import StageCode, TermCode
from wayfolio.model.portfolio import Entered
from wayfolio.model.school import Calendar


class TermDays(Struct, frozen=True, kw_only=True):
    """A school's terms, and the year in which one learner entered."""

    calendar: Calendar | None
    entered: Entered | None
    stages: tuple[StageCode, ...]
    """The grades of the pathway."""

    def of_term(self, code: TermCode) -> tuple[date, date] | None:
        """Return the first and last day of a term such as 11S, if they are known."""
        return self.days(*split_by_term(code, self.stages))

    def days(self, grade: StageCode, part: str) -> tuple[date, date] | None:
        """Return the first and last day of a part of a grade, if they are known."""
        year = self.year(grade)
        return None if year is None else self._days_in(year, part)

    def rank(self, part: str) -> int:
        """Return the place of a part of the year in the calendar; 0 if it is unknown."""
        codes = [term.code for term in self.calendar.terms] if self.calendar else []
        return codes.index(part) if part in codes else 0

    def is_summer(self, part: str) -> bool:
        """Whether a part of the year ends after the school year and before the next one."""
        if self.calendar is None:
            return False
        written = next((term.to for term in self.calendar.terms if term.code == part), "")
        last, first = (f"{day:%m-%d}" for day in (self.calendar.last_day, self.calendar.first_day))
        return last < written < first

    def year(self, grade: StageCode) -> int | None:
        """Return the year in which the learner's grade begins, if it is known."""
        if self.calendar is None or self.entered is None:
            return None
        entered = StageCode(self.entered.grade)
        first, here = _number(entered), _number(grade)
        if first is None or here is None:
            if entered not in self.stages or grade not in self.stages:
                return None
            first, here = self.stages.index(entered), self.stages.index(grade)
        return int(self.entered.year[:4]) + here - first

    def year_days(self, grade: StageCode) -> tuple[date, date] | None:
        """Return the first day of a grade's first term and the last one of its last, no summer."""
        year = self.year(grade)
        if year is None or self.calendar is None:
            return None
        until = self.calendar.last_day
        terms = [self._days_in(year, term.code) for term in self.calendar.terms]
        last = date(year + 1, until.month, min(until.day, 28))
        within = [days for days in terms if days is not None and days[1] <= last]
        if not within:
            return None
        return min(first for first, _last in within), max(end for _first, end in within)

    def after(self, day: date, parts: Collection[str]) -> tuple[date, date] | None:
        """Return the first term that begins after a day. `parts`: of the year, such as F and S."""
        coming = sorted(
            days
            for year in range(day.year - 1, day.year + 3)
            for part in parts
            if (days := self._days_in(year, part)) is not None and days[0] > day
        )
        return coming[0] if coming else None

    def _days_in(self, year: int, part: str) -> tuple[date, date] | None:
        """Return the days of a part of the school year that begins in a year."""
        if self.calendar is None:
            return None
        term = next((term for term in self.calendar.terms if term.code == part), None)
        if term is None:
            return None
        first = _day(year, term.from_, self.calendar)
        last = _day(year, term.to, self.calendar)
        return first, last if last > first else last.replace(year=last.year + 1)


def _number(grade: StageCode) -> int | None:
    if grade == "K":
        return 0
    return int(grade) if grade.isdecimal() else None


def split_by_term(code: TermCode, stages: Sequence[StageCode]) -> tuple[StageCode, str]:
    """Return the grade of a term and its part of the year: `10S` is 10 and S."""
    grade = max((stage for stage in stages if code.startswith(stage)), key=len, default=None)
    if grade is None:
        # A grade before the pathway's first one: 9S where the pathway begins with grade 10.
        digits = code.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        grade = StageCode(digits) if digits.isdecimal() else None
    return (StageCode(code), "") if grade is None else (grade, code.removeprefix(grade))


def _day(year: int, written: str, calendar: Calendar) -> date:
    """Return a day such as 01-05 of the school year that begins in a year."""
    month, day = map(int, written.split("-"))
    later = (month, day) < (calendar.first_day.month, 1)
    return date(year + later, month, day)


def find_year_parts(terms: Collection[TermCode], stages: Sequence[StageCode]) -> Iterator[str]:
    """Yield the parts of the year that some terms use, each once."""
    yield from dict.fromkeys(split_by_term(code, stages)[1] for code in terms)
