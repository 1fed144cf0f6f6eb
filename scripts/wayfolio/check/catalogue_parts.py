"""`--keep-going`: the catalogue without what has errors, and records that name nothing else."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeVar

from msgspec.structs import replace

from wayfolio.check.known_references import keep_known
from wayfolio.check.names import Known, collect_known_names
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Location
from wayfolio.model.names import PolicyName
from wayfolio.model.portfolio import Demonstration, Evidence, Goal, GroupFile, Plan, Portfolio
from wayfolio.model.roster import Roster
from wayfolio.model.structs import Written

CATALOGUE = "competencies/"
SCALES, POLICIES = "competencies/scales.yml", "competencies/policies.yml"

DECIDING = frozenset(
    [
        *("ScaleId", "PolicyName", "AreaCode", "CompetencyCode", "SkillCode", "Code"),
        *("PathwayId", "StageCode", "StageRef", "DeliverableRef", "MilestoneId", "GateId"),
    ]
)
"""What rules cannot do without. One that asks for a badge or studio never holds without it."""
SHARED = DECIDING | {"ExperienceId", "BadgeId", "InstrumentId"}

Noun = TypeVar("Noun", bound=Written)
Key = TypeVar("Key")
Places = frozenset[tuple[str, int]]
"""Entries of files, each as the file's path and the line on which it begins."""
WHOLE = 0
"""Stands for that line where a file is one entry."""


def leave_out_of_catalogue(catalogue: Catalogue, wrong: Places) -> Catalogue:
    """Return a catalogue without the entries that have errors."""
    has_policies = (POLICIES, WHOLE) not in wrong
    return replace(
        catalogue,
        scales={} if (SCALES, WHOLE) in wrong else catalogue.scales,
        policies=catalogue.policies if has_policies else {},
        # The school may ask for more than the presets do.
        frameworks=_right(catalogue.frameworks, wrong) if has_policies else (),
        pathways=_right_by_name(catalogue.pathways, wrong),
        experiences=_right_by_name(catalogue.experiences, wrong),
        badges=_right_by_name(catalogue.badges, wrong),
        instruments=_right_by_name(catalogue.instruments, wrong),
        menu=_right(catalogue.menu, wrong),
        lessons=_right(catalogue.lessons, wrong),
        inquiries=_right(catalogue.inquiries, wrong),
    )


def collect_shared_names(catalogue: Catalogue, policies: Iterable[PolicyName]) -> Known:
    """Return the names of what can be learned, by the name of their type."""
    known = collect_known_names(catalogue, policies, (), ())
    return {kind: names for kind, names in known.items() if kind in SHARED}


def find_lost(before: Catalogue, after: Catalogue) -> frozenset[str]:
    """Return the files of the frameworks, pathways and badges that are not there any more."""
    left = set(_ruled(after))
    return frozenset(at.path for at in _ruled(before) if at not in left)


def _ruled(catalogue: Catalogue) -> Iterator[Location]:
    ruled = (catalogue.frameworks, catalogue.pathways.values(), catalogue.badges.values())
    return (noun.at for noun in chain[Written](*ruled))


def _right(nouns: Iterable[Noun], wrong: Places) -> tuple[Noun, ...]:
    return tuple(noun for noun in nouns if _is_right(noun, wrong))


def _right_by_name(nouns: Mapping[Key, Noun], wrong: Places) -> dict[Key, Noun]:
    return {name: noun for name, noun in nouns.items() if _is_right(noun, wrong)}


def _is_right(noun: Written, wrong: Places) -> bool:
    return wrong.isdisjoint({(noun.at.path, noun.at.line), (noun.at.path, WHOLE)})


def leave_out_unknown(catalogue: Catalogue, known: Known) -> Catalogue:
    """Return a catalogue whose studios, lessons and other offers name nothing that is not there."""
    experiences = _known_nouns(catalogue.experiences.values(), known)
    instruments = _known_nouns(catalogue.instruments.values(), known)
    return replace(
        catalogue,
        experiences={each.experience: each for each in experiences},
        instruments={each.id: each for each in instruments},
        menu=_known_nouns(catalogue.menu, known),
        lessons=_known_nouns(catalogue.lessons, known),
        inquiries=_known_nouns(catalogue.inquiries, known),
    )


def _known_nouns(nouns: Iterable[Noun], known: Known) -> tuple[Noun, ...]:
    kept = (keep_known(noun, known) for noun in nouns)
    return tuple(noun for noun in kept if noun is not None)


def leave_out_tasks(roster: Roster, wrong: Collection[str]) -> Roster:
    """Return a roster without the tasks of some files. `wrong`: the paths of the files."""
    kept = (file for file in roster.groups if not file.task or file.task.task.at.path not in wrong)
    return replace(roster, groups=tuple(kept))


def leave_out_of_roster(roster: Roster, known: Known) -> Roster:
    """Return a roster that names nothing that was left out of the catalogue."""
    files = {learner: keep_known(file, known) or file for learner, file in roster.learners.items()}
    groups = tuple(_of_group_file(file, known) for file in roster.groups)
    return replace(roster, learners=files, groups=groups)


def _of_group_file(file: GroupFile, known: Known) -> GroupFile:
    kept = keep_known(file, known) or file
    return replace(kept, occasion=_of_occasion(kept.occasion)) if kept.occasion else kept


def leave_out_references(portfolio: Portfolio, known: Known) -> Portfolio:
    """Return a portfolio that refers to nothing that was left out of the catalogue."""
    kept = keep_known(portfolio, known) or portfolio
    return replace(
        kept,
        evidence=tuple(_of_evidence(piece) for piece in kept.evidence),
        demonstrations=tuple(_of_occasion(each) for each in kept.demonstrations),
        plan=replace(kept.plan, goals=_goals(portfolio.plan, kept.plan)),
    )


def _goals(before: Plan, after: Plan) -> tuple[Goal, ...]:
    """Return goals without the level of what they showed and show no more."""
    return tuple(
        new if new.shows or not old.shows else replace(new, level=None)
        for old, new in zip(before.goals, after.goals, strict=True)
    )


def _of_evidence(piece: Evidence) -> Evidence:
    return piece if piece.experience else replace(piece, milestone=None)


def _of_occasion(occasion: Demonstration) -> Demonstration:
    return replace(
        occasion,
        milestone=occasion.milestone if occasion.experience else None,
        score=occasion.score if occasion.exam else None,
    )
