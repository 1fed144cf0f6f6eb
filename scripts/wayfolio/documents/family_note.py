"""Writes the monthly note about a family's children, to be printed: `wayfolio report FAMILY`."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from wayfolio.assess.attainment import attain_all
from wayfolio.documents.key_letter import require_place
from wayfolio.model.diagnostics import has_errors
from wayfolio.model.dossier import LearnerDossier, News
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Family
from wayfolio.plan.news import find_news
from wayfolio.plan.owner import opens_whole
from wayfolio.publish.atomic_files import write_private
from wayfolio.publish.engine import site_address
from wayfolio.render.frame.languages import site_in
from wayfolio.render.paper.family_note import family_note
from wayfolio.school.dossier import dossier_for_key
from wayfolio.school.learner import LoadedSchool, read_learner, whole_record
from wayfolio.school.lookup import UnknownId, require_known
from wayfolio.school.read import Report, read_school

A_MONTH = timedelta(days=30)


def write_family_note(
    root: Path,
    learners: Sequence[str],
    today: date,
    *,
    to: Path,
    since: date | None = None,
    language: str | None = None,
) -> Report:
    """Write a family's note as an HTML file that only this machine's user can read.

    `since`: the day before the first of the note, 30 days ago by default. `language`: of the
    school's, the first by default.
    Errors: UnknownId for an unknown learner or language, and for records that the family may not
    read; LetterRefused for a file in the school's folder.
    """
    require_place(root, to, (".html",))
    school, diagnostics = read_school(root, today)
    if school is None or has_errors(diagnostics):
        return Report(diagnostics=tuple(sorted(set(diagnostics))))
    chosen = language or school.catalogue.school.languages[0]
    require_known(chosen, "language", school.catalogue.school.languages)
    begin = since or school.today - A_MONTH
    children = []
    for learner in learners:
        require_known(learner, "learner", school.roster.learners)
        child = _child(school, LearnerId(learner), begin)
        if isinstance(child, Report):
            return child
        children.append(child)
    site = site_in(school.catalogue, Language(chosen), school.today, site_address(root))
    write_private(to, family_note(children, site).encode())
    return Report(learners=len(children))


def _child(
    school: LoadedSchool, learner: LearnerId, since: date
) -> tuple[LearnerDossier[Family], News] | Report:
    """Return a child's record as the family may read it today, and the news in it."""
    opens = opens_whole(school.roster.learners[learner], school.today)
    if "family" not in opens:
        raise UnknownId(
            f"{learner} is of age: these records are the learner's own, not the family's"
        )
    unit = read_learner(school, learner)
    if has_errors(unit.diagnostics):
        return Report(diagnostics=tuple(sorted(unit.diagnostics)))
    record = whole_record(school, unit)
    dossier = dossier_for_key(record, is_whole=opens["family"])
    before = attain_all(record.book, record.case.portfolio, since)
    return dossier, find_news(dossier.shown, before, since)
