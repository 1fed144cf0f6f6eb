"""What a public site may not hold, and what was found in one."""

from typing import Literal

from msgspec import Struct

Kind = Literal["page", "style", "script", "text", "noise", "sealed"]


class Private(Struct, frozen=True, kw_only=True):
    """Everything that nobody may read on the public site."""

    names: tuple[tuple[tuple[str, ...], str], ...] = ()
    """Words of a name in their normal form; whose it is."""
    capital_names: tuple[tuple[tuple[str, ...], str], ...] = ()
    """The same of names whose words are all usual: they count with their capitals."""
    phrases: tuple[tuple[str, str], ...] = ()
    """A title, or a sentence; the file in which it stands."""
    addresses: tuple[tuple[str, str], ...] = ()
    """An id, a slug or a file's name as it would stand in an address; whose it is."""


class BuiltFile(Struct, frozen=True, kw_only=True):
    """One file of a built site, with everything that a curious reader could extract."""

    path: str
    kind: Kind
    """Noise is what only programs read: pictures, sound, fonts, compressed words."""
    raw: bytes
    """Unpacked, as a browser reads it."""
    texts: tuple[bytes, ...]
    """What can be read in it, with nothing escaped."""
    notes: tuple[str, ...] = ()
    """Its metadata: notes left by cameras and programs."""

    @property
    def is_markup(self) -> bool:
        """Whether tags stand in it that nobody reads. Captions have them too."""
        return self.kind == "page" or self.path.endswith((".xml", ".vtt"))


class Leak(Struct, frozen=True, kw_only=True, order=True):
    """Something in a built site that should not be there. Says where from, never what it says."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"
