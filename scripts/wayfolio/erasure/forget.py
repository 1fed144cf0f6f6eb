"""`wayfolio forget` and `wayfolio clean`: finds traces of a learner, and removes some of them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from wayfolio.build.cache_folder import cache_folder
from wayfolio.build.departed import KnownLearners, forget_known_learner, read_known_learners
from wayfolio.keys import keyring
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import find_learner_ids, load_roster
from wayfolio.load.subject_search import find_mentions, find_own_files
from wayfolio.media.sanitize import NotSanitized, sanitize
from wayfolio.model.counts import count_of
from wayfolio.model.diagnostics import Location
from wayfolio.model.names import LearnerId
from wayfolio.model.people import collect_people
from wayfolio.model.portfolio import Name
from wayfolio.model.refusal import Refusal
from wayfolio.publish.atomic_files import remove_files, replace_file
from wayfolio.repository.git import count_commits


class NobodyKnown(Refusal):
    """There is no learner of that id."""


class LearnerTraces(Struct, frozen=True, kw_only=True):
    """Every place that holds or names a learner, and what has been removed."""

    learner: LearnerId
    files: tuple[str, ...]
    mentions: tuple[tuple[Location, str], ...]
    removed: tuple[Path, ...]
    commits: int | None
    keys: int | None
    """How many keys for this learner alone were removed; None if there was no secret to look."""

    def lines(self) -> Iterator[str]:
        """Yield the report for a terminal."""
        yield f"{self.learner}: what is there, and what is left to do"
        yield from self._removal_lines()
        yield f"\n{len(self.files)} files are the learner's own:"
        yield from (f"  {path}" for path in self.files)
        yield f"\n{len(self.mentions)} other places name the learner (mend them by hand):"
        yield from (f"  {at}: {word}" for at, word in self.mentions)
        yield from self._command_lines()

    def _removal_lines(self) -> Iterator[str]:
        yield "\nremoved, because this tool had made it:"
        yield from (f"  {path}" for path in self.removed or (Path("nothing"),))
        if self.keys is None:
            yield f"  not yet from {keyring.PLACE}: run this again with the build secret"
        elif self.keys:
            yield f"  {count_of(self.keys, 'key')}, from {keyring.PLACE}: commit it"

    def _command_lines(self) -> Iterator[str]:
        folder = f"portfolios/{self.learner}"
        yield AFTER_REMOVAL.format(folder=folder)
        if self.commits is None:
            yield "this folder is no git repository, so no history keeps anything\n"
        else:
            yield IN_HISTORY.format(folder=folder, commits=self.commits)
        yield OUT_OF_REACH


AFTER_REMOVAL = """
to take the learner out of the school from now on:
  git rm -r {folder}
  git commit -m "Remove a portfolio"
  wayfolio build          and publish the new site in the place of the old one
"""
IN_HISTORY = """\
git still holds the folder in {commits} commits. To take it out of the history, in a fresh clone and
with git-filter-repo installed (every commit gets a new id):
  git filter-repo --invert-paths --path {folder}
  git filter-repo --replace-text FILE      FILE has a line  NAME==>N.  for each name above
  git push --force --mirror
and in each clone that stays:
  git reflog expire --expire=now --all && git gc --prune=now
"""
OUT_OF_REACH = """\
no command reaches these; ask those who have them:
  other clones and forks; backups
  pull requests, caches and artifacts of the host's CI (ask the host to collect garbage)
  search engines and archives (ask them to drop the addresses)"""


def forget_learner(
    root: Path, learner: str, sites: list[Path], secret: bytes | None = None
) -> LearnerTraces:
    """Find every trace of a learner, and remove the files that Wayfolio made.

    `secret`: the build secret, without which no key can be removed.
    Errors: NobodyKnown; KeysRefused.
    """
    cache = cache_folder(root)
    everybody = read_known_learners(cache)
    known = LearnerId(learner)
    name = _find_name(root, known, everybody)
    names = collect_people({known: name}, {known: None}, frozenset())
    traces = LearnerTraces(
        learner=known,
        keys=_remove_keys(root, known, secret),
        files=tuple(find_own_files(root, known)),
        mentions=tuple(find_mentions(root, known, names)),
        removed=tuple(remove_files(root, sites)),
        commits=count_commits(root, f"portfolios/{known}"),
    )
    forget_known_learner(cache, everybody, known)
    return traces


def _find_name(root: Path, learner: LearnerId, known: KnownLearners) -> Name:
    """Return a learner's name; of somebody whose folder is gone, the one of the last build."""
    folder = Folder(root)
    if learner in find_learner_ids(folder, Findings()):
        return load_roster(folder, Findings()).learners[learner].name
    if learner in known.learners:
        return known.learners[learner].name
    raise NobodyKnown(f"there is no learner “{learner}”: name a folder in portfolios/")


def _remove_keys(root: Path, learner: LearnerId, secret: bytes | None) -> int | None:
    if not (root / keyring.PLACE).exists():
        return 0
    return None if secret is None else len(keyring.forget_learner_keys(root, secret, learner))


def clean_files(files: Iterable[Path]) -> Iterator[tuple[Path, str, bool]]:
    """Rewrite files without their metadata.

    Yields each file, what became of it, and whether it is clean now.
    """
    for file in files:
        try:
            before, after = sanitize(file)
        except NotSanitized as refused:
            yield file, str(refused), False
            continue
        if before != after:
            replace_file(file, after)
        yield file, "was clean" if before == after else f"cleaned, {len(after)} bytes", True
