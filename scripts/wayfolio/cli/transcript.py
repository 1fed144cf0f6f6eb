"""The door of `wayfolio transcript`. No rules inside: `wayfolio.documents.transcript` has them."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

Handler = Callable[[argparse.Namespace], int]

TO_MEND, USAGE, CLEAN = 1, 2, 0


def add_commands(commands: Any) -> None:
    """Add the command to the others."""
    made = commands.add_parser("transcript", help="a learner's transcript, as a PDF")
    made.add_argument("learner", help="a folder in portfolios/")
    made.add_argument("--language", help="one of the school's languages")
    made.add_argument("--to", type=Path, help="the PDF to write; without it, the code alone")


def handlers(root: Callable[[], Path], today: Callable[[], date]) -> dict[str, Handler]:
    """Return what each command does. `root`, `today`: where the school is, and its day."""
    return {"transcript": lambda chosen: _transcript(chosen, root(), today())}


def _transcript(chosen: argparse.Namespace, root: Path, today: date) -> int:
    from wayfolio.documents.transcript import write_transcript
    from wayfolio.publish.pdf import NoPdf
    from wayfolio.school.lookup import UnknownId

    try:
        made = write_transcript(root, chosen.learner, today, language=chosen.language, to=chosen.to)
    except (UnknownId, NoPdf) as refused:
        print(f"wayfolio: {refused}", file=sys.stderr)
        return USAGE
    if not made.report.is_clean:
        print("wayfolio: fix the school's errors first: run  wayfolio check", file=sys.stderr)
        return TO_MEND
    print(f"{chosen.learner}: check code {made.code}")
    return CLEAN
