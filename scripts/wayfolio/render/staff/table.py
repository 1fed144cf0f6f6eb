"""Tables of the staff's pages: the same rows on a page and in a file for a spreadsheet."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Generic, TypeVarTuple

from msgspec import Struct

from wayfolio.model.rounding import half_up

Row = TypeVarTuple("Row")
"""What the rows of a table are made from: the same kinds of values in each row."""

NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?%?")
STARTS = tuple("=+-@|\uff1d\uff0b\uff0d\uff20")
"""The characters with which a formula may begin, full-width ones included."""
SEVERAL = " · "
"""Separates the words of a cell that readers can filter by individually."""
BOM = "\ufeff"
"""Without it, spreadsheet programs assume a legacy encoding and garble names."""


class CellView(Struct, frozen=True, kw_only=True):
    """A cell: its text, link and sort key."""

    text: str
    address: str = ""
    key: str = ""
    """The sort key if it is not the text: a day as `2027-03-02`, a number with a point."""
    note: str = ""
    """A second, quieter line."""


class ColumnView(Struct, frozen=True, kw_only=True):
    """A column. `choose`: readers can filter by its texts. `least`: by a smallest number."""

    title: str
    is_number: bool = False
    choose: bool = False
    least: str = ""
    """The smallest number at first."""


class TableView(Struct, frozen=True, kw_only=True):
    """A table. The first cell of a row is its head."""

    name: str
    """The name of its file, such as `needs-rating`."""
    title: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[CellView, ...], ...]
    about: str = ""
    empty: str = ""
    """The text shown instead if there are no rows."""
    fold: str = ""
    """The line under which the table is folded; empty where it is open."""

    @property
    def chosen(self) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
        """Return (index, title, texts) of the columns that readers can filter by."""
        return tuple(
            (n, column.title, tuple(sorted(self._texts(n))))
            for n, column in enumerate(self.columns)
            if column.choose
        )

    def _texts(self, column: int) -> set[str]:
        return {choice for row in self.rows for choice in row[column].text.split(SEVERAL) if choice}


@dataclass(frozen=True, slots=True)
class Column(Generic[*Row]):
    """A column as it is declared: its heading, and how to make its cell from the values of a row.

    `choose` and `least`: as in `ColumnView`.
    """

    head: str
    cell: Callable[[*Row], CellView]
    is_number: bool = False
    choose: bool = False
    least: str = ""

    @property
    def view(self) -> ColumnView:
        """Return what the page shows of the column itself."""
        return ColumnView(
            title=self.head, is_number=self.is_number, choose=self.choose, least=self.least
        )


Columns = tuple[Column[*Row], ...]
TextColumns = tuple[tuple[str, Callable[[*Row], str]], ...]
"""The columns of a file: the heading of each, and how to make its text from a row."""


def make_table(
    name: str,
    title: str,
    columns: Columns[*Row],
    rows: Iterable[tuple[*Row]],
    *,
    about: str = "",
    empty: str = "",
) -> TableView:
    """Return a table with a cell for each row and column."""
    return TableView(
        name=name,
        title=title,
        columns=tuple(column.view for column in columns),
        rows=tuple(tuple(column.cell(*row) for column in columns) for row in rows),
        about=about,
        empty=empty,
    )


def text_cell(words: str, address: str = "", note: str = "") -> CellView:
    """Return a cell of text."""
    return CellView(text=words, address=address, note=note)


def number_cell(figure: int | Fraction | None, words: str = "") -> CellView:
    """Return a cell of a number; empty where there is none."""
    if figure is None:
        return CellView(text=words, key="-1" if not words else "")
    rounded = half_up(Fraction(figure), 1)
    plain = f"{float(rounded):.1f}".removesuffix(".0")
    return CellView(text=words or plain, key=plain)


def day_cell(on: date | None, words: str) -> CellView:
    """Return a cell of a day; `words` say it."""
    return CellView(text=words, key=on.isoformat() if on else "")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV for a spreadsheet: UTF-8, commas, quoted where necessary.

    A text that begins like a formula gets an apostrophe in front.
    """
    held = io.StringIO()
    held.write(BOM)
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([escape_formula(title) for title in columns])
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    return held.getvalue().encode()


def columns_csv(columns: TextColumns[*Row], rows: Iterable[tuple[*Row]]) -> bytes:
    """Return a file with a text for each row and column."""
    texts = ([text(*row) for _head, text in columns] for row in rows)
    return as_csv([head for head, _text in columns], texts)


def escape_formula(cell: str) -> str:
    """Return a text that no spreadsheet runs as a formula. Numbers stay numbers."""
    bare = cell.lstrip()
    if NUMBER.fullmatch(bare):
        return cell
    if cell[:1] in ("\t", "\r", "\n") or bare[:1] in STARTS:
        return f"'{cell}"
    return cell


def table_csv(table: TableView) -> bytes:
    """Return a table of a page as a file."""
    rows = ([_csv_text(cell) for cell in row] for row in table.rows)
    return as_csv([column.title for column in table.columns], rows)


def _csv_text(cell: CellView) -> str:
    # Every spreadsheet reads an ISO day.
    said = cell.key if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell.key) else cell.text
    return f"{said} ({cell.note})" if cell.note else said
