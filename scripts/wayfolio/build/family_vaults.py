"""The family edition: what a learner's keys open, sealed, one learner at a time.

Everything that a learner's sealed files depend on is an argument of `of_learner`, so the same
arguments give the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.load.files import Findings, Folder
from wayfolio.model.attachments import AttachmentCache
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.keys import Key, Keys, Vault
from wayfolio.model.names import LearnerId
from wayfolio.model.pages import Family, Page, Public, Sealed
from wayfolio.model.roster import Roster
from wayfolio.plan.owner import is_of_age, opens_whole
from wayfolio.render.frame.languages import SiteLanguage, make_site_languages
from wayfolio.render.frame.renderer import PageRenderer
from wayfolio.render.learner.dossier_pages import dossier_pages
from wayfolio.render.learner.vault import (
    as_of_line,
    family_badges,
    family_door_page,
    offline_worker,
    search_index,
    vault_frames,
)
from wayfolio.render.parts.attachments import PublishedAttachments
from wayfolio.render.parts.views import Site
from wayfolio.school import dossier
from wayfolio.school.attachments import clean_attachments
from wayfolio.school.dossier import dossier_for_key
from wayfolio.seal.slots import ITERATIONS, derive_salt, make_slot, vault_key
from wayfolio.seal.vaults import Contents, vault_pages


class LanguageRenderer(Struct, frozen=True, kw_only=True):
    """A language in which the pages of a vault are told, and where they begin in it."""

    prefix: str
    press: PageRenderer
    site: Site


def language_renderers(catalogue: Catalogue, today: date) -> tuple[LanguageRenderer, ...]:
    """Return what tells a learner's pages in each language. Make it once for all learners."""
    frames = dict.fromkeys(catalogue.school.languages, vault_frames())
    return tuple(
        LanguageRenderer(
            prefix=one.site.place, press=one.press, site=replace(one.site, names_day=False)
        )
        for one in make_site_languages(catalogue, frames, today, index=True)
    )


class SealingPlan(Struct, frozen=True, kw_only=True):
    """What seals a school's learners on a day: made once, the same for all of them."""

    vaults: Mapping[LearnerId, tuple[Vault, ...]]
    """Those that some key opens today."""
    slots: tuple[Page[Sealed], ...]
    """One file for each key that opens anything today."""
    tellings: tuple[LanguageRenderer, ...]
    """One for each language, the usual one first."""
    salt: bytes


def plan_sealing(
    catalogue: Catalogue, roster: Roster, today: date, keys: Keys, secret: bytes
) -> SealingPlan:
    """Return what seals a school's learners. `secret`: the build secret."""
    found: dict[LearnerId, dict[bool, Vault]] = {}
    slots = []
    for key in keys.keys:
        ring = list(_opened_by(key, keys.epochs, roster, today, secret))
        for vault in ring:
            found.setdefault(vault.learner, {})[vault.is_whole] = vault
        if ring:
            slots.append(make_slot(key, ring))
    return SealingPlan(
        vaults={learner: tuple(both.values()) for learner, both in found.items()},
        slots=tuple(slots),
        tellings=language_renderers(catalogue, today),
        salt=derive_salt(secret),
    )


def door_pages(made: SealingPlan, public: Sequence[SiteLanguage]) -> list[Page[Public]]:
    """Return the pages on which a family opens its pages, one for each language of the site.

    Beside each lies what answers without a network. They alone say of which day the sealed pages
    are, in each language in which these are told.
    """
    days = {told.site.reader.language: as_of_line(told.site) for told in made.tellings}
    doors = [family_door_page(one.press, made.salt, ITERATIONS, days) for one in public]
    return [*doors, *(offline_worker(one.press) for one in public)]


def _opened_by(
    key: Key, epochs: Mapping[LearnerId, int], roster: Roster, today: date, secret: bytes
) -> Iterator[Vault]:
    """Give the vaults that a key opens today."""
    for learner in key.learners:
        file = roster.learners.get(learner)
        is_whole = opens_whole(file, today).get(key.kind) if file else None
        if file is None or is_whole is None:
            continue
        made = vault_key(
            secret,
            learner,
            epochs.get(learner, 0),
            is_whole=is_whole,
            is_of_age=is_of_age(file, today),
        )
        yield Vault(learner=learner, is_whole=is_whole, key=made)


def seal_learner(
    one: dossier.DossierContext,
    folder: Folder,
    vaults_of: Sequence[Vault],
    tellings: Sequence[LanguageRenderer],
    findings: Findings,
    made_already: AttachmentCache | None = None,
) -> list[Page[Sealed]]:
    """Return all sealed files of one learner. Without a vault there are none.

    `folder`: the school's, with its sources. `vaults_of`: of this learner. `tellings`: one for each
    language, the usual one first. What is wrong with a file beside evidence is noted in `findings`.
    `made_already`: pictures of earlier builds.
    """
    if not vaults_of:
        return []
    views = {vault.is_whole: dossier_for_key(one, is_whole=vault.is_whole) for vault in vaults_of}
    # The work itself is in every view, and to make its pictures takes longest of all.
    first = next(iter(views.values())).shown
    attached = clean_attachments(folder, first, findings, Family, made_already=made_already)
    made: list[Page[Sealed]] = []
    for vault in vaults_of:
        contents = _contents(views[vault.is_whole], attached, vault, tellings)
        made.extend(vault_pages(vault, contents))
    return made


def _contents(
    seen: LearnerDossier[Family],
    attached: tuple[PublishedAttachments, list[Page[Family]]],
    vault: Vault,
    tellings: Sequence[LanguageRenderer],
) -> Contents:
    files, copies = attached
    held: dict[str, bytes] = {page.path: page.content for page in copies}
    for told in tellings:
        pages, summary = dossier_pages(told.press, told.site, seen, files, Family)
        pages.extend(family_badges(told.press, told.site, summary))
        held |= {page.path: page.content for page in pages}
        held[f"{told.prefix}search.json"] = search_index(pages)
    by_language = {told.site.reader.language: told for told in tellings}
    return Contents(
        name=seen.shown.name,
        languages={language: told.prefix for language, told in by_language.items()},
        first=f"learners/{seen.shown.address}/",
        files=held,
        search={language: f"{told.prefix}search.json" for language, told in by_language.items()},
        note={} if vault.is_whole else {name: _note(told) for name, told in by_language.items()},
    )


def _note(told: LanguageRenderer) -> str:
    _ = told.site.reader.words.gettext
    return _(
        "College course records belong to the learner, so they are not shown here, and nothing"
        " here is calculated from them."
    )
