"""Diagnostics as text for a terminal, and as JSON."""

import json
from collections.abc import Callable, Sequence
from datetime import date

from wayfolio.model.diagnostics import Diagnostic

LineAt = Callable[[Diagnostic], str | None]
"""Looks up the source line of a diagnostic."""

WIDEST = 100


def plain_text(text: str) -> str:
    """Return text without control characters, which a terminal or CI server might obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def format_diagnostic(diagnostic: Diagnostic, line: str | None) -> str:
    """Return a diagnostic with its source line, a caret below the column, and its hint."""
    place, message = plain_text(str(diagnostic.at)), plain_text(diagnostic.message)
    head = f"{place}: {diagnostic.severity}: {message} [{diagnostic.rule}]"
    lines = [head, *_excerpt(line, diagnostic.at.column), f"  hint: {plain_text(diagnostic.hint)}"]
    return "\n".join(lines)


def _excerpt(line: str | None, column: int) -> list[str]:
    if not line:
        return []
    start = max(0, column - 1 - WIDEST // 2) if len(line) > WIDEST else 0
    # The bar keeps CI servers from running a line that begins with :: as a command.
    shown = plain_text(line[start : start + WIDEST])
    return [f"  | {shown}", f"  | {' ' * (column - 1 - start)}^"]


def diagnostics_text(diagnostics: Sequence[Diagnostic], line_at: LineAt) -> str:
    """Return all diagnostics, separated by blank lines."""
    return "\n\n".join(
        format_diagnostic(diagnostic, line_at(diagnostic)) for diagnostic in diagnostics
    )


def diagnostics_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Return all diagnostics as a JSON array."""
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


def guessed_day_text(day: date) -> str:
    """Return which day counts where a school does not say its time zone."""
    return (
        f"today is {day} by this machine’s clock. Add the school’s time zone to"
        " competencies/school.yml,\nfor example  timezone: Europe/Berlin ; until then consents"
        " begin a day late and end a day early"
    )
