"""Checks that logins are ones that a host can have, and belong to one person only."""

import re
from collections.abc import Iterator

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Location, error
from wayfolio.model.portfolio import LearnerFile
from wayfolio.model.rules import Rule
from wayfolio.model.school import HELPERS, STAFF

LOGIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}")


def logins_of_people(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield an error for each login in `school.yml` that no host can have."""
    for person in catalogue.school.people.values():
        yield from _no_logins(person.logins, person.at)


def logins_of_learner(catalogue: Catalogue, file: LearnerFile) -> Iterator[Diagnostic]:
    """Yield an error for each login of a learner that is invalid, or belongs to staff as well."""
    yield from _no_logins(file.logins, file.at)
    own = {login.lower() for login in file.logins}
    for name, person in catalogue.school.people.items():
        for login in person.logins:
            if person.assessor in (*STAFF, *HELPERS) and login.lower() in own:
                message = f"the login “{login}” is {name}’s too, who may write more than a learner"
                hint = "give the learner a login of their own, or remove it from one of the two"
                yield error(file.at, Rule.REPEATED_NAME, message, hint)


def _no_logins(logins: tuple[str, ...], at: Location) -> Iterator[Diagnostic]:
    for login in logins:
        if not LOGIN.fullmatch(login):
            hint = "write it as the host does, without @, address or spaces: ana-l"
            yield error(at, Rule.BAD_NAME, f"“{login}” is not a login", hint)
