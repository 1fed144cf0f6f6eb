"""What tests of imports share: a school in a folder, and an import that is repeated."""

import os
from pathlib import Path

import pytest

from clones import LOGINS
from report import SMALL, write
from wayfolio.cli.main import main

FUZZ_SECONDS = float(os.environ.get("WAYFOLIO_FUZZ_SECONDS", "20"))
"""How long a long run feeds random files to one importer. Set it to 600 for ten minutes."""


def write_school(root: Path) -> None:
    """Write a small school with logins and two groups."""
    more = {
        "competencies/school.yml": str(LOGINS["competencies/school.yml"]).rstrip()
        + "\n          - {id: brook, title: Brook House}\n",
    }
    write(root, {**SMALL, **LOGINS, **more})


def state(root: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder."""
    return {f.relative_to(root).as_posix(): f.read_bytes() for f in root.rglob("*") if f.is_file()}


def twice(arguments: list[str], root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Import, see that the school is right, and import again: nothing may change."""
    assert main([*arguments, "--write"]) == 0
    said = capsys.readouterr().out
    assert main(["check"]) == 0, capsys.readouterr().out
    before = state(root)
    assert main([*arguments, "--write"]) == 0
    assert state(root) == before
    assert "nothing is new" in capsys.readouterr().out
    return said


def run_import(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int = 0) -> str:
    """Run one import, and return what it says."""
    assert main(["import", *arguments]) == code
    said = capsys.readouterr()
    return said.out + said.err


def import_twice(arguments: list[str], root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Import twice: the second time, nothing may change."""
    return twice(["import", *arguments], root, capsys)


def lines_with(outcome: str, said: str, source: Path | str = "") -> list[str]:
    """Return the lines with an outcome, without the name of the file."""
    lines = [line for line in said.splitlines() if line.startswith(f"{outcome}: ")]
    return [line.removeprefix(f"{outcome}: ").replace(f"{source}, ", "") for line in lines]
