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
def test_an_import_gives_such_a_learner_another_id(school: Path, first: str) -> None:
    rows = f"name,group\n{first.capitalize()} Brady,harbor\n{first.capitalize()} Ek,harbor\n"
    (school / "list.csv").write_text(rows)

    assert main(["import", "learners", "list.csv", "--write"]) == 0
    assert len(list(school.glob(f"portfolios/{first}-*/learner.yml"))) == 2
    assert (school / f"portfolios/{first}-ek/learner.yml").is_file()
    assert main(["check"]) == 0


def test_an_import_gives_a_folder_that_can_be_to_a_row_whose_id_cannot(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "id,name,group\ncon,Con Brady,harbor\n../x,Bo Ek,harbor\ncy,Cy Ito,harbor\n"
    (school / "list.csv").write_text(rows)

    assert main(["import", "learners", "list.csv", "--write"]) == 0
    written = {path.parent.name for path in school.glob("portfolios/*/learner.yml")}
    assert {"con-1", "bo", "cy"} <= written
    assert "taken: list.csv, line 2: con-1: Con Brady, harbor" in capsys.readouterr().out
    assert main(["check"]) == 0


@pytest.mark.parametrize("title", ["Con", "AUX!", "Nul", "Lpt1", "Com 1", "A" * 200, "?", "Ánh"])
def test_work_of_any_title_gets_a_name_that_every_computer_can_hold(
    school: Path, title: str
) -> None:
    words = ["new", "evidence", "ana", "--title", title, "--text", "Done", "--date", "2026-03-01"]

    assert main(words) == 0
    assert main(["check"]) == 0


SAME_TITLES = [
    ("测量风速", "ce-liang-feng-su"),
    ("画风向标", "hua-feng-xiang-biao"),
    ("سرعة الرياح", "srh-lryh"),
    ("Raft", "raft"),
    ("Con", "con"),
    ("🎉", "evidence"),
]


@pytest.mark.parametrize(("title", "name"), SAME_TITLES)
def test_work_of_the_same_title_gets_a_number_on_the_same_day_and_on_another(
    school: Path, title: str, name: str
) -> None:
    for day in ("2026-03-01", "2026-03-01", "2026-03-02"):
        assert add_work("--title", title, "--date", day) == 0
    stems = sorted(path.stem for path in (school / "portfolios/ana/evidence").glob("2026*.md"))

    first = 1 if name in ("con", "evidence") else None
    numbers = [f"-{first}" if first else "", "-2", "-3"]
    days = ["2026-03-01", "2026-03-01", "2026-03-02"]
    assert stems == sorted(f"{day}-{name}{n}" for day, n in zip(days, numbers, strict=True))
    assert main(["check"]) == 0


def add_work(*options: str) -> int:
    """Add a piece of work to Ana's portfolio."""
    return main(["new", "evidence", "ana", "--text", "Done", *options])


def test_an_earlier_address_of_other_work_is_taken(school: Path) -> None:
    assert add_work("--title", "Raft", "--date", "2026-03-01") == 0
    (file,) = (school / "portfolios/ana/evidence").glob("*-raft.md")
    file.write_text(file.read_text().replace("kind:", "aliases: [boat]\nkind:"))

    assert add_work("--title", "Boat", "--date", "2026-03-02") == 0
    assert (school / "portfolios/ana/evidence/2026-03-02-boat-2.md").is_file()
    assert main(["check"]) == 0


def test_somebody_may_choose_the_end_of_an_address(school: Path) -> None:
    assert add_work("--title", "测量风速", "--date", "2026-03-01", "--name", "wind") == 0
    assert (school / "portfolios/ana/evidence/2026-03-01-wind.md").is_file()


@pytest.mark.parametrize("name", ["bridge", "con", "../x", "a b", "风", "-a", "A", "a" * 65, ""])
def test_an_end_that_cannot_be_is_refused_with_nothing_written(
    school: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add_work("--title", "Bridge", "--date", "2026-03-01") == 0
    before = everything(school)

    assert add_work("--title", "Raft", f"--name={name}") == 2
    assert everything(school) == before
    assert f"“{name}”" in capsys.readouterr().err


LEARNERS = [
    (["李小龙", "王 小明"], ["li-xiao-long", "wang"]),
    (["محمد", "Łukasz Nowak"], ["mhmd", "lukasz"]),
    (["🎉", "🚀"], ["learner-1", "learner-2"]),
    (["Bo Ek", "Bo Ito", "Bo Ito Ek"], ["bo", "bo-ito", "bo-ito-ek"]),
    (["Bo-Ito", "Bo-Ito Ek", "Bo-Ito-Ek"], ["bo-ito", "bo-ito-ek", "bo-ito-ek-2"]),
    (["Search Ek", "Search Ito"], ["search-1", "search-ito"]),
]


@pytest.mark.parametrize(("names", "ids"), LEARNERS)
def test_new_learners_get_ids_that_can_be_read_and_differ(
    school: Path, names: list[str], ids: list[str]
) -> None:
    for name in names:
        assert main(["new", "learner", "--name", name, "--group", "harbor"]) == 0

    assert all((school / f"portfolios/{learner}/learner.yml").is_file() for learner in ids)
    assert main(["check"]) == 0


@pytest.mark.parametrize("name", ["Bo Ek", "bo ek", "Bó Ek"])
def test_somebody_who_is_called_so_already_may_be_the_same_person(
    school: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "learner", "--name", "Bo Ek", "--group", "harbor"]) == 0
    before = everything(school)

    assert main(["new", "learner", "--name", name, "--group", "harbor"]) == 2
    assert everything(school) == before
    assert "bo is called Bo Ek already" in capsys.readouterr().err
    assert main(["new", "learner", "bo-2", "--name", name, "--group", "harbor"]) == 0


@pytest.mark.parametrize(("title", "name"), [("Bus map", "bus-map"), ("地图", "de-tu")])
def test_tasks_and_occasions_of_one_title_get_a_number(school: Path, title: str, name: str) -> None:
    day = ["--date", "2026-03-01", "--by", "rosa"]
    task = ["new", "task", "--title", title, "--due", "2026-03-20", "--group", "harbor"]
    rate = ["rate", "harbor", "--title", title, "--kind", "studio", "--set", "ana:MTH.1=3"]
    for command in (task, task, rate):
        assert main([*command, *day]) == 0

    files = sorted(path.name for path in (school / "portfolios/_groups").iterdir())
    assert files == sorted(f"2026-03-01-{name}{number}.yml" for number in ("", "-2", "-3"))
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
