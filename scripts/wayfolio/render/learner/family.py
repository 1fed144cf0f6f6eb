"""The whole page of one learner, for the family and for the staff."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.keys import Addressee
from wayfolio.model.visibility import Summary
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.learner.award import award_badge
from wayfolio.render.learner.claims import ClaimView, claim_views
from wayfolio.render.learner.feedback import FeedbackView
from wayfolio.render.learner.first_screen import FirstScreenView, first_screen_view
from wayfolio.render.learner.growth import GrowthView, growth_views
from wayfolio.render.learner.item_answers import AssessmentView, assessment_views
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
from wayfolio.render.learner.pathways import standing_sentences, title_of_stage, where_on
from wayfolio.render.learner.portfolio import project_links, shared_work_links
from wayfolio.render.learner.studies import StudyView, study_views
from wayfolio.render.learner.supports import SupportView, family_feedback, support_views
from wayfolio.render.learner.tasks import TasksView, tasks_view
from wayfolio.render.learner.work import FilterView, WorkYear, filters, work_years
from wayfolio.render.maps.views import map_view
from wayfolio.render.parts import addresses
from wayfolio.render.parts.naming import signed_name
from wayfolio.render.parts.views import BadgeView, LinkView, MapView, PageView, Site, base_of


class GoalView(Struct, frozen=True, kw_only=True):
    """A goal of the learner's own plan."""

    text: str
    state: str
    day: str


class WhyView(Struct, frozen=True, kw_only=True):
    """A learner's reason, and the day from which it holds."""

    text: str
    day: str


class PlanView(Struct, frozen=True, kw_only=True):
    """What a learner wants, and what was said of it at conferences."""

    why: tuple[WhyView, ...]
    """The newest reason first."""
    goals: tuple[GoalView, ...]
    interests: tuple[str, ...]
    conferences: tuple[FeedbackView, ...]


class MeansView(Struct, frozen=True, kw_only=True):
    """An area, and what its level means."""

    title: str
    level: str
    says: str


class PlaceOnPathView(Struct, frozen=True, kw_only=True):
    """A pathway, where the learner is on it, and what else there is to say."""

    pathway: LinkView
    where: str
    says: tuple[str, ...]


class FamilyView(PageView, frozen=True, kw_only=True):
    """All that family.html may show."""

    for_staff: bool
    addressee: Addressee
    """To whom the page speaks; spoken.html has the texts that depend on it."""
    name: str
    latin: str
    initial: str
    group: str
    as_of: str
    working_on: GoalView | None
    places: tuple[PlaceOnPathView, ...]
    first_screen: FirstScreenView
    groups: tuple[GroupView, ...]
    means: tuple[MeansView, ...]
    blank: str
    steps: tuple[NextView, ...]
    ahead: tuple[AheadView, ...]
    contacts: tuple[str, ...]
    """Sentences that say whom to ask, and when."""
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
    plan: PlanView
    badges: tuple[BadgeView, ...]
    supports: tuple[SupportView, ...]
    feedback: tuple[FeedbackView, ...]
    tasks: TasksView
    claims: tuple[ClaimView, ...]
    assessments: tuple[AssessmentView, ...]
    """Item by item."""
    news: NewsView | None


def family_view(
    dossier: LearnerDossier[Private], summary: Summary[Private], site: Site, *, for_staff: bool
) -> FamilyView:
    """Return the whole page."""
    shown = dossier.shown
    base = base_of(addresses.portfolio_address(shown.address))
    groups = overview_rows(dossier, site)
    plan = _plan_view(dossier, site)
    home = home_views(dossier, site)
    return FamilyView(
        base=base,
        maps=_maps(dossier, base, site),
        title=shown.name,
        description=_description(dossier, site),
        crumbs=(LinkView(site.reader.gettext("Learners"), "learners/"),),
        for_staff=for_staff,
        addressee=dossier.addressee,
        name=shown.name,
        latin=dossier.latin,
        initial=shown.name[0],
        group=site.reader.say(shown.group),
        as_of=site.day,
        working_on=next((goal for goal in plan.goals if goal.state == "open"), None),
        places=tuple(_places(dossier, site)),
        first_screen=first_screen_view(dossier, groups, home, site),
        groups=groups,
        means=tuple(_means(groups, site)),
        blank=_blank_areas_sentence(groups, site),
        steps=next_views(dossier, site),
        ahead=ahead_views(dossier, site),
        contacts=tuple(contact_sentences(dossier, site)),
        home=home,
        question=latest_question(dossier, site),
        growth=growth_views(dossier, site),
        studies=study_views(dossier, site),
        grades=_grades(dossier, site),
        work=work_years(dossier, summary, site),
        work_count=len(shown.evidence),
        filters=filters(dossier, site),
        shared=shared_work_links(shown, site),
        projects=project_links(shown, site),
        plan=plan,
        badges=tuple(award_badge(award, shown, site) for award in shown.awards),
        supports=support_views(dossier, site, for_staff=for_staff),
        feedback=family_feedback(dossier, site),
        tasks=tasks_view(dossier, site),
        claims=claim_views(dossier.claims, shown.address, site),
        assessments=assessment_views(dossier, summary, site),
        news=news_view(dossier, site) if dossier.news else None,
    )


def _maps(dossier: LearnerDossier[Private], base: str, site: Site) -> tuple[MapView, ...]:
    return tuple(
        map_view(path_map, site, base=base, name=f"map{n}")
        for n, path_map in enumerate(dossier.maps, start=1)
    )


def _description(dossier: LearnerDossier[Private], site: Site) -> str:
    _: Translate = site.reader.gettext
    if dossier.addressee == "learner":
        return _("What you can do now, how the school knows, and what comes next.")
    text = _("What {name} can do now, how we know, and what comes next.")
    return text.format(name=dossier.shown.name)


def _places(dossier: LearnerDossier[Private], site: Site) -> Iterator[PlaceOnPathView]:
    """Yield each pathway of the learner, where they are on it, and how its rounds went."""
    standings = {standing.pathway: standing for standing in dossier.standings}
    for place in dossier.places:
        pathway = site.catalogue.pathways[place.pathway]
        standing = standings.get(place.pathway)
        says: tuple[str, ...] = ()
        if standing is None:
            titles = [title_of_stage(pathway, code, site) for code in place.stages]
            where = join_words(titles, site.reader.gettext)
        else:
            says = tuple(standing_sentences(standing, site))
            where = where_on(standing, site)
            where = site.reader.sentence(where) if where and says else where
        address = addresses.pathway_address(place.pathway)
        link = LinkView(site.reader.say(pathway.title), address)
        yield PlaceOnPathView(pathway=link, where=where, says=says)


def _plan_view(dossier: LearnerDossier[Private], site: Site) -> PlanView:
    plan = dossier.shown.plan
    return PlanView(
        why=_why(dossier, site),
        goals=tuple(_goals(dossier, site)),
        interests=tuple(map(site.reader.quote, plan.interests)) if plan else (),
        conferences=_conferences(dossier, site),
    )


def _goals(dossier: LearnerDossier[Private], site: Site) -> Iterator[GoalView]:
    """Yield the open goals by their day, then those that are reached or dropped."""
    if dossier.shown.plan is None:
        return
    rank = {"open": 0, "reached": 1, "dropped": 2}
    for goal in sorted(
        dossier.shown.plan.goals, key=lambda goal: (rank[goal.status], goal.target or date.max)
    ):
        day = site.reader.day(goal.target) if goal.target else ""
        yield GoalView(text=site.reader.quote(goal.goal), state=goal.status, day=day)


def _means(groups: tuple[GroupView, ...], site: Site) -> Iterator[MeansView]:
    """Yield what the levels of the two furthest areas and of the least developed one mean.

    Compares areas within one framework of one learner, without habits.
    """
    for group in groups[:1]:
        rows = [row for row in group.rows if row.level and not row.is_habit]
        rows.sort(key=lambda row: row.at, reverse=True)
        chosen = rows if len(rows) < 3 else [*rows[:2], rows[-1]]
        for row in chosen:
            yield _means_view(row, site)


def _means_view(row: OverviewRow, site: Site) -> MeansView:
    _: Translate = site.reader.gettext
    level = _("{word} ({level})").format(word=row.word, level=row.level)
    return MeansView(title=row.title, level=level, says=row.meaning)


def _blank_areas_sentence(groups: tuple[GroupView, ...], site: Site) -> str:
    _: Translate = site.reader.gettext
    titles = [
        row.title for group in groups[:1] for row in group.rows if row.blank and not row.is_ahead
    ]
    if not titles:
        return ""
    text = _("Nothing has been rated yet in {areas}. A blank is not a zero: it is still to come.")
    return text.format(areas=join_words(titles, _))


def contact_sentences(dossier: LearnerDossier[Private], site: Site) -> Iterator[str]:
    """Yield sentences that say whom to ask, and when the next conference and exhibition are."""
    _: Translate = site.reader.gettext
    if dossier.contacts.person is not None:
        person = site.catalogue.school.people[dossier.contacts.person]
        role = site.reader.word(person.role)
        text = _("Who to ask: {name}, {role}.") if role else _("Who to ask: {name}.")
        yield text.format(name=person.name, role=role)
    if dossier.contacts.conference is not None:
        day = site.reader.day(dossier.contacts.conference)
        yield _("The next conference is on {day}.").format(day=day)
    if dossier.contacts.exhibition is not None:
        day = site.reader.day(dossier.contacts.exhibition)
        yield _("The next exhibition is on {day}.").format(day=day)


def _grades(dossier: LearnerDossier[Private], site: Site) -> tuple[tuple[str, str], ...]:
    titles = {
        area.code: site.reader.say(area.title)
        for framework in site.catalogue.frameworks
        for area in framework.areas
    }
    return tuple(
        (titles[attained.area], attained.grade)
        for attained in dossier.areas
        if attained.grade is not None
    )


def _why(dossier: LearnerDossier[Private], site: Site) -> tuple[WhyView, ...]:
    """Return the learner's reasons, newest first."""
    reasons = dossier.shown.plan.why if dossier.shown.plan else ()
    newest = sorted(reasons, key=lambda reason: reason.from_, reverse=True)
    quote, day = site.reader.quote, site.reader.day
    return tuple(WhyView(text=quote(reason.text), day=day(reason.from_)) for reason in newest)


def _conferences(dossier: LearnerDossier[Private], site: Site) -> tuple[FeedbackView, ...]:
    held = dossier.shown.plan.conferences if dossier.shown.plan else ()
    return tuple(
        FeedbackView(
            who=signed_name(conference.by, site),
            day=site.reader.day(conference.date),
            iso_day=conference.date.isoformat(),
            note=site.reader.quote(conference.note),
            ask="",
        )
        for conference in sorted(held, key=lambda conference: conference.date, reverse=True)
    )
