"""Where something was written, and what is wrong there."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from wayfolio.model.rules import Rule


class Location(Struct, frozen=True, order=True):
    """A place in a file that somebody wrote. Lines and columns count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Location("")
"""The location of what no file contains: defaults, and objects made by tests and by `try`."""


class Severity(StrEnum):
    """An error stops the build; a warning is shown and does not."""

    ERROR = "error"
    WARNING = "warning"


class Diagnostic(Struct, frozen=True, kw_only=True, order=True):
    """One mistake an author can mend. Collected, never raised, so all are shown at once."""

    at: Location
    rule: Rule
    severity: Severity
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.at}: {self.severity}: {self.message} [{self.rule}]\n  hint: {self.hint}"


def error(at: Location, rule: Rule, message: str, hint: str) -> Diagnostic:
    """Return an error."""
    return Diagnostic(at=at, rule=rule, severity=Severity.ERROR, message=message, hint=hint)


def warning(at: Location, rule: Rule, message: str, hint: str) -> Diagnostic:
    """Return a warning."""
    return Diagnostic(at=at, rule=rule, severity=Severity.WARNING, message=message, hint=hint)


class Mention(Struct, frozen=True, kw_only=True, order=True):
    """A place where a file names something that another file defines."""

    at: Location
    kind: str
    """The name of the identifier's type, for example `SkillCode`."""
    name: str


EVERY = "*"
"""Stands for every name of a kind, where the file that gives them cannot be read."""


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether an author must mend something before the site can be built."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
