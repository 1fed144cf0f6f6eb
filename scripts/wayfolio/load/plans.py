"""Loads a learner's plan: what the learner means to do, and what adults said about it."""

import os

from msgspec.structs import replace

from wayfolio.load.files import Findings, Folder, is_file, yaml_file
from wayfolio.model.diagnostics import Diagnostic, Location, Severity
from wayfolio.model.portfolio import Conference, Plan, Substitution
from wayfolio.model.rules import Rule

NAME = "plan.yml"


def load_plan(folder: Folder, findings: Findings) -> Plan:
    """Return the plan of a learner's folder.

    Nobody at the school looks at what a learner's own repository says, so it speaks for the learner
    only: conferences and substitutions come from the file in the school's own folder.
    """
    plan = _load(folder, findings)
    own = Folder(folder.root, folder.path)
    if folder.place(NAME) == own.place(NAME):
        return plan
    said = _load(own, findings)
    _refuse_adults(folder, plan, findings)
    is_adults_only = replace(said, conferences=(), substitutions=()) == Plan()
    if not is_adults_only:
        message = "this plan lies in the learner’s own repository as well"
        hint = "keep only conferences: and substitutions: in this file"
        findings.error(f"{folder.path}/{NAME}", Rule.NOT_ITS_SOURCE, message, hint)
    return replace(plan, conferences=said.conferences, substitutions=said.substitutions)


def _load(folder: Folder, findings: Findings) -> Plan:
    plan: Plan | None = None
    if is_file(folder, NAME):
        plan = yaml_file(folder, NAME, Plan, findings)
    return plan or Plan()


def _refuse_adults(folder: Folder, plan: Plan, findings: Findings) -> None:
    """Report what a learner's own repository says in adults' names. None of it is read."""
    path = os.path.relpath(folder.place(NAME), folder.root)
    entries: tuple[Conference | Substitution, ...] = (*plan.conferences, *plan.substitutions)
    for entry in entries:
        findings.diagnostics.append(
            Diagnostic(
                at=Location(path, entry.at.line, entry.at.column),
                rule=Rule.NOT_ITS_SOURCE,
                severity=Severity.ERROR,
                message=f"a learner’s own repository does not speak for {entry.by}",
                hint=f"{entry.by} writes it into {folder.path}/{NAME} of the school’s own folder",
            )
        )
