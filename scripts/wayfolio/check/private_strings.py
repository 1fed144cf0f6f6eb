"""Everything private of a school as one compiled matcher, which reads a text once for all of it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from ahocorasick_rs import BytesAhoCorasick
from msgspec import Struct

Kind = Literal["name", "capital name", "phrase", "address"]


class PrivateString(Struct, frozen=True):
    """A name, a phrase or an address that is looked for, in its normal form."""

    kind: Kind
    words: bytes
    """With one blank between them."""
    message: str
    """What is said where it stands."""


class FoldedText(Struct, frozen=True):
    """A text in its normal form, with blanks around each word."""

    text: bytes

    def holds(self, word: bytes) -> bool:
        """Whether a word stands in it."""
        return b" " + word + b" " in self.text

    @property
    def words(self) -> bytes:
        """The words with one blank between them, and one at each end."""
        return b" " + b" ".join(self.text.split()) + b" "


class PrivateStrings:
    """Finds out which private strings may stand in a text."""

    def __init__(self, strings: Iterable[PrivateString]) -> None:
        """Put each string under its longest word: few texts hold that, so few are looked at."""
        anchored: dict[bytes, list[tuple[list[bytes], PrivateString]]] = {}
        for string in strings:
            words = string.words.split()
            if words:
                anchored.setdefault(max(words, key=len), []).append((words, string))
        self._anchored: Mapping[bytes, list[tuple[list[bytes], PrivateString]]] = anchored
        self._anchors = list(anchored)
        self._matcher = (
            BytesAhoCorasick([b" " + anchor + b" " for anchor in anchored]) if anchored else None
        )

    def candidates(self, folded: FoldedText) -> Iterator[PrivateString]:
        """Yield each private string of which a text holds all words, in whatever order."""
        if self._matcher is None:
            return
        matches = self._matcher.find_matches_as_indexes(folded.text, overlapping=True)
        for number in sorted({match[0] for match in matches}):
            for words, string in self._anchored[self._anchors[number]]:
                if all(map(folded.holds, words)):
                    yield string
