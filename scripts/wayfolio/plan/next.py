"""What a learner can do next, from prerequisites, goals and the effect of one more piece."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from wayfolio.model.attainment import Attainment, FigureChange, Readiness, Status
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import NextStep
from wayfolio.model.frameworks import Level, parse_code
from wayfolio.model.names import (
    AreaCode,
    Code,
    CompetencyCode,
    ExperienceId,
    SkillCode,
    Slug,
)
from wayfolio.model.pathways import Experience
from wayfolio.model.portfolio import Goal, Portfolio
from wayfolio.plan.pathway_positions import grade_on

MOST = 4
MOST_OF_AN_AREA = 2
MOST_PLACES = 2
MOST_OFFERS = 2

Because = Literal["goal", "fresh look", "nearly there", "under way", "ready"]
Reason = tuple[int, date, float]
"""The sort key of a step: its kind, a goal's day, how much is missing."""


class Outlook(Struct, frozen=True, kw_only=True):
    """One learner on a day, with the figures that decide what comes next."""

    catalogue: Catalogue
    portfolio: Portfolio
    attained: tuple[Attainment, ...]
    readiness: Mapping[CompetencyCode, Readiness]
    changes: Mapping[tuple[CompetencyCode, SkillCode | None], tuple[FigureChange, ...]]
    """The effect of one more rating of the skill that matters most (None) or of a goal's skill."""
    today: date


def next_steps(outlook: Outlook) -> tuple[NextStep, ...]:
    """Return a few competencies to work on now, the most urgent first.

    What an open goal names comes first, by the goal's day; then what needs a fresh look, what is
    nearly there, what is under way, and what is ready to learn, in the learner's own order of
    areas. What waits for something else is left out, as are college courses, which have a plan.
    """
    ranked = sorted(_candidates(outlook), key=lambda candidate: candidate[0])
    steps: list[NextStep] = []
    per_area: dict[AreaCode, int] = {}
    for _, step in ranked:
        area = outlook.catalogue.competencies[step.attained.competency].area.code
        if per_area.get(area, 0) < MOST_OF_AN_AREA and len(steps) < MOST:
            per_area[area] = per_area.get(area, 0) + 1
            steps.append(step)
    return tuple(steps)


def rank_all_steps(outlook: Outlook) -> tuple[NextStep, ...]:
    """Return everything that a learner could work on now, the most urgent first."""
    return tuple(
        step for _, step in sorted(_candidates(outlook), key=lambda candidate: candidate[0])
    )


def own_order(portfolio: Portfolio, catalogue: Catalogue) -> dict[AreaCode, int]:
    """Return the rank of each area: those in the learner's plan first, then the school's order."""
    schools = (area.code for framework in catalogue.frameworks for area in framework.areas)
    return {code: n for n, code in enumerate(dict.fromkeys((*portfolio.plan.pace, *schools)))}


def _candidates(outlook: Outlook) -> Iterator[tuple[tuple[Reason, int, str], NextStep]]:
    order = own_order(outlook.portfolio, outlook.catalogue)
    goals = _goals(outlook)
    behind = _passed_competencies(outlook)
    for attained in outlook.attained:
        placed = outlook.catalogue.competencies[attained.competency]
        ready = outlook.readiness.get(attained.competency)
        open_ = attained.current and attained.is_asked and not attained.complete
        if not open_ or attained.competency in behind or placed.competency.credits:
            continue
        if ready is not None and ready.status is Status.WAITING and not attained.rated:
            continue
        goal, skill = goals.get(attained.competency, (None, None))
        because, reason = _reason(attained, goal)
        step = _step(outlook, attained, goal, skill, because)
        yield (reason, order[placed.area.code], attained.competency), step


def _passed_competencies(outlook: Outlook) -> set[CompetencyCode]:
    """Return what a learner has passed: presumed, skipped, or required by something met."""
    known = outlook.catalogue.competencies
    pending = [
        code
        for attainment in outlook.attained
        if attainment.completed_on is not None
        for code in known[attainment.competency].competency.requires
    ]
    behind = {attainment.competency for attainment in outlook.attained if attainment.is_passed_over}
    while pending:
        code = pending.pop()
        if code in known and code not in behind:
            behind.add(code)
            pending.extend(known[code].competency.requires)
    return behind


def _goals(outlook: Outlook) -> dict[CompetencyCode, tuple[Goal, SkillCode | None]]:
    """Return the first open goal for each competency, and the skill that it names."""
    goals: dict[CompetencyCode, tuple[Goal, SkillCode | None]] = {}
    open_ = [goal for goal in outlook.portfolio.plan.goals if goal.status == "open"]
    for goal in sorted(open_, key=lambda goal: goal.target or date.max):
        for code in goal.shows:
            placed = outlook.catalogue.placed(code)
            if placed is not None:
                whole = code == parse_code(placed.competency.code)
                skill = None if whole else SkillCode(code)
                goals.setdefault(placed.competency.code, (goal, skill))
    return goals


def _reason(attained: Attainment, goal: Goal | None) -> tuple[Because, Reason]:
    missing = float(1 - attained.progress)
    if goal is not None:
        return "goal", (0, goal.target or date.max, missing)
    if attained.status is Status.FRESH_LOOK:
        return "fresh look", (1, date.max, missing)
    if attained.status is Status.NEARLY_THERE:
        return "nearly there", (2, date.max, missing)
    if attained.rated:
        return "under way", (3, date.max, missing)
    return "ready", (4, date.max, 0)


def _step(
    outlook: Outlook,
    attained: Attainment,
    goal: Goal | None,
    skill: SkillCode | None,
    because: Because,
) -> NextStep:
    code = attained.competency
    changes = outlook.changes.get((code, skill)) or outlook.changes.get((code, None), ())
    chosen = changes[0].skill if changes else skill
    return NextStep(
        attained=attained,
        skill=chosen,
        because=because,
        goal=goal,
        change=likely_gains(changes, attained),
        experiences=tuple(_experiences(outlook, code, chosen))[:MOST_PLACES],
        offers=tuple(_offers(outlook, attained))[:MOST_OFFERS],
    )


def likely_gains(changes: Iterable[FigureChange], attained: Attainment) -> FigureChange | None:
    """Return what the next piece would change at the level where the learner stands.

    That is the nearest level of the scale; without a level, the one that the stage requires.
    """
    here: Level | None = attained.performance if attained.performance is not None else attained.bar
    known = list(changes)
    if not known or here is None:
        return known[-1] if known else None
    return min(known, key=lambda change: (abs(change.level - here), -change.level))


def _experiences(
    outlook: Outlook, code: CompetencyCode, skill: SkillCode | None
) -> Iterator[ExperienceId]:
    """Yield the studios for a competency: upcoming ones first, then new ones, then by the skill."""
    been = {work.experience for work in outlook.portfolio.evidence}
    been |= {occasion.experience for occasion in outlook.portfolio.demonstrations}
    skills = {rated.code for rated in outlook.catalogue.competencies[code].competency.rated}
    grade = grade_on(outlook.portfolio.file, outlook.today)
    fitting = [
        experience
        for experience in outlook.catalogue.experiences.values()
        if skills & set(experience.targets) and fits(experience.band, grade)
    ]
    coming = _cycles_ahead(outlook)

    def rank(experience: Experience) -> tuple[int, bool, bool]:
        soon = min((coming[cycle] for cycle in experience.cycle if cycle in coming), default=99)
        return soon, experience.experience in been, skill not in experience.targets

    yield from (experience.experience for experience in sorted(fitting, key=rank))


def _cycles_ahead(outlook: Outlook) -> dict[Slug, int]:
    calendar = outlook.catalogue.school.calendar
    spans = [s for s in calendar.cycles if s.to >= outlook.today] if calendar else []
    return {span.id: n for n, span in enumerate(spans)}


def fits(band: str, grade: int | None) -> bool:
    """Whether a band such as `9-12` or `K-5` includes a grade; K is 0."""
    if not band or grade is None:
        return True
    first, _, last = band.partition("-")
    lowest, highest = (0 if end == "K" else int(end) for end in (first, last or first))
    return lowest <= grade <= highest


def _offers(outlook: Outlook, attained: Attainment) -> Iterator[Slug]:
    """Yield the menu tasks for a competency at the learner's level, the most specific first."""
    level = max(1, int(attained.performance or 1))
    wanted: Code = parse_code(attained.competency)
    fitting = [
        offer
        for offer in outlook.catalogue.menu
        if wanted in offer.for_
        and (offer.levels is None or offer.levels[0] <= level <= offer.levels[1])
    ]
    yield from (offer.id for offer in sorted(fitting, key=lambda offer: len(offer.for_)))
