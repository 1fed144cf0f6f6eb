"""Planned changes, which are shown as a diff before they are written."""

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from msgspec import Struct, field, structs

from wayfolio.model.import_report import ImportReport, ReportLine, RowOutcome
from wayfolio.write.files import Pen

WHOLE_FILE = 1_000_000_000
"""A line that no file has."""


class DraftPart(Struct, frozen=True, kw_only=True):
    """Some lines of a file of a draft, which come from a row of another program's file."""

    said: ReportLine
    """What the report says of the row."""
    first: int = 1
    last: int = WHOLE_FILE
    with_files: tuple[str, ...] = ()
    """Files that come from the same row and go with it."""


class Draft(Struct):
    """What files would hold, and what is to be said about it."""

    root: Path
    files: dict[str, bytes | None] = field(default_factory=dict)
    """Path -> what it would hold; None where it would go."""
    report: ImportReport = field(default_factory=ImportReport)
    """What was taken, changed, removed and left, and why."""
    parts: dict[str, list[DraftPart]] = field(default_factory=dict)
    """Path -> what of the file comes from which rows. It can be left out if it is wrong."""

    def now(self, path: str) -> bytes | None:
        """Return what a file holds, or would hold by this draft."""
        if path in self.files:
            return self.files[path]
        return self._on_disk(path)

    def put(self, path: str, content: bytes) -> bool:
        """Let a file hold something, and say whether that is anything new."""
        if self.now(path) == content:
            return False
        self.files[path] = content
        return True

    def remove(self, path: str) -> None:
        """Let a file go."""
        self.files[path] = None

    def find_part(self, path: str, line: int) -> DraftPart | None:
        """Return the part of a file in which a line is; None where it comes from no row."""
        parts = self.parts.get(path, [])
        return next((part for part in parts if part.first <= line <= part.last), None)

    def leave_out(self, path: str, part: DraftPart, why: str, mend: str) -> None:
        """Leave out what comes from a row, and say why. What stands below it moves up."""
        left = structs.replace(part.said, outcome=RowOutcome.LEFT, why=why, mend=mend)
        self.report.replace(part.said, left)
        if part.last == WHOLE_FILE:
            for own in (path, *part.with_files):
                self.files.pop(own, None)
            del self.parts[path]
        else:
            self._cut(path, part)

    def _cut(self, path: str, part: DraftPart) -> None:
        """Take the lines of a part out of a file."""
        lines = (self.files[path] or b"").splitlines(keepends=True)
        count = part.last - part.first + 1
        content = b"".join(lines[: part.first - 1] + lines[part.last :])
        self.parts[path] = [
            other
            if other.last < part.first
            else structs.replace(other, first=other.first - count, last=other.last - count)
            for other in self.parts[path]
            if other is not part
        ]
        self.files[path] = content
        if not content or content == self._on_disk(path):
            del self.files[path], self.parts[path]

    def _on_disk(self, path: str) -> bytes | None:
        file = self.root / path
        return file.read_bytes() if file.is_file() and not file.is_symlink() else None

    def diff(self) -> Iterator[str]:
        """Yield the lines of a diff; for a file that is not text, only its name."""
        for path, content in sorted(self.files.items()):
            file = self.root / path
            held = file.read_bytes() if file.is_file() else b""
            try:
                before, after = held.decode().splitlines(), (content or b"").decode().splitlines()
            except UnicodeDecodeError:
                yield f"{'-' if content is None else '+'} {path}"
                continue
            names = path if held else "/dev/null", "/dev/null" if content is None else path
            yield from unified_diff(before, after, *names, lineterm="")

    def write(self) -> Pen:
        """Make the changes, and return what can take them back. Errors: NotWritten."""
        pen = Pen(self.root)
        for path, content in self.files.items():
            if content is not None:
                pen.replace(path, content)
        for path, content in self.files.items():
            if content is None:
                pen.remove(path)
        return pen
