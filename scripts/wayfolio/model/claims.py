"""What only a learner says so far, and how anything is known: seen, claimed or presumed."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from msgspec import Struct

from wayfolio.model.names import (
    BadgeId,
    DeliverableRef,
    EvidenceRef,
    ExperienceId,
    GateId,
    MilestoneId,
    PathwayId,
    PersonId,
    Slug,
    StageCode,
)
from wayfolio.model.portfolio import Confirmable


class Known(StrEnum):
    """How something is known."""

    SEEN = "seen"
    """An educator, a mentor, a partner or an instrument recorded it."""
    CLAIMED = "claimed"
    """The learner says so, and nobody has confirmed it yet."""
    PRESUMED = "presumed"
    """A placement further on presumes it."""


class WorkClaim(Struct, frozen=True, kw_only=True, tag=True):
    """That a piece of work was done, and where."""

    experience: ExperienceId | None = None


class HoursClaim(Struct, frozen=True, kw_only=True, tag=True):
    """Hours of work."""

    hours: Fraction


class DeliveryClaim(Struct, frozen=True, kw_only=True, tag=True):
    """A deliverable of a stage, handed in."""

    deliverable: DeliverableRef


class MilestoneClaim(Struct, frozen=True, kw_only=True, tag=True):
    """A milestone of a pathway."""

    milestone: MilestoneId
    deliverable: DeliverableRef
    """Under which the learner names it."""


class SubstitutionClaim(Struct, frozen=True, kw_only=True, tag=True):
    """That the work stands for an experience."""

    instead_of: ExperienceId


Claimed = WorkClaim | HoursClaim | DeliveryClaim | MilestoneClaim | SubstitutionClaim
"""What a learner can say of a piece of work."""


def kind_of_claim(claimed: Claimed) -> Confirmable:
    """Return the word with which somebody confirms or dismisses a claim."""
    match claimed:
        case WorkClaim():
            return "work"
        case HoursClaim():
            return "hours"
        case DeliveryClaim():
            return "deliverables"
        case MilestoneClaim():
            return "milestones"
        case SubstitutionClaim():
            return "substitutions"
        case _:
            assert_never(claimed)


class Dismissal(Struct, frozen=True, kw_only=True):
    """Somebody has looked at a claim, and it does not count."""

    on: date
    by: tuple[PersonId, ...]
    why: str


class GateMove(Struct, frozen=True, kw_only=True, tag=True):
    """A gate of a pathway."""

    gate: GateId


class BadgeMove(Struct, frozen=True, kw_only=True, tag=True):
    """A badge, a credit or a certificate."""

    badge: BadgeId


class MilestoneMove(Struct, frozen=True, kw_only=True, tag=True):
    """A milestone of a pathway."""

    milestone: MilestoneId


class PassMove(Struct, frozen=True, kw_only=True, tag=True):
    """A pass of a cycle."""

    pathway: PathwayId


class WorkplaceMove(Struct, frozen=True, kw_only=True, tag=True):
    """Workplace learning that a year asks for."""

    pathway: PathwayId
    stage: StageCode
    kind: Slug


Movable = GateMove | BadgeMove | MilestoneMove | PassMove | WorkplaceMove
"""What a claim can move, once it is confirmed."""


class Move(Struct, frozen=True, kw_only=True):
    """What a claim would move, and whether it would be reached by that."""

    what: Movable
    reaches: bool


class Claim(Struct, frozen=True, kw_only=True):
    """What a learner says of one piece of work, and nobody has confirmed."""

    evidence: EvidenceRef
    slug: str
    title: str
    on: date
    """Since when it waits: the day of the work."""
    says: tuple[Claimed, ...] = ()
    dismissed: tuple[tuple[Claimed, Dismissal], ...] = ()
    moves: tuple[Move, ...] = ()
