"""Everything private of a school, looked for in a text at once."""

from collections.abc import Iterable, Iterator
from typing import Literal

from ahocorasick_rs import BytesAhoCorasick
from msgspec import Struct

from wayfolio.model.name_forms import add_endings, find_stems

Kind = Literal["name", "capital name", "phrase", "address"]

FEW_TEXTS = 50
"""For fewer, the compiled matcher of a large school is not worth its making."""
FEW_STRINGS = 1000
"""A matcher for fewer is made in less than a millisecond."""
FEW_PATTERNS = 16
"""To look for so few one by one takes less time than to look for all of them at once."""
SHORTEST_WITH_ENDING = 6
"""Letters: a plural of a shorter name is perhaps another word."""


class PrivateString(Struct, frozen=True):
    """A name, a phrase or an address that is looked for, in its normal form."""

    kind: Kind
    words: bytes
    """With one blank between them."""
    message: str
    """What is said where it stands."""
    has_short_endings: bool = False
    """Whether a plural of a short name counts as well."""

    def forms(self) -> Iterator[bytes]:
        """Yield its words, and for a name those with what languages add to it."""
        yield self.words
        if self.kind != "name":
            return
        words = self.words.decode().split()
        for last in self._with_endings(words[-1]):
            if last[0] == words[-1][0]:
                yield " ".join([*words[:-1], last]).encode()
        if not words[0].isascii():
            for first in add_endings(words[0]):
                yield " ".join([first, *words[1:]]).encode()

    def anchors(self, anchor: bytes) -> Iterator[bytes]:
        """Yield the forms of one of its words under which it is found."""
        yield anchor
        if self.kind == "name":
            yield from (form.encode() for form in self._with_endings(anchor.decode()))

    def _with_endings(self, word: str) -> Iterator[str]:
        if self.has_short_endings or len(word) >= SHORTEST_WITH_ENDING or not word.isascii():
            yield from (form for form in add_endings(word) if form != word)


class FoldedText(Struct, frozen=True):
    """A text in its normal form, with blanks around each word."""

    text: bytes

    def holds(self, word: bytes) -> bool:
        """Whether a word stands in it."""
        return b" " + word + b" " in self.text

    def holds_all(self, words: bytes) -> bool:
        """Whether all of some words stand in it. Of long words, one is most often missing."""
        return all(map(self.holds, sorted(words.split(), key=len, reverse=True)))

    @property
    def words(self) -> bytes:
        """The words with one blank between them, and one at each end."""
        return b" " + b" ".join(self.text.split()) + b" "


class PrivateStrings:
    """Finds out which private strings may stand in a text."""

    def __init__(self, strings: Iterable[PrivateString]) -> None:
        """Put each string under its longest word: few texts hold that, so few are looked at."""
        self._anchored: dict[bytes, list[PrivateString]] = {}
        for string in strings:
            if string.words:
                anchor = max(string.words.split(), key=len)
                self._anchored.setdefault(anchor, []).append(string)
        self._matcher: BytesAhoCorasick | None = None
        self._patterns: list[tuple[bytes, bytes]] = []
        """What is looked for in a text, each with the anchor to which it belongs."""
        self._seen_texts = 0

    def __bool__(self) -> bool:
        return bool(self._anchored)

    def candidates(self, folded: FoldedText) -> Iterator[PrivateString]:
        """Yield each private string of which a text holds all words, in whatever order."""
        for anchor in sorted(self._anchors_in(folded)):
            for string in self._anchored[anchor]:
                if any(folded.holds_all(form) for form in string.forms()):
                    yield string

    def _anchors_in(self, folded: FoldedText) -> set[bytes]:
        self._seen_texts += 1
        is_large = len(self._anchored) > FEW_STRINGS
        if is_large and self._seen_texts < FEW_TEXTS:
            return _with_stems(folded.text.split()) & self._anchored.keys()
        return self._match(folded.text) if self._anchored else set()

    def _match(self, text: bytes) -> set[bytes]:
        if not self._patterns:
            self._patterns = list(self._collect_patterns())
        if len(self._patterns) <= FEW_PATTERNS:
            return {anchor for pattern, anchor in self._patterns if pattern in text}
        if self._matcher is None:
            self._matcher = BytesAhoCorasick([pattern for pattern, _ in self._patterns])
        matches = self._matcher.find_matches_as_indexes(text, overlapping=True)
        return {self._patterns[match[0]][1] for match in matches}

    def _collect_patterns(self) -> Iterator[tuple[bytes, bytes]]:
        for anchor, strings in self._anchored.items():
            for form in {form for string in strings for form in string.anchors(anchor)}:
                yield b" " + form + b" ", anchor


def _with_stems(words: Iterable[bytes]) -> set[bytes]:
    """Return words, and what is left of them without a language's endings and prefixes."""
    present = set(words)
    for word in list(present):
        if word.endswith(b"s") or not word.isascii():
            form = word.decode("utf-8", "ignore")
            present.update(stem.form.encode() for stem in find_stems(form) if form)
    return present
