"""What a learner says of each piece of work and nobody has confirmed, and what it would move."""

from collections.abc import Iterator
from typing import assert_never

from msgspec import Struct

from wayfolio.assess.awards import find_award, is_badge_held
from wayfolio.assess.measures import Context
from wayfolio.assess.pathway_progress import find_workplace_items, find_workplaces
from wayfolio.assess.record import Record, Standing
from wayfolio.assess.requirements import holds, measure
from wayfolio.assess.rounds import find_passes
from wayfolio.assess.rulebook import Rulebook
from wayfolio.model.claims import (
    BadgeMove,
    Claim,
    Claimed,
    DeliveryClaim,
    Dismissal,
    GateMove,
    HoursClaim,
    MilestoneClaim,
    MilestoneMove,
    Movable,
    Move,
    PassMove,
    SubstitutionClaim,
    WorkClaim,
    WorkplaceMove,
    kind_of_claim,
)
from wayfolio.model.names import EvidenceRef, MilestoneId, PathwayId, Slug, StageCode
from wayfolio.model.requirements import (
    Combination,
    EvidenceShown,
    HoursDone,
    MasteryRequirement,
    MilestoneReached,
    ReferringRequirement,
    Requirement,
    leaves,
)
from wayfolio.model.seen import SeenWork


def find_claims(record: Record) -> tuple[Claim, ...]:
    """Return what a learner says and nobody has confirmed by the last day, a claim for each piece.

    Counts: that the work took place; hours where a rule of the school asks for hours of its kind;
            deliverables and milestones that nobody has read since; substitutions of the plan.
    Errors: none. What was dismissed is listed apart; what says nothing more is left out.
    """
    standing = record.on(record.until)
    rules = tuple(_find_rules(standing))
    wanted_kinds = _asked_hours(record.book)
    claims = (_claim(work, standing, rules, wanted_kinds) for work in standing.works())
    kept = [claim for claim in claims if claim.says or claim.dismissed]
    return tuple(sorted(kept, key=lambda claim: (claim.on, claim.evidence)))


class _Rule(Struct, frozen=True, kw_only=True):
    """A rule that is not met yet, and what would be reached by it."""

    what: Movable
    need: Requirement
    context: Context


def _claim(
    work: SeenWork,
    standing: Standing,
    rules: tuple[_Rule, ...],
    wanted_kinds: frozenset[Slug | None],
) -> Claim:
    piece = work.piece
    says: list[Claimed] = []
    dismissed: list[tuple[Claimed, Dismissal]] = []
    for claimed in _find_said(work, standing):
        kind = kind_of_claim(claimed)
        against = work.dismissal(kind)
        if against is not None:
            why = Dismissal(on=against.date, by=against.by, why=against.why or "")
            dismissed.append((claimed, why))
        elif work.confirmation(kind) is None and _is_wanted(claimed, work, standing, wanted_kinds):
            says.append(claimed)
    return Claim(
        evidence=piece.stem,
        slug=piece.slug,
        title=piece.title,
        on=piece.date,
        says=tuple(says),
        dismissed=tuple(dismissed),
        moves=tuple(_find_moves(piece.stem, standing, rules)) if says else (),
    )


def _find_said(work: SeenWork, standing: Standing) -> Iterator[Claimed]:
    """Yield all that a learner says of a piece of work."""
    piece = work.piece
    yield WorkClaim(experience=piece.experience)
    if piece.hours:
        yield HoursClaim(hours=piece.hours)
    for ref in piece.delivers:
        if ref in standing.book.catalogue.milestone_refs:
            name = MilestoneId(ref.rsplit("/", 1)[-1])
            yield MilestoneClaim(milestone=name, deliverable=ref)
        else:
            yield DeliveryClaim(deliverable=ref)
    for substitution in standing.record.portfolio.plan.substitutions:
        if substitution.with_ == piece.stem and substitution.on <= standing.day:
            yield SubstitutionClaim(instead_of=substitution.instead_of)


def _is_wanted(
    claimed: Claimed, work: SeenWork, standing: Standing, wanted_kinds: frozenset[Slug | None]
) -> bool:
    """Whether somebody should look at a claim: nothing else has settled it already."""
    match claimed:
        case HoursClaim():
            return bool({None, work.piece.kind} & wanted_kinds)
        case DeliveryClaim(deliverable=ref) | MilestoneClaim(deliverable=ref):
            deliveries = standing.deliveries()
            return not any(d.ref == ref and d.on >= work.piece.date for d in deliveries)
        case WorkClaim() | SubstitutionClaim():
            return True
        case _:
            assert_never(claimed)


def _asked_hours(book: Rulebook) -> frozenset[Slug | None]:
    """Return the kinds of work of which some rule of the school asks for hours; None for any."""
    rules = [badge.criteria for badge in book.catalogue.badges.values()]
    rules += [rule for pathway in book.catalogue.pathways.values() for rule in pathway.rules]
    return frozenset(
        leaf.kind for rule in rules for leaf in leaves(rule) if isinstance(leaf, HoursDone)
    )


# ---- what it would move --------------------------------------------------------------------------


def _find_rules(standing: Standing) -> Iterator[_Rule]:
    """Yield the rules of the school that are not met yet on a day."""
    for rule in (*_gate_and_badge_rules(standing), *_pathway_rules(standing)):
        if not holds(rule.need, standing, is_badge_held, rule.context):
            yield rule


def _gate_and_badge_rules(standing: Standing) -> Iterator[_Rule]:
    for gate in standing.book.gates.values():
        context = Context(presumed=gate.presumed)
        yield _Rule(what=GateMove(gate=gate.id), need=gate.needs, context=context)
    for badge in standing.book.catalogue.badges.values():
        award = find_award(standing.record, badge.id)
        if award is None or award.on > standing.day:
            context = Context(badge=badge.id)
            yield _Rule(what=BadgeMove(badge=badge.id), need=badge.criteria, context=context)


def _pathway_rules(standing: Standing) -> Iterator[_Rule]:
    for name, pathway in standing.book.catalogue.pathways.items():
        for stage in pathway.stages:
            if stage.milestone is not None:
                milestone = stage.milestone.id
                need = MilestoneReached(milestone=milestone)
                yield _Rule(what=MilestoneMove(milestone=milestone), need=need, context=Context())
        if pathway.pass_finished is not None:
            latest = find_passes(standing, name)[-1]
            context = Context(pathway=name, pass_=latest)
            yield _Rule(what=PassMove(pathway=name), need=pathway.pass_finished, context=context)


def _find_moves(stem: EvidenceRef, standing: Standing, rules: tuple[_Rule, ...]) -> Iterator[Move]:
    """Yield what would move if all that is said of one piece were confirmed."""
    after = standing.record.suppose([stem]).on(standing.day)
    for rule in rules:
        reaches = holds(rule.need, after, is_badge_held, rule.context)
        if reaches or _moves(rule.need, standing, after, rule.context):
            yield Move(what=rule.what, reaches=reaches)
    yield from _workplace_moves(stem, standing)


def _workplace_moves(stem: EvidenceRef, standing: Standing) -> Iterator[Move]:
    """Yield the workplace learning of a year that one piece would count for."""
    workplaces = list(find_workplaces(standing))
    for done in workplaces:
        if done.evidence != stem or not done.claimed:
            continue
        for task in find_workplace_items(standing.book.catalogue, done):
            fitting = [d for d in workplaces if d.stage == done.stage and task.takes(d.kind)]
            seen = sum(not other.claimed for other in fitting)
            pathway, _, stage = done.stage.partition("/")
            what = WorkplaceMove(pathway=PathwayId(pathway), stage=StageCode(stage), kind=task.kind)
            if seen < task.count:
                yield Move(what=what, reaches=seen + 1 >= task.count)


def _moves(need: Requirement, before: Standing, after: Standing, context: Context) -> bool:
    """Whether anything that a rule measures is another figure then.

    Of a rule that counts any work at all, every piece would be said to move it.
    """
    if isinstance(need, EvidenceShown) and need.kind is None and need.shows is None:
        return False
    if isinstance(need, Combination):
        return any(_moves(part, before, after, context) for part in need.parts)
    if isinstance(need, MasteryRequirement):
        return False
    if isinstance(need, ReferringRequirement):
        was = holds(need, before, is_badge_held, context)
        return not was and holds(need, after, is_badge_held, context)
    return measure(need, before, context).have != measure(need, after, context).have
