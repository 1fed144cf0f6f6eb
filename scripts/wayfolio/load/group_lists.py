"""Reads lists of groups, also OneRoster's classes.csv."""

from collections.abc import Mapping, Sequence

from wayfolio.load.learner_lists import GONE, SOURCE
from wayfolio.load.one_roster import SOURCE as ONE_ROSTER
from wayfolio.load.person_names import clean_name
from wayfolio.load.tables import TableFile, fold_heading, read_table
from wayfolio.model.import_report import ImportReport
from wayfolio.model.rosters import GroupRow

FIELDS: Mapping[str, Sequence[str]] = {
    "title": (
        *("title", "name", "group", "class", "group name", "class name", "section name"),
        *("class title", "section", "home room", "homeroom", "course title", "grupo", "clase"),
        *("班级", "الصف", "lớp"),
    ),
    "id": ("id", "group id", "code"),
    "external": ("sourcedId", "section id", "class id", "class external id", "external id"),
    "in": ("in", "within", "parent", "part of"),
    "band": ("band", "grades", "grade", "grade level", "ages"),
    "status": ("status",),
}


def read_group_list(
    file: TableFile, report: ImportReport, encoding: str | None = None
) -> list[GroupRow]:
    """Return the groups of a list, and tell which rows are of none. Errors: NotReadable."""
    table = read_table(file, FIELDS, ["title"], report, encoding)
    headings = table.headings_by_field
    is_one_roster = fold_heading(headings.get("external", "")) == "sourcedid"
    groups = []
    for row in table.rows:
        title = clean_name(row["title"])
        if row["status"].casefold() in GONE:
            report.leave(title, f"the status is “{row['status']}”", "", row.at("status"))
        elif not title:
            report.leave("the row", "it has no title", "write the title", row.at("title"))
        else:
            groups.append(
                GroupRow(
                    at=row.at(),
                    headings=headings,
                    title=title,
                    source=ONE_ROSTER if is_one_roster else SOURCE,
                    id=row["id"],
                    external_id=row["external"],
                    within=clean_name(row["in"]),
                    band=row["band"],
                )
            )
    return groups
