"""What groups did, with the help of the cache."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from wayfolio.build.cache import BuildCache
from wayfolio.build.encoding import StoredGroupFile, restore_group_file
from wayfolio.load.files import Findings, Folder
from wayfolio.load.groups import load_groups
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import GroupFile


class _StoredGroups(Struct, frozen=True, kw_only=True):
    files: tuple[StoredGroupFile, ...]
    findings: Findings
    digests: Mapping[LearnerId, str]


class LoadedGroups(Struct, frozen=True, kw_only=True):
    """The group files, and the mistakes and mentions in them."""

    files: tuple[GroupFile, ...]
    findings: Findings
    digests: Mapping[LearnerId, str]
    """An id of what the files say about each learner."""


def load_group_files(folder: Folder, cache: BuildCache, version: str) -> LoadedGroups:
    """Return what groups did, decoding it only if a file has changed. `version`: of the files."""
    # Not `cached`: group files are stored in another type than they are loaded in.
    stored = cache.get("groups", version, _StoredGroups)
    if stored is not None:
        return LoadedGroups(
            files=tuple(restore_group_file(file) for file in stored.files),
            findings=stored.findings,
            digests=stored.digests,
        )
    findings = Findings()
    files = tuple(load_groups(folder, findings))
    groups = LoadedGroups(files=files, findings=findings, digests=_digests_of(files, findings))
    cache.put("groups", version, groups)
    return groups


def _digests_of(files: Iterable[GroupFile], findings: Findings) -> Mapping[LearnerId, str]:
    by_learner: dict[LearnerId, list[object]] = {}
    for file in files:
        inside = set(file.learners)
        for session in file.sessions:
            inside.update(session.learners)
        for learner in inside:
            by_learner.setdefault(learner, []).append(file)
    for mention in findings.mentions:
        if mention.kind == "EvidenceRef":
            owner = LearnerId(mention.name.partition("/")[0])
            by_learner.setdefault(owner, []).append((mention.at, mention.name))
    return {learner: fingerprint(*values) for learner, values in by_learner.items()}


def mentions_of_evidence(findings: Findings) -> Findings:
    """Return what group files say about pieces of evidence, which their authors' units look up."""
    mentions = [mention for mention in findings.mentions if mention.kind == "EvidenceRef"]
    return Findings(mentions=mentions)
