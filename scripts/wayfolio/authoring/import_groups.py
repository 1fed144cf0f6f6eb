"""`wayfolio import groups`: drafts groups at the end of `groups:` in school.yml.

A group that the list knows by an id of its own is recognized by it, whatever its title is by then.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field

from wayfolio.authoring.free_ids import FreeIds, spell_id
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
    listed: dict[str, str] = field(default_factory=dict)
    """Title, id or external id in the list -> the group's id."""
    claims: Counter[GroupId | None] = field(default_factory=Counter)
    """How many rows of the list may be a group of the school."""
    reserved: set[str] = field(default_factory=set)
    """Ids that rows ask for and have not got yet."""
    new: list[_NewGroup] = field(default_factory=list)
    rows: dict[GroupId, GroupRow] = field(default_factory=dict)
    """The row of each of the school's groups that is in the list."""
    unchanged: int = 0


def draft_groups(session: AuthoringSession, source: Path, encoding: str | None = None) -> Draft:
    """Draft new groups. Existing groups stay as they are. Errors: NotReadable."""
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
    state.claims.update(_find_sure(state, row) or _find_alike(state, row) for row in rows)
    for row in _order_by_parent(rows):
        _draft_group(state, row)
    if state.unchanged:
        draft.report.keep(count_of(state.unchanged, "group"), rows=state.unchanged)
    _put(state)
    return draft


def _leave_repeated(draft: Draft, rows: Sequence[GroupRow]) -> list[GroupRow]:
    """Return the rows without those that an earlier one repeats.

    Two rows of one title are two groups only if each has an id.
    """
    by_id: dict[str, GroupRow] = {}
    by_title: dict[str, GroupRow] = {}
    kept: list[GroupRow] = []
    for row in rows:
        own, title = _own_id(row), fold(row.title)
        same = by_id.get(own)
        named = by_title.get(title)
        if same is None and named is not None and not (own and _own_id(named)):
            same = named
        if same is not None:
            why = f"line {same.at.line} is the same group"
            draft.report.leave(row.title, why, "for two groups, add a column id", row.at)
            continue
        kept.append(row)
        by_title.setdefault(title, row)
        if own:
            by_id[own] = row
    return kept


def _own_id(row: GroupRow) -> str:
    return row.external_id or row.id or ""


def _order_by_parent(rows: Sequence[GroupRow]) -> Iterator[GroupRow]:
    """Yield rows, each after the row of the group in which it is; those in a circle last."""
    waiting: dict[str, list[GroupRow]] = defaultdict(list)
    named = Counter(word for row in rows for word in _words(row))
    ready: list[GroupRow] = []
    for row in rows:
        # A group may be called as the one that it is in.
        others = named[row.within] - (row.within in _words(row))
        (waiting[row.within] if others else ready).append(row)
    for row in ready:
        yield row
        for word in _words(row):
            ready.extend(waiting.pop(word, ()))
    for circle in waiting.values():
        yield from circle


def _words(row: GroupRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in (row.title, row.id, row.external_id) if w))


def _draft_group(state: _GroupImport, row: GroupRow) -> None:
    sure = _find_sure(state, row)
    group = sure or _find_alike(state, row)
    if group is None:
        _draft_new(state, row)
    elif sure is None and state.claims[group] > 1:
        why = f"{state.claims[group]} rows of the list may be {group}"
        mend = f"write the id of the right one into {group}, under external_ids:"
        state.draft.report.leave(row.title, why, mend, row.at)
    elif group in state.rows:
        why = f"line {state.rows[group].at.line} is the same group"
        state.draft.report.leave(row.title, why, "for two groups, give each an id", row.at)
    else:
        state.rows[group] = row
        for word in _words(row):
            state.listed.setdefault(word, group)
        _draft_known(state, row, state.groups[group])


def _draft_new(state: _GroupImport, row: GroupRow) -> None:
    within = _find_parent(state, row)
    if row.within and within is None:
        why = f"there is no group {row.within} for it to be in"
        state.draft.report.leave(row.title, why, "write its id or its title", row.cell("in"))
        return
    own = spell_id(row.id) if row.id else ""
    if own in state.reserved:
        state.reserved.remove(own)
        state.ids.taken.remove(own)
    name = state.ids.claim([own, spell_id(row.title)], "group")
    for word in _words(row):
        state.listed.setdefault(word, name)
    state.new.append(_NewGroup(id=name, row=row, within=within))


def _find_sure(state: _GroupImport, row: GroupRow) -> GroupId | None:
    """Return the group of this school that has a row's id, or None."""
    own = GroupId(spell_id(row.id)) if row.id else None
    named = [own] if own is not None and own in state.groups else []
    known = state.known.by_external.get((row.source, row.external_id), ())
    return next(iter([*known, *_without_other_id(state, row, named)]), None)


def _find_alike(state: _GroupImport, row: GroupRow) -> GroupId | None:
    """Return the group of this school that has a row's code or title, or None."""
    named = state.known.find(GroupName(code=row.id or "", title=row.title), row.source)
    return next(iter(_without_other_id(state, row, named)), None)


def _without_other_id(
    state: _GroupImport, row: GroupRow, named: Iterable[GroupId]
) -> list[GroupId]:
    """Return groups which the row's source does not know by another id than the row's."""
    is_open = not row.external_id
    return [g for g in named if is_open or row.source not in state.groups[g].external_ids]


def _find_parent(state: _GroupImport, row: GroupRow) -> str | None:
    """Return the id of the group in which a row's group is."""
    if not row.within:
        return None
    if row.within in state.listed:
        return state.listed[row.within]
    return next(iter(state.known.find(GroupName(title=row.within), row.source)), None)


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
