"""An inquiry goes from one school to another as a file, is repeated there, and names nobody."""

from pathlib import Path
from textwrap import dedent

import pytest

from example_school import ROOT, TODAY
from report import SCHOOL, SMALL, write
from wayfolio.cli.main import main
from wayfolio.load.catalogue import load_catalogue
from wayfolio.load.files import Findings, Folder
from wayfolio.school.read import check_school


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Return another school, which knows the concept too."""
    files = {path: text for path, text in SMALL.items() if not path.startswith("portfolios/ana/e")}
    core = dedent(str(SMALL["competencies/frameworks/core.yml"])).replace("MTH.2", "HL.3")
    ratings = "- {date: 2027-03-03, kind: studio, by: rosa, ratings: {MTH.1: 3}}\n"
    write(
        tmp_path,
        {
            **files,
            SCHOOL: "as_of: 2027-03-12\n" + dedent(str(SMALL[SCHOOL])).lstrip(),
            "competencies/frameworks/core.yml": core,
            "portfolios/ana/demonstrations/2026-27.yml": ratings,
        },
    )
    return tmp_path


def shared(
    what: str, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """Return the file that the example shares."""
    monkeypatch.chdir(ROOT)
    assert main(["share", what, name]) == 0
    return capsys.readouterr().out


def test_an_inquiry_is_repeated_by_another_school(
    other: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = shared("inquiry", "q1", monkeypatch, capsys)

    # Nobody is named, and of fewer than five learners nothing is said: stage-4 before was three.
    assert not any(word in text for word in ("priya", "greta", "brook", "Mateo", "mateo"))
    assert 'before: {"stage-2": 11, "stage-3": 6}' in text
    assert 'after: {"stage-3": 10, "stage-4": 6}' in text
    given = other / "q1-shared.yml"
    given.write_text(text, "utf-8")
    monkeypatch.chdir(other)
    wanted = ["--by", "rosa", "--from", "2027-03-15", "--to", "2027-04-23", "--name", "areas-again"]
    assert main(["adopt", str(given), *wanted]) == 0
    assert main(["adopt", str(given), *wanted]) == 2
    assert "is there already" in capsys.readouterr().err
    assert [str(diagnostic) for diagnostic in check_school(other, TODAY).diagnostics] == []
    findings = Findings()
    read = load_catalogue(Folder(other), findings)
    assert read is not None
    (again,) = read.inquiries
    assert (again.inquiry, again.by, again.confirms, again.version) == (
        "areas-again",
        "rosa",
        "q1",
        1,
    )
    assert again.source == "Confluence Learning Community"
    assert not again.before


def test_an_instrument_is_taken_over_with_its_version(
    other: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = other / "beads.yml"
    given.write_text(shared("instrument", "probe-3-beads", monkeypatch, capsys), "utf-8")
    own = other / "competencies/instruments.yml"
    own.write_text("# Ours.\ninstruments:\n  - {id: own, kind: probe}\n", "utf-8")
    monkeypatch.chdir(other)

    assert main(["adopt", str(given)]) == 0
    assert main(["adopt", str(given)]) == 2

    assert own.read_text("utf-8").startswith(
        "# Ours.\ninstruments:\n  - {id: own, kind: probe}\n  - id"
    )
    assert [str(diagnostic) for diagnostic in check_school(other, TODAY).diagnostics] == []
    read = load_catalogue(Folder(other), Findings())
    assert read is not None
    taken = read.instruments[list(read.instruments)[-1]]
    assert (taken.id, taken.stations) == ("probe-3-beads", ("concrete", "drawn", "symbolic"))
    assert (taken.version, taken.source) == (1, "Confluence Learning Community")


@pytest.mark.parametrize(
    ("text", "more", "says"),
    [
        ("school: A\n", ["--by", "rosa"], "neither an inquiry nor an instrument"),
        ("school: A\ninstrument: {id: x, kind: probe, focus: [HL.9]}\n", [], "no competency or"),
        ("school: A\nweather: fine\n", [], "unknown key"),
        (None, [], "is no file"),
    ],
)
def test_what_cannot_be_taken_over_is_told(
    other: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str | None,
    more: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(other)
    given = other / "given.yml"
    if text is not None:
        given.write_text(text, "utf-8")

    assert main(["adopt", str(given), *more]) != 0
    said = capsys.readouterr()
    assert says in said.out + said.err
    assert not (other / "competencies/instruments.yml").exists()
