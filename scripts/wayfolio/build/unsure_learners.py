"""`--keep-going`: what all learners share is built without the files that have an error."""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from wayfolio.build.cached_school import SchoolSnapshot
from wayfolio.check.keeping import GROUP_FILES, OWN_PAGES, stops_all
from wayfolio.load.files import Folder, is_file, read
from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.names import LearnerId

ID = re.compile(r"[a-z0-9-]+")


def leave_out_shared_files(
    snapshot: SchoolSnapshot, diagnostics: Iterable[Diagnostic]
) -> SchoolSnapshot | None:
    """Return the school with whom the errors in group files concern; None if others stop all."""
    errors = [d for d in diagnostics if d.severity is Severity.ERROR]
    if any(map(stops_all, errors)):
        return None
    unsure: dict[LearnerId, tuple[str, ...]] = {}
    paths = sorted({diagnostic.at.path for diagnostic in errors})
    for path in paths:
        for learner in _named_in(snapshot, path):
            unsure[learner] = (*unsure.get(learner, ()), path)
    others = dict(snapshot.others)
    for learner, missing in unsure.items():
        others[learner] = fingerprint(others.get(learner, ""), missing)
    # Everybody else's figures are right.
    school = replace(snapshot.school, diagnostics=())
    return replace(snapshot, school=school, others=others, unsure=unsure, left_out=tuple(paths))


def _named_in(snapshot: SchoolSnapshot, path: str) -> Iterable[LearnerId]:
    """Return the learners whom a group file may mean: all, where it cannot be read as text."""
    if path.startswith(OWN_PAGES):
        return ()
    folder, name = path.rpartition("/")[::2]
    place = Folder(snapshot.school.folder.root, folder, snapshot.school.folder.layers)
    if not path.startswith(GROUP_FILES) or not is_file(place, name):
        return snapshot.learners
    try:
        words = set(ID.findall(read(place, name).decode("utf-8")))
    except (OSError, UnicodeDecodeError):
        return snapshot.learners
    return [learner for learner in snapshot.learners if learner in words]
