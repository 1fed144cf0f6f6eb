"""The page of a studio or another experience: its tasks, and the work from it."""

from collections.abc import Iterable

from msgspec import Struct

from wayfolio.model.frameworks import parse_code
from wayfolio.model.names import CompetencyCode, SkillCode
from wayfolio.model.pathways import Experience
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import (
    grades,
    kind_of_experience,
)
from wayfolio.render.listing.long_lists import WorkList
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import (
    LinkView,
    PageView,
    Site,
    SkillView,
    base_of,
    competency_link,
    skill_view,
)


class TaskView(Struct, frozen=True, kw_only=True):
    """A milestone of a studio."""

    n: int
    title: str
    steps: tuple[str, ...]
    product: str
    skills: tuple[SkillView, ...]


class TargetView(Struct, frozen=True, kw_only=True):
    """A competency that an experience targets, with its skills."""

    link: LinkView
    skills: tuple[str, ...]


class ExperienceView(PageView, frozen=True, kw_only=True):
    """All that studio.html may show."""

    kind: str
    frame: str
    facts: tuple[str, ...]
    partner: LinkView | None
    launch: str
    launch_steps: tuple[str, ...]
    tasks: tuple[TaskView, ...]
    impact: str
    reflection: str
    targets: tuple[TargetView, ...]
    instead: str
    work: WorkList


def experience_view(experience: Experience, work: WorkList, site: Site) -> ExperienceView:
    """Return the page of an experience."""
    _ = site.reader.gettext
    address = addresses.experience_address(experience.experience)
    partner = next((p for p in site.catalogue.school.partners if p.id == experience.partner), None)
    return ExperienceView(
        base=base_of(address),
        title=site.reader.say(experience.title),
        description=site.reader.say(experience.frame) or site.reader.say(experience.title),
        crumbs=(LinkView(_("Studios"), "studios/"),),
        kind=kind_of_experience(experience.kind, _),
        frame=site.reader.say(experience.frame),
        facts=_facts(experience, site.reader),
        partner=LinkView(site.reader.say(partner.title), addresses.partner_address(partner.id))
        if partner
        else None,
        launch=site.reader.say(experience.launch.title) if experience.launch else "",
        launch_steps=tuple(map(site.reader.say, experience.launch.steps))
        if experience.launch
        else (),
        tasks=tuple(
            TaskView(
                n=task.n,
                title=site.reader.say(task.title),
                steps=tuple(map(site.reader.say, task.steps)),
                product=site.reader.say(task.product),
                skills=tuple(skill_view(code, site) for code in task.skills),
            )
            for task in experience.milestones
        ),
        impact=site.reader.say(experience.impact),
        reflection=site.reader.say(experience.reflection),
        targets=_targets(experience.targets, site),
        instead=site.reader.say(experience.may_replace_with),
        work=work,
    )


def _facts(experience: Experience, reader: Reader) -> tuple[str, ...]:
    _, several = reader.gettext, reader.ngettext
    facts = [kind_of_experience(experience.kind, _)]
    if weeks := experience.weeks:
        facts.append(several("{n} week", "{n} weeks", weeks).format(n=weeks))
    if hours := experience.hours:
        facts.append(several("{n} hour", "{n} hours", hours).format(n=hours))
    return (*facts, *filter(None, [grades(experience.band, reader.gettext)]))


def _targets(targets: Iterable[SkillCode], site: Site) -> tuple[TargetView, ...]:
    statements_of: dict[CompetencyCode, list[str]] = {}
    for code in targets:
        skill, placed = site.catalogue.skills[code]
        statements = statements_of.setdefault(placed.competency.code, [])
        if placed.competency.skills:
            statements.append(site.reader.say(skill.statement))
    return tuple(
        TargetView(link=competency_link(parse_code(code), site), skills=tuple(skills))
        for code, skills in statements_of.items()
    )
