"""`wayfolio import`, `new-year` and `migrate`: what is taken, changed and left; twice is once."""

import json
import zipfile
from pathlib import Path

import pytest

from clones import LOGINS
from report import SMALL, write
from wayfolio.cli.main import main

SLATE = """Code,Type,Descriptor,Statement,ER
SCI,Content Area,Science,,
SCI.1,Competency,Asking,I can ask questions that can be answered.,3
SCI.1.1,Standard,Ask,"Write a question that starts with ""how much"".",3
SCI.1.2,Standard,Predict,Say what you expect and why,2
SCI.2,Competency,Measuring,I can measure.,2
SCI.2.1,Standard,Measure,Measure twice,2
,Standard,No code,x,1
SCI.9,Note,A remark,x,
"""
CANVAS = """vendor_guid,object_type,title,description,display_name,calculation_method,\
calculation_int,workflow_state,parent_guids,mastery_points,ratings,,,
sci,group,Science,,,,,active,,,,,,
ask,group,Asking,,,,,active,sci,,,,,
a-1,outcome,Ask,Write a question,Ask well,highest,,active,ask,3,4,With reasons,1,With help
a-2,outcome,Measure,Measure twice,,latest,,active,sci,3,4,Alone,1,With help
a-3,outcome,Gone,,,latest,,deleted,sci,3,,,,
loose,outcome,Loose,,,latest,,active,,3,,,,
"""


def item(name: str, said: str, code: str | None = None) -> dict[str, object]:
    return {"identifier": name, "fullStatement": said, "humanCodingScheme": code}


def child(origin: str, parent: str, number: int) -> dict[str, object]:
    return {
        "associationType": "isChildOf",
        "sequenceNumber": number,
        "originNodeURI": {"identifier": origin},
        "destinationNodeURI": {"identifier": parent},
    }


CASE = json.dumps(
    {
        "CFDocument": {
            "identifier": "doc",
            "title": "River science",
            "licenseURI": {"title": "CC BY 4.0"},
        },
        "CFItems": [
            item("i3", "Measure twice: once, and again.", "S.1.1"),
            item("i1", "Science", "S"),
            item("i2", "I can measure.", "S.1"),
            item("i4", "Nobody's"),
        ],
        "CFAssociations": [
            child("i3", "i2", 1),
            child("i2", "i1", 1),
            child("i1", "doc", 1),
            {**child("i2", "i3", 1), "associationType": "isRelatedTo"},
        ],
    }
)
FRAMEWORKS = {
    "slate": ("map.csv", SLATE, ["--pathway", "years"], "1 areas, 2 competencies, 3 skills"),
    "canvas": ("outcomes.csv", CANVAS, [], "1 areas, 2 competencies, 1 skills"),
    "case": ("package.json", CASE, [], "1 areas, 1 competencies, 1 skills"),
}


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "school"
    more = {
        "competencies/school.yml": str(LOGINS["competencies/school.yml"]).rstrip()
        + "\n          - {id: brook, title: Brook House}\n",
    }
    write(root, {**SMALL, **LOGINS, **more})
    monkeypatch.chdir(root)
    return root


def state(root: Path) -> dict[str, bytes]:
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


@pytest.mark.parametrize("kind", FRAMEWORKS)
def test_a_framework_of_another_program_becomes_a_file_that_passes_the_check(
    kind: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, text, options, counted = FRAMEWORKS[kind]
    (tmp_path / name).write_text(text, "utf-8")

    said = twice(["import", kind, str(tmp_path / name), "--id", "taken", *options], school, capsys)

    assert f"taken: competencies/frameworks/taken.yml: {counted}" in said
    written = (school / "competencies/frameworks/taken.yml").read_text("utf-8")
    lefts = {
        "slate": ["line 8: no code or no words", "line 9: Note SCI.9 has no place here"],
        "canvas": ["Gone: deleted", "Loose: in no group"],
        "case": ["i4: below nothing"],
    }
    assert [line.removeprefix("left: ") for line in said.splitlines() if "left: " in line] == (
        lefts[kind]
    )
    holds = {
        "slate": 'evidence_required: {"9": 3}\n        skills:\n          - code: SCI.1.1\n'
        '            statement: "Write a question that starts with \\"how much\\"."\n',
        "canvas": "levels:\n              1: With help\n              4: With reasons\n",
        "case": 'statement: "Measure twice: once, and again."',
    }
    assert holds[kind] in written


RATINGS = """Demonstration Skill ID,Demonstration ID,Student Task ID,Teacher ID,Teacher Username,\
Teacher Name,StudentID,Student Number,Student Username,Student Name,Experience Type,Course Code,\
Section Code,Experience Name,Task Title,Artifact URL,Competency,Skill,Created,Modified,Rating,\
Portfolio,Term Title,Term Handle
1,99,7,4,rosa-a,Rosa Adeyemi,11,A1,ana-l,Ana Lund,Studio,,,River,The weir,http://x.example,MTH,MTH.1,\
09/04/2026 14:03:22 -04:00,,3,9,Fall,f
2,99,7,4,rosa-a,Rosa Adeyemi,11,A1,ana-l,Ana Lund,Studio,,,River,The weir,,MTH,MTH.2,\
09/04/2026 14:03:22 -04:00,,M,10,Fall,f
3,100,,5,zed,Zed Zander,12,A2,,Benedek Kovacs,Work Shop,,,,,,MTH,MTH.1,\
10/02/2026 09:00:00 -04:00,,O,9,,
4,101,,4,rosa-a,Rosa Adeyemi,13,A3,,No One,,,,,,,MTH,MTH.1,10/02/2026 09:00:00 -04:00,,2,9,,
5,101,,4,rosa-a,Rosa Adeyemi,11,A1,,Ana Lund,,,,,,,MTH,MTH.7,10/02/2026 09:00:00 -04:00,,2,9,,
6,101,,4,rosa-a,Rosa Adeyemi,11,A1,,Ana Lund,,,,,,,MTH,MTH.1,10/02/2026 09:00:00 -04:00,,7,9,,
7,101,,4,rosa-a,Rosa Adeyemi,11,A1,,Ana Lund,,,,,,,MTH,MTH.1,10/02/2026 09:00:00 -04:00,,2,12,,
8,101,,4,rosa-a,Rosa Adeyemi,11,A1,,Ana Lund,,,,,,,MTH,MTH.1,soon,,2,9,,
"""
STAGES = """
    pathway: years
    title: Years
    kind: stages
    stages:
      - {code: "9", level: 3}
      - {code: "10", level: 3}
    """


def test_ratings_of_slate_cbl_become_occasions_and_what_has_no_place_is_told(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(school, {"competencies/pathways/years.yml": STAGES})
    (tmp_path / "demonstrations.csv").write_text(RATINGS, "utf-8")
    arguments = ["import", "slate-ratings", str(tmp_path / "demonstrations.csv"), "--by", "cal"]

    said = twice(arguments, school, capsys)

    assert said.splitlines() == [
        "taken: portfolios/ana/demonstrations/slate-2026-27.yml: 1 occasion with 2 ratings",
        "taken: portfolios/ben/demonstrations/slate-2026-27.yml: 1 occasion with 1 rating",
        "left: 1 rating: No One is nobody here",
        "left: 1 rating: the school rates no MTH.7: import the competency map first",
        "left: 1 rating: 7 is no level of steps",
        "left: 1 rating: no stage of years has the level 12",
        "left: line 9: “soon” is not a day such as 09/04/2019",
        "left: titles of tasks, 2 times: there is no place for them",
        "left: addresses of artifacts, 1 times: there is no place for them",
        "left: numbers of tasks, 2 times: there is no place for them",
        "left: terms, 2 times: there is no place for them",
    ]
    written = school / "portfolios/ana/demonstrations/slate-2026-27.yml"
    assert written.read_text("utf-8") == (
        "# Slate CBL, demonstration 99 of 2026-09-04\n"
        "- date: 2026-09-04\n"
        "  kind: studio\n"
        "  by: rosa\n"
        '  target: "9"\n'
        '  ratings: {MTH.1: 3, MTH.2: {level: M, target: "10"}}\n'
    )
    ben = (school / "portfolios/ben/demonstrations/slate-2026-27.yml").read_text("utf-8")
    assert "kind: work-shop\n  by: cal\n" in ben
    assert "ratings: {MTH.1: O}" in ben


def test_a_later_export_adds_what_is_new_and_keeps_what_somebody_has_changed(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(school, {"competencies/pathways/years.yml": STAGES})
    sheet = tmp_path / "demonstrations.csv"
    lines = RATINGS.splitlines(keepends=True)
    sheet.write_text("".join(lines[:3]), "utf-8")
    assert main(["import", "slate-ratings", str(sheet), "--write"]) == 0
    file = school / "portfolios/ana/demonstrations/slate-2026-27.yml"
    file.write_text(file.read_text("utf-8").replace("MTH.1: 3", "MTH.1: 4"), "utf-8")
    later = lines[1].replace("1,99,", "9,102,").replace("09/04/2026", "09/05/2026")
    sheet.write_text("".join([*lines[:3], later]), "utf-8")
    capsys.readouterr()

    said = twice(["import", "slate-ratings", str(sheet)], school, capsys)

    assert (
        "taken: portfolios/ana/demonstrations/slate-2026-27.yml: 1 occasion with 1 rating" in said
    )
    assert "1 occasion with 2 ratings are there and differ: keep, or --replace" in said
    assert "MTH.1: 4" in file.read_text("utf-8")
    assert main(["import", "slate-ratings", str(sheet), "--replace", "--write"]) == 0
    assert "MTH.1: 4" not in file.read_text("utf-8")
    assert file.read_text("utf-8").count("- date:") == 2


def test_educators_that_the_school_does_not_know_are_told(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(school, {"competencies/pathways/years.yml": STAGES})
    (tmp_path / "demonstrations.csv").write_text(RATINGS, "utf-8")

    assert main(["import", "slate-ratings", str(tmp_path / "demonstrations.csv"), "--write"]) == 0

    said = capsys.readouterr().out
    assert "1 rating: Zed Zander is not among people: in school.yml" in said
    assert main(["import", "slate-ratings", str(tmp_path / "demonstrations.csv"), "--by", "x"]) == 2
    assert "there is no person x" in capsys.readouterr().err


def test_a_framework_that_somebody_has_changed_since_is_left_alone(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "map.csv").write_text(SLATE, "utf-8")
    arguments = ["import", "slate", str(tmp_path / "map.csv"), "--write"]
    assert main(arguments) == 0
    file = school / "competencies/frameworks/map.yml"
    file.write_text(file.read_text().replace("Asking", "Asking well"))

    assert main(arguments) == 0

    assert "Asking well" in file.read_text()
    assert "is there and differs" in capsys.readouterr().out
    assert main([*arguments, "--replace"]) == 0
    assert "Asking well" not in file.read_text()


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("slate", "a,b\n1,2\n", "has no column code, type, descriptor, statement"),
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


def test_what_an_import_would_break_is_taken_back(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "map.csv").write_text(SLATE.replace("SCI", "MTH"), "utf-8")
    before = state(school)

    assert (
        main(["import", "slate", str(tmp_path / "map.csv"), "--pathway", "years", "--write"]) == 1
    )

    assert "nothing was written" in capsys.readouterr().out
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
    write(school, {"competencies/pathways/years.yml": STAGES})
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
