"""The pace of areas and goals, and the one comparison of an own date with the date at a pace."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from wayfolio.model.attainment import Attainment, group_attainments
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Level
from wayfolio.model.names import AreaCode, CompetencyCode, StageCode
from wayfolio.model.pace import PaceLine, PaceState
from wayfolio.model.portfolio import Goal, Portfolio
from wayfolio.plan.pathway_positions import find_positions

SOON = timedelta(days=183)
SLACK = timedelta(days=14)
"""Up to this much earlier or later than the own date is on plan."""
TOO_EARLY = timedelta(days=14)
"""Nothing is said about the pace of a stage that began less than this ago."""
FAR = timedelta(days=5 * 365)
"""Whoever needs longer than this is told the earliest day only: nobody can say more."""


class Likely(Struct, frozen=True, order=True):
    """A day on which something will be done, or the earliest one if something is unknown."""

    day: date
    is_sure: bool = True


def compare_dates(own: date | None, likely: Likely | None, today: date) -> PaceState:
    """Return the state of something unfinished: its own date beside the date at this pace."""
    if own is None:
        return PaceState.OPEN
    if own < today or (likely is not None and likely.day - own > SLACK):
        return PaceState.BEHIND
    if likely is None or not likely.is_sure:
        return PaceState.AT_RISK if own - today <= SOON else PaceState.OPEN
    return PaceState.AHEAD if own - likely.day >= SLACK else PaceState.ON_PLAN


def is_past(own: date | None, today: date) -> bool:
    """Whether an own date has passed."""
    return own is not None and own < today


class AreaPace(Struct, frozen=True, kw_only=True):
    """How much of an area is there at the learner's stage, and since when."""

    stages: tuple[Attainment, ...]
    """The attainments of its competencies at that stage."""
    began: date | None

    @property
    def there(self) -> int:
        """Pieces of evidence that count."""
        return sum(stage.pieces for stage in self.stages)

    @property
    def required(self) -> int:
        """Pieces of evidence that the stage asks for."""
        return sum(stage.required for stage in self.stages)

    @property
    def is_done(self) -> bool:
        """Whether every competency of which something is required is complete."""
        return bool(self.stages) and all(map(_is_finished, self.stages))

    def likely(self, today: date) -> Likely | None:
        """Return when all pieces are there if as many come as since the stage began.

        Counts: pieces until now, over the days until this week's Monday, so that pages change once
                a week. Errors: none; None without a piece, in the first two weeks, and if only the
                level is missing.
        """
        monday = today - timedelta(days=today.weekday())
        there, required = self.there, self.required
        if self.began is None or not 0 < there < required or monday - self.began < TOO_EARLY:
            return None
        days = (monday - self.began).days * required // there
        is_sure = days <= FAR.days
        return Likely(self.began + (timedelta(days=days) if is_sure else FAR), is_sure)


def _is_finished(stage: Attainment) -> bool:
    return (stage.complete or stage.completed_on is not None) and stage.reopened is None


class AreaPaces(Struct, frozen=True, kw_only=True):
    """The pace of one learner in every area."""

    catalogue: Catalogue
    attained: Mapping[AreaCode, tuple[Attainment, ...]]
    at: Mapping[AreaCode, tuple[tuple[StageCode, ...], date | None]]
    """The stages at which the learner's programme has an area, and when they began."""
    today: date

    def of_area(self, area: AreaCode) -> AreaPace:
        """Return the pace of an area."""
        here, began = self.at.get(area, ((), None))
        return AreaPace(
            stages=tuple(_choose_stages(self.attained.get(area, ()), here)), began=began
        )

    def of_competency(self, code: CompetencyCode) -> Likely | None:
        """Return when the area of a competency is done at this pace."""
        placed = self.catalogue.competencies.get(code)
        return self.of_area(placed.area.code).likely(self.today) if placed else None

    def stage_of(self, code: CompetencyCode) -> StageCode | None:
        """Return the stage at which the pace of a competency is measured."""
        attained = self._measured(code)
        return attained.stage if attained else None

    def bar_of(self, code: CompetencyCode) -> Level | None:
        """Return the level that completing a competency there takes."""
        attained = self._measured(code)
        return attained.bar if attained else None

    def _measured(self, code: CompetencyCode) -> Attainment | None:
        placed = self.catalogue.competencies.get(code)
        stages = self.of_area(placed.area.code).stages if placed else ()
        return next((stage for stage in stages if stage.competency == code), None)

    def line(self, area: AreaCode, own: date | None) -> PaceLine:
        """Return an area beside the learner's own date."""
        pace = self.of_area(area)
        likely = None if pace.is_done else pace.likely(self.today)
        if not pace.stages:
            state = PaceState.OPEN
        else:
            state = PaceState.DONE if pace.is_done else compare_dates(own, likely, self.today)
        return PaceLine(
            kind="area",
            code=area,
            state=state,
            own=own,
            is_past=is_past(own, self.today),
            likely=likely.day if likely else None,
            is_sure=likely is None or likely.is_sure,
            there=pace.there,
            of=pace.required,
        )


def _choose_stages(
    attained: Sequence[Attainment], here: Sequence[StageCode]
) -> Iterator[Attainment]:
    """Yield one attainment of each competency: at a stage of the programme, else the current.

    A competency completed at that stage stays done when the learner goes on to the next. What a
    placement presumes is neither to do nor done.
    """
    for stages in group_attainments(attained).values():
        there = [attainment for attainment in stages if attainment.stage in here]
        chosen = there or [attainment for attainment in stages if attainment.current]
        yield from (a for a in chosen[:1] if a.is_asked and not a.is_passed_over)


def find_area_paces(
    catalogue: Catalogue, portfolio: Portfolio, attained: Sequence[Attainment], today: date
) -> AreaPaces:
    """Return a learner's pace in every area."""
    by_area: dict[AreaCode, list[Attainment]] = {}
    for attainment in attained:
        code = catalogue.competencies[attainment.competency].area.code
        by_area.setdefault(code, []).append(attainment)
    positions = {place.pathway: place for place in find_positions(catalogue, portfolio, today)}
    calendar = catalogue.school.calendar
    year = calendar.first_day if calendar else None
    at: dict[AreaCode, tuple[tuple[StageCode, ...], date | None]] = {}
    for framework in catalogue.frameworks:
        place = positions.get(framework.stages_of) if framework.stages_of else None
        here = (place.stages, place.since) if place else ((), year)
        at.update((area.code, here) for area in framework.areas)
    return AreaPaces(
        catalogue=catalogue,
        attained={area: tuple(stages) for area, stages in by_area.items()},
        at=at,
        today=today,
    )


def goal_lines(goals: Sequence[Goal], today: date) -> Iterator[PaceLine]:
    """Yield the goals that were not dropped. Nothing says when an open goal will be reached."""
    for goal in goals:
        if goal.status == "dropped":
            continue
        has_passed = is_past(goal.target, today)
        state = PaceState.BEHIND if has_passed else PaceState.OPEN
        yield PaceLine(
            kind="goal",
            code=goal.id,
            state=PaceState.DONE if goal.status == "reached" else state,
            own=goal.target,
            is_past=has_passed,
        )
