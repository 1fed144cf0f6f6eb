"""Requirements that count evidence and demonstrations: how many there are, and what is missing."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from math import ceil
from typing import assert_never

from wayfolio.assess.measures import Context, Measured, measure_claim
from wayfolio.assess.record import Standing
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import Code, DeliverableRef, ExperienceId, MilestoneId, SkillCode, Slug
from wayfolio.model.outcomes import (
    DeliverableGap,
    DemonstrationGap,
    EvidenceGap,
    Gap,
    HoursGap,
    OutOfReach,
    RequirementGap,
)
from wayfolio.model.pathways import Stage
from wayfolio.model.portfolio import Demonstration, Evidence, Rated
from wayfolio.model.requirements import (
    Delivered,
    Demonstrated,
    EvidenceShown,
    ExperienceDone,
    HoursDone,
    MilestoneReached,
    Occasions,
    WorkRequirement,
)


def measure_work(need: WorkRequirement, standing: Standing, context: Context) -> Measured:
    """Return how much of the work that a requirement asks for is there.

    Counts: evidence and demonstrations until the day, drafts left out; of a pass only its own.
    Scale:  pieces, occasions, deliverables or hours; a milestone or an experience is 1 of 1.
    Errors: none. Where there is nothing to deliver, nothing is delivered of 1.
    """
    match need:
        case MilestoneReached():
            return measure_claim(_has_reached(need.milestone, standing))
        case Delivered():
            return _measure_deliverables(need, standing, context)
        case ExperienceDone():
            return measure_claim(_has_worked_in(need.experience, standing))
        case HoursDone():
            return Measured(_hours(need, standing), Fraction(need.hours))
        case EvidenceShown():
            return _measure_pieces(find_shown(need, standing), need.evidence, need.contexts)
        case Demonstrated(demonstrations=wanted):
            return _measure_pieces(find_occasions(wanted, standing), wanted.count, wanted.contexts)
        case _:
            assert_never(need)


def find_work_gaps(need: WorkRequirement, standing: Standing, context: Context) -> tuple[Gap, ...]:
    """Return the work that a requirement lacks, when it does not hold.

    Counts: what `measure_work` counts.
    Scale:  whole pieces, occasions and deliverables; hours are rounded up.
    Errors: none. Deliverables that no pathway has are out of reach.
    """
    match need:
        case MilestoneReached() | ExperienceDone():
            return (RequirementGap(need=need),)
        case Delivered():
            return _undelivered(need, standing, context)
        case HoursDone():
            return (HoursGap(count=ceil(need.hours - _hours(need, standing)), kind=need.kind),)
        case EvidenceShown():
            return (_missing_evidence(need, standing),)
        case Demonstrated(demonstrations=wanted):
            return (_missing_occasions(wanted, standing),)
        case _:
            assert_never(need)


# ---- milestones and deliverables -------------------------------------------------------------


def _has_reached(milestone: MilestoneId, standing: Standing) -> bool:
    """Whether an occasion is of that kind or work delivers it, or its stage is delivered."""
    occasions = standing.demonstrations()
    if any(occasion.kind == Slug(milestone) for occasion in occasions):
        return True
    work: Iterator[Evidence | Demonstration] = chain(occasions, standing.evidence())
    if any(_delivers(piece.delivers, milestone) for piece in work):
        return True
    delivered = {ref for occasion in occasions for ref in occasion.delivers}
    stages = (refs for stage, refs in _stages(standing) if _is_reached_in(stage, milestone))
    return any(refs and delivered.issuperset(refs) for refs in stages)


def _delivers(refs: Iterable[DeliverableRef], name: str) -> bool:
    return any(ref.rsplit("/", 1)[-1] == name for ref in refs)


def _is_reached_in(stage: Stage, milestone: MilestoneId) -> bool:
    return stage.milestone is not None and stage.milestone.id == milestone


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
    return [
        ref
        for stage, refs in _stages(standing)
        if not (every and stage.optional)
        for ref in refs
        if _is_meant(ref, need, context)
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
        ref in occasion.delivers and _counts_for(occasion, need, standing, context)
        for occasion in standing.demonstrations()
    )


def _counts_for(
    occasion: Demonstration, need: Delivered, standing: Standing, context: Context
) -> bool:
    """Whether an occasion is of the pass and by somebody of the role that are asked for."""
    if context.pass_ is not None and pass_of(occasion, standing, context) != context.pass_:
        return False
    if need.read_by is None:
        return True
    people = [standing.book.catalogue.school.people[name] for name in occasion.by]
    return any(need.read_by in (person.assessor, person.role) for person in people)


def pass_of(occasion: Demonstration, standing: Standing, context: Context) -> int:
    """Return the pass that an occasion belongs to: its own, else the programme's on that day."""
    if occasion.pass_ is not None:
        return occasion.pass_
    running = [
        programme.pass_
        for programme in standing.record.portfolio.file.programmes
        if programme.pathway == context.pathway and programme.from_ <= occasion.date
    ]
    return (running[-1] if running else None) or 1


# ---- experiences and hours -------------------------------------------------------------------


def _has_worked_in(experience: ExperienceId, standing: Standing) -> bool:
    """Whether there is work from an experience, or work that the plan puts in its place."""
    work: Iterator[Evidence | Demonstration] = chain(standing.evidence(), standing.demonstrations())
    if any(piece.experience == experience for piece in work):
        return True
    return any(
        substitution.instead_of == experience and substitution.on <= standing.day
        for substitution in standing.record.portfolio.plan.substitutions
    )


def _hours(need: HoursDone, standing: Standing) -> Fraction:
    pieces = [piece for piece in standing.evidence() if need.kind in (None, piece.kind)]
    return sum((piece.hours or Fraction(0) for piece in pieces), Fraction(0))


# ---- pieces and occasions --------------------------------------------------------------------


def _measure_pieces(
    pieces: Iterable[Evidence | Demonstration], wanted: int, contexts: int
) -> Measured:
    pieces = list(pieces)
    is_varied = contexts <= 1 or count_contexts(pieces) >= contexts
    return Measured(Fraction(len(pieces)), Fraction(wanted), is_varied)


def count_contexts(pieces: Iterable[Evidence | Demonstration]) -> int:
    """Return how many different experiences some work comes from."""
    return len({piece.experience for piece in pieces if piece.experience is not None})


def _new_contexts(pieces: Iterable[Evidence | Demonstration], wanted: int) -> int:
    return max(0, wanted - count_contexts(pieces)) if wanted > 1 else 0


def find_shown(need: EvidenceShown, standing: Standing) -> list[Evidence]:
    """Return the evidence that counts: of the kind, and showing the competency or skill."""
    pieces = [piece for piece in standing.evidence() if need.kind in (None, piece.kind)]
    shows = need.shows
    if shows is None:
        return pieces
    return [
        piece for piece in pieces if any(_is_of(skill, shows, standing) for skill in piece.shows)
    ]


def _is_of(skill: SkillCode, code: Code, standing: Standing) -> bool:
    return code in (Code(skill), Code(standing.competency_of(Code(skill))))


def _missing_evidence(need: EvidenceShown, standing: Standing) -> EvidenceGap:
    pieces = find_shown(need, standing)
    elsewhere = _new_contexts(pieces, need.contexts)
    return EvidenceGap(
        count=max(need.evidence - len(pieces), elsewhere),
        kind=need.kind,
        shows=need.shows,
        contexts=elsewhere,
    )


def find_occasions(wanted: Occasions, standing: Standing) -> list[Demonstration]:
    """Return the demonstrations that count: of the kind, the audience, the code and the level."""
    return [
        occasion
        for occasion in standing.demonstrations()
        if wanted.kind in (None, occasion.kind)
        and wanted.audience in (None, occasion.audience)
        and _rates(occasion, wanted, standing)
    ]


def _rates(occasion: Demonstration, wanted: Occasions, standing: Standing) -> bool:
    if wanted.code is None and wanted.at_least is None:
        return True
    return any(
        _is_high_enough(rated, wanted)
        for skill, several in occasion.ratings.items()
        if wanted.code is None or _is_of(skill, wanted.code, standing)
        for rated in several
    )


def _is_high_enough(rated: Rated, wanted: Occasions) -> bool:
    if wanted.at_least is None:
        return True
    return not isinstance(rated.level, Mark) and rated.level >= wanted.at_least


def _missing_occasions(wanted: Occasions, standing: Standing) -> DemonstrationGap:
    occasions = find_occasions(wanted, standing)
    elsewhere = _new_contexts(occasions, wanted.contexts)
    return DemonstrationGap(
        count=max(wanted.count - len(occasions), elsewhere),
        kind=wanted.kind,
        audience=wanted.audience,
        code=wanted.code,
        at_least=wanted.at_least,
        contexts=elsewhere,
    )
