"""The printed letter with a key: one page, without scripts or anything from other hosts."""

from datetime import date

import segno
from babel.lists import format_list
from msgspec import Struct

from wayfolio.render.frame.renderer import templates_for
from wayfolio.render.language.reader import Reader

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


class Letter(Struct, frozen=True, kw_only=True):
    """The facts of a letter, which has either words or a link."""

    school: str
    names: tuple[str, ...]
    is_own: bool
    """Whether it goes to the learner instead of the family."""
    door: str
    """The address of the page on which a family types the words."""
    words: str
    link: str
    number: str
    day: date


class KeyLetterView(Struct, frozen=True, kw_only=True):
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


def key_letter(letter: Letter, reader: Reader) -> str:
    """Return a letter as an HTML page, in the reader's language."""
    locale = reader.language.replace("-", "_")
    square = segno.make(letter.link or letter.door, error="m")
    view = KeyLetterView(
        language=reader.language,
        direction="rtl" if reader.language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        school=letter.school,
        names=format_list(letter.names, locale=locale),
        is_own=letter.is_own,
        door=letter.door,
        words=tuple(letter.words.split()),
        link=letter.link,
        square=square.svg_inline(scale=4, border=2),
        number=letter.number,
        day=reader.day(letter.day),
    )
    return templates_for(reader).get_template("family_letter.html").render(view=view)
