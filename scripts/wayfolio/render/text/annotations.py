"""Mistakes as GitHub, GitLab and readers of SARIF want them, each at its line."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.render.text.diagnostics import plain

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_github(found: Sequence[Diagnostic]) -> str:
    """Return one workflow command a mistake, which GitHub shows at the line."""
    return "\n".join(_command(one) for one in found)


def _command(one: Diagnostic) -> str:
    kind = "error" if one.severity is Severity.ERROR else "warning"
    where = f"file={_property(one.at.path)},line={one.at.line},col={one.at.column}"
    text = f"{one.message}\nWhat to do: {one.hint}"
    return f"::{kind} {where},title={_property(one.rule)}::{_escaped(text)}"


def _escaped(text: str) -> str:
    safe = "\n".join(plain(line) for line in text.split("\n"))
    return safe.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_gitlab(found: Sequence[Diagnostic]) -> str:
    """Return a report of GitLab's “code quality”."""
    rows = [
        {
            "description": plain(f"{one.message}. What to do: {one.hint}"),
            "check_name": one.rule,
            "fingerprint": _fingerprint(one, found[:number]),
            "severity": "major" if one.severity is Severity.ERROR else "minor",
            "location": {"path": one.at.path, "lines": {"begin": one.at.line}},
        }
        for number, one in enumerate(found)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _fingerprint(one: Diagnostic, earlier: Sequence[Diagnostic]) -> str:
    """Return what stays the same when lines above are added, and differs for each mistake."""
    own = one.at.path, one.rule, one.message
    same = sum((other.at.path, other.rule, other.message) == own for other in earlier)
    key = f"{one.at.path}\0{one.rule}\0{one.message}\0{same}"
    return hashlib.sha256(key.encode()).hexdigest()


def as_sarif(found: Sequence[Diagnostic], version: str) -> str:
    """Return a SARIF 2.1.0 log of one run."""
    rules = sorted({one.rule for one in found})
    run: Mapping[str, Any] = {
        "tool": {
            "driver": {
                "name": "Wayfolio",
                "version": version,
                "rules": [{"id": rule} for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, rules) for one in found],
    }
    return json.dumps(
        {"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2
    )


def _result(one: Diagnostic, rules: Sequence[str]) -> Mapping[str, Any]:
    region = {"startLine": one.at.line, "startColumn": one.at.column}
    where = {"artifactLocation": {"uri": _uri(one.at.path)}, "region": region}
    return {
        "ruleId": one.rule,
        "ruleIndex": rules.index(one.rule),
        "level": "error" if one.severity is Severity.ERROR else "warning",
        "message": {"text": plain(f"{one.message}. What to do: {one.hint}")},
        "locations": [{"physicalLocation": where}],
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path)
