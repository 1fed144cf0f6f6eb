"""Learners' own repositories, laid over the school's: each brings its learner's work only."""

import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from report import BRIDGE, LEARNER, PICTURE, SCHOOL, SMALL, TODAY, Files, school
from wayfolio.model.names import LearnerId
from wayfolio.school.learner import read_learner
from wayfolio.school.read import check_school, read_school

WITH_SOURCE = dedent(str(SMALL[SCHOOL])) + "sources: [{folder: work, learner: ana}]\n"
SPLIT: Files = {
    SCHOOL: WITH_SOURCE,
    BRIDGE: None,
    PICTURE: None,
    f"work/{BRIDGE}": SMALL[BRIDGE],
    f"work/{PICTURE}": SMALL[PICTURE],
    "work/README.md": "My work.",
    "work/.gitignore": "*.bak",
}


def told(files: Files) -> list[str]:
    """Return what is told about the school whose learner writes elsewhere."""
    with school({**SPLIT, **files}) as root:
        return [
            f"{one.at.path}: {one.message} [{one.rule}]"
            for one in check_school(root, TODAY).diagnostics
        ]


def test_a_split_school_is_the_same_school() -> None:
    with school() as whole:
        one, _ = read_school(whole, TODAY)
        assert one is not None
        together = read_learner(one, LearnerId("ana"))
    with school(SPLIT) as root:
        other, _ = read_school(root, TODAY)
        assert other is not None
        split = read_learner(other, LearnerId("ana"))
        assert check_school(root, TODAY).is_clean

    assert split.portfolio == together.portfolio
    assert split.attainments == together.attainments


@pytest.mark.parametrize(
    ("path", "content", "why"),
    [
        ("portfolios/ana/demonstrations/a.yml", "[]", "ratings and placements are the educators’"),
        ("portfolios/ana/placements.yml", "MTH.1: {baseline: 4}", "ratings and placements are"),
        ("portfolios/ana/learner.yml", str(SMALL[LEARNER]), "this is the school’s to write"),
        ("portfolios/ana/supports/a.yml", "kind: tutoring", "this is the school’s to write"),
        ("portfolios/ben/evidence/2027-03-01-a.md", "x", "this belongs to somebody else"),
        ("portfolios/_groups/2027-03-01-a.yml", "x", "this belongs to somebody else"),
        (
            "competencies/policies.yml",
            "continuum: {minimum: none}",
            "what is learned and how it is",
        ),
        ("competencies/school.yml", "name: Mine", "what is learned and how it is rated"),
        ("mkdocs.yml", "hooks: [run.py]", "nothing reads this file"),
        ("run.py", "print(1)", "nothing reads this file"),
        ("portfolios/ana/.wayfolio/state", "x", "this is the school’s to write"),
    ],
)
def test_a_source_that_brings_more_is_told_so(path: str, content: str, why: str) -> None:
    found = told({f"work/{path}": content})

    assert len(found) == 1
    assert found[0].startswith(f"work/{path}: this source may bring ana’s evidence and plan only")
    assert why in found[0]
    assert found[0].endswith("[not-its-source]")


def test_nothing_of_what_it_may_not_bring_is_read() -> None:
    rating = "- {date: 2027-03-04, kind: studio, by: rosa, ratings: {MTH.1: 4}}"
    with school({**SPLIT, "work/portfolios/ana/demonstrations/a.yml": rating}) as root:
        read, _ = read_school(root, TODAY)
        assert read is not None
        portfolio = read_learner(read, LearnerId("ana")).portfolio

    assert [one.date.day for one in portfolio.demonstrations] == [3]


def test_a_file_in_two_places_is_told() -> None:
    assert [one for one in told({BRIDGE: SMALL[BRIDGE]}) if "two sources" in one] == [
        f"{BRIDGE}: two sources have this file [not-its-source]"
    ]


def test_a_source_that_is_not_there_is_told_where_it_is_named() -> None:
    with school(SPLIT) as root:
        shutil.rmtree(root / "work")
        found = check_school(root, TODAY).diagnostics

    assert f"{SCHOOL}:6:11" in [str(one.at) for one in found if one.rule == "missing-file"]


def test_a_link_out_of_a_source_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\ntitle: x\n---\n")
    with school(SPLIT) as root:
        link = root / "work/portfolios/ana/evidence/2027-03-02-link.md"
        link.symlink_to(tmp_path / "secret.md")
        found = check_school(root, TODAY).diagnostics

    assert [str(one.rule) for one in found] == ["unsafe-file"]
