"""Groups of learners who can work on the same thing next.

It knows only what each learner could work on, the most urgent first, and the allowed sizes.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from wayfolio.model.names import CompetencyCode, LearnerId

Wants = Mapping[LearnerId, Sequence[CompetencyCode]]
"""What each learner could work on, the most urgent first."""


class Sizes(Struct, frozen=True, kw_only=True):
    """The allowed number of learners in a group, inclusive."""

    least: int = 2
    most: int = 5

    def __post_init__(self) -> None:
        if not 1 <= self.least <= self.most:
            raise ValueError(f"no group has from {self.least} to {self.most} learners")


class LearnerGroup(Struct, frozen=True, kw_only=True):
    """Learners who share a next concept, in the order of their ids."""

    concept: CompetencyCode
    learners: tuple[LearnerId, ...]


class Grouping(Struct, frozen=True, kw_only=True):
    """Groups, and the ungrouped learners with what each could work on."""

    groups: tuple[LearnerGroup, ...]
    alone: Mapping[LearnerId, tuple[CompetencyCode, ...]] = field(default_factory=dict)
    """Too few others could work on these; an empty tuple if there is nothing to work on."""


class _Table:
    """Groups being formed: each a concept and a set of learners."""

    def __init__(self, wants: Wants, sizes: Sizes) -> None:
        self.wants, self.sizes = wants, sizes
        self.groups: list[tuple[CompetencyCode, set[LearnerId]]] = []

    @property
    def waiting(self) -> list[LearnerId]:
        """Return the learners who are in no group, by their ids."""
        placed = {learner for _, members in self.groups for learner in members}
        return sorted(self.wants.keys() - placed)

    def keep(self, standing: Iterable[LearnerGroup]) -> None:
        """Keep learners in their group while they can still work on its concept."""
        for group in standing:
            stay = {
                learner
                for learner in group.learners
                if group.concept in self.wants.get(learner, ())
            }
            if len(stay) <= self.sizes.most and stay:
                self.groups.append((group.concept, stay))

    def fill(self) -> None:
        """Add waiting learners to groups with room, by their most urgent concept.

        Groups below the minimum are filled before the others.
        """
        for learner in self.waiting:
            ways = [
                (rank, len(members) >= self.sizes.least, -len(members), n)
                for n, (concept, members) in enumerate(self.groups)
                if len(members) < self.sizes.most
                for rank in [self._rank(learner, concept)]
                if rank is not None
            ]
            if ways:
                self.groups[min(ways)[-1]][1].add(learner)

    def _rank(self, learner: LearnerId, concept: CompetencyCode) -> int | None:
        wanted = list(self.wants[learner])
        return wanted.index(concept) if concept in wanted else None

    def dissolve(self) -> None:
        """Dissolve groups that are too small."""
        self.groups = [(c, m) for c, m in self.groups if len(m) >= self.sizes.least]

    def form(self) -> None:
        """Form groups of waiting learners until no concept has enough of them."""
        while (best := self._best()) is not None:
            concept, ready = best
            for members in _parts(ready, self.sizes):
                self.groups.append((concept, set(members)))

    def _best(self) -> tuple[CompetencyCode, list[LearnerId]] | None:
        """Return the concept most urgent for most waiting learners, and these learners.

        Counts first choices first, then deeper ones until a concept has enough for a group.
        """
        waiting = self.waiting
        deepest = max((len(self.wants[learner]) for learner in waiting), default=0)
        for depth in range(1, deepest + 1):
            ready: dict[CompetencyCode, list[LearnerId]] = {}
            for learner in waiting:
                for concept in self.wants[learner][:depth]:
                    ready.setdefault(concept, []).append(learner)
            enough = [
                (c, candidates)
                for c, candidates in ready.items()
                if len(candidates) >= self.sizes.least
            ]
            if enough:
                return min(enough, key=lambda pair: (-len(pair[1]), pair[0]))
        return None

    def borrow(self) -> None:
        """Form groups around waiting learners with members that other groups can spare."""
        for learner in self.waiting:
            for concept in self.wants[learner]:
                if learner in self.waiting and self._lend(learner, concept):
                    break

    def _lend(self, learner: LearnerId, concept: CompetencyCode) -> bool:
        ready = [other for other in self.waiting if concept in self.wants[other]]
        lent = self._spare(concept, self.sizes.least - len(ready))
        if len(ready) + len(lent) < self.sizes.least:
            return False
        for n, member in lent:
            self.groups[n][1].discard(member)
        chosen = [learner, *(other for other in ready if other != learner)][: self.sizes.most]
        self.groups.append((concept, {*chosen, *(member for _, member in lent)}))
        return True

    def _spare(self, concept: CompetencyCode, most: int) -> list[tuple[int, LearnerId]]:
        """Return group members who could work on a concept and whom their groups can spare."""
        lent: list[tuple[int, LearnerId]] = []
        for n, (_, members) in enumerate(self.groups):
            willing = [member for member in sorted(members) if concept in self.wants[member]]
            room = min(len(members) - self.sizes.least, most - len(lent))
            lent += [(n, member) for member in willing[: max(0, room)]]
        return lent


def _parts(ready: Sequence[LearnerId], sizes: Sizes) -> list[list[LearnerId]]:
    """Split learners into groups of even size, leaving out those who fit into none.

    Seven learners in groups of 4 to 5 make one group of five; two wait.
    """
    count = -(-len(ready) // sizes.most)
    if len(ready) < count * sizes.least:
        count = len(ready) // sizes.least
        ready = ready[: count * sizes.most]
    share, over = divmod(len(ready), count)
    parts, start = [], 0
    for n in range(count):
        end = start + share + (n < over)
        parts.append(list(ready[start:end]))
        start = end
    return parts


def form_groups(wants: Wants, sizes: Sizes, standing: Iterable[LearnerGroup] = ()) -> Grouping:
    """Return groups by a shared next concept.

    Everybody is in exactly one group or in `alone`; every group has an allowed size and a concept
    that all members could work on; the order of the input does not matter. `standing`: the current
    groups, which stay as far as possible: when one learner's wants change, only that learner moves,
    and the members of a group that becomes too small and cannot be filled up.
    """
    table = _Table(wants, sizes)
    table.keep(sorted(standing, key=lambda group: (group.concept, group.learners)))
    kept = bool(table.groups)
    table.fill()
    table.dissolve()
    table.form()
    table.fill()
    if not kept:
        table.borrow()
        table.fill()
    groups = sorted((concept, tuple(sorted(members))) for concept, members in table.groups)
    return Grouping(
        groups=tuple(
            LearnerGroup(concept=concept, learners=members) for concept, members in groups
        ),
        alone={learner: tuple(wants[learner]) for learner in table.waiting},
    )
