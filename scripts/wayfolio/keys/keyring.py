"""Makes, reads and revokes keys. A passphrase is returned once, to be printed, and not kept."""

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
    """A key with the passphrase or link of its holder, which is stored nowhere."""

    key: Key
    secret: str = ""


def read_keys(folder: Folder, build_secret: bytes) -> Keys:
    """Return the school's keys: none if there is no file. Errors: KeysRefused."""
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
    """Return an edition's keys, or None and the reason why it has no families' pages.

    Errors: KeysRefused if the edition has only these pages, or the keys cannot be opened.
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


def make_key(  # noqa: PLR0913 - the options of a command, and what only a door knows
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
    """Make a key for some learners, and store what a build needs of it.

    `below`: returns a random number below another. Errors: KeysRefused.
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
    key = Key(
        id=next(name for name in iter(lambda: f"k{below(10**6):06}", "") if name not in taken),
        kind=kind,
        learners=tuple(dict.fromkeys(map(LearnerId, learners))),
        created=today,
        root=slots.stretch_words(secret, slots.salt_of(keys, build_secret)),
        is_link=as_link,
        note=note,
    )
    _write(root, replace(keys, keys=(*keys.keys, key)), build_secret)
    return NewKey(key=key, secret=secret)


def find_key(root: Path, build_secret: bytes, secret: str) -> NewKey:
    """Return the key that a passphrase or link belongs to. Errors: KeysRefused."""
    keys = read_keys(Folder(root), build_secret)
    wanted = slots.stretch_words(secret, slots.salt_of(keys, build_secret))
    for key in keys.keys:
        if key.root == wanted:
            return NewKey(key=key, secret=secret)
    raise KeysRefused("no key of this school has these words: make a new one")


def revoke_keys(root: Path, build_secret: bytes, ids: Iterable[str]) -> tuple[Key, ...]:
    """Remove keys. The next build seals anew all that they opened. Errors: KeysRefused."""
    keys = read_keys(Folder(root), build_secret)
    known = {key.id: key for key in keys.keys}
    names = list(dict.fromkeys(ids))
    if unknown := [name for name in names if name not in known]:
        raise KeysRefused(f"there is no key “{unknown[0]}”: `wayfolio keys list` shows all")
    revoked = tuple(known[name] for name in names)
    _write(root, remove_keys(keys, revoked), build_secret)
    return revoked


def rotate_secret(root: Path, build_secret: bytes, new_secret: bytes) -> Keys:
    """Seal the keys with another build secret, and return them. Words and links stay what they are.

    Errors: KeysRefused.
    """
    if new_secret == build_secret:
        raise KeysRefused("the new build secret is the old one: name another file")
    keys = read_keys(Folder(root), build_secret)
    rotated = replace(keys, salt=slots.salt_of(keys, build_secret))
    if keys.keys:
        _write(root, rotated, new_secret)
    return rotated


def remove_keys(keys: Keys, revoked: Iterable[Key]) -> Keys:
    """Return keys without the revoked ones. Each learner they opened gets another vault key."""
    epochs = dict(keys.epochs)
    names = set()
    for key in revoked:
        names.add(key.id)
        for learner in key.learners:
            epochs[learner] = epochs.get(learner, 0) + 1
    left = tuple(key for key in keys.keys if key.id not in names)
    return replace(keys, keys=left, epochs=epochs)


def forget_learner_keys(root: Path, build_secret: bytes, learner: LearnerId) -> tuple[Key, ...]:
    """Remove a learner from all keys, and return the keys that opened nothing else.

    Errors: KeysRefused.
    """
    keys = read_keys(Folder(root), build_secret)
    if not any(learner in key.learners for key in keys.keys):
        return ()
    removed = tuple(key for key in keys.keys if key.learners == (learner,))
    kept = tuple(_without_learner(key, learner) for key in keys.keys if key not in removed)
    epochs = {other: epoch for other, epoch in keys.epochs.items() if other != learner}
    _write(root, replace(keys, keys=kept, epochs=epochs), build_secret)
    return removed


def _without_learner(key: Key, learner: LearnerId) -> Key:
    return replace(key, learners=tuple(other for other in key.learners if other != learner))


def _write(root: Path, keys: Keys, build_secret: bytes) -> None:
    file = root / PLACE
    file.touch(exist_ok=True)
    replace_file(file, ring.lock_ring(keys, build_secret))
