"""`--keep-going`: what all learners share is built without the files that have an error."""

import re
from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from wayfolio.build.cached_school import SchoolSnapshot
from wayfolio.build.strays import Strays
from wayfolio.check.keeping import DISPENSABLE, GROUP_FILES, learners_without_file
from wayfolio.load.files import Folder, is_file, read
from wayfolio.load.portfolio import is_name_sure
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.names import LearnerId
from wayfolio.school.learner import LoadedSchool
from wayfolio.school.valid_school import leave_out_shared

ID = re.compile(r"[a-z0-9-]+")
TASK = re.compile(r"^task:", re.MULTILINE)


def leave_out_shared_files(
    snapshot: SchoolSnapshot, diagnostics: Iterable[Diagnostic]
) -> SchoolSnapshot | None:
    """Return the school with whom the errors in group files concern; None if others stop all.

    A learner whose own file has an error is left out, but only where the name is known: it must
    not stand on other pages.
    """
    errors = [d for d in diagnostics if d.severity is Severity.ERROR]
    strays = snapshot.strays
    if strays.stop_everybody(errors) or _has_nameless(snapshot, errors):
        return None
    unsure = find_unsure(snapshot.school.folder, snapshot.learners, errors, strays)
    others = dict(snapshot.others)
    for learner, missing in unsure.items():
        others[learner] = fingerprint(others.get(learner, ""), missing)
    # Everybody else's figures are right.
    school = leave_out_shared(snapshot.school, errors)
    return replace(
        snapshot,
        school=school,
        shared=_versions_without(snapshot, school.catalogue),
        others=others,
        unsure=unsure,
        left_out=list_left_out(school, errors),
    )


def _versions_without(snapshot: SchoolSnapshot, kept: Catalogue) -> Mapping[str, str]:
    """Return the versions of what all learners share. `kept`: what is left of the catalogue."""
    if kept == snapshot.school.catalogue:
        return snapshot.shared
    version = fingerprint(snapshot.shared["the catalogue"], kept)
    return {**snapshot.shared, "the catalogue": version}


def find_unsure(
    folder: Folder, learners: Collection[LearnerId], errors: Iterable[Diagnostic], strays: Strays
) -> dict[LearnerId, tuple[str, ...]]:
    """Return the learners whom errors in shared files may concern, each with the files."""
    unsure: dict[LearnerId, tuple[str, ...]] = {}
    for path in paths_of(errors):
        concerned = strays.concerned.get(path)
        for learner in _named_in(folder, learners, path) if concerned is None else concerned:
            unsure[learner] = (*unsure.get(learner, ()), path)
    return unsure


def paths_of(errors: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Return the files that have errors."""
    return tuple(sorted({diagnostic.at.path for diagnostic in errors}))


def list_left_out(school: LoadedSchool, errors: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Return the files that have errors, and those of rules that rest on them."""
    return tuple(sorted({*paths_of(errors), *school.lost}))


def _has_nameless(snapshot: SchoolSnapshot, errors: Iterable[Diagnostic]) -> bool:
    """Whether the file of a learner is so wrong that nobody knows the name."""
    return any(
        not is_name_sure(snapshot.school.folder, learner, snapshot.roll.row(learner).file)
        for learner in learners_without_file(errors)
        if learner in snapshot.own
    )


def _named_in(school: Folder, learners: Collection[LearnerId], path: str) -> Collection[LearnerId]:
    """Return the learners whom a group file may mean: all, where it cannot be read as text."""
    if path.startswith(DISPENSABLE):
        return ()
    if path.endswith("/learner.yml"):
        learner = LearnerId(path.split("/")[1])
        return [learner] if learner in learners else []
    folder, name = path.rpartition("/")[::2]
    place = Folder(school.root, folder, school.layers)
    if not path.startswith(GROUP_FILES) or not is_file(place, name):
        return learners
    try:
        text = read(place, name).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return learners
    # A task holds no rating: without it, everybody's figures are right.
    words = set() if TASK.search(text) else set(ID.findall(text))
    return [learner for learner in learners if learner in words]
