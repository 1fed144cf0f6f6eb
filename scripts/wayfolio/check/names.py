"""Whether every name that a file mentions exists, and which known one is most like it."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import EVERY, Diagnostic, Location, Mention, Severity
from wayfolio.model.names import LearnerId, PolicyName
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
}

Known = Mapping[str, frozenset[str]]


def collect_known_names(
    catalogue: Catalogue,
    policies: Iterable[PolicyName],
    learners: Iterable[LearnerId],
    defined: Iterable[tuple[str, str]],
) -> Known:
    """Return the names that exist, by the name of their type.

    `defined`: kind and name of what files define, also where something is wrong with it: that has
    been told, and its name is not to be told as unknown everywhere else.
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
    school = catalogue.school
    stages = [(p.pathway, s) for p in catalogue.pathways.values() for s in p.stages]
    milestones = [s.milestone.id for _, s in stages if s.milestone]
    return {
        "LearnerId": frozenset(learners),
        "PersonId": frozenset(school.people),
        "GroupId": frozenset(group.id for group in school.groups),
        "PartnerId": frozenset(partner.id for partner in school.partners),
        "ScaleId": frozenset(catalogue.scales),
        "PolicyName": frozenset(policies),
        "FrameworkId": frozenset(f.framework for f in catalogue.frameworks),
        "AreaCode": frozenset(p.area.code for p in catalogue.competencies.values()),
        "CompetencyCode": frozenset(catalogue.competencies),
        "SkillCode": frozenset(catalogue.skills),
        "Code": frozenset(catalogue.codes),
        "PathwayId": frozenset(catalogue.pathways),
        "StageCode": frozenset(stage.code for _, stage in stages),
        "StageRef": frozenset(f"{pathway}/{stage.code}" for pathway, stage in stages),
        "DeliverableRef": frozenset(_deliverables(catalogue)),
        "ExperienceId": frozenset(catalogue.experiences),
        "BadgeId": frozenset(catalogue.badges),
        "InstrumentId": frozenset(catalogue.instruments),
        "MilestoneId": frozenset(milestones),
        "GateId": frozenset(g.id for p in catalogue.pathways.values() for g in p.gates),
    }


def _deliverables(catalogue: Catalogue) -> Iterator[str]:
    """Give what can be delivered: a stage's deliverables, and credits that a grade asks for."""
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
    """Give one diagnostic for each name that nothing defines."""
    for mention in mentions:
        names = known.get(mention.kind)
        if names is not None and mention.name not in names and EVERY not in names:
            yield _unknown(mention, names, known)


def _unknown(mention: Mention, names: frozenset[str], known: Known) -> Diagnostic:
    kind = KINDS[mention.kind]
    # Names of evidence are alike in their days already.
    cutoff = 0.8 if mention.kind == "EvidenceRef" else 0.5
    lower = {name.lower(): name for name in sorted(names)}
    near = get_close_matches(mention.name.lower(), lower, n=1, cutoff=cutoff)
    elsewhere = next(
        (KINDS[k] for k, others in known.items() if k != "Code" and mention.name in others), None
    )
    if elsewhere and not near:
        hint = f"“{mention.name}” is the name of {_a(elsewhere)}"
    elif near:
        hint = f"did you mean “{lower[near[0]]}”?"
    elif mention.kind in WHERE:
        hint = f"write it into {WHERE[mention.kind]}, or name one that is there"
    else:
        hint = f"known here: {', '.join(sorted(names)[:8]) or 'none yet'}"
    return Diagnostic(
        at=mention.at,
        rule=Rule.UNKNOWN_NAME,
        severity=Severity.ERROR,
        message=f"there is no {kind} “{mention.name}”",
        hint=hint,
    )


def _a(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def find_repeated_codes(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Give one diagnostic for each code that stands in the frameworks a second time.

    Codes that differ in capitals, dots and hyphens only would have pages of one address.
    """
    first: dict[str, tuple[str, Location]] = {}
    for code, at in _codes(catalogue):
        same, there = first.setdefault(code.lower().replace(".", "-"), (code, at))
        if there == at:
            continue
        message = f"“{code}” has been given already ({there})"
        if same != code:
            message = f"“{code}” is too like “{same}” ({there})"
        yield _repeated(at, message, "give it a code of its own")


def find_repeated_names(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Give one diagnostic for each name that stands a second time in its list."""
    school = catalogue.school
    lists: list[list[tuple[str, Location]]] = [
        [(group.id, group.at) for group in school.groups],
        [(partner.id, partner.at) for partner in school.partners],
        [(offer.id, offer.at) for offer in catalogue.menu],
        [(area.code, area.at) for framework in catalogue.frameworks for area in framework.areas],
    ]
    for pathway in catalogue.pathways.values():
        lists.append([(stage.code, stage.at) for stage in pathway.stages])
        lists.append([(gate.id, gate.at) for gate in pathway.gates])
        lists.extend(
            [(deliverable.id, s.at) for deliverable in s.deliverables] for s in pathway.stages
        )
    for names in lists:
        first: dict[str, Location] = {}
        for number, (name, at) in enumerate(names):
            if name in (earlier for earlier, _ in names[:number]):
                message = f"“{name}” has been given already ({first[name]})"
                yield _repeated(at, message, "choose another name for one of the two")
            first.setdefault(name, at)


def _repeated(at: Location, message: str, hint: str) -> Diagnostic:
    return Diagnostic(
        at=at, rule=Rule.REPEATED_NAME, severity=Severity.ERROR, message=message, hint=hint
    )


def _codes(catalogue: Catalogue) -> Iterator[tuple[str, Location]]:
    for framework in catalogue.frameworks:
        for area in framework.areas:
            for competency in area.competencies:
                yield competency.code, competency.at
                yield from ((skill.code, skill.at) for skill in competency.skills)
