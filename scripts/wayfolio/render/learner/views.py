"""A learner's portfolio, evidence and awards, as one audience may see them."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from wayfolio.model.attainment import Attainment
from wayfolio.model.frameworks import Level, Mark, parse_code
from wayfolio.model.names import CompetencyCode, EvidenceRef, SkillCode
from wayfolio.model.pages import Audience
from wayfolio.model.school import find_school_year
from wayfolio.model.visibility import (
    Confirmed,
    ShownAward,
    ShownEvidence,
    Summary,
    VisibleLearner,
    WorkRow,
)
from wayfolio.render.badges.views import badge_view
from wayfolio.render.language.reader import Reader, figure
from wayfolio.render.language.vocabulary import (
    assessor,
    join_words,
    kind_of_work,
    school_year_title,
)
from wayfolio.render.language.vocabulary import status as status_word
from wayfolio.render.learner.feedback import FeedbackView, feedback_views
from wayfolio.render.learner.projects import projects
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.attachments import PublishedAttachments
from wayfolio.render.parts.prose import body_html
from wayfolio.render.parts.views import (
    BadgeView,
    CardView,
    LinkView,
    PageView,
    PictureView,
    Site,
    base_of,
    card,
    competency_link,
    skill_view,
)

OWN_ID = re.compile(r' id="u-[^"]*"')


class MetView(Struct, frozen=True, kw_only=True):
    """A competency that the learner has met."""

    link: LinkView
    statement: str
    code: str
    status: str
    level: str
    stage: str


class AreaView(Struct, frozen=True, kw_only=True):
    """An area, with what the learner has met in it."""

    title: str
    met: tuple[MetView, ...]


class YearView(Struct, frozen=True, kw_only=True):
    """The work of one school year."""

    title: str
    cards: tuple[CardView, ...]


class PortfolioView(PageView, frozen=True, kw_only=True):
    """All that learner.html may show."""

    address: str
    name: str
    initial: str
    group: str
    newest: str
    """The day of the newest thing that is shown; empty where nothing is."""
    pathways: tuple[LinkView, ...]
    highlights: tuple[CardView, ...]
    areas: tuple[AreaView, ...]
    badges: tuple[BadgeView, ...]
    years: tuple[YearView, ...]
    shared: tuple[LinkView, ...]
    projects: tuple[LinkView, ...]
    work_count: int
    met_count: int
    feed: str
    """Where the learner's feed is; nothing where the site's place is not known."""


class FileView(Struct, frozen=True, kw_only=True):
    """A file beside the evidence that is heard or downloaded."""

    address: str
    name: str
    kind: str
    """`pdf`, `audio` or `video`."""
    size: str
    summary: str
    words: tuple[str, ...]


class ShowsView(Struct, frozen=True, kw_only=True):
    """A skill that the evidence shows, and who else saw it."""

    code: str
    statement: str
    competency: LinkView
    seen: tuple[str, ...]
    missed: tuple[str, ...] = ()
    """On which occasions it was looked for and not shown."""
    own: str = ""
    """How the learner rated it; empty where this audience may not see it."""


class EvidenceView(PageView, frozen=True, kw_only=True):
    """All that evidence.html may show."""

    lang: str
    body: str
    authors: tuple[LinkView, ...]
    kind: str
    day: str
    iso_day: str
    experience: LinkView | None
    task: str
    partner: LinkView | None
    hours: str
    pictures: tuple[PictureView, ...]
    files: tuple[FileView, ...]
    shows: tuple[ShowsView, ...]
    sparks: tuple[str, ...]
    because: str
    earlier: LinkView | None
    earlier_body: str
    later_body: str
    """The text of this evidence once more, without its ids."""
    earlier_day: str
    later: LinkView | None
    feedback: tuple[FeedbackView, ...] = ()


class AwardView(PageView, frozen=True, kw_only=True):
    """All that award.html may show."""

    name: str
    portfolio: LinkView
    badge: BadgeView
    about: str
    rule: str
    asserted: bool
    day: str
    evidence: tuple[CardView, ...]


def portfolio_view(
    shown: VisibleLearner[Audience],
    summary: Summary[Audience],
    site: Site,
) -> PortfolioView:
    """Return a learner's portfolio."""
    _ = site.reader.gettext
    address = addresses.portfolio_address(shown.address)
    name = shown.name or _("A learner")
    made = [(row, card(row, site)) for row in summary.work]
    by_address = {row.address: one for row, one in made}
    chosen = [addresses.evidence_address(shown.address, stem[11:]) for stem in shown.highlights]
    return PortfolioView(
        base=base_of(address),
        title=name,
        description=_("What {name} can do now, and the work that shows it.").format(name=name),
        crumbs=(LinkView(_("Learners"), "learners/"),),
        address=address,
        name=name,
        feed=f"{site.up}{address}feed.xml" if site.home and shown.name else "",
        initial=name[0],
        group=site.reader.say(shown.group),
        newest=_newest(shown, site),
        pathways=tuple(
            LinkView(
                site.reader.say(site.catalogue.pathways[p].title), addresses.pathway_address(p)
            )
            for p in shown.pathways
        ),
        highlights=tuple(by_address[where] for where in chosen if where in by_address),
        areas=_areas(shown.attainments, site),
        badges=tuple(award_badge(award, shown, site) for award in shown.awards),
        years=_years(made),
        shared=tuple(
            LinkView(site.reader.quote(work.title), work.address or None) for work in shown.shared
        ),
        projects=project_links(shown, site),
        work_count=len(summary.work),
        met_count=len({attainment.competency for attainment in shown.attainments}),
    )


def project_links(shown: VisibleLearner[Audience], site: Site) -> tuple[LinkView, ...]:
    """Return the culminating projects, by the milestone and the title of the work."""
    found = []
    for one in projects(shown, site):
        milestone = site.reader.say(one.stage.milestone.title) if one.stage.milestone else ""
        where = addresses.project_address(shown.address, one.slug)
        first = one.items[0].item
        said = site.reader.gettext("{title}: {says}")
        title = said.format(title=milestone, says=site.reader.quote(first.title, first.lang))
        found.append(LinkView(title, where))
    return tuple(found)


class MovedView(PageView, frozen=True, kw_only=True):
    """All that moved.html may show: an address that a piece of work had before."""

    to: LinkView


def moved_page_view(
    shown: VisibleLearner[Audience], item: ShownEvidence, alias: str, site: Site
) -> MovedView:
    """Return the page at an earlier address of a piece of work."""
    _ = site.reader.gettext
    work = item.item
    now = addresses.evidence_address(shown.address, work.slug)
    base = base_of(addresses.evidence_address(shown.address, alias))
    title = site.reader.quote(work.title, work.lang)
    return MovedView(
        base=base,
        title=title,
        description=_("This work has moved to:"),
        crumbs=(LinkView(_("Learners"), "learners/"),),
        moved_to=base + now,
        to=LinkView(title, now),
    )


def award_badge(award: ShownAward, shown: VisibleLearner[Audience], site: Site) -> BadgeView:
    """Return a badge that the learner holds."""
    where = addresses.award_address(shown.address, award.badge)
    day = site.reader.day(award.on)
    return badge_view(site.catalogue.badges[award.badge], site.reader, address=where, day=day)


def _areas(attainments: tuple[Attainment, ...], site: Site) -> tuple[AreaView, ...]:
    latest: dict[CompetencyCode, Attainment] = {}
    for attainment in attainments:
        # A stage that has just begun has no level yet: then the last completed one speaks.
        if attainment.performance is not None or attainment.competency not in latest:
            latest[attainment.competency] = attainment
    areas: dict[str, list[MetView]] = {}
    for code, placed in site.catalogue.competencies.items():
        if code in latest:
            areas.setdefault(site.reader.say(placed.area.title), []).append(
                _met(latest[code], site)
            )
    return tuple(AreaView(title=title, met=tuple(met)) for title, met in areas.items())


def _met(attainment: Attainment, site: Site) -> MetView:
    placed = site.catalogue.competencies[attainment.competency]
    pathway = placed.framework.stages_of
    stage = (
        site.catalogue.pathways[pathway].stage(attainment.stage)
        if pathway is not None and attainment.stage is not None
        else None
    )
    return MetView(
        link=competency_link(parse_code(attainment.competency), site),
        statement=site.reader.say(placed.competency.statement),
        code=attainment.competency,
        status=status_word(attainment.status, site.reader.gettext),
        level=_level(attainment, site),
        stage=site.reader.say(stage.title) if stage else "",
    )


def _newest(shown: VisibleLearner[Audience], site: Site) -> str:
    """Return a day that changes when something happens, so that no page grows old overnight."""
    days = [item.item.date for item in shown.evidence]
    days += [award.on for award in shown.awards]
    days += [met.last_seen for met in shown.attainments if met.last_seen]
    return site.reader.day(max(days)) if days else ""


def _level(attainment: Attainment, site: Site) -> str:
    """Return a level with its word: 9.1 (Solid)."""
    level = attainment.performance
    scale = levels.scale_of(attainment.competency, site)
    if level is None or levels.is_done_or_not(scale):
        return ""
    return levels.level_text(level, scale, site)


def _years(made: list[tuple[WorkRow, CardView]]) -> tuple[YearView, ...]:
    newest = sorted(made, key=lambda one: (one[0].on, one[0].address), reverse=True)
    return tuple(
        YearView(title=school_year_title(year), cards=tuple(one for _, one in several))
        for year, several in groupby(newest, key=lambda one: find_school_year(one[0].on))
    )


def evidence_view(
    shown: VisibleLearner[Audience],
    item: ShownEvidence,
    published: PublishedAttachments,
    site: Site,
) -> EvidenceView:
    """Return a piece of evidence with its files, what it showed, and what it grew from."""
    _ = site.reader.gettext
    work = item.item
    address = addresses.evidence_address(shown.address, work.slug)
    base = base_of(address)
    earlier = shown.by_stem.get(item.earlier) if item.earlier else None
    later = shown.by_stem.get(item.later) if item.later else None
    experience = site.catalogue.experiences.get(work.experience) if work.experience else None
    name = shown.name or _("A learner")
    body = _body(shown, item, published, base)
    return EvidenceView(
        base=base,
        title=work.title,
        description=_("{kind} by {name}, {day}").format(
            kind=kind_of_work(work.kind, _), name=name, day=site.reader.day(work.date)
        ),
        crumbs=(
            LinkView(_("Learners"), "learners/"),
            LinkView(name, addresses.portfolio_address(shown.address)),
        ),
        lang=work.lang,
        body=body,
        authors=tuple(
            LinkView(
                author.name or _("another learner"),
                addresses.portfolio_address(author.address) if author.address else None,
            )
            for author in item.authors
        ),
        kind=kind_of_work(work.kind, _),
        day=site.reader.day(work.date),
        iso_day=work.date.isoformat(),
        experience=LinkView(
            site.reader.say(experience.title), addresses.experience_address(experience.experience)
        )
        if experience
        else None,
        task=next(
            (site.reader.say(t.title) for t in experience.milestones if t.n == work.milestone), ""
        )
        if experience
        else "",
        partner=_partner(item, site),
        hours="" if work.hours is None else _hours(work.hours, site.reader),
        pictures=_pictures(item, published),
        files=_files(item, published),
        shows=tuple(_shows(item, code, site) for code in _shown_codes(item)),
        sparks=work.connects.spark,
        because=work.connects.because or "",
        earlier=_revision(shown, earlier, site),
        earlier_body=OWN_ID.sub("", _body(shown, earlier, published, base)) if earlier else "",
        later_body=OWN_ID.sub("", body) if earlier else "",
        earlier_day=site.reader.day(earlier.item.date) if earlier else "",
        later=_revision(shown, later, site),
        feedback=feedback_views(item.feedback, site),
    )


def _body(
    shown: VisibleLearner[Audience], item: ShownEvidence, published: PublishedAttachments, base: str
) -> str:
    files = published.get(item.item.stem, {})
    images = {name: file.inline(base) for name, file in files.items() if file.is_picture}
    others = _ways(base, shown.address, tuple(shown.by_stem))
    return body_html(item.item.body, images, others)


@lru_cache(maxsize=8)
def _ways(base: str, learner: str, stems: tuple[EvidenceRef, ...]) -> Mapping[str, str]:
    """Return the way from a page to each piece of evidence: the same from all of one learner's."""
    return {stem: base + addresses.evidence_address(learner, stem[11:]) for stem in stems}


def _hours(hours: Fraction, reader: Reader) -> str:
    text = reader.ngettext("{n} hour", "{n} hours", 1 if hours == 1 else 2)
    return text.format(n=figure(hours))


def _partner(item: ShownEvidence, site: Site) -> LinkView | None:
    for partner in site.catalogue.school.partners:
        if partner.id == item.item.partner:
            return LinkView(site.reader.say(partner.title), addresses.partner_address(partner.id))
    return None


def _pictures(item: ShownEvidence, published: PublishedAttachments) -> tuple[PictureView, ...]:
    """Return the pictures that do not stand in the text already."""
    files = published.get(item.item.stem, {})
    in_text = {picture.path for picture in item.item.pictures}
    return tuple(
        files[attached.path].picture(attached.alt or "")
        for attached in item.item.files
        if attached.path not in in_text
        and attached.path in files
        and files[attached.path].is_picture
    )


KINDS = {".pdf": "pdf", ".mp4": "video", ".webm": "video"}


def _files(item: ShownEvidence, published: PublishedAttachments) -> tuple[FileView, ...]:
    files = published.get(item.item.stem, {})
    return tuple(
        FileView(
            address=file.address,
            name=attached.path,
            kind=KINDS.get(file.suffix, "audio"),
            size=f"{max(1, round(file.size / 1000))} kB",
            summary=attached.summary or attached.alt or "",
            words=tuple(filter(None, (file.words or "").split("\n"))),
        )
        for attached in item.item.files
        if (file := files.get(attached.path)) is not None and not file.is_picture
    )


def _shown_codes(item: ShownEvidence) -> tuple[SkillCode, ...]:
    """Return what the learner says it shows; where levels may be seen, what was rated as well."""
    rated = (one.skill for one in item.confirmed if one.level is not None)
    return tuple(dict.fromkeys((*item.item.shows, *rated)))


def _shows(item: ShownEvidence, code: SkillCode, site: Site) -> ShowsView:
    skill = skill_view(code, site)
    own = item.own.get(code)
    rated = [one for one in item.confirmed if one.skill == code]
    return ShowsView(
        code=code,
        statement=skill.statement,
        competency=skill.competency,
        seen=tuple([_seen(one, site) for one in rated if one.level is not Mark.MISSED]),
        missed=tuple([_seen(one, site) for one in rated if one.level is Mark.MISSED]),
        own="" if own is None else _told(own, code, site),
    )


def _told(level: Level, code: SkillCode, site: Site) -> str:
    scale = site.catalogue.skills[code][1].scale
    return levels.level_text(level, site.catalogue.scales[scale], site)


def _seen(seen: Confirmed, site: Site) -> str:
    _ = site.reader.gettext
    people = seen.by or [assessor(kind, _) for kind in seen.assessors]
    who, day = join_words(list(people), _), site.reader.day(seen.on)
    if seen.level is None:
        return _("Seen by {people} on {day}").format(people=who, day=day)
    if seen.level is Mark.MISSED:
        return _("Looked for by {people} on {day}, not shown here").format(people=who, day=day)
    if seen.level is Mark.WAIVED:
        return _("Waived by {people} on {day}").format(people=who, day=day)
    told = _told(seen.level, seen.skill, site)
    return _("{level}, by {people} on {day}").format(level=told, people=who, day=day)


def _revision(
    shown: VisibleLearner[Audience], other: ShownEvidence | None, site: Site
) -> LinkView | None:
    if other is None:
        return None
    title = site.reader.quote(other.item.title, other.item.lang)
    return LinkView(title, addresses.evidence_address(shown.address, other.item.slug))


def award_view(
    shown: VisibleLearner[Audience],
    award: ShownAward,
    rule: str,
    summary: Summary[Audience],
    site: Site,
) -> AwardView:
    """Return an award: the badge, its rule, and the evidence that earned it."""
    _ = site.reader.gettext
    badge = site.catalogue.badges[award.badge]
    name = shown.name or _("A learner")
    wanted = {addresses.evidence_address(shown.address, stem[11:]) for stem in award.evidence}
    title = site.reader.say(badge.title)
    return AwardView(
        base=base_of(addresses.award_address(shown.address, award.badge)),
        title=_("{badge}: {name}").format(badge=title, name=name),
        description=_("{name} earned {badge} on {day}.").format(
            name=name, badge=title, day=site.reader.day(award.on)
        ),
        crumbs=(
            LinkView(_("Learners"), "learners/"),
            LinkView(name, addresses.portfolio_address(shown.address)),
        ),
        name=name,
        portfolio=LinkView(name, addresses.portfolio_address(shown.address)),
        badge=badge_view(badge, site.reader, address=addresses.badge_address(badge.id)),
        about=site.reader.say(badge.about),
        rule=rule,
        asserted=award.asserted,
        day=site.reader.day(award.on),
        evidence=tuple(card(row, site) for row in summary.work if row.address in wanted),
    )
