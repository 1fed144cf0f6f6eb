"""A letter with a key, to be printed: one page, no script, nothing from anywhere else."""

from datetime import date

import segno
from babel.lists import format_list
from msgspec import Struct

from wayfolio.render.frame.renderer import templates_for
from wayfolio.render.language.reader import Reader

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


class Letter(Struct, frozen=True, kw_only=True):
    """What a letter tells. It has either words or a link."""

    school: str
    names: tuple[str, ...]
    is_own: bool
    """Whether it goes to the learner, not to the family."""
    door: str
    """The address at which the words are typed."""
    words: str
    link: str
    number: str
    day: date


class LetterView(Struct, frozen=True, kw_only=True):
    """All that family_letter.html may show."""

    language: str
    direction: str
    school: str
    names: str
    is_own: bool
    door: str
    words: tuple[str, ...]
    link: str
    square: str
    """SVG: the link, or the door's address, for a phone's camera."""
    number: str
    day: str


def letter(told: Letter, reader: Reader) -> str:
    """Return a letter as an HTML page, in the reader's language."""
    locale = reader.language.replace("-", "_")
    square = segno.make(told.link or told.door, error="m")
    view = LetterView(
        language=reader.language,
        direction="rtl" if reader.language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        school=told.school,
        names=format_list(told.names, locale=locale),
        is_own=told.is_own,
        door=told.door,
        words=tuple(told.words.split()),
        link=told.link,
        square=square.svg_inline(scale=4, border=2),
        number=told.number,
        day=reader.day(told.day),
    )
    return templates_for(reader).get_template("family_letter.html").render(view=view)
