"""The days on which badges, gates, milestones and passes began or ceased to hold, and why."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.awards import find_award, find_turns, is_badge_held, leaves_of_rules
from wayfolio.assess.measures import Context
from wayfolio.assess.record import Record
from wayfolio.assess.requirements import NO_CONTEXT, holds
from wayfolio.assess.rounds import find_passes
from wayfolio.assess.timeline import (
    Timeline,
    find_begun_stages,
    find_ended_rounds,
    find_figure_changes,
    find_skipped_stages,
    rating_record,
)
from wayfolio.model.attainment import Award
from wayfolio.model.names import Code, CompetencyCode
from wayfolio.model.pathways import Badge, Pathway
from wayfolio.model.portfolio import (
    Demonstration,
    Evidence,
    Placement,
    Portfolio,
    Programme,
    Substitution,
)
from wayfolio.model.requirements import MilestoneReached, Requirement, subject_of
from wayfolio.model.timeline import (
    BadgeHeld,
    Changed,
    GateTurned,
    MilestoneTurned,
    OccasionRecord,
    PageChange,
    PassTurned,
    PlacementRecord,
    ProgrammeRecord,
    SubstitutionRecord,
    WorkRecord,
    WrittenRecord,
)


def find_page_changes(timeline: Timeline) -> list[PageChange]:
    """Return all that changed on a learner's page, in date order."""
    changes = [
        *find_begun_stages(timeline),
        *find_skipped_stages(timeline),
        *find_ended_rounds(timeline),
        *find_figure_changes(timeline),
        *find_turning_days(timeline),
    ]
    return sorted(changes, key=lambda change: change.on)


def find_turning_days(timeline: Timeline) -> Iterator[PageChange]:
    """Yield each badge, gate, milestone and pass of the learner's pathways that turned.

    Counts: the first day of a badge, also where its rule holds no more; every turn of the others.
            The records named are those of the day without which nothing would have turned; where
            there are none, those of which each is enough; else all of the day.
    Errors: none.
    """
    record = timeline.record
    yield from _find_badges(record, timeline)
    followed = {programme.pathway for programme in timeline.portfolio.file.programmes}
    for name, pathway in timeline.book.catalogue.pathways.items():
        if name in followed:
            for rule in _rules_of(pathway, record):
                for day, now in find_turns(record, rule.need, rule.context, timeline.since):
                    records = tuple(_find_causes(timeline, rule, day))
                    yield PageChange(
                        on=day, what=rule.begins if now else rule.ends, records=records
                    )


class _TurningRule(Struct, frozen=True, kw_only=True):
    """A requirement, and what to say when it begins or ceases to hold."""

    need: Requirement
    context: Context
    begins: Changed
    ends: Changed


def _rules_of(pathway: Pathway, record: Record) -> Iterator[_TurningRule]:
    for stage in pathway.stages:
        if stage.milestone is not None:
            reached = MilestoneTurned(
                pathway=pathway.pathway, milestone=stage.milestone.id, holds=True
            )
            yield _TurningRule(
                need=MilestoneReached(milestone=stage.milestone.id),
                context=NO_CONTEXT,
                begins=reached,
                ends=replace(reached, holds=False),
            )
    yield from _pass_rules(pathway, record)
    for gate in pathway.gates:
        opened = GateTurned(pathway=pathway.pathway, gate=gate.id, holds=True)
        yield _TurningRule(
            need=gate.needs,
            context=Context(presumed=gate.presumed),
            begins=opened,
            ends=replace(opened, holds=False),
        )


def _pass_rules(pathway: Pathway, record: Record) -> Iterator[_TurningRule]:
    if pathway.pass_finished is None:
        return
    name = pathway.pathway
    for number in find_passes(record.on(record.until), name):
        yield _TurningRule(
            need=pathway.pass_finished,
            context=Context(pathway=name, pass_=number),
            begins=PassTurned(pathway=name, number=number, holds=True),
            ends=PassTurned(pathway=name, number=number, holds=False),
        )


def _find_badges(record: Record, timeline: Timeline) -> Iterator[PageChange]:
    for badge in timeline.book.catalogue.badges.values():
        award = find_award(record, badge.id)
        if award is not None and award.on >= timeline.since:
            held = BadgeHeld(badge=badge.id)
            records = _find_causes_of_badge(timeline, badge, award)
            yield PageChange(on=award.on, what=held, records=tuple(records))


def _find_causes_of_badge(
    timeline: Timeline, badge: Badge, award: Award
) -> Iterator[WrittenRecord]:
    if award.asserted:
        given = (o for o in timeline.occasions_on(award.on) if o.award == badge.id)
        yield from (_occasion_record(occasion) for occasion in given)
        return
    held = BadgeHeld(badge=badge.id)
    context = Context(badge=badge.id)
    rule = _TurningRule(need=badge.criteria, context=context, begins=held, ends=held)
    yield from _find_causes(timeline, rule, award.on)


# ---- the records of a day ------------------------------------------------------------------------


Written = TypeVar("Written", Demonstration, Evidence, Substitution, Programme)
Noun = Demonstration | Evidence | Substitution | Placement | Programme


class _Candidate(Struct, frozen=True, kw_only=True):
    """Something of a day that may have turned a rule."""

    noun: Noun
    records: tuple[WrittenRecord, ...]


def _find_causes(timeline: Timeline, rule: _TurningRule, day: date) -> Iterator[WrittenRecord]:
    """Yield the records of a day that turned a rule."""
    candidates = list(_find_candidates(timeline, rule, day))
    nouns = [candidate.noun for candidate in candidates]
    now = _holds_without(timeline, [], rule, day)

    def is_needed(candidate: _Candidate) -> bool:
        return _holds_without(timeline, [candidate.noun], rule, day) != now

    def is_enough(candidate: _Candidate) -> bool:
        others = [noun for noun in nouns if noun is not candidate.noun]
        return _holds_without(timeline, others, rule, day) == now

    needed = list(filter(is_needed, candidates))
    for candidate in needed or list(filter(is_enough, candidates)) or candidates:
        yield from candidate.records


def _holds_without(
    timeline: Timeline, nouns: Sequence[Noun], rule: _TurningRule, day: date
) -> bool:
    """Whether a rule would hold on a day if some nouns had not been written."""
    portfolio = _remove(timeline.portfolio, nouns)
    standing = Record(book=timeline.book, portfolio=portfolio, until=day).on(day)
    return holds(rule.need, standing, is_badge_held, rule.context)


def _remove(portfolio: Portfolio, nouns: Sequence[Noun]) -> Portfolio:
    # By identity: two occasions that say the same are two all the same.
    gone = {id(noun) for noun in nouns}

    def keep(written: Iterable[Written]) -> tuple[Written, ...]:
        return tuple(noun for noun in written if id(noun) not in gone)

    placements = portfolio.placements.items()
    plan, file = portfolio.plan, portfolio.file
    return replace(
        portfolio,
        demonstrations=keep(portfolio.demonstrations),
        evidence=keep(portfolio.evidence),
        placements={code: place for code, place in placements if id(place) not in gone},
        plan=replace(plan, substitutions=keep(plan.substitutions)),
        file=replace(file, programmes=keep(file.programmes)),
    )


def _find_candidates(timeline: Timeline, rule: _TurningRule, day: date) -> Iterator[_Candidate]:
    """Yield what happened on a day, the occasions first."""
    codes = _find_competencies(timeline, rule)
    for occasion in timeline.occasions_on(day):
        yield _Candidate(noun=occasion, records=_records_of(timeline, occasion, codes))
    portfolio = timeline.portfolio
    for piece in portfolio.evidence:
        if piece.date == day:
            yield _Candidate(noun=piece, records=(WorkRecord(at=piece.at, title=piece.title),))
    for swap in portfolio.plan.substitutions:
        if swap.on == day:
            swapped = SubstitutionRecord(at=swap.at, instead_of=swap.instead_of, by=swap.by)
            yield _Candidate(noun=swap, records=(swapped,))
    for code, placement in portfolio.placements.items():
        if placement.on == day:
            placed = PlacementRecord(at=placement.at, code=code, is_reopening=False)
            yield _Candidate(noun=placement, records=(placed,))
    for programme in portfolio.file.programmes:
        if programme.from_ == day:
            begun = ProgrammeRecord(at=programme.at, pathway=programme.pathway)
            yield _Candidate(noun=programme, records=(begun,))


def _find_competencies(timeline: Timeline, rule: _TurningRule) -> frozenset[CompetencyCode]:
    """Return the competencies whose ratings a rule asks about."""
    record = timeline.record
    standing = record.on(timeline.until)
    codes = (subject_of(leaf).code for leaf in leaves_of_rules(record, rule.need))
    return frozenset(standing.competency_of(Code(code)) for code in codes if code is not None)


def _records_of(
    timeline: Timeline, occasion: Demonstration, codes: frozenset[CompetencyCode]
) -> tuple[WrittenRecord, ...]:
    """Return the ratings of an occasion that a rule asks about; without any, the occasion."""
    demonstrations = timeline.portfolio.demonstrations
    ratings = tuple(
        rating_record(rating, timeline.portfolio)
        for code in timeline.record.ratings
        if code in codes
        for rating in timeline.record.ratings[code]
        if demonstrations[rating.occasion] is occasion
    )
    return ratings or (_occasion_record(occasion),)


def _occasion_record(occasion: Demonstration) -> OccasionRecord:
    return OccasionRecord(at=occasion.at, occasion=occasion.kind, by=occasion.by)
