"""The groups of a list: which rows repeat one, and in which other row's group one is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from wayfolio.authoring.free_ids import spell_id
from wayfolio.authoring.known_groups import fold
from wayfolio.model.rosters import GroupRow
from wayfolio.write.drafts import Draft


def leave_repeated(draft: Draft, rows: Sequence[GroupRow]) -> list[GroupRow]:
    """Return the rows without those that an earlier row repeats."""
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


class ListedGroups:
    """The rows of a list, by what other rows may call them."""

    def __init__(self, rows: Sequence[GroupRow]) -> None:
        self._by_id: dict[str, list[GroupRow]] = defaultdict(list)
        self._by_name: dict[str, list[GroupRow]] = defaultdict(list)
        for row in rows:
            ids = {row.id, row.external_id}
            for word in filter(None, ids):
                self._by_id[word].append(row)
            for name in {fold(word) for word in {*ids, row.title} if word}:
                self._by_name[name].append(row)

    def find_parents(self, row: GroupRow) -> list[GroupRow]:
        """Return the other row that a row says its group is in, by id or else by name.

        Where several fit, these are two of them. A group may be called as the one that it is in.
        """
        return self._others(self._by_id.get(row.within, ()), row) or self._others(
            self._by_name.get(fold(row.within), ()), row
        )

    def _others(self, rows: Sequence[GroupRow], row: GroupRow) -> list[GroupRow]:
        others: Iterator[GroupRow] = (other for other in rows if other is not row)
        return list(islice(others, 2))
