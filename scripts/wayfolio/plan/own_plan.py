"""A learner's own plan beside what is there: dates of their own, and nobody else's."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import Studies
from wayfolio.model.names import AreaCode, ExperienceId, PathwayId, SkillCode
from wayfolio.model.portfolio import Goal, Portfolio
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
    """Return each area that the plan has a day for, in the plan's own order.

    Whether it is ahead of that day or behind it is told by the learner's own pieces since the
    stage began, each week like the others; two weeks more or less are on plan.
    """
    began = {place.pathway: place.since for place in find_positions(catalogue, portfolio, today)}
    now = [one for one in attained if one.current and one.is_asked]
    targets = _under_way(catalogue, portfolio, today)
    goals = [goal for goal in portfolio.plan.goals if goal.status == "open"]
    return tuple(
        _area_plan(catalogue, area, day, now, (goals, targets, _Days(today, began)))
        for area, day in portfolio.plan.pace.items()
    )


def _under_way(catalogue: Catalogue, portfolio: Portfolio, today: date) -> set[SkillCode]:
    """Return what the experiences aim at in which the learner has worked in the last ten weeks."""
    since = today - timedelta(weeks=10)
    worked = {e.experience for e in portfolio.evidence if since <= e.date <= today}
    worked |= {d.experience for d in portfolio.demonstrations if since <= d.date <= today}
    return {skill for name in worked if name for skill in catalogue.experiences[name].targets}


def _area_plan(
    catalogue: Catalogue,
    area: AreaCode,
    day: date,
    now: list[Attainment],
    around: tuple[list[Goal], set[SkillCode], "_Days"],
) -> AreaPlan:
    goals, targets, days = around
    mine = [a for a in now if catalogue.competencies[a.competency].area.code == area]
    open_ = [one for one in mine if not one.complete]
    named = {code for goal in goals for code in goal.shows}
    lacking = [
        record.skill
        for one in open_
        for record in one.skills
        if record.pieces < record.required
        and record.skill not in targets
        and not named & {record.skill, one.competency}
    ]
    there, asked = sum(one.pieces for one in mine), sum(one.required for one in mine)
    likely = days.likely(days.began(catalogue, area), there, asked)
    return AreaPlan(
        area=area,
        target=day,
        state="done" if mine and not open_ else days.state(day, likely),
        likely=likely,
        pieces=there,
        required=asked,
        uncovered=tuple(lacking),
    )


def least_flexible(
    catalogue: Catalogue, plans: Iterable[AreaPlan], grade: int | None
) -> tuple[OpenOutcome, ...]:
    """Return what plans leave uncovered, what can be shown in the fewest ways first, then by day.

    What a single studio aims at is planned before what ten could show.
    """
    found = (
        OpenOutcome(skill=skill, target=plan.target, ways=tuple(_ways(catalogue, skill, grade)))
        for plan in plans
        for skill in plan.uncovered
    )
    return tuple(sorted(found, key=lambda one: (len(one.ways), one.target, one.skill)))


def _ways(catalogue: Catalogue, skill: SkillCode, grade: int | None) -> Iterator[ExperienceId]:
    for name, one in catalogue.experiences.items():
        if skill in one.targets and fits(one.band, grade):
            yield name


class _Days(Struct, frozen=True):
    """Today, and when the learner's stage on each pathway began."""

    today: date
    stages: Mapping[PathwayId, date]

    def began(self, catalogue: Catalogue, area: AreaCode) -> date | None:
        """Return when the stage of an area began, or the school year where it has none."""
        for framework in catalogue.frameworks:
            if any(one.code == area for one in framework.areas) and framework.stages_of:
                return self.stages.get(framework.stages_of)
        calendar = catalogue.school.calendar
        return calendar.first_day if calendar else None

    def likely(self, began: date | None, there: int, asked: int) -> date | None:
        """Return when all would be there; None where nothing is, or the stage has just begun."""
        if began is None or not there or (self.today - began).days < 14:
            return None
        days = (self.today - began).days * asked // there
        return began + timedelta(days=min(days, FAR))

    def state(self, target: date, likely: date | None) -> State:
        """Return how an area that is not done stands beside its own day."""
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
    """Give each experience that was replaced, and what of its outcomes is still uncovered.

    An outcome is covered when the other work was said to show it, or when the learner's current
    stage lacks nothing of it.
    """
    lacks = {
        record.skill
        for one in attained
        if one.current and one.is_asked and not one.complete
        for record in one.skills
        if record.pieces < record.required
    }
    for one in portfolio.plan.substitutions:
        targets = catalogue.experiences[one.instead_of].targets
        yield Replaced(
            instead_of=one.instead_of,
            with_=one.with_,
            shown=one.shows,
            uncovered=tuple(s for s in targets if s not in one.shows and s in lacks),
        )


def gate_risks(catalogue: Catalogue, studies: Iterable[Studies], today: date) -> Iterator[GateRisk]:
    """Give the gates that are not open, with the day by which the learner's own plan needs each."""
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
