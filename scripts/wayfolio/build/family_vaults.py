"""The family edition: what a learner's keys open, sealed, one learner at a time.

Everything that a learner's sealed files depend on is an argument of `seal_learner`, so the same
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
from wayfolio.model.hidden_ids import NOTHING_HIDDEN, HiddenIds
from wayfolio.model.keys import Key, KeyKind, Keys, Vault
from wayfolio.model.names import LearnerId
from wayfolio.model.pages import Family, Page, Public, Sealed
from wayfolio.model.roster import Roster
from wayfolio.plan.owner import choose_addressee, is_of_age, opens_whole
from wayfolio.render.frame.languages import SiteLanguage, make_site_languages
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
from wayfolio.seal.slots import ITERATIONS, make_slot, salt_of, vault_key
from wayfolio.seal.vaults import Contents, vault_pages


def vault_languages(catalogue: Catalogue, today: date) -> tuple[SiteLanguage, ...]:
    """Return the languages of vaults, whose pages name no day. Make them once for all learners."""
    frames = dict.fromkeys(catalogue.school.languages, vault_frames())
    return tuple(
        SiteLanguage(language.renderer, replace(language.site, names_day=False))
        for language in make_site_languages(catalogue, frames, today, index=True)
    )


class SealingPlan(Struct, frozen=True, kw_only=True):
    """What seals a school's learners on a day: the same for all of them."""

    vaults: Mapping[LearnerId, tuple[Vault, ...]]
    """Those that some key opens today."""
    slots: tuple[Page[Sealed], ...]
    """One file for each key that opens anything today."""
    languages: tuple[SiteLanguage, ...]
    """One for each language, the usual one first."""
    salt: bytes


def plan_sealing(
    catalogue: Catalogue, roster: Roster, today: date, keys: Keys, secret: bytes
) -> SealingPlan:
    """Return what seals a school's learners. `secret`: the build secret."""
    vaults: dict[LearnerId, dict[bool, Vault]] = {}
    holders: dict[bytes, set[KeyKind]] = {}
    slots = []
    for key in keys.keys:
        ring = list(_opened_by(key, keys.epochs, roster, today, secret))
        for vault in ring:
            vaults.setdefault(vault.learner, {})[vault.is_whole] = vault
            holders.setdefault(vault.key, set()).add(key.kind)
        if ring:
            slots.append(make_slot(key, ring))
    return SealingPlan(
        vaults={
            learner: tuple(
                replace(
                    vault,
                    addressee=choose_addressee(roster.learners[learner], holders[vault.key], today),
                )
                for vault in both.values()
            )
            for learner, both in vaults.items()
        },
        slots=tuple(slots),
        languages=vault_languages(catalogue, today),
        salt=salt_of(keys, secret),
    )


def door_pages(sealing: SealingPlan, public: Sequence[SiteLanguage]) -> list[Page[Public]]:
    """Return the pages on which a family opens its pages, one for each language of the site.

    Beside each lies its offline worker. Only these pages say of which day the sealed pages are, in
    each language of a vault.
    """
    days = {
        language.site.reader.language: as_of_line(language.site) for language in sealing.languages
    }
    doors = [
        family_door_page(language.renderer, sealing.salt, ITERATIONS, days) for language in public
    ]
    return [*doors, *(offline_worker(language.renderer) for language in public)]


def _opened_by(
    key: Key, epochs: Mapping[LearnerId, int], roster: Roster, today: date, secret: bytes
) -> Iterator[Vault]:
    """Yield the vaults that a key opens today."""
    for learner in key.learners:
        file = roster.learners.get(learner)
        is_whole = opens_whole(file, today).get(key.kind) if file else None
        if file is None or is_whole is None:
            continue
        key_of_vault = vault_key(
            secret,
            learner,
            epochs.get(learner, 0),
            is_whole=is_whole,
            is_of_age=is_of_age(file, today),
        )
        yield Vault(learner=learner, is_whole=is_whole, key=key_of_vault)


def seal_learner(  # noqa: PLR0913 - all that a learner's sealed files depend on
    record: dossier.DossierContext,
    folder: Folder,
    vaults_of: Sequence[Vault],
    languages: Sequence[SiteLanguage],
    findings: Findings,
    pictures: AttachmentCache | None = None,
    hidden_ids: HiddenIds = NOTHING_HIDDEN,
) -> list[Page[Sealed]]:
    """Return all sealed files of one learner. Without a vault there are none.

    `folder`: the school's, with its sources. `vaults_of`: of this learner. `languages`: those of
    vaults, the usual one first. `findings` gets what is wrong with a file beside evidence.
    `pictures`: those of earlier builds. `hidden_ids`: ids that would name somebody else.
    """
    if not vaults_of:
        return []
    dossiers = {
        vault.is_whole: dossier_for_key(record, is_whole=vault.is_whole, addressee=vault.addressee)
        for vault in vaults_of
    }
    # Every dossier has the work itself, and making its pictures takes longest of all.
    first = next(iter(dossiers.values())).shown
    attached = clean_attachments(folder, first, findings, Family, made_already=pictures)
    sealed: list[Page[Sealed]] = []
    for vault in vaults_of:
        contents = _contents(dossiers[vault.is_whole], attached, vault, languages, hidden_ids)
        sealed.extend(vault_pages(vault, contents))
    return sealed


def _contents(
    seen: LearnerDossier[Family],
    attached: tuple[PublishedAttachments, list[Page[Family]]],
    vault: Vault,
    languages: Sequence[SiteLanguage],
    hidden_ids: HiddenIds,
) -> Contents:
    files, copies = attached
    held: dict[str, bytes] = {page.path: page.content for page in copies}
    for language in languages:
        pages, summary = dossier_pages(language.renderer, language.site, seen, files, Family)
        pages.extend(family_badges(language.renderer, language.site, summary))
        pages = [hidden_ids.hide_in(page) for page in pages]
        held |= {page.path: page.content for page in pages}
        held[f"{language.site.place}search.json"] = search_index(pages)
    site_in = {language.site.reader.language: language.site for language in languages}
    return Contents(
        name=seen.shown.name,
        is_own=vault.addressee == "learner",
        languages={tag: site.place for tag, site in site_in.items()},
        first=f"learners/{seen.shown.address}/",
        files=held,
        search={tag: f"{site.place}search.json" for tag, site in site_in.items()},
        note={} if vault.is_whole else {tag: _note(site) for tag, site in site_in.items()},
    )


def _note(site: Site) -> str:
    _ = site.reader.gettext
    return _(
        "College course records belong to the learner, so they are not shown here, and nothing"
        " here is calculated from them."
    )
