"""Reports for meetings, as text: a group's changes since a day, and groups by what is next."""

import re
from datetime import date
from pathlib import Path

from wayfolio.assess.attainment import attain_all
from wayfolio.editions.staff import StaffSchool, read_everybody, suggest_in_group, within
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import News
from wayfolio.model.names import CompetencyCode, GroupId
from wayfolio.model.staff import StaffRow
from wayfolio.model.text import Text
from wayfolio.plan.dossier import view_as_staff
from wayfolio.plan.grouping import Sizes
from wayfolio.plan.news import find_news
from wayfolio.render.language.reader import make_reader
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.groups import group_lines
from wayfolio.render.staff.report import SinceView, report_lines
from wayfolio.school import dossier
from wayfolio.school.lookup import UnknownId, require_known
from wayfolio.school.read import Report, SchoolHasErrors

SIZES = re.compile(r"([1-9][0-9]?)-([1-9][0-9]?)")


def report_changes(root: Path, today: date, group: str, since: date) -> list[str]:
    """Return the changes of a group since a day, that day left out, as lines of text.

    Errors: UnknownId for a group that nobody knows; SchoolHasErrors.
    """
    known, rows = _read_group(root, today, group)
    site = _site(known)
    contexts = {context.case.portfolio.learner: context for context in known.learners}
    views = [
        SinceView(
            row=row,
            news=_news(contexts[row.learner], since),
            titles=_evidence_titles(contexts[row.learner]),
        )
        for row in rows
    ]
    groups = {str(group.id): group.title for group in known.school.catalogue.school.groups}
    return list(report_lines(groups[group], views, since, site))


def _news(context: dossier.DossierContext, since: date) -> News:
    before = attain_all(context.book, context.case.portfolio, since)
    return find_news(view_as_staff(context.case), before, since)


def _evidence_titles(context: dossier.DossierContext) -> dict[str, str]:
    return {str(evidence.stem): evidence.title for evidence in context.case.portfolio.evidence}


def report_groups(
    root: Path, today: date, group: str, sizes: str, framework: str | None
) -> list[str]:
    """Return groups of some sizes (`3-4`) by a shared next concept, as lines of text.

    Errors: UnknownId for an unknown group or framework, or impossible sizes; SchoolHasErrors.
    """
    match = SIZES.fullmatch(sizes)
    if match is None or int(match[1]) > int(match[2]):
        raise UnknownId(f"{sizes} are no sizes: write the smallest and the largest, such as 3-4")
    known, rows = _read_group(root, today, group)
    catalogue = known.school.catalogue
    only = None if framework is None else _codes_of_framework(catalogue, framework)
    least, most = int(match[1]), int(match[2])
    suggestion = suggest_in_group(rows, Sizes(least=least, most=most), Text(group), only)
    return list(group_lines(suggestion, {row.learner: row for row in rows}, _site(known)))


def _codes_of_framework(catalogue: Catalogue, name: str) -> frozenset[CompetencyCode]:
    require_known(name, "framework", [framework.framework for framework in catalogue.frameworks])
    return frozenset(
        code
        for code, placed in catalogue.competencies.items()
        if placed.framework.framework == name
    )


def _read_group(root: Path, today: date, group: str) -> tuple[StaffSchool, list[StaffRow]]:
    known = read_everybody(root, today)
    if isinstance(known, Report):
        raise SchoolHasErrors
    require_known(group, "group", [group.id for group in known.school.catalogue.school.groups])
    return known, within(known.rows, GroupId(group))


def _site(known: StaffSchool) -> Site:
    language = make_reader(known.school.catalogue.school.languages[0])
    return Site(catalogue=known.school.catalogue, reader=language, as_of=known.school.today)
