"""Reads days as people write them; what has two meanings is asked."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

DayOrder = Literal["dmy", "mdy"]
"""Whether the day or the month stands first where both are numbers."""
MONTHS = (
    *(("jan", "ene", "januar"), ("feb", "fév", "fev"), ("mar", "mär", "mrz"), ("apr", "abr")),
    *(("may", "mai", "mayo"), ("jun", "juin"), ("jul", "juil"), ("aug", "ago", "aoû")),
    *(("sep", "set"), ("oct", "okt", "out"), ("nov",), ("dec", "dic", "dez", "déc")),
)
"""How the months begin in languages of Latin letters."""
SPREADSHEET_ZERO = date(1899, 12, 30)
"""The day from which spreadsheets count."""
_CLOCK = re.compile(r"[T ,]+\d{1,2}:\d{2}.*$", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?[ -]+(?:de )?(\w+)\.?,?[ -]+(?:de )?(\d{2,4})"
)
_MONTH_FIRST = re.compile(r"(\w+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_SERIAL = re.compile(r"([1-6]\d{4})(\.\d+)?")
_WEEKDAY = re.compile(r"^[^\W\d]+\.?, +(?=\d|[^\W\d]+\.? \d)")


class WrittenDay(Struct, frozen=True):
    """A day, or why a text is none."""

    on: date | None = None
    why: str = ""
    mend: str = ""


class _Numbers(Struct, frozen=True):
    """A day of numbers only, whose order may be either."""

    first: int
    second: int
    year: int
    is_day_first: bool
    """Whether dots say so: nobody writes the month first with dots."""


def read_days(texts: Iterable[str], order: DayOrder | None = None) -> list[WrittenDay]:
    """Return the day of each text of a column.

    One text that allows one order only, such as 25/09/2026, decides for the whole column. `order`:
    what decides where none does.
    """
    parsed = [_parse(text) for text in texts]
    decided = _find_order([entry for entry in parsed if isinstance(entry, _Numbers)])
    orders = [order] if order else sorted(decided)
    return [_settle(entry, orders) if isinstance(entry, _Numbers) else entry for entry in parsed]


def _parse(text: str) -> WrittenDay | _Numbers:
    plain = _WEEKDAY.sub("", _CLOCK.sub("", _western(text).strip())).strip()
    if match := _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _day(text, *map(int, match.groups()))
    if match := _NUMBERS.fullmatch(plain):
        first, sign, second, year = match.groups()
        return _Numbers(int(first), int(second), _full_year(year), is_day_first=sign == ".")
    if match := _DAY_FIRST.fullmatch(plain):
        return _day(text, _full_year(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(plain):
        return _day(text, int(match[3]), _month(match[1]), int(match[2]))
    if match := _SERIAL.fullmatch(plain):
        return WrittenDay(SPREADSHEET_ZERO + timedelta(days=int(match[1])))
    return _no_day(text)


def _western(text: str) -> str:
    """Return a text with digits of all scripts as 0 to 9, and common signs as ASCII has them."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in composed)


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(name: str) -> int:
    folded = name.casefold()
    return next((number for number, starts in enumerate(MONTHS, 1) if folded.startswith(starts)), 0)


def _no_day(text: str) -> WrittenDay:
    what = f"“{text}” is no day" if text.strip() else "there is no day"
    return WrittenDay(None, what, "write it like 2026-09-04")


def _day(text: str, year: int, month: int, day: int) -> WrittenDay:
    try:
        on = date(year, month, day)
    except ValueError:
        return _no_day(text)
    return WrittenDay(on) if 1900 <= year <= 2200 else _no_day(text)


# ---- which number is the month -------------------------------------------------------------------


def _find_order(days: Sequence[_Numbers]) -> set[DayOrder]:
    """Return the orders that single days of a column ask for: none, one, or both."""
    orders: set[DayOrder] = set()
    for day in days:
        if not day.is_day_first and max(day.first, day.second) > 12:
            orders.add("dmy" if day.first > 12 else "mdy")
    return orders


def _settle(numbers: _Numbers, orders: Sequence[str]) -> WrittenDay:
    day_first = _day_of(numbers, "dmy")
    month_first = _day_of(numbers, "mdy")
    if numbers.is_day_first or month_first.on is None or day_first.on == month_first.on:
        return day_first
    if day_first.on is None:
        return month_first
    if len(orders) == 1:
        return day_first if orders[0] == "dmy" else month_first
    why = f"{numbers.first}/{numbers.second} is {day_first.on} or {month_first.on}"
    mend = "say which: --dates dmy (the day first) or --dates mdy (the month first)"
    return WrittenDay(None, why, mend)


def _day_of(numbers: _Numbers, order: DayOrder) -> WrittenDay:
    day, month = numbers.first, numbers.second
    if order == "mdy":
        day, month = month, day
    return _day(f"{numbers.first}/{numbers.second}/{numbers.year}", numbers.year, month, day)
