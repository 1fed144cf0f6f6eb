"""Until when what is shown of a learner is right, if nobody writes anything."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from wayfolio.model.structs import fields_with, is_noun
from wayfolio.plan.visible import VisibilityContext

DAY = timedelta(days=1)
NEW_YEAR = "08-01"
"""When a school year begins, for grades (`model.school.school_year`)."""


def public_valid_until(case: VisibilityContext) -> date | None:
    """Return the last day on which a learner's pages are as they are now; None where no day is.

    Something may change on each day that is written in the learner's records or in the consents of
    those who made work together, on the day after it, and on the day on which a figure goes stale.
    It may also change nothing: then the pages are made once more, and found to be the same.
    """
    return next_change(_nouns(case), case.today)


def dossier_valid_until(case: VisibilityContext) -> date | None:
    """Return the last day on which a learner's whole pages are as they are now.

    They also say what the calendar says of the days to come, what was planned for a term, in which
    grade a learner is, and which help has not come to its end.
    """
    calendar = case.catalogue.school.calendar
    terms = calendar.terms if calendar else ()
    yearly = {NEW_YEAR, *(day for term in terms for day in (term.from_, term.to))}
    years = (case.today.year, case.today.year + 1)
    coming = tuple(_day(year, day) for year in years for day in sorted(yearly))
    ends = tuple(support.planned.until for support in case.portfolio.supports)
    return next_change((*_nouns(case), calendar, coming, ends), case.today)


def _day(year: int, month_and_day: str) -> date:
    """Return a day such as 08-24 of a year."""
    return date.fromisoformat(f"{year:04}-{month_and_day}")


def _nouns(case: VisibilityContext) -> tuple[object, ...]:
    """Return whatever holds a day that may change a learner's pages."""
    learner = case.portfolio.learner
    together = [work for work in case.roster.group_work if learner in work.authors]
    others = {author for work in together for author in work.authors}
    files = [
        case.roster.learners[other] for other in sorted(others) if other in case.roster.learners
    ]
    stale = tuple(attainment.stale_from for attainment in case.attainments if attainment.stale_from)
    return (case.portfolio, *files, stale)


def next_change(nouns: Iterable[object], today: date) -> date | None:
    """Return the last day before any that is written in some nouns, or follows one that is."""
    days = {day for noun in nouns for day in _days(noun) if day >= today}
    # Whoever means "for ever" writes 9999-12-31, and no day follows that one.
    after = (day + DAY for day in days if day < date.max)
    changes = {day for day in (*days, *after) if day > today}
    return min(changes) - DAY if changes else None


def _days(noun: object) -> Iterator[date]:
    """Give every day in a noun and in what it holds."""
    left: list[Any] = [noun]
    while left:
        part = left.pop()
        if isinstance(part, date):
            yield part
        elif part is None:
            continue
        elif isinstance(part, tuple):
            left.extend(part)
        elif is_noun(part.__class__):
            left.extend([getattr(part, name) for name in fields_with(part.__class__, date)])
        elif isinstance(part, Mapping):
            left.extend(part.values())
