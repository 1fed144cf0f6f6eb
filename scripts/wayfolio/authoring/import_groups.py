"""`wayfolio import groups`: drafts groups at the end of `groups:` in school.yml.

A group that the list knows by an id of its own is recognized by it, whatever its title is by then.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from msgspec import Struct, field

from wayfolio.authoring.free_ids import FreeIds, spell_id
from wayfolio.authoring.group_matching import match_groups
from wayfolio.authoring.known_groups import KnownGroups, fold, index_groups
from wayfolio.authoring.listed_groups import ListedGroups, leave_repeated
from wayfolio.authoring.new import AuthoringSession
from wayfolio.load.group_lists import read_group_list
from wayfolio.load.tables import table_file
from wayfolio.model.counts import count_of
from wayfolio.model.file_names import is_device
from wayfolio.model.import_report import CellAt, ReportLine
from wayfolio.model.names import GroupId
from wayfolio.model.rosters import GroupName, GroupRow
from wayfolio.model.school import Group
from wayfolio.write.drafts import Draft, DraftPart
from wayfolio.write.yaml_edits import (
    NotTheUsualForm,
    add_entries,
    add_pair,
    find_node,
    list_entries,
    parse_file,
)

SCHOOL = "competencies/school.yml"
NOWHERE = ""
"""Where a group is that is in no other."""


class _NewGroup(Struct, frozen=True, kw_only=True):
    """A group that is to be written, and the row from which it comes."""

    id: str
    row: GroupRow
    within: str | None

    @property
    def pairs(self) -> dict[str, object]:
        """Return what is written."""
        row = self.row
        external = {row.source: row.external_id} if row.external_id else None
        pairs = {"id": self.id, "title": row.title, "band": row.band, "in": self.within}
        return {**pairs, "external_ids": external}


class _GroupImport(Struct, kw_only=True):
    """An import that is under way."""

    draft: Draft
    groups: dict[GroupId, Group]
    known: KnownGroups
    ids: FreeIds
    text: str
    """What school.yml holds by now."""
    matched: dict[CellAt, str] = field(default_factory=dict)
    """Where a row stands -> the school's group that it is."""
    reserved: set[str] = field(default_factory=set)
    """Ids that rows ask for and have not got yet."""
    new: list[_NewGroup] = field(default_factory=list)
    unchanged: int = 0


def draft_groups(session: AuthoringSession, source: Path, encoding: str | None = None) -> Draft:
    """Draft new groups. Existing groups stay as they are. Errors: NotReadable.

    All rows are compared with all groups before the first is drafted: what becomes of a row does
    not depend on where it stands in the list.
    """
    draft = Draft(session.root)
    groups = session.school.catalogue.school.groups
    state = _GroupImport(
        draft=draft,
        groups={group.id: group for group in groups},
        known=index_groups(groups),
        ids=FreeIds(taken={group.id for group in groups}, is_unfit=is_device),
        text=(draft.now(SCHOOL) or b"").decode(),
    )
    rows = leave_repeated(draft, read_group_list(table_file(source), draft.report, encoding))
    # An id that one row asks for is for no other, also where that row cannot be taken.
    state.reserved.update({spell_id(row.id) for row in rows if row.id} - state.ids.taken)
    state.ids.taken |= state.reserved
    new = []
    for row, choice in match_groups(state.known, state.groups, rows):
        if choice.group is not None:
            state.matched[row.at] = choice.group
            _draft_known(state, row, state.groups[choice.group])
        elif choice.why:
            draft.report.leave(row.title, choice.why, choice.mend, row.at)
        else:
            new.append(row)
    _draft_new_groups(state, ListedGroups(rows), new)
    if state.unchanged:
        draft.report.keep(count_of(state.unchanged, "group"), rows=state.unchanged)
    _put(state)
    return draft


def _draft_new_groups(state: _GroupImport, listed: ListedGroups, rows: Sequence[GroupRow]) -> None:
    """Draft groups, each after the one that it is in."""
    waiting: dict[CellAt | str, list[GroupRow]] = defaultdict(list)
    for row in rows:
        parents = _find_parents(state, listed, row)
        if len(parents) > 1:
            _leave_without_parent(state, row, f"several groups are called {row.within}")
        else:
            waiting[parents[0]].append(row)
    settled: list[tuple[CellAt | str, str | None]] = [(NOWHERE, None)]
    settled += [*state.matched.items(), *((group, group) for group in state.groups)]
    for parent, within in settled:
        for row in waiting.pop(parent, ()):
            name = _draft_new(state, row, within)
            settled += [(row.at, name), (fold(name), name)]
    for row in chain.from_iterable(waiting.values()):
        _leave_without_parent(state, row, f"there is no group {row.within} for it to be in")


def _find_parents(
    state: _GroupImport, listed: ListedGroups, row: GroupRow
) -> Sequence[CellAt | str]:
    """Return the row or the school's group that a row is in, or the id that another may yet get."""
    if not row.within:
        return [NOWHERE]
    rows = [other.at for other in listed.find_parents(row)]
    known = state.known.find(GroupName(title=row.within), row.source)
    return rows or known or [fold(row.within)]


def _leave_without_parent(state: _GroupImport, row: GroupRow, why: str) -> None:
    state.draft.report.leave(row.title, why, "write its id or its title", row.cell("in"))


def _draft_new(state: _GroupImport, row: GroupRow, within: str | None) -> str:
    """Draft a group. Return its id."""
    own = spell_id(row.id)
    if own in state.reserved:
        state.reserved.remove(own)
        state.ids.taken.remove(own)
    name = state.ids.claim([own, spell_id(row.title)], "group")
    state.new.append(_NewGroup(id=name, row=row, within=within))
    return name


def _draft_known(state: _GroupImport, row: GroupRow, group: Group) -> None:
    """Keep a group as it is, but for the id under which the list knows it."""
    is_same = fold(str(group.title)) == fold(row.title)
    is_noted = not row.external_id or row.source in group.external_ids
    if not is_noted:
        _note_external_id(state, row, group)
    elif is_same:
        state.unchanged += 1
    if not is_same:
        why = f"is there, and is called {group.title}"
        state.draft.report.leave(
            group.id, why, f"change its title in {SCHOOL}", row.cell("title"), rows=int(is_noted)
        )


def _note_external_id(state: _GroupImport, row: GroupRow, group: Group) -> None:
    entries = list_entries(find_node(parse_file(state.text).top, "groups"))
    own = next((e for e in entries if _value(find_node(e, "id")) == group.id), None)
    try:
        known = find_node(own, "external_ids")
        if own is None:
            raise NotTheUsualForm("its entry is not in a list")
        if known is None:
            ids = {row.source: row.external_id}
            state.text = add_pair(state.text, own, "external_ids", ids, after="id")
        else:
            state.text = add_pair(state.text, known, row.source, row.external_id)
    except NotTheUsualForm as other:
        state.draft.report.leave(group.id, f"{SCHOOL}: {other}", "change it by hand", row.at)
        return
    change = f"external_ids: {row.source} is {row.external_id}"
    state.draft.report.change(group.id, change, "", row.at)


def _value(node: object) -> object:
    return getattr(node, "value", None)


def _put(state: _GroupImport) -> None:
    """Put what is new into school.yml."""
    text = state.text
    try:
        if state.new:
            text = add_entries(text, "groups", [group.pairs for group in state.new])
    except NotTheUsualForm as other:
        for group in state.new:
            row = group.row
            state.draft.report.leave(row.title, f"{SCHOOL}: {other}", "add it by hand", row.at)
        text, state.new = state.text, []
    state.draft.put(SCHOOL, text.encode())
    said = {group.id: _tell_new(state, group) for group in state.new}
    if said:
        entries = list_entries(find_node(parse_file(text).top, "groups"))
        lines = {_value(find_node(e, "id")): e.start_mark.line + 1 for e in entries}
        state.draft.parts[SCHOOL] = [
            DraftPart(said=line, first=lines[name], last=lines[name]) for name, line in said.items()
        ]


def _tell_new(state: _GroupImport, group: _NewGroup) -> ReportLine:
    within = f", in {group.within}" if group.within else ""
    return state.draft.report.take(f"{group.id}: {group.row.title}{within}", "", "", group.row.at)
