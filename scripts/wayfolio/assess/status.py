"""Where a learner stands in one competency at one stage, in a word."""

from datetime import date
from fractions import Fraction

from msgspec import Struct

from wayfolio.model.attainment import Status
from wayfolio.model.frameworks import Level

NEARLY = Fraction(3, 4)


class Past(Struct, frozen=True, kw_only=True):
    """What is known of a competency beside its ratings at this stage."""

    as_of: date | None = None
    current: bool = True
    completed_on: date | None = None
    """The first day on which this stage was complete."""
    completed_before: bool = False
    """Whether a promotion led here."""
    level_before: Level | None = None
    """The performance that it carried."""
    reopened: date | None = None
    presumed: bool = False
    skipped: bool = False
    """Whether the stage that names it is skipped."""


NO_PAST = Past()


class Figures(Struct, frozen=True):
    """The figures that decide the status."""

    performance: Fraction | None
    progress: Fraction
    complete: bool
    behind: bool
    last_seen: date | None
    stale_from: date | None


def find_status(
    past: Past, advanced_at: Level | None, figures: Figures, any_required: bool
) -> Status:
    """Return the status in a word that its readers know."""
    is_new = figures.last_seen is None
    if past.reopened or _is_stale(past, figures):
        return Status.FRESH_LOOK
    if _is_met(past, figures, any_required):
        level = past.level_before if is_new else figures.performance
        return Status.GOING_FURTHER if _is_further(advanced_at, level) else Status.MET
    return _unmet_status(past, figures, any_required)


def _unmet_status(past: Past, figures: Figures, any_required: bool) -> Status:
    is_new = figures.last_seen is None
    if is_new and past.skipped:
        return Status.SKIPPED
    if is_new and past.presumed:
        return Status.PLACED_PAST
    if not any_required:
        return Status.NOT_ASKED
    if is_new:
        return Status.NOT_STARTED
    nearly = figures.progress >= NEARLY and not figures.behind
    return Status.NEARLY_THERE if nearly else Status.UNDER_WAY


def _is_further(advanced_at: Level | None, level: Fraction | None) -> bool:
    """Whether a level is beyond what the stage asks for."""
    return level is not None and advanced_at is not None and level >= advanced_at


def _is_stale(past: Past, figures: Figures) -> bool:
    """Whether something is known of the competency that the policy calls out of date by now."""
    is_known = figures.last_seen is not None or past.completed_before or past.presumed
    if not is_known or past.as_of is None or figures.stale_from is None:
        return False
    return past.as_of >= figures.stale_from


def _is_met(past: Past, figures: Figures, any_required: bool) -> bool:
    """Whether the competency is met: here, or by a promotion."""
    if not past.current:
        return past.completed_on is not None
    if figures.last_seen is None:
        return past.completed_before
    return figures.complete if any_required else past.completed_before
