"""The roster of a school, of which only those rows are decoded that have changed or are needed."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.build.cache import BuildCache
from wayfolio.check.keeping import learners_without_file
from wayfolio.load.files import Findings, Folder, is_file
from wayfolio.load.groups import GROUPS
from wayfolio.load.portfolio import Enrollment, find_learner_ids, load_enrollment
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import LearnerFile
from wayfolio.plan.consent import keep_margin
from wayfolio.repository.versions import Versions


class RosterCache(Struct):
    """The roster, row by row: the rows that are needed are fetched from the cache."""

    cache: BuildCache
    digests: dict[LearnerId, str] = field(default_factory=dict)
    rows: dict[LearnerId, Enrollment] = field(default_factory=dict)
    has_sure_day: bool = True
    """Whether consents count as they are written."""
    left_out: frozenset[LearnerId] = frozenset()
    """Learners whose consents do not count, since their own file has an error."""
    departed: Mapping[LearnerId, LearnerFile] = field(default_factory=dict)
    """Those who were learners at the last build and are not, with their names."""

    def row(self, learner: LearnerId) -> Enrollment:
        """Return a learner's row."""
        if learner not in self.rows:
            self.rows[learner] = self.cache.roster_row(learner)
        row = self.rows[learner]
        if learner in self.left_out:
            row = replace(row, file=replace(row.file, consent=()))
        return row if self.has_sure_day else replace(row, file=keep_margin(row.file))

    def all_rows(self) -> dict[LearnerId, Enrollment]:
        """Return every learner's row."""
        return {learner: self.row(learner) for learner in self.digests}

    def id_with(self, digest: str) -> str:
        """Return one id of every row, of those who have gone, and of the catalogue (`digest`)."""
        text = "\n".join((digest, *(f"{learner} {row}" for learner, row in self.digests.items())))
        combined = blake2b(text.encode(), digest_size=16).hexdigest()
        return fingerprint(combined, self.departed) if self.departed else combined


def load_roster_rows(
    folder: Folder, cache: BuildCache, versions: Versions, findings: Findings
) -> RosterCache:
    """Return the roster; the rows of learners whose folder has changed are loaded."""
    roll, known = RosterCache(cache), cache.roster_versions()
    names = versions.learners.keys() - {GROUPS}
    if names == known.keys() and _are_all_there(folder, versions, known):
        ids = [LearnerId(name) for name in sorted(names)]
        findings.defined.update(("LearnerId", name) for name in ids)
    else:
        ids = find_learner_ids(folder, findings)
    for gone in known.keys() - set(ids):
        cache.delete_roster_row(gone)
    for learner in ids:
        version, digest = known.get(learner, ("", ""))
        if version != versions.learners[learner]:
            row = load_enrollment(folder, learner)
            # Each build shows a file's diagnostics, also where the file says the same as before.
            diagnostics = [str(diagnostic) for diagnostic in row.findings.diagnostics]
            # Where ids of other programs stand is shown when another learner has one of them too.
            said = (row.file, row.file.key_places, row.work, row.agrees)
            digest = fingerprint(*said, *diagnostics)
            cache.put_roster_row(learner, versions.learners[learner], digest, row)
            roll.rows[learner] = row
        roll.digests[learner] = digest
    return roll


def _are_all_there(
    folder: Folder, versions: Versions, known: Mapping[str, tuple[str, str]]
) -> bool:
    """Whether no learner's folder has become an empty one, which is nobody's."""
    return all(
        is_file(folder / "portfolios" / learner, "learner.yml")
        for learner, (version, _) in known.items()
        if version != versions.learners[learner]
    )


def leave_out_wrong_files(roll: RosterCache, digest: str, diagnostics: Iterable[Diagnostic]) -> str:
    """Let the consents in files with errors count no more; return the id of the rows as they are.

    `digest`: the id of the catalogue.
    """
    roll.left_out = learners_without_file(diagnostics) & roll.digests.keys()
    for learner in roll.left_out:
        roll.digests[learner] += " without consent"
    return roll.id_with(digest)
