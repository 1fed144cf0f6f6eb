"""Growth over time: a step line for each area, drawn from the figures of its days."""

from datetime import date

from msgspec import Struct

from wayfolio.model.dossier import AreaGrowth, Happened, LearnerDossier, LevelStep, Private
from wayfolio.model.frameworks import Area, Framework, Scale
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.learner.overview import is_study, scale_of_area
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.views import Site

WIDE, HIGH, EDGE = 300, 90, 6
"""The drawing in its own units; its words stand in HTML around it."""


class DotView(Struct, frozen=True, kw_only=True):
    """Something that happened on a day: a stage completed, or work revised."""

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


def growth_views(whole: LearnerDossier[Private], site: Site) -> tuple[GrowthView, ...]:
    """Return a line for each area that has had a level; what is done or not done has none."""
    placed = {
        area.code: (framework, area)
        for framework in site.catalogue.frameworks
        for area in framework.areas
    }
    found = []
    for grown in whole.growth:
        framework, area = placed[grown.area]
        scale = scale_of_area(framework, area, site)
        if not is_study(area) and not levels.is_done_or_not(scale):
            found.append(_line(grown, framework, area, whole, site))
    return tuple(found)


def _line(
    grown: AreaGrowth, framework: Framework, area: Area, whole: LearnerDossier[Private], site: Site
) -> GrowthView:
    _: Translate = site.reader.gettext
    scale = scale_of_area(framework, area, site)
    first, last = grown.steps[0], grown.steps[-1]
    title = site.reader.say(area.title)
    describes = _("{area}: from {was} in {first} to {now} in {last}, in {n} steps.").format(
        area=title,
        was=figure(first.level),
        first=site.reader.month(first.on),
        now=figure(last.level),
        last=site.reader.month(last.on),
        n=len(grown.steps),
    )
    # Not today: a drawing of the same work is the same on every day.
    end = max(step.on for one in whole.growth for step in one.steps)
    across = _Across(first.on, end)
    return GrowthView(
        anchor=addresses.part_address(f"growth-{area.code}"),
        title=title,
        describes=describes,
        path=_path(grown, across, scale),
        dots=tuple(
            DotView(x=across.x(step.on), y=_y(step, scale), kind=one.what)
            for step in grown.steps
            for one in step.happened[:1]
        ),
        grid=tuple(_height(levels.share_words(point.value, scale)) for point in scale.points),
        ready=None
        if scale.ready_at is None
        else _height(levels.share_words(scale.ready_at, scale)),
        highest=figure(scale.highest),
        lowest=figure(scale.lowest),
        first=site.reader.month(first.on),
        last=site.reader.month(end),
        steps=tuple(
            StepView(
                day=site.reader.day(step.on),
                level=levels.level_text(step.level, scale, site),
                what=_("; ").join(_said(one, whole, site) for one in step.happened),
            )
            for step in reversed(grown.steps)
        ),
    )


class _Across(Struct, frozen=True):
    """Days as places from left to right; a day alone stands at the left."""

    first: date
    last: date

    def x(self, day: date) -> int:
        """Return how far from the left a day stands."""
        span = max(1, (self.last - self.first).days)
        return EDGE + (day - self.first).days * (WIDE - 2 * EDGE) // span


def _height(share: int) -> int:
    return HIGH - EDGE - share * (HIGH - 2 * EDGE) // 1000


def _y(step: LevelStep, scale: Scale) -> int:
    return _height(levels.share_words(step.level, scale))


def _path(grown: AreaGrowth, across: _Across, scale: Scale) -> str:
    """Return a line that stays level between two days: nothing in between has been seen."""
    first, *rest = grown.steps
    parts = [f"M{across.x(first.on)} {_y(first, scale)}"]
    parts += [f"H{across.x(step.on)}V{_y(step, scale)}" for step in rest]
    # A day alone is a short line, so that it can be seen.
    return "".join([*parts, f"H{max(across.x(across.last), 2 * EDGE)}"])


def _said(one: Happened, whole: LearnerDossier[Private], site: Site) -> str:
    _: Translate = site.reader.gettext
    title = site.reader.say(site.catalogue.competencies[one.competency].competency.title)
    if one.what == "completed":
        stage = _stage(one, site)
        if stage:
            return _("{title} completed in {stage}").format(title=title, stage=stage)
        return _("{title} completed").format(title=title)
    titles = {
        item.item.stem: site.reader.quote(item.item.title, item.item.lang)
        for item in whole.shown.evidence
    }
    if one.evidence in titles:
        return _("revised work: “{work}”").format(work=titles[one.evidence])
    return _("revised work")


def _stage(one: Happened, site: Site) -> str:
    pathway = site.catalogue.competencies[one.competency].framework.stages_of
    if pathway is None or one.stage is None:
        return ""
    stage = site.catalogue.pathways[pathway].stage(one.stage)
    return site.reader.say(stage.title) if stage else ""
