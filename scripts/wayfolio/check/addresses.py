"""Checks that no two pages get one address, and that every computer can hold the names in them."""

import re
from collections.abc import Iterable, Iterator, Mapping

from wayfolio.check.names import list_codes
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Location, error
from wayfolio.model.file_names import fold_name, is_device
from wayfolio.model.names import Language, LearnerId, slug_of
from wayfolio.model.own_files import DOCS, PAGES
from wayfolio.model.pathways import Pathway
from wayfolio.model.rules import Rule

HUBS: Mapping[str, str] = {
    "learners/": "the list of learners, from portfolios/",
    "competencies/": "the list of competencies, from competencies/frameworks/",
    "pathways/": "the list of pathways, from competencies/pathways/",
    "studios/": "the list of studios, from competencies/experiences/",
    "badges/": "the list of badges, from competencies/badges.yml",
    "partners/": "the list of partners, from partners: in competencies/school.yml",
}
"""Pages above which a school may write something of its own, and where the rest comes from."""
WHOLE: Mapping[str, str] = {
    "learners/": "learners’ own pages, from portfolios/",
    "family/": "families’ locked pages, from portfolios/",
    "search/": "the search, which wayfolio makes",
    "pagefind/": "the search, which wayfolio makes",
}
"""Places in which the site makes everything: also what is not there today may come tomorrow."""
SINGLE: Mapping[str, str] = {
    "404/": "the page for addresses that are not there (404.html), which wayfolio makes",
    "404.html": "the page for addresses that are not there, which wayfolio makes",
    "sitemap.xml": "the list of pages for search engines, which wayfolio makes",
    "robots.txt": "what search engines may list, from publish: in competencies/school.yml",
    "feed.xml": "the news of the site, which wayfolio makes",
}


def find_taken_addresses(
    paths: Iterable[str], catalogue: Catalogue, learners: Iterable[LearnerId]
) -> Iterator[Diagnostic]:
    """Yield an error for each file in `docs/` whose address belongs to something else.

    `paths`: below `docs/`. Both sources of the address are named.
    """
    languages = catalogue.school.languages[1:]
    owners = _pages_with_sources(catalogue, learners)
    first: dict[str, str] = {}
    for path in paths:
        address = address_of(path, languages)
        owner = _find_owner(fold_name(address), path, languages, owners)
        same = first.setdefault(fold_name(address), path)
        if owner is None and same != path and fold_name(same) != fold_name(path):
            owner = f"{DOCS}/{same}"
        if owner is not None:
            yield _taken(path, address, owner)


def address_of(path: str, languages: Iterable[Language]) -> str:
    """Return the address that the site engine gives to a file: `about.es.md` is `es/about/`."""
    ending = next((ending for ending in PAGES if path.lower().endswith(ending)), None)
    if ending is None:
        return path.removesuffix("index.html")
    stem, place = path[: -len(ending)], ""
    for language in languages:
        if stem.endswith(f".{language}"):
            stem, place = stem.removesuffix(f".{language}"), f"{language}/"
    folder, _, name = stem.rpartition("/")
    folder = f"{folder}/" if folder else ""
    return place + (folder if name in ("index", "README") else f"{folder}{name}/")


def _find_owner(
    address: str, path: str, languages: Iterable[Language], owners: Mapping[str, str]
) -> str | None:
    """Return what else has an address, or None if nothing has.

    `languages`: those that have a folder of the site, which are all but the first.
    """
    for language in languages:
        place = f"{language.lower()}/"
        if address.startswith(place) and not re.search(rf"\.{re.escape(language)}\.\w+$", path):
            return f"the site in “{language}”, from languages: in competencies/school.yml"
        address = address.removeprefix(place)
    if address in HUBS:
        # As learners/index.md it is what the school writes above the list.
        return None if re.search(r"/index(\.[\w-]+)?\.\w+$", path) else HUBS[address]
    return _find_page(address, {**SINGLE, **owners}) or next(
        (whose for place, whose in WHOLE.items() if address.startswith(place)), None
    )


def _find_page(address: str, pages: Mapping[str, str]) -> str | None:
    """Return whose an address is: that of the page itself, or of one above it."""
    parts = address.split("/")
    for length in range(len(parts), 0, -1):
        above = "/".join(parts[:length])
        if owner := pages.get(above) or pages.get(f"{above}/"):
            return owner
    return None


def _taken(path: str, address: str, owner: str) -> Diagnostic:
    hint = "move this file to another folder, or give it another name"
    return error(
        Location(f"{DOCS}/{path}"),
        Rule.ADDRESS_TAKEN,
        f"the address {address} is that of {owner}",
        hint,
    )


def _pages_with_sources(catalogue: Catalogue, learners: Iterable[LearnerId]) -> dict[str, str]:
    """Return the addresses of the pages of the catalogue and of learners, each with its source."""
    owners = {f"learners/{learner}/": f"portfolios/{learner}" for learner in learners}
    for folder, name, at in _named_pages(catalogue):
        owners.setdefault(f"{folder}/{name}/", f"“{name}” ({at})")
    return owners


def _named_pages(catalogue: Catalogue) -> Iterator[tuple[str, str, Location]]:
    """Yield folder, name and place of everything in the catalogue that gets a page of its own."""
    for code, at in list_codes(catalogue):
        yield "competencies", slug_of(code), at
    for pathway in catalogue.pathways.values():
        yield "pathways", pathway.pathway, pathway.at
    for experience in catalogue.experiences.values():
        yield "studios", experience.experience, experience.at
    for badge in catalogue.badges.values():
        yield "badges", badge.id, badge.at
    for partner in catalogue.school.partners:
        yield "partners", partner.id, partner.at


# ---- names that become folders -------------------------------------------------------------------


def find_device_names(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield an error for each name in the catalogue that a folder on Windows cannot have."""
    for name, at in sorted(set(_names_of_folders(catalogue))):
        if is_device(name):
            yield device_error(name, at)


def device_error(name: str, at: Location) -> Diagnostic:
    """Return the error that Windows could not hold the folder of a page."""
    message = f"Windows keeps the name “{name}” for a device, so its page could have no folder"
    return error(at, Rule.BAD_NAME, message, f"call it for example {name}-1")


def _names_of_folders(catalogue: Catalogue) -> Iterator[tuple[str, Location]]:
    """Yield each name that becomes a folder or a file, of the public site or another edition."""
    for _, name, at in _named_pages(catalogue):
        yield name, at
    school = catalogue.school
    yield from ((language.lower(), school.at) for language in school.languages)
    yield from ((group.id, group.at) for group in school.groups)
    yield from ((person, about.at) for person, about in school.people.items())
    yield from ((inquiry.inquiry, inquiry.at) for inquiry in catalogue.inquiries)
    yield from ((instrument.id, instrument.at) for instrument in catalogue.instruments.values())
    for framework in catalogue.frameworks:
        yield framework.framework, framework.at
        yield from ((slug_of(area.code), area.at) for area in framework.areas)
    for pathway in catalogue.pathways.values():
        yield from _names_in_pathway(pathway)


def _names_in_pathway(pathway: Pathway) -> Iterator[tuple[str, Location]]:
    for stage in pathway.stages:
        yield slug_of(stage.code), stage.at
        if stage.milestone is not None:
            yield stage.milestone.id, stage.at
