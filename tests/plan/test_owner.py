"""College courses are the learner's own to show, at any age."""

from datetime import date
from functools import cache
from typing import Literal

from msgspec.structs import replace

from example_school import ROOT, TODAY
from wayfolio.assess.awards import find_awards
from wayfolio.assess.record import Record
from wayfolio.model.names import CompetencyCode, GroupId, LearnerId, TermCode
from wayfolio.model.pages import Public
from wayfolio.model.portfolio import CourseTaken, LearnerFile, Name
from wayfolio.model.visibility import VisibleLearner
from wayfolio.plan.owner import opens_whole
from wayfolio.plan.visible import VisibilityContext, filter_for_public
from wayfolio.school.learner import LoadedSchool, ReadLearner, read_learner
from wayfolio.school.read import read_school


@cache
def nuria() -> tuple[LoadedSchool, ReadLearner]:
    """Return a learner who is not of age and has passed eleven college courses."""
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    return school, read_learner(school, LearnerId("nuria"))


def public(by: tuple[str, ...]) -> VisibleLearner[Public]:
    """Return what everybody sees of her with the consents of some."""
    school, unit = nuria()
    consent = tuple(attainment for attainment in unit.portfolio.file.consent if attainment.by in by)
    portfolio = replace(unit.portfolio, file=replace(unit.portfolio.file, consent=consent))
    record = Record(book=school.book, portfolio=portfolio, until=TODAY)
    case = VisibilityContext(
        catalogue=school.catalogue,
        roster=school.roster,
        portfolio=portfolio,
        attainments=unit.attainments,
        awards=find_awards(record),
        today=TODAY,
    )
    shown = filter_for_public(case)
    assert shown is not None
    return shown


def college(shown: VisibleLearner[Public]) -> list[str]:
    """Return the college courses that are seen as met."""
    return [a.competency for a in shown.attainments if a.competency.startswith("C.")]


def test_a_guardian_cannot_make_college_courses_public() -> None:
    own, guardians = public(("guardian", "self")), public(("guardian",))

    assert len(college(own)) == 11
    assert college(guardians) == []
    assert len(guardians.attainments) == len(own.attainments) - 11
    assert {award.badge for award in guardians.awards} <= {award.badge for award in own.awards}
    assert len(guardians.evidence) == len(own.evidence)


def course(status: Literal["planned", "in-progress"]) -> CourseTaken:
    """Return a college course of somebody."""
    return CourseTaken(course=CompetencyCode("C.X"), term=TermCode("11F"), status=status)


def test_keys_follow_age_and_courses() -> None:
    """The day counts, and a course that has begun."""
    name = Name(full="A", first="A")
    young = LearnerFile(name=name, group=GroupId("harbor"), adult_from=date(2027, 3, 12))
    planned = course("planned")

    assert opens_whole(young, date(2027, 3, 11)) == {"family": True, "learner": True}
    assert opens_whole(young, date(2027, 3, 12)) == {"learner": True}
    assert opens_whole(replace(young, courses=(planned,)), date(2027, 3, 11))["family"]
    begun = replace(young, courses=(planned, course("in-progress")))
    assert opens_whole(begun, date(2027, 3, 11)) == {"family": False, "learner": True}
    assert opens_whole(begun, date(2027, 3, 12)) == {"learner": True}
