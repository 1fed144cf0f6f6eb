"""The generated school is valid and reproducible, peers get the same work, and the model adds up.

No other generator runs here, and no test says how long anything takes.
"""

import random
import statistics
import sys
from datetime import date
from pathlib import Path

import pytest

import run
import school
import simulate
from comparison import Comparison, Row, as_json, as_table
from measuring import CommandFailed, Cost, measure_command
from peers.project import pages_in
from peers.reading import SchoolContent, read_school
from site_changes import compare_snapshots, snapshot
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.school.read import check_school

LEARNERS = 3
TODAY = date(2030, 1, 1)


@pytest.fixture(scope="module")
def small_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a school of a handful of learners, which no test changes."""
    folder = tmp_path_factory.mktemp("school")
    school.make(folder, LEARNERS)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and ".git" not in file.relative_to(folder).parts
    }


def test_a_generated_school_has_nothing_to_mend(small_school: Path) -> None:
    report = check_school(small_school, TODAY)

    assert [str(diagnostic) for diagnostic in report.diagnostics] == []
    assert report.learners == LEARNERS


def test_a_generated_school_is_built_with_as_many_pages_as_it_says(
    small_school: Path, tmp_path: Path
) -> None:
    api.build_site(
        BuildRequest(root=small_school, today=TODAY, folder=tmp_path / "site", is_searchable=False)
    )

    assert len(pages_in(tmp_path / "site")) == school.pages_of(LEARNERS) == 3 * 13 + 61


def test_a_larger_school_holds_the_smaller_one(small_school: Path) -> None:
    larger = dict(school.school_files(LEARNERS + 1))
    more = {path for path in larger if path not in contents(small_school)}

    assert {path: larger[path].encode() for path in larger.keys() - more} == contents(small_school)
    assert {path.split("/")[0] for path in more} == {"portfolios"}


def test_as_many_learners_are_made_as_have_about_so_many_pages() -> None:
    sizes = {pages: school.learners_for(pages) for pages in (1, 1000, 5000, 20_000, 100_000)}

    assert sizes == {1: 1, 1000: 72, 5000: 380, 20_000: 1534, 100_000: 7688}


def test_a_piece_of_evidence_is_as_long_as_promised(small_school: Path) -> None:
    works = [
        work for learner in read_school(small_school).learners.values() for work in learner.works
    ]

    assert len(works) == 12 * LEARNERS
    assert 330 < statistics.median(len(work.body.split()) for work in works) < 420


def test_one_change_is_one_commit_of_one_file_and_the_same_in_every_copy(tmp_path: Path) -> None:
    copies = [tmp_path / "one", tmp_path / "two"]
    for copy in copies:
        school.make(copy, LEARNERS, in_git=True)
    before = contents(copies[0])
    changed = [school.change(copy, 7).relative_to(copy).as_posix() for copy in copies]
    heads = [(copy / ".git/refs/heads/main").read_text("utf-8") for copy in copies]
    after = contents(copies[0])

    assert [path for path in after if after[path] != before[path]] == changed[:1]
    assert changed[0] == changed[1]
    assert heads[0] == heads[1]
    assert check_school(copies[0], TODAY).is_clean


@pytest.fixture(scope="module")
def content(small_school: Path) -> SchoolContent:
    """Return the school as it is read for the other generators."""
    return read_school(small_school)


@pytest.mark.parametrize("name", ["hugo", "mkdocs"])
def test_another_generator_is_given_as_many_pages(
    content: SchoolContent, tmp_path: Path, name: str
) -> None:
    run.PEERS[name].convert(content, tmp_path)
    written = tmp_path / {"hugo": "content", "mkdocs": "docs"}[name]
    kinds = {
        "learners/*/evidence/*.md": 12 * LEARNERS,
        "learners/*/*index.md": LEARNERS,
        "competencies/**/[!_i]*.md" if name == "mkdocs" else "competencies/*/_index.md": 60,
        "*index.md": 1,
    }

    assert {kind: len(list(written.glob(kind))) for kind in kinds} == kinds
    assert sum(kinds.values()) == school.pages_of(LEARNERS)


@pytest.mark.parametrize("name", ["hugo", "mkdocs"])
def test_another_generator_is_given_every_link_in_its_own_form(
    content: SchoolContent, tmp_path: Path, name: str
) -> None:
    run.PEERS[name].convert(content, tmp_path)
    works = [file.read_text("utf-8") for file in tmp_path.rglob("evidence/*.md")]

    assert len(works) == 12 * LEARNERS
    assert [text for text in works if "school.example.org" in text] == []
    assert [text for text in works if "![Photo of the " not in text] == []


@pytest.mark.parametrize("name", ["hugo", "mkdocs"])
def test_after_a_change_another_generator_is_given_only_what_changed(
    tmp_path: Path, name: str
) -> None:
    school.make(tmp_path / "school", LEARNERS)
    content, project = read_school(tmp_path / "school"), tmp_path / name
    run.PEERS[name].convert(content, project)
    before = {file: file.stat().st_mtime_ns for file in project.rglob("*.md")}
    learner = school.change(tmp_path / "school", 1).parents[1].name
    content.read_again(learner)
    run.PEERS[name].convert(content, project)
    again = [file for file, time in before.items() if file.stat().st_mtime_ns != time]

    assert any(learner in file.as_posix() and file.parent.name == "evidence" for file in again)
    assert len(again) < 8


def test_what_a_build_wrote_is_counted_by_file_and_by_bytes(tmp_path: Path) -> None:
    for name in ("kept", "rewritten", "changed", "gone"):
        (tmp_path / name).write_text(name, "utf-8")
    before = snapshot(tmp_path)
    for name, text in {"rewritten": "rewritten", "changed": "other", "new": "new"}.items():
        (tmp_path / "beside").write_text(text, "utf-8")
        (tmp_path / "beside").replace(tmp_path / name)
    (tmp_path / "gone").unlink()

    changes = compare_snapshots(before, snapshot(tmp_path))

    assert (changes.files, changes.written, changes.same, changes.removed) == (4, 3, 1, 1)


def test_a_program_is_measured_with_its_children(tmp_path: Path) -> None:
    child = "x = b'1' * 60_000_000; import time; time.sleep(1)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"

    cost = measure_command([sys.executable, "-c", parent], tmp_path, limit=60)

    assert cost.largest > 57
    assert cost.together > 57


def test_a_program_that_fails_or_does_not_end_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such thing"):
        measure_command(
            [sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path, limit=60
        )
    with pytest.raises(CommandFailed, match="-9"):
        measure_command([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, limit=0.2)


def test_a_comparison_reports_medians_and_how_many_times_as_long_the_other_took() -> None:
    rows = {
        name: Row(costs=[run_of(wall) for wall in walls], pages=100)
        for name, walls in {"ours": [1, 2, 3], "hugo": [4, 6, 30]}.items()
    }
    comparison = Comparison(mode="cold", learners=3, pages=100, rows=rows)

    assert as_json(comparison)["ratios"] == {"ours": {"hugo": {"wall": 4.0, "cpu": 4.0}}}
    assert "| hugo | 6.00 (4.00-30.00) |" in as_table(comparison)
    assert "hugo / ours: 4.00 wall" in as_table(comparison)


def run_of(seconds: float) -> Cost:
    return Cost(wall=seconds, cpu=seconds, largest=1, together=1)


MODEL = simulate.Model(fixed=2.0, serial=0.001, work=0.01)


def simulate_workers(cluster: simulate.Cluster, learners: int = 1000) -> simulate.Outcome:
    alone = MODEL.fixed + MODEL.serial * learners
    parts = simulate.batches(MODEL, learners, 10, 200_000)
    return simulate.simulate_build(cluster, parts, alone, random.Random(1))


def test_on_paper_work_is_shared_and_what_is_done_once_is_not() -> None:
    alone, ten = (simulate_workers(simulate.Cluster(workers=count)) for count in (1, 10))

    assert alone.wall == pytest.approx(2 + 1 + 10)
    assert ten.wall == pytest.approx(2 + 1 + 1)


def test_on_paper_a_slow_shared_folder_sets_the_time_whatever_works() -> None:
    few, many = (simulate_workers(simulate.Cluster(workers=n, creates=1000)) for n in (10, 100))

    assert few.wall == pytest.approx(3 + 13, abs=0.2)
    assert many.wall == pytest.approx(few.wall, abs=0.2)
    assert many.folder_busy > 0.98


def test_on_paper_a_slow_worker_costs_time_and_no_work_is_lost() -> None:
    slow = simulate_workers(simulate.Cluster(workers=10, slow_share=0.1, slow_by=5))

    assert slow.wall > simulate_workers(simulate.Cluster(workers=10)).wall
    assert slow.cpu_hours * 3600 == pytest.approx(3 + 10 + 0.4 * 10, rel=0.2)


def test_the_model_is_found_again_from_the_builds_that_it_makes() -> None:
    walls = {
        (learners, jobs): 2 + 0.001 * learners + 0.01 * learners / jobs
        for learners, jobs in [(100, 1), (100, 2), (500, 1), (500, 2)]
    }
    model = simulate.fit_model(walls, 2)

    assert (model.fixed, model.serial, model.work) == pytest.approx((2, 0.001, 0.01))
