"""A learner's transcript as a PDF, and the code that tells whether a printed one is current."""

from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.model.diagnostics import has_errors
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Family
from wayfolio.publish.atomic_files import replace_file
from wayfolio.publish.engine import site_address
from wayfolio.publish.pdf import write_pdf
from wayfolio.render.frame.languages import site_in
from wayfolio.render.learner.overview import overview_rows
from wayfolio.render.learner.transcript import check_code, transcript_view
from wayfolio.render.paper.transcript import print_transcript
from wayfolio.school import dossier
from wayfolio.school.learner import read_learner, whole_record
from wayfolio.school.lookup import require_known
from wayfolio.school.read import Report, read_school


class Transcript(Struct, frozen=True, kw_only=True):
    """What was found, and the code of the transcript as it is today."""

    report: Report
    code: str = ""


def write_transcript(
    root: Path,
    learner: str,
    today: date,
    *,
    language: str | None = None,
    to: Path | None = None,
) -> Transcript:
    """Return a learner's transcript; write it as a PDF to `to`, where that is given.

    `language`: one of the school's, its first where nothing is said.
    Errors: Unknown for a learner or a language that is not there; NoPdf.
    """
    school, diagnostics = read_school(root, today)
    if school is None or has_errors(diagnostics):
        return Transcript(report=Report(diagnostics=tuple(sorted(set(diagnostics)))))
    require_known(learner, "learner", school.roster.learners)
    chosen = language or school.catalogue.school.languages[0]
    require_known(chosen, "language", school.catalogue.school.languages)
    unit = read_learner(school, LearnerId(learner))
    if has_errors(unit.diagnostics):
        return Transcript(report=Report(diagnostics=tuple(sorted(unit.diagnostics))))
    seen: LearnerDossier[Family] = dossier.dossier_for_family(whole_record(school, unit))
    if to is not None:
        site = site_in(school.catalogue, Language(chosen), school.today, site_address(root))
        document = print_transcript(transcript_view(seen, overview_rows(seen, site), site), site)
        replace_file(to, write_pdf(document))
    return Transcript(report=Report(learners=1), code=check_code(seen))
