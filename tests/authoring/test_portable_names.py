"""Names that no folder can have are never written: another is chosen, or nothing is."""

from pathlib import Path

import pytest

from clones import LOGINS
from report import SMALL, write
from samples import sample
from wayfolio.cli.main import main
from wayfolio.write.texts import slug

RESERVED = ("search", "family", "by", "new", "site", "index", "badges")
DEVICES = ("con", "aux", "nul", "prn", "com1", "lpt9")


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, {**SMALL, **LOGINS})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def everything(root: Path) -> set[str]:
    """Return the paths of everything below a folder."""
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


@pytest.mark.parametrize("first", sample([*DEVICES, *RESERVED], 4))
def test_a_learner_whose_name_no_folder_can_have_gets_a_number(school: Path, first: str) -> None:
    name = f"{first.capitalize()} Brady"

    assert main(["new", "learner", "--name", name, "--group", "harbor"]) == 0
    assert (school / f"portfolios/{first}-1/learner.yml").is_file()
    assert main(["check"]) == 0


@pytest.mark.parametrize("learner", [*DEVICES, *RESERVED, "Con", "a b", "../x", "a.", "ä", "-a"])
def test_an_id_that_cannot_be_is_refused_with_nothing_written(
    school: Path, learner: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(school)

    assert main(["new", "learner", "--name", "Bo Ek", "--group", "harbor", "--", learner]) == 2
    assert everything(school) == before
    assert learner in capsys.readouterr().err


@pytest.mark.parametrize("first", sample([*DEVICES, *RESERVED], 4))
def test_an_import_gives_such_a_learner_a_number(school: Path, first: str) -> None:
    rows = f"name,group\n{first.capitalize()} Brady,harbor\n{first.capitalize()} Ek,harbor\n"
    (school / "list.csv").write_text(rows)

    assert main(["import", "learners", "list.csv", "--write"]) == 0
    assert (school / f"portfolios/{first}-1/learner.yml").is_file()
    assert (school / f"portfolios/{first}-ek/learner.yml").is_file()
    assert main(["check"]) == 0


def test_an_import_leaves_out_a_row_whose_id_cannot_be(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "id,name,group\ncon,Con Brady,harbor\n../x,Bo Ek,harbor\ncy,Cy Ito,harbor\n"
    (school / "list.csv").write_text(rows)

    assert main(["import", "learners", "list.csv", "--write"]) == 0
    assert (school / "portfolios/cy/learner.yml").is_file()
    assert not (school / "portfolios/con").exists()
    assert "Con Brady: Windows keeps “con” for a device" in capsys.readouterr().out
    assert main(["check"]) == 0


@pytest.mark.parametrize("title", ["Con", "AUX!", "Nul", "Lpt1", "Com 1", "A" * 200, "?", "Ánh"])
def test_work_of_any_title_gets_a_name_that_every_computer_can_hold(
    school: Path, title: str
) -> None:
    words = ["new", "evidence", "ana", "--title", title, "--text", "Done", "--date", "2026-03-01"]

    assert main(words) == 0
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    ("title", "name"),
    [("Con", "con-1"), ("Console", "console"), ("com1", "com1-1"), ("Aux & co", "aux-co")],
)
def test_a_slug_is_no_device(title: str, name: str) -> None:
    assert slug(title) == name


def test_a_mistake_anywhere_takes_back_what_was_written(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the check reports it at a folder, and not at the file that was written."""
    monkeypatch.setattr("wayfolio.authoring.new.find_unfit_id", lambda _: None)
    before = everything(school)

    assert main(["new", "learner", "search", "--name", "S Ek", "--group", "harbor"]) == 1
    assert everything(school) == before
