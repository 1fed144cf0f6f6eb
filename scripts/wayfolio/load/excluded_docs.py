"""Reads which files in docs/ the school's mkdocs.yml keeps off the site."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from pathspec.gitignore import GitIgnoreSpec

KEYS = ("exclude_docs", "draft_docs")


class _Settings(yaml.SafeLoader):
    """Reads mkdocs.yml without running anything: a tag such as !ENV counts as no value."""


_Settings.add_multi_constructor("", lambda _loader, _tag, _node: None)


def excluded_docs(root: Path) -> Callable[[str], bool]:
    """Return whether mkdocs.yml excludes a path below docs/.

    Nothing is excluded if the settings cannot be read: then more is checked, never less.
    """
    try:
        settings: Any = yaml.load((root / "mkdocs.yml").read_bytes(), _Settings)
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        settings = None
    values = [settings.get(key) for key in KEYS] if isinstance(settings, dict) else []
    lines = [line for value in values if isinstance(value, str) for line in value.splitlines()]
    return GitIgnoreSpec.from_lines(lines).match_file
