"""Planned changes, which are shown as a diff before they are written."""

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from msgspec import Struct, field

from wayfolio.model.import_report import ImportReport
from wayfolio.write.files import Pen


class Draft(Struct):
    """What files would hold, and what is to be said about it."""

    root: Path
    files: dict[str, bytes | None] = field(default_factory=dict)
    """Path -> what it would hold; None where it would go."""
    report: ImportReport = field(default_factory=ImportReport)
    """What was taken, changed, removed and left, and why."""

    def now(self, path: str) -> bytes | None:
        """Return what a file holds, or would hold by this draft."""
        if path in self.files:
            return self.files[path]
        file = self.root / path
        return file.read_bytes() if file.is_file() and not file.is_symlink() else None

    def put(self, path: str, content: bytes) -> bool:
        """Let a file hold something, and say whether that is anything new."""
        if self.now(path) == content:
            return False
        self.files[path] = content
        return True

    def remove(self, path: str) -> None:
        """Let a file go."""
        self.files[path] = None

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
