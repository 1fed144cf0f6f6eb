"""Whether a requirement holds for a learner, and exactly what is missing where it does not."""

from fractions import Fraction

from msgspec import Struct

from wayfolio.model.claims import Known
from wayfolio.model.frameworks import Level
from wayfolio.model.names import BadgeId, Code, DeliverableRef, SkillCode, Slug, StageCode
from wayfolio.model.requirements import CreditKind, Leaf, Requirement
from wayfolio.model.school import Assessor


class RatingGap(Struct, frozen=True, kw_only=True):
    """Ratings of a skill. `at_least` is None where the chance to show it is enough."""

    skill: SkillCode
    count: int
    at_least: Level | None
    stage: StageCode | None
    """The stage that the ratings are meant for."""
    kind: Slug | None = None
    model: Slug | None = None
    by: Assessor | None = None
    """The kind of assessor who must give them."""
    contexts: int = 0
    """How many of them come from an experience that is not there yet."""


class EvidenceGap(Struct, frozen=True, kw_only=True):
    """Pieces of evidence, some of them (`contexts`) from experiences that are not there yet."""

    count: int
    kind: Slug | None = None
    shows: Code | None = None
    contexts: int = 0


class DemonstrationGap(Struct, frozen=True, kw_only=True):
    """Demonstrations, some of them (`contexts`) in experiences that are not there yet."""

    count: int
    kind: Slug | None = None
    audience: Slug | None = None
    code: Code | None = None
    at_least: Level | None = None
    contexts: int = 0


class CreditsGap(Struct, frozen=True, kw_only=True):
    """A number of credits."""

    count: int
    of: CreditKind


class HoursGap(Struct, frozen=True, kw_only=True):
    """A number of hours."""

    count: int
    kind: Slug | None = None


class DeliverableGap(Struct, frozen=True, kw_only=True):
    """A deliverable to hand in, in a pass of a cycle, read by somebody of a role."""

    deliverable: DeliverableRef
    read_by: Slug | None = None
    pass_: int | None = None


class AssertionGap(Struct, frozen=True, kw_only=True):
    """The word of somebody who may award a badge."""

    badge: BadgeId | None = None


class RequirementGap(Struct, frozen=True, kw_only=True):
    """A requirement without parts, as a whole: a course to pass, a badge to earn."""

    need: Leaf


class OutOfReach(Struct, frozen=True):
    """Nothing that could be added would do."""


PiecesGap = RatingGap | EvidenceGap | DemonstrationGap
CountedGap = PiecesGap | CreditsGap | HoursGap
"""What may be missing more than once: `count` says how often."""
Gap = CountedGap | DeliverableGap | AssertionGap | RequirementGap | OutOfReach
"""Something to add. Add everything that an outcome misses, and its requirement holds."""


class Outcome(Struct, frozen=True, kw_only=True):
    """A requirement, whether it holds, and what it was measured by."""

    requirement: Requirement
    met: bool
    have: Fraction | None = None
    """The value so far: a level, a percentage or a count; None if there is none."""
    need: Fraction | None = None
    presumed: bool = False
    """Whether it holds only with what a placement presumes."""
    claimed: bool = False
    """Whether it does not hold, and would if what the learner says were confirmed."""
    waiting: Fraction | None = None
    """How much more there would be then; None where that changes nothing."""
    parts: tuple["Outcome", ...] = ()
    """Of a requirement with parts, and of the gate, badge or pass that a requirement names."""
    missing: tuple[Gap, ...] = ()

    @property
    def known(self) -> Known | None:
        """How it is known that it holds; None where it does not, and nobody says that it does."""
        if self.met:
            return Known.PRESUMED if self.presumed else Known.SEEN
        return Known.CLAIMED if self.claimed else None
