"""A school read with the help of what the last build remembers: only what has changed is decoded.

What comes out is what `build.read_school` gives, but for the roster: it holds those learners alone
who are made anew, and whoever made work with them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.assess.policies import find_policy_problems, resolve_policies
from wayfolio.assess.rulebook import Rulebook
from wayfolio.build.cache import BuildCache
from wayfolio.check.catalogue import check_catalogue
from wayfolio.check.languages import check_languages
from wayfolio.check.names import collect_known_names
from wayfolio.load.catalogue import load_catalogue
from wayfolio.load.files import Findings, Folder, refuse_links
from wayfolio.load.groups import load_groups
from wayfolio.load.portfolio import Enrollment, find_learner_ids, load_enrollment
from wayfolio.load.sources import overlay_sources
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.leaks import Private
from wayfolio.model.names import LearnerId
from wayfolio.model.people import People
from wayfolio.model.portfolio import ConsentTo, GroupFile, LearnerFile
from wayfolio.model.roster import GroupWork, Roster
from wayfolio.plan.consent import publicly_allowed, tells_name
from wayfolio.plan.private import collect_private_names, public_parts
from wayfolio.plan.redaction import spoken_catalogue
from wayfolio.plan.valid_until import next_change
from wayfolio.render.language.reader import has_catalogue
from wayfolio.repository.git import PendingStatus
from wayfolio.repository.versions import Versions, read_versions
from wayfolio.school.learner import LoadedSchool
from wayfolio.school.own_pages import DOCS, SETTINGS, names_written_by_hand
from wayfolio.school.read import people_of

GROUPS = "_groups"


class PublicNames(Struct, frozen=True, kw_only=True):
    """What is worked out from the whole roster."""

    people: People
    names: Private
    """Names and ids that may not stand on a public page."""
    nameless: tuple[LearnerId, ...]
    """Who may be shown, but not by name, or not under an id that says more of it."""
    since: date
    until: date | None
    """The last day on which this is right."""
    allowed: Mapping[LearnerId, frozenset[ConsentTo]]
    """What consent lets everybody see of each."""


class SchoolSnapshot(Struct, frozen=True, kw_only=True):
    """A school as a build that remembers knows it."""

    school: LoadedSchool
    everybody: PublicNames
    learners: tuple[LearnerId, ...]
    own: Mapping[LearnerId, str]
    """What each learner's folder holds."""
    others: Mapping[LearnerId, str]
    """What others have to do with each: who made work with them, what groups did."""
    shared: Mapping[str, str]
    """What all learners depend on, by what it is: an id each."""
    roll: "RosterCache"
    roster_id: str
    """Of the catalogue and every row of the roster."""
    by_hand: tuple[Diagnostic, ...]
    """Names in the catalogue and in the school's own pages. They stop nothing."""

    def school_for(self, learners: Iterable[LearnerId]) -> LoadedSchool:
        """Return the school with the rows of the roster that some learners need."""
        wanted = set(learners)
        work = self.school.roster.group_work
        wanted.update(a for one in work if wanted.intersection(one.authors) for a in one.authors)
        rows = {who: self.roll.row(who).file for who in self.own if who in wanted}
        return replace(self.school, roster=replace(self.school.roster, learners=rows))


class RosterCache(Struct):
    """The roster, row by row: those that are needed are fetched from memory."""

    memory: BuildCache
    digests: dict[LearnerId, str] = field(default_factory=dict)
    fresh: dict[LearnerId, Enrollment] = field(default_factory=dict)

    def row(self, learner: LearnerId) -> Enrollment:
        if learner not in self.fresh:
            row: Enrollment = self.memory.roster_row(learner)
            self.fresh[learner] = row
        return self.fresh[learner]

    def all_rows(self) -> dict[LearnerId, Enrollment]:
        return {learner: self.row(learner) for learner in self.digests}


def load_cached_school(
    root: Path, today: date, memory: BuildCache, asked: PendingStatus | None = None
) -> tuple[SchoolSnapshot | None, list[Diagnostic], Versions]:
    """Read what all learners share, as far as it has changed. Nothing where it cannot be read.

    `asked`: git's answer to what has changed, where it has been asked already.
    """
    found = read_versions(root, status=asked)
    folder = Folder(root)
    catalogue, findings, digest = _catalogue(folder, memory, found)
    if catalogue is None:
        return None, findings.diagnostics, found
    refuse_links(folder, "docs", findings)
    if catalogue.school.sources:
        folder = overlay_sources(folder, catalogue.school.sources, findings)
        found = read_versions(root, [layer.root for layer in folder.layers])
    roll = _roll(folder, memory, found, findings)
    shared, group_digests = _groups(folder, memory, found)
    findings.take(shared.found)
    today = catalogue.school.as_of or today
    all_ids = _together(digest, roll.digests)
    known, diagnostics = _checked(catalogue, roll, findings, memory, found, all_ids)
    everybody = _everybody(catalogue, roll, today, memory, all_ids)
    work = _work(memory, roll, all_ids)
    people_id = fingerprint(everybody.people)
    by_hand, spoken = _by_hand(root, catalogue, everybody, memory, found, (all_ids, people_id))
    book = Rulebook(catalogue=catalogue, policies=resolve_policies(catalogue.policies))
    catalogue, digest = spoken or (catalogue, digest)
    school = LoadedSchool(
        root=root,
        folder=folder,
        today=today,
        catalogue=catalogue,
        book=book,
        roster=Roster(groups=shared.files, group_work=work),
        known=known,
        diagnostics=tuple(diagnostics),
        shared=_of_evidence(shared.found),
        people=everybody.people,
    )
    learned = SchoolSnapshot(
        school=school,
        everybody=everybody,
        learners=tuple(roll.digests),
        own={learner: found.learners[learner] for learner in roll.digests},
        others=_others(roll, work, group_digests),
        shared={"the catalogue": digest, "whose names may be shown": people_id},
        roll=roll,
        roster_id=all_ids,
        by_hand=by_hand,
    )
    return learned, diagnostics, found


def _catalogue(
    folder: Folder, memory: BuildCache, found: Versions
) -> tuple[Catalogue | None, Findings, str]:
    """Return the catalogue, what was found in it, and an id of what it says."""
    version = f"{found.top.get('competencies', '')} {found.top.get('translations', '')}"
    kept: tuple[Catalogue | None, Findings, str] | None = memory.recall("catalogue", version)
    if kept is not None:
        return kept
    findings = Findings()
    catalogue = load_catalogue(folder, findings)
    digest = fingerprint(catalogue) if catalogue else ""
    memory.keep("catalogue", version, (catalogue, findings, digest))
    # Once more, so that nobody changes what was kept.
    return memory.recall("catalogue", version) or (catalogue, findings, digest)


def _roll(folder: Folder, memory: BuildCache, found: Versions, findings: Findings) -> RosterCache:
    """Read the rows of those learners whose folder has changed."""
    roll, known = RosterCache(memory), memory.roster()
    names = found.learners.keys() - {GROUPS}
    if names == known.keys():
        ids = [LearnerId(name) for name in sorted(names)]
        findings.defined.update(("LearnerId", name) for name in ids)
    else:
        ids = find_learner_ids(folder, findings)
    for gone in known.keys() - set(ids):
        memory.strike(gone)
    for learner in ids:
        version, digest = known.get(learner, ("", ""))
        if version != found.learners[learner]:
            row = load_enrollment(folder, learner)
            # What is wrong in a file is told by each build, also where it says the same as before.
            wrong = [str(diagnostic) for diagnostic in row.findings.diagnostics]
            digest = fingerprint(row.file, row.work, *wrong)
            memory.enrol(learner, found.learners[learner], digest, row)
            roll.fresh[learner] = row
        roll.digests[learner] = digest
    return roll


class _Groups(Struct, frozen=True, kw_only=True):
    files: tuple[GroupFile, ...]
    found: Findings


def _groups(
    folder: Folder, memory: BuildCache, found: Versions
) -> tuple[_Groups, Mapping[LearnerId, str]]:
    """Return the group files, and an id of what they say about each learner."""
    version = found.learners.get(GROUPS, "")
    kept: tuple[_Groups, Mapping[LearnerId, str]] | None = memory.recall("groups", version)
    if kept is not None:
        return kept
    findings = Findings()
    files = tuple(load_groups(folder, findings))
    by_learner: dict[LearnerId, list[object]] = {}
    for file in files:
        inside = {*file.learners, *(who for session in file.sessions for who in session.learners)}
        for learner in inside:
            by_learner.setdefault(learner, []).append(file)
    for mention in findings.mentions:
        if mention.kind == "EvidenceRef":
            owner = LearnerId(mention.name.partition("/")[0])
            by_learner.setdefault(owner, []).append((mention.at, mention.name))
    digests = {learner: fingerprint(*nouns) for learner, nouns in by_learner.items()}
    memory.keep("groups", version, (_Groups(files=files, found=findings), digests))
    return _Groups(files=files, found=findings), digests


def _together(digest: str, digests: Mapping[LearnerId, str]) -> str:
    """Return one id of the catalogue and every row of the roster."""
    text = "\n".join((digest, *(f"{learner} {row}" for learner, row in digests.items())))
    return blake2b(text.encode(), digest_size=16).hexdigest()


Checked = tuple[Mapping[str, frozenset[str]], list[Diagnostic]]


def _checked(
    catalogue: Catalogue,
    roll: RosterCache,
    findings: Findings,
    memory: BuildCache,
    found: Versions,
    all_ids: str,
) -> Checked:
    """Return the names that exist, and what is to be mended in what all learners share."""
    parts = tuple(found.top.get(name, "") for name in ("competencies", "translations"))
    version = fingerprint(
        all_ids, *parts, found.learners.get(GROUPS, ""), tuple(findings.diagnostics)
    )
    kept: Checked | None = memory.recall("checked", version)
    if kept is not None:
        return kept
    for row in roll.all_rows().values():
        findings.take(row.findings)
    known = collect_known_names(
        catalogue, resolve_policies(catalogue.policies), roll.digests, findings.defined
    )
    told = check_catalogue(catalogue, known, findings.mentions, find_policy_problems(catalogue))
    there = [one for one in catalogue.school.languages if has_catalogue(one)]
    checked = known, [*findings.diagnostics, *told, *check_languages(catalogue, there)]
    memory.keep("checked", version, checked)
    return checked


def _everybody(
    catalogue: Catalogue, roll: RosterCache, today: date, memory: BuildCache, all_ids: str
) -> PublicNames:
    kept: PublicNames | None = memory.recall("everybody", all_ids)
    if kept is not None and kept.since <= today and (kept.until is None or today <= kept.until):
        return kept
    rows = {learner: row.file for learner, row in roll.all_rows().items()}
    everybody = find_public_names(catalogue, rows, today)
    memory.keep("everybody", all_ids, everybody)
    return everybody


def find_public_names(
    catalogue: Catalogue, rows: Mapping[LearnerId, LearnerFile], today: date
) -> PublicNames:
    """Work out what the whole roster says on a day."""
    found = people_of(catalogue, rows, today)
    return PublicNames(
        people=found,
        names=collect_private_names(Roster(learners=rows), found, today, public_parts(catalogue)),
        nameless=tuple(
            learner
            for learner, file in rows.items()
            if _is_nameless(file, today) or (_is_seen(file, today) and tells_name(learner, found))
        ),
        since=today,
        until=next_change([(file.consent, file.adult_from) for file in rows.values()], today),
        allowed={learner: publicly_allowed(file, today).what for learner, file in rows.items()},
    )


ByHand = tuple[tuple[Diagnostic, ...], tuple[Catalogue, str] | None]


def _by_hand(
    root: Path,
    catalogue: Catalogue,
    everybody: PublicNames,
    memory: BuildCache,
    found: Versions,
    ids: tuple[str, ...],
) -> ByHand:
    """Return the names in what is written by hand, and the catalogue without them, with its id.

    No catalogue where it names nobody who may not be named. `ids`: of the roster, and of the names
    that may not be shown.
    """
    tops = [found.top.get(name, "") for name in (DOCS, SETTINGS, "competencies")]
    version = fingerprint(*ids, everybody.since, *tops)
    kept: ByHand | None = memory.recall("written by hand", version)
    if kept is not None:
        return kept
    people = everybody.people
    told = tuple(names_written_by_hand(root, catalogue, people, everybody.names))
    spoken = spoken_catalogue(catalogue, people.certain)
    by_hand = told, None if spoken is catalogue else (spoken, fingerprint(spoken))
    memory.keep("written by hand", version, by_hand)
    return by_hand


def _is_seen(file: LearnerFile, today: date) -> bool:
    return bool({"work", "badges"} & publicly_allowed(file, today).what)


def _is_nameless(file: LearnerFile, today: date) -> bool:
    return _is_seen(file, today) and "name" not in publicly_allowed(file, today)


def _work(memory: BuildCache, roll: RosterCache, all_ids: str) -> tuple[GroupWork, ...]:
    """Return all work that several made."""
    kept: tuple[GroupWork, ...] | None = memory.recall("work", all_ids)
    if kept is None:
        kept = tuple(work for row in roll.all_rows().values() for work in row.work)
        memory.keep("work", all_ids, kept)
    return kept


def _others(
    roll: RosterCache, work: Iterable[GroupWork], group_digests: Mapping[LearnerId, str]
) -> Mapping[LearnerId, str]:
    found: dict[LearnerId, list[str]] = {}
    for one in work:
        rows = [f"{author} {roll.digests.get(author, 'is not here')}" for author in one.authors]
        for author in one.authors:
            found.setdefault(author, []).extend(rows)
    for learner, digest in group_digests.items():
        found.setdefault(learner, []).append(digest)
    return {learner: fingerprint(*rows) for learner, rows in found.items()}


def _of_evidence(found: Findings) -> Findings:
    """Return what group files say about pieces of evidence, which their authors' units look up."""
    mentions = [mention for mention in found.mentions if mention.kind == "EvidenceRef"]
    return Findings(mentions=mentions)
