"""The first screen of a family's page: answers to a parent's first questions, on a phone."""

from collections.abc import Iterator, Mapping
from itertools import chain

from msgspec import Struct

from wayfolio.model.attainment import Attainment, Rating
from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.frameworks import Level, Mark, Placed, parse_code
from wayfolio.model.names import SkillCode
from wayfolio.model.text import Text
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.learner.next_steps import HomeHelpView, latest_question
from wayfolio.render.learner.overview import GroupView, OverviewRow
from wayfolio.render.learner.pace import plan_sentences
from wayfolio.render.learner.supports import current_supports
from wayfolio.render.parts import levels
from wayfolio.render.parts.naming import signed_names
from wayfolio.render.parts.views import LinkView, Site, competency_link

FEW = 3
"""Fewer areas than this are named with their framework: Grades K to 2 says nothing alone."""


NO_GROUP = GroupView(title="", note="", points=(), ticks=(), rows=())
"""Stands for the first framework of a learner without any area."""


class CanView(Struct, frozen=True, kw_only=True):
    """The latest rating, in the words of the competency's ladder."""

    says: str
    link: LinkView
    day: str


class FirstScreenView(Struct, frozen=True, kw_only=True):
    """A line for each question of a parent."""

    can: CanView | None
    rows: tuple[OverviewRow, ...]
    framework: str
    """Its title, if the areas alone would not say where they belong."""
    blank: str
    """The areas in which nothing has been shown yet."""
    words: str
    """The words for levels, from the first to the last; empty before the first level."""
    known: str
    home: str
    plan: tuple[str, ...]
    help: tuple[str, ...]


class _LadderRating(Struct, frozen=True):
    """A rating that counts, in the words of a ladder."""

    rating: Rating
    attained: Attainment
    says: str
    far: int
    """How far along its scale, from 0 to 1000."""


def first_screen_view(
    dossier: LearnerDossier[Private],
    groups: tuple[GroupView, ...],
    home: tuple[HomeHelpView, ...],
    site: Site,
) -> FirstScreenView:
    """Return the first screen. `groups` and `home`: the ones further down the page."""
    group = groups[0] if groups else NO_GROUP
    rows = tuple(row for row in group.rows if row.word and not row.is_habit)
    blank = [row.title for row in group.rows if _is_open(row)]
    newest = max(
        _find_ladder_ratings(dossier, site),
        key=lambda seen: (seen.rating.on, seen.far),
        default=None,
    )
    return FirstScreenView(
        can=_can(newest, site) if newest else None,
        rows=rows,
        framework=group.title if len(rows) < FEW else "",
        blank=join_words(blank, site.reader.gettext),
        words=_level_words(group, rows),
        known=_known(dossier, site),
        home=_home(dossier, home, site),
        plan=tuple(plan_sentences(dossier.pace, dossier.studies, site)),
        help=tuple(current_supports(dossier, site)),
    )


def _find_ladder_ratings(dossier: LearnerDossier[Private], site: Site) -> Iterator[_LadderRating]:
    """Yield each rating that a ladder has words for, without habits."""
    for attained in dossier.shown.attainments:
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
                    yield _LadderRating(
                        rating, attained, says, levels.locate_on_scale(max(reached), scale)
                    )


def _ladder(skill: SkillCode, placed: Placed, site: Site) -> Mapping[Level, Text]:
    """Return what can be seen at each level: of the skill, else of the competency."""
    entry = site.catalogue.skills.get(skill)
    own = entry[0].levels if entry else {}
    return own or {post.level: post.see for post in placed.competency.signposts}


def _can(seen: _LadderRating, site: Site) -> CanView:
    return CanView(
        says=seen.says,
        link=competency_link(parse_code(seen.attained.competency), site),
        day=site.reader.day(seen.rating.on),
    )


def _is_open(row: OverviewRow) -> bool:
    """Whether an area is asked for now and nothing of it has been shown."""
    return bool(row.blank) and not row.is_ahead and not row.is_habit


def _level_words(group: GroupView, rows: tuple[OverviewRow, ...]) -> str:
    """Return the words of a framework's levels in their order, if a row has a level."""
    if not any(row.level for row in rows):
        return ""
    return " · ".join(dict.fromkeys(word for _level, word, _meaning in group.points if word))


def _counting_ratings(dossier: LearnerDossier[Private]) -> Iterator[Rating]:
    for attained in dossier.shown.attainments:
        for record in attained.skills:
            yield from (rating for rating in record.kept if not isinstance(rating.level, Mark))


def _known(dossier: LearnerDossier[Private], site: Site) -> str:
    """Return how the school knows: the number of ratings, who gave them, and the newest."""
    _: Translate = site.reader.gettext
    counted = list(_counting_ratings(dossier))
    if not counted:
        return ""
    occasions = {rating.occasion for rating in counted}
    people = set(chain.from_iterable(dossier.occasions[name].by for name in occasions))
    several = site.reader.ngettext
    newest = max(counted, key=lambda rating: (rating.on, rating.order))
    return _("{ratings} by {people} on {occasions}, the newest on {day} by {who}.").format(
        ratings=several("{n} rating", "{n} ratings", len(counted)).format(n=len(counted)),
        people=several("{n} person", "{n} people", len(people)).format(n=len(people)),
        occasions=several("{n} day", "{n} days", len(occasions)).format(n=len(occasions)),
        day=site.reader.day(newest.on),
        who=signed_names(dossier.occasions[newest.occasion].by, site),
    )


def _home(dossier: LearnerDossier[Private], home: tuple[HomeHelpView, ...], site: Site) -> str:
    """Return what to do at home for the next steps, or else about the latest studio."""
    _: Translate = site.reader.gettext
    lines = [line for suggestion in home for line in suggestion.do]
    studio, question = latest_question(dossier, site)
    if question and not lines:
        text = _("Ask about “{studio}”: {question}")
        if dossier.addressee == "learner":
            text = _("Think about “{studio}”: {question}")
        return text.format(studio=studio, question=question)
    return lines[0] if lines else ""
