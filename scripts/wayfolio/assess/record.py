"""One learner on any day: what requirements ask about, worked out when it is asked for."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.assess.history import (
    NO_STARTS,
    NOT_PASSED_OVER,
    Judged,
    Starts,
    stage_starts,
    trace_competency,
    trace_days,
)
from wayfolio.assess.ratings import collect_overrides, collect_ratings
from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.stage import attain, performance_of
from wayfolio.assess.status import Past
from wayfolio.model.attainment import Attainment, Award, Override, Rating, find_level_now
from wayfolio.model.frameworks import Level
from wayfolio.model.names import (
    BadgeId,
    Code,
    CompetencyCode,
    EvidenceRef,
    PathwayId,
    SkillCode,
    StageCode,
)
from wayfolio.model.portfolio import Demonstration, Evidence, Portfolio
from wayfolio.model.seen import (
    DeliverableRead,
    Looks,
    SeenWork,
    find_deliveries,
    find_looks,
    find_works,
    is_witnessed,
)
from wayfolio.model.skips import Skips, find_skips

_Key = tuple[CompetencyCode, int, int, int, bool]
"""A competency with the number of its ratings, overrides and starts, and whether it is placed."""


class Record(Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """A learner's portfolio until a day, with the attainments of every day before it."""

    book: Rulebook
    portfolio: Portfolio
    until: date
    _known: dict[_Key, tuple[Attainment, ...]] = field(default_factory=dict)
    _traced: set[CompetencyCode] = field(default_factory=set)
    """The competencies of which every day is known."""
    awarded: dict[BadgeId, Award | None] = field(default_factory=dict)
    """The awards that have been worked out so far."""
    supposed: frozenset[EvidenceRef] = frozenset()
    """The work of which all that the learner says counts as confirmed, unless it is dismissed."""

    def on(self, day: date) -> "Standing":
        """Return the learner as of a day, not after `until`."""
        return Standing(record=self, day=min(day, self.until))

    @cached_property
    def as_claimed(self) -> "Record":
        """The same learner, if all that they say were confirmed."""
        return self.suppose(piece.stem for piece in self.portfolio.evidence)

    def suppose(self, stems: Iterable[EvidenceRef]) -> "Record":
        """Return the same learner, if all that they say of some work were confirmed."""
        return replace(self, awarded={}, supposed=frozenset(stems))

    @cached_property
    def occasions(self) -> tuple[Demonstration, ...]:
        """The occasions that somebody other than learners recorded, in date order."""
        assessors = self.book.assessors
        return tuple(
            occasion
            for occasion in self.portfolio.demonstrations
            if is_witnessed(occasion, assessors)
        )

    @cached_property
    def looks(self) -> Looks:
        """The occasions that name each piece of the learner's own work."""
        return find_looks(self.portfolio.learner, self.occasions)

    @cached_property
    def only_adds(self) -> bool:
        """Whether every occasion adds to what is known, and none takes anything back."""
        return not any(
            occasion.dismisses or occasion.hours is not None for occasion in self.occasions
        )

    @cached_property
    def ratings(self) -> Mapping[CompetencyCode, Sequence[Rating]]:
        """Each competency's ratings, in date order."""
        return collect_ratings(self.book, self.portfolio.demonstrations, self.until)

    @cached_property
    def overrides(self) -> Mapping[CompetencyCode, Sequence[Override]]:
        """Each competency's levels that stand in place of worked-out ones, in date order."""
        return collect_overrides(self.portfolio.demonstrations, self.until)

    @cached_property
    def _days(self) -> Mapping[CompetencyCode, list[date]]:
        return {code: [rating.on for rating in ratings] for code, ratings in self.ratings.items()}

    @cached_property
    def starts(self) -> Mapping[PathwayId, Starts]:
        """The stages at which programmes put the learner, until the last day."""
        return stage_starts(self.portfolio.file, self.until)

    def stages(self, code: CompetencyCode, day: date) -> tuple[Attainment, ...]:
        """Return the attainments in one competency as of a day; status knows no later events."""
        key = self._key(code, day)
        if key not in self._known:
            _, count, overridden, started, is_placed = key
            judged = Judged(
                ratings=self.ratings.get(code, ())[:count],
                overrides=self.overrides.get(code, ())[:overridden],
            )
            starts = self._starts(code)[:started]
            placement = self.portfolio.placements.get(Code(code)) if is_placed else None
            terms = self.book.terms[code]
            self._known[key] = trace_competency(terms, judged, starts, placement, day)
        return self._known[key]

    def trace_every_day(self, code: CompetencyCode) -> None:
        """Work out the attainments of every day on which a competency may have changed.

        One walk through its ratings instead of a walk for each day; a second call does nothing.
        """
        if code in self._traced:
            return
        self._traced.add(code)
        placement = self.portfolio.placements.get(Code(code))
        days = set(self._days.get(code, ()))
        days |= {override.on for override in self.overrides.get(code, ())}
        days |= {start for start, _ in self._starts(code)}
        if placement is not None and placement.on is not None:
            days.add(placement.on)
        known = sorted(day for day in days if day <= self.until)
        judged = Judged(ratings=self.ratings.get(code, ()), overrides=self.overrides.get(code, ()))
        traced = trace_days(
            self.book.terms[code], judged, self._starts(code), placement, known, NOT_PASSED_OVER
        )
        for day, attained in zip(known, traced, strict=True):
            self._known.setdefault(self._key(code, day), attained)

    def _starts(self, code: CompetencyCode) -> Starts:
        pathway = self.book.terms[code].pathway
        return self.starts.get(pathway, NO_STARTS) if pathway else NO_STARTS

    def _key(self, code: CompetencyCode, day: date) -> _Key:
        """Return what the attainments in a competency as of a day depend on."""
        placement = self.portfolio.placements.get(Code(code))
        return (
            code,
            bisect_right(self._days.get(code, []), day),
            bisect_right(self.overrides.get(code, ()), day, key=lambda override: override.on),
            sum(start <= day for start, _ in self._starts(code)),
            placement is not None and (placement.on is None or placement.on <= day),
        )

    def deliveries(self, day: date) -> Sequence[DeliverableRead]:
        """Return the deliverables that somebody has read until a day."""
        if day not in self._deliveries:
            works = find_works(self.portfolio, self.looks, day, self.supposed)
            self._deliveries[day] = tuple(
                find_deliveries(
                    (occasion for occasion in self._delivering if occasion.date <= day),
                    (work for work in works if work.piece.delivers),
                    self.book.catalogue.milestone_refs,
                )
            )
        return self._deliveries[day]

    @cached_property
    def _delivering(self) -> tuple[Demonstration, ...]:
        return tuple(occasion for occasion in self.occasions if occasion.delivers)

    @cached_property
    def _deliveries(self) -> dict[date, tuple[DeliverableRead, ...]]:
        """The cache of `deliveries`. A field would be shared by what `suppose` returns."""
        return {}

    def untouched(self, code: CompetencyCode, stage: StageCode) -> Attainment:
        """Return the attainment at a stage where nothing has happened yet."""
        terms = self.book.terms[code]
        place = terms.stages.index(stage)
        skills = {skill: (required, ()) for skill, required in terms.required[place].items()}
        return attain(terms.stage_terms[place], None, skills, Past(current=False))


class Standing(Struct, frozen=True, kw_only=True):
    """A learner as of one day."""

    record: Record
    day: date
    since: date | None = None
    """The first day of the occasions and the work that count; all of them where it is None."""

    @property
    def book(self) -> Rulebook:
        """What is asked of everybody."""
        return self.record.book

    def stages(self, code: CompetencyCode) -> tuple[Attainment, ...]:
        """Return the attainments in a competency: stages with a record, and the current one."""
        return self.record.stages(code, self.day)

    def current(self, code: CompetencyCode) -> Attainment:
        """Return the attainment at the stage that the learner works at."""
        return next(attainment for attainment in self.stages(code) if attainment.current)

    def demonstrations(self) -> Sequence[Demonstration]:
        """Return the occasions until the day, in date order."""
        written = self.record.occasions
        known = written[: bisect_right(written, self.day, key=lambda occasion: occasion.date)]
        since = self.since
        return known if since is None else [o for o in known if o.date >= since]

    def works(self) -> Iterator[SeenWork]:
        """Return the evidence until the day with what was said of it then, drafts left out."""
        record, since = self.record, self.since
        works = find_works(record.portfolio, record.looks, self.day, record.supposed)
        return works if since is None else (w for w in works if w.piece.date >= since)

    def evidence(self) -> Iterator[Evidence]:
        """Yield the evidence until the day that somebody has seen."""
        return (work.piece for work in self.works() if work.counts("work"))

    def deliveries(self) -> Sequence[DeliverableRead]:
        """Return the deliverables that somebody has read until the day."""
        return self.record.deliveries(self.day)

    def skips(self) -> Skips:
        """Return the stages that an educator has let the learner skip."""
        record = self.record
        return find_skips(record.portfolio.file, record.occasions, self.book.assessors, self.day)

    def competency_of(self, code: Code) -> CompetencyCode:
        """Return the competency that a code is, or belongs to. A retired one's is its successor."""
        skill = SkillCode(code)
        if moved := self.book.moved.get(skill):
            return moved.competency
        return self.book.homes.get(skill) or CompetencyCode(code)

    def level(self, code: Code) -> Level | None:
        """Return the level now of a competency or a skill, or None before the first."""
        competency = self.competency_of(code)
        if code == Code(competency):
            attained = find_level_now(self.stages(competency))
            return attained.performance if attained else None
        return skill_now(self.book, self.stages(competency), SkillCode(code))


def skill_now(book: Rulebook, stages: Sequence[Attainment], skill: SkillCode) -> Level | None:
    """Return the level of one skill: at the latest stage up to the current where it has one."""
    until = next(
        (place for place, attainment in enumerate(stages) if attainment.current), len(stages) - 1
    )
    for attained in reversed(stages[: until + 1]):
        policy = book.terms[attained.competency].policy
        records = [record for record in attained.skills if record.skill == skill]
        level = performance_of(policy, records)
        if level is not None:
            return level
    return None
