"""When courses end and gates open at a learner's pace: what stands behind a gate waits for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Literal, assert_never

from msgspec import Struct, field

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import CourseStanding
from wayfolio.model.names import CompetencyCode, GateId, StageCode
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pace import PaceLine, PaceState
from wayfolio.model.pathways import Gate, Pathway
from wayfolio.model.requirements import (
    AwardHeld,
    Combination,
    CoursePassed,
    CourseRequirement,
    CreditsEarned,
    ExamPassed,
    GateOpen,
    GrowthMade,
    Leaf,
    LevelReached,
    MasteryRequirement,
    PassFinished,
    ProgressMade,
    StageComplete,
    leaves,
)
from wayfolio.plan.area_pace import AreaPaces, Likely, compare_dates, is_past
from wayfolio.plan.terms import TermDays

GRACE = timedelta(days=28)
"""A course can still be recorded as under way this long after its term has begun."""


class Schedule(Struct, frozen=True, kw_only=True):
    """One learner on one pathway: its courses and gates in the order in which they can come."""

    catalogue: Catalogue
    pathway: Pathway
    courses: Mapping[CompetencyCode, CourseStanding]
    outcomes: Mapping[GateId, Outcome]
    areas: AreaPaces
    terms: TermDays
    parts: tuple[str, ...]
    """The parts of the year that the learner's pace uses."""
    today: date
    known: dict[str, Likely] = field(default_factory=dict)
    """What has been worked out. A gate that waits for itself is unknown."""

    @property
    def unknown(self) -> Likely:
        """It may be today, and nothing says when."""
        return Likely(self.today, False)

    def course_end(self, code: CompetencyCode) -> Likely:
        """Return when a course ends at this pace; today if it is done."""
        if code not in self.known:
            self.known[code] = self.unknown
            self.known[code] = self._course_end(code)
        return self.known[code]

    def _course_end(self, code: CompetencyCode) -> Likely:
        standing = self.courses.get(code)
        if standing is None:
            return self.unknown
        match standing.state:
            case "done":
                return Likely(self.today)
            case "in-progress":
                days = self.terms.of_term(standing.taken) if standing.taken else None
                return Likely(days[1]) if days and days[1] >= self.today else self.unknown
            case "planned" | "late":
                return self._next_end(standing, _latest(self._before(code), self.today))
            case _:
                assert_never(standing.state)

    def _before(self, code: CompetencyCode) -> Iterator[Likely]:
        """Yield when each thing that must come before a course is done."""
        for needed in self.catalogue.competencies[code].competency.requires:
            if needed in self.courses:
                yield self.course_end(needed)
        for gate in self.pathway.gates:
            if code in gate.before.courses:
                yield self.gate_opens(gate.id)

    def _next_end(self, standing: CourseStanding, free: Likely) -> Likely:
        """Return the end of the planned term, or of the next one that begins after `free`."""
        planned = self.terms.of_term(standing.planned) if standing.planned else None
        if planned is not None and free.day <= planned[0] + GRACE:
            return Likely(planned[1], free.is_sure)
        following = self.terms.after(free.day, self.parts)
        return Likely(following[1], free.is_sure) if following else self.unknown

    def gate_opens(self, gate: GateId) -> Likely:
        """Return when a gate opens at this pace; today if it is open."""
        if gate not in self.known:
            self.known[gate] = self.unknown
            self.known[gate] = self._met_on(self.outcomes[gate])
        return self.known[gate]

    def _met_on(self, outcome: Outcome) -> Likely:
        """Return when a requirement is met at this pace."""
        if outcome.met:
            return Likely(self.today)
        if isinstance(outcome.requirement, Combination):
            parts, wanted = (
                [self._met_on(part) for part in outcome.parts],
                outcome.requirement.wanted,
            )
            return _enough(parts, wanted) if len(parts) >= wanted else self.unknown
        return self._leaf_met_on(outcome.requirement, outcome)

    def _leaf_met_on(self, need: Leaf, outcome: Outcome) -> Likely:
        likely = self.unknown
        match need:
            case LevelReached() | ProgressMade() | GrowthMade() | StageComplete():
                likely = self._mastered_on(need)
            case CreditsEarned() | CoursePassed() | ExamPassed():
                likely = self._passed_on(need, outcome)
            case GateOpen() if need.gate in self.outcomes:
                likely = self.gate_opens(need.gate)
            case GateOpen() | AwardHeld() | PassFinished() if outcome.parts:
                likely = _latest(map(self._met_on, outcome.parts), self.today)
            case _:
                # Nothing says when work, hours, milestones or a person's word will be there.
                pass
        return likely

    def _mastered_on(self, need: MasteryRequirement) -> Likely:
        """Return when the area of a competency is done, if that brings what is needed."""
        match need:
            case LevelReached(level=code):
                placed = self.catalogue.placed(code)
                competency = placed.competency.code if placed else CompetencyCode(code)
                is_enough = (self.areas.bar_of(competency) or 0) >= need.at_least
            case StageComplete(complete=competency):
                is_enough = self.areas.stage_of(competency) == need.stage
            case ProgressMade(progress=competency):
                is_enough = True
            case GrowthMade(growth=competency):
                is_enough = False
            case _:
                assert_never(need)
        likely = self.areas.of_competency(competency) if is_enough else None
        return likely or self.unknown

    def _passed_on(self, need: CourseRequirement, outcome: Outcome) -> Likely:
        """Return when credits are earned or a course is passed. Nothing says when an exam is."""
        match need:
            case CoursePassed(course="any"):
                ends = [self.course_end(code) for code in self.courses]
                return min(ends, default=self.unknown)
            case CoursePassed():
                return self.course_end(CompetencyCode(need.course))
            case CreditsEarned(of="college"):
                return self._credits_on(need.credits - int(outcome.have or 0))
            case CreditsEarned():
                return self._signed_on(need.credits, int(outcome.have or 0))
            case ExamPassed():
                return self.unknown
            case _:
                assert_never(need)

    def _credits_on(self, lacking: int) -> Likely:
        """Return when courses of so many more credits have ended."""
        known = self.catalogue.competencies
        coming = sorted(
            (self.course_end(code), known[code].competency.credits)
            for code, standing in self.courses.items()
            if standing.state != "done"
        )
        sums = accumulate(credits_ for _end, credits_ in coming)
        for place, earned in enumerate(sums):
            if earned >= lacking:
                return _latest((end for end, _ in coming[: place + 1]), self.today)
        return self.unknown

    def _signed_on(self, wanted: int, there: int) -> Likely:
        """Return when the last year of so many high-school credits ends.

        Errors: none; unknown if a credit of a year that is over is missing.
        """
        by_year: dict[StageCode, int] = {}
        for requirement in self.pathway.requirements:
            if requirement.high_school_credit is not None and requirement.grade is not None:
                grade = requirement.grade
                by_year[grade] = by_year.get(grade, 0) + requirement.credits
        total = 0
        for grade, credits_ in by_year.items():
            days = self.terms.year_days(grade)
            total += credits_
            if days is None or (days[1] < self.today and total > there):
                return self.unknown
            if total >= wanted:
                return Likely(max(days[1], self.today))
        return self.unknown

    # ---- the learner's own dates -----------------------------------------------------------------

    def needed_by(self, gate: Gate, waiting: frozenset[GateId] = frozenset()) -> date | None:
        """Return the day by which the learner's own plan needs a gate; None if nothing says so.

        It is the first day of the first planned term, or year, behind the gate; the last day of the
        plan for a diploma or degree behind it; or the day of another gate that waits for this one.
        """
        days = [*self._planned_starts(gate), *self._year_starts(gate)]
        if gate.before.awards:
            days.append(self._award_day(gate))
        for other in self.pathway.gates:
            if other.id not in {*waiting, gate.id} and self._waits_for(other, gate):
                days.append(self.needed_by(other, waiting | {gate.id}))
        return min((day for day in days if day is not None), default=None)

    def _planned_starts(self, gate: Gate) -> Iterator[date | None]:
        for code in gate.before.courses:
            standing = self.courses.get(code)
            if standing and standing.planned and standing.state in ("planned", "late"):
                days = self.terms.of_term(standing.planned)
                yield days[0] if days else None

    def _year_starts(self, gate: Gate) -> Iterator[date | None]:
        if self.pathway.kind == "paced":
            for stage in gate.before.stages:
                days = self.terms.year_days(stage)
                yield days[0] if days and days[0] >= self.today else None

    def _award_day(self, gate: Gate) -> date | None:
        """Return the last day of the years of high-school credits, or else of the last term."""
        needs = [leaf for leaf in leaves(gate.needs) if isinstance(leaf, CreditsEarned)]
        if any(need.of == "high-school" for need in needs):
            return max(self._year_ends(), default=None)
        ends = (standing.ends for standing in self.courses.values())
        return max(filter(None, ends), default=None)

    def _year_ends(self) -> Iterator[date]:
        """Yield the last days of the years that have high-school credits."""
        for grade in {need.grade for need in self.pathway.requirements if need.grade}:
            days = self.terms.year_days(grade)
            if days is not None:
                yield days[1]

    def _waits_for(self, other: Gate, gate: Gate) -> bool:
        """Whether a gate needs another one, or a course behind it that no term is planned for."""
        unplanned = {
            code
            for code in gate.before.courses
            if code in self.courses
            and self.courses[code].planned is None
            and self.courses[code].state != "done"
        }
        return any(
            (isinstance(leaf, GateOpen) and leaf.gate == gate.id)
            or (isinstance(leaf, CoursePassed) and leaf.course in unplanned)
            for leaf in leaves(other.needs)
        )

    # ---- lines -----------------------------------------------------------------------------------

    def course_lines(self) -> Iterator[PaceLine]:
        """Yield the courses beside the terms that the learner's plan has for them."""
        for code, standing in self.courses.items():
            likely = self.course_end(code)
            is_done = standing.state == "done"
            state = PaceState.DONE if is_done else compare_dates(standing.ends, likely, self.today)
            yield self._line("course", code, state, standing.ends, likely)

    def gate_lines(self) -> Iterator[PaceLine]:
        """Yield the gates beside the days by which the learner's plan needs them."""
        for gate in self.pathway.gates:
            outcome, own = self.outcomes[gate.id], self.needed_by(gate)
            likely = self.gate_opens(gate.id)
            state = PaceState.DONE if outcome.met else compare_dates(own, likely, self.today)
            yield self._line("gate", gate.id, state, own, likely)

    def _line(
        self,
        kind: Literal["course", "gate"],
        code: str,
        state: PaceState,
        own: date | None,
        likely: Likely,
    ) -> PaceLine:
        is_told = state is not PaceState.DONE and (
            likely.is_sure or (state is PaceState.BEHIND and likely.day > self.today)
        )
        return PaceLine(
            kind=kind,
            code=code,
            pathway=self.pathway.pathway,
            state=state,
            own=own,
            is_past=is_past(own, self.today),
            likely=likely.day if is_told else None,
            is_sure=likely.is_sure,
        )


def _latest(days: Iterable[Likely], today: date) -> Likely:
    """Return the last of several days, all of which must come; sure if all are."""
    listed = list(days)
    return Likely(
        max((likely.day for likely in listed), default=today), all(day.is_sure for day in listed)
    )


def _enough(days: Sequence[Likely], wanted: int) -> Likely:
    """Return when so many of several days have come; sure if no unknown one could be earlier."""
    last = sorted(days)[wanted - 1].day
    sure = sorted(likely.day for likely in days if likely.is_sure)
    return Likely(last, len(sure) >= wanted and sure[wanted - 1] == last)
