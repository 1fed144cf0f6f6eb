"""What systems, editors and programs leave beside what people write."""

from pathlib import Path

import pytest

from report import BRIDGE, TODAY, school
from wayfolio.model.file_names import find_unportable, fold_name, is_litter
from wayfolio.school.read import check_school

EVIDENCE = "portfolios/ana/evidence"
LEFT_BEHIND = (
    *(".DS_Store", "._2027-03-01-bridge.md", ".AppleDouble", "Icon\r", ".localized", "._.DS_Store"),
    *("Thumbs.db", "thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini", ".directory"),
    *("~$letter.docx", "~WRL0001.tmp", ".~lock.roster.ods#", ".~lock.my work.docx#"),
    *("2027-03-01-bridge.md~", "#notes.md#", ".#notes.md", ".plan.yml.swp", ".x.swo", "x.swp"),
    *("plan.yml.bak", "plan.yml.orig", "plan.yml.rej", "learner.yml.old", "a.tmp", "A.TMP"),
    *("film.mp4.part", "film.mp4.crdownload", ".nfs000000000a1b2c3d", ".fuse_hidden0001"),
    *(".gitkeep", ".keep", ".dropbox", ".owncloudsync.log", ".sync_4f.db"),
)
FOLDERS_LEFT_BEHIND = ("__MACOSX", ".Trash-1000", "$RECYCLE.BIN", ".idea", ".vscode", ".stfolder")
WRITTEN = (
    *("learner.yml", "plan.yml", "2027-03-01-bridge.md", "bridge.png", "docs.docx", "4913", "old"),
    *("tmp", "part", "icon", "thumbs", "roster.xlsx", "index.md", ".htaccess", ".gitattributes"),
    *("desktop.md", "conference.md", "lock.md", "bak.md", "download", ".wayfolio"),
)
PLACES = ("portfolios", "portfolios/ana", EVIDENCE, "competencies", "competencies/frameworks")


@pytest.mark.parametrize("name", [*LEFT_BEHIND, *FOLDERS_LEFT_BEHIND])
def test_what_nobody_wrote_is_known_by_its_name(name: str) -> None:
    assert is_litter(name)


@pytest.mark.parametrize("name", WRITTEN)
def test_what_somebody_may_have_written_is_looked_at(name: str) -> None:
    assert not is_litter(name)


@pytest.mark.parametrize("place", PLACES)
def test_what_systems_leave_where_people_write_is_passed_over(place: str) -> None:
    with school() as root:
        for name in LEFT_BEHIND:
            (root / place / name).write_bytes(b"\0\1")
        for name in FOLDERS_LEFT_BEHIND:
            (root / place / name / "inner").mkdir(parents=True)
            (root / place / name / "inner" / "x.md").write_text("x")

        assert check_school(root, TODAY).diagnostics == ()


def test_a_link_is_told_whatever_its_name(tmp_path: Path) -> None:
    with school() as root:
        (root / EVIDENCE / ".DS_Store").symlink_to(tmp_path)

        (diagnostic,) = check_school(root, TODAY).diagnostics

    assert diagnostic.message == "this is a link or a special file"


@pytest.mark.parametrize("left", [(), ("evidence",), ("evidence", "supports/deeper")])
def test_an_empty_folder_is_no_learner(left: tuple[str, ...]) -> None:
    """Git removes a learner's files from a working copy, and may leave the folders."""
    with school() as root:
        for folder in ("", *left):
            (root / "portfolios/old-one" / folder).mkdir(parents=True, exist_ok=True)
        (root / "portfolios/old-one/.DS_Store").write_bytes(b"\0")

        report = check_school(root, TODAY)

    assert (report.diagnostics, report.learners) == ((), 1)


def test_a_folder_with_work_and_no_learner_file_is_told() -> None:
    with school({BRIDGE.replace("/ana/", "/ben/"): "---\ntitle: x\n---\n"}) as root:
        diagnostics = check_school(root, TODAY).diagnostics

    assert "portfolios/ben/learner.yml" in [diagnostic.at.path for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("con", "device"),
        ("CON.md", "device"),
        ("aux.png", "device"),
        ("com1", "device"),
        ("lpt9.tar.gz", "device"),
        ("nul ", "device"),
        ("CONIN$", "device"),
        ("a.", "dot"),
        ("a ", "blank"),
        (" a", "blank"),
        ("a:b", "characters"),
        ("a?", "characters"),
        ("a\tb", "characters"),
        ("a" * 101, "100 characters"),
    ],
)
def test_a_name_that_not_every_computer_holds_has_a_reason(name: str, why: str) -> None:
    assert why in (find_unportable(name) or "")


@pytest.mark.parametrize(
    "name", ["console", "auxiliary", "com10", "null", "a.b", "Ánh.md", "conifer.png"]
)
def test_a_usual_name_is_no_trouble(name: str) -> None:
    assert find_unportable(name) is None


def test_names_that_some_computers_hold_to_be_one_are_one() -> None:
    assert fold_name("Cafe\u0301.md") == fold_name("CAFÉ.MD")
    assert fold_name("cafe.md") != fold_name("café.md")
