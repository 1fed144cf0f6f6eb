"""Learners whose folder is gone since the last build: their names stay private until `forget`.

No consent of theirs was withdrawn, and no file says any more what they are called. The cache does,
so that a page that names them does not name them again because their folder was deleted.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.build.cache import BuildCache
from wayfolio.build.cache_tables import DATABASE
from wayfolio.build.encoding import CacheUnreadable, decode
from wayfolio.build.lasting_values import KNOWN_LEARNERS
from wayfolio.load.portfolio import UNREAD
from wayfolio.model.diagnostics import Diagnostic, Location, warning
from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import LearnerFile, Name
from wayfolio.model.rules import Rule

Rows = Mapping[LearnerId, LearnerFile]


class KnownLearner(Struct, frozen=True, kw_only=True):
    """What a learner is called, and the logins."""

    name: Name
    logins: tuple[str, ...] = ()


class KnownLearners(Struct, frozen=True):
    """Everybody who was a learner at the last build, or before it and is not forgotten."""

    learners: Mapping[LearnerId, KnownLearner]


MOST_NAMED = 10
"""The most ids that the warning lists when a whole class is archived."""
NOBODY_KNOWN = KnownLearners({})


def read_known_learners(folder: Path | None) -> KnownLearners:
    """Return whom a school's builds know, by the folder of their cache; nobody without one."""
    try:
        return _read(folder) if folder is not None else NOBODY_KNOWN
    except sqlite3.DatabaseError:
        return NOBODY_KNOWN


def _read(folder: Path) -> KnownLearners:
    """Read them from a cache that another process may have open, and change nothing there."""
    db = sqlite3.connect(f"{(folder / DATABASE).absolute().as_uri()}?mode=ro", uri=True)
    try:
        query = "select value from value where name = ?"
        stored = db.execute(query, (KNOWN_LEARNERS,)).fetchone()
    finally:
        db.close()
    return decode(stored[0], KnownLearners) if stored else NOBODY_KNOWN


def find_known_learners(cache: BuildCache) -> KnownLearners:
    """Return whom the builds of a cache know."""
    try:
        return cache.get_latest(KNOWN_LEARNERS, KnownLearners) or NOBODY_KNOWN
    except CacheUnreadable:
        # Another version of the program wrote it.
        return NOBODY_KNOWN


def find_departed(known: KnownLearners, rows: Rows) -> dict[LearnerId, LearnerFile]:
    """Return a row without consent for each learner who is known and has no folder.

    Somebody who is here under another id has not gone.
    """
    here = {file.name.full for file in rows.values()}
    logins = {login for file in rows.values() for login in file.logins}
    return {
        learner: replace(UNREAD, name=person.name, logins=person.logins)
        for learner, person in known.learners.items()
        if learner not in rows and person.name.full not in here and logins.isdisjoint(person.logins)
    }


def report_departed(departed: Collection[LearnerId]) -> Iterator[Diagnostic]:
    """Yield a warning about the learners who are gone, where the folder of the first was."""
    if not departed:
        return
    first, *others = sorted(departed)
    message = "there was a learner here at the last build, whose name the site still hides"
    back, whom = "bring the folder back", str(first)
    if others:
        message = (
            f"{len(departed)} learners, the first of them here, were at the school at the last"
            " build, and the site still hides their names"
        )
        back, whom = "bring their folders back", "LEARNER"
    hint = f"{back}, or run  wayfolio forget {whom}  and mend what it lists"
    hint += " (where a host keeps the cache, empty it there)"
    if others:
        hint += ": " + ", ".join(f"“{learner}”" for learner in (first, *others[: MOST_NAMED - 1]))
        hint += ", …" if len(departed) > MOST_NAMED else ""
    yield warning(Location(f"portfolios/{first}/learner.yml"), Rule.MISSING_FILE, message, hint)


def know_learners(rows: Rows) -> KnownLearners:
    """Return what the next build needs of everybody who is a learner, or was one."""
    return KnownLearners(
        {
            learner: KnownLearner(name=file.name, logins=file.logins)
            for learner, file in rows.items()
            if file.name.full
        }
    )


def forget_known_learner(folder: Path, known: KnownLearners, learner: LearnerId) -> None:
    """Keep everybody else, in a cache that is otherwise empty."""
    others = {name: person for name, person in known.learners.items() if name != learner}
    if not others:
        return
    cache = BuildCache(folder)
    cache.put(KNOWN_LEARNERS, "", KnownLearners(others))
    cache.close()
