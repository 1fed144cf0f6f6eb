"""Writes what an import has drafted; what is wrong in it is left out and told."""

from pathlib import Path

from wayfolio.authoring.new import AuthoringSession, WrittenFiles
from wayfolio.write.drafts import Draft


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
    # From the last line up: what stands above a part that goes keeps its lines.
    errors = sorted(written.errors, key=lambda error: (error.at.path, error.at.line or 1))
    left = [
        draft.leave_out(error.at.path, error.at.line or 1, error.message, error.hint)
        for error in reversed(errors)
    ]
    return any(left)
