"""Until when what is shown of a learner is right, if nobody writes anything."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from wayfolio.plan.visible import Case

DAY = timedelta(days=1)


def lasts_until(case: Case) -> date | None:
    """Return the last day on which a learner's pages are as they are now; None where no day is.

    Something may change on each day that is written in the learner's records or in the consents of
    those who made work together, on the day after it, and on the day on which a figure goes stale.
    It may also change nothing: then the pages are made once more, and found to be the same.
    """
    learner = case.portfolio.learner
    together = [work for work in case.roster.group_work if learner in work.authors]
    others = {author for work in together for author in work.authors}
    files = [
        case.roster.learners[other] for other in sorted(others) if other in case.roster.learners
    ]
    stale = tuple(one.stale_from for one in case.attainments if one.stale_from)
    return next_change((case.portfolio, *files, stale), case.today)


def next_change(nouns: Iterable[object], today: date) -> date | None:
    """Return the last day before any that is written in some nouns, or follows one that is."""
    days = {day for noun in nouns for day in _days(noun) if day >= today}
    changes = {day for day in (*days, *(day + DAY for day in days)) if day > today}
    return min(changes) - DAY if changes else None


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """Return the fields of a noun that may hold days; none for what is no noun."""
    if not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind) if field.name != "at")


def _days(noun: object) -> Iterator[date]:
    """Give every day in a noun and in what it holds."""
    left: list[Any] = [noun]
    while left:
        one = left.pop()
        if isinstance(one, date):
            yield one
        elif isinstance(one, str | int | None):
            continue
        elif isinstance(one, tuple):
            left.extend(one)
        elif names := _fields(one.__class__):
            left.extend([getattr(one, name) for name in names])
        elif isinstance(one, Mapping):
            left.extend(one.values())
