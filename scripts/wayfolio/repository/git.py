"""Questions to git. The longest is asked before most is loaded, so little is loaded here."""

import os
import re
import subprocess
from pathlib import Path

CACHE = ".wayfolio"
OWN = ("competencies", "docs", "mkdocs.yml", "translations")
NOT_SETTINGS = frozenset(["portfolios", "competencies", "site", "site-staff", "site-edit", CACHE])
WORD = re.compile(r"[^\s\"',\[\]{}:]+")


class NoGit(Exception):
    """Git cannot tell."""


def git_places(root: Path) -> list[str]:
    """Return what a build reads beside portfolios/: also what mkdocs.yml names in the folder.

    That is a theme's folder, hooks, other pages.
    """
    try:
        words = WORD.findall((root / "mkdocs.yml").read_text("utf-8", "replace"))
    except OSError:
        return list(OWN)
    firsts = {word.removeprefix("./").partition("/")[0] for word in words}
    own = firsts - NOT_SETTINGS - set(OWN) - {"", ".", ".."}
    return [*OWN, *sorted(name for name in own if os.path.lexists(root / name))]


class PendingStatus:
    """What of a school differs from what was committed, while git is finding out.

    Two processes, since what has changed and what git does not know take about as long.
    """

    def __init__(self, root: Path) -> None:
        """Ask. Errors: NoGit."""
        self.places = git_places(root)
        where = ("--", "portfolios", *self.places)
        self._changed = _begin(
            root, "status", "--porcelain=v1", "-z", "-uno", "--no-renames", *where
        )
        # What is ignored, too: a build reads it.
        self._unknown = _begin(root, "ls-files", "--others", "-z", *where)

    def __enter__(self) -> "PendingStatus":
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self._changed, self._unknown):
            process.__exit__(None, None, None)

    def paths(self, prefix: str) -> list[str]:
        """Wait, and return the paths of files within the school's folder. Errors: NoGit.

        `prefix`: of that folder in its repository.
        """
        changed = [row[3:] for row in _answer(self._changed) if len(row) > 3]
        unknown = [row for row in _answer(self._unknown) if row]
        return [
            *(os.fsdecode(path).removeprefix(prefix) for path in changed),
            *map(os.fsdecode, unknown),
        ]


def _begin(root: Path, *words: str) -> "subprocess.Popen[bytes]":
    # Paths as they are, whatever the user has set, and no lock that another git would wait for.
    settings = ["-c", "core.quotePath=false", "-c", "safe.bareRepository=explicit"]
    command = ["git", "--no-optional-locks", *settings, "-C", str(root), *words]
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        raise NoGit from None


def _answer(process: "subprocess.Popen[bytes]") -> list[bytes]:
    output, _ = process.communicate()
    if process.returncode != 0:
        raise NoGit
    return output.split(b"\0")


def git_answer(root: Path, *words: str) -> list[bytes]:
    """Ask git something, and return the parts of its answer between zeros. Errors: NoGit."""
    return _answer(_begin(root, *words))
