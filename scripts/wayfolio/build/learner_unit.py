"""One learner is one unit of work: read, checked, assessed, shown, rendered, looked at and written.

`make` is what each process of a build runs, here or on another computer. It needs what `Shop`
holds and a learner's id, writes nothing but into the folder of the new site, and returns what the
rest of the build must know.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.assess.attainment import attain_all
from wayfolio.build.leak_audit import find_learner_leaks, find_page_leaks
from wayfolio.build.picture_cache import Pictures
from wayfolio.check.keeping import errors_by_learner, keep_valid
from wayfolio.check.leaks import Scanner
from wayfolio.load.files import Findings
from wayfolio.model.attachments import AttachmentCache as MadePictures
from wayfolio.model.diagnostics import Diagnostic, Location, Severity, has_errors
from wayfolio.model.keys import Keys, Vault
from wayfolio.model.leaks import Leak, Private
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Page, Public, Sealed
from wayfolio.model.rules import Rule
from wayfolio.model.shelves import IndexEntry, index_entries
from wayfolio.model.visibility import Summary
from wayfolio.plan.private import PublicTexts
from wayfolio.plan.valid_until import dossier_valid_until, public_valid_until
from wayfolio.plan.visible import filter_for_public
from wayfolio.publish.changed_files import write_changed
from wayfolio.publish.site import file_path
from wayfolio.render.frame.feeds import own_feed
from wayfolio.render.frame.languages import SiteLanguage, make_site_languages
from wayfolio.render.frame.stamping import Frames
from wayfolio.render.learner.pages import learner_pages, summary_of
from wayfolio.school.attachments import clean_attachments
from wayfolio.school.learner import (
    LoadedSchool,
    PublicView,
    ReadLearner,
    read_files,
    read_learner,
    soften_for_site,
    visibility_context,
    whole_record,
)

if TYPE_CHECKING:
    # Only families' pages need these, and they take as long to load as all the rest.
    from wayfolio.build import family_vaults

WORK_PAGE = re.compile(r"(?:^|/)evidence/([^/]+)/")
FAMILY_FOLDER = "family/"


class WorkerContext(Struct, frozen=True, kw_only=True, eq=False):
    """Everything that makes a learner's pages, and where they go. The same for all learners."""

    school: LoadedSchool
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
    told: PublicTexts
    """What everybody may read, whoever the learners are."""
    is_preview: bool = False
    """Whether pages have no content policy, and are not looked at for leaks."""
    vaults: Mapping[LearnerId, tuple[Vault, ...]] = field(default_factory=dict)
    """What families' keys open today, by learner."""
    keep_going: bool = False
    """Whether what has an error is left out, and the rest is made."""


class LearnerResult(Struct, frozen=True, kw_only=True):
    """What came of one unit of work."""

    learner: LearnerId
    diagnostics: tuple[Diagnostic, ...] = ()
    rows: tuple[IndexEntry, ...] = ()
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


def plan_school_sealing(school: LoadedSchool, keys: Keys) -> "family_vaults.SealingPlan":
    """Return what seals this school's learners. Errors: ValueError without the build secret."""
    from wayfolio.build import family_vaults

    if school.secret is None:
        raise ValueError("nothing is sealed without the build secret")
    return family_vaults.plan_sealing(
        school.catalogue, school.roster, school.today, keys, school.secret
    )


def seal_pages(
    school: LoadedSchool,
    unit: ReadLearner,
    vaults: Sequence[Vault],
    tellings: "Sequence[family_vaults.LanguageRenderer]",
    findings: Findings,
    pictures: MadePictures | None = None,
) -> list[Page[Sealed]]:
    """Return one learner's sealed files: none where no key opens them.

    The same school, learner, vaults and tellings give the same bytes.
    """
    if not vaults:
        return []
    from wayfolio.build import family_vaults

    one = whole_record(school, unit)
    return family_vaults.seal_learner(one, school.folder, vaults, tellings, findings, pictures)


# ---- what a process runs -------------------------------------------------------------------------


def make_learner(
    shop: WorkerContext, learner: LearnerId, before: Mapping[str, bytes]
) -> LearnerResult:
    """Make all that the site has of one learner: what is public, and what is sealed.

    `before`: what the site has of the learner already, path -> hash; it is not written again.
    """
    school = shop.school
    unit = read_learner(school, learner)
    found = tuple(soften_for_site([*unit.diagnostics, *read_files(school, unit)]))
    made = LearnerResult(learner=learner, diagnostics=found, refs=unit.refs)
    pictures = Pictures(shop.pictures / learner if shop.pictures else None)
    if has_errors(found):
        unit, made = _without_errors(shop, unit, made)
        if unit.is_left_out:
            pictures.drop_unused()
        if made.is_wrong or unit.is_left_out:
            return made
    made, drawn = _draw_allowed(shop, unit, made, pictures)
    pictures.drop_unused()
    return _written(shop, made, drawn, before)


def _draw_allowed(
    shop: WorkerContext, unit: ReadLearner, made: LearnerResult, pictures: MadePictures
) -> "tuple[LearnerResult, _Drawn]":
    """Make a learner's pages, without the work that cannot be shown, and look at them."""
    drawn = _draw(shop, unit, pictures)
    if drawn.findings.diagnostics:
        made = replace(made, diagnostics=(*made.diagnostics, *drawn.findings.diagnostics))
        unit, made = _without_errors(shop, unit, made)
        if made.is_wrong or unit.is_left_out:
            return made, _Drawn()
        drawn = _draw(shop, unit, pictures)
    leaks = _leaks(shop, drawn)
    if not leaks:
        return made, drawn
    unit, made = _without_leaks(shop, unit, made, leaks)
    drawn = _draw(shop, unit, pictures)
    leaks = _leaks(shop, drawn)
    if leaks and shop.keep_going:
        return _only_sealed(unit, made, drawn, leaks)
    return replace(made, leaks=leaks), drawn


class _Drawn(Struct, frozen=True, kw_only=True):
    """The pages of one learner, before anything is written."""

    seen: PublicView | None = None
    pages: Sequence[Page[Public]] = ()
    rows: tuple[IndexEntry, ...] = ()
    sealed: Sequence[Page[Sealed]] = ()
    findings: Findings = field(default_factory=Findings)
    until: date | None = None


def _draw(shop: WorkerContext, unit: ReadLearner, pictures: MadePictures) -> _Drawn:
    case = visibility_context(shop.school, unit)
    seen = PublicView(portfolio=unit.portfolio, shown=filter_for_public(case))
    findings = Findings()
    pages, rows = _public(shop, seen, findings, pictures)
    sealed = _sealed(shop, unit, findings, pictures)
    return _Drawn(
        seen=seen,
        pages=pages,
        rows=rows,
        sealed=sealed,
        findings=findings,
        until=dossier_valid_until(case) if sealed else public_valid_until(case),
    )


def _written(
    shop: WorkerContext, made: LearnerResult, drawn: _Drawn, before: Mapping[str, bytes]
) -> LearnerResult:
    """Write what the site has not got, unless somebody must mend something first."""
    if made.is_wrong:
        return made
    outputs, written = write_changed(drawn.pages, drawn.sealed, shop.staged, before)
    leaks = list(made.leaks)
    for page in written if not shop.is_preview else ():
        if file_path(page.path).startswith(FAMILY_FOLDER):
            leaks += find_page_leaks(page, file_path(page.path), _names(shop))
    return replace(
        made,
        rows=drawn.rows,
        outputs=outputs,
        written=tuple(file_path(page.path) for page in written),
        leaks=tuple(leaks),
        until=drawn.until,
    )


def _without_leaks(
    shop: WorkerContext, unit: ReadLearner, made: LearnerResult, leaks: Iterable[Leak]
) -> tuple[ReadLearner, LearnerResult]:
    """Leave out each piece of work whose page would hold what it may not.

    Whoever wrote it need not keep everybody else from publishing, also where nobody asked to keep
    going.
    """
    portfolio = unit.portfolio
    found: dict[str, Diagnostic] = {}
    for leak in leaks:
        slug = WORK_PAGE.search(leak.path)
        for item in portfolio.evidence if slug else ():
            if slug and item.slug == slug[1]:
                found.setdefault(item.at.path, _leaking(item.at, leak))
    left = keep_valid(portfolio, frozenset(found))
    if not found or left is None:
        return unit, made
    fresh = replace(
        unit, portfolio=left, attainments=attain_all(shop.school.book, left, shop.school.today)
    )
    gone = tuple(sorted({*made.left_out, *found}))
    return fresh, replace(made, diagnostics=(*made.diagnostics, *found.values()), left_out=gone)


def _only_sealed(
    unit: ReadLearner, made: LearnerResult, drawn: _Drawn, leaks: Sequence[Leak]
) -> tuple[LearnerResult, _Drawn]:
    """Leave out the public pages of a learner of whom nobody knows which work they leak from."""
    learner = unit.portfolio.learner
    at = Location(f"portfolios/{learner}/learner.yml", 1, 1)
    told = tuple(dict.fromkeys(_leaking(at, leak) for leak in leaks))
    gone = tuple(sorted({*made.left_out, f"portfolios/{learner}"}))
    made = replace(made, diagnostics=(*made.diagnostics, *told), left_out=gone)
    return made, replace(drawn, pages=(), rows=())


def _leaking(at: Location, leak: Leak) -> Diagnostic:
    return Diagnostic(
        at=at,
        rule=Rule.NAMED,
        severity=Severity.ERROR,
        message=f"its page would show {leak.message}, so the site leaves it out",
        hint="write it without that, and audit the site afterwards",
    )


def _without_errors(
    shop: WorkerContext, unit: ReadLearner, made: LearnerResult
) -> tuple[ReadLearner, LearnerResult]:
    """Leave out whatever has an error, where that is wanted and concerns nobody else."""
    school, portfolio = shop.school, unit.portfolio
    wrong = errors_by_learner(made.diagnostics) if shop.keep_going else None
    if wrong is None:
        return unit, replace(made, is_wrong=True)
    paths = wrong.get(portfolio.learner, frozenset())
    left = keep_valid(portfolio, paths)
    if left is None:
        gone = (f"portfolios/{portfolio.learner}",)
        return replace(unit, is_left_out=True), replace(made, left_out=gone)
    attained = attain_all(school.book, left, school.today)
    fresh = replace(unit, portfolio=left, attainments=attained)
    return fresh, replace(made, left_out=tuple(sorted(paths)))


def _public(
    shop: WorkerContext, seen: PublicView, findings: Findings, pictures: MadePictures
) -> tuple[list[Page[Public]], tuple[IndexEntry, ...]]:
    """Return a learner's public pages and rows; none where nothing is public."""
    school, shown = shop.school, seen.shown
    if shown is None:
        return [], ()
    files, pages = clean_attachments(
        school.folder, shown, findings, Public, school.people, pictures
    )
    summary: Summary[Public] = summary_of(shown, files, Public)
    for one in site_languages(shop):
        pages.extend(learner_pages(one.press, one.site, shown, files, Public)[0])
    pages.extend(own_feed(summary, site_languages(shop)[0].site))
    return pages, tuple(index_entries(summary, school.catalogue))


def _sealed(
    shop: WorkerContext, unit: ReadLearner, findings: Findings, pictures: MadePictures
) -> list[Page[Sealed]]:
    vaults = shop.vaults.get(unit.portfolio.learner, ())
    if not vaults:
        return []
    return seal_pages(shop.school, unit, vaults, _tellings(shop), findings, pictures)


def _leaks(shop: WorkerContext, drawn: _Drawn) -> tuple[Leak, ...]:
    """Return what a learner's public pages hold that they may not, those kept as they were too."""
    if shop.is_preview or drawn.seen is None:
        return ()
    paths = [(file_path(page.path), page) for page in drawn.pages]
    return find_learner_leaks(paths, _names(shop), drawn.seen, shop.told)


@lru_cache(maxsize=2)
def site_languages(shop: WorkerContext) -> tuple[SiteLanguage, ...]:
    """Return the languages of a site, and what prints its pages in each."""
    catalogue = shop.school.catalogue
    index = catalogue.school.publish.index
    return tuple(
        make_site_languages(catalogue, shop.ready, shop.school.today, index=index, home=shop.home)
    )


@lru_cache(maxsize=2)
def _tellings(shop: WorkerContext) -> "tuple[family_vaults.LanguageRenderer, ...]":
    from wayfolio.build import family_vaults

    return family_vaults.language_renderers(shop.school.catalogue, shop.school.today)


@lru_cache(maxsize=2)
def _names(shop: WorkerContext) -> Scanner:
    return Scanner(shop.names)
