"""For a meeting: what has changed in a group since a day, and groups by what is next, as text."""

import re
from datetime import date
from pathlib import Path

from wayfolio.assess.attainment import attain_all
from wayfolio.editions.staff import StaffSchool, read_everybody, suggested_groups, within
from wayfolio.model.dossier import News
from wayfolio.model.names import GroupId, LearnerId
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
from wayfolio.school.read import Report

SIZES = re.compile(r"([1-9][0-9]?)-([1-9][0-9]?)")


class ToMend(Exception):
    """The school has mistakes that an author must mend first."""


def report_changes(root: Path, today: date, group: str, since: date) -> list[str]:
    """Return the changes of a group since a day, that day left out, as lines of text.

    Errors: Unknown for a group that nobody knows; ToMend.
    """
    known, rows = _group(root, today, group)
    site = _site(known)
    learners = {one.case.portfolio.learner: one for one in known.learners}
    found = [
        SinceView(row=row, news=_news(learners[row.learner], since), titles=_titles(learners, row))
        for row in rows
    ]
    title = next(one.title for one in known.school.catalogue.school.groups if one.id == group)
    return list(report_lines(title, found, since, site))


def _news(one: dossier.DossierContext, since: date) -> News:
    before = attain_all(one.book, one.case.portfolio, since)
    return find_news(view_as_staff(one.case), before, since)


def _titles(learners: dict[LearnerId, dossier.DossierContext], row: StaffRow) -> dict[str, str]:
    return {str(item.stem): item.title for item in learners[row.learner].case.portfolio.evidence}


def report_groups(
    root: Path, today: date, group: str, sizes: str, framework: str | None
) -> list[str]:
    """Return groups of the asked sizes (`3-4`) by a shared next concept, as lines of text.

    Errors: Unknown for a group or framework that nobody knows, or sizes that make no sense; ToMend.
    """
    asked = SIZES.fullmatch(sizes)
    if asked is None or int(asked[1]) > int(asked[2]):
        raise UnknownId(f"{sizes} are no sizes: write the smallest and the largest, such as 3-4")
    known, rows = _group(root, today, group)
    catalogue = known.school.catalogue
    only = None
    if framework is not None:
        require_known(framework, "framework", [one.framework for one in catalogue.frameworks])
        only = frozenset(
            code
            for code, placed in catalogue.competencies.items()
            if placed.framework.framework == framework
        )
    made = suggested_groups(rows, Sizes(least=int(asked[1]), most=int(asked[2])), Text(group), only)
    return list(group_lines(made, {row.learner: row for row in rows}, _site(known)))


def _group(root: Path, today: date, group: str) -> tuple[StaffSchool, list[StaffRow]]:
    known = read_everybody(root, today)
    if isinstance(known, Report):
        raise ToMend
    require_known(group, "group", [one.id for one in known.school.catalogue.school.groups])
    return known, within(known.rows, GroupId(group))


def _site(known: StaffSchool) -> Site:
    language = make_reader(known.school.catalogue.school.languages[0])
    return Site(catalogue=known.school.catalogue, reader=language, as_of=known.school.today)
