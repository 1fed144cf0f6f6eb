"""The letter that brings a key to a family."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from wayfolio.keys.keyring import NewKey
from wayfolio.model.names import Language
from wayfolio.model.refusal import Refusal
from wayfolio.model.roster import Roster
from wayfolio.publish.atomic_files import write_private
from wayfolio.publish.engine import site_address
from wayfolio.publish.pdf import NoPdf, write_pdf
from wayfolio.render.frame.languages import place_of
from wayfolio.render.language.reader import make_reader
from wayfolio.render.paper.key_letter import Letter, key_letter
from wayfolio.school.read import read_school


class LetterRefused(Refusal):
    """A letter cannot be written. The text says why, and what to do."""


def require_place(root: Path, file: Path, kinds: Sequence[str] = (".html", ".pdf")) -> None:
    """Check that a family's document may be written to a file. Errors: LetterRefused."""
    place = file.resolve()
    if root.resolve() in place.parents:
        raise LetterRefused(
            f"{file} lies in the school's folder, from where it could be committed: choose another"
        )
    if place.suffix not in kinds or not place.parent.is_dir():
        named = " or ".join(kinds)
        raise LetterRefused(f"{file} is no place for it: name an {named} file in a folder")


def link(root: Path, new_key: NewKey, address: str | None, place: str = "") -> str:
    """Return the link of a key, with a placeholder if the site's address is unknown.

    `place`: the folder of the pages in the reader's language.
    """
    where = address or site_address(root) or "https://ADDRESS-OF-YOUR-SITE"
    return f"{where.rstrip('/')}/{place}family/#{new_key.secret}"


def write_key_letter(
    root: Path,
    file: Path,
    new_key: NewKey,
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
    where = address or site_address(root)
    if where is None:
        raise LetterRefused(
            "say where the site stands: --address https://..., or site_url in mkdocs.yml"
        )
    languages = school.catalogue.school.languages
    reader = make_reader(Language(language or languages[0]))
    # A letter may be in a language in which the school has no pages.
    place = place_of(school.catalogue, reader.language) if reader.language in languages else ""
    letter = Letter(
        school=school.catalogue.school.name,
        names=_first_names(new_key, school.roster),
        is_own=new_key.key.kind == "learner",
        door=f"{where.rstrip('/')}/{place}family/",
        words="" if new_key.key.is_link else new_key.secret,
        link=link(root, new_key, where, place) if new_key.key.is_link else "",
        number=new_key.key.id,
        day=new_key.key.created,
    )
    html = key_letter(letter, reader)
    write_private(file, html.encode() if file.suffix == ".html" else _pdf(html))


def _first_names(new_key: NewKey, roster: Roster) -> tuple[str, ...]:
    learners = [learner for learner in new_key.key.learners if learner in roster.learners]
    return tuple(roster.learners[learner].name.first for learner in learners)


def _pdf(html: str) -> bytes:
    try:
        return write_pdf(html)
    except NoPdf as missing:
        raise LetterRefused(f"{missing}; or make an .html file") from missing
