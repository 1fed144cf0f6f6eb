"""Loads what a file says in somebody's name, and nothing else of it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from wayfolio.load.files import Findings, Folder, is_file, yaml_file
from wayfolio.load.groups import GROUPS, load_groups
from wayfolio.load.portfolio import Placements
from wayfolio.model.changes import Statement, StatementsChange
from wayfolio.model.diagnostics import Location, has_errors
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.names import PersonId
from wayfolio.model.portfolio import Demonstration, Plan
from wayfolio.model.support_files import Support

PLACE = re.compile(
    rf"portfolios/(?P<folder>[a-z0-9][a-z0-9-]*|{GROUPS})/"
    r"(?P<kind>demonstrations/|supports/|placements\.yml|plan\.yml)?[^/]*"
)
"""A file in which somebody's name may stand under by:."""
LEADS = "leads"
"""All that a support says in its leader's name: the rest is what they give."""
Statements = tuple[Statement, ...]


def holds_statements(path: str) -> bool:
    """Whether what stands in a file may be said in somebody's name."""
    return PLACE.fullmatch(path) is not None


def load_statement_changes(
    then: Path, now: Path, paths: Iterable[str]
) -> Iterator[StatementsChange]:
    """Yield what changed files said in people's names, and what they say now.

    `then`: a copy of the files as they were; `now`: the school as a branch would have it.
    """
    for path in paths:
        before = _load_statements(Folder(then), path)
        after = _load_statements(Folder(now), path)
        yield StatementsChange(path=path, before=before, after=after)


def _load_statements(root: Folder, path: str) -> Statements | None:
    """Return what a file says in people's names: nothing if it is missing, None if it is wrong."""
    findings = Findings()
    statements = tuple(_read_statements(root, path, findings))
    return None if has_errors(findings.diagnostics) else statements


def _read_statements(root: Folder, path: str, findings: Findings) -> Iterable[Statement]:
    place = PLACE.fullmatch(path)
    folder, _, name = path.rpartition("/")
    if place is None or not is_file(root / folder, name):
        return ()
    kind = GROUPS if place["folder"] == GROUPS else place["kind"]
    return READERS[kind](root / folder, name, findings) if kind in READERS else ()


def _of_group(folder: Folder, name: str, findings: Findings) -> Iterator[Statement]:
    for file in load_groups(Folder(folder.root), findings, frozenset([name])):
        if file.occasion is not None:
            said = (file.occasion, file.learners)
            yield _statement(file.occasion.by, said, file.occasion.at)
        if file.support is not None:
            yield _lead(file.support)
        if file.task is not None:
            given = file.task
            yield _statement((given.by,), (given, file.task_words), given.task.at)


def _of_occasions(folder: Folder, name: str, findings: Findings) -> Iterator[Statement]:
    for occasion in yaml_file(folder, name, tuple[Demonstration, ...], findings) or ():
        yield _statement(occasion.by, occasion, occasion.at)


def _of_placements(folder: Folder, name: str, findings: Findings) -> Iterator[Statement]:
    placements: Placements = yaml_file(folder, name, Placements, findings) or {}
    for code, placement in placements.items():
        if placement.by is not None:
            yield _statement((placement.by,), (code, placement), placement.at)


def _of_plan(folder: Folder, name: str, findings: Findings) -> Iterator[Statement]:
    plan: Plan = yaml_file(folder, name, Plan, findings) or Plan()
    for conference in plan.conferences:
        yield _statement((conference.by,), conference, conference.at)
    for replaced in plan.substitutions:
        yield _statement((replaced.by,), replaced, replaced.at)


def _of_support(folder: Folder, name: str, findings: Findings) -> Iterator[Statement]:
    support: Support | None = yaml_file(folder, name, Support, findings, {"id": name})
    if support is not None:
        yield _lead(support)


def _lead(support: Support) -> Statement:
    return Statement(by=(support.by,), said=LEADS, at=support.at, is_support=True)


def _statement(by: tuple[PersonId, ...], said: Any, at: Location) -> Statement:
    return Statement(by=by, said=fingerprint(said), at=at)


READERS: Mapping[str, Callable[[Folder, str, Findings], Iterator[Statement]]] = {
    GROUPS: _of_group,
    "demonstrations/": _of_occasions,
    "supports/": _of_support,
    "placements.yml": _of_placements,
    "plan.yml": _of_plan,
}
"""How each kind of file is read, by the part of its path."""
