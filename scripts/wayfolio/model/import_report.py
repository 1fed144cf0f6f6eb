"""What an import took, changed and left, line by line, and why."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct, field


class RowOutcome(StrEnum):
    """What became of a row, or of something else in another program's file."""

    READ = "read"
    """How a file was understood: its encoding, its separator, which column is which."""
    TAKEN = "taken"
    CHANGED = "changed"
    REMOVED = "removed"
    LEFT = "left"
    UNCHANGED = "unchanged"


class CellAt(Struct, frozen=True):
    """A place in another program's file."""

    file: str = ""
    line: int | None = None
    column: str | None = None
    """The heading, as the file has it."""

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        column = f", column “{self.column}”" if self.column else ""
        return f"{self.file}{line}{column}"


NOWHERE = CellAt()


class ReportLine(Struct, frozen=True, kw_only=True):
    """One line of a report."""

    outcome: RowOutcome
    what: str
    """Who or what it is about, or the whole sentence where there is no reason to give."""
    why: str = ""
    mend: str = ""
    """What to type instead, in their file or in a command."""
    at: CellAt = NOWHERE
    rows: int = 1
    """How many rows it settles: 0 where it is about a part of a row, and the rest is taken."""

    def __str__(self) -> str:
        place = f"{self.at}: " if self.at.file else ""
        why = f": {self.why}" if self.why else ""
        mend = f" ({self.mend})" if self.mend else ""
        return f"{self.outcome}: {place}{self.what}{why}{mend}"


class ImportReport(Struct):
    """All lines of a report, in the order in which they were said."""

    lines: list[ReportLine] = field(default_factory=list)

    def read(self, what: str, why: str = "", mend: str = "", at: CellAt = NOWHERE) -> ReportLine:
        """Say how a file was understood."""
        return self._add(RowOutcome.READ, what, why, mend, at, rows=0)

    def take(
        self, what: str, why: str = "", mend: str = "", at: CellAt = NOWHERE, *, rows: int = 1
    ) -> ReportLine:
        """Say what is new."""
        return self._add(RowOutcome.TAKEN, what, why, mend, at, rows=rows)

    def change(
        self, what: str, why: str = "", mend: str = "", at: CellAt = NOWHERE, *, rows: int = 1
    ) -> ReportLine:
        """Say what was there already and differs now."""
        return self._add(RowOutcome.CHANGED, what, why, mend, at, rows=rows)

    def remove(self, what: str, why: str = "", mend: str = "", at: CellAt = NOWHERE) -> ReportLine:
        """Say what is taken away."""
        return self._add(RowOutcome.REMOVED, what, why, mend, at, rows=0)

    def leave(
        self, what: str, why: str = "", mend: str = "", at: CellAt = NOWHERE, *, rows: int = 1
    ) -> ReportLine:
        """Say what was not taken."""
        return self._add(RowOutcome.LEFT, what, why, mend, at, rows=rows)

    def keep(self, what: str, *, rows: int) -> ReportLine:
        """Say for how many rows everything is as they say already."""
        return self._add(RowOutcome.UNCHANGED, what, "", "", NOWHERE, rows=rows)

    def replace(self, old: ReportLine, new: ReportLine) -> None:
        """Put a line in the place of another."""
        self.lines[self.lines.index(old)] = new

    def count_rows(self, outcome: RowOutcome) -> int:
        """Return how many rows have an outcome."""
        return sum(line.rows for line in self.having(outcome))

    def extend(self, lines: Iterable[ReportLine]) -> None:
        """Add lines of another report."""
        self.lines.extend(lines)

    def having(self, outcome: RowOutcome) -> list[ReportLine]:
        """Return the lines with an outcome."""
        return [line for line in self.lines if line.outcome is outcome]

    def _add(
        self, outcome: RowOutcome, what: str, why: str, mend: str, at: CellAt, *, rows: int
    ) -> ReportLine:
        line = ReportLine(outcome=outcome, what=what, why=why, mend=mend, at=at, rows=rows)
        self.lines.append(line)
        return line
