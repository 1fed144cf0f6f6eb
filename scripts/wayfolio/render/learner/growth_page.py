"""Growth of each competency: its level beside the goals, and what self, peers and educators saw."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, groupby
from typing import Literal

from msgspec import Struct

from wayfolio.model.attainment import Attainment, Rating, group_attainments
from wayfolio.model.dossier import CompetencyGrowth, LearnerDossier, Private
from wayfolio.model.frameworks import Level, Mark, Scale, parse_code
from wayfolio.model.names import Code, CompetencyCode, SkillCode, slug_of
from wayfolio.model.portfolio import Goal
from wayfolio.render.language.vocabulary import Translate, in_sentence
from wayfolio.render.learner.growth import Across, draw_grid, draw_path, measure_height
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.naming import signed_names
from wayfolio.render.parts.views import (
    LinkView,
    PageView,
    Site,
    base_of,
    competency_link,
    learner_crumbs,
)

Voice = Literal["educator", "peer", "self"]
VOICES: tuple[Voice, ...] = ("educator", "peer", "self")
"""In the order in which they are drawn: the learner's own last, so that nothing hides it."""
PEER = frozenset(["peer"])


class MarkView(Struct, frozen=True, kw_only=True):
    """What somebody saw on a day, or a goal: its place, and the words beside it."""

    x: int
    y: int
    voice: Literal["educator", "peer", "self", "goal"]


class SeenView(Struct, frozen=True, kw_only=True):
    """What one voice saw on a day, in words."""

    day: str
    level: str
    voice: Voice
    who: str


class CompetencyCardView(Struct, frozen=True, kw_only=True):
    """One competency: its line, every voice, and the goals."""

    anchor: str
    link: LinkView
    now: str
    goals: tuple[str, ...]
    describes: str
    path: str
    marks: tuple[MarkView, ...]
    grid: tuple[int, ...]
    highest: str
    lowest: str
    first: str
    last: str
    seen: tuple[SeenView, ...]
    """Newest first."""


class CardGroupView(Struct, frozen=True, kw_only=True):
    """The competencies of an area."""

    title: str
    is_open: bool
    cards: tuple[CompetencyCardView, ...]


class GrowthPageView(PageView, frozen=True, kw_only=True):
    """All that growth.html may show."""

    is_own: bool
    """Whether it speaks to the learner."""
    name: str
    groups: tuple[CardGroupView, ...]


class _Seen(Struct, frozen=True, kw_only=True):
    """What one voice saw on a day."""

    on: date
    level: Level
    voice: Voice
    who: str


def growth_page_view(dossier: LearnerDossier[Private], site: Site) -> GrowthPageView:
    """Return the page: areas where several voices, or a goal, can be compared are open."""
    _: Translate = site.reader.gettext
    shown = dossier.shown
    is_own = dossier.addressee == "learner"
    title = _("Your growth") if is_own else _("How {name} has grown").format(name=shown.name)
    return GrowthPageView(
        base=base_of(addresses.growth_address(shown.address)),
        title=title,
        description=_("Each competency over time: goals, own view, fellow learners and educators."),
        crumbs=learner_crumbs(shown.name, shown.address, site),
        is_own=is_own,
        name=shown.name,
        groups=tuple(_groups(dossier, site)),
    )


def _groups(dossier: LearnerDossier[Private], site: Site) -> Iterator[CardGroupView]:
    cards = {card.code: card for card in _cards(dossier, site)}
    for framework in site.catalogue.frameworks:
        for area in framework.areas:
            codes = [competency.code for competency in area.competencies]
            several = [cards[code] for code in codes if code in cards]
            if several:
                yield CardGroupView(
                    title=site.reader.say(area.title),
                    is_open=any(card.is_compared for card in several),
                    cards=tuple(card.view for card in several),
                )


class _Card(Struct, frozen=True, kw_only=True):
    """A card, and whether it has something to compare."""

    code: CompetencyCode
    view: CompetencyCardView
    is_compared: bool


def _cards(dossier: LearnerDossier[Private], site: Site) -> Iterator[_Card]:
    lines = {line.competency: line for line in dossier.competency_growth}
    stages_of = group_attainments(dossier.shown.attainments)
    own = _own_ratings(dossier, site)
    for code in site.catalogue.competencies:
        if levels.is_done_or_not(levels.scale_of(code, site)):
            continue
        stages = stages_of.get(code, ())
        seen = list(_others(stages, dossier, site)) + own.get(code, [])
        goals = _goals_of(code, stages, dossier)
        if seen or goals:
            line = lines.get(code) or CompetencyGrowth(competency=code, steps=())
            is_compared = bool(goals) or len({entry.voice for entry in seen}) > 1
            yield _Card(code=code, view=_card(line, seen, goals, site), is_compared=is_compared)


def _own_ratings(
    dossier: LearnerDossier[Private], site: Site
) -> Mapping[CompetencyCode, list[_Seen]]:
    """Return what the learner says of each competency, on the days of the work."""
    own: dict[CompetencyCode, list[_Seen]] = {}
    for work in dossier.shown.evidence:
        for skill, level in work.own.items():
            placed = site.catalogue.placed(Code(skill))
            if placed is not None:
                who = site.reader.quote(work.item.title, work.item.lang)
                entry = _Seen(on=work.item.date, level=level, voice="self", who=who)
                own.setdefault(placed.competency.code, []).append(entry)
    return own


def _others(
    stages: Iterable[Attainment], dossier: LearnerDossier[Private], site: Site
) -> Iterator[_Seen]:
    """Yield every rating of educators and of peers, whether or not it counts."""
    for stage in stages:
        for record in stage.skills:
            for rating in chain(record.kept, record.pushed_out, record.dropped):
                if not isinstance(rating.level, Mark):
                    voice: Voice = "peer" if set(rating.assessors) == PEER else "educator"
                    who = _who(rating, voice, dossier, site)
                    yield _Seen(on=rating.on, level=rating.level, voice=voice, who=who)


def _who(rating: Rating, voice: Voice, dossier: LearnerDossier[Private], site: Site) -> str:
    """Return the occasion and who rated. Fellow learners have no name on another's page."""
    kind = in_sentence(rating.kind, site.reader.gettext)
    occasion = dossier.occasions.get(rating.occasion)
    if voice == "peer" or occasion is None or not occasion.by:
        return kind
    return f"{kind}, {signed_names(occasion.by, site)}"


def _goals_of(
    code: CompetencyCode, stages: Iterable[Attainment], dossier: LearnerDossier[Private]
) -> list[Goal]:
    """Return the goals of the plan that name a competency or a skill of it, by their days."""
    plan = dossier.shown.plan
    if plan is None:
        return []
    skills = {record.skill for stage in stages for record in stage.skills}
    return [
        goal
        for goal in plan.goals
        if goal.status != "dropped"
        and any(shown == Code(code) or SkillCode(shown) in skills for shown in goal.shows)
    ]


def _card(
    line: CompetencyGrowth, seen: list[_Seen], goals: list[Goal], site: Site
) -> CompetencyCardView:
    _: Translate = site.reader.gettext
    scale = levels.scale_of(line.competency, site)
    days = [*(entry.on for entry in seen), *(step.on for step in line.steps)]
    targets = [goal.target for goal in goals if goal.target]
    first = min([*days, *targets], default=date.min)
    last = max([*days, *targets], default=date.min)
    across = Across(first, last)
    link = competency_link(parse_code(line.competency), site)
    now = line.steps[-1].level if line.steps else None
    return CompetencyCardView(
        anchor=slug_of(f"growth-{line.competency}"),
        link=link,
        now="" if now is None else levels.level_text(now, scale, site),
        goals=tuple(_goal_text(goal, scale, site) for goal in goals),
        describes=_("{area}, {first} to {last}. The same is below in words.").format(
            area=link.label, first=site.reader.month(first), last=site.reader.month(last)
        ),
        path=draw_path(line.steps, across, scale, max(days)) if line.steps else "",
        marks=tuple(_marks(seen, goals, across, scale)),
        grid=draw_grid(scale),
        highest=levels.sign(scale.highest),
        lowest=levels.sign(scale.lowest),
        first=site.reader.month(first),
        last="" if site.reader.month(first) == site.reader.month(last) else site.reader.month(last),
        seen=tuple(_said(seen, scale, site)),
    )


def _goal_text(goal: Goal, scale: Scale, site: Site) -> str:
    _: Translate = site.reader.gettext
    said = site.reader.quote(goal.goal)
    level = "" if goal.level is None else levels.level_text(goal.level, scale, site)
    day = site.reader.day(goal.target) if goal.target else ""
    if level and day:
        return _("Goal: {goal}, {level} by {day}").format(goal=said, level=level, day=day)
    if level or day:
        return _("Goal: {goal}, {what}").format(
            goal=said, what=level or _("by {day}").format(day=day)
        )
    return _("Goal: {goal}").format(goal=said)


def _marks(
    seen: Sequence[_Seen], goals: Iterable[Goal], across: Across, scale: Scale
) -> Iterator[MarkView]:
    """Yield the marks, each place once."""

    def height(level: Level) -> int:
        return measure_height(levels.locate_on_scale(level, scale))

    for voice in VOICES:
        mine = [entry for entry in seen if entry.voice == voice]
        for x, y in sorted({(across.x(entry.on), height(entry.level)) for entry in mine}):
            yield MarkView(x=x, y=y, voice=voice)
    for goal in goals:
        if goal.target is not None:
            y = height(scale.highest if goal.level is None else goal.level)
            yield MarkView(x=across.x(goal.target), y=y, voice="goal")


def _said(seen: Iterable[_Seen], scale: Scale, site: Site) -> Iterator[SeenView]:
    """Yield every voice in words, those of one occasion together, the newest first."""

    def by_occasion(entry: _Seen) -> tuple[date, str, str]:
        return entry.on, entry.voice, entry.who

    ordered = sorted(seen, key=by_occasion, reverse=True)
    for (on, _voice, who), several in groupby(ordered, key=by_occasion):
        group = list(several)
        said = dict.fromkeys(levels.level_text(entry.level, scale, site) for entry in group)
        yield SeenView(
            day=site.reader.day(on),
            level=site.reader.row(said),
            voice=group[0].voice,
            who=who,
        )
