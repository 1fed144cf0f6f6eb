"""`--keep-going` in editions that show whole records: learners without what has errors."""

from collections.abc import Iterable

from wayfolio.build.strays import Strays
from wayfolio.build.unsure_learners import find_unsure, list_left_out
from wayfolio.check.keeping import wrong_paths
from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.school.learner import (
    LoadedSchool,
    ReadLearner,
    leave_out,
    read_files,
    read_learner,
    soften_for_site,
    soften_missing_work,
)
from wayfolio.school.read import Report
from wayfolio.school.valid_school import leave_out_shared


def read_valid_learners(
    school: LoadedSchool, diagnostics: Iterable[Diagnostic], strays: Strays
) -> tuple[LoadedSchool, list[ReadLearner], Report]:
    """Return a school, its learners without what has errors, and what was left out.

    Whoever's ratings may be incomplete has none, as a figure without them would be wrong. A learner
    whose own file has an error is left out. `diagnostics`: of what all learners share.
    """
    said = list(diagnostics)
    errors = [each for each in said if each.severity is Severity.ERROR]
    unsure = find_unsure(school.folder, school.roster.learners, errors, strays)
    # What is wrong there concerns nobody but them.
    school = leave_out_shared(school, errors)
    left_out, units = set(list_left_out(school, errors)), []
    for learner in school.roster.learners:
        unit = read_learner(school, learner)
        own = [*soften_missing_work(school, unit), *read_files(school, unit, draws=True)]
        wrong = wrong_paths(soften_for_site(own)) or frozenset()
        wrong = wrong.union(unsure.get(learner, ()))
        valid = leave_out(school, unit, wrong) if wrong else unit
        if f"portfolios/{learner}/learner.yml" not in wrong:
            units.append(valid)
        said.extend(own)
        left_out.update(wrong)
    report = Report(
        diagnostics=tuple(sorted(set(said))),
        learners=len(units),
        left_out=tuple(sorted(left_out)),
    )
    return school, units, report
