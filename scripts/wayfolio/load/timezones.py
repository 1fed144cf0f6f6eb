"""The time zones that a school may name, and which day it is there.

They come from the package `tzdata`, so that a name means the same on every machine.
"""

from datetime import date, datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from wayfolio.load.introspection import nearest_key
from wayfolio.model.names import Timezone


@cache
def timezone_names() -> frozenset[str]:
    """Return every name that a school may write."""
    listed = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return frozenset(listed) - {"Factory"}


def suggest_timezone(written: str) -> str | None:
    """Return the name that is meant: the city alone may be written, or a letter is wrong."""
    names = sorted(timezone_names())
    city = written.strip().casefold().replace(" ", "_").rpartition("/")[2]
    same = (name for name in names if name.casefold() == written.strip().casefold())
    ending = (name for name in names if name.casefold().endswith(f"/{city}"))
    return next(same, None) or next(ending, None) or nearest_key(written, names)


def day_in(timezone: Timezone, now: datetime) -> date:
    """Return the day that it is in a time zone at a moment. Errors: KeyError for no such zone."""
    if timezone not in timezone_names():
        raise KeyError(timezone)
    return now.astimezone(_zone(timezone)).date()


def midnight_in(timezone: Timezone, year: int) -> int:
    """Return the minute of the day, in UTC, by which it is past midnight on every day of a year.

    Where clocks change, midnight comes earlier in the other half of the year.
    """
    zone = _zone(timezone)
    offsets = [zone.utcoffset(datetime(year, month, 1)) for month in range(1, 13)]  # noqa: DTZ001 - local
    minutes = min(int(offset.total_seconds()) // 60 for offset in offsets if offset is not None)
    return -minutes % (24 * 60)


@cache
def _zone(timezone: Timezone) -> ZoneInfo:
    place = resources.files("tzdata").joinpath("zoneinfo", *timezone.split("/"))
    with place.open("rb") as file:
        return ZoneInfo.from_file(file, key=timezone)
