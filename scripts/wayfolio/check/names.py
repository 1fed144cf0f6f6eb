"""Checks that every name that a file mentions exists, and suggests the most similar name."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Protocol

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import EVERY, Diagnostic, Location, Mention, Severity
from wayfolio.model.names import LearnerId, PolicyName, slug_of
from wayfolio.model.pathways import Pathway
from wayfolio.model.rules import Rule

KINDS = {
    "LearnerId": "learner",
    "PersonId": "person",
    "GroupId": "group",
    "PartnerId": "partner",
    "ScaleId": "scale",
    "PolicyName": "policy",
    "FrameworkId": "framework",
    "AreaCode": "area",
    "CompetencyCode": "competency",
    "SkillCode": "skill",
    "Code": "competency or skill",
    "PathwayId": "pathway",
    "StageCode": "stage",
    "StageRef": "stage",
    "DeliverableRef": "deliverable",
    "ExperienceId": "experience",
    "BadgeId": "badge",
    "InstrumentId": "instrument",
    "MilestoneId": "milestone",
    "GateId": "gate",
    "EvidenceRef": "piece of evidence",
    "TaskRef": "task",
}
"""Identifier type -> what readers call it. Types that are not here name nothing else."""

WHERE = {
    "PersonId": "people: in competencies/school.yml",
    "GroupId": "groups: in competencies/school.yml",
    "PartnerId": "partners: in competencies/school.yml",
    "ScaleId": "competencies/scales.yml",
    "PolicyName": "competencies/policies.yml",
    "ExperienceId": "competencies/experiences/",
    "BadgeId": "competencies/badges.yml",
    "InstrumentId": "competencies/instruments.yml",
    "LearnerId": "portfolios/",
    "EvidenceRef": "the learner's evidence/ folder",
    "TaskRef": "portfolios/_groups/",
}

Known = Mapping[str, frozenset[str]]


def collect_known_names(
    catalogue: Catalogue,
    policies: Iterable[PolicyName],
    learners: Iterable[LearnerId],
    defined: Iterable[tuple[str, str]],
) -> Known:
    """Return the names that exist, by the name of their type.

    `defined`: kind and name of what files define, even if something is wrong with it: that mistake
    is reported already, and the name must not be reported as unknown everywhere else.
    """
    known = _names(catalogue, policies, learners)
    more: dict[str, set[str]] = {}
    for kind, name in defined:
        for also in ALSO.get(kind, (kind,)):
            more.setdefault(also, set()).add(name)
    return {kind: names | more.get(kind, set()) for kind, names in known.items()}


ALSO = {
    "CompetencyCode": ("CompetencyCode", "SkillCode", "Code"),
    "SkillCode": ("SkillCode", "Code"),
}
"""A competency without skills is itself what gets rated."""


def _names(
    catalogue: Catalogue, policies: Iterable[PolicyName], learners: Iterable[LearnerId]
) -> dict[str, frozenset[str]]:
    school, pathways = catalogue.school, catalogue.pathways.values()
    stages = [(pathway.pathway, stage) for pathway in pathways for stage in pathway.stages]
    return {
        "LearnerId": frozenset(learners),
        "PersonId": frozenset(school.people),
        "GroupId": _ids_of(school.groups),
        "PartnerId": _ids_of(school.partners),
        "ScaleId": frozenset(catalogue.scales),
        "PolicyName": frozenset(policies),
        "FrameworkId": frozenset(framework.framework for framework in catalogue.frameworks),
        "AreaCode": frozenset(area.code for each in catalogue.frameworks for area in each.areas),
        "CompetencyCode": frozenset(catalogue.competencies),
        "SkillCode": frozenset(catalogue.skills),
        "Code": frozenset(catalogue.codes),
        "PathwayId": frozenset(catalogue.pathways),
        "StageCode": frozenset(stage.code for _, stage in stages),
        "StageRef": frozenset(f"{pathway}/{stage.code}" for pathway, stage in stages),
        "DeliverableRef": catalogue.milestone_refs | frozenset(_deliverables(catalogue)),
        "ExperienceId": frozenset(catalogue.experiences),
        "BadgeId": frozenset(catalogue.badges),
        "InstrumentId": frozenset(catalogue.instruments),
        "MilestoneId": _ids_of(filter(None, (stage.milestone for _, stage in stages))),
        "GateId": frozenset().union(*(_ids_of(pathway.gates) for pathway in pathways)),
        # Only files define tasks.
        "TaskRef": frozenset(),
    }


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def _ids_of(nouns: Iterable[_Named]) -> frozenset[str]:
    return frozenset(noun.id for noun in nouns)


def _deliverables(catalogue: Catalogue) -> Iterator[str]:
    """Yield what can be delivered: a stage's deliverables, and credits that a grade requires."""
    for pathway in catalogue.pathways.values():
        for stage in pathway.stages:
            yield from (
                f"{pathway.pathway}/{stage.code}/{deliverable.id}"
                for deliverable in stage.deliverables
            )
        for need in pathway.requirements:
            if need.grade is not None:
                yield f"{pathway.pathway}/{need.grade}/{need.id}"


def find_unknown_names(mentions: Iterable[Mention], known: Known) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name that nothing defines."""
    for mention in mentions:
        names = known.get(mention.kind)
        if names is not None and mention.name not in names and EVERY not in names:
            yield _unknown(mention, names, known)


def _unknown(mention: Mention, names: frozenset[str], known: Known) -> Diagnostic:
    return Diagnostic(
        at=mention.at,
        rule=Rule.UNKNOWN_NAME,
        severity=Severity.ERROR,
        message=f"there is no {KINDS[mention.kind]} “{mention.name}”",
        hint=_suggest(mention, names, known),
    )


def _suggest(mention: Mention, names: frozenset[str], known: Known) -> str:
    """Return what to write instead of a name that nothing defines."""
    # The names of evidence begin with days, and are alike already.
    cutoff = 0.8 if mention.kind in ("EvidenceRef", "TaskRef") else 0.5
    lower = {name.lower(): name for name in sorted(names)}
    near = get_close_matches(mention.name.lower(), lower, n=1, cutoff=cutoff)
    if near:
        return f"did you mean “{lower[near[0]]}”?"
    if elsewhere := _kind_elsewhere(mention.name, known):
        return f"“{mention.name}” is the name of {_a(elsewhere)}"
    if mention.kind in WHERE:
        return f"write it into {WHERE[mention.kind]}, or name one that is there"
    return f"known here: {', '.join(sorted(names)[:8]) or 'none yet'}"


def _kind_elsewhere(name: str, known: Known) -> str | None:
    """Return what else bears a name, in the author's words."""
    kinds = (kind for kind, names in known.items() if kind != "Code" and name in names)
    kind = next(kinds, None)
    return KINDS[kind] if kind else None


def _a(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def find_repeated_codes(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each code that stands in the frameworks a second time.

    Codes that differ only in capitals, dots and hyphens would share the address of a page.
    """
    first: dict[str, tuple[str, Location]] = {}
    for code, at in list_codes(catalogue):
        same, there = first.setdefault(slug_of(code), (code, at))
        if there == at:
            continue
        message = f"“{code}” is already used ({there})"
        if same != code:
            message = f"“{code}” is too like “{same}” ({there})"
        yield _repeat_error(at, message, "give it a code of its own")


def find_repeated_names(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name that stands a second time in its list."""
    for names in _lists_of_names(catalogue):
        first: dict[str, Location] = {}
        for name, at in names:
            if name in first:
                message = f"“{name}” is already used ({first[name]})"
                yield _repeat_error(at, message, "choose another name for one of the two")
            first.setdefault(name, at)


def _lists_of_names(catalogue: Catalogue) -> Iterator[list[tuple[str, Location]]]:
    """Yield each list in which names may not repeat, with the place of each name."""
    school = catalogue.school
    yield [(group.id, group.at) for group in school.groups]
    yield [(partner.id, partner.at) for partner in school.partners]
    yield [(offer.id, offer.at) for offer in catalogue.menu]
    yield [(area.code, area.at) for framework in catalogue.frameworks for area in framework.areas]
    for pathway in catalogue.pathways.values():
        yield from _lists_in_pathway(pathway)


def _lists_in_pathway(pathway: Pathway) -> Iterator[list[tuple[str, Location]]]:
    yield [(stage.code, stage.at) for stage in pathway.stages]
    yield [(gate.id, gate.at) for gate in pathway.gates]
    for stage in pathway.stages:
        yield [(deliverable.id, stage.at) for deliverable in stage.deliverables]


def _repeat_error(at: Location, message: str, hint: str) -> Diagnostic:
    return Diagnostic(
        at=at, rule=Rule.REPEATED_NAME, severity=Severity.ERROR, message=message, hint=hint
    )


def list_codes(catalogue: Catalogue) -> Iterator[tuple[str, Location]]:
    """Yield each code in the frameworks, with its place."""
    for framework in catalogue.frameworks:
        for area in framework.areas:
            for competency in area.competencies:
                yield competency.code, competency.at
                yield from ((skill.code, skill.at) for skill in competency.skills)
