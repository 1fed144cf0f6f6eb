"""The page of a competency: its meaning, prerequisites, and the work that shows it."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Level, Placed, Scale, Skill, parse_code
from wayfolio.model.names import CompetencyCode, StageCode, slug_of
from wayfolio.model.pathways import Badge, Stage
from wayfolio.model.text import Text
from wayfolio.render.badges.views import badge_view
from wayfolio.render.language.reader import Reader, figure
from wayfolio.render.listing.long_lists import WorkList
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import (
    BadgeView,
    LinkView,
    PageView,
    Site,
    base_of,
    competency_link,
)


class RungView(Struct, frozen=True, kw_only=True):
    """A level of a skill in words."""

    level: str
    label: str
    words: str


class LadderView(Struct, frozen=True, kw_only=True):
    """A skill with its levels."""

    code: str
    anchor: str
    statement: str
    rungs: tuple[RungView, ...]
    required: tuple[int, ...]
    """Pieces of evidence at each stage of `CompetencyView.stages`."""


class CompetencyView(PageView, frozen=True, kw_only=True):
    """All that competency.html may show."""

    code: str
    framework: str
    area: str
    statement: str
    is_habit: bool
    formerly: str
    scale_note: str
    stages: tuple[str, ...]
    ladders: tuple[LadderView, ...]
    signposts: tuple[RungView, ...]
    models: tuple[str, ...]
    credits: int
    requires: tuple[LinkView, ...]
    builds_on: tuple[LinkView, ...]
    leads_to: tuple[LinkView, ...]
    aligns: tuple[LinkView, ...]
    experiences: tuple[LinkView, ...]
    badges: tuple[BadgeView, ...]
    work: WorkList


def competency_view(
    placed: Placed,
    work: WorkList,
    badges: Iterable[Badge],
    site: Site,
) -> CompetencyView:
    """Return the page of a competency."""
    competency, area, say = placed.competency, placed.area, site.reader.say
    scale = site.catalogue.scales[placed.scale]
    stages = _requiring_stages(placed, site.catalogue)
    codes = [stage.code for stage in stages]
    address = addresses.competency_address(parse_code(competency.code))
    return CompetencyView(
        base=base_of(address),
        title=say(competency.title),
        description=say(competency.statement) or say(competency.title),
        crumbs=(
            LinkView(site.reader.gettext("Competencies"), "competencies/"),
            LinkView(say(area.title)),
        ),
        code=competency.code,
        framework=say(placed.framework.title),
        area=say(area.title),
        statement=say(competency.statement),
        is_habit=area.habit,
        formerly=site.reader.row(say(former.title) for former in competency.formerly),
        scale_note=_scale_note(scale, site.reader),
        stages=tuple(say(stage.title) or stage.code for stage in stages),
        ladders=tuple(
            _ladder(skill, placed, scale, codes, site.reader) for skill in competency.skills
        ),
        signposts=tuple(
            _rung(post.level, post.see, scale, site.reader) for post in competency.signposts
        ),
        models=competency.models,
        credits=competency.credits,
        requires=competency_links(competency.requires, site),
        builds_on=competency_links(competency.builds_on, site),
        leads_to=competency_links(_leads_to(competency.code, site.catalogue), site),
        aligns=competency_links(competency.aligns, site),
        experiences=tuple(_experience_links(placed, site)),
        badges=tuple(
            badge_view(badge, site.reader, address=addresses.badge_address(badge.id))
            for badge in badges
        ),
        work=work,
    )


def _requiring_stages(placed: Placed, catalogue: Catalogue) -> list[Stage]:
    """Return the stages of the framework's pathway that require evidence of a competency."""
    competency, followed = placed.competency, placed.framework.stages_of
    pathway = catalogue.pathways.get(followed) if followed else None
    if pathway is None or not competency.evidence_required:
        return []
    return [
        stage
        for stage in pathway.stages
        if any(competency.required(skill.code, stage.code) for skill in competency.rated)
    ]


def _experience_links(placed: Placed, site: Site) -> Iterator[LinkView]:
    """Yield the experiences that aim at a skill of a competency."""
    skills = {skill.code for skill in placed.competency.rated}
    for experience in site.catalogue.experiences.values():
        if skills & set(experience.targets):
            address = addresses.experience_address(experience.experience)
            yield LinkView(site.reader.say(experience.title), address)


def _rung(level: Level, words: Text, scale: Scale, reader: Reader) -> RungView:
    label = _label(scale, level, reader)
    return RungView(level=figure(level), label=label, words=reader.say(words))


def _scale_note(scale: Scale, reader: Reader) -> str:
    _ = reader.gettext
    if scale.ready_at is None:
        return ""
    label = _label(scale, scale.ready_at, reader)
    return _("Levels go from {low} to {high}. {ready} means: {label}.").format(
        low=figure(scale.lowest),
        high=figure(scale.highest),
        ready=figure(scale.ready_at),
        label=label,
    )


def _label(scale: Scale, level: Level, reader: Reader) -> str:
    return next((reader.say(point.label) for point in scale.points if point.value == level), "")


def _ladder(
    skill: Skill, placed: Placed, scale: Scale, stages: list[StageCode], reader: Reader
) -> LadderView:
    return LadderView(
        code=skill.code,
        anchor=slug_of(skill.code),
        statement=reader.say(skill.statement),
        rungs=tuple(
            _rung(level, words, scale, reader) for level, words in sorted(skill.levels.items())
        ),
        required=tuple(placed.competency.required(skill.code, stage) for stage in stages),
    )


def _leads_to(code: CompetencyCode, catalogue: Catalogue) -> list[CompetencyCode]:
    return [
        other
        for other, placed in catalogue.competencies.items()
        if code in placed.competency.requires or code in placed.competency.builds_on
    ]


def competency_links(codes: Iterable[CompetencyCode], site: Site) -> tuple[LinkView, ...]:
    """Return a link to each of some competencies."""
    return tuple(competency_link(parse_code(code), site) for code in codes)
