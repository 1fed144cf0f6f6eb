"""Checks that those whom a piece of work lists as co-authors have agreed to be named."""

from collections.abc import Iterable, Iterator

from wayfolio.model.changes import FileChange
from wayfolio.model.diagnostics import Diagnostic, Location, warning
from wayfolio.model.portfolio import Evidence, Portfolio
from wayfolio.model.roster import Roster
from wayfolio.model.rules import Rule


def check_co_authors(portfolio: Portfolio, roster: Roster) -> Iterator[Diagnostic]:
    """Yield whose agreement is missing, and which agreement concerns no work.

    The site names nobody who has not agreed, so it is a warning.
    """
    named = roster.co_authors(portfolio.learner)
    for piece in portfolio.evidence:
        agreed = named.get(piece.stem, frozenset())
        for author in dict.fromkeys(piece.with_):
            is_somebody = author in roster.learners and author != portfolio.learner
            if is_somebody and author not in agreed:
                yield _not_agreed(piece, author, portfolio.learner)
    listed = {work.ref for work in roster.group_work if portfolio.learner in work.authors}
    for ref in portfolio.plan.with_:
        if ref not in listed:
            message = f"no work “{ref}” lists {portfolio.learner} in with:"
            hint = "correct the name, or remove it from with: here"
            yield warning(portfolio.plan.at, Rule.NOT_AGREED, message, hint)


def find_changed_together(changes: Iterable[FileChange], roster: Roster) -> Iterator[Diagnostic]:
    """Yield each change of work for which others have agreed to be named: they saw another text."""
    changed = {change.path for change in changes if change.before and change.after}
    for work in roster.group_work:
        path = f"portfolios/{work.owner}/evidence/{work.stem}.md"
        if work.named and path in changed:
            names = " and ".join(sorted(work.named))
            message = f"{names} agreed to be named for this work as it was"
            hint = f"let {names} read the change, or ask an educator to, before it is merged"
            yield warning(Location(path), Rule.NOT_AGREED, message, hint)


def _not_agreed(piece: Evidence, author: str, owner: str) -> Diagnostic:
    message = f"{author} has not agreed to be named here, so the site does not name {author}"
    message += " for this work"
    hint = (
        f"{author} agrees with this line in portfolios/{author}/plan.yml:"
        f"  with: [{owner}/{piece.stem}]  (or an educator lists both in a group file with only this"
        " work under evidence:)"
    )
    return warning(piece.at_key("with"), Rule.NOT_AGREED, message, hint)
