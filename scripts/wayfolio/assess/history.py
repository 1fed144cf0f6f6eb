"""One competency of one learner through time: where ratings count, and when stages complete."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.assess.rulebook import Terms
from wayfolio.assess.stage import Past, Skills, Weighed, attainment_of, carried_baseline, weigh
from wayfolio.model.attainment import Attainment, Rating
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import PathwayId, SkillCode, StageCode
from wayfolio.model.portfolio import LearnerFile, Placement

Starts = tuple[tuple[date, StageCode], ...]
"""From which day a programme puts a learner at which stage, in date order."""


def starts_of(file: LearnerFile, as_of: date) -> Mapping[PathwayId, Starts]:
    """Return the stages at which a learner's programmes put them, until a day."""
    found: dict[PathwayId, list[tuple[date, StageCode]]] = {}
    for programme in file.programmes:
        if programme.stage is not None and programme.from_ <= as_of:
            found.setdefault(programme.pathway, []).append((programme.from_, programme.stage))
    return {
        pathway: tuple(sorted(steps, key=lambda step: step[0])) for pathway, steps in found.items()
    }


class _Stage(Struct):
    """One stage while the ratings are walked through."""

    skills: dict[SkillCode, list[Rating]] = field(default_factory=dict)
    baseline: Level | None = None
    short: dict[SkillCode, int] | None = None
    """How many pieces each skill still lacks at least; empty when it may be complete."""
    completed_on: date | None = None
    weighed: Weighed | None = None
    """What its ratings come to; None until somebody asks after the last one."""


class _Walk(Struct):
    """A competency's stages, walked through in date order."""

    terms: Terms
    stages: dict[int, _Stage] = field(default_factory=dict)
    current: int = 0
    level_before: Level | None = None
    promoted: bool = False

    def stage(self, place: int) -> _Stage:
        """Return the stage at a place, begun where it is new."""
        found = self.stages.get(place)
        if found is None:
            found = self.stages[place] = _Stage()
        return found

    def add(self, rating: Rating) -> int:
        """Put a rating where it counts, at its target, else at the current stage; return where."""
        place = self.current
        if rating.target is not None and rating.target in self.terms.stages:
            place = self.terms.stages.index(rating.target)
        stage = self.stage(place)
        stage.skills.setdefault(rating.skill, []).append(rating)
        stage.weighed = None
        if stage.short is None:
            stage.short = _least(self.terms, place)
        if rating.skill in stage.short and rating.level is not Mark.MISSED:
            stage.short[rating.skill] -= 1
            if rating.level is Mark.WAIVED or stage.short[rating.skill] == 0:
                del stage.short[rating.skill]
        return place

    def attain(self, place: int, past: Past) -> Attainment:
        """Return the attainment at a place."""
        terms, baseline = self.terms, self.stage(place).baseline
        return attainment_of(terms.policy, terms.asked[place], baseline, self.weigh(place), past)

    def weigh(self, place: int) -> Weighed:
        """Return what the ratings at a place come to, worked out once until the next rating."""
        stage = self.stage(place)
        if stage.weighed is None:
            stage.weighed = weigh(self.terms.policy, self.terms.asked[place], self.skills(place))
        return stage.weighed

    def skills(self, place: int) -> Skills:
        """Return what each skill needs at a place, and its ratings there."""
        rated = self.stage(place).skills
        return {skill: (n, rated.get(skill, ())) for skill, n in self.terms.required[place].items()}

    def promote(self, on: date, touched: Iterable[int]) -> None:
        """Note the stages that are complete now; go on to the next one while there is one."""
        for place in touched:
            self._note(place, on)
        while self.stage(self.current).completed_on and self.terms.policy.promotion:
            following = self.terms.next.get(self.current)
            if following is None or not self.stage(self.current).skills:
                break
            attained = self.attain(self.current, Past())
            if not attained.complete:
                break
            new = self.stage(following)
            new.baseline = carried_baseline(self.terms.policy, attained)
            self.level_before, self.promoted = attained.performance, True
            self.current = following
            self._note(following, on)

    def _note(self, place: int, on: date) -> None:
        stage = self.stage(place)
        if stage.completed_on is not None or not stage.skills or stage.short:
            return
        if any(self.terms.required[place].values()) and not self.weigh(place).lacks:
            stage.completed_on = on

    def move(self, stage: StageCode, baseline: Level | None) -> None:
        """Put the learner at a stage, as a placement does."""
        if stage in self.terms.stages:
            self.current = self.terms.stages.index(stage)
            self.promoted, self.level_before = False, None
        if baseline is not None:
            self.stage(self.current).baseline = baseline

    def lift(self, stage: StageCode) -> None:
        """Put the learner at a stage of the programme, unless they are further on."""
        if stage in self.terms.stages and self.terms.stages.index(stage) > self.current:
            self.current = self.terms.stages.index(stage)
            self.promoted, self.level_before = False, None


def _least(terms: Terms, place: int) -> dict[SkillCode, int]:
    """Return the fewest ratings with which the stage might be complete."""
    policy = terms.policy
    one_is_enough = policy.confirm is not None or policy.select == "latest-by-assessor"
    wanted = policy.n if isinstance(policy.n, int) else None
    return {
        skill: 1 if one_is_enough else (wanted or n)
        for skill, n in terms.required[place].items()
        if n > 0
    }


def history(
    terms: Terms,
    ratings: Sequence[Rating],
    starts: Starts,
    placement: Placement | None,
    as_of: date,
    *,
    presumed: bool = False,
) -> tuple[Attainment, ...]:
    """Return one learner's attainments in one competency: each stage with a record, and now's.

    `ratings`: in date order, none after `as_of`. Where a learner works on a day: at the placement's
    stage from its day on, else at the programme's, and promotion leads further; a programme that
    begins later lifts nobody back. A placement once made stands before later programmes.
    """
    walk = _Walk(terms=terms)
    if placement is not None and placement.on is not None and placement.on > as_of:
        placement = None
    placed_on = (placement.on or date.min) if placement else None
    pending = _events(terms, starts, placement, placed_on)
    first = starts[0][1] if starts else (placement.stage if placement else None)
    if first is not None:
        walk.move(first, None)
    for _, occasion in groupby(ratings, key=lambda rating: rating.occasion):
        group = list(occasion)
        while pending and pending[0][0] <= group[0].on:
            _apply(walk, pending.pop(0)[1])
        touched = {walk.add(rating) for rating in group}
        walk.promote(group[0].on, touched)
    for on, event in pending:
        if on <= as_of:
            _apply(walk, event)
    return _attainments(walk, placement, ratings, as_of, presumed)


_Event = Placement | StageCode


def _apply(walk: _Walk, event: _Event) -> None:
    if not isinstance(event, Placement):
        walk.lift(event)
    elif event.stage is not None:
        walk.move(event.stage, event.baseline)
    elif event.baseline is not None:
        walk.stage(walk.current).baseline = event.baseline


def _events(
    terms: Terms, starts: Starts, placement: Placement | None, placed_on: date | None
) -> list[tuple[date, _Event]]:
    if terms.pathway is None:
        starts = ()
    if placement is None or placed_on is None:
        return list(starts)
    lifts = [s for s in starts if placement.stage is None or s[0] < placed_on]
    return sorted([*lifts, (placed_on, placement)], key=lambda event: event[0])


def _attainments(
    walk: _Walk,
    placement: Placement | None,
    ratings: Sequence[Rating],
    as_of: date,
    presumed: bool,
) -> tuple[Attainment, ...]:
    reopened = placement.reopened if placement else None
    if reopened is not None and reopened > as_of:
        reopened = None
    found = []
    for place in sorted({*walk.stages, walk.current}):
        stage = walk.stage(place)
        current = place == walk.current
        if not (current or stage.skills or stage.completed_on):
            continue
        past = Past(
            as_of=as_of,
            current=current,
            completed_on=stage.completed_on,
            completed_before=current and walk.promoted,
            level_before=walk.level_before if current else None,
            presumed=presumed,
        )
        attained = walk.attain(place, past)
        if current and reopened and not _shown_again(attained, ratings, reopened):
            attained = walk.attain(place, replace(past, reopened=reopened))
        found.append(attained)
    return tuple(found)


def _shown_again(attained: Attainment, ratings: Sequence[Rating], since: date) -> bool:
    """Whether a rating after a day has reached the bar again."""
    return any(
        rating.on > since
        and not isinstance(rating.level, Mark)
        and (attained.bar is None or rating.level >= attained.bar)
        for rating in ratings
    )
