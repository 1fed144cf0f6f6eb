"""Editions for staff and for writers never lie where git would take them."""

import subprocess
from pathlib import Path

import pytest

from report import SCHOOL, SMALL, write
from wayfolio.cli.main import main
from wayfolio.publish.starter import new_school
from wayfolio.repository.git import find_missing_ignore

REPOSITORY = "repository: {host: github, name: river/school}\n"
EDITIONS = ("staff", "editors")
FOLDERS = {"staff": "site-staff", "editors": "site-edit"}


def git(root: Path, *words: str) -> str:
    return subprocess.run(
        ["git", "-C", str(root), *words], check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("place", [None, "private/forms", "docs-of-staff"])
def test_a_folder_that_git_would_take_is_refused_with_the_line_to_add(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    edition: str,
    place: str | None,
) -> None:
    root = tmp_path / "repo/school"
    write(root, SMALL)
    with (root / SCHOOL).open("a") as file:
        file.write(REPOSITORY)
    git(tmp_path / "repo", "init", "-q")
    monkeypatch.chdir(root)
    words = ["build", "--edition", edition, *(["--site", place] if place else [])]

    assert main(words) == 2
    folder = place or FOLDERS[edition]
    assert f":  /school/{folder}/" in capsys.readouterr().err
    assert not (root / folder).exists()


def test_a_new_school_keeps_them_out_of_git(tmp_path: Path) -> None:
    root = new_school(tmp_path / "x")
    git(root, "init", "-q")
    folders = ("site", "site-staff", "site-edit", "archive", ".wayfolio", "__MACOSX")
    left = (".DS_Store", "docs/Thumbs.db", "portfolios/._x", "~$a.docx", "a.md~", ".~lock.a.ods#")
    for folder in folders:
        (root / folder).mkdir()
        (root / folder / "x").write_text("x")
    for name in (*left, "Icon\r", "x.bak", "desktop.ini"):
        (root / name).write_text("x")
    wanted = set(git(root, "ls-files", "--others", "--exclude-standard").split("\n"))

    assert {".gitignore", "mkdocs.yml", "competencies/school.yml"} <= wanted
    assert not {
        path for path in wanted if path.startswith((*folders, *left, "Icon", "x.", "desktop"))
    }


def test_outside_a_repository_any_folder_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_missing_ignore(tmp_path / "not/yet/there") is None
    monkeypatch.setenv("PATH", "")
    assert find_missing_ignore(Path(__file__).parent / "site-staff") is None


def test_a_folder_that_is_ignored_will_do(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitignore").write_text("/site-staff/\n")

    assert find_missing_ignore(tmp_path / "site-staff") is None
    assert find_missing_ignore(tmp_path / "site-other") == "/site-other/"
