"""Learners' own repositories, laid over the school's: each brings its learner's work only."""

import shutil
from collections.abc import Callable
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


def messages(files: Files) -> list[str]:
    """Return the diagnostics of the school whose learner writes elsewhere."""
    with school({**SPLIT, **files}) as root:
        return [
            f"{diagnostic.at.path}: {diagnostic.message} [{diagnostic.rule}]"
            for diagnostic in check_school(root, TODAY).diagnostics
        ]


def test_a_split_school_is_the_same_school() -> None:
    with school() as whole:
        undivided, _ = read_school(whole, TODAY)
        assert undivided is not None
        together = read_learner(undivided, LearnerId("ana"))
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
        ("mkdocs.yml", "hooks: [run.py]", "this file is not read"),
        ("run.py", "print(1)", "this file is not read"),
        ("portfolios/ana/.wayfolio/state", "x", "this is the school’s to write"),
    ],
)
def test_a_source_that_brings_more_is_told_so(path: str, content: str, why: str) -> None:
    (message,) = messages({f"work/{path}": content})

    assert message.startswith(f"work/{path}: this source may bring ana’s evidence and plan only")
    assert why in message
    assert message.endswith("[not-its-source]")


def test_nothing_of_what_it_may_not_bring_is_read() -> None:
    rating = "- {date: 2027-03-04, kind: studio, by: rosa, ratings: {MTH.1: 4}}"
    with school({**SPLIT, "work/portfolios/ana/demonstrations/a.yml": rating}) as root:
        read, _ = read_school(root, TODAY)
        assert read is not None
        portfolio = read_learner(read, LearnerId("ana")).portfolio

    assert [occasion.date.day for occasion in portfolio.demonstrations] == [3]


def test_a_file_in_two_places_is_told() -> None:
    repeated = messages({BRIDGE: SMALL[BRIDGE]})

    assert [message for message in repeated if "two sources" in message] == [
        f"{BRIDGE}: two sources have this file [not-its-source]"
    ]


def test_a_source_that_is_not_there_is_told_where_it_is_named() -> None:
    with school(SPLIT) as root:
        shutil.rmtree(root / "work")
        diagnostics = check_school(root, TODAY).diagnostics

    missing = [diagnostic for diagnostic in diagnostics if diagnostic.rule == "missing-file"]
    assert f"{SCHOOL}:6:11" in [str(diagnostic.at) for diagnostic in missing]


def test_a_link_out_of_a_source_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\ntitle: x\n---\n")
    with school(SPLIT) as root:
        link = root / "work/portfolios/ana/evidence/2027-03-02-link.md"
        link.symlink_to(tmp_path / "secret.md")
        diagnostics = check_school(root, TODAY).diagnostics

    assert [str(diagnostic.rule) for diagnostic in diagnostics] == ["unsafe-file"]


CONFERENCE = "conferences: [{date: 2027-02-10, by: rosa, note: She led it.}]\n"
REPLACED = (
    "substitutions: [{instead_of: boat, with: 2027-03-01-bridge, by: rosa, on: 2027-03-02}]\n"
)
BOAT: Files = {
    "competencies/experiences/boat.yml": (
        "experience: boat\nkind: studio\ntitle: The boat\ntargets: [MTH.1]\n"
    )
}
PLANS: list[tuple[str | None, str | None, list[str]]] = [
    ("interests: [boats]\n", None, []),
    ("interests: [boats]\n", CONFERENCE + REPLACED, []),
    (None, CONFERENCE, []),
    (
        "interests: [boats]\n" + CONFERENCE,
        None,
        ["work/portfolios/ana/plan.yml:2:15: a learner’s own repository does not speak for rosa"],
    ),
    (
        REPLACED,
        None,
        ["work/portfolios/ana/plan.yml:1:17: a learner’s own repository does not speak for rosa"],
    ),
    (
        "interests: [boats]\n",
        "interests: [rafts]\n",
        ["portfolios/ana/plan.yml:1:1: this plan lies in the learner’s own repository as well"],
    ),
]


@pytest.mark.parametrize(("own", "school_s", "expected"), PLANS)
def test_a_learner_s_repository_says_nothing_in_an_adult_s_name(
    own: str | None, school_s: str | None, expected: list[str]
) -> None:
    plan = "portfolios/ana/plan.yml"
    with school({**SPLIT, **BOAT, plan: school_s, f"work/{plan}": own}) as root:
        diagnostics = check_school(root, TODAY).diagnostics
        read, _ = read_school(root, TODAY)
        assert read is not None
        kept = read_learner(read, LearnerId("ana")).portfolio.plan

    assert [f"{d.at}: {d.message}" for d in diagnostics] == expected
    assert bool(kept.conferences) == (school_s is not None and CONFERENCE in school_s)
    assert bool(kept.substitutions) == (school_s is not None and REPLACED in school_s)
    assert kept.interests == (("boats",) if own and "boats" in own else ())


SUBMODULE = "git submodule update --init"


def emptied(root: Path) -> None:
    """Leave an empty folder, as git does where a submodule has not been fetched."""
    shutil.rmtree(root / "work")
    (root / "work").mkdir()


def removed(root: Path) -> None:
    shutil.rmtree(root / "work")


def removed_with_submodules(root: Path) -> None:
    removed(root)
    (root / ".gitmodules").write_text('[submodule "work"]\n')


def without_a_commit(root: Path) -> None:
    emptied(root)
    (root / "work/.git").mkdir()


def a_link(root: Path) -> None:
    (root / "work").rename(root / "elsewhere")
    (root / "work").symlink_to("elsewhere")


def a_file(root: Path) -> None:
    removed(root)
    (root / "work").write_text("gitdir: x\n")


def below_a_link(root: Path) -> None:
    (root / "real").mkdir()
    (root / "work").rename(root / "real/work")
    (root / "linked").symlink_to("real")
    school_file = root / SCHOOL
    school_file.write_text(school_file.read_text().replace("folder: work", "folder: linked/work"))


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        (emptied, "“work” is empty: the learner’s work has not been fetched", SUBMODULE),
        (removed, "there is no folder “work” beside this school", "git clone"),
        (removed_with_submodules, "there is no folder “work” beside this school", SUBMODULE),
        (without_a_commit, "“work” is a repository without a file", SUBMODULE),
        (a_link, "“work” is a link, which may lead anywhere", "put the folder itself there"),
        (a_file, "“work” is a file and no folder", "name a folder"),
        (below_a_link, "“linked/work” is a link, which may lead anywhere", "the folder itself"),
    ],
)
def test_a_source_that_brings_nothing_is_told_with_what_to_do(
    change: Callable[[Path], None], message: str, hint: str
) -> None:
    with school(SPLIT) as root:
        change(root)
        (diagnostic,) = [d for d in check_school(root, TODAY).diagnostics if d.message == message]

    assert (diagnostic.at.path, diagnostic.severity) == (SCHOOL, "error")
    assert hint in diagnostic.hint


@pytest.mark.parametrize("path", ["portfolios", "portfolios/ana", "more"])
def test_a_folder_that_is_a_link_within_a_source_is_told(path: str, tmp_path: Path) -> None:
    with school(SPLIT) as root:
        shutil.rmtree(root / "work" / path, ignore_errors=True)
        (root / "work" / path).symlink_to(tmp_path)
        places = [
            str(d.at.path) for d in check_school(root, TODAY).diagnostics if "link" in d.message
        ]

    assert places == [f"work/{path}"]


@pytest.mark.parametrize("path", ["portfolios", "portfolios/ana"])
def test_a_file_in_the_place_of_a_folder_hides_no_learner(path: str) -> None:
    with school(SPLIT) as root:
        shutil.rmtree(root / "work" / path)
        (root / "work" / path).write_text("x")
        report = check_school(root, TODAY)

    assert report.learners == 1
    assert (f"work/{path}", "not-its-source") in [(d.at.path, d.rule) for d in report.diagnostics]


def test_what_systems_leave_in_a_source_is_passed_over() -> None:
    assert messages({"work/.DS_Store": b"\0", "work/portfolios/Thumbs.db": b"\0"}) == []
