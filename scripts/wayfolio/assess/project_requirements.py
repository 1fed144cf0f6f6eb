"""Requirements that a project's steps decide: milestones, deliverables, and work at a place."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from typing import assert_never

from wayfolio.assess.measures import Context, Measured, measure_fact
from wayfolio.assess.record import Standing
from wayfolio.assess.rounds import narrow
from wayfolio.model.names import DeliverableRef, ExperienceId, MilestoneId, Slug, stage_of
from wayfolio.model.outcomes import DeliverableGap, Gap, OutOfReach, RequirementGap
from wayfolio.model.pathways import Stage
from wayfolio.model.portfolio import Demonstration, Evidence
from wayfolio.model.requirements import (
    Delivered,
    ExperienceDone,
    MilestoneReached,
    ProjectRequirement,
)
from wayfolio.model.seen import DeliverableRead


def measure_project(need: ProjectRequirement, standing: Standing, context: Context) -> Measured:
    """Return whether a milestone or an experience is there, or how many deliverables are.

    Counts: what somebody has seen, read or confirmed until the day; of a pass only its own.
    Scale:  deliverables; a milestone or an experience is 1 of 1.
    Errors: none. Where there is nothing to deliver, nothing is delivered of 1.
    """
    match need:
        case MilestoneReached():
            return measure_fact(_has_reached(need.milestone, standing, context))
        case Delivered():
            return _measure_deliverables(need, standing, context)
        case ExperienceDone():
            return measure_fact(_has_worked_in(need.experience, narrow(standing, context)))
        case _:
            assert_never(need)


def find_project_gaps(
    need: ProjectRequirement, standing: Standing, context: Context
) -> tuple[Gap, ...]:
    """Return the milestone, the deliverables or the work that a requirement lacks.

    Counts: what `measure_project` counts.
    Errors: none. Deliverables that no pathway has are out of reach.
    """
    match need:
        case MilestoneReached() | ExperienceDone():
            return (RequirementGap(need=need),)
        case Delivered():
            return _undelivered(need, standing, context)
        case _:
            assert_never(need)


def _has_reached(milestone: MilestoneId, standing: Standing, context: Context) -> bool:
    """Whether an occasion is of that kind, or it was delivered, or its stage was; in the round."""
    file = standing.record.portfolio.file
    for occasion in standing.demonstrations():
        n = occasion.pass_ or file.round_on(context.pathway, occasion.date)
        if occasion.kind == Slug(milestone) and context.pass_ in (None, n):
            return True
    delivered = {
        delivery.ref
        for delivery in standing.deliveries()
        if context.pass_ in (None, pass_of(delivery, standing, context))
    }
    if any(ref.rsplit("/", 1)[-1] == milestone for ref in delivered):
        return True
    return _is_stage_delivered(milestone, standing, delivered)


def _is_stage_delivered(
    milestone: MilestoneId, standing: Standing, delivered: set[DeliverableRef]
) -> bool:
    """Whether all that a stage with the milestone asks for is delivered, if it asks for any."""
    for stage, refs in _stages(standing):
        is_its_stage = stage.milestone is not None and stage.milestone.id == milestone
        if is_its_stage and refs and delivered.issuperset(refs):
            return True
    return False


def _stages(standing: Standing) -> Iterator[tuple[Stage, list[DeliverableRef]]]:
    """Yield the stages of all pathways with their deliverables."""
    for pathway in standing.book.catalogue.pathways.values():
        for stage in pathway.stages:
            start = f"{pathway.pathway}/{stage.code}"
            yield stage, [DeliverableRef(f"{start}/{part.id}") for part in stage.deliverables]


def _asked_deliverables(
    need: Delivered, standing: Standing, context: Context
) -> list[DeliverableRef]:
    """Return the deliverables that are meant, of the pathway in question or of all."""
    every = need.delivered == "every"
    skipped = standing.skips() if every else {}
    return [
        ref
        for stage, refs in _stages(standing)
        if not (every and stage.optional)
        for ref in refs
        if _is_meant(ref, need, context) and (context.pass_ or 1, stage_of(ref)) not in skipped
    ]


def _is_meant(ref: DeliverableRef, need: Delivered, context: Context) -> bool:
    pathway, _, name = ref.split("/")
    return context.pathway in (None, pathway) and need.delivered in ("every", name)


def _measure_deliverables(need: Delivered, standing: Standing, context: Context) -> Measured:
    refs = _asked_deliverables(need, standing, context)
    delivered = sum(_is_delivered(ref, need, standing, context) for ref in refs)
    wanted = len(refs) if need.delivered == "every" else 1
    return Measured(Fraction(delivered), Fraction(max(wanted, 1)))


def _undelivered(need: Delivered, standing: Standing, context: Context) -> tuple[Gap, ...]:
    gaps = [
        DeliverableGap(deliverable=ref, read_by=need.read_by, pass_=context.pass_)
        for ref in _asked_deliverables(need, standing, context)
        if not _is_delivered(ref, need, standing, context)
    ]
    wanted = gaps if need.delivered == "every" else gaps[:1]
    return tuple(wanted) or (OutOfReach(),)


def _is_delivered(
    ref: DeliverableRef, need: Delivered, standing: Standing, context: Context
) -> bool:
    """Whether somebody of the role has read a deliverable, in the pass in question."""
    return any(
        delivery.ref == ref and _counts_for(delivery, need, standing, context)
        for delivery in standing.deliveries()
    )


def _counts_for(
    delivery: DeliverableRead, need: Delivered, standing: Standing, context: Context
) -> bool:
    """Whether a delivery is of the pass and read by somebody of the role that are asked for."""
    if context.pass_ is not None and pass_of(delivery, standing, context) != context.pass_:
        return False
    if need.read_by is None or delivery.by is None:
        return True
    people = [standing.book.catalogue.school.people[name] for name in delivery.by]
    return any(need.read_by in (person.assessor, person.role) for person in people)


def pass_of(delivery: DeliverableRead, standing: Standing, context: Context) -> int:
    """Return the round that a delivery belongs to: its own, else the programme's on that day."""
    file = standing.record.portfolio.file
    return delivery.pass_ or file.round_on(context.pathway, delivery.on)


def _has_worked_in(experience: ExperienceId, standing: Standing) -> bool:
    """Whether there is work from an experience, or work that stands for it."""
    work: Iterator[Evidence | Demonstration] = chain(standing.evidence(), standing.demonstrations())
    if any(piece.experience == experience for piece in work):
        return True
    confirmed = {work.piece.stem for work in standing.works() if work.counts("substitutions")}
    return any(
        substitution.instead_of == experience
        and substitution.on <= standing.day
        and substitution.with_ in confirmed
        for substitution in standing.record.portfolio.plan.substitutions
    )
