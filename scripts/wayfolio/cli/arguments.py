"""What several commands take, and the values of options. Errors say what to type instead."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from math import inf


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


def parse_port(text: str) -> int:
    """Return a port, 0 for any that is free. Errors: ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise ArgumentTypeError(f"{text} is not a port: use a number such as 8080")
    return int(text)


def add_format_option(parser: ArgumentParser) -> None:
    """Add `--format`: for people or for programs."""
    parser.add_argument(
        "--format",
        choices=["text", "json"],
        default="text",
        help="for people or for programs (default: text)",
    )


def parse_number(text: str) -> float:
    """Return a number such as 1.5, not below 0. Errors: ArgumentTypeError."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = -1
    if not 0 <= number < inf:
        raise ArgumentTypeError(f"{text} is not a number of hours: write it like 1.5")
    return number


def parse_level(text: str) -> str | float:
    """Return a level as it is written into a file: a number, or what was typed."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text.upper()
