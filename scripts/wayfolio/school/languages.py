"""The languages of a site: the input of the site engine for each, and its output."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from wayfolio.load.catalogue import load_catalogue
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import load_roster
from wayfolio.load.sources import overlay_sources
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.engine import EngineOutput, FrameSources, Speak
from wayfolio.model.names import Language
from wayfolio.model.people import NOBODY, People
from wayfolio.model.school import SchoolSettings as SchoolFile
from wayfolio.plan.consent import keep_margin
from wayfolio.render.frame import source_pages, stamping
from wayfolio.render.frame.languages import place_of, reader_of
from wayfolio.render.parts.views import up_from
from wayfolio.school.read import people_of


def frame_sources(catalogue: Catalogue, people: People = NOBODY) -> FrameSources:
    """Return what the site engine builds besides a school's own pages, in each language.

    `people`: the people whose names the school's own pages must not contain.
    """
    languages = catalogue.school.languages
    certain = people.certain

    def spoken(text: str, names: Sequence[str] = (), not_names: Sequence[str] = ()) -> str:
        return certain.reading(names, not_names).spoken(text)

    first, *others = (_frame_sources(catalogue, language, spoken) for language in languages)
    if not others:
        return replace(first, language="", places={})
    return replace(first, others=tuple(others))


def frame_sources_at(root: Path, language: str, today: date | None = None) -> FrameSources:
    """Return the same for a school's folder. `language`: used if there is no readable school.yml.

    `today`: the day whose consents count; without one all pages stay as they are written.
    """
    catalogue = load_catalogue(Folder(root), Findings())
    if catalogue is None or not catalogue.school.languages:
        school = SchoolFile(name="", languages=(Language(language),))
        return frame_sources(Catalogue(school=school))
    if today is None:
        return frame_sources(catalogue)
    folder = overlay_sources(Folder(root), catalogue.school.sources, Findings())
    rows = load_roster(folder, Findings()).learners
    if not catalogue.school.has_sure_day:
        rows = {learner: keep_margin(file) for learner, file in rows.items()}
    return frame_sources(catalogue, people_of(catalogue, rows, catalogue.school.as_of or today))


def _frame_sources(catalogue: Catalogue, language: Language, spoken: Speak) -> FrameSources:
    say = reader_of(catalogue, language).gettext
    words = source_pages.words(say)
    return FrameSources(
        pages=source_pages.frame_source_pages(words),
        words=words,
        menu=source_pages.MENU,
        language=language,
        place=place_of(catalogue, language),
        places={tag: place_of(catalogue, tag) for tag in catalogue.school.languages},
        say=say,
        spoken=spoken,
    )


def cut_frames(
    catalogue: Catalogue, engine: EngineOutput, *, secure: bool = True
) -> dict[Language, stamping.Frames]:
    """Return the frames of each language, in the school's order."""
    first, *rest = catalogue.school.languages
    ready = {first: stamping.cut_frame(engine.pages, secure=secure)}
    for language in rest:
        if language in engine.others:
            up = up_from(place_of(catalogue, language))
            ready[language] = stamping.cut_frame(
                engine.others[language].pages, secure=secure, up=up
            )
    return ready


def own_pages(engine: EngineOutput) -> dict[str, bytes]:
    """Return every page from the site engine, in all languages."""
    own = dict(engine.pages)
    for language, other in engine.others.items():
        own.update((f"{language}/{path}", page) for path, page in other.pages.items())
    return own


def pages_around_frames(
    catalogue: Catalogue, engine: EngineOutput, ready: Mapping[Language, stamping.Frames]
) -> Iterator[tuple[str, bytes]]:
    """Yield the finished pages of each language and the files that pages use, by address.

    The theme's files exist once; a school's own files exist once for each language.
    """
    yield from engine.files.items()
    for language, its in ready.items():
        place = place_of(catalogue, language)
        yield from ((place + path, page) for path, page in its.ready.items() if path != "404.html")
        for path, content in engine.others[language].files.items() if place else ():
            if not path.startswith("assets/"):
                yield place + path, content
    yield "404.html", ready[catalogue.school.languages[0]].ready["404.html"]
