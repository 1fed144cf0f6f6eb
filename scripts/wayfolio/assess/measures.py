"""What each kind of requirement asks, measured for one learner on one day."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import singledispatch
from itertools import chain

from msgspec import Struct

from wayfolio.assess.record import Standing, level_now
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import (
    BadgeId,
    Code,
    CompetencyCode,
    DeliverableRef,
    InstrumentId,
    PathwayId,
    SkillCode,
    Slug,
)
from wayfolio.model.pathways import Pathway
from wayfolio.model.portfolio import Demonstration, Evidence
from wayfolio.model.requirements import (
    Asserted,
    CoursePassed,
    CreditsEarned,
    Delivered,
    Demonstrated,
    EvidenceShown,
    ExamPassed,
    ExperienceDone,
    GrowthMade,
    HoursDone,
    LevelReached,
    MilestoneReached,
    Occasions,
    ProgressMade,
    StageComplete,
)


class Context(Struct, frozen=True, kw_only=True):
    """Whose requirement it is: a pass of a cycle has deliverables, a badge can be asserted."""

    pathway: PathwayId | None = None
    pass_: int | None = None
    badge: BadgeId | None = None


class Measured(Struct, frozen=True):
    """What there is, and what there must be."""

    have: Fraction | None
    need: Fraction
    also: bool = True
    """Whether what cannot be put in one number holds, such as different contexts."""

    @property
    def met(self) -> bool:
        """Whether it is enough."""
        return self.also and self.have is not None and self.have >= self.need


ONE = Fraction(1)
HUNDRED = Fraction(100)


def _whether(holds: bool) -> Measured:
    return Measured(ONE if holds else Fraction(0), ONE)


@singledispatch
def measure(need: object, standing: Standing, context: Context) -> Measured:
    """Return what a requirement without parts is measured by."""
    raise TypeError(f"{type(need).__name__} is not measured by itself")


@measure.register
def _(need: LevelReached, standing: Standing, _: Context) -> Measured:
    return Measured(standing.level(need.level), need.at_least)


@measure.register
def _(need: ProgressMade, standing: Standing, _: Context) -> Measured:
    stages = standing.stages(need.progress)
    attained = level_now(stages) or standing.current(need.progress)
    have = attained.progress if attained.asked else Fraction(0)
    return Measured(have * HUNDRED, need.at_least)


@measure.register
def _(need: GrowthMade, standing: Standing, _: Context) -> Measured:
    attained = level_now(standing.stages(need.growth))
    return Measured(attained.growth if attained else None, need.at_least)


@measure.register
def _(need: StageComplete, standing: Standing, _: Context) -> Measured:
    stages = standing.stages(need.complete)
    done = any(
        one.stage == need.stage and one.asked and (one.complete or one.completed_on)
        for one in stages
    )
    return _whether(done)


@measure.register
def _(need: CreditsEarned, standing: Standing, _: Context) -> Measured:
    earned = college_credits(standing) if need.of == "college" else high_school_credits(standing)
    return Measured(Fraction(earned), Fraction(need.credits))


def passed(standing: Standing, course: CompetencyCode) -> bool:
    """Whether a course has ever been completed by its policy."""
    return any(one.completed_on for one in standing.stages(course))


def college_credits(standing: Standing) -> int:
    """Return the credits of the courses that are passed."""
    return sum(
        terms.placed.competency.credits
        for code, terms in standing.book.terms.items()
        if terms.placed.competency.credits and passed(standing, code)
    )


def high_school_credits(standing: Standing) -> int:
    """Return the high-school credits: by a course that stands for one, or signed off.

    A credit is signed off when a demonstration delivers `pathway/grade/id` of the requirement.
    """
    signed = {ref.rsplit("/", 1)[-1] for one in standing.demonstrations() for ref in one.delivers}
    needs = {
        need.id: need
        for pathway in standing.book.catalogue.pathways.values()
        for need in pathway.requirements
        if need.high_school_credit is not None
    }
    return sum(
        need.credits
        for need in needs.values()
        if need.id in signed or any(passed(standing, course) for course in need.met_by)
    )


@measure.register
def _(need: CoursePassed, standing: Standing, _: Context) -> Measured:
    courses = [need.course] if need.course != "any" else list(college_courses(standing))
    levels = [standing.level(Code(course)) for course in courses]
    known = [level for level in levels if level is not None]
    return Measured(max(known, default=None), need.at_least)


def college_courses(standing: Standing) -> Iterator[CompetencyCode]:
    """Yield the courses that carry credits."""
    terms = standing.book.terms.items()
    return (code for code, one in terms if one.placed.competency.credits)


@measure.register
def _(need: ExamPassed, standing: Standing, _: Context) -> Measured:
    scores = [
        one.score
        for one in standing.demonstrations()
        if one.exam == InstrumentId(need.exam) and one.score is not None
    ]
    return Measured(max(scores, default=None), need.at_least)


@measure.register
def _(need: MilestoneReached, standing: Standing, _: Context) -> Measured:
    """Look for an occasion of that kind or that delivers it, or all that its stage asks for."""
    for one in standing.demonstrations():
        if one.kind == Slug(need.milestone) or _delivers(one.delivers, need.milestone):
            return _whether(True)
    if any(_delivers(one.delivers, need.milestone) for one in standing.evidence()):
        return _whether(True)
    return _whether(
        any(
            stage.deliverables
            and all(
                _delivered(standing, DeliverableRef(f"{pathway.pathway}/{stage.code}/{one.id}"))
                for one in stage.deliverables
            )
            for pathway in standing.book.catalogue.pathways.values()
            for stage in pathway.stages
            if stage.milestone and stage.milestone.id == need.milestone
        )
    )


def _delivers(refs: Iterable[DeliverableRef], name: str) -> bool:
    return any(ref.rsplit("/", 1)[-1] == name for ref in refs)


def _delivered(standing: Standing, ref: DeliverableRef) -> bool:
    return any(ref in one.delivers for one in standing.demonstrations())


def deliverables(need: Delivered, context: Context, standing: Standing) -> list[DeliverableRef]:
    """Return the deliverables that are meant, of the pathway in question or of all."""
    pathways: list[Pathway] = [
        pathway
        for name, pathway in standing.book.catalogue.pathways.items()
        if context.pathway is None or name == context.pathway
    ]
    return [
        DeliverableRef(f"{pathway.pathway}/{stage.code}/{one.id}")
        for pathway in pathways
        for stage in pathway.stages
        if not stage.optional or need.delivered != "every"
        for one in stage.deliverables
        if need.delivered in ("every", one.id)
    ]


def is_delivered(
    need: Delivered, context: Context, standing: Standing, ref: DeliverableRef
) -> bool:
    """Whether somebody of the role has read a deliverable, in the pass in question."""
    return any(
        ref in one.delivers
        and (context.pass_ is None or pass_of(standing, context, one) == context.pass_)
        and (need.read_by is None or _is_read_by(standing, one, need.read_by))
        for one in standing.demonstrations()
    )


def pass_of(standing: Standing, context: Context, one: Demonstration) -> int:
    """Return the pass that an occasion belongs to: its own, else the programme's on that day."""
    if one.pass_ is not None:
        return one.pass_
    running = [
        programme.pass_
        for programme in standing.record.portfolio.file.programmes
        if programme.pathway == context.pathway and programme.from_ <= one.date
    ]
    return (running[-1] if running else None) or 1


def _is_read_by(standing: Standing, one: Demonstration, role: Slug) -> bool:
    people = standing.book.catalogue.school.people
    return any(role in (people[name].assessor, people[name].role) for name in one.by)


@measure.register
def _(need: Delivered, standing: Standing, context: Context) -> Measured:
    refs = deliverables(need, context, standing)
    done = sum(is_delivered(need, context, standing, ref) for ref in refs)
    wanted = len(refs) if need.delivered == "every" else 1
    return Measured(Fraction(done), Fraction(max(wanted, 1)))


@measure.register
def _(need: ExperienceDone, standing: Standing, _: Context) -> Measured:
    """Look for work from it, or for work that the plan puts in its place."""
    work: Iterable[Evidence | Demonstration] = chain(standing.evidence(), standing.demonstrations())
    return _whether(
        any(one.experience == need.experience for one in work)
        or any(
            one.instead_of == need.experience and one.on <= standing.day
            for one in standing.record.portfolio.plan.substitutions
        )
    )


@measure.register
def _(need: HoursDone, standing: Standing, _: Context) -> Measured:
    hours = sum(
        one.hours or Fraction(0) for one in standing.evidence() if need.kind in (None, one.kind)
    )
    return Measured(Fraction(hours), Fraction(need.hours))


def shown(need: EvidenceShown, standing: Standing) -> list[Evidence]:
    """Return the evidence that counts."""
    return [
        one
        for one in standing.evidence()
        if need.kind in (None, one.kind)
        and (need.shows is None or any(_is_of(standing, s, need.shows) for s in one.shows))
    ]


def _is_of(standing: Standing, skill: SkillCode, code: Code) -> bool:
    return code in (Code(skill), Code(standing.competency_of(Code(skill))))


@measure.register
def _(need: EvidenceShown, standing: Standing, _: Context) -> Measured:
    found = shown(need, standing)
    enough = contexts(found) >= need.contexts or need.contexts <= 1
    return Measured(Fraction(len(found)), Fraction(need.evidence), enough)


def contexts(found: Iterable[Evidence | Demonstration]) -> int:
    """Return how many different experiences some work comes from."""
    return len({one.experience for one in found if one.experience is not None})


def occasions(need: Occasions, standing: Standing) -> list[Demonstration]:
    """Return the demonstrations that count."""
    return [
        one
        for one in standing.demonstrations()
        if need.kind in (None, one.kind)
        and need.audience in (None, one.audience)
        and _rates(need, one, standing)
    ]


def _rates(need: Occasions, one: Demonstration, standing: Standing) -> bool:
    if need.code is None and need.at_least is None:
        return True
    return any(
        need.at_least is None
        or (not isinstance(rated.level, Mark) and rated.level >= need.at_least)
        for skill, several in one.ratings.items()
        if need.code is None or _is_of(standing, skill, need.code)
        for rated in several
    )


@measure.register
def _(need: Demonstrated, standing: Standing, _: Context) -> Measured:
    wanted = need.demonstrations
    found = occasions(wanted, standing)
    enough = contexts(found) >= wanted.contexts or wanted.contexts <= 1
    return Measured(Fraction(len(found)), Fraction(wanted.count), enough)


@measure.register
def _(need: Asserted, standing: Standing, context: Context) -> Measured:
    said = any(
        one.award is not None and context.badge in (None, one.award)
        for one in standing.demonstrations()
    )
    return _whether(said or not need.asserted)
