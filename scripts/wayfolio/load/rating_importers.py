"""Imports ratings that Slate CBL exports, a row for each rated skill."""

import re
from fractions import Fraction

from wayfolio.load.introspection import NUMBER
from wayfolio.load.rating_cells import (
    ExportColumns,
    read_day,
    read_known_names,
    read_level,
    read_rating_rows,
    require_cell,
)
from wayfolio.load.tables import Row
from wayfolio.model.imported_frameworks import RatingRow, RatingSheet, RatingsSource

FIELDS = {
    "occasion": ("demonstration id",),
    "name": ("student name",),
    "number": ("student number",),
    "username": ("student username",),
    "skill": ("skill",),
    "created": ("created",),
    "rating": ("rating",),
    "portfolio": ("portfolio",),
    "teacher username": ("teacher username",),
    "teacher": ("teacher name",),
    "kind": ("experience type",),
    "experience": ("experience name",),
    "task": ("task title",),
    "artifact": ("artifact url", "artifacturl"),
    "task number": ("student task id",),
    "course": ("course code",),
    "section": ("section code",),
    "term": ("term title",),
}
NEEDED = ("occasion", "name", "skill", "created", "rating")
ELSEWHERE = {
    "task": "titles of tasks",
    "artifact": "addresses of artifacts",
    "task number": "numbers of tasks",
    "course": "courses",
    "section": "sections",
    "term": "terms",
}
COLUMNS = ExportColumns(fields=FIELDS, needed=NEEDED, elsewhere=ELSEWHERE)


def read_slate_ratings(source: RatingsSource) -> RatingSheet:
    """Return the ratings of Slate CBL's export `demonstrations`. Errors: NotReadable."""
    rows = read_rating_rows(source, COLUMNS, _rating)
    return RatingSheet(program="Slate CBL", occasion="demonstration", prefix="slate", rows=rows)


def _rating(row: Row) -> RatingRow:
    """Return a row. Errors: WrongCell, which says what is wrong."""
    target = row["portfolio"]
    return RatingRow(
        at=row.at(),
        occasion=require_cell(row, "occasion"),
        on=read_day(row, "created"),
        learner=read_known_names(row, "number", "username", "name"),
        by=read_known_names(row, "teacher username", "teacher"),
        kind=row["kind"],
        experience=row["experience"],
        skill=(require_cell(row, "skill"),),
        level=read_level(row, "rating"),
        target=Fraction(target) if re.fullmatch(NUMBER, target) else None,
    )
