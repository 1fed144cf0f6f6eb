"""Reads entries of `portfolios/` that are not learners' folders: they may contain a name."""

import os
import re
import shlex
from pathlib import Path

from msgspec import Struct

from wayfolio.load import nodes
from wayfolio.load.files import Findings, Folder, holds_files, is_file, read, yaml_file
from wayfolio.load.groups import GROUPS
from wayfolio.load.introspection import ID
from wayfolio.load.rough_names import read_rough_name, shows_whole_name
from wayfolio.model.file_names import is_litter
from wayfolio.model.latin import spell_in_latin
from wayfolio.model.portfolio import LearnerFile, Name
from wayfolio.model.rules import Rule

RATES = re.compile(r"\b(learners|rows|items|ratings|levels|sessions)[\"']?\s*:")
"""Keys that show that a file may be a group's, or a learner's ratings."""
WORD = re.compile(r"[a-z0-9-]+")
YAML = (".yml", ".yaml")


class Stray(Struct, frozen=True, kw_only=True):
    """A file or folder in `portfolios/` that is no learner's folder."""

    entry: str
    """Its name."""
    name: Name | None = None
    """Whose it is, where a learner's file in it says so."""
    logins: tuple[str, ...] = ()
    is_nameless: bool = False
    """Whether it may be that of a learner whose name nobody can read."""
    words: frozenset[str] = frozenset()
    """The words of a file that may rate learners."""

    @property
    def path(self) -> str:
        """Return where it lies, as diagnostics show it."""
        return f"portfolios/{nodes.shorten(self.entry)}"

    @property
    def slug(self) -> str:
        """Return its name in the form of an id; several names may have the same."""
        return re.sub(r"[^a-z0-9]+", "-", spell_in_latin(self.entry)).strip("-") or "new-id"


def read_strays(root: Folder, taken: frozenset[str] = frozenset()) -> tuple[Stray, ...]:
    """Return the entries of `portfolios/` that are not learners' folders, in order.

    `taken`: names that no learner can have, although they have the form of an id.
    """
    folder = root / "portfolios"
    try:
        entries = sorted(os.scandir(f"{root.root}/{folder.path}"), key=lambda entry: entry.name)
    except OSError:
        return ()
    return tuple(
        _read_stray(folder, entry)
        for entry in entries
        if _is_stray(entry, taken) and (entry.is_symlink() or not is_litter(entry.name))
    )


def report_nameless(root: Folder, findings: Findings, taken: frozenset[str]) -> None:
    """Report each stray that may be that of a learner whose name nobody can read."""
    for stray in read_strays(root, taken):
        if stray.is_nameless:
            message = "nobody can tell whose this is, so no name is sure to stay private"
            old, new = shlex.quote(stray.path), f"portfolios/{stray.slug}-1"
            hint = f"call it by an id: git mv {old} {new}; or move it elsewhere"
            findings.error(stray.path, Rule.UNEXPECTED_FILE, message, hint)


def _is_stray(entry: "os.DirEntry[str]", taken: frozenset[str]) -> bool:
    if entry.name == GROUPS:
        return False
    is_folder = entry.is_dir(follow_symlinks=False)
    return not is_folder or entry.name in taken or re.fullmatch(ID, entry.name) is None


def _read_stray(portfolios: Folder, entry: "os.DirEntry[str]") -> Stray:
    if entry.is_symlink():
        return Stray(entry=entry.name, is_nameless=True)
    if entry.is_dir():
        return _read_folder(portfolios, entry.name)
    return _read_file(portfolios, entry.name) if entry.is_file() else Stray(entry=entry.name)


def _read_folder(portfolios: Folder, entry: str) -> Stray:
    """Return what a folder says of its learner. An empty one is nobody's."""
    folder = portfolios / entry
    try:
        if not holds_files(folder):
            return Stray(entry=entry)
        if not is_file(folder, "learner.yml"):
            return Stray(entry=entry, is_nameless=True)
        file: LearnerFile | None = yaml_file(folder, "learner.yml", LearnerFile, Findings())
        if file is not None:
            return Stray(entry=entry, name=file.name, logins=file.logins)
        return _read_rough(entry, read(folder, "learner.yml"), may_be_learner=True)
    except (OSError, nodes.Unreadable):
        return Stray(entry=entry, is_nameless=True)


def _read_file(portfolios: Folder, entry: str) -> Stray:
    """Return what a file says: a learner's or a group's may lie in the wrong place."""
    try:
        content = read(portfolios, entry)
    except (OSError, nodes.Unreadable):
        return Stray(entry=entry, is_nameless=True)
    is_learners = Path(entry).suffix.casefold() in YAML and bool(read_rough_name(content).full)
    stray = _read_rough(entry, content, may_be_learner=is_learners)
    text = content.decode("utf-8", "replace").replace("\0", "")
    if RATES.search(text) is None:
        return stray
    return Stray(
        entry=entry,
        name=stray.name,
        is_nameless=stray.is_nameless,
        words=frozenset(WORD.findall(text)),
    )


def _read_rough(entry: str, content: bytes, *, may_be_learner: bool) -> Stray:
    if shows_whole_name(content):
        return Stray(entry=entry, name=read_rough_name(content))
    return Stray(entry=entry, is_nameless=may_be_learner)
