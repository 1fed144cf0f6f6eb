"""The languages of a school's site: the folder of each language's pages, and its renderer."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import Language
from wayfolio.render.frame.renderer import PageRenderer, templates_for
from wayfolio.render.frame.stamping import Frames
from wayfolio.render.language.reader import Reader, make_reader
from wayfolio.render.parts.views import Site


class SiteLanguage(Struct, frozen=True):
    """A language of the site, with the renderer of its pages."""

    renderer: PageRenderer
    site: Site


def make_site_languages(
    catalogue: Catalogue,
    frames: Mapping[Language, Frames],
    as_of: date,
    *,
    index: bool,
    home: str | None = None,
) -> list[SiteLanguage]:
    """Return the languages in which the school has frames, the school's first language first.

    `index`: whether search engines may list learners' pages. `home`: the site's address.
    """
    site_languages = []
    for language in catalogue.school.languages:
        if language in frames:
            site = site_in(catalogue, language, as_of, home)
            templates = templates_for(site.reader)
            renderer = PageRenderer(frames[language], templates, index, site.reader, site.place)
            site_languages.append(SiteLanguage(renderer, site))
    return site_languages


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
    return make_reader(language, catalogue.words.get(language, b""), original)


def place_of(catalogue: Catalogue, language: Language) -> str:
    """Return the folder of a language's pages: empty for the school's first, then `es/`."""
    return "" if language == catalogue.school.languages[0] else f"{language.lower()}/"
