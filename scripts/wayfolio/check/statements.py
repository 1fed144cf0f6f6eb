"""Checks that what a branch says in somebody's name was written by them, or by whom they allow."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from wayfolio.model.changes import Statement, StatementsChange, Writers
from wayfolio.model.diagnostics import Diagnostic, Location, error
from wayfolio.model.names import PersonId
from wayfolio.model.rules import Rule

Problem = tuple[Location, str, str]
"""Where, what is wrong, and what to do."""


def find_foreign_statements(
    changes: Sequence[StatementsChange], actors: Iterable[str], writers: Writers
) -> Iterator[Diagnostic]:
    """Yield each statement that not every one of those who act may make, change or remove.

    Administrators keep the records, and may enter what anybody said.
    """
    removed = Counter(place for change in changes for place in _removed_from(change))
    for actor in actors:
        login = actor.lower() if actor.isascii() else ""
        if login in writers.administrators:
            continue
        for change in changes:
            for at, message, hint in _find_problems(change, login, writers, removed):
                yield error(at, Rule.NOT_YOURS, f"{message} ({login or '?'})", hint)


def _find_problems(
    change: StatementsChange, login: str, writers: Writers, removed: Collection[tuple[str, str]]
) -> Iterator[Problem]:
    allowed = writers.speaks_for.get(login, frozenset())
    if login in writers.staff:
        yield from _find_unsigned(change, allowed, removed, _advise(login, writers))
    else:
        yield from _find_touched(change, allowed, _advise(login, writers))


def _find_unsigned(
    change: StatementsChange,
    allowed: Collection[PersonId],
    removed: Collection[tuple[str, str]],
    advice: str,
) -> Iterator[Problem]:
    """Yield new statements of others: an educator may remove and move them, and sign with them."""
    for statement in _added(change.before or (), change.after or ()):
        is_moved = (_folder_of(change.path), statement.said) in removed
        if not (statement.is_support or is_moved or set(statement.by) & set(allowed)):
            yield _in_the_name_of(statement, allowed, advice)


def _find_touched(
    change: StatementsChange, allowed: Collection[PersonId], advice: str
) -> Iterator[Problem]:
    """Yield what somebody adds to, changes in or removes from what others said."""
    if change.after is None:
        # The errors of the file are reported.
        return
    if change.before is None:
        message = "this file cannot be read on the base branch, nor whose words stand in it"
        yield Location(change.path), message, "ask an educator of the school to repair it first"
        return
    if any(s.is_support for s in change.before) and not any(s.is_support for s in change.after):
        message = "what was given stays written: nobody takes away a support but an educator"
        yield Location(change.path), message, "put the support back"
    before, after = _of_others(change.before, allowed), _of_others(change.after, allowed)
    yield from _compare(change.path, before, after, allowed, advice)


def _of_others(
    statements: Iterable[Statement], allowed: Collection[PersonId]
) -> Sequence[Statement]:
    return [statement for statement in statements if not set(statement.by) <= set(allowed)]


def _compare(
    path: str,
    before: Sequence[Statement],
    after: Sequence[Statement],
    allowed: Collection[PersonId],
    advice: str,
) -> Iterator[Problem]:
    """Yield the differences between what others said before and say now."""
    added = list(_added(before, after))
    names = _names(before, allowed)
    if list(_added(after, before)):
        advice = f"leave it as {names} wrote it, or ask {names} to change it"
    yield from (_in_the_name_of(statement, allowed, advice) for statement in added)
    if not added and [s.said for s in before] != [s.said for s in after]:
        message = f"this changes, removes or reorders what {names} wrote"
        yield Location(path), message, f"leave it as {names} wrote it, or ask {names}"


def _added(before: Iterable[Statement], after: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the statements that were not there before, however often they stand there now."""
    left = Counter((said.by, said.said) for said in before)
    for statement in after:
        key = (statement.by, statement.said)
        if left[key]:
            left[key] -= 1
        else:
            yield statement


def _removed_from(change: StatementsChange) -> Iterator[tuple[str, str]]:
    for statement in _added(change.after or (), change.before or ()):
        yield _folder_of(change.path), statement.said


def _folder_of(path: str) -> str:
    """Return the learner's folder of a path, or that of the groups."""
    return "/".join(path.split("/")[:2])


def _in_the_name_of(statement: Statement, allowed: Collection[PersonId], advice: str) -> Problem:
    names = _names([statement], allowed)
    message = f"this is in {names}’s name, and {names} has not let you write it"
    return statement.at, message, advice.format(names=names)


def _names(statements: Iterable[Statement], allowed: Collection[PersonId]) -> str:
    """Return whose words these are but for one's own."""
    people = dict.fromkeys(person for said in statements for person in said.by)
    return " and ".join(person for person in people if person not in allowed)


def _advise(login: str, writers: Writers) -> str:
    """Return what to do about a statement in another's name."""
    own = writers.is_called.get(login)
    if own is None:
        return "remove it from this branch, and ask {names} to write it"
    return (
        f"write  by: {own}  if it is yours; or an educator first adds  written_by: [{own}]  to"
        " {names} in competencies/school.yml"
    )
