"""`--keep-going`: what all learners share, without what has errors."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator

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
    lines: dict[str, set[int]] = {}
    for at in errors:
        if at.path.startswith(CATALOGUE_PARTS):
            lines.setdefault(at.path, set()).add(at.line)
    return frozenset(
        (path, entry) for path in lines for entry in _wrong_in_file(school, path, lines[path])
    )


def _wrong_in_file(school: Folder, path: str, lines: Iterable[int]) -> Iterator[int]:
    """Yield the lines on which those entries of a file begin that hold some lines."""
    starts = entry_lines(school, path)
    if starts is None:
        yield WHOLE
        return
    for line in lines:
        place = bisect_right(starts, line)
        if place:
            yield starts[place - 1]
