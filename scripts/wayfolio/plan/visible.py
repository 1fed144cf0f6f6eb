"""Filters what everybody may see of a learner, before any page is rendered."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.media.kinds import RECORDINGS
from wayfolio.model.attainment import Attainment, Award
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.claims import Claim
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import (
    CompetencyCode,
    DeliverableRef,
    EvidenceRef,
    LearnerId,
    PathwayId,
    SkillCode,
    slug_of_work,
)
from wayfolio.model.pages import Public
from wayfolio.model.pathways import Badge
from wayfolio.model.people import NOBODY, People
from wayfolio.model.portfolio import (
    Attachment,
    ConsentTo,
    Demonstration,
    Evidence,
    Portfolio,
    Rated,
)
from wayfolio.model.requirements import leaves, subject_of
from wayfolio.model.roster import Roster
from wayfolio.model.school import Assessor
from wayfolio.model.seen import (
    DeliverableRead,
    SeenWork,
    find_deliveries,
    find_looks,
    find_works,
    is_witnessed,
    own_ref,
)
from wayfolio.model.text import Text
from wayfolio.model.visibility import (
    Author,
    Confirmed,
    SharedWork,
    ShownAward,
    ShownEvidence,
    VisibleLearner,
)
from wayfolio.plan.consent import (
    Permissions,
    all_authors_allow,
    college_permissions,
    public_address,
    public_name_of,
    public_permissions,
)
from wayfolio.plan.redaction import names_in_address, names_in_file, redact_work
from wayfolio.plan.supporting_work import find_supporting_work


class VisibilityContext(Struct, frozen=True, kw_only=True, dict=True):
    """A learner on a day, with everything that decides their visibility."""

    catalogue: Catalogue
    roster: Roster
    portfolio: Portfolio
    attainments: tuple[Attainment, ...]
    awards: tuple[Award, ...]
    today: date
    people: People = NOBODY
    """Names that may not appear in public texts."""
    secret: bytes | None = None
    """The key for the addresses of learners without a public name."""
    claims: tuple[Claim, ...] = ()
    """What only the learner says, for audiences that may know it."""

    @cached_property
    def occasions(self) -> tuple[Demonstration, ...]:
        """The occasions until today that somebody other than learners recorded."""
        people = self.catalogue.school.people.items()
        assessors = {name: person.assessor for name, person in people}
        return tuple(
            occasion
            for occasion in self.portfolio.demonstrations
            if occasion.date <= self.today and is_witnessed(occasion, assessors)
        )

    @cached_property
    def works(self) -> Mapping[EvidenceRef, SeenWork]:
        """The learner's work, drafts left out, with what was said of it until today."""
        looks = find_looks(self.portfolio.learner, self.occasions)
        works = find_works(self.portfolio, looks, self.today)
        return {work.piece.stem: work for work in works}

    @cached_property
    def claim_of(self) -> Mapping[EvidenceRef, Claim]:
        """What only the learner says, by the piece of work."""
        return {claim.evidence: claim for claim in self.claims}

    def is_seen(self, stem: EvidenceRef) -> bool:
        """Whether somebody other than the learner has seen a piece of work."""
        work = self.works.get(stem)
        return work is not None and work.counts("work")

    def hours_of(self, stem: EvidenceRef) -> Fraction | None:
        """Return the hours of a piece of work that somebody has confirmed, if any."""
        work = self.works.get(stem)
        return work.hours or None if work else None

    @cached_property
    def deliveries(self) -> tuple[DeliverableRead, ...]:
        """What somebody has read, or confirmed as read."""
        milestones = self.catalogue.milestone_refs
        return tuple(find_deliveries(self.occasions, self.works.values(), milestones))

    @cached_property
    def delivered(self) -> frozenset[DeliverableRef]:
        """The deliverables that somebody has read."""
        return frozenset(delivery.ref for delivery in self.deliveries)


def filter_for_public(case: VisibilityContext) -> VisibleLearner[Public] | None:
    """Return what everybody may see of a learner, or None if nothing."""
    portfolio = case.portfolio
    allowed = public_permissions(portfolio.file, case.today)
    if not _may_appear(case, allowed):
        return None
    address = public_address(portfolio.learner, allowed, case.secret, case.people)
    if address is None:
        return None
    public = _public_evidence(case, allowed)
    stems = {work.stem for work in public}
    met = tuple(_public_attainments(case))
    return VisibleLearner[Public](
        learner=portfolio.learner,
        address=address,
        name=public_name_of(portfolio.file.name) if "name" in allowed else "",
        group=group_title_of(case),
        pathways=pathways_of(portfolio),
        rounds=rounds_of(portfolio),
        evidence=tuple(_view_evidence(public, case, met)),
        highlights=tuple(ref for ref in portfolio.plan.highlights if ref in stems),
        attainments=met if "work" in allowed else (),
        awards=_public_awards(case, stems) if "badges" in allowed else (),
        shared=tuple(_shared_work(case)),
    )


def _may_appear(case: VisibilityContext, allowed: Permissions) -> bool:
    """Whether the school publishes learners and this one's consent allows anything."""
    publishes = case.catalogue.school.publish.learners != "none"
    return publishes and ("work" in allowed or "badges" in allowed)


def group_title_of(case: VisibilityContext) -> Text | None:
    """Return the title of the learner's group."""
    own = case.portfolio.file.group
    groups = case.catalogue.school.groups
    return next((group.title for group in groups if group.id == own), None)


def pathways_of(portfolio: Portfolio) -> tuple[PathwayId, ...]:
    """Return the pathways that a learner has followed, in the order they are written."""
    return tuple(dict.fromkeys(programme.pathway for programme in portfolio.file.programmes))


def rounds_of(portfolio: Portfolio) -> tuple[tuple[PathwayId, int, date], ...]:
    """Return the rounds of cycles, each with its number and first day."""
    return tuple(
        (programme.pathway, programme.pass_, programme.from_)
        for programme in portfolio.file.programmes
        if programme.pass_
    )


def _public_attainments(case: VisibilityContext) -> Iterator[Attainment]:
    """Yield the met competencies that may be public."""
    for attainment in case.attainments:
        if attainment.status.is_met and _may_tell(attainment.competency, case):
            yield _without_reason(attainment)


def _without_reason(attainment: Attainment) -> Attainment:
    """Return an attainment without who overrode it, why, and what the ratings come to."""
    if attainment.override is None:
        return attainment
    override = replace(attainment.override, by=(), why="")
    return replace(attainment, override=override, worked_out=None)


def _may_tell(code: CompetencyCode, case: VisibilityContext) -> bool:
    """Whether an attainment may be public. For college courses the learner decides."""
    if not case.catalogue.competencies[code].competency.credits:
        return True
    return "work" in college_permissions(case.portfolio.file, case.today)


def _public_evidence(case: VisibilityContext, allowed: Permissions) -> list[Evidence]:
    if "work" not in allowed:
        return []
    withheld = _withheld_work(case)
    candidates = (
        work
        for work in case.portfolio.evidence
        if work.visibility == "public" and work.stem not in withheld
    )
    return [
        redact_work(_only_seen(_with_public_files(work, case), case), case.people)
        for work in candidates
        if not names_in_address(work, case.people)
    ]


def _only_seen(work: Evidence, case: VisibilityContext) -> Evidence:
    """Return a piece of work without what only the learner says of it."""
    seen = case.works.get(work.stem)
    if seen is None or not seen.counts("work"):
        return replace(
            work,
            experience=None,
            milestone=None,
            partner=None,
            shows=(),
            stages=(),
            delivers=(),
            hours=None,
        )
    return replace(
        work,
        shows=tuple(skill for skill in work.shows if skill in seen.shown),
        delivers=tuple(ref for ref in work.delivers if ref in case.delivered),
        hours=seen.hours or None,
    )


def _withheld_work(case: VisibilityContext) -> set[EvidenceRef]:
    """Return the work that not all of its authors allow to be public."""
    return {
        work.stem
        for work in case.roster.group_work
        if work.owner == case.portfolio.learner
        and not all_authors_allow(work, case.roster, case.today)
    }


def _with_public_files(work: Evidence, case: VisibilityContext) -> Evidence:
    files = tuple(attached for attached in work.files if _may_show(attached, work, case))
    return replace(work, files=files)


def _may_show(attached: Attachment, work: Evidence, case: VisibilityContext) -> bool:
    """Whether all authors of the work allow the people and voices in a file to be public.

    A file whose name contains a private name is not shown either, because pages show file names.
    """
    if names_in_file(attached, case.people.reading(work.names, work.not_names)):
        return False
    needed: set[ConsentTo] = {"photo"} if attached.people else set()
    if attached.path.endswith(RECORDINGS):
        needed.add("voice")
    files = [case.roster.learners.get(author) for author in (case.portfolio.learner, *work.with_)]
    return not needed or all(
        file is not None and needed <= public_permissions(file, case.today).what for file in files
    )


def _view_evidence(
    public: list[Evidence], case: VisibilityContext, met: tuple[Attainment, ...]
) -> Iterator[ShownEvidence]:
    """Yield the public evidence with authors, confirmations and revisions, newest first."""
    stems = {work.stem for work in public}
    later: dict[EvidenceRef | None, EvidenceRef] = {}
    for work in public:
        later.setdefault(work.revision_of, work.stem)
    confirmed = _confirmations(case, met)
    itself = _author(case.portfolio.learner, case)
    named = case.roster.co_authors(case.portfolio.learner)
    for work in sorted(public, key=lambda work: (work.date, work.stem), reverse=True):
        others = [other for other in work.with_ if other in named.get(work.stem, ())]
        authors = (itself, *[_author(learner, case) for learner in others])
        yield ShownEvidence(
            item=work,
            authors=tuple([author for author in authors if author is not None]),
            confirmed=tuple(confirmed.get(work.stem, {}).values()),
            hours=work.hours,
            earlier=work.revision_of if work.revision_of in stems else None,
            later=later.get(work.stem),
        )


def _author(learner: LearnerId, case: VisibilityContext) -> Author | None:
    file = case.roster.learners[learner]
    allowed = public_permissions(file, case.today)
    if "name" not in allowed:
        return None
    address = public_address(learner, allowed, case.secret, case.people)
    return Author(name=public_name_of(file.name), address=address)


def _confirmations(
    case: VisibilityContext, met: tuple[Attainment, ...]
) -> Mapping[str, Mapping[SkillCode, Confirmed]]:
    """Return the confirmed skills of met competencies, by evidence.

    Without levels: the public sees that something was shown, never how well.
    """
    codes = {skill.skill for attainment in met for skill in attainment.skills}
    confirmed: dict[str, dict[SkillCode, Confirmed]] = {}
    for occasion in case.portfolio.demonstrations:
        seen = {
            skill: Confirmed(skill=skill, on=occasion.date, assessors=assessors_of(occasion, case))
            for skill, given in occasion.ratings.items()
            if skill in codes and _is_rated(given)
        }
        for ref in occasion.evidence:
            confirmed.setdefault(own_ref(ref, case.portfolio.learner), {}).update(seen)
    return confirmed


def assessors_of(occasion: Demonstration, case: VisibilityContext) -> tuple[Assessor, ...]:
    """Return the kinds of people who rated on an occasion."""
    people = case.catalogue.school.people
    return tuple(dict.fromkeys(people[by].assessor for by in occasion.by))


def _is_rated(given: Iterable[Rated]) -> bool:
    """Whether there is a level, not only marks such as a missed chance."""
    return any(not isinstance(rated.level, Mark) for rated in given)


def _public_awards(case: VisibilityContext, public: set[EvidenceRef]) -> tuple[ShownAward, ...]:
    badges = case.catalogue.badges
    return tuple(
        ShownAward(
            badge=award.badge,
            on=award.on,
            evidence=find_supporting_work(
                badges[award.badge], award, case.catalogue, case.works.values(), public
            ),
            asserted=award.asserted,
        )
        for award in case.awards
        if badges[award.badge].visibility == "public" and _may_show_badge(badges[award.badge], case)
    )


def _may_show_badge(badge: Badge, case: VisibilityContext) -> bool:
    """Whether a badge may be public. For college courses the learner decides."""
    is_college = any(subject_of(leaf).is_college for leaf in leaves(badge.criteria))
    return not is_college or "badges" in college_permissions(case.portfolio.file, case.today)


def _shared_work(case: VisibilityContext) -> Iterator[SharedWork]:
    """Yield public work in other learners' folders of which this learner is a co-author."""
    learner, roster = case.portfolio.learner, case.roster
    for work in roster.group_work:
        if learner not in work.named or work.visibility != "public":
            continue
        if not all_authors_allow(work, roster, case.today):
            continue
        slug = slug_of_work(work.stem)
        address = _author_address(work.owner, case)
        people = case.people.reading(work.names, work.not_names)
        if address is not None and not any(people.named_in(slug)):
            where = f"learners/{address}/evidence/{slug}/"
            yield SharedWork(title=people.spoken(work.title), on=work.on, address=where)


def _author_address(learner: LearnerId, case: VisibilityContext) -> str | None:
    allowed = public_permissions(case.roster.learners[learner], case.today)
    return public_address(learner, allowed, case.secret, case.people)
