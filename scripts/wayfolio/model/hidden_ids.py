"""Ids of a school that name somebody who may not be named, and what its addresses say instead.

A badge `ana-ruiz` would put the name into the address of its page, into each link to it, and so
into the pages of everybody who holds it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.pages import Edition, Page


class HiddenIds(Struct, frozen=True):
    """What stands in the place of each such id; nothing in nearly every school."""

    shown: Mapping[str, str] = {}

    def hide(self, content: bytes) -> bytes:
        """Return bytes of a page in which every such id is another word."""
        if not self.shown:
            return content
        shown = {name.encode(): word.encode() for name, word in self.shown.items()}
        pattern = _pattern_of(tuple(shown))
        return pattern.sub(lambda match: shown[match[0].lower()], content)

    def hide_in(self, page: Page[Edition]) -> Page[Edition]:
        """Return a page without such ids in its address and in what it holds."""
        if not self.shown:
            return page
        path = self.hide(page.path.encode()).decode()
        own = None if page.own is None else self.hide(page.own)
        return replace(page, path=path, content=self.hide(page.content), own=own)


NOTHING_HIDDEN = HiddenIds()


@cache
def _pattern_of(names: tuple[bytes, ...]) -> re.Pattern[bytes]:
    words = b"|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rb"(?<![A-Za-z0-9-])(?:%s)(?![A-Za-z0-9-])" % words, re.I)


def choose_words(names: Iterable[str], taken: frozenset[str]) -> HiddenIds:
    """Return for each id a word that tells nothing of it. `taken`: words of other addresses."""
    free = (word for number in count(1) if (word := f"n-{number}") not in taken)
    return HiddenIds(dict(zip(sorted(names), free, strict=False)))
