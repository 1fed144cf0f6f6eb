"""What somebody has seen of a learner's work by a day, and what only the learner says so far.

An occasion that names a piece confirms that the work and its experience took place. Hours,
deliverables, milestones and substitutions count only where an occasion says so itself. The latest
word on each of them decides.
"""

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from wayfolio.model.frameworks import Mark
from wayfolio.model.names import DeliverableRef, EvidenceRef, LearnerId, PersonId, SkillCode
from wayfolio.model.portfolio import Confirmable, Demonstration, Evidence, Portfolio
from wayfolio.model.school import Assessor

NO_HOURS = Fraction(0)
Looks = Mapping[EvidenceRef, Sequence[Demonstration]]
"""The occasions that name each piece of a learner's own work, in date order."""


class DeliverableRead(Struct, frozen=True, kw_only=True):
    """A deliverable that somebody has read, or that counts as read."""

    ref: DeliverableRef
    on: date
    by: tuple[PersonId, ...] | None
    """None where it is only supposed that somebody has read it."""
    pass_: int | None


class SeenWork(Struct, frozen=True, kw_only=True):
    """A piece of work, and what has been said of it by a day."""

    piece: Evidence
    looks: tuple[Demonstration, ...]
    """The occasions that name it, in date order."""
    supposed: bool = False
    """Whether what nobody has settled counts as confirmed."""

    def dismissal(self, what: Confirmable) -> Demonstration | None:
        """Return the occasion that dismisses a claim, if no later one confirms it."""
        last = self._last_word("work")
        if last is None or "work" not in last.dismisses:
            last = self._last_word(what)
        return last if last is not None and {"work", what} & set(last.dismisses) else None

    def confirmation(self, what: Confirmable) -> Demonstration | None:
        """Return the occasion that confirms a claim, if no later one dismisses it."""
        return None if self.dismissal(what) else self._last_word(what)

    def counts(self, what: Confirmable) -> bool:
        """Whether something counts: somebody has confirmed it, or it is supposed so."""
        if self.dismissal(what) is not None:
            return False
        return self.supposed or self._last_word(what) is not None

    @property
    def hours(self) -> Fraction:
        """The hours that count: those that somebody wrote down, else the learner's own."""
        if not self.counts("hours"):
            return NO_HOURS
        look = self._last_word("hours")
        if look is not None and look.hours is not None:
            return look.hours
        return self.piece.hours or NO_HOURS

    @property
    def shown(self) -> frozenset[SkillCode]:
        """The skills that somebody else has seen in it."""
        return frozenset(
            skill
            for look in self.looks
            for skill, several in look.ratings.items()
            if any(rated.level is not Mark.MISSED for rated in several)
        )

    def _last_word(self, what: Confirmable) -> Demonstration | None:
        return next((look for look in reversed(self.looks) if _speaks_of(look, what)), None)


def _speaks_of(look: Demonstration, what: Confirmable) -> bool:
    """Whether an occasion confirms or dismisses something of a piece that it names."""
    if what == "work" or what in look.confirms or what in look.dismisses:
        return True
    # Hours of several pieces at once are those of the occasion itself.
    return what == "hours" and look.hours is not None and len(look.evidence) == 1


def is_witnessed(occasion: Demonstration, assessors: Mapping[PersonId, Assessor]) -> bool:
    """Whether somebody other than learners was there."""
    return not occasion.by or any(assessors.get(person) != "peer" for person in occasion.by)


def changed_claims(before: Evidence, after: Evidence) -> Iterator[Confirmable]:
    """Yield the claims about a piece of work that a learner has changed."""
    places = [(p.kind, p.experience, p.partner, p.stages) for p in (before, after)]
    if places[0] != places[1]:
        yield "work"
    if before.hours != after.hours:
        yield "hours"
    if set(before.delivers) != set(after.delivers):
        yield "deliverables"
        yield "milestones"


def find_looks(learner: LearnerId, occasions: Iterable[Demonstration]) -> Looks:
    """Return the occasions that name each piece of a learner's own work, in their order."""
    looks: dict[EvidenceRef, list[Demonstration]] = {}
    for occasion in occasions:
        for ref in dict.fromkeys(occasion.evidence):
            looks.setdefault(own_ref(ref, learner), []).append(occasion)
    return looks


def own_ref(ref: EvidenceRef, learner: LearnerId) -> EvidenceRef:
    """Return the name of a learner's own work without the learner.

    Another learner's work keeps its owner: a file of the same name is other work.
    """
    return EvidenceRef(ref.removeprefix(f"{learner}/"))


def find_works(
    portfolio: Portfolio, looks: Looks, day: date, supposed: Container[EvidenceRef] = ()
) -> Iterator[SeenWork]:
    """Yield the evidence until a day with what was said of it then, drafts left out.

    `supposed`: the work of which all that the learner says counts as confirmed.
    """
    for piece in portfolio.evidence:
        if piece.date <= day and piece.visibility != "draft":
            several = looks.get(piece.stem, ())
            count = bisect_right(several, day, key=lambda occasion: occasion.date)
            yield SeenWork(
                piece=piece, looks=tuple(several[:count]), supposed=piece.stem in supposed
            )


def find_deliveries(
    occasions: Iterable[Demonstration],
    works: Iterable[SeenWork],
    milestones: Container[DeliverableRef],
) -> Iterator[DeliverableRead]:
    """Yield what was read on an occasion, or confirmed as the learner's own file says it.

    `milestones`: what stands for a milestone, and not for a deliverable.
    """
    for occasion in occasions:
        for ref in occasion.delivers:
            yield DeliverableRead(ref=ref, on=occasion.date, by=occasion.by, pass_=occasion.pass_)
    for work in works:
        for ref in work.piece.delivers:
            what: Confirmable = "milestones" if ref in milestones else "deliverables"
            if not work.counts(what):
                continue
            look = work.confirmation(what)
            yield DeliverableRead(
                ref=ref,
                on=look.date if look else work.piece.date,
                by=look.by if look else None,
                pass_=look.pass_ if look else None,
            )


def find_other_hours(
    occasions: Iterable[Demonstration], learner: LearnerId, own: Container[EvidenceRef]
) -> Iterator[Demonstration]:
    """Yield the occasions with hours that are not those of a single piece of the learner's own."""
    for occasion in occasions:
        is_of_a_piece = (
            len(occasion.evidence) == 1 and own_ref(occasion.evidence[0], learner) in own
        )
        if occasion.hours is not None and not is_of_a_piece:
            yield occasion
