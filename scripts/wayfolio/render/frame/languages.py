"""The languages of a school's site: where the pages of each stand, and who prints them."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import Language
from wayfolio.render.frame.renderer import Press, templates_for
from wayfolio.render.frame.stamping import Frames
from wayfolio.render.language.reader import Reader, reader
from wayfolio.render.parts.views import Site


class Tongue(Struct, frozen=True):
    """One language of the site: what its pages say, and what they are printed with."""

    press: Press
    site: Site


def tongues(
    catalogue: Catalogue,
    frames: Mapping[Language, Frames],
    as_of: date,
    *,
    index: bool,
    home: str | None = None,
) -> list[Tongue]:
    """Return the languages in which the school has frames, its first one first.

    `index`: whether search engines may list learners' pages. `home`: where the site will stand.
    """
    found = []
    for language in catalogue.school.languages:
        if language in frames:
            site = site_in(catalogue, language, as_of, home)
            templates = templates_for(site.reader)
            press = Press(frames[language], templates, index, site.reader, site.place)
            found.append(Tongue(press, site))
    return found


def site_in(catalogue: Catalogue, language: Language, as_of: date, home: str | None = None) -> Site:
    """Return the school's site in one of its languages."""
    return Site(
        catalogue=catalogue,
        reader=reader_of(catalogue, language),
        as_of=as_of,
        place=place_of(catalogue, language),
        home=f"{home.rstrip('/')}/" if home else "",
    )


def reader_of(catalogue: Catalogue, language: Language) -> Reader:
    """Return a reader of one of the school's languages."""
    original = catalogue.school.languages[0]
    return reader(language, catalogue.words.get(language, b""), original)


def place_of(catalogue: Catalogue, language: Language) -> str:
    """Return the folder of a language's pages: none for the school's first, then `es/`."""
    return "" if language == catalogue.school.languages[0] else f"{language.lower()}/"
