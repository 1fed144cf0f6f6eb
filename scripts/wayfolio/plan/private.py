"""The private texts of a learner's records, as strings for the leak check to search for."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.leaks import Private
from wayfolio.model.name_forms import Need
from wayfolio.model.name_words import ORDINARY
from wayfolio.model.names import LearnerId, slug_of
from wayfolio.model.normal_form import WORD, WORD_OF_ASCII, fold_text, is_unspaced, spread_words
from wayfolio.model.noun_texts import collect_texts, words_in
from wayfolio.model.people import People
from wayfolio.model.portfolio import Evidence, LearnerFile, Portfolio
from wayfolio.model.readable import IN_ADDRESSES
from wayfolio.model.roster import Roster
from wayfolio.model.structs import fields_with
from wayfolio.model.text import Text
from wayfolio.plan.consent import public_permissions, tells_name

SENTENCE = re.compile(r"(?<=[.!?…:;])\s+|\n+|\|")
FEWEST_WORDS, FEWEST_SIGNS, LONG_WORD = 3, 14, 16
"""Shorter phrases may occur anywhere by chance; a very long single word does not."""
SPACE = re.compile(r"\s")
ID = re.compile(r"[a-z0-9-]+")
AROUND_WORDS = ".,;:!?()[]\"'“”‘’«»…*_"


def public_parts(catalogue: Catalogue) -> frozenset[str]:
    """Return the parts of addresses that this school's site always has.

    A login or id equal to one of them reveals nothing. Of sources, which are learners' folders, no
    address says anything.
    """
    shown = replace(catalogue, school=replace(catalogue.school, sources=()))
    ids = [*collect_texts(shown), *catalogue.school.languages, *IN_ADDRESSES.split()]
    return frozenset(slug_of(text) for text in ids if not SPACE.search(text))


def public_words(catalogue: Catalogue) -> frozenset[str]:
    """Return the words that a school's site shows as something else than a learner's name.

    They are the names of its adults, groups and partners, the usual words of its texts, and what
    `not_names` says are words. A capital in a title is none of these: it may be a learner's name.
    Ids are none either.
    """
    school = catalogue.school
    names = [person.name for person in school.people.values()]
    titles = [*(group.title for group in school.groups), *(who.title for who in school.partners)]
    texts = [text for text in collect_texts(catalogue) if not ID.fullmatch(text)]
    said = words_in(school.not_names) & words_in(texts)
    return words_in([school.name, *names, *collect_texts(titles), *_usual_words(texts)]) | said


def _usual_words(texts: Iterable[str]) -> Iterator[str]:
    """Yield the words that stand in texts as words: in small letters, or in every dictionary."""
    # What is joined by signs, as in `ana.ruiz@river.example`, is no word.
    for word in {part.strip(AROUND_WORDS) for text in texts for part in text.split()}:
        if WORD.fullmatch(word) and _is_usual(word):
            yield word


def _is_usual(word: str) -> bool:
    return not word[0].isupper() or fold_text(word) in ORDINARY


def handles_of(
    rows: Mapping[LearnerId, LearnerFile], public: frozenset[str]
) -> Mapping[LearnerId, tuple[str, ...]]:
    """Return each learner's id and logins. `public`: the parts of addresses that are public."""
    return {
        learner: tuple(handle for handle in (learner, *file.logins) if handle not in public)
        for learner, file in rows.items()
    }


def collect_private_names(
    roster: Roster, people: People, today: date, public: frozenset[str] = frozenset()
) -> Private:
    """Return the names, ids and logins of learners that must not appear on a public page.

    `public`: the parts of addresses that are public anyway.
    """
    shown = {
        learner
        for learner, file in roster.learners.items()
        if "name" in public_permissions(file, today) and not tells_name(learner, people)
    }
    # A login may equal the address of a public learner or of a page.
    readable = shown | public
    addresses = [
        (address, f"portfolios/{learner}")
        for learner, file in roster.learners.items()
        for address in (learner, *file.logins)
        if address not in readable
    ]
    return Private(
        names=names_of(people), capital_names=capital_names_of(people), addresses=tuple(addresses)
    )


def capital_names_of(people: People) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the names of several words that are all usual words, with the learners' folders."""
    return _names_with(people, "capital", fewest_words=2)


def names_of(people: People) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the ways to call people that are no words as well, with the learners' folders."""
    return _names_with(people, "nothing", "handle")


def _names_with(
    people: People, *needs: Need, fewest_words: int = 1
) -> tuple[tuple[tuple[str, ...], str], ...]:
    names = {
        (called.words, f"portfolios/{called.learner}")
        for ways in people.by_first_word.values()
        for called in ways
        if called.need in needs and len(called.words) >= fewest_words
    }
    return tuple(sorted(names))


def collect_private_phrases(portfolio: Portfolio, shown: frozenset[str]) -> Private:
    """Return the titles and sentences of a learner's records that are not public.

    `shown`: the stems of the public evidence.
    """
    phrases: dict[str, str] = {}
    addresses = []
    for work in portfolio.evidence:
        if work.stem not in shown:
            phrases.update(
                (phrase, path) for text, path in _texts(work) for phrase in split_phrases(text)
            )
            addresses += [(name, work.at.path) for name in (work.stem, *_files(work))]
    records = (
        *(portfolio.demonstrations, portfolio.placements, portfolio.plan, portfolio.supports),
        portfolio.tasks,
    )
    phrases.update(
        (phrase, path) for text, path in _texts(records) for phrase in split_phrases(text)
    )
    return Private(phrases=tuple(phrases.items()), addresses=tuple(addresses))


def _files(work: Evidence) -> Iterator[str]:
    for attached in work.files:
        yield from filter(None, (attached.path, attached.transcript, attached.captions))


def split_phrases(text: str) -> Iterator[str]:
    """Yield the recognizable parts of a text: its sentences, and its very long words."""
    if len(text) < min(FEWEST_SIGNS, LONG_WORD):
        return
    for sentence in SENTENCE.split(text):
        words = (WORD_OF_ASCII if sentence.isascii() else WORD).findall(sentence)
        if len(words) < FEWEST_WORDS:
            yield from (word for word in words if len(word) >= LONG_WORD)
        elif len(sentence) >= FEWEST_SIGNS and not _is_code(sentence):
            yield sentence


def _is_code(sentence: str) -> bool:
    """Whether it is an id or an address, and not a sentence."""
    return len(sentence.split()) < 2 and not is_unspaced(sentence)


def _texts(noun: Any, path: str = "") -> list[tuple[str, str]]:
    """Return every text in a struct with the path of its file."""
    texts: list[tuple[str, str]] = []
    _add_texts(noun, path, texts)
    return texts


def _add_texts(noun: Any, path: str, texts: list[tuple[str, str]]) -> None:
    if isinstance(noun, str):
        texts.append((noun, path))
    elif isinstance(noun, tuple):
        for value in noun:
            _add_texts(value, path, texts)
    elif isinstance(noun, Text):
        texts.append((noun.original, path))
    else:
        at = getattr(noun, "at", None)
        here = at.path if at is not None and at.path else path
        for value in _values(noun):
            # Nearly all that has no parts is a text.
            if isinstance(value, str):
                texts.append((value, here))
            else:
                _add_texts(value, here, texts)


def _values(noun: Any) -> Iterable[Any]:
    """Return the values that may contain texts."""
    if get_values := _getter_of(noun.__class__):
        return [value for value in get_values(noun) if value is not None]
    return noun.values() if isinstance(noun, Mapping) else ()


@cache
def _getter_of(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what gets the fields of a noun that may hold texts; None where it has none."""
    names = fields_with(kind, str)
    if len(names) < 2:
        return (lambda noun: (getattr(noun, names[0]),)) if names else None
    return attrgetter(*names)


class PublicTexts(Struct, frozen=True):
    """All public texts joined, and their words."""

    text: bytes
    words: frozenset[bytes]

    def holds(self, phrase: str) -> bool:
        """Whether the texts contain a phrase."""
        folded = spread_words(phrase)
        return self.words.issuperset(folded.split()) and b" " + folded + b" " in self.text


def public_texts(public: Iterable[str]) -> PublicTexts:
    """Join public texts."""
    text = b" " + b" ".join(spread_words(text_of) for text_of in public) + b" "
    return PublicTexts(text, frozenset(text.split()))


def merge_private(parts: Iterable[Private], public: Iterable[str]) -> Private:
    """Merge private strings, without phrases that occur in `public` texts."""
    names: list[tuple[tuple[str, ...], str]] = []
    capital_names: list[tuple[tuple[str, ...], str]] = []
    phrases: list[tuple[str, str]] = []
    addresses: list[tuple[str, str]] = []
    for part in parts:
        names += part.names
        capital_names += part.capital_names
        phrases += part.phrases
        addresses += part.addresses
    known = public_texts(public)
    kept = [(phrase, where) for phrase, where in phrases if not known.holds(phrase)]
    return Private(
        names=tuple(names),
        capital_names=tuple(capital_names),
        phrases=tuple(kept),
        addresses=tuple(addresses),
    )
