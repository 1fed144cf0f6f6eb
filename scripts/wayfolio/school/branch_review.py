"""`wayfolio check --since`: what a branch changes, who may, what appears, and what is to be mended.

Reads what the branch touches and what depends on that. Where what everybody shares changes (the
catalogue, somebody's name or consent), it reads everything.
"""

import tempfile
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.attainment import attain_all
from wayfolio.assess.awards import find_awards
from wayfolio.assess.diff import diff_figures
from wayfolio.assess.record import Record
from wayfolio.check.changes import (
    SUPPORT,
    all_staff,
    find_newly_public,
    find_refused_changes,
    find_removed,
    place_on_the_way,
    too_large_on_the_way,
    unusual_modes,
)
from wayfolio.load.affected_files import (
    AffectedPart,
    find_named_learners,
    find_writers,
    group_files_of,
    learners_of,
    read_groups_before,
    read_school_day,
)
from wayfolio.load.attachments import LARGEST_DOCUMENT
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import UNREAD, load_roster, roster_row
from wayfolio.media.picture_metadata import has_location
from wayfolio.model.changes import BranchSummary, FileChange, Writers
from wayfolio.model.diagnostics import Diagnostic, has_errors
from wayfolio.model.names import EvidenceRef, Language, LearnerId
from wayfolio.model.people import name_parts
from wayfolio.model.roster import Roster
from wayfolio.model.rules import Rule
from wayfolio.plan.consent import public_names
from wayfolio.plan.visibility_diff import diff_visibility
from wayfolio.plan.visible import VisibilityContext
from wayfolio.render.language.reader import make_reader
from wayfolio.render.text.branch_summary import tell_diagnostics, tell_pages, tell_refusals
from wayfolio.repository import branch as git
from wayfolio.school.learner import LoadedSchool, ReadLearner, read_learner
from wayfolio.school.read import Report, read_school, read_some

MOST_COMPARED = 200
"""Learners whose figures are compared where something changes that all of them share."""


class BranchReview(Struct, frozen=True, kw_only=True):
    """What a branch changes, and what is to be said about it."""

    report: Report
    actors: tuple[str, ...] = ()
    """Who acts; nobody has said so where there is none, and then nobody's leave was looked at."""
    refused: int = 0
    """How many changes are not theirs to make."""
    told: tuple[BranchSummary, ...] = ()
    is_whole: bool = False
    """Whether everything was read."""
    is_readable: bool = True
    """Whether figures could be told: no mistakes in the way."""
    is_compared: bool = True
    """Whether everybody's were compared whom it concerns."""
    school: LoadedSchool | None = None


def review_branch(
    root: Path, today: date, ref: str, actors: Sequence[str], asked: git.RunningStatus = None
) -> BranchReview:
    """Check what has changed since `ref`. `asked`: what `start_status` has returned already.

    Errors: NoSuchPoint.
    """
    branch = git.read_branch(root, ref, asked or git.start_status(root))
    with tempfile.TemporaryDirectory(prefix="wayfolio-since-") as folder:
        then = Path(folder)
        return _Comparison(branch, then / "start", then / "tip", today).result(actors)


def summarize_branch(found: BranchReview, language: str | None = None) -> list[str]:
    """Return what is to be said first, in a language or the school's first."""
    spoken = Language(language) if language else Language("en")
    if language is None and found.school is not None:
        spoken = found.school.catalogue.school.languages[0]
    words = make_reader(spoken)
    _ = words.words.gettext
    appears = list(tell_pages(found.told, words))
    lines = [tell_refusals(found.actors, found.refused, words), *appears]
    if not found.is_readable:
        lines.append(_("Fix the errors below to see which figures change."))
    elif not found.is_compared:
        lines.append(_("This may change everyone’s figures, which are too many to list here."))
    elif not appears:
        lines.append(_("Nothing that readers see is added, removed or changed."))
    return [*lines, tell_diagnostics(found.report.diagnostics, words)]


class _Comparison:
    """The school as it stands, and copies of as much of it as is needed of how it was."""

    def __init__(self, branch: git.Branch, start: Path, tip: Path, today: date) -> None:
        self.branch = branch
        self.start = start
        self.tip = tip
        self.today = today
        self.changed = {change.path for change in branch.changes}
        self.direct = learners_of(branch.changes)

    def result(self, actors: Sequence[str]) -> BranchReview:
        """Put together what is found."""
        whole = self.shares_change()
        learners = self.direct | self.in_group_files() | self.that_name_what_is_gone()
        report, school, units = self.read(learners, whole=whole)
        compared = self.compared(school, learners) if school and whole else frozenset(learners)
        told = tuple(self.compare(school, units, compared)) if school else ()
        leave = self.leave(actors)
        found = [
            *find_removed(
                self.concerning(report.diagnostics, learners, whole=whole), self.evidence_gone()
            ),
            *leave,
            *unusual_modes(self.branch.changes),
            *self.becoming_public(told, actors),
        ]
        found += self.on_the_way(found)
        is_readable = school is not None and not has_errors(report.diagnostics)
        return BranchReview(
            report=replace(report, diagnostics=tuple(sorted(set(found)))),
            actors=tuple(actors),
            refused=len(leave),
            told=tuple(one for one in told if one.says_something),
            is_whole=whole,
            is_readable=is_readable,
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
            learners=frozenset(learners), group_files=names, spoken=self.spoken(learners)
        )
        return read_some(self.branch.root, self.today, part.roster, part.learners)

    def spoken(self, learners: Collection[LearnerId]) -> frozenset[str]:
        """Return the words by which some learners may be called publicly."""
        folder = Folder(self.branch.root)
        today = read_school_day(folder) or self.today
        rows = {learner: roster_row(folder, learner, Findings()) for learner in learners}
        names = public_names(Roster(learners=rows), today).values()
        return frozenset(word for name in names for word in name_parts(name or ""))

    # ---- what is concerned -----------------------------------------------------------------------

    def shares_change(self) -> bool:
        """Whether the catalogue changes, or whoever may be named where."""
        if any(path.startswith("competencies/") for path in self.changed):
            return True
        files = [c for c in self.branch.changes if c.path.endswith("/learner.yml")]
        if any(None in (change.before, change.after) for change in files):
            return True
        git.copy_commit(self.branch, self.branch.start, [c.path for c in files], self.start)
        return any(self.says_other_things(learner) for learner in sorted(learners_of(files)))

    def says_other_things(self, learner: LearnerId) -> bool:
        old = roster_row(Folder(self.start), learner, Findings())
        new = roster_row(Folder(self.branch.root), learner, Findings())
        if UNREAD in (old, new):
            return True
        return (old.name, old.consent, old.adult_from) != (new.name, new.consent, new.adult_from)

    def in_group_files(self) -> set[LearnerId]:
        names = group_files_of(self.branch.changes)
        paths = [f"portfolios/_groups/{name}" for name in sorted(names)]
        git.copy_commit(self.branch, self.branch.start, paths, self.start)
        now = read_groups_before(self.branch.root, names)
        return find_named_learners([*now, *read_groups_before(self.start, names)])

    def evidence_gone(self) -> dict[str, str]:
        """Return the evidence that the branch takes away: its name -> with its learner."""
        paths = [Path(change.path) for change in self.branch.changes if change.after is None]
        return {
            path.stem: f"{path.parts[1]}/{path.stem}"
            for path in paths
            if path.suffix == ".md" and "evidence" in path.parts[:-1]
        }

    def that_name_what_is_gone(self) -> set[LearnerId]:
        """Return the learners whose files mention evidence that is not there any more."""
        gone = self.evidence_gone().values()
        found = [
            FileChange(path=p, before=None, after=None)
            for p in git.find_mentioning(self.branch, gone)
        ]
        in_groups = read_groups_before(self.branch.root, group_files_of(found))
        return learners_of(found) | find_named_learners(list(in_groups))

    def concerning(
        self, found: Collection[Diagnostic], learners: Collection[LearnerId], *, whole: bool
    ) -> Iterator[Diagnostic]:
        """Give what is wrong in what changes, or in what depends on it."""
        ours = tuple(f"portfolios/{learner}/" for learner in learners)
        for one in found:
            path = one.at.path
            if whole or path in self.changed or path.startswith((*ours, "portfolios/_groups/")):
                yield one

    # ---- who may ---------------------------------------------------------------------------------

    def writers(self) -> Writers:
        """Return who may write what by the newest commit that the branch is to go into."""
        files = [f"portfolios/{learner}/learner.yml" for learner in sorted(self.direct)]
        supports = [path for path in sorted(self.changed) if SUPPORT.fullmatch(path)]
        paths = ["competencies/school.yml", *files, *supports]
        git.copy_commit(self.branch, self.branch.tip, paths, self.tip)
        return find_writers(self.tip, self.branch.root, self.changed)

    def leave(self, actors: Sequence[str]) -> list[Diagnostic]:
        if not actors:
            return []
        return sorted(set(find_refused_changes(self.branch.changes, actors, self.writers())))

    def becoming_public(
        self, told: Collection[BranchSummary], actors: Sequence[str]
    ) -> Iterator[Diagnostic]:
        found = [appearance for one in told for appearance in one.appearances]
        by_staff = all_staff(actors, self.writers()) if actors else None
        return find_newly_public(found, by_staff=by_staff)

    def on_the_way(self, found: Collection[Diagnostic]) -> Iterator[Diagnostic]:
        """Give what git would keep of the branch's commits for good, and must not."""
        told = [one.hint for one in found if one.rule is Rule.TELLS_PLACE]
        for path, size, content in git.read_committed_files(self.branch, LARGEST_DOCUMENT):
            if size > LARGEST_DOCUMENT and path.startswith("portfolios/"):
                yield too_large_on_the_way(path, size)
            elif has_location(content) and not any(hint.endswith(path) for hint in told):
                yield place_on_the_way(path)

    # ---- what appears, what moves ----------------------------------------------------------------

    def compared(
        self, school: LoadedSchool, learners: Collection[LearnerId]
    ) -> frozenset[LearnerId]:
        """Return whose pages are compared: everybody's, where that does not take too long."""
        everybody = frozenset(school.roster.learners) | self.direct
        return everybody if len(everybody) <= MOST_COMPARED else frozenset(learners)

    def is_too_large(
        self, school: LoadedSchool | None, compared: Collection[LearnerId], *, whole: bool
    ) -> bool:
        return whole and school is not None and bool(school.roster.learners.keys() - compared)

    def compare(
        self, school: LoadedSchool, units: list[ReadLearner], learners: Collection[LearnerId]
    ) -> Iterator[BranchSummary]:
        before = self.school_then(school, learners)
        now = {unit.portfolio.learner: unit for unit in units}
        for learner in sorted(learners):
            then = _unit(before, learner) if before else None
            old = _case(before, then) if before and then else None
            new = _case(school, now[learner]) if learner in now else None
            if old is not None or new is not None:
                readable = learner not in now or not has_errors(now[learner].diagnostics)
                readable = readable and not has_errors(school.diagnostics)
                yield self.told(learner, old, new, readable=readable)

    def school_then(
        self, school: LoadedSchool, learners: Collection[LearnerId]
    ) -> LoadedSchool | None:
        """Return the school as it was when the branch began: these learners, and with whom."""
        companions = {
            author
            for work in school.roster.group_work
            if work.owner in learners
            for author in work.authors
        }
        paths = [f"portfolios/{learner}" for learner in sorted(learners)]
        paths += [f"portfolios/{learner}/learner.yml" for learner in sorted(companions)]
        git.copy_commit(self.branch, self.branch.start, ["portfolios/_groups", *paths], self.start)
        then = map(LearnerId, git.learners_before(self.branch, self.branch.start))
        here = {LearnerId(f.name) for f in (self.start / "portfolios").glob("*") if f.is_dir()}
        part = AffectedPart(learners=frozenset(learners) & here, also=frozenset(then))
        if any(path.startswith("competencies/") for path in self.changed):
            git.copy_commit(self.branch, self.branch.start, ["competencies"], self.start)
            return read_school(self.start, self.today, part.roster)[0]
        roster = part.roster(Folder(self.start), Findings())
        folder = Folder(self.start, "", school.folder.layers)
        return replace(school, root=self.start, folder=folder, roster=roster)

    def told(
        self,
        learner: LearnerId,
        old: VisibilityContext | None,
        new: VisibilityContext | None,
        *,
        readable: bool,
    ) -> BranchSummary:
        case = new or old
        told = BranchSummary(
            learner=learner,
            name=(case.portfolio.file.name.first if case else "") or learner,
            appearances=tuple(diff_visibility(old, new, self.touched(learner, new))),
        )
        if not readable:
            # Figures come from what is right. They are told once it is.
            return told
        held = {award.badge for award in old.awards} if old else set()
        holds = {award.badge for award in new.awards} if new else set()
        then, now = (one.attainments if one else () for one in (old, new))
        return replace(
            told,
            moves=tuple(diff_figures(learner, then, now)),
            earned=tuple(sorted(holds - held)),
            lost=tuple(sorted(held - holds)),
        )

    def touched(self, learner: LearnerId, case: VisibilityContext | None) -> set[EvidenceRef]:
        """Return the evidence whose file, or a file of which, has changed."""
        folder = f"portfolios/{learner}/evidence/"
        return {
            item.stem
            for item in (case.portfolio.evidence if case else ())
            if {f"{folder}{name}" for name in (f"{item.stem}.md", *(f.path for f in item.files))}
            & self.changed
        }


def _unit(school: LoadedSchool, learner: LearnerId) -> ReadLearner | None:
    if learner not in school.roster.learners:
        return None
    unit = read_learner(school, learner)
    # What was wrong then has been told then, and names of other learners' files are not known in
    # a copy of a part of the school.
    if not unit.attainments and not has_errors(school.diagnostics):
        unit.attainments = attain_all(school.book, unit.portfolio, school.today)
    return unit


def _case(school: LoadedSchool, unit: ReadLearner) -> VisibilityContext:
    record = Record(book=school.book, portfolio=unit.portfolio, until=school.today)
    return VisibilityContext(
        catalogue=school.catalogue,
        roster=school.roster,
        portfolio=unit.portfolio,
        attainments=unit.attainments,
        awards=find_awards(record) if unit.attainments else (),
        today=school.today,
        people=school.people,
    )
