"""The rules by which ratings become figures, against Slate CBL's own cases and worked ones."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from mastery import (
    Written,
    attain_ratings,
    competency,
    framework,
    learner,
    level,
    occasion,
    rulebook,
)
from wayfolio.assess.attainment import attain_all
from wayfolio.model.attainment import Attainment
from wayfolio.model.names import Code, StageCode
from wayfolio.model.portfolio import Placement, Rated
from wayfolio.model.rounding import percent

SLATE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "slate_cases.json").read_text(encoding="utf-8")
)


def figure(exact: Fraction | None) -> float | None:
    return None if exact is None else float(exact)


def of_slate(case: dict[str, Any]) -> Attainment:
    return attain_ratings(
        {
            skill["code"]: (skill["evidence_required"], [r["rating"] for r in skill["ratings"]])
            for skill in case["skills"]
        },
        stage_level=case["level"],
        baseline=case["stored_baseline"],
    )


@pytest.mark.parametrize("case", SLATE["calculations"], ids=lambda case: str(case["id"]))
def test_every_figure_of_slate_comes_out(case: dict[str, Any]) -> None:
    attainment = of_slate(case)
    expected, derived = case["expected"], case["derived"]

    assert figure(attainment.performance) == expected["performance_level"]
    assert figure(attainment.baseline) == expected["baseline"]
    assert figure(attainment.growth) == expected["growth"]
    assert percent(attainment.progress) == expected["progress_percent"]
    if "missed_percent" in expected:
        assert percent(attainment.missed) == expected["missed_percent"]
    assert attainment.required == derived["required"]
    assert attainment.pieces == derived["complete"]
    assert attainment.missed * attainment.required == derived["missed"]
    assert attainment.opportunities == derived["opportunities"]
    assert figure(attainment.bar) == derived["minimum_average"]
    assert attainment.behind_the_bar is derived["average_low"]
    assert attainment.complete is derived["level_complete"]
    if derived["dynamic_baseline"] is None:
        assert attainment.dynamic_baseline is None
    else:
        assert figure(attainment.dynamic_baseline) == pytest.approx(
            derived["dynamic_baseline"], abs=0.0001
        )


@pytest.mark.parametrize(
    "case", SLATE["cell_rendering"], ids=lambda case: f"{case['student']}/{case['skill']}"
)
def test_every_row_of_cells_of_slate_comes_out(case: dict[str, Any]) -> None:
    attainment = attain_ratings(
        {case["skill"]: (case["evidence_required"], case["ratings_in_date_order"])},
        stage_level=case["level"],
    )
    assert list(attainment.skills[0].cells) == case["cells"]
    if "complete" in case:
        assert (attainment.progress == 1) is case["complete"]


def in_a_school(case: dict[str, Any], *, done: bool) -> tuple[Attainment, ...]:
    """Live a scenario of Slate in a school; `done` adds what it does last."""
    code, start = case["competency"], case["start"]
    skills = case["input"]
    er = next(row["er"] for row in skills.values())
    # What Slate's next level asks for: two pieces of each skill.
    evidence = [er if place + 8 == start["level"] else 2 for place in (1, 2, 3, 4)]
    placed = competency(code, evidence, skills=len(skills))
    occasions = [
        occasion(f"2026-09-{place + 1:02}", {skill: written})
        for skill, row in skills.items()
        for place, written in enumerate(row["ratings"])
    ]
    if done and "override_skill" in case:
        occasions.append(occasion("2026-10-01", {case["override_skill"]: "O"}))
    if done and "add_rating" in case:
        added = int(case["add_rating"].split()[0])
        occasions.append(occasion("2026-10-01", dict.fromkeys(skills, added)))
    stage = f"P{start['level'] - 8}"
    baseline = start["baseline"]
    placement = Placement(
        stage=StageCode(stage), baseline=None if baseline is None else Fraction(str(baseline))
    )
    return attain_all(
        rulebook(framework("core", [placed], staged=True)),
        learner(*occasions, stage=stage, placements={Code(code): placement}),
        date(2026, 12, 1),
    )


MOMENTS = [
    pytest.param(case, when, id=f"{when}: {case['name']}")
    for case in SLATE["scenarios"]
    for when in ("before", "after")
    if f"derived_{when}" in case
]


@pytest.mark.parametrize(("case", "when"), MOMENTS)
def test_every_scenario_of_slate_comes_out(case: dict[str, Any], when: str) -> None:
    derived = case[f"derived_{when}"]
    attainments = in_a_school(case, done=when == "after")
    (now,) = [stage for stage in attainments if stage.current]
    expected = {**derived, **case["expected"].get(when, {})}

    assert figure(now.level) == expected["level"]
    assert percent(now.progress) == expected.get("progress_percent", expected["progress"])
    assert figure(now.performance) == expected.get("performance_level", expected["average"])
    assert figure(now.baseline) == expected["baseline"]
    assert figure(now.growth) == expected["growth"]
    assert percent(now.missed) == expected["missed"]
    assert now.pieces == expected["complete"]
    assert now.behind_the_bar is expected["average_low"]
    assert now.complete is expected["level_complete"]


# Six sets of ratings of the example school, with the figures worked out by hand.
BY_HAND: list[tuple[str, int, Written | None, int, dict[str, list[Written]], list[Any]]] = [
    (
        "amara MTH.1",
        11,
        8.6,
        4,
        {"1": [8, 9, 9.5, 10], "2": [9, 9, 10], "3": [8.5, 9, 9], "4": ["M", 9]},
        [9.1, 69, 0.5, False],  # 100 / 11 = 9.09; 11 of 16 pieces
    ),
    (
        "amara LIT.4",
        11,
        9.7,
        2,
        {"1": [10, 11], "2": [11, 11.5, 12], "3": [10.5, 11]},
        [11.0, 100, 1.3, True],  # 66 / 6, the first 11 of skill 2 is pushed out
    ),
    (
        "teo LIT.2",
        10,
        None,
        1,
        {"1": [5, 7], "2": [6], "3": ["M"], "4": [6, 6.5], "5": []},
        [6.5, 60, 0.8, False],  # (7 + 6 + 6.5) / 3; it began at (5 + 6 + 6) / 3 = 5.67
    ),
    (
        "teo SCI.2",
        10,
        None,
        2,
        {"1": [10, 11], "2": [10, 10.5]},
        [10.4, 100, 0.4, True],  # 10.375; it began at 10
    ),
    (
        "nuria MAK.4",
        12,
        11,
        4,
        {"1": [11, 12, 12, 12], "2": ["O"], "3": [11.5, 12, 12, 12]},
        [11.8, 100, 0.8, True],  # 94.5 / 8 = 11.81; the waiver counts for progress alone
    ),
    (
        "zara HAB.1",
        9,
        None,
        4,
        {"1": [7], "2": [8], "3": [], "4": []},
        [7.5, 13, None, False],  # 2 of 16 pieces = 12.5 %; half the skills are not yet seen
    ),
]


@pytest.mark.parametrize(
    ("who", "stage_level", "baseline", "required", "rows", "expected"),
    BY_HAND,
    ids=[row[0] for row in BY_HAND],
)
def test_the_example_schools_figures_come_out(
    who: str,
    stage_level: int,
    baseline: Written | None,
    required: int,
    rows: dict[str, list[Written]],
    expected: list[Any],
) -> None:
    attainment = attain_ratings(
        {skill: (required, row) for skill, row in rows.items()},
        stage_level=stage_level,
        baseline=baseline,
    )
    assert [
        figure(attainment.performance),
        percent(attainment.progress),
        figure(attainment.growth),
        attainment.complete,
    ] == expected


def test_three_blanks_stay_apart() -> None:
    """Not asked, not yet shown, and asked and missed are three different things."""
    attainment = attain_ratings({"NOT-ASKED": (0, []), "NOT-YET": (2, []), "MISSED": (2, ["M"])})
    assert {record.skill: record.cells for record in attainment.skills} == {
        "NOT-ASKED": (),
        "NOT-YET": ("-", "-"),
        "MISSED": ("M", "-"),
    }
    assert attainment.missed == Fraction(1, 4)
    assert attainment.performance is None


def test_a_competency_that_a_stage_does_not_ask_for_is_neither_met_nor_missing() -> None:
    book = rulebook(framework("core", [competency("WAY.4", [0, 0, 0, 1], skills=2)], staged=True))
    (attainment,) = attain_all(book, learner(stage="P1"), date(2026, 12, 1))
    assert (attainment.status, attainment.is_asked, attainment.stage) == (
        "not asked",
        False,
        "P1",
    )


MTH = framework("core", [competency("MTH.1", [1, 1, 1, 1], skills=2)], staged=True)


def where(*occasions: Any, stage: str = "P1", as_of: str = "2027-03-12", **more: Any) -> list[Any]:
    """Each stage of MTH.1 with its performance, status and baseline."""
    attainments = attain_all(
        rulebook(MTH), learner(*occasions, stage=stage, **more), date.fromisoformat(as_of)
    )
    return [
        (here.stage, figure(here.performance), str(here.status), figure(here.baseline))
        for here in attainments
    ]


def test_completing_a_stage_promotes_and_carries_the_performance_as_baseline() -> None:
    done = occasion("2026-09-10", {"MTH.1.1": 9, "MTH.1.2": 8.5})
    assert where(done) == [("P1", 8.8, "met", None), ("P2", None, "met", 8.8)]


def test_a_rating_after_promotion_counts_at_the_new_stage() -> None:
    done = occasion("2026-09-10", {"MTH.1.1": 9, "MTH.1.2": 9})
    later = occasion("2026-09-11", {"MTH.1.1": 10})
    assert where(done, later) == [("P1", 9.0, "met", None), ("P2", 10.0, "under way", 9.0)]


def test_a_rating_goes_to_its_own_target_before_that_of_its_occasion() -> None:
    rated = Rated(level=level(11), target=StageCode("P4"))
    mixed = occasion("2026-09-10", {"MTH.1.1": [rated], "MTH.1.2": 9}, target=StageCode("P3"))
    assert [row[:2] for row in where(mixed)] == [("P1", None), ("P3", 9.0), ("P4", 11.0)]


def test_both_halves_of_one_occasion_count_at_the_stage_where_it_began() -> None:
    """A stage is not completed in the middle of a lesson."""
    twice = [Rated(level=level(9)), Rated(level=level(10))]
    assert where(occasion("2026-09-10", {"MTH.1.1": twice, "MTH.1.2": 9})) == [
        ("P1", 9.5, "met", None),
        ("P2", None, "met", 9.5),
    ]


def test_a_baseline_never_sinks() -> None:
    done = occasion("2026-09-10", {"MTH.1.1": 8.5, "MTH.1.2": 8.5})
    placed = {Code("MTH.1"): Placement(stage=StageCode("P1"), baseline=Fraction("9.25"))}
    assert where(done, placements=placed) == [("P1", 8.5, "met", 9.3), ("P2", None, "met", 9.3)]


def test_a_placement_stands_from_its_day_on() -> None:
    early = occasion("2026-09-01", {"MTH.1.1": 8})
    late = occasion("2026-10-02", {"MTH.1.1": 10})
    placed = {Code("MTH.1"): Placement(stage=StageCode("P3"), on=date(2026, 10, 1))}
    assert where(early, late, placements=placed) == [
        ("P1", 8.0, "under way", None),
        ("P3", 10.0, "under way", None),
    ]
    assert where(early, late, placements=placed, as_of="2026-09-15") == [
        ("P1", 8.0, "under way", None)
    ]


def test_the_last_stage_is_kept_when_it_is_complete() -> None:
    done = occasion("2026-09-10", {"MTH.1.1": 12, "MTH.1.2": 12})
    assert where(done, stage="P4") == [("P4", 12.0, "going further", None)]
