"""Requirements that courses and exams decide: what measures them, and what they lack."""

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from wayfolio.assess.measures import Measured
from wayfolio.assess.record import Standing
from wayfolio.model.names import Code, CompetencyCode, InstrumentId, Slug
from wayfolio.model.outcomes import CreditsGap, Gap, RequirementGap
from wayfolio.model.pathways import PathwayRequirement
from wayfolio.model.requirements import CoursePassed, CourseRequirement, CreditsEarned, ExamPassed


def measure_course(need: CourseRequirement, standing: Standing) -> Measured:
    """Return the credits, the best grade or the best score that a requirement asks about.

    Counts: courses that were completed by their policy; every sitting of an exam.
    Scale:  credits; levels of the course's scale; points of the exam.
    Errors: none. A course without a grade, or an exam without a score, has None.
    """
    match need:
        case CreditsEarned(of="college"):
            return Measured(Fraction(college_credits(standing)), Fraction(need.credits))
        case CreditsEarned():
            return Measured(Fraction(high_school_credits(standing)), Fraction(need.credits))
        case CoursePassed():
            return Measured(_best_grade(need, standing), need.at_least)
        case ExamPassed():
            scores = _scores(need.exam, standing)
            return Measured(max(scores, default=None), need.at_least)
        case _:
            assert_never(need)


def find_course_gaps(need: CourseRequirement, standing: Standing) -> tuple[Gap, ...]:
    """Return the credits, the course or the exam that a requirement lacks."""
    match need:
        case CreditsEarned():
            earned = int(measure_course(need, standing).have or 0)
            return (CreditsGap(of=need.of, count=need.credits - earned),)
        case CoursePassed() | ExamPassed():
            return (RequirementGap(need=need),)
        case _:
            assert_never(need)


def college_credits(standing: Standing) -> int:
    """Return the credits of the courses that are passed."""
    courses = {code: standing.book.terms[code] for code in college_courses(standing)}
    return sum(
        terms.placed.competency.credits
        for code, terms in courses.items()
        if has_passed(standing, code)
    )


def college_courses(standing: Standing) -> Iterator[CompetencyCode]:
    """Yield the courses that carry credits."""
    for code, terms in standing.book.terms.items():
        if terms.placed.competency.credits:
            yield code


def has_passed(standing: Standing, course: CompetencyCode) -> bool:
    """Whether a course has ever been completed by its policy."""
    return any(attained.completed_on for attained in standing.stages(course))


def high_school_credits(standing: Standing) -> int:
    """Return the high-school credits: by a course that stands for one, or signed off."""
    needs = {need.id: need for need in _credit_requirements(standing)}
    earned = find_earned_credits(standing)
    return sum(need.credits for need in needs.values() if need.id in earned)


def find_earned_credits(standing: Standing) -> frozenset[Slug]:
    """Return the ids of the high-school credits that are earned.

    A credit is signed off when a demonstration delivers `pathway/grade/id` of the requirement.
    """
    signed = {Slug(delivery.ref.rsplit("/", 1)[-1]) for delivery in standing.deliveries()}
    return frozenset(
        need.id
        for need in _credit_requirements(standing)
        if need.id in signed or any(has_passed(standing, course) for course in need.met_by)
    )


def _credit_requirements(standing: Standing) -> Iterator[PathwayRequirement]:
    for pathway in standing.book.catalogue.pathways.values():
        for need in pathway.requirements:
            if need.high_school_credit is not None:
                yield need


def _best_grade(need: CoursePassed, standing: Standing) -> Fraction | None:
    courses = college_courses(standing) if need.course == "any" else [need.course]
    grades = [standing.level(Code(course)) for course in courses]
    return max((grade for grade in grades if grade is not None), default=None)


def _scores(exam: Slug, standing: Standing) -> Iterator[Fraction]:
    for occasion in standing.demonstrations():
        if occasion.exam == InstrumentId(exam) and occasion.score is not None:
            yield occasion.score
