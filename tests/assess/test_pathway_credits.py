"""Mastery credits: for a competency at a level, and for a whole portfolio. Worked by hand."""

from datetime import date
from fractions import Fraction

from msgspec.structs import replace

from mastery import PORTFOLIOS, competency, framework, learner, occasion, rulebook
from wayfolio.assess.attainment import attain_all
from wayfolio.assess.pathway_credits import find_mastery_credits, find_stage_credits
from wayfolio.model.attainment import Attainment
from wayfolio.model.names import Slug

CREDITED = replace(
    PORTFOLIOS, credit={Slug("foundational"): Fraction(10), Slug("advanced"): Fraction(11)}
)
BOOK = rulebook(
    framework(
        "core",
        [
            competency("A", [1, 1, 1, 1], skills=1),
            competency("B", [1, 1, 1, 1], skills=1),
            competency("C", [0, 1, 1, 1], skills=1, mastery_credit=False),
        ],
        staged=True,
    ),
    pathways={CREDITED.pathway: CREDITED},
)
# Portfolio 1 asks for 9 (8.5 completes it), portfolio 2 for 10, portfolio 3 for 11.
WORK = learner(
    occasion("2026-09-01", {"A.1": 9}),
    occasion("2026-10-01", {"A.1": 10.5, "B.1": 8.5}),
    occasion("2026-11-02", {"A.1": 11.5}),
    occasion("2026-12-01", {"B.1": 9.5, "C.1": 12}),
    stage="P1",
)


def attained(until: str) -> tuple[Attainment, ...]:
    """Return the attainments on a day."""
    return attain_all(BOOK, WORK, date.fromisoformat(until))


def mastery(until: str) -> list[tuple[str, str, Fraction, str]]:
    """Return the mastery credits on a day."""
    credits_ = find_mastery_credits(BOOK.catalogue, attained(until))
    return [(c.competency, c.tier, c.level, c.on.isoformat()) for c in credits_]


def test_a_completed_competency_earns_the_credit_of_its_level() -> None:
    """A: 9 earns nothing, 10.5 foundational credit, 11.5 advanced. B stays below 10."""
    assert mastery("2026-09-30") == []
    assert mastery("2026-10-31") == [("A", "foundational", Fraction(21, 2), "2026-10-01")]
    assert mastery("2026-12-31") == [("A", "advanced", Fraction(23, 2), "2026-11-02")]


def test_a_portfolio_earns_a_credit_when_all_that_it_asks_for_is_complete() -> None:
    """Portfolio 1 asks nothing of C; portfolio 2 waits for B and C."""
    early = find_stage_credits(BOOK.catalogue, attained("2026-09-30"))
    late = find_stage_credits(BOOK.catalogue, attained("2026-12-31"))

    assert [(c.stage, c.on.isoformat()) for c in early] == []
    assert [(c.stage, c.on.isoformat()) for c in late][:1] == [("P1", "2026-10-01")]


def test_a_pathway_without_credit_gives_none() -> None:
    plain = replace(BOOK.catalogue, pathways={PORTFOLIOS.pathway: PORTFOLIOS})

    assert list(find_mastery_credits(plain, attained("2026-12-31"))) == []
    assert list(find_stage_credits(plain, attained("2026-12-31"))) == []
