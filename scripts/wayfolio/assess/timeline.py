"""What a learner's page said of each competency on each day, and the records that changed it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from wayfolio.assess.attainment import find_prerequisites
from wayfolio.assess.history import NO_STARTS, Judged, PassedOver, Starts, trace_days
from wayfolio.assess.record import Record
from wayfolio.assess.rulebook import Rulebook
from wayfolio.model.attainment import Attainment, Rating, find_level_now
from wayfolio.model.names import Code, CompetencyCode, PathwayId, StageCode, StageRef
from wayfolio.model.portfolio import Demonstration, Placement, Portfolio
from wayfolio.model.rounding import half_up, percent
from wayfolio.model.timeline import (
    Figure,
    FigureChanged,
    OccasionRecord,
    OverrideRecord,
    PageChange,
    PlacementRecord,
    ProgrammeRecord,
    RatingRecord,
    RoundBrokenOff,
    StageBegun,
    StageSkipped,
    WrittenRecord,
)

ONE_DAY = timedelta(days=1)


class Timeline(Struct, frozen=True, kw_only=True, dict=True):
    """One learner between two days, both included."""

    record: Record
    """All that is known of the learner until the last day."""
    since: date

    @property
    def book(self) -> Rulebook:
        """What is asked of everybody."""
        return self.record.book

    @property
    def portfolio(self) -> Portfolio:
        """What was written of the learner."""
        return self.record.portfolio

    @property
    def until(self) -> date:
        """The last day."""
        return self.record.until

    @cached_property
    def presuming(self) -> Mapping[CompetencyCode, Sequence[Code]]:
        """For each competency, the placements further on that presume it."""
        codes: dict[CompetencyCode, list[Code]] = {}
        for code, placement in self.portfolio.placements.items():
            if placement.presumes:
                for needed in find_prerequisites(self.book, [CompetencyCode(code)]):
                    codes.setdefault(needed, []).append(code)
        return codes

    def occasions_on(self, day: date) -> Iterator[Demonstration]:
        """Yield the occasions of a day, in the order in which they were written."""
        return (o for o in self.portfolio.demonstrations if o.date == day)


def find_first_day(portfolio: Portfolio) -> date:
    """Return the day of a learner's first record."""
    days = [programme.from_ for programme in portfolio.file.programmes]
    days += [occasion.date for occasion in portfolio.demonstrations[:1]]
    days += [piece.date for piece in portfolio.evidence]
    days += [p.on for p in portfolio.placements.values() if p.on is not None]
    return min(days, default=date.max)


def find_figure_changes(timeline: Timeline) -> Iterator[PageChange]:
    """Yield each change of a competency's stage, status, level or percentage on the page.

    Counts: the day before against the day, on each day with a record of the competency, and on
            the day from which it needs a fresh look because nothing more was seen.
    Scale:  as the page shows it, with the policy's decimals: what reads the same has not changed.
    Errors: none. A day that only puts an empty competency at another stage is left out.
    """
    wanted = (
        timeline.record.ratings.keys()
        | timeline.record.overrides.keys()
        | timeline.presuming.keys()
    )
    wanted |= {CompetencyCode(code) for code in timeline.portfolio.placements}
    for code in timeline.book.terms:
        if code in wanted:
            yield from _changes_of(timeline, code)


def find_begun_stages(timeline: Timeline) -> Iterator[PageChange]:
    """Yield each pathway, stage or pass that a programme begins."""
    for programme in timeline.portfolio.file.programmes:
        if timeline.since <= programme.from_ <= timeline.until:
            begun = StageBegun(
                pathway=programme.pathway, stages=programme.stage, pass_=programme.pass_
            )
            record = ProgrammeRecord(at=programme.at, pathway=programme.pathway)
            yield PageChange(on=programme.from_, what=begun, records=(record,))


def find_ended_rounds(timeline: Timeline) -> Iterator[PageChange]:
    """Yield each round of a pathway that ended early."""
    for programme in timeline.portfolio.file.programmes:
        ended = programme.ended
        if ended is not None and timeline.since <= ended.on <= timeline.until:
            broken = RoundBrokenOff(pathway=programme.pathway, number=programme.round)
            record = ProgrammeRecord(at=ended.at, pathway=programme.pathway, why=ended.why)
            yield PageChange(on=ended.on, what=broken, records=(record,))


def find_skipped_stages(timeline: Timeline) -> Iterator[PageChange]:
    """Yield each stage of the learner's pathways that an educator let the learner skip."""
    file = timeline.portfolio.file
    numbered = {programme.pathway: programme.pass_ for programme in file.programmes}
    for (n, ref), skip in timeline.record.on(timeline.until).skips().items():
        name, _, stage = ref.partition("/")
        pathway = PathwayId(name)
        if pathway in numbered and timeline.since <= skip.on:
            skipped = StageSkipped(
                pathway=pathway,
                stage=StageCode(stage),
                pass_=None if numbered[pathway] is None else n,
            )
            records = tuple(_skip_records(timeline, skip.on, ref))
            yield PageChange(on=skip.on, what=skipped, records=records)


def _skip_records(timeline: Timeline, day: date, stage: StageRef) -> Iterator[OccasionRecord]:
    """Yield the occasions of a day on which an educator let the learner skip a stage."""
    for occasion in timeline.record.occasions:
        if occasion.date == day and stage in occasion.skips:
            yield OccasionRecord(
                at=occasion.at, occasion=occasion.kind, by=occasion.by, why=occasion.why or ""
            )


def _changes_of(timeline: Timeline, code: CompetencyCode) -> Iterator[PageChange]:
    inside = [day for day in _days(timeline, code) if timeline.since <= day <= timeline.until]
    days = [timeline.since - ONE_DAY, *inside]
    placements = _placements(timeline, code)
    presuming = [p.on or date.min for name, p in placements.items() if name != Code(code)]
    judged = Judged(
        ratings=timeline.record.ratings.get(code, ()),
        overrides=timeline.record.overrides.get(code, ()),
    )
    pages = trace_days(
        timeline.book.terms[code],
        judged,
        _starts(timeline, code),
        placements.get(Code(code)),
        days,
        PassedOver(presumed_from=min(presuming, default=None)),
    )
    for day, (before, after) in zip(inside, pairwise(pages), strict=True):
        yield from _diff(timeline, day, before, after)


def _days(timeline: Timeline, code: CompetencyCode) -> list[date]:
    """Return the days on which a competency may change, in order."""
    days = {rating.on for rating in timeline.record.ratings.get(code, ())}
    days |= {override.on for override in timeline.record.overrides.get(code, ())}
    fresh_for = timeline.book.terms[code].policy.stale_after_days
    if fresh_for is not None:
        days |= {day + timedelta(days=fresh_for + 1) for day in days}
    days |= {start for start, _ in _starts(timeline, code)}
    for placement in _placements(timeline, code).values():
        days |= {day for day in (placement.on, placement.reopened) if day is not None}
    return sorted(days)


def _starts(timeline: Timeline, code: CompetencyCode) -> Starts:
    pathway = timeline.book.terms[code].pathway
    return timeline.record.starts.get(pathway, NO_STARTS) if pathway else NO_STARTS


def _placements(timeline: Timeline, code: CompetencyCode) -> dict[Code, Placement]:
    """Return the placements of a competency, and those that presume it."""
    placements = timeline.portfolio.placements
    codes = (Code(code), *timeline.presuming.get(code, ()))
    return {name: placements[name] for name in codes if name in placements}


def _current(stages: Iterable[Attainment]) -> Attainment:
    return next(attained for attained in stages if attained.current)


def _diff(
    timeline: Timeline,
    day: date,
    before: tuple[Attainment, ...],
    after: tuple[Attainment, ...],
) -> Iterator[PageChange]:
    was, now = _figure(before), _figure(after)
    completed = tuple(
        attained.stage for attained in after if attained.completed_on == day and attained.is_asked
    )
    if (was == now or (was.is_blank and now.is_blank)) and not completed:
        return
    code = _current(after).competency
    changed = FigureChanged(
        competency=code,
        before=None if was.is_blank else was,
        after=now,
        is_first=_has_rating(_current(after)) and not _has_rating(_at(before, now.stage)),
        completed=completed,
        pushed_out=tuple(_find_pushed_out(before, after)),
    )
    yield PageChange(on=day, what=changed, records=tuple(_find_records(timeline, code, day)))


def _at(stages: Iterable[Attainment], stage: StageCode | None) -> Attainment | None:
    """Return the attainment at a stage, if there is one."""
    return next((attained for attained in stages if attained.stage == stage), None)


def _has_rating(attained: Attainment | None) -> bool:
    return attained is not None and any(skill.kept for skill in attained.skills)


def _figure(stages: Sequence[Attainment]) -> Figure:
    current, levelled = _current(stages), find_level_now(stages)
    has_percent = current.shown_as == "percent" and current.is_asked
    level = levelled.performance if levelled else None
    return Figure(
        stage=current.stage,
        status=current.status,
        level=None if level is None or levelled is None else half_up(level, levelled.digits),
        percent=percent(current.progress) if has_percent else None,
    )


def _find_pushed_out(before: Iterable[Attainment], after: Iterable[Attainment]) -> Iterator[Rating]:
    """Yield the ratings that counted before and no longer do, because others count instead."""
    kept = {rating.order for stage in before for skill in stage.skills for rating in skill.kept}
    for stage in after:
        for skill in stage.skills:
            yield from (rating for rating in skill.pushed_out if rating.order in kept)


# ---- the records of a day ------------------------------------------------------------------------


def _find_records(timeline: Timeline, code: CompetencyCode, day: date) -> Iterator[WrittenRecord]:
    """Yield the records of a day that concern a competency."""
    for rating in timeline.record.ratings.get(code, ()):
        if rating.on == day and not rating.is_by_peers:
            yield rating_record(rating, timeline.portfolio)
    for occasion in timeline.occasions_on(day):
        if code in occasion.levels:
            yield OverrideRecord(
                at=occasion.at,
                level=occasion.levels[code],
                by=occasion.by,
                why=occasion.why or "",
            )
    yield from _find_stage_records(timeline, code, day)


def _find_stage_records(
    timeline: Timeline, code: CompetencyCode, day: date
) -> Iterator[WrittenRecord]:
    """Yield the placements and programmes of a day that concern a competency."""
    for name, placement in _placements(timeline, code).items():
        if day in (placement.on, placement.reopened):
            is_reopening = day == placement.reopened
            yield PlacementRecord(at=placement.at, code=name, is_reopening=is_reopening)
    pathway = timeline.book.terms[code].pathway
    for programme in timeline.portfolio.file.programmes:
        if programme.pathway == pathway and programme.stage and programme.from_ == day:
            yield ProgrammeRecord(at=programme.at, pathway=programme.pathway)


def rating_record(rating: Rating, portfolio: Portfolio) -> RatingRecord:
    """Return a rating as a record, for the skill that somebody wrote."""
    return RatingRecord(
        at=rating.at,
        skill=rating.rated_as or rating.skill,
        level=rating.level,
        occasion=rating.kind,
        by=portfolio.demonstrations[rating.occasion].by,
    )
