"""`--keep-going`: what of a learner can be shown in spite of errors."""

from collections.abc import Container, Iterable

from msgspec.structs import replace

from wayfolio.check.catalogue_parts import CATALOGUE
from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import Evidence, Plan, Portfolio

GROUP_FILES = "portfolios/_groups/"
DISPENSABLE = ("docs/", "translations/", "mkdocs.yml", CATALOGUE)
"""What the site can do without, but for who may be seen."""
WHO_MAY_BE_SEEN = ("competencies/school.yml", "competencies/keys.sealed")


def is_of_a_stray(diagnostic: Diagnostic) -> bool:
    """Whether a diagnostic may be about something that is no learner's folder, and no group's."""
    path = diagnostic.at.path
    return path.startswith("portfolios/") and path.count("/") == 1


def stops_all(diagnostic: Diagnostic, passed_over: Container[str] = ()) -> bool:
    """Whether an error may concern what all learners share.

    `passed_over`: paths in `portfolios/` of what is no learner's folder, and hides no name.
    """
    path = diagnostic.at.path
    is_own = path.startswith(DISPENSABLE) and path not in WHO_MAY_BE_SEEN
    is_own = is_own or path in passed_over
    is_own = is_own or (path.startswith("portfolios/") and path.count("/") > 1)
    return diagnostic.severity is Severity.ERROR and not is_own


def learners_without_file(diagnostics: Iterable[Diagnostic]) -> frozenset[LearnerId]:
    """Return the learners whose own file has an error: what it says of consent does not count."""
    parts = (d.at.path.split("/") for d in diagnostics if d.severity is Severity.ERROR)
    return frozenset(
        LearnerId(path[1]) for path in parts if len(path) == 3 and path[2] == "learner.yml"
    )


def wrong_paths(diagnostics: Iterable[Diagnostic]) -> frozenset[str] | None:
    """Return the files with errors, or None if an error may concern what all learners share."""
    errors = [d for d in diagnostics if d.severity is Severity.ERROR]
    if any(stops_all(diagnostic) for diagnostic in errors):
        return None
    return frozenset(diagnostic.at.path for diagnostic in errors)


def keep_valid(portfolio: Portfolio, wrong: frozenset[str]) -> Portfolio:
    """Return a portfolio without what has errors.

    Where a rating may be missing there is no figure at all: without a low one, a level would be
    higher than what somebody saw.
    """
    folder = f"portfolios/{portfolio.learner}/"
    evidence = f"{folder}evidence/"
    valid = (piece for piece in portfolio.evidence if _paths(piece, evidence).isdisjoint(wrong))
    kept = replace(
        portfolio,
        evidence=tuple(valid),
        plan=Plan() if f"{folder}plan.yml" in wrong else portfolio.plan,
        supports=tuple(s for s in portfolio.supports if s.at.path not in wrong),
        tasks=tuple(t for t in portfolio.tasks if t.given.task.at.path not in wrong),
    )
    if f"{folder}learner.yml" in wrong:
        # What it says of consent counts only if the roster's row still has it.
        file = replace(portfolio.file, programmes=(), entered=None, courses=())
        kept = replace(kept, file=file)
    if lacks_ratings(portfolio, wrong):
        kept = replace(kept, demonstrations=(), placements={})
    return kept


def lacks_ratings(portfolio: Portfolio, wrong: Iterable[str]) -> bool:
    """Whether what is wrong may hold a rating, or say what a rating counts for."""
    folder = f"portfolios/{portfolio.learner}"
    without = (f"{folder}/evidence/", f"{folder}/supports/", f"{folder}/plan.yml")
    tasks = {own.given.task.at.path for own in portfolio.tasks}
    return any(not path.startswith(without) and path not in tasks for path in wrong)


def _paths(piece: Evidence, folder: str) -> set[str]:
    """Return the paths of a piece of work and of the files beside it."""
    names = [picture.path for picture in piece.pictures]
    for attached in piece.files:
        names += filter(None, (attached.path, attached.transcript, attached.captions))
    return {piece.at.path, *(folder + name for name in names)}
