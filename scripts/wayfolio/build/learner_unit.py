"""One learner is one unit of work: read, checked, assessed, shown, rendered, looked at and written.

`make` is what each process of a build runs, here or on another computer. It needs what `Shop`
holds and a learner's id, writes nothing but into the folder of the new site, and returns what the
rest of the build must know.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.assess.attainment import attainments
from wayfolio.build.leak_audit import leaks_of_learner
from wayfolio.build.picture_cache import Pictures
from wayfolio.check.keeping import errors_by_learner, kept
from wayfolio.check.leaks import Scanner
from wayfolio.load.files import Findings
from wayfolio.model.attachments import Made as MadePictures
from wayfolio.model.diagnostics import Diagnostic, has_errors
from wayfolio.model.keys import Keys, Vault
from wayfolio.model.leaks import Leak, Private
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Page, Public, Sealed
from wayfolio.model.shelves import OnShelf, on_shelves
from wayfolio.model.visibility import Summary
from wayfolio.plan.private import Told
from wayfolio.plan.valid_until import lasts_until, whole_lasts_until
from wayfolio.plan.visible import shown_publicly
from wayfolio.publish.changed_files import write_changed
from wayfolio.publish.site import file_path
from wayfolio.render.frame.feeds import own_feed
from wayfolio.render.frame.languages import Tongue, tongues
from wayfolio.render.frame.stamping import Frames
from wayfolio.render.learner.pages import learner_pages, summary_of
from wayfolio.school.attachments import copied
from wayfolio.school.learner import (
    School,
    Seen,
    Unit,
    case_of,
    for_site,
    read_files,
    read_learner,
    whole_learner,
)

if TYPE_CHECKING:
    # Only families' pages need these, and they take as long to load as all the rest.
    from wayfolio.build import family_vaults


class Shop(Struct, frozen=True, kw_only=True, eq=False):
    """Everything that makes a learner's pages, and where they go. The same for all learners."""

    school: School
    ready: Mapping[Language, Frames]
    """The frames of each language."""
    home: str | None
    """Where the site will stand, if the school says so."""
    staged: Path
    """The folder of the new site, or of what is new in it."""
    pictures: Path | None
    """Where pictures are kept that have been made already, in a folder for each learner."""
    names: Private
    """The names and ids of everybody that may not stand on a public page."""
    told: Told
    """What everybody may read, whoever the learners are."""
    is_preview: bool = False
    """Whether pages have no content policy, and are not looked at for leaks."""
    vaults: Mapping[LearnerId, tuple[Vault, ...]] = field(default_factory=dict)
    """What families' keys open today, by learner."""
    keep_going: bool = False
    """Whether what has an error is left out, and the rest is made."""


class Made(Struct, frozen=True, kw_only=True):
    """What came of one unit of work."""

    learner: LearnerId
    diagnostics: tuple[Diagnostic, ...] = ()
    rows: tuple[OnShelf, ...] = ()
    """What pages about all learners need of this one; nothing where nothing is public."""
    outputs: Mapping[str, bytes] = field(default_factory=dict)
    """What the learner has in the site: path -> hash."""
    written: tuple[str, ...] = ()
    """What of it is new, and lies in the staging folder."""
    leaks: tuple[Leak, ...] = ()
    until: date | None = None
    """The last day on which this is right; None where no day changes it."""
    refs: str = ""
    """Others' evidence that is mentioned, and whether it is there."""
    is_wrong: bool = False
    """Whether something must be mended before anything is published."""
    left_out: tuple[str, ...] = ()
    """What has an error and was left out: a learner, or files of evidence."""


def family_locks(school: School, keys: Keys) -> "family_vaults.Locks":
    """Return what seals this school's learners. Errors: ValueError without the build secret."""
    from wayfolio.build import family_vaults

    if school.secret is None:
        raise ValueError("nothing is sealed without the build secret")
    return family_vaults.locks(school.catalogue, school.roster, school.today, keys, school.secret)


def sealed_pages(
    school: School,
    unit: Unit,
    vaults: Sequence[Vault],
    tellings: "Sequence[family_vaults.Telling]",
    findings: Findings,
    pictures: MadePictures | None = None,
) -> list[Page[Sealed]]:
    """Return one learner's sealed files: none where no key opens them.

    The same school, learner, vaults and tellings give the same bytes.
    """
    if not vaults:
        return []
    from wayfolio.build import family_vaults

    one = whole_learner(school, unit)
    return family_vaults.of_learner(one, school.folder, vaults, tellings, findings, pictures)


# ---- what a process runs -------------------------------------------------------------------------


def make(shop: Shop, learner: LearnerId, before: Mapping[str, bytes]) -> Made:
    """Make all that the site has of one learner: what is public, and what is sealed.

    `before`: what the site has of the learner already, path -> hash; it is not written again.
    """
    school = shop.school
    unit = read_learner(school, learner)
    found = tuple(for_site([*unit.diagnostics, *read_files(school, unit)]))
    made = Made(learner=learner, diagnostics=found, refs=unit.refs)
    pictures = Pictures(shop.pictures / learner if shop.pictures else None)
    if has_errors(found):
        unit, made = _without_errors(shop, unit, made)
        if unit.is_left_out:
            pictures.drop_unused()
        if made.is_wrong or unit.is_left_out:
            return made
    case = case_of(school, unit)
    seen = Seen(portfolio=unit.portfolio, shown=shown_publicly(case))
    findings = Findings()
    pages, rows = _public(shop, seen, findings, pictures)
    sealed = _sealed(shop, unit, findings, pictures)
    pictures.drop_unused()
    if findings.diagnostics:
        return replace(made, diagnostics=(*found, *findings.diagnostics), is_wrong=True)
    outputs, written = write_changed(pages, sealed, shop.staged, before)
    return replace(
        made,
        rows=rows,
        outputs=outputs,
        written=tuple(file_path(page.path) for page in written),
        leaks=_leaks(shop, seen, written),
        until=whole_lasts_until(case) if sealed else lasts_until(case),
    )


def _without_errors(shop: Shop, unit: Unit, made: Made) -> tuple[Unit, Made]:
    """Leave out whatever has an error, where that is wanted and concerns nobody else."""
    school, portfolio = shop.school, unit.portfolio
    wrong = errors_by_learner(made.diagnostics) if shop.keep_going else None
    if wrong is None:
        return unit, replace(made, is_wrong=True)
    paths = wrong.get(portfolio.learner, frozenset())
    left = kept(portfolio, paths)
    if left is None:
        gone = (f"portfolios/{portfolio.learner}",)
        return replace(unit, is_left_out=True), replace(made, left_out=gone)
    attained = attainments(school.book, left, school.today)
    fresh = replace(unit, portfolio=left, attainments=attained)
    return fresh, replace(made, left_out=tuple(sorted(paths)))


def _public(
    shop: Shop, seen: Seen, findings: Findings, pictures: MadePictures
) -> tuple[list[Page[Public]], tuple[OnShelf, ...]]:
    """Return a learner's public pages and rows; none where nothing is public."""
    school, shown = shop.school, seen.shown
    if shown is None:
        return [], ()
    files, pages = copied(school.folder, shown, findings, Public, school.people, pictures)
    summary: Summary[Public] = summary_of(shown, files, Public)
    for one in spoken(shop):
        pages.extend(learner_pages(one.press, one.site, shown, files, Public)[0])
    pages.extend(own_feed(summary, spoken(shop)[0].site))
    return pages, tuple(on_shelves(summary, school.catalogue))


def _sealed(
    shop: Shop, unit: Unit, findings: Findings, pictures: MadePictures
) -> list[Page[Sealed]]:
    vaults = shop.vaults.get(unit.portfolio.learner, ())
    if not vaults:
        return []
    return sealed_pages(shop.school, unit, vaults, _tellings(shop), findings, pictures)


def _leaks(
    shop: Shop, seen: Seen, pages: Iterable[Page[Public] | Page[Sealed]]
) -> tuple[Leak, ...]:
    if shop.is_preview:
        return ()
    paths = [(file_path(page.path), page) for page in pages]
    return leaks_of_learner(paths, _names(shop), seen, shop.told)


@lru_cache(maxsize=2)
def spoken(shop: Shop) -> tuple[Tongue, ...]:
    """Return the languages of a site, and what prints its pages in each."""
    catalogue = shop.school.catalogue
    index = catalogue.school.publish.index
    return tuple(tongues(catalogue, shop.ready, shop.school.today, index=index, home=shop.home))


@lru_cache(maxsize=2)
def _tellings(shop: Shop) -> "tuple[family_vaults.Telling, ...]":
    from wayfolio.build import family_vaults

    return family_vaults.tellings(shop.school.catalogue, shop.school.today)


@lru_cache(maxsize=2)
def _names(shop: Shop) -> Scanner:
    return Scanner(shop.names)
