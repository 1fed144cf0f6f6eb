"""Which units stay as they are although other names may be shown than at the last build.

Why that is safe, for names that become private and for names that may be shown again:

1. Names reach a learner's pages, rows and diagnostics in two ways only: texts are searched for
   them (`People`), and the last look goes over the finished pages.
2. `People` answers each question by looking words up among the first words of names. `TracedWays`
   notes each word, also those that are not there, and refuses every other use. The answers decide
   which words come next. So if no noted word has changed, all answers are the same, one by one.
3. “Changed” compares all that is known of a word: whose it is, how it must stand, what is shown in
   its place. A word that is gone has changed as well, so names that were replaced come back.
4. What else `People` holds is what the school says of words (`names`, `not_names`). If that has
   changed, or an id that addresses must hide, everything is made again.
5. The last look found nothing in a finished unit. For fewer names it finds nothing either. For more
   names, `withdrawal.py` looks for exactly these in every file that is kept, by the same scanner.
6. Lists take from rows, the catalogue and frames, which are compared otherwise, and from the last
   look. What the site engine made, and the families' door, are always made again, so that frames
   are looked at too.
7. A unit says in its base for which names it is right. Only names that the cache has under the same
   id are compared. Whatever is unfinished, was left out or has another base is made again.
"""

from msgspec.structs import replace

from wayfolio.build.cache import BuildCache
from wayfolio.build.freshness import HUB, PART, SharedFingerprint
from wayfolio.build.name_permissions import NAMES, PublicNames
from wayfolio.build.name_trace import hash_words, may_hold
from wayfolio.model.people import People


def keep_right_units(
    cache: BuildCache, basis: SharedFingerprint, before: PublicNames | None, now: PublicNames
) -> None:
    """Let the units that no changed name concerns be right for the names of today.

    `before`: the names of the last build; None where they are those of today, or unknown.
    """
    if before is None or not _can_compare(before, now):
        return
    earlier = replace(basis, parts={**basis.parts, NAMES: before.people_id}).id
    changed = hash_words(find_changed_words(before.people, now.people))
    right = {unit for unit, searched in cache.searched_words() if not may_hold(searched, changed)}
    kept = [
        name
        for name, unit in cache.units().items()
        if unit.base == earlier and (name in right or name.startswith((HUB, PART)))
    ]
    cache.put_base(kept, basis.id)


def _can_compare(before: PublicNames, now: PublicNames) -> bool:
    """Whether nothing but names is different."""
    return (
        before.people.names == now.people.names
        and before.people.not_names == now.people.not_names
        and before.hidden_ids == now.hidden_ids
    )


def find_changed_words(before: People, now: People) -> set[str]:
    """Return the first words of names of which something is different."""
    old, new = before.by_first_word, now.by_first_word
    return {word for word in old.keys() | new.keys() if old.get(word) != new.get(word)}
