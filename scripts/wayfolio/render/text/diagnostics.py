"""How mistakes are told: to a person in a terminal, and as JSON."""

import json
from collections.abc import Callable, Sequence

from wayfolio.model.diagnostics import Diagnostic, Location

LineAt = Callable[[Location], str | None]
"""The line of a place as it was typed."""

WIDEST = 100


def plain_text(text: str) -> str:
    """Return text without signs that a terminal or a CI server would act on."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def format_diagnostic(diagnostic: Diagnostic, line: str | None) -> str:
    """Return a mistake with its line, a caret below the place, and what to type instead."""
    place, message = plain_text(str(diagnostic.at)), plain_text(diagnostic.message)
    head = f"{place}: {diagnostic.severity}: {message} [{diagnostic.rule}]"
    lines = [head, *_excerpt(line, diagnostic.at.column), f"  hint: {plain_text(diagnostic.hint)}"]
    return "\n".join(lines)


def _excerpt(line: str | None, column: int) -> list[str]:
    if not line:
        return []
    start = max(0, column - 1 - WIDEST // 2) if len(line) > WIDEST else 0
    # The bar keeps a line that begins with :: from being taken for a command by a CI server.
    shown = plain_text(line[start : start + WIDEST])
    return [f"  | {shown}", f"  | {' ' * (column - 1 - start)}^"]


def diagnostics_text(diagnostics: Sequence[Diagnostic], line_at: LineAt) -> str:
    """Return all mistakes, a blank line between them."""
    return "\n\n".join(
        format_diagnostic(diagnostic, line_at(diagnostic.at)) for diagnostic in diagnostics
    )


def diagnostics_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Return all mistakes as a JSON array."""
    rows = [
        {
            "path": diagnostic.at.path,
            "line": diagnostic.at.line,
            "column": diagnostic.at.column,
            "severity": diagnostic.severity,
            "rule": diagnostic.rule,
            "message": diagnostic.message,
            "hint": diagnostic.hint,
        }
        for diagnostic in diagnostics
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
