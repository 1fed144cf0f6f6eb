"""Reads what a branch changes from git: objects and modes, never what a commit says of itself.

Authors, committers and `.mailmap` are what somebody typed, so they are not read at all.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from wayfolio.model.changes import FileChange
from wayfolio.model.refusal import Refusal
from wayfolio.repository.git import NoGit, read_output, start_git

TEXTS = (".yml", ".md", ".txt", ".vtt")
OURS = ("portfolios/", "competencies/")
GONE = "000000"
DAMAGED = "git cannot tell what has changed: the repository may be damaged"
PLACES = ("refs/tags/", "refs/heads/", "refs/remotes/")
"""Where git looks for a short name, in this order."""


class NoSuchPoint(Refusal):
    """There is nothing to compare with. The text says why, and what to do."""


class Branch(Struct, frozen=True, kw_only=True):
    """What has changed since a branch left another one, here and in the commits."""

    root: Path
    prefix: str
    """The school's folder within the repository, with a slash at its end; empty at the top."""
    tip: str
    """The newest commit of the branch into which the changes are to go."""
    starts: tuple[str, ...]
    """The commits at which the two parted: several where they were merged crosswise."""
    changes: tuple[FileChange, ...]

    @property
    def start(self) -> str:
        """The commit with which what readers see is compared."""
        return self.starts[0]


RunningStatus = subprocess.Popen[bytes] | None
"""Git, comparing every file with the last commit; None if it cannot be started."""


def start_status(root: Path) -> RunningStatus:
    """Start comparing every file with the last commit, which takes longest."""
    plain = ["--porcelain=v2", "-z", "--no-renames", "--untracked-files=all"]
    try:
        return start_git(root, "status", *plain, "--ignore-submodules=none")
    except NoGit:
        return None


def is_unborn(root: Path) -> bool:
    """Whether nothing has been committed yet in the repository in which a folder lies."""
    is_here = _text(root, "rev-parse", "--show-prefix") is not None
    return is_here and not _text(root, "rev-parse", "--verify", "--quiet", "HEAD")


def read_branch(root: Path, ref: str, status: RunningStatus) -> Branch:
    """Return what has changed since `ref`: commits, and files not yet committed.

    `status`: what `start_status` has returned. Errors: NoSuchPoint.
    """
    try:
        prefix = _find_prefix(root)
        tip = _find_tip(root, ref)
        starts = (_text(root, "merge-base", "--all", tip, "HEAD") or "").split()
        if not starts:
            raise NoSuchPoint(f"{ref} and this branch share no history: fetch all of it (depth 0)")
        changes = {*_committed(root, starts, prefix), *_not_committed(root, prefix, status)}
    finally:
        if status is not None and status.returncode is None:
            status.communicate()
    in_order = tuple(sorted(changes, key=_by_path))
    return Branch(root=root, prefix=prefix, tip=tip, starts=tuple(starts), changes=in_order)


def _find_prefix(root: Path) -> str:
    """Return the school's folder within its repository. Errors: NoSuchPoint."""
    prefix = _text(root, "rev-parse", "--show-prefix")
    if prefix is not None:
        return prefix
    if (root / "HEAD").exists() and not (root / ".git").exists():
        raise NoSuchPoint("take HEAD, objects and refs out of this folder: no repository is here")
    raise NoSuchPoint("this folder is not in a git repository, so there is no --since")


def _find_tip(root: Path, ref: str) -> str:
    """Return the commit that a name stands for. Errors: NoSuchPoint."""
    _refuse_unclear(root, ref)
    tip = _text(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if not tip or not tip.isalnum():
        raise NoSuchPoint(f"git knows no branch or commit {ref}: fetch it, or correct the name")
    return tip


def _committed(root: Path, starts: Iterable[str], prefix: str) -> Iterable[FileChange]:
    """Return what the branch's commits change, also what is not in the folder any more.

    Branches merged crosswise parted at several points. A difference from any of them counts, so
    that nothing can hide behind another.
    """
    changes: dict[str, FileChange] = {}
    for start in starts:
        for change in _differences(root, start, prefix):
            changes.setdefault(change.path, change)
    return changes.values()


def _refuse_unclear(root: Path, ref: str) -> None:
    """Refuse a name that several have: git would take a tag for the branch. Errors: NoSuchPoint."""
    candidates = [f"{place}{ref}" for place in PLACES]
    refs = (_text(root, "for-each-ref", "--format=%(refname)", *candidates) or "").split("\n")
    named = [name for name in refs if name in candidates]
    if len(named) > 1:
        raise NoSuchPoint(f"{ref} is the name of several: say which, for example {named[-1]}")


def _by_path(change: FileChange) -> tuple[str, str, str]:
    return change.path, change.before or "", change.after or ""


def _ask(root: Path, *arguments: str, given: bytes | None = None) -> bytes | None:
    """Return what git prints, or None if it fails."""
    try:
        return read_output(start_git(root, *arguments), given)
    except NoGit:
        return None


def _text(root: Path, *arguments: str) -> str | None:
    out = _ask(root, *arguments)
    return None if out is None else os.fsdecode(out).rstrip("\n")


def _names(out: bytes | None) -> list[str]:
    return [os.fsdecode(name) for name in (out or b"").split(b"\0") if name]


def _differences(root: Path, start: str, prefix: str) -> Iterator[FileChange]:
    # Without renames: the old name is taken away and the new one added, and both need leave.
    plain = ["--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-relative"]
    parts = _names(_require(root, "diff", *plain, "--ignore-submodules=none", start, "HEAD", "--"))
    for head, path in zip(parts[::2], parts[1::2], strict=True):
        before, after = head.removeprefix(":").split(" ")[:2]
        yield FileChange(
            path=_in_school(path, prefix), before=_mode_or_none(before), after=_mode_or_none(after)
        )


def _not_committed(root: Path, prefix: str, status: RunningStatus) -> Iterator[FileChange]:
    """Yield what differs here from the last commit, new files in the school's folders included."""
    answer = status.communicate()[0] if status is not None else None
    if status is None or status.returncode != 0:
        raise NoSuchPoint(DAMAGED)
    for row in _names(answer):
        kind, _, rest = row.partition(" ")
        if kind == "?":
            path = _in_school(rest, prefix)
            if path.startswith(OURS):
                yield FileChange(path=path, before=None, after=_mode(root / path))
        elif kind == "1":
            _, _, before, _, after, _, _, path = rest.split(" ", 7)
            yield FileChange(
                path=_in_school(path, prefix),
                before=_mode_or_none(before),
                after=_mode_or_none(after),
            )
        elif kind == "u":
            path = _in_school(rest.split(" ", 9)[9], prefix)
            yield FileChange(path=path, before=None, after=_mode(root / path))


def _require(root: Path, *arguments: str) -> bytes:
    out = _ask(root, *arguments)
    if out is None:
        raise NoSuchPoint(DAMAGED)
    return out


def _mode_or_none(mode: str) -> str | None:
    return None if mode == GONE else mode


def _in_school(path: str, prefix: str) -> str:
    if path.startswith(prefix):
        return path.removeprefix(prefix)
    return "../" * prefix.count("/") + path


def _mode(file: Path) -> str:
    return "120000" if file.is_symlink() else "100644"


# ---- what stood there before ---------------------------------------------------------------------


def learners_before(branch: Branch, commit: str) -> list[str]:
    """Return the names of the folders below `portfolios/` in a commit."""
    where = f"{branch.prefix}portfolios/"
    out = _ask(branch.root, "ls-tree", "-z", "-d", "--name-only", "--full-tree", commit, where)
    return [name.rpartition("/")[2] for name in _names(out)]


def copy_commit(branch: Branch, commit: str, paths: Iterable[str], into: Path) -> None:
    """Write the files below some paths of a commit into a folder.

    Texts as they were committed; other files empty, since only their names are needed. Links are
    left out, and `.gitattributes` is ignored.
    """
    wanted = [f"{branch.prefix}{path}" for path in paths]
    if not wanted:
        return
    out = _ask(branch.root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *wanted)
    texts: list[tuple[str, Path]] = []
    for row in _names(out):
        head, _, path = row.partition("\t")
        mode, kind, blob = head.split(" ")
        file = into / path.removeprefix(branch.prefix)
        if kind != "blob" or mode == "120000" or into not in file.parents:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        if path.endswith(TEXTS):
            texts.append((blob, file))
    for (_, file), content in zip(texts, _blobs(branch, [b for b, _ in texts]), strict=True):
        file.write_bytes(content)


def _blobs(branch: Branch, names: list[str]) -> Iterator[bytes]:
    """Yield the content of objects, in order."""
    request = "".join(f"{name}\n" for name in names).encode()
    out = _ask(branch.root, "cat-file", "--batch", given=request) or b""
    at = 0
    for _ in names:
        line = out.index(b"\n", at)
        size = int(out[at:line].split(b" ")[2])
        yield out[line + 1 : line + 1 + size]
        at = line + size + 2


def find_mentioning(branch: Branch, words: Iterable[str]) -> list[str]:
    """Return the files below `portfolios/` in which one of these words stands now."""
    patterns = [part for word in words for part in ("-e", word)]
    if not patterns:
        return []
    plain = ["grep", "-z", "-l", "-F", "--no-textconv", "--untracked", "--full-name"]
    out = _ask(branch.root, *plain, *patterns, "--", "portfolios")
    return [name.removeprefix(branch.prefix) for name in _names(out)]


def read_committed_files(branch: Branch, largest: int) -> Iterator[tuple[str, int, bytes]]:
    """Yield path, size and content of every file but texts that a commit of the branch adds.

    Includes files that a later commit deletes, since git keeps them. The content of a file larger
    than `largest` bytes is left empty.
    """
    # `-c` tells of a merge only what it has from none of its parents.
    plain = ["--raw", "-c", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--format="]
    parts = _names(_ask(branch.root, "log", *plain, f"{branch.tip}..HEAD", "--"))
    named = [
        (head.lstrip(":").split(" ")[-2], path)
        for head, path in zip(parts[::2], parts[1::2], strict=True)
        if not path.endswith(TEXTS) and set(head.split(" ")[-2]) != {"0"}
    ]
    sizes = _ask(
        branch.root,
        "cat-file",
        "--batch-check=%(objecttype) %(objectsize)",
        given="".join(f"{blob}\n" for blob, _ in named).encode(),
    )
    lines = (sizes or b"").decode().split("\n")
    for (blob, path), line in zip(named, lines, strict=False):
        kind, _, size = line.partition(" ")
        if kind == "blob":
            content = next(_blobs(branch, [blob])) if int(size) <= largest else b""
            yield _in_school(path, branch.prefix), int(size), content
