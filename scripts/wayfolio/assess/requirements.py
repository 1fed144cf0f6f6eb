"""Whether a requirement holds for a learner on a day, and what is missing where it does not."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from msgspec.structs import replace

from wayfolio.assess.gaps import OUT_OF_REACH, Things, lacking
from wayfolio.assess.measures import Context, measure
from wayfolio.assess.record import Standing
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import BadgeId, ExperienceId, PathwayId, PersonId, SkillCode, Slug
from wayfolio.model.outcomes import Missing, Outcome
from wayfolio.model.portfolio import Demonstration, Rated
from wayfolio.model.requirements import (
    AllOf,
    AnyOf,
    AwardHeld,
    CountOf,
    GateOpen,
    PassFinished,
    Requirement,
)

NO_CONTEXT = Context()

Awarded = Callable[[Standing, BadgeId], bool]


def holds(
    need: Requirement, standing: Standing, awarded: Awarded, context: Context = NO_CONTEXT
) -> bool:
    """Whether a requirement holds on a day. `awarded` tells whether a badge is held by then."""
    if isinstance(need, AwardHeld):
        return awarded(standing, need.award)
    if isinstance(need, GateOpen):
        return holds(standing.book.gates[need.gate].needs, standing, awarded)
    if isinstance(need, PassFinished):
        return any(
            pass_holds(standing, need.pass_, n, awarded) for n in passes(standing, need.pass_)
        )
    if isinstance(need, AllOf | AnyOf | CountOf):
        return _enough(need, (holds(part, standing, awarded, context) for part in parts_of(need)))
    return measure(need, standing, context).met


def _enough(need: AllOf | AnyOf | CountOf, met: Iterable[bool]) -> bool:
    if isinstance(need, AllOf):
        return all(met)
    return any(met) if isinstance(need, AnyOf) else sum(met) >= need.count


def parts_of(need: AllOf | AnyOf | CountOf) -> tuple[Requirement, ...]:
    """Return the requirements of which all, any or a number must hold."""
    if isinstance(need, AllOf):
        return need.all
    return need.any if isinstance(need, AnyOf) else need.of


def wanted(need: AllOf | AnyOf | CountOf) -> int:
    """Return how many of the parts must hold."""
    if isinstance(need, AllOf):
        return len(need.all)
    return 1 if isinstance(need, AnyOf) else need.count


def passes(standing: Standing, pathway: PathwayId) -> list[int]:
    """Return the passes of a cycle that a learner has begun by a day, in order; 1 at least."""
    programmes = standing.record.portfolio.file.programmes
    begun = {
        programme.pass_
        for programme in programmes
        if programme.pathway == pathway and programme.from_ <= standing.day and programme.pass_
    }
    read = {
        one.pass_
        for one in standing.demonstrations()
        if one.pass_ and any(ref.startswith(f"{pathway}/") for ref in one.delivers)
    }
    return sorted(begun | read | {1})


def pass_holds(standing: Standing, pathway: PathwayId, n: int, awarded: Awarded) -> bool:
    """Whether one pass of a cycle is finished; never where its pathway says nothing about it."""
    rule = standing.book.catalogue.pathways[pathway].pass_finished
    context = Context(pathway=pathway, pass_=n)
    return rule is not None and holds(rule, standing, awarded, context)


def outcome(
    need: Requirement, standing: Standing, awarded: Awarded, context: Context = NO_CONTEXT
) -> Outcome:
    """Return whether a requirement holds, its parts, its figures, and exactly what is missing."""
    met = holds(need, standing, awarded, context)
    missing = () if met else _missing(need, standing, awarded, context)
    if isinstance(need, AllOf | AnyOf | CountOf):
        parts = tuple(outcome(part, standing, awarded, context) for part in parts_of(need))
        have = Fraction(sum(part.met for part in parts))
        return Outcome(
            requirement=need,
            met=met,
            have=have,
            need=Fraction(wanted(need)),
            parts=parts,
            missing=missing,
        )
    if isinstance(need, AwardHeld):
        return Outcome(requirement=need, met=met, missing=missing)
    if isinstance(need, GateOpen | PassFinished):
        within, inner = _within(need, standing)
        parts = () if within is None else (outcome(within, standing, awarded, inner),)
        return Outcome(requirement=need, met=met, parts=parts, missing=missing)
    measured = measure(need, standing, context)
    return Outcome(
        requirement=need, met=met, have=measured.have, need=measured.need, missing=missing
    )


def _within(
    need: GateOpen | PassFinished, standing: Standing
) -> tuple[Requirement | None, Context]:
    """Return the requirement that a gate or the latest pass of a cycle stands for."""
    if isinstance(need, GateOpen):
        return standing.book.gates[need.gate].needs, NO_CONTEXT
    rule = standing.book.catalogue.pathways[need.pass_].pass_finished
    return rule, Context(pathway=need.pass_, pass_=passes(standing, need.pass_)[-1])


def _missing(need: Requirement, standing: Standing, awarded: Awarded, context: Context) -> Things:
    if isinstance(need, AllOf):
        return _missing_of_all(need.all, standing, awarded, context)
    if isinstance(need, AnyOf | CountOf):
        return _missing_of_some(need, standing, awarded, context)
    if isinstance(need, AwardHeld):
        return (Missing(what="award", code=need.award),)
    if isinstance(need, GateOpen | PassFinished):
        within, inner = _within(need, standing)
        return OUT_OF_REACH if within is None else _missing(within, standing, awarded, inner)
    return lacking(need, standing, context)


def _missing_of_all(
    parts: Sequence[Requirement], standing: Standing, awarded: Awarded, context: Context
) -> Things:
    """Return what all parts lack. A rating for one may help or harm another: each is tried."""
    found: list[Missing] = []
    done: set[int] = set()
    for _ in range(3):
        added = False
        for place, part in enumerate(parts):
            if holds(part, standing, awarded, context):
                continue
            lacks = _missing(part, standing, awarded, context)
            rated = [one for one in lacks if _is_rated(one)]
            if place not in done:
                found += [one for one in lacks if not _is_rated(one) and one not in found]
                done.add(place)
            found += rated
            if rated:
                standing = suppose(standing, rated)
                added = True
        if not added:
            break
    return merged(found)


def _is_rated(one: Missing) -> bool:
    """Whether a missing thing, once added, is a rating that moves figures."""
    return one.what == "rating" or (one.what == "demonstration" and bool(one.code))


def _missing_of_some(
    need: AnyOf | CountOf, standing: Standing, awarded: Awarded, context: Context
) -> Things:
    """Return what the parts lack that are nearest, as many as are still needed."""
    open_parts = [p for p in parts_of(need) if not holds(p, standing, awarded, context)]
    short = wanted(need) - (len(parts_of(need)) - len(open_parts))
    nearest = sorted(open_parts, key=lambda p: weight(_missing(p, standing, awarded, context)))
    if short > len(nearest):
        return OUT_OF_REACH
    return _missing_of_all(nearest[:short], standing, awarded, context)


def weight(missing: Things) -> float:
    """Return how much is missing, to tell the nearer of two ways."""
    if any(one.what == "out-of-reach" for one in missing):
        return float("inf")
    return sum(one.count for one in missing)


def merged(found: Sequence[Missing]) -> Things:
    """Return the same things, each named once.

    Ratings were found one after the other, so they add up; of hours or credits the most is enough.
    """
    alike: dict[Missing, int] = {}
    for one in found:
        alone = replace(one, count=0)
        known = alike.get(alone, 0)
        alike[alone] = known + one.count if _is_rated(one) else max(known, one.count)
    return tuple(replace(one, count=count) for one, count in alike.items())


def suppose(standing: Standing, ratings: Sequence[Missing]) -> Standing:
    """Return the same learner with ratings added on the day, as the missing ones say."""
    people: dict[str, PersonId] = {kind: person for person, kind in standing.book.assessors.items()}
    added = [
        Demonstration(
            date=standing.day,
            kind=one.kind or Slug("supposed"),
            by=(people[one.by],) if one.by in people else (),
            audience=one.audience,
            experience=ExperienceId(f"another-{place}-{n}") if n < one.contexts else None,
            ratings={
                SkillCode(one.code): (Rated(level=_least(one), model=one.model, target=one.stage),)
            },
        )
        for place, one in enumerate(ratings)
        for n in range(one.count)
    ]
    record = standing.record
    before = [one for one in record.portfolio.demonstrations if one.date <= standing.day]
    portfolio = replace(record.portfolio, demonstrations=(*before, *added))
    supposed = replace(record, portfolio=portfolio, _known={}, until=standing.day)
    return supposed.on(standing.day)


def _least(one: Missing) -> Level | Mark:
    """Return the least that may be rated: where no level is asked for, the chance is enough."""
    return Mark.MISSED if one.at_least is None else one.at_least
