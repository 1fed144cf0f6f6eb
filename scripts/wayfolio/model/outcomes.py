"""Whether a requirement holds for a learner, and exactly what is missing where it does not."""

from fractions import Fraction
from typing import Literal

from msgspec import Struct

from wayfolio.model.frameworks import Level
from wayfolio.model.names import Slug, StageCode
from wayfolio.model.requirements import Requirement
from wayfolio.model.school import Assessor

MissingKind = Literal[
    "rating",
    "credits",
    "course",
    "exam",
    "milestone",
    "deliverable",
    "experience",
    "hours",
    "evidence",
    "demonstration",
    "award",
    "assertion",
    "out-of-reach",
]


class Missing(Struct, frozen=True, kw_only=True):
    """Something to add. Add everything that an outcome misses, and its requirement holds."""

    what: MissingKind
    """`out-of-reach`: nothing that could be added would do."""
    code: str = ""
    """What it is of: a skill, a course, an exam, a milestone, an award; empty for any."""
    count: int = 1
    """Pieces, hours or credits."""
    at_least: Level | None = None
    stage: StageCode | None = None
    """The stage that a rating is meant for."""
    kind: Slug | None = None
    model: Slug | None = None
    audience: Slug | None = None
    by: Assessor | Slug | None = None
    """The kind of assessor, or the role, who must do it."""
    contexts: int = 0
    """How many of the pieces come from an experience that is not there yet."""
    pass_: int | None = None


class Outcome(Struct, frozen=True, kw_only=True):
    """A requirement, whether it holds, and what it was measured by."""

    requirement: Requirement
    met: bool
    have: Fraction | None = None
    """What there is: a level, a percentage, a number of things; None where there is nothing."""
    need: Fraction | None = None
    parts: tuple["Outcome", ...] = ()
    """Of a requirement with parts, and of the gate, badge or pass that a requirement names."""
    missing: tuple[Missing, ...] = ()
