"""Learners' names where anybody may have written them: in titles, texts, captions and addresses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import pairwise
from typing import Any

from msgspec import Struct

from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import Name
from wayfolio.model.structs import fields
from wayfolio.model.text import Text

SOMEBODY = "N."
"""Stands in a text for somebody whose name may not be seen; the same in every language."""
WORD = re.compile(r"[^\W_]+")
LONGEST_GAP = 2
"""Signs between two words of one name: a space, a hyphen, an apostrophe."""

TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.S)
UNSEEN = dict.fromkeys(map(ord, "*_~`\\\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
"""Signs that may stand within a word of Markdown, and are not seen."""

ALSO_WORDS = frozenset(
    WORD.findall(
        "will mark may rose grace hope faith joy art drew jack bill rob pat sue dawn sky river "
        "summer autumn april june august ivy lily iris violet daisy olive ruby pearl amber jade "
        "chase hunter mason page reed brook dale glen forest cliff rocky sunny angel max ray guy "
        "miles chance luz sol mar paz rosa flor alba blanca clara dolores victoria marina estrella"
    )
)
"""Names that are words as well: as a name counts only what is written like one."""


class Called(Struct, frozen=True, kw_only=True):
    """One way to call a learner, and what may stand there instead."""

    learner: LearnerId
    words: tuple[str, ...]
    """Folded to one case."""
    shown: str
    """What this audience may read in its place."""
    exact: frozenset[str] = frozenset()
    """Only when written so; however it is written where there is nothing here."""


class Naming(Struct, frozen=True):
    """A name in a text, and where."""

    start: int
    end: int
    learner: LearnerId
    shown: str


def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded to one case."""
    return tuple(word.casefold() for word in WORD.findall(name))


def spread_names(text: str) -> bytes:
    """Return the words of a text, folded to one case, with one blank between them."""
    return " ".join(word.casefold() for word in WORD.findall(text)).encode()


class People(Struct, frozen=True):
    """Every name that one audience may not read as it stands."""

    by_first_word: Mapping[str, tuple[Called, ...]]

    @property
    def certain(self) -> "People":
        """The names that are no words as well, in whatever way they are written.

        Educators' prose says “Will it turn in May?”, and means no child.
        """
        ways = {
            first: tuple(called for called in both if not called.exact)
            for first, both in self.by_first_word.items()
        }
        return People({first: sure for first, sure in ways.items() if sure})

    def named_in(self, text: str) -> Iterator[Naming]:
        """Yield each name in a text that may not stand there, in order."""
        # Most texts name nobody, and that is told fast.
        known = self.by_first_word.keys()
        if not known or known.isdisjoint(WORD.findall(text.casefold())):
            return
        words = list(WORD.finditer(text))
        number = 0
        while number < len(words):
            named = self._at(words, number)
            if named is None:
                number += 1
                continue
            called, count = named
            start, end = words[number].start(), words[number + count - 1].end()
            yield Naming(start, end, called.learner, called.shown)
            number += count

    def named_in_pieces(self, text: str) -> Iterator[Naming]:
        """Yield each name that a reader of a Markdown text sees, and its source does not show.

        `Z*e*bulon` reads as a name, and cannot be taken out without taking the text apart.
        """
        plain = text.translate(UNSEEN)
        if "<" in plain:
            plain = TAG.sub("", plain)
        if "&" in plain:
            plain = unescape(plain)
        if len(plain) != len(text):
            yield from self.named_in(plain)

    def _at(self, words: list[re.Match[str]], number: int) -> tuple[Called, int] | None:
        for called in self.by_first_word.get(words[number][0].casefold(), ()):
            here = words[number : number + len(called.words)]
            if tuple(word[0].casefold() for word in here) != called.words:
                continue
            if called.exact and here[0][0] not in called.exact:
                continue
            if all(b.start() - a.end() <= LONGEST_GAP for a, b in pairwise(here)):
                return called, len(called.words)
        return None

    def spoken(self, text: str) -> str:
        """Return a text as this audience may read it."""
        pieces, at = [], 0
        for naming in self.named_in(text):
            pieces.append(text[at : naming.start])
            end = naming.end
            # “Teo.” is not to become “N..”
            if naming.shown.endswith(".") and text[end : end + 1] == ".":
                end += 1
            pieces.append(naming.shown)
            at = end
        return "".join([*pieces, text[at:]]) if pieces else text


NOBODY = People({})


def collect_people(
    names: Mapping[LearnerId, Name],
    shown: Mapping[LearnerId, str | None],
    public: frozenset[str],
    program: frozenset[str] = frozenset(),
) -> People:
    """Return the names that may not be read.

    `shown`: how each learner may be called, None where by no name. `public`: the words, as they
    are written, of everything that everybody may read anyway. `program`: the program's own words,
    folded to one case.
    """
    program |= ALSO_WORDS | {word.casefold() for word in public}
    allowed = {word for text in shown.values() if text for word in name_parts(text)}
    named: dict[str, list[Called]] = {}
    for learner, name in names.items():
        for called in _ways(learner, name, shown.get(learner), public, program):
            if len(called.words) == 1 and called.words[0] in allowed:
                continue
            named.setdefault(called.words[0], []).append(called)
    return People(
        {
            first: tuple(sorted(ways, key=lambda way: -len(way.words)))
            for first, ways in named.items()
        }
    )


def _ways(
    learner: LearnerId,
    name: Name,
    shown: str | None,
    public: frozenset[str],
    also_words: frozenset[str],
) -> Iterator[Called]:
    if shown and name.shown == "full":
        return
    instead = shown or SOMEBODY
    latin_first = name_parts(name.latin or "")[:1] if shown and name.shown == "first" else ()
    allowed = (name_parts(shown or ""), latin_first)
    # A name of several words needs no exact form; the first way to a word decides its form.
    ways = {words: frozenset[str]() for words in _whole_names(name)}
    for word, way in _single_words(name, public, also_words):
        ways.setdefault((word.casefold(),), way)
    for words, exact in ways.items():
        if words not in allowed:
            yield Called(learner=learner, words=words, shown=instead, exact=exact)


def _whole_names(name: Name) -> Iterator[tuple[str, ...]]:
    """Yield the names that have more than one word."""
    for text in (name.full, name.latin, name.alias, name.first):
        words = name_parts(text or "")
        if len(words) > 1:
            yield words


def _single_words(
    name: Name, public: frozenset[str], also_words: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the words of a name that can be told for it alone, with how they must be written."""
    for text, shortest, is_family in (
        (name.first, 2 if len(name_parts(name.first)) == 1 else 3, False),
        (name.latin and name.latin.split()[0], 3, False),
        (name.alias, 3, False),
        (name.full, 4, True),
        (name.latin, 4, True),
    ):
        for word in WORD.findall(text or ""):
            way = _alone(word, shortest, public, also_words, is_family=is_family)
            if way is not None:
                yield word, way


def _alone(
    word: str,
    shortest: int,
    public: frozenset[str],
    also_words: frozenset[str],
    *,
    is_family: bool,
) -> frozenset[str] | None:
    """Return how a word must be written to be a name, or None where it cannot be told for one.

    The names of families are often words as well: Park, Brown, Young.
    """
    if len(word) < shortest or word in public:
        return None
    if is_family or word.casefold() in also_words:
        return frozenset({word, word.upper()})
    return frozenset()


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
    """Return the words of texts as they are written."""
    return frozenset(word for text in texts for word in WORD.findall(text))
