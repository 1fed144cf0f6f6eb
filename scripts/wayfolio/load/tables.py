"""Reads tables that other programs wrote: CSV in the usual encodings, with the usual separators.

What is wrong with one row costs that row; it is told with the file, the line and the column.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from msgspec import Struct

from wayfolio.load import conflicts
from wayfolio.load.plain_words import clean_signs
from wayfolio.load.text_encodings import find_encoding
from wayfolio.model.import_report import CellAt, ImportReport
from wayfolio.model.refusal import Refusal

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
USUAL_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
SEARCHED = 20
"""Lines in which the headings may stand: reports begin with a title, a day and an empty line."""
LONGEST_CELL = 100
"""Lines. A quotation mark that is not closed by then was never meant to open a cell."""
_CLOSED = re.compile(r'(^|[,;\t|])[ ]*"(?:[^"]|"")*"')
_OPENED = re.compile(r'(^|[,;\t|])[ ]*"')
# The usual limit of a cell, 128 kB, is less than some descriptions with pictures in them.
csv.field_size_limit(10_000_000)


class NotReadable(Refusal):
    """Why a file cannot be taken for what somebody says it is, and what to do."""


class TableFile(Struct, frozen=True):
    """A file of somebody else's making, in a folder or within an archive."""

    name: str
    """As messages call it."""
    open: Callable[[], BinaryIO]


def table_file(file: Path) -> TableFile:
    """Return a file on the disk."""
    return TableFile(str(file), lambda: file.open("rb"))


class Row(Struct, frozen=True):
    """A row of a table: `row["name"]` is the text of a cell, empty where there is none."""

    file: str
    line: int
    cells: Sequence[str]
    columns: Mapping[str, int]
    """Field -> where it stands."""
    headings: Sequence[str]

    def __getitem__(self, field: str) -> str:
        where = self.columns.get(field, len(self.cells))
        return self.cells[where].strip() if where < len(self.cells) else ""

    def at(self, field: str | None = None) -> CellAt:
        """Return the place of a cell, or of the whole row."""
        where = self.columns.get(field) if field else None
        return CellAt(self.file, self.line, None if where is None else self.headings[where])

    def cells_from(self, field: str) -> list[str]:
        """Return a cell and all behind it."""
        return [cell.strip() for cell in self.cells[self.columns.get(field, len(self.cells)) :]]


class Table(Struct, frozen=True):
    """A table whose rows are read while somebody walks over them, once."""

    file: str
    columns: Mapping[str, int]
    headings: Sequence[str]
    rows: Iterator[Row]

    def has(self, field: str) -> bool:
        """Whether there is a column for a field."""
        return field in self.columns

    @property
    def headings_by_field(self) -> Mapping[str, str]:
        """Return the heading of each field that has a column."""
        return {field: self.headings[where] for field, where in self.columns.items()}


def read_table(
    file: TableFile,
    fields: Mapping[str, Sequence[str]],
    needed: Sequence[str],
    report: ImportReport,
    encoding: str | None = None,
    *,
    is_open_ended: bool = False,
) -> Table:
    """Return a table.

    `fields`: field -> the headings under which programs have it, in any case and with any
    blanks, hyphens and underscores. `needed`: the fields without which a file is another one.
    `is_open_ended`: whether rows may go on behind the last heading. Errors: NotReadable.
    """
    encoding = encoding or _encoding_of(file)
    if encoding not in USUAL_ENCODINGS:
        report.read(
            file.name,
            f"its characters are taken for {encoding}",
            "if names look wrong, save it as CSV in UTF-8, or name another with --encoding",
        )
    lines = _lines(file, encoding)
    first = list(islice(lines, SEARCHED))
    heading = _find_headings(file, first, fields, needed)
    if heading.separator != ",":
        report.read(file.name, f"its cells are separated by {SEPARATORS[heading.separator]}")
    _tell_columns(file, heading, report)
    _refuse_conflict(file, first)
    rest = _numbered(first[heading.line :], lines, heading.line + 1)
    rows = _rows(file, heading, rest, report, is_open_ended=is_open_ended)
    return Table(file.name, heading.columns, heading.headings, rows)


# ---- characters ----------------------------------------------------------------------------------


def _encoding_of(file: TableFile) -> str:
    try:
        with file.open() as binary:
            return find_encoding(binary)
    except OSError as error:
        raise NotReadable(f"{file.name} cannot be read: {error.strerror}") from error


def _lines(file: TableFile, encoding: str) -> Iterator[str]:
    """Yield the lines of a file. What is not in its encoding becomes U+FFFD."""
    try:
        with file.open() as binary, _text_of(file, binary, encoding) as text:
            yield from text
    except OSError as error:
        raise NotReadable(f"{file.name} cannot be read: {error.strerror}") from error


def _text_of(file: TableFile, binary: BinaryIO, encoding: str) -> TextIO:
    try:
        return io.TextIOWrapper(binary, encoding=encoding, errors="replace")
    except LookupError:
        message = f"{file.name}: there is no encoding {encoding}: --encoding cp1252, for example"
        raise NotReadable(message) from None


def _refuse_conflict(file: TableFile, first: Sequence[str]) -> None:
    line = conflicts.find_conflict("\n".join(map(str.rstrip, first)), is_markdown=False)
    if line is not None:
        raise NotReadable(f"{file.name}, line {line}: {conflicts.MESSAGE}: {conflicts.HINT}")


# ---- headings ------------------------------------------------------------------------------------


class _Headings(Struct, frozen=True):
    """The line with the headings."""

    line: int
    """From 1."""
    separator: str
    headings: Sequence[str]
    columns: Mapping[str, int]


def fold_heading(text: str) -> str:
    """Return a heading without case, accents, blanks and signs: `Given_Name` is `givenname`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalnum())


def _find_headings(
    file: TableFile,
    first: Sequence[str],
    fields: Mapping[str, Sequence[str]],
    needed: Sequence[str],
) -> _Headings:
    """Return the line, and the separator, that name most of the columns."""
    known = {fold_heading(name): field for field, names in fields.items() for name in names}
    candidates = [
        _read_headings(number, line, separator, known)
        for number, line in enumerate(first, 1)
        for separator in SEPARATORS
    ]
    best = max(candidates, key=lambda heading: len(heading.columns), default=None)
    if best is None:
        raise NotReadable(f"{file.name} is empty")
    _require_columns(file, best, fields, needed)
    return best


def _require_columns(
    file: TableFile,
    heading: _Headings,
    fields: Mapping[str, Sequence[str]],
    needed: Sequence[str],
) -> None:
    missing = ", ".join(fields[field][0] for field in needed if field not in heading.columns)
    if missing:
        there = ", ".join(f"“{words}”" for words in heading.headings if words) or "no headings"
        message = f"{file.name} has no column {missing}: its line {heading.line} has {there}"
        raise NotReadable(f"{message}: rename a heading")


def _read_headings(number: int, line: str, separator: str, known: Mapping[str, str]) -> _Headings:
    headings = [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
    columns: dict[str, int] = {}
    for where, heading in enumerate(headings):
        field = known.get(fold_heading(heading))
        if field is not None:
            columns.setdefault(field, where)
    return _Headings(number, separator, headings, columns)


def _tell_columns(file: TableFile, heading: _Headings, report: ImportReport) -> None:
    """Say what was read from which column, and which columns were not read."""
    used = {where: field for field, where in heading.columns.items()}
    pairs = ", ".join(
        f"{used[where]} from “{name}”"
        for where, name in enumerate(heading.headings)
        if where in used
    )
    unused = [f"“{n}”" for w, n in enumerate(heading.headings) if n and w not in used]
    report.read(file.name, pairs, f"not read: {', '.join(unused)}" if unused else "")


# ---- rows ----------------------------------------------------------------------------------------


def _numbered(first: Sequence[str], more: Iterator[str], number: int) -> Iterator[tuple[int, str]]:
    """Yield lines with their numbers."""
    for line in first:
        yield number, line
        number += 1
    for line in more:
        yield number, line
        number += 1


def _rows(
    file: TableFile,
    heading: _Headings,
    lines: Iterator[tuple[int, str]],
    report: ImportReport,
    *,
    is_open_ended: bool,
) -> Iterator[Row]:
    """Yield the rows that can be read; tell the others."""
    width = len(heading.headings)
    for number, text, is_closed in _records(lines):
        at = CellAt(file.name, number)
        if not is_closed:
            report.leave(
                "the row", "a quotation mark opens a cell and none closes it", "close it", at
            )
            continue
        cells = _cells(text, heading.separator)
        if not any(cell.strip() for cell in cells):
            continue
        if not is_open_ended and any(cell.strip() for cell in cells[width:]):
            report.leave(
                "the row",
                f"it has {len(cells)} cells, and there are {width} headings",
                f"put a cell that holds {_sign(heading.separator)} between quotation marks",
                at,
            )
        elif "�" in text:
            report.leave(
                "the row",
                "a character in it cannot be read",
                "save the file as CSV in UTF-8, and look at this row",
                at,
            )
        else:
            yield Row(file.name, number, cells, heading.columns, heading.headings)


def _sign(separator: str) -> str:
    return "a tab" if separator == "\t" else f"“{separator}”"


def _cells(text: str, separator: str) -> list[str]:
    cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
    return [clean_signs(cell) for cell in cells]


def _records(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str, bool]]:
    """Yield each record's first line, its text, and whether all its quotation marks are closed.

    A mark that nobody closes costs its own line: what follows is read as lines of their own.
    """
    waiting: list[tuple[int, str]] = []
    while True:
        number, text = waiting.pop(0) if waiting else next(lines, (0, ""))
        if not number:
            return
        if not _is_open(text):
            yield number, text, True
            continue
        record, used = _close(text, waiting, lines)
        yield number, record, bool(used)
        del waiting[:used]


def _close(
    text: str, waiting: list[tuple[int, str]], lines: Iterator[tuple[int, str]]
) -> tuple[str, int]:
    """Return a record to the end of its open cell, and how many more lines it takes; 0 for none.

    What is read ahead is left in `waiting`.
    """
    record = text
    for count in range(1, LONGEST_CELL + 1):
        if len(waiting) < count:
            waiting.extend(islice(lines, 1))
        if len(waiting) < count:
            break
        record += waiting[count - 1][1]
        if not _is_open(record):
            return record, count
    return text, 0


def _is_open(text: str) -> bool:
    """Whether a text ends within a cell that a quotation mark has opened."""
    return '"' in text and _OPENED.search(_CLOSED.sub(r"\1", text)) is not None
