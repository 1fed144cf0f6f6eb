"""What a public site may not hold, and what was found in one."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["page", "style", "text", "noise", "sealed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """Everything that nobody may read on the public site."""

    names: tuple[tuple[tuple[str, ...], str], ...] = ()
    """Words of a name, folded to one case; whose it is."""
    phrases: tuple[tuple[str, str], ...] = ()
    """A title, or a sentence; the file in which it stands."""
    addresses: tuple[tuple[str, str], ...] = ()
    """An id, a slug or a file's name as it would stand in an address; whose it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltFile:
    """One file of a built site, as somebody who wants to know more would read it."""

    path: str
    kind: Kind
    """Noise is what only programs read: pictures, sound, fonts, compressed words."""
    raw: bytes = field(repr=False)
    """Unpacked, as a browser reads it."""
    texts: tuple[bytes, ...] = field(repr=False)
    """What can be read in it, with nothing escaped."""
    notes: tuple[str, ...] = ()
    """What stands in it beside what it shows: notes of cameras and programs."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Leak:
    """Something in a built site that should not be there. Says where from, never what it says."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"
