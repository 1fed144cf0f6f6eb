"""One competency of one learner through time: where ratings count, and when stages complete."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.assess.rulebook import Terms
from wayfolio.assess.selection import find_reached
from wayfolio.assess.stage import StageTerms, Weighed, attainment_of, carried_baseline, weigh
from wayfolio.assess.status import Past
from wayfolio.model.attainment import Attainment, Override, Rating
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import PathwayId, SkillCode, StageCode
from wayfolio.model.portfolio import LearnerFile, Placement

Starts = tuple[tuple[date, tuple[StageCode, ...]], ...]
"""From which day a programme puts a learner at which stages, in date order."""
NO_STARTS: Starts = ()


def stage_starts(file: LearnerFile, as_of: date) -> Mapping[PathwayId, Starts]:
    """Return the stages at which a learner's programmes put them, until a day."""
    steps_of: dict[PathwayId, list[tuple[date, tuple[StageCode, ...]]]] = {}
    for programme in file.programmes:
        if programme.stage and programme.from_ <= as_of:
            steps_of.setdefault(programme.pathway, []).append((programme.from_, programme.stage))
    return {
        pathway: tuple(sorted(steps, key=lambda step: step[0]))
        for pathway, steps in steps_of.items()
    }


class _Stage(Struct):
    """One stage while the ratings are walked through."""

    terms: StageTerms
    required: Mapping[SkillCode, int]
    short: dict[SkillCode, int]
    """How many pieces each skill still lacks at least; empty when it may be complete."""
    skills: dict[SkillCode, list[Rating]] = field(default_factory=dict)
    baseline: Level | None = None
    completed_on: date | None = None
    override: Override | None = None
    weighed: Weighed | None = None
    """What its ratings come to; None until `weigh` is called after the last rating."""

    def add(self, rating: Rating) -> None:
        """Add a rating."""
        self.skills.setdefault(rating.skill, []).append(rating)
        self.weighed = None
        if rating.skill in self.short and rating.level is not Mark.MISSED:
            self.short[rating.skill] -= 1
            if rating.level is Mark.WAIVED or self.short[rating.skill] == 0:
                del self.short[rating.skill]

    def weigh(self) -> Weighed:
        """Return what the ratings come to; the answer is kept until the next rating."""
        if self.weighed is None:
            rated = self.skills
            skills = {skill: (n, rated.get(skill, ())) for skill, n in self.required.items()}
            self.weighed = weigh(self.terms, skills, self.override, self.baseline)
        return self.weighed

    def attain(self, past: Past) -> Attainment:
        """Return the attainment here."""
        return attainment_of(self.terms, self.baseline, self.weigh(), past)

    def start_from(self, baseline: Level | None) -> None:
        """Store the baseline from which growth is counted."""
        self.baseline, self.weighed = baseline, None

    @property
    def has_record(self) -> bool:
        """Whether anything has happened here."""
        return bool(self.skills or self.completed_on or self.override)

    def replace_level(self, override: Override) -> None:
        """Let a level stand in place of the worked-out one."""
        self.override, self.weighed = override, None

    def note_completion(self, on: date) -> None:
        """Note the day if the stage is complete now, for the first time."""
        if self.completed_on is not None or not self.skills or self.short:
            return
        if any(self.required.values()) and not self.weigh().lacks:
            self.completed_on = on


class _Walk(Struct):
    """A competency's stages, walked through in date order."""

    terms: Terms
    stages: dict[int, _Stage] = field(default_factory=dict)
    current: int = 0
    level_before: Level | None = None
    promoted: bool = False

    def stage(self, place: int) -> _Stage:
        """Return the stage at a place, begun where it is new."""
        known = self.stages.get(place)
        if known is None:
            terms = self.terms
            known = self.stages[place] = _Stage(
                terms=terms.stage_terms[place],
                required=terms.required[place],
                short=dict(terms.least[place]),
            )
        return known

    def add(self, rating: Rating) -> int:
        """Add a rating to its target, or else to the current stage; return that stage's place."""
        place = self.current
        if rating.target is not None and rating.target in self.terms.stages:
            place = self.terms.stages.index(rating.target)
        self.stage(place).add(rating)
        return place

    def promote(self, on: date, touched: Iterable[int]) -> None:
        """Note the stages that are complete now; go on to the next one while there is one."""
        for place in touched:
            self.stage(place).note_completion(on)
        stage = self.stage(self.current)
        while stage.completed_on and stage.skills and stage.terms.policy.promotion:
            following = self.terms.next.get(self.current)
            if following is None:
                break
            attained = stage.attain(Past())
            if not attained.complete:
                break
            stage = self.stage(following)
            stage.start_from(carried_baseline(stage.terms.policy, attained))
            self.level_before, self.promoted = attained.performance, True
            self.current = following
            stage.note_completion(on)

    def move(self, stage: StageCode, baseline: Level | None) -> None:
        """Put the learner at a stage, as a placement does."""
        if stage in self.terms.stages:
            self.current = self.terms.stages.index(stage)
            self.promoted, self.level_before = False, None
        if baseline is not None:
            self.stage(self.current).start_from(baseline)

    def replace_level(self, override: Override) -> None:
        """Let a level stand in place of the worked-out one, and go on if that completes a stage."""
        place = self.current
        if override.target is not None and override.target in self.terms.stages:
            place = self.terms.stages.index(override.target)
        self.stage(place).replace_level(override)
        self.promote(override.on, [place])

    def lift(self, stage: StageCode) -> None:
        """Put the learner at a stage of the programme, unless they are further on."""
        if stage in self.terms.stages and self.terms.stages.index(stage) > self.current:
            self.current = self.terms.stages.index(stage)
            self.promoted, self.level_before = False, None


class Judged(Struct, frozen=True, kw_only=True):
    """What others said of one learner in one competency, in date order."""

    ratings: Sequence[Rating] = ()
    overrides: Sequence[Override] = ()


class PassedOver(Struct, frozen=True, kw_only=True):
    """Since when a competency need not be shown, if that is so."""

    presumed_from: date | None = None
    """Placements further on presume it."""
    skipped_from: date | None = None
    """The stage that names it is skipped."""

    def is_presumed(self, day: date) -> bool:
        """Whether a placement presumes it on a day."""
        return self.presumed_from is not None and self.presumed_from <= day

    def is_skipped(self, day: date) -> bool:
        """Whether it is skipped on a day."""
        return self.skipped_from is not None and self.skipped_from <= day


NOT_PASSED_OVER = PassedOver()


def choose_stage(terms: Terms, stages: Sequence[StageCode]) -> StageCode:
    """Return at which of several stages one competency is worked at: the first that asks for it."""
    asking = (
        stage
        for stage in stages
        if stage in terms.stages and any(terms.required[terms.stages.index(stage)].values())
    )
    return next(asking, stages[0])


def trace_competency(
    terms: Terms,
    judged: Judged,
    starts: Starts,
    placement: Placement | None,
    as_of: date,
    *,
    passed_over: PassedOver = NOT_PASSED_OVER,
) -> tuple[Attainment, ...]:
    """Return one learner's attainments in one competency: each stage with a record, and now's.

    `judged`: none of it after `as_of`. Where a learner works on a day: at the placement's
    stage from its day on, else at the programme's, and promotion leads further; a programme that
    begins later lifts nobody back. A placement once made stands before later programmes.
    """
    return next(trace_days(terms, judged, starts, placement, [as_of], passed_over))


def trace_days(
    terms: Terms,
    judged: Judged,
    starts: Starts,
    placement: Placement | None,
    days: Sequence[date],
    passed_over: PassedOver,
) -> Iterator[tuple[Attainment, ...]]:
    """Yield what `trace_competency` returns on each of several days, which are in order.

    One walk takes as long as the last day alone. `judged`, `starts`: none after the last day.
    """
    begins = {start for start, _ in starts}
    if placement is not None and placement.on is not None:
        begins.add(placement.on)
    # What begins says where the walk starts, so that it starts again.
    for _, several in groupby(days, key=lambda day: sum(begin <= day for begin in begins)):
        segment = list(several)
        in_force = tuple(start for start in starts if start[0] <= segment[0])
        placed = _placement_on(placement, segment[0])
        for day, walk, count in _walk_days(terms, judged, in_force, placed, segment):
            yield _attainments(walk, placed, judged.ratings[:count], day, passed_over)


def _walk_days(
    terms: Terms,
    judged: Judged,
    starts: Starts,
    placement: Placement | None,
    days: Iterable[date],
) -> Iterator[tuple[date, _Walk, int]]:
    """Yield each day with the walk until then, and how many ratings it has seen."""
    walk = _Walk(terms=terms)
    placed_on = (placement.on or date.min) if placement else None
    pending = _events(terms, starts, placement, placed_on, judged.overrides)
    first = _first_stage(terms, starts, placement)
    if first is not None:
        walk.move(first, None)
    ratings, count = judged.ratings, 0
    for day in days:
        while count < len(ratings) and ratings[count].on <= day:
            group = _same_occasion(ratings, count)
            count += len(group)
            _apply_until(walk, pending, group[0].on)
            touched = {walk.add(rating) for rating in group}
            walk.promote(group[0].on, touched)
        _apply_until(walk, pending, day)
        yield day, walk, count


def _apply_until(walk: _Walk, pending: "list[tuple[date, _Event]]", day: date) -> None:
    """Apply what has happened by a day, and take it from the list."""
    while pending and pending[0][0] <= day:
        _apply(walk, pending.pop(0)[1])


def _same_occasion(ratings: Sequence[Rating], start: int) -> Sequence[Rating]:
    """Return the ratings from a place on that were given on one occasion."""
    end = start + 1
    while end < len(ratings) and ratings[end].occasion == ratings[start].occasion:
        end += 1
    return ratings[start:end]


_Event = Placement | StageCode | Override


def _apply(walk: _Walk, event: _Event) -> None:
    if isinstance(event, Override):
        walk.replace_level(event)
    elif not isinstance(event, Placement):
        walk.lift(event)
    elif event.stage is not None:
        walk.move(event.stage, event.baseline)
    elif event.baseline is not None:
        walk.stage(walk.current).start_from(event.baseline)


def _events(
    terms: Terms,
    starts: Starts,
    placement: Placement | None,
    placed_on: date | None,
    overrides: Sequence[Override],
) -> list[tuple[date, _Event]]:
    """Return what moves a learner or their level, in date order."""
    events: list[tuple[date, _Event]] = []
    if terms.pathway is not None:
        events = [(day, choose_stage(terms, stages)) for day, stages in starts]
    if placement is not None and placed_on is not None:
        events = [e for e in events if placement.stage is None or e[0] < placed_on]
        events.append((placed_on, placement))
    events += [(override.on, override) for override in overrides]
    return sorted(events, key=lambda event: event[0])


def _placement_on(placement: Placement | None, as_of: date) -> Placement | None:
    """Return the placement, unless it begins after a day."""
    if placement is None or placement.on is None or placement.on <= as_of:
        return placement
    return None


def _first_stage(terms: Terms, starts: Starts, placement: Placement | None) -> StageCode | None:
    """Return the stage of the first programme, else of the placement."""
    if starts:
        return choose_stage(terms, starts[0][1])
    return placement.stage if placement else None


def _reopened_on(placement: Placement | None, as_of: date) -> date | None:
    """Return since when the placement's stage is open again, unless that comes after a day."""
    reopened = placement.reopened if placement else None
    return reopened if reopened is not None and reopened <= as_of else None


def _attainments(
    walk: _Walk,
    placement: Placement | None,
    ratings: Sequence[Rating],
    as_of: date,
    passed_over: PassedOver,
) -> tuple[Attainment, ...]:
    reopened = _reopened_on(placement, as_of)
    attainments = []
    for place in sorted({*walk.stages, walk.current}):
        stage = walk.stage(place)
        current = place == walk.current
        if not (current or stage.has_record):
            continue
        past = Past(
            as_of=as_of,
            current=current,
            completed_on=stage.completed_on,
            completed_before=current and walk.promoted,
            level_before=walk.level_before if current else None,
            presumed=passed_over.is_presumed(as_of),
            skipped=passed_over.is_skipped(as_of),
        )
        attained = stage.attain(past)
        if current and reopened and not _shown_again(attained, ratings, reopened):
            attained = stage.attain(replace(past, reopened=reopened))
        attainments.append(attained)
    return tuple(attainments)


def _shown_again(attained: Attainment, ratings: Sequence[Rating], since: date) -> bool:
    """Whether a rating after a day has reached the bar again."""
    reached = find_reached(ratings, attained.bar)
    return any(rating.on > since and not rating.is_by_peers for rating in reached)
