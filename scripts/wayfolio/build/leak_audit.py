"""The scan of a public site: what is private is collected once, then looked for in every file."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from wayfolio.check.leaks import Scanner
from wayfolio.load.built_site import built_file, read_built_files
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.leaks import BuiltFile, Leak, Private
from wayfolio.model.noun_texts import collect_texts
from wayfolio.model.pages import Page, Public, Sealed
from wayfolio.model.people import People
from wayfolio.model.readable import written_out
from wayfolio.model.roster import Roster
from wayfolio.plan.private import (
    PublicTexts,
    collect_private_names,
    collect_private_phrases,
    merge_private,
    public_parts,
    public_texts,
)
from wayfolio.publish.theme_files import is_of_the_search, is_of_the_theme
from wayfolio.render.program_texts import program_texts
from wayfolio.school.learner import PublicView

MARKUP = re.compile(r"<[^>]*>")


def build_scanner(
    catalogue: Catalogue,
    roster: Roster,
    people: People,
    today: date,
    seen: Iterable[PublicView],
    handwritten: Mapping[str, bytes],
) -> Scanner:
    """Return a scanner for everything private of a school. `handwritten`: pages of its own."""
    private = [collect_private_names(roster, people, today, public_parts(catalogue))]
    public = [*_program_and_catalogue(catalogue), *_texts_of(handwritten)]
    for learner in seen:
        private.append(collect_private_phrases(learner.portfolio, _public_stems(learner)))
        public.extend(_public_work(learner))
    return Scanner(merge_private(private, public), is_thorough=True)


def collect_public_texts(catalogue: Catalogue, handwritten: Mapping[str, bytes]) -> PublicTexts:
    """Return what everybody may read, whoever the learners are."""
    return public_texts([*_program_and_catalogue(catalogue), *_texts_of(handwritten)])


def build_learner_scanner(names: Scanner, seen: PublicView, public: PublicTexts) -> Scanner:
    """Return a scanner for a learner's own private words, and for everybody's names."""
    private = collect_private_phrases(seen.portfolio, _public_stems(seen))
    phrases = [(phrase, where) for phrase, where in private.phrases if not public.holds(phrase)]
    return Scanner(Private(phrases=tuple(phrases), addresses=private.addresses), names)


def find_learner_leaks(
    pages: Sequence[tuple[str, Page[Public] | Page[Sealed]]],
    names: Scanner,
    seen: PublicView,
    public: PublicTexts,
) -> tuple[Leak, ...]:
    """Return what a learner's new pages hold that they may not. `pages`: each with its path.

    A unit of work is given its own portfolio, the roster and the catalogue, so what may leak into
    its pages are its own private words, and names.
    """
    leaks = _scan_pages(pages, build_learner_scanner(names, seen, public))
    if not leaks or seen.shown is None:
        return leaks
    # What the learner has written in public work as well is not private. It is rarely needed, and
    # takes long to collect.
    own = public_texts(_public_work(seen))
    both = PublicTexts(public.text + own.text, public.words | own.words)
    return _scan_pages(pages, build_learner_scanner(names, seen, both))


def _scan_pages(
    pages: Sequence[tuple[str, Page[Public] | Page[Sealed]]], scanner: Scanner
) -> tuple[Leak, ...]:
    return tuple(leak for path, page in pages for leak in find_page_leaks(page, path, scanner))


def _public_stems(seen: PublicView) -> frozenset[str]:
    """Return the names of the files of a learner's public work."""
    evidence = seen.shown.evidence if seen.shown else ()
    return frozenset(work.item.stem for work in evidence)


def _public_work(seen: PublicView) -> Iterator[str]:
    """Yield the texts of a learner's public work."""
    for work in seen.shown.evidence if seen.shown else ():
        yield from collect_texts(work)


def find_page_leaks(
    page: Page[Public] | Page[Sealed], path: str, scanner: Scanner
) -> Iterable[Leak]:
    """Return what a new page holds that it may not. `path`: of its file in the site.

    Its frame is scanned by itself: it is the same for all pages of its kind.
    """
    if page.own is None:
        return scanner.find_leaks(built_file(path, page.content))
    own = BuiltFile(path=path, kind="page", raw=page.own, texts=(written_out(page.own),))
    return scanner.find_leaks(own, framed=True)


def _program_and_catalogue(catalogue: Catalogue) -> Iterator[str]:
    """Yield what educators wrote for everybody, and what the program itself says."""
    yield from collect_texts(catalogue)
    yield from program_texts(catalogue.school.languages)


def _texts_of(pages: Mapping[str, bytes]) -> Iterator[str]:
    return (MARKUP.sub(" ", page.decode("utf-8", "replace")) for page in pages.values())


def find_leaks(site: Path, scanner: Scanner) -> list[Leak]:
    """Return everything that a built site holds and may not hold, by file."""
    return sorted(
        leak
        for file in read_built_files(site)
        if not is_of_the_search(file.path) and not is_of_the_theme(file.raw)
        for leak in scanner.find_leaks(file)
    )
