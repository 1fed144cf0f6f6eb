"""Files that somebody asks for in the folders where people write. Nothing is ever overwritten."""

import os
from pathlib import Path

from wayfolio.model.refusal import Refusal


class FileTaken(Refusal):
    """There is a file of that name already."""


def write_new(file: Path, text: str) -> Path:
    """Write a new file. Errors: FileTaken."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as held:
            held.write(text)
    except FileExistsError:
        raise FileTaken(f"{file} is there already: choose another name") from None
    return file


def replace_text(file: Path, text: str) -> Path:
    """Put a file's new text in its place, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_text(text, "utf-8", newline="\n")
    os.replace(fresh, file)
    return file
