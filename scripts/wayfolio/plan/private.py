"""What of a learner's records the public may not read, as strings to look for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.leaks import Private
from wayfolio.model.names import slug_of
from wayfolio.model.people import WORD, People, collect_texts, spread_names
from wayfolio.model.portfolio import Evidence, Portfolio
from wayfolio.model.readable import IN_ADDRESSES
from wayfolio.model.roster import Roster
from wayfolio.model.structs import fields_with
from wayfolio.model.text import Text
from wayfolio.plan.consent import publicly_allowed, tells_name

SENTENCE = re.compile(r"(?<=[.!?…:;])\s+|\n+|\|")
FEWEST_WORDS, FEWEST_SIGNS, LONG_WORD = 3, 14, 16
"""A phrase of fewer words and signs may stand anywhere by chance; one very long word may not."""
SPACE = re.compile(r"\s")


def public_parts(catalogue: Catalogue) -> frozenset[str]:
    """Return the parts of addresses that every site of this school has, whoever the learners are.

    A login or an id that reads like one of them tells nothing.
    """
    ids = [*collect_texts(catalogue), *catalogue.school.languages, *IN_ADDRESSES.split()]
    return frozenset(slug_of(text) for text in ids if not SPACE.search(text))


def collect_private_names(
    roster: Roster, people: People, today: date, public: frozenset[str] = frozenset()
) -> Private:
    """Return the names, ids and logins of all learners that may not stand on a public page.

    `public`: the parts of addresses that everybody may read.
    """
    names = {
        (called.words, f"portfolios/{called.learner}")
        for ways in people.by_first_word.values()
        for called in ways
        if not called.exact
    }
    shown = {
        learner
        for learner, file in roster.learners.items()
        if "name" in publicly_allowed(file, today) and not tells_name(learner, people)
    }
    addresses = [
        (address, f"portfolios/{learner}")
        for learner, file in roster.learners.items()
        for address in (learner, *file.logins)
        # Somebody's login may read as the address of a learner who may be seen, or of a page.
        if address not in shown and address not in public
    ]
    return Private(names=tuple(sorted(names)), addresses=tuple(addresses))


def collect_private_phrases(portfolio: Portfolio, shown: frozenset[str]) -> Private:
    """Return the titles and sentences of a learner's records that are not public.

    `shown`: the evidence that is, by the names of its files.
    """
    found: dict[str, str] = {}
    addresses = []
    for item in portfolio.evidence:
        if item.stem not in shown:
            found.update(
                (phrase, path) for text, path in _texts(item) for phrase in split_phrases(text)
            )
            addresses += [(name, item.at.path) for name in (item.stem, *_files(item))]
    records = (portfolio.demonstrations, portfolio.placements, portfolio.plan, portfolio.supports)
    found.update((phrase, path) for text, path in _texts(records) for phrase in split_phrases(text))
    return Private(phrases=tuple(found.items()), addresses=tuple(addresses))


def _files(item: Evidence) -> Iterator[str]:
    for attached in item.files:
        yield from filter(None, (attached.path, attached.transcript, attached.captions))


def split_phrases(text: str) -> Iterator[str]:
    """Give what of a text can be told from any other: its sentences, and its very long words."""
    if len(text) < min(FEWEST_SIGNS, LONG_WORD):
        return
    for sentence in SENTENCE.split(text):
        words = WORD.findall(sentence)
        is_code = len(sentence.split()) < 2
        if len(words) >= FEWEST_WORDS and len(sentence) >= FEWEST_SIGNS and not is_code:
            yield sentence
        elif len(words) < FEWEST_WORDS:
            yield from (word for word in words if len(word) >= LONG_WORD)


def _texts(noun: Any, path: str = "") -> list[tuple[str, str]]:
    """Return every text in a noun with the file in which it was written."""
    found: list[tuple[str, str]] = []
    _add_texts(noun, path, found)
    return found


def _add_texts(noun: Any, path: str, found: list[tuple[str, str]]) -> None:
    if isinstance(noun, str):
        found.append((noun, path))
    elif isinstance(noun, Text):
        found.append((noun.original, path))
    elif isinstance(noun, tuple):
        for value in noun:
            _add_texts(value, path, found)
    elif names := fields_with(noun.__class__, str):
        at = getattr(noun, "at", None)
        here = at.path if at is not None and at.path else path
        for name in names:
            value = getattr(noun, name)
            if value is not None:
                _add_texts(value, here, found)
    elif isinstance(noun, Mapping):
        for value in noun.values():
            _add_texts(value, path, found)


class PublicTexts(Struct, frozen=True):
    """What everybody may read, as one text, and its words."""

    text: bytes
    words: frozenset[bytes]

    def holds(self, phrase: str) -> bool:
        """Whether a phrase stands in it."""
        folded = spread_names(phrase)
        return self.words.issuperset(folded.split()) and b" " + folded + b" " in self.text


def public_texts(public: Iterable[str]) -> PublicTexts:
    """Put public texts together."""
    text = b" " + b" ".join(spread_names(one) for one in public) + b" "
    return PublicTexts(text, frozenset(text.split()))


def merge_private(parts: Iterable[Private], public: Iterable[str]) -> Private:
    """Put what is private together, without what is public anyway (`public`: texts)."""
    names: list[tuple[tuple[str, ...], str]] = []
    found: list[tuple[str, str]] = []
    addresses: list[tuple[str, str]] = []
    for part in parts:
        names += part.names
        found += part.phrases
        addresses += part.addresses
    known = public_texts(public)
    kept = [(phrase, where) for phrase, where in found if not known.holds(phrase)]
    return Private(names=tuple(names), phrases=tuple(kept), addresses=tuple(addresses))
