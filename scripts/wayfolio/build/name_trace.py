"""The words for which everybody's names were searched while a learner's pages were made.

A name can change those pages only under one of these words: `changed_names.py` says why.
"""

from array import array
from collections.abc import Iterable, Iterator, KeysView, Mapping
from typing import Any
from zlib import crc32

from wayfolio.model.people import Called

Ways = Mapping[str, tuple[Called, ...]]
"""The ways to call people, by their first words."""


class TracedWays(Ways):
    """The ways to call people, with a note of every word that they were searched for."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._words: set[str] = set()

    def __getitem__(self, word: str) -> tuple[Called, ...]:
        self._words.add(word)
        return self._ways[word]

    def __bool__(self) -> bool:
        """Return True: where nobody is private, what a text holds must be known all the same."""
        return True

    def __len__(self) -> int:
        return len(self._ways)

    def __iter__(self) -> Iterator[str]:
        raise TypeError("a learner's pages depend on the words of their texts, never on all names")

    def keys(self) -> KeysView[str]:
        """Return the words, which note what they are compared with."""
        return _TracedWords(self)

    def are_apart(self, words: frozenset[Any]) -> bool:
        """Whether nobody is called by any of these words."""
        self._words |= words
        return self._ways.keys().isdisjoint(words)

    def begin(self) -> None:
        """Forget what was searched for."""
        self._words.clear()

    def searched_words(self) -> bytes:
        """Return what was searched for, as sorted hashes."""
        return array("I", sorted(hash_words(self._words))).tobytes()


class _TracedWords(KeysView[str]):
    _mapping: TracedWays

    def isdisjoint(self, other: Iterable[object]) -> bool:
        return self._mapping.are_apart(other if isinstance(other, frozenset) else frozenset(other))


def hash_words(words: Iterable[str]) -> set[int]:
    """Return a number for each word. Where two words share one, pages are made in vain, once."""
    return {crc32(word.encode("utf-8", "surrogatepass")) for word in words}


def may_hold(searched: bytes, words: set[int]) -> bool:
    """Whether any of some words, as numbers, was searched for."""
    return not words.isdisjoint(memoryview(searched).cast("I"))
