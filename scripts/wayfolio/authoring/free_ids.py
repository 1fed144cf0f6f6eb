"""Makes ids that every computer can hold, that nobody has yet, and that say who or what it is."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from anyascii import anyascii
from msgspec import Struct, field

from wayfolio.write import texts

LONGEST = 64
SYLLABLES = re.compile("([\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff])")
"""Letters that are a syllable each: 李小龙 is li-xiao-long."""
SPELLED = "LMN"
"""Letters, their marks and digits; an emoji has a name, but nobody would call a learner so."""


def spell_id(text: str) -> str:
    """Return a text of any script in the letters of an id; empty where there is nothing in it."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(c if unicodedata.category(c)[0] in SPELLED else " " for c in composed)
    latin = anyascii(SYLLABLES.sub(r" \1 ", kept))
    return texts.slug(latin) if re.search("[A-Za-z0-9]", latin) else ""


class FreeIds(Struct, kw_only=True):
    """The ids that are taken, and which of them are unfit for another reason."""

    taken: set[str]
    is_unfit: Callable[[str], bool]
    numbers: dict[str, int] = field(default_factory=dict)
    """Id -> the last number that was tried behind it: the next one of its kind goes on there."""

    def claim(self, wishes: Iterable[str], usual: str) -> str:
        """Return the first wish that is free, else the last one with a number, and keep it.

        `usual`: what it is called, with a number, where nobody can spell it.
        """
        spelled = [wish for wish in wishes if wish]
        chosen = next((wish for wish in spelled if self._is_free(wish)), None)
        if chosen is None:
            chosen = next(
                numbered
                for numbered in self._numbered(spelled[-1] if spelled else "", usual)
                if self._is_free(numbered)
            )
        self.taken.add(chosen)
        return chosen

    def _numbered(self, base: str, usual: str) -> Iterator[str]:
        name = base or usual
        number = self.numbers.get(name, 1 if base else 0)
        while True:
            number += 1
            self.numbers[name] = number
            ending = f"-{number}"
            yield f"{name[: LONGEST - len(ending)].rstrip('-')}{ending}"

    def _is_free(self, name: str) -> bool:
        return name not in self.taken and not self.is_unfit(name)
