"""Which files of a site a build has written, by the file system's own account and by bytes."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Snapshot = dict[str, tuple[int, int, int, bytes]]
"""Path in the site -> number of the file, times of its content and of its entry, and its hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFiles:
    """What a build did to the files of a site."""

    files: int
    """In the site."""
    written: int
    """New files, and those that were written over or replaced."""
    same: int
    """How many of these had the same bytes before."""
    linked: int
    """Files that were not written, but got another entry or other rights."""
    removed: int


def snapshot(site: Path) -> Snapshot:
    """Return how all files of a site are now. Reads them all."""
    states = {}
    for entry in _files(site):
        state = entry.stat(follow_symlinks=False)
        content = hashlib.blake2b(Path(entry.path).read_bytes(), digest_size=16).digest()
        path = os.path.relpath(entry.path, site)
        states[path] = (state.st_ino, state.st_mtime_ns, state.st_ctime_ns, content)
    return states


def compare_snapshots(before: Snapshot, after: Snapshot) -> WrittenFiles:
    """Return what happened between two snapshots."""
    written = [path for path, (*how, _, _) in after.items() if [*before.get(path, ())][:2] != how]
    kept = after.keys() - set(written)
    return WrittenFiles(
        files=len(after),
        written=len(written),
        same=sum(path in before and before[path][3] == after[path][3] for path in written),
        linked=sum(before[path][2] != after[path][2] for path in kept),
        removed=len(before.keys() - after.keys()),
    )


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    left = [str(folder)]
    while left:
        with os.scandir(left.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    left.append(entry.path)
                else:
                    yield entry
