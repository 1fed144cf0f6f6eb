"""A learner's transcript: for colleges and employers, to be read in two minutes."""

import io
from collections.abc import Iterable, Iterator
from hashlib import blake2b

import segno
from msgspec import Struct

from wayfolio.model.attainment import Status
from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.frameworks import parse_code
from wayfolio.model.names import Language
from wayfolio.model.visibility import ShownEvidence, VisibleLearner
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate, kind_of_badge, kind_of_work
from wayfolio.render.learner.overview import GroupView
from wayfolio.render.learner.studies import StudyView, study_views
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.naming import rule_sentence
from wayfolio.render.parts.views import LinkView, PageView, Site, base_of, competency_titles

MOST_WORK = 6
MET = (Status.MET, Status.GOING_FURTHER)


class ClaimView(Struct, frozen=True, kw_only=True):
    """A competency that is met, with the school's own words for it."""

    link: LinkView
    statement: str
    level: str
    stage: str


class AreaClaims(Struct, frozen=True, kw_only=True):
    """An area: its level now, and what is met in it."""

    title: str
    is_habit: bool
    level: str
    word: str
    at: int
    """How much of the bar is filled, 0 to 1000."""
    claims: tuple[ClaimView, ...]


class CredentialView(Struct, frozen=True, kw_only=True):
    """A badge, a credit or a certificate, and the rule that it stands for."""

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
    """Where everybody finds it; nothing where it is not public, or the site's place not known."""
    code: str
    """A QR code of `web`: the markup of a drawing."""


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
    """Changes whenever anything that the transcript says changes."""
    groups: tuple[tuple[GroupView, tuple[AreaClaims, ...]], ...]
    studies: tuple[StudyView, ...]
    credentials: tuple[CredentialView, ...]
    work: tuple[PieceView, ...]


def transcript_view(
    whole: LearnerDossier[Private], groups: Iterable[GroupView], site: Site
) -> TranscriptView:
    """Return a learner's transcript. `groups`: what `glance` has made of the same learner."""
    _: Translate = site.reader.gettext
    shown, school = whole.shown, site.catalogue.school
    where = addresses.transcript_address(shown.address)
    return TranscriptView(
        base=base_of(where),
        title=_("Transcript"),
        description=_("What {name} has shown at {school}, and the work behind it.").format(
            name=shown.name, school=school.name
        ),
        crumbs=(
            LinkView(_("Learners"), "learners/"),
            LinkView(shown.name, addresses.portfolio_address(shown.address)),
        ),
        language=site.reader.language,
        direction=site.reader.locale.text_direction,
        name=whole.full or shown.name,
        latin=whole.latin,
        school=school.name,
        town=school.town or "",
        home=site.home,
        as_of=site.day,
        check=check_code(whole),
        groups=tuple(_groups(whole, groups, site)),
        studies=study_views(whole, site),
        credentials=tuple(_credentials(whole, site)),
        work=tuple(_work(whole, site)),
    )


def check_code(whole: LearnerDossier[Private]) -> str:
    """Return a code of twelve signs, the same for the same facts in every language."""
    shown: VisibleLearner[Private] = whole.shown
    facts = [
        shown.name,
        *(
            f"{one.competency} {one.stage} {one.performance} {one.status} {one.completed_on}"
            for one in shown.attainments
        ),
        *(f"{one.badge} {one.on}" for one in shown.awards),
        *(f"{one.pathway} {one.college} {one.high_school}" for one in whole.studies),
        *shown.highlights[:MOST_WORK],
    ]
    digest = blake2b("\n".join(facts).encode(), digest_size=6).hexdigest().upper()
    return "-".join(digest[place : place + 4] for place in range(0, 12, 4))


def _groups(
    whole: LearnerDossier[Private], groups: Iterable[GroupView], site: Site
) -> Iterator[tuple[GroupView, tuple[AreaClaims, ...]]]:
    met = _met(whole, site)
    anchors = {
        addresses.part_address(f"area-{area.code}"): area
        for framework in site.catalogue.frameworks
        for area in framework.areas
    }
    for group in groups:
        rows = []
        for row in group.rows:
            codes = [parse_code(one.code) for one in anchors[row.anchor].competencies]
            claims = tuple(met[code] for code in codes if code in met)
            if row.level or claims:
                rows.append(
                    AreaClaims(
                        title=row.title,
                        is_habit=row.is_habit,
                        level=row.level,
                        word=row.word,
                        at=row.at,
                        claims=claims,
                    )
                )
        if rows:
            yield group, tuple(rows)


def _met(whole: LearnerDossier[Private], site: Site) -> dict[str, ClaimView]:
    """Return the competencies that are met, each with the level and the stage it was met at."""
    found: dict[str, ClaimView] = {}
    for code, stages in levels.levels_by_competency(whole.shown.attainments).items():
        if not any(one.status in MET for one in stages):
            continue
        now = levels.find_level_now(stages)
        placed = site.catalogue.competencies[code]
        told = now.performance if now else None
        if levels.is_done_or_not(site.catalogue.scales[placed.scale]):
            told = None
        found[parse_code(code)] = ClaimView(
            link=LinkView(
                site.reader.say(placed.competency.title),
                addresses.competency_address(parse_code(code)),
            ),
            statement=site.reader.say(placed.competency.statement),
            level="" if told is None else figure(told),
            stage=levels.stage_title(now, site) if now else "",
        )
    return found


def _credentials(whole: LearnerDossier[Private], site: Site) -> Iterator[CredentialView]:
    for award in whole.shown.awards:
        badge = site.catalogue.badges[award.badge]
        yield CredentialView(
            link=LinkView(site.reader.say(badge.title), addresses.badge_address(badge.id)),
            kind=kind_of_badge(badge.kind, site.reader.gettext),
            day=site.reader.day(award.on),
            rule=rule_sentence(badge.criteria, site),
        )


def _work(whole: LearnerDossier[Private], site: Site) -> Iterator[PieceView]:
    works = whole.shown.by_stem
    chosen = [works[stem] for stem in whole.shown.highlights if stem in works]
    for item in chosen[:MOST_WORK]:
        yield _piece(item, whole.shown.address, site)


def _piece(item: ShownEvidence, learner: str, site: Site) -> PieceView:
    work = item.item
    where = addresses.evidence_address(learner, work.slug)
    web = f"{site.home}{where}" if site.home and work.visibility == "public" else ""
    return PieceView(
        link=LinkView(site.reader.quote(work.title, work.lang), where),
        kind=kind_of_work(work.kind, site.reader.gettext),
        day=site.reader.day(work.date),
        shows=competency_titles(work.shows, site),
        web=web,
        code=qr_code(web) if web else "",
    )


def qr_code(address: str) -> str:
    """Return a drawing of an address that a phone's camera reads, 1 to 2 kB of SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn,
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
    return drawn.getvalue().decode()
