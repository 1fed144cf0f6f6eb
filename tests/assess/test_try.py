"""`wayfolio try`: what a policy makes of ratings, without a school."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wayfolio.cli.main import main

Try = Callable[..., tuple[int, str]]

KEYS = [
    "competency",
    "stage",
    "level",
    "performance",
    "progress_percent",
    "missed_percent",
    "opportunities",
    "baseline",
    "growth",
    "complete",
    "behind_the_bar",
    "status",
    "skills",
]
SKILL_KEYS = ["skill", "required", "cells", "kept", "pushed_out", "dropped"]


@pytest.fixture
def tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Try:
    """Return how a file fares: the exit code and what is printed."""
    monkeypatch.chdir(tmp_path)

    def run(*texts: str, policy: str = "") -> tuple[int, str]:
        names = [f"{place}.yml" for place, _ in enumerate(texts)]
        for name, text in zip(names, texts, strict=True):
            Path(name).write_text(text, "utf-8")
        also = ["--policy", policy] if policy else []
        code = main(["try", *names, "--format", "json", *also])
        return code, capsys.readouterr().out

    return run


def question(
    skills: str, policy: str = "continuum", level: str = "10", baseline: str = "null"
) -> str:
    return f"policy: {policy}\nlevel: {level}\nbaseline: {baseline}\nskills: {skills}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            question("{S: {required: 2, ratings: []}}"),
            {"performance": None, "progress_percent": 0, "growth": None, "opportunities": 0},
        ),
        (
            question("{S: {required: 2, ratings: [M, M, M]}}", baseline="8.5"),
            {"performance": None, "missed_percent": 100, "opportunities": 3, "growth": None},
        ),
        (
            question(
                "{S: {required: 2, ratings: [M, O]}, T: {required: 2, ratings: [8, 10, O, 9]}}"
            ),
            # T's earliest number is 8, and S contributes nothing to where it began.
            {"performance": 9.5, "progress_percent": 100, "growth": 1.5, "baseline": None},
        ),
        (
            question("{S: {required: 4, ratings: [9, 9, 9, 10]}}", baseline="8.25"),
            {"performance": 9.3, "baseline": 8.3, "growth": 1, "complete": False},
        ),
        (
            question("{S: {required: 2, ratings: [9, 9.9]}}"),
            {"performance": 9.5, "complete": True, "behind_the_bar": False, "status": "met"},
        ),
        (
            question(
                "{S: {required: 3, ratings: [9, 7, 8.5, 8]}}",
                policy="{like: continuum, select: latest-n, n: 2, average: min, digits: 0}",
            ),
            {"performance": 8, "progress_percent": 100, "complete": False},
        ),
        (
            question("{S: {required: 1, ratings: [3, 4]}}", policy="decaying-average", level="4"),
            {"performance": 3.65, "complete": False},
        ),
        (
            question(
                "{S: {required: 1, ratings: [{level: 4, kind: hla, model: drawn}, "
                "{level: 4, kind: probe}]}}",
                policy="concept-understood",
                level="4",
            ),
            {"complete": True, "status": "met", "performance": 4},
        ),
        (
            question(
                "{S: {required: 2, ratings: [{level: 4, by: teacher}, {level: 5, by: mentor}]}}",
                policy="growth-multi-source",
                level="4",
            ),
            {"performance": 4.5, "progress_percent": 100, "complete": True},
        ),
        (
            # A peer's 12 does not count, so growth does not start from it.
            question(
                "{S: {required: 2, ratings: [{level: 12, by: peer}, {level: 8, by: teacher}, 9]}}"
            ),
            {"performance": 8.5, "growth": 0.5, "opportunities": 3},
        ),
        (
            question(
                "{S: {required: 2, ratings: [{level: 5, kind: hla}, {level: 8, kind: probe}]}}",
                policy="{like: continuum, kinds: [probe]}",
            ),
            {"performance": 8, "progress_percent": 50, "growth": 0},
        ),
    ],
)
def test_a_file_of_ratings_gives_the_figures_worked_by_hand(
    tried: Try, text: str, expected: dict[str, Any]
) -> None:
    code, said = tried(text)
    (figures_of,) = json.loads(said)
    assert code == 0
    assert {key: figures_of[key] for key in expected} == expected


def test_the_answer_is_an_array_in_the_order_of_the_files_with_the_keys_of_explain(
    tried: Try,
) -> None:
    files = [question(f"{{S: {{required: 1, ratings: [{n}, M]}}}}") for n in (9, 7, 8)]
    _, said = tried(*files, policy="highest")
    figures_of = json.loads(said)
    assert [figures["performance"] for figures in figures_of] == [9, 7, 8]
    assert [list(figures) for figures in figures_of] == [KEYS] * 3
    assert [list(figures["skills"][0]) for figures in figures_of] == [SKILL_KEYS] * 3


@pytest.mark.parametrize(
    ("text", "explanation"),
    [
        (
            "level: 10\npolicy: continum\nskills: {S: {required: 1}}\n",
            "0.yml:2:9: error: there is no policy “continum” [unknown-name]",
        ),
        (question("{S: {required: 1}}", policy="continum"), "hint: did you mean “continuum”?"),
        (
            question("{S: {required: 1}}", policy="zzz"),
            "hint: write one of continuum, course-average",
        ),
        (
            question("{S: {required: 1}}", policy="{}"),
            "0.yml:1:9: error: policy: it changes nothing [bad-policy]",
        ),
        (
            question("{S: {required: 1}}", policy="{like: n-mastery, threshold: none}"),
            "0.yml:1:9: error: threshold: nothing says which level counts as reached",
        ),
        (question("{S: {required: 1}}", policy="{weight: 65}"), "hint: 65 percent is written 0.65"),
        (
            question("{S: {required: 1, ratings: [9, X]}}"),
            "0.yml:4:40: error: expected a number, M or O",
        ),
        (question("{S: {required: -1}}"), "hint: write a whole number, 0 or more"),
        (question("{}"), "hint: write the name of a skill"),
        (question("{S: {requird: 1}}"), "hint: did you mean “required”?"),
        ("", "error: the file is empty"),
    ],
)
def test_what_cannot_be_tried_is_told_with_its_place_and_its_mend(
    tried: Try, text: str, explanation: str
) -> None:
    code, said = tried(text)
    assert code == 1
    assert explanation in said
