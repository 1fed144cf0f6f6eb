"""`wayfolio keys`: made, listed and revoked. A passphrase leaves here once, to be printed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.load.files import Findings, Folder
from wayfolio.load.keys import keys_file
from wayfolio.load.portfolio import find_learner_ids
from wayfolio.model.keys import Key, KeyKind, Keys, KeysRefused
from wayfolio.model.names import LearnerId
from wayfolio.publish.atomic_files import replace_file
from wayfolio.seal import ring, slots
from wayfolio.seal.boxes import NotOpened

PLACE = "competencies/keys.sealed"


class NewKey(Struct, frozen=True, kw_only=True):
    """A key with what its holder types or opens, which is not kept anywhere."""

    key: Key
    secret: str = ""


def read_keys(folder: Folder, build_secret: bytes) -> Keys:
    """Return the school's keys; none where there is no file. Errors: KeysRefused."""
    file = keys_file(folder)
    if file is None:
        return Keys()
    try:
        return ring.unlock_ring(file, build_secret)
    except NotOpened:
        raise KeysRefused(
            f"{PLACE} does not open with this build secret: use the secret with which it was made, "
            "or take the file away and give every family a new letter"
        ) from None


def keys_for_edition(
    edition: str, root: Path, build_secret: bytes | None
) -> tuple[Keys | None, str]:
    """Return the keys with which to build an edition, or None and why it has no families' pages.

    Errors: KeysRefused where only these pages were asked for, or the keys cannot be opened.
    """
    why_not = ""
    if build_secret is None:
        why_not = "there is no build secret (WAYFOLIO_SECRET or WAYFOLIO_SECRET_FILE)"
    elif not (keys := read_keys(Folder(root), build_secret)).keys:
        why_not = "there are no keys yet: make one with  wayfolio keys new LEARNER"
    else:
        return keys, ""
    if edition == "family":
        raise KeysRefused(f"the family edition was not built: {why_not}")
    return None, why_not


def make_key(  # noqa: PLR0913 - what somebody asks for, and what only a door knows
    root: Path,
    build_secret: bytes,
    learners: Sequence[str],
    *,
    kind: KeyKind,
    as_link: bool,
    note: str,
    today: date,
    below: Callable[[int], int],
) -> NewKey:
    """Make a key for some learners and keep what the build needs of it.

    `below`: gives a random number below another. Errors: KeysRefused.
    """
    folder = Folder(root)
    known = find_learner_ids(folder, Findings())
    if unknown := [learner for learner in learners if learner not in known]:
        raise KeysRefused(f"there is no learner “{unknown[0]}”: name a folder in portfolios/")
    if kind == "learner" and len(set(learners)) != 1:
        raise KeysRefused("a learner's own key is for one learner: make one for each")
    keys = read_keys(folder, build_secret)
    secret = slots.new_link(below) if as_link else slots.new_words(below)
    taken = {key.id for key in keys.keys}
    made = Key(
        id=next(name for name in iter(lambda: f"k{below(10**6):06}", "") if name not in taken),
        kind=kind,
        learners=tuple(dict.fromkeys(map(LearnerId, learners))),
        created=today,
        root=slots.stretch_words(secret, slots.derive_salt(build_secret)),
        is_link=as_link,
        note=note,
    )
    _write(root, replace(keys, keys=(*keys.keys, made)), build_secret)
    return NewKey(key=made, secret=secret)


def find_key(root: Path, build_secret: bytes, secret: str) -> NewKey:
    """Return the key of a passphrase or link that somebody holds. Errors: KeysRefused."""
    wanted = slots.stretch_words(secret, slots.derive_salt(build_secret))
    for key in read_keys(Folder(root), build_secret).keys:
        if key.root == wanted:
            return NewKey(key=key, secret=secret)
    raise KeysRefused("no key of this school has these words: make a new one")


def revoke_keys(root: Path, build_secret: bytes, ids: Iterable[str]) -> tuple[Key, ...]:
    """Take keys away, and let all that they opened be sealed anew. Errors: KeysRefused."""
    keys = read_keys(Folder(root), build_secret)
    known = {key.id: key for key in keys.keys}
    asked = list(dict.fromkeys(ids))
    if unknown := [name for name in asked if name not in known]:
        raise KeysRefused(f"there is no key “{unknown[0]}”: `wayfolio keys list` shows all")
    gone = tuple(known[name] for name in asked)
    _write(root, remove_keys(keys, gone), build_secret)
    return gone


def remove_keys(keys: Keys, gone: Iterable[Key]) -> Keys:
    """Return the keys less some; each learner whom these opened gets another vault key."""
    epochs = dict(keys.epochs)
    names = set()
    for key in gone:
        names.add(key.id)
        for learner in key.learners:
            epochs[learner] = epochs.get(learner, 0) + 1
    return Keys(keys=tuple(key for key in keys.keys if key.id not in names), epochs=epochs)


def forget_learner_keys(root: Path, build_secret: bytes, learner: LearnerId) -> tuple[Key, ...]:
    """Take a learner out of all keys, and return the keys that opened nothing else.

    Errors: KeysRefused.
    """
    keys = read_keys(Folder(root), build_secret)
    theirs = tuple(key for key in keys.keys if learner in key.learners)
    alone = tuple(key for key in theirs if key.learners == (learner,))
    left = tuple(
        replace(key, learners=tuple(one for one in key.learners if one != learner))
        for key in keys.keys
        if key not in alone
    )
    if theirs:
        epochs = {one: n for one, n in keys.epochs.items() if one != learner}
        _write(root, Keys(keys=left, epochs=epochs), build_secret)
    return alone


def _write(root: Path, keys: Keys, build_secret: bytes) -> None:
    file = root / PLACE
    file.touch(exist_ok=True)
    replace_file(file, ring.lock_ring(keys, build_secret))
