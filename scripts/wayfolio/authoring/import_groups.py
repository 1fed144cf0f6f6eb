"""`wayfolio import groups`: drafts groups at the end of `groups:` in school.yml.

A group that the list knows by an id of its own is recognized by it, whatever its title is by then.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, field

from wayfolio.authoring.free_ids import FreeIds, spell_id
from wayfolio.authoring.group_matching import match_rows
from wayfolio.authoring.known_groups import KnownGroups, fold, index_groups
from wayfolio.authoring.new import AuthoringSession
from wayfolio.load.group_lists import read_group_list
from wayfolio.load.tables import table_file
from wayfolio.model.counts import count_of
from wayfolio.model.file_names import is_device
from wayfolio.model.import_report import ReportLine
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
    listed: dict[str, list[str]] = field(default_factory=dict)
    """Title, id or external id in the list, folded -> the ids of the groups with that name."""
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
    rows = _leave_repeated(draft, read_group_list(table_file(source), draft.report, encoding))
    # An id that one row asks for is for no other, also where that row cannot be taken.
    state.reserved.update({spell_id(row.id) for row in rows if row.id} - state.ids.taken)
    state.ids.taken |= state.reserved
    new = []
    for row, choice in match_rows(state.known, state.groups, rows):
        if choice.group is not None:
            _list(state, row, choice.group)
            _draft_known(state, row, state.groups[choice.group])
        elif choice.why:
            draft.report.leave(row.title, choice.why, choice.mend, row.at)
        else:
            new.append(row)
    _draft_new_groups(state, new)
    if state.unchanged:
        draft.report.keep(count_of(state.unchanged, "group"), rows=state.unchanged)
    _put(state)
    return draft


def _leave_repeated(draft: Draft, rows: Sequence[GroupRow]) -> list[GroupRow]:
    """Return the rows without those that an earlier one repeats."""
    earlier: dict[tuple[str, str], list[GroupRow]] = defaultdict(list)
    kept: list[GroupRow] = []
    for row in rows:
        words = _identities(row)
        same = next((o for word in words for o in earlier[word] if _is_same_group(o, row)), None)
        if same is not None:
            why = f"line {same.at.line} is the same group"
            draft.report.leave(row.title, why, "for two groups, give each an id", row.at)
            continue
        kept.append(row)
        for word in words:
            earlier[word].append(row)
    return kept


def _identities(row: GroupRow) -> list[tuple[str, str]]:
    named = (("external", row.external_id), ("id", spell_id(row.id)), ("title", fold(row.title)))
    return [(kind, word) for kind, word in named if word]


def _is_same_group(row: GroupRow, other: GroupRow) -> bool:
    """Compare two rows by the best that both have: external id, id, else the title."""
    if row.external_id and other.external_id:
        return row.external_id == other.external_id
    own, others = spell_id(row.id), spell_id(other.id)
    return own == others if own and others else fold(row.title) == fold(other.title)


def _names(row: GroupRow) -> set[str]:
    return {fold(word) for word in (row.title, row.id, row.external_id) if word}


def _list(state: _GroupImport, row: GroupRow, group: str) -> set[str]:
    """Note by which names others may say that they are in a row's group. Return these."""
    names = {*_names(row), fold(group)}
    for name in names:
        state.listed.setdefault(name, []).append(group)
    return names


def _draft_new_groups(state: _GroupImport, rows: Sequence[GroupRow]) -> None:
    """Draft groups, each after the one that it is in."""
    named = Counter(name for row in rows for name in _names(row))
    waiting: dict[str, list[GroupRow]] = defaultdict(list)
    ready: list[GroupRow] = []
    for row in rows:
        within = fold(row.within)
        # A group may be called as the one that it is in.
        is_listed = named[within] > (within in _names(row))
        waits = bool(row.within) and (is_listed or not _find_parents(state, row))
        (waiting[within] if waits else ready).append(row)
    _draft_in_order(state, ready, waiting)
    # Those in a circle may be in a group that the school has.
    for within in list(waiting):
        _draft_in_order(state, waiting.pop(within, []), waiting)


def _draft_in_order(
    state: _GroupImport, ready: list[GroupRow], waiting: dict[str, list[GroupRow]]
) -> None:
    """Draft the groups that are ready, and those that waited for them."""
    for row in ready:
        for name in _draft_new(state, row):
            ready.extend(waiting.pop(name, ()))


def _draft_new(state: _GroupImport, row: GroupRow) -> set[str]:
    """Draft a group. Return the names by which others may be in it."""
    parents = _find_parents(state, row)
    if row.within and len(parents) != 1:
        several = f"several groups are called {row.within}: {', '.join(parents)}"
        why = several if parents else f"there is no group {row.within} for it to be in"
        state.draft.report.leave(row.title, why, "write its id or its title", row.cell("in"))
        return set()
    own = spell_id(row.id) if row.id else ""
    if own in state.reserved:
        state.reserved.remove(own)
        state.ids.taken.remove(own)
    name = state.ids.claim([own, spell_id(row.title)], "group")
    state.new.append(_NewGroup(id=name, row=row, within=next(iter(parents), None)))
    return _list(state, row, name)


def _find_parents(state: _GroupImport, row: GroupRow) -> list[str]:
    """Return the groups in which a row's group may be: those of the list before the school's."""
    if not row.within:
        return []
    listed = state.listed.get(fold(row.within), ())
    return list(listed or state.known.find(GroupName(title=row.within), row.source))


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
