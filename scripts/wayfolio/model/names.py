"""Identifiers, one type each, so that a skill cannot be passed for a badge."""

from typing import NewType

LearnerId = NewType("LearnerId", str)
PersonId = NewType("PersonId", str)
GroupId = NewType("GroupId", str)
PartnerId = NewType("PartnerId", str)
ScaleId = NewType("ScaleId", str)
PolicyName = NewType("PolicyName", str)
FrameworkId = NewType("FrameworkId", str)
AreaCode = NewType("AreaCode", str)
CompetencyCode = NewType("CompetencyCode", str)
SkillCode = NewType("SkillCode", str)
"""What gets rated: a skill, or a competency that has none."""
Code = NewType("Code", str)
"""A competency or a skill, where either may stand."""
PathwayId = NewType("PathwayId", str)
StageCode = NewType("StageCode", str)
StageRef = NewType("StageRef", str)
"""`pathway/stage`, for example `wayfinding/discover`."""
DeliverableRef = NewType("DeliverableRef", str)
"""`pathway/stage/deliverable`."""
TermCode = NewType("TermCode", str)
"""A grade and a term, for example `10S`."""
ExperienceId = NewType("ExperienceId", str)
BadgeId = NewType("BadgeId", str)
InstrumentId = NewType("InstrumentId", str)
MilestoneId = NewType("MilestoneId", str)
GateId = NewType("GateId", str)
EvidenceRef = NewType("EvidenceRef", str)
"""The name of an evidence file without `.md`; in a group file `learner/name`."""
WorkRef = NewType("WorkRef", str)
"""`learner/name` of another learner's evidence, which may not be there."""
TaskRef = NewType("TaskRef", str)
"""The name of a task's file without `.yml`."""
Slug = NewType("Slug", str)
"""An id that nothing else refers to."""
Language = NewType("Language", str)
"""A BCP 47 tag, for example `en` or `pt-BR`."""

Timezone = NewType("Timezone", str)
"""A name of the IANA list, for example `Europe/Berlin`."""


def slug_of_work(stem: str) -> str:
    """Return the last part of the address of evidence: the name of its file without the date."""
    return stem[len("2027-03-01-") :]


def stage_of(ref: DeliverableRef) -> StageRef:
    """Return the stage of a deliverable: `cycle/autumn` of `cycle/autumn/harvest`."""
    return StageRef(ref.rpartition("/")[0])


def slug_of(code: str) -> str:
    """Return a code or name as a part of an address: `MTH.1` is `mth-1`."""
    return code.lower().replace(".", "-")
