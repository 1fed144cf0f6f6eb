"""What is asked of everybody: each competency's rules, stages and levels, looked up once."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from wayfolio.assess.scales import crosswalk
from wayfolio.assess.stage import StageTerms
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Level, Placed, Scale
from wayfolio.model.names import (
    CompetencyCode,
    GateId,
    PathwayId,
    PersonId,
    PolicyName,
    ScaleId,
    SkillCode,
    StageCode,
)
from wayfolio.model.pathways import Gate, Pathway
from wayfolio.model.policy import Policy
from wayfolio.model.school import Assessor


class Terms(Struct, frozen=True, kw_only=True):
    """A competency, with all that turns its ratings into attainment."""

    placed: Placed
    policy: Policy
    scale: Scale
    pathway: PathwayId | None
    stages: tuple[StageCode | None, ...]
    """The stages it can be worked at, in order; one None where its framework has no stages."""
    next: Mapping[int, int]
    """For the place of each stage, the place of the next one; the last stage has none."""
    stage_terms: tuple[StageTerms, ...]
    """What each stage asks for."""
    required: tuple[Mapping[SkillCode, int], ...]
    """At each stage, the evidence required for each skill."""
    least: tuple[Mapping[SkillCode, int], ...]
    """At each stage, the fewest ratings of each skill with which it might be complete."""

    @property
    def code(self) -> CompetencyCode:
        """The competency's code."""
        return self.placed.competency.code


class Moved(Struct, frozen=True, kw_only=True):
    """Where the ratings of a retired skill count."""

    skill: SkillCode
    competency: CompetencyCode
    here: ScaleId
    """The scale that the rating was given on."""
    there: ScaleId
    """The scale of the competency that it counts for."""


class Rulebook(Struct, frozen=True, kw_only=True, dict=True):
    """A catalogue and its policies, with what follows from them. The same for every learner."""

    catalogue: Catalogue
    policies: Mapping[PolicyName, Policy]

    @cached_property
    def terms(self) -> Mapping[CompetencyCode, Terms]:
        """Every competency's terms, in the order of the catalogue."""
        placed = self.catalogue.competencies
        return {code: self._terms(placed_competency) for code, placed_competency in placed.items()}

    @cached_property
    def homes(self) -> Mapping[SkillCode, CompetencyCode]:
        """The competency of everything that can be rated."""
        skills = self.catalogue.skills.items()
        return {code: placed.competency.code for code, (_, placed) in skills}

    @cached_property
    def moved(self) -> Mapping[SkillCode, Moved]:
        """Where the ratings of skills of retired competencies count.

        A skill goes to the skill of the successor with the same ending (LIT.5.2 to TLK.1.2), or to
        the successor itself where that has no skills. One without such a counterpart stays.
        """
        return {
            skill: moved
            for skill, (_, placed) in self.catalogue.skills.items()
            if placed.competency.replaced_by and (moved := self._moved(skill, placed))
        }

    @cached_property
    def assessors(self) -> Mapping[PersonId, Assessor]:
        """The kind of assessor that each of the school's people is."""
        return {name: person.assessor for name, person in self.catalogue.school.people.items()}

    @cached_property
    def gates(self) -> Mapping[GateId, Gate]:
        """Every gate of every pathway."""
        pathways = self.catalogue.pathways.values()
        return {gate.id: gate for pathway in pathways for gate in pathway.gates}

    @cached_property
    def named_by(self) -> Mapping[PathwayId, frozenset[CompetencyCode]]:
        """The competencies that concern whoever follows a pathway."""
        return {
            pathway.pathway: frozenset(_named(pathway)) | self._staged_by(pathway.pathway)
            for pathway in self.catalogue.pathways.values()
        }

    def _staged_by(self, pathway: PathwayId) -> frozenset[CompetencyCode]:
        return frozenset(
            code
            for code, placed in self.catalogue.competencies.items()
            if placed.framework.stages_of == pathway and placed.competency.replaced_by is None
        )

    def _moved(self, skill: SkillCode, placed: Placed) -> Moved | None:
        seen = {placed.competency.code}
        target = placed
        while (code := target.competency.replaced_by) and code not in seen:
            if code not in self.catalogue.competencies:
                break
            seen.add(code)
            target = self.catalogue.competencies[code]
        ending = skill.removeprefix(placed.competency.code)
        counterpart = SkillCode(f"{target.competency.code}{ending}")
        known = {s.code for s in target.competency.rated}
        if not target.competency.skills:
            counterpart = SkillCode(target.competency.code)
        if target is placed or counterpart not in known:
            return None
        return Moved(
            skill=counterpart,
            competency=target.competency.code,
            here=placed.scale,
            there=target.scale,
        )

    def _terms(self, placed: Placed) -> Terms:
        pathway = self.catalogue.pathways.get(placed.framework.stages_of or PathwayId(""))
        stages = _stage_codes(pathway)
        competency = placed.competency
        policy = self.policies[placed.policy]
        required = tuple(
            {skill.code: competency.required(skill.code, stage) for skill in competency.rated}
            for stage in stages
        )
        return Terms(
            placed=placed,
            policy=policy,
            scale=self.catalogue.scales[placed.scale],
            pathway=pathway.pathway if pathway else None,
            stages=stages,
            next=_next(pathway) if pathway else {},
            stage_terms=tuple(self._stage_terms(placed, pathway, stage) for stage in stages),
            required=required,
            least=tuple(_least(policy, requirements) for requirements in required),
        )

    def _stage_terms(
        self, placed: Placed, pathway: Pathway | None, stage: StageCode | None
    ) -> StageTerms:
        scale = self.catalogue.scales[placed.scale]
        known = pathway.stage(stage) if pathway and stage else None
        level: Level | None = known.level if known else None
        if level is not None:
            level = crosswalk(self.catalogue.scales, level, placed.framework.scale, placed.scale)
        return StageTerms(
            policy=self.policies[placed.policy],
            competency=placed.competency.code,
            stage=stage,
            level=level,
            growth=known.growth if known else None,
            ready_at=scale.ready_at,
            advanced_at=scale.advanced_at,
            policy_name=placed.policy,
        )


def _least(policy: Policy, required: Mapping[SkillCode, int]) -> Mapping[SkillCode, int]:
    """Return the fewest ratings of each skill with which a stage might be complete."""
    one_is_enough = policy.confirm is not None or policy.select == "latest-by-assessor"
    wanted = policy.n if isinstance(policy.n, int) else None
    return {skill: 1 if one_is_enough else (wanted or n) for skill, n in required.items() if n > 0}


def _stage_codes(pathway: Pathway | None) -> tuple[StageCode | None, ...]:
    """Return the codes of a pathway's stages; without stages there is a single one, None."""
    if pathway is None or not pathway.stages:
        return (None,)
    return tuple(stage.code for stage in pathway.stages)


def _next(pathway: Pathway) -> dict[int, int]:
    """Return, for the place of each stage, that of the next one, which is never optional."""
    places = {stage.code: place for place, stage in enumerate(pathway.stages)}
    following: dict[int, int] = {}
    for place, stage in enumerate(pathway.stages):
        if stage.optional or place == 0:
            continue
        above = [s for s in pathway.stages[:place] if not s.optional][-1:]
        before = stage.after if stage.after is not None else tuple(s.code for s in above)
        for code in before:
            if code in places and places[code] < place:
                following.setdefault(places[code], place)
    return following


def _named(pathway: Pathway) -> set[CompetencyCode]:
    by_stages = {
        code for stage in pathway.stages for code in (*stage.competencies, *stage.objectives)
    }
    courses = {need.course for need in pathway.requirements if need.course}
    return by_stages | courses | {code for need in pathway.requirements for code in need.met_by}
