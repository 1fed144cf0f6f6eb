"""The command line: finds the command, runs it, and prints why it was refused."""

import atexit
import gc
import os
import sys
from collections.abc import Sequence

from wayfolio.cli.author import NEW, RATE
from wayfolio.cli.build import BUILD
from wayfolio.cli.check import CHECK
from wayfolio.cli.command import Command, add_commands, find_command
from wayfolio.cli.console import USAGE_ERROR, school_root, school_today
from wayfolio.cli.explain import EXPLAIN, TRY
from wayfolio.cli.history import HISTORY
from wayfolio.cli.importing import IMPORT, MIGRATE, NEW_YEAR
from wayfolio.cli.keys import KEYS
from wayfolio.cli.parser import make_parser
from wayfolio.cli.preview import SERVE
from wayfolio.cli.privacy import AUDIT, CLEAN, FORGET, TAKEDOWN
from wayfolio.cli.staff import ADOPT, GROUPS, REPORT, SHARE
from wayfolio.cli.transcript import TRANSCRIPT
from wayfolio.model.refusal import Refusal

COMMANDS: Sequence[Command] = (
    CHECK,
    BUILD,
    SERVE,
    EXPLAIN,
    HISTORY,
    TRY,
    AUDIT,
    CLEAN,
    TRANSCRIPT,
    FORGET,
    TAKEDOWN,
    REPORT,
    GROUPS,
    SHARE,
    ADOPT,
    KEYS,
    NEW,
    RATE,
    IMPORT,
    NEW_YEAR,
    MIGRATE,
)
"""In the order in which `wayfolio --help` lists them."""

BROKEN_PIPE, INTERRUPTED = 141, 130
"""Exit codes that shells expect after SIGPIPE and SIGINT: 128 and the signal's number."""
GC_THRESHOLD = 20_000
"""Nearly every object that a command makes lives until it ends. Python's own threshold (700) costs
2 % of a build."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit code: 0 clean, 1 something to mend, 2 usage."""
    # Without this, Python collects all garbage once more when it ends: 0.04 s.
    atexit.register(gc.freeze)
    gc.set_threshold(GC_THRESHOLD)
    try:
        try:
            return _run(sys.argv[1:] if arguments is None else arguments)
        finally:
            print(end="", flush=True)
    except BrokenPipeError:
        # As in `wayfolio explain amara | head`. Python flushes its streams when it ends: to nobody.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(words: Sequence[str]) -> int:
    # Only the command's own parser is made: all of them take as long as a build without changes.
    commands = [command for command in COMMANDS if command.name in words[:1]] or COMMANDS
    parser = make_parser()
    add_commands(parser, commands, dest="command", metavar="COMMAND")
    if not words:
        parser.print_help(sys.stderr)
        return USAGE_ERROR
    options = parser.parse_args(words)
    try:
        root = school_root()
        return find_command(COMMANDS, options.command).run(options, root, school_today(root))
    except Refusal as refusal:
        print(f"wayfolio: {refusal}", file=sys.stderr)
        return refusal.exit_code


if __name__ == "__main__":
    sys.exit(main())
