"""Reads rows of CSV files in UTF-8."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from wayfolio.load import conflicts
from wayfolio.load.tables import NotReadable

LARGEST = 20_000_000


def rows_of(file: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file by their column names in lower case. Errors: NotReadable."""
    header, *rows = _table_of(file) or [[]]
    columns = [name.strip().lower() for name in header]
    missing = [name for name in needed if name not in columns]
    if missing:
        raise NotReadable(f"{file} has no column {', '.join(missing)}: look at its first line")
    cells = [[cell.strip() for cell in row] for row in rows]
    return [dict(zip(columns, row, strict=False)) for row in cells if any(row)]


def _table_of(file: Path) -> list[list[str]]:
    """Return the cells of a CSV file. Errors: NotReadable."""
    try:
        text = cell_text(file)
    except OSError as error:
        raise NotReadable(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise NotReadable(f"{file} is not in UTF-8: save it as CSV in UTF-8") from error
    line = conflicts.find_conflict("\n".join(text.splitlines()), is_markdown=False)
    if line is not None:
        raise NotReadable(f"{file}, line {line}: {conflicts.MESSAGE}: {conflicts.HINT}")
    try:
        return list(csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise NotReadable(f"{file} is not a CSV file: {error}") from error


def cell_text(file: Path) -> str:
    """Return a file's text. Errors: OSError, UnicodeDecodeError."""
    with file.open("rb") as held:
        return held.read(LARGEST).decode("utf-8-sig")
