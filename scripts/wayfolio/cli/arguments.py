"""Parses the values of options. Each error says what to type instead."""

from argparse import ArgumentTypeError
from datetime import date


def parse_day(text: str) -> date:
    """Return a day written like 2027-03-12. Errors: ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is not a date: write it like 2027-03-12") from None


def parse_job_count(text: str) -> int:
    """Return a number of processes. Errors: ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a number of processes: use 1 or more")
    return int(text)
