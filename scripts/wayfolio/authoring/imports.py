"""Writes what an import has drafted; what is wrong in it is left out and told."""

from pathlib import Path

from wayfolio.authoring.new import AuthoringSession, WrittenFiles
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.write.drafts import Draft, DraftPart


def write_import(session: AuthoringSession, draft: Draft) -> WrittenFiles:
    """Write a draft, and check it.

    A row from which an error comes is left out. If there are errors that come from no row, all is
    taken back, and they are returned.
    """
    while draft.files:
        learners = {Path(p).parts[1] for p in draft.files if p.startswith("portfolios/")}
        written = session.check_written(draft.write(), sorted(learners))
        if not written.errors or not _leave_out_wrong(draft, written):
            return written
    return WrittenFiles()


def _leave_out_wrong(draft: Draft, written: WrittenFiles) -> bool:
    """Leave out the rows from which errors come. Return whether there are any."""
    wrong: dict[tuple[str, int], tuple[DraftPart, Diagnostic]] = {}
    for error in written.errors:
        part = draft.find_part(error.at.path, error.at.line or 1)
        if part is not None:
            wrong.setdefault((error.at.path, part.first), (part, error))
    # From the last one up: what stands above a part that goes keeps its lines.
    for (path, _), (part, error) in sorted(wrong.items(), key=lambda pair: pair[0], reverse=True):
        draft.leave_out(path, part, error.message, error.hint)
    return bool(wrong)
