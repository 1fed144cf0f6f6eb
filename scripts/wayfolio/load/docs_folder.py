"""Reads which files of `docs/` the site publishes, and reports those that it could not show."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from wayfolio.load import nodes
from wayfolio.load.excluded_docs import excluded_docs
from wayfolio.load.files import Findings
from wayfolio.model.diagnostics import Diagnostic, Location, error, warning
from wayfolio.model.file_names import find_unportable, fold_name
from wayfolio.model.own_files import (
    DOCS,
    SETTINGS,
    TEXTS,
    find_unlinked,
    holds_litter,
    readable_path,
)
from wayfolio.model.rules import Rule

WORDS = (*TEXTS, ".txt", ".csv", ".json", ".xml", ".yml", ".yaml")
"""Files with words of somebody, which git merges line by line."""
HEAD = 200
"""Bytes: more than a pointer of git LFS needs to show what it is."""
LARGEST_TEXT = 4_000_000
"""Bytes of one of the school's own texts in which links and conflicts are looked for."""


class DocsFolder(Struct, frozen=True, kw_only=True):
    """The school's own files that the site publishes, by their paths below `docs/`."""

    paths: tuple[str, ...]
    findings: Findings


def load_docs(root: Path) -> DocsFolder:
    """Return the files of `docs/` that the site publishes, and the mistakes in them.

    What mkdocs.yml excludes, hidden files and what systems leave behind are not looked at.
    """
    findings = Findings()
    paths = _possible_paths(root, findings)
    texts = {path: _read(root / DOCS / path) for path in paths if path.lower().endswith(WORDS)}
    settings = _read(root / SETTINGS)
    _refuse_conflicts(SETTINGS, settings, findings)
    for path, text in texts.items():
        _refuse_conflicts(f"{DOCS}/{path}", text, findings)
    linking = {path: text for path, text in texts.items() if path.lower().endswith(TEXTS)}
    unlinked = find_unlinked(paths, linking, settings)
    findings.diagnostics.extend(map(_left_out, unlinked))
    published = tuple(path for path in paths if path not in unlinked)
    for path in published:
        _refuse_pointer(root, path, findings)
    _refuse_names(published, findings)
    return DocsFolder(paths=published, findings=findings)


def _possible_paths(root: Path, findings: Findings) -> list[str]:
    """Return the files that mkdocs.yml does not exclude, and whose names consist of characters."""
    is_excluded = excluded_docs(root)
    paths = (path for path in _paths_in(root / DOCS) if not is_excluded(path))
    return [path for path in paths if _is_text(path, findings)]


def _paths_in(docs: Path) -> Iterator[str]:
    for above, folders, names in os.walk(docs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(above, name).relative_to(docs).as_posix()
            is_plain = (Path(above) / name).is_file() and not (Path(above) / name).is_symlink()
            if is_plain and not name.startswith(".") and not holds_litter(path):
                yield path


def _is_text(path: str, findings: Findings) -> bool:
    """Whether a path consists of characters; report one that has bytes of another encoding."""
    shown = readable_path(path)
    if shown != path:
        message, hint = "its name is not UTF-8 text", "give the file another name"
        findings.error(f"{DOCS}/{shown}", Rule.UNSAFE_FILE, message, hint)
    return shown == path


def _read(file: Path) -> str:
    """Return the text of a file, or nothing for one that is none: a pipe would never end."""
    if not file.is_file():
        return ""
    try:
        with file.open("rb") as held:
            return nodes.plain_lines(held.read(LARGEST_TEXT))
    except OSError:
        return ""


def _refuse_conflicts(path: str, text: str, findings: Findings) -> None:
    try:
        nodes.refuse_conflicts(text, path, is_markdown=path.endswith(".md"))
    except nodes.Unreadable as refused:
        findings.diagnostics.append(refused.diagnostic)


def _left_out(path: str) -> Diagnostic:
    message = "no page links to this file, so the site leaves it out"
    hint = "link to it from a page if everybody may read it, or else keep it outside docs/"
    return warning(Location(f"{DOCS}/{path}"), Rule.NOT_PUBLISHED, message, hint)


def _refuse_pointer(root: Path, path: str, findings: Findings) -> None:
    """Report a file that git LFS has not fetched: the site would publish the pointer to it."""
    with (root / DOCS / path).open("rb") as file:
        if file.read(HEAD).startswith(nodes.LFS_POINTER):
            message = "this is only a pointer to the real file (git LFS)"
            hint = "fetch the real files with: git lfs pull"
            findings.error(f"{DOCS}/{path}", Rule.UNSAFE_FILE, message, hint)


def _refuse_names(paths: tuple[str, ...], findings: Findings) -> None:
    """Report names that not every computer can hold, and pairs that are one name on some."""
    first: dict[str, str] = {}
    for path in paths:
        at = Location(f"{DOCS}/{path}")
        parts = path.split("/")
        # A page gets a folder of its own, without the ending.
        why = next(
            filter(None, map(find_unportable, [*parts, re.sub(r"\.md$", "", parts[-1])])), None
        )
        if why is not None:
            message = f"not every computer can hold this name: {why}"
            hint = "use letters, digits and hyphens, for example our-meals.md"
            findings.diagnostics.append(error(at, Rule.UNSAFE_FILE, message, hint))
        same = first.setdefault(fold_name(path), path)
        if same != path:
            message = f"some computers hold this and “{DOCS}/{same}” to be one name"
            hint = "give one of the two another name"
            findings.diagnostics.append(error(at, Rule.REPEATED_NAME, message, hint))
