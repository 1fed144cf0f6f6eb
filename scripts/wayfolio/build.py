"""The order of the rooms: load, check, assess, plan, render, publish.

A build is a map over learners, then a reduction: one learner is one unit of work, from the
catalogue, the roster and one portfolio to pages and a summary; hub pages come from the summaries.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from wayfolio.assess.attainment import attainments
from wayfolio.assess.awards import awards
from wayfolio.assess.policies import policies, policy_problems
from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.standing import Record
from wayfolio.audit import Leaked, Seen, leaks, refuse_leaks, scanner
from wayfolio.check.catalogue import check_catalogue
from wayfolio.check.languages import check_languages, coverage
from wayfolio.check.leaks import Scanner
from wayfolio.check.names import Known, known_names
from wayfolio.check.people import check_people, named_in_words
from wayfolio.check.portfolio import check_portfolio
from wayfolio.load.attachments import attachments, examine
from wayfolio.load.built import handwritten
from wayfolio.load.catalogue import catalogue as load_catalogue
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import portfolio as load_portfolio
from wayfolio.load.portfolio import roster as load_roster
from wayfolio.load.sources import laid_over
from wayfolio.model.attachments import Attached, Document
from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.coverage import Coverage
from wayfolio.model.leaks import Leak
from wayfolio.model.names import EvidenceRef, Language, LearnerId
from wayfolio.model.pages import Audience, Page, Public
from wayfolio.model.people import NOBODY, People, people, texts, words_in
from wayfolio.model.places import Diagnostic, Severity, has_errors
from wayfolio.model.portfolio import Portfolio
from wayfolio.model.roster import Roster
from wayfolio.model.rules import Rule
from wayfolio.model.school import School as SchoolFile
from wayfolio.model.shown import Shown, Summary
from wayfolio.plan.consent import public_names, publicly_allowed
from wayfolio.plan.maps import maps
from wayfolio.plan.visible import Case, shown_publicly
from wayfolio.publish import engine as site_engine
from wayfolio.publish.site import robots, sitemap, write_public_site
from wayfolio.render import frame_pages, frames
from wayfolio.render.feeds import feeds
from wayfolio.render.hub_pages import hub_pages
from wayfolio.render.learner_pages import learner_pages, summary_of
from wayfolio.render.published import PublishedFile, published
from wayfolio.render.reader import has_catalogue
from wayfolio.render.tongues import place_of, reader_of, tongues
from wayfolio.render.views import up_from


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build or a check found and made."""

    diagnostics: tuple[Diagnostic, ...] = ()
    learners: int = 0
    pages: int = 0
    """0 where nothing was published."""
    leaks: tuple[Leak, ...] = ()
    """What the site would have shown and may not. Nothing was published."""
    coverage: tuple[Coverage, ...] = ()
    """How much of the educators' texts is there in each further language."""
    without_address: tuple[LearnerId, ...] = ()
    """Learners who may be shown without a name, for whose address there is no build secret."""

    @property
    def is_clean(self) -> bool:
        """Whether no author must mend anything, and nothing private would have been published."""
        return not has_errors(self.diagnostics) and not self.leaks


@dataclass(slots=True, kw_only=True)
class Unit:
    """One learner, read, checked and assessed."""

    portfolio: Portfolio
    attainments: tuple[Attainment, ...] = ()
    diagnostics: list[Diagnostic] = field(default_factory=list)


class Unknown(Exception):
    """There is no such learner or competency. The text names the nearest."""


def require_known(name: str, kind: str, names: Iterable[str]) -> None:
    """Do nothing where a name is known. Errors: Unknown."""
    known = list(names)
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known[:8])}"
        raise Unknown(f"there is no {kind} {name}; {hint}")


def read_school(root: Path, today: date) -> tuple[School | None, list[Diagnostic]]:
    """Read and check what all learners share. Without a readable school.yml there is no School."""
    folder = Folder(root)
    findings = Findings()
    catalogue = load_catalogue(folder, findings)
    if catalogue is not None:
        folder = laid_over(folder, catalogue.school.sources, findings)
    roster = load_roster(folder, findings)
    if catalogue is None:
        return None, findings.diagnostics
    rules = policies(catalogue.policies)
    known = known_names(catalogue, rules, roster.learners, findings.defined)
    found = check_catalogue(
        catalogue,
        known,
        findings.mentions,
        policy_problems(catalogue),
    )
    spoken = [one for one in catalogue.school.languages if has_catalogue(one)]
    diagnostics = [*findings.diagnostics, *found, *check_languages(catalogue, spoken)]
    today = catalogue.school.as_of or today
    school = School(
        root=root,
        folder=folder,
        today=today,
        catalogue=catalogue,
        book=Rulebook(catalogue=catalogue, policies=rules),
        roster=roster,
        known=known,
        diagnostics=tuple(diagnostics),
        shared=findings,
        people=people(
            {learner: file.name for learner, file in roster.learners.items()},
            public_names(roster, today),
            words_in(texts(catalogue)),
        ),
    )
    return school, diagnostics


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
    unit = Unit(portfolio=portfolio, diagnostics=[*findings.diagnostics, *found, *named])
    if not has_errors(unit.diagnostics) and not has_errors(school.diagnostics):
        unit.attainments = attainments(school.book, portfolio, school.today)
    return unit


def check(root: Path, today: date) -> Report:
    """Read everything, and return every mistake of every file at once."""
    report, _, _ = _read(root, today)
    return report


def _read(root: Path, today: date) -> tuple[Report, School | None, list[Unit]]:
    """Read everything once: what is to be mended, the school, and its learners in their order."""
    units: list[Unit] = []
    school, diagnostics = read_school(root, today)
    if school is None:
        return Report(diagnostics=tuple(sorted(set(diagnostics)))), None, units
    for learner in school.roster.learners:
        unit = read_learner(school, learner)
        units.append(unit)
        diagnostics.extend(unit.diagnostics)
        findings = Findings()
        folder = school.folder / "portfolios" / learner / "evidence"
        for item in unit.portfolio.evidence:
            for path, words in examine(folder, item, findings).items():
                if item.visibility == "public":
                    diagnostics.extend(named_in_words(path, words, school.people))
        diagnostics.extend(findings.diagnostics)
    report = Report(
        diagnostics=tuple(sorted(set(diagnostics))),
        learners=len(units),
        coverage=coverage(school.catalogue),
    )
    return report, school, units


def site(  # noqa: PLR0913 - each is something that a door decides
    root: Path,
    today: date,
    *,
    engine: site_engine.EngineOutput | None = None,
    folder: Path | None = None,
    preview: bool = False,
    searchable: bool = True,
    secret: bytes | None = None,
) -> Report:
    """Build the public edition into `folder` (the school's `site/` where nothing is said).

    Where an author must mend something, or the site would hold what it may not, nothing is
    published and the old site stays. `secret`: the school's build secret. `engine`: what the site
    engine made, where a door has run it already. `preview`: for a server on this machine, so
    without a content policy, without search and without the last look for leaks.
    """
    report, school, units = _read(root, today)
    report = _for_site(report)
    if school is None or not report.is_clean:
        return report
    school = replace(school, secret=secret)
    made = engine or site_engine.run(root, frame_sources(school.catalogue))
    ready = frames_of(school.catalogue, made, secure=not preview)
    findings = Findings()
    seen = [_shown(school, unit) for unit in units]
    pages = _pages(school, ready, findings, seen, made.site_url)
    if findings.diagnostics:
        return Report(diagnostics=tuple(sorted([*report.diagnostics, *findings.diagnostics])))
    pages.extend(Page[Public](path, content) for path, content in around(school, made, ready))
    pages.extend(_for_robots(school, made.site_url, ready))
    report = replace(report, without_address=tuple(_without_address(school)))
    look = _scanner(school, seen, own_pages(made))
    try:
        count = write_public_site(
            pages,
            folder or root / "site",
            root=root,
            searchable=searchable and not preview,
            inspect=lambda staged: None if preview else refuse_leaks(staged, look),
        )
    except Leaked as leaked:
        return replace(report, leaks=leaked.leaks)
    return replace(report, pages=count)


def _for_site(report: Report) -> Report:
    """Let a place in an original warn only: on the site it is gone.

    `check` stops it before a merge. Later nothing is mended by a site that stands still, on which
    other people's consents may have ended.
    """
    return replace(
        report,
        diagnostics=tuple(
            replace(found, severity=Severity.WARNING) if found.rule is Rule.TELLS_PLACE else found
            for found in report.diagnostics
        ),
    )


def audit(root: Path, site: Path, today: date, secret: bytes | None = None) -> Report:
    """Look into every byte of a built site for what the school at `root` may not publish."""
    report, school, units = _read(root, today)
    report = _for_site(report)
    if school is None:
        return report
    school = replace(school, secret=secret)
    seen = [_shown(school, unit) for unit in units]
    return replace(report, leaks=tuple(leaks(site, _scanner(school, seen, handwritten(root)))))


def _scanner(school: School, seen: list[Seen], own_pages: Mapping[str, bytes]) -> Scanner:
    return scanner(school.catalogue, school.roster, school.people, school.today, seen, own_pages)


def _without_address(school: School) -> Iterable[LearnerId]:
    if school.secret is not None or school.catalogue.school.publish.learners == "none":
        return
    for learner, file in school.roster.learners.items():
        allowed = publicly_allowed(file, school.today)
        if {"work", "badges"} & allowed.what and "name" not in allowed:
            yield learner


def frame_sources(catalogue: Catalogue) -> site_engine.FrameSources:
    """Return what the site engine builds besides a school's own pages, in each language."""
    languages = catalogue.school.languages
    first, *others = (_frame_sources(catalogue, language) for language in languages)
    if not others:
        return replace(first, language="", places={})
    return replace(first, others=tuple(others))


def frame_sources_at(root: Path, language: str) -> site_engine.FrameSources:
    """Return the same for a school's folder; `language`: where no school.yml can be read."""
    catalogue = load_catalogue(Folder(root), Findings())
    if catalogue is None:
        school = SchoolFile(name="", languages=(Language(language),))
        catalogue = Catalogue(school=school)
    return frame_sources(catalogue)


def _frame_sources(catalogue: Catalogue, language: Language) -> site_engine.FrameSources:
    say = reader_of(catalogue, language).words.gettext
    words = frame_pages.words(say)
    return site_engine.FrameSources(
        pages=frame_pages.pages(words),
        words=words,
        menu=frame_pages.MENU,
        language=language,
        place=place_of(catalogue, language),
        places={one: place_of(catalogue, one) for one in catalogue.school.languages},
        say=say,
    )


def frames_of(
    catalogue: Catalogue, made: site_engine.EngineOutput, *, secure: bool = True
) -> dict[Language, frames.Frames]:
    """Return the frames of each language, in the school's order."""
    first, *rest = catalogue.school.languages
    ready = {first: frames.split(made.pages, secure=secure)}
    for language in rest:
        if language in made.others:
            up = up_from(place_of(catalogue, language))
            ready[language] = frames.split(made.others[language].pages, secure=secure, up=up)
    return ready


def own_pages(made: site_engine.EngineOutput) -> dict[str, bytes]:
    """Return every page that the site engine made, in all languages."""
    own = dict(made.pages)
    for language, other in made.others.items():
        own.update((f"{language}/{path}", page) for path, page in other.pages.items())
    return own


def around(
    school: School, made: site_engine.EngineOutput, ready: Mapping[Language, frames.Frames]
) -> Iterator[tuple[str, bytes]]:
    """Give the finished pages of each language and the files that pages use, by address.

    The theme's files are there once; a school's own files are where each language's pages look.
    """
    yield from made.files.items()
    for language, its in ready.items():
        place = place_of(school.catalogue, language)
        yield from ((place + path, page) for path, page in its.ready.items() if path != "404.html")
        for path, content in made.others[language].files.items() if place else ():
            if not path.startswith("assets/"):
                yield place + path, content
    yield "404.html", ready[school.catalogue.school.languages[0]].ready["404.html"]


def _pages(
    school: School,
    ready: Mapping[Language, frames.Frames],
    findings: Findings,
    seen: Iterable[Seen],
    home: str | None = None,
) -> list[Page[Public]]:
    """Map, then reduce: each learner's pages and summary, then the pages about all of them.

    In each language: what is read, checked and worked out is the same for all of them.
    """
    index = school.catalogue.school.publish.index
    spoken = tongues(school.catalogue, ready, school.today, index=index, home=home)
    pages: list[Page[Public]] = []
    summaries: list[Summary[Public]] = []
    for shown in (one.shown for one in seen if one.shown is not None):
        files, copies = published_files(school, shown, findings, Public, school.people)
        summaries.append(summary_of(shown, files, Public))
        pages.extend(copies)
        for one in spoken:
            pages.extend(learner_pages(one.press, one.site, shown, files, Public)[0])
    drawn = maps(school.catalogue)
    for one in spoken:
        pages.extend(hub_pages(one.press, one.site, summaries, Public, drawn))
    pages.extend(feeds(summaries, spoken[0].site))
    return pages


def _shown(school: School, unit: Unit) -> Seen:
    record = Record(book=school.book, portfolio=unit.portfolio, until=school.today)
    shown = shown_publicly(
        Case(
            catalogue=school.catalogue,
            roster=school.roster,
            portfolio=unit.portfolio,
            attainments=unit.attainments,
            awards=awards(record),
            today=school.today,
            people=school.people,
            secret=school.secret,
        )
    )
    return Seen(portfolio=unit.portfolio, shown=shown)


def published_files(
    school: School,
    shown: Shown[Audience],
    findings: Findings,
    audience: type[Audience],
    people: People = NOBODY,
) -> tuple[dict[EvidenceRef, dict[str, PublishedFile]], list[Page[Audience]]]:
    """Return where the files of the evidence that is shown go, and the files themselves.

    `people`: whose names are not to be said in a transcript as they are written.
    """
    source = school.folder / "portfolios" / shown.learner / "evidence"
    where: dict[EvidenceRef, dict[str, PublishedFile]] = {}
    pages: dict[str, Page[Audience]] = {}
    for item in shown.evidence:
        target = f"learners/{shown.address}/evidence/{item.item.slug}/"
        for name, attached in attachments(source, item.item, findings).items():
            file, copies = published(_spoken(attached, people), target, audience)
            where.setdefault(item.item.stem, {})[name] = file
            pages.update({page.path: page for page in copies})
    return where, list(pages.values())


def _spoken(attached: Attached, people: People) -> Attached:
    if isinstance(attached, Document) and attached.words:
        return replace(attached, words=people.spoken(attached.words))
    return attached


def _for_robots(
    school: School, site_url: str | None, ready: Mapping[Language, frames.Frames]
) -> Iterable[Page[Public]]:
    yield robots(site_url, index=school.catalogue.school.publish.index)
    if site_url:
        # Hand-written pages and hubs only: a sitemap names no learner.
        first = ready[school.catalogue.school.languages[0]]
        addresses = [*first.hubs, *(path for path in first.ready if path.endswith("/"))]
        yield sitemap(site_url, addresses, {one: place_of(school.catalogue, one) for one in ready})
