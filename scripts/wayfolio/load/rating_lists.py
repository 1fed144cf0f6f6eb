"""Reads spreadsheets of ratings, a row for each."""

from collections.abc import Mapping, Sequence

from wayfolio.load.learner_lists import FIELDS as LEARNER_FIELDS
from wayfolio.load.person_names import name_of_text
from wayfolio.load.tables import Row, TableFile, read_table
from wayfolio.load.written_dates import DayOrder, read_days
from wayfolio.model.import_report import ImportReport
from wayfolio.model.rosters import ListedRating

FIELDS: Mapping[str, Sequence[str]] = {
    "learner": (
        *("learner", *LEARNER_FIELDS["id"], *LEARNER_FIELDS["name"], *LEARNER_FIELDS["login"]),
        *LEARNER_FIELDS["number"],
    ),
    "skill": ("skill", "code", "skill code", "competency", "standard", "outcome", "skills"),
    "level": ("level", "rating", "score", "mark", "value", "nivel", "等级", "المستوى", "mức"),
    "date": ("date", "day", "on", "rated on", "created", "fecha", "日期", "التاريخ", "ngày"),
    "by": ("by", "teacher", "rater", "assessor", "educator", "rated by", "teacher name"),
    "kind": ("kind", "type", "occasion", "experience type"),
    "note": ("note", "notes", "comment", "comments", "feedback", "remark", "remarks"),
}
NEEDED = ("learner", "skill", "level", "date")


def read_rating_list(
    file: TableFile,
    report: ImportReport,
    encoding: str | None = None,
    dates: DayOrder | None = None,
) -> list[ListedRating]:
    """Return the ratings of a list, and tell which rows are none. Errors: NotReadable."""
    table = read_table(file, FIELDS, NEEDED, report, encoding)
    rows = list(table.rows)
    days = read_days([row["date"] for row in rows], dates)
    headings = table.headings_by_field
    ratings = []
    for row, day in zip(rows, days, strict=True):
        missing = next((name for name in NEEDED if not row[name]), None)
        if missing is not None:
            why = f"nothing stands under {headings[missing]}"
            report.leave(_what(row), why, "write it", row.at(missing))
        elif day.on is None:
            report.leave(_what(row), day.why, day.mend, row.at("date"))
        else:
            facts = {name: row[name] for name in ("skill", "level", "by", "kind", "note")}
            learner = row["learner"]
            if "," in learner:
                learner = name_of_text(learner, "").full
            ratings.append(
                ListedRating(at=row.at(), headings=headings, learner=learner, on=day.on, **facts)
            )
    return ratings


def _what(row: Row) -> str:
    return " ".join(filter(None, [row["learner"], row["skill"]])) or "the row"
