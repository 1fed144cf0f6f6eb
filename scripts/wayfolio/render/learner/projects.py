"""A culminating project: proposal, drafts, partner, performance and reflection on one page."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from wayfolio.model.names import EvidenceRef
from wayfolio.model.pages import Audience
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.visibility import ShownEvidence, Summary, VisibleLearner
from wayfolio.render.language.reader import figure
from wayfolio.render.learner.feedback import FeedbackView, feedback_views
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import (
    CardView,
    LinkView,
    PageView,
    Site,
    base_of,
    card,
    learner_crumbs,
)


class Project(Struct, frozen=True, kw_only=True):
    """The work that delivers into a milestone of a pathway, in one round of the pathway."""

    pathway: Pathway
    stage: Stage
    round: int
    deliveries: tuple[ShownEvidence, ...]
    """The work that delivers, oldest first."""
    drafts: tuple[ShownEvidence, ...]
    """Earlier versions of that work, and other work of the stage."""

    @property
    def slug(self) -> str:
        """The last part of its address."""
        name = self.stage.milestone.id if self.stage.milestone else self.stage.code.lower()
        return name if self.round == 1 else f"{name}-{self.round}"


class DeliveredView(Struct, frozen=True, kw_only=True):
    """A deliverable of the project, and the work that delivers it."""

    title: str
    cards: tuple[CardView, ...]


class ProjectView(PageView, frozen=True, kw_only=True):
    """All that project.html may show."""

    name: str
    portfolio: LinkView
    milestone: str
    about: str
    pathway: LinkView
    round: str
    delivered: tuple[DeliveredView, ...]
    drafts: tuple[CardView, ...]
    partners: tuple[LinkView, ...]
    hours: str
    because: tuple[str, ...]
    feedback: tuple[FeedbackView, ...]


def find_projects(shown: VisibleLearner[Audience], site: Site) -> Iterator[Project]:
    """Yield the milestones for which there is work, in the order of the pathways and rounds."""
    oldest = sorted(shown.evidence, key=lambda work: (work.item.date, work.item.stem))
    for name in shown.pathways:
        pathway = site.catalogue.pathways[name]
        rounds: dict[int, list[ShownEvidence]] = {}
        for work in oldest:
            rounds.setdefault(_round(work, shown, pathway), []).append(work)
        for stage in pathway.stages:
            if stage.milestone is None:
                continue
            for n in sorted(rounds):
                yield from _project(pathway, stage, n, rounds[n], oldest)


def _project(
    pathway: Pathway,
    stage: Stage,
    n: int,
    of_round: list[ShownEvidence],
    everything: list[ShownEvidence],
) -> Iterator[Project]:
    """Yield the project of a stage's milestone, if any work of the round delivers into it."""
    prefix = f"{pathway.pathway}/{stage.code}"
    deliveries = [work for work in of_round if _delivers_into(work, prefix)]
    if not deliveries:
        return
    stems = {work.item.stem for work in deliveries}
    before = _versions_before(deliveries, everything) - stems
    along = {work.item.stem for work in of_round if prefix in work.item.stages} - stems
    drafts = [work for work in everything if work.item.stem in before | along]
    yield Project(
        pathway=pathway, stage=stage, round=n, deliveries=tuple(deliveries), drafts=tuple(drafts)
    )


def _delivers_into(work: ShownEvidence, prefix: str) -> bool:
    return any(ref.startswith(f"{prefix}/") for ref in work.item.delivers)


def _versions_before(
    deliveries: list[ShownEvidence], everything: list[ShownEvidence]
) -> set[EvidenceRef]:
    known = {work.item.stem: work for work in everything}
    versions: set[EvidenceRef] = set()
    pending = [work.earlier for work in deliveries]
    while pending:
        stem = pending.pop()
        if stem is not None and stem in known and stem not in versions:
            versions.add(stem)
            pending.append(known[stem].earlier)
    return versions


def _round(work: ShownEvidence, shown: VisibleLearner[Audience], pathway: Pathway) -> int:
    """Return the round of the pathway in which the work was done."""
    begun = [n for name, n, on in shown.rounds if name == pathway.pathway and on <= work.item.date]
    return max(begun, default=1)


def project_view(
    project: Project, shown: VisibleLearner[Audience], summary: Summary[Audience], site: Site
) -> ProjectView:
    """Return a project with all the work that belongs to it."""
    _ = site.reader.gettext
    name = shown.name or _("A learner")
    rows = {row.address: card(row, site) for row in summary.work}
    base = base_of(addresses.project_address(shown.address, project.slug))
    milestone = project.stage.milestone
    title = milestone.title if milestone else project.stage.title
    everything = (*project.drafts, *project.deliveries)
    feedback = [note for work in everything for note in work.feedback]
    return ProjectView(
        base=base,
        title=project.deliveries[0].item.title,
        description=_("{milestone} by {name}, from the first draft to the reflection.").format(
            milestone=site.reader.say(title), name=name
        ),
        crumbs=learner_crumbs(name, shown.address, site),
        name=name,
        portfolio=LinkView(name, addresses.portfolio_address(shown.address)),
        milestone=site.reader.say(title),
        about=site.reader.say(project.stage.about),
        pathway=LinkView(
            site.reader.say(project.pathway.title),
            addresses.pathway_address(project.pathway.pathway),
        ),
        round=_("round {n}").format(n=project.round) if project.pathway.kind == "cycle" else "",
        delivered=tuple(_delivered(project, shown, rows, site)),
        drafts=_cards(project.drafts, shown, rows),
        partners=tuple(_partners(everything, site)),
        hours=_hours(everything, site),
        because=_reasons(everything),
        feedback=feedback_views(feedback, site),
    )


def _hours(everything: Iterable[ShownEvidence], site: Site) -> str:
    """Return the hours of all work, confirmed and claimed; empty if nobody wrote any down."""
    _ = site.reader.gettext
    seen = sum(work.hours for work in everything if work.hours is not None)
    said = sum(work.item.hours for work in everything if work.item.hours and work.hours is None)
    text = _("{n} hours of work are recorded for it.")
    lines = [text.format(n=figure(seen))] if seen else []
    if said:
        text = _("{n} hours of work are claimed and not confirmed.")
        lines.append(text.format(n=figure(said)))
    return " ".join(lines)


def _reasons(everything: Iterable[ShownEvidence]) -> tuple[str, ...]:
    """Return why the learner did the work, each reason once."""
    reasons = (work.item.connects.because for work in everything)
    return tuple(dict.fromkeys(reason for reason in reasons if reason))


def _cards(
    works: Iterable[ShownEvidence], shown: VisibleLearner[Audience], rows: dict[str, CardView]
) -> tuple[CardView, ...]:
    where = (addresses.evidence_address(shown.address, work.item.slug) for work in works)
    return tuple(rows[address] for address in where if address in rows)


def _delivered(
    project: Project, shown: VisibleLearner[Audience], rows: dict[str, CardView], site: Site
) -> Iterator[DeliveredView]:
    """Yield the deliverables; several that the same work delivers share an entry."""
    prefix = f"{project.pathway.pathway}/{project.stage.code}"
    titles: dict[tuple[EvidenceRef, ...], list[str]] = {}
    for name, title in _deliverables(project, site).items():
        stems = tuple(
            work.item.stem
            for work in project.deliveries
            if f"{prefix}/{name}" in work.item.delivers
        )
        if stems:
            titles.setdefault(stems, []).append(title)
    for stems, shared in titles.items():
        works = [work for work in project.deliveries if work.item.stem in stems]
        yield DeliveredView(title=" · ".join(shared), cards=_cards(works, shown, rows))


def _deliverables(project: Project, site: Site) -> dict[str, str]:
    """Return the titles of what the project asks for, the milestone itself last."""
    say, milestone = site.reader.say, project.stage.milestone
    titles: dict[str, str] = {
        deliverable.id: say(deliverable.title) for deliverable in project.stage.deliverables
    }
    if milestone is not None:
        titles.setdefault(milestone.id, say(milestone.title))
    return titles


def _partners(works: tuple[ShownEvidence, ...], site: Site) -> Iterator[LinkView]:
    known = {partner.id: partner for partner in site.catalogue.school.partners}
    for name in dict.fromkeys(work.item.partner for work in works):
        if name is not None and name in known:
            yield LinkView(site.reader.say(known[name].title), addresses.partner_address(name))
