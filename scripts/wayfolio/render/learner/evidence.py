"""A piece of evidence with its files, what it showed, and what it grew from."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.claims import Known
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import EvidenceRef, SkillCode, slug_of_work
from wayfolio.model.pages import Audience
from wayfolio.model.pathways import Experience
from wayfolio.model.portfolio import Attachment
from wayfolio.model.visibility import Confirmed, ShownEvidence, VisibleLearner
from wayfolio.render.language.claims import hours_words
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import assessor, join_words, kind_of_work
from wayfolio.render.learner.claims import ClaimView, claim_view
from wayfolio.render.learner.feedback import FeedbackView, feedback_views
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.attachments import PublishedAttachments, PublishedFile
from wayfolio.render.parts.known import KnownView, known_view
from wayfolio.render.parts.motion import moving_picture, show_motion
from wayfolio.render.parts.naming import signed_names
from wayfolio.render.parts.prose import Surroundings, body_html
from wayfolio.render.parts.prose_marks import prose_words
from wayfolio.render.parts.views import (
    LinkView,
    PageView,
    PictureView,
    Site,
    base_of,
    learner_crumbs,
    skill_view,
)

OWN_ID = re.compile(r' id="u-[^"]*"')


class FileView(Struct, frozen=True, kw_only=True):
    """A file beside the evidence, to be played or downloaded."""

    address: str
    name: str
    kind: str
    """`pdf`, `audio` or `video`."""
    size: str
    summary: str
    words: tuple[str, ...]


class ShowsView(Struct, frozen=True, kw_only=True):
    """A skill that the evidence shows, and who confirmed it."""

    code: str
    statement: str
    competency: LinkView
    seen: tuple[str, ...]
    missed: tuple[str, ...] = ()
    """The occasions on which somebody looked for it and it was not shown."""
    own: str = ""
    """The learner's own rating; empty if this audience may not see it."""


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
    known: KnownView | None
    """How it is known that the work was done; None for an audience that sees only what was seen."""
    claim: ClaimView | None
    pictures: tuple[PictureView, ...]
    files: tuple[FileView, ...]
    shows: tuple[ShowsView, ...]
    sparks: str
    """The interests that it grew from, as a phrase."""
    because: str
    earlier: LinkView | None
    earlier_body: str
    later_body: str
    """The text of this evidence once more, without its ids."""
    earlier_day: str
    later: LinkView | None
    feedback: tuple[FeedbackView, ...] = ()


def evidence_view(
    shown: VisibleLearner[Audience],
    work: ShownEvidence,
    published: PublishedAttachments,
    site: Site,
) -> EvidenceView:
    """Return a piece of evidence. `published`: the files of all evidence."""
    _ = site.reader.gettext
    evidence = work.item
    base = base_of(addresses.evidence_address(shown.address, evidence.slug))
    earlier = shown.by_stem.get(work.earlier) if work.earlier else None
    later = shown.by_stem.get(work.later) if work.later else None
    name = shown.name or _("A learner")
    kind, day = kind_of_work(evidence.kind, _), site.reader.day(evidence.date)
    say = partial(_body, shown, published=published, site=site, base=base)
    body = say(work)
    experience, task = _experience_and_task(work, site)
    return EvidenceView(
        base=base,
        title=evidence.title,
        description=_("{kind} by {name}, {day}").format(kind=kind, name=name, day=day),
        crumbs=learner_crumbs(name, shown.address, site),
        lang=evidence.lang,
        body=body,
        authors=tuple(_authors(work, site)),
        kind=kind,
        day=day,
        iso_day=evidence.date.isoformat(),
        experience=experience,
        task=task,
        partner=_partner(work, site),
        hours=_hours(work, site.reader),
        known=_known(shown, work, site),
        claim=None if work.claim is None else claim_view(work.claim, shown.address, site),
        pictures=_pictures(work, published, base, site.reader),
        files=_files(work, published),
        shows=tuple(_shows(work, code, site) for code in _shown_codes(work)),
        sparks=join_words(evidence.connects.spark, site.reader.gettext),
        because=evidence.connects.because or "",
        earlier=_link_to(shown, earlier, site),
        earlier_body=OWN_ID.sub("", say(earlier)) if earlier else "",
        later_body=OWN_ID.sub("", body) if earlier else "",
        earlier_day=site.reader.day(earlier.item.date) if earlier else "",
        later=_link_to(shown, later, site),
        feedback=feedback_views(work.feedback, site),
    )


def _authors(work: ShownEvidence, site: Site) -> Iterator[LinkView]:
    # Who may be named stands first: “Amara, Núria, another learner”.
    for author in sorted(work.authors, key=lambda author: not author.name):
        name = author.name or site.reader.gettext("another learner")
        yield LinkView(
            name, addresses.portfolio_address(author.address) if author.address else None
        )


def _experience_and_task(work: ShownEvidence, site: Site) -> tuple[LinkView | None, str]:
    """Return a link to the experience that the work belongs to, and the title of its task."""
    name = work.item.experience
    experience = site.catalogue.experiences.get(name) if name else None
    if experience is None:
        return None, ""
    address = addresses.experience_address(experience.experience)
    return LinkView(site.reader.say(experience.title), address), _task(work, experience, site)


def _task(work: ShownEvidence, experience: Experience, site: Site) -> str:
    tasks = (task for task in experience.milestones if task.n == work.item.milestone)
    return next((site.reader.say(task.title) for task in tasks), "")


def _body(
    shown: VisibleLearner[Audience],
    work: ShownEvidence,
    *,
    published: PublishedAttachments,
    site: Site,
    base: str,
) -> str:
    files = published.get(work.item.stem, {})
    around = Surroundings(
        images={name: file.inline(base) for name, file in files.items() if file.is_picture},
        files={name: base + file.address for name, file in files.items()},
        evidence=_paths_to_evidence(base, shown.address, tuple(shown.by_stem)),
        texts=_texts(shown) if "#" in work.item.body else {},
        words=prose_words(site.reader),
    )
    return show_motion(body_html(work.item.body, around), files, base, site.reader)


def _texts(shown: VisibleLearner[Audience]) -> Mapping[str, str]:
    return {stem: other.item.body for stem, other in shown.by_stem.items()}


@lru_cache(maxsize=8)
def _paths_to_evidence(
    base: str, learner: str, stems: tuple[EvidenceRef, ...]
) -> Mapping[str, str]:
    """Return the path from a page to each piece of evidence, the same for a learner's pages."""
    return {stem: base + addresses.evidence_address(learner, slug_of_work(stem)) for stem in stems}


def _hours(work: ShownEvidence, reader: Reader) -> str:
    """Return the hours that somebody has confirmed, else those that the learner claims."""
    if work.hours is not None:
        return hours_words(work.hours, reader)
    if work.item.hours is None:
        return ""
    words = hours_words(work.item.hours, reader)
    return reader.gettext("{what} (claimed)").format(what=words)


def _known(shown: VisibleLearner[Audience], work: ShownEvidence, site: Site) -> KnownView | None:
    """Return how a piece of work is known, where its page may say so."""
    if not shown.tells_claims or work.item.visibility == "draft":
        return None
    return known_view(Known.SEEN if work.is_seen else Known.CLAIMED, site.reader)


def _partner(work: ShownEvidence, site: Site) -> LinkView | None:
    for partner in site.catalogue.school.partners:
        if partner.id == work.item.partner:
            return LinkView(site.reader.say(partner.title), addresses.partner_address(partner.id))
    return None


def _pictures(
    work: ShownEvidence, published: PublishedAttachments, base: str, reader: Reader
) -> tuple[PictureView, ...]:
    """Return the pictures that are not in the text."""
    files = published.get(work.item.stem, {})
    in_text = {picture.path for picture in work.item.pictures}
    beside = [attached for attached in work.item.files if attached.path not in in_text]
    return tuple(
        _picture(files[attached.path], attached.alt or "", base, reader)
        for attached in beside
        if attached.path in files and files[attached.path].is_picture
    )


def _picture(file: PublishedFile, alt: str, base: str, reader: Reader) -> PictureView:
    picture = file.picture(alt)
    return (
        replace(picture, moving=moving_picture(file, base, alt, reader)) if file.still else picture
    )


KINDS = {".pdf": "pdf", ".mp4": "video", ".webm": "video"}


def _files(work: ShownEvidence, published: PublishedAttachments) -> tuple[FileView, ...]:
    files = published.get(work.item.stem, {})
    slug = work.item.stem[11:]
    return tuple(
        FileView(
            address=file.address,
            # Not the file's own name, which may be a person's: the work's, which has been checked.
            name=f"{slug}{f'-{number}' if number > 1 else ''}{file.suffix}",
            kind=KINDS.get(file.suffix, "audio"),
            size=f"{max(1, round(file.size / 1000))} kB",
            summary=attached.summary or attached.alt or "",
            words=tuple(filter(None, (file.words or "").split("\n"))),
        )
        for number, (attached, file) in enumerate(_other_files(work, files), 1)
    )


def _other_files(
    work: ShownEvidence, files: Mapping[str, PublishedFile]
) -> Iterator[tuple[Attachment, PublishedFile]]:
    """Give what lies beside a text and is no picture."""
    for attached in work.item.files:
        file = files.get(attached.path)
        if file is not None and not file.is_picture:
            yield attached, file


def _shown_codes(work: ShownEvidence) -> tuple[SkillCode, ...]:
    """Return the work's skills, and those that somebody looked for in it and did not see."""
    rated = (rating.skill for rating in work.confirmed)
    return tuple(dict.fromkeys((*work.skills, *rated)))


def _shows(work: ShownEvidence, code: SkillCode, site: Site) -> ShowsView:
    skill = skill_view(code, site)
    own = work.own.get(code)
    ratings = [rating for rating in work.confirmed if rating.skill == code]
    missed = [rating for rating in ratings if rating.level is Mark.MISSED]
    seen = [rating for rating in ratings if rating.level is not Mark.MISSED]
    return ShowsView(
        code=code,
        statement=skill.statement,
        competency=skill.competency,
        seen=tuple([_rating_text(rating, site) for rating in seen]),
        missed=tuple([_rating_text(rating, site) for rating in missed]),
        own="" if own is None else _level_text(own, code, site),
    )


def _level_text(level: Level, code: SkillCode, site: Site) -> str:
    scale = site.catalogue.skills[code][1].scale
    return levels.level_text(level, site.catalogue.scales[scale], site)


def _rating_text(rating: Confirmed, site: Site) -> str:
    """Return who rated a skill on which day, with the level if this audience may see it."""
    _ = site.reader.gettext
    kinds = [assessor(kind, _) for kind in rating.assessors]
    who = signed_names(rating.by, site) if rating.by else join_words(kinds, _)
    day = site.reader.day(rating.on)
    if rating.level is None:
        return _("Seen by {people} on {day}").format(people=who, day=day)
    if rating.level is Mark.MISSED:
        return _("{people} looked for this on {day} and did not find it in this work").format(
            people=who, day=day
        )
    if rating.level is Mark.WAIVED:
        return _("Waived by {people} on {day}").format(people=who, day=day)
    level = _level_text(rating.level, rating.skill, site)
    return _("{level}, by {people} on {day}").format(level=level, people=who, day=day)


def _link_to(
    shown: VisibleLearner[Audience], work: ShownEvidence | None, site: Site
) -> LinkView | None:
    """Return a link to another version of the work."""
    if work is None:
        return None
    title = site.reader.quote(work.item.title, work.item.lang)
    return LinkView(title, addresses.evidence_address(shown.address, work.item.slug))
