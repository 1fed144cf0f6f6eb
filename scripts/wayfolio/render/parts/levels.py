"""Levels in words: a figure never stands without its word."""

from fractions import Fraction

from wayfolio.model.attainment import Attainment, SkillRecord
from wayfolio.model.frameworks import Level, Mark, Scale
from wayfolio.model.names import CompetencyCode, StageCode
from wayfolio.render.language.reader import figure
from wayfolio.render.parts.views import Site


def scale_of(code: CompetencyCode, site: Site) -> Scale:
    """Return the scale that a competency is rated on."""
    return site.catalogue.scales[site.catalogue.competencies[code].scale]


def word(level: Level, scale: Scale, site: Site) -> str:
    """Return the word for a level: Solid."""
    point = scale.reached(level)
    return site.reader.say(point.label) if point else ""


def meaning(level: Level, scale: Scale, site: Site) -> str:
    """Return what a level means, as its scale says it."""
    point = scale.reached(level)
    return site.reader.say(point.meaning) if point else ""


def level_text(level: Level, scale: Scale, site: Site) -> str:
    """Return a level with its word: 9.1 (Solid); only the word on a scale of done or not."""
    label = word(level, scale, site)
    if is_done_or_not(scale):
        return label
    if not label:
        return figure(level)
    return site.reader.gettext("{what} ({kind})").format(what=figure(level), kind=label)


def marked_level(attained: Attainment, level: Level, scale: Scale, site: Site) -> str:
    """Return a competency's level with its word, marked where an educator has set it."""
    said = level_text(level, scale, site)
    if attained.override is None:
        return said
    return site.reader.gettext("{level}, set by an educator").format(level=said)


def is_done_or_not(scale: Scale) -> bool:
    """Whether a scale has no more than two points, so that a number would say nothing."""
    return len(scale.points) < 3


def sign(level: Level | Mark) -> str:
    """Return a rating as it was written: 9.5, M."""
    return level.value if isinstance(level, Mark) else figure(level)


def stage_title(attained: Attainment, site: Site) -> str:
    """Return the title of an attainment's stage, or an empty text if there are no stages."""
    return name_stage(attained.competency, attained.stage, site)


def name_stage(competency: CompetencyCode, code: StageCode | None, site: Site) -> str:
    """Return the title of a competency's stage, or an empty text if there are no stages."""
    pathway = site.catalogue.competencies[competency].framework.stages_of
    if pathway is None or code is None:
        return ""
    stage = site.catalogue.pathways[pathway].stage(code)
    return site.reader.say(stage.title) or code if stage else ""


def locate_on_scale(level: Fraction, scale: Scale) -> int:
    """Return how far along its scale a level is, from 0 to 1000."""
    span = scale.highest - scale.lowest
    return int((level - scale.lowest) * 1000 / span) if span else 0


def filled_share(level: Fraction, scale: Scale) -> int:
    """Return how much of a bar a level fills, from 0 to 1000; the first level fills one part."""
    second = scale.ladder[1].value if len(scale.ladder) > 1 else scale.highest
    first = second - scale.lowest
    span = scale.highest - scale.lowest + first
    return int((level - scale.lowest + first) * 1000 / span) if span else 0


def counting_levels(record: SkillRecord) -> list[Level]:
    """Return the levels of the ratings that count, without marks such as M."""
    return [rating.level for rating in record.kept if not isinstance(rating.level, Mark)]
