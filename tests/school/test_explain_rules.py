"""`wayfolio explain` answers for gates, badges, milestones and skills, with how each is known."""

import json
from pathlib import Path

import pytest

from report import SMALL, write
from wayfolio.cli.main import main

SCHOOL = {
    "competencies/school.yml": """
        name: River School
        as_of: 2027-03-12
        people:
          rosa: {name: Rosa Adeyemi, assessor: teacher}
        groups:
          - {id: harbor, title: Harbor House}
        """,
    "competencies/badges.yml": """
        badges:
          - {id: shop, title: Shop hand, criteria: {hours: 40, kind: internship}}
        """,
    "competencies/pathways/years.yml": """
        pathway: years
        title: Years
        kind: stages
        stages:
          - {code: "9", level: 3, milestone: {id: cap, title: A capstone}}
        gates:
          - {id: door, title: The door, needs: {level: MTH.1, at_least: 3}, presumed: true}
        """,
    "portfolios/ana/evidence/2027-03-02-shop-log.md": """
        ---
        title: Shop log
        date: 2027-03-02
        kind: internship
        hours: 40
        delivers: [years/9/cap]
        ---
        Swept.
        """,
    # Nobody has rated MTH.1, and a placement presumes it.
    "portfolios/ana/demonstrations/2026-27.yml": "[]\n",
    "portfolios/ana/placements.yml": (
        "MTH.2: {on: 2026-09-01, by: rosa, presumes: prerequisites}\n"
    ),
}


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, {**SMALL, **SCHOOL})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("code", "kind", "known", "line"),
    [
        (
            "shop",
            "badge",
            "claimed",
            "  40 hours (internship): claimed, waits to be confirmed; needs 40 more hours"
            " (internship)",
        ),
        (
            "cap",
            "milestone",
            "claimed",
            "  the milestone A capstone: claimed, waits to be confirmed; needs the milestone A"
            " capstone",
        ),
        ("door", "gate", "presumed", "  Numbers at 3 or above: placed past, not seen here"),
    ],
)
def test_a_rule_says_how_it_is_known(
    code: str, kind: str, known: str, line: str, school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "ana", code]) == 0
    assert line in capsys.readouterr().out.splitlines()

    assert main(["explain", "ana", code, "--format", "json"]) == 0
    (rule,) = json.loads(capsys.readouterr().out)
    assert (rule[kind], rule["known"], rule["met"]) == (code, known, False)


def test_what_is_placed_past_is_said_of_a_competency(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "ana", "MTH.1", "--format", "json"]) == 0
    (figures,) = json.loads(capsys.readouterr().out)
    assert (figures["status"], figures["performance"]) == ("placed past", None)


def test_an_unknown_code_is_answered_with_the_nearest(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "ana", "shopp"]) == 2
    assert "shop" in capsys.readouterr().err
