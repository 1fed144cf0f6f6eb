"""Tables of other programs: any usual encoding and separator, and a wrong row costs that row."""

import codecs
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfolio.load.tables import NotReadable, Table, read_table, table_file
from wayfolio.model.import_report import ImportReport, RowOutcome

FIELDS = {
    "name": ("name", "student name", "姓名", "Учащийся"),
    "group": ("group", "class", "班级", "Класс"),
}


def read(
    folder: Path, content: bytes, needed: Sequence[str] = ("name",)
) -> tuple[Table, ImportReport]:
    (folder / "list.csv").write_bytes(content)
    report = ImportReport()
    file = table_file(folder / "list.csv")
    return read_table(file, FIELDS, needed, report), report


def pairs(table: Table) -> list[tuple[str, str]]:
    return [(row["name"], row["group"]) for row in table.rows]


JOSE = "name,group\nJosé Luna,9A\n"
POLISH = "name;group\nŁukasz Żak;9A\n"
RUSSIAN = "Учащийся,Класс\nЖужа Фёдоровна,Дуб\n"  # noqa: RUF001 - a name in Cyrillic letters
CHINESE = "姓名,班级\n李小龙,九年级\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (JOSE.encode(), ("José Luna", "9A")),
        (codecs.BOM_UTF8 + JOSE.encode(), ("José Luna", "9A")),
        (JOSE.encode("utf-16"), ("José Luna", "9A")),
        (JOSE.encode("utf-16-le"), ("José Luna", "9A")),
        (codecs.BOM_UTF16_BE + JOSE.encode("utf-16-be"), ("José Luna", "9A")),
        (JOSE.encode("cp1252"), ("José Luna", "9A")),
        (POLISH.encode("cp1250"), ("Łukasz Żak", "9A")),
        (RUSSIAN.encode("cp1251"), ("Жужа Фёдоровна", "Дуб")),
        (CHINESE.encode("gb18030"), ("李小龙", "九年级")),
        (b"name;group\r\nAna Lund;9A\r\n", ("Ana Lund", "9A")),
        (b"sep=;\nname;group\nAna Lund;9A\n", ("Ana Lund", "9A")),
        (b"name\tgroup\rAna Lund\t9A\r", ("Ana Lund", "9A")),
        (b"Report of 9/4/2026\n\nSTUDENT_NAME, Class \nAna Lund, 9A \n", ("Ana Lund", "9A")),
        (b'group,name\n9A,"Lund, Ana"\n', ("Lund, Ana", "9A")),
        (b'name,group\n"Ana\nLund",9A\n', ("Ana\nLund", "9A")),
        (b"name,group\n" + b"Ana,9A\n" + b"," * 9, ("Ana", "9A")),
        (b"name,group\nAna\n", ("Ana", "")),
        (b'name,group\nAna 6" Lund,9A\n', ('Ana 6" Lund', "9A")),
    ],
)
def test_a_table_is_read_as_whatever_spreadsheet_wrote_it(
    content: bytes, expected: tuple[str, str], tmp_path: Path
) -> None:
    table, report = read(tmp_path, content)

    assert pairs(table) == [expected]
    assert not report.having(RowOutcome.LEFT)


UNSEEN = [
    *("\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u2060", "\u2062", "\ufeff", "\u061c"),
    *("\u180e", "\u115f", "\u3164", "\uffa0", "\u2800", "\ufe0f", "\u034f", "\U000e0041", "\x1b"),
    *(" \u200b\u00a0", "\u200e\u200f"),
]


@pytest.mark.parametrize("cell", UNSEEN, ids=ascii)
def test_a_cell_in_which_nobody_sees_anything_is_empty(cell: str, tmp_path: Path) -> None:
    table, _ = read(tmp_path, f"name,group\nAna,{cell}\n".encode())

    assert pairs(table) == [("Ana", "")]


@pytest.mark.parametrize(
    "cell", ["\u0600", "\u06dd", "\u08e2", "\U000110bd", "ع\u200cل", "❤\ufe0f", "0"]
)
def test_a_cell_in_which_somebody_sees_something_stays(cell: str, tmp_path: Path) -> None:
    table, _ = read(tmp_path, f"name,group\nAna,{cell}\n".encode())

    assert pairs(table) == [("Ana", cell)]


def test_a_code_page_and_a_separator_are_told(tmp_path: Path) -> None:
    _, report = read(tmp_path, POLISH.encode("cp1250"))

    said = "\n".join(map(str, report.lines))
    assert "its characters are taken for cp1250" in said
    assert "its cells are separated by semicolons" in said
    assert "name from “name”, group from “group”" in said


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('"Ana Lund,9A', "a quotation mark opens a cell and none closes it"),
        ("Lund, Ana,9A", "it has 3 cells, and there are 2 headings"),
        ("An\udcff Lund,9A", "a character in it cannot be read"),
    ],
)
def test_a_row_that_cannot_be_read_costs_that_row(row: str, says: str, tmp_path: Path) -> None:
    text = f"name,group\nBo Ek,9A\nJosé Luna,9B\n{row}\nMüller Á É Í Ó Ú Ñ,9C\nCy Ito,9A\n"

    table, report = read(tmp_path, text.encode("utf-8", "surrogateescape"))

    assert [name for name, _ in pairs(table)] == [
        "Bo Ek",
        "José Luna",
        "Müller Á É Í Ó Ú Ñ",
        "Cy Ito",
    ]
    (left,) = report.having(RowOutcome.LEFT)
    assert str(left).startswith(f"left: {tmp_path}/list.csv, line 4: the row: {says}")
    assert left.mend


@pytest.mark.parametrize(
    "content", [b"", b"first,last\nAna,Lund\n", b"\0\1\2\3", b"<html>\n<body>\n"]
)
def test_a_file_without_the_column_is_told_with_the_headings_that_it_has(
    content: bytes, tmp_path: Path
) -> None:
    with pytest.raises(NotReadable, match=r"list\.csv (has no column name|is empty)"):
        read(tmp_path, content)


@given(st.binary(max_size=400))
def test_no_bytes_end_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    table, report = read(folder, b"name,group\n" + content)

    rows = pairs(table)

    assert len(rows) + len(report.having(RowOutcome.LEFT)) <= content.count(b"\n") + 400
