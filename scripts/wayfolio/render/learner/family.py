"""The page of one learner, whole: for the family, and for the staff."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from wayfolio.model.dossier import LearnerDossier, PathwayPosition, Private
from wayfolio.model.names import StageCode
from wayfolio.model.visibility import Summary
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.learner.feedback import FeedbackView
from wayfolio.render.learner.growth import GrowthView, growth_views
from wayfolio.render.learner.news import NewsView, news_view
from wayfolio.render.learner.next_steps import (
    AheadView,
    HomeHelpView,
    NextView,
    ahead_views,
    home_views,
    latest_question,
    next_views,
)
from wayfolio.render.learner.overview import GroupView, OverviewRow, overview_rows
from wayfolio.render.learner.studies import StudyView, study_views
from wayfolio.render.learner.summary import ShortView, summary_view
from wayfolio.render.learner.supports import SupportView, family_feedback, support_views
from wayfolio.render.learner.views import award_badge, project_links
from wayfolio.render.learner.work import FilterView, WorkYear, filters, work_years
from wayfolio.render.maps.views import map_view
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import BadgeView, LinkView, PageView, Site, base_of


class GoalView(Struct, frozen=True, kw_only=True):
    """A goal of the learner's own plan."""

    text: str
    state: str
    day: str


class WhyView(Struct, frozen=True, kw_only=True):
    """A learner's reason, and since when it stands."""

    text: str
    day: str


class MeansView(Struct, frozen=True, kw_only=True):
    """An area in a sentence: what its level means."""

    title: str
    level: str
    says: str


class FamilyView(PageView, frozen=True, kw_only=True):
    """All that family.html may show."""

    for_staff: bool
    name: str
    latin: str
    initial: str
    group: str
    as_of: str
    working_on: GoalView | None
    places: tuple[tuple[LinkView, str], ...]
    short: ShortView
    groups: tuple[GroupView, ...]
    means: tuple[MeansView, ...]
    blank: str
    steps: tuple[NextView, ...]
    ahead: tuple[AheadView, ...]
    asked: tuple[str, ...]
    """Whom to ask and when, a sentence each."""
    home: tuple[HomeHelpView, ...]
    question: tuple[str, str]
    growth: tuple[GrowthView, ...]
    studies: tuple[StudyView, ...]
    grades: tuple[tuple[str, str], ...]
    """Area and the grade that the school must report, where it has a table for that."""
    work: tuple[WorkYear, ...]
    work_count: int
    filters: tuple[FilterView, ...]
    shared: tuple[LinkView, ...]
    projects: tuple[LinkView, ...]
    why: tuple[WhyView, ...]
    goals: tuple[GoalView, ...]
    interests: tuple[str, ...]
    conferences: tuple[FeedbackView, ...]
    badges: tuple[BadgeView, ...]
    supports: tuple[SupportView, ...]
    feedback: tuple[FeedbackView, ...]
    news: NewsView | None


def family_view(
    whole: LearnerDossier[Private],
    summary: Summary[Private],
    site: Site,
    *,
    for_staff: bool,
) -> FamilyView:
    """Return the whole page."""
    _: Translate = site.reader.gettext
    shown = whole.shown
    base = base_of(addresses.portfolio_address(shown.address))
    groups = overview_rows(whole, site)
    goals = tuple(_goals(whole, site))
    home = home_views(whole, site)
    return FamilyView(
        base=base,
        maps=tuple(
            map_view(one, site, base=base, name=f"map{n}")
            for n, one in enumerate(whole.maps, start=1)
        ),
        title=shown.name,
        description=_("What {name} can do now, how we know, and what comes next.").format(
            name=shown.name
        ),
        crumbs=(LinkView(_("Learners"), "learners/"),),
        for_staff=for_staff,
        name=shown.name,
        latin=whole.latin,
        initial=shown.name[0],
        group=site.reader.say(shown.group),
        as_of=site.day,
        working_on=next((one for one in goals if one.state == "open"), None),
        places=tuple(_place(place, site) for place in whole.places),
        short=summary_view(whole, groups, home, site),
        groups=groups,
        means=tuple(_means(groups, site)),
        blank=_blank_areas(groups, site),
        steps=next_views(whole, site),
        ahead=ahead_views(whole, site),
        asked=tuple(whom_to_ask(whole, site)),
        home=home,
        question=latest_question(whole, site),
        growth=growth_views(whole, site),
        studies=study_views(whole, site),
        grades=_grades(whole, site),
        work=work_years(whole, summary, site),
        work_count=len(shown.evidence),
        filters=filters(whole, site),
        shared=tuple(
            LinkView(site.reader.quote(work.title), work.address or None) for work in shown.shared
        ),
        projects=project_links(shown, site),
        why=_why(whole, site),
        goals=goals,
        interests=tuple(map(site.reader.quote, shown.plan.interests)) if shown.plan else (),
        conferences=_conferences(whole, site),
        badges=tuple(award_badge(award, shown, site) for award in shown.awards),
        supports=support_views(whole, site, for_staff=for_staff),
        feedback=family_feedback(whole, site),
        news=news_view(whole, site) if whole.news else None,
    )


def _place(place: PathwayPosition, site: Site) -> tuple[LinkView, str]:
    """Return a pathway and where on it the learner is: Discover, round 2."""
    _: Translate = site.reader.gettext
    pathway = site.catalogue.pathways[place.pathway]
    stage = pathway.stage(place.stage or StageCode(""))
    where = site.reader.say(stage.title) or stage.code if stage else ""
    if place.pass_ and pathway.kind == "cycle" and where:
        where = _("{stage}, round {n}").format(stage=where, n=place.pass_)
    return LinkView(site.reader.say(pathway.title), addresses.pathway_address(place.pathway)), where


def _goals(whole: LearnerDossier[Private], site: Site) -> Iterator[GoalView]:
    """Give the goals: open ones by their day, then those that are reached or dropped."""
    if whole.shown.plan is None:
        return
    rank = {"open": 0, "reached": 1, "dropped": 2}
    for goal in sorted(
        whole.shown.plan.goals, key=lambda one: (rank[one.status], one.target or date.max)
    ):
        day = site.reader.day(goal.target) if goal.target else ""
        yield GoalView(text=site.reader.quote(goal.goal), state=goal.status, day=day)


def _means(groups: tuple[GroupView, ...], site: Site) -> Iterator[MeansView]:
    """Give what the levels mean: of the area furthest along and of the one that is still building.

    Areas are compared within one framework of one learner, habits left out.
    """
    for group in groups[:1]:
        rows = [row for row in group.rows if row.level and not row.is_habit]
        rows.sort(key=lambda row: row.at, reverse=True)
        chosen = rows if len(rows) < 3 else [*rows[:2], rows[-1]]
        for row in chosen:
            yield _meant(row, site)


def _meant(row: OverviewRow, site: Site) -> MeansView:
    _: Translate = site.reader.gettext
    level = _("{word} ({level})").format(word=row.word, level=row.level)
    return MeansView(title=row.title, level=level, says=row.meaning)


def _blank_areas(groups: tuple[GroupView, ...], site: Site) -> str:
    _: Translate = site.reader.gettext
    titles = [
        row.title for group in groups[:1] for row in group.rows if row.blank and not row.is_ahead
    ]
    if not titles:
        return ""
    text = _("Nothing has been rated yet in {areas}. A blank is not a zero: it is still to come.")
    return text.format(areas=join_words(titles, _))


def whom_to_ask(whole: LearnerDossier[Private], site: Site) -> Iterator[str]:
    """Give whom to ask, and when the next conference and exhibition are."""
    _: Translate = site.reader.gettext
    if whole.asked.person is not None:
        person = site.catalogue.school.people[whole.asked.person]
        role = site.reader.word(person.role)
        said = _("Who to ask: {name}, {role}.") if role else _("Who to ask: {name}.")
        yield said.format(name=person.name, role=role)
    if whole.asked.conference is not None:
        day = site.reader.day(whole.asked.conference)
        yield _("The next conference is on {day}.").format(day=day)
    if whole.asked.exhibition is not None:
        day = site.reader.day(whole.asked.exhibition)
        yield _("The next exhibition is on {day}.").format(day=day)


def _grades(whole: LearnerDossier[Private], site: Site) -> tuple[tuple[str, str], ...]:
    titles = {
        area.code: site.reader.say(area.title)
        for framework in site.catalogue.frameworks
        for area in framework.areas
    }
    return tuple((titles[one.area], one.grade) for one in whole.areas if one.grade is not None)


def _why(whole: LearnerDossier[Private], site: Site) -> tuple[WhyView, ...]:
    """Return the learner's reasons, the one that stands now first."""
    written = whole.shown.plan.why if whole.shown.plan else ()
    newest = sorted(written, key=lambda one: one.from_, reverse=True)
    quote, day = site.reader.quote, site.reader.day
    return tuple(WhyView(text=quote(one.text), day=day(one.from_)) for one in newest)


def _conferences(whole: LearnerDossier[Private], site: Site) -> tuple[FeedbackView, ...]:
    people = site.catalogue.school.people
    held = whole.shown.plan.conferences if whole.shown.plan else ()
    return tuple(
        FeedbackView(
            who=people[one.by].name,
            day=site.reader.day(one.date),
            iso_day=one.date.isoformat(),
            note=site.reader.quote(one.note),
            ask="",
        )
        for one in sorted(held, key=lambda one: one.date, reverse=True)
    )
