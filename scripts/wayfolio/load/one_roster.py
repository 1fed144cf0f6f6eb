"""Reads OneRoster 1.1 and 1.2: users, roles, classes, enrollments, academic sessions."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.load.learner_lists import NO, ONE_NAME
from wayfolio.load.person_names import name_of_parts
from wayfolio.load.source_folders import open_tables
from wayfolio.load.tables import NotReadable, Row, Table, TableFile, read_table
from wayfolio.model.counts import count_of
from wayfolio.model.import_report import CellAt, ImportReport
from wayfolio.model.names import Slug
from wayfolio.model.rosters import GroupName, LearnerRow, LearnerRows

SOURCE = Slug("oneroster")
COMMON: Mapping[str, Sequence[str]] = {"sourcedId": ("sourcedId",), "status": ("status",)}
USERS: Mapping[str, Sequence[str]] = {
    **COMMON,
    "first": ("givenName",),
    "middle": ("middleName",),
    "last": ("familyName",),
    "preferred": ("preferredGivenName", "preferredFirstName"),
    "role": ("role",),
    "login": ("username",),
    "enabled": ("enabledUser",),
}
ROLES = {**COMMON, "user": ("userSourcedId",), "role": ("role",)}
CLASSES: Mapping[str, Sequence[str]] = {
    **COMMON,
    "title": ("title",),
    "code": ("classCode",),
    "type": ("classType",),
    "terms": ("termSourcedIds", "termSourcedId"),
}
ENROLLMENTS: Mapping[str, Sequence[str]] = {
    **COMMON,
    "class": ("classSourcedId",),
    "user": ("userSourcedId",),
    "role": ("role",),
    "primary": ("primary",),
    "begin": ("beginDate",),
    "end": ("endDate",),
}
SESSIONS = {**COMMON, "end": ("endDate",)}
MANIFEST = {"property": ("propertyName",), "value": ("value",)}
USED = ("users", "roles", "classes", "enrollments", "academicsessions", "manifest")
GUARDIANS = frozenset(["guardian", "parent", "relative"])


class _Class(Struct, frozen=True):
    name: GroupName
    is_homeroom: bool
    terms: tuple[str, ...]


class _Reader(Struct, kw_only=True):
    """The files of an export, and what is said about them."""

    files: Mapping[str, TableFile]
    report: ImportReport
    encoding: str | None

    def read(
        self, name: str, fields: Mapping[str, Sequence[str]], needed: Sequence[str]
    ) -> Table | None:
        """Return a file's table; None where the export has no such file."""
        if name not in self.files:
            return None
        return read_table(self.files[name], fields, needed, self.report, self.encoding)

    def active(self, table: Table | None) -> Iterator[Row]:
        """Yield the rows that are not marked as deleted."""
        return (row for row in (table.rows if table else ()) if _is_active(row))


def read_one_roster(
    source: Path, report: ImportReport, today: date, encoding: str | None = None
) -> LearnerRows:
    """Return the active students of an export, each with the classes that they are in.

    Errors: NotReadable.
    """
    reader = _Reader(files=open_tables(source), report=report, encoding=encoding)
    is_whole = not _tell_manifest(reader)
    if "users" not in reader.files:
        there = ", ".join(sorted(reader.files)) or "no CSV files"
        raise NotReadable(f"{source} has no users.csv: it has {there}")
    roles = _read_roles(reader)
    students = _read_students(reader, roles)
    classes = _read_enrollments(reader, students, today)
    others = [name for name in reader.files if name not in USED]
    if others:
        report.read(f"not read: {', '.join(f'{name}.csv' for name in sorted(others))}")
    rows = [
        _learner_row(row, headings, classes.get(known, ()))
        for known, (row, headings) in students.items()
    ]
    return LearnerRows(rows=tuple(rows), is_whole=is_whole)


def _tell_manifest(reader: _Reader) -> bool:
    """Say which version it is. Return whether the export lists changes only."""
    table = reader.read("manifest", MANIFEST, ["property", "value"])
    values = {row["property"]: row["value"] for row in (table.rows if table else ())}
    if version := values.get("oneroster.version"):
        reader.report.read(f"OneRoster {version}")
    is_delta = values.get("file.users") == "delta"
    if is_delta:
        reader.report.read("users.csv lists changes only: whoever is not in it has not left")
    return is_delta


def _is_active(row: Row) -> bool:
    return row["status"].casefold() in ("", "active")


# ---- users ---------------------------------------------------------------------------------------


def _read_roles(reader: _Reader) -> Mapping[str, frozenset[str]] | None:
    """Return each user's roles as version 1.2 has them; None where there is no such file."""
    table = reader.read("roles", ROLES, ["user", "role"])
    if table is None:
        return None
    roles: dict[str, set[str]] = {}
    for row in reader.active(table):
        roles.setdefault(row["user"], set()).add(row["role"].casefold())
    return {user: frozenset(own) for user, own in roles.items()}


_Students = dict[str, tuple[Row, Mapping[str, str]]]


def _read_students(reader: _Reader, roles: Mapping[str, frozenset[str]] | None) -> _Students:
    """Return the rows of students by their ids; tell the others."""
    needed = ["sourcedId", "first", "last", *(["role"] if roles is None else [])]
    table = reader.read("users", USERS, needed)
    students: _Students = {}
    others: Counter[str] = Counter()
    if table is None:
        return students
    headings = table.headings_by_field
    for row in table.rows:
        own = _roles_of(row, roles)
        if "student" not in own:
            others[", ".join(sorted(own))] += 1
        elif why := _find_why_not(row, students):
            reader.report.leave(_name(row) or row["sourcedId"] or "the row", *why)
        else:
            students[row["sourcedId"]] = (row, headings)
    _tell_others(reader.report, table.file, others)
    return students


def _roles_of(row: Row, roles: Mapping[str, frozenset[str]] | None) -> frozenset[str]:
    return (roles or {}).get(row["sourcedId"]) or frozenset([row["role"].casefold()])


def _find_why_not(row: Row, students: _Students) -> tuple[str, str, CellAt] | None:
    """Return why a student is not taken, the mend, and the place; None where they are."""
    if not _is_active(row):
        return f"the status is “{row['status']}”", "", row.at("status")
    if row["enabled"].casefold() in NO:
        return f"enabledUser is “{row['enabled']}”", "", row.at("enabled")
    if not row["sourcedId"]:
        return "it has no sourcedId", "export the list again, with it", row.at("sourcedId")
    for field in ("first", "last"):
        if not row[field]:
            return f"{row.at(field).column} is empty", ONE_NAME, row.at(field)
    if row["sourcedId"] in students:
        first, _ = students[row["sourcedId"]]
        why = f"line {first.line} has the same sourcedId"
        return why, "give one of them another", row.at("sourcedId")
    return None


def _tell_others(report: ImportReport, file: str, others: Counter[str]) -> None:
    for role, count in sorted(others.items()):
        word = "guardian" if role in GUARDIANS else "user"
        which = "" if role in GUARDIANS else f" with the role {role or 'nobody knows'}"
        what = f"{count_of(count, word)}{which}"
        report.leave(what, "only students become learners", "", CellAt(file), rows=count)


def _name(row: Row) -> str:
    return name_of_parts(row["first"], row["middle"], row["last"], "").full


def _learner_row(row: Row, headings: Mapping[str, str], groups: Sequence[GroupName]) -> LearnerRow:
    name = name_of_parts(row["first"], row["middle"], row["last"], row["preferred"])
    return LearnerRow(
        at=row.at(),
        headings=headings,
        name=name.full,
        first=name.first,
        source=SOURCE,
        external_id=row["sourcedId"],
        login=row["login"],
        groups=tuple(groups),
    )


# ---- classes and who is in them ------------------------------------------------------------------


def _read_classes(reader: _Reader) -> Mapping[str, _Class]:
    table = reader.read("classes", CLASSES, ["sourcedId", "title"])
    classes = {}
    for row in reader.active(table):
        known = row["sourcedId"]
        classes[known] = _Class(
            GroupName(title=row["title"], code=row["code"], external_id=known),
            row["type"].casefold() == "homeroom",
            tuple(term.strip() for term in row["terms"].split(",") if term.strip()),
        )
    return classes


def _read_enrollments(
    reader: _Reader, students: _Students, today: date
) -> Mapping[str, list[GroupName]]:
    """Return the classes of each student. Only what concerns students is kept in memory."""
    classes = _read_classes(reader)
    over = _find_terms_over(reader, today)
    table = reader.read("enrollments", ENROLLMENTS, ["class", "user"])
    enrolled: dict[str, list[GroupName]] = {}
    ranked: dict[tuple[str, int], GroupName] = {}
    unknown = 0
    for row in reader.active(table):
        if row["user"] not in students or row["role"].casefold() not in ("", "student"):
            continue
        own = classes.get(row["class"])
        if own is None:
            unknown += 1
            continue
        rank = _rank(row, own, over, today)
        name = ranked.setdefault((row["class"], rank), _with_rank(own.name, rank))
        enrolled.setdefault(row["user"], []).append(name)
    if unknown:
        what = f"{count_of(unknown, 'enrollment')} in classes that classes.csv does not have"
        reader.report.leave(what, "the class is deleted or missing", "", rows=0)
    return enrolled


def _find_terms_over(reader: _Reader, today: date) -> frozenset[str]:
    table = reader.read("academicsessions", SESSIONS, ["sourcedId"])
    return frozenset(row["sourcedId"] for row in reader.active(table) if _is_before(row, today))


def _is_before(row: Row, today: date) -> bool:
    return row["end"] != "" and row["end"] < today.isoformat()


def _rank(row: Row, own: _Class, over: frozenset[str], today: date) -> int:
    """Return how far a class is from being the learner's own: a homeroom of today is nearest."""
    is_past = _is_before(row, today) or (bool(own.terms) and over.issuperset(own.terms))
    is_later = row["begin"] > today.isoformat()
    is_primary = row["primary"].casefold() in ("true", "1", "yes")
    return 4 * (is_past or is_later) + 2 * (not own.is_homeroom) + (not is_primary)


def _with_rank(name: GroupName, rank: int) -> GroupName:
    return GroupName(title=name.title, code=name.code, external_id=name.external_id, rank=rank)
