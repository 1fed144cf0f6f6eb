"""Diagnostics in the formats of GitHub, GitLab and SARIF, each at its line."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.render.text.diagnostics import plain_text

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def format_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Return a workflow command for each diagnostic, which GitHub shows at its line."""
    return "\n".join(_command(diagnostic) for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    kind = "error" if diagnostic.severity is Severity.ERROR else "warning"
    where = (
        f"file={_property(diagnostic.at.path)},line={diagnostic.at.line},col={diagnostic.at.column}"
    )
    text = f"{diagnostic.message}\nWhat to do: {diagnostic.hint}"
    return f"::{kind} {where},title={_property(diagnostic.rule)}::{_escape(text)}"


def _escape(text: str) -> str:
    safe = "\n".join(plain_text(line) for line in text.split("\n"))
    return safe.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def format_gitlab(diagnostics: Sequence[Diagnostic]) -> str:
    """Return a code quality report for GitLab."""
    rows = [
        {
            "description": plain_text(f"{diagnostic.message}. What to do: {diagnostic.hint}"),
            "check_name": diagnostic.rule,
            "fingerprint": _fingerprint(diagnostic, diagnostics[:number]),
            "severity": "major" if diagnostic.severity is Severity.ERROR else "minor",
            "location": {"path": diagnostic.at.path, "lines": {"begin": diagnostic.at.line}},
        }
        for number, diagnostic in enumerate(diagnostics)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _fingerprint(diagnostic: Diagnostic, earlier: Sequence[Diagnostic]) -> str:
    """Return a fingerprint, unique and independent of line numbers."""
    own = diagnostic.at.path, diagnostic.rule, diagnostic.message
    same = sum((other.at.path, other.rule, other.message) == own for other in earlier)
    key = f"{diagnostic.at.path}\0{diagnostic.rule}\0{diagnostic.message}\0{same}"
    return hashlib.sha256(key.encode()).hexdigest()


def format_sarif(diagnostics: Sequence[Diagnostic], version: str) -> str:
    """Return a SARIF 2.1.0 log of one run."""
    rules = sorted({diagnostic.rule for diagnostic in diagnostics})
    run: Mapping[str, Any] = {
        "tool": {
            "driver": {
                "name": "Wayfolio",
                "version": version,
                "rules": [{"id": rule} for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(diagnostic, rules) for diagnostic in diagnostics],
    }
    return json.dumps(
        {"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2
    )


def _sarif_result(diagnostic: Diagnostic, rules: Sequence[str]) -> Mapping[str, Any]:
    region = {"startLine": diagnostic.at.line, "startColumn": diagnostic.at.column}
    where = {"artifactLocation": {"uri": _uri(diagnostic.at.path)}, "region": region}
    return {
        "ruleId": diagnostic.rule,
        "ruleIndex": rules.index(diagnostic.rule),
        "level": "error" if diagnostic.severity is Severity.ERROR else "warning",
        "message": {"text": plain_text(f"{diagnostic.message}. What to do: {diagnostic.hint}")},
        "locations": [{"physicalLocation": where}],
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path)
