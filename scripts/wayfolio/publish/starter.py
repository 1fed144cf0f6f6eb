"""The first files of a new school."""

import shutil
from importlib import resources
from pathlib import Path

from wayfolio.model.refusal import Refusal


class FolderTaken(Refusal):
    """There is something in the folder already."""


def new_school(folder: Path) -> Path:
    """Write a small school that builds as it stands, and return its folder.

    Errors: FolderTaken where something is there already; nothing is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(f"{folder} is not empty: choose another name")
    with resources.as_file(resources.files("wayfolio") / "starter") as starter:
        shutil.copytree(starter, folder, dirs_exist_ok=True, ignore=_hidden)
    # A wheel holds no file that begins with a dot.
    (folder / ".gitignore").write_text("/site/\n/.wayfolio/\n", "utf-8")
    return folder


def _hidden(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith((".", "__"))]
