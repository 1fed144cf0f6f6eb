"""Says which rows of a list are groups that the school has."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from wayfolio.authoring.free_ids import spell_id
from wayfolio.authoring.known_groups import GroupChoice, KnownGroups
from wayfolio.model.names import GroupId
from wayfolio.model.rosters import GroupName, GroupRow
from wayfolio.model.school import Group

Groups = Mapping[GroupId, Group]
_Find = Callable[[KnownGroups, Groups, GroupRow], Sequence[GroupId]]


def match_rows(
    known: KnownGroups, groups: Groups, rows: Sequence[GroupRow]
) -> list[tuple[GroupRow, GroupChoice]]:
    """Return each row with its group: by external id, then by id, then by code or title.

    A choice without a group says why it is left; without a reason, the group is new. All rows are
    compared in each round before a group is given to one of them, so that their order says nothing.
    """
    taken: dict[GroupId, GroupRow] = {}
    choices: dict[int, GroupChoice] = {}
    for find in (_find_by_external_id, _find_by_id, _find_by_name):
        fits = {i: find(known, groups, row) for i, row in enumerate(rows) if i not in choices}
        claims = Counter(group for fitting in fits.values() for group in fitting)
        found = {i: _choose(fitting, claims, taken) for i, fitting in fits.items() if fitting}
        choices |= found
        taken |= {c.group: rows[i] for i, c in found.items() if c.group is not None}
    return [(row, choices.get(i, GroupChoice())) for i, row in enumerate(rows)]


def _choose(
    fitting: Sequence[GroupId], claims: Mapping[GroupId, int], taken: Mapping[GroupId, GroupRow]
) -> GroupChoice:
    """Choose the group that fits a row and no other row."""
    free = [group for group in fitting if group not in taken]
    if not free:
        line = taken[fitting[0]].at.line
        why = f"line {line} is the same group"
        return GroupChoice(None, why, "for two groups, give each an id")
    if len(free) > 1:
        return GroupChoice(None, f"several groups fit: {', '.join(free)}", "write its id")
    group = free[0]
    if claims[group] > 1:
        why = f"{claims[group]} rows of the list may be {group}"
        mend = f"write the id of the right one into {group}, under external_ids:"
        return GroupChoice(None, why, mend)
    return GroupChoice(group)


def _find_by_external_id(known: KnownGroups, _: Groups, row: GroupRow) -> Sequence[GroupId]:
    return known.by_external.get((row.source, row.external_id), ()) if row.external_id else ()


def _find_by_id(_: KnownGroups, groups: Groups, row: GroupRow) -> Sequence[GroupId]:
    own = GroupId(spell_id(row.id))
    return [own] if own in groups and _may_be(groups[own], row) else []


def _find_by_name(known: KnownGroups, groups: Groups, row: GroupRow) -> Sequence[GroupId]:
    named = known.find(GroupName(code=row.id or "", title=row.title), row.source)
    return [group for group in named if _may_be(groups[group], row)]


def _may_be(group: Group, row: GroupRow) -> bool:
    """Say whether a list may mean a group: it may not if it knows the group by another id."""
    return not row.external_id or row.source not in group.external_ids
