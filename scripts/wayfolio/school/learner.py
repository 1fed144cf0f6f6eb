"""One learner, read, checked and assessed; and what an audience may see of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.assess.attainment import attain_all
from wayfolio.assess.awards import find_awards
from wayfolio.assess.record import Record
from wayfolio.assess.rulebook import Rulebook
from wayfolio.check.catalogue_parts import (
    collect_shared_names,
    find_lost,
    leave_out_references,
)
from wayfolio.check.co_authors import check_co_authors
from wayfolio.check.keeping import keep_valid, lacks_ratings
from wayfolio.check.names import Known
from wayfolio.check.people import check_people, find_names_in_words
from wayfolio.check.portfolio import check_portfolio
from wayfolio.check.tasks import check_handed_in
from wayfolio.load.attachments import examine_attachments
from wayfolio.load.files import Findings, Folder
from wayfolio.load.groups import GROUPS, extract_own_tasks
from wayfolio.load.portfolio import load_portfolio
from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Location, Mention, Severity, has_errors
from wayfolio.model.hidden_ids import NOTHING_HIDDEN, HiddenIds
from wayfolio.model.names import LearnerId, TaskRef
from wayfolio.model.pages import Public
from wayfolio.model.people import People
from wayfolio.model.portfolio import Portfolio, task_names
from wayfolio.model.roster import Roster
from wayfolio.model.rules import Rule
from wayfolio.model.visibility import VisibleLearner
from wayfolio.plan.redaction import redact_task
from wayfolio.plan.visible import VisibilityContext, filter_for_public
from wayfolio.plan.work_queue import groups_of

if TYPE_CHECKING:
    # Only families' pages need this module, which is as slow to load as all others together.
    from wayfolio.school import dossier


HARMLESS_TO_SITE = frozenset([Rule.TELLS_PLACE, Rule.NOT_ITS_SOURCE])
"""Rules whose breach changes nothing that the site shows."""


class PublicView(Struct, frozen=True, kw_only=True):
    """One learner, and what of them is public."""

    portfolio: Portfolio
    shown: VisibleLearner[Public] | None


class LoadedSchool(Struct, frozen=True, kw_only=True, dict=True):
    """What all learners share. It is loaded once."""

    root: Path
    folder: Folder
    """The school's folder, with its sources laid over it."""
    today: date
    catalogue: Catalogue
    book: Rulebook
    roster: Roster
    known: Known
    diagnostics: tuple[Diagnostic, ...]
    """Diagnostics of the catalogue and the roster."""
    shared: Findings
    """Mentions in group files."""
    people: People
    """Whose names may not stand on a public page."""
    secret: bytes | None = None
    """The build secret. Without it, only learners with public names have pages."""
    hidden_ids: HiddenIds = NOTHING_HIDDEN
    """Ids that no address of the site may have."""
    written: Catalogue | None = None
    """The whole catalogue, by which records are checked, where something was left out of it."""

    @cached_property
    def names_left(self) -> Known:
        """The names of what can be learned, where something was left out of the catalogue."""
        return collect_shared_names(self.catalogue, self.book.policies)

    @cached_property
    def lost(self) -> frozenset[str]:
        """The files of frameworks, pathways and badges that were left out of the catalogue."""
        return find_lost(self.written, self.catalogue) if self.written else frozenset()

    @cached_property
    def in_groups(self) -> Mapping[str, list[Mention]]:
        """Mentions of evidence in group files, by the learner who owns the evidence."""
        mentions: dict[str, list[Mention]] = {}
        for mention in self.shared.mentions:
            learner, slash, _ = mention.name.partition("/")
            if mention.kind == "EvidenceRef" and slash:
                mentions.setdefault(learner, []).append(mention)
        return mentions


class ReadLearner(Struct, kw_only=True):
    """One learner, read, checked and assessed."""

    portfolio: Portfolio
    attainments: tuple[Attainment, ...] = ()
    diagnostics: list[Diagnostic] = field(default_factory=list)
    refs: str = ""
    """Others' evidence and the tasks that are mentioned, and whether each is there."""
    absent: frozenset[Location] = frozenset()
    """The places where evidence is mentioned that is not there."""
    has_figures: bool = True
    """Whether all ratings could be read. Otherwise the family's pages, which show levels, wait."""


def read_learner(school: LoadedSchool, learner: LearnerId) -> ReadLearner:
    """Load and check a learner. Attainments are calculated only if there are no errors."""
    findings = Findings()
    portfolio = load_with_tasks(school, learner, findings)
    mentions = [*findings.mentions, *school.in_groups.get(learner, ())]
    written = frozenset(name for kind, name in findings.defined if kind == "EvidenceRef")
    catalogue = school.written or school.catalogue
    faults = check_portfolio(catalogue, school.known, portfolio, mentions, written, school.today)
    names = check_people(portfolio, school.people)
    unit = ReadLearner(
        portfolio=portfolio,
        diagnostics=[
            *findings.diagnostics,
            *faults,
            *names,
            *check_co_authors(portfolio, school.roster),
            *check_handed_in(portfolio, school.roster.groups),
        ],
        refs=_refs(learner, mentions, written, task_names(school.roster.groups)),
        absent=frozenset(_find_absent(learner, mentions, written)),
    )
    if school.written is not None:
        unit.portfolio = leave_out_references(portfolio, school.names_left)
    own = soften_missing_work(school, unit)
    if not has_errors(own) and not has_errors(soften_for_site(school.diagnostics)):
        unit.attainments = attain_all(school.book, unit.portfolio, school.today)
    return unit


def load_with_tasks(school: LoadedSchool, learner: LearnerId, findings: Findings) -> Portfolio:
    """Load what a learner has done, with the tasks that educators gave."""
    portfolio = load_portfolio(school.folder, learner, school.roster, findings)
    groups = groups_of(school.catalogue, portfolio.file.group)
    tasks = extract_own_tasks(school.roster.groups, learner, groups)
    return replace(portfolio, tasks=tasks) if tasks else portfolio


def _refs(
    learner: LearnerId,
    mentions: Iterable[Mention],
    there: frozenset[str],
    tasks: Collection[TaskRef],
) -> str:
    """Return others' evidence and the tasks that are mentioned, each with 1 if it is there."""
    names = {m.name for m in mentions if m.kind == "EvidenceRef" and "/" in m.name}
    others = sorted(name for name in names if not name.startswith(f"{learner}/"))
    answered = sorted({m.name for m in mentions if m.kind == "TaskRef"})
    return " ".join(
        [
            *(f"{name}:{int(name in there)}" for name in others),
            *(f"{GROUPS}/{name}:{int(name in tasks)}" for name in answered),
        ]
    )


def _find_absent(
    learner: LearnerId, mentions: Iterable[Mention], written: frozenset[str]
) -> Iterator[Location]:
    """Yield where a learner's own evidence is mentioned that is not there."""
    for mention in mentions:
        stem = mention.name.removeprefix(f"{learner}/")
        if mention.kind == "EvidenceRef" and "/" not in stem and stem not in written:
            yield mention.at


def read_files(school: LoadedSchool, unit: ReadLearner, *, draws: bool = False) -> list[Diagnostic]:
    """Check the attachments of a learner's evidence, and return diagnostics.

    `draws`: whether pictures are decoded. A build does that anyway when it makes the pages.
    """
    findings = Findings()
    folder = school.folder / "portfolios" / unit.portfolio.learner / "evidence"
    for evidence in unit.portfolio.evidence:
        if not evidence.files:
            continue
        for path, words in examine_attachments(folder, evidence, findings, draws=draws).items():
            if evidence.visibility == "public":
                people = school.people.reading(evidence.names, evidence.not_names)
                findings.diagnostics.extend(find_names_in_words(path, words, people))
    return findings.diagnostics


def leave_out(school: LoadedSchool, unit: ReadLearner, wrong: frozenset[str]) -> ReadLearner:
    """Return a learner without what has errors, assessed again. `wrong`: paths of files."""
    valid = keep_valid(unit.portfolio, wrong)
    return replace(
        unit,
        portfolio=valid,
        attainments=attain_all(school.book, valid, school.today),
        has_figures=unit.has_figures and not lacks_ratings(unit.portfolio, wrong),
    )


def soften_for_site(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield diagnostics, as warnings where the site is right in spite of them.

    The site's copy of a picture has no location, and nothing is read of what a source may not
    bring. `check` reports an error before a merge; after it, a site that is not rebuilt would help
    nobody, and other people's consents may have ended.
    """
    for diagnostic in diagnostics:
        yield _as_warning(diagnostic) if diagnostic.rule in HARMLESS_TO_SITE else diagnostic


def soften_missing_work(school: LoadedSchool, unit: "ReadLearner") -> list[Diagnostic]:
    """Return a unit's diagnostics, with work that is not in the learner's source as warnings.

    Else a learner could stop the site by deleting what an educator's file names.
    """
    own = f"portfolios/{unit.portfolio.learner}/evidence"
    if not school.folder.is_of_a_source(own):
        return unit.diagnostics
    return [
        _as_warning(diagnostic)
        if diagnostic.rule is Rule.UNKNOWN_NAME and diagnostic.at in unit.absent
        else diagnostic
        for diagnostic in unit.diagnostics
    ]


def _as_warning(diagnostic: Diagnostic) -> Diagnostic:
    return Diagnostic(
        at=diagnostic.at,
        rule=diagnostic.rule,
        severity=Severity.WARNING,
        message=diagnostic.message,
        hint=diagnostic.hint,
    )


def visibility_context(school: LoadedSchool, unit: ReadLearner) -> VisibilityContext:
    """Return what decides which parts of a learner an audience may see."""
    record = Record(book=school.book, portfolio=unit.portfolio, until=school.today)
    return VisibilityContext(
        catalogue=school.catalogue,
        roster=school.roster,
        portfolio=unit.portfolio,
        attainments=unit.attainments,
        awards=find_awards(record),
        today=school.today,
        people=school.people,
        secret=school.secret,
    )


def view_as_public(school: LoadedSchool, unit: ReadLearner) -> PublicView:
    """Return what everybody may see of a learner."""
    return PublicView(
        portfolio=unit.portfolio, shown=filter_for_public(visibility_context(school, unit))
    )


def whole_record(school: LoadedSchool, unit: ReadLearner) -> "dossier.DossierContext":
    """Return a learner as the family and the staff may know them."""
    from wayfolio.school import dossier

    portfolio = unit.portfolio
    tasks = [redact_task(task, portfolio.learner, school.people) for task in portfolio.tasks]
    case = VisibilityContext(
        catalogue=school.catalogue,
        roster=school.roster,
        portfolio=replace(portfolio, tasks=tuple(tasks)),
        attainments=unit.attainments,
        awards=(),
        today=school.today,
        secret=school.secret,
    )
    return dossier.assess_dossier(school.book, case)
