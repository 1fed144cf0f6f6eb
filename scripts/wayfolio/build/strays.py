"""`--keep-going`: what lies among the learners' folders and is none, and whom it may concern."""

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain, count

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.check.keeping import stops_all
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

    def stop_everybody(self, diagnostics: Iterable[Diagnostic]) -> bool:
        """Whether an error may concern what all learners share."""
        return any(stops_all(diagnostic, self.concerned) for diagnostic in diagnostics)


NO_STRAYS = Strays()
NO_ROWS: Rows = {}


def find_strays(folder: Folder, rows: Rows, departed: Rows = NO_ROWS) -> Strays:
    """Return what is passed over.

    `rows`: of all learners. `departed`: of those whose folder is gone and whose name stays hidden.
    """
    strays = read_strays(folder, RESERVED)
    # Long names are shown shortened, so that two may have one path.
    nameless = {stray.path for stray in strays if stray.is_nameless}
    return Strays(
        concerned={
            stray.path: tuple(_find_concerned(stray, rows))
            for stray in strays
            if stray.path not in nameless
        },
        hidden=_hide(strays, {**rows, **departed}),
    )


def _find_concerned(stray: Stray, rows: Rows) -> Iterator[LearnerId]:
    """Yield the learners whom it names, or of whose folder it is a copy."""
    for learner, file in rows.items():
        if learner in stray.words or _is_of(stray, file):
            yield learner


def _hide(strays: Iterable[Stray], rows: Rows) -> Rows:
    """Return a row without consent for each person who is not here under another id."""
    hidden: dict[LearnerId, LearnerFile] = {}
    for stray in strays:
        if stray.name is None or any(_is_of(stray, file) for file in rows.values()):
            continue
        free = _find_free_id(stray.slug, {*rows, *RESERVED, *hidden})
        hidden[free] = replace(UNREAD, name=stray.name, logins=stray.logins)
    return hidden


def _find_free_id(slug: str, taken: Container[str]) -> LearnerId:
    """Return an id that nobody has: with that of somebody else, one of the names would be lost."""
    numbered = (f"{slug}-{number}" for number in count(1))
    return LearnerId(next(name for name in chain([slug], numbered) if name not in taken))


def _is_of(stray: Stray, file: LearnerFile) -> bool:
    has_name = stray.name is not None and stray.name.full == file.name.full
    return has_name or not set(stray.logins).isdisjoint(file.logins)
