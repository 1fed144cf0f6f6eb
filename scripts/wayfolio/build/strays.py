"""`--keep-going`: what lies among the learners' folders and is none, and whom it may concern."""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.check.keeping import is_of_a_stray
from wayfolio.load.files import Folder
from wayfolio.load.portfolio import RESERVED, UNREAD
from wayfolio.load.strays import Stray, read_strays
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import LearnerFile

Rows = Mapping[LearnerId, LearnerFile]


class Strays(Struct, frozen=True, kw_only=True):
    """What is passed over in `portfolios/`: nothing of it is published."""

    concerned: Mapping[str, tuple[LearnerId, ...]] = field(default_factory=dict)
    """By path, the learners of whom it may hold ratings. What may hold a name is not here."""
    hidden: Mapping[LearnerId, LearnerFile] = field(default_factory=dict)
    """Whose names nobody may read, since no learner's folder says that they agree."""


NO_STRAYS = Strays()


def find_strays(folder: Folder, diagnostics: Iterable[Diagnostic], rows: Rows) -> Strays:
    """Return what is passed over, where the diagnostics say that there is something."""
    if not any(map(is_of_a_stray, diagnostics)):
        return NO_STRAYS
    strays = read_strays(folder, RESERVED)
    nameless = {stray.path for stray in strays if stray.is_nameless}
    return Strays(
        concerned={
            stray.path: tuple(_find_concerned(stray, rows))
            for stray in strays
            if stray.path not in nameless
        },
        hidden=dict(_hide(strays, rows)),
    )


def _find_concerned(stray: Stray, rows: Rows) -> Iterator[LearnerId]:
    """Yield the learners whom it names, or of whose folder it is a copy."""
    for learner, file in rows.items():
        if learner in stray.words or _is_of(stray, file):
            yield learner


def _hide(strays: Iterable[Stray], rows: Rows) -> Iterator[tuple[LearnerId, LearnerFile]]:
    """Yield a row without consent for each person who is not here under another id."""
    for number, stray in enumerate(strays, 1):
        if stray.name is None or any(_is_of(stray, file) for file in rows.values()):
            continue
        slug = re.sub(r"[^a-z0-9]+", "-", stray.entry.casefold()).strip("-")
        learner = LearnerId(f"{slug}-{number}" if slug in rows or slug in RESERVED else slug)
        yield learner, replace(UNREAD, name=stray.name, logins=stray.logins)


def _is_of(stray: Stray, file: LearnerFile) -> bool:
    has_name = stray.name is not None and stray.name.full == file.name.full
    return has_name or not set(stray.logins).isdisjoint(file.logins)
