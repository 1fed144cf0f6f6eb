"""What every command of the command line is, and how commands are found by their names."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.cli.examples import EXAMPLES

Run = Callable[[argparse.Namespace, Path, date], int]
"""Takes the options, the school's folder and today; returns the exit code. Errors: Refusal."""


def add_nothing(_: argparse.ArgumentParser) -> None:
    """Add no options: the command has none."""


class Command(Struct, frozen=True, kw_only=True):
    """A command, or a command within another: its name, its options, and what it runs."""

    name: str
    help: str
    add_options: Callable[[argparse.ArgumentParser], None] = add_nothing
    run: Run


def add_commands(
    parser: argparse.ArgumentParser, commands: Sequence[Command], *, dest: str, metavar: str
) -> None:
    """Add commands to a parser, which stores the chosen name as the option `dest`."""
    parsers = parser.add_subparsers(dest=dest, required=True, metavar=metavar)
    for command in commands:
        sentence = f"{command.help[0].upper()}{command.help[1:]}."
        own = parsers.add_parser(command.name, help=command.help, description=sentence)
        command.add_options(own)
        if own.prog in EXAMPLES:
            lines = (f"  {example}" for example in EXAMPLES[own.prog])
            own.epilog = "\n".join([*filter(None, [own.epilog]), "examples:", *lines])


def find_command(commands: Sequence[Command], name: str) -> Command:
    """Return the command of a name that the parser has accepted."""
    return next(command for command in commands if command.name == name)
