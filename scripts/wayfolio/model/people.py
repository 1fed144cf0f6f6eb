"""Learners' names where anybody may have written them: in titles, texts, captions and addresses."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, permutations

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.name_context import Reading, WordInText, read_mention
from wayfolio.model.name_forms import (
    KnownWords,
    Need,
    Stem,
    Way,
    find_stems,
    may_have_stems,
    ways_to_call,
)
from wayfolio.model.name_words import ORDINARY
from wayfolio.model.names import LearnerId
from wayfolio.model.normal_form import (
    APOSTROPHES,
    UNSPACED,
    Word,
    find_joined_words,
    find_spelled_words,
    find_words,
    fold_text,
    fold_words,
    keep_accents,
    written_words,
)
from wayfolio.model.noun_texts import words_in
from wayfolio.model.portfolio import Name
from wayfolio.model.searched_forms import find_forms
from wayfolio.model.seen_text import replace_part, see_roughly, see_text

SOMEBODY = "N."
"""Replaces a name that must not appear; the same in every language."""
LONGEST_GAP = 8
"""Signs between two words of one name: a blank, a hyphen, a line's end, Markdown's signs."""
NARROW_GAP = re.compile(rf"[ \t]{{0,2}}\n?[ \t>]*|[-_.·*{APOSTROPHES}]{{1,2}}")
"""The same for ordinary words, and for signs of a script without blanks."""
HANDLE_GAP = re.compile(r"[-_.]?")
SHORT = 4
"""Letters: in a shorter name, an accent makes another word, as `mía` is not Mia."""
LONG = 6
"""Letters: from here on a plural is known without its capital."""
MOST_ROUNDS = 3
"""What stands around a name may be another one, once the name is replaced."""


class Called(Way, frozen=True, kw_only=True, array_like=True):
    """One way to call a learner, and what may stand there instead."""

    learner: LearnerId
    shown: str
    """What this audience may read in its place."""


class Naming(Struct, frozen=True, kw_only=True):
    """A name in a text, and where."""

    start: int
    end: int
    learner: LearnerId
    shown: str
    word: str = ""
    """Of a name that is a word as well, or short: the word that `not_names` takes."""
    is_clear: bool = True
    """Whether the text means a person, and not perhaps the word."""


class People(Struct, frozen=True):
    """Every name that one audience may not read as it stands."""

    by_first_word: Mapping[str, tuple[Called, ...]]
    not_names: frozenset[str] = frozenset()
    """Words that an author says are words."""
    names: frozenset[str] = frozenset()
    """Words that an author says are names."""

    @property
    def certain(self) -> "People":
        """The names that educators' prose can mean.

        A family's name alone may be a teacher's as well, and words of the catalogue are words.
        """
        ways = {
            first: tuple(called for called in every if not called.is_public)
            for first, every in self.by_first_word.items()
        }
        by_first_word = {first: sure for first, sure in ways.items() if sure}
        return replace(self, by_first_word=by_first_word)

    def reading(self, names: Iterable[str], not_names: Iterable[str]) -> "People":
        """Return these people as the author of a text means them."""
        is_name, is_word = words_in(names), words_in(not_names)
        if not is_name and not is_word:
            return self
        return replace(
            self,
            names=(self.names | is_name) - is_word,
            not_names=(self.not_names | is_word) - is_name,
        )

    def always_names(self, first_words: Iterable[str]) -> Iterator[Called]:
        """Yield the name forms that are not also ordinary words, by their first word."""
        for first in first_words:
            yield from (
                called for called in self.by_first_word.get(first, ()) if called.need == "nothing"
            )

    def named_in(self, text: str) -> Iterator[Naming]:
        """Yield each name in a text that may not stand there, in order.

        `Z*e*bulon` is one as well: its readers see a name.
        """
        # Most texts name nobody, and that is told fast.
        if not self.by_first_word or self.by_first_word.keys().isdisjoint(find_forms(text)):
            return
        written = written_words(text)
        namings = list(self._named_as_written(text, written))
        if namings or self._may_be_in(map(fold_text, written_words(see_roughly(text)) - written)):
            namings += self._named_in_pieces(text)
        end = 0
        for naming in sorted(namings, key=lambda naming: (naming.start, -naming.end)):
            if naming.start >= end:
                yield naming
                end = naming.end

    def _named_as_written(self, text: str, written: set[str]) -> Iterator[Naming]:
        if self._may_be_in(map(fold_text, written)):
            yield from self._named_among(text, find_words(text))
        for words in find_joined_words(text, written):
            if self._may_be_in([word.form for word in words]):
                yield from self._named_among(text, words)
        for words in find_spelled_words(text):
            if self._may_be_in([word.form for word in words]):
                yield from filter(_is_clear, self._named_among(text, words))

    def _named_in_pieces(self, text: str) -> Iterator[Naming]:
        """Yield each name that readers see, and that markup takes apart in the source."""
        seen = see_text(text)
        if seen is None:
            return
        for naming in self._named_as_written(seen.text, written_words(seen.text)):
            start, end = seen.place(naming.start, naming.end)
            if naming.is_clear and end - start > naming.end - naming.start:
                yield replace(naming, start=start, end=end)

    def tells(self, learner: LearnerId) -> bool:
        """Whether a learner's id says more of a name than may be read."""
        if any(True for _ in self.named_in(learner)):
            return True
        return any(
            called.learner == learner and called.need in ("capital", "person")
            for word in fold_words(learner)
            for called in self.by_first_word.get(word, ())
            if len(called.words) == 1
        )

    def spoken(self, text: str) -> str:
        """Return a text as this audience may read it."""
        for _ in range(MOST_ROUNDS):
            spoken = self._speak_once(text)
            if spoken == text:
                break
            text = spoken
        return text

    def _speak_once(self, text: str) -> str:
        pieces: list[str] = []
        at = 0
        for naming in self.named_in(text):
            shown, end = replace_part(text, naming.start, naming.end, naming.shown)
            pieces += (text[at : naming.start], shown)
            at = end
        return "".join([*pieces, text[at:]]) if pieces else text

    def _may_be_in(self, forms: Iterable[str]) -> bool:
        known, forms = self.by_first_word.keys(), set(forms)
        if not known.isdisjoint(forms):
            return True
        return not known.isdisjoint(
            stem.form for form in forms if may_have_stems(form) for stem in find_stems(form)
        )

    def _named_among(self, text: str, words: Sequence[Word]) -> Iterator[Naming]:
        number = 0
        while number < len(words):
            naming, count = self._at(text, words, number)
            if naming is not None:
                yield naming
            number += count

    def _at(self, text: str, words: Sequence[Word], number: int) -> tuple[Naming | None, int]:
        """Return the name at a word, and how many words it has; None and one word otherwise."""
        for stem in find_stems(words[number].form):
            for called in self.by_first_word.get(stem.form, ()):
                count = len(called.words)
                here = words[number : number + count]
                if not _stands_here(text, here, called, stem):
                    continue
                reading = self._read(text, words, number, called)
                if reading != "word":
                    start = _start_of(text, here[0], stem)
                    return _naming(start, here[-1].end, called, reading), count
        return None, 1

    def _read(self, text: str, words: Sequence[Word], number: int, called: Called) -> Reading:
        """Return whether a name form means a name or ordinary words at a place in a text."""
        here = words[number : number + len(called.words)]
        mention = WordInText(text, words, number, number + len(here) - 1)
        match called.need:
            case "nothing" | "handle":
                return "word" if _is_another_word(text, here, called) else "person"
            case "mention":
                return "person" if mention.is_addressed else "word"
            case "capital" | "person":
                return self._read_word(mention, here, called)

    def _read_word(self, mention: WordInText, here: Sequence[Word], called: Called) -> Reading:
        """Return what a name of usual words means, which an author may have said."""
        run = "".join(called.words)
        if run in self.not_names:
            return "word"
        if called.need == "capital" or run in self.names:
            return "person" if has_capitals(mention.text, here) else "word"
        return "word" if _has_other_accents(mention.written, called) else read_mention(mention)


NOBODY = People({})


def _is_clear(naming: Naming) -> bool:
    return naming.is_clear


def _naming(start: int, end: int, called: Called, reading: Reading) -> Naming:
    is_word = called.need in ("capital", "person")
    return Naming(
        start=start,
        end=end,
        learner=called.learner,
        shown=called.shown,
        word="".join(called.words) if is_word and called.written else "",
        is_clear=reading == "person",
    )


def _stands_here(text: str, here: Sequence[Word], called: Called, stem: Stem) -> bool:
    """Whether a name's words stand in a text. `stem`: of the first of them."""
    if len(here) < len(called.words):
        return False
    forms = [word.form for word in here]
    if stem.prefix:
        if called.need not in ("nothing", "capital"):
            return False
        forms[0] = stem.form
    if tuple(forms) != called.words:
        last = called.words[-1]
        is_plural = tuple(forms[:-1]) == called.words[:-1] and forms[-1] in (
            f"{last}s",
            f"{last}es",
        )
        if not is_plural or not _is_plural_of_name(text, here[-1], called):
            return False
    return all(_is_gap(text[before.end : after.start], called) for before, after in pairwise(here))


def _is_plural_of_name(text: str, word: Word, called: Called) -> bool:
    if called.need not in ("nothing", "capital") or word.form in ORDINARY:
        return False
    return len(called.words[-1]) >= SHORT - 1 and (
        len(called.words[-1]) >= LONG or not text[word.start].islower()
    )


def _is_gap(gap: str, called: Called) -> bool:
    """Whether what stands between two words of a text may stand within a name."""
    if called.need == "handle":
        return HANDLE_GAP.fullmatch(gap) is not None
    if called.need != "nothing" or _is_of_signs(called):
        return NARROW_GAP.fullmatch(gap.removeprefix("," if called.is_turned else "")) is not None
    return len(gap) <= LONGEST_GAP and gap.count("\n") <= 1


def _is_of_signs(called: Called) -> bool:
    return len(called.words[0]) == 1 and SIGN.match(called.words[0]) is not None


SIGN = re.compile(f"[{UNSPACED}]")


def has_capitals(text: str, here: Sequence[Word]) -> bool:
    """Whether words have capitals, or are joined as a login is: `will.step`."""
    if all(text[before.end : after.start] in (".", "_") for before, after in pairwise(here)):
        return len(here) > 1 or not text[here[0].start].islower()
    return not any(text[word.start].islower() for word in here)


def _start_of(text: str, word: Word, stem: Stem) -> int:
    """Return where a name begins in a word that may have an Arabic prefix."""
    start, left = word.start, stem.prefix
    while left > 0:
        left -= len(fold_text(text[start]))
        start += 1
    return start


def _has_other_accents(written: str, called: Called) -> bool:
    """Whether a word's accents make it another one. A text may leave out all of them."""
    kept = keep_accents(written)
    return kept not in (called.written, fold_text(written))


def _is_another_word(text: str, here: Sequence[Word], called: Called) -> bool:
    if len(here) > 1 or len(called.words[0]) > SHORT or not called.written.isascii():
        return False
    return is_accented(text[here[0].start : here[0].end])


def is_accented(written: str) -> bool:
    """Whether a word stands in small letters and with accents."""
    return written[0].islower() and keep_accents(written) != fold_text(written)


# ---- who may not be named ------------------------------------------------------------------------


def collect_people(
    names: Mapping[LearnerId, Name],
    shown: Mapping[LearnerId, str | None],
    public: Collection[str],
    program: frozenset[str] = frozenset(),
    handles: Mapping[LearnerId, tuple[str, ...]] | None = None,
) -> People:
    """Return the names that may not be read.

    `shown`: how each learner may be called, None where by no name. `public`: the words that
    everybody may read anyway, as something else. `program`: the program's own words, in their
    normal form. `handles`: logins and ids of those who may not be named.
    """
    known = KnownWords(words_in(public), program)
    allowed = {word for text in shown.values() if text for word in fold_words(text)}
    named: dict[str, list[Called]] = {}
    for learner, name in names.items():
        logins = (handles or {}).get(learner, ())
        for called in _ways(learner, name, shown.get(learner), known, logins):
            if len(called.words) > 1 or called.words[0] not in allowed:
                named.setdefault(called.words[0], []).append(called)
    return People({first: tuple(sorted(ways, key=_order_of)) for first, ways in named.items()})


NEEDS: tuple[Need, ...] = ("nothing", "handle", "capital", "person", "mention")


def _order_of(called: Called) -> tuple[int, int]:
    return -len(called.words), NEEDS.index(called.need)


def _ways(
    learner: LearnerId,
    name: Name,
    shown: str | None,
    known: KnownWords,
    handles: tuple[str, ...],
) -> Iterator[Called]:
    if shown and name.shown == "full":
        return
    allowed = _shown_ways(name, shown)
    for way in ways_to_call(name, known, () if shown else handles):
        if way.words not in allowed:
            yield Called(
                learner=learner,
                shown=shown or SOMEBODY,
                words=way.words,
                need=way.need,
                written=way.written,
                is_public=way.is_public,
                is_turned=way.is_turned,
            )


def _shown_ways(name: Name, shown: str | None) -> set[tuple[str, ...]]:
    """Return the words that everybody may read of a learner's name, in any order, and joined."""
    ways: set[tuple[str, ...]] = {()}
    if shown:
        words = fold_words(shown)
        orders = [order for count in range(1, 4) for order in permutations(words, count)]
        ways.update((tuple(words), *orders, *(("".join(order),) for order in orders)))
        ways.add(tuple(fold_words(name.latin or "")[:1]) if name.shown == "first" else ())
    return ways
