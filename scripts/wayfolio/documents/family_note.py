"""`wayfolio report FAMILY`: once a month, what is new of a family's children, to be printed."""

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

    `since`: that day is left out; 30 days ago where nothing is said. `language`: one of the
    school's, its first where nothing is said.
    Errors: Unknown for a learner or language that is not there, or whose records are not the
    family's to read; LetterRefused for a file in the school's folder.
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
        found = _child(school, LearnerId(learner), begin)
        if isinstance(found, Report):
            return found
        children.append(found)
    site = site_in(school.catalogue, Language(chosen), school.today, site_address(root))
    write_private(to, family_note(children, site).encode())
    return Report(learners=len(children))


def _child(
    school: LoadedSchool, learner: LearnerId, since: date
) -> tuple[LearnerDossier[Family], News] | Report:
    """Return what a family may read of a child today, and what of it is new."""
    opens = opens_whole(school.roster.learners[learner], school.today)
    if "family" not in opens:
        raise UnknownId(
            f"{learner} is of age: these records are the learner's own, not the family's"
        )
    unit = read_learner(school, learner)
    if has_errors(unit.diagnostics):
        return Report(diagnostics=tuple(sorted(unit.diagnostics)))
    one = whole_record(school, unit)
    seen = dossier_for_key(one, is_whole=opens["family"])
    before = attain_all(one.book, one.case.portfolio, since)
    return seen, find_news(seen.shown, before, since)
