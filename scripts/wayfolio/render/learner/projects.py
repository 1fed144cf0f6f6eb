"""A culminating project: proposal, drafts, partner, performance and reflection on one page."""

from collections.abc import Iterator

from msgspec import Struct

from wayfolio.model.names import EvidenceRef
from wayfolio.model.pages import Audience
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.visibility import ShownEvidence, Summary, VisibleLearner
from wayfolio.render.language.reader import figure
from wayfolio.render.learner.feedback import FeedbackView, feedback_views
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import CardView, LinkView, PageView, Site, base_of, card


class Project(Struct, frozen=True, kw_only=True):
    """What delivers into one milestone of a pathway, in one round of it."""

    pathway: Pathway
    stage: Stage
    round: int
    items: tuple[ShownEvidence, ...]
    """Oldest first."""
    drafts: tuple[ShownEvidence, ...]
    """Earlier versions of them, and other work of the stage."""

    @property
    def slug(self) -> str:
        """The last part of its address."""
        name = self.stage.milestone.id if self.stage.milestone else self.stage.code.lower()
        return name if self.round == 1 else f"{name}-{self.round}"


class DeliveredView(Struct, frozen=True, kw_only=True):
    """Something that the project asks for, and the work that is it."""

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


def projects(shown: VisibleLearner[Audience], site: Site) -> Iterator[Project]:
    """Give the milestones for which there is work, in the order of the pathways and rounds."""
    oldest = sorted(shown.evidence, key=lambda one: (one.item.date, one.item.stem))
    for name in shown.pathways:
        pathway = site.catalogue.pathways[name]
        for stage in pathway.stages:
            if stage.milestone is None:
                continue
            rounds = sorted({_round(one, shown, pathway) for one in oldest})
            for n in rounds:
                mine = [one for one in oldest if _round(one, shown, pathway) == n]
                yield from _project(pathway, stage, n, mine, oldest)


def _project(
    pathway: Pathway,
    stage: Stage,
    n: int,
    mine: list[ShownEvidence],
    everything: list[ShownEvidence],
) -> Iterator[Project]:
    prefix = f"{pathway.pathway}/{stage.code}"
    items = [one for one in mine if any(ref.startswith(f"{prefix}/") for ref in one.item.delivers)]
    if not items:
        return
    stems = {one.item.stem for one in items}
    before = _versions_before(items, everything) - stems
    along = {one.item.stem for one in mine if prefix in one.item.stages} - stems
    drafts = [one for one in everything if one.item.stem in before | along]
    yield Project(pathway=pathway, stage=stage, round=n, items=tuple(items), drafts=tuple(drafts))


def _versions_before(
    items: list[ShownEvidence], everything: list[ShownEvidence]
) -> set[EvidenceRef]:
    known = {one.item.stem: one for one in everything}
    found: set[EvidenceRef] = set()
    pending = [one.earlier for one in items]
    while pending:
        stem = pending.pop()
        if stem is not None and stem in known and stem not in found:
            found.add(stem)
            pending.append(known[stem].earlier)
    return found


def _round(one: ShownEvidence, shown: VisibleLearner[Audience], pathway: Pathway) -> int:
    begun = [n for name, n, on in shown.rounds if name == pathway.pathway and on <= one.item.date]
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
    everything = (*project.drafts, *project.items)
    hours = sum(one.item.hours for one in everything if one.item.hours is not None)
    text = _("{n} hours of work are recorded for it.")
    work = project.items[0].item.title
    return ProjectView(
        base=base,
        title=work,
        description=_("{milestone} by {name}, from the first draft to the reflection.").format(
            milestone=site.reader.say(title), name=name
        ),
        crumbs=(
            LinkView(_("Learners"), "learners/"),
            LinkView(name, addresses.portfolio_address(shown.address)),
        ),
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
        hours=text.format(n=figure(hours)) if hours else "",
        because=tuple(
            dict.fromkeys(
                one.item.connects.because for one in everything if one.item.connects.because
            )
        ),
        feedback=feedback_views(tuple(f for one in everything for f in one.feedback), site),
    )


def _cards(
    items: tuple[ShownEvidence, ...], shown: VisibleLearner[Audience], rows: dict[str, CardView]
) -> tuple[CardView, ...]:
    found = (addresses.evidence_address(shown.address, one.item.slug) for one in items)
    return tuple(rows[where] for where in found if where in rows)


def _delivered(
    project: Project, shown: VisibleLearner[Audience], rows: dict[str, CardView], site: Site
) -> Iterator[DeliveredView]:
    prefix = f"{project.pathway.pathway}/{project.stage.code}"
    milestone = project.stage.milestone
    asked: dict[str, str] = {
        one.id: site.reader.say(one.title) for one in project.stage.deliverables
    }
    if milestone is not None:
        asked.setdefault(milestone.id, site.reader.say(milestone.title))
    # Work that is several of the things asked for stands once, under all their names.
    titles: dict[tuple[EvidenceRef, ...], list[str]] = {}
    for name, title in asked.items():
        items = tuple(one for one in project.items if f"{prefix}/{name}" in one.item.delivers)
        if items:
            titles.setdefault(tuple(one.item.stem for one in items), []).append(title)
    for stems, several in titles.items():
        found = tuple(one for one in project.items if one.item.stem in stems)
        yield DeliveredView(title=" · ".join(several), cards=_cards(found, shown, rows))


def _partners(items: tuple[ShownEvidence, ...], site: Site) -> Iterator[LinkView]:
    known = {one.id: one for one in site.catalogue.school.partners}
    for name in dict.fromkeys(one.item.partner for one in items):
        if name is not None and name in known:
            yield LinkView(site.reader.say(known[name].title), addresses.partner_address(name))
