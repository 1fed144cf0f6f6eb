"""How mistakes are told: to a person in a terminal, and as JSON."""

import json
from collections.abc import Callable, Sequence

from wayfolio.model.diagnostics import Diagnostic, Location

LineAt = Callable[[Location], str | None]
"""The line of a place as it was typed."""

WIDEST = 100


def plain(text: str) -> str:
    """Return text without signs that a terminal or a CI server would act on."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def told(found: Diagnostic, line: str | None) -> str:
    """Return a mistake with its line, a caret below the place, and what to type instead."""
    head = f"{plain(str(found.at))}: {found.severity}: {plain(found.message)} [{found.rule}]"
    lines = [head, *_excerpt(line, found.at.column), f"  hint: {plain(found.hint)}"]
    return "\n".join(lines)


def _excerpt(line: str | None, column: int) -> list[str]:
    if not line:
        return []
    start = max(0, column - 1 - WIDEST // 2) if len(line) > WIDEST else 0
    # The bar keeps a line that begins with :: from being taken for a command by a CI server.
    shown = plain(line[start : start + WIDEST])
    return [f"  | {shown}", f"  | {' ' * (column - 1 - start)}^"]


def as_text(found: Sequence[Diagnostic], line_at: LineAt) -> str:
    """Return all mistakes, a blank line between them."""
    return "\n\n".join(told(one, line_at(one.at)) for one in found)


def as_json(found: Sequence[Diagnostic]) -> str:
    """Return all mistakes as a JSON array."""
    rows = [
        {
            "path": one.at.path,
            "line": one.at.line,
            "column": one.at.column,
            "severity": one.severity,
            "rule": one.rule,
            "message": one.message,
            "hint": one.hint,
        }
        for one in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
