"""A learner's transcript as a PDF, and the code that shows whether a printed one is current."""

from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.names import Language
from wayfolio.model.pages import Family
from wayfolio.publish.atomic_files import replace_file
from wayfolio.publish.engine import site_address
from wayfolio.publish.pdf import write_pdf
from wayfolio.render.frame.languages import site_in
from wayfolio.render.learner.overview import overview_rows
from wayfolio.render.learner.transcript import check_code, transcript_view
from wayfolio.render.paper.transcript import print_transcript
from wayfolio.school import dossier
from wayfolio.school.learner import whole_record
from wayfolio.school.lookup import require_known
from wayfolio.school.read import Report
from wayfolio.school.valid_learner import read_valid_learner


class Transcript(Struct, frozen=True, kw_only=True):
    """The diagnostics, and the code of today's transcript."""

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
    """Return a learner's transcript; write it as a PDF if `to` is given.

    `language`: of the school's, the first by default.
    Errors: UnknownId for an unknown learner or language; NoPdf.
    """
    known = read_valid_learner(root, learner, today)
    if isinstance(known, Report):
        return Transcript(report=known)
    school = known.school
    chosen = language or school.catalogue.school.languages[0]
    require_known(chosen, "language", school.catalogue.school.languages)
    seen: LearnerDossier[Family] = dossier.dossier_for_family(whole_record(school, known.unit))
    if to is not None:
        site = site_in(school.catalogue, Language(chosen), school.today, site_address(root))
        document = print_transcript(transcript_view(seen, overview_rows(seen, site), site), site)
        replace_file(to, write_pdf(document))
    return Transcript(report=Report(learners=1), code=check_code(seen))
