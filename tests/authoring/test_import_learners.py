"""Lists of learners of other programs: who is taken, changed, left; twice is once."""

from pathlib import Path

import pytest
import yaml

from imports import import_twice, lines_with, run_import, state, write_school
from report import write


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "school"
    write_school(root)
    monkeypatch.chdir(root)
    return root


def learner_file(school: Path, learner: str) -> str:
    return (school / f"portfolios/{learner}/learner.yml").read_text("utf-8")


def test_a_list_of_learners_makes_new_ones_and_moves_those_who_are_there(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "list.csv"
    source.write_text(
        "Name,Group,Login\nAna Lund,Brook House,\n"
        "Zoë D'Arc,harbor,zoe-d\nAna Ek,brook,\nX Y,gone,\n"
    )
    before = learner_file(school, "ana")

    said = import_twice(["learners", str(source)], school, capsys)

    assert lines_with("changed", said, source) == ["line 2: ana: from harbor to brook"]
    assert lines_with("taken", said, source) == [
        "line 3: zoe: Zoë D'Arc, harbor",
        "line 4: ana-ek: Ana Ek, brook",
    ]
    assert lines_with("left", said, source) == [
        "line 5, column “Group”: X Y: the school has no group gone"
        " (make it first (wayfolio import groups), or correct the name)",
        "ben is not in the list, and stays as they are"
        " (who has left: wayfolio new-year --leave, or wayfolio forget)",
    ]
    after = learner_file(school, "ana")
    assert "group: brook\nlogins: [ana-l]" in after
    assert len(after.splitlines()) == len(before.splitlines())


HEADS = {
    "PowerSchool": "Student_Number,Last_Name,First_Name,Home_Room,Enroll_Status\n"
    "71,Ito,Cy,Harbor,0\n72,Gone,Di,Harbor,2\n",
    "Infinite Campus": "studentNumber,lastName,firstName,middleName,homeroom\n71,Ito,Cy,,harbor\n",
    "Skyward": "Other ID;Student Full Name;Homeroom\n71;Ito, Cy;Harbor\n",
    "Canvas users": "user_id,login_id,full_name,sortable_name,status,section\n"
    '71,cy-i,Cy Ito,"Ito, Cy",active,Harbor\n72,x,Di Gone,"Gone, Di",deleted,Harbor\n',
    "Canvas gradebook": "Student\tID\tSIS Login ID\tSection\nIto, Cy\t71\tcy-i\tHarbor\n",
    "Clever": "Student_id,Student_number,Last_name,First_name,Class\n71,9,Ito,Cy,Harbor\n",
    "Google Classroom": "Class,Last Name,First Name,Email Address\nHarbor,Ito,Cy,c@example.org\n",
    "Spanish": "Nombre;Apellidos;Grupo;Usuario\nCy;Ito;harbor;cy-i\n",
    "by hand": "STUDENT NAME , Class\nCy  Ito, HARBOR \n",
}


@pytest.mark.parametrize("program", HEADS)
def test_the_columns_of_usual_programs_are_known(
    program: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text(HEADS[program].replace("Ito, Cy;", '"Ito, Cy";'), "utf-8")

    said = import_twice(["learners", str(tmp_path / "list.csv")], school, capsys)

    written = learner_file(school, "cy")
    assert "name: {full: Cy Ito, first: Cy}\ngroup: harbor\n" in written
    assert ('external_ids: {list: "71"}' in written) == ("71" in HEADS[program])
    assert ("logins: [cy-i]" in written) == ("cy-i" in HEADS[program])
    assert len(lines_with("taken", said)) == 1
    if "Gone" in HEADS[program]:
        assert "Di Gone: the " in said


@pytest.mark.parametrize(
    ("cells", "name", "learner"),
    [
        ('"Lund, Bo Eli",', "{full: Bo Eli Lund, first: Bo}", "bo"),
        ('"Bo Lund, Jr.",', "{full: Bo Lund Jr., first: Bo}", "bo"),
        ('"Lund, Bo, Jr.",', "{full: Bo Lund Jr., first: Bo}", "bo"),
        ("Bo Lund,Bobo", "{full: Bo Lund, first: Bobo}", "bobo"),
        ("Jose\u0301 Luna,", '{full: "José Luna", first: "José"}', "jose"),
        ("李小龙,", '{full: "李小龙", first: "李小龙", shown: initials}', "li-xiao-long"),
        ('"李, 小龙",', '{full: "李小龙", first: "小龙"}', "xiao-long"),
        ("李 小龙,", '{full: "李 小龙", first: "小龙"}', "xiao-long"),
        ("山田 はなこ,", '{full: "山田 はなこ", first: "はなこ"}', "hanako"),
        ("김 민수,", '{full: "김 민수", first: "민수"}', "min-su"),
        ("李小龙,小龙", '{full: "李小龙", first: "小龙"}', "xiao-long"),
        ("محمد علي,", '{full: "محمد علي", first: "محمد"}', "mhmd"),
        ("Łukasz Żak,", '{full: "Łukasz Żak", first: "Łukasz"}', "lukasz"),
        ("Staff Reed,", "{full: Staff Reed, first: Staff}", "staff-reed"),
        ("Con,", "{full: Con, first: Con, shown: initials}", "con-1"),
        ("Work Ito,", "{full: Work Ito, first: Work}", "work-ito"),
        ("☂,", '{full: "☂", first: "☂", shown: initials}', "learner-1"),
        ("Ana\u00a0\u200bEk,", "{full: Ana Ek, first: Ana}", "ana-ek"),
    ],
)
def test_names_are_read_in_the_order_in_which_they_are_said(
    cells: str,
    name: str,
    learner: str,
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "list.csv").write_text(
        f"name,preferred name,group\n{cells.rstrip(',')},{cells.rpartition(',')[2]},harbor\n"
        if cells.endswith(",")
        else f"name,preferred name,group\n{cells},harbor\n",
        "utf-8",
    )

    import_twice(["learners", str(tmp_path / "list.csv")], school, capsys)

    assert f"name: {name}\n" in learner_file(school, learner)


@pytest.mark.parametrize(
    "name",
    ["王小明", "𠮷田花", "김민수", "たなかはな", "マリア ガルシア", "阿里·买买提", "Suharto"],
)
def test_of_a_name_in_one_word_initials_are_shown_and_it_is_said(
    name: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`shown: first` would publish the whole name."""
    (tmp_path / "list.csv").write_text(f"name,group\n{name},harbor\n", "utf-8")

    said = import_twice(["learners", str(tmp_path / "list.csv")], school, capsys)

    (taken,) = lines_with("taken", said, tmp_path / "list.csv")
    assert "the first name is the whole name, so initials are shown" in taken
    texts = [file.read_text("utf-8") for file in school.glob("portfolios/*/learner.yml")]
    written = [yaml.safe_load(text)["name"] for text in texts]
    assert {"full": name, "first": name, "shown": "initials"} in written


@pytest.mark.parametrize("shown", ["", ", shown: first"])
def test_a_new_name_in_one_word_shows_no_more_than_the_old_one(
    shown: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = school / "portfolios/ana/learner.yml"
    text = file.read_text("utf-8")
    assert "first: Ana}" in text
    file.write_text(text.replace("first: Ana}", f"first: Ana{shown}}}"), "utf-8")
    (tmp_path / "list.csv").write_text("id,name,group\nana,王小明,harbor\n", "utf-8")

    import_twice(["learners", str(tmp_path / "list.csv"), "--rename"], school, capsys)

    assert 'first: "王小明", shown: initials}' in learner_file(school, "ana")


SAME = "has the same name"
ASKED: dict[str, tuple[str, list[str], list[str]]] = {
    "one row twice": (
        "name,group\nBo Ek,harbor\nBo Ek,harbor\n",
        ["bo"],
        ["line 3: Bo Ek: line 2 is the same learner"],
    ),
    "one name in two groups": (
        "name,group\nBo Ek,harbor\nBo Ek,brook\n",
        [],
        [f"line 2: Bo Ek: line 3 {SAME}", f"line 3: Bo Ek: line 2 {SAME}"],
    ),
    "two learners of one name": (
        "name,group,id\nBo Ek,harbor,bo\nBo Ek,brook,bo-e\n",
        ["bo", "bo-e"],
        [],
    ),
    "two numbers": ("name,group,number\nBo Ek,brook,A1\nBo Ek,brook,A2\n", ["bo", "bo-ek"], []),
    "a known name twice": (
        "name,group,number\nAna Lund,harbor,A1\nAna Lund,brook,A2\n",
        [],
        [
            f"line 2: Ana Lund: line 3 {SAME}, and here is ana: which of them is this row?",
            f"line 3: Ana Lund: line 2 {SAME}, and here is ana: which of them is this row?",
        ],
    ),
    "a known name twice, of which one has the login": (
        "name,group,number,login\nAna Lund,harbor,A1,ana-l\nAna Lund,brook,A2,ana-2\n",
        ["ana-lund"],
        [],
    ),
    "a login of somebody of another name": (
        "name,group,number,login\nAnna Lunt,harbor,A1,ana-l\n",
        [],
        ["line 2: Anna Lunt: ana has the login ana-l, and is called Ana Lund: is it the same"],
    ),
    "a login that is an address": (
        "name,group,login\nBo Ek,harbor,bo@example.org\n",
        ["bo"],
        ["line 2, column “login”: the login of Bo Ek: “bo@example.org” is an address, not a login"],
    ),
    "a login twice": (
        "name,group,login\nBo Ek,harbor,bo\nCy Ito,harbor,bo\n",
        ["bo", "cy"],
        ["line 3, column “login”: the login of Cy Ito: “bo” is the login of bo already"],
    ),
    "a login of the staff": (
        "name,group,login\nBo Ek,harbor,rosa-a\n",
        ["bo"],
        ["line 2, column “login”: the login of Bo Ek: “rosa-a” is the login of rosa already"],
    ),
    "an id that nobody can have": (
        "name,group,id\nBo Ek,harbor,staff\n",
        ["bo"],
        ["line 2, column “id”: the id of Bo Ek: “staff” is taken, or the site has no place"],
    ),
    "half a name": (
        "first,last,group\nBo,,harbor\nCy,Cy,harbor\n",
        ["cy"],
        ["line 2, column “last”: Bo: half of the name is empty"],
    ),
    "no group": ("name,group\nBo Ek,\n", [], ["line 2, column “group”: Bo Ek: it names no group"]),
}


@pytest.mark.parametrize("case", ASKED)
def test_who_is_not_sure_is_asked_and_everybody_else_is_taken(
    case: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, taken, left = ASKED[case]
    source = tmp_path / "list.csv"
    source.write_text(text, "utf-8")
    before = {path.name for path in (school / "portfolios").iterdir()}

    said = import_twice(["learners", str(source)], school, capsys)

    there = {path.name for path in (school / "portfolios").iterdir()}
    assert there - before == set(taken)
    lines = [line for line in lines_with("left", said, source) if "not in the list" not in line]
    assert len(lines) == len(left)
    for line, start in zip(lines, left, strict=True):
        assert line.startswith(start)
        assert line.endswith(")"), "it says what to type"


def test_a_child_is_recognized_by_the_id_of_the_source_whatever_changes(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "list.csv"
    source.write_text("name,group,number\nAna Lund,harbor,A1\nBo Ek,harbor,A2\n")
    said = import_twice(["learners", str(source)], school, capsys)
    assert "changed: " in said
    assert "group: harbor\nexternal_ids: {list: A1}\nlogins: [ana-l]" in learner_file(school, "ana")
    source.write_text(
        "name,group,number\nAna Berg,brook,A1\nBo Ek,brook,A2\nAna Lund,harbor,A3\nBo Ek,brook,A4\n"
    )

    said = import_twice(["learners", str(source)], school, capsys)

    assert lines_with("changed", said, source) == [
        "line 2: ana: from harbor to brook",
        "line 3: bo: from harbor to brook",
    ]
    assert lines_with("taken", said, source) == [
        "line 4: ana-lund: Ana Lund, harbor",
        "line 5: bo-ek: Bo Ek, brook",
    ]
    assert "column “name”: ana: Ana Berg: is called Ana Lund here (--rename takes" in said
    assert "full: Ana Lund, first: Ana" in learner_file(school, "ana")
    import_twice(["learners", str(source), "--rename"], school, capsys)
    assert "full: Ana Berg, first: Ana" in learner_file(school, "ana")


def test_a_row_that_would_break_the_school_is_left_and_the_rest_is_written(
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "list.csv").write_text("name,group\nBo Ek,harbor\nCy Ito,harbor\n")
    # Whatever the importer does not know: the check of what is written decides.
    monkeypatch.setattr(
        "wayfolio.authoring.import_learners.learner_text",
        lambda pairs: (
            b"name: {full: Cy Ito, first: Cy}\ngroup: harbor\nlogins: [a b]\n"
            if pairs["name"]["first"] == "Cy"
            else b"name: {full: Bo Ek, first: Bo}\ngroup: harbor\n"
        ),
    )

    said = run_import(["learners", str(tmp_path / "list.csv"), "--write"], capsys)

    assert "taken: " in said
    assert (school / "portfolios/bo").is_dir()
    assert not (school / "portfolios/cy").exists()
    assert "line 3: cy: Cy Ito, harbor: “a b” is not a login (write it as the host does" in said


def test_without_write_nothing_is_written_and_the_report_has_each_row(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text("name,group\nAna Lund,harbor\nBo Ek,brook\nX Y,gone\n")
    before = state(school)

    said = run_import(
        ["learners", str(tmp_path / "list.csv"), "--report", str(tmp_path / "said.csv")], capsys
    )

    assert state(school) == before
    assert "nothing was written yet: add --write" in said
    assert "unchanged: 1 learner" in said
    rows = (tmp_path / "said.csv").read_text("utf-8-sig").splitlines()
    assert rows[0] == "outcome,file,line,column,what,why,mend"
    assert [row.partition(",")[0] for row in rows[1:]] == [
        "read",
        "taken",
        "left",
        "unchanged",
        "left",
    ]


# ---- OneRoster -----------------------------------------------------------------------------------

USERS = "sourcedId,status,enabledUser,role,username,givenName,familyName\n"
CLASSES = "sourcedId,status,title,classCode,classType\nh,active,Harbor House,,homeroom\n"
ENROLLMENTS = "sourcedId,status,classSourcedId,userSourcedId,role\ne1,active,h,u1,student\n"


def test_one_roster_s_three_files_make_learners(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "users.csv": '"sourcedId","status","givenName","familyName","role","username"\n'
        '"u1","active","Mo","Ali","student","mo-a"\n'
        '"u2","tobedeleted","No","One","student",""\n"u3","active","T","T","teacher",""\n'
        '"u4","active","G","G","guardian",""\n"u5","active","P","P","parent",""\n',
        "classes.csv": "sourcedId,title,classCode,classType\nc1,Algebra,alg,scheduled\n"
        "c2,Brook House,brook,homeroom\n",
        "enrollments.csv": "sourcedId,classSourcedId,userSourcedId,role\ne1,c1,u1,student\n"
        "e2,c2,u1,student\n",
        "demographics.csv": "sourcedId,birthDate\nu1,2011-02-03\n",
    }
    write(tmp_path / "oneroster", files)

    said = import_twice(["oneroster", str(tmp_path / "oneroster")], school, capsys)

    assert "line 2: mo: Mo Ali, brook" in said
    assert "line 3, column “status”: No One: the status is “tobedeleted”" in said
    assert "1 user with the role teacher: only students become learners" in said
    assert "1 guardian: only students become learners" in said
    assert "read: not read: demographics.csv" in said
    assert "2011" not in "".join(map(str, state(school).values()))
    assert "external_ids: {oneroster: u1}\nlogins: [mo-a]" in learner_file(school, "mo")
