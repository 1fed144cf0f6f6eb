"""Loads `portfolios/_groups/`: what several learners did, or received, together."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date as day

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.load import nodes
from wayfolio.load.files import Findings, Folder, decode_text, load_tree
from wayfolio.load.introspection import STEM
from wayfolio.model.diagnostics import Diagnostic, Location, Severity, error
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import EvidenceRef, GroupId, LearnerId, PersonId, SkillCode, Slug, TaskRef
from wayfolio.model.portfolio import Demonstration, GroupFile, ItemAnswer, Rated
from wayfolio.model.roster import Roster
from wayfolio.model.rules import Rule
from wayfolio.model.structs import Written
from wayfolio.model.support_files import (
    ABSENCES,
    GroupContact,
    GroupSession,
    Presence,
    Session,
    Support,
)
from wayfolio.model.tasks import GivenTask, OwnTask, TaskTerms, TaskWord

GROUPS = "_groups"
LEARNER_KEYS = ("learners", "rows", "items")


class GroupRatings(Struct, frozen=True, kw_only=True):
    """The key of a group's occasion that an occasion of one learner has not."""

    learners: Mapping[LearnerId, Mapping[SkillCode, tuple[Rated, ...]]] = field(
        default_factory=dict
    )
    rows: tuple["RatedRow", ...] = ()
    """The same line by line, as forms write it."""
    items: Mapping[LearnerId, Mapping[Slug, ItemAnswer]] = field(default_factory=dict)
    """What each did with the items of the instrument."""


class RatedRow(Written, frozen=True, kw_only=True):
    """One learner and one skill, rated. Without a level nothing was rated."""

    learner: LearnerId
    skill: SkillCode | None = None
    level: Level | Mark | None = None


class GroupSupport(Struct, frozen=True, kw_only=True):
    """A group file about the support that several learners receive together."""

    date: day | None = None
    """The first day, as in the file's name."""
    support: Support
    sessions: tuple[GroupSession, ...] = ()
    contacts: tuple[GroupContact, ...] = ()


class GroupTask(Struct, frozen=True, kw_only=True):
    """A group file about a task."""

    date: day
    """The day from which it is given."""
    by: PersonId
    task: TaskTerms
    learners: Mapping[LearnerId, TaskWord] = field(default_factory=dict)
    """Whom it names, with what an educator says of each: for the group, only the exceptions."""


def load_groups(
    root: Folder, findings: Findings, wanted: frozenset[str] | None = None
) -> list[GroupFile]:
    """Return every group file in the order of their names, or those with a wanted name."""
    folder = root / "portfolios" / GROUPS
    groups = []
    for name, is_folder in folder.entries(findings):
        if wanted is not None and name not in wanted:
            continue
        path = f"{folder.path}/{name}"
        if is_folder or not name.endswith(".yml") or not re.fullmatch(STEM, name[:-4]):
            hint = "name it with its day and a few words, for example 2027-03-04-table.yml"
            findings.error(path, Rule.UNEXPECTED_FILE, f"{name} is not expected here", hint)
            continue
        try:
            node = load_tree(folder, name, findings)
        except nodes.Unreadable:
            # It may be a task, which evidence names.
            findings.defined.add(("TaskRef", name[:-4]))
            continue
        groups.append(_decode_group(path, Slug(name[:-4]), node, findings))
    return groups


def _decode_group(path: str, stem: Slug, node: nodes.Node | None, findings: Findings) -> GroupFile:
    """Split a group file into what all share and what each learner got."""
    keys = [key.text for key, _ in node.items] if isinstance(node, nodes.Mapping) else []
    if "task" in keys:
        return _decode_task(path, stem, node, findings)
    if "support" in keys:
        received = decode_text(path, node, GroupSupport, findings)
        if received is None:
            return GroupFile(stem=stem)
        _report_shared_contacts(received.support, findings)
        return GroupFile(
            support=received.support,
            sessions=received.sessions,
            contacts=received.contacts,
            stem=stem,
        )
    learners, shared = _split_learners(path, node, findings)
    # The ratings stand under each learner.
    occasion = decode_text(path, shared, Demonstration, findings, {"ratings": {}})
    ratings = decode_text(path, learners, GroupRatings, findings) if learners else None
    if ratings is None:
        return GroupFile(occasion=occasion, stem=stem)
    by_learner = _ratings_by_learner(ratings)
    if occasion:
        by_learner = {**_blank_rows(ratings, occasion), **by_learner}
    return GroupFile(occasion=occasion, learners=by_learner, items=ratings.items, stem=stem)


def _decode_task(path: str, stem: Slug, node: nodes.Node | None, findings: Findings) -> GroupFile:
    name = TaskRef(stem)
    # Also with mistakes: evidence that names it is right.
    findings.defined.add(("TaskRef", name))
    file = decode_text(path, node, GroupTask, findings)
    if file is None:
        return GroupFile(stem=stem)
    given = GivenTask(name=name, on=file.date, by=file.by, task=file.task)
    return GroupFile(task=given, task_words=file.learners, stem=stem)


def _report_shared_contacts(support: Support, findings: Findings) -> None:
    """Refuse contacts that name no learner: every family of the group would read of them."""
    for contact in support.contacts:
        message = "a contact is about one learner, and these are a group's"
        hint = "write it under contacts: beside sessions:, with learner:"
        findings.diagnostics.append(error(contact.at, Rule.UNKNOWN_KEY, message, hint))


def _split_learners(
    path: str, node: nodes.Node | None, findings: Findings
) -> tuple[nodes.Node | None, nodes.Node | None]:
    """Return the keys about single learners, and the keys about the whole occasion."""
    if not isinstance(node, nodes.Mapping):
        return None, node
    own = tuple(pair for pair in node.items if pair[0].text in LEARNER_KEYS)
    others = tuple(pair for pair in node.items if pair[0].text not in LEARNER_KEYS)
    if not own:
        _report_no_learners(path, node, findings)
    return (
        nodes.Mapping(own, node.line, node.column),
        nodes.Mapping(others, node.line, node.column),
    )


def _report_no_learners(path: str, node: nodes.Node, findings: Findings) -> None:
    findings.diagnostics.append(
        Diagnostic(
            at=Location(path, node.line, node.column),
            rule=Rule.MISSING_KEY,
            severity=Severity.ERROR,
            message="“learners” is missing",
            hint="add “learners: ” with who was there and what they showed (or “rows: ”)",
        )
    )


def _ratings_by_learner(
    ratings: GroupRatings,
) -> Mapping[LearnerId, Mapping[SkillCode, tuple[Rated, ...]]]:
    """Return what each learner was rated; those whose items alone were noted have no rating."""
    ratings_by_learner: dict[LearnerId, dict[SkillCode, tuple[Rated, ...]]]
    ratings_by_learner = {learner: {} for learner in ratings.items}
    ratings_by_learner |= {learner: dict(skills) for learner, skills in ratings.learners.items()}
    for row in ratings.rows:
        if row.skill is not None and row.level is not None:
            own = ratings_by_learner.setdefault(row.learner, {})
            rated = Rated(level=row.level, at=row.at)
            own[row.skill] = (*own.get(row.skill, ()), rated)
    return ratings_by_learner


def _blank_rows(
    ratings: GroupRatings, occasion: Demonstration
) -> Mapping[LearnerId, Mapping[SkillCode, tuple[Rated, ...]]]:
    """Return the learners of rows without a rating whose own work the occasion settles."""
    if not (occasion.confirms or occasion.dismisses or occasion.hours):
        return {}
    owners = {ref.partition("/")[0] for ref in occasion.evidence}
    return {row.learner: {} for row in ratings.rows if row.learner in owners}


def extract_own_part(file: GroupFile, learner: LearnerId) -> list[Demonstration]:
    """Return a group's occasion as one of a learner's own, if they took part."""
    if file.occasion is None or learner not in file.learners:
        return []
    own = tuple(EvidenceRef(ref) for ref in file.occasion.evidence if ref.startswith(f"{learner}/"))
    evidence = own or file.occasion.evidence
    items = file.items.get(learner, {})
    ratings = file.learners[learner]
    return [replace(file.occasion, ratings=ratings, evidence=evidence, items=items)]


def load_group_supports(shared: Roster, learner: LearnerId) -> list[Support]:
    """Return what groups received as supports of one learner who was in them."""
    supports = []
    for file in shared.groups:
        sessions = [s for s in file.sessions if learner in s.learners]
        if file.support is not None and sessions:
            own = tuple(_own_session(session, session.learners[learner]) for session in sessions)
            contacts = tuple(c for c in file.contacts if c.learner == learner)
            supports.append(replace(file.support, sessions=own, contacts=contacts, id=file.stem))
    return supports


def _own_session(session: GroupSession, presence: Presence) -> Session:
    full = 0 if presence.status in ABSENCES else session.minutes
    return Session(
        date=session.date,
        minutes=full if presence.minutes is None else presence.minutes,
        status=presence.status,
        why=presence.why,
        ticket=presence.ticket,
        skills=presence.skills or session.skills,
        mood=presence.mood,
        substitute=session.substitute,
        note=session.note,
        at=session.at,
    )


def extract_own_tasks(
    files: Iterable[GroupFile], learner: LearnerId, groups: Collection[GroupId]
) -> tuple[OwnTask, ...]:
    """Return a learner's tasks: those of their groups, and those that name them."""
    return tuple(
        OwnTask(
            given=file.task,
            word=file.task_words.get(learner, TaskWord()),
            is_named=learner in file.task_words,
            is_alone=learner == file.only_learner,
        )
        for file in files
        if file.task is not None and (file.task.task.group in groups or learner in file.task_words)
    )
