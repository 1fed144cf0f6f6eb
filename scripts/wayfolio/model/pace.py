"""How fast a learner goes, beside the dates of their own plan and never beside other learners."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Literal, assert_never

from msgspec import Struct

from wayfolio.model.names import PathwayId

PaceKind = Literal["area", "course", "goal", "gate"]


class PaceState(StrEnum):
    """Something in a learner's plan, beside the date that the plan has for it."""

    DONE = "done"
    AHEAD = "ahead"
    ON_PLAN = "on plan"
    AT_RISK = "at risk"
    """Its date is near, and nothing says yet when it will be done."""
    BEHIND = "behind"
    OPEN = "open"
    """It has no date, or its date is far and nothing says yet when it will be done."""

    @property
    def needs_attention(self) -> bool:
        """Whether somebody should look at it now."""
        match self:
            case PaceState.AT_RISK | PaceState.BEHIND:
                return True
            case PaceState.DONE | PaceState.AHEAD | PaceState.ON_PLAN | PaceState.OPEN:
                return False
            case _:
                assert_never(self)


class PaceLine(Struct, frozen=True, kw_only=True):
    """An area, a course, a goal or a gate: the learner's own date, and the date at this pace."""

    kind: PaceKind
    code: str
    """The area's or the course's code, the goal's or the gate's id."""
    pathway: PathwayId | None = None
    """Of a course or a gate."""
    state: PaceState
    own: date | None
    """The date in the learner's own plan."""
    is_past: bool = False
    """Whether that date has passed."""
    likely: date | None = None
    """When it is done if the learner goes on as before; None if nothing says so."""
    is_sure: bool = True
    """Whether nothing unknown stands before it. Otherwise `likely` is the earliest day."""
    there: int = 0
    """Pieces of evidence, of an area."""
    of: int = 0
    """Pieces that the area asks for."""

    @property
    def lateness(self) -> int:
        """Days from the own date to the date at this pace; 0 where one of them is unknown."""
        return (self.likely - self.own).days if self.likely and self.own else 0


class Pace(Struct, frozen=True, kw_only=True):
    """One learner's pace on a day. Pages, notes, maps and explanations all print this value."""

    on: date
    areas: tuple[PaceLine, ...] = ()
    courses: tuple[PaceLine, ...] = ()
    goals: tuple[PaceLine, ...] = ()
    gates: tuple[PaceLine, ...] = ()

    @property
    def lines(self) -> tuple[PaceLine, ...]:
        """Everything with a place in the learner's plan."""
        return (*self.areas, *self.courses, *self.goals, *self.gates)

    @property
    def state(self) -> PaceState:
        """The state of the whole plan: that of its weakest part."""
        states = {line.state for line in self.lines}
        return next((state for state in _WEAKEST_FIRST if state in states), PaceState.OPEN)

    def find(self, kind: PaceKind, code: str, pathway: PathwayId | None = None) -> PaceLine | None:
        """Return the line of something. `pathway`: of a course or a gate."""
        return next(
            (
                line
                for line in self.lines
                if (line.kind, line.code) == (kind, code)
                and (pathway is None or line.pathway == pathway)
            ),
            None,
        )


_WEAKEST_FIRST = (
    PaceState.BEHIND,
    PaceState.AT_RISK,
    PaceState.ON_PLAN,
    PaceState.AHEAD,
    PaceState.OPEN,
    PaceState.DONE,
)


def find_late(lines: Iterable[PaceLine]) -> Iterator[PaceLine]:
    """Yield the lines that need attention: those behind first, the latest of them at the start."""
    urgent = [line for line in lines if line.state.needs_attention]
    yield from sorted(
        urgent,
        key=lambda line: (
            line.state is not PaceState.BEHIND,
            -line.lateness,
            line.own or date.max,
        ),
    )
