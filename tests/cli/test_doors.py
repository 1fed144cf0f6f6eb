"""The two doors on the example school: the same pages by either, and nothing half done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from example_school import TODAY, copy_example
from growing_school import copy_published
from wayfolio.build.api import build_site
from wayfolio.build.request import BuildRequest
from wayfolio.cli.main import main
from wayfolio.publish.starter import new_school


def files(site: Path) -> dict[str, bytes]:
    """Read a whole site."""
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in site.rglob("*")
        if file.is_file()
    }


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = copy_example(tmp_path / "school")
    monkeypatch.chdir(copy)
    return copy


@pytest.mark.parametrize("kind", ["starter", pytest.param("example", marks=pytest.mark.long)])
def test_mkdocs_build_and_wayfolio_build_give_the_same_bytes(kind: str, tmp_path: Path) -> None:
    make = new_school if kind == "starter" else copy_example
    school = make(tmp_path / "school")
    settings = school / "competencies/school.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text if "as_of:" in text else f"{text}as_of: {TODAY}\n", "utf-8")
    assert build_site(BuildRequest(root=school, today=TODAY, folder=tmp_path / "site")).is_clean
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(
        command, cwd=school, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr

    assert files(school / "site") == files(tmp_path / "site")


def test_a_build_that_finds_a_mistake_leaves_the_old_site_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    school = copy_published(tmp_path).root
    monkeypatch.chdir(school)
    before = files(school / "site")
    (school / "portfolios/ana/plan.yml").write_text("intrests: [boats]\n", "utf-8")

    assert main(["build"]) == 1

    assert files(school / "site") == before
    said = capsys.readouterr().out
    assert "portfolios/ana/plan.yml:" in said
    assert "did you mean “interests”?" in said
    assert "the site is as it was" in said


@pytest.mark.long
def test_check_says_that_there_is_nothing_to_mend(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "no errors: 13 learners"
    assert [line.partition(":")[0] for line in said[:-1]] == ["es", "ar"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["explain", "amarra"], "there is no learner amarra; did you mean amara?"),
        (["explain", "amara", "MTH.11"], "milestone or pathway MTH.11; did you mean MTH.1"),
        (["new", "school", "portfolios"], "portfolios is not empty: choose another name"),
        (["build", "--site", "."], "holds the school's sources: choose a folder of its own"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    school: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(arguments) == 2
    assert says in capsys.readouterr().err


def test_explain_prints_the_figures_with_their_ratings(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "teo", "LIT.2"]) == 0
    said = capsys.readouterr().out
    assert "Level: 6.5" in said
    assert "60%" in said
    assert "does not count: 5" in said


def test_try_needs_no_school(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yml").write_text(
        "policy: average\nskills:\n  A.1: {required: 2, ratings: [8, 9, M]}\n", "utf-8"
    )
    assert main(["try", "one.yml", "--policy", "highest"]) == 0
    assert "Level: 9" in capsys.readouterr().out

    assert main(["try", "one.yml", "--policy", "hihgest"]) == 2
    assert "there is no policy hihgest; did you mean highest?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["explain", "amara"],
        pytest.param(["explain", "amara", "--format", "json"], marks=pytest.mark.long),
        pytest.param(["check"], marks=pytest.mark.long),
        pytest.param(["check", "--format", "sarif"], marks=pytest.mark.long),
        pytest.param(["report", "amara"], marks=pytest.mark.long),
        pytest.param(["groups", "harbor-11"], marks=pytest.mark.long),
        pytest.param(["forget", "amara"], marks=pytest.mark.long),
        ["migrate"],
        pytest.param(["new-year", "2027-08-23"], marks=pytest.mark.long),
        ["try", "nothing.yml"],
        pytest.param(["build", "--no-search", "--jobs", "1"], marks=pytest.mark.long),
    ],
    ids=" ".join,
)
def test_a_command_ends_quietly_when_nobody_reads_any_more(
    command: list[str], school: Path
) -> None:
    """As in `wayfolio explain amara | head`, where also mistakes go to whoever has left."""
    read, written = os.pipe()
    os.close(read)
    run = [sys.executable, "-c", "import sys; from wayfolio.cli.main import main; sys.exit(main())"]
    done = subprocess.run(
        [*run, *command], cwd=school, stdout=written, stderr=subprocess.PIPE, check=False
    )
    os.close(written)

    said = done.stderr.decode()
    assert "Traceback" not in said
    assert "BrokenPipe" not in said
    assert "Exception ignored" not in said
