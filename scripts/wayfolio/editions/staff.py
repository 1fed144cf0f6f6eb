"""The staff edition: every learner whole, and pages about many of them, in a folder of its own."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.assess.inquiries import summarize_inquiry as findings_of
from wayfolio.editions.staff_rows import find_cycle_start, staff_row
from wayfolio.load.files import Findings
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import has_errors
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.engine import EngineOutput, FrameSources
from wayfolio.model.names import CompetencyCode, GroupId, LearnerId
from wayfolio.model.pages import Page, Staff
from wayfolio.model.staff import StaffRow
from wayfolio.model.text import Text
from wayfolio.model.visibility import Summary
from wayfolio.plan.coverage import find_due, measure_coverage, measure_windows
from wayfolio.plan.grouping import Sizes, form_groups
from wayfolio.plan.maps import make_maps
from wayfolio.plan.menu import teacher_concepts
from wayfolio.publish import engine as site_engine
from wayfolio.publish.staff_site import write_staff_site
from wayfolio.render.frame import source_pages, stamping
from wayfolio.render.frame.languages import reader_of, site_in
from wayfolio.render.frame.renderer import PageRenderer, templates_for
from wayfolio.render.learner.dossier_pages import dossier_pages
from wayfolio.render.listing.pages import hub_pages
from wayfolio.render.staff import frames
from wayfolio.render.staff.groups import SuggestedGroups
from wayfolio.render.staff.pages import StaffOverview, staff_pages
from wayfolio.render.staff.sheet import SheetView, sheet_view
from wayfolio.school import dossier
from wayfolio.school.learner import LoadedSchool, published_attachments, read_learner, whole_record
from wayfolio.school.read import Report, read_school

USUAL = Sizes(least=2, most=5)
MOST_PRESSING = 8
"""Nobody is put into a group for what is further down among the things that they could do next."""


class StaffSchool(Struct, frozen=True, kw_only=True):
    """A school's learners, read, checked and assessed, for its staff."""

    school: LoadedSchool
    rows: tuple[StaffRow, ...]
    learners: tuple[dossier.DossierContext, ...]
    wholes: tuple[LearnerDossier[Staff], ...]
    """Each learner as the staff may see them, in the order of `rows`."""
    report: Report


def read_everybody(root: Path, today: date) -> StaffSchool | Report:
    """Read a school and all its learners. Where an author must mend something, only a report."""
    school, diagnostics = read_school(root, today)
    if school is None:
        return Report(diagnostics=tuple(sorted(set(diagnostics))))
    units = [read_learner(school, learner) for learner in school.roster.learners]
    found = [*diagnostics, *(one for unit in units for one in unit.diagnostics)]
    report = Report(diagnostics=tuple(sorted(set(found))), learners=len(units))
    if has_errors(found):
        return report
    learners = tuple(whole_record(school, unit) for unit in units)
    began = find_cycle_start(school.catalogue, school.today)
    wholes = tuple(dossier.dossier_for_staff(one) for one in learners)
    return StaffSchool(
        school=school,
        rows=tuple(staff_row(one, seen, began) for one, seen in zip(learners, wholes, strict=True)),
        learners=learners,
        wholes=wholes,
        report=report,
    )


def run_staff_engine(school: LoadedSchool) -> EngineOutput:
    """Run the site engine on a school, with frames for the staff's pages as well."""
    language = school.catalogue.school.languages[0]
    translate = reader_of(school.catalogue, language).words.gettext
    words = source_pages.words(translate)
    own = {**source_pages.frame_source_pages(words), **frames.staff_source_pages(translate)}
    return site_engine.run_mkdocs(
        school.root,
        FrameSources(pages=own, words=words, menu=source_pages.MENU, more_menu=frames.MENU),
    )


def build_staff_edition(
    root: Path,
    today: date,
    *,
    folder: Path | None = None,
    engine: EngineOutput | None = None,
    searchable: bool = True,
) -> Report:
    """Build the staff edition into `folder` (the school's `site-staff/` where nothing is said).

    Where an author must mend something, nothing is published and the old edition stays.
    Errors: SiteRefused where `folder` is not ours to replace or lies where others read.
    """
    known = read_everybody(root, today)
    if isinstance(known, Report):
        return known
    files = Findings()
    pages = list(_pages(known, engine or run_staff_engine(known.school), files))
    if files.diagnostics:
        found = (*known.report.diagnostics, *files.diagnostics)
        return Report(diagnostics=tuple(sorted(set(found))))
    count = write_staff_site(pages, folder or root / "site-staff", root=root, searchable=searchable)
    return Report(diagnostics=known.report.diagnostics, learners=known.report.learners, pages=count)


def _pages(known: StaffSchool, made: EngineOutput, files: Findings) -> Iterator[Page[Staff]]:
    school = known.school
    told = site_in(school.catalogue, school.catalogue.school.languages[0], school.today)
    ready = stamping.cut_frame(made.pages, kinds=frames.ALL_KINDS)
    press = PageRenderer(ready, templates_for(told.reader), index=False, reader=told.reader)
    summaries: list[Summary[Staff]] = []
    sheets: dict[str, SheetView] = {}
    for seen, row in zip(known.wholes, known.rows, strict=True):
        where, copies = published_attachments(school, seen.shown, files, Staff)
        own, summary = dossier_pages(press, told, seen, where, Staff)
        sheets[row.learner] = sheet_view(seen, row, told)
        summaries.append(summary)
        yield from own
        yield from copies
    yield from hub_pages(press, told, summaries, Staff, make_maps(school.catalogue))
    yield from staff_pages(press, told, gather_staff_school(known, USUAL), sheets)
    # Where the folder is put onto a server by mistake, no search engine shall list it.
    yield Page[Staff]("robots.txt", b"User-agent: *\nDisallow: /\n")
    for path, content in {**made.files, **ready.ready}.items():
        yield Page[Staff](path, content)


def gather_staff_school(known: StaffSchool, sizes: Sizes) -> StaffOverview:
    """Return what is worked out about all learners together."""
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
                [pair for row in known.rows for pair in row.inquired.get(inquiry.inquiry, ())],
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
    """Give groups for each part of the school that is in no other. `only`: of these concepts."""
    titles = {one.id: one.title for one in catalogue.school.groups}
    parts = dict.fromkeys(row.groups[-1] for row in rows)
    for part in [one for one in titles if one in parts] + [
        one for one in parts if one not in titles
    ]:
        mine = [row for row in rows if row.groups[-1] == part]
        made = suggested_groups(mine, sizes, titles.get(part, Text(part)), only)
        if made.groups or made.alone:
            yield made


def suggested_groups(
    rows: Iterable[StaffRow],
    sizes: Sizes,
    title: Text,
    only: frozenset[CompetencyCode] | None = None,
) -> SuggestedGroups:
    """Return groups among some learners.

    They are those of the day on which the cycle began, moved no more than what has changed since
    asks for.
    """
    known = list(rows)
    now = {row.learner: _codes((s.attained.competency for s in row.wants), only) for row in known}
    then = {row.learner: _codes(row.wanted_then, only) for row in known if row.wanted_then}
    concerned: dict[LearnerId, tuple[CompetencyCode, ...]] = {
        learner: codes for learner, codes in now.items() if codes or only is None
    }
    standing = form_groups({k: v for k, v in then.items() if k in concerned}, sizes).groups
    found = form_groups(concerned, sizes, standing)
    return SuggestedGroups(
        title=title,
        groups=tuple((one.concept, one.learners) for one in found.groups),
        alone=found.alone,
    )


def _codes(
    codes: Iterable[CompetencyCode], only: frozenset[CompetencyCode] | None
) -> tuple[CompetencyCode, ...]:
    return tuple(code for code in codes if only is None or code in only)[:MOST_PRESSING]


def within(rows: Iterable[StaffRow], group: GroupId) -> list[StaffRow]:
    """Return the learners of a group, or of one that is in it."""
    return [row for row in rows if group in row.groups]
