"""Which badges a learner holds, and since when."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from wayfolio.assess.course_requirements import college_courses
from wayfolio.assess.mastery_requirements import rated_competency
from wayfolio.assess.measures import Context
from wayfolio.assess.record import Record, Standing
from wayfolio.assess.requirements import find_outcome, holds
from wayfolio.model.attainment import Award
from wayfolio.model.names import BadgeId, CompetencyCode
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pathways import Badge, Gate
from wayfolio.model.portfolio import Demonstration
from wayfolio.model.requirements import (
    Asserted,
    AwardHeld,
    CoursePassed,
    CreditsEarned,
    ExamPassed,
    GateOpen,
    Leaf,
    MasteryRequirement,
    PassFinished,
    ProjectRequirement,
    Requirement,
    WorkRequirement,
    leaves,
)

Growing = ProjectRequirement | WorkRequirement | CreditsEarned | ExamPassed | AwardHeld | Asserted


def find_awards(record: Record) -> tuple[Award, ...]:
    """Return the badges that a learner has held until `record.until`, in the order of the dates.

    Counts: the first day on which a badge's rule held, kept where the rule no longer does; or the
            day on which a person awarded it in a demonstration, if that is earlier.
    Errors: none. A badge that asks for itself, by whatever way round, is not earned by it.
    """
    awards = [find_award(record, badge) for badge in record.book.catalogue.badges]
    held = [award for award in awards if award is not None]
    return tuple(sorted(held, key=lambda award: (award.on, award.badge)))


def find_award(record: Record, badge: BadgeId) -> Award | None:
    """Return a badge's award, or None where it has not been earned."""
    if badge not in record.awarded:
        # A badge that asks for itself, by whatever way round, is not earned by it.
        record.awarded[badge] = None
        rule = record.book.catalogue.badges.get(badge)
        record.awarded[badge] = _award(record, rule) if rule else None
    return record.awarded[badge]


def is_badge_held(standing: Standing, badge: BadgeId) -> bool:
    """Whether a badge is held by a day."""
    award = find_award(standing.record, badge)
    return award is not None and award.on <= standing.day


def badge_outcome(record: Record, badge: Badge) -> Outcome:
    """Return whether a badge's rule holds on the last day, and what is missing."""
    standing = record.on(record.until)
    return find_outcome(badge.criteria, standing, is_badge_held, Context(badge=badge.id))


def gate_outcome(record: Record, gate: Gate) -> Outcome:
    """Return whether a gate is open on the last day, and what is missing."""
    standing = record.on(record.until)
    return find_outcome(gate.needs, standing, is_badge_held, Context(presumed=gate.presumed))


def requirement_outcome(record: Record, need: Requirement) -> Outcome:
    """Return whether any requirement holds on the last day, such as the exit of a support."""
    return find_outcome(need, record.on(record.until), is_badge_held)


def _award(record: Record, badge: Badge) -> Award | None:
    given = _find_assertion(record, badge)
    first = first_day(record, badge.criteria, Context(badge=badge.id))
    if given is not None and (first is None or given.date <= first):
        issuer = given.issuer or badge.issuer
        return Award(badge=badge.id, on=given.date, asserted=True, issuer=issuer)
    return None if first is None else Award(badge=badge.id, on=first, issuer=badge.issuer)


def _find_assertion(record: Record, badge: Badge) -> Demonstration | None:
    """Return the first occasion on which a person awarded a badge."""
    for occasion in record.occasions:
        if occasion.award == badge.id and occasion.date <= record.until:
            return occasion
    return None


def first_day(record: Record, need: Requirement, context: Context) -> date | None:
    """Return the first day on which a requirement held, or None.

    Looks only at days on which something that it asks about has happened.
    """

    def holds_on(day: date) -> bool:
        return holds(need, record.on(day), is_badge_held, context)

    days = sorted({day for day in _days(record, need) if day <= record.until})
    if record.only_adds and _only_grows(record, need):
        place = bisect_left(days, True, key=holds_on)
        return days[place] if place < len(days) else None
    return next((day for day in days if holds_on(day)), None)


def find_turns(
    record: Record, need: Requirement, context: Context, since: date
) -> Iterator[tuple[date, bool]]:
    """Yield the days from `since` on which a requirement began or ceased to hold.

    Counts: days on which something that it asks about has happened, or a placement began.
    Errors: none.
    """
    if record.only_adds and _only_grows(record, need):
        first = first_day(record, need, context)
        if first is not None and first >= since:
            yield first, True
        return
    days = {*_days(record, need), *_placement_days(record)}
    held = holds(need, record.on(since - timedelta(days=1)), is_badge_held, context)
    for day in sorted(day for day in days if since <= day <= record.until):
        now = holds(need, record.on(day), is_badge_held, context)
        if now != held:
            yield day, now
        held = now


def _placement_days(record: Record) -> Iterator[date]:
    placements = record.portfolio.placements.values()
    yield from (placement.on for placement in placements if placement.on is not None)
    yield from (programme.from_ for programme in record.portfolio.file.programmes)


def _only_grows(record: Record, need: Requirement) -> bool:
    """Whether what has held once holds for ever: counts do, levels need not."""
    return all(isinstance(leaf, Growing) for leaf in leaves_of_rules(record, need))


def leaves_of_rules(record: Record, need: Requirement) -> Iterator[Leaf]:
    """Yield the requirements without parts, also those of the gates and passes it names."""
    for leaf in leaves(need):
        if isinstance(leaf, GateOpen):
            yield from leaves_of_rules(record, record.book.gates[leaf.gate].needs)
        elif isinstance(leaf, PassFinished):
            rule = record.book.catalogue.pathways[leaf.pass_].pass_finished
            yield from (leaves_of_rules(record, rule) if rule else ())
        else:
            yield leaf


def _days(record: Record, need: Requirement) -> Iterator[date]:
    standing = record.on(record.until)
    for leaf in leaves_of_rules(record, need):
        if isinstance(leaf, MasteryRequirement):
            yield from _rating_days(record, [rated_competency(leaf, standing)])
        elif isinstance(leaf, CoursePassed):
            courses = college_courses(standing) if leaf.course == "any" else [leaf.course]
            yield from _rating_days(record, courses)
        elif isinstance(leaf, AwardHeld):
            award = find_award(record, leaf.award)
            yield from ((award.on,) if award else ())
        else:
            yield from _all_days(record)


def _rating_days(record: Record, codes: Iterable[CompetencyCode]) -> Iterator[date]:
    for code in codes:
        yield from (rating.on for rating in record.ratings.get(code, ()))
        yield from (override.on for override in record.overrides.get(code, ()))


def _all_days(record: Record) -> Iterator[date]:
    portfolio = record.portfolio
    yield from (occasion.date for occasion in portfolio.demonstrations)
    yield from (piece.date for piece in portfolio.evidence)
    yield from (substitution.on for substitution in portfolio.plan.substitutions)
