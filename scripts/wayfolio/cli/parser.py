"""The parser of every command: it suggests what somebody may have meant."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

from wayfolio import __version__


class CommandParser(argparse.ArgumentParser):
    """Takes options by their whole names only, so that a new option changes no old command."""

    def __init__(self, **settings: Any) -> None:
        plain = argparse.RawDescriptionHelpFormatter
        super().__init__(**{"allow_abbrev": False, "formatter_class": plain, **settings})

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """Return the options. Whatever is wrong with them ends the program with code 2."""
        options, unknown = self.parse_known_args(args, namespace)
        if unknown:
            parsers = [*_parsers_of(self, args or ())]
            names = [name for parser in parsers for name in _options(parser)]
            parsers[-1].error(f"unknown here: {' '.join(unknown)}{_suggest(unknown[0], names)}")
        return options

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a word that is none of those to choose from. Errors: ArgumentError."""
        known = [str(choice) for choice in action.choices or ()]
        if known and value not in known:
            meant = _suggest(str(value), known) or f"; known here: {', '.join(known)}"
            raise argparse.ArgumentError(action, f"“{value}” is unknown{meant}")

    def error(self, message: str) -> NoReturn:
        """Print what is wrong, and where to read more, and end with code 2."""
        self.exit(2, f"wayfolio: {message}\nhelp: {self.prog} --help\n")


def make_parser() -> CommandParser:
    """Return the parser of `wayfolio` itself, without its commands."""
    parser = CommandParser(
        prog="wayfolio", description="A school's portfolios and pathway maps, from plain text."
    )
    parser.add_argument("--version", action="version", version=f"wayfolio {__version__}")
    return parser


def _parsers_of(
    parser: argparse.ArgumentParser, words: Iterable[str]
) -> Iterator[argparse.ArgumentParser]:
    """Yield a parser, and those of the commands that somebody has typed."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name in words:
                if name in action.choices:
                    yield from _parsers_of(action.choices[name], words)
                    break


def _options(parser: argparse.ArgumentParser) -> list[str]:
    return [name for action in parser._actions for name in action.option_strings]


def _suggest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most like another, as the end of a sentence."""
    from difflib import get_close_matches  # takes longer than all else here

    near = get_close_matches(word.partition("=")[0], list(known), n=1, cutoff=0.6)
    return f": did you mean “{near[0]}”?" if near else ""
