"""Finds the group of this school that another program means."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from wayfolio.model.names import GroupId
from wayfolio.model.rosters import GroupName
from wayfolio.model.school import Group


class GroupChoice(Struct, frozen=True):
    """The group of a row, or why there is none."""

    group: GroupId | None = None
    why: str = ""
    mend: str = ""


def fold(text: str) -> str:
    """Return a name as it is compared: without case, forms of accents, blanks and punctuation.

    A name that is nothing else, such as ☂, is itself.
    """
    plain = unicodedata.normalize("NFKC", text.casefold())
    return "".join(filter(str.isalnum, plain)) or plain


class KnownGroups(Struct, frozen=True, kw_only=True):
    """The school's groups, by all that names them."""

    ids: frozenset[GroupId]
    by_external: dict[tuple[str, str], list[GroupId]]
    by_word: dict[str, list[GroupId]]

    def find(self, name: GroupName, source: str) -> list[GroupId]:
        """Return the groups with a name: by the source's own id, or else by code and title."""
        if sure := self.by_external.get((source, name.external_id)):
            return sure
        words = [word for word in (name.code, name.title) if word]
        exact = [GroupId(word) for word in words if word in self.ids]
        alike = [group for word in words for group in self.by_word.get(fold(word), ())]
        return list(dict.fromkeys(exact or alike))

    def choose(self, names: Sequence[GroupName], source: str, now: GroupId | None) -> GroupChoice:
        """Return the learner's own group among several: those of the lowest rank, if it is sure.

        `now`: the group in which the learner is.
        """
        ranked: dict[int, dict[GroupId, None]] = {}
        for name in names:
            groups = self.find(name, source)
            ranked.setdefault(name.rank, {}).update(dict.fromkeys(groups))
        groups = next((list(own) for _, own in sorted(ranked.items()) if own), [])
        if len(groups) == 1:
            return GroupChoice(groups[0])
        if now in groups:
            return GroupChoice(now)
        if groups:
            return GroupChoice(
                None,
                f"several groups fit: {', '.join(groups)}",
                "name one of them, or mark one class as homeroom",
            )
        return _unknown(names)


def _unknown(names: Sequence[GroupName]) -> GroupChoice:
    called = ", ".join(dict.fromkeys(str(name) for name in names))
    if not called:
        return GroupChoice(None, "it names no group", "write one, or add --group GROUP")
    return GroupChoice(
        None,
        f"the school has no group {called}",
        "make it first (wayfolio import groups), or correct the name",
    )


def index_groups(groups: Iterable[Group]) -> KnownGroups:
    """Return groups by their ids, titles, and the ids that other programs have for them."""
    by_external: dict[tuple[str, str], list[GroupId]] = defaultdict(list)
    by_word: dict[str, list[GroupId]] = defaultdict(list)
    ids = []
    for group in groups:
        ids.append(group.id)
        for source, known in group.external_ids.items():
            by_external[source, known].append(group.id)
        for word in dict.fromkeys([fold(group.id), fold(str(group.title))]):
            by_word[word].append(group.id)
    return KnownGroups(ids=frozenset(ids), by_external=dict(by_external), by_word=dict(by_word))
