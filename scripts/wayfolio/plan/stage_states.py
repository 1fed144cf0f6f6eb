"""A learner's rounds and stages on one pathway: the value that maps, pages and notes print."""

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property
from typing import assert_never

from msgspec import Struct

from wayfolio.model.attainment import Status
from wayfolio.model.claims import Known
from wayfolio.model.maps import MapPart, State, Timing, Walked
from wayfolio.model.names import DeliverableRef, MilestoneId, PathwayId, StageCode, StageRef
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.portfolio import Programme, begun_entries, find_latest_stages
from wayfolio.model.rounds import Round, RoundState
from wayfolio.model.stages import PathwayStanding, StageStanding
from wayfolio.model.text import Text
from wayfolio.plan.map_lanes import Walk, areas_at, stages_before
from wayfolio.plan.map_states import competency_state, join_states, state_at, state_of_known


def find_rounds(walk: Walk) -> tuple[int, ...]:
    """Return the numbers of the learner's rounds; (1,) without a learner or without rounds."""
    name, walked = walk.pathway.pathway, walk.walked
    if walked is None or walk.pathway.kind == "paced":
        return (1,)
    begun = {entry.round for entry in find_entries(walked, name)}
    read = {n for n, ref in walked.read if ref.startswith(f"{name}/")}
    return tuple(sorted(begun | read)) or (1,)


def is_in_rounds(walk: Walk) -> bool:
    """Whether a learner walks the pathway round after round."""
    pathway = walk.pathway
    return pathway.kind == "cycle" or pathway.comes_back or len(find_rounds(walk)) > 1


def find_entries(walked: Walked, pathway: PathwayId) -> list[Programme]:
    """Return a learner's entries of a pathway that have begun, in date order."""
    begun = begun_entries(walked.programmes, pathway, walked.today)
    return sorted(begun, key=lambda entry: entry.from_)


def find_walked_rounds(walk: Walk) -> "tuple[WalkedRound, ...]":
    """Return the learner's rounds, the last one at the end; none without a learner."""
    if walk.walked is None:
        return ()
    numbers, walked = find_rounds(walk), walk.walked
    return tuple(WalkedRound(walk=walk, walked=walked, n=n, last=numbers[-1]) for n in numbers)


def stand_on_pathway(walk: Walk) -> PathwayStanding:
    """Return where a learner stands on a pathway: every round, and every stage of each."""
    pathway, turns = walk.pathway, find_walked_rounds(walk)
    return PathwayStanding(
        pathway=pathway.pathway,
        here=turns[-1].here if turns else (),
        n=turns[-1].n if turns else 1,
        rounds=tuple(turn.round for turn in turns) if _counts_rounds(walk, turns) else (),
        stages=tuple(turn.stand_at(stage) for turn in turns for stage in pathway.stages),
    )


def _counts_rounds(walk: Walk, turns: "Sequence[WalkedRound]") -> bool:
    """Whether anybody counts the rounds: the school numbers them, or one has come to its end."""
    if not is_in_rounds(walk):
        return False
    is_numbered = any(entry.pass_ for turn in turns for entry in turn.entries)
    return is_numbered or any(turn.round.state is not RoundState.UNDER_WAY for turn in turns)


class WalkedRound(Struct, frozen=True, kw_only=True, dict=True):
    """One round of a learner's walk through a pathway."""

    walk: Walk
    walked: Walked
    n: int
    last: int
    """The number of the learner's last round."""

    @property
    def pathway(self) -> Pathway:
        """The pathway that is walked."""
        return self.walk.pathway

    @cached_property
    def entries(self) -> list[Programme]:
        """The learner's entries in this round, in date order."""
        return [e for e in find_entries(self.walked, self.pathway.pathway) if e.round == self.n]

    @cached_property
    def visited(self) -> list[StageCode]:
        """The stages that the learner has begun in this round."""
        return list(dict.fromkeys(code for entry in self.entries for code in entry.stage))

    @cached_property
    def latest(self) -> tuple[StageCode, ...]:
        """The stages that the learner began last, all of one day."""
        return find_latest_stages(self.entries, self.walked.today)

    @property
    def here(self) -> tuple[StageCode, ...]:
        """The stages where the learner is now."""
        match self.round.state:
            case RoundState.UNDER_WAY | RoundState.CLAIMED:
                return self.latest
            case RoundState.FINISHED:
                # A ladder that is walked once has no rounds to finish.
                return () if is_in_rounds(self.walk) else self.latest
            case RoundState.ENDED | RoundState.LEFT | RoundState.OVER:
                return ()
            case _:
                assert_never(self.round.state)

    @cached_property
    def round(self) -> Round:
        """How the round stands."""
        today = self.walked.today
        broken = [e.ended for e in self.entries if e.ended and e.ended.on <= today]
        state = self._round_state(has_ended=bool(broken))
        is_broken = state is RoundState.ENDED
        return Round(
            n=self.n,
            state=state,
            began=min((entry.from_ for entry in self.entries), default=None),
            ended=broken[-1].on if is_broken else None,
            why=broken[-1].why if is_broken else "",
        )

    def _round_state(self, *, has_ended: bool) -> RoundState:
        key = self.pathway.pathway, self.n
        if key in self.walked.finished:
            return RoundState.FINISHED
        if has_ended:
            return RoundState.ENDED
        if key in self.walked.claims.finished:
            return RoundState.CLAIMED
        if self.n == self.last:
            return RoundState.UNDER_WAY
        return RoundState.LEFT if self.pathway.pass_finished else RoundState.OVER

    def stand_at(self, stage: Stage) -> StageStanding:
        """Return how far the learner is with a stage in this round."""
        return StageStanding(
            code=stage.code,
            n=self.n,
            state=self._state(stage),
            skip=self.walked.skips.get((self.n, self._ref(stage))),
            outcome=self.walked.outcomes.get((self.n, self._ref(stage))),
        )

    def _ref(self, stage: Stage) -> StageRef:
        return StageRef(f"{self.pathway.pathway}/{stage.code}")

    def _state(self, stage: Stage) -> State | None:
        """Return the state of a stage; None where it may not be told."""
        state = self._own_state(stage)
        if state is None or state.is_met:
            return state
        if (self.n, self._ref(stage)) in self.walked.skips:
            return Status.SKIPPED
        return self._state_if_not_walked(state, stage) or self._unless_ended(state, stage)

    def _state_if_not_walked(self, state: State, stage: Stage) -> State | None:
        """Return why the learner need not walk a stage without competencies; None if they do."""
        is_untouched = state in (Status.NOT_STARTED, Status.NOT_ASKED)
        if not is_untouched or stage.code in self.visited or self._names_competencies(stage):
            return None
        if self._is_before_entry(stage):
            return Status.PLACED_PAST
        return Status.SKIPPED if stage.optional and self._went_past(stage) else None

    def _unless_ended(self, state: State, stage: Stage) -> State:
        """Return `ended early` for what the early end of the round left open."""
        if self.round.state is not RoundState.ENDED or self._names_competencies(stage):
            return state
        was_left = stage.code in self.visited and stage.code not in self.latest
        if state is Timing.CLAIMED or (state is Status.NOT_ASKED and was_left):
            return state
        return Timing.ENDED

    def _own_state(self, stage: Stage) -> State | None:
        """Return the state by the stage's rule, its competencies, its milestone, or its parts."""
        outcome = self.walked.outcomes.get((self.n, self._ref(stage)))
        if outcome is not None and outcome.known is not None:
            return state_of_known(outcome.known)
        if self._names_competencies(stage):
            joined = join_states(self._competency_states(stage))
            is_unfinished = outcome is not None and joined is not None and joined.is_met
            return Status.UNDER_WAY if is_unfinished else joined
        return self.reached(stage) or self._state_by_parts(stage)

    def _names_competencies(self, stage: Stage) -> bool:
        """Whether competencies decide. In a cycle, and in earlier rounds, they say nothing."""
        if self.pathway.kind == "cycle" or self.n != self.last:
            return False
        return any(True for _ in self._competency_states(stage))

    def _competency_states(self, stage: Stage) -> Iterator[State | None]:
        """Yield the states of the competencies that a stage names or requires of an area."""
        for code in stage.competencies or stage.objectives:
            yield competency_state(code, self.walked)
        for _, competencies in areas_at(self.walk, stage):
            yield state_at(competencies, stage, self.pathway, self.walked)[0]

    def reached(self, stage: Stage) -> Timing | None:
        """Return whether the milestone of a stage is done or claimed; None if neither."""
        if stage.milestone is None:
            return None
        walked, milestone = self.walked, stage.milestone.id
        claims = walked.claims
        if self._has_reached(milestone, walked.reached, walked.reached_in, walked.finished):
            return Timing.DONE
        is_claimed = self._has_reached(
            milestone, claims.reached, claims.reached_in, claims.finished
        )
        return Timing.CLAIMED if is_claimed else None

    def _has_reached(
        self,
        milestone: MilestoneId,
        reached: Container[MilestoneId],
        reached_in: Container[tuple[PathwayId, int, MilestoneId]],
        finished: Container[tuple[PathwayId, int]],
    ) -> bool:
        """Whether a milestone is among what is reached: in this round, where there are rounds."""
        if not is_in_rounds(self.walk):
            return milestone in reached
        name = self.pathway.pathway
        ends_here = self.pathway.culminates_in in (None, milestone)
        return (name, self.n, milestone) in reached_in or (ends_here and (name, self.n) in finished)

    def _state_by_parts(self, stage: Stage) -> State:
        """Return the state of a stage without competencies.

        | read            | the learner is here now | was here before | nowhere      |
        |-----------------|-------------------------|-----------------|--------------|
        | all             | done                    | done            | done         |
        | all, or claimed | claimed                 | claimed         | claimed      |
        | a part          | in progress             | in progress     | in progress  |
        | nothing yet     | in progress             | not started     | not started  |
        | not asked       | in progress             | not asked       | not asked    |

        In a finished round the learner is nowhere “here now”.
        """
        known = [part.known for part in self.deliverables(stage)]
        asks_more = bool(stage.milestone or stage.finished)
        whole = None if asks_more else _join_known(known)
        if whole is not None:
            return state_of_known(whole)
        if stage.code in self.here or any(known):
            return Timing.IN_PROGRESS
        return Status.NOT_STARTED if known or asks_more else Status.NOT_ASKED

    def deliverables(self, stage: Stage) -> tuple[MapPart, ...]:
        """Return what a stage asks to be handed in, with how it is known to be read."""
        pathway = self.pathway
        turn = self.n if is_in_rounds(self.walk) else 1
        return tuple(
            self._part(
                part.title, turn, DeliverableRef(f"{pathway.pathway}/{stage.code}/{part.id}")
            )
            for part in stage.deliverables
        )

    def _part(self, title: Text, n: int, ref: DeliverableRef) -> MapPart:
        known = None
        if (n, ref) in self.walked.read:
            known = Known.SEEN
        elif (n, ref) in self.walked.claims.read:
            known = Known.CLAIMED
        return MapPart(title=title, has_state=True, known=known)

    def _is_before_entry(self, stage: Stage) -> bool:
        """Whether the learner came in after a stage, so that it was placed past.

        On each way in, where nothing before a stage was begun, the learner came in at that stage.
        """
        if self.pathway.kind == "cycle":
            return False
        before = self._before
        entries = (code for code, earlier in before.items() if not earlier & before.keys())
        return any(stage.code in before[code] for code in entries)

    def _went_past(self, stage: Stage) -> bool:
        """Whether the learner has been at a stage after this one."""
        return any(stage.code in earlier for earlier in self._before.values())

    @cached_property
    def _before(self) -> Mapping[StageCode, set[StageCode]]:
        """For each stage that was begun, all stages before it."""
        return {code: self._find_before(code) for code in self.visited}

    def _find_before(self, code: StageCode) -> set[StageCode]:
        """Return all stages that come before a stage; those that come back to it are left out."""
        order = [stage.code for stage in self.pathway.stages]
        before: set[StageCode] = set()
        pending = [code]
        while pending:
            place = order.index(pending.pop())
            for earlier in stages_before(self.pathway, place):
                if earlier in order[:place] and earlier not in before:
                    before.add(earlier)
                    pending.append(earlier)
        return before


def _join_known(known: Sequence[Known | None]) -> Known | None:
    """Return how several parts are known to be done; None if one is not, or there are none."""
    if not known or None in known:
        return None
    return Known.CLAIMED if Known.CLAIMED in known else Known.SEEN
