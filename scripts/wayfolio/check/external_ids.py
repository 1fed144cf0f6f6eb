"""Checks that an id of another program belongs to one learner, and to one group."""

from collections.abc import Iterable, Iterator

from wayfolio.model.diagnostics import Diagnostic, Location, error
from wayfolio.model.portfolio import LearnerFile
from wayfolio.model.rules import Rule
from wayfolio.model.school import Group


def find_repeated_external_ids(owners: Iterable[LearnerFile | Group]) -> Iterator[Diagnostic]:
    """Yield an error for each id that a source gives to a second learner, or a second group."""
    first: dict[tuple[str, str], Location] = {}
    for owner in owners:
        for source, known in owner.external_ids.items():
            at = owner.at_key(f"external_ids.{source}")
            other = first.setdefault((source, known), at)
            if other is not at:
                message = f"the id “{known}” of {source} is already used ({other})"
                hint = "remove it from the one of the two whom the other program does not mean"
                yield error(at, Rule.REPEATED_NAME, message, hint)
