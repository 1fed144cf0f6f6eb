"""The rounds in which a learner walks a pathway, and how each stands."""

from datetime import date
from enum import StrEnum
from typing import assert_never

from msgspec import Struct


class RoundState(StrEnum):
    """How a round of a pathway stands."""

    FINISHED = "finished"
    CLAIMED = "claimed"
    """It would be finished if all that the learner says were confirmed."""
    UNDER_WAY = "under way"
    ENDED = "ended early"
    """It was broken off: neither finished nor missing."""
    LEFT = "not finished"
    """A later round began before it was finished."""
    OVER = "over"
    """A later round began, and the pathway does not say when a round is finished."""

    @property
    def is_counted(self) -> bool:
        """Whether it is a finished pass."""
        match self:
            case RoundState.FINISHED:
                return True
            case RoundState.CLAIMED | RoundState.UNDER_WAY | RoundState.ENDED:
                return False
            case RoundState.LEFT | RoundState.OVER:
                return False
            case _:
                assert_never(self)


class Round(Struct, frozen=True, kw_only=True):
    """One walk through a pathway, from its first stage on."""

    n: int
    state: RoundState
    began: date | None = None
    ended: date | None = None
    """The day on which it was broken off."""
    why: str = ""
    """Why it was broken off."""
