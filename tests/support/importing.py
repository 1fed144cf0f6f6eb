"""A school for imports, and imports that are made twice."""

from pathlib import Path

import pytest

from clones import LOGINS
from report import SMALL, write
from wayfolio.cli.main import main


def write_school(root: Path) -> Path:
    """Write a small school with the groups harbor and brook, and the learners ana and ben."""
    groups = str(LOGINS["competencies/school.yml"]).rstrip()
    more = f"{groups}\n          - {{id: brook, title: Brook House}}\n"
    write(root, {**SMALL, **LOGINS, "competencies/school.yml": more})
    return root


def read_files(root: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {f.relative_to(root).as_posix(): f.read_bytes() for f in root.rglob("*") if f.is_file()}


def run_import(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int = 0) -> str:
    """Run one import, and return what it says."""
    assert main(["import", *arguments]) == code
    said = capsys.readouterr()
    return said.out + said.err


def import_twice(arguments: list[str], root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Import, see that the school is right, and import again: nothing may change."""
    said = run_import([*arguments, "--write"], capsys)
    assert main(["check"]) == 0, capsys.readouterr().out
    before = read_files(root)
    capsys.readouterr()
    assert "nothing is new" in run_import([*arguments, "--write"], capsys)
    assert read_files(root) == before
    return said


def lines_with(outcome: str, said: str, source: Path | str = "") -> list[str]:
    """Return the lines with an outcome, without the name of the file."""
    lines = [line for line in said.splitlines() if line.startswith(f"{outcome}: ")]
    return [line.removeprefix(f"{outcome}: ").replace(f"{source}, ", "") for line in lines]
