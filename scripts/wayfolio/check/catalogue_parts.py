"""`--keep-going`: the catalogue without the files that have errors, and records without those."""

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from msgspec.structs import replace

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.portfolio import Demonstration, Evidence, GroupFile, Plan, Portfolio
from wayfolio.model.roster import Roster

CATALOGUE_PARTS = (
    "competencies/experiences/",
    "competencies/inquiries/",
    "competencies/lessons/",
    "competencies/badges.yml",
    "competencies/instruments.yml",
    "competencies/menu.yml",
)
"""What the site can do without: no level of anybody is higher where they are missing.

Frameworks, scales, policies and pathways decide every figure, and `school.yml` who may be seen.
"""

Noun = TypeVar("Noun")
Places = frozenset[tuple[str, int]]
"""Entries of files, each as the file's path and the line on which it begins."""
WHOLE = 0
"""Stands for that line where a file is one entry."""


def leave_out_of_catalogue(catalogue: Catalogue, wrong: Places) -> Catalogue:
    """Return a catalogue without the entries that have errors."""

    def valid(nouns: Iterable[Any]) -> tuple[Any, ...]:
        places = ((noun, noun.at.path, noun.at.line) for noun in nouns)
        return tuple(
            noun for noun, path, line in places if wrong.isdisjoint({(path, line), (path, WHOLE)})
        )

    experiences = valid(catalogue.experiences.values())
    badges = valid(catalogue.badges.values())
    instruments = valid(catalogue.instruments.values())
    return replace(
        catalogue,
        experiences={each.experience: each for each in experiences},
        badges={badge.id: badge for badge in badges},
        instruments={instrument.id: instrument for instrument in instruments},
        menu=valid(catalogue.menu),
        lessons=valid(catalogue.lessons),
        inquiries=valid(catalogue.inquiries),
    )


def leave_out_of_roster(roster: Roster, catalogue: Catalogue, wrong: Collection[str]) -> Roster:
    """Return a roster without some files' tasks, whose other tasks name what the catalogue has.

    `wrong`: the paths of the files.
    """
    kept = (
        _of_group_file(file, catalogue)
        for file in roster.groups
        if file.task is None or file.task.task.at.path not in wrong
    )
    return replace(roster, groups=tuple(kept))


def _of_group_file(file: GroupFile, catalogue: Catalogue) -> GroupFile:
    given = file.task
    if given is None or given.task.experience in catalogue.experiences:
        return file
    return replace(file, task=replace(given, task=replace(given.task, experience=None)))


def leave_out_references(portfolio: Portfolio, catalogue: Catalogue) -> Portfolio:
    """Return a portfolio that refers to nothing that was left out of the catalogue."""
    return replace(
        portfolio,
        evidence=tuple(_of_evidence(piece, catalogue) for piece in portfolio.evidence),
        demonstrations=tuple(_of_occasion(each, catalogue) for each in portfolio.demonstrations),
        plan=_of_plan(portfolio.plan, catalogue),
    )


def _of_evidence(piece: Evidence, catalogue: Catalogue) -> Evidence:
    if piece.experience is None or piece.experience in catalogue.experiences:
        return piece
    return replace(piece, experience=None, milestone=None)


def _of_occasion(occasion: Demonstration, catalogue: Catalogue) -> Demonstration:
    exam = _known(occasion.exam, catalogue.instruments)
    experience = _known(occasion.experience, catalogue.experiences)
    return replace(
        occasion,
        experience=experience,
        milestone=occasion.milestone if experience else None,
        instrument=_known(occasion.instrument, catalogue.instruments),
        exam=exam,
        score=occasion.score if exam else None,
        award=_known(occasion.award, catalogue.badges),
    )


def _of_plan(plan: Plan, catalogue: Catalogue) -> Plan:
    known = [each for each in plan.substitutions if each.instead_of in catalogue.experiences]
    return replace(plan, substitutions=tuple(known))


def _known(name: Noun | None, there: Collection[Noun]) -> Noun | None:
    return name if name in there else None
