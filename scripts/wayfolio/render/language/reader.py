"""Translates, formats dates and numbers for the reader of a page."""

import gettext
import io
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names
from msgspec import Struct, field

from wayfolio.model.names import Language
from wayfolio.model.rounding import in_steps
from wayfolio.model.text import Text
from wayfolio.model.theme import theme_folder
from wayfolio.render.language.alphabet import SortKey, sort_key

ISOLATE, END_ISOLATE = "\u2068", "\u2069"
"""Unicode's marks around words of another language. They keep the order of a sentence right where
no markup is possible; elsewhere `marks.py` replaces them with an element that has `lang`."""

LOCALES = {"es": "es_US"}
"""The locale for a language's dates and numbers, where it is not the language's own: the Spanish
of the Americas writes 9.1."""

ENGLISH = Language("en")


class Reader(Struct, frozen=True):
    """A reader of the site in one language."""

    language: Language = ENGLISH
    words: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)
    original: Language = ENGLISH
    """The language of educators' texts that do not name theirs."""

    def gettext(self, message: str) -> str:
        """Return a message of the program in this language."""
        return self.words.gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the form of a message that this language uses for a number."""
        return self.words.ngettext(singular, plural, n)

    def say(self, text: Text | None) -> str:
        """Return an educator's text in this language, or else its original between marks."""
        if text is None:
            return ""
        written = text.original_language or self.original
        if self.language == written:
            return text.original
        translation = text.in_language(self.language)
        return mark_language(text.original, written) if translation is None else translation

    def quote(self, text: str, language: Language | None = None) -> str:
        """Return a text that is never translated, such as a learner's, marked with its language.

        `language`: the text's own, the school's first by default.
        """
        written = language or self.original
        return text if written == self.language else mark_language(text, written, QUOTED)

    def sort_key(self, text: str) -> SortKey:
        """Return what names and titles are sorted by in this language."""
        return sort_key(text, self.language)

    def day(self, on: date) -> str:
        """Return a day in words: March 12, 2027."""
        return _day(on, self.language)

    def month(self, on: date) -> str:
        """Return a month in words: March 2027."""
        return _month(on, self.language)

    def year(self, on: date) -> str:
        """Return a year: 2027."""
        return _year(on, self.language)

    def weekday(self, place: int) -> str:
        """Return a day of the week in words, Monday being 0: Monday."""
        return str(get_day_names("wide", "stand-alone", self.locale)[place])

    def word(self, slug: str) -> str:
        """Return a school's own slug as words, such as a pace: `six-year` is six year.

        The school's catalogue may translate them; otherwise they are marked as untranslated.
        """
        phrase = slug.replace("-", " ")
        translation = self.gettext(phrase) if phrase else ""
        is_untranslated = translation == phrase and self.language != self.original
        return mark_language(phrase, self.original) if is_untranslated else translation

    def row(self, words: Iterable[str]) -> str:
        """Return words separated by the commas of this language."""
        return self.gettext(", ").join(words)

    def sentence(self, phrase: str) -> str:
        """Return a phrase with this language's full stop."""
        return self.gettext("{phrase}.").format(phrase=phrase)

    @property
    def locale(self) -> Locale:
        """The locale for this language's dates and numbers."""
        return _locale(self.language)


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(LOCALES.get(language, language).replace("-", "_"))


@lru_cache(maxsize=4096)
def _day(on: date, language: Language) -> str:
    """Return a day in words. All pages share the same few thousand days."""
    return format_date(on, "long", locale=_locale(language))


@lru_cache(maxsize=4096)
def _month(on: date, language: Language) -> str:
    return format_skeleton("yMMMM", on, locale=_locale(language))


@lru_cache(maxsize=256)
def _year(on: date, language: Language) -> str:
    return format_skeleton("y", on, locale=_locale(language))


QUOTED = "="
"""The sign before the language of text that is never translated."""


def mark_language(text: str, language: Language, sign: str = "") -> str:
    """Return text between isolating marks, with a tag that names its language."""
    tag = "".join(chr(0xE0000 + ord(letter)) for letter in sign + language)
    return f"{ISOLATE}{tag}{text}{END_ISOLATE}" if text else ""


def make_reader(language: Language, own: bytes = b"", original: Language = ENGLISH) -> Reader:
    """Return a reader of `language`.

    `own`: the school's catalogue in gettext's text form, which overrides the theme's.
    `original`: the language in which the school's educators write.
    """
    words = shipped_catalogue(language)
    if own:
        words, shipped = compile_catalogue(own), words
        words.add_fallback(shipped)
    return Reader(language, words, original)


@cache
def shipped_catalogue(language: Language) -> gettext.NullTranslations:
    """Return the theme's catalogue of a language, or a catalogue that translates nothing."""
    name = language.replace("-", "_")
    for folder in dict.fromkeys((name, name.split("_")[0])):
        file = theme_folder().joinpath("locale", folder, *CATALOGUE)
        if file.is_file():
            return compile_catalogue(file.read_bytes())
    return gettext.NullTranslations()


CATALOGUE = ("LC_MESSAGES", "wayfolio.po")


def has_catalogue(language: Language) -> bool:
    """Whether the theme has a language. Its own is English."""
    return (
        language.split("-")[0] == "en"
        or type(shipped_catalogue(language)) is gettext.GNUTranslations
    )


def compile_catalogue(catalogue: bytes) -> gettext.GNUTranslations:
    """Return a catalogue compiled from gettext's text form: 15 ms for 500 messages.

    Errors: `babel.messages.pofile.PoFileError`, with its line.
    """
    # Only a school with a second language needs this slow import.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(catalogue), abort_invalid=True))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def figure(value: Fraction) -> str:
    """Return a level with one decimal, or none if it is whole: 9.1, 10."""
    return f"{in_steps(value, 10) / 10:.1f}".removesuffix(".0")
