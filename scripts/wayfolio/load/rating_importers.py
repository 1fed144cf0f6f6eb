"""Reading ratings that another program exports: Slate CBL's, a row for each skill rated."""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from wayfolio.load.framework_importers import rows_of, school_code
from wayfolio.load.introspection import NUMBER
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.imported_frameworks import RatingRow, RatingSheet

NEEDED = ("demonstration id", "student name", "skill", "created", "rating")
ELSEWHERE = {
    "task title": "titles of tasks",
    "artifact url": "addresses of artifacts",
    "artifacturl": "addresses of artifacts",
    "student task id": "numbers of tasks",
    "course code": "courses",
    "section code": "sections",
    "term title": "terms",
}
"""Columns for which an occasion of ours has no place, and what is in them."""


def read_slate_ratings(file: Path) -> RatingSheet:
    """Return the ratings of Slate CBL's export `demonstrations`. Errors: NotReadable."""
    ratings, left = [], []
    rows = rows_of(file, NEEDED)
    for line, row in enumerate(rows, 2):
        try:
            ratings.append(_row(line, row))
        except ValueError as wrong:
            left.append(f"line {line}: {wrong}")
    for words in dict.fromkeys(ELSEWHERE.values()):
        columns = [column for column, held in ELSEWHERE.items() if held == words]
        count = sum(any(row.get(column) for column in columns) for row in rows)
        if count:
            left.append(f"{words}, {count} times: there is no place for them")
    return RatingSheet(rows=tuple(ratings), left=tuple(left))


def _row(line: int, row: Mapping[str, str]) -> RatingRow:
    """Return a row. Errors: ValueError, which says what is wrong."""
    target = row.get("portfolio", "")
    return RatingRow(
        line=line,
        occasion=_needed(row, "demonstration id"),
        on=_day(_needed(row, "created")),
        learner=_known_by(row, "student number", "student username", "student name"),
        by=_known_by(row, "teacher username", "teacher name"),
        kind=row.get("experience type", ""),
        experience=row.get("experience name", ""),
        skill=school_code(_needed(row, "skill")),
        level=_level(row["rating"]),
        target=Fraction(target) if re.fullmatch(NUMBER, target) else None,
    )


def _needed(row: Mapping[str, str], column: str) -> str:
    if not row[column]:
        raise ValueError(f"nothing stands under {column}")
    return row[column]


def _known_by(row: Mapping[str, str], *columns: str) -> tuple[str, ...]:
    return tuple(row[column] for column in columns if row.get(column))


def _day(text: str) -> date:
    """Return the day of a time, such as `09/04/2019 14:03:22 -04:00`, on the clock of the place."""
    american = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})\b", text)
    try:
        if american is None:
            return date.fromisoformat(text[:10])
        month, day, year = map(int, american.groups())
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"“{text}” is no day such as 09/04/2019") from None


def _level(text: str) -> Level | Mark:
    if text in tuple(Mark):
        return Mark(text)
    if not re.fullmatch(NUMBER, text):
        raise ValueError(f"“{text}” is no rating: a number, M or O")
    return Fraction(text)
