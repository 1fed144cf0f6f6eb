"""A learner's progress beside the dates of their own plan, never beside other learners."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import Studies
from wayfolio.model.names import AreaCode, Code, CompetencyCode, ExperienceId, PathwayId, SkillCode
from wayfolio.model.portfolio import Portfolio
from wayfolio.model.staff import AreaPlan, GateRisk, OpenOutcome, Replaced
from wayfolio.plan.next import fits
from wayfolio.plan.pathway_positions import find_positions

SOON = timedelta(days=183)
SLACK = timedelta(days=14)
FAR = 3650
State = Literal["ahead", "on plan", "behind", "past its day", "not begun"]


def area_plans(
    catalogue: Catalogue, portfolio: Portfolio, attained: Iterable[Attainment], today: date
) -> tuple[AreaPlan, ...]:
    """Return each area with a target day, in the plan's order.

    The learner's rate of pieces since the stage began is extrapolated to the target; up to two
    weeks off counts as on plan.
    """
    began = {place.pathway: place.since for place in find_positions(catalogue, portfolio, today)}
    goals = [goal for goal in portfolio.plan.goals if goal.status == "open"]
    coverage = _Coverage(
        targets=frozenset(_current_targets(catalogue, portfolio, today)),
        named=frozenset(code for goal in goals for code in goal.shows),
    )
    now = _current_stages(attained)
    return tuple(
        _area_plan(catalogue, area, day, now, coverage, _Days(today, began))
        for area, day in portfolio.plan.pace.items()
    )


class _Coverage(Struct, frozen=True):
    """What already covers open outcomes."""

    targets: frozenset[SkillCode]
    """The targets of the experiences in which the learner is working."""
    named: frozenset[Code]
    """What open goals name."""

    def holds(self, skill: SkillCode, competency: CompetencyCode) -> bool:
        """Whether a skill of a competency is covered."""
        return skill in self.targets or bool(self.named & {Code(skill), Code(competency)})


def _current_stages(attained: Iterable[Attainment]) -> list[Attainment]:
    """Return the learner's current stages that require something."""
    return [attainment for attainment in attained if attainment.current and attainment.asked]


def _lacking_skills(stages: Iterable[Attainment]) -> Iterator[tuple[SkillCode, CompetencyCode]]:
    """Yield the skills with too few pieces at stages that are not complete."""
    for attainment in stages:
        for record in attainment.skills if not attainment.complete else ():
            if record.pieces < record.required:
                yield record.skill, attainment.competency


def _current_targets(catalogue: Catalogue, portfolio: Portfolio, today: date) -> set[SkillCode]:
    """Return the targets of the experiences in which the learner worked in the last ten weeks."""
    since = today - timedelta(weeks=10)
    worked = {e.experience for e in portfolio.evidence if since <= e.date <= today}
    worked |= {d.experience for d in portfolio.demonstrations if since <= d.date <= today}
    return {skill for name in worked if name for skill in catalogue.experiences[name].targets}


def _area_plan(
    catalogue: Catalogue,
    area: AreaCode,
    day: date,
    now: list[Attainment],
    coverage: _Coverage,
    days: "_Days",
) -> AreaPlan:
    mine = [stage for stage in now if catalogue.competencies[stage.competency].area.code == area]
    is_done = bool(mine) and all(stage.complete for stage in mine)
    pieces = sum(stage.pieces for stage in mine)
    required = sum(stage.required for stage in mine)
    likely = days.likely(days.began(catalogue, area), pieces, required)
    return AreaPlan(
        area=area,
        target=day,
        state="done" if is_done else days.state(day, likely),
        likely=likely,
        pieces=pieces,
        required=required,
        uncovered=tuple(
            skill
            for skill, competency in _lacking_skills(mine)
            if not coverage.holds(skill, competency)
        ),
    )


def least_flexible(
    catalogue: Catalogue, plans: Iterable[AreaPlan], grade: int | None
) -> tuple[OpenOutcome, ...]:
    """Return the uncovered outcomes, those with the fewest ways to show them first, then by day.

    What only one studio targets must be planned before what ten could show.
    """
    outcomes = (
        OpenOutcome(skill=skill, target=plan.target, ways=tuple(_ways(catalogue, skill, grade)))
        for plan in plans
        for skill in plan.uncovered
    )
    return tuple(
        sorted(outcomes, key=lambda outcome: (len(outcome.ways), outcome.target, outcome.skill))
    )


def _ways(catalogue: Catalogue, skill: SkillCode, grade: int | None) -> Iterator[ExperienceId]:
    for name, experience in catalogue.experiences.items():
        if skill in experience.targets and fits(experience.band, grade):
            yield name


class _Days(Struct, frozen=True):
    """Today, and when the learner's stage on each pathway began."""

    today: date
    stages: Mapping[PathwayId, date]

    def began(self, catalogue: Catalogue, area: AreaCode) -> date | None:
        """Return when the stage of an area began, or else the school year."""
        for framework in catalogue.frameworks:
            if any(other.code == area for other in framework.areas) and framework.stages_of:
                return self.stages.get(framework.stages_of)
        calendar = catalogue.school.calendar
        return calendar.first_day if calendar else None

    def likely(self, began: date | None, there: int, required: int) -> date | None:
        """Return when all pieces would be there; None without pieces or early in the stage."""
        if began is None or not there or (self.today - began).days < 14:
            return None
        days = (self.today - began).days * required // there
        return began + timedelta(days=min(days, FAR))

    def state(self, target: date, likely: date | None) -> State:
        """Return whether an unfinished area is ahead of its target day or behind it."""
        if target < self.today:
            return "past its day"
        if likely is None:
            return "not begun"
        if likely <= target - SLACK:
            return "ahead"
        return "on plan" if likely <= target + SLACK else "behind"


def find_replaced(
    catalogue: Catalogue, portfolio: Portfolio, attained: Iterable[Attainment]
) -> Iterator[Replaced]:
    """Yield each experience that was replaced, and what of its outcomes is still uncovered.

    An outcome is covered when the other work was said to show it, or when the learner's current
    stage lacks nothing of it.
    """
    lacking = {skill for skill, _competency in _lacking_skills(_current_stages(attained))}
    for substitution in portfolio.plan.substitutions:
        targets = catalogue.experiences[substitution.instead_of].targets
        open_ = lacking.difference(substitution.shows)
        yield Replaced(
            instead_of=substitution.instead_of,
            with_=substitution.with_,
            shown=substitution.shows,
            uncovered=tuple(skill for skill in targets if skill in open_),
        )


def gate_risks(catalogue: Catalogue, studies: Iterable[Studies], today: date) -> Iterator[GateRisk]:
    """Yield the closed gates, with the day by which the learner's plan needs each."""
    for study in studies:
        gates = {gate.id: gate for gate in catalogue.pathways[study.pathway].gates}
        for name, outcome in study.gates:
            if outcome.met:
                continue
            behind = [
                course.ends
                for course in study.courses
                if course.course in gates[name].before.courses
                and course.state in ("planned", "late")
                and course.ends is not None
            ]
            needed = min(behind, default=None)
            yield GateRisk(
                pathway=study.pathway,
                gate=name,
                needed_by=needed,
                at_risk=needed is not None and needed <= today + SOON,
            )
