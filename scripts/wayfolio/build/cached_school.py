"""A school loaded with the help of the cache: only what has changed is decoded.

The school is the one that `school.read.read_school` returns, but its roster holds only the learners
who are rebuilt and those who share work with them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.build.cache import BuildCache
from wayfolio.build.cached_groups import LoadedGroups, load_group_files, mentions_of_evidence
from wayfolio.build.departed import KnownLearners, find_departed, report_departed
from wayfolio.build.name_permissions import NAMES, PublicNames, find_public_names
from wayfolio.build.roster_cache import RosterCache, leave_out_wrong_files, load_roster_rows
from wayfolio.build.strays import NO_STRAYS, Strays, find_strays
from wayfolio.check.addresses import find_taken_addresses
from wayfolio.check.keeping import is_of_a_stray
from wayfolio.load.catalogue import load_catalogue
from wayfolio.load.docs_folder import DocsFolder, load_docs
from wayfolio.load.files import Findings, Folder, refuse_links
from wayfolio.load.groups import GROUPS, extract_own_tasks
from wayfolio.load.portfolio import settle_group_work
from wayfolio.load.sources import overlay_sources
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.names import LearnerId
from wayfolio.model.own_files import DOCS, SETTINGS
from wayfolio.model.portfolio import GroupFile, LearnerFile
from wayfolio.model.roster import GroupWork, Roster
from wayfolio.plan.redaction import redact_catalogue
from wayfolio.plan.work_queue import groups_of
from wayfolio.repository.git import PendingStatus
from wayfolio.repository.versions import Versions, read_versions
from wayfolio.school.learner import LoadedSchool, soften_for_site
from wayfolio.school.own_pages import names_written_by_hand
from wayfolio.school.read import SharedCheck, assemble_school, check_shared, records_of


class SchoolSnapshot(Struct, frozen=True, kw_only=True):
    """A school as a build with a cache loads it."""

    school: LoadedSchool
    everybody: PublicNames
    learners: tuple[LearnerId, ...]
    own: Mapping[LearnerId, str]
    """A version of each learner's folder."""
    others: Mapping[LearnerId, str]
    """An id of what others have to do with each: shared work, and what groups did."""
    shared: Mapping[str, str]
    """What all learners depend on, by what it is: an id each."""
    roll: RosterCache
    roster_id: str
    """An id of the catalogue and every row of the roster."""
    unsure: Mapping[LearnerId, tuple[str, ...]] = field(default_factory=dict)
    """Learners of whom ratings may be missing, each with the group files that have errors."""
    left_out: tuple[str, ...] = ()
    """Files that all learners share, left out for their errors."""
    by_hand: tuple[Diagnostic, ...]
    """Names in the catalogue and in the school's own pages. They stop nothing."""
    strays: Strays = NO_STRAYS
    """What lies among the learners' folders and is passed over."""
    names_before: PublicNames | None = None
    """Whose names might be shown at the last build; None if nothing has changed, or unknown."""

    def school_for(self, learners: Iterable[LearnerId]) -> LoadedSchool:
        """Return the school with the rows of the roster that some learners need."""
        wanted = set(learners)
        for work in self.school.roster.group_work:
            if not wanted.isdisjoint(work.authors):
                wanted.update(work.authors)
        rows = {learner: self.roll.row(learner).file for learner in self.own if learner in wanted}
        return replace(self.school, roster=replace(self.school.roster, learners=rows))


def load_cached_school(
    root: Path,
    today: date,
    cache: BuildCache,
    pending: PendingStatus | None,
    known: KnownLearners,
    *,
    keep_going: bool,
) -> tuple[SchoolSnapshot | None, list[Diagnostic], Versions]:
    """Load the shared data, decoding only what changed. Return None if it cannot be read.

    `known`: learners at the last build. `keep_going`: whether an error in a file ends its consents.
    """
    versions = read_versions(root, status=pending)
    loaded = _load_catalogue(Folder(root), cache, versions)
    findings, written = loaded.findings, loaded.catalogue
    if written is None:
        return None, findings.diagnostics, versions
    files = _load_shared_files(root, loaded, written, cache, versions, known)
    roll, groups, versions = files.roll, files.groups, files.versions
    today = written.school.as_of or today
    roster_id = roll.id_with(loaded.digest)
    checked = _check(written, files, findings, cache, roster_id)
    if keep_going:
        roster_id = leave_out_wrong_files(roll, loaded.digest, checked.diagnostics)
    everybody, names_before = _public_names(written, roll, today, cache, roster_id)
    shared_id = f"{roster_id} {files.groups_version}"
    work = _shared_work(cache, roll, groups.files, shared_id)
    redacted = _redact(root, loaded, files, everybody, cache, (shared_id, everybody.people_id))
    roster = Roster(groups=groups.files, group_work=work)
    evidence = mentions_of_evidence(groups.findings)
    people, folder = everybody.people, files.folder
    school = assemble_school(folder, today, written, roster, checked, evidence, people)
    snapshot = SchoolSnapshot(
        school=_hide_names(school, redacted, everybody),
        everybody=everybody,
        learners=tuple(roll.digests),
        own={learner: versions.learners[learner] for learner in roll.digests},
        others=_ids_of_others(files, work, _ids_of_tasks(written, files, cache, shared_id)),
        shared={
            "the catalogue": redacted.digest or loaded.digest,
            NAMES: everybody.people_id,
        },
        roll=roll,
        roster_id=roster_id,
        by_hand=redacted.diagnostics,
        strays=files.strays,
        names_before=names_before,
    )
    return snapshot, list(checked.diagnostics), versions


# ---- the catalogue and the roster ----------------------------------------------------------------


class _LoadedCatalogue(Struct, frozen=True, kw_only=True):
    catalogue: Catalogue | None
    findings: Findings
    digest: str
    """An id of what it says."""


def _load_catalogue(folder: Folder, cache: BuildCache, versions: Versions) -> _LoadedCatalogue:
    version = f"{versions.top.get('competencies', '')} {versions.top.get('translations', '')}"

    def load() -> _LoadedCatalogue:
        findings = Findings()
        catalogue = load_catalogue(folder, findings)
        digest = fingerprint(catalogue) if catalogue else ""
        return _LoadedCatalogue(catalogue=catalogue, findings=findings, digest=digest)

    return cache.cached("catalogue", version, _LoadedCatalogue, load)


class _SharedFiles(Struct, frozen=True, kw_only=True):
    """The roster and the group files, and the folder that they lie in."""

    folder: Folder
    versions: Versions
    roll: RosterCache
    groups: LoadedGroups
    strays: Strays

    @property
    def groups_version(self) -> str:
        """The version of the group files."""
        return _groups_version(self.versions)


def _groups_version(versions: Versions) -> str:
    return versions.learners.get(GROUPS, "")


def _load_shared_files(
    root: Path,
    loaded: _LoadedCatalogue,
    catalogue: Catalogue,
    cache: BuildCache,
    versions: Versions,
    known: KnownLearners,
) -> _SharedFiles:
    findings, folder = loaded.findings, Folder(root)
    docs = _load_docs(root, cache, versions, findings)
    if catalogue.school.sources:
        folder = overlay_sources(folder, catalogue.school.sources, findings)
        versions = read_versions(root, [layer.root for layer in folder.layers])
    roll = load_roster_rows(folder, cache, versions, findings)
    roll.has_sure_day = catalogue.school.has_sure_day
    departed = _find_departed(known, roll, findings)
    strays = _find_strays(folder, findings, roll, departed)
    roll.departed = {**departed, **strays.hidden}
    findings.diagnostics.extend(find_taken_addresses(docs.paths, catalogue, roll.digests))
    groups = load_group_files(folder, cache, _groups_version(versions))
    findings.take(groups.findings)
    return _SharedFiles(folder=folder, versions=versions, roll=roll, groups=groups, strays=strays)


def _load_docs(root: Path, cache: BuildCache, versions: Versions, findings: Findings) -> DocsFolder:
    """Return the school's own files; they are read only if one has changed."""
    refuse_links(Folder(root), DOCS, findings)
    version = fingerprint(versions.top.get(DOCS, ""), versions.top.get(SETTINGS, ""))
    docs = cache.cached("docs", version, DocsFolder, partial(load_docs, root))
    findings.take(docs.findings)
    return docs


# ---- what follows from all of them ---------------------------------------------------------------


def _check(
    catalogue: Catalogue,
    files: _SharedFiles,
    findings: Findings,
    cache: BuildCache,
    roster_id: str,
) -> SharedCheck:
    """Return the names that exist, and the mistakes in what all learners share."""
    tops = tuple(files.versions.top.get(name, "") for name in ("competencies", "translations"))
    version = fingerprint(roster_id, *tops, files.groups_version, tuple(findings.diagnostics))

    def check() -> SharedCheck:
        rows = files.roll.all_rows()
        for row in rows.values():
            findings.take(row.findings)
        own = {learner: rows[learner].file for learner in files.roll.digests}
        return check_shared(catalogue, records_of(files.groups.files, own), findings)

    checked = cache.cached("checked", version, SharedCheck, check)
    return replace(checked, diagnostics=tuple(soften_for_site(checked.diagnostics)))


def _find_strays(
    folder: Folder, findings: Findings, roll: RosterCache, departed: Mapping[LearnerId, LearnerFile]
) -> Strays:
    """Return what lies among the learners' folders. Nearly always nothing, and no row is needed."""
    if not any(map(is_of_a_stray, findings.diagnostics)):
        return NO_STRAYS
    rows = {learner: row.file for learner, row in roll.all_rows().items()}
    return find_strays(folder, rows, departed)


def _find_departed(
    known: KnownLearners, roll: RosterCache, findings: Findings
) -> dict[LearnerId, LearnerFile]:
    """Return the rows of those who have gone. Nearly always nobody has, and no row is needed."""
    if known.learners.keys() <= roll.digests.keys():
        return {}
    rows = {learner: row.file for learner, row in roll.all_rows().items()}
    departed = find_departed(known, rows)
    findings.diagnostics.extend(report_departed(departed))
    return departed


def _public_names(
    catalogue: Catalogue, roll: RosterCache, today: date, cache: BuildCache, roster_id: str
) -> tuple[PublicNames, PublicNames | None]:
    """Return whose names may be shown, and whose might be at the last build if that is new."""
    kept = cache.get("public names", roster_id, PublicNames)
    if kept is not None and kept.is_right_on(today):
        return kept, None
    before = cache.get_latest("public names", PublicNames)
    rows = {learner: row.file for learner, row in roll.all_rows().items()}
    names = find_public_names(catalogue, {**rows, **roll.departed}, today)
    cache.put("public names", roster_id, names)
    return names, before


class _Redacted(Struct, frozen=True, kw_only=True):
    diagnostics: tuple[Diagnostic, ...]
    """The private names in the catalogue and in the school's own pages."""
    catalogue: Catalogue | None = None
    """The catalogue without them; None where it has none."""
    digest: str = ""


def _redact(
    root: Path,
    loaded: _LoadedCatalogue,
    files: _SharedFiles,
    everybody: PublicNames,
    cache: BuildCache,
    ids: tuple[str, ...],
) -> _Redacted:
    """Return the private names in what is written by hand, and the catalogue without them.

    `ids`: of the roster and the group files, and of the names that may not be shown.
    """
    assert loaded.catalogue is not None
    tops = [files.versions.top.get(name, "") for name in (DOCS, SETTINGS, "competencies")]
    version = fingerprint(*ids, everybody.since, *tops)
    find = partial(_find_handwritten_names, root, loaded.catalogue, files.groups.files, everybody)
    return cache.cached("written by hand", version, _Redacted, find)


def _find_handwritten_names(
    root: Path, catalogue: Catalogue, groups: tuple[GroupFile, ...], everybody: PublicNames
) -> _Redacted:
    people = everybody.people
    diagnostics = tuple(names_written_by_hand(root, catalogue, groups, people, everybody.names))
    redacted = redact_catalogue(catalogue, people.certain)
    if redacted is catalogue:
        return _Redacted(diagnostics=diagnostics)
    return _Redacted(diagnostics=diagnostics, catalogue=redacted, digest=fingerprint(redacted))


def _hide_names(school: LoadedSchool, redacted: _Redacted, everybody: PublicNames) -> LoadedSchool:
    """Return a school that names nobody. The rules stay those of the catalogue as it is written."""
    catalogue = redacted.catalogue or school.catalogue
    return replace(school, catalogue=catalogue, hidden_ids=everybody.hidden_ids)


class _SharedWork(Struct, frozen=True):
    work: tuple[GroupWork, ...]


def _shared_work(
    cache: BuildCache, roll: RosterCache, groups: Iterable[GroupFile], version: str
) -> tuple[GroupWork, ...]:
    """Return all work that has several authors, with who has agreed to be named."""

    def collect() -> _SharedWork:
        return _SharedWork(settle_group_work(roll.all_rows(), groups))

    return cache.cached("shared work", version, _SharedWork, collect).work


class _TaskIds(Struct, frozen=True):
    ids: Mapping[LearnerId, str]


def _ids_of_tasks(
    catalogue: Catalogue, shared: _SharedFiles, cache: BuildCache, version: str
) -> Mapping[LearnerId, str]:
    """Return for each learner with tasks an id of these, and of what is said of them alone."""
    files = [file for file in shared.groups.files if file.task is not None]
    if not files:
        return {}

    def collect() -> _TaskIds:
        ids = {}
        for learner, row in shared.roll.all_rows().items():
            around = groups_of(catalogue, row.file.group)
            if tasks := extract_own_tasks(files, learner, around):
                ids[learner] = fingerprint(tasks)
        return _TaskIds(ids)

    return cache.cached("tasks", version, _TaskIds, collect).ids


def _ids_of_others(
    shared: _SharedFiles, shared_work: Iterable[GroupWork], task_ids: Mapping[LearnerId, str]
) -> Mapping[LearnerId, str]:
    """Return for each learner an id of what others have to do with them."""
    parts: dict[LearnerId, list[str]] = {}
    roll = shared.roll
    for work in shared_work:
        rows = [f"{author} {roll.digests.get(author, 'is not here')}" for author in work.authors]
        rows.append(f"{work.ref} {sorted(work.named)}")
        for author in work.authors:
            parts.setdefault(author, []).extend(rows)
    for digests in (shared.groups.digests, task_ids):
        for learner, digest in digests.items():
            parts.setdefault(learner, []).append(digest)
    return {learner: fingerprint(*ids) for learner, ids in parts.items()}
