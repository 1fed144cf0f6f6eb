"""Checks what tutors write: how often and how long a support is planned, and how long it was."""

from collections.abc import Iterable, Iterator

from wayfolio.check.catalogue import empty_rule
from wayfolio.model.diagnostics import Diagnostic, error
from wayfolio.model.rules import Rule
from wayfolio.model.support_files import ABSENCES, Support


def check_supports(supports: Iterable[Support]) -> Iterator[Diagnostic]:
    """Yield the mistakes in a learner's supports."""
    for support in supports:
        yield from _plan(support)
        yield from _sessions(support)
        if support.exit is not None:
            yield from empty_rule(support.exit)


def _plan(support: Support) -> Iterator[Diagnostic]:
    planned = support.planned
    if not planned.days and not planned.per_week:
        message = "the plan does not say how often"
        hint = "write “days: [mon, wed]” under planned:, or “per_week: 2” where the days change"
        yield error(support.at, Rule.MISSING_KEY, message, hint)
    if planned.until is None and not planned.weeks:
        message = "the plan does not say for how long"
        hint = "write “weeks: 12” under planned:, or “until: ” and its last day"
        yield error(support.at, Rule.MISSING_KEY, message, hint)
    if planned.until is not None and planned.until < planned.from_:
        message, hint = "this plan ends before it begins", "swap from and until"
        yield error(support.at, Rule.WRONG_ORDER, message, hint)


def _sessions(support: Support) -> Iterator[Diagnostic]:
    for session in support.sessions:
        if not session.minutes and session.status not in ABSENCES:
            message = "“minutes” is missing: somebody was there"
            hint = f"add “minutes: {support.planned.minutes}”, or write status: excused or away"
            yield error(session.at, Rule.MISSING_KEY, message, hint)
