"""A mistake in a learner's own repository costs that learner's new work, and never the site."""

from pathlib import Path
from textwrap import dedent

import pytest
from test_keep_going import ANA, BEN, GOOD, titles, work

from report import SCHOOL, TODAY, Files, write
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.model.engine import EngineOutput
from wayfolio.publish.engine import run_mkdocs
from wayfolio.school.languages import frame_sources_at
from wayfolio.school.read import Report

OWN = f"work/{ANA}"
RATED = "- {date: 2027-03-03, kind: studio, by: rosa, evidence: [NAME], ratings: {MTH.1: 3}}\n"
SPLIT: Files = {
    **{path: held for path, held in GOOD.items() if not path.startswith(ANA)},
    **{f"work/{path}": held for path, held in GOOD.items() if path.startswith(ANA)},
    SCHOOL: dedent(str(GOOD[SCHOOL])) + "sources: [{folder: work, learner: ana}]\n",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EngineOutput:
    root = tmp_path_factory.mktemp("engine")
    write(root, SPLIT)
    return run_mkdocs(root, frame_sources_at(root, "en"))


def build(root: Path, engine: EngineOutput) -> Report:
    """Build without `--keep-going`."""
    return api.build_site(BuildRequest(root=root, today=TODAY, engine=engine, is_searchable=False))


CASES: dict[str, tuple[Files, set[str], tuple[str, ...]]] = {
    "nothing": ({}, {"raft", "boat", "kite"}, ()),
    "an unknown key": (
        {f"{OWN}/2027-03-01-raft.md": work("A raft", "colour: red\n")},
        {"boat", "kite"},
        (f"{ANA}/2027-03-01-raft.md",),
    ),
    "both versions of a part": (
        {f"{OWN}/2027-03-01-raft.md": "<<<<<<< HEAD\n" + work("A raft")},
        {"boat", "kite"},
        (f"{ANA}/2027-03-01-raft.md",),
    ),
    "a pointer of git LFS": (
        {f"{OWN}/boat.png": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"},
        {"raft", "kite"},
        (f"{ANA}/2027-03-02-boat.md",),
    ),
    "a file that cannot be shown": (
        {f"{OWN}/game.exe": "MZ"},
        {"raft", "boat", "kite"},
        (f"{ANA}/game.exe",),
    ),
    "a plan that cannot be read": (
        {"work/portfolios/ana/plan.yml": "goals: [{\n"},
        {"raft", "boat", "kite"},
        ("portfolios/ana/plan.yml",),
    ),
    "what is not the learner's to bring": (
        {"work/portfolios/ana/learner.yml": "x", "work/run.py": "x"},
        {"raft", "boat", "kite"},
        (),
    ),
    "work deleted that a teacher's file names": (
        {
            f"{OWN}/2027-03-01-raft.md": None,
            "portfolios/ana/demonstrations/a.yml": RATED.replace("NAME", "2027-03-01-raft"),
        },
        {"boat", "kite"},
        (),
    ),
}


@pytest.mark.parametrize("wrong", CASES)
def test_the_rest_is_published(tmp_path: Path, engine: EngineOutput, wrong: str) -> None:
    files, left, left_out = CASES[wrong]
    write(tmp_path, SPLIT)
    for path in files:
        (tmp_path / path).unlink(missing_ok=True)
    write(tmp_path, files)

    report = build(tmp_path, engine)

    assert report.pages
    assert report.left_out == left_out
    assert titles(tmp_path) == left
    assert bool(report.diagnostics) is bool(files)


def test_a_mistake_in_the_schools_own_folder_still_stops_it(
    tmp_path: Path, engine: EngineOutput
) -> None:
    write(
        tmp_path, {**SPLIT, f"{BEN}/evidence/2027-03-02-kite.md": work("A kite", "colour: red\n")}
    )

    assert not build(tmp_path, engine).pages


def test_a_source_that_was_not_fetched_leaves_the_site_as_it_was(
    tmp_path: Path, engine: EngineOutput
) -> None:
    write(tmp_path, SPLIT)
    build(tmp_path, engine)
    (tmp_path / "work").rename(tmp_path / "fetched")
    (tmp_path / "work").mkdir()

    report = build(tmp_path, engine)

    assert not report.pages
    assert titles(tmp_path) == {"raft", "boat", "kite"}
