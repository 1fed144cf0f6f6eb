"""`--keep-going`: what of a learner can be shown in spite of errors."""

from collections.abc import Iterable

from msgspec.structs import replace

from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.model.portfolio import Evidence, Plan, Portfolio


def owner_of(diagnostic: Diagnostic) -> str | None:
    """Return the learner in whose portfolio a mistake is, or None if it may concern others.

    The learner's own file concerns everybody, because other learners' pages depend on who may be
    named. So does work that several learners share.
    """
    parts = diagnostic.at.path.split("/")
    is_own = len(parts) > 2 and parts[0] == "portfolios" and not parts[1].startswith("_")
    return parts[1] if is_own and parts[2] != "learner.yml" else None


def errors_by_learner(diagnostics: Iterable[Diagnostic]) -> dict[str, frozenset[str]] | None:
    """Return the files with errors by learner, or None if an error may concern others."""
    files: dict[str, set[str]] = {}
    for diagnostic in diagnostics:
        if diagnostic.severity is not Severity.ERROR:
            continue
        learner = owner_of(diagnostic)
        if learner is None:
            return None
        files.setdefault(learner, set()).add(diagnostic.at.path)
    return {learner: frozenset(paths) for learner, paths in files.items()}


def keep_valid(portfolio: Portfolio, wrong: frozenset[str]) -> Portfolio | None:
    """Return a portfolio without the pieces of work, and without the plan, that have errors.

    None if anything else has an error: without a rating, a level would not be what it is.
    """
    folder = f"portfolios/{portfolio.learner}/evidence/"
    plan = f"portfolios/{portfolio.learner}/plan.yml"
    if not all(path == plan or path.startswith(folder) for path in wrong):
        return None
    if plan in wrong:
        portfolio = replace(portfolio, plan=Plan())
    valid = (piece for piece in portfolio.evidence if _paths(piece, folder).isdisjoint(wrong))
    return replace(portfolio, evidence=tuple(valid))


def _paths(piece: Evidence, folder: str) -> set[str]:
    """Return the paths of a piece of work and of the files beside it."""
    names = [picture.path for picture in piece.pictures]
    for attached in piece.files:
        names += filter(None, (attached.path, attached.transcript, attached.captions))
    return {piece.at.path, *(folder + name for name in names)}
