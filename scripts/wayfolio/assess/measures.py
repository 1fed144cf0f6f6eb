"""What a requirement is measured for and by: the same few types for every kind."""

from fractions import Fraction

from msgspec import Struct

from wayfolio.model.names import BadgeId, PathwayId

HUNDRED_PERCENT = Fraction(100)


class Context(Struct, frozen=True, kw_only=True):
    """Whose requirement it is: a pass of a cycle has deliverables, a badge can be asserted."""

    pathway: PathwayId | None = None
    pass_: int | None = None
    badge: BadgeId | None = None
    presumed: bool = False
    """Whether it is a gate that opens for what a placement presumes."""


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


def measure_fact(holds: bool) -> Measured:
    """Return what holds or not as a measure: 1 of 1 where it holds, else 0."""
    return Measured(Fraction(int(holds)), Fraction(1))
