"""Until when a learner's pages stay correct if no file changes."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from wayfolio.model.school import Calendar
from wayfolio.model.structs import fields_with, is_noun
from wayfolio.model.support_files import STALLED_WEEKS, Support
from wayfolio.plan.area_pace import SOON
from wayfolio.plan.schedule import GRACE
from wayfolio.plan.visible import VisibilityContext

DAY = timedelta(days=1)
NEW_YEAR = "08-01"
"""When a school year begins, for grades (`model.school.school_year`)."""


def public_valid_until(case: VisibilityContext) -> date | None:
    """Return the last day on which a learner's pages cannot change; None if they never will.

    They may change on each day in the learner's records or in co-authors' consents, on the day
    after it, and when a figure goes stale. If nothing changes after all, the pages are only rebuilt
    once in vain.
    """
    return next_change(_nouns(case), case.today)


def dossier_valid_until(case: VisibilityContext) -> date | None:
    """Return the last day on which a learner's dossier pages cannot change.

    They also depend on the calendar, the terms, the learner's grade, the ends of supports, and the
    pace of the learner's plan.
    """
    calendar = case.catalogue.school.calendar
    terms = calendar.terms if calendar else ()
    yearly = {NEW_YEAR, *(day for term in terms for day in (term.from_, term.to))}
    years = range(case.today.year - 1, case.today.year + 2)
    coming = tuple(_day(year, day) for year in years for day in sorted(yearly))
    ends = tuple(
        day
        for support in case.portfolio.supports
        for day in _support_days(support, calendar, case.today)
    )
    pace = tuple(_pace_days(case, coming))
    return next_change((*_nouns(case), calendar, coming, ends, pace), case.today)


def _support_days(support: Support, calendar: Calendar | None, today: date) -> Iterator[date]:
    """Yield the days on which a support may change: its end, its next session, when it stalls."""
    yield support.planned.over_on
    yield from [day for day in support.schedule(calendar) if day >= today][:1]
    last = support.last_held(today) or support.planned.from_ - DAY
    off = sum((span.to - span.from_).days + 1 for span in calendar.holidays) if calendar else 0
    for more in range(off + 1):
        yield last + timedelta(weeks=STALLED_WEEKS, days=more)


def _pace_days(case: VisibilityContext, terms: Iterable[date]) -> Iterator[date]:
    """Yield the days on which a pace may change: each Monday, and around the days of the plan."""
    plan, pathways = case.portfolio.plan, case.catalogue.pathways
    followed = (pathways[programme.pathway] for programme in case.portfolio.file.programmes)
    if plan.pace or any(pathway.gates for pathway in followed):
        yield case.today + timedelta(days=7 - case.today.weekday())
    for own in (*plan.pace.values(), *terms):
        if own - date.min > SOON:
            yield own - SOON
    for begins in terms:
        yield begins + GRACE


def _day(year: int, month_and_day: str) -> date:
    """Return a day such as 08-24 of a year."""
    return date.fromisoformat(f"{year:04}-{month_and_day}")


def _nouns(case: VisibilityContext) -> tuple[object, ...]:
    """Return everything with days on which a learner's pages may change."""
    learner = case.portfolio.learner
    together = [work for work in case.roster.group_work if learner in work.authors]
    others = {author for work in together for author in work.authors}
    files = [
        case.roster.learners[other] for other in sorted(others) if other in case.roster.learners
    ]
    stale = tuple(attainment.stale_from for attainment in case.attainments if attainment.stale_from)
    return (case.portfolio, *files, stale)


def next_change(nouns: Iterable[object], today: date) -> date | None:
    """Return the day before the next day that occurs in some structs or follows such a day."""
    days = {day for noun in nouns for day in _days(noun) if day >= today}
    # "For ever" is written 9999-12-31, the last day that Python knows.
    after = (day + DAY for day in days if day < date.max)
    changes = {day for day in (*days, *after) if day > today}
    return min(changes) - DAY if changes else None


def _days(noun: object) -> Iterator[date]:
    """Yield every day in a struct and in its parts."""
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
