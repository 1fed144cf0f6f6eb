"""The texts in a noun and in all that it holds: in a catalogue, a portfolio, a piece of work."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wayfolio.model.normal_form import fold_words
from wayfolio.model.structs import fields
from wayfolio.model.text import Text


def collect_texts(noun: object) -> Iterator[str]:
    """Yield every text in a noun and in what it holds."""
    left: list[Any] = [noun]
    while left:
        value = left.pop()
        if isinstance(value, Text):
            yield value.original
            yield from (translated for _, translated in value.translations)
        elif isinstance(value, str):
            yield value
        elif isinstance(value, tuple | frozenset | list):
            left.extend(value)
        elif names := fields(value.__class__):
            left.extend([getattr(value, name) for name in names])
        elif isinstance(value, Mapping):
            left.extend(value.values())


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of texts in their normal form."""
    return frozenset(word for text in texts for word in fold_words(text))
