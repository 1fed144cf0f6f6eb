"""What must hold before something opens or is earned: one tree for gates, badges and credits.

The first field of a requirement is the key that an author types. A new kind joins one of the unions
below its classes; mypy then names every question about it that has no answer yet.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, assert_never

from msgspec import Struct

from wayfolio.model.frameworks import Level
from wayfolio.model.names import (
    BadgeId,
    Code,
    CompetencyCode,
    ExperienceId,
    GateId,
    MilestoneId,
    PathwayId,
    Slug,
    StageCode,
    StageRef,
)
from wayfolio.model.structs import Written

CreditKind = Literal["college", "high-school"]


class AllOf(Written, frozen=True, kw_only=True):
    """Each of several needs."""

    all: "tuple[Requirement, ...]"

    @property
    def parts(self) -> "tuple[Requirement, ...]":
        """The requirements of which it is made."""
        return self.all

    @property
    def wanted(self) -> int:
        """How many of the parts must hold."""
        return len(self.all)


class AnyOf(Written, frozen=True, kw_only=True):
    """At least one of several needs."""

    any: "tuple[Requirement, ...]"

    @property
    def parts(self) -> "tuple[Requirement, ...]":
        """The requirements of which it is made."""
        return self.any

    @property
    def wanted(self) -> int:
        """How many of the parts must hold."""
        return 1


class CountOf(Written, frozen=True, kw_only=True):
    """A number of several needs."""

    count: int
    of: "tuple[Requirement, ...]"

    @property
    def parts(self) -> "tuple[Requirement, ...]":
        """The requirements of which it is made."""
        return self.of

    @property
    def wanted(self) -> int:
        """How many of the parts must hold."""
        return self.count


Combination = AllOf | AnyOf | CountOf
"""Requirements made of others."""


class LevelReached(Written, frozen=True, kw_only=True):
    """A competency or skill at a level."""

    level: Code
    at_least: Level


class ProgressMade(Written, frozen=True, kw_only=True):
    """A share of a competency's evidence, in percent."""

    progress: CompetencyCode
    at_least: Fraction


class GrowthMade(Written, frozen=True, kw_only=True):
    """Levels gained on a competency since its baseline."""

    growth: CompetencyCode
    at_least: Fraction


class StageComplete(Written, frozen=True, kw_only=True):
    """A competency completed at a stage."""

    complete: CompetencyCode
    stage: StageCode


MasteryRequirement = LevelReached | ProgressMade | GrowthMade | StageComplete
"""What a competency's ratings decide. It can hold today and not tomorrow."""


class CreditsEarned(Written, frozen=True, kw_only=True):
    """A number of credits."""

    credits: int
    of: CreditKind = "college"


class CoursePassed(Written, frozen=True, kw_only=True):
    """A course with a grade; `any` stands for whichever course."""

    course: CompetencyCode | Literal["any"]
    at_least: Level = Fraction(2)


class ExamPassed(Written, frozen=True, kw_only=True):
    """A score in an exam."""

    exam: Slug
    at_least: Fraction


CourseRequirement = CreditsEarned | CoursePassed | ExamPassed
"""What courses and exams decide."""


class MilestoneReached(Written, frozen=True, kw_only=True):
    """A milestone of a pathway, reached in a demonstration or by evidence."""

    milestone: MilestoneId


class Delivered(Written, frozen=True, kw_only=True):
    """Deliverables of a pass, each read by somebody of a role."""

    delivered: Literal["every"] | Slug
    read_by: Slug | None = None


class ExperienceDone(Written, frozen=True, kw_only=True):
    """Work from a studio, course or internship."""

    experience: ExperienceId


ProjectRequirement = MilestoneReached | Delivered | ExperienceDone
"""What a project's steps decide. Once it holds, it always does."""


class HoursDone(Written, frozen=True, kw_only=True):
    """Hours, recorded in evidence."""

    hours: int
    kind: Slug | None = None


class EvidenceShown(Written, frozen=True, kw_only=True):
    """A number of pieces of evidence."""

    evidence: int
    kind: Slug | None = None
    shows: Code | None = None
    contexts: int = 1
    """In how many different experiences."""


class Occasions(Struct, frozen=True, kw_only=True):
    """Which demonstrations count for `Demonstrated`."""

    kind: Slug | None = None
    audience: Slug | None = None
    code: Code | None = None
    at_least: Level | None = None
    count: int = 1
    contexts: int = 1


class Demonstrated(Written, frozen=True, kw_only=True):
    """A number of demonstrations of a kind."""

    demonstrations: Occasions


WorkRequirement = HoursDone | EvidenceShown | Demonstrated
"""What work is counted for. Once it holds, it always does."""


class AwardHeld(Written, frozen=True, kw_only=True):
    """Another badge or credential."""

    award: BadgeId


class PassFinished(Written, frozen=True, kw_only=True):
    """Finished passes of a cycle."""

    pass_: PathwayId
    times: int = 1
    within: StageRef | None = None
    """A stage of another pathway: only passes that began while the learner was there count."""


class GateOpen(Written, frozen=True, kw_only=True):
    """Everything that a gate of a pathway needs."""

    gate: GateId


ReferringRequirement = AwardHeld | PassFinished | GateOpen
"""What stands for a rule that is written elsewhere."""


class Asserted(Written, frozen=True, kw_only=True):
    """A person says so; the tool only suggests what goes with it."""

    asserted: bool
    suggests: tuple[Code, ...] = ()


MeasuredRequirement = (
    MasteryRequirement | CourseRequirement | ProjectRequirement | WorkRequirement | Asserted
)
Leaf = (
    MasteryRequirement
    | CourseRequirement
    | ProjectRequirement
    | WorkRequirement
    | ReferringRequirement
    | Asserted
)
"""Requirements without parts."""
Requirement = Combination | Leaf


def leaves(need: Requirement) -> Iterator[Leaf]:
    """Yield the parts of a requirement that have no parts themselves."""
    if isinstance(need, Combination):
        for part in need.parts:
            yield from leaves(part)
    else:
        yield need


class Subject(Struct, frozen=True, kw_only=True):
    """What a requirement without parts is about."""

    code: Code | None = None
    """A competency, a skill or a course."""
    experience: ExperienceId | None = None
    is_college: bool = False
    """Whether it reveals college results, which only the learner may show."""


def subject_of(need: Leaf) -> Subject:
    """Return what a requirement is about."""
    subject = Subject()
    match need:
        case LevelReached(level=code):
            subject = Subject(code=code)
        case ProgressMade(progress=code) | GrowthMade(growth=code) | StageComplete(complete=code):
            subject = Subject(code=Code(code))
        case CoursePassed(course=code):
            subject = Subject(code=None if code == "any" else Code(code), is_college=True)
        case CreditsEarned(of=kind):
            subject = Subject(is_college=kind == "college")
        case ExperienceDone(experience=experience):
            subject = Subject(experience=experience)
        case EvidenceShown(shows=code) | Demonstrated(demonstrations=Occasions(code=code)):
            subject = Subject(code=code)
        case ExamPassed() | MilestoneReached() | Delivered() | HoursDone():
            pass
        case AwardHeld() | PassFinished() | GateOpen() | Asserted():
            pass
        case _:
            assert_never(need)
    return subject


def find_codes(need: Requirement) -> Iterator[Code]:
    """Yield the competencies and skills that a requirement names."""
    for leaf in leaves(need):
        code = subject_of(leaf).code
        if code is not None:
            yield code


class Amount(Struct, frozen=True):
    """How much a requirement asks for, and the key under which an author types it."""

    key: str
    number: Fraction | int


def amount_of(need: Requirement) -> Amount | None:
    """Return the number that a requirement asks for, or None if it asks for none."""
    amount = None
    match need:
        case LevelReached() | ProgressMade() | ExamPassed():
            amount = Amount("at_least", need.at_least)
        case CountOf(count=count) | Demonstrated(demonstrations=Occasions(count=count)):
            amount = Amount("count", count)
        case PassFinished(times=count):
            amount = Amount("times", count)
        case CreditsEarned(credits=count):
            amount = Amount("credits", count)
        case HoursDone(hours=count):
            amount = Amount("hours", count)
        case EvidenceShown(evidence=count):
            amount = Amount("evidence", count)
        case AllOf() | AnyOf() | GrowthMade() | StageComplete() | CoursePassed() | GateOpen():
            pass
        case MilestoneReached() | Delivered() | ExperienceDone() | AwardHeld() | Asserted():
            pass
        case _:
            assert_never(need)
    return amount
