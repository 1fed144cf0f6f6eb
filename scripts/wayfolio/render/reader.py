"""How a page speaks: its language, its days and its figures."""

import gettext
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from importlib import resources

from babel.dates import format_date

from wayfolio.model.names import Language
from wayfolio.model.rounding import half_up
from wayfolio.model.text import Text


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads the site in one language."""

    language: Language = Language("en")
    words: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)

    def say(self, text: Text | None) -> str:
        """Return what an educator wrote, in this language where there is a translation."""
        if text is None:
            return ""
        return text.in_language(self.language) or text.original

    def day(self, on: date) -> str:
        """Return a day in words: March 12, 2027."""
        return _day(on, "long", self.language.replace("-", "_"))

    def month(self, on: date) -> str:
        """Return a month in words: March 2027."""
        return _day(on, "LLLL y", self.language.replace("-", "_"))


@lru_cache(maxsize=4096)
def _day(on: date, form: str, locale: str) -> str:
    """Return a day in words. The same few thousand days stand on all pages."""
    return format_date(on, form, locale=locale)


def reader(language: Language) -> Reader:
    """Return a reader of `language`, with its catalogue where the theme has one."""
    folder = str(resources.files("wayfolio.theme").joinpath("translations"))
    words = gettext.translation("wayfolio", folder, [language.replace("-", "_")], fallback=True)
    return Reader(language, words)


def figure(value: Fraction) -> str:
    """Return a level with one decimal where it has one: 9.1, 10."""
    return f"{float(half_up(value, 1)):.1f}".removesuffix(".0")
