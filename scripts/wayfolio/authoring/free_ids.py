"""Makes ids that every computer can hold, that nobody has yet, and that say who or what it is."""

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct, field

from wayfolio.model.latin import spell_in_latin
from wayfolio.write import texts

LONGEST = 64


def spell_id(text: str) -> str:
    """Return a text of any script in the letters of an id; empty where there is nothing in it."""
    return texts.slug(text) if re.search("[a-z0-9]", spell_in_latin(text)) else ""


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
