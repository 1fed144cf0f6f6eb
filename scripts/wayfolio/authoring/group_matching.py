"""Says which rows of a list are groups that the school has."""

from collections import Counter
from collections.abc import Mapping, Sequence

from wayfolio.authoring.free_ids import spell_id
from wayfolio.authoring.known_groups import GroupChoice, KnownGroups, fold
from wayfolio.model.import_report import CellAt
from wayfolio.model.names import GroupId
from wayfolio.model.rosters import GroupRow
from wayfolio.model.school import Group

Groups = Mapping[GroupId, Group]


def match_groups(
    known: KnownGroups, groups: Groups, rows: Sequence[GroupRow]
) -> list[tuple[GroupRow, GroupChoice]]:
    """Return each row with its group: by external id, then by id, then by code or title.

    A choice without a group says why it is left; without a reason, the group is new. All rows are
    compared in each round before a group is given to one of them, so that their order says nothing.
    """
    choices: dict[CellAt, GroupChoice] = {}
    for find in (_find_by_external_id, _find_by_id, _find_by_name):
        taken = {choice.group: at for at, choice in choices.items() if choice.group is not None}
        fits = [(row, find(known, groups, row)) for row in rows if row.at not in choices]
        choices |= _choose_each(fits, taken)
    return [(row, choices.get(row.at, GroupChoice())) for row in rows]


def _choose_each(
    fits: Sequence[tuple[GroupRow, Sequence[GroupId]]], taken: Mapping[GroupId, CellAt]
) -> dict[CellAt, GroupChoice]:
    """Choose among the groups that fit each row; rows that none fits are left open."""
    claims = Counter(group for _, fitting in fits for group in fitting)
    return {row.at: _choose(row, fitting, claims, taken) for row, fitting in fits if fitting}


def _choose(
    row: GroupRow,
    fitting: Sequence[GroupId],
    claims: Mapping[GroupId, int],
    taken: Mapping[GroupId, CellAt],
) -> GroupChoice:
    """Choose the group that fits a row and no other row."""
    free = [group for group in fitting if group not in taken]
    if not free:
        why = f"line {taken[fitting[0]].line} is the same group"
        return GroupChoice(None, why, "for two groups, give each an id")
    exact = [group for group in free if group in {row.id, row.title}]
    if len(exact or free) > 1:
        return GroupChoice(None, f"several groups fit: {', '.join(free)}", "write its id")
    group = (exact or free)[0]
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
    words = [fold(word) for word in (row.id, row.title) if word]
    named = [group for word in words for group in known.by_word.get(word, ())]
    return [group for group in dict.fromkeys(named) if _may_be(groups[group], row)]


def _may_be(group: Group, row: GroupRow) -> bool:
    """Say whether a list may mean a group: it may not if it knows the group by another id."""
    return not row.external_id or row.source not in group.external_ids
