"""Reading what a few learners' files depend on, and nothing else of a large school."""

import os
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.load.files import Findings, Folder, is_file, read, yaml_file
from wayfolio.load.groups import GROUPS, groups
from wayfolio.load.nodes import LARGEST_FILE
from wayfolio.load.portfolio import UNREAD, learner_ids, roster_row, shared_work
from wayfolio.model.changes import Change, Writers
from wayfolio.model.names import LearnerId, PersonId
from wayfolio.model.people import WORD
from wayfolio.model.portfolio import GroupFile, LearnerFile, Support
from wayfolio.model.roster import GroupWork, Roster
from wayfolio.model.school import HELPERS, STAFF, School

OWN_FOLDER = re.compile(r"portfolios/([a-z0-9][a-z0-9-]{0,63})/")
NAME_BLOCK = re.compile(r"^name:(.*(?:\n(?:[ \t#].*)?)*)", re.MULTILINE)
KEYS = re.compile(r"\b(?:full|first|latin|alias)\s*:|\bshown\s*:\s*\w+")
FIRST = re.compile(r"\bfirst\s*:\s*([^,}\n]*)")
OTHER_NAMES = re.compile(r"\b(?:latin|alias)\s*:")
TEXTS = (".md", ".txt", ".vtt")
USUAL = 4096
"""Bytes that a learner's file has at the most, as a rule."""


def learners_of(changes: Collection[Change]) -> set[LearnerId]:
    """Return the learners in whose folders something changes."""
    found = (OWN_FOLDER.match(change.path) for change in changes)
    return {LearnerId(one[1]) for one in found if one}


def group_files_of(changes: Collection[Change]) -> set[str]:
    """Return the names of the group files that change."""
    start = f"portfolios/{GROUPS}/"
    return {c.path.removeprefix(start) for c in changes if c.path.startswith(start)}


class Part(Struct, frozen=True, kw_only=True):
    """A part of a school: some learners whole, and of the others what those depend on."""

    learners: frozenset[LearnerId]
    group_files: frozenset[str] = frozenset()
    """Read also where they name none of the learners."""
    spoken: frozenset[str] = frozenset()
    """Words that one of these learners may be called by publicly, so that nobody else is, alone."""
    also: frozenset[LearnerId] = frozenset()
    """Learners that are known to be there, where a copy holds only some folders."""

    def roster(self, root: Folder, findings: Findings) -> Roster:
        """Return a roster that says of these learners and their work what the whole one says.

        The other learners are in it by their ids. Of them only those are read who may be named
        in these learners' texts, or have made something with them.
        """
        here = learner_ids(root, findings)
        ids = sorted({*here, *self.also})
        own = {learner for learner in ids if learner in self.learners}
        files = {learner: roster_row(root, learner, findings) for learner in own}
        work = [one for learner in sorted(own) for one in shared_work(root, learner)]
        unheard = Findings()
        for learner in sorted(_concerned(root, here, own, work, self.spoken)):
            files[learner] = roster_row(root, learner, unheard)
        wanted = self._wanted(root)
        return Roster(
            learners={learner: files.get(learner, UNREAD) for learner in ids},
            groups=tuple(groups(root, findings, wanted)),
            group_work=tuple(work),
        )

    def _wanted(self, root: Folder) -> frozenset[str]:
        """Return the names of the group files in which one of the learners stands."""
        folder = root / "portfolios" / GROUPS
        words = [learner.encode() for learner in self.learners]
        found = {name for name in self.group_files if is_file(folder, name)}
        for name, is_folder in folder.entries(Findings()):
            if not is_folder and any(word in read(folder, name) for word in words):
                found.add(name)
        return frozenset(found)


def _concerned(
    root: Folder,
    ids: Collection[LearnerId],
    own: set[LearnerId],
    work: Collection[GroupWork],
    spoken: frozenset[str],
) -> set[LearnerId]:
    authors = {author for one in work for author in one.authors}
    known = set(ids) - own
    words = _words_of(root, own)
    if words is None:
        return known
    portfolios = str(root.root / "portfolios")
    found = {who: _name_words(f"{portfolios}/{who}/learner.yml", words) for who in known}
    # A single word by which one of these learners may be called names nobody else.
    found = {w: (own, is_) for w, (own, is_) in found.items() if len(own) > 1 or not own <= spoken}
    named = {who for who, (_, is_named) in found.items() if is_named}
    # Who may be called by a word publicly takes it from everybody else's names.
    shared = {word for who in named for word in found[who][0]}
    return {who for who, (own_words, _) in found.items() if own_words & shared} | (authors & known)


class _Words(Struct, frozen=True):
    """The words of some texts: as they are written, and folded to one case."""

    written: frozenset[str]
    folded: frozenset[str]


def _words_of(root: Folder, learners: set[LearnerId]) -> _Words | None:
    """Return the words of learners' texts; None where one is written in signs for signs."""
    found: set[str] = set()
    for learner in learners:
        folder = root / "portfolios" / learner / "evidence"
        for name, is_folder in folder.entries(Findings()):
            if is_folder or not name.endswith(TEXTS):
                continue
            text = read(folder, name).decode("utf-8", "replace")
            if "\\" in text.partition("\n---")[0]:
                return None
            found.update(WORD.findall(f"{name} {text}"))
    return _Words(frozenset(found), frozenset(word.casefold() for word in found))


def _name_words(path: str, words: _Words) -> tuple[frozenset[str], bool]:
    """Return which words of a learner's names stand in some texts, and whether that may name them.

    Alone counts a first name however it is written, and a family's as it is written, as in
    `model/people.py`. It does not decode the file, since there may be ten thousand; in doubt, yes.
    """
    try:
        text = _head_of(path).decode("utf-8", "replace").replace("\r", "\n")
    except OSError:
        return frozenset(), False
    block = NAME_BLOCK.search(text)
    if block is None or "\\" in block[1]:
        return words.folded, True
    names = WORD.findall(KEYS.sub(" ", block[1]))
    found = frozenset(name.casefold() for name in names) & words.folded
    first = FIRST.search(block[1])
    if len(found) != 1 or first is None or OTHER_NAMES.search(block[1]):
        return found, bool(found)
    alone = [name for name in names if name.casefold() in found]
    is_written = any(name in words.written or name.upper() in words.written for name in alone)
    is_first = any(name.casefold() in found for name in WORD.findall(first[1]))
    return found, is_written or is_first


def _head_of(path: str) -> bytes:
    """Return a file's first bytes, as many as may be read. Errors: OSError, also for a link."""
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        head = os.read(number, USUAL)
        return head if len(head) < USUAL else head + os.read(number, LARGEST_FILE)
    finally:
        os.close(number)


def groups_then(folder: Path, names: Collection[str]) -> Iterator[GroupFile]:
    """Give the group files of these names in a copy of a school, where they can be read."""
    yield from groups(Folder(folder), Findings(), frozenset(names))


def named_in(files: Collection[GroupFile]) -> set[LearnerId]:
    """Return the learners who took part in what group files tell."""
    found = {learner for file in files for learner in file.learners}
    return found | {
        learner for file in files for session in file.sessions for learner in session.learners
    }


# ---- who may write what --------------------------------------------------------------------------


def as_of(root: Folder) -> date | None:
    """Return the day on which a school's clock stands still, if it does."""
    school = _school(root)
    return school.as_of if school else None


def _school(root: Folder) -> School | None:
    folder = root / "competencies"
    if not is_file(folder, "school.yml"):
        return None
    school: School | None = yaml_file(folder, "school.yml", School, Findings())
    return school


def writers(folder: Path, now: Path, paths: Collection[str]) -> Writers:
    """Return whose login may write what, by a copy of what must be read of the base branch.

    `now`: the school as the branch would have it; `paths`: what it changes. Who cannot be read may
    write nothing.
    """
    root = Folder(folder)
    school = _school(root)
    people = school.people if school else {}
    some = people.values()
    learners = {LearnerId(found[1]) for path in paths if (found := OWN_FOLDER.match(path))}
    return Writers(
        staff=_logins(login for one in some if one.assessor in STAFF for login in one.logins),
        helpers=_logins(login for one in some if one.assessor in HELPERS for login in one.logins),
        leads={
            path: _logins(people[by].logins) if by is not None and by in people else frozenset()
            for path, by in _led(root, Folder(now), paths)
        },
        learners={learner: _own_logins(root, learner) for learner in learners},
    )


def _led(
    root: Folder, now: Folder, paths: Collection[str]
) -> Iterator[tuple[str, PersonId | None]]:
    """Give each support among some paths, with who leads it by the base branch."""
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder.endswith("/supports"):
            support = _support(root, folder, name)
            yield path, support.by if support else None
        elif folder == f"portfolios/{GROUPS}":
            before, after = (_group_support(one, name) for one in (root, now))
            if before or after:
                yield path, before.by if before else None


def _support(root: Folder, folder: str, name: str) -> Support | None:
    place = root / folder
    if not is_file(place, name):
        return None
    found: Support | None = yaml_file(place, name, Support, Findings())
    return found


def _group_support(root: Folder, name: str) -> Support | None:
    found = list(groups(root, Findings(), frozenset([name])))
    return found[0].support if found else None


def _own_logins(root: Folder, learner: LearnerId) -> frozenset[str]:
    folder = root / "portfolios" / learner
    if not is_file(folder, "learner.yml"):
        return frozenset()
    file: LearnerFile | None = yaml_file(folder, "learner.yml", LearnerFile, Findings())
    return _logins(file.logins if file else ())


def _logins(written: Iterator[str] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(login.lower() for login in written if login.isascii())
