"""All staff pages and files about many learners."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from wayfolio.model.names import Slug
from wayfolio.model.pages import Page, Staff
from wayfolio.model.staff import Covered, Due, StaffRow, WindowSeen
from wayfolio.model.supports import InquiryFindings
from wayfolio.render.frame.renderer import PageRenderer
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts.views import HubView, LinkView, PageView, Site
from wayfolio.render.staff.assessments import instruments_view
from wayfolio.render.staff.attention import attention_view
from wayfolio.render.staff.claims import claims_view
from wayfolio.render.staff.coverage import agreement_view, coverage_view
from wayfolio.render.staff.delivery import delivery_view
from wayfolio.render.staff.exports import ratings_csv, stages_csv
from wayfolio.render.staff.frames import HEAD
from wayfolio.render.staff.grid import concerned_learners, grid_csv, grid_view
from wayfolio.render.staff.groups import SuggestedGroups, groups_view, menu_view
from wayfolio.render.staff.inquiries import inquiries_view
from wayfolio.render.staff.plans import pace_view, plans_view
from wayfolio.render.staff.probes import probes_view
from wayfolio.render.staff.sheet import SheetView
from wayfolio.render.staff.studies import list_studies, study_view
from wayfolio.render.staff.support import support_view
from wayfolio.render.staff.table import table_csv
from wayfolio.render.staff.tasks import tasks_page
from wayfolio.render.staff.teaching import (
    concepts_view,
    lesson_view,
    lessons_view,
)
from wayfolio.render.staff.words import StaffView


class StaffOverview(Struct, frozen=True, kw_only=True):
    """All learners, and what was calculated about them together."""

    rows: Sequence[StaffRow]
    suggested: Sequence[SuggestedGroups]
    with_teacher: Sequence[SuggestedGroups]
    sizes: tuple[int, int]
    findings: Mapping[Slug, InquiryFindings]
    covered: Sequence[Covered]
    due: Sequence[Due]
    windows: Sequence[WindowSeen]


class StaffHomeView(HubView, frozen=True, kw_only=True):
    """All that staff_home.html may show."""

    as_of: str
    grids: tuple[tuple[LinkView, str], ...]
    pages: tuple[tuple[LinkView, str], ...]
    sheets: tuple[LinkView, ...]
    files: tuple[tuple[LinkView, str], ...]


def staff_pages(
    renderer: PageRenderer, site: Site, overview: StaffOverview, sheets: Mapping[str, SheetView]
) -> Iterator[Page[Staff]]:
    """Yield the pages, the sheets and the files. `sheets`: by the learner's id."""
    views = _views(overview, site)
    for name, view in views.items():
        yield _page(renderer, "staff.html", view, id=name)
        yield from _files(view)
    for framework in site.catalogue.frameworks:
        if concerned_learners(framework, overview.rows):
            grid = grid_view(framework, overview.rows, site)
            yield _page(renderer, "staff_grid.html", grid, id=f"grid-{framework.framework}")
            held = grid_csv(framework, overview.rows, site)
            yield Page[Staff](f"staff/csv/grid-{framework.framework}.csv", held)
    for lesson in site.catalogue.lessons:
        taught = lesson_view(lesson, overview.rows, site)
        yield _page(renderer, "staff_lesson.html", taught, part="lesson", id=lesson.id)
    for study in list_studies(overview.rows):
        seen = study_view(study, site)
        yield _page(renderer, "staff.html", seen, part="study", id=study.id)
        yield from _files(seen)
    for learner, sheet in sheets.items():
        yield _page(renderer, "staff_sheet.html", sheet, part="conference", id=learner)
    frameworks = {
        str(code): placed.framework.framework
        for code, placed in site.catalogue.competencies.items()
    }
    held = ratings_csv(overview.rows, {code: str(name) for code, name in frameworks.items()})
    yield Page[Staff]("staff/csv/every-rating.csv", held)
    yield Page[Staff]("staff/csv/every-stage.csv", stages_csv(overview.rows))
    yield renderer.hub("staff/", "staff_home.html", _home(overview, views, site), Staff)


def _files(view: StaffView) -> Iterator[Page[Staff]]:
    """Yield each table of a page as a file."""
    for part in view.parts:
        for table in part.tables:
            yield Page[Staff](f"staff/csv/{table.name}.csv", table_csv(table))


def _page(renderer: PageRenderer, template: str, view: PageView, **tokens: str) -> Page[Staff]:
    kind = "staffpart" if "part" in tokens else "staff"
    head = HEAD.format(base=view.base)
    return renderer.page(kind, view, Staff, template=template, head=head, **tokens)


def _views(overview: StaffOverview, site: Site) -> dict[str, StaffView]:
    rows = overview.rows
    return {
        "attention": attention_view(rows, site),
        "claims": claims_view(rows, site),
        "tasks": tasks_page(rows, site),
        "groups": groups_view(rows, overview.suggested, overview.sizes, site),
        "support": support_view(rows, site),
        "delivery": delivery_view(rows, site),
        "plans": plans_view(rows, site),
        "pace": pace_view(rows, site),
        "concepts": concepts_view(rows, site),
        "assessments": instruments_view(rows, overview.due, overview.windows, site),
        "items": probes_view(rows, site),
        "menu": menu_view(rows, overview.with_teacher, site),
        "lessons": lessons_view(site),
        "inquiries": inquiries_view(overview.findings, site),
        "coverage": coverage_view(overview.covered, site),
        "agreement": agreement_view(rows, site),
    }


def _home(overview: StaffOverview, views: Mapping[str, StaffView], site: Site) -> StaffHomeView:
    _: Translate = site.reader.gettext
    by_name = sorted(
        overview.rows, key=lambda row: (site.reader.sort_key(row.full_name), row.learner)
    )
    return StaffHomeView(
        base="../",
        as_of=site.reader.day(site.as_of),
        grids=tuple(_grids(overview.rows, site)),
        pages=tuple(
            (LinkView(view.title, f"staff/{name}/"), view.lead) for name, view in views.items()
        ),
        sheets=tuple(
            LinkView(row.full_name, f"staff/conference/{row.learner}/") for row in by_name
        ),
        files=(
            (
                LinkView(_("Every rating"), "staff/csv/every-rating.csv"),
                _("A row for each rating, with whether it counts."),
            ),
            (
                LinkView(_("Every stage"), "staff/csv/every-stage.csv"),
                _("A row for each learner, competency and stage, with its figures."),
            ),
        ),
    )


def _grids(rows: Iterable[StaffRow], site: Site) -> Iterator[tuple[LinkView, str]]:
    several = site.reader.ngettext
    known = list(rows)
    for framework in site.catalogue.frameworks:
        who = concerned_learners(framework, known)
        if who:
            title = site.reader.say(framework.title)
            said = several("{n} learner", "{n} learners", len(who)).format(n=len(who))
            yield LinkView(title, f"staff/grid-{framework.framework}/"), said
