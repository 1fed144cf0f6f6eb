"""How a page speaks: its language, its days and its figures."""

import gettext
import io
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from msgspec import Struct, field

from wayfolio.model.names import Language
from wayfolio.model.rounding import in_steps
from wayfolio.model.text import Text
from wayfolio.model.theme import theme_folder

ISOLATE, END_ISOLATE = "\u2068", "\u2069"
"""Unicode's marks around words of another language. Within a sentence they keep its order right
where no markup can stand, and `render/press.py` makes an element with `lang` of them elsewhere."""

LOCALES = {"es": "es_US"}
"""Whose days and figures a language has, where it is not what the language alone would say: the
Spanish of the Americas writes 9.1."""


ENGLISH = Language("en")


class Reader(Struct, frozen=True):
    """Somebody who reads the site in one language."""

    language: Language = ENGLISH
    words: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)
    original: Language = ENGLISH
    """In which educators write where they do not say in which."""

    def gettext(self, message: str) -> str:
        """Return a message of the program in this language."""
        return self.words.gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the form of a message that this language uses for a number."""
        return self.words.ngettext(singular, plural, n)

    def say(self, text: Text | None) -> str:
        """Return what an educator wrote, in this language where there is a translation.

        The original stands between marks, with its language, where this is not its reader's.
        """
        if text is None:
            return ""
        written = text.original_language or self.original
        if self.language == written:
            return text.original
        said = text.in_language(self.language)
        return read_in_original(text.original, written) if said is None else said

    def quote(self, text: str, language: Language | None = None) -> str:
        """Return what somebody wrote who translates nothing: a learner, or a note of the day.

        `language`: in which it is, where that is said; else the school's first.
        """
        written = language or self.original
        return text if written == self.language else read_in_original(text, written, QUOTED)

    def day(self, on: date) -> str:
        """Return a day in words: March 12, 2027."""
        return _day(on, self.language)

    def month(self, on: date) -> str:
        """Return a month in words: March 2027."""
        return _month(on, self.language)

    def year(self, on: date) -> str:
        """Return a year: 2027."""
        return _year(on, self.language)

    def word(self, slug: str) -> str:
        """Return a word of the school's own, such as a pace: `six-year` is six year.

        The school's catalogue of a language may translate it, as it does the menu. Where it does
        not, the word is marked as what it is.
        """
        phrase = slug.replace("-", " ")
        said = self.gettext(phrase) if phrase else ""
        untold = said == phrase and self.language != self.original
        return read_in_original(phrase, self.original) if untold else said

    def row(self, words: Iterable[str]) -> str:
        """Return words in a row, with the commas of this language."""
        return self.gettext(", ").join(words)

    def sentence(self, phrase: str) -> str:
        """Return a phrase with the end that a sentence has in this language."""
        return self.gettext("{phrase}.").format(phrase=phrase)

    @property
    def locale(self) -> Locale:
        """How this language writes days and figures."""
        return _locale(self.language)


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(LOCALES.get(language, language).replace("-", "_"))


@lru_cache(maxsize=4096)
def _day(on: date, language: Language) -> str:
    """Return a day in words. The same few thousand days stand on all pages."""
    return format_date(on, "long", locale=_locale(language))


@lru_cache(maxsize=4096)
def _month(on: date, language: Language) -> str:
    return format_skeleton("yMMMM", on, locale=_locale(language))


@lru_cache(maxsize=256)
def _year(on: date, language: Language) -> str:
    return format_skeleton("y", on, locale=_locale(language))


QUOTED = "="
"""Before the language of words that are not meant to be translated."""


def read_in_original(text: str, language: Language, sign: str = "") -> str:
    """Return words between marks that tell their language: a tag after the first mark."""
    tag = "".join(chr(0xE0000 + ord(letter)) for letter in sign + language)
    return f"{ISOLATE}{tag}{text}{END_ISOLATE}" if text else ""


def make_reader(language: Language, own: bytes = b"", original: Language = ENGLISH) -> Reader:
    """Return a reader of `language`.

    `own`: the school's catalogue of it in gettext's text form, which goes before the theme's.
    `original`: the language in which the school's educators write.
    """
    words = shipped_languages(language)
    if own:
        words, theirs = compile_catalogue(own), words
        words.add_fallback(theirs)
    return Reader(language, words, original)


@cache
def shipped_languages(language: Language) -> gettext.NullTranslations:
    """Return the theme's catalogue of a language, or one that leaves every word as it is."""
    name = language.replace("-", "_")
    for folder in dict.fromkeys((name, name.split("_")[0])):
        file = theme_folder().joinpath("locale", folder, *CATALOGUE)
        if file.is_file():
            return compile_catalogue(file.read_bytes())
    return gettext.NullTranslations()


CATALOGUE = ("LC_MESSAGES", "wayfolio.po")


def has_catalogue(language: Language) -> bool:
    """Whether the theme speaks a language. It is written in English."""
    return (
        language.split("-")[0] == "en"
        or type(shipped_languages(language)) is gettext.GNUTranslations
    )


def compile_catalogue(catalogue: bytes) -> gettext.GNUTranslations:
    """Return a catalogue in gettext's text form, ready for use: 15 ms for 500 messages.

    Errors: `babel.messages.pofile.PoFileError`, with its line.
    """
    # Only a school with a second language waits for this import.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = io.BytesIO()
    write_mo(made, read_po(io.BytesIO(catalogue), abort_invalid=True))
    made.seek(0)
    return gettext.GNUTranslations(made)


def figure(value: Fraction) -> str:
    """Return a level with one decimal where it has one: 9.1, 10."""
    return f"{in_steps(value, 10) / 10:.1f}".removesuffix(".0")
