"""Finds the learner of this school whom a row of another program's list means.

Where several learners or several rows fit, somebody is asked: nobody is guessed.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import LearnerFile
from wayfolio.model.rosters import LearnerRow

Files = Mapping[LearnerId, LearnerFile]


def fold_name_of(text: str) -> str:
    """Return a name as it is compared: composed, without case, with single blanks."""
    return unicodedata.normalize("NFC", " ".join(text.casefold().split()))


class Match(Struct, frozen=True):
    """Whom a row means: a learner, somebody new, or nobody for sure."""

    learner: LearnerId | None = None
    why: str = ""
    """Why it is not taken; empty where it is."""
    mend: str = ""


NEW = Match()


class LearnerIndex(Struct, frozen=True, kw_only=True):
    """The school's learners, by all that names them."""

    files: Files
    by_external: Mapping[tuple[str, str], Sequence[LearnerId]]
    by_any_external: Mapping[str, Sequence[LearnerId]]
    """The same, whatever the source."""
    by_login: Mapping[str, Sequence[LearnerId]]
    by_name: Mapping[str, Sequence[LearnerId]]

    def find(self, called: str) -> list[LearnerId]:
        """Return the learners with an id, a login, a source's id or a whole name."""
        folded = fold_name_of(called)
        if folded in self.files:
            return [LearnerId(folded)]
        known = self.by_any_external.get(called, ())
        named = [*known, *self.by_login.get(folded, ()), *self.by_name.get(folded, ())]
        return list(dict.fromkeys(named))


def index_learners(files: Files) -> LearnerIndex:
    """Return learners by ids of other programs, logins and names."""
    by_external: dict[tuple[str, str], list[LearnerId]] = defaultdict(list)
    by_any_external: dict[str, list[LearnerId]] = defaultdict(list)
    by_login: dict[str, list[LearnerId]] = defaultdict(list)
    by_name: dict[str, list[LearnerId]] = defaultdict(list)
    for learner, file in files.items():
        for source, known in file.external_ids.items():
            by_external[source, known].append(learner)
            by_any_external[known].append(learner)
        for login in file.logins:
            by_login[login.casefold()].append(learner)
        by_name[fold_name_of(file.name.full)].append(learner)
    return LearnerIndex(
        files=files,
        by_external=by_external,
        by_any_external=by_any_external,
        by_login=by_login,
        by_name=by_name,
    )


# ---- rows ----------------------------------------------------------------------------------------


class _Matching(Struct, kw_only=True):
    """What has been found so far, row by row."""

    index: LearnerIndex
    matches: dict[int, Match]
    """Number of the row -> whom it means."""
    claimed: dict[LearnerId, LearnerRow]

    def claim(self, number: int, row: LearnerRow, learner: LearnerId) -> None:
        """Let a row mean a learner, unless another row means them already."""
        if earlier := self.claimed.get(learner):
            why = f"line {earlier.at.line} is {learner} already"
            self.matches[number] = Match(None, why, "take one of the two rows away")
        else:
            self.claimed[learner] = row
            self.matches[number] = Match(learner)

    def ask(self, number: int, why: str, mend: str) -> None:
        """Leave a row until somebody says whom it means."""
        self.matches[number] = Match(None, why, mend)


def match_rows(rows: Sequence[LearnerRow], files: Files) -> list[Match]:
    """Return whom each row means."""
    matching = _Matching(index=index_learners(files), matches={}, claimed={})
    _leave_repeated(matching, rows)
    repeated = frozenset(matching.matches)
    for number, row in enumerate(rows):
        if number not in repeated:
            _match_by_id(matching, number, row)
    for number, row in enumerate(rows):
        if number not in matching.matches:
            _match_by_login(matching, number, row)
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if number not in repeated:
            by_name[fold_name_of(row.name)].append(number)
    for name, numbers in by_name.items():
        _match_by_name(matching, name, {number: rows[number] for number in numbers})
    return [matching.matches.get(number, NEW) for number in range(len(rows))]


def _identity(row: LearnerRow) -> str:
    """Return what tells a row from another of the same name; empty where nothing does."""
    return row.external_id or row.id or row.login


def _leave_repeated(matching: _Matching, rows: Sequence[LearnerRow]) -> None:
    """Leave a row that an earlier one repeats."""
    first: dict[tuple[object, ...], LearnerRow] = {}
    for number, row in enumerate(rows):
        named = (fold_name_of(row.name), row.login, row.groups)
        key = (row.external_id or row.id,) if row.external_id or row.id else named
        same = first.setdefault(key, row)
        if same is not row:
            why = f"line {same.at.line} is the same learner"
            mend = "for two learners of one name, add a column id with an id for each"
            matching.ask(number, why, mend)


def _match_by_id(matching: _Matching, number: int, row: LearnerRow) -> None:
    """Find the learner whom the source's own id, or the school's, names."""
    known = matching.index.by_external.get((row.source, row.external_id), ())
    if len(known) > 1:
        why = f"{' and '.join(known)} have the id {row.external_id} both"
        matching.ask(number, why, f"correct external_ids: in one of {_places(known)}")
    elif known:
        matching.claim(number, row, known[0])
    elif row.id in matching.index.files:
        learner = LearnerId(row.id)
        other = matching.index.files[learner].external_ids.get(row.source)
        if row.external_id and other:
            why = f"{learner} has the id {other} there, and not {row.external_id}"
            matching.ask(number, why, f"correct external_ids: in {_places([learner])}")
        else:
            matching.claim(number, row, learner)


def _match_by_name(matching: _Matching, name: str, rows: Mapping[int, LearnerRow]) -> None:
    """Find the learners for all rows of one name."""
    index = matching.index
    waiting = {number: row for number, row in rows.items() if number not in matching.matches}
    learners = [who for who in index.by_name.get(name, ()) if who not in matching.claimed]
    for number, row in waiting.items():
        fitting = [who for who in learners if _may_be(index.files[who], row)]
        if fitting:
            _settle_known(matching, number, fitting, waiting)
        else:
            _settle_new(matching, number, row, rows.values())


def _settle_known(
    matching: _Matching,
    number: int,
    fitting: Sequence[LearnerId],
    waiting: Mapping[int, LearnerRow],
) -> None:
    """Let a row be the only learner who fits, unless other rows fit as well."""
    row = waiting[number]
    if len(fitting) == 1 and len(waiting) == 1:
        matching.claim(number, row, fitting[0])
        return
    same = _lines_of_others(row, waiting.values())
    why = f"{same}here is {', '.join(fitting)}: which of them is this row?"
    matching.ask(number, why, _identify(row, fitting[0]))


def _settle_new(
    matching: _Matching, number: int, row: LearnerRow, named_alike: Iterable[LearnerRow]
) -> None:
    """Let a row be somebody new, unless other rows of the name may mean the same learner."""
    others = _lines_of_others(row, named_alike)
    if others and not _identity(row):
        why = f"{others}may be the same learner"
        matching.ask(number, why, "add a column id with an id for each learner, or keep one row")


def _lines_of_others(row: LearnerRow, rows: Iterable[LearnerRow]) -> str:
    lines = [str(other.at.line) for other in rows if other is not row]
    return f"line {', '.join(lines)} has the same name, and " if lines else ""


def _may_be(file: LearnerFile, row: LearnerRow) -> bool:
    """Whether a learner of the same name may be that of a row: not if the source has another id."""
    return not row.external_id or row.source not in file.external_ids


def _match_by_login(matching: _Matching, number: int, row: LearnerRow) -> None:
    known = matching.index.by_login.get(row.login.casefold(), ()) if row.login else ()
    fitting = [who for who in known if _may_be(matching.index.files[who], row)]
    if len(fitting) != 1 or fitting[0] in matching.claimed:
        return
    (learner,) = fitting
    here = matching.index.files[learner].name.full
    if fold_name_of(here) == fold_name_of(row.name):
        matching.claim(number, row, learner)
    else:
        why = f"{learner} has the login {row.login}, and is called {here}: is it the same learner?"
        matching.ask(number, why, f"if so, {_identify(row, learner)}; if not, correct the login")


def _identify(row: LearnerRow, learner: LearnerId) -> str:
    """Return what to type where a row is a learner."""
    if row.external_id:
        key = f"external_ids: {{{row.source}: {row.external_id}}}"
        return f"write {key} in {_places([learner])}, or in that of whoever it is"
    return f"write {learner}, or whoever it is, in a column id"


def _places(learners: Iterable[LearnerId]) -> str:
    return ", ".join(f"portfolios/{learner}/learner.yml" for learner in learners)
