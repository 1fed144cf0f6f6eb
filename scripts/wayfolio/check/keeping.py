"""`--keep-going`: what of a learner can be shown although somebody must mend something."""

from collections.abc import Iterable

from msgspec.structs import replace

from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.model.portfolio import Evidence, Portfolio


def owner_of(diagnostic: Diagnostic) -> str | None:
    """Return in whose portfolio a mistake is, or None where it may concern others as well.

    Nobody else's pages can be made while it is not known who may be named: so the learner's own
    file concerns everybody, as does what several did together.
    """
    parts = diagnostic.at.path.split("/")
    is_own = len(parts) > 2 and parts[0] == "portfolios" and not parts[1].startswith("_")
    return parts[1] if is_own and parts[2] != "learner.yml" else None


def errors_by_learner(diagnostics: Iterable[Diagnostic]) -> dict[str, frozenset[str]] | None:
    """Return the files with errors by learner, or None where one may concern others as well."""
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
    """Return a portfolio without the pieces of work that have errors.

    None where anything else has one: a level would not be what it is without a rating.
    """
    evidence = f"portfolios/{portfolio.learner}/evidence/"
    if not all(path.startswith(evidence) for path in wrong):
        return None
    left = tuple(item for item in portfolio.evidence if not _paths(item, evidence) & wrong)
    return replace(portfolio, evidence=left)


def _paths(item: Evidence, folder: str) -> set[str]:
    beside = [one.path for one in item.pictures]
    for one in item.files:
        beside += [name for name in (one.path, one.transcript, one.captions) if name]
    return {item.at.path, *(f"{folder}{name}" for name in beside)}
