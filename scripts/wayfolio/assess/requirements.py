"""Whether a requirement holds for a learner on a day, and what is missing where it does not."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import assert_never

from msgspec.structs import replace

from wayfolio.assess.course_requirements import find_course_gaps, measure_course
from wayfolio.assess.gaps import find_figure_gaps, merge_gaps, suppose_filled, weigh_gaps
from wayfolio.assess.mastery_requirements import find_mastery_gaps, measure_mastery
from wayfolio.assess.measures import Context, Measured, measure_fact
from wayfolio.assess.presumed import is_presumed
from wayfolio.assess.project_requirements import find_project_gaps, measure_project
from wayfolio.assess.record import Standing
from wayfolio.assess.rounds import began_within, find_passes, is_open, narrow
from wayfolio.assess.work_requirements import find_work_gaps, measure_work
from wayfolio.model.claims import Known
from wayfolio.model.names import BadgeId, PathwayId
from wayfolio.model.outcomes import AssertionGap, Gap, Outcome, OutOfReach, RequirementGap
from wayfolio.model.pathways import Gate
from wayfolio.model.requirements import (
    AllOf,
    AnyOf,
    Asserted,
    AwardHeld,
    Combination,
    CountOf,
    CourseRequirement,
    GateOpen,
    MasteryRequirement,
    MeasuredRequirement,
    PassFinished,
    ProjectRequirement,
    ReferringRequirement,
    Requirement,
    WorkRequirement,
)

NO_CONTEXT = Context()
MOST_ROUNDS = 3
"""How often all parts of a requirement are tried again after ratings for some of them."""

Awarded = Callable[[Standing, BadgeId], bool]
"""Whether a badge is held by then."""


def holds(
    need: Requirement, standing: Standing, awarded: Awarded, context: Context = NO_CONTEXT
) -> bool:
    """Whether a requirement holds on a day.

    Counts: what the family of the requirement counts; a gate or a pass by the rule it stands for;
            what a placement presumes, where the context allows it.
    Errors: none. A pass of a pathway that says nothing about passes is never finished.
    """
    if isinstance(need, Combination):
        return _enough_hold(need, (holds(part, standing, awarded, context) for part in need.parts))
    if isinstance(need, ReferringRequirement):
        return _reference_holds(need, standing, awarded, context)
    if measure(need, standing, context).met:
        return True
    return context.presumed and isinstance(need, MasteryRequirement) and is_presumed(need, standing)


def _reference_holds(
    need: ReferringRequirement, standing: Standing, awarded: Awarded, context: Context
) -> bool:
    match need:
        case AwardHeld():
            return awarded(standing, need.award)
        case GateOpen():
            gate = standing.book.gates[need.gate]
            return holds(gate.needs, standing, awarded, _within_gate(gate, context))
        case PassFinished():
            return len(_finished_passes(need, standing, awarded)) >= need.times
        case _:
            assert_never(need)


def _within_gate(gate: Gate, context: Context) -> Context:
    """Return the context of a gate's needs, where another rule asks for the gate.

    What is presumed opens it only where that rule is a gate which opens for it as well: a badge
    never does.
    """
    return Context(presumed=context.presumed and gate.presumed)


def _enough_hold(need: Combination, held: Iterable[bool]) -> bool:
    """Whether enough parts hold; looks at no more of them than it has to."""
    match need:
        case AllOf():
            return all(held)
        case AnyOf():
            return any(held)
        case CountOf():
            return sum(held) >= need.count
        case _:
            assert_never(need)


def measure(need: MeasuredRequirement, standing: Standing, context: Context) -> Measured:
    """Return what there is of a requirement without parts, as its family measures it."""
    if isinstance(need, MasteryRequirement):
        return measure_mastery(need, standing)
    if isinstance(need, CourseRequirement):
        return measure_course(need, standing)
    if isinstance(need, ProjectRequirement):
        return measure_project(need, standing, context)
    if isinstance(need, WorkRequirement):
        return measure_work(need, narrow(standing, context))
    return measure_fact(_is_asserted(need, standing, context))


def _is_asserted(need: Asserted, standing: Standing, context: Context) -> bool:
    """Whether somebody has given the badge in question, or any where none is in question."""
    if not need.asserted:
        return True
    awards = [occasion.award for occasion in standing.demonstrations() if occasion.award]
    return bool(awards) and context.badge in (None, *awards)


def _finished_passes(need: PassFinished, standing: Standing, awarded: Awarded) -> list[int]:
    """Return the finished passes that count."""
    numbers = _counting_passes(need, standing)
    return [n for n in numbers if pass_holds(standing, need.pass_, n, awarded)]


def _counting_passes(need: PassFinished, standing: Standing) -> list[int]:
    """Return the passes that count, finished or not."""
    return [
        n
        for n in find_passes(standing, need.pass_)
        if need.within is None or began_within(standing, need.pass_, n, need.within)
    ]


def pass_holds(standing: Standing, pathway: PathwayId, n: int, awarded: Awarded) -> bool:
    """Whether one pass of a cycle is finished; never where its pathway says nothing about it."""
    rule = standing.book.catalogue.pathways[pathway].pass_finished
    context = Context(pathway=pathway, pass_=n)
    return rule is not None and holds(rule, standing, awarded, context)


def find_outcome(
    need: Requirement, standing: Standing, awarded: Awarded, context: Context = NO_CONTEXT
) -> Outcome:
    """Return whether a requirement holds, its parts, its figures, and exactly what is missing.

    Counts: what `holds` counts. `have` of a combination is how many of its parts hold.
    Scale:  that of the requirement, exact; None where it is not measured by itself.
    Errors: none.
    """
    met = holds(need, standing, awarded, context)
    missing = () if met else _find_gaps(need, standing, awarded, context)
    outcome = Outcome(
        requirement=need,
        met=met,
        missing=missing,
        presumed=met and _needs_presumption(need, standing, awarded, context),
        claimed=not met and holds(need, as_claimed(standing), awarded, context),
    )
    if isinstance(need, Combination):
        parts = tuple(find_outcome(part, standing, awarded, context) for part in need.parts)
        have = Fraction(sum(part.known is Known.SEEN for part in parts))
        return replace(outcome, have=have, need=Fraction(need.wanted), parts=parts)
    if isinstance(need, ReferringRequirement):
        return _add_parts(outcome, need, standing, awarded, context)
    measured = measure(need, standing, context)
    return replace(
        outcome,
        have=measured.have,
        need=measured.need,
        waiting=None if met else _find_waiting(need, measured, standing, context),
    )


def _add_parts(
    outcome: Outcome,
    need: ReferringRequirement,
    standing: Standing,
    awarded: Awarded,
    context: Context,
) -> Outcome:
    """Return an outcome with that of the rule that stands elsewhere; passes are counted."""
    rule, within = _resolve(need, standing, context)
    parts = () if rule is None else (find_outcome(rule, standing, awarded, within),)
    if isinstance(need, PassFinished):
        have = Fraction(len(_finished_passes(need, standing, awarded)))
        outcome = replace(outcome, have=have, need=Fraction(need.times))
    return replace(outcome, parts=parts)


def as_claimed(standing: Standing) -> Standing:
    """Return the same learner on the same day, if all that they say were confirmed."""
    return standing.record.as_claimed.on(standing.day)


def _needs_presumption(
    need: Requirement, standing: Standing, awarded: Awarded, context: Context
) -> bool:
    """Whether a requirement that holds does so only because something is presumed."""
    if not context.presumed:
        return False
    return not holds(need, standing, awarded, replace(context, presumed=False))


def _find_waiting(
    need: MeasuredRequirement, measured: Measured, standing: Standing, context: Context
) -> Fraction | None:
    """Return how much more there would be, if all that the learner says were confirmed."""
    if isinstance(need, MasteryRequirement):
        return None
    claimed = measure(need, as_claimed(standing), context)
    more = (claimed.have or Fraction(0)) - (measured.have or Fraction(0))
    return more if more > 0 else None


def _resolve(
    need: ReferringRequirement, standing: Standing, context: Context
) -> tuple[Requirement | None, Context]:
    """Return the rule that a gate or the latest pass of a cycle stands for; None for an award."""
    match need:
        case AwardHeld():
            return None, NO_CONTEXT
        case GateOpen():
            gate = standing.book.gates[need.gate]
            return gate.needs, _within_gate(gate, context)
        case PassFinished():
            rule = standing.book.catalogue.pathways[need.pass_].pass_finished
            latest = find_passes(standing, need.pass_)[-1]
            return rule, Context(pathway=need.pass_, pass_=latest)
        case _:
            assert_never(need)


def _find_gaps(
    need: Requirement, standing: Standing, awarded: Awarded, context: Context
) -> tuple[Gap, ...]:
    """Return what to add for a requirement to hold, when it does not."""
    if isinstance(need, AllOf):
        return _find_gaps_of_all(need.all, standing, awarded, context)
    if isinstance(need, Combination):
        return _find_gaps_of_some(need, standing, awarded, context)
    if isinstance(need, AwardHeld):
        return (RequirementGap(need=need),)
    if isinstance(need, PassFinished):
        return _find_gaps_of_passes(need, standing, awarded)
    if isinstance(need, ReferringRequirement):
        rule, within = _resolve(need, standing, context)
        return (OutOfReach(),) if rule is None else _find_gaps(rule, standing, awarded, within)
    return _find_measured_gaps(need, standing, context)


def _find_gaps_of_passes(
    need: PassFinished, standing: Standing, awarded: Awarded
) -> tuple[Gap, ...]:
    """Return what the pass under way lacks where one is missing, else how many passes are."""
    rule = standing.book.catalogue.pathways[need.pass_].pass_finished
    if rule is None:
        return (OutOfReach(),)
    missing = need.times - len(_finished_passes(need, standing, awarded))
    latest = max(_counting_passes(need, standing), default=None)
    if missing == 1 and latest is not None and is_open(standing, need.pass_, latest):
        context = Context(pathway=need.pass_, pass_=latest)
        return _find_gaps(rule, standing, awarded, context)
    return (RequirementGap(need=replace(need, times=missing)),)


def _find_measured_gaps(
    need: MeasuredRequirement, standing: Standing, context: Context
) -> tuple[Gap, ...]:
    if isinstance(need, MasteryRequirement):
        return find_mastery_gaps(need, standing)
    if isinstance(need, CourseRequirement):
        return find_course_gaps(need, standing)
    if isinstance(need, ProjectRequirement):
        return find_project_gaps(need, standing, context)
    if isinstance(need, WorkRequirement):
        return find_work_gaps(need, narrow(standing, context))
    return (AssertionGap(badge=context.badge),)


def _find_gaps_of_all(
    parts: Sequence[Requirement], standing: Standing, awarded: Awarded, context: Context
) -> tuple[Gap, ...]:
    """Return what all parts lack. A rating for one may help or harm another: each is tried."""
    gaps: list[Gap] = []
    tried: set[int] = set()
    for _ in range(MOST_ROUNDS):
        before = standing
        for place, part in enumerate(parts):
            if holds(part, standing, awarded, context):
                continue
            lacks = _find_gaps(part, standing, awarded, context)
            ratings = find_figure_gaps(lacks)
            if place not in tried:
                tried.add(place)
                gaps += [gap for gap in lacks if gap not in ratings and gap not in gaps]
            gaps += ratings
            standing = suppose_filled(standing, ratings) if ratings else standing
        if standing is before:
            break
    return merge_gaps(gaps)


def _find_gaps_of_some(
    need: AnyOf | CountOf, standing: Standing, awarded: Awarded, context: Context
) -> tuple[Gap, ...]:
    """Return what the parts lack that are nearest, as many as are still needed."""
    open_parts = [part for part in need.parts if not holds(part, standing, awarded, context)]
    short = need.wanted - (len(need.parts) - len(open_parts))
    if short > len(open_parts):
        return (OutOfReach(),)
    nearest = sorted(
        open_parts,
        key=lambda part: weigh_gaps(_find_gaps(part, standing, awarded, context)),
    )
    return _find_gaps_of_all(nearest[:short], standing, awarded, context)
