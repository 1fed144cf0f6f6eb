"""Writes the reference of commands from the parser: python tests/support/command_reference.py.

It says the same on every Python, whose own help differs from version to version.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from wayfolio.cli.command import add_commands
from wayfolio.cli.examples import EXAMPLES
from wayfolio.cli.main import COMMANDS
from wayfolio.cli.parser import make_parser

PAGE = Path(__file__).parents[2] / "docs/project/reference/commands.md"
HEAD = """# Commands

This page is made from the program: `python tests/support/command_reference.py` writes it.

Every command answers `--help`. A command finds the school from any folder within it. It ends with 0
where all is well, with 1 where an author must mend something, and with 2 where it was called
wrongly. What changes or deletes people's files shows first what it would do, and does it with
`--write`; `new` and `rate` ask. `wayfolio --version` says which version runs, and
`python -m wayfolio` is the same program. The examples are those of the example school.
"""


def reference() -> str:
    """Return the page."""
    return HEAD + "".join(f"\n{_section(parser)}" for parser in command_parsers().values())


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of each command that runs something, by what one types."""
    parser = make_parser()
    add_commands(parser, COMMANDS, dest="command", metavar="COMMAND")
    return dict(_leaves(parser))


def _leaves(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield parser.prog, parser
    for group in groups:
        for below in group.choices.values():
            yield from _leaves(below)


def _section(parser: argparse.ArgumentParser) -> str:
    actions = [action for action in parser._actions if action.dest != "help"]
    words = [_word(action) for action in actions if not action.option_strings]
    rest = ["[OPTIONS]"] if any(action.option_strings for action in actions) else []
    usage = " ".join([parser.prog, *words, *rest])
    rows = [f"| `{_name(action)}` | {_explained(action)} |\n" for action in actions]
    table = f"\n| What you type | What it is |\n| --- | --- |\n{''.join(rows)}" if rows else ""
    examples = "\n".join(EXAMPLES[parser.prog])
    said = f"## {parser.prog}\n\n{parser.description}\n\n```text\n{usage}\n```\n"
    return f"{said}{table}\n```sh\n{examples}\n```\n"


def _word(action: argparse.Action) -> str:
    word = _value(action)
    if action.nargs in ("+", "*"):
        word = f"{word}..."
    return f"[{word}]" if action.nargs in ("?", "*") else word


def _value(action: argparse.Action) -> str:
    return str(action.metavar or action.dest.upper())


def _name(action: argparse.Action) -> str:
    if not action.option_strings:
        return _value(action).replace("|", "\\|")
    value = "" if action.nargs == 0 or action.choices else f" {_value(action)}"
    more = "..." if action.nargs in ("+", "*") else ""
    return f"{', '.join(action.option_strings)}{value}{more}"


def _explained(action: argparse.Action) -> str:
    choices = ", ".join(f"`{choice}`" for choice in action.choices or ())
    return f"{action.help}{f'. One of {choices}' if choices else ''}"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(reference(), "utf-8")
