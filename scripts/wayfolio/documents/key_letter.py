"""The letter that brings a key to a family."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from wayfolio.keys.keyring import NewKey
from wayfolio.load.keys import site_address_of
from wayfolio.model.names import Language
from wayfolio.publish.atomic_files import write_private
from wayfolio.publish.pdf import NoPdf, write_pdf
from wayfolio.render.frame.languages import place_of
from wayfolio.render.language.reader import make_reader
from wayfolio.render.paper.key_letter import Letter, key_letter
from wayfolio.school.read import read_school


class LetterRefused(Exception):
    """A letter cannot be made like this. The text says why, and what to do."""


def require_place(root: Path, file: Path, kinds: Sequence[str] = (".html", ".pdf")) -> None:
    """Do nothing where what a family gets may be written. Errors: LetterRefused."""
    place = file.resolve()
    if root.resolve() in place.parents:
        raise LetterRefused(
            f"{file} lies in the school's folder, from where it could be committed: choose another"
        )
    if place.suffix not in kinds or not place.parent.is_dir():
        named = " or ".join(kinds)
        raise LetterRefused(f"{file} is no place for it: name an {named} file in a folder")


def link(root: Path, made: NewKey, address: str | None, place: str = "") -> str:
    """Return the link of a key; where nobody says the site's address, one to be completed.

    `place`: where the pages of the reader's language stand.
    """
    where = address or site_address_of(root) or "https://ADDRESS-OF-YOUR-SITE"
    return f"{where.rstrip('/')}/{place}family/#{made.secret}"


def write_key_letter(
    root: Path,
    file: Path,
    made: NewKey,
    today: date,
    *,
    language: str | None,
    address: str | None,
) -> None:
    """Write a letter that only this machine's user can read. Errors: LetterRefused."""
    require_place(root, file)
    school, _ = read_school(root, today)
    if school is None:
        raise LetterRefused("there is no school.yml here")
    where = address or site_address_of(root)
    if where is None:
        raise LetterRefused(
            "say where the site stands: --address https://..., or site_url in mkdocs.yml"
        )
    languages = school.catalogue.school.languages
    told = make_reader(Language(language or languages[0]))
    # A letter may be in a language in which the school has no pages.
    place = place_of(school.catalogue, told.language) if told.language in languages else ""
    names = tuple(
        school.roster.learners[learner].name.first
        for learner in made.key.learners
        if learner in school.roster.learners
    )
    text = key_letter(
        Letter(
            school=school.catalogue.school.name,
            names=names,
            is_own=made.key.kind == "learner",
            door=f"{where.rstrip('/')}/{place}family/",
            words="" if made.key.is_link else made.secret,
            link=link(root, made, where, place) if made.key.is_link else "",
            number=made.key.id,
            day=made.key.made,
        ),
        told,
    )
    content = text.encode() if file.suffix == ".html" else _pdf(text)
    write_private(file, content)


def _pdf(text: str) -> bytes:
    try:
        return write_pdf(text)
    except NoPdf as missing:
        raise LetterRefused(f"{missing}; or make an .html file") from missing
