"""Checks the languages that a school names, and measures how much is translated into them."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from babel import Locale, UnknownLocaleError

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.coverage import Coverage
from wayfolio.model.diagnostics import Diagnostic, Location, Severity, error
from wayfolio.model.names import Language
from wayfolio.model.rules import Rule
from wayfolio.model.structs import fields
from wayfolio.model.text import Text


def check_languages(catalogue: Catalogue, spoken: Collection[Language]) -> Iterator[Diagnostic]:
    """Find languages that nobody knows, and those for which there is no catalogue.

    `spoken`: the languages that the program has words of.
    """
    at = Location("competencies/school.yml", 1, 1)
    yield from _none_or_twice(catalogue.school.languages, at)
    for language in catalogue.school.languages:
        if not _is_known(language):
            yield Diagnostic(
                at=at,
                rule=Rule.UNKNOWN_LANGUAGE,
                severity=Severity.ERROR,
                message=f"“{language}” in languages is not a language",
                hint="write its code: en, es, ar, zh, vi, so, pt-BR",
            )
        elif language not in spoken and language not in catalogue.words:
            yield Diagnostic(
                at=at,
                rule=Rule.NO_CATALOGUE,
                severity=Severity.WARNING,
                message=f"there are no words in “{language}”, so its pages speak English",
                hint=f"put a catalogue into translations/{language}.po",
            )


def _none_or_twice(languages: Sequence[Language], at: Location) -> Iterator[Diagnostic]:
    if not languages:
        message, hint = "the site has no language", "write one, such as languages: [en], or no line"
        yield error(at, Rule.NO_VALUE, message, hint)
    for language in sorted({name for name in languages if languages.count(name) > 1}):
        message = f"“{language}” is repeated in languages"
        yield error(at, Rule.REPEATED_NAME, message, "keep one of the two")


def _is_known(language: Language) -> bool:
    try:
        Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return True


def coverage(catalogue: Catalogue) -> tuple[Coverage, ...]:
    """Return for each further language how many of the educators' texts are there in it."""
    first, others = catalogue.school.languages[:1], catalogue.school.languages[1:]
    if not others:
        return ()
    texts = list(_texts(catalogue))
    return tuple(
        Coverage(
            language=language,
            there=sum(_is_in(text, language, first[0]) for text in texts),
            all=len(texts),
        )
        for language in others
    )


def _is_in(text: Text, language: Language, first: Language) -> bool:
    return (text.original_language or first) == language or text.in_language(language) is not None


def _texts(noun: Any) -> Iterator[Text]:
    """Yield every text in a noun and in what it holds."""
    left = [noun]
    while left:
        part = left.pop()
        if isinstance(part, Text):
            yield part
        elif isinstance(part, dict):
            left.extend(part.values())
        elif isinstance(part, tuple | frozenset | list):
            left.extend(part)
        elif names := fields(part.__class__):
            left.extend(getattr(part, name) for name in names)
