"""Keys: what opens a learner's sealed pages, and who holds it."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field

from wayfolio.model.names import LearnerId
from wayfolio.model.refusal import Refusal

KeyKind = Literal["family", "learner"]
Addressee = Literal["family", "learner", "anybody"]
"""To whom a learner's pages speak: to the family (“your child”), to the learner (“you”), or to
whoever reads them, with the learner's name."""


class KeysRefused(Refusal):
    """The keys are not there, or not as asked for. The text says why, and what to do."""


class Key(Struct, frozen=True, kw_only=True):
    """One passphrase or link that somebody holds, as far as the school knows it."""

    id: str
    """By which `wayfolio keys` lists and revokes it. It tells nothing."""
    kind: KeyKind
    learners: tuple[LearnerId, ...]
    """Whose pages it opens: brothers and sisters may share one."""
    created: date
    root: bytes
    """32 bytes that were derived from the passphrase, which nobody can get back from them."""
    is_link: bool = False
    note: str = ""
    """Whose it is, in the school's own words."""

    def __repr__(self) -> str:
        # Whatever prints it, a traceback for one, is not to tell the secret.
        return f"Key({self.id})"


class Keys(Struct, frozen=True, kw_only=True):
    """All keys of a school."""

    keys: tuple[Key, ...] = ()
    epochs: Mapping[LearnerId, int] = field(default_factory=dict)
    """How often a key of each learner has been revoked: each time, all is sealed anew."""
    salt: bytes = b""
    """What made the school's passphrases its own before the build secret was rotated, if it was."""


class Vault(Struct, frozen=True, kw_only=True):
    """The sealed files of one learner, for one kind of reader."""

    learner: LearnerId
    is_whole: bool
    """Without what the learner alone may show, otherwise."""
    addressee: Addressee = "anybody"
    key: bytes
    """32 bytes. Whoever has them can read it."""

    def __repr__(self) -> str:
        return f"Vault({self.learner})"
