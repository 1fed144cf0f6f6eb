"""Who may change what a branch changes, by the branch into which it is to go."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from wayfolio.check.changes import SUPPORT, all_staff, find_refused_changes
from wayfolio.check.statements import find_foreign_statements
from wayfolio.load.affected_files import find_writers, learners_of
from wayfolio.load.statements import holds_statements, load_statement_changes
from wayfolio.model.changes import StatementsChange, Writers
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.repository import branch as git


class BranchPermissions(Struct, frozen=True, kw_only=True):
    """What those who act may not change."""

    refused: tuple[Diagnostic, ...] = ()
    by_staff: bool | None = None
    """Whether all who act may write everything; None if nobody has said who acts."""


def check_permissions(branch: git.Branch, actors: Sequence[str], folder: Path) -> BranchPermissions:
    """Return what the actors may not change, with the reasons.

    `folder`: where the needed files of the commits are copied to.
    """
    if not actors:
        return BranchPermissions()
    writers = _read_writers(branch, folder / "tip")
    refused = set(find_refused_changes(branch.changes, actors, writers))
    whole = {diagnostic.at.path for diagnostic in refused}
    paths = [
        change.path
        for change in branch.changes
        if change.path not in whole and holds_statements(change.path)
    ]
    for changes in _load_statements(branch, paths, folder):
        refused.update(find_foreign_statements(changes, actors, writers))
    return BranchPermissions(refused=tuple(sorted(refused)), by_staff=all_staff(actors, writers))


def _read_writers(branch: git.Branch, folder: Path) -> Writers:
    """Return who may write what, by the newest commit of the branch to merge into."""
    changed = {change.path for change in branch.changes}
    files = [f"portfolios/{learner}/learner.yml" for learner in sorted(learners_of(branch.changes))]
    supports = [path for path in sorted(changed) if SUPPORT.fullmatch(path)]
    paths = ["competencies/school.yml", *files, *supports]
    git.copy_commit(branch, branch.tip, paths, folder)
    return find_writers(folder, branch.root, changed)


def _load_statements(
    branch: git.Branch, paths: Sequence[str], folder: Path
) -> Iterator[list[StatementsChange]]:
    """Yield what files said in people's names at each start of the branch, and say now."""
    for number, start in enumerate(branch.starts):
        then = folder / str(number)
        git.copy_commit(branch, start, paths, then)
        yield list(load_statement_changes(then, branch.root, paths))
