"""Tells whether a word that is a name as well means a person where it stands in a text.

The rules look at the word's capital and at the words beside it, in this order:

1. After `@` it is a person. Without a capital, in a script that has them, it is a word.
2. After a word such as “the” or “my”, or with the word beside it as one term, it is a word.
3. A month, season or day is a word beside “in”, “last” or a figure.
4. After “with”, “asked”, “Ms.” and the like, or before a possessive, it is a person.
5. At the beginning of a sentence, or in a title in capitals, a capital says nothing: before “it”,
   “the”, “you” and the like it is a word, else that stays unclear.
6. Everywhere else, a capital says that it is a person.
"""

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from wayfolio.model.name_words import (
    AFTER_A_PERSON,
    AROUND_TIMES,
    BEFORE_A_PERSON,
    COMPANIONS,
    COMPOUNDS,
    DETERMINERS,
    DETERMINERS_OF_TITLES,
    FOLLOWERS,
    FOLLOWERS_OF_VERBS,
    IS_CALLED,
    LITTLE_WORDS,
    PRONOUNS,
    SPANISH_VERBS,
    TIMES,
    TITLES,
    VERBS_OF_BOTH,
    VERBS_OF_PEOPLE,
)
from wayfolio.model.normal_form import APOSTROPHES, Word, is_unspaced, keep_accents

Reading = Literal["person", "unclear", "word"]

SENTENCE_END = re.compile(
    r"[.!?…:;|•<>\[。！？؟：；]|\n\s*(?:\n|[-*+>#]|\d+[.)])|^\s*[-*+>#]+\s|[“«„\"(]$", re.M
)
"""What ends a sentence or begins one: a mark, an empty line, a point of a list, a quotation."""
ABBREVIATION = re.compile(r"\.\s*")
BESIDE = re.compile(r"[\s*_~]+")
POSSESSIVE = re.compile(rf"[*_]*[{APOSTROPHES}](?:[sS]\b|(?![^\W_]))")
SPEAKERS_PRONOUNS = frozenset(["em"])
"""What learners call themselves in Vietnamese."""
FEWEST_IN_A_TITLE, SHORTEST_IN_A_TITLE = 2, 3
"""The fewest other words in a title, and the fewest letters of a word that counts."""


class WordInText(Struct, frozen=True):
    """A word of a text that may be somebody's name, with the words around it."""

    text: str
    words: Sequence[Word]
    first: int
    """Its place among the words."""
    last: int

    @property
    def form(self) -> str:
        """Its normal form."""
        return self.words[self.first].form

    @property
    def written(self) -> str:
        """The word as the text writes it."""
        return self.text[self.words[self.first].start : self.words[self.last].end]

    @property
    def before(self) -> str:
        """The word before it in its sentence."""
        if self.first == 0:
            return ""
        word = self.words[self.first - 1]
        gap = self.text[word.end : self.words[self.first].start]
        ends = SENTENCE_END.search(gap) and not (
            word.form in TITLES and ABBREVIATION.fullmatch(gap)
        )
        if ends:
            return ""
        written = keep_accents(self.text[word.start : word.end])
        return written if written == IS_CALLED else word.form

    @property
    def after(self) -> str:
        """The word after it in its sentence."""
        if self.last + 1 >= len(self.words):
            return ""
        word = self.words[self.last + 1]
        gap = self.text[self.words[self.last].end : word.start]
        return "" if SENTENCE_END.search(gap) else word.form

    @property
    def beside_before(self) -> str:
        """The word before it, with nothing but blanks or Markdown's signs between them."""
        start = self.words[self.first - 1].end if self.first else 0
        return self.before if BESIDE.fullmatch(self.text, start, self._start) else ""

    @property
    def beside_after(self) -> str:
        """The word after it, with nothing but blanks or Markdown's signs between them."""
        after = self.after
        if not after:
            return ""
        end, start = self.words[self.last].end, self.words[self.last + 1].start
        return after if BESIDE.fullmatch(self.text, end, start) else ""

    @property
    def _start(self) -> int:
        return self.words[self.first].start

    @property
    def is_addressed(self) -> bool:
        """Whether it stands behind `@`."""
        start = self.words[self.first].start
        return self.text[max(0, start - 1) : start] in ("@", "＠")

    @property
    def has_possessive(self) -> bool:
        """Whether `'s` follows, or an apostrophe alone."""
        return POSSESSIVE.match(self.text, self.words[self.last].end) is not None


def read_mention(mention: WordInText) -> Reading:
    """Return what a name that is an ordinary word or very short means in a text."""
    if mention.is_addressed:
        return "person"
    letter = mention.written[0]
    if is_unspaced(letter):
        return _read_among_signs(mention)
    if letter.lower() == letter.upper():
        return _read_without_capitals(mention)
    if not letter.isupper():
        return "word"
    return _read_capital(mention)


def _read_among_signs(mention: WordInText) -> Reading:
    """Decide by the neighboring characters in a script that does not separate words."""
    before, after = mention.before[-1:], mention.after[:1]
    is_person = before in BEFORE_A_PERSON or after in AFTER_A_PERSON
    return "person" if is_person and (before or after) else "word"


def _read_without_capitals(mention: WordInText) -> Reading:
    is_person = _is_introduced(mention) or mention.after in VERBS_OF_PEOPLE
    return "person" if is_person else "word"


def _read_capital(mention: WordInText) -> Reading:
    if _is_part_of_a_term(mention) or _is_article(mention) or _is_time(mention):
        return "word"
    if _is_introduced(mention):
        return "person"
    if mention.has_possessive:
        return "unclear" if mention.form in TIMES else "person"
    if mention.before and not _is_title(mention):
        return "person"
    return _read_beginning(mention)


def _is_introduced(mention: WordInText) -> bool:
    """Whether the word before it speaks of a person: with, asked, Ms."""
    before = mention.before
    return before in COMPANIONS or before in TITLES or before == IS_CALLED


def _is_part_of_a_term(mention: WordInText) -> bool:
    form, before, after = mention.form, mention.beside_before, mention.beside_after
    if before in DETERMINERS or before in PRONOUNS:
        return True
    return (before, form) in COMPOUNDS or (form, after) in COMPOUNDS


def _read_beginning(mention: WordInText) -> Reading:
    """Read it at the beginning of a sentence, or in a title: there a capital says nothing."""
    form, before, after = mention.form, mention.beside_before, mention.beside_after
    if after in VERBS_OF_PEOPLE:
        return "unclear"
    if before in DETERMINERS_OF_TITLES or after in FOLLOWERS or form in SPEAKERS_PRONOUNS:
        return "word"
    return "word" if _is_usual_before(form, after) else "unclear"


def _is_usual_before(form: str, after: str) -> bool:
    """Whether a verb, a time or a little word stands before what such words stand before."""
    if form in SPANISH_VERBS and after in FOLLOWERS_OF_VERBS:
        return True
    is_usual = form in TIMES or form in LITTLE_WORDS
    return is_usual and after != "" and after not in VERBS_OF_BOTH


def _is_article(mention: WordInText) -> bool:
    """Whether it is the article “an”: that stands before a vowel."""
    after = mention.after
    return mention.form == "an" and after[:1] in set("aeiouh") and after not in VERBS_OF_PEOPLE


def _is_time(mention: WordInText) -> bool:
    if mention.form not in TIMES:
        return False
    before, after = mention.before, mention.after
    is_dated = before.isdigit() or after.isdigit() or after in TIMES or before in TIMES
    return is_dated or before in AROUND_TIMES or _is_listed_with_a_time(mention)


def _is_listed_with_a_time(mention: WordInText) -> bool:
    """Whether another time stands before “and”: April and May."""
    number = mention.first - 2
    return mention.before in ("and", "y") and number >= 0 and mention.words[number].form in TIMES


def _is_title(mention: WordInText) -> bool:
    """Whether all longer words beside it in its sentence have capitals."""
    others = [
        mention.text[word.start]
        for number, word in _sentence(mention)
        if word.end - word.start >= SHORTEST_IN_A_TITLE
        and not mention.first <= number <= mention.last
    ]
    return len(others) >= FEWEST_IN_A_TITLE and all(letter.isupper() for letter in others)


def _sentence(mention: WordInText) -> list[tuple[int, Word]]:
    """Return the words of the sentence around it, each with its place among all."""
    text, words = mention.text, mention.words
    first, last = mention.first, mention.last
    while first > 0 and not SENTENCE_END.search(text, words[first - 1].end, words[first].start):
        first -= 1
    while last + 1 < len(words) and not SENTENCE_END.search(
        text, words[last].end, words[last + 1].start
    ):
        last += 1
    return [(number, words[number]) for number in range(first, last + 1)]
