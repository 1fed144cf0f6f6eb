"""One learner is one unit of work: read, checked, assessed, shown, rendered, looked at and written.

`make` is what each process of a build runs, here or on another computer. It needs what `Shop`
holds and a learner's id, writes nothing but into the folder of the new site, and returns what the
rest of the build must know.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from wayfolio.assess.attainment import attainments
from wayfolio.assess.awards import awards
from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.standing import Record
from wayfolio.audit import Seen, leaks_of_learner
from wayfolio.check.leaks import Scanner
from wayfolio.check.names import Known
from wayfolio.check.people import check_people, named_in_words
from wayfolio.check.portfolio import check_portfolio
from wayfolio.load.attachments import attachments, examine
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import portfolio as load_portfolio
from wayfolio.model.attachments import Attached, Document
from wayfolio.model.attachments import Made as MadePictures
from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.leaks import Leak, Private
from wayfolio.model.names import EvidenceRef, LearnerId
from wayfolio.model.pages import Audience, Page, Public
from wayfolio.model.people import NOBODY, People
from wayfolio.model.places import Diagnostic, Mention, Severity, has_errors
from wayfolio.model.portfolio import Portfolio
from wayfolio.model.roster import Roster
from wayfolio.model.rules import Rule
from wayfolio.model.shelves import OnShelf, on_shelves
from wayfolio.model.shown import Shown
from wayfolio.plan.lasting import lasts_until
from wayfolio.plan.private import Told
from wayfolio.plan.visible import Case, shown_publicly
from wayfolio.publish.pictures import Pictures
from wayfolio.publish.site import file_path
from wayfolio.publish.staged import write_changed
from wayfolio.render.frames import Frames
from wayfolio.render.learner_pages import learner_pages
from wayfolio.render.press import Press, templates_for
from wayfolio.render.published import PublishedFile, published
from wayfolio.render.reader import reader
from wayfolio.render.views import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
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


@dataclass(slots=True, kw_only=True)
class Unit:
    """One learner, read, checked and assessed."""

    portfolio: Portfolio
    attainments: tuple[Attainment, ...] = ()
    diagnostics: list[Diagnostic] = field(default_factory=list)
    refs: str = ""
    """Others' evidence that is mentioned, and whether it is there."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shop:
    """Everything that makes a learner's pages, and where they go. The same for all learners."""

    school: School
    ready: Frames
    staged: Path
    """The folder of the new site, or of what is new in it."""
    pictures: Path | None
    """Where pictures are kept that have been made already."""
    names: Private
    """The names and ids of everybody that may not stand on a public page."""
    told: Told
    """What everybody may read, whoever the learners are."""
    is_preview: bool = False
    """Whether pages have no content policy, and are not looked at for leaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
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


def read_learner(school: School, learner: LearnerId) -> Unit:
    """Read and check one learner, and say where they stand unless an author must mend something."""
    findings = Findings()
    portfolio = load_portfolio(school.folder, learner, school.roster, findings)
    in_groups = [
        mention
        for mention in school.shared.mentions
        if mention.kind == "EvidenceRef" and mention.name.startswith(f"{learner}/")
    ]
    mentions = [*findings.mentions, *in_groups]
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


def shown(school: School, unit: Unit) -> Seen:
    """Return what everybody may see of a learner."""
    return Seen(portfolio=unit.portfolio, shown=shown_publicly(case_of(school, unit)))


def published_files(
    school: School,
    shown: Shown[Audience],
    findings: Findings,
    audience: type[Audience],
    people: People = NOBODY,
    pictures: MadePictures | None = None,
) -> tuple[dict[EvidenceRef, dict[str, PublishedFile]], list[Page[Audience]]]:
    """Return where the files of the evidence that is shown go, and the files themselves.

    `people`: whose names are not to be said in a transcript as they are written. `pictures`: those
    that have been made already.
    """
    source = school.folder / "portfolios" / shown.learner / "evidence"
    where: dict[EvidenceRef, dict[str, PublishedFile]] = {}
    pages: dict[str, Page[Audience]] = {}
    for item in shown.evidence:
        target = f"learners/{shown.address}/evidence/{item.item.slug}/"
        for name, attached in attachments(source, item.item, findings, pictures).items():
            file, copies = published(_spoken(attached, people), target, audience)
            where.setdefault(item.item.stem, {})[name] = file
            pages.update({page.path: page for page in copies})
    return where, list(pages.values())


def _spoken(attached: Attached, people: People) -> Attached:
    if isinstance(attached, Document) and attached.words is not None:
        return Document(
            content=attached.content, suffix=attached.suffix, words=people.spoken(attached.words)
        )
    return attached


# ---- what a process runs -------------------------------------------------------------------------


def make(shop: Shop, learner: LearnerId, before: Mapping[str, bytes]) -> Made:
    """Make all that the public site has of one learner.

    `before`: what the site has of the learner already, path -> hash; it is not written again.
    """
    school = shop.school
    unit = read_learner(school, learner)
    found = tuple(for_site([*unit.diagnostics, *read_files(school, unit)]))
    if has_errors(found):
        return Made(learner=learner, diagnostics=found)
    case = case_of(school, unit)
    seen = Seen(portfolio=unit.portfolio, shown=shown_publicly(case))
    until = lasts_until(case)
    if seen.shown is None:
        return Made(learner=learner, diagnostics=found, until=until, refs=unit.refs)
    findings = Findings()
    pictures = Pictures(shop.pictures)
    press, site = press_of(shop)
    files, copies = published_files(school, seen.shown, findings, Public, school.people, pictures)
    pages, summary = learner_pages(press, site, seen.shown, files, Public)
    pages.extend(copies)
    found = (*found, *findings.diagnostics)
    if findings.diagnostics:
        return Made(learner=learner, diagnostics=found)
    outputs, written = write_changed(pages, shop.staged, before)
    return Made(
        learner=learner,
        diagnostics=found,
        rows=tuple(on_shelves(summary, school.catalogue)),
        outputs=outputs,
        written=tuple(file_path(page.path) for page in written),
        leaks=_leaks(shop, seen, written),
        until=until,
        refs=unit.refs,
    )


def _leaks(shop: Shop, seen: Seen, pages: Iterable[Page[Public]]) -> tuple[Leak, ...]:
    if shop.is_preview:
        return ()
    paths = [(file_path(page.path), page) for page in pages]
    return leaks_of_learner(paths, _names(shop), seen, shop.told)


@lru_cache(maxsize=2)
def press_of(shop: Shop) -> tuple[Press, Site]:
    """Return what prints a school's pages."""
    catalogue = shop.school.catalogue
    language = reader(catalogue.school.languages[0])
    press = Press(shop.ready, templates_for(language), catalogue.school.publish.index)
    return press, Site(catalogue=catalogue, reader=language, as_of=shop.school.today)


@lru_cache(maxsize=2)
def _names(shop: Shop) -> Scanner:
    return Scanner(shop.names)
