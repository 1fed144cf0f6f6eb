"""What a branch changes, asked of git: only objects and modes, never what a commit says of itself.

Authors, committers and `.mailmap` are what somebody typed, so they are not read at all.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from wayfolio.model.changes import FileChange
from wayfolio.model.refusal import Refusal

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
    start: str
    """The commit at which the two parted."""
    changes: tuple[FileChange, ...]


Asked = subprocess.Popen[bytes] | None
"""A question that git is answering; None where there is no git."""


def fork_point(root: Path) -> Asked:
    """Let git look at every file, which takes longest, while something else is done."""
    plain = ["--porcelain=v2", "-z", "--no-renames", "--untracked-files=all"]
    command = [*_command(root), "status", *plain, "--ignore-submodules=none"]
    try:
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
        )
    except OSError:
        return None


def is_unborn(root: Path) -> bool:
    """Whether nothing has been committed yet in the repository in which a folder lies."""
    is_here = _text(root, "rev-parse", "--show-prefix") is not None
    return is_here and not _text(root, "rev-parse", "--verify", "--quiet", "HEAD")


def read_branch(root: Path, ref: str, asked: Asked) -> Branch:
    """Return what has changed since `ref`, commits and files not yet committed.

    `asked`: what `begin` has returned. Errors: NoSuchPoint.
    """
    try:
        return _branch(root, ref, asked)
    finally:
        if asked is not None and asked.returncode is None:
            asked.communicate()


def _branch(root: Path, ref: str, asked: Asked) -> Branch:
    prefix = _text(root, "rev-parse", "--show-prefix")
    if prefix is None and (root / "HEAD").exists() and not (root / ".git").exists():
        raise NoSuchPoint("take HEAD, objects and refs out of this folder: no repository is here")
    if prefix is None:
        raise NoSuchPoint("this folder is not in a git repository, so there is no --since")
    _refuse_unclear(root, ref)
    tip = _text(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if not tip or not tip.isalnum():
        raise NoSuchPoint(f"git knows no branch or commit {ref}: fetch it, or mend the name")
    starts = (_text(root, "merge-base", "--all", tip, "HEAD") or "").split()
    if not starts:
        raise NoSuchPoint(f"{ref} and this branch share no history: fetch all of it (depth 0)")
    found: dict[str, FileChange] = {}
    # Where branches were merged crosswise they parted at several points. What differs from any
    # of them counts, so that nothing can hide behind another.
    for start in starts:
        for change in _differences(root, start, prefix):
            found.setdefault(change.path, change)
    # What a commit brings counts also where it does not lie here any more.
    changes = tuple(sorted({*found.values(), *_not_committed(root, prefix, asked)}, key=_by_path))
    return Branch(root=root, prefix=prefix, tip=tip, start=starts[0], changes=changes)


def _refuse_unclear(root: Path, ref: str) -> None:
    """Refuse a name that several have: git would take a tag for the branch. Errors: NoSuchPoint."""
    asked = [f"{place}{ref}" for place in PLACES]
    found = (_text(root, "for-each-ref", "--format=%(refname)", *asked) or "").split("\n")
    named = [name for name in found if name in asked]
    if len(named) > 1:
        raise NoSuchPoint(f"{ref} is the name of several: say which, for example {named[-1]}")


def _by_path(change: FileChange) -> tuple[str, str, str]:
    return change.path, change.before or "", change.after or ""


def _command(root: Path) -> list[str]:
    # Files of a branch that look like a repository of their own are none.
    settings = ["-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit"]
    return ["git", "-C", str(root), "--no-optional-locks", *settings]


def _environment() -> dict[str, str]:
    as_committed = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull}
    return {**os.environ, **as_committed, "LC_ALL": "C"}


def _git(root: Path, *arguments: str, given: bytes | None = None) -> bytes | None:
    command = [*_command(root), *arguments]
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, env=_environment(), check=False
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _text(root: Path, *arguments: str) -> str | None:
    out = _git(root, *arguments)
    return None if out is None else os.fsdecode(out).rstrip("\n")


def _names(out: bytes | None) -> list[str]:
    return [os.fsdecode(name) for name in (out or b"").split(b"\0") if name]


def _differences(root: Path, start: str, prefix: str) -> Iterator[FileChange]:
    # Without renames: the old name is taken away and the new one added, and both need leave.
    plain = ["--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-relative"]
    parts = _names(_needed(root, "diff", *plain, "--ignore-submodules=none", start, "HEAD", "--"))
    for head, path in zip(parts[::2], parts[1::2], strict=True):
        before, after = head.removeprefix(":").split(" ")[:2]
        yield FileChange(path=_here(path, prefix), before=_known(before), after=_known(after))


def _not_committed(root: Path, prefix: str, asked: Asked) -> Iterator[FileChange]:
    """Give what differs here from the last commit, new files in the school's folders included."""
    answer = asked.communicate()[0] if asked is not None else None
    if asked is None or asked.returncode != 0:
        raise NoSuchPoint(DAMAGED)
    for row in _names(answer):
        kind, _, rest = row.partition(" ")
        if kind == "?":
            path = _here(rest, prefix)
            if path.startswith(OURS):
                yield FileChange(path=path, before=None, after=_mode(root / path))
        elif kind == "1":
            _, _, before, _, after, _, _, path = rest.split(" ", 7)
            yield FileChange(path=_here(path, prefix), before=_known(before), after=_known(after))
        elif kind == "u":
            path = _here(rest.split(" ", 9)[9], prefix)
            yield FileChange(path=path, before=None, after=_mode(root / path))


def _needed(root: Path, *arguments: str) -> bytes:
    out = _git(root, *arguments)
    if out is None:
        raise NoSuchPoint(DAMAGED)
    return out


def _known(mode: str) -> str | None:
    return None if mode == GONE else mode


def _here(path: str, prefix: str) -> str:
    if path.startswith(prefix):
        return path.removeprefix(prefix)
    return "../" * prefix.count("/") + path


def _mode(file: Path) -> str:
    return "120000" if file.is_symlink() else "100644"


# ---- what stood there before ---------------------------------------------------------------------


def learners_before(branch: Branch, commit: str) -> list[str]:
    """Return the names of the folders below `portfolios/` in a commit."""
    where = f"{branch.prefix}portfolios/"
    out = _git(branch.root, "ls-tree", "-z", "-d", "--name-only", "--full-tree", commit, where)
    return [name.rpartition("/")[2] for name in _names(out)]


def copy_of(branch: Branch, commit: str, paths: Iterable[str], into: Path) -> None:
    """Write what stood below some paths in a commit into a folder.

    Texts as they were. Of everything else the name only, since only that is asked for. Links
    are left out. Nothing of `.gitattributes` is followed.
    """
    wanted = [f"{branch.prefix}{path}" for path in paths]
    if not wanted:
        return
    out = _git(branch.root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *wanted)
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
    """Give the content of objects, in order."""
    asked = "".join(f"{name}\n" for name in names).encode()
    out = _git(branch.root, "cat-file", "--batch", given=asked) or b""
    at = 0
    for _ in names:
        line = out.index(b"\n", at)
        size = int(out[at:line].split(b" ")[2])
        yield out[line + 1 : line + 1 + size]
        at = line + size + 2


def mentioning(branch: Branch, words: Iterable[str]) -> list[str]:
    """Return the files below `portfolios/` in which one of these words stands now."""
    asked = [part for word in words for part in ("-e", word)]
    if not asked:
        return []
    plain = ["grep", "-z", "-l", "-F", "--no-textconv", "--untracked", "--full-name"]
    out = _git(branch.root, *plain, *asked, "--", "portfolios")
    return [name.removeprefix(branch.prefix) for name in _names(out)]


def files_on_the_way(branch: Branch, largest: int) -> Iterator[tuple[str, int, bytes]]:
    """Give path, size and content of every file but texts that a commit of the branch brings.

    Also of those that a later commit takes away: git keeps them. Of what has more bytes than
    `largest` no content.
    """
    # `-c` tells of a merge only what it has from none of its parents.
    plain = ["--raw", "-c", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--format="]
    parts = _names(_git(branch.root, "log", *plain, f"{branch.tip}..HEAD", "--"))
    named = [
        (head.lstrip(":").split(" ")[-2], path)
        for head, path in zip(parts[::2], parts[1::2], strict=True)
        if not path.endswith(TEXTS) and set(head.split(" ")[-2]) != {"0"}
    ]
    sizes = _git(
        branch.root,
        "cat-file",
        "--batch-check=%(objecttype) %(objectsize)",
        given="".join(f"{blob}\n" for blob, _ in named).encode(),
    )
    told = (sizes or b"").decode().split("\n")
    for (blob, path), line in zip(named, told, strict=False):
        kind, _, size = line.partition(" ")
        if kind == "blob":
            content = next(_blobs(branch, [blob])) if int(size) <= largest else b""
            yield _here(path, branch.prefix), int(size), content
