"""Imports ratings that Canvas exports: its reports “Outcome Results” and “Student Competency”.

Each row is one learner's score for one outcome, at one attempt of one assignment or quiz.
"""

from wayfolio.load.rating_cells import (
    ExportColumns,
    WrongCell,
    read_day,
    read_known_names,
    read_level,
    read_rating_rows,
    require_cell,
)
from wayfolio.load.school_codes import origin_of
from wayfolio.load.tables import Row
from wayfolio.model.imported_frameworks import RatingRow, RatingSheet, RatingsSource

FIELDS = {
    "name": ("student name",),
    "id": ("student id",),
    "sis id": ("student sis id",),
    "login": ("student login", "login id", "student login id"),
    "title": ("assessment title", "assignment title"),
    "number": ("assessment id", "assignment id"),
    "kind": ("assessment type",),
    "date": ("submission date", "assessment date", "submitted or assessed at"),
    "attempt": ("attempt",),
    "outcome": ("learning outcome name",),
    "outcome id": ("learning outcome id",),
    "guid": ("learning outcome guid", "vendor_guid", "learning outcome vendor guid"),
    "score": ("outcome score",),
    "rating": ("learning outcome rating",),
    "question": ("assessment question",),
    "submission score": ("submission score",),
    "mastered": ("learning outcome mastered",),
    "course": ("course name",),
    "section": ("section name",),
    "address": ("assignment url",),
    "state": ("enrollment state",),
    "by": ("grader", "assessor name", "grader name"),
}
NEEDED = ("name", "outcome", "score", "date")
ELSEWHERE = {
    "rating": "words of ratings",
    "submission score": "scores of submissions",
    "mastered": "words on mastery",
    "course": "courses",
    "section": "sections",
    "address": "addresses of assignments",
    "question": "questions of quizzes",
}
COLUMNS = ExportColumns(fields=FIELDS, needed=NEEDED, elsewhere=ELSEWHERE)


def read_canvas_results(source: RatingsSource) -> RatingSheet:
    """Return the ratings of Canvas's report. Errors: NotReadable."""
    rows = read_rating_rows(source, COLUMNS, lambda row: _rating(row, source.timezone))
    return RatingSheet(program="Canvas", occasion="assessment", prefix="canvas", rows=rows)


def _rating(row: Row, timezone: str | None) -> RatingRow:
    """Return a row. Errors: WrongCell, which says what is wrong."""
    if not row["score"]:
        raise WrongCell("score", "it has no score", "rate it there")
    if row["state"].casefold() in ("deleted", "rejected"):
        raise WrongCell("state", "the learner is no longer in the course")
    number = origin_of(row["number"] or row["title"]) or "0"
    attempt = row["attempt"]
    return RatingRow(
        at=row.at(),
        occasion=f"{number}-{origin_of(attempt)}" if attempt else number,
        on=read_day(row, "date", timezone),
        learner=read_known_names(row, "sis id", "login", "id", "name"),
        by=read_known_names(row, "by"),
        kind=row["kind"] or "assignment",
        experience=row["course"],
        skill=_known_skill(row),
        level=read_level(row, "score"),
    )


def _known_skill(row: Row) -> tuple[str, ...]:
    """Return by what an outcome may be known: its number, its guid, its title."""
    number = f"canvas_outcome:{row['outcome id']}" if row["outcome id"] else ""
    guid = origin_of(row["guid"])
    return tuple(filter(None, (number, guid, require_cell(row, "outcome"))))
