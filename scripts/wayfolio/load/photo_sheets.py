"""Reads sheets that describe photographs."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from wayfolio.load.learner_lists import FIELDS as LEARNER_FIELDS
from wayfolio.load.tables import Row, TableFile, read_table
from wayfolio.load.written_dates import DayOrder, read_days
from wayfolio.model.import_report import ImportReport
from wayfolio.model.rosters import PhotoRow

FIELDS: Mapping[str, Sequence[str]] = {
    "file": ("file", "file name", "filename", "photo", "picture", "image"),
    "learner": (
        *("learner", *LEARNER_FIELDS["id"], *LEARNER_FIELDS["name"], *LEARNER_FIELDS["login"]),
        *LEARNER_FIELDS["number"],
    ),
    "title": ("title", "caption", "heading"),
    "date": ("date", "day", "taken", "taken on"),
    "alt": ("alt", "alt text", "alternative text", "description"),
    "text": ("text", "words", "reflection", "note"),
    "shows": ("shows", "skills", "skill", "competencies", "codes"),
}
NEEDED = ("file", "learner", "title", "date", "alt")


def read_photo_sheet(
    file: TableFile,
    report: ImportReport,
    encoding: str | None = None,
    dates: DayOrder | None = None,
) -> list[PhotoRow]:
    """Return the photographs of a sheet, and tell which rows describe none.

    Errors: NotReadable.
    """
    table = read_table(file, FIELDS, NEEDED, report, encoding)
    rows = list(table.rows)
    days = read_days([row["date"] for row in rows], dates)
    photos = []
    for row, day in zip(rows, days, strict=True):
        missing = next((name for name in NEEDED if not row[name]), None)
        what = row["file"] or "the row"
        if missing is not None:
            why = f"nothing stands under {table.headings_by_field[missing]}"
            report.leave(what, why, "write it", row.at(missing))
        elif _is_elsewhere(row["file"]):
            report.leave(
                what, "it lies elsewhere", "name the photo only, beside the sheet", row.at("file")
            )
        elif day.on is None:
            report.leave(what, day.why, day.mend, row.at("date"))
        else:
            facts = {name: row[name] for name in ("file", "learner", "title", "alt", "text")}
            photos.append(
                PhotoRow(
                    at=row.at(),
                    headings=table.headings_by_field,
                    date=day.on,
                    shows=_codes(row),
                    **facts,
                )
            )
    return photos


def _is_elsewhere(name: str) -> bool:
    return PurePath(name).name != name or "\\" in name or "\0" in name


def _codes(row: Row) -> tuple[str, ...]:
    return tuple(row["shows"].replace(",", " ").replace(";", " ").split())
