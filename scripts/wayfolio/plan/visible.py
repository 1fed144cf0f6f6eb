"""What one audience may see of one learner: filtered here, before any page is thought of."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.media.kinds import RECORDINGS
from wayfolio.model.attainment import Attainment, Award, Status
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import Code, CompetencyCode, EvidenceRef, LearnerId, SkillCode
from wayfolio.model.pages import Public
from wayfolio.model.pathways import Badge
from wayfolio.model.people import NOBODY, People
from wayfolio.model.portfolio import Attachment, ConsentTo, Evidence, Portfolio
from wayfolio.model.requirements import find_codes, leaves, subject_of
from wayfolio.model.roster import Roster
from wayfolio.model.visibility import (
    Author,
    Confirmed,
    SharedWork,
    ShownAward,
    ShownEvidence,
    VisibleLearner,
)
from wayfolio.plan.consent import (
    Allowed,
    all_authors_allow,
    allowed_of_college,
    public_address,
    public_name_of,
    publicly_allowed,
)
from wayfolio.plan.redaction import names_in_address, names_in_file, names_in_pieces, redact_item


class VisibilityContext(Struct, frozen=True, kw_only=True):
    """One learner on one day, with all that decides what may be seen of them."""

    catalogue: Catalogue
    roster: Roster
    portfolio: Portfolio
    attainments: tuple[Attainment, ...]
    awards: tuple[Award, ...]
    today: date
    people: People = NOBODY
    """Whose names may not stand in what everybody reads."""
    secret: bytes | None = None
    """Makes the addresses of learners without a public name."""


def filter_for_public(case: VisibilityContext) -> VisibleLearner[Public] | None:
    """Return what everybody may see of a learner, or None where that is nothing at all."""
    school, portfolio = case.catalogue.school, case.portfolio
    allowed = publicly_allowed(portfolio.file, case.today)
    if school.publish.learners == "none" or not {"work", "badges"} & allowed.what:
        return None
    address = public_address(portfolio.learner, allowed, case.secret, case.people)
    if address is None:
        return None
    public = _public_evidence(case, allowed)
    stems = {item.stem for item in public}
    met = tuple(
        a
        for a in case.attainments
        if a.status in (Status.MET, Status.GOING_FURTHER) and _may_tell(a.competency, case)
    )
    return VisibleLearner[Public](
        learner=portfolio.learner,
        address=address,
        name=public_name_of(portfolio.file.name) if "name" in allowed else "",
        group=next((g.title for g in school.groups if g.id == portfolio.file.group), None),
        pathways=tuple(dict.fromkeys(p.pathway for p in portfolio.file.programmes)),
        rounds=tuple((p.pathway, p.pass_, p.from_) for p in portfolio.file.programmes if p.pass_),
        evidence=tuple(_shown_evidence(public, case, met)),
        highlights=tuple(ref for ref in portfolio.plan.highlights if ref in stems),
        attainments=met if "work" in allowed else (),
        awards=_public_awards(case, stems) if "badges" in allowed else (),
        shared=tuple(_shared(case)),
    )


def _may_tell(code: CompetencyCode, case: VisibilityContext) -> bool:
    """Whether everybody may know how a learner does in a competency. College is the learner's."""
    if not case.catalogue.competencies[code].competency.credits:
        return True
    return "work" in allowed_of_college(case.portfolio.file, case.today)


def _public_evidence(case: VisibilityContext, allowed: Allowed) -> list[Evidence]:
    if "work" not in allowed:
        return []
    withheld = {
        work.stem
        for work in case.roster.group_work
        if work.owner == case.portfolio.learner
        and not all_authors_allow(work, case.roster, case.today)
    }
    spoken = [
        redact_item(
            replace(item, files=tuple(f for f in item.files if _may_show(f, item, case))),
            case.people,
        )
        for item in case.portfolio.evidence
        if item.visibility == "public"
        and item.stem not in withheld
        and not names_in_address(item, case.people)
    ]
    return [item for item in spoken if not names_in_pieces(item, case.people)]


def _may_show(attached: Attachment, item: Evidence, case: VisibilityContext) -> bool:
    """Whether all who made the work let everybody hear, or see, who is in a file of it.

    A file whose own name is somebody's is not shown either: pages say how files are called.
    """
    if names_in_file(attached, case.people):
        return False
    needed: set[ConsentTo] = {"photo"} if attached.people else set()
    if attached.path.endswith(RECORDINGS):
        needed.add("voice")
    files = [case.roster.learners.get(author) for author in (case.portfolio.learner, *item.with_)]
    return not needed or all(
        file is not None and needed <= publicly_allowed(file, case.today).what for file in files
    )


def _shown_evidence(
    public: list[Evidence], case: VisibilityContext, met: tuple[Attainment, ...]
) -> Iterator[ShownEvidence]:
    """Give the public evidence with what may be seen around it, newest first."""
    stems = {item.stem for item in public}
    later: dict[EvidenceRef | None, EvidenceRef] = {}
    for item in public:
        later.setdefault(item.revision_of, item.stem)
    confirmed = _confirmed(case, met)
    itself = _author(case.portfolio.learner, case)
    for item in sorted(public, key=lambda item: (item.date, item.stem), reverse=True):
        authors = (itself, *[_author(learner, case) for learner in item.with_])
        yield ShownEvidence(
            item=item,
            authors=tuple([author for author in authors if author is not None]),
            confirmed=tuple(confirmed.get(item.stem, {}).values()),
            earlier=item.revision_of if item.revision_of in stems else None,
            later=later.get(item.stem),
        )


def _author(learner: LearnerId, case: VisibilityContext) -> Author | None:
    file = case.roster.learners[learner]
    allowed = publicly_allowed(file, case.today)
    if "name" not in allowed:
        return None
    address = public_address(learner, allowed, case.secret, case.people)
    return Author(name=public_name_of(file.name), address=address)


def _confirmed(
    case: VisibilityContext, met: tuple[Attainment, ...]
) -> Mapping[str, Mapping[SkillCode, Confirmed]]:
    """Return the skills of met competencies that somebody saw, by the evidence they saw it in.

    No level is given: the public sees that something was shown, never how well.
    """
    codes = {skill.skill for attainment in met for skill in attainment.skills}
    people = case.catalogue.school.people
    found: dict[str, dict[SkillCode, Confirmed]] = {}
    for occasion in case.portfolio.demonstrations:
        stems = {ref.rpartition("/")[2] for ref in occasion.evidence}
        for skill, given in occasion.ratings.items() if stems else ():
            if skill in codes and any(not isinstance(rated.level, Mark) for rated in given):
                assessors = tuple(dict.fromkeys(people[by].assessor for by in occasion.by))
                one = Confirmed(skill=skill, on=occasion.date, assessors=assessors)
                for stem in stems:
                    found.setdefault(stem, {})[skill] = one
    return found


def _public_awards(case: VisibilityContext, public: set[EvidenceRef]) -> tuple[ShownAward, ...]:
    badges = case.catalogue.badges
    return tuple(
        ShownAward(
            badge=award.badge,
            on=award.on,
            evidence=find_behind(badges[award.badge], award, case, public),
            asserted=award.asserted,
        )
        for award in case.awards
        if badges[award.badge].visibility == "public" and _may_show_badge(badges[award.badge], case)
    )


def _may_show_badge(badge: Badge, case: VisibilityContext) -> bool:
    """Whether a badge may be public; one for college courses is the learner's own to show."""
    is_college = any(subject_of(leaf).is_college for leaf in leaves(badge.criteria))
    return not is_college or "badges" in allowed_of_college(case.portfolio.file, case.today)


def find_behind(
    badge: Badge, award: Award, case: VisibilityContext, seen: set[EvidenceRef]
) -> tuple[EvidenceRef, ...]:
    """Return the evidence to be seen that was rated for what a badge asks, until it was earned."""
    asked = {s for code in find_codes(badge.criteria) for s in _skills_of(code, case.catalogue)}
    subjects = [subject_of(leaf) for leaf in leaves(badge.criteria)]
    places = {subject.experience for subject in subjects if subject.experience is not None}
    found = [
        EvidenceRef(ref.rpartition("/")[2])
        for occasion in case.portfolio.demonstrations
        if occasion.date <= award.on and asked & occasion.ratings.keys()
        for ref in occasion.evidence
    ]
    found += [item.stem for item in case.portfolio.evidence if item.experience in places]
    return tuple(ref for ref in dict.fromkeys(found) if ref in seen)


def _skills_of(code: Code, catalogue: Catalogue) -> set[SkillCode]:
    placed = catalogue.placed(code)
    if placed is None or SkillCode(code) in catalogue.skills:
        return {SkillCode(code)}
    return {skill.code for skill in placed.competency.rated}


def _shared(case: VisibilityContext) -> Iterator[SharedWork]:
    """Give the public work that the learner made with the one in whose folder it lies."""
    learner, roster = case.portfolio.learner, case.roster
    for work in roster.group_work:
        if learner not in work.authors or learner == work.owner or work.visibility != "public":
            continue
        if all_authors_allow(work, roster, case.today):
            owner = publicly_allowed(roster.learners[work.owner], case.today)
            address = public_address(work.owner, owner, case.secret, case.people)
            if address is None or any(case.people.named_in(work.stem[11:])):
                continue
            where = f"learners/{address}/evidence/{work.stem[11:]}/"
            yield SharedWork(title=case.people.spoken(work.title), on=work.on, address=where)
