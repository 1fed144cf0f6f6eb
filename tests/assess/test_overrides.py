"""An educator's level, with a reason, in place of the worked-out one."""

from datetime import date
from fractions import Fraction
from typing import Any

from mastery import competency, framework, learner, occasion, rulebook
from wayfolio.assess.attainment import attain_all
from wayfolio.model.attainment import Attainment
from wayfolio.model.names import CompetencyCode
from wayfolio.model.portfolio import Demonstration
from wayfolio.render.language.reader import Reader
from wayfolio.render.learner.explain import attainment_json, attainment_text

BOOK = rulebook(framework("core", [competency("MTH.1", [1, 1, 1, 1], skills=2)], staged=True))
SEVEN, SEVEN_TOO = occasion("2026-09-01", {"MTH.1.1": 7}), occasion("2026-10-01", {"MTH.1.2": 7})


def override(on: str, level: int, **more: Any) -> Demonstration:
    levels = {CompetencyCode("MTH.1"): Fraction(level)}
    return occasion(on, {}, kind="override", levels=levels, why="we read it whole", **more)


def on(day: str, *occasions: Demonstration, **more: Any) -> list[Attainment]:
    return list(attain_all(BOOK, learner(*occasions, stage="P1", **more), date.fromisoformat(day)))


def figures(attained: list[Attainment]) -> list[tuple[Any, ...]]:
    return [(a.stage, a.performance, a.worked_out, a.complete, str(a.status)) for a in attained]


def test_an_override_stands_in_place_of_the_figure_from_its_day() -> None:
    written = (SEVEN, override("2027-02-10", 9))

    assert figures(on("2027-02-09", *written)) == [("P1", 7, None, False, "under way")]
    assert figures(on("2027-02-10", *written)) == [("P1", 9, 7, False, "under way")]


def test_an_override_completes_a_stage_whose_evidence_is_there() -> None:
    """The bar of Portfolio 1 is 8.5: two sevens do not reach it, and an educator's nine does."""
    written = (SEVEN, SEVEN_TOO, override("2027-02-10", 9))

    assert figures(on("2027-02-09", *written)) == [("P1", 7, None, False, "under way")]
    first, now = on("2027-02-10", *written)
    assert figures([first]) == [("P1", 9, 7, True, "met")]
    assert (str(now.stage), now.baseline, now.performance) == ("P2", Fraction(9), None)


def test_the_last_override_stands_and_later_ratings_do_not_move_it() -> None:
    written = (SEVEN, override("2027-01-10", 8), override("2027-02-10", 6))
    higher = occasion("2027-03-01", {"MTH.1.1": 12})

    assert figures(on("2027-03-12", *written, higher)) == [("P1", 6, 12, False, "under way")]


def test_a_level_without_any_rating_is_under_way_and_says_whose_it_is() -> None:
    (attained,) = on("2027-03-12", override("2027-02-10", 9))

    assert figures([attained]) == [("P1", 9, None, False, "under way")]
    assert attainment_json(attained)["override"] == {
        "level": 9,
        "on": "2027-02-10",
        "by": ["rosa"],
        "why": "we read it whole",
        "worked_out": None,
    }
    text = attainment_text(attained, Reader())
    assert (
        "Level 9, set by an educator on February 10, 2027 in place of the worked-out one:"
        " we read it whole" in text
    )


def test_an_override_may_name_its_stage() -> None:
    later = override("2027-02-10", 10, target="P2")
    assert figures(on("2027-03-12", SEVEN, later)) == [
        ("P1", 7, None, False, "under way"),
        ("P2", 10, None, False, "under way"),
    ]
