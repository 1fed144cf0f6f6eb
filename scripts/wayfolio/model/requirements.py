"""What must hold before something opens or is earned: one tree for gates, badges and credits.

Each leaf is told by its first field, which is the key that an author types.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

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
)
from wayfolio.model.structs import Written

CreditKind = Literal["college", "high-school"]


class AllOf(Written, frozen=True, kw_only=True):
    """Each of several needs."""

    all: "tuple[Requirement, ...]"


class AnyOf(Written, frozen=True, kw_only=True):
    """At least one of several needs."""

    any: "tuple[Requirement, ...]"


class CountOf(Written, frozen=True, kw_only=True):
    """A number of several needs."""

    count: int
    of: "tuple[Requirement, ...]"


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


class AwardHeld(Written, frozen=True, kw_only=True):
    """Another badge or credential."""

    award: BadgeId


class PassFinished(Written, frozen=True, kw_only=True):
    """A finished pass of a cycle."""

    pass_: PathwayId


class GateOpen(Written, frozen=True, kw_only=True):
    """Everything that a gate of a pathway needs."""

    gate: GateId


class Asserted(Written, frozen=True, kw_only=True):
    """A person says so; the tool only suggests what goes with it."""

    asserted: bool
    suggests: tuple[Code, ...] = ()


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
