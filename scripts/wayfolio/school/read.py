"""Reads and checks a school, and reports every mistake in it at once."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.policies import find_policy_problems, resolve_policies
from wayfolio.assess.rulebook import Rulebook
from wayfolio.check.addresses import find_taken_addresses
from wayfolio.check.catalogue import check_catalogue
from wayfolio.check.external_ids import find_repeated_external_ids
from wayfolio.check.languages import check_languages, coverage
from wayfolio.check.names import Known, collect_known_names
from wayfolio.check.people import find_names_in_tasks
from wayfolio.check.tasks import SharedRecords, check_group_tasks
from wayfolio.load.catalogue import load_catalogue
from wayfolio.load.docs_folder import load_docs
from wayfolio.load.files import Findings, Folder, refuse_links
from wayfolio.load.portfolio import UNREAD, load_roster
from wayfolio.load.sources import overlay_sources
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.coverage import Coverage
from wayfolio.model.diagnostics import Diagnostic, has_errors
from wayfolio.model.leaks import Leak
from wayfolio.model.names import LearnerId
from wayfolio.model.own_files import DOCS
from wayfolio.model.people import People, collect_people
from wayfolio.model.portfolio import GroupFile, LearnerFile
from wayfolio.model.refusal import Refusal
from wayfolio.model.roster import Roster
from wayfolio.plan.consent import keep_margin, public_names
from wayfolio.plan.private import collect_private_names, handles_of, public_parts, public_words
from wayfolio.render.language.reader import has_catalogue
from wayfolio.render.program_texts import program_words
from wayfolio.school.learner import LoadedSchool, ReadLearner, read_files, read_learner
from wayfolio.school.own_pages import names_written_by_hand


class Report(Struct, frozen=True, kw_only=True):
    """The outcome of a build or a check."""

    diagnostics: tuple[Diagnostic, ...] = ()
    learners: int = 0
    pages: int = 0
    """0 if nothing was published."""
    withheld: tuple[Leak, ...] = ()
    """Pages and files that the site leaves out, since they would show something private."""
    taken_down: tuple[str, ...] = ()
    """Files removed from the site although nothing was published: their consent has ended."""
    leaks: tuple[Leak, ...] = ()
    """Private words that the site would have shown. Nothing was published."""
    coverage: tuple[Coverage, ...] = ()
    """How many of the educators' texts are translated into each further language."""
    without_address: tuple[LearnerId, ...] = ()
    """Learners without a public name, who have no address since there is no build secret."""

    left_out: tuple[str, ...] = ()
    """Learners and files of evidence left out so that the rest could be built."""
    sealed: int = 0
    """Number of learners whose pages families can open."""
    reasons: tuple[str, ...] = ()
    """For each unit of work, whether it was rebuilt, and why."""
    rebuilt_learners: int = 0
    """Number of learners whose pages were rebuilt."""
    written: int = 0
    """Number of files written."""
    removed: int = 0
    """Number of files removed."""
    unknown: tuple[str, ...] = ()
    """Files in the site that no build had written, and that this one removed."""
    is_family_removed: bool = False
    """Whether this build removed the pages for families."""
    guessed_day: date | None = None
    """The machine's day, where the school does not say its time zone."""
    not_imported: str = ""
    """Why no cache was imported from another machine; empty if one was, or none was wanted."""

    @property
    def unchanged_learners(self) -> int:
        """Number of learners whose pages are unchanged."""
        return self.learners - self.rebuilt_learners

    @property
    def is_clean(self) -> bool:
        """Whether there are no errors, and nothing private would have been published."""
        return not (has_errors(self.diagnostics) or self.leaks or self.withheld)


class SchoolHasErrors(Refusal):
    """The school has errors that an author must fix before anything can be made of it."""

    exit_code = 1

    def __init__(self) -> None:
        super().__init__("fix the school's errors first: run  wayfolio check")


RosterOf = Callable[[Folder, Findings], Roster]
"""Reads the roster of a school's folder, or as much of it as is needed."""


def read_school(
    root: Path, today: date, roster_of: RosterOf = load_roster
) -> tuple[LoadedSchool | None, list[Diagnostic]]:
    """Read and check what all learners share. Return None without a readable school.yml."""
    folder = Folder(root)
    findings = Findings()
    catalogue = load_catalogue(folder, findings)
    refuse_links(folder, DOCS, findings)
    docs = load_docs(root)
    findings.take(docs.findings)
    if catalogue is not None:
        folder = overlay_sources(folder, catalogue.school.sources, findings)
    roster = roster_of(folder, findings)
    if catalogue is None:
        return None, findings.diagnostics
    if not catalogue.school.has_sure_day:
        files = {learner: keep_margin(file) for learner, file in roster.learners.items()}
        roster = replace(roster, learners=files)
    findings.diagnostics.extend(find_taken_addresses(docs.paths, catalogue, roster.learners))
    checked = check_shared(catalogue, records_of(roster.groups, roster.learners), findings)
    today = catalogue.school.as_of or today
    # Of a large school a branch asks for few: nobody else is called anything.
    named = {learner: file for learner, file in roster.learners.items() if file is not UNREAD}
    school = assemble_school(
        folder, today, catalogue, roster, checked, findings, people_of(catalogue, named, today)
    )
    return school, list(checked.diagnostics)


class SharedCheck(Struct, frozen=True, kw_only=True):
    """What the check of the catalogue and the roster returns."""

    known: Known
    diagnostics: tuple[Diagnostic, ...]


def records_of(
    files: tuple[GroupFile, ...], rows: Mapping[LearnerId, LearnerFile]
) -> SharedRecords:
    """Return what learners' rows and group files say together."""
    members = {learner: row.group for learner, row in rows.items()}
    return SharedRecords(files=files, members=members, learners=tuple(rows.values()))


def check_shared(catalogue: Catalogue, records: SharedRecords, findings: Findings) -> SharedCheck:
    """Check what all learners share. `findings`: of the files that were read."""
    known = collect_known_names(
        catalogue, resolve_policies(catalogue.policies), records.members, findings.defined
    )
    problems = check_catalogue(catalogue, known, findings.mentions, find_policy_problems(catalogue))
    translated = [language for language in catalogue.school.languages if has_catalogue(language)]
    return SharedCheck(
        known=known,
        diagnostics=(
            *findings.diagnostics,
            *problems,
            *check_group_tasks(catalogue, records),
            *find_repeated_external_ids(records.learners),
            *find_repeated_external_ids(catalogue.school.groups),
            *check_languages(catalogue, translated),
        ),
    )


def assemble_school(  # noqa: PLR0913 - the one place in which a school comes together
    folder: Folder,
    today: date,
    catalogue: Catalogue,
    roster: Roster,
    checked: SharedCheck,
    shared: Findings,
    people: People,
) -> LoadedSchool:
    """Return a school from its parts, with the rules by which it assesses."""
    return LoadedSchool(
        root=folder.root,
        folder=folder,
        today=today,
        catalogue=catalogue,
        book=Rulebook(catalogue=catalogue, policies=resolve_policies(catalogue.policies)),
        roster=roster,
        known=checked.known,
        diagnostics=checked.diagnostics,
        shared=shared,
        people=people,
    )


def check_school(root: Path, today: date) -> Report:
    """Read everything, and report every mistake in every file at once."""
    report, _, _ = read_all(root, today)
    return report


def read_all(root: Path, today: date) -> tuple[Report, LoadedSchool | None, list[ReadLearner]]:
    """Read everything once: return a report, the school, and its learners in their order."""
    return read_some(root, today, load_roster, None)


def read_some(
    root: Path, today: date, roster_of: RosterOf, learners: Collection[LearnerId] | None
) -> tuple[Report, LoadedSchool | None, list[ReadLearner]]:
    """Do the same with the roster that `roster_of` reads, for some learners or all (None)."""
    units: list[ReadLearner] = []
    school, diagnostics = read_school(root, today, roster_of)
    if school is None:
        return Report(diagnostics=tuple(sorted(set(diagnostics)))), None, units
    if learners is None:
        names = collect_private_names(
            school.roster, school.people, school.today, public_parts(school.catalogue)
        )
        diagnostics += names_written_by_hand(
            root, school.catalogue, school.roster.groups, school.people, names
        )
    else:
        diagnostics += find_names_in_tasks(school.roster.groups, school.people)
    for learner in school.roster.learners:
        if learners is not None and learner not in learners:
            continue
        unit = read_learner(school, learner)
        units.append(unit)
        diagnostics.extend(unit.diagnostics)
        diagnostics.extend(read_files(school, unit, draws=True))
    report = Report(
        diagnostics=tuple(sorted(set(diagnostics))),
        learners=len(units),
        guessed_day=find_guessed_day(school),
        coverage=coverage(school.catalogue),
    )
    return report, school, units


def find_guessed_day(school: LoadedSchool) -> date | None:
    """Return the machine's day where the school does not say which day it has."""
    return None if school.catalogue.school.has_sure_day else school.today


def people_of(catalogue: Catalogue, rows: Mapping[LearnerId, LearnerFile], today: date) -> People:
    """Return the people whose names must not be on public pages on a day."""
    people = collect_people(
        {learner: file.name for learner, file in rows.items()},
        public_names(Roster(learners=rows), today),
        public_words(catalogue),
        program_words(catalogue.school.languages),
        handles_of(rows, public_parts(catalogue)),
    )
    return people.reading(catalogue.school.names, catalogue.school.not_names)
