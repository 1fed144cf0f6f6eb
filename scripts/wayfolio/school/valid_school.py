"""`--keep-going`: what all learners share, without what has errors."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from wayfolio.assess.policies import resolve_policies
from wayfolio.check.catalogue_parts import (
    CATALOGUE,
    DECIDING,
    POLICIES,
    WHOLE,
    Places,
    collect_shared_names,
    leave_out_of_catalogue,
    leave_out_of_roster,
    leave_out_tasks,
    leave_out_unknown,
)
from wayfolio.load.catalogue import entry_lines, load_catalogue
from wayfolio.load.files import Findings, Folder, is_file
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Location, Mention
from wayfolio.model.rules import Rule
from wayfolio.school.learner import LoadedSchool

RULED = ("competencies/frameworks/", "competencies/pathways/", "competencies/badges.yml")
"""Where names stand in rules: without one, a rule would ask for less."""


def leave_out_shared(school: LoadedSchool, errors: Collection[Diagnostic]) -> LoadedSchool:
    """Return what all learners share without what has errors, and without what rests on it."""
    roster = leave_out_tasks(school.roster, {each.at.path for each in errors})
    kept = replace(school, roster=roster, diagnostics=())
    in_catalogue = [each for each in errors if each.at.path.startswith(CATALOGUE)]
    return _leave_out_of_catalogue(kept, in_catalogue) if in_catalogue else kept


def _leave_out_of_catalogue(school: LoadedSchool, errors: Collection[Diagnostic]) -> LoadedSchool:
    ruled = _leave_out_wrong(school, errors)
    policies = resolve_policies(ruled.policies)
    known = collect_shared_names(ruled, policies)
    catalogue = leave_out_unknown(ruled, known)
    return replace(
        school,
        catalogue=catalogue,
        book=replace(school.book, catalogue=catalogue, policies=policies),
        roster=leave_out_of_roster(school.roster, known),
        written=school.catalogue,
    )


def _leave_out_wrong(school: LoadedSchool, errors: Collection[Diagnostic]) -> Catalogue:
    """Return a catalogue without what has errors, whose rules name only what is in it."""
    places = {each.at for each in errors} | _unread_policies(school.folder, errors)
    wrong = _find_wrong_entries(school.folder, places)
    mentions = _mentions_in_rules(school)
    while True:
        catalogue = leave_out_of_catalogue(school.catalogue, wrong)
        known = collect_shared_names(catalogue, resolve_policies(catalogue.policies))
        unknown = {each.at for each in mentions if each.name not in known[each.kind]} - places
        if not unknown:
            return catalogue
        places |= unknown
        wrong |= _find_wrong_entries(school.folder, unknown)


def _unread_policies(school: Folder, errors: Iterable[Diagnostic]) -> set[Location]:
    """Return the place of the policies, where they may stand in a file of another name."""
    strays = (each for each in errors if each.rule in (Rule.UNEXPECTED_FILE, Rule.UNSAFE_FILE))
    above, _, name = POLICIES.rpartition("/")
    is_lost = any(stray.at.path.rpartition("/")[0] == above for stray in strays)
    return {Location(POLICIES)} if is_lost and not is_file(school / above, name) else set()


def _mentions_in_rules(school: LoadedSchool) -> list[Mention]:
    findings = Findings()
    load_catalogue(Folder(school.root), findings)
    return [
        mention
        for mention in findings.mentions
        if mention.kind in DECIDING and mention.at.path.startswith(RULED)
    ]


def _find_wrong_entries(school: Folder, errors: Iterable[Location]) -> Places:
    """Return the entries of the catalogue's files in which there are errors."""
    lines: dict[str, set[int]] = {}
    for at in errors:
        if at.path.startswith(CATALOGUE):
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
