"""Reads what exports of ratings have in common: days, levels, and columns without a place here."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from msgspec import Struct

from wayfolio.load.introspection import NUMBER
from wayfolio.load.tables import Row, read_table, table_file
from wayfolio.model.counts import times_of
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.import_report import CellAt, ImportReport
from wayfolio.model.imported_frameworks import RatingRow, RatingsSource


class WrongCell(Exception):
    """Why a row cannot be taken: in which field, what is wrong, and what to write."""

    def __init__(self, field: str, why: str, mend: str = "") -> None:
        super().__init__(why)
        self.field, self.why, self.mend = field, why, mend


class ExportColumns(Struct, frozen=True, kw_only=True):
    """Which columns an export has."""

    fields: Mapping[str, Sequence[str]]
    """Field -> its headings."""
    needed: Sequence[str]
    elsewhere: Mapping[str, str]
    """Fields for which an occasion of ours has no place, and what is in them."""


def read_rating_rows(
    source: RatingsSource, columns: ExportColumns, read_row: Callable[[Row], RatingRow]
) -> tuple[RatingRow, ...]:
    """Return the rows that can be read; tell the others, and what has no place here.

    `read_row` raises WrongCell. Errors: NotReadable.
    """
    file, report = table_file(source.file), source.report
    table = read_table(file, columns.fields, columns.needed, report, source.encoding)
    ratings, rows = [], list(table.rows)
    for row in rows:
        try:
            ratings.append(read_row(row))
        except WrongCell as wrong:
            report.leave("the rating", wrong.why, wrong.mend, row.at(wrong.field))
    _tell_unplaced(rows, columns.elsewhere, report)
    return tuple(ratings)


def require_cell(row: Row, field: str) -> str:
    """Return a cell that may not be empty. Errors: WrongCell."""
    if not row[field]:
        heading = row.at(field).column or field
        raise WrongCell(field, f"nothing stands under {heading}", "fill it in")
    return row[field]


def read_known_names(row: Row, *fields: str) -> tuple[str, ...]:
    """Return by what somebody may be known; a name is read in both orders."""
    names: dict[str, None] = {}
    for field in fields:
        if row[field]:
            last, comma, first = row[field].partition(",")
            if comma and first.strip():
                names[f"{first.strip()} {last.strip()}"] = None
            names[row[field]] = None
    return tuple(names)


def read_day(row: Row, field: str, timezone: str | None = None) -> date:
    """Return the day of a time, such as `09/04/2019 14:03:22 -04:00`, on the clock of the place.

    What is written in UTC was written by a computer: it is the school's day that counts. Errors:
    WrongCell.
    """
    text = require_cell(row, field)
    american = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})\b", text)
    try:
        if american is not None:
            month, day, year = map(int, american.groups())
            return date(year, month, day)
        return _iso_day(text, timezone)
    except (ValueError, OverflowError):
        why = f"“{text}” is not a day such as 09/04/2019"
        raise WrongCell(field, why, "write it like that, or as 2019-09-04") from None


def _iso_day(text: str, timezone: str | None) -> date:
    words = text.removesuffix(" UTC").replace(" ", "T", 1)
    if len(words) <= len("2019-09-04") or timezone is None:
        return date.fromisoformat(text[:10])
    moment = datetime.fromisoformat(words + ("Z" if text.endswith(" UTC") else ""))
    if moment.tzinfo is not None and moment.utcoffset() == timedelta(0):
        return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone)).date()
    return moment.date()


def read_level(row: Row, field: str) -> Level | Mark:
    """Return a rating. Errors: WrongCell."""
    text = row[field]
    if text in tuple(Mark):
        return Mark(text)
    number = re.sub(r"\.0+$", "", text)
    if not re.fullmatch(NUMBER, number):
        raise WrongCell(field, f"“{text}” is not a rating: a number, M or O", "rate it there")
    return Fraction(number)


def _tell_unplaced(rows: Sequence[Row], elsewhere: Mapping[str, str], report: ImportReport) -> None:
    """Tell how often columns are filled in for which an occasion has no place."""
    for words in dict.fromkeys(elsewhere.values()):
        fields = [field for field, held in elsewhere.items() if held == words]
        count = sum(any(row[field] for field in fields) for row in rows)
        if count:
            at = CellAt(rows[0].file)
            report.leave(f"{words}, {times_of(count)}", "there is no place for them", "", at)
