"""Overlays the folders of `sources:` on the school's; each may bring its learner's work only."""

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from wayfolio.load.files import Findings, Folder, Layer
from wayfolio.load.nodes import shorten
from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.model.file_names import is_written
from wayfolio.model.rules import Rule
from wayfolio.model.school import Source

SUBMODULE = "git submodule update --init"
MOST_REPORTED = 20
"""Files of a source: a folder of another kind is not reported file by file."""


def overlay_sources(root: Folder, sources: Iterable[Source], findings: Findings) -> Folder:
    """Return the school's folder with these laid over it; report what they may not bring."""
    layers = []
    for source in sources:
        folder = root.root / source.folder
        if absence := _find_absence(root.root, source):
            _refuse(source, Rule.MISSING_FILE, *absence, findings)
            continue
        own = f"portfolios/{source.learner}"
        plan = f"{own}/plan.yml"
        layer = Layer(folder, (f"{own}/evidence", plan), shared=(plan,))
        _refuse_others(layer, source, findings)
        layers.append(layer)
    return Folder(root.root, root.path, tuple(layers))


def _find_absence(root: Path, source: Source) -> tuple[str, str] | None:
    """Return why a source cannot be read at all, and what to do; None if it can."""
    folder, shown = root / source.folder, shorten(source.folder)
    if _leads_by_a_link(root, source.folder):
        hint = "put the folder itself there, or name the folder to which it leads"
        return f"“{shown}” is a link, which may lead anywhere", hint
    if not folder.exists():
        how = SUBMODULE if (root / ".gitmodules").is_file() else "git clone"
        message = f"there is no folder “{shown}” beside this school"
        return message, f"fetch it, for example with: {how}"
    if not folder.is_dir():
        hint = "name a folder with the learner’s work, as in sources: [{folder: work-of-ana, …}]"
        return f"“{shown}” is a file and no folder", hint
    if not any(folder.iterdir()):
        message = f"“{shown}” is empty: the learner’s work has not been fetched"
        return message, f"fetch it with: {SUBMODULE}"
    return None


def _leads_by_a_link(root: Path, path: str) -> bool:
    """Whether a part of a path, from the school's folder on, is a link."""
    place = root
    for part in Path(path).parts:
        place = place / part
        if place.is_symlink():
            return True
    return False


def _refuse(source: Source, rule: Rule, message: str, hint: str, findings: Findings) -> None:
    findings.diagnostics.append(
        Diagnostic(at=source.at, rule=rule, severity=Severity.ERROR, message=message, hint=hint)
    )


def _refuse_others(layer: Layer, source: Source, findings: Findings) -> None:
    """Report each file that a source may not bring, with the reason. None of them is read.

    The site is built without them: a learner's mistake keeps nobody else from publishing.
    """
    if all(entry.name == ".git" for entry in layer.root.iterdir()):
        message = f"“{shorten(source.folder)}” is a repository without a file"
        hint = f"fetch it with: {SUBMODULE}; or commit something to it, for example a README.md"
        _refuse(source, Rule.NOT_ITS_SOURCE, message, hint, findings)
    others = (path for path in _paths_in(layer.root) if not layer.holds(path))
    for path in islice(others, MOST_REPORTED):
        findings.error(
            f"{source.folder}/{shorten(path)}",
            Rule.NOT_ITS_SOURCE,
            f"this source may bring {source.learner}’s evidence and plan only: "
            + _reason(layer.root, path, source),
            "remove it there; whoever may write it does so in the school’s own folder",
        )


def _paths_in(root: Path) -> Iterator[str]:
    """Yield the files of a source, without those at its top that belong to a repository.

    A folder that is a link is yielded like a file, since nobody follows it.
    """
    for place, folders, names in os.walk(root):
        folder = Path(place).relative_to(root).as_posix().removeprefix(".")
        names += [name for name in folders if os.path.islink(f"{place}/{name}")]
        folders[:] = filter(is_written if folder else _is_of_the_top, folders)
        names[:] = sorted(filter(is_written if folder else _is_no_description, names))
        yield from (f"{folder}/{name}".removeprefix("/") for name in names)


def _is_of_the_top(name: str) -> bool:
    """Whether something at the top is not the repository's history, or its settings."""
    return not name.startswith(".") and is_written(name)


def _is_no_description(name: str) -> bool:
    return _is_of_the_top(name) and not name.endswith((".md", ".txt"))


def _reason(root: Path, path: str, source: Source) -> str:
    parts = path.split("/")
    if (root / path).is_symlink():
        return "this is a link, and nobody follows it"
    if parts[0] == "competencies":
        return "what is learned and how it is rated is the school’s to write"
    if parts[0] != "portfolios" or len(parts) < 3:
        return "this file is not read"
    if parts[1] != source.learner:
        return "this belongs to somebody else"
    if parts[2] in ("demonstrations", "placements.yml"):
        return "ratings and placements are the educators’ to write"
    return "this is the school’s to write"
