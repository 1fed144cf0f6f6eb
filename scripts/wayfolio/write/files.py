"""Writes new files and new lines, and can undo all of it."""

import os
from pathlib import Path

from msgspec import Struct, field

from wayfolio.model.refusal import Refusal


class NotWritten(Refusal):
    """Why something cannot be written, and what to do."""


class Pen(Struct):
    """Writes below one folder, and remembers what stood there."""

    root: Path
    before: dict[Path, bytes | None] = field(default_factory=dict)
    """What each file held; None where there was none."""

    @property
    def paths(self) -> list[str]:
        """Return the files that have been written, from the folder."""
        return [file.relative_to(self.root).as_posix() for file in self.before]

    def new(self, path: str, content: bytes) -> None:
        """Write a file that is not there yet. Errors: NotWritten."""
        file = self._place(path)
        if os.path.lexists(file):
            raise NotWritten(f"{path} is there already: choose another name, or take it away first")
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as out:
            out.write(content)
        self.before.setdefault(file, None)

    def replace(self, path: str, content: bytes) -> bool:
        """Replace a file, and return whether its content changes. Errors: NotWritten."""
        file = self._place(path)
        held = file.read_bytes() if file.is_file() else None
        if held == content:
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.new")
        beside.write_bytes(content)
        beside.replace(file)
        self.before.setdefault(file, held)
        return True

    def remove(self, path: str) -> None:
        """Take a file away, and the folders that are empty then. Errors: NotWritten."""
        file = self._place(path)
        self.before.setdefault(file, file.read_bytes())
        file.unlink()
        _remove_if_empty(file.parent, self.root)

    def add(self, path: str, text: str, at_line: int | None = None) -> None:
        """Add lines to a file before a line (counted from 1), or at its end; make it if need be."""
        file = self._place(path)
        held = file.read_bytes() if file.is_file() else b""
        self.replace(path, add_lines(held, text, at_line))

    def take_back(self) -> None:
        """Leave every file as it was."""
        for file, held in self.before.items():
            if held is None:
                file.unlink(missing_ok=True)
                _remove_if_empty(file.parent, self.root)
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(held)
        self.before.clear()

    def _place(self, path: str) -> Path:
        """Return where a file is to stand: below the folder, by way of no link."""
        file = self.root / path
        for above in (file, *file.parents):
            if above == self.root:
                break
            if above.is_symlink():
                raise NotWritten(f"{path} would be written by way of a link: put a folder there")
        if ".." in Path(path).parts or Path(path).is_absolute():
            raise NotWritten(f"{path} is not in the school’s folder")
        return file


def add_lines(content: bytes, text: str, at_line: int | None) -> bytes:
    """Return a file's content with lines before a line (counted from 1), or at its end."""
    held = content.decode("utf-8")
    ends = "\r\n" if "\r\n" in held else "\n"
    lines = held.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += ends
    where = len(lines) if at_line is None else at_line - 1
    lines[where:where] = [text.replace("\n", ends)]
    return "".join(lines).encode()


def _remove_if_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
