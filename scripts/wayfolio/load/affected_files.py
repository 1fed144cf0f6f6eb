"""Loads what a few learners' files depend on, and nothing else of a large school."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from wayfolio.load.agreements import load_agreements, settle_agreements
from wayfolio.load.files import Findings, Folder, is_file, read, yaml_file
from wayfolio.load.groups import GROUPS, load_groups
from wayfolio.load.introspection import STEM
from wayfolio.load.nodes import LARGEST_FILE
from wayfolio.load.portfolio import UNREAD, find_learner_ids, find_shared_work, roster_row
from wayfolio.model.changes import FileChange, Writers
from wayfolio.model.name_forms import SHORTEST_JOINED, find_stems, spellings
from wayfolio.model.names import LearnerId, PersonId, TaskRef, WorkRef
from wayfolio.model.normal_form import find_joined_words, find_words, fold_words, written_words
from wayfolio.model.portfolio import GroupFile, LearnerFile, task_names
from wayfolio.model.roster import GroupWork, Roster
from wayfolio.model.school import (
    ADMINISTRATORS,
    HELPERS,
    MENTORS,
    STAFF,
    Person,
    SchoolSettings,
)
from wayfolio.model.support_files import Support

OWN_FOLDER = re.compile(r"portfolios/([a-z0-9][a-z0-9-]{0,63})/")
NAME_BLOCK = re.compile(r"^name:(.*(?:\n(?:[ \t#].*)?)*)", re.MULTILINE)
LOGINS = re.compile(r"^logins:(.*(?:\n(?:[ \t#-].*)?)*)", re.MULTILINE)
KEYS = re.compile(r"\b(?:full|first|latin|alias)\s*:|\bshown\s*:\s*\w+")
FIRST = re.compile(r"\bfirst\s*:\s*([^,}\n]*)")
OTHER_NAMES = re.compile(r"\b(?:latin|alias)\s*:")
NAMED_FILE = re.compile(STEM.encode())
TEXTS = (".md", ".txt", ".vtt")
USUAL = 4096
"""Bytes: nearly all learners' files are smaller."""


def learners_of(changes: Collection[FileChange]) -> set[LearnerId]:
    """Return the learners in whose folders something changes."""
    return {learner for change in changes if (learner := _owner_of(change.path)) is not None}


def _owner_of(path: str) -> LearnerId | None:
    """Return the learner in whose folder a path lies; None elsewhere."""
    match = OWN_FOLDER.match(path)
    return LearnerId(match[1]) if match else None


def group_files_of(changes: Collection[FileChange]) -> set[str]:
    """Return the names of the group files that change."""
    start = f"portfolios/{GROUPS}/"
    return {change.path.removeprefix(start) for change in changes if change.path.startswith(start)}


class AffectedPart(Struct, frozen=True, kw_only=True):
    """A part of a school: some learners in full, and of the others what those depend on."""

    learners: frozenset[LearnerId]
    group_files: frozenset[str] = frozenset()
    """Also read if they name none of the learners."""
    spoken: frozenset[str] = frozenset()
    """Single words that publicly name one of these learners, and therefore nobody else."""
    also: frozenset[LearnerId] = frozenset()
    """Learners known to exist where a copy holds only some folders."""

    def roster(self, root: Folder, findings: Findings) -> Roster:
        """Return a roster that says the same about these learners as the full roster.

        The other learners are listed by their ids. Their files are read only if they may be named
        in these learners' texts, or share work with them.
        """
        here = find_learner_ids(root, findings)
        ids = sorted({*here, *self.also})
        own = {learner for learner in ids if learner in self.learners}
        files = {learner: roster_row(root, learner, findings) for learner in own}
        agreements = {learner: load_agreements(root, learner) for learner in own}
        work = list(_find_work(root, here, own, agreements))
        authors = {author for piece in work for author in piece.authors}
        agreements |= {author: load_agreements(root, author) for author in authors - own}
        unreported = Findings()
        groups = tuple(load_groups(root, findings, self._find_group_files(root)))
        concerned = self._find_concerned(root, here, own, authors, task_names(groups))
        files |= {learner: roster_row(root, learner, unreported) for learner in sorted(concerned)}
        return Roster(
            learners={learner: files.get(learner, UNREAD) for learner in ids},
            groups=groups,
            group_work=settle_agreements(work, agreements, groups),
        )

    def _find_group_files(self, root: Folder) -> frozenset[str]:
        """Return the names of the group files that mention one of the learners, or that they do."""
        folder = root / "portfolios" / GROUPS
        ids = [learner.encode() for learner in self.learners]
        wanted = {*self.group_files, *_find_answered(root, self.learners)}
        names = {name for name in wanted if is_file(folder, name)}
        for name, is_folder in folder.entries(Findings()):
            if not is_folder and any(learner in read(folder, name) for learner in ids):
                names.add(name)
        return frozenset(names)

    def _find_concerned(
        self,
        root: Folder,
        ids: Collection[LearnerId],
        own: set[LearnerId],
        authors: set[LearnerId],
        tasks: Collection[TaskRef],
    ) -> set[LearnerId]:
        """Return the other learners whom these learners' texts may name, or who share work."""
        others = set(ids) - own
        words = _collect_words(root, own, [f"{name}.yml" for name in tasks])
        if words is None:
            return others
        names = {}
        for learner in others:
            # As text, since there may be ten thousand.
            head = _read_head(f"{root.root}/portfolios/{learner}/learner.yml")
            if head is not None:
                names[learner] = _match_names(learner, head.decode("utf-8", "replace"), words)
        return _find_named(names, self.spoken) | (authors & others)


def _find_work(
    root: Folder,
    here: Collection[LearnerId],
    own: Collection[LearnerId],
    agreements: Mapping[LearnerId, Collection[WorkRef]],
) -> Iterator[GroupWork]:
    """Yield the work of several authors in learners' own folders, and what they agree to."""
    agreed = {ref for refs in agreements.values() for ref in refs}
    owners = {LearnerId(ref.partition("/")[0]) for ref in agreed}
    for owner in sorted({*own, *owners.intersection(here)}):
        for piece in find_shared_work(root, owner):
            if owner in own or piece.ref in agreed:
                yield piece


def _find_answered(root: Folder, learners: Iterable[LearnerId]) -> Iterator[str]:
    """Yield the names of the group files that learners' evidence may answer as tasks."""
    for learner in learners:
        folder = root / "portfolios" / learner / "evidence"
        for name, is_folder in folder.entries(Findings()):
            if not is_folder and name.endswith(".md"):
                head = read(folder, name).partition(b"\n---")[0]
                if b"task" in head:
                    yield from (f"{stem.decode()}.yml" for stem in NAMED_FILE.findall(head))


class _Words(Struct, frozen=True):
    """The words of some texts in their normal form."""

    forms: frozenset[str]
    """With and without what a language adds to a name."""
    capital: frozenset[str]
    """Those that are written with a capital, or in a script without capitals."""
    beginnings: frozenset[str]
    """What the longer of them begin with: `anaruiz` begins with `ana`."""


class _MatchedName(Struct, frozen=True):
    """Which words of a learner's names stand in some texts."""

    words: frozenset[str]
    may_be_named: bool
    """Whether these words may name the learner. Yes where in doubt."""


def _collect_words(
    root: Folder, learners: set[LearnerId], task_files: Iterable[str]
) -> _Words | None:
    """Return the words of learners' texts and of tasks; None if there is an escape sequence."""
    forms, capital = set[str](), set[str]()
    for name, text in _read_texts(root, learners, task_files):
        if "\\" in text.partition("\n---")[0]:
            return None
        _add_words(f"{name} {text}", forms, capital)
    beginnings = frozenset(
        form[:length]
        for form in forms
        if len(form) >= SHORTEST_JOINED
        for length in range(1, len(form) + 1)
    )
    return _Words(frozenset(forms), frozenset(capital), beginnings)


def _read_texts(
    root: Folder, learners: Iterable[LearnerId], task_files: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Yield the names and the texts of tasks, and of learners' evidence."""
    places = [(root / "portfolios" / GROUPS, name) for name in task_files]
    for learner in learners:
        folder = root / "portfolios" / learner / "evidence"
        names = (name for name, is_folder in folder.entries(Findings()) if not is_folder)
        places += [(folder, name) for name in names if name.endswith(TEXTS)]
    for folder, name in places:
        yield name, read(folder, name).decode("utf-8", "replace")


def _add_words(text: str, forms: set[str], capital: set[str]) -> None:
    for words in (find_words(text), *find_joined_words(text, written_words(text))):
        for word in words:
            stems = [stem.form for stem in find_stems(word.form)]
            forms.update(stems)
            if not text[word.start].islower():
                capital.update(stems)


def _match_names(learner: LearnerId, file: str, words: _Words) -> _MatchedName:
    """Match the names in the text of a learner's file with the words of some texts.

    A first name counts alone in any case, a family name alone only with a capital, as in
    `model/name_forms.py`. The file is not decoded, since there may be ten thousand.
    """
    block = NAME_BLOCK.search(file.replace("\r", "\n"))
    if block is None or "\\" in block[1]:
        return _MatchedName(words.forms, may_be_named=True)
    names = _fold_spellings(KEYS.sub(" ", block[1]))
    matched = words.forms.intersection(names) | _find_joined(names, words)
    if handles := _find_handles([learner, *_logins_in(file)], words):
        return _MatchedName(matched | handles, may_be_named=True)
    first = FIRST.search(block[1])
    if len(matched) != 1 or first is None or OTHER_NAMES.search(block[1]):
        return _MatchedName(matched, may_be_named=bool(matched))
    is_first = not matched.isdisjoint(fold_words(first[1]))
    return _MatchedName(matched, may_be_named=is_first or not matched.isdisjoint(words.capital))


def _fold_spellings(names: str) -> list[str]:
    return [word for spelling in spellings(names) for word in fold_words(spelling)]


def _logins_in(file: str) -> list[str]:
    block = LOGINS.search(file)
    return re.findall(r"[\w.-]+", block[1]) if block else []


def _find_handles(handles: Iterable[str], words: _Words) -> frozenset[str]:
    """Return the words of each login or id of which some texts hold all words."""
    present = (parts for parts in map(fold_words, handles) if words.forms.issuperset(parts))
    return frozenset(word for parts in present for word in parts)


def _find_joined(names: Collection[str], words: _Words) -> frozenset[str]:
    """Return two words of a learner's names that begin a word of the texts together."""
    starts = words.beginnings.intersection(names)
    pairs = (start + name for start in starts for name in names)
    return frozenset(pair for pair in pairs if pair in words.beginnings)


def _find_named(names: Mapping[LearnerId, _MatchedName], spoken: frozenset[str]) -> set[LearnerId]:
    """Return the learners whose names decide what some texts show.

    `spoken`: the single words that publicly name the texts' own authors, and so nobody else.
    """
    candidates = {
        learner: name
        for learner, name in names.items()
        if len(name.words) > 1 or not name.words <= spoken
    }
    # A learner whom a word may name takes it from everybody else who bears it.
    contested = frozenset().union(
        *(name.words for name in candidates.values() if name.may_be_named)
    )
    return {learner for learner, name in candidates.items() if name.words & contested}


def _read_head(path: str) -> bytes | None:
    """Return a file's first bytes, as many as may be read; None if it is missing or a link."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        head = os.read(descriptor, USUAL)
        return head if len(head) < USUAL else head + os.read(descriptor, LARGEST_FILE)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def read_groups_before(folder: Path, names: Collection[str]) -> Iterator[GroupFile]:
    """Yield the group files with these names in a copy of a school, where they can be read."""
    yield from load_groups(Folder(folder), Findings(), frozenset(names))


def find_named_learners(files: Collection[GroupFile]) -> set[LearnerId]:
    """Return the learners whom the occasions, sessions and tasks of group files name."""
    sessions = [session for file in files for session in file.sessions]
    present = {learner for session in sessions for learner in session.learners}
    return present.union(*(file.learners for file in files), *(f.task_words for f in files))


# ---- who may write what --------------------------------------------------------------------------


def read_school_day(root: Folder) -> date | None:
    """Return the day that `as_of` in school.yml fixes, or None if it fixes none."""
    school = _read_settings(root)
    return school.as_of if school else None


def _read_settings(root: Folder) -> SchoolSettings | None:
    settings: SchoolSettings | None = _read_if_there(
        root / "competencies", "school.yml", SchoolSettings
    )
    return settings


def _read_if_there(folder: Folder, name: str, hint: Any) -> Any:
    """Return a file decoded as `hint`; None if it is missing or wrong."""
    return yaml_file(folder, name, hint, Findings()) if is_file(folder, name) else None


def find_writers(folder: Path, now: Path, paths: Collection[str]) -> Writers:
    """Return which logins may write what, according to the base branch.

    `folder`: a copy of what must be read of the base branch; `now`: the school as the branch
    would have it; `paths`: what the branch changes. If a person or learner cannot be read, they
    may write nothing.
    """
    root = Folder(folder)
    school = _read_settings(root)
    people: Mapping[PersonId, Person] = school.people if school else {}
    owners = {owner for path in paths if (owner := _owner_of(path)) is not None}
    speaks_for = _find_speakers(people)
    return Writers(
        staff=_logins_of(people.values(), STAFF),
        administrators=_logins_of(people.values(), ADMINISTRATORS),
        mentors=_logins_of(people.values(), MENTORS),
        helpers=_logins_of(people.values(), HELPERS),
        is_called=_find_callers(people),
        speaks_for=speaks_for,
        leads={
            path: frozenset(login for login, persons in speaks_for.items() if by in persons)
            for path, by in _find_leads(root, Folder(now), paths)
        },
        learners={learner: _logins_of_learner(root, learner) for learner in owners},
    )


def _find_callers(people: Mapping[PersonId, Person]) -> Mapping[str, PersonId]:
    return {login: name for name, person in people.items() for login in _fold_logins(person.logins)}


def _find_speakers(people: Mapping[PersonId, Person]) -> Mapping[str, frozenset[PersonId]]:
    """Return for each login the people in whose name it may write."""
    speaks_for: dict[str, set[PersonId]] = {}
    for name, person in people.items():
        for writer in (name, *person.written_by):
            for login in _fold_logins(people[writer].logins if writer in people else ()):
                speaks_for.setdefault(login, set()).add(name)
    return {login: frozenset(persons) for login, persons in speaks_for.items()}


def _find_leads(
    root: Folder, now: Folder, paths: Collection[str]
) -> Iterator[tuple[str, PersonId | None]]:
    """Yield each support among some paths, with the person who leads it on the base branch."""
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder.endswith("/supports"):
            support: Support | None = _read_if_there(root / folder, name, Support)
            yield path, support.by if support else None
        elif folder == f"portfolios/{GROUPS}":
            before, after = _group_support(root, name), _group_support(now, name)
            if before or after:
                yield path, before.by if before else None


def _group_support(root: Folder, name: str) -> Support | None:
    files = list(load_groups(root, Findings(), frozenset([name])))
    return files[0].support if files else None


def _logins_of(people: Iterable[Person], assessors: Collection[str]) -> frozenset[str]:
    """Return the logins of the people who assess in one of these roles."""
    return frozenset().union(
        *(_fold_logins(person.logins) for person in people if person.assessor in assessors)
    )


def _logins_of_learner(root: Folder, learner: LearnerId) -> frozenset[str]:
    folder = root / "portfolios" / learner
    file: LearnerFile | None = _read_if_there(folder, "learner.yml", LearnerFile)
    return _fold_logins(file.logins if file else ())


def _fold_logins(logins: Iterable[str]) -> frozenset[str]:
    """Return logins in lower case, without those that no host allows."""
    return frozenset(login.lower() for login in logins if login.isascii())
