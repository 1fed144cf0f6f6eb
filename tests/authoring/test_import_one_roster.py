"""OneRoster 1.1 and 1.2, as a folder and as an archive: who is taken, and into which group."""

import zipfile
from pathlib import Path

import pytest

from imports import import_twice, lines_with, run_import, write_school
from report import write

USERS = "sourcedId,status,enabledUser,role,username,givenName,familyName\n"
ANA = "u1,active,true,student,ana-l,Ana,Lund\n"
BO = "u2,active,true,student,bo-e,Bo,Ek\n"
CLASSES = (
    "sourcedId,status,title,classCode,classType,termSourcedIds\n"
    "h,active,Harbor House,,homeroom,t1\nb,active,Brook House,9,scheduled,t1\n"
    "a,active,Algebra,alg,scheduled,t1\n"
)
ENROLLMENTS = "sourcedId,status,classSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
Tables = dict[str, str]


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "school"
    write_school(root)
    monkeypatch.chdir(root)
    return root


def learner_file(school: Path, learner: str) -> str:
    return (school / f"portfolios/{learner}/learner.yml").read_text("utf-8")


def enrolled(*rows: str) -> str:
    """Return enrollments of u2: `h` is the class, `b,false,2026-08-01,` has days."""
    lines = (
        f"e{n},active,{row.partition(',')[0]},u2,student,{row.partition(',')[2]}\n"
        for n, row in enumerate(rows)
    )
    return ENROLLMENTS + "".join(lines)


GROUPS: dict[str, tuple[Tables, str | None, str]] = {
    "the homeroom, not a class": ({"enrollments": enrolled("a", "b", "h")}, "harbor", ""),
    "a class, if no homeroom is a group": (
        {
            "classes": CLASSES.replace("Harbor House", "Room 7"),
            "enrollments": enrolled("a", "b", "h"),
        },
        "brook",
        "",
    ),
    "by the code where the title is another": (
        {"classes": CLASSES.replace("Brook House,9", "Room 7,brook"), "enrollments": enrolled("b")},
        "brook",
        "",
    ),
    "by the title where the code says nothing": ({"enrollments": enrolled("b")}, "brook", ""),
    "not the homeroom that is over": (
        {
            "classes": CLASSES.replace("scheduled", "homeroom"),
            "enrollments": enrolled("h,,2025-08-01,2026-06-01", "b,,2026-08-01,2027-06-01"),
        },
        "brook",
        "",
    ),
    "not that of a term that is over": (
        {
            "classes": CLASSES.replace("scheduled,t1", "homeroom,t2"),
            "enrollments": enrolled("h", "b"),
            "academicSessions": "sourcedId,status,title,endDate\nt1,active,2025,2026-06-11\n"
            "t2,active,2026,2027-06-11\n",
        },
        "brook",
        "",
    ),
    "the primary one of two homerooms": (
        {
            "classes": CLASSES.replace("scheduled", "homeroom"),
            "enrollments": enrolled("h,false", "b,true"),
        },
        "brook",
        "",
    ),
    "asked where two homerooms fit": (
        {"classes": CLASSES.replace("scheduled", "homeroom"), "enrollments": enrolled("h", "b")},
        None,
        "Bo Ek: several groups fit: harbor, brook (name one of them",
    ),
    "none where the class is deleted": (
        {
            "classes": CLASSES.replace("h,active", "h,tobedeleted"),
            "enrollments": enrolled("h"),
        },
        None,
        "Bo Ek: it names no group",
    ),
    "none where the enrollment is deleted": (
        {"enrollments": enrolled("h").replace(",active", ",tobedeleted")},
        None,
        "Bo Ek: it names no group",
    ),
    "none for whom teaches": (
        {"enrollments": enrolled("h").replace("student", "teacher")},
        None,
        "Bo Ek: it names no group",
    ),
    "none where the school has no such group": (
        {"enrollments": enrolled("a")},
        None,
        "Bo Ek: the school has no group Algebra (make it first",
    ),
}


@pytest.mark.parametrize("case", GROUPS)
def test_a_learner_s_own_group_is_taken(
    case: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables, group, left = GROUPS[case]
    usual = {"users": USERS + ANA + BO, "classes": CLASSES}
    source = tmp_path / "or"
    write(source, {f"{name}.csv": text for name, text in {**usual, **tables}.items()})

    said = import_twice(["oneroster", str(source)], school, capsys)

    assert (school / "portfolios/bo").exists() == (group is not None)
    if group:
        assert f"group: {group}\n" in learner_file(school, "bo")
    assert left in said


PEOPLE: dict[str, tuple[str, list[str], str]] = {
    "a short row": ("u2,active,true,student,bo-e,Bo\n", [], "line 2, column “familyName”: Bo: "),
    "one name only": ("u2,active,true,student,bo-e,Bo,Bo\n", ["bo"], "bo: Bo, harbor"),
    "disabled": (BO.replace("true", "false"), [], "enabledUser is “false”"),
    "deleted": (BO.replace("active", "tobedeleted"), [], "the status is “tobedeleted”"),
    "a teacher": (BO.replace("student", "Teacher"), [], "1 user with the role teacher"),
    "a guardian": (
        BO.replace("student", "parent"),
        [],
        "1 guardian: only students become learners",
    ),
    "twice": (BO + BO, ["bo"], "line 3, column “sourcedId”: Bo Ek: line 2 has the same sourcedId"),
    "without an id": (BO.replace("u2", ""), [], "it has no sourcedId"),
    "an address as login": (
        BO.replace("bo-e", "bo@example.org"),
        ["bo"],
        "the login of Bo Ek: “bo@example.org” is an address, not a login",
    ),
    "Chinese": (BO.replace("Bo,Ek", "小龙,李"), ["xiao-long"], "xiao-long: 李小龙, harbor"),
}


@pytest.mark.parametrize("case", PEOPLE)
def test_active_students_become_learners_and_everybody_else_is_told(
    case: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, taken, says = PEOPLE[case]
    tables = {"users.csv": USERS + rows, "classes.csv": CLASSES, "enrollments.csv": enrolled("h")}
    write(tmp_path / "or", tables)

    said = import_twice(["oneroster", str(tmp_path / "or")], school, capsys)

    assert says in said
    assert {path.name for path in (school / "portfolios").iterdir()} == {"ana", "ben", *taken}


VERSION_2 = {
    "manifest.csv": "propertyName,value\noneroster.version,1.2\nfile.users,delta\n",
    "users.csv": "sourcedId,status,enabledUser,username,givenName,familyName,preferredGivenName\n"
    "u2,,true,bo-e,Bo,Ek,Bobo\nu3,,true,t,T,T,\nu4,,true,g,G,G,\n",
    "roles.csv": "sourcedId,status,userSourcedId,roleType,role\nr2,,u2,primary,student\n"
    "r3,,u3,primary,teacher\nr4,tobedeleted,u4,primary,student\n",
    "classes.csv": CLASSES,
    "enrollments.csv": enrolled("h"),
}


@pytest.mark.parametrize("form", ["folder", "archive", "archive with a folder", "one of its files"])
def test_version_2_has_roles_of_its_own_and_may_list_changes_only(
    form: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "or", VERSION_2)
    source = {"folder": tmp_path / "or", "one of its files": tmp_path / "or/users.csv"}.get(
        form, tmp_path / "or.zip"
    )
    if form.startswith("archive"):
        inner = "export/" if "folder" in form else ""
        with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("__MACOSX/._users.csv", b"\0\1")
            for name, text in VERSION_2.items():
                archive.writestr(f"{inner}{name.title()}", text)

    said = import_twice(["oneroster", str(source)], school, capsys)

    assert "read: OneRoster 1.2" in said
    assert "full: Bo Ek, first: Bobo" in learner_file(school, "bobo")
    assert "1 user with the role teacher" in said
    assert "1 user with the role nobody knows" in said
    assert "is not in the list" not in said


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("or.zip", b"PK\3\4", "is no archive that can be read"),
        ("or.zip", b"", "is no archive that can be read"),
        ("gone", None, "cannot be read: No such file"),
        ("or.csv", b"a,b\n", "has no users.csv: it has or"),
    ],
)
def test_what_is_no_export_is_told(
    name: str,
    content: bytes | None,
    says: str,
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    assert says in run_import(["oneroster", str(tmp_path / name)], capsys, code=2)


def test_a_class_that_is_a_group_stays_that_group_when_it_is_renamed(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "or"
    tables = {"users.csv": USERS + BO, "classes.csv": CLASSES, "enrollments.csv": enrolled("h")}
    write(source, tables)

    said = import_twice(["groups", str(source / "classes.csv")], school, capsys)

    assert [line.partition(": ")[2] for line in lines_with("changed", said, source)] == [
        "harbor: external_ids: oneroster is h",
        "brook: external_ids: oneroster is b",
    ]
    assert "- {id: algebra, title: Algebra, external_ids: {oneroster: a}}" in (
        school / "competencies/school.yml"
    ).read_text("utf-8")
    write(source, {"classes.csv": CLASSES.replace("Harbor House", "Sea House")})
    assert "harbor: is there, and is called Harbor House" in import_twice(
        ["groups", str(source / "classes.csv")], school, capsys
    )
    import_twice(["oneroster", str(source)], school, capsys)
    assert "group: harbor\n" in learner_file(school, "bo")


def test_a_large_file_of_enrollments_is_read_whole(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "or", {"users.csv": USERS + BO, "classes.csv": CLASSES})
    others = "".join(f"x{n},active,a,nobody-{n:040},student,,,\n" for n in range(20_000))
    (tmp_path / "or/enrollments.csv").write_text(
        ENROLLMENTS + others + enrolled("h").partition("\n")[2]
    )

    said = run_import(["oneroster", str(tmp_path / "or")], capsys)

    assert "taken: " in said
    assert "bo: Bo Ek, harbor" in said
