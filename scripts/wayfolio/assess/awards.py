"""Which badges a learner holds, and since when."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date

from wayfolio.assess.measures import Context, college_courses
from wayfolio.assess.record import Record, Standing
from wayfolio.assess.requirements import holds, outcome, parts_of
from wayfolio.model.attainment import Award
from wayfolio.model.names import BadgeId, CompetencyCode
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pathways import Badge
from wayfolio.model.requirements import (
    AllOf,
    AnyOf,
    AwardHeld,
    CountOf,
    CoursePassed,
    GateOpen,
    GrowthMade,
    LevelReached,
    PassFinished,
    ProgressMade,
    Requirement,
    StageComplete,
)


def awards(record: Record) -> tuple[Award, ...]:
    """Return the badges that a learner has held until `record.until`, in the order of the dates.

    A badge is held from the first day on which its rule held, and is kept where the rule no longer
    does. One that a person has awarded in a demonstration is held since then at the latest.
    """
    found = [award(record, badge) for badge in record.book.catalogue.badges]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.on, one.badge)))


def award(record: Record, badge: BadgeId) -> Award | None:
    """Return a badge's award, or None where it has not been earned."""
    if badge not in record.awarded:
        # A badge that asks for itself, by whatever way round, is not earned by it.
        record.awarded[badge] = None
        record.awarded[badge] = _award(record, record.book.catalogue.badges[badge])
    return record.awarded[badge]


def held(standing: Standing, badge: BadgeId) -> bool:
    """Whether a badge is held by a day."""
    found = award(standing.record, badge)
    return found is not None and found.on <= standing.day


def badge_outcome(record: Record, badge: Badge) -> Outcome:
    """Return whether a badge's rule holds on the last day, and what is missing."""
    return outcome(badge.criteria, record.on(record.until), held, Context(badge=badge.id))


def requirement_outcome(record: Record, need: Requirement) -> Outcome:
    """Return whether any requirement holds on the last day: of a gate, of a support's exit."""
    return outcome(need, record.on(record.until), held)


def _award(record: Record, badge: Badge) -> Award | None:
    given = next(
        (
            one
            for one in record.portfolio.demonstrations
            if one.award == badge.id and one.date <= record.until
        ),
        None,
    )
    first = first_day(record, badge.criteria, Context(badge=badge.id))
    if given is not None and (first is None or given.date <= first):
        issuer = given.issuer or badge.issuer
        return Award(badge=badge.id, on=given.date, asserted=True, issuer=issuer)
    return None if first is None else Award(badge=badge.id, on=first, issuer=badge.issuer)


def first_day(record: Record, need: Requirement, context: Context) -> date | None:
    """Return the first day on which a requirement held, or None.

    Looks only at days on which something that it asks about has happened.
    """
    days = sorted({day for day in _days(record, need) if day <= record.until})
    if _only_grows(record, need):
        place = bisect_left(days, True, key=lambda day: holds(need, record.on(day), held, context))
        return days[place] if place < len(days) else None
    return next((day for day in days if holds(need, record.on(day), held, context)), None)


def _only_grows(record: Record, need: Requirement) -> bool:
    """Whether what has held once holds for ever: counts of things do, levels need not."""
    return not any(
        isinstance(leaf, LevelReached | ProgressMade | GrowthMade | CoursePassed | StageComplete)
        for leaf in _leaves(record, need)
    )


def _leaves(record: Record, need: Requirement) -> Iterator[Requirement]:
    if isinstance(need, AllOf | AnyOf | CountOf):
        for part in parts_of(need):
            yield from _leaves(record, part)
    elif isinstance(need, GateOpen):
        yield from _leaves(record, record.book.gates[need.gate].needs)
    elif isinstance(need, PassFinished):
        rule = record.book.catalogue.pathways[need.pass_].pass_finished
        yield from (_leaves(record, rule) if rule else ())
    else:
        yield need


def _days(record: Record, need: Requirement) -> Iterator[date]:
    for leaf in _leaves(record, need):
        if isinstance(leaf, LevelReached):
            code = record.on(record.until).competency_of(leaf.level)
            yield from _rating_days(record, [code])
        elif isinstance(leaf, ProgressMade):
            yield from _rating_days(record, [leaf.progress])
        elif isinstance(leaf, GrowthMade):
            yield from _rating_days(record, [leaf.growth])
        elif isinstance(leaf, StageComplete):
            yield from _rating_days(record, [leaf.complete])
        elif isinstance(leaf, CoursePassed):
            courses = college_courses(record.on(record.until))
            yield from _rating_days(record, courses if leaf.course == "any" else [leaf.course])
        elif isinstance(leaf, AwardHeld):
            found = award(record, leaf.award)
            yield from ((found.on,) if found else ())
        else:
            yield from _other_days(record)


def _rating_days(record: Record, codes: Iterable[CompetencyCode]) -> Iterator[date]:
    for code in codes:
        yield from (rating.on for rating in record.ratings.get(code, ()))


def _other_days(record: Record) -> Iterator[date]:
    portfolio = record.portfolio
    yield from (one.date for one in portfolio.demonstrations)
    yield from (one.date for one in portfolio.evidence)
    yield from (one.on for one in portfolio.plan.substitutions)
