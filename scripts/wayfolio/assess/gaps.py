"""What can be done with gaps: weigh them, put equal ones together, and suppose they are filled."""

from collections.abc import Iterable, Iterator, Sequence
from math import inf

from msgspec.structs import replace

from wayfolio.assess.record import Standing
from wayfolio.assess.rulebook import Rulebook
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import Code, ExperienceId, PersonId, SkillCode, Slug
from wayfolio.model.outcomes import CountedGap, DemonstrationGap, Gap, OutOfReach, RatingGap
from wayfolio.model.portfolio import Demonstration, Rated

FigureGap = RatingGap | DemonstrationGap
"""What, once it is filled, can be a rating."""


def weigh_gaps(gaps: Iterable[Gap]) -> float:
    """Return how much is missing, to tell the nearer of two ways; infinite where out of reach."""
    gaps = list(gaps)
    if any(isinstance(gap, OutOfReach) for gap in gaps):
        return inf
    return sum(_count(gap) for gap in gaps)


def _count(gap: Gap) -> int:
    return gap.count if isinstance(gap, CountedGap) else 1


def find_figure_gaps(gaps: Iterable[Gap]) -> list[FigureGap]:
    """Return the gaps that change levels and progress once they are filled."""
    figure_gaps = (gap for gap in gaps if isinstance(gap, FigureGap))
    return [gap for gap in figure_gaps if _rated_code(gap) is not None]


def _rated_code(gap: FigureGap) -> Code | None:
    return Code(gap.skill) if isinstance(gap, RatingGap) else gap.code


def merge_gaps(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Return the same gaps, each of them once.

    Counts: ratings were tried one after the other, so they add up; of anything else, such as hours
            or credits, the most that a part asks for is enough for all parts.
    """
    counts: dict[Gap, int] = {}
    for gap in gaps:
        alike = _set_count(gap, 0)
        known, count = counts.get(alike, 0), _count(gap)
        counts[alike] = known + count if find_figure_gaps([gap]) else max(known, count)
    return tuple(_set_count(gap, count) for gap, count in counts.items())


def _set_count(gap: Gap, count: int) -> Gap:
    return replace(gap, count=count) if isinstance(gap, CountedGap) else gap


def suppose_filled(standing: Standing, gaps: Sequence[FigureGap]) -> Standing:
    """Return the same learner as if some ratings had been given on the day."""
    record = standing.record
    before = [
        occasion for occasion in record.portfolio.demonstrations if occasion.date <= standing.day
    ]
    supposed = [
        occasion
        for place, gap in enumerate(gaps)
        for occasion in _suppose_occasions(gap, place, standing)
    ]
    portfolio = replace(record.portfolio, demonstrations=(*before, *supposed))
    return replace(record, portfolio=portfolio, _known={}, until=standing.day).on(standing.day)


def _suppose_occasions(gap: FigureGap, place: int, standing: Standing) -> Iterator[Demonstration]:
    """Yield the occasions that fill a gap, as many of them in new experiences as it asks for."""
    # Where no level is asked for, the chance is enough.
    rated = Rated(level=Mark.MISSED if gap.at_least is None else gap.at_least)
    by: tuple[PersonId, ...] = ()
    audience = None
    if isinstance(gap, RatingGap):
        rated = replace(rated, model=gap.model, target=gap.stage)
        by = _find_assessor(gap, standing.book)
    else:
        audience = gap.audience
    for n in range(gap.count):
        yield Demonstration(
            date=standing.day,
            kind=gap.kind or Slug("supposed"),
            by=by,
            audience=audience,
            experience=ExperienceId(f"another-{place}-{n}") if n < gap.contexts else None,
            ratings={SkillCode(_rated_code(gap) or ""): (rated,)},
        )


def _find_assessor(gap: RatingGap, book: Rulebook) -> tuple[PersonId, ...]:
    """Return somebody of the kind that a gap asks for, or nobody."""
    people = [person for person, kind in book.assessors.items() if kind == gap.by]
    return tuple(people[-1:])
