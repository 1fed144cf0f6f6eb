"""A learner's portfolio, as one audience may see it."""

from itertools import groupby

from msgspec import Struct

from wayfolio.model.attainment import Attainment
from wayfolio.model.frameworks import parse_code
from wayfolio.model.names import CompetencyCode, slug_of_work
from wayfolio.model.pages import Audience
from wayfolio.model.school import find_school_year
from wayfolio.model.visibility import Summary, VisibleLearner, WorkRow
from wayfolio.render.language.vocabulary import school_year_title
from wayfolio.render.language.vocabulary import status as status_word
from wayfolio.render.learner.award import award_badge
from wayfolio.render.learner.projects import find_projects
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.views import (
    BadgeView,
    CardView,
    LinkView,
    PageView,
    Site,
    base_of,
    card,
    competency_link,
)


class MetView(Struct, frozen=True, kw_only=True):
    """A competency that the learner has met."""

    link: LinkView
    statement: str
    code: str
    status: str
    level: str
    stage: str


class AreaView(Struct, frozen=True, kw_only=True):
    """An area, with the competencies that the learner has met in it."""

    title: str
    met: tuple[MetView, ...]


class YearView(Struct, frozen=True, kw_only=True):
    """The work of one school year."""

    title: str
    cards: tuple[CardView, ...]


class PortfolioView(PageView, frozen=True, kw_only=True):
    """All that learner.html may show."""

    address: str
    name: str
    initial: str
    group: str
    newest: str
    """The day of the latest event on the page; empty if there is none."""
    pathways: tuple[LinkView, ...]
    highlights: tuple[CardView, ...]
    areas: tuple[AreaView, ...]
    badges: tuple[BadgeView, ...]
    years: tuple[YearView, ...]
    shared: tuple[LinkView, ...]
    projects: tuple[LinkView, ...]
    work_count: int
    met_count: int
    feed: str
    """The address of the learner's feed; empty if the site's address is unknown."""


def portfolio_view(
    shown: VisibleLearner[Audience],
    summary: Summary[Audience],
    site: Site,
) -> PortfolioView:
    """Return a learner's portfolio."""
    _ = site.reader.gettext
    address = addresses.portfolio_address(shown.address)
    name = shown.name or _("A learner")
    work = [(row, card(row, site)) for row in summary.work]
    return PortfolioView(
        base=base_of(address),
        title=name,
        description=_("What {name} can do now, and the work that shows it.").format(name=name),
        crumbs=(LinkView(_("Learners"), "learners/"),),
        address=address,
        name=name,
        feed=f"{site.up}{address}feed.xml" if site.home and shown.name else "",
        initial=name[0],
        group=site.reader.say(shown.group),
        newest=_newest_day(shown, site),
        pathways=_pathway_links(shown, site),
        highlights=_highlights(shown, work),
        areas=_areas(shown.attainments, site),
        badges=tuple(award_badge(award, shown, site) for award in shown.awards),
        years=_years(work),
        shared=shared_work_links(shown, site),
        projects=project_links(shown, site),
        work_count=len(summary.work),
        met_count=len({attainment.competency for attainment in shown.attainments}),
    )


def _pathway_links(shown: VisibleLearner[Audience], site: Site) -> tuple[LinkView, ...]:
    pathways = [site.catalogue.pathways[name] for name in shown.pathways]
    return tuple(
        LinkView(site.reader.say(pathway.title), addresses.pathway_address(pathway.pathway))
        for pathway in pathways
    )


def _highlights(
    shown: VisibleLearner[Audience], work: list[tuple[WorkRow, CardView]]
) -> tuple[CardView, ...]:
    """Return the cards of the work that the learner has chosen, in the learner's order."""
    cards = {row.address: view for row, view in work}
    chosen = [
        addresses.evidence_address(shown.address, slug_of_work(stem)) for stem in shown.highlights
    ]
    return tuple(cards[address] for address in chosen if address in cards)


def shared_work_links(shown: VisibleLearner[Audience], site: Site) -> tuple[LinkView, ...]:
    """Return links to the work of others on which the learner is named as an author."""
    return tuple(
        LinkView(site.reader.quote(work.title), work.address or None) for work in shown.shared
    )


def project_links(shown: VisibleLearner[Audience], site: Site) -> tuple[LinkView, ...]:
    """Return links to the culminating projects, with milestone and title of the work."""
    links = []
    for project in find_projects(shown, site):
        milestone = project.stage.milestone
        work = project.deliveries[0].item
        title = site.reader.gettext("{title}: {says}").format(
            title=site.reader.say(milestone.title) if milestone else "",
            says=site.reader.quote(work.title, work.lang),
        )
        links.append(LinkView(title, addresses.project_address(shown.address, project.slug)))
    return tuple(links)


def _areas(attainments: tuple[Attainment, ...], site: Site) -> tuple[AreaView, ...]:
    latest: dict[CompetencyCode, Attainment] = {}
    for attainment in attainments:
        # A stage that has just begun has no level yet; then the last completed stage counts.
        if attainment.performance is not None or attainment.competency not in latest:
            latest[attainment.competency] = attainment
    areas: dict[str, list[MetView]] = {}
    for code, placed in site.catalogue.competencies.items():
        if code in latest:
            areas.setdefault(site.reader.say(placed.area.title), []).append(
                _met(latest[code], site)
            )
    return tuple(AreaView(title=title, met=tuple(met)) for title, met in areas.items())


def _met(attainment: Attainment, site: Site) -> MetView:
    placed = site.catalogue.competencies[attainment.competency]
    pathway = placed.framework.stages_of
    stage = (
        site.catalogue.pathways[pathway].stage(attainment.stage)
        if pathway is not None and attainment.stage is not None
        else None
    )
    return MetView(
        link=competency_link(parse_code(attainment.competency), site),
        statement=site.reader.say(placed.competency.statement),
        code=attainment.competency,
        status=status_word(attainment.status, site.reader.gettext),
        level=_level(attainment, site),
        stage=site.reader.say(stage.title) if stage else "",
    )


def _newest_day(shown: VisibleLearner[Audience], site: Site) -> str:
    """Return the day of the latest event. It is not today, so that no page changes overnight."""
    days = [work.item.date for work in shown.evidence]
    days += [award.on for award in shown.awards]
    days += [met.last_seen for met in shown.attainments if met.last_seen]
    return site.reader.day(max(days)) if days else ""


def _level(attainment: Attainment, site: Site) -> str:
    """Return a level with its word: 9.1 (Solid)."""
    level = attainment.performance
    scale = levels.scale_of(attainment.competency, site)
    if level is None or levels.is_done_or_not(scale):
        return ""
    return levels.marked_level(attainment, level, scale, site)


def _years(work: list[tuple[WorkRow, CardView]]) -> tuple[YearView, ...]:
    newest = sorted(work, key=lambda entry: (entry[0].on, entry[0].address), reverse=True)
    years = groupby(newest, key=lambda entry: find_school_year(entry[0].on))
    return tuple(
        YearView(title=school_year_title(year), cards=tuple(view for _, view in entries))
        for year, entries in years
    )
