"""The school's day: every door asks here, and nowhere else."""

from datetime import date, datetime
from pathlib import Path

from wayfolio.load.files import Folder
from wayfolio.load.school_timezone import read_timezone
from wayfolio.load.timezones import day_in


def school_day(root: Path, now: datetime) -> date:
    """Return the day that it is at a school at a moment.

    `now`: with the machine's time zone, whose day counts where school.yml names none.
    """
    timezone = read_timezone(Folder(root))
    return now.date() if timezone is None else day_in(timezone, now)
