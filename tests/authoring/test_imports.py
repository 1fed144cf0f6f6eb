"""`wayfolio import`, `new-year` and `migrate`: what is taken, changed and left; twice is once."""

import zipfile
from pathlib import Path

import pytest

from clones import LOGINS
from imports import state, write_school
from report import write
from wayfolio.cli.main import main


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "school"
    write_school(root)
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("slate", "a,b\n1,2\n", "has no column code, type, descriptor"),
        ("case", "[]", "is not a CASE package"),
        ("case", '{"CFDocument": {}, "CFItems": []}', "is not a CASE package"),
        ("slate-ratings", "a,b\n1,2\n", "has no column demonstration id, student name, skill"),
    ],
)
def test_a_file_of_another_kind_is_told_and_nothing_is_written(
    kind: str,
    text: str,
    says: str,
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").write_text(text)
    before = state(school)

    assert main(["import", kind, str(tmp_path / "file")]) == 2

    assert says in capsys.readouterr().err
    assert state(school) == before


# ---- a new year, a new version -------------------------------------------------------------------


def test_a_new_year_is_a_diff_first_and_then_moves_begins_and_puts_away(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        school,
        {
            "competencies/pathways/years.yml": """
            pathway: years
            title: Years
            kind: stages
            stages:
              - {code: "9", level: 3}
              - {code: "10", level: 3}
            """,
            "portfolios/cy/learner.yml": "name: {full: Cy B, first: Cy}\ngroup: brook\n",
        },
    )
    before = state(school)
    command = ["new-year", "2027-08-23", "--move", "harbor=brook", "--leave", "brook"]
    command += ["--next-stage", "years"]

    assert main(command) == 0

    shown = capsys.readouterr().out
    assert state(school) == before
    assert "-group: harbor\n+group: brook" in shown
    assert '+  - {pathway: years, stage: "10", from: 2027-08-23}' in shown
    assert "add --write" in shown

    assert main([*command, "--write"]) == 0
    assert main(["check"]) == 0
    assert not (school / "portfolios/cy").exists()
    with zipfile.ZipFile(school / "archive/2027-08-23-cy.zip") as archive:
        assert archive.read("cy/learner.yml") == before["portfolios/cy/learner.yml"]


def test_programmes_end_and_begin_with_a_new_year(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    college = "pathway: college\ntitle: College\nkind: stages\nstages: [{code: A}, {code: B}]\n"
    write(school, {"competencies/pathways/college.yml": college})
    file = school / "portfolios/ana/learner.yml"
    later = '  - {pathway: years, stage: "9", from: 2026-08-24}\n'
    earlier = later.replace("2026", "2025")
    file.write_text(file.read_text("utf-8").replace(later, earlier + later), "utf-8")
    command = ["new-year", "2027-08-23", "--move", "harbor=brook", "--end", "years"]
    command += ["--begin", "college", "--write"]

    assert main(command) == 0

    said = capsys.readouterr().out
    assert "changed: ana: brook, years ends, college A" in said
    text = file.read_text("utf-8")
    assert (
        'programmes:\n  - {pathway: years, stage: "9", from: 2025-08-24, to: 2027-08-22}\n'
        '  - {pathway: years, stage: "9", from: 2026-08-24, to: 2027-08-22}\n'
        "  - {pathway: college, stage: A, from: 2027-08-23}\n"
    ) in text
    assert main(["check"]) == 0


def test_learners_whom_the_program_wrote_itself_move_a_year_later(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stages = "pathway: years\ntitle: Y\nkind: stages\nstages: [{code: '9'}, {code: '10'}]\n"
    write(school, {"competencies/pathways/years.yml": stages})
    (tmp_path / "list.csv").write_text("name,group\nCy Ito,harbor\nDi Oh,brook\n")
    assert main(["new", "learner", "--name", "Ed Ek", "--group", "harbor"]) == 0
    assert main(["import", "learners", str(tmp_path / "list.csv"), "--write"]) == 0
    command = ["new-year", "2027-08-23", "--move", "harbor=brook", "brook=harbor"]

    assert main([*command, "--next-stage", "years", "--begin", "years", "--write"]) == 0

    assert "by hand" not in capsys.readouterr().out
    for learner, group in (("cy", "brook"), ("ed", "brook"), ("di", "harbor")):
        text = (school / f"portfolios/{learner}/learner.yml").read_text("utf-8")
        assert f"group: {group}\n" in text
        assert "from: 2027-08-23}" in text
    assert main(["check"]) == 0


SUPPORT = """
    kind: tutoring
    by: cal
    planned: {{from: {day}, minutes: 45, per_week: 3, weeks: 4}}
    sessions: [{{date: {day}, minutes: 45, status: present, mood: 2}}]
    """


def test_a_new_year_takes_away_what_has_been_kept_long_enough(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = str(LOGINS["competencies/school.yml"])
    group = "date: 2024-09-02\nsupport:\n  kind: menu\n  by: cal\n  planned: {from: 2024-09-02,"
    write(
        school,
        {
            "competencies/school.yml": f"{text}retention: {{leavers: 5, supports: 2}}\n",
            "archive/2022-08-22-di.zip": b"long ago",
            "archive/2023-08-21-ed.zip": b"not long ago",
            "archive/fay.zip": b"nobody knows when",
            "portfolios/ana/supports/old.yml": SUPPORT.format(day="2025-06-02"),
            "portfolios/ana/supports/new.yml": SUPPORT.format(day="2025-09-01"),
            "portfolios/_groups/2024-09-02-menu.yml": group
            + " minutes: 9, per_week: 1, weeks: 9}\n",
        },
    )
    before = state(school)

    assert main(["new-year", "2027-08-23"]) == 0

    said = capsys.readouterr().out
    assert state(school) == before
    assert "-sessions: [{date: 2025-06-02, minutes: 45, status: present, mood: 2}]" in said
    assert [line for line in said.splitlines() if line.startswith(("removed", "left"))] == [
        "removed: archive/2022-08-22-di.zip: it was to be kept until 2027-08-22",
        "removed: portfolios/ana/supports/old.yml: its last day was 2025-06-30, to be kept until"
        " 2027-06-30",
        "removed: portfolios/_groups/2024-09-02-menu.yml: its last day was 2024-11-04, to be kept"
        " until 2026-11-04",
        "left: archive/fay.zip names no day on which somebody left: look at it by hand",
    ]
    assert main(["new-year", "2027-08-23", "--write"]) == 0
    assert main(["check"]) == 0
    gone = {path for path in before if path not in state(school)}
    assert gone == {
        "archive/2022-08-22-di.zip",
        "portfolios/ana/supports/old.yml",
        "portfolios/_groups/2024-09-02-menu.yml",
    }
    capsys.readouterr()
    assert main(["new-year", "2027-08-23", "--write"]) == 0
    assert "removed" not in capsys.readouterr().out


def test_who_is_named_in_a_group_s_file_is_not_put_away(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    occasion = "date: 2027-03-04\nkind: talk\nby: rosa\nlearners: {ben: {MTH.1: 3}}\n"
    write(school, {"portfolios/_groups/2027-03-04-talk.yml": occasion})

    assert main(["new-year", "2027-08-23", "--leave", "harbor", "--write"]) == 0

    assert "left: ben stays while others' files name them" in capsys.readouterr().out
    assert (school / "portfolios/ben/learner.yml").is_file()
    assert not (school / "portfolios/ana").exists()


def test_a_key_of_an_earlier_version_is_renamed_and_all_else_stays_as_it_was(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = school / "competencies/school.yml"
    old = (
        b"# Ours.\r\nname: River School\r\nas_of: 2027-03-12\r\ncalendar:   # of the year\r\n"
        b"  first_day: 2026-08-24\r\n  last_day: 2027-06-11\r\n"
        b"  'hla_windows':  [{id: fall, from: 2026-09-08, to: 2026-09-25}]  # two weeks\r\n"
        b"people: {rosa: {name: Rosa, assessor: teacher}, cal: {name: C, assessor: tutor}}\r\n"
        b"groups: [{id: harbor, title: hla_windows}]\r\n"
    )
    file.write_bytes(old)
    assert main(["check"]) == 1
    capsys.readouterr()

    assert main(["migrate"]) == 0
    assert "+  'windows':" in capsys.readouterr().out
    assert file.read_bytes() == old
    assert main(["migrate", "--write"]) == 0
    assert file.read_bytes() == old.replace(b"'hla_windows'", b"'windows'")
    assert main(["check"]) == 0
    capsys.readouterr()
    assert main(["migrate", "--write"]) == 0
    assert "no file needs to change for this version" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["new-year", "tomorrow"], "tomorrow is not a date: write it like 2027-03-12"),
        (["new-year", "2027-08-23", "--next-stage", "years"], "the groups that --move names"),
        (["new-year", "2027-08-23", "--move", "harbor"], "there is no group"),
        (["import", "learners", "gone.csv"], "gone.csv cannot be read: No such file"),
        (["build", "--jobs", "none"], "none is not a number of processes: use 1 or more"),
    ],
)
def test_what_cannot_be_done_is_told_with_what_to_type(
    command: list[str], says: str, school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = 0
    try:
        code = main(command)
    except SystemExit as ended:
        code = int(str(ended.code))

    assert code == 2
    assert says in capsys.readouterr().err
