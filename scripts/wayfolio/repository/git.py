"""Questions to git, all asked with the same precautions.

A build asks its longest question before most of the program is loaded, so little is loaded here.
"""

import os
import re
import subprocess
from pathlib import Path

CACHE = ".wayfolio"
OWN = ("competencies", "docs", "mkdocs.yml", "translations")
NOT_SETTINGS = frozenset(["portfolios", "competencies", "site", "site-staff", "site-edit", CACHE])
WORD = re.compile(r"[^\s\"',\[\]{}:]+")
SETTINGS = (
    "core.quotePath=false",  # paths as they are, whatever the user has set
    "core.fsmonitor=false",  # no program that a repository's settings name is started
    "safe.bareRepository=explicit",  # files that look like a repository of their own are none
)


ENVIRONMENT = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull, "LC_ALL": "C"}


class NoGit(Exception):
    """Git cannot tell."""


def start_git(root: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """Start git in a folder, and return its process. Errors: NoGit.

    It takes no lock that another git would wait for, and reads objects as they were committed.
    """
    settings = [part for setting in SETTINGS for part in ("-c", setting)]
    command = ["git", "--no-optional-locks", *settings, "-C", str(root), *arguments]
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **ENVIRONMENT},
        )
    except OSError:
        raise NoGit from None


def read_output(process: "subprocess.Popen[bytes]", given: bytes | None = None) -> bytes:
    """Return what git prints when it is given some input. Errors: NoGit if it fails."""
    output, _ = process.communicate(given)
    if process.returncode != 0:
        raise NoGit
    return output


def read_rows(root: Path, *arguments: str) -> list[bytes]:
    """Return what git prints, split at its zero bytes. Errors: NoGit."""
    return read_output(start_git(root, *arguments)).split(b"\0")


def count_commits(root: Path, path: str) -> int | None:
    """Return how many commits of any branch contain a path; None if git cannot tell."""
    try:
        output = read_output(start_git(root, "rev-list", "--all", "--count", "--", path)).strip()
    except NoGit:
        return None
    return int(output) if output.isdigit() else None


def find_missing_ignore(folder: Path) -> str | None:
    """Return the line that .gitignore lacks so that git leaves a folder alone, or None.

    None also outside a repository, and where git is not installed.
    """
    above = next(place for place in (folder, *folder.parents) if place.is_dir())
    try:
        top = read_output(start_git(above, "rev-parse", "--show-toplevel")).decode().rstrip("\n")
        place = folder.relative_to(Path(top).resolve()).as_posix()
    except (NoGit, ValueError):
        return None
    try:
        # A rule for a folder holds for what lies in it, also before it is there.
        read_output(start_git(Path(top), "check-ignore", "-q", "--", f"{place}/index.html"))
    except NoGit:
        return f"/{place}/"
    return None


def read_settings(root: Path) -> str:
    """Return the text of mkdocs.yml; empty where it cannot be read, or is no plain file."""
    file = root / "mkdocs.yml"
    try:
        return file.read_text("utf-8", "replace") if file.is_file() else ""
    except OSError:
        return ""


def git_places(root: Path) -> list[str]:
    """Return what a build reads beside portfolios/, including what mkdocs.yml names in the folder.

    That is a theme's folder, hooks or other pages.
    """
    words = WORD.findall(read_settings(root))
    firsts = {word.removeprefix("./").partition("/")[0] for word in words}
    own = firsts - NOT_SETTINGS - set(OWN) - {"", ".", ".."}
    return [*OWN, *sorted(name for name in own if os.path.lexists(root / name))]


class PendingStatus:
    """What of a school differs from the last commit, while git is finding out.

    Two processes, because changed files and unknown files take about as long to find.
    """

    def __init__(self, root: Path) -> None:
        """Start git. Errors: NoGit."""
        self.places = git_places(root)
        where = ("--", "portfolios", *self.places)
        self._changed = start_git(
            root, "status", "--porcelain=v1", "-z", "-uno", "--no-renames", *where
        )
        # Ignored files as well, since a build reads them.
        self._unknown = start_git(root, "ls-files", "--others", "-z", *where)

    def __enter__(self) -> "PendingStatus":
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self._changed, self._unknown):
            process.__exit__(None, None, None)

    def paths(self, prefix: str) -> list[str]:
        """Wait, and return the paths of files within the school's folder. Errors: NoGit.

        `prefix`: of that folder in its repository.
        """
        changed = [row[3:] for row in read_output(self._changed).split(b"\0") if len(row) > 3]
        unknown = [row for row in read_output(self._unknown).split(b"\0") if row]
        return [
            *(os.fsdecode(path).removeprefix(prefix) for path in changed),
            *map(os.fsdecode, unknown),
        ]
