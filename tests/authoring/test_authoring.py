"""`wayfolio new` and `wayfolio rate`: what somebody says becomes a file that passes the check."""

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from clones import LOGINS
from photos import write_photo
from report import SMALL, write
from wayfolio.cli.main import main
from wayfolio.media.location import has_location

SUPPORT = "portfolios/ana/supports/tut.yml"
MORE = {
    "portfolios/ben/supports/tut.yml": """
        kind: tutoring
        by: cal
        planned: {from: 2026-10-05, minutes: 45, per_week: 3, weeks: 12}
        """,
    SUPPORT: """
        kind: tutoring
        by: cal
        planned: {from: 2026-10-05, minutes: 45, per_week: 3, weeks: 12}
        sessions:
          - {date: 2026-10-08, minutes: 0, status: away, why: school trip}
          # The first real one.
          - {date: 2026-10-16, minutes: 45, status: present}

        # How it ends.
        exit: {level: MTH.1, at_least: 3}
        """,
}


QUICK = "This was a quick check of what was written."


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, {**SMALL, **LOGINS, **MORE})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_piece_of_evidence_with_accents_and_a_photo_is_written_ready(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = write_photo(tmp_path / "Água IMG_01.JPG")
    facts = ["--title", "Água & dados: o rio", "--shows", "MTH.1", "MTH.2"]
    said = [
        "--text",
        "Medi o rio.\n\nEstava frio.",
        "--photo",
        str(picture),
        "--alt",
        "O rio: azul",
    ]

    assert main(["new", "evidence", "ana", *facts, *said]) == 0

    folder = school / "portfolios/ana/evidence"
    assert (folder / "2027-03-12-agua-dados-o-rio.md").read_text("utf-8") == (
        '---\ntitle: "Água & dados: o rio"\ndate: 2027-03-12\nkind: artifact\n'
        "shows: [MTH.1, MTH.2]\n"
        'files: [{path: agua-img-01.webp, alt: "O rio: azul"}]\n'
        "visibility: family\n---\nMedi o rio.\n\nEstava frio.\n"
    )
    content = (folder / "agua-img-01.webp").read_bytes()
    assert not has_location(content)
    assert Image.open(io.BytesIO(content)).size == (1200, 1600)
    assert main(["check"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize(
    ("command", "path", "holds"),
    [
        (
            ["learner", "--name", "Cléo van Dijk", "--group", "harbor", "--login", "cleo-v"],
            "portfolios/cleo/learner.yml",
            '{full: "Cléo van Dijk", first: "Cléo"}\ngroup: harbor\nlogins: [cleo-v]\n'
            'programmes: [{pathway: years, stage: "9", from: 2027-03-12}]\n',
        ),
        (
            [
                *("demonstration", "ana", "--by", "rosa", "--kind", "interview", "--rate"),
                *("MTH.1=3", "MTH.2=M", "--note", "Counts in twos."),
            ],
            "portfolios/ana/demonstrations/2026-27.yml",
            "ratings: {MTH.1: 3}\n- date: 2027-03-12\n  kind: interview\n  by: rosa\n"
            "  ratings: {MTH.1: 3, MTH.2: M}\n  note: Counts in twos.\n",
        ),
        (
            ["session", "ana", "--minutes", "30", "--ticket", "2/3", "--date", "2026-10-20"],
            SUPPORT,
            "status: present}\n  - {date: 2026-10-20, minutes: 30, status: present,"
            ' ticket: "2/3"}\n\n# How it ends.\n',
        ),
        (
            [
                *("task", "--title", "Map the bus", "--due", "2027-03-19", "--by", "rosa"),
                *("--group", "harbor", "--shows", "MTH.1", "--text", "Ride it once."),
            ],
            "portfolios/_groups/2027-03-12-map-the-bus.yml",
            "task: {title: Map the bus, due: 2027-03-19, text: Ride it once., shows: [MTH.1],"
            " group: harbor}\n",
        ),
        (
            [
                *("task", "--title", "Map the bus", "--due", "2027-03-19", "--by", "rosa"),
                *("--learner", "ana"),
            ],
            "portfolios/_groups/2027-03-12-map-the-bus.yml",
            "task: {title: Map the bus, due: 2027-03-19}\nlearners:\n  ana: {}\n",
        ),
        (
            ["session", "ben", "--status", "away", "--why", "ill", "--date", "2026-10-20"],
            "portfolios/ben/supports/tut.yml",
            "weeks: 12}\nsessions:\n  - {date: 2026-10-20, minutes: 0, status: away, why: ill}\n",
        ),
    ],
)
def test_what_is_given_as_options_is_written_as_people_would(
    command: list[str], path: str, holds: str, school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", *command]) == 0

    assert holds in (school / path).read_text("utf-8")
    assert QUICK in capsys.readouterr().out
    assert main(["check"]) == 0


def test_a_group_is_rated_by_options_in_one_file(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ratings = ["--set", "ana:MTH.1=4", "--set", "ben:MTH.1=M", "--set", "ben:MTH.2=2"]

    assert main(["rate", "harbor", "--by", "rosa", "cal", "--kind", "talk", *ratings]) == 0

    assert (school / "portfolios/_groups/2027-03-12-harbor.yml").read_text("utf-8") == (
        "date: 2027-03-12\nkind: talk\nby: [rosa, cal]\n"
        "learners:\n  ana: {MTH.1: 4}\n  ben: {MTH.1: M, MTH.2: 2}\n"
    )
    assert QUICK in capsys.readouterr().out
    assert main(["check"]) == 0


def typed_into(school: Path, command: list[str], keys: str) -> tuple[int, str]:
    """Run a command at a terminal, type something, and return exit code and what was shown."""
    mine, theirs = pty.openpty()
    run = [sys.executable, "-m", "wayfolio.cli.main", *command]
    with subprocess.Popen(run, cwd=school, stdin=theirs, stdout=subprocess.PIPE, text=True) as done:
        os.write(mine, keys.encode())
        shown = done.communicate(timeout=120)[0]
    os.close(mine)
    os.close(theirs)
    return done.returncode, shown


def test_a_round_of_ratings_is_typed_and_asks_only_what_it_cannot_know(school: Path) -> None:
    code, shown = typed_into(school, ["rate", "harbor"], "rosa\ntalk\nMTH.1, MTH.2\n4\n?\nm\n\n3\n")

    assert code == 0
    assert (school / "portfolios/_groups/2027-03-12-harbor.yml").read_text("utf-8") == (
        "date: 2027-03-12\nkind: talk\nby: rosa\n"
        "learners:\n  ana: {MTH.1: 4}\n  ben: {MTH.1: M, MTH.2: 3}\n"
    )
    assert shown.count("MTH.1: Numbers") == 2
    assert "     4  Done" in shown


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (["evidence", "ana"], 2, "--title is missing"),
        (["evidence", "anna", "--title", "T", "--text", "t"], 2, "did you mean ana?"),
        (["evidence", "ana", "--title", "T", "--text", "t", "--name", "bridge"], 2,
         "ana has work at the address “bridge” already"),
        (["evidence", "ana", "--title", "T", "--text", "t", "--shows", "MTH.9"], 1, "MTH.9"),
        (["demonstration", "ana", "--by", "rosa", "--kind", "talk", "--rate", "MTH.1=9"], 1,
         "9 is not a level of this scale"),
        (["evidence", "ana", "--title", "T", "--text", "t", "--photo", "a.heic", "--alt", "x"], 2,
         "save it as JPEG"),
        (["learner", "ana", "--name", "Ana B", "--group", "harbor"], 2, "choose another id"),
        (["session", "ana", "--support", "tu", "--minutes", "3"], 2, "did you mean tut?"),
    ],
)  # fmt: skip
def test_what_would_be_wrong_is_told_and_nothing_is_written(
    command: list[str], code: int, says: str, school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {file: file.read_bytes() for file in school.rglob("*") if file.is_file()}

    assert main(["new", *command]) == code

    printed = capsys.readouterr()
    assert says in printed.out + printed.err
    assert {file: file.read_bytes() for file in school.rglob("*") if file.is_file()} == before


def test_nothing_is_written_by_way_of_a_link(school: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (school / "portfolios/_groups").symlink_to(outside)

    assert main(["rate", "harbor", "--by", "rosa", "--kind", "a", "--set", "ana:MTH.1=4"]) == 2

    assert list(outside.iterdir()) == []
