"""Colors of a terminal: errors red, warnings yellow, hints dim."""

import re
from collections.abc import Mapping
from typing import TextIO

CODES = {"error": "1;31", "warning": "1;33", "hint": "2"}
_SAID = re.compile(r"(?m)^(?P<place>\S+: )(?P<word>error|warning)(?=: )|^  (?P<hint>hint)(?=: )")


def is_colored(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether a stream shows colors: a terminal does, unless its owner wants none.

    Sources: no-color.org, force-color.org.
    """
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def paint(text: str) -> str:
    """Return diagnostics with their severities and hints in color."""
    return _SAID.sub(_painted, text)


def _painted(said: re.Match[str]) -> str:
    if said["hint"]:
        return f"  \033[{CODES['hint']}mhint\033[0m"
    return f"{said['place']}\033[{CODES[said['word']]}m{said['word']}\033[0m"
