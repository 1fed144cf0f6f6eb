"""The school's day: every door asks here, and nowhere else."""

from datetime import date, datetime
from pathlib import Path

from wayfolio.load.files import Folder
from wayfolio.load.school_timezone import read_timezone
from wayfolio.load.timezones import day_in


def school_day(root: Path, now: datetime, machine_day: date) -> date:
    """Return the day that it is at a school at a moment.

    `machine_day`: what the machine's own clock shows, which counts where school.yml names no zone.
    """
    timezone = read_timezone(Folder(root))
    return machine_day if timezone is None else day_in(timezone, now)
