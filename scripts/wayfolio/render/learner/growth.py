"""Growth over time: a step line for each area, drawn from its daily figures."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from wayfolio.model.dossier import AreaGrowth, Happened, LearnerDossier, LevelStep, Private
from wayfolio.model.frameworks import Area, Framework, Scale
from wayfolio.model.names import slug_of
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.learner.overview import is_study, scale_of_area
from wayfolio.render.parts import levels
from wayfolio.render.parts.views import Site

WIDE, HIGH, EDGE = 300, 90, 6
"""The size of the drawing in its own units; its words are HTML around it."""


class DotView(Struct, frozen=True, kw_only=True):
    """An event on a day: a completed stage, or revised work."""

    x: int
    y: int
    kind: str


class StepView(Struct, frozen=True, kw_only=True):
    """One day of a line, in words."""

    day: str
    level: str
    what: str


class GrowthView(Struct, frozen=True, kw_only=True):
    """One area's line, and the same as a table."""

    anchor: str
    title: str
    describes: str
    path: str
    dots: tuple[DotView, ...]
    grid: tuple[int, ...]
    ready: int | None
    highest: str
    lowest: str
    first: str
    last: str
    steps: tuple[StepView, ...]


def growth_views(dossier: LearnerDossier[Private], site: Site) -> tuple[GrowthView, ...]:
    """Return a line for each area with levels, but none for a scale of done or not."""
    placed = {
        area.code: (framework, area)
        for framework in site.catalogue.frameworks
        for area in framework.areas
    }
    lines = []
    for growth in dossier.growth:
        framework, area = placed[growth.area]
        scale = scale_of_area(framework, area, site)
        if not is_study(area) and not levels.is_done_or_not(scale):
            lines.append(_line(growth, framework, area, dossier, site))
    return tuple(lines)


def _line(
    growth: AreaGrowth,
    framework: Framework,
    area: Area,
    dossier: LearnerDossier[Private],
    site: Site,
) -> GrowthView:
    _: Translate = site.reader.gettext
    scale = scale_of_area(framework, area, site)
    first, last = growth.steps[0], growth.steps[-1]
    title = site.reader.say(area.title)
    describes = _("{area}: from {was} in {first} to {now} in {last}, in {n} steps.").format(
        area=title,
        was=figure(first.level),
        first=site.reader.month(first.on),
        now=figure(last.level),
        last=site.reader.month(last.on),
        n=len(growth.steps),
    )
    # Not today, so that the drawing of the same work is the same every day.
    end = max(step.on for line in dossier.growth for step in line.steps)
    across = Across(first.on, end)
    return GrowthView(
        anchor=slug_of(f"growth-{area.code}"),
        title=title,
        describes=describes,
        path=draw_path(growth.steps, across, scale),
        dots=tuple(
            DotView(x=across.x(step.on), y=_y(step, scale), kind=step.happened[0].what)
            for step in growth.steps
            if step.happened
        ),
        grid=draw_grid(scale),
        ready=None
        if scale.ready_at is None
        else measure_height(levels.locate_on_scale(scale.ready_at, scale)),
        highest=figure(scale.highest),
        lowest=figure(scale.lowest),
        first=site.reader.month(first.on),
        last=site.reader.month(end),
        steps=tuple(
            StepView(
                day=site.reader.day(step.on),
                level=levels.level_text(step.level, scale, site),
                what=_("; ").join(_event_text(event, dossier, site) for event in step.happened),
            )
            for step in reversed(growth.steps)
        ),
    )


class Across(Struct, frozen=True):
    """The places of days from left to right; a single day is at the left."""

    first: date
    last: date

    def x(self, day: date) -> int:
        """Return the distance of a day from the left."""
        span = max(1, (self.last - self.first).days)
        return EDGE + (day - self.first).days * (WIDE - 2 * EDGE) // span


def measure_height(share: int) -> int:
    """Return the distance from the top of a share of the scale, from 0 to 1000."""
    return HIGH - EDGE - share * (HIGH - 2 * EDGE) // 1000


def _y(step: LevelStep, scale: Scale) -> int:
    return measure_height(levels.locate_on_scale(step.level, scale))


def draw_grid(scale: Scale) -> tuple[int, ...]:
    """Return the height of each point of a scale."""
    return tuple(
        measure_height(levels.locate_on_scale(point.value, scale)) for point in scale.points
    )


def draw_path(
    steps: Sequence[LevelStep], across: Across, scale: Scale, until: date | None = None
) -> str:
    """Return a line that stays level between two days, because nobody saw anything in between."""
    first, *rest = steps
    parts = [f"M{across.x(first.on)} {_y(first, scale)}"]
    parts += [f"H{across.x(step.on)}V{_y(step, scale)}" for step in rest]
    # A single day gets a short line, so that it is visible.
    return "".join([*parts, f"H{max(across.x(until or across.last), 2 * EDGE)}"])


def _event_text(event: Happened, dossier: LearnerDossier[Private], site: Site) -> str:
    _: Translate = site.reader.gettext
    title = site.reader.say(site.catalogue.competencies[event.competency].competency.title)
    if event.what == "completed":
        stage = _stage_title(event, site)
        if stage:
            return _("{title} completed in {stage}").format(title=title, stage=stage)
        return _("{title} completed").format(title=title)
    titles = {
        work.item.stem: site.reader.quote(work.item.title, work.item.lang)
        for work in dossier.shown.evidence
    }
    if event.evidence in titles:
        return _("revised work: “{work}”").format(work=titles[event.evidence])
    return _("revised work")


def _stage_title(event: Happened, site: Site) -> str:
    pathway = site.catalogue.competencies[event.competency].framework.stages_of
    if pathway is None or event.stage is None:
        return ""
    stage = site.catalogue.pathways[pathway].stage(event.stage)
    return site.reader.say(stage.title) if stage else ""
