"""Overlays the folders of `sources:` on the school's; each may bring its learner's work only."""

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from wayfolio.load.files import Findings, Folder, Layer
from wayfolio.load.nodes import shorten
from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.model.rules import Rule
from wayfolio.model.school import Source

MOST_REPORTED = 20
"""Files of a source: a folder of another kind is not reported file by file."""


def overlay_sources(root: Folder, sources: Iterable[Source], findings: Findings) -> Folder:
    """Return the school's folder with these laid over it; report what they may not bring."""
    layers = []
    for source in sources:
        folder = root.root / source.folder
        if folder.is_symlink() or not folder.is_dir():
            message = f"there is no folder “{shorten(source.folder)}” beside this school"
            hint = "fetch it, for example with: git clone"
            _refuse(source, Rule.MISSING_FILE, message, hint, findings)
            continue
        own = f"portfolios/{source.learner}"
        plan = f"{own}/plan.yml"
        layer = Layer(folder, (f"{own}/evidence", plan), shared=(plan,))
        _refuse_others(layer, source, findings)
        layers.append(layer)
    return Folder(root.root, root.path, tuple(layers))


def _refuse(source: Source, rule: Rule, message: str, hint: str, findings: Findings) -> None:
    findings.diagnostics.append(
        Diagnostic(at=source.at, rule=rule, severity=Severity.ERROR, message=message, hint=hint)
    )


def _refuse_others(layer: Layer, source: Source, findings: Findings) -> None:
    """Report each file that a source may not bring, with the reason. None of them is read."""
    others = (path for path in _paths_in(layer.root) if not layer.holds(path))
    for path in islice(others, MOST_REPORTED):
        findings.error(
            f"{source.folder}/{shorten(path)}",
            Rule.NOT_ITS_SOURCE,
            f"this source may bring {source.learner}’s evidence and plan only: "
            + _reason(path, source),
            "remove it there; whoever may write it does so in the school’s own folder",
        )


def _paths_in(root: Path) -> Iterator[str]:
    """Yield the files of a source, without those at its top that belong to a repository."""
    for place, folders, names in os.walk(root):
        folder = Path(place).relative_to(root).as_posix().removeprefix(".")
        if not folder:
            # The repository's history, its settings and its description.
            folders[:] = [name for name in folders if not name.startswith(".")]
            names[:] = [n for n in names if n[0] != "." and not n.endswith((".md", ".txt"))]
        yield from (f"{folder}/{name}".removeprefix("/") for name in sorted(names))


def _reason(path: str, source: Source) -> str:
    parts = path.split("/")
    if parts[0] == "competencies":
        return "what is learned and how it is rated is the school’s to write"
    if parts[0] != "portfolios" or len(parts) < 3:
        return "this file is not read"
    if parts[1] != source.learner:
        return "this belongs to somebody else"
    if parts[2] in ("demonstrations", "placements.yml"):
        return "ratings and placements are the educators’ to write"
    return "this is the school’s to write"
