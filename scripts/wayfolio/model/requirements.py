"""What must hold before something opens or is earned: one tree for gates, badges and credits.

Each leaf is told by its first field, which is the key that an author types.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

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
)
from wayfolio.model.places import NOWHERE, Location

CreditKind = Literal["college", "high-school"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Each of several needs."""

    all: "tuple[Requirement, ...]"
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one of several needs."""

    any: "tuple[Requirement, ...]"
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountOf:
    """A number of several needs."""

    count: int
    of: "tuple[Requirement, ...]"
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelReached:
    """A competency or skill at a level."""

    level: Code
    at_least: Level
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressMade:
    """A share of a competency's evidence, in percent."""

    progress: CompetencyCode
    at_least: Fraction
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthMade:
    """Levels gained on a competency since its baseline."""

    growth: CompetencyCode
    at_least: Fraction
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageComplete:
    """A competency completed at a stage."""

    complete: CompetencyCode
    stage: StageCode
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsEarned:
    """A number of credits."""

    credits: int
    of: CreditKind = "college"
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePassed:
    """A course with a grade; `any` stands for whichever course."""

    course: CompetencyCode | Literal["any"]
    at_least: Level = Fraction(2)
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamPassed:
    """A score in an exam."""

    exam: Slug
    at_least: Fraction
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneReached:
    """A milestone of a pathway, reached in a demonstration or by evidence."""

    milestone: MilestoneId
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """Deliverables of a pass, each read by somebody of a role."""

    delivered: Literal["every"] | Slug
    read_by: Slug | None = None
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceDone:
    """Work from a studio, course or internship."""

    experience: ExperienceId
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursDone:
    """Hours, recorded in evidence."""

    hours: int
    kind: Slug | None = None
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceShown:
    """A number of pieces of evidence."""

    evidence: int
    kind: Slug | None = None
    shows: Code | None = None
    contexts: int = 1
    """In how many different experiences."""
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasions:
    """Which demonstrations count for `Demonstrated`."""

    kind: Slug | None = None
    audience: Slug | None = None
    code: Code | None = None
    at_least: Level | None = None
    count: int = 1
    contexts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstrated:
    """A number of demonstrations of a kind."""

    demonstrations: Occasions
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardHeld:
    """Another badge or credential."""

    award: BadgeId
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassFinished:
    """A finished pass of a cycle."""

    pass_: PathwayId
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateOpen:
    """Everything that a gate of a pathway needs."""

    gate: GateId
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserted:
    """A person says so; the tool only suggests what goes with it."""

    asserted: bool
    suggests: tuple[Code, ...] = ()
    at: Location = field(default=NOWHERE, compare=False)


Requirement = (
    AllOf
    | AnyOf
    | CountOf
    | LevelReached
    | ProgressMade
    | GrowthMade
    | StageComplete
    | CreditsEarned
    | CoursePassed
    | ExamPassed
    | MilestoneReached
    | Delivered
    | ExperienceDone
    | HoursDone
    | EvidenceShown
    | Demonstrated
    | AwardHeld
    | PassFinished
    | GateOpen
    | Asserted
)


def leaves(need: Requirement) -> Iterator[Requirement]:
    """Give the parts of a requirement that have no parts themselves."""
    parts: tuple[Requirement, ...] = ()
    if isinstance(need, AllOf):
        parts = need.all
    elif isinstance(need, AnyOf):
        parts = need.any
    elif isinstance(need, CountOf):
        parts = need.of
    else:
        yield need
    for part in parts:
        yield from leaves(part)


def codes_in(need: Requirement) -> Iterator[Code]:
    """Give the competencies and skills that a requirement names."""
    for leaf in leaves(need):
        if isinstance(leaf, LevelReached):
            yield leaf.level
        elif isinstance(leaf, ProgressMade):
            yield Code(leaf.progress)
        elif isinstance(leaf, GrowthMade):
            yield Code(leaf.growth)
        elif isinstance(leaf, StageComplete):
            yield Code(leaf.complete)
        elif isinstance(leaf, CoursePassed) and leaf.course != "any":
            yield Code(leaf.course)
        elif isinstance(leaf, Demonstrated) and leaf.demonstrations.code:
            yield leaf.demonstrations.code
        elif isinstance(leaf, EvidenceShown) and leaf.shows:
            yield leaf.shows
