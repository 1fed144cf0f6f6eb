"""The languages of a site: what the site engine is to build for each, and what it made."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from wayfolio.load.catalogue import load_catalogue
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import load_roster
from wayfolio.load.sources import overlay_sources
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.engine import EngineOutput, FrameSources
from wayfolio.model.names import Language
from wayfolio.model.people import NOBODY, People
from wayfolio.model.school import SchoolSettings as SchoolFile
from wayfolio.render.frame import source_pages, stamping
from wayfolio.render.frame.languages import place_of, reader_of
from wayfolio.render.parts.views import up_from
from wayfolio.school.read import people_of


def frame_sources(catalogue: Catalogue, people: People = NOBODY) -> FrameSources:
    """Return what the site engine builds besides a school's own pages, in each language.

    `people`: whose names the school's own pages may not say.
    """
    languages = catalogue.school.languages
    spoken = people.certain.spoken
    first, *others = (_frame_sources(catalogue, language, spoken) for language in languages)
    if not others:
        return replace(first, language="", places={})
    return replace(first, others=tuple(others))


def frame_sources_at(root: Path, language: str, today: date | None = None) -> FrameSources:
    """Return the same for a school's folder; `language`: where no school.yml can be read.

    `today`: the day on which consent is asked for; without one all pages are as they are written.
    """
    catalogue = load_catalogue(Folder(root), Findings())
    if catalogue is None:
        school = SchoolFile(name="", languages=(Language(language),))
        return frame_sources(Catalogue(school=school))
    if today is None:
        return frame_sources(catalogue)
    folder = overlay_sources(Folder(root), catalogue.school.sources, Findings())
    rows = load_roster(folder, Findings()).learners
    return frame_sources(catalogue, people_of(catalogue, rows, catalogue.school.as_of or today))


def _frame_sources(
    catalogue: Catalogue, language: Language, spoken: Callable[[str], str]
) -> FrameSources:
    say = reader_of(catalogue, language).words.gettext
    words = source_pages.words(say)
    return FrameSources(
        pages=source_pages.frame_source_pages(words),
        words=words,
        menu=source_pages.MENU,
        language=language,
        place=place_of(catalogue, language),
        places={one: place_of(catalogue, one) for one in catalogue.school.languages},
        say=say,
        spoken=spoken,
    )


def cut_frames(
    catalogue: Catalogue, made: EngineOutput, *, secure: bool = True
) -> dict[Language, stamping.Frames]:
    """Return the frames of each language, in the school's order."""
    first, *rest = catalogue.school.languages
    ready = {first: stamping.cut_frame(made.pages, secure=secure)}
    for language in rest:
        if language in made.others:
            up = up_from(place_of(catalogue, language))
            ready[language] = stamping.cut_frame(made.others[language].pages, secure=secure, up=up)
    return ready


def own_pages(made: EngineOutput) -> dict[str, bytes]:
    """Return every page that the site engine made, in all languages."""
    own = dict(made.pages)
    for language, other in made.others.items():
        own.update((f"{language}/{path}", page) for path, page in other.pages.items())
    return own


def pages_around_frames(
    catalogue: Catalogue, made: EngineOutput, ready: Mapping[Language, stamping.Frames]
) -> Iterator[tuple[str, bytes]]:
    """Give the finished pages of each language and the files that pages use, by address.

    The theme's files are there once; a school's own files are where each language's pages look.
    """
    yield from made.files.items()
    for language, its in ready.items():
        place = place_of(catalogue, language)
        yield from ((place + path, page) for path, page in its.ready.items() if path != "404.html")
        for path, content in made.others[language].files.items() if place else ():
            if not path.startswith("assets/"):
                yield place + path, content
    yield "404.html", ready[catalogue.school.languages[0]].ready["404.html"]
