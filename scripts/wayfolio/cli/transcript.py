"""`wayfolio transcript`."""

import argparse
from datetime import date
from pathlib import Path

from wayfolio.cli.command import Command
from wayfolio.cli.console import OK


def add_transcript_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio transcript`."""
    parser.add_argument("learner", help="a folder in portfolios/")
    parser.add_argument("--language", help="one of the school's languages")
    parser.add_argument(
        "--to", type=Path, help="the PDF to write; without it, only the check code is shown"
    )


def run_transcript(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio transcript`."""
    from wayfolio.documents.transcript import write_transcript
    from wayfolio.school.read import SchoolHasErrors

    transcript = write_transcript(
        root, options.learner, today, language=options.language, to=options.to
    )
    if not transcript.report.is_clean:
        raise SchoolHasErrors
    print(f"{options.learner}: check code {transcript.code}")
    return OK


TRANSCRIPT = Command(
    name="transcript",
    help="write a learner's transcript as a PDF",
    add_options=add_transcript_options,
    run=run_transcript,
)
