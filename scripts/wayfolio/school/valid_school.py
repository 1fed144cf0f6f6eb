"""`--keep-going`: what all learners share, without what has errors."""

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from wayfolio.check.catalogue_parts import (
    CATALOGUE_PARTS,
    WHOLE,
    Places,
    leave_out_of_catalogue,
    leave_out_of_roster,
)
from wayfolio.load.catalogue import entry_lines
from wayfolio.load.files import Folder
from wayfolio.model.diagnostics import Diagnostic, Location
from wayfolio.school.learner import LoadedSchool


def leave_out_shared(school: LoadedSchool, errors: Collection[Diagnostic]) -> LoadedSchool:
    """Return what all learners share without what has errors."""
    places = [each.at for each in errors]
    entries = _find_wrong_entries(school.folder, places)
    catalogue = leave_out_of_catalogue(school.catalogue, entries)
    return replace(
        school,
        catalogue=catalogue,
        book=replace(school.book, catalogue=catalogue),
        roster=leave_out_of_roster(school.roster, catalogue, {at.path for at in places}),
        diagnostics=(),
        is_whole=False,
    )


def _find_wrong_entries(school: Folder, errors: Iterable[Location]) -> Places:
    """Return the entries of the catalogue's files in which there are errors."""
    wrong = set()
    for at in errors:
        starts = entry_lines(school, at.path) if at.path.startswith(CATALOGUE_PARTS) else None
        before = [line for line in starts or () if line <= at.line]
        if starts is None or before:
            wrong.add((at.path, before[-1] if before else WHOLE))
    return frozenset(wrong)
