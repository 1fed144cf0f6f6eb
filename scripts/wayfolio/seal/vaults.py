"""A learner's vault: every page and file under an opaque name, and a list of them."""

import json
from collections.abc import Mapping

from msgspec import Struct, field

from wayfolio.media.kinds import DOCUMENTS, KINDS
from wayfolio.model.keys import Vault
from wayfolio.model.pages import Page, Sealed
from wayfolio.seal.boxes import opaque_name, seal
from wayfolio.seal.slots import MANIFEST, in_folder

MEDIA_TYPES: Mapping[str, str] = {
    ".html": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    **{suffix: KINDS[suffix].media_type for suffix in (".webp", *DOCUMENTS)},
}
TEXTS = (".html", ".json", ".svg")
"""What gets smaller when it is packed. A host cannot do it: sealed, everything looks alike."""


class Contents(Struct, frozen=True, kw_only=True):
    """What goes into a vault."""

    name: str
    """How its learner is called, for a family that opens several at once."""
    is_own: bool = False
    """Whether only the learner opens it."""
    languages: Mapping[str, str]
    """Where the pages of each language begin: {"en": "", "es": "es/"}. The first is the usual."""
    first: str
    """The address of the page that opens first, below a language's beginning."""
    files: Mapping[str, bytes]
    """By address, such as "learners/teo/" and "es/learners/teo/"."""
    search: Mapping[str, str] = field(default_factory=dict)
    """The address of each language's search index."""
    note: Mapping[str, str] = field(default_factory=dict)
    """A sentence in each language that stands above every page, where there is one."""


def vault_pages(vault: Vault, contents: Contents) -> list[Page[Sealed]]:
    """Return all files of a vault, in the order of their names."""
    pages: dict[str, Page[Sealed]] = {}
    known: dict[str, tuple[str, str, int]] = {}
    for address, content in contents.files.items():
        suffix = suffix_of(address)
        name = opaque_name(vault.key, f"file|{address}")
        known[address] = (name, MEDIA_TYPES.get(suffix, "application/octet-stream"), len(content))
        pages[name] = in_folder(name, seal(vault.key, name, content, pack=suffix in TEXTS))
    manifest = {
        "name": contents.name,
        "languages": contents.languages,
        "first": contents.first,
        "search": contents.search,
        "note": contents.note,
        "files": dict(sorted(known.items())),
        **({"own": True} if contents.is_own else {}),
    }
    text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
    name = opaque_name(vault.key, MANIFEST)
    pages[name] = in_folder(name, seal(vault.key, name, text, pack=True))
    return [pages[name] for name in sorted(pages)]


def suffix_of(address: str) -> str:
    """Return the end of a file's name; a page's address has ".html"."""
    return ".html" if address.endswith("/") else address[address.rfind(".") :].lower()
