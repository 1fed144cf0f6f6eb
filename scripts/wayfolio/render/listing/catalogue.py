"""Competencies, studios, pathways, badges and partners, with the work that belongs to them."""

from collections.abc import Iterable

from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Placed, Scale, Skill, parse_code
from wayfolio.model.maps import PathMap
from wayfolio.model.names import CompetencyCode, SkillCode, StageCode
from wayfolio.model.pathways import Badge, Experience, Gate, Pathway, Stage
from wayfolio.model.school import Partner
from wayfolio.model.shelves import HolderRow
from wayfolio.render.badges.views import badge_view
from wayfolio.render.language.reader import Reader, figure
from wayfolio.render.language.vocabulary import (
    grades,
    kind_of_badge,
    kind_of_experience,
    kind_of_partner,
    kind_of_pathway,
)
from wayfolio.render.listing.long_lists import WorkList
from wayfolio.render.maps.views import map_view
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import (
    BadgeView,
    LinkView,
    PageView,
    Site,
    SkillView,
    base_of,
    competency_link,
    skill_view,
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
    """Return a competency: what it means, what it stands on, where it can be shown."""
    _ = site.reader.words.gettext
    competency, area = placed.competency, placed.area
    scale = site.catalogue.scales[placed.scale]
    skills = {skill.code for skill in competency.rated}
    pathway = (
        site.catalogue.pathways.get(placed.framework.stages_of)
        if placed.framework.stages_of
        else None
    )
    stages = (
        [
            stage
            for stage in pathway.stages
            if any(competency.required(code, stage.code) for code in skills)
        ]
        if pathway and competency.evidence_required
        else []
    )
    address = addresses.competency_address(parse_code(competency.code))
    return CompetencyView(
        base=base_of(address),
        title=site.reader.say(competency.title),
        description=site.reader.say(competency.statement) or site.reader.say(competency.title),
        crumbs=(
            LinkView(_("Competencies"), "competencies/"),
            LinkView(site.reader.say(area.title)),
        ),
        code=competency.code,
        framework=site.reader.say(placed.framework.title),
        area=site.reader.say(area.title),
        statement=site.reader.say(competency.statement),
        is_habit=area.habit,
        formerly=site.reader.row(site.reader.say(former.title) for former in competency.formerly),
        scale_note=_scale_note(scale, site.reader),
        stages=tuple(site.reader.say(stage.title) or stage.code for stage in stages),
        ladders=tuple(
            _ladder(skill, placed, scale, [stage.code for stage in stages], site.reader)
            for skill in competency.skills
        ),
        signposts=tuple(
            RungView(
                level=figure(post.level),
                label=_label(scale, post.level, site.reader),
                words=site.reader.say(post.see),
            )
            for post in competency.signposts
        ),
        models=competency.models,
        credits=competency.credits,
        requires=_links(competency.requires, site),
        builds_on=_links(competency.builds_on, site),
        leads_to=_links(_leads_to(competency.code, site.catalogue), site),
        aligns=_links(competency.aligns, site),
        experiences=tuple(
            LinkView(
                site.reader.say(experience.title),
                addresses.experience_address(experience.experience),
            )
            for experience in site.catalogue.experiences.values()
            if skills & set(experience.targets)
        ),
        badges=tuple(
            badge_view(badge, site.reader, address=addresses.badge_address(badge.id))
            for badge in badges
        ),
        work=work,
    )


def _scale_note(scale: Scale, reader: Reader) -> str:
    _ = reader.words.gettext
    if scale.ready_at is None:
        return ""
    label = _label(scale, scale.ready_at, reader)
    return _("Levels go from {low} to {high}. {ready} means: {label}.").format(
        low=figure(scale.lowest),
        high=figure(scale.highest),
        ready=figure(scale.ready_at),
        label=label,
    )


def _label(scale: Scale, level: object, reader: Reader) -> str:
    return next((reader.say(point.label) for point in scale.points if point.value == level), "")


def _ladder(
    skill: Skill, placed: Placed, scale: Scale, stages: list[StageCode], reader: Reader
) -> LadderView:
    return LadderView(
        code=skill.code,
        anchor=addresses.part_address(skill.code),
        statement=reader.say(skill.statement),
        rungs=tuple(
            RungView(
                level=figure(level), label=_label(scale, level, reader), words=reader.say(words)
            )
            for level, words in sorted(skill.levels.items())
        ),
        required=tuple(placed.competency.required(skill.code, stage) for stage in stages),
    )


def _leads_to(code: CompetencyCode, catalogue: Catalogue) -> list[CompetencyCode]:
    return [
        other
        for other, placed in catalogue.competencies.items()
        if code in placed.competency.requires or code in placed.competency.builds_on
    ]


def _links(codes: Iterable[CompetencyCode], site: Site) -> tuple[LinkView, ...]:
    return tuple(competency_link(parse_code(code), site) for code in codes)


# ---- studios -------------------------------------------------------------------------------------


class TaskView(Struct, frozen=True, kw_only=True):
    """A milestone of a studio."""

    n: int
    title: str
    steps: tuple[str, ...]
    product: str
    skills: tuple[SkillView, ...]


class TargetView(Struct, frozen=True, kw_only=True):
    """A competency that an experience asks for, with its skills."""

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
    """Return a studio: its question, what is done in it, and the public work from it."""
    _ = site.reader.words.gettext
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
    _, several = reader.words.gettext, reader.words.ngettext
    facts = [kind_of_experience(experience.kind, _)]
    if weeks := experience.weeks:
        facts.append(several("{n} week", "{n} weeks", weeks).format(n=weeks))
    if hours := experience.hours:
        facts.append(several("{n} hour", "{n} hours", hours).format(n=hours))
    return (*facts, *filter(None, [grades(experience.band, reader.words.gettext)]))


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


# ---- badges --------------------------------------------------------------------------------------


class HolderView(Struct, frozen=True, kw_only=True):
    """A learner who holds a badge and lets it be known."""

    link: LinkView
    day: str


class BadgePageView(PageView, frozen=True, kw_only=True):
    """All that badge.html may show."""

    badge: BadgeView
    kind: str
    about: str
    rule: str
    issuer: str
    holders: tuple[HolderView, ...]


def badge_page_view(
    badge: Badge, rule: str, holders: Iterable[HolderRow], reader: Reader
) -> BadgePageView:
    """Return a badge with its rule.

    `holders`: those who let it be known.
    """
    _ = reader.words.gettext
    shown = badge_view(badge, reader, address=addresses.badge_address(badge.id))
    title = shown.title
    if shown.tier:
        title = _("{what} ({kind})").format(what=title, kind=shown.tier)
    return BadgePageView(
        base=base_of(addresses.badge_address(badge.id)),
        title=title,
        description=rule or title,
        crumbs=(LinkView(_("Badges"), "badges/"),),
        badge=shown,
        kind=kind_of_badge(badge.kind, _),
        about=reader.say(badge.about),
        rule=rule,
        issuer=badge.issuer,
        holders=tuple(
            HolderView(
                link=LinkView(
                    held.name or _("A learner"), addresses.award_address(held.address, badge.id)
                ),
                day=reader.day(held.award.on),
            )
            for held in holders
        ),
    )


# ---- pathways ------------------------------------------------------------------------------------


class StageView(Struct, frozen=True, kw_only=True):
    """A stage of a pathway, in words."""

    code: str
    title: str
    about: str
    level: str
    milestone: str
    optional: bool
    competencies: tuple[LinkView, ...]
    activities: tuple[str, ...]
    deliverables: tuple[str, ...]
    workplace: tuple[str, ...]


class PathwayGateView(Struct, frozen=True, kw_only=True):
    """A gate of a pathway, and what it needs as a sentence."""

    title: str
    about: str
    needs: str


class PaceView(Struct, frozen=True, kw_only=True):
    """A pace: its terms in order, with the courses of each."""

    title: str
    terms: tuple[tuple[str, tuple[LinkView, ...]], ...]


class PathwayView(PageView, frozen=True, kw_only=True):
    """All that pathway.html may show."""

    kind: str
    about: str
    promise: str
    stages: tuple[StageView, ...]
    comes_back: bool
    gates: tuple[PathwayGateView, ...]
    paces: tuple[PaceView, ...]
    high_school: tuple[tuple[str, tuple[str, ...]], ...]
    ends_with: tuple[str, ...]


def pathway_view(
    pathway: Pathway, gates: Iterable[tuple[Gate, str]], maps: Iterable[PathMap], site: Site
) -> PathwayView:
    """Return a pathway as maps and as a list of its stages. `gates`: each with its sentence."""
    _ = site.reader.words.gettext
    base = base_of(addresses.pathway_address(pathway.pathway))
    return PathwayView(
        base=base,
        maps=tuple(
            map_view(
                path_map,
                site,
                base=base,
                name=f"map{n}",
                heading=_map_heading(path_map, site.reader),
            )
            for n, path_map in enumerate(maps, start=1)
        ),
        title=site.reader.say(pathway.title),
        description=site.reader.say(pathway.about) or kind_of_pathway(pathway.kind, _),
        crumbs=(LinkView(_("Pathways"), "pathways/"),),
        kind=kind_of_pathway(pathway.kind, _),
        about=site.reader.say(pathway.about),
        promise=site.reader.say(pathway.promise),
        stages=tuple(_stage(stage, pathway, site) for stage in pathway.stages),
        comes_back=pathway.comes_back,
        gates=tuple(
            PathwayGateView(
                title=site.reader.say(gate.title) or gate.id,
                about=site.reader.say(gate.about),
                needs=needs,
            )
            for gate, needs in gates
        ),
        paces=tuple(
            PaceView(
                title=_capital(site.reader.word(pace)),
                terms=tuple((term, _links(courses, site)) for term, courses in terms.items()),
            )
            for pace, terms in pathway.paces.items()
        ),
        high_school=_high_school(pathway, site.reader),
        ends_with=tuple(map(site.reader.say, pathway.ends_with)),
    )


def _stage(stage: Stage, pathway: Pathway, site: Site) -> StageView:
    _ = site.reader.words.gettext
    items = pathway.workplace.get(stage.code, ())
    return StageView(
        code=stage.code,
        title=site.reader.say(stage.title) or stage.code,
        about=site.reader.say(stage.about),
        level="" if stage.level is None else figure(stage.level),
        milestone=site.reader.say(stage.milestone.title) if stage.milestone else "",
        optional=stage.optional,
        competencies=_links((*stage.competencies, *stage.objectives), site),
        activities=tuple(map(site.reader.say, stage.activities)),
        deliverables=tuple(
            site.reader.say(deliverable.title) for deliverable in stage.deliverables
        ),
        workplace=tuple(
            _("{count} × {kind}").format(count=task.count, kind=site.reader.word(task.kind))
            for task in items
        ),
    )


def _map_heading(path_map: PathMap, reader: Reader) -> str:
    """Return what tells the maps of one pathway apart: its title and its pace."""
    title = reader.say(path_map.title)
    if not path_map.pace:
        return title
    text = reader.words.gettext("{title}: {says}")
    return text.format(title=title, says=reader.word(path_map.pace))


def _capital(phrase: str) -> str:
    return f"{phrase[:1].upper()}{phrase[1:]}"


def _high_school(pathway: Pathway, reader: Reader) -> tuple[tuple[str, tuple[str, ...]], ...]:
    grades: dict[str, list[str]] = {}
    for requirement in pathway.requirements:
        if requirement.high_school_credit is not None:
            title = reader.say(requirement.high_school_credit)
            grades.setdefault(requirement.grade or "", []).append(title)
    return tuple((grade, tuple(titles)) for grade, titles in grades.items())


# ---- partners ------------------------------------------------------------------------------------


class PartnerView(PageView, frozen=True, kw_only=True):
    """All that partner.html may show."""

    kind: str
    about: str
    offers: tuple[str, ...]
    experiences: tuple[LinkView, ...]
    work: WorkList


def partner_view(partner: Partner, work: WorkList, site: Site) -> PartnerView:
    """Return a partner: what it offers, and the public work that grew with it."""
    _ = site.reader.words.gettext
    theirs = [e for e in site.catalogue.experiences.values() if e.partner == partner.id]
    title = site.reader.say(partner.title)
    return PartnerView(
        base=base_of(addresses.partner_address(partner.id)),
        title=title,
        description=_("What learners do with {partner}.").format(partner=title),
        crumbs=(LinkView(_("Partners"), "partners/"),),
        kind=kind_of_partner(partner.kind, _),
        about=site.reader.say(partner.about),
        offers=tuple(map(site.reader.word, partner.offers)),
        experiences=tuple(
            LinkView(site.reader.say(e.title), addresses.experience_address(e.experience))
            for e in theirs
        ),
        work=work,
    )
