"""The overview: a row for each area in the learner's own order, with its figures."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain

from msgspec import Struct

from wayfolio.model.attainment import (
    AreaAttainment,
    Attainment,
    Status,
    find_level_now,
    group_attainments,
)
from wayfolio.model.dossier import AreaGrowth, LearnerDossier, Private
from wayfolio.model.frameworks import Area, Framework, Scale, parse_code
from wayfolio.model.names import CompetencyCode, slug_of
from wayfolio.model.pace import PaceLine
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.learner.figures import (
    FigureView,
    all_figures,
    counted_pieces,
    is_shown,
    passed_words,
)
from wayfolio.render.parts import levels
from wayfolio.render.parts.views import LinkView, Site, competency_link

StagesByCompetency = Mapping[CompetencyCode, tuple[Attainment, ...]]


class OverviewRow(Struct, frozen=True, kw_only=True):
    """An area: where the learner is, where they began, and how much evidence there is."""

    anchor: str
    title: str
    is_habit: bool
    level: str
    word: str
    meaning: str
    at: int
    """How much of the bar is filled, 0 to 1000."""
    began_at: int
    notes: tuple[str, ...]
    blank: str
    is_ahead: bool
    """Whether nothing is expected now, because it waits for something or is not asked for."""
    figures: tuple[FigureView, ...]
    empty: tuple[tuple[str, tuple[LinkView, ...]], ...]
    """Competencies without a rating, by the kind of blank."""


class GroupView(Struct, frozen=True, kw_only=True):
    """The areas of one framework, which share a scale."""

    title: str
    note: str
    points: tuple[tuple[str, str, str], ...]
    """Level, word, meaning."""
    ticks: tuple[int, ...]
    rows: tuple[OverviewRow, ...]


def overview_rows(dossier: LearnerDossier[Private], site: Site) -> tuple[GroupView, ...]:
    """Return the areas of each framework, habits last, without courses."""
    stages = group_attainments(dossier.shown.attainments)
    attained = {figures.area: figures for figures in dossier.areas}
    growth = {line.area: line for line in dossier.growth}
    groups = []
    for framework in site.catalogue.frameworks:
        areas = [area for area in framework.areas if area.code in attained and not is_study(area)]
        areas.sort(key=lambda area: (area.habit, dossier.order.get(area.code, 0)))
        rows = []
        for area in areas:
            standing = _AreaStanding(
                area=area,
                scale=scale_of_area(framework, area, site),
                figures=attained[area.code],
                growth=growth.get(area.code),
                stages=_stages_in(area, stages),
            )
            rows.append(_row(standing, dossier, site))
        if rows:
            groups.append(_group(framework, tuple(rows), site))
    return tuple(sorted(groups, key=_is_without_level))


def _is_without_level(group: GroupView) -> bool:
    return not any(row.level for row in group.rows)


def is_study(area: Area) -> bool:
    """Whether an area consists of courses with credits, which have grades instead of levels."""
    return any(competency.credits for competency in area.competencies)


def _stages_in(area: Area, stages: StagesByCompetency) -> StagesByCompetency:
    codes = [competency.code for competency in area.competencies]
    return {code: stages[code] for code in codes if code in stages}


class _AreaStanding(Struct, frozen=True, kw_only=True):
    area: Area
    scale: Scale
    figures: AreaAttainment
    growth: AreaGrowth | None
    stages: StagesByCompetency
    """The attainments of the area's competencies."""

    @property
    def level(self) -> Fraction | None:
        """The level as a figure; None before the first, or for a scale of done or not."""
        return None if levels.is_done_or_not(self.scale) else self.figures.performance

    @property
    def began_at(self) -> Fraction | None:
        """The first level as a figure."""
        if self.growth is None or levels.is_done_or_not(self.scale):
            return None
        return self.growth.steps[0].level if self.figures.performance is not None else None

    @property
    def current(self) -> list[Attainment]:
        """The attainments of the current stages."""
        attainments = chain.from_iterable(self.stages.values())
        return [attained for attained in attainments if attained.current]

    def bar(self, level: Fraction | None) -> int:
        """Return how much of the bar a level fills, from 0 to 1000."""
        return 0 if level is None else levels.filled_share(level, self.scale)


def _group(framework: Framework, rows: tuple[OverviewRow, ...], site: Site) -> GroupView:
    _: Translate = site.reader.gettext
    scale = site.catalogue.scales[framework.scale]
    steps = scale.points[:: 2 if len(scale.points) > 12 else 1]
    return GroupView(
        title=site.reader.say(framework.title),
        note=_("Levels from {lowest} to {highest}.").format(
            lowest=figure(scale.lowest), highest=figure(scale.highest)
        ),
        points=tuple(
            (figure(point.value), site.reader.say(point.label), site.reader.say(point.meaning))
            for point in scale.points
        ),
        ticks=tuple(levels.filled_share(point.value, scale) for point in steps),
        rows=rows,
    )


def scale_of_area(framework: Framework, area: Area, site: Site) -> Scale:
    """Return the scale of an area's level."""
    return site.catalogue.scales[area.scale or framework.scale]


def _row(standing: _AreaStanding, dossier: LearnerDossier[Private], site: Site) -> OverviewRow:
    level = standing.level
    is_blank = standing.figures.performance is None
    figures = [all_figures(stages, dossier, site) for stages in standing.stages.values()]
    return OverviewRow(
        anchor=slug_of(f"area-{standing.area.code}"),
        title=site.reader.say(standing.area.title),
        is_habit=standing.area.habit,
        level="" if level is None else figure(level),
        word=_word(standing, site),
        meaning="" if level is None else levels.meaning(level, standing.scale, site),
        at=standing.bar(level),
        began_at=standing.bar(standing.began_at),
        notes=tuple(_notes(standing, dossier, site)),
        blank=_blank(standing, dossier, site) if is_blank else "",
        is_ahead=is_blank and _is_ahead(standing, dossier),
        figures=tuple(chain.from_iterable(figures)),
        empty=_empty(standing, dossier, site),
    )


def _word(standing: _AreaStanding, site: Site) -> str:
    """Return the word for an area's level; on a scale of done or not, how many are done."""
    _: Translate = site.reader.gettext
    figures, scale = standing.figures, standing.scale
    if figures.performance is None:
        return ""
    if not levels.is_done_or_not(scale):
        return levels.word(figures.performance, scale, site)
    if not figures.required:
        return _("All done so far")
    counts = {"there": figures.pieces, "asked": figures.required}
    return _("{there} of {asked} done").format_map(counts)


def _notes(standing: _AreaStanding, dossier: LearnerDossier[Private], site: Site) -> Iterator[str]:
    """Yield how much has been seen, where it began, and the learner's own date for it."""
    _: Translate = site.reader.gettext
    stages, figures = standing.stages, standing.figures
    seen = sum(find_level_now(attained) is not None for attained in stages.values())
    if seen and len(stages) > 1:
        yield _("shown in {seen} of {all} competencies").format(seen=seen, all=len(stages))
    if standing.began_at is not None and standing.growth is not None:
        # "0 of 32" would discourage a learner who has not begun; the blank says it better.
        if figures.required:
            yield counted_pieces(figures.pieces, figures.required, site)
        yield _beginning(standing.growth, site)
    yield from _dates(dossier.pace.find("area", standing.area.code), site)


def _dates(line: PaceLine | None, site: Site) -> Iterator[str]:
    """Yield the learner's own date for an area, and the date at this pace."""
    _: Translate = site.reader.gettext
    if line is None or line.own is None:
        return
    text = _("target was {day}") if line.is_past else _("target: {day}")
    yield text.format(day=site.reader.day(line.own))
    if line.likely is not None:
        yield _("at this pace {day}").format(day=site.reader.month(line.likely))


def _beginning(growth: AreaGrowth, site: Site) -> str:
    """Return when an area was first seen, and at what level if it has grown since."""
    _: Translate = site.reader.gettext
    first = growth.steps[0]
    month = site.reader.month(first.on)
    if len(growth.steps) > 1:
        return _("started at {level} in {month}").format(level=figure(first.level), month=month)
    return _("first seen in {month}").format(month=month)


def _blank(standing: _AreaStanding, dossier: LearnerDossier[Private], site: Site) -> str:
    """Return why an area has no level: waiting, not asked, asked and missed, or not yet shown."""
    _: Translate = site.reader.gettext
    current = standing.current
    if any(attained.rated for attained in current):
        return _("Asked for, not shown that time. There will be another chance.")
    if not any(attained.is_asked for attained in current):
        return _("Not required at this stage.")
    passed = {attained.status for attained in current if attained.is_asked}
    if len(passed) == 1 and (words := passed_words(passed.pop(), site)):
        return words
    if _is_ahead(standing, dossier):
        return _("Comes later; something else comes first.")
    return _("Not shown yet; there is still time.")


def _is_ahead(standing: _AreaStanding, dossier: LearnerDossier[Private]) -> bool:
    """Whether all of an area waits for something else, or is not asked for."""
    current = standing.current
    if any(attained.rated for attained in current):
        return False
    required = [attained.competency for attained in current if attained.is_asked]
    return all(_is_waiting(code, dossier) for code in required)


def _is_waiting(code: CompetencyCode, dossier: LearnerDossier[Private]) -> bool:
    readiness = dossier.readiness.get(code)
    return readiness is not None and readiness.status is Status.WAITING


def _empty(
    standing: _AreaStanding, dossier: LearnerDossier[Private], site: Site
) -> tuple[tuple[str, tuple[LinkView, ...]], ...]:
    """Return the competencies without any rating, by the kind of blank."""
    kinds: dict[str, list[LinkView]] = {}
    for code, stages in standing.stages.items():
        if any(map(is_shown, stages)):
            continue
        link = competency_link(parse_code(code), site)
        kinds.setdefault(_kind_of_blank(code, stages, dossier, site), []).append(link)
    return tuple((kind, tuple(links)) for kind, links in kinds.items())


def _kind_of_blank(
    code: CompetencyCode,
    stages: tuple[Attainment, ...],
    dossier: LearnerDossier[Private],
    site: Site,
) -> str:
    _: Translate = site.reader.gettext
    current = next((stage for stage in stages if stage.current), stages[-1])
    ready = dossier.readiness.get(code)
    if not current.is_asked:
        stage = levels.stage_title(current, site)
        return _("Not required in {stage}").format(stage=stage) if stage else _("Not required")
    if ready is not None and ready.status is Status.WAITING:
        titles = [competency_link(parse_code(first), site).label for first in ready.waiting_for[:2]]
        return _("Comes after {titles}").format(titles=join_words(titles, _))
    return _("Not yet shown")
