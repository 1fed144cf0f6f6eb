"""Where one learner stands in every competency that concerns them, on any day."""

from collections.abc import Container, Iterable, Mapping
from datetime import date

from wayfolio.assess.history import (
    NO_STARTS,
    Judged,
    PassedOver,
    stage_starts,
    trace_competency,
)
from wayfolio.assess.ratings import collect_overrides, collect_ratings
from wayfolio.assess.rulebook import Rulebook
from wayfolio.model.attainment import Attainment
from wayfolio.model.names import Code, CompetencyCode, PathwayId, StageRef
from wayfolio.model.portfolio import Portfolio
from wayfolio.model.skips import find_skips


def attain_all(book: Rulebook, portfolio: Portfolio, as_of: date) -> tuple[Attainment, ...]:
    """Return a learner's attainments on a day, in the order of the catalogue and the stages.

    For every competency that concerns the learner (rated, placed, presumed, or part of a
    pathway that they follow): each stage with a record, and the one they work at (`current`).
    """
    ratings = collect_ratings(book, portfolio.demonstrations, as_of)
    overrides = collect_overrides(portfolio.demonstrations, as_of)
    starts = stage_starts(portfolio.file, as_of)
    presumed = find_presumed(book, portfolio, as_of)
    skipped = find_skipped_competencies(book, portfolio, as_of)
    placed = {CompetencyCode(code) for code in portfolio.placements}
    followed = find_followed_competencies(book, portfolio, as_of)
    wanted = ratings.keys() | overrides.keys() | followed | presumed | placed
    return tuple(
        attained
        for code, terms in book.terms.items()
        if code in wanted
        for attained in trace_competency(
            terms,
            Judged(ratings=ratings.get(code, ()), overrides=overrides.get(code, ())),
            starts.get(terms.pathway, NO_STARTS) if terms.pathway else NO_STARTS,
            portfolio.placements.get(Code(code)),
            as_of,
            passed_over=PassedOver(
                presumed_from=date.min if code in presumed else None,
                skipped_from=skipped.get(code),
            ),
        )
    )


def find_followed_competencies(
    book: Rulebook, portfolio: Portfolio, as_of: date
) -> set[CompetencyCode]:
    """Return the competencies of the pathways that a learner follows on a day."""
    return {
        code
        for programme in portfolio.file.programmes
        if programme.from_ <= as_of and (programme.to is None or as_of <= programme.to)
        for code in book.named_by.get(programme.pathway, ())
    }


def find_skipped_competencies(
    book: Rulebook, portfolio: Portfolio, as_of: date
) -> Mapping[CompetencyCode, date]:
    """Return the competencies that only skipped stages name, with the first day."""
    skips = find_skips(portfolio.file, portfolio.demonstrations, book.assessors, as_of)
    skipped: dict[CompetencyCode, date] = {}
    for name in {PathwayId(ref.partition("/")[0]) for _, ref in skips}:
        pathway, n = book.catalogue.pathways[name], portfolio.file.round_on(name, as_of)
        stays: set[CompetencyCode] = set()
        for stage in pathway.stages:
            skip = skips.get((n, StageRef(f"{name}/{stage.code}")))
            named = (*stage.competencies, *stage.objectives)
            if skip is None:
                stays.update(named)
            else:
                skipped.update(dict.fromkeys(named, skip.on))
        skipped = {code: on for code, on in skipped.items() if code not in stays}
    return skipped


def find_presumed(book: Rulebook, portfolio: Portfolio, as_of: date) -> set[CompetencyCode]:
    """Return the competencies that a placement presumes."""
    placed = [
        CompetencyCode(code)
        for code, placement in portfolio.placements.items()
        if placement.presumes and (placement.on is None or placement.on <= as_of)
    ]
    return set(find_prerequisites(book, placed))


def find_prerequisites(
    book: Rulebook,
    codes: Iterable[CompetencyCode],
    met: Container[CompetencyCode] = frozenset(),
) -> list[CompetencyCode]:
    """Return everything that competencies require, and what that requires, the nearest first.

    `met`: competencies that are left out, with what only they require.
    """
    required: dict[CompetencyCode, None] = {}
    waiting = list(codes)
    for code in waiting:
        for needed in book.terms[code].placed.competency.requires:
            if needed in book.terms and needed not in met and needed not in required:
                required[needed] = None
                waiting.append(needed)
    return list(required)
