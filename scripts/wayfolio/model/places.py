"""Where something was written, and what is wrong there."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from wayfolio.model.rules import Rule


class Location(Struct, frozen=True, eq=False):
    """A place in a file that somebody wrote. Lines and columns count from 1."""

    path: str
    line: int = 1
    column: int = 1
    keys: tuple[tuple[str, int, int], ...] = ()
    """Of a noun: the keys that were written, with line and column of what stands under them."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Location) and self._place() == other._place()

    def __lt__(self, other: "Location") -> bool:
        return self._place() < other._place()

    def __le__(self, other: "Location") -> bool:
        return self._place() <= other._place()

    def __gt__(self, other: "Location") -> bool:
        return self._place() > other._place()

    def __ge__(self, other: "Location") -> bool:
        return self._place() >= other._place()

    def __hash__(self) -> int:
        return hash(self._place())

    def _place(self) -> tuple[str, int, int]:
        return self.path, self.line, self.column

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    def of(self, key: str) -> "Location":
        """Return the place of what stands under a key of a noun; the noun's where none is known."""
        found = ((line, column) for name, line, column in self.keys if name == key)
        return Location(self.path, *next(found, (self.line, self.column)))


NOWHERE = Location("")
"""The place of what nobody wrote: defaults, and nouns that tests and `try` make."""


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
    return any(found.severity is Severity.ERROR for found in diagnostics)
