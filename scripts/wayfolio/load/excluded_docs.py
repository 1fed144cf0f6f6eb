"""Reads which files in docs/ the school's mkdocs.yml keeps off the site."""

from collections.abc import Callable
from pathlib import Path

from wayfolio.load import nodes
from wayfolio.load.files import Folder, is_file, read
from wayfolio.model.own_files import SETTINGS

KEYS = ("exclude_docs", "draft_docs")


def excluded_docs(root: Path) -> Callable[[str], bool]:
    """Return whether mkdocs.yml excludes a path below docs/.

    Nothing is excluded if the settings cannot be read: then more is checked, never less.
    """
    content = _read_settings(root)
    if not any(key.encode() in content for key in KEYS):
        return lambda _: False
    # Both take a twentieth of a second to import, and most builds look at no page of docs/ again.
    from pathspec.gitignore import GitIgnoreSpec

    from wayfolio.load.plain_yaml import read_plain_yaml

    settings = read_plain_yaml(content)
    values = [settings.get(key) for key in KEYS] if isinstance(settings, dict) else []
    lines = [line for value in values if isinstance(value, str) for line in value.splitlines()]
    return GitIgnoreSpec.from_lines(lines).match_file


def _read_settings(root: Path) -> bytes:
    folder = Folder(root)
    try:
        return read(folder, SETTINGS) if is_file(folder, SETTINGS) else b""
    except nodes.Unreadable:
        return b""
