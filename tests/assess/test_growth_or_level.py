"""A stage that is complete at a level, or with growth; and where self-ratings stand."""

from datetime import date
from fractions import Fraction

import pytest
from msgspec.structs import replace

from mastery import PORTFOLIOS, competency, framework, learner, occasion, rulebook
from wayfolio.assess.attainment import attain_all
from wayfolio.assess.own_ratings import find_own_stages
from wayfolio.assess.record import Record
from wayfolio.model.names import Code, EvidenceRef, SkillCode, Slug, StageCode, StageRef
from wayfolio.model.pathways import Pathway
from wayfolio.model.portfolio import Evidence, Placement

TODAY = date(2027, 3, 12)
M1 = framework("core", [competency("M.1", [1, 1, 1, 1])], staged=True)


def grown_by(levels: int | None) -> Pathway:
    """Return Four Portfolios; `levels`: the growth that completes a stage below its level."""
    growth = None if levels is None else Fraction(levels)
    stages = tuple(replace(stage, growth=growth) for stage in PORTFOLIOS.stages)
    return replace(PORTFOLIOS, stages=stages)


@pytest.mark.parametrize(
    ("growth", "baseline", "level", "is_complete"),
    [
        # P1 is complete at 9, or half a level below.
        (None, 5, 8, False),
        (None, 5, "8.5", True),
        (2, 5, 8, True),
        (2, 5, 7, True),
        (2, 5, "6.5", False),
        (2, 8, "8.5", True),
        (2, 8, 8, False),
        # Without a stored baseline growth begins at the first rating, which is this one.
        (2, None, 8, False),
    ],
)
def test_a_stage_is_complete_at_its_level_or_with_growth(
    growth: int | None, baseline: int | None, level: int | str, is_complete: bool
) -> None:
    pathway = grown_by(growth)
    book = rulebook(M1, pathways={pathway.pathway: pathway})
    start = None if baseline is None else Fraction(baseline)
    placed = {Code("M.1"): Placement(stage=StageCode("P1"), baseline=start)}
    portfolio = learner(occasion("2026-10-01", {"M.1": Fraction(str(level))}), placements=placed)
    first, *_ = attain_all(book, portfolio, TODAY)

    assert (first.stage, first.completed_on is not None) == ("P1", is_complete)
    if not is_complete:
        assert first.behind_the_bar


PIECE = Evidence(
    title="Work",
    date=date(2026, 9, 20),
    kind=Slug("model"),
    stem=EvidenceRef("2026-09-20-work"),
    self_={SkillCode("M.1"): Fraction(7)},
)


@pytest.mark.parametrize(
    ("on", "named", "stage"),
    [
        (date(2026, 9, 20), (), "P1"),
        (date(2026, 10, 20), (), "P2"),
        # What the learner writes of the piece itself is nearer than its day.
        (date(2026, 10, 20), (StageRef("portfolios/P1"),), "P1"),
        (date(2026, 9, 20), (StageRef("cycle/rest"),), "P1"),
    ],
)
def test_a_self_rating_stands_at_the_stage_where_it_was_made(
    on: date, named: tuple[StageRef, ...], stage: str
) -> None:
    piece = replace(PIECE, date=on, stages=named)
    portfolio = learner(
        occasion("2026-10-01", {"M.1": 9}),
        occasion("2027-01-10", {"M.1": 9}),
        stage="P1",
        evidence=(piece,),
    )
    record = Record(book=rulebook(M1), portfolio=portfolio, until=TODAY)

    assert dict(find_own_stages(record)) == {(piece.stem, SkillCode("M.1")): stage}
