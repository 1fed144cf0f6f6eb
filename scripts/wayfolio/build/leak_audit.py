"""The last look at a public site: what is private is put together once, then looked for in all."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from wayfolio.check.leaks import Scanner
from wayfolio.load.built_site import built_file, built_files, written_out
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.leaks import BuiltFile, Leak, Private
from wayfolio.model.pages import Page, Public, Sealed
from wayfolio.model.people import People, texts
from wayfolio.model.roster import Roster
from wayfolio.plan.private import Told, all_of, private_names, private_phrases, told
from wayfolio.school.learner import Seen

MARKUP = re.compile(r"<[^>]*>")


def scanner(
    catalogue: Catalogue,
    roster: Roster,
    people: People,
    today: date,
    seen: Iterable[Seen],
    handwritten: Mapping[str, bytes],
) -> Scanner:
    """Return what looks for everything private of a school. `handwritten`: pages of its own."""
    private = [private_names(roster, people, today)]
    public = [*texts(catalogue), *_read(handwritten)]
    for one in seen:
        stems = {item.item.stem for item in one.shown.evidence} if one.shown else set()
        private.append(private_phrases(one.portfolio, frozenset(stems)))
        if one.shown:
            public.extend(text for item in one.shown.evidence for text in texts(item))
    return Scanner(all_of(private, public))


def public_texts(catalogue: Catalogue, handwritten: Mapping[str, bytes]) -> Told:
    """Return what everybody may read, whoever the learners are."""
    return told([*texts(catalogue), *_read(handwritten)])


def scanner_for_learner(names: Scanner, seen: Seen, public: Told) -> Scanner:
    """Return what looks for a learner's own private words, and for everybody's names."""
    stems = {item.item.stem for item in seen.shown.evidence} if seen.shown else set()
    found = private_phrases(seen.portfolio, frozenset(stems))
    phrases = [(phrase, where) for phrase, where in found.phrases if not public.holds(phrase)]
    return Scanner(Private(phrases=tuple(phrases), addresses=found.addresses), names)


def leaks_of_learner(
    pages: Sequence[tuple[str, Page[Public] | Page[Sealed]]],
    names: Scanner,
    seen: Seen,
    public: Told,
) -> tuple[Leak, ...]:
    """Return what a learner's new pages hold that they may not. `pages`: each with its path.

    A unit of work is given its own portfolio, the roster and the catalogue, so what may leak into
    its pages are its own private words, and names.
    """
    look = scanner_for_learner(names, seen, public)
    found = [leak for path, page in pages for leak in leaks_of_page(page, path, look)]
    if not found or seen.shown is None:
        return tuple(found)
    # What the learner has written in public work as well is not private; that is looked up late,
    # because it is rarely needed.
    own = told(text for item in seen.shown.evidence for text in texts(item))
    both = Told(public.text + own.text, public.words | own.words)
    look = scanner_for_learner(names, seen, both)
    return tuple(leak for path, page in pages for leak in leaks_of_page(page, path, look))


def leaks_of_page(page: Page[Public] | Page[Sealed], path: str, scanner: Scanner) -> Iterable[Leak]:
    """Return what a new page holds that it may not. `path`: of its file in the site.

    Its frame has been looked at by itself: it is the same for all pages of its kind.
    """
    if page.own is None:
        return scanner.leaks(built_file(path, page.content))
    own = BuiltFile(path=path, kind="page", raw=page.own, texts=(written_out(page.own),))
    return scanner.leaks(own, framed=True)


def _read(pages: Mapping[str, bytes]) -> Iterator[str]:
    return (MARKUP.sub(" ", page.decode("utf-8", "replace")) for page in pages.values())


def leaks(site: Path, scanner: Scanner) -> list[Leak]:
    """Return everything that a built site holds and may not, by file."""
    return sorted(leak for file in built_files(site) for leak in scanner.leaks(file))
