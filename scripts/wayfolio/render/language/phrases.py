"""What sentences about requirements are put together from: numbers, kinds, levels."""

from collections.abc import Callable
from fractions import Fraction

from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import audience, in_sentence

Naming = Callable[[str], str]
"""From a code or an id to what readers call it."""


def number_words(figure: Fraction) -> str:
    """Return a level, a score or a percentage as people write it: 10, 9.5."""
    return f"{float(figure):.6g}"


def credits_phrase(count: int, of: str, reader: Reader, *, more: bool) -> str:
    """Return a number of credits as a phrase; `more`: besides those that are there."""
    several = reader.ngettext
    if of == "college" and more:
        text = several("one more college credit", "{count} more college credits", count)
    elif of == "college":
        text = several("one college credit", "{count} college credits", count)
    elif more:
        text = several("one more high-school credit", "{count} more high-school credits", count)
    else:
        text = several("one high-school credit", "{count} high-school credits", count)
    return text.format(count=count)


def hours_phrase(count: int, kind: str | None, reader: Reader, *, more: bool) -> str:
    """Return a number of hours as a phrase; `more`: besides those that are there."""
    several = reader.ngettext
    if more:
        text = several("one more hour", "{count} more hours", count)
    else:
        text = several("one hour", "{count} hours", count)
    return with_kind(text.format(count=count), kind, reader)


def with_kind(phrase: str, kind: str | None, reader: Reader, before: str | None = None) -> str:
    """Return a phrase with the kind of work, and the audience before which it is shown."""
    _ = reader.gettext
    facts = [] if kind is None else [in_sentence(kind, _)]
    if before is not None:
        who = audience(before, _) or reader.word(before)
        facts.append(_("audience: {audience}").format(audience=who))
    return _("{what} ({kind})").format(what=phrase, kind=_("; ").join(facts)) if facts else phrase


def with_code(phrase: str, code: str | None, reader: Reader, name: Naming) -> str:
    """Return a phrase with the competency or skill that it is for."""
    if code is None:
        return phrase
    return reader.gettext("{what} for {name}").format(what=phrase, name=name(code))


def with_level(phrase: str, level: Fraction | None, reader: Reader) -> str:
    """Return a phrase with the least level."""
    if level is None:
        return phrase
    text = reader.gettext("{what} at {level} or above")
    return text.format(what=phrase, level=number_words(level))
