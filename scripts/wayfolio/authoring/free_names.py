"""Names for new learners, work and files of groups: readable, portable and not yet taken."""

import re
from datetime import date
from itertools import chain
from pathlib import Path

from wayfolio.load.introspection import ID
from wayfolio.load.portfolio import find_unfit_id, learner_stems
from wayfolio.model.file_names import is_device
from wayfolio.model.names import LearnerId, slug_of_work
from wayfolio.model.normal_form import fold_text
from wayfolio.school.learner import LoadedSchool, read_learner
from wayfolio.write import texts
from wayfolio.write.files import NotWritten

LEARNER = "learner"
"""What the id of a learner begins with whose name has no letters."""


def propose_id(name: str) -> str:
    """Return an id for a learner, made from a name, that the site can have."""
    return next(texts.propose_names(name, LEARNER, find_unfit_id))


def choose_learner_id(school: LoadedSchool, name: str) -> str:
    """Return an id for a new learner: the first name, the whole one, or that with a number.

    Errors: NotWritten if somebody is called so, who may be the same person.
    """
    learners = school.roster.learners
    for learner, file in learners.items():
        if fold_text(file.name.full) == fold_text(name):
            raise NotWritten(
                f"{learner} is called {file.name.full} already: if this is somebody else, choose"
                " an id for them: wayfolio new learner ID"
            )
    first = propose_id(next(iter(name.split()), ""))
    names = chain([first], texts.propose_names(name, LEARNER, find_unfit_id))
    return next(learner for learner in names if learner not in learners)


def choose_evidence_name(
    school: LoadedSchool, learner: LearnerId, title: str, own: str | None
) -> str:
    """Return a name for new evidence, without its day: the end of its address.

    `own`: the one that somebody wants. Errors: NotWritten if the evidence cannot have it.
    """
    evidence = read_learner(school, learner).portfolio.evidence
    taken = {slug_of_work(stem) for stem in learner_stems(school.folder, learner)}
    taken.update(alias for piece in evidence for alias in piece.aliases)
    if own is None:
        return texts.choose_name(title, "evidence", taken)
    if own in taken:
        raise NotWritten(f"{learner} has work at the address “{own}” already: choose another name")
    if not re.fullmatch(ID, own) or is_device(own):
        how = "use lower-case letters, digits and hyphens, such as wind-2"
        raise NotWritten(f"“{own}” cannot be the name of a file: {how}")
    return own


def choose_photo_name(folder: Path, title: str) -> str:
    """Return the name of a new picture in a folder."""
    names = (f"{name}.webp" for name in texts.propose_names(title, "photo"))
    return next(name for name in names if not (folder / name).exists())


def choose_group_path(root: Path, day: date, title: str, kind: str) -> str:
    """Return the path of a new file of a day that concerns several learners."""
    names = texts.propose_names(title, kind)
    paths = (f"portfolios/_groups/{day}-{name}.yml" for name in names)
    return next(path for path in paths if not (root / path).exists())
