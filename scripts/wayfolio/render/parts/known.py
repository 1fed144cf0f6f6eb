"""How something is known, for the family and the staff: a word, an icon and a border."""

from collections.abc import Mapping

from msgspec import Struct

from wayfolio.model.claims import Known
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import known_word

ICONS: Mapping[Known, str] = {
    Known.SEEN: "M2 7.5 5.5 11 12 3.5",
    Known.CLAIMED: "M1.5 2h11v7.5H7L4 12.5v-3H1.5z",
    Known.PRESUMED: "M2.5 2.5 7 7l-4.5 4.5M7.5 2.5 12 7l-4.5 4.5",
}
"""An icon of 14 by 14 pixels for each, made of strokes, as on maps."""


SIGNS: Mapping[Known, str] = {Known.SEEN: "✓", Known.CLAIMED: "?", Known.PRESUMED: "»"}
"""The same as a character, for paper."""


class KnownView(Struct, frozen=True, kw_only=True):
    """How something is known. `css`: its class, which gives it a border."""

    css: str
    icon: str
    sign: str
    word: str


def known_view(known: Known, reader: Reader) -> KnownView:
    """Return how something is known, for a page."""
    word = known_word(known, reader.gettext)
    css = f"wf-known--{known.value}"
    return KnownView(css=css, icon=ICONS[known], sign=SIGNS[known], word=word)
