"""Requirements that count work: hours, pieces of evidence, demonstrations, and what is missing."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil
from typing import assert_never

from wayfolio.assess.measures import Measured
from wayfolio.assess.record import Standing
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import Code, SkillCode, Slug
from wayfolio.model.outcomes import DemonstrationGap, EvidenceGap, Gap, HoursGap
from wayfolio.model.portfolio import Demonstration, Evidence, Rated
from wayfolio.model.requirements import (
    Demonstrated,
    EvidenceShown,
    HoursDone,
    Occasions,
    WorkRequirement,
)
from wayfolio.model.seen import NO_HOURS, SeenWork, find_other_hours


def measure_work(need: WorkRequirement, standing: Standing) -> Measured:
    """Return how much of the work that a requirement asks for is there.

    Counts: evidence that somebody has seen, hours that somebody has confirmed, and demonstrations,
            until the day.
    Scale:  hours, pieces or occasions.
    Errors: none.
    """
    match need:
        case HoursDone():
            return Measured(_hours(need, standing), Fraction(need.hours))
        case EvidenceShown():
            return _measure_pieces(find_shown(need, standing), need.evidence, need.contexts)
        case Demonstrated(demonstrations=wanted):
            return _measure_pieces(find_occasions(wanted, standing), wanted.count, wanted.contexts)
        case _:
            assert_never(need)


def find_work_gaps(need: WorkRequirement, standing: Standing) -> tuple[Gap, ...]:
    """Return the work that a requirement lacks, when it does not hold.

    Counts: what `measure_work` counts.
    Scale:  whole pieces and occasions; hours are rounded up.
    Errors: none.
    """
    match need:
        case HoursDone():
            return (HoursGap(count=ceil(need.hours - _hours(need, standing)), kind=need.kind),)
        case EvidenceShown():
            return (_missing_evidence(need, standing),)
        case Demonstrated(demonstrations=wanted):
            return (_missing_occasions(wanted, standing),)
        case _:
            assert_never(need)


def _hours(need: HoursDone, standing: Standing) -> Fraction:
    works = list(standing.works())
    own = {work.piece.stem for work in works}
    hours = [work.hours for work in works if need.kind in (None, work.piece.kind)]
    hours += [
        occasion.hours or NO_HOURS
        for occasion in find_other_hours(
            standing.demonstrations(), standing.record.portfolio.learner, own
        )
        if need.kind in (None, *_kinds_of(occasion, standing))
    ]
    return sum(hours, NO_HOURS)


def _kinds_of(occasion: Demonstration, standing: Standing) -> Iterator[Slug]:
    """Yield the kinds of an occasion: its own, and that of its experience."""
    yield occasion.kind
    experiences = standing.book.catalogue.experiences
    if occasion.experience is not None and occasion.experience in experiences:
        yield Slug(experiences[occasion.experience].kind)


def _measure_pieces(
    pieces: Iterable[Evidence | Demonstration], wanted: int, contexts: int
) -> Measured:
    pieces = list(pieces)
    is_varied = contexts <= 1 or count_contexts(pieces) >= contexts
    return Measured(Fraction(len(pieces)), Fraction(wanted), is_varied)


def count_contexts(pieces: Iterable[Evidence | Demonstration]) -> int:
    """Return how many different experiences some work comes from."""
    return len({piece.experience for piece in pieces if piece.experience is not None})


def _new_contexts(pieces: Iterable[Evidence | Demonstration], wanted: int) -> int:
    return max(0, wanted - count_contexts(pieces)) if wanted > 1 else 0


def find_shown(need: EvidenceShown, standing: Standing) -> list[Evidence]:
    """Return the evidence that counts: of the kind, and shown to have the competency or skill."""
    works = [work for work in standing.works() if work.counts("work")]
    works = [work for work in works if need.kind in (None, work.piece.kind)]
    shows = need.shows
    return [
        work.piece
        for work in works
        if shows is None or any(_is_of(skill, shows, standing) for skill in _skills_of(work))
    ]


def _skills_of(work: SeenWork) -> Iterable[SkillCode]:
    """Return the skills that count as shown by a piece of work."""
    return {*work.shown, *work.piece.shows} if work.supposed else work.shown


def _is_of(skill: SkillCode, code: Code, standing: Standing) -> bool:
    return code in (Code(skill), Code(standing.competency_of(Code(skill))))


def _missing_evidence(need: EvidenceShown, standing: Standing) -> EvidenceGap:
    pieces = find_shown(need, standing)
    elsewhere = _new_contexts(pieces, need.contexts)
    return EvidenceGap(
        count=max(need.evidence - len(pieces), elsewhere),
        kind=need.kind,
        shows=need.shows,
        contexts=elsewhere,
    )


def find_occasions(wanted: Occasions, standing: Standing) -> list[Demonstration]:
    """Return the demonstrations that count: of the kind, the audience, the code and the level."""
    return [
        occasion
        for occasion in standing.demonstrations()
        if wanted.kind in (None, occasion.kind)
        and wanted.audience in (None, occasion.audience)
        and _rates(occasion, wanted, standing)
    ]


def _rates(occasion: Demonstration, wanted: Occasions, standing: Standing) -> bool:
    if wanted.code is None and wanted.at_least is None:
        return True
    return any(
        _is_high_enough(rated, wanted)
        for skill, several in occasion.ratings.items()
        if wanted.code is None or _is_of(skill, wanted.code, standing)
        for rated in several
    )


def _is_high_enough(rated: Rated, wanted: Occasions) -> bool:
    if wanted.at_least is None:
        return True
    return not isinstance(rated.level, Mark) and rated.level >= wanted.at_least


def _missing_occasions(wanted: Occasions, standing: Standing) -> DemonstrationGap:
    occasions = find_occasions(wanted, standing)
    elsewhere = _new_contexts(occasions, wanted.contexts)
    return DemonstrationGap(
        count=max(wanted.count - len(occasions), elsewhere),
        kind=wanted.kind,
        audience=wanted.audience,
        code=wanted.code,
        at_least=wanted.at_least,
        contexts=elsewhere,
    )
