"""What a parent asks first, answered on the first screen of a phone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from wayfolio.model.attainment import Attainment, Rating
from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.frameworks import Level, Mark, Placed, parse_code
from wayfolio.model.names import SkillCode
from wayfolio.model.text import Text
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.learner.next_steps import HomeHelpView, latest_question
from wayfolio.render.learner.overview import GroupView, OverviewRow
from wayfolio.render.learner.studies import on_plan
from wayfolio.render.learner.supports import support_title
from wayfolio.render.parts import levels
from wayfolio.render.parts.views import LinkView, Site, competency_link

FEW = 3
"""Areas below this number are named with their framework: Grades K to 2 says nothing alone."""


class CanView(Struct, frozen=True, kw_only=True):
    """What was seen last, as the ladder of the competency says it."""

    says: str
    link: LinkView
    day: str


class ShortView(Struct, frozen=True, kw_only=True):
    """A line for each question of a parent."""

    can: CanView | None
    rows: tuple[OverviewRow, ...]
    framework: str
    """Named where the areas alone would not say what they are of."""
    blank: str
    """The areas where nothing has been shown yet."""
    words: str
    """The words for levels, from the first to the last; empty where there is no level yet."""
    known: str
    home: str
    plan: tuple[str, ...]
    help: tuple[str, ...]


class _Seen(Struct, frozen=True):
    rating: Rating
    attained: Attainment
    says: str
    far: int
    """How far along its scale, from 0 to 1000."""


def summary_view(
    whole: LearnerDossier[Private],
    groups: tuple[GroupView, ...],
    home: tuple[HomeHelpView, ...],
    site: Site,
) -> ShortView:
    """Return the lines; `groups` and `home` are those further down the page."""
    _: Translate = site.reader.gettext
    group = groups[0] if groups else None
    rows = tuple(row for row in group.rows if row.word and not row.is_habit) if group else ()
    newest = max(_seen(whole, site), key=lambda one: (one.rating.on, one.far), default=None)
    return ShortView(
        can=_can(newest, site) if newest else None,
        rows=rows,
        framework=group.title if group and len(rows) < FEW else "",
        blank=join_words([r.title for r in group.rows if _is_open(r)], _) if group else "",
        words=_words(group, rows),
        known=_known(whole, site),
        home=_home(whole, home, site),
        plan=tuple(_plan(whole, site)),
        help=tuple(_help(whole, site)),
    )


def _seen(whole: LearnerDossier[Private], site: Site) -> Iterator[_Seen]:
    """Give each rating that a ladder has words for, habits left out."""
    for attained in whole.shown.attainments:
        placed = site.catalogue.competencies[attained.competency]
        if placed.area.habit:
            continue
        scale = levels.scale_of(attained.competency, site)
        for record in attained.skills:
            ladder = _ladder(record.skill, placed, site)
            for rating in record.kept:
                if isinstance(rating.level, Mark):
                    continue
                reached = [level for level in ladder if level <= rating.level]
                if reached:
                    says = site.reader.say(ladder[max(reached)])
                    yield _Seen(rating, attained, says, levels.share_words(max(reached), scale))


def _ladder(skill: SkillCode, placed: Placed, site: Site) -> Mapping[Level, Text]:
    """Return what can be seen at each level: of the skill, else of the competency."""
    found = site.catalogue.skills.get(skill)
    own = found[0].levels if found else {}
    return own or {post.level: post.see for post in placed.competency.signposts}


def _can(seen: _Seen, site: Site) -> CanView:
    return CanView(
        says=seen.says,
        link=competency_link(parse_code(seen.attained.competency), site),
        day=site.reader.day(seen.rating.on),
    )


def _is_open(row: OverviewRow) -> bool:
    """Whether an area is asked for now, and nothing of it has been shown."""
    return bool(row.blank) and not row.is_ahead and not row.is_habit


def _words(group: GroupView | None, rows: tuple[OverviewRow, ...]) -> str:
    """Return the words of a framework's levels in their order, where one is used."""
    if group is None or not any(row.level for row in rows):
        return ""
    return " · ".join(dict.fromkeys(word for _level, word, _meaning in group.points if word))


def _known(whole: LearnerDossier[Private], site: Site) -> str:
    """Return how the school knows: so many ratings, by whom, and the newest of them."""
    _: Translate = site.reader.gettext
    counted = [
        rating
        for attained in whole.shown.attainments
        for record in attained.skills
        for rating in record.kept
        if not isinstance(rating.level, Mark)
    ]
    people = {name for r in counted for name in whole.occasions[r.occasion].by}
    occasions = {rating.occasion for rating in counted}
    if not counted:
        return ""
    several = site.reader.ngettext
    newest = max(counted, key=lambda one: (one.on, one.order))
    return _("{ratings} by {people} on {occasions}, the newest on {day} by {who}.").format(
        ratings=several("{n} rating", "{n} ratings", len(counted)).format(n=len(counted)),
        people=several("{n} person", "{n} people", len(people)).format(n=len(people)),
        occasions=several("{n} day", "{n} days", len(occasions)).format(n=len(occasions)),
        day=site.reader.day(newest.on),
        who=join_words(whole.occasions[newest.occasion].by, _),
    )


def _home(whole: LearnerDossier[Private], home: tuple[HomeHelpView, ...], site: Site) -> str:
    """Return one thing to do for what is next, else about the studio last worked in."""
    _: Translate = site.reader.gettext
    lines = [line for one in home for line in one.do]
    studio, question = latest_question(whole, site)
    if question and not lines:
        return _("Ask about “{studio}”: {question}").format(studio=studio, question=question)
    return lines[0] if lines else ""


def _plan(whole: LearnerDossier[Private], site: Site) -> Iterator[str]:
    """Give whether the learner is on the plan that is their own, and what the plan says."""
    _: Translate = site.reader.gettext
    plan = whole.shown.plan
    goals = [goal for goal in plan.goals if goal.status == "open"] if plan else []
    days = sorted(goal.target for goal in goals if goal.target)
    past = sum(day < site.as_of for day in days)
    courses = [course for study in whole.studies for course in study.courses]
    if past or any(course.state == "late" for course in courses):
        yield _("Mostly. Some dates have passed.")
    elif goals or whole.studies:
        yield _("Yes.")
    if goals:
        yield _goals(len(goals), days, past, site)
    yield from (on_plan(study, site) for study in whole.studies)


def _goals(count: int, days: Sequence[date], past: int, site: Site) -> str:
    """Return how many goals are open, and how many are past their day or when the first is due."""
    _: Translate = site.reader.gettext
    several = site.reader.ngettext
    text = several("{n} goal is open", "{n} goals are open", count).format(n=count)
    if past:
        said = several("{n} is past its date", "{n} are past their date", past)
        return _("{open}; {late}.").format(open=text, late=said.format(n=past))
    if days:
        return _("{open}; the next is due on {day}.").format(
            open=text, day=site.reader.day(days[0])
        )
    return site.reader.sentence(text)


def _help(whole: LearnerDossier[Private], site: Site) -> Iterator[str]:
    """Give the supports whose end has not come: neither by their way out nor by their weeks."""
    _: Translate = site.reader.gettext
    for one, way_out in whole.supports:
        if way_out.met if way_out is not None else one.planned.until <= site.as_of:
            continue
        name = site.catalogue.school.people[one.by].name
        yield _("{title}, with {name}").format(title=support_title(one, site), name=name)
