"""Where one learner stands on a pathway: its rounds and stages, as every page prints them."""

from msgspec import Struct

from wayfolio.model.maps import State
from wayfolio.model.names import PathwayId, StageCode
from wayfolio.model.outcomes import Outcome
from wayfolio.model.rounds import Round
from wayfolio.model.skips import Skip


class StageStanding(Struct, frozen=True, kw_only=True):
    """A stage of a pathway for one learner, in one round."""

    code: StageCode
    n: int
    state: State | None
    """None where nothing may be told of it."""
    skip: Skip | None = None
    outcome: Outcome | None = None
    """Of the rule that finishes it, where the pathway has one."""


class PathwayStanding(Struct, frozen=True, kw_only=True):
    """Where a learner stands on one pathway, on a day."""

    pathway: PathwayId
    here: tuple[StageCode, ...] = ()
    """The stages where the learner is now; several at once if there are several."""
    n: int = 1
    """The round that is under way, or the last one."""
    rounds: tuple[Round, ...] = ()
    """None where nobody counts rounds."""
    stages: tuple[StageStanding, ...] = ()
    """Of every round, in order."""

    @property
    def passes(self) -> int:
        """How many rounds are finished."""
        return sum(turn.state.is_counted for turn in self.rounds)

    def stage(self, code: StageCode, n: int = 1) -> StageStanding | None:
        """Return a stage in a round."""
        places = (place for place in self.stages if (place.code, place.n) == (code, n))
        return next(places, None)
