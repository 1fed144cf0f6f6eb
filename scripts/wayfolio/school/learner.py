"""One learner, read, checked and assessed; and what an audience may see of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from wayfolio.assess.attainment import attainments
from wayfolio.assess.awards import awards
from wayfolio.assess.record import Record
from wayfolio.assess.rulebook import Rulebook
from wayfolio.check.names import Known
from wayfolio.check.people import check_people, named_in_words
from wayfolio.check.portfolio import check_portfolio
from wayfolio.load.attachments import examine
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import portfolio as load_portfolio
from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Mention, Severity, has_errors
from wayfolio.model.names import EvidenceRef, LearnerId
from wayfolio.model.pages import Audience, Page, Public
from wayfolio.model.people import NOBODY, People
from wayfolio.model.portfolio import Portfolio
from wayfolio.model.roster import Roster
from wayfolio.model.rules import Rule
from wayfolio.model.visibility import Shown
from wayfolio.plan.visible import Case, shown_publicly
from wayfolio.render.parts.attachments import PublishedFile
from wayfolio.school.attachments import copied

if TYPE_CHECKING:
    # Only families' pages need these, and they take as long to load as all the rest.
    from wayfolio.school import dossier


class Seen(Struct, frozen=True, kw_only=True):
    """One learner, and what of them is public."""

    portfolio: Portfolio
    shown: Shown[Public] | None


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


def whole_learner(school: School, unit: Unit) -> "dossier.Learner":
    """Return a learner as the family and the staff may know them."""
    from wayfolio.school import dossier

    case = Case(
        catalogue=school.catalogue,
        roster=school.roster,
        portfolio=unit.portfolio,
        attainments=unit.attainments,
        awards=(),
        today=school.today,
        secret=school.secret,
    )
    return dossier.learner(school.book, case)


def published_files(
    school: School,
    shown: Shown[Audience],
    findings: Findings,
    audience: type[Audience],
    people: People = NOBODY,
) -> tuple[dict[EvidenceRef, dict[str, PublishedFile]], list[Page[Audience]]]:
    """Return where the files of the evidence that is shown go, and the files themselves."""
    return copied(school.folder, shown, findings, audience, people)
