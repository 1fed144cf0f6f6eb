"""`wayfolio import learners` and `oneroster`: drafts learners' files from other programs' lists.

A learner whom the list knows by an id of its own is recognized by it, whatever name or group they
have by then. Importing a second time changes nothing.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from wayfolio.authoring.free_ids import FreeIds, spell_id
from wayfolio.authoring.known_groups import KnownGroups, index_groups
from wayfolio.authoring.known_learners import Match, fold_name_of, match_rows
from wayfolio.authoring.new import AuthoringSession
from wayfolio.authoring.new_year import ARCHIVE, ARCHIVED
from wayfolio.check.logins import LOGIN
from wayfolio.load.learner_lists import read_learner_list
from wayfolio.load.one_roster import read_one_roster
from wayfolio.load.portfolio import find_unfit_id
from wayfolio.load.tables import table_file
from wayfolio.model.counts import count_of
from wayfolio.model.import_report import ImportReport
from wayfolio.model.names import GroupId, LearnerId
from wayfolio.model.rosters import GroupName, LearnerRow, LearnerRows
from wayfolio.write.drafts import Draft, DraftPart
from wayfolio.write.learners import (
    is_whole_name,
    learner_text,
    name_pairs,
    set_external_id,
    set_group,
    set_name,
    show_initials,
)
from wayfolio.write.yaml_edits import NotTheUsualForm


class RosterOptions(Struct, frozen=True, kw_only=True):
    """How a list of learners is to be taken."""

    usual_group: str | None = None
    """The group of a row that names none."""
    encoding: str | None = None
    takes_names: bool = False
    """Whether the list's names replace the school's."""


SHOWS_INITIALS = (
    "the first name is the whole name, so initials are shown",
    "add a column for the first name, or write first: and shown: into learner.yml",
)
"""Why no more is shown of a name in one word, and what to do."""


class _LearnerImport(Struct, kw_only=True):
    """An import that is under way."""

    session: AuthoringSession
    draft: Draft
    options: RosterOptions
    groups: KnownGroups
    ids: FreeIds
    logins: dict[str, str]
    """Login -> whose it is."""
    programs: Mapping[GroupId, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    unchanged: int = 0

    @property
    def report(self) -> ImportReport:
        """What is said about it."""
        return self.draft.report


def draft_learners(
    session: AuthoringSession, kind: str, source: Path, options: RosterOptions
) -> Draft:
    """Draft new learners' files, and what changes in those of known ones.

    Errors: NotReadable.
    """
    draft = Draft(session.root)
    listed = _read(session, kind, source, options, draft.report)
    state = _LearnerImport(
        session=session,
        draft=draft,
        options=options,
        groups=index_groups(session.school.catalogue.school.groups),
        ids=FreeIds(taken=_taken_ids(session), is_unfit=_is_unfit),
        logins=_known_logins(session),
    )
    usual_programs = cache(session.usual_programmes)
    matches = match_rows(listed.rows, session.school.roster.learners)
    for row, match in zip(listed.rows, matches, strict=True):
        if match.why:
            draft.report.leave(row.name, match.why, match.mend, row.at)
        elif match.learner:
            _draft_known(state, row, match.learner)
        else:
            _draft_new(state, row, usual_programs)
    if state.unchanged:
        draft.report.keep(count_of(state.unchanged, "learner"), rows=state.unchanged)
    if listed.is_whole:
        _tell_absent(session, matches, listed, draft.report)
    return draft


def _read(
    session: AuthoringSession,
    kind: str,
    source: Path,
    options: RosterOptions,
    report: ImportReport,
) -> LearnerRows:
    if kind == "oneroster":
        return read_one_roster(source, report, session.today, options.encoding)
    return read_learner_list(table_file(source), report, options.encoding)


def _taken_ids(session: AuthoringSession) -> set[str]:
    """Return the ids of learners, of other folders beside theirs, and of those who have left."""
    folder = session.root / "portfolios"
    folders = {path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set()
    left = {path.name[11:-4] for path in (session.root / ARCHIVE).glob("*.zip") if _left(path)}
    return {*session.school.roster.learners, *folders, *left}


def _left(path: Path) -> bool:
    return ARCHIVED.fullmatch(path.name) is not None


def _is_unfit(name: str) -> bool:
    """Whether an id is none, or says nothing: `work` is what nameless things were called."""
    return name == "work" or find_unfit_id(name) is not None


def _known_logins(session: AuthoringSession) -> dict[str, str]:
    people = session.school.catalogue.school.people.items()
    logins = {login.casefold(): str(who) for who, person in people for login in person.logins}
    for learner, file in session.school.roster.learners.items():
        logins.update((login.casefold(), learner) for login in file.logins)
    return logins


def _tell_absent(
    session: AuthoringSession,
    matches: Sequence[Match],
    listed: LearnerRows,
    report: ImportReport,
) -> None:
    """Say which learners of the school are not in the list."""
    matched = {match.learner for match in matches}
    named_in_list = {fold_name_of(row.name) for row in listed.rows}
    absent = [
        learner
        for learner, file in session.school.roster.learners.items()
        if learner not in matched and fold_name_of(file.name.full) not in named_in_list
    ]
    if absent:
        verb = "is not in the list, and stays as they are"
        verbs = "are not in the list, and stay as they are"
        how = "who has left: wayfolio new-year --leave, or wayfolio forget"
        report.leave(f"{', '.join(absent)} {verb if len(absent) == 1 else verbs}", "", how, rows=0)


# ---- learners who are there ----------------------------------------------------------------------


def _draft_known(state: _LearnerImport, row: LearnerRow, learner: LearnerId) -> None:
    path = f"portfolios/{learner}/learner.yml"
    before = (state.draft.now(path) or b"").decode()
    try:
        text, changes = _edit_known(state, row, learner, before)
    except NotTheUsualForm as other:
        state.report.leave(learner, f"{path}: {other}", "change it by hand", row.at)
        return
    left = _find_left_parts(state, row, learner)
    if state.draft.put(path, text.encode()):
        said = state.report.change(learner, "; ".join(changes), "", row.at)
        state.draft.parts[path] = [DraftPart(said=said)]
    elif not left:
        state.unchanged += 1
    for number, (field_name, why, mend) in enumerate(left):
        rows = 0 if changes or number else 1
        state.report.leave(f"{learner}: {row.name}", why, mend, row.cell(field_name), rows=rows)


def _edit_known(
    state: _LearnerImport, row: LearnerRow, learner: LearnerId, text: str
) -> tuple[str, list[str]]:
    """Return a learner's file as the list has it, and what changes. Errors: NotTheUsualForm."""
    file = state.session.school.roster.learners[learner]
    changes = []
    group = state.groups.choose(_groups_of(state, row), row.source, file.group).group
    if group and group != file.group:
        text = set_group(text, group)
        changes.append(f"from {file.group} to {group}")
    if row.external_id and file.external_ids.get(row.source) != row.external_id:
        text = set_external_id(text, row.source, row.external_id)
        changes.append(f"external_ids: {row.source} is {row.external_id}")
    if state.options.takes_names and fold_name_of(file.name.full) != fold_name_of(row.name):
        text = set_name(text, row.name, row.first)
        changes.append(f"from {file.name.full} to {row.name}")
        if file.name.shown == "first" and is_whole_name(row.first, row.name):
            text = show_initials(text)
            changes.append(SHOWS_INITIALS[0])
    return text, changes


def _find_left_parts(
    state: _LearnerImport, row: LearnerRow, learner: LearnerId
) -> list[tuple[str, str, str]]:
    """Return what of a known learner's row is not taken: field, why, and the mend."""
    file = state.session.school.roster.learners[learner]
    parts = []
    names = _groups_of(state, row)
    choice = state.groups.choose(names, row.source, file.group)
    if names and choice.why:
        parts.append(("group", f"stays in {file.group}: {choice.why}", choice.mend))
    is_same = fold_name_of(file.name.full) == fold_name_of(row.name)
    if not is_same and not state.options.takes_names:
        why = f"is called {file.name.full} here"
        parts.append(("name", why, "--rename takes the names of the list"))
    return parts


def _groups_of(state: _LearnerImport, row: LearnerRow) -> Sequence[GroupName]:
    usual = state.options.usual_group
    return row.groups or ((GroupName(title=usual),) if usual else ())


# ---- new learners --------------------------------------------------------------------------------


def _draft_new(state: _LearnerImport, row: LearnerRow, usual_programs: Any) -> None:
    choice = state.groups.choose(_groups_of(state, row), row.source, None)
    if choice.group is None:
        state.report.leave(row.name, choice.why, choice.mend, row.cell("group"))
        return
    learner = _claim_id(state, row)
    pairs = {
        "name": name_pairs(row.name, row.first),
        "group": choice.group,
        "external_ids": {row.source: row.external_id} if row.external_id else {},
        "logins": _logins_of(state, row, learner),
        "programmes": usual_programs(choice.group),
    }
    path = f"portfolios/{learner}/learner.yml"
    state.draft.put(path, learner_text(pairs))
    what = f"{learner}: {row.name}, {choice.group}"
    why, mend = SHOWS_INITIALS if is_whole_name(row.first, row.name) else ("", "")
    said = state.report.take(what, why, mend, row.at)
    state.draft.parts[path] = [DraftPart(said=said)]


def _claim_id(state: _LearnerImport, row: LearnerRow) -> str:
    """Return an id: that of the list, the first name, the whole one, or that with a number."""
    wishes = [row.id, spell_id(row.first), spell_id(row.name)]
    if not any(wishes):
        wishes = [spell_id(row.login)] if LOGIN.fullmatch(row.login) else []
    learner = state.ids.claim(wishes, "learner")
    if row.id and learner != row.id:
        why = f"“{row.id}” is taken, or the site has no place for it; {learner} is free"
        mend = "choose another id in the list"
        state.report.leave(f"the id of {row.name}", why, mend, row.cell("id"), rows=0)
    return learner


def _logins_of(state: _LearnerImport, row: LearnerRow, learner: str) -> list[str]:
    """Return a row's login; none where no host can have it, or it is somebody else's."""
    login = row.login
    if not login:
        return []
    owner = state.logins.setdefault(login.casefold(), learner)
    why = f"“{login}” is the login of {owner} already"
    if not LOGIN.fullmatch(login):
        why = f"“{login}” is an address, not a login" if "@" in login else f"“{login}” is no login"
    elif owner == learner:
        return [login]
    mend = f"write their login at the git host in logins: of portfolios/{learner}/learner.yml"
    state.report.leave(f"the login of {row.name}", why, mend, row.cell("login"), rows=0)
    return []
