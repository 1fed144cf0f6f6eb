"""Loads `portfolios/`: first the roster, then one learner at a time."""

import os
import re
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.load import nodes
from wayfolio.load.agreements import load_agreements, settle_agreements
from wayfolio.load.files import (
    Findings,
    Folder,
    holds_files,
    is_file,
    markdown_file,
    read,
    yaml_file,
)
from wayfolio.load.groups import GROUPS, extract_own_part, load_group_supports, load_groups
from wayfolio.load.introspection import ID, STEM
from wayfolio.load.markdown import find_pictures
from wayfolio.load.plans import load_plan
from wayfolio.load.rough_names import read_rough_name, shows_whole_name
from wayfolio.load.strays import report_nameless
from wayfolio.media.kinds import KINDS, name_kinds
from wayfolio.media.unshown import describe_unshown
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.file_names import is_device
from wayfolio.model.names import Code, EvidenceRef, GroupId, LearnerId, Slug, WorkRef
from wayfolio.model.portfolio import (
    Demonstration,
    Evidence,
    GroupFile,
    LearnerFile,
    Name,
    Placement,
    Portfolio,
)
from wayfolio.model.roster import GroupWork, Roster
from wayfolio.model.rules import Rule
from wayfolio.model.support_files import Support

ATTACHMENTS = frozenset(suffix[1:] for suffix in (*KINDS, ".txt", ".vtt"))
LEARNER_FILES = {"learner.yml", "plan.yml", "placements.yml"}
LEARNER_FOLDERS = {"evidence", "demonstrations", "supports"}
RESERVED = frozenset(
    [
        *("learners", "competencies", "pathways", "studios", "badges", "partners"),
        *("family", "staff", "site", "search", "assets", "pagefind", "index", "new", "by"),
    ]
)
UNREAD = LearnerFile(name=Name(full="", first=""), group=GroupId(""))
"""Stands in for a learner whose file is wrong, so that their other files are still checked.

It has no consent, so that nothing of them is shown.
"""
Placements = dict[Code, Placement]
HEAD = 8192
"""Bytes: the front matter of nearly all texts is shorter."""


def find_learner_ids(root: Folder, findings: Findings) -> list[LearnerId]:
    """Return the learners who have a folder, in order."""
    folder = root / "portfolios"
    learners, earlier = [], len(findings.diagnostics)
    for name, is_folder in folder.entries(findings):
        path = f"{folder.path}/{name}"
        if name == GROUPS or (is_folder and _is_left_over(folder / name)):
            continue
        if name in RESERVED:
            message = f"“{name}” is the name of a part of the site, not of a learner"
            hint = f"choose another, for example {name}-1"
            findings.error(path, Rule.UNEXPECTED_FILE, message, hint)
        elif not is_folder or not re.fullmatch(ID, name):
            hint = "give each learner a folder named with lower-case letters, digits and hyphens"
            findings.error(path, Rule.UNEXPECTED_FILE, f"{name} cannot be a learner", hint)
        else:
            learners.append(LearnerId(name))
            findings.defined.add(("LearnerId", name))
    if len(findings.diagnostics) > earlier:
        report_nameless(root, findings, RESERVED)
    return learners


def find_unfit_id(name: str) -> str | None:
    """Return why no learner can have this id, or None if one can."""
    if name in RESERVED:
        return f"“{name}” is the name of a part of the site: choose another, for example {name}-1"
    if is_device(name):
        return f"Windows keeps “{name}” for a device: choose another, for example {name}-1"
    if not re.fullmatch(ID, name):
        return f"“{name}” cannot be an id: use lower-case letters, digits and hyphens"
    return None


def _is_left_over(folder: Folder) -> bool:
    """Whether a folder is empty: git removes a learner's files, and may leave the folders."""
    return not is_file(folder, "learner.yml") and not holds_files(folder)


class Enrollment(Struct, frozen=True, kw_only=True):
    """What the roster knows of a learner, and the mistakes in it."""

    file: LearnerFile
    work: tuple[GroupWork, ...]
    """Work with several authors that lies in this learner's folder."""
    agrees: tuple[WorkRef, ...]
    """Others' work for which this learner agrees to be named."""
    findings: Findings


def load_enrollment(root: Folder, learner: LearnerId) -> Enrollment:
    """Return what the roster knows of a learner."""
    findings = Findings()
    file = roster_row(root, learner, findings)
    return Enrollment(
        file=file,
        work=tuple(find_shared_work(root, learner)),
        agrees=load_agreements(root, learner),
        findings=findings,
    )


def load_roster(root: Folder, findings: Findings) -> Roster:
    """Return every learner's file, the group files and the work that several share."""
    rows = {}
    for learner in find_learner_ids(root, findings):
        rows[learner] = load_enrollment(root, learner)
        findings.take(rows[learner].findings)
    groups = tuple(load_groups(root, findings))
    return Roster(
        learners={learner: row.file for learner, row in rows.items()},
        groups=groups,
        group_work=settle_group_work(rows, groups),
    )


def settle_group_work(
    rows: Mapping[LearnerId, Enrollment], groups: Iterable[GroupFile]
) -> tuple[GroupWork, ...]:
    """Return all work that several share, with who has agreed to be named."""
    work = (piece for row in rows.values() for piece in row.work)
    agreements = {learner: row.agrees for learner, row in rows.items() if row.agrees}
    return settle_agreements(work, agreements, groups)


def roster_row(root: Folder, learner: LearnerId, findings: Findings) -> LearnerFile:
    """Return a learner's file; where it is missing or wrong, one without consent."""
    folder = root / "portfolios" / learner
    file: LearnerFile | None = None
    if is_file(folder, "learner.yml"):
        file = yaml_file(folder, "learner.yml", LearnerFile, findings)
    elif not os.path.lexists(folder.file("learner.yml")):
        hint = "write it, or make it with: wayfolio new learner"
        message = "there is no learner.yml"
        findings.error(f"{folder.path}/learner.yml", Rule.MISSING_FILE, message, hint)
    return file or _unread_row(folder)


def _unread_row(folder: Folder) -> LearnerFile:
    """Return a row that allows nothing, with the name as far as the file shows it."""
    if not is_file(folder, "learner.yml"):
        return UNREAD
    try:
        return replace(UNREAD, name=read_rough_name(read(folder, "learner.yml")))
    except (OSError, nodes.Unreadable):
        return UNREAD


def is_name_sure(root: Folder, learner: LearnerId, row: LearnerFile) -> bool:
    """Whether a learner's name is known, although the file may be wrong."""
    if not is_unread(row):
        return True
    folder = root / "portfolios" / learner
    try:
        return is_file(folder, "learner.yml") and shows_whole_name(read(folder, "learner.yml"))
    except (OSError, nodes.Unreadable):
        return False


def is_unread(row: LearnerFile) -> bool:
    """Whether a learner's file is missing or wrong: every other row names a group."""
    return row.group == UNREAD.group


def find_shared_work(root: Folder, learner: LearnerId) -> list[GroupWork]:
    """Return a learner's evidence with several authors. Its mistakes are reported elsewhere."""
    folder = root / "portfolios" / learner / "evidence"
    shared = []
    unreported = Findings()
    for name, is_folder in folder.entries(unreported):
        if is_folder or not name.endswith(".md") or not _may_be_shared(folder, name):
            continue
        evidence = _load_evidence(folder, name, unreported)
        if evidence is not None and evidence.with_:
            shared.append(
                GroupWork(
                    owner=learner,
                    stem=evidence.stem,
                    title=evidence.title,
                    on=evidence.date,
                    visibility=evidence.visibility,
                    authors=(learner, *evidence.with_),
                    names=evidence.names,
                    not_names=evidence.not_names,
                )
            )
    return shared


def _may_be_shared(folder: Folder, name: str) -> bool:
    try:
        return b"with:" in read(folder, name, HEAD)
    except nodes.Unreadable:
        return False  # reported with the learner's own files


def _define_mentioned(findings: Findings, root: Folder) -> None:
    """Define the mentioned pieces of evidence that exist in other learners' folders."""
    for mention in findings.mentions:
        if mention.kind != "EvidenceRef" or "/" not in mention.name:
            continue
        learner, stem = mention.name.split("/")
        if is_file(root / "portfolios" / learner / "evidence", f"{stem}.md"):
            findings.defined.add((mention.kind, mention.name))


def load_portfolio(
    root: Folder, learner: LearnerId, shared: Roster, findings: Findings
) -> Portfolio:
    """Return a learner's portfolio. The learner's file was loaded with the roster."""
    folder = root / "portfolios" / learner
    _refuse_others(folder, LEARNER_FILES, LEARNER_FOLDERS, findings)
    files = _load_occasions(folder / "demonstrations", findings)
    occasions = [occasion for file in files for occasion in file]
    for group_file in shared.groups:
        occasions += extract_own_part(group_file, learner)
    supports = _load_supports(folder / "supports", findings)
    supports += load_group_supports(shared, learner)
    evidence = _load_all_evidence(folder / "evidence", findings)
    attachments = frozenset(_attachments(folder / "evidence"))
    portfolio = Portfolio(
        learner=learner,
        file=shared.learners[learner],
        evidence=tuple(evidence),
        files=attachments,
        refused=_find_refused(folder / "evidence", _listed(evidence) - attachments),
        demonstrations=tuple(sorted(occasions, key=attrgetter("date"))),
        placements=_load_optional(folder, "placements.yml", Placements, findings) or {},
        plan=load_plan(folder, findings),
        supports=tuple(supports),
    )
    _define_mentioned(findings, root)
    return portfolio


def _refuse_others(folder: Folder, files: set[str], folders: set[str], findings: Findings) -> None:
    for name, is_folder in folder.entries(findings):
        if name not in (folders if is_folder else files):
            known = ", ".join(sorted(files) + [f"{f}/" for f in sorted(folders)])
            findings.error(
                f"{folder.path}/{name}",
                Rule.UNEXPECTED_FILE,
                f"{name} is not expected here",
                f"known here: {known}",
            )


def _load_optional(folder: Folder, name: str, hint: Any, findings: Findings) -> Any:
    return yaml_file(folder, name, hint, findings) if is_file(folder, name) else None


def _load_occasions(folder: Folder, findings: Findings) -> list[tuple[Demonstration, ...]]:
    occasions = []
    for name in _yaml_names(folder, findings):
        value = yaml_file(folder, name, tuple[Demonstration, ...], findings)
        if value is not None:
            occasions.append(value)
    return occasions


def _yaml_names(folder: Folder, findings: Findings) -> list[str]:
    names = []
    for name, is_folder in folder.entries(findings):
        if is_folder or not name.endswith(".yml"):
            path = f"{folder.path}/{name}"
            hint = "only files that end in .yml belong here"
            findings.error(path, Rule.UNEXPECTED_FILE, f"{name} is not expected here", hint)
        else:
            names.append(name)
    return names


# ---- evidence ------------------------------------------------------------------------------------


def _load_all_evidence(folder: Folder, findings: Findings) -> list[Evidence]:
    evidence: list[Evidence] = []
    slugs: dict[str, Evidence] = {}
    others: list[tuple[str, bool]] = []
    unsafe = Findings()
    for name, is_folder in folder.entries(unsafe):
        if name.endswith(".md") and not is_folder:
            piece = _load_evidence(folder, name, findings)
            if piece is not None and piece.slug in slugs:
                findings.repeated(piece.at, piece.slug, slugs[piece.slug].at)
            elif piece is not None:
                slugs[piece.slug] = piece
                evidence.append(piece)
        elif is_folder or not _may_be_attached(name):
            others.append((name, is_folder))
    findings.diagnostics += _report_others(folder, others, unsafe, _listed(evidence))
    return evidence


def _report_others(
    folder: Folder, others: Iterable[tuple[str, bool]], unsafe: Findings, listed: frozenset[str]
) -> list[Diagnostic]:
    """Return what is wrong with other files. What evidence lists is reported there."""
    findings = Findings()
    for name, is_folder in others:
        if is_folder or name not in listed:
            _refuse_file(folder, name, findings)
    kinds = {f"{folder.path}/{name}" for name in listed if describe_unshown(name)}
    return [
        *findings.diagnostics,
        *(fault for fault in unsafe.diagnostics if fault.at.path not in kinds),
    ]


def _refuse_file(folder: Folder, name: str, findings: Findings) -> None:
    unshown = describe_unshown(name)
    message = f"{name} cannot be shown"
    hint = f"shown are {name_kinds()}; transcripts are .txt and .vtt"
    if unshown is not None:
        message, hint = f"{name} {unshown.message}", unshown.hint
    findings.error(f"{folder.path}/{name}", Rule.UNEXPECTED_FILE, message, hint)


def _listed(evidence: Iterable[Evidence]) -> frozenset[str]:
    """Return the names of the files that evidence lists."""
    return frozenset(attached.path for piece in evidence for attached in piece.files)


def _find_refused(folder: Folder, names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if "/" not in name and is_file(folder, name))


def learner_stems(root: Folder, learner: LearnerId) -> list[str]:
    """Return the names of a learner's evidence files, the oldest first."""
    folder = root / "portfolios" / learner / "evidence"
    names = [name.removesuffix(".md") for name, _ in folder.entries(Findings()) if ".md" in name]
    return [name for name in names if re.fullmatch(STEM, name)]


def _attachments(folder: Folder) -> list[str]:
    # `_load_all_evidence` reports files that do not belong here.
    names = folder.entries(Findings())
    return [name for name, is_folder in names if not is_folder and _may_be_attached(name)]


def _may_be_attached(name: str) -> bool:
    return name.rpartition(".")[2] in ATTACHMENTS


def _load_evidence(folder: Folder, name: str, findings: Findings) -> Evidence | None:
    stem = name.removesuffix(".md")
    if not re.fullmatch(STEM, stem):
        hint = "name it with its day and a few words, for example 2027-03-01-the-meal.md"
        message = f"{name} does not begin with a day"
        findings.error(f"{folder.path}/{name}", Rule.BAD_NAME, message, hint)
        return None
    findings.defined.add(("EvidenceRef", stem))
    given = {"stem": EvidenceRef(stem), "pictures": ()}
    evidence: Evidence | None = markdown_file(folder, name, Evidence, findings, given)
    if evidence is None:
        return None
    path = f"{folder.path}/{name}"
    return replace(evidence, pictures=find_pictures(evidence.body, path, evidence.body_line))


def load_own_supports(root: Folder, learner: LearnerId) -> list[Support]:
    """Return a learner's supports that have files. Mistakes are reported with the portfolio."""
    return _load_supports(root / "portfolios" / learner / "supports", Findings())


def _load_supports(folder: Folder, findings: Findings) -> list[Support]:
    supports = []
    for name in _yaml_names(folder, findings):
        given = {"id": Slug(name.removesuffix(".yml"))}
        value = yaml_file(folder, name, Support, findings, given)
        if value is not None:
            supports.append(value)
    return supports
