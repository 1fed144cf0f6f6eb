"""Everything that educators write about what can be learned, with look-ups by code."""

from collections.abc import Mapping
from functools import cached_property
from itertools import chain

from msgspec import Struct, field

from wayfolio.model.frameworks import Framework, Placed, Scale, Skill
from wayfolio.model.names import (
    BadgeId,
    Code,
    CompetencyCode,
    DeliverableRef,
    ExperienceId,
    InstrumentId,
    Language,
    PathwayId,
    PolicyName,
    ScaleId,
    SkillCode,
)
from wayfolio.model.pathways import Badge, Experience, Pathway
from wayfolio.model.policy import PolicyChanges
from wayfolio.model.school import SchoolSettings
from wayfolio.model.teaching import Inquiry, Instrument, Lesson, Offer


class Catalogue(Struct, frozen=True, kw_only=True, dict=True):
    """What can be learned at one school, decoded. The same for every learner."""

    school: SchoolSettings
    scales: Mapping[ScaleId, Scale] = field(default_factory=dict)
    policies: Mapping[PolicyName, PolicyChanges] = field(default_factory=dict)
    """What the school changes in the presets, and policies of its own."""
    frameworks: tuple[Framework, ...] = ()
    pathways: Mapping[PathwayId, Pathway] = field(default_factory=dict)
    experiences: Mapping[ExperienceId, Experience] = field(default_factory=dict)
    badges: Mapping[BadgeId, Badge] = field(default_factory=dict)
    instruments: Mapping[InstrumentId, Instrument] = field(default_factory=dict)
    menu: tuple[Offer, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()
    words: Mapping[Language, bytes] = field(default_factory=dict)
    """The school's own catalogues of our words, in gettext's text form."""

    @cached_property
    def competencies(self) -> Mapping[CompetencyCode, Placed]:
        """Every competency by its code, in the order of the files."""
        return {
            competency.code: Placed(competency=competency, area=area, framework=framework)
            for framework in self.frameworks
            for area in framework.areas
            for competency in area.competencies
        }

    @cached_property
    def skills(self) -> Mapping[SkillCode, tuple[Skill, Placed]]:
        """Everything that can be rated, with the competency it belongs to."""
        return {
            skill.code: (skill, placed)
            for placed in self.competencies.values()
            for skill in placed.competency.rated
        }

    @cached_property
    def codes(self) -> frozenset[Code]:
        """The codes of all competencies and skills."""
        return frozenset(Code(code) for code in chain(self.competencies, self.skills))

    def placed(self, code: Code) -> Placed | None:
        """Return the competency of a code, or the one that the skill belongs to."""
        placement = self.competencies.get(CompetencyCode(code))
        if placement is None and SkillCode(code) in self.skills:
            return self.skills[SkillCode(code)][1]
        return placement

    @cached_property
    def milestone_refs(self) -> frozenset[DeliverableRef]:
        """What stands for a milestone where work says what it delivers: `pathway/stage/milestone`.

        A deliverable of the same name is a deliverable.
        """
        return frozenset(
            DeliverableRef(f"{pathway.pathway}/{stage.code}/{stage.milestone.id}")
            for pathway in self.pathways.values()
            for stage in pathway.stages
            if stage.milestone is not None
            and all(str(part.id) != stage.milestone.id for part in stage.deliverables)
        )

    @cached_property
    def scale_of(self) -> Mapping[Code, Scale]:
        """The scale of each competency and skill, where the school has written it."""
        placed = {code: self.placed(code) for code in self.codes}
        return {
            code: self.scales[placed_competency.scale]
            for code, placed_competency in placed.items()
            if placed_competency is not None and placed_competency.scale in self.scales
        }
