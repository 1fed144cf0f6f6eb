"""Every figure opens to its ratings: as JSON for programs, as text for a person, as a page."""

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from mastery import (
    CONTINUUM,
    Written,
    attain_ratings,
    competency,
    framework,
    learner,
    level,
    occasion,
    preset,
    rulebook,
)
from wayfolio.assess.attainment import attain_all
from wayfolio.assess.trial import try_policy
from wayfolio.assess.what_if import one_more
from wayfolio.model.attainment import Attainment
from wayfolio.model.names import PolicyName, SkillCode, StageCode
from wayfolio.model.portfolio import Rated
from wayfolio.model.trial import Trial, TriedRating, TriedSkill
from wayfolio.render.language.reader import Reader
from wayfolio.render.learner.explain import attainment_json, attainment_text

BOOK = rulebook(framework("core", [competency("MTH.1", [4, 4, 4, 4], skills=4)], staged=True))
TARGET = StageCode("P3")


def amara() -> Attainment:
    """MTH.1 of the worked page, one occasion a column."""
    rows: dict[str, list[Written]] = {
        "MTH.1.1": [8, 9, 9.5, 10],
        "MTH.1.2": [9, 9, 10],
        "MTH.1.3": [8.5, 9, 9],
        "MTH.1.4": ["M", 9],
    }
    occasions = [
        occasion(
            f"2026-{9 + place:02}-15",
            {code: row[place] for code, row in rows.items() if place < len(row)},
        )
        for place in range(4)
    ]
    attainments = attain_all(BOOK, learner(*occasions, stage="P3"), date(2027, 3, 12))
    return next(attainment for attainment in attainments if attainment.current)


def test_the_json_of_an_attainment_has_numbers_as_numbers_and_blanks_as_null() -> None:
    written = attainment_json(
        attain_ratings({"A": (2, [8, 10, 9]), "B": (1, ["M", "O"])}, stage_level=10, baseline=None)
    )
    assert json.loads(json.dumps(written)) == {
        "competency": None,
        "stage": None,
        "level": 10,
        "performance": 9.5,
        "progress_percent": 100,
        "missed_percent": 0,
        "opportunities": 4,
        "baseline": None,
        "growth": 1.5,
        "complete": True,
        "behind_the_bar": False,
        "status": "met",
        "skills": [
            {
                "skill": "A",
                "required": 2,
                "cells": ["10", "9"],
                "kept": [
                    {"rating": 10, "on": "2026-08-25"},
                    {"rating": 9, "on": "2026-08-26"},
                ],
                "pushed_out": [
                    {
                        "rating": 8,
                        "on": "2026-08-24",
                        "why": "better ones count",
                        "by": [10, 9],
                    }
                ],
                "dropped": [],
            },
            {
                "skill": "B",
                "required": 1,
                "cells": ["O"],
                "kept": [{"rating": "O", "on": "2026-08-25"}],
                "pushed_out": [],
                "dropped": [{"rating": "M", "on": "2026-08-24", "why": "waived"}],
            },
        ],
    }


@pytest.mark.parametrize(
    ("policy", "row", "performance"),
    [
        ("decaying-average", [1, 4, 2, 3, 5, 3, 6], 4.95),
        ("average", [1, 4, 2, 3, 5, 3, 6], 3.43),
        ("course-average", [10, 9, 9], 9.3),
        ("continuum", ["M"], None),
    ],
)
def test_a_figure_has_the_decimals_of_its_policy(
    policy: str, row: list[int | str], performance: float | None
) -> None:
    attainment = attain_ratings({"A": (len(row), row)}, policy=preset(policy))
    assert attainment_json(attainment)["performance"] == performance


def test_a_concept_is_told_by_signposts_and_not_by_a_percentage() -> None:
    road = framework("road", [competency("HL.3")], scale="concept", policy="concept-understood")
    probe = occasion("2026-11-05", {"HL.3": [Rated(level=level(3))]}, kind="probe", evidence=())
    (attainment,) = attain_all(rulebook(road), learner(probe), date(2027, 3, 12))
    assert attainment_json(attainment)["progress_percent"] is None
    assert "%" not in attainment_text(attainment, Reader())


WORKED = """\
MTH.1 in P3: Under way
  Level: 9.1, from 11 ratings that count
  Evidence: 11 of 16 pieces, 69%
  Missed: 6% of the evidence was asked for and not shown
  Growth: +0.5 since 8.6
  Not complete: more evidence is needed
  Not complete: it needs a level of 10.5
  MTH.1.1: 8 9 9.5 10
    counts: 8 on September 15, 2026
    counts: 9 on October 15, 2026
    counts: 9.5 on November 15, 2026
    counts: 10 on December 15, 2026
  MTH.1.2: 9 9 10 -
    counts: 9 on September 15, 2026
    counts: 9 on October 15, 2026
    counts: 10 on November 15, 2026
  MTH.1.3: 8.5 9 9 -
    counts: 8.5 on September 15, 2026
    counts: 9 on October 15, 2026
    counts: 9 on November 15, 2026
  MTH.1.4: M 9 - -
    asked for, not shown: M on September 15, 2026
    counts: 9 on October 15, 2026
  One more rating of MTH.1.4 would make the level
    8.5 with 2
    8.7 with 4
    8.8 with 6
    9 with 8
    9.2 with 10
    9.3 with 12
"""


def test_a_person_reads_the_figures_and_then_every_rating() -> None:
    attainment = amara()
    changes = one_more(BOOK.terms[attainment.competency], attainment, date(2027, 3, 12))
    assert attainment_text(attainment, Reader(), changes=changes) == WORKED


def test_a_rating_that_does_not_count_says_why() -> None:
    text = attainment_text(
        attain_ratings({"A": (1, [8, 9]), "B": (0, [12]), "C": (1, ["M", "O"])}), Reader()
    )
    assert "does not count: 8 on August 24, 2026, because better ones count" in text
    assert "does not count: 12 on August 24, 2026, because this stage does not ask for it" in text
    assert "does not count: M on August 24, 2026, because the rest of the skill was waived" in text


PAGE = Path(__file__).parents[2] / "docs" / "figures.md"
ROW = re.compile(r"^\| (MTH\.1\.\d)[^|]*\| ([^|]*) \|", re.MULTILINE)


def test_the_worked_page_has_the_figures_that_come_out_of_its_ratings() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows: dict[str, tuple[int, list[str]]] = {
        code: (4, [cell.strip() for cell in cells.split(",")]) for code, cells in ROW.findall(page)
    }
    assert len(rows) == 4
    attainment = attain_ratings(rows, stage_level=11, baseline=8.6)
    written = attainment_json(attainment)

    assert f"**{written['performance']}**" in page
    assert f"**{written['progress_percent']}%**" in page
    assert f"**+{written['growth']}**" in page
    assert f"**{written['missed_percent']}%**" in page
    assert f"{attainment.pieces} of {attainment.required}" in page
    numbers = [
        float(rating.level)
        for record in attainment.skills
        for rating in record.kept
        if rating.level != "M"
    ]
    assert f"{sum(numbers):g} ÷ {len(numbers)} = {sum(numbers) / len(numbers):.2f}" in page
    needed = float(attainment.bar or 0)
    assert f"{needed:g} or higher" in page

    one_better = attain_ratings(
        {**rows, "MTH.1.4": (4, ["M", "9", "10"])}, stage_level=11, baseline=8.6
    )
    assert f"from 9.1 to {float(one_better.performance or 0):g}" in page
    pushed = attain_ratings(
        {**rows, "MTH.1.1": (4, ["8", "9", "9.5", "10", "11"])}, stage_level=11, baseline=8.6
    )
    assert [str(r.level) for r in pushed.skills[0].pushed_out] == ["8"]
    level = float(pushed.performance or 0)
    assert f"the level rises from 9.1 to {level:g} when an 11 pushes out the 8" in page


def test_ratings_without_a_school_give_the_same_figures_and_no_days() -> None:
    rows: dict[str, tuple[int, list[Written]]] = {"A": (2, [8, 10, 9]), "B": (1, ["M", "O"])}
    trial = Trial(
        policy=PolicyName("continuum"),
        level=Fraction(10),
        skills={
            SkillCode(code): TriedSkill(
                required=n, ratings=tuple(TriedRating(level=level(figure)) for figure in row)
            )
            for code, (n, row) in rows.items()
        },
    )
    attainment = attainment_json(try_policy(trial, CONTINUUM, PolicyName("continuum")))
    dated = attainment_json(attain_ratings(rows))
    days = re.compile(r'"on": ("[0-9-]+"|null)')
    assert days.sub('"on"', json.dumps(attainment)) == days.sub('"on"', json.dumps(dated))
    assert '"on": null' in json.dumps(attainment)
