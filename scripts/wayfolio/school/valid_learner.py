"""Reads a school and one of its learners, for what is asked about that learner alone."""

from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.model.diagnostics import has_errors
from wayfolio.model.names import LearnerId
from wayfolio.school.learner import LoadedSchool, ReadLearner, read_learner
from wayfolio.school.lookup import require_known
from wayfolio.school.read import Report, read_school


class ValidLearner(Struct, frozen=True, kw_only=True):
    """A learner without errors, in a school without errors."""

    school: LoadedSchool
    unit: ReadLearner
    report: Report
    """With warnings alone."""


def read_valid_learner(root: Path, learner: str, today: date) -> ValidLearner | Report:
    """Return a learner of a school, or the errors of either.

    Errors: UnknownId, with the nearest known name.
    """
    school, diagnostics = read_school(root, today)
    if school is None or has_errors(diagnostics):
        return Report(diagnostics=tuple(sorted(set(diagnostics))))
    require_known(learner, "learner", school.roster.learners)
    unit = read_learner(school, LearnerId(learner))
    report = Report(diagnostics=tuple(sorted(unit.diagnostics)))
    return ValidLearner(school=school, unit=unit, report=report) if report.is_clean else report
