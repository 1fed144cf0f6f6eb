"""`wayfolio check --since`: what a branch claims, what it would move, and what changes after."""

from pathlib import Path

import pytest

from clones import clone, commit, review_clone, rules, school_repository

BADGES = {
    "competencies/badges.yml": """
        badges:
          - {id: shop, title: Shop hand, criteria: {hours: 40, kind: internship}}
        """,
}
LOG = "portfolios/ana/evidence/2027-03-02-shop-log.md"
READ = "portfolios/ana/demonstrations/read.yml"


def log(hours: int) -> str:
    return (
        f"---\ntitle: Shop log\ndate: 2027-03-02\nkind: internship\nhours: {hours}\n---\nSwept.\n"
    )


def read(said: str) -> str:
    return (
        "- {date: 2027-03-10, kind: read, by: rosa, evidence: [2027-03-02-shop-log], "
        + said
        + "}\n"
    )


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return school_repository(tmp_path / "origin", BADGES)


def test_a_new_claim_is_told_with_what_it_would_move(origin: Path, tmp_path: Path) -> None:
    work = clone(origin, tmp_path / "work")
    commit(work, {LOG: log(40)})

    review, said = review_clone(work, "ana-l")

    assert rules(review) == []
    assert (
        "Ana claims of “Shop log”: the work itself, 40 hours. It counts once somebody confirms it."
        " Then it would be enough for the award shop."
    ) in said
    assert not any("earns" in line for line in said)


def test_what_confirms_a_claim_says_what_is_earned(origin: Path, tmp_path: Path) -> None:
    commit(origin, {LOG: log(40)})
    work = clone(origin, tmp_path / "work")
    commit(work, {READ: read("confirms: [hours]")})

    _, said = review_clone(work, "rosa-a")

    assert "Ana no longer only claims of “Shop log”: the work itself, 40 hours." in said
    assert "Ana earns a badge: shop." in said


@pytest.mark.parametrize(
    ("said", "actor", "expected"),
    [
        ("confirms: [hours]", "ana-l", ["changes-confirmed"]),
        ("confirms: [hours]", "rosa-a", []),
        # A number of hours that an educator wrote down stands by itself.
        ("hours: 12", "ana-l", []),
        ("note: Well swept.", "ana-l", []),
    ],
)
def test_a_learner_does_not_change_what_somebody_confirmed(
    said: str, actor: str, expected: list[str], origin: Path, tmp_path: Path
) -> None:
    commit(origin, {LOG: log(12), READ: read(said)})
    work = clone(origin, tmp_path / "work")
    commit(work, {LOG: log(400)})

    review, _ = review_clone(work, actor)

    assert rules(review) == expected
