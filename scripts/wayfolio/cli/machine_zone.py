"""Reads the time zone for which this machine is set, to propose it for a new school."""

import os
from collections.abc import Mapping
from pathlib import Path

from wayfolio.load.timezones import timezone_names

USUAL = "UTC"


def machine_timezone(environment: Mapping[str, str], system: Path = Path("/etc")) -> str:
    """Return the name of the machine's time zone, or UTC where it does not say."""
    link = system / "localtime"
    target = os.readlink(link) if link.is_symlink() else ""
    try:
        written = (system / "timezone").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        written = ""
    settings = (environment.get("TZ", "").removeprefix(":"), target, written)
    names = (setting.rpartition("zoneinfo/")[2] for setting in settings)
    return next((name for name in names if name in timezone_names()), USUAL)
