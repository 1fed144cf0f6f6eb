"""One learner is one unit of work: read, checked, assessed, shown, rendered, looked at and written.

`make` is what each process of a build runs, here or on another computer. It needs what `Shop`
holds and a learner's id, writes nothing but into the folder of the new site, and returns what the
rest of the build must know.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.assess.attainment import attainments
from wayfolio.assess.awards import awards
from wayfolio.assess.record import Record
from wayfolio.assess.rulebook import Rulebook
from wayfolio.audit import Seen, leaks_of_learner
from wayfolio.check.keeping import errors_by_learner, kept
from wayfolio.check.leaks import Scanner
from wayfolio.check.names import Known
from wayfolio.check.people import check_people, named_in_words
from wayfolio.check.portfolio import check_portfolio
from wayfolio.copies import copied
from wayfolio.load.attachments import examine
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import portfolio as load_portfolio
from wayfolio.model.attachments import Made as MadePictures
from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Mention, Severity, has_errors
from wayfolio.model.keys import Keys, Vault
from wayfolio.model.leaks import Leak, Private
from wayfolio.model.names import EvidenceRef, Language, LearnerId
from wayfolio.model.pages import Audience, Page, Public, Sealed
from wayfolio.model.people import NOBODY, People
from wayfolio.model.portfolio import Portfolio
from wayfolio.model.roster import Roster
from wayfolio.model.rules import Rule
from wayfolio.model.shelves import OnShelf, on_shelves
from wayfolio.model.visibility import Shown, Summary
from wayfolio.plan.private import Told
from wayfolio.plan.valid_until import lasts_until, whole_lasts_until
from wayfolio.plan.visible import Case, shown_publicly
from wayfolio.publish.pictures import Pictures
from wayfolio.publish.site import file_path
from wayfolio.publish.staged import write_changed
from wayfolio.render.frame.feeds import own_feed
from wayfolio.render.frame.languages import Tongue, tongues
from wayfolio.render.frame.stamping import Frames
from wayfolio.render.learner.pages import learner_pages, summary_of
from wayfolio.render.parts.attachments import PublishedFile

if TYPE_CHECKING:
    # Only families' pages need these, and they take as long to load as all the rest.
    from wayfolio import families, whole


class School(Struct, frozen=True, kw_only=True, dict=True):
    """What every unit of work needs: read once, then the same for all learners."""

    root: Path
    folder: Folder
    """The school's folder, with its sources laid over it."""
    today: date
    catalogue: Catalogue
    book: Rulebook
    roster: Roster
    known: Known
    diagnostics: tuple[Diagnostic, ...]
    """What is to be mended in the catalogue and the roster."""
    shared: Findings
    """What group files mention."""
    people: People
    """Whose names may not stand on a public page."""
    secret: bytes | None = None
    """The build secret; without it nobody without a public name has a page."""

    @cached_property
    def in_groups(self) -> Mapping[str, list[Mention]]:
        """Where group files mention a piece of evidence, by the learner whose it is."""
        found: dict[str, list[Mention]] = {}
        for mention in self.shared.mentions:
            learner, slash, _ = mention.name.partition("/")
            if mention.kind == "EvidenceRef" and slash:
                found.setdefault(learner, []).append(mention)
        return found


class Unit(Struct, kw_only=True):
    """One learner, read, checked and assessed."""

    portfolio: Portfolio
    attainments: tuple[Attainment, ...] = ()
    diagnostics: list[Diagnostic] = field(default_factory=list)
    refs: str = ""
    """Others' evidence that is mentioned, and whether it is there."""
    is_left_out: bool = False
    """Something in it must be mended, and the rest is built without it."""


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


def read_learner(school: School, learner: LearnerId) -> Unit:
    """Read and check one learner, and say where they stand unless an author must mend something."""
    findings = Findings()
    portfolio = load_portfolio(school.folder, learner, school.roster, findings)
    mentions = [*findings.mentions, *school.in_groups.get(learner, ())]
    written = frozenset(name for kind, name in findings.defined if kind == "EvidenceRef")
    found = check_portfolio(
        school.catalogue, school.known, portfolio, mentions, written, school.today
    )
    named = check_people(portfolio, school.people)
    unit = Unit(
        portfolio=portfolio,
        diagnostics=[*findings.diagnostics, *found, *named],
        refs=_refs(learner, mentions, written),
    )
    if not has_errors(unit.diagnostics) and not has_errors(school.diagnostics):
        unit.attainments = attainments(school.book, portfolio, school.today)
    return unit


def _refs(learner: LearnerId, mentions: Iterable[Mention], there: frozenset[str]) -> str:
    names = {m.name for m in mentions if m.kind == "EvidenceRef" and "/" in m.name}
    others = sorted(name for name in names if not name.startswith(f"{learner}/"))
    return " ".join(f"{name}:{int(name in there)}" for name in others)


def read_files(school: School, unit: Unit) -> list[Diagnostic]:
    """Look at the files beside a learner's evidence, and return what is to be mended in them."""
    findings = Findings()
    folder = school.folder / "portfolios" / unit.portfolio.learner / "evidence"
    for item in unit.portfolio.evidence:
        if not item.files:
            continue
        for path, words in examine(folder, item, findings).items():
            if item.visibility == "public":
                findings.diagnostics.extend(named_in_words(path, words, school.people))
    return findings.diagnostics


def for_site(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Let a place in an original warn only: on the site it is gone.

    `check` stops it before a merge. Later nothing is mended by a site that stands still, on which
    other people's consents may have ended.
    """
    for one in found:
        tells_place = one.rule is Rule.TELLS_PLACE
        yield _as_warning(one) if tells_place else one


def _as_warning(found: Diagnostic) -> Diagnostic:
    return Diagnostic(
        at=found.at,
        rule=found.rule,
        severity=Severity.WARNING,
        message=found.message,
        hint=found.hint,
    )


def case_of(school: School, unit: Unit) -> Case:
    """Return a learner with all that decides what may be seen of them."""
    record = Record(book=school.book, portfolio=unit.portfolio, until=school.today)
    return Case(
        catalogue=school.catalogue,
        roster=school.roster,
        portfolio=unit.portfolio,
        attainments=unit.attainments,
        awards=awards(record),
        today=school.today,
        people=school.people,
        secret=school.secret,
    )


def view_as_public(school: School, unit: Unit) -> Seen:
    """Return what everybody may see of a learner."""
    return Seen(portfolio=unit.portfolio, shown=shown_publicly(case_of(school, unit)))


def whole_learner(school: School, unit: Unit) -> "whole.Learner":
    """Return a learner as the family and the staff may know them."""
    from wayfolio import whole

    case = Case(
        catalogue=school.catalogue,
        roster=school.roster,
        portfolio=unit.portfolio,
        attainments=unit.attainments,
        awards=(),
        today=school.today,
        secret=school.secret,
    )
    return whole.learner(school.book, case)


def published_files(
    school: School,
    shown: Shown[Audience],
    findings: Findings,
    audience: type[Audience],
    people: People = NOBODY,
) -> tuple[dict[EvidenceRef, dict[str, PublishedFile]], list[Page[Audience]]]:
    """Return where the files of the evidence that is shown go, and the files themselves."""
    return copied(school.folder, shown, findings, audience, people)


def family_locks(school: School, keys: Keys) -> "families.Locks":
    """Return what seals this school's learners. Errors: ValueError without the build secret."""
    from wayfolio import families

    if school.secret is None:
        raise ValueError("nothing is sealed without the build secret")
    return families.locks(school.catalogue, school.roster, school.today, keys, school.secret)


def sealed_pages(
    school: School,
    unit: Unit,
    vaults: Sequence[Vault],
    tellings: "Sequence[families.Telling]",
    findings: Findings,
    pictures: MadePictures | None = None,
) -> list[Page[Sealed]]:
    """Return one learner's sealed files: none where no key opens them.

    The same school, learner, vaults and tellings give the same bytes.
    """
    if not vaults:
        return []
    from wayfolio import families

    one = whole_learner(school, unit)
    return families.of_learner(one, school.folder, vaults, tellings, findings, pictures)


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
def _tellings(shop: Shop) -> "tuple[families.Telling, ...]":
    from wayfolio import families

    return families.tellings(shop.school.catalogue, shop.school.today)


@lru_cache(maxsize=2)
def _names(shop: Shop) -> Scanner:
    return Scanner(shop.names)
