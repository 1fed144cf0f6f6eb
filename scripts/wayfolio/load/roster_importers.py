"""Imports lists of learners, OneRoster files and sheets about photos."""

import re
from collections.abc import Mapping
from pathlib import Path

from wayfolio.load.framework_importers import rows_of
from wayfolio.load.introspection import ID
from wayfolio.load.tables import NotReadable
from wayfolio.model.imported_frameworks import GroupRow, PhotoRow, RosterRow


def read_learner_list(file: Path) -> list[RosterRow]:
    """Return a CSV file with the column `name` (or `first` and `last`); `id`, `group`, `login`."""
    return [_row(row, file) for row in rows_of(file, [])]


def _row(row: Mapping[str, str], file: Path) -> RosterRow:
    first, last = row.get("first", ""), row.get("last", "")
    name = row.get("name") or f"{first} {last}".strip()
    if not name:
        raise NotReadable(f"{file}: a row has no name: use the column name, or first and last")
    return RosterRow(
        name=name,
        first=first or name.split(maxsplit=1)[0],
        group=row.get("group") or None,
        id=row.get("id") or None,
        login=row.get("login") or None,
    )


def read_group_list(file: Path) -> list[GroupRow]:
    """Return a CSV file with the column `title`; `id`, `in`, `band`. Errors: NotReadable."""
    rows = rows_of(file, ["title"])
    if any(not row["title"] for row in rows):
        raise NotReadable(f"{file}: a row has no title")
    return [
        GroupRow(
            id=row.get("id") or None,
            title=row["title"],
            within=row.get("in") or None,
            band=row.get("band") or None,
        )
        for row in rows
    ]


def read_one_roster(folder: Path) -> list[RosterRow]:
    """Return the active students of OneRoster's users.csv, each with the class they are in.

    The class is the first homeroom, else the first of all, by its code or title.
    """
    users = rows_of(folder / "users.csv", ["sourcedid", "givenname", "familyname", "role"])
    classes = {c["sourcedid"]: c for c in rows_of(folder / "classes.csv", ["sourcedid", "title"])}
    enrolled: dict[str, list[Mapping[str, str]]] = {}
    for row in rows_of(folder / "enrollments.csv", ["classsourcedid", "usersourcedid"]):
        own = classes.get(row["classsourcedid"])
        if own is not None and row.get("role", "student") == "student":
            enrolled.setdefault(row["usersourcedid"], []).append(own)
    return [
        RosterRow(
            name=f"{user['givenname']} {user['familyname']}",
            first=user["givenname"],
            group=_class_of(enrolled.get(user["sourcedid"], [])),
            login=user.get("username") or None,
        )
        for user in users
        if user["role"] == "student" and user.get("status", "active") in ("active", "")
    ]


def _class_of(classes: list[Mapping[str, str]]) -> str | None:
    ordered = sorted(classes, key=lambda course: course.get("classtype") != "homeroom")
    return (ordered[0].get("classcode") or ordered[0]["title"]) if ordered else None


def read_photo_sheet(file: Path) -> list[PhotoRow]:
    """Return a sheet: file, learner, title, date, alt; also text and shows."""
    needed = ["file", "learner", "title", "date", "alt"]
    photos = []
    for number, row in enumerate(rows_of(file, needed), 2):
        if not re.fullmatch(ID, row["learner"]) or not all(row[name] for name in needed):
            raise NotReadable(f"{file}, line {number}: {', '.join(needed)} are all needed")
        if Path(row["file"]).name != row["file"]:
            raise NotReadable(f"{file}, line {number}: name the photo only, it lies beside")
        photos.append(
            PhotoRow(
                **{name: row[name] for name in needed},
                text=row.get("text", ""),
                shows=tuple(row.get("shows", "").replace(",", " ").split()),
            )
        )
    return photos
