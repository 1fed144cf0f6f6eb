"""What a learner's own plan leaves uncovered, and what could show it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import AreaCode, Code, CompetencyCode, ExperienceId, SkillCode
from wayfolio.model.pace import Pace
from wayfolio.model.portfolio import Portfolio
from wayfolio.model.staff import AreaPlan, OpenOutcome, Replaced
from wayfolio.plan.next import fits


def area_plans(
    catalogue: Catalogue,
    portfolio: Portfolio,
    attained: Iterable[Attainment],
    pace: Pace,
    today: date,
) -> tuple[AreaPlan, ...]:
    """Return each area with a target day, in the plan's order, with what nothing covers yet."""
    goals = [goal for goal in portfolio.plan.goals if goal.status == "open"]
    coverage = _Coverage(
        targets=frozenset(_current_targets(catalogue, portfolio, today)),
        named=frozenset(code for goal in goals for code in goal.shows),
    )
    now = _current_stages(attained)
    return tuple(
        AreaPlan(
            pace=line, uncovered=tuple(_uncovered(catalogue, AreaCode(line.code), now, coverage))
        )
        for line in pace.areas
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
    return [attainment for attainment in attained if attainment.current and attainment.is_asked]


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


def _uncovered(
    catalogue: Catalogue, area: AreaCode, now: list[Attainment], coverage: _Coverage
) -> Iterator[SkillCode]:
    """Yield the open skills of an area that neither a goal nor an experience covers."""
    mine = [stage for stage in now if catalogue.competencies[stage.competency].area.code == area]
    for skill, competency in _lacking_skills(mine):
        if not coverage.holds(skill, competency):
            yield skill


def least_flexible(
    catalogue: Catalogue, plans: Iterable[AreaPlan], grade: int | None
) -> tuple[OpenOutcome, ...]:
    """Return the uncovered outcomes, those with the fewest ways to show them first, then by day.

    What only one studio targets must be planned before what ten could show.
    """
    outcomes = (
        OpenOutcome(
            skill=skill,
            target=plan.pace.own or date.max,
            ways=tuple(_ways(catalogue, skill, grade)),
        )
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
