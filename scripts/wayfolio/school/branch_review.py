"""`wayfolio check --since`: what a branch changes, who may change it, what appears, and errors.

Reads what the branch touches and what depends on that. If a branch changes what all learners share
(the catalogue, or somebody's name or consent), everything is read.
"""

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.attainment import attain_all
from wayfolio.assess.awards import find_awards
from wayfolio.assess.claims import find_claims
from wayfolio.assess.diff import diff_figures
from wayfolio.assess.record import Record
from wayfolio.check.changes import (
    find_changed_after,
    find_newly_public,
    find_removed,
    place_on_the_way,
    too_large_on_the_way,
    unusual_modes,
)
from wayfolio.check.co_authors import find_changed_together
from wayfolio.load.affected_files import (
    AffectedPart,
    find_named_learners,
    group_files_of,
    learners_of,
    read_groups_before,
    read_school_day,
)
from wayfolio.load.agreements import find_agreed_files
from wayfolio.load.attachments import LARGEST_DOCUMENT
from wayfolio.load.engine_settings import examine_pages, examine_settings
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import is_unread, load_roster, roster_row
from wayfolio.media.location import has_location
from wayfolio.model.attainment import Attainment
from wayfolio.model.changes import BranchSummary, FileChange
from wayfolio.model.diagnostics import Diagnostic, has_errors
from wayfolio.model.names import BadgeId, EvidenceRef, Language, LearnerId, WorkRef
from wayfolio.model.normal_form import fold_words
from wayfolio.model.own_files import DOCS, SETTINGS
from wayfolio.model.roster import Roster
from wayfolio.model.rules import Rule
from wayfolio.plan.consent import public_names
from wayfolio.plan.visibility_diff import diff_visibility
from wayfolio.plan.visible import VisibilityContext
from wayfolio.render.language.reader import make_reader
from wayfolio.render.text.branch_summary import (
    describe_diagnostics,
    describe_pages,
    describe_refusals,
)
from wayfolio.repository import branch as git
from wayfolio.school.branch_claims import find_changed_confirmed, find_new_claims
from wayfolio.school.branch_permissions import check_permissions
from wayfolio.school.learner import LoadedSchool, ReadLearner, read_learner
from wayfolio.school.read import Report, read_school, read_some

MOST_COMPARED = 200
"""How many learners are compared at most if a branch changes what all of them share."""


class BranchReview(Struct, frozen=True, kw_only=True):
    """What a branch changes, and the report on it."""

    report: Report
    actors: tuple[str, ...] = ()
    """Who acts. If empty, nobody's permission was checked."""
    refused: int = 0
    """How many changes the actors may not make."""
    summaries: tuple[BranchSummary, ...] = ()
    is_whole: bool = False
    """Whether everything was read."""
    is_readable: bool = True
    """Whether figures could be compared: there are no errors."""
    is_compared: bool = True
    """Whether all learners were compared whom the branch concerns."""
    school: LoadedSchool | None = None


def review_branch(
    root: Path,
    today: date,
    ref: str,
    actors: Sequence[str],
    pending_status: git.RunningStatus = None,
) -> BranchReview:
    """Check what has changed since `ref`. `pending_status`: what `git.start_status` has returned.

    Errors: NoSuchPoint.
    """
    branch = git.read_branch(root, ref, pending_status or git.start_status(root))
    with tempfile.TemporaryDirectory(prefix="wayfolio-since-") as folder:
        then = Path(folder)
        return _Comparison(branch, then / "start", then / "tip", today).review(actors)


def summarize_branch(review: BranchReview, language: str | None = None) -> list[str]:
    """Return the summary lines of a review, in a language or the school's first."""
    tag = Language(language) if language else Language("en")
    if language is None and review.school is not None:
        tag = review.school.catalogue.school.languages[0]
    reader = make_reader(tag)
    _ = reader.gettext
    appears = list(describe_pages(review.summaries, reader))
    lines = [describe_refusals(review.actors, review.refused, reader), *appears]
    if not review.is_readable:
        lines.append(_("Fix the errors below to see which figures change."))
    elif not review.is_compared:
        lines.append(_("This may change everyone’s figures, which are too many to list here."))
    elif not appears:
        lines.append(_("Nothing that readers see is added, removed or changed."))
    return [*lines, describe_diagnostics(review.report.diagnostics, reader)]


class _Comparison:
    """Compares the school as it is with copies of the needed parts as they were."""

    def __init__(self, branch: git.Branch, start: Path, tip: Path, today: date) -> None:
        self.branch = branch
        self.start = start
        self.tip = tip
        self.today = today
        self.changed = {change.path for change in branch.changes}
        self.touched_learners = learners_of(branch.changes)

    def review(self, actors: Sequence[str]) -> BranchReview:
        """Return the review of the branch."""
        whole = self.shares_change()
        learners = self.touched_learners | self.named_in_group_files() | self.naming_removed_files()
        report, school, units = self.read(learners, whole=whole)
        compared = self.choose_compared(school, learners) if school and whole else learners
        summaries = tuple(self.compare(school, units, compared)) if school else ()
        permissions = check_permissions(self.branch, actors, self.tip)
        diagnostics = [
            *find_removed(
                self.concerning(report.diagnostics, learners, whole=whole), self.removed_evidence()
            ),
            *permissions.refused,
            *unusual_modes(self.branch.changes),
            *self.find_in_own_pages(),
            *find_changed_together(self.branch.changes, school.roster if school else Roster()),
            *find_newly_public(
                chain.from_iterable(summary.appearances for summary in summaries),
                by_staff=permissions.by_staff,
            ),
            *find_changed_after(
                chain.from_iterable(summary.changed_after for summary in summaries),
                by_staff=permissions.by_staff,
            ),
        ]
        diagnostics += self.find_in_commits(diagnostics)
        return BranchReview(
            report=replace(report, diagnostics=tuple(sorted(set(diagnostics)))),
            actors=tuple(actors),
            refused=len(permissions.refused),
            summaries=tuple(summary for summary in summaries if summary.says_something),
            is_whole=whole,
            is_readable=school is not None and not has_errors(report.diagnostics),
            is_compared=not self.is_too_large(school, compared, whole=whole),
            school=school,
        )

    def read(
        self, learners: Collection[LearnerId], *, whole: bool
    ) -> tuple[Report, LoadedSchool | None, list[ReadLearner]]:
        if whole:
            return read_some(self.branch.root, self.today, load_roster, None)
        names = frozenset(group_files_of(self.branch.changes))
        part = AffectedPart(
            learners=frozenset(learners), group_files=names, spoken=self.public_words(learners)
        )
        return read_some(self.branch.root, self.today, part.roster, part.learners)

    def public_words(self, learners: Collection[LearnerId]) -> frozenset[str]:
        """Return the words of some learners' public names."""
        folder = Folder(self.branch.root)
        today = read_school_day(folder) or self.today
        rows = {learner: roster_row(folder, learner, Findings()) for learner in learners}
        names = public_names(Roster(learners=rows), today).values()
        return frozenset(word for name in names for word in fold_words(name or ""))

    def find_in_own_pages(self) -> Iterator[Diagnostic]:
        """Yield what keeps the site engine from reading mkdocs.yml and docs/, which is not run."""
        if not any(path == SETTINGS or path.startswith(f"{DOCS}/") for path in self.changed):
            return
        root = self.branch.root
        for diagnostic in (*examine_settings(root), *examine_pages(root)):
            if diagnostic.at.path in self.changed:
                yield diagnostic

    # ---- what is concerned -----------------------------------------------------------------------

    def shares_change(self) -> bool:
        """Return whether the branch changes the catalogue, or who may be named where."""
        if any(path.startswith("competencies/") for path in self.changed):
            return True
        files = [c for c in self.branch.changes if c.path.endswith("/learner.yml")]
        if any(None in (change.before, change.after) for change in files):
            return True
        git.copy_commit(self.branch, self.branch.start, [c.path for c in files], self.start)
        return any(self.changes_name_or_consent(learner) for learner in sorted(learners_of(files)))

    def changes_name_or_consent(self, learner: LearnerId) -> bool:
        old = roster_row(Folder(self.start), learner, Findings())
        new = roster_row(Folder(self.branch.root), learner, Findings())
        if is_unread(old) or is_unread(new):
            return True
        return (old.name, old.consent, old.adult_from) != (new.name, new.consent, new.adult_from)

    def named_in_group_files(self) -> set[LearnerId]:
        names = group_files_of(self.branch.changes)
        paths = [f"portfolios/_groups/{name}" for name in sorted(names)]
        git.copy_commit(self.branch, self.branch.start, paths, self.start)
        now = read_groups_before(self.branch.root, names)
        return find_named_learners([*now, *read_groups_before(self.start, names)])

    def removed_evidence(self) -> dict[str, str]:
        """Return the evidence that the branch removes: its name -> its name with the learner."""
        paths = [Path(change.path) for change in self.branch.changes if change.after is None]
        return {
            path.stem: f"{path.parts[1]}/{path.stem}"
            for path in paths
            if path.suffix == ".md" and "evidence" in path.parts[:-1]
        }

    def naming_removed_files(self) -> set[LearnerId]:
        """Return whose files mention evidence that the branch removes, or a task that changes."""
        tasks = (name.removesuffix(".yml") for name in group_files_of(self.branch.changes))
        removed = [*self.removed_evidence().values(), *tasks]
        files = [
            FileChange(path=path, before=None, after=None)
            for path in git.find_mentioning(self.branch, removed)
        ]
        in_groups = read_groups_before(self.branch.root, group_files_of(files))
        return learners_of(files) | find_named_learners(list(in_groups))

    def concerning(
        self, diagnostics: Collection[Diagnostic], learners: Collection[LearnerId], *, whole: bool
    ) -> Iterator[Diagnostic]:
        """Yield the diagnostics of what changes, or of what depends on it."""
        folders = tuple(f"portfolios/{learner}/" for learner in learners)
        for diagnostic in diagnostics:
            path = diagnostic.at.path
            if whole or path in self.changed or path.startswith((*folders, "portfolios/_groups/")):
                yield diagnostic

    # ---- what git keeps --------------------------------------------------------------------------

    def find_in_commits(self, reported: Collection[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield what git would keep of the branch's commits for good, and must not."""
        places = [diagnostic for diagnostic in reported if diagnostic.rule is Rule.TELLS_PLACE]
        for path, size, content in git.read_committed_files(self.branch, LARGEST_DOCUMENT):
            if size > LARGEST_DOCUMENT and path.startswith("portfolios/"):
                yield too_large_on_the_way(path, size)
            elif has_location(content) and not any(d.hint.endswith(path) for d in places):
                yield place_on_the_way(path)

    # ---- what appears, what moves ----------------------------------------------------------------

    def choose_compared(
        self, school: LoadedSchool, learners: Collection[LearnerId]
    ) -> frozenset[LearnerId]:
        """Return whose pages are compared: everybody's, unless that takes too long."""
        everybody = frozenset(school.roster.learners) | self.touched_learners
        return everybody if len(everybody) <= MOST_COMPARED else frozenset(learners)

    def is_too_large(
        self, school: LoadedSchool | None, compared: Collection[LearnerId], *, whole: bool
    ) -> bool:
        return whole and school is not None and bool(school.roster.learners.keys() - compared)

    def compare(
        self, school: LoadedSchool, units: list[ReadLearner], learners: Collection[LearnerId]
    ) -> Iterator[BranchSummary]:
        school_before = self.school_before(school, learners)
        units_now = {unit.portfolio.learner: unit for unit in units}
        for learner in sorted(learners):
            old = _context_before(school_before, learner) if school_before else None
            unit = units_now.get(learner)
            new = _visibility_context(school, unit) if unit else None
            if old is not None or new is not None:
                diagnostics = [*school.diagnostics, *(unit.diagnostics if unit else ())]
                yield self.summarize(learner, old, new, readable=not has_errors(diagnostics))

    def school_before(
        self, school: LoadedSchool, learners: Collection[LearnerId]
    ) -> LoadedSchool | None:
        """Return the school at the start of the branch: some learners, and their co-authors."""
        companions = {
            author
            for work in school.roster.group_work
            if work.owner in learners
            for author in work.authors
        }
        paths = [f"portfolios/{learner}" for learner in sorted(learners)]
        paths += [f"portfolios/{learner}/learner.yml" for learner in sorted(companions)]
        git.copy_commit(self.branch, self.branch.start, ["portfolios/_groups", *paths], self.start)
        agreed = find_agreed_files(Folder(self.start), learners)
        git.copy_commit(self.branch, self.branch.start, agreed, self.start)
        then = map(LearnerId, git.learners_before(self.branch, self.branch.start))
        here = {LearnerId(f.name) for f in (self.start / "portfolios").glob("*") if f.is_dir()}
        part = AffectedPart(learners=frozenset(learners) & here, also=frozenset(then))
        if any(path.startswith("competencies/") for path in self.changed):
            git.copy_commit(self.branch, self.branch.start, ["competencies"], self.start)
            return read_school(self.start, self.today, part.roster)[0]
        roster = part.roster(Folder(self.start), Findings())
        folder = Folder(self.start, "", school.folder.layers)
        return replace(school, root=self.start, folder=folder, roster=roster)

    def summarize(
        self,
        learner: LearnerId,
        old: VisibilityContext | None,
        new: VisibilityContext | None,
        *,
        readable: bool,
    ) -> BranchSummary:
        """Return what a branch changes for a learner's readers."""
        context = new or old
        named_before, named_now = _co_authored(old), _co_authored(new)
        summary = BranchSummary(
            learner=learner,
            name=(context.portfolio.file.name.first if context else "") or learner,
            appearances=tuple(diff_visibility(old, new, self.touched_evidence(learner, new))),
            joined=tuple(named_now[work] for work in named_now if work not in named_before),
            left=tuple(named_before[work] for work in named_before if work not in named_now),
        )
        if not readable:
            # Figures are compared only without errors.
            return summary
        badges_before, badges_now = _badges(old), _badges(new)
        return replace(
            summary,
            moves=tuple(diff_figures(learner, _attainments(old), _attainments(new))),
            claims=find_new_claims(old, new),
            settled=find_new_claims(new, old),
            changed_after=find_changed_confirmed(old, new),
            earned=tuple(sorted(badges_now - badges_before)),
            lost=tuple(sorted(badges_before - badges_now)),
        )

    def touched_evidence(
        self, learner: LearnerId, context: VisibilityContext | None
    ) -> set[EvidenceRef]:
        """Return the evidence of which the branch changes a file."""
        folder = f"portfolios/{learner}/evidence/"
        touched = set()
        for evidence in context.portfolio.evidence if context else ():
            names = [f"{evidence.stem}.md", *(attachment.path for attachment in evidence.files)]
            if any(f"{folder}{name}" in self.changed for name in names):
                touched.add(evidence.stem)
        return touched


def _co_authored(context: VisibilityContext | None) -> Mapping[WorkRef, str]:
    return context.roster.co_authored(context.portfolio.learner) if context else {}


def _badges(context: VisibilityContext | None) -> set[BadgeId]:
    return {award.badge for award in context.awards} if context else set()


def _attainments(context: VisibilityContext | None) -> tuple[Attainment, ...]:
    return context.attainments if context else ()


def _context_before(school: LoadedSchool, learner: LearnerId) -> VisibilityContext | None:
    if learner not in school.roster.learners:
        return None
    unit = read_learner(school, learner)
    # Errors of that time have been reported then, and names in other learners' files are unknown
    # in a copy of a part of the school.
    if not unit.attainments and not has_errors(school.diagnostics):
        unit.attainments = attain_all(school.book, unit.portfolio, school.today)
    return _visibility_context(school, unit)


def _visibility_context(school: LoadedSchool, unit: ReadLearner) -> VisibilityContext:
    record = Record(book=school.book, portfolio=unit.portfolio, until=school.today)
    return VisibilityContext(
        catalogue=school.catalogue,
        roster=school.roster,
        portfolio=unit.portfolio,
        attainments=unit.attainments,
        awards=find_awards(record) if unit.attainments else (),
        today=school.today,
        people=school.people,
        claims=find_claims(record) if unit.attainments else (),
    )
