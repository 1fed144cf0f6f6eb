"""The ways in which a learner may be called, and what each needs in a text to be the name."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal

from msgspec import Struct

from wayfolio.model.name_words import ARABIC_PREFIXES, ORDINARY, ORDINARY_RUNS
from wayfolio.model.normal_form import (
    DIGRAPHS,
    fold_text,
    fold_words,
    is_unspaced,
    keep_accents,
)
from wayfolio.model.portfolio import Name

Need = Literal["nothing", "capital", "person", "handle", "mention"]
"""What makes it a name: nothing, a capital, a text that means a person, no blank inside, `@`."""

SHORTEST_FIRST, SHORTEST_OF_SEVERAL, SHORTEST_FAMILY = 2, 3, 4
SURE_FROM = 3
"""Letters: a shorter word is a name only where a person is meant."""
SHORTEST_JOINED, SHORTEST_JOINED_WORDS = 6, 8
"""Letters of `anaruiz`; of two ordinary words, such as `hopehill`."""
SHORTEST_HANDLE = 5
ARABIC = ("\u0621", "\u064a")


class Way(Struct, frozen=True, kw_only=True, array_like=True):
    """One way to call a learner."""

    words: tuple[str, ...]
    """In their normal form."""
    need: Need = "nothing"
    written: str = ""
    """Of a single word: with its accents, in one case."""
    is_public: bool = False
    """Whether the word may be published anyway, in another meaning."""
    is_turned: bool = False
    """Whether the family's name stands in front, perhaps with a comma."""


class KnownWords(Struct, frozen=True):
    """Words that a site shows whoever its learners are, in their normal form."""

    public: frozenset[str] = frozenset()
    """Of everything that educators wrote for everybody."""
    program: frozenset[str] = frozenset()
    """The program's own words; of scripts without blanks, each two and three signs."""

    def is_ordinary(self, word: str) -> bool:
        """Whether a word is usually not a name."""
        return word in ORDINARY or word in self.program


class Stem(Struct, frozen=True):
    """A word of a text without what its language adds to a name."""

    form: str
    prefix: int = 0
    """Letters that Arabic writes in one word with it."""
    has_ending: bool = False


def may_have_stems(form: str) -> bool:
    """Whether its language may inflect a word."""
    return form[-1] == "s" or ARABIC[0] <= form[0] <= ARABIC[1]


def find_stems(form: str) -> Iterator[Stem]:
    """Yield a word, and then the word without the endings and prefixes that a name may have."""
    yield Stem(form)
    if form.endswith("s"):
        yield Stem(form[:-1], has_ending=True)
        if form.endswith("es"):
            yield Stem(form[:-2], has_ending=True)
    elif ARABIC[0] <= form[0] <= ARABIC[1]:
        for prefix in ARABIC_PREFIXES:
            if form.startswith(prefix) and len(form) - len(prefix) >= SURE_FROM:
                yield Stem(form[len(prefix) :], prefix=len(prefix))


def add_endings(word: str) -> Iterator[str]:
    """Yield a word and the words that `find_stems` takes for it."""
    yield word
    if len(word) < SURE_FROM:
        return
    if ARABIC[0] <= word[0] <= ARABIC[1]:
        yield from (prefix + word for prefix in ARABIC_PREFIXES)
    elif word.isascii():
        yield from (ending for ending in (word + "s", word + "es") if ending not in ORDINARY)


def ways_to_call(name: Name, known: KnownWords, handles: Iterable[str] = ()) -> list[Way]:
    """Return the ways to call a learner. `handles`: logins and ids that are not public."""
    ways: dict[tuple[str, ...], Way] = {}
    for way in chain(
        _whole_names(name, known),
        _single_words(name, known),
        _handles(handles, known),
    ):
        ways.setdefault(way.words, way)
    return list(ways.values())


# ---- names of several words ----------------------------------------------------------------------


def _whole_names(name: Name, known: KnownWords) -> Iterator[Way]:
    """Yield the names of more than one word: as they are, turned round, and in one word."""
    for words in _sequences(name):
        if is_unspaced(words[0]):
            yield _signs(words, known)
        else:
            yield Way(words=words, need="capital" if _are_ordinary(words, known) else "nothing")
            for at in range(1, len(words)):
                yield _turned(words[at:], words[:at], known)
            yield from _joined(words, known)
    for first, other in _pairs(name):
        is_ordinary = _are_ordinary((first, other), known)
        yield Way(words=(first, other), need="capital" if is_ordinary else "nothing")
        yield _turned((other,), (first,), known)
        yield from _joined((first, other), known)
        yield from _joined((other, first), known)


def _turned(family: tuple[str, ...], first: tuple[str, ...], known: KnownWords) -> Way:
    """Return a name with the family's part in front: `Ruiz, Ana`.

    “In the park, Ana laughed” does not call her Ana Park.
    """
    is_ordinary = any(known.is_ordinary(word) or word in known.public for word in family)
    need: Need = "capital" if is_ordinary else "nothing"
    return Way(words=(*family, *first), need=need, is_turned=True)


def _are_ordinary(words: tuple[str, ...], known: KnownWords) -> bool:
    """Whether a text may well say these words and mean nobody: at most two, all of them usual."""
    return len(words) < 3 and all(
        len(word) < SURE_FROM or known.is_ordinary(word) for word in words
    )


def _joined(words: tuple[str, ...], known: KnownWords) -> Iterator[Way]:
    joined = "".join(words)
    shortest = SHORTEST_JOINED_WORDS if _are_ordinary(words, known) else SHORTEST_JOINED
    if len(joined) >= shortest and not known.is_ordinary(joined):
        yield Way(words=(joined,), written=joined)


def _signs(signs: tuple[str, ...], known: KnownWords) -> Way:
    run = "".join(signs)
    is_ordinary = run in ORDINARY_RUNS or run in known.program
    return Way(words=signs, need="person" if is_ordinary else "nothing", written=run)


def _sequences(name: Name) -> Iterator[tuple[str, ...]]:
    for text in (name.full, name.latin, name.alias, name.first):
        for spelling in spellings(text):
            words = tuple(fold_words(spelling))
            if len(words) > 1:
                yield words
            if len(words) > 2 and is_unspaced(name.full) and not is_unspaced(words[0]):
                # The given name behind the family's: Wang Xiao Ming.
                yield words[1:]


def _pairs(name: Name) -> Iterator[tuple[str, str]]:
    """Yield the first name with each other word of the whole name."""
    firsts = fold_words(name.first)[:1]
    for text in (name.full, name.latin):
        for words in map(fold_words, spellings(text)):
            if not words or is_unspaced(words[0]):
                continue
            first = firsts[0] if firsts and firsts[0] in words else words[0]
            for other in words:
                if other != first and len(other) > 1:
                    yield first, other


def spellings(text: str | None) -> Iterator[str]:
    """Yield a text, and as it is written where a keyboard has no ä, ø and the like."""
    if not text:
        return
    yield text
    if not text.isascii():
        plain = keep_accents(text)
        other = "".join(DIGRAPHS.get(sign, sign) for sign in plain)
        if other != plain:
            yield other


# ---- single words --------------------------------------------------------------------------------


def _single_words(name: Name, known: KnownWords) -> Iterator[Way]:
    """Yield the words of a name that can stand for it alone."""
    several = len(fold_words(name.first)) > 1
    for text, shortest, is_family in (
        (name.first, SHORTEST_OF_SEVERAL if several else SHORTEST_FIRST, False),
        (name.latin and name.latin.split()[0], SHORTEST_OF_SEVERAL, False),
        (name.alias, SHORTEST_OF_SEVERAL, False),
        (name.full, SHORTEST_FAMILY, True),
        (name.latin, SHORTEST_OF_SEVERAL if is_unspaced(name.full) else SHORTEST_FAMILY, True),
    ):
        for spelling in spellings(text):
            for word in fold_words(spelling):
                if len(word) >= shortest and not (is_family and word in known.public):
                    yield _single(word, spelling, known, is_family=is_family)


def _single(word: str, text: str, known: KnownWords, *, is_family: bool) -> Way:
    """Return how a word must be written to be a name.

    The names of families are often words as well: Park, Brown, Young.
    """
    if len(word) < SURE_FROM or known.is_ordinary(word) or word in known.public:
        need: Need = "person"
    else:
        need = "capital" if is_family else "nothing"
    return Way(
        words=(word,),
        need=need,
        written=_with_accents(word, text),
        is_public=is_family or word in known.public,
    )


def _with_accents(word: str, text: str) -> str:
    """Return a word with the accents that it has in a text."""
    parts = keep_accents(text).replace("-", " ").split()
    return next((part for part in parts if fold_text(part) == word), word)


# ---- logins and ids ------------------------------------------------------------------------------


def _handles(handles: Iterable[str], known: KnownWords) -> Iterator[Way]:
    for handle in handles:
        words = tuple(fold_words(handle))
        if not words:
            continue
        joined = "".join(words)
        if _is_telling(words, joined, known):
            yield Way(words=words, need="handle")
        yield Way(words=words, need="mention", written=joined)


def _is_telling(words: tuple[str, ...], joined: str, known: KnownWords) -> bool:
    """Whether a login also identifies a person without `@`."""
    if len(joined) < SHORTEST_HANDLE or (len(words) == 1 and joined.isalpha()):
        return False
    return not all(
        known.is_ordinary(word) or word in known.public or word.isdigit() for word in words
    )
