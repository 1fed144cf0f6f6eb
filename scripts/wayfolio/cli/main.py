"""The door of the command line. No rules inside."""

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from wayfolio.cli import author, check, importing, keys, staff, transcript
from wayfolio.cli.build import (
    add_build,
    build,
)
from wayfolio.cli.exits import school_root, school_today
from wayfolio.cli.looking import add_looking, explain, serve, try_policy
from wayfolio.cli.privacy import add_privacy, audit, clean, forget

if TYPE_CHECKING:
    pass

NOBODY_READS, STOPPED = 141, 130
"""What shells expect of who was told by a signal that nobody reads any more, or to stop."""
SELDOM = 20_000
"""New things after which garbage is looked for. Nearly all that a command makes is in use until it
ends; to look after each 700, as Python does by itself, takes 2 % of a build."""
OTHERS = {**author.COMMANDS, **importing.COMMANDS, **keys.COMMANDS}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit code: 0 clean, 1 something to mend, 2 usage."""
    # When Python ends, it would look through all that there is for what nobody uses: 0.04 s.
    atexit.register(gc.freeze)
    gc.set_threshold(SELDOM)
    try:
        try:
            return _run(arguments)
        finally:
            print(end="", flush=True)
    except BrokenPipeError:
        # As in `wayfolio explain amara | head`. Python writes what is left when it ends: to nobody.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())
        return NOBODY_READS
    except KeyboardInterrupt:
        return STOPPED


def _run(arguments: Sequence[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    chosen = _parser(words[0] if words else "").parse_args(words)
    if chosen.command in OTHERS:
        return OTHERS[chosen.command](chosen, school_root(), school_today())
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "check": lambda asked: check.check(asked, school_root(), school_today()),
        "build": build,
        "serve": serve,
        "explain": explain,
        "try": try_policy,
        "audit": audit,
        "clean": clean,
        "forget": forget,
        **transcript.handlers(school_root, school_today),
    }
    if chosen.command in staff.COMMANDS:
        return staff.COMMANDS[chosen.command](school_root(), school_today(), chosen)
    return commands[chosen.command](chosen)


def _parser(first: str) -> argparse.ArgumentParser:
    """Return what reads arguments; `first`: the first of them.

    A build is given a parser of its own command alone: to make those of all takes as long as
    everything that a build without changes has to do.
    """
    parser = argparse.ArgumentParser(
        prog="wayfolio", description="A school's portfolios and pathway maps, from plain text."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    if first == "build":
        add_build(commands)
        return parser
    check.add_commands(commands)
    add_build(commands)
    add_looking(commands)
    add_privacy(commands)
    staff.add_commands(commands)
    keys.add_commands(commands)
    author.add_commands(commands)
    importing.add_commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
