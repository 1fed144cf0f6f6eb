"""A machine that lacks room says so in a sentence, and nothing half published stands there."""

import errno
import sqlite3
from pathlib import Path

import pytest

from growing_school import new_school
from report import TODAY
from wayfolio.build import api, learner_unit
from wayfolio.build.cache import BuildCache
from wayfolio.build.request import BuildRequest
from wayfolio.cli.main import main
from wayfolio.school.read import Report

FULL: dict[str, Exception] = {
    "no space": OSError(errno.ENOSPC, "No space left on device"),
    "no quota": OSError(errno.EDQUOT, "Disk quota exceeded"),
    "the database": sqlite3.OperationalError("database or disk is full"),
}


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = new_school(tmp_path / "school")
    monkeypatch.chdir(root)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("wayfolio.cli.main.school_today", lambda _root: TODAY)
    return root


def _fill(monkeypatch: pytest.MonkeyPatch, where: str, error: Exception) -> None:
    """Let the disk be full from a point of the build on."""

    def fail(*_: object, **__: object) -> None:
        raise error

    places: dict[str, tuple[object, str]] = {
        "pages": (learner_unit, "write_changed"),
        "cache": (BuildCache, "commit"),
        "exchange": (Path, "rename"),
    }
    monkeypatch.setattr(*places[where], fail)


@pytest.mark.parametrize("kind", FULL)
def test_a_full_disk_is_a_sentence_and_exit_code_2(
    kind: str,
    school: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_: BuildRequest) -> Report:
        raise FULL[kind]

    monkeypatch.setattr(api, "build_site", fail)

    assert main(["build"]) == 2

    said = capsys.readouterr().err
    assert (
        said == "wayfolio: the disk is full: make room, then build again; nothing was published\n"
    )


@pytest.mark.parametrize("where", ["pages", "cache", "exchange"])
def test_a_first_build_without_room_publishes_nothing_and_the_next_one_all(
    where: str, school: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        _fill(patch, where, FULL["no space"])
        assert main(["build", "--no-search", "--jobs", "1"]) == 2

    said = capsys.readouterr().err
    assert "the disk is full" in said
    # Where only the cache has no room, the site is whole already, and that is said.
    assert ("nothing was published" in said) is not (school / "site").exists()
    assert (school / "site").exists() is (where == "cache")
    assert where != "cache" or (school / "site/learners/ana/index.html").is_file()
    assert not [
        file for file in school.iterdir() if file.name.startswith(".site") and any(file.iterdir())
    ]
    assert main(["build", "--no-search", "--jobs", "1"]) == 0
    assert (school / "site/learners/ana/index.html").is_file()
