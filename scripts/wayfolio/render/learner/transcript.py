"""A learner's transcript, which a college or an employer can read in two minutes."""

import io
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

import segno
from msgspec import Struct

from wayfolio.model.attainment import (
    Status,
    find_level_now,
    group_attainments,
    is_overridden,
)
from wayfolio.model.claims import Known
from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.frameworks import Area, parse_code
from wayfolio.model.names import Language, slug_of
from wayfolio.model.visibility import ShownEvidence, VisibleLearner
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate, kind_of_badge, kind_of_work
from wayfolio.render.learner.claims import ClaimView, claim_views
from wayfolio.render.learner.college import CollegeView, college_view
from wayfolio.render.learner.overview import GroupView, OverviewRow
from wayfolio.render.learner.studies import StudyView, study_views
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.known import KnownView, known_view
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.rules import rule_sentences
from wayfolio.render.parts.views import (
    LinkView,
    PageView,
    Site,
    base_of,
    competency_link,
    competency_titles,
    learner_crumbs,
)

MOST_WORK = 6


class AchievedView(Struct, frozen=True, kw_only=True):
    """A met competency, with the school's own words for it."""

    link: LinkView
    statement: str
    level: str
    stage: str
    is_set: bool
    """Whether an educator has set the level in place of the worked-out one."""


class AreaMet(Struct, frozen=True, kw_only=True):
    """An area: its level now, and the competencies that are met in it."""

    title: str
    is_habit: bool
    level: str
    word: str
    at: int
    """How much of the bar is filled, 0 to 1000."""
    met: tuple[AchievedView, ...]


class CredentialView(Struct, frozen=True, kw_only=True):
    """A badge, a credit or a certificate, and its rule."""

    link: LinkView
    kind: str
    day: str
    rule: str


class PieceView(Struct, frozen=True, kw_only=True):
    """A piece of work that the learner has chosen."""

    link: LinkView
    kind: str
    day: str
    shows: tuple[str, ...]
    web: str
    """The public address; empty if the work is private or the site's address is unknown."""
    code: str
    """A QR code of `web` as SVG."""


class TranscriptView(PageView, frozen=True, kw_only=True):
    """All that transcript.html may show."""

    language: Language
    direction: str
    name: str
    latin: str
    school: str
    town: str
    home: str
    as_of: str
    check: str
    """A code that changes whenever the facts of the transcript change."""
    groups: tuple[tuple[GroupView, tuple[AreaMet, ...]], ...]
    studies: tuple[tuple[StudyView, CollegeView], ...]
    credits: tuple[str, ...]
    """Mastery credits, then whole stages."""
    credentials: tuple[CredentialView, ...]
    placed_past: tuple[LinkView, ...]
    """Competencies that nobody has seen: a placement presumes them."""
    presumed: KnownView
    claims: tuple[ClaimView, ...]
    """What only the learner says so far."""
    work: tuple[PieceView, ...]


def transcript_view(
    dossier: LearnerDossier[Private], groups: Iterable[GroupView], site: Site
) -> TranscriptView:
    """Return a learner's transcript. `groups`: the overview of the same learner."""
    _: Translate = site.reader.gettext
    shown, school = dossier.shown, site.catalogue.school
    where = addresses.transcript_address(shown.address)
    return TranscriptView(
        base=base_of(where),
        title=_("Transcript"),
        description=_("What {name} has shown at {school}, and the work behind it.").format(
            name=shown.name, school=school.name
        ),
        crumbs=learner_crumbs(shown.name, shown.address, site),
        language=site.reader.language,
        direction=site.reader.locale.text_direction,
        name=dossier.full or shown.name,
        latin=dossier.latin,
        school=school.name,
        town=school.town or "",
        home=site.home,
        as_of=site.day,
        check=check_code(dossier),
        groups=tuple(_groups(dossier, groups, site)),
        studies=tuple(
            (view, college_view(study, site))
            for view, study in zip(study_views(dossier, site), dossier.studies, strict=True)
        ),
        credits=tuple(_credits(dossier, site)),
        credentials=tuple(_credentials(dossier, site)),
        placed_past=tuple(_placed_past(dossier, site)),
        presumed=known_view(Known.PRESUMED, site.reader),
        claims=claim_views([c for c in dossier.claims if c.says], shown.address, site),
        work=tuple(_work(dossier, site)),
    )


def check_code(dossier: LearnerDossier[Private]) -> str:
    """Return a code of twelve characters that is the same in every language."""
    shown: VisibleLearner[Private] = dossier.shown
    facts = [
        shown.name,
        *(
            f"{stage.competency} {stage.stage} {stage.performance} {stage.status}"
            f" {stage.completed_on}"
            for stage in shown.attainments
        ),
        *(f"{award.badge} {award.on}" for award in shown.awards),
        *(f"{study.pathway} {study.college} {study.high_school}" for study in dossier.studies),
        *(
            f"{term.term} {attempt.course} {attempt.grade} {attempt.counts}"
            for study in dossier.studies
            for term in study.record.terms
            for attempt in term.attempts
        ),
        *(f"{credit.competency} {credit.tier} {credit.on}" for credit in dossier.mastery_credits),
        *(f"{credit.pathway} {credit.stage} {credit.on}" for credit in dossier.stage_credits),
        *shown.highlights[:MOST_WORK],
    ]
    digest = blake2b("\n".join(facts).encode(), digest_size=6).hexdigest().upper()
    return "-".join(digest[place : place + 4] for place in range(0, 12, 4))


def _groups(
    dossier: LearnerDossier[Private], groups: Iterable[GroupView], site: Site
) -> Iterator[tuple[GroupView, tuple[AreaMet, ...]]]:
    """Yield each group with the areas that have a level or a met competency."""
    met = _met_by_code(dossier, site)
    areas = {
        slug_of(f"area-{area.code}"): area
        for framework in site.catalogue.frameworks
        for area in framework.areas
    }
    for group in groups:
        rows = [_area_met(row, areas[row.anchor], met) for row in group.rows]
        shown = tuple(row for row in rows if row.level or row.met)
        if shown:
            yield group, shown


def _area_met(row: OverviewRow, area: Area, met: Mapping[str, AchievedView]) -> AreaMet:
    codes = [parse_code(competency.code) for competency in area.competencies]
    return AreaMet(
        title=row.title,
        is_habit=row.is_habit,
        level=row.level,
        word=row.word,
        at=row.at,
        met=tuple(met[code] for code in codes if code in met),
    )


def _met_by_code(dossier: LearnerDossier[Private], site: Site) -> dict[str, AchievedView]:
    """Return the met competencies, each with its level and stage."""
    met: dict[str, AchievedView] = {}
    for code, stages in group_attainments(dossier.shown.attainments).items():
        if not any(stage.status.is_met for stage in stages):
            continue
        now = find_level_now(stages)
        placed = site.catalogue.competencies[code]
        level = now.performance if now else None
        if levels.is_done_or_not(site.catalogue.scales[placed.scale]):
            level = None
        met[parse_code(code)] = AchievedView(
            link=LinkView(
                site.reader.say(placed.competency.title),
                addresses.competency_address(parse_code(code)),
            ),
            statement=site.reader.say(placed.competency.statement),
            level="" if level is None else figure(level),
            stage=levels.stage_title(now, site) if now else "",
            is_set=is_overridden(now),
        )
    return met


def _placed_past(dossier: LearnerDossier[Private], site: Site) -> Iterator[LinkView]:
    """Yield the competencies that a placement presumes, in the order of the catalogue."""
    for attained in dossier.shown.attainments:
        if attained.status is Status.PLACED_PAST:
            yield competency_link(parse_code(attained.competency), site)


def _credits(dossier: LearnerDossier[Private], site: Site) -> Iterator[str]:
    """Yield the credits of pathways of stages: for competencies, then for whole stages."""
    _: Translate = site.reader.gettext
    labels = make_labels(site)
    for credit in dossier.mastery_credits:
        yield _("{title}: {tier}, level {level}, {day}").format(
            title=labels(credit.competency),
            tier=site.reader.word(credit.tier),
            level=figure(credit.level),
            day=site.reader.day(credit.on),
        )
    for whole in dossier.stage_credits:
        stage = site.catalogue.pathways[whole.pathway].stage(whole.stage)
        title = site.reader.say(stage.title) if stage else ""
        yield _("{title}: complete, {day}").format(
            title=title or whole.stage, day=site.reader.day(whole.on)
        )


def _credentials(dossier: LearnerDossier[Private], site: Site) -> Iterator[CredentialView]:
    for award in dossier.shown.awards:
        badge = site.catalogue.badges[award.badge]
        yield CredentialView(
            link=LinkView(site.reader.say(badge.title), addresses.badge_address(badge.id)),
            kind=kind_of_badge(badge.kind, site.reader.gettext),
            day=site.reader.day(award.on),
            rule=" ".join(rule_sentences(badge.criteria, site)),
        )


def _work(dossier: LearnerDossier[Private], site: Site) -> Iterator[PieceView]:
    works = dossier.shown.by_stem
    chosen = [works[stem] for stem in dossier.shown.highlights if stem in works]
    for work in chosen[:MOST_WORK]:
        yield _piece(work, dossier.shown.address, site)


def _piece(work: ShownEvidence, learner: str, site: Site) -> PieceView:
    evidence = work.item
    where = addresses.evidence_address(learner, evidence.slug)
    web = f"{site.home}{where}" if site.home and evidence.visibility == "public" else ""
    return PieceView(
        link=LinkView(site.reader.quote(evidence.title, evidence.lang), where),
        kind=kind_of_work(evidence.kind, site.reader.gettext),
        day=site.reader.day(evidence.date),
        shows=competency_titles(evidence.shows, site),
        web=web,
        code=qr_code(web) if web else "",
    )


def qr_code(address: str) -> str:
    """Return the QR code of an address, 1 to 2 kB of SVG."""
    svg = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        svg,
        title=address,
        kind="svg",
        xmldecl=False,
        svgns=False,
        svgclass="wf-qr",
        lineclass=None,
        border=4,
        light="#fff",
        dark="#000",
        omitsize=True,
        nl=False,
    )
    return svg.getvalue().decode()
