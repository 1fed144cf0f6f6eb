"""The staff edition: every learner's full record, and pages about many learners."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.inquiries import summarize_inquiry as findings_of
from wayfolio.build.strays import find_strays
from wayfolio.check.addresses import address_of
from wayfolio.editions.own_folder import refuse_tracked
from wayfolio.editions.staff_rows import find_cycle_start, staff_row
from wayfolio.editions.valid_learners import read_valid_learners
from wayfolio.load.docs_folder import load_docs
from wayfolio.load.files import Findings
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import has_errors
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.engine import EngineOutput, FrameSources
from wayfolio.model.names import CompetencyCode, GroupId
from wayfolio.model.own_files import DOCS
from wayfolio.model.pages import Page, Staff
from wayfolio.model.staff import StaffRow
from wayfolio.model.text import Text
from wayfolio.model.visibility import Summary
from wayfolio.plan.coverage import find_due, measure_coverage, measure_windows
from wayfolio.plan.grouping import Sizes, form_groups
from wayfolio.plan.maps import make_maps
from wayfolio.plan.menu import teacher_concepts
from wayfolio.publish.staff_site import write_staff_site
from wayfolio.render.frame import source_pages, stamping
from wayfolio.render.frame.languages import reader_of, site_in
from wayfolio.render.frame.renderer import PageRenderer, templates_for
from wayfolio.render.frame.stamping import Frames
from wayfolio.render.learner.dossier_pages import dossier_pages
from wayfolio.render.listing.pages import hub_pages
from wayfolio.render.staff import frames
from wayfolio.render.staff.groups import SuggestedGroups
from wayfolio.render.staff.pages import StaffOverview, staff_pages
from wayfolio.render.staff.sheet import SheetView, sheet_view
from wayfolio.school import dossier
from wayfolio.school.attachments import clean_attachments
from wayfolio.school.history import add_commits
from wayfolio.school.learner import (
    LoadedSchool,
    ReadLearner,
    read_learner,
    soften_missing_work,
    whole_record,
)
from wayfolio.school.read import Report, read_school
from wayfolio.school.site_engine import EngineRefused, EngineRun, EngineTask, run_engine

USUAL = Sizes(least=2, most=5)
MOST_PRESSING = 8
"""Only these first of a learner's next concepts count for groups."""


class StaffSchool(Struct, frozen=True, kw_only=True):
    """A school's learners, read, checked and assessed, for its staff."""

    school: LoadedSchool
    rows: tuple[StaffRow, ...]
    learners: tuple[dossier.DossierContext, ...]
    dossiers: tuple[LearnerDossier[Staff], ...]
    """Each learner as the staff may see them, in the order of `rows`."""
    report: Report


def read_everybody(root: Path, today: date, *, keep_going: bool = False) -> StaffSchool | Report:
    """Read a school and all its learners. Return only a report if there are errors.

    `keep_going`: leave out what has errors.
    """
    school, diagnostics = read_school(root, today)
    if school is None:
        return Report(diagnostics=tuple(sorted(set(diagnostics))))
    strays = find_strays(school.folder, school.roster.learners)
    if keep_going and not strays.stop_everybody(diagnostics):
        return _assess(*read_valid_learners(school, diagnostics, strays))
    units = [read_learner(school, learner) for learner in school.roster.learners]
    for unit in units:
        diagnostics.extend(soften_missing_work(school, unit))
    report = Report(diagnostics=tuple(sorted(set(diagnostics))), learners=len(units))
    return report if has_errors(diagnostics) else _assess(school, units, report)


def _assess(school: LoadedSchool, units: Iterable[ReadLearner], report: Report) -> StaffSchool:
    contexts = tuple(whole_record(school, unit) for unit in units)
    dossiers = tuple(dossier.dossier_for_staff(context) for context in contexts)
    cycle_start = find_cycle_start(school.catalogue, school.today)
    return StaffSchool(
        school=school,
        rows=tuple(
            staff_row(context, seen, cycle_start)
            for context, seen in zip(contexts, dossiers, strict=True)
        ),
        learners=contexts,
        dossiers=dossiers,
        report=report,
    )


def run_staff_engine(school: LoadedSchool) -> EngineOutput:
    """Run the site engine on a school, with frames for the staff's pages as well.

    Errors: EngineRefused.
    """
    return _run_engine(school, keep_going=False).output


def _run_engine(school: LoadedSchool, *, keep_going: bool) -> EngineRun[Frames]:
    """Run it, and cut the frames.

    What the school itself has at the addresses of the staff's pages is not in this edition.
    """
    language = school.catalogue.school.languages[0]
    translate = reader_of(school.catalogue, language).gettext
    words = source_pages.words(translate)
    own = {**source_pages.frame_source_pages(words), **frames.staff_source_pages(translate)}
    task = EngineTask(
        root=school.root,
        name=school.catalogue.school.name,
        sources=FrameSources(pages=own, words=words, menu=source_pages.MENU, more_menu=frames.MENU),
        cut=_cut_frames,
        keep_going=keep_going,
        without=tuple(find_pages_in_the_way(school)),
    )
    return run_engine(task)


def _cut_frames(output: EngineOutput) -> Frames:
    return stamping.cut_frame(output.pages, kinds=frames.ALL_KINDS)


def find_pages_in_the_way(school: LoadedSchool) -> Iterator[str]:
    """Yield the school's own files that would have addresses of the staff's pages."""
    languages = school.catalogue.school.languages[1:]
    for path in load_docs(school.root).paths:
        if f"/{address_of(path, languages)}".startswith(f"/{frames.FOLDER}"):
            yield f"{DOCS}/{path}"


def build_staff_edition(
    root: Path,
    today: date,
    *,
    folder: Path | None = None,
    engine: EngineOutput | None = None,
    searchable: bool = True,
    keep_going: bool = False,
) -> Report:
    """Build the staff edition into `folder` (by default the school's `site-staff/`).

    If there are errors, nothing is published and the old edition stays; with `keep_going`, what has
    them is left out.
    Errors: SiteRefused if `folder` is not ours to replace, lies where others read, or git takes it.
    """
    target = folder or root / "site-staff"
    refuse_tracked(target)
    known = read_everybody(root, today, keep_going=keep_going)
    if isinstance(known, Report):
        return known
    files = Findings()
    try:
        run = (
            _run_engine(known.school, keep_going=keep_going)
            if engine is None
            else EngineRun(output=engine, cut=_cut_frames(engine), diagnostics=(), left_out=())
        )
    except EngineRefused as refused:
        return Report(diagnostics=refused.diagnostics)
    pages = list(_make_pages(known, run, files))
    diagnostics = {*known.report.diagnostics, *files.diagnostics}
    if files.diagnostics:
        return Report(diagnostics=tuple(sorted(diagnostics)))
    count = write_staff_site(pages, target, root=root, searchable=searchable)
    return replace(
        known.report,
        diagnostics=tuple(sorted(diagnostics.union(run.diagnostics if keep_going else ()))),
        left_out=(*known.report.left_out, *run.left_out),
        pages=count,
    )


def _make_pages(
    known: StaffSchool, engine: EngineRun[Frames], files: Findings
) -> Iterator[Page[Staff]]:
    school = known.school
    site = site_in(school.catalogue, school.catalogue.school.languages[0], school.today)
    frame = engine.cut
    renderer = PageRenderer(frame, templates_for(site.reader), index=False, reader=site.reader)
    summaries: list[Summary[Staff]] = []
    sheets: dict[str, SheetView] = {}
    histories = add_commits(school.root, [seen.history for seen in known.dossiers])
    for whole, row, history in zip(known.dossiers, known.rows, histories, strict=True):
        seen = replace(whole, history=history)
        where, copies = clean_attachments(school.folder, seen.shown, files, Staff)
        own, summary = dossier_pages(renderer, site, seen, where, Staff)
        sheets[row.learner] = sheet_view(seen, row, site)
        summaries.append(summary)
        yield from own
        yield from copies
    yield from hub_pages(renderer, site, summaries, Staff, make_maps(school.catalogue))
    yield from staff_pages(renderer, site, gather_staff_school(known, USUAL), sheets)
    # If somebody puts the folder onto a server by mistake, search engines must not list it.
    yield Page[Staff]("robots.txt", b"User-agent: *\nDisallow: /\n")
    for path, content in {**engine.output.files, **frame.ready}.items():
        yield Page[Staff](path, content)


def gather_staff_school(known: StaffSchool, sizes: Sizes) -> StaffOverview:
    """Return what is calculated from all learners together."""
    catalogue = known.school.catalogue
    return StaffOverview(
        rows=known.rows,
        suggested=tuple(suggest_groups(catalogue, known.rows, sizes)),
        with_teacher=tuple(
            suggest_groups(catalogue, known.rows, sizes, only=teacher_concepts(catalogue))
        ),
        sizes=(sizes.least, sizes.most),
        findings={
            inquiry.inquiry: findings_of(
                inquiry,
                list(chain.from_iterable(r.inquired.get(inquiry.inquiry, ()) for r in known.rows)),
                frozenset(r.learner for r in known.rows if set(inquiry.groups) & set(r.groups)),
            )
            for inquiry in catalogue.inquiries
        },
        covered=tuple(measure_coverage(catalogue, known.rows)),
        due=tuple(find_due(catalogue, known.rows, known.school.today)),
        windows=tuple(measure_windows(catalogue, known.rows, known.school.today)),
    )


def suggest_groups(
    catalogue: Catalogue,
    rows: Sequence[StaffRow],
    sizes: Sizes,
    only: frozenset[CompetencyCode] | None = None,
) -> Iterator[SuggestedGroups]:
    """Yield groups within each outermost group of the school. `only`: of these concepts."""
    titles = {group.id: group.title for group in catalogue.school.groups}
    members: dict[GroupId, list[StaffRow]] = {}
    for row in rows:
        members.setdefault(row.groups[-1], []).append(row)
    known = [group for group in titles if group in members]
    unknown = [group for group in members if group not in titles]
    for group in known + unknown:
        title = titles.get(group, Text(group))
        suggestion = suggest_in_group(members[group], sizes, title, only)
        if suggestion.groups or suggestion.alone:
            yield suggestion


def suggest_in_group(
    rows: Iterable[StaffRow],
    sizes: Sizes,
    title: Text,
    only: frozenset[CompetencyCode] | None = None,
) -> SuggestedGroups:
    """Return groups among some learners.

    They begin as the groups of the day on which the cycle began, and change no more than the
    learners' progress since then requires.
    """
    rows = list(rows)
    now = {row.learner: _next_concepts(row, only) for row in rows}
    if only is not None:
        now = {learner: codes for learner, codes in now.items() if codes}
    at_start = {
        row.learner: _most_pressing(row.wanted_then, only)
        for row in rows
        if row.wanted_then and row.learner in now
    }
    groups = form_groups(now, sizes, form_groups(at_start, sizes).groups)
    return SuggestedGroups(
        title=title,
        groups=tuple((group.concept, group.learners) for group in groups.groups),
        alone=groups.alone,
    )


def _next_concepts(
    row: StaffRow, only: frozenset[CompetencyCode] | None
) -> tuple[CompetencyCode, ...]:
    return _most_pressing((step.attained.competency for step in row.wants), only)


def _most_pressing(
    codes: Iterable[CompetencyCode], only: frozenset[CompetencyCode] | None
) -> tuple[CompetencyCode, ...]:
    return tuple(code for code in codes if only is None or code in only)[:MOST_PRESSING]


def within(rows: Iterable[StaffRow], group: GroupId) -> list[StaffRow]:
    """Return the learners of a group, or of one that is in it."""
    return [row for row in rows if group in row.groups]
