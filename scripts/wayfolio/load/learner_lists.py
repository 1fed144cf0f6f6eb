"""Reads lists of learners as school administration programs export them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from wayfolio.load.introspection import ID
from wayfolio.load.person_names import PersonName, name_of_parts, name_of_text
from wayfolio.load.tables import NotReadable, Row, Table, TableFile, read_table
from wayfolio.model.import_report import ImportReport
from wayfolio.model.names import Slug
from wayfolio.model.rosters import GroupName, LearnerRow, LearnerRows

SOURCE = Slug("list")
FIELDS: Mapping[str, Sequence[str]] = {
    "name": (
        *("name", "full name", "student name", "student", "learner", "learner name", "pupil"),
        *("pupil name", "display name", "student full name", "sortable name", "nombre completo"),
        *("alumno", "estudiante", "姓名", "学生姓名", "الاسم", "اسم الطالب", "họ và tên", "họ tên"),
    ),
    "first": (
        *("first", "first name", "given name", "given names", "forename", "legal first name"),
        *("student first name", "first name legal", "stu first name", "nombre", "nombres", "名"),
        *("الاسم الأول", "tên"),
    ),
    "middle": ("middle", "middle name", "middle names", "student middle name"),
    "last": (
        *("last", "last name", "surname", "family name", "legal last name", "student last name"),
        *("last name legal", "stu last name", "apellido", "apellidos", "姓", "اسم العائلة", "họ"),
    ),
    "preferred": (
        *("preferred", "preferred name", "preferred first name", "preferred given name"),
        *("nickname", "goes by", "known as", "called", "usual name", "chosen name"),
    ),
    "id": ("id", "wayfolio id", "learner id", "folder"),
    "number": (
        *("number", "student number", "student id", "student nbr", "student no", "sis id"),
        *("sis user id", "user id", "person id", "local id", "pupil number", "upn", "external id"),
        *("other id", "student local id", "matrícula", "学号", "رقم الطالب", "mã học sinh"),
    ),
    "group": (
        *("group", "class", "home room", "homeroom", "section", "class name", "section name"),
        *("home room name", "advisory", "form", "tutor group", "registration group", "team"),
        *("house", "crew", "grupo", "clase", "curso", "班级", "班", "الصف", "الفصل", "lớp"),
    ),
    "login": (
        *("login", "logins", "username", "user name", "login id", "sis login id", "account"),
        *("student username", "github", "gitlab", "usuario", "用户名", "اسم المستخدم"),
    ),
    "status": ("status", "enrollment status", "enrolment status", "student status", "user status"),
    "enroll status": ("enroll status", "enrollstatus"),
    "enabled": ("enabled", "enabled user", "active", "is active"),
    "role": ("role", "user role", "user type"),
}
"""Field -> its column in PowerSchool, Infinite Campus, Skyward, Canvas, Clever, and in words."""
GONE = frozenset(
    [
        *("deleted", "tobedeleted", "inactive", "withdrawn", "suspended", "completed", "left"),
        *("transferred", "graduated", "archived", "disabled", "exited", "dropped"),
    ]
)
LEARNER_ROLES = frozenset(["", "student", "learner", "pupil", "studentenrollment", "alumno"])
ONE_NAME = "write it; whoever has one name only has it in both columns"
NO = frozenset(["false", "0", "no", "n"])


def read_learner_list(
    file: TableFile, report: ImportReport, encoding: str | None = None
) -> LearnerRows:
    """Return the learners of a list, and tell which rows are of nobody here.

    Errors: NotReadable.
    """
    table = read_table(file, FIELDS, (), report, encoding)
    if not table.has("name") and not table.has("first"):
        there = ", ".join(f"“{words}”" for words in table.headings if words) or "no headings"
        message = f"{file.name} has no column name, and not first and last: it has {there}"
        raise NotReadable(f"{message}: rename a heading")
    headings = table.headings_by_field
    return LearnerRows(rows=tuple(_read_rows(table, headings, report)))


def _read_rows(
    table: Table, headings: Mapping[str, str], report: ImportReport
) -> Iterator[LearnerRow]:
    has_halves = table.has("first") and table.has("last")
    for row in table.rows:
        name = _name_of(row)
        if not name.full or not name.first:
            report.leave("the row", "it has no name", "write the name", row.at())
        elif has_halves and _is_half(row):
            empty = "last" if row["first"] else "first"
            report.leave(name.full, "half of the name is empty", ONE_NAME, row.at(empty))
        elif why := _find_why_not(row):
            report.leave(name.full, why, "", row.at())
        else:
            yield _read_row(row, name, headings)


def _is_half(row: Row) -> bool:
    return not row["name"] and not (row["first"] and row["last"])


def _name_of(row: Row) -> PersonName:
    if row["first"] and (row["last"] or not row["name"]):
        return name_of_parts(row["first"], row["middle"], row["last"], row["preferred"])
    return name_of_text(row["name"] or row["last"], row["preferred"])


def _find_why_not(row: Row) -> str | None:
    """Return why a row is of no learner of the school now, or None."""
    if row["role"].casefold() not in LEARNER_ROLES:
        return f"the role is “{row['role']}”"
    if row["status"].casefold() in GONE:
        return f"the status is “{row['status']}”"
    if row["enabled"].casefold() in NO:
        return f"{row.at('enabled').column} is “{row['enabled']}”"
    if row["enroll status"] not in ("", "0") and row["enroll status"].casefold() != "active":
        return f"the enrollment status is “{row['enroll status']}”, and 0 is enrolled"
    return None


def _read_row(row: Row, name: PersonName, headings: Mapping[str, str]) -> LearnerRow:
    own, number = row["id"], row["number"]
    if own and not (re.fullmatch(ID, own) and re.search("[a-z]", own)):
        # Numbers are other programs' ids: nobody's folder is called 4711.
        own, number = "", number or own
    return LearnerRow(
        at=row.at(),
        headings=headings,
        name=name.full,
        first=name.first,
        source=SOURCE,
        external_id=number,
        id=own,
        login=row["login"],
        groups=_groups(row["group"]),
    )


def _groups(text: str) -> tuple[GroupName, ...]:
    return (GroupName(title=text, external_id=text),) if text else ()
