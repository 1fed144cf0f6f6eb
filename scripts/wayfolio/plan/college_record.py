"""A learner's college courses by term, with the grade of each attempt, for a transcript."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.college import (
    COURSE_GRADE,
    CollegeRecord,
    CollegeTerm,
    CourseAttempt,
    ExamSitting,
    SchoolCredit,
)
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import CompetencyCode, SkillCode, Slug, TermCode
from wayfolio.model.pathways import Pathway
from wayfolio.model.portfolio import CourseTaken, Portfolio
from wayfolio.plan.terms import TermDays, split_by_term


class CollegeCase(Struct, frozen=True, kw_only=True):
    """What says which courses a learner has taken, and with what grades."""

    catalogue: Catalogue
    portfolio: Portfolio
    terms: TermDays
    latest_counts: Collection[CompetencyCode]
    """The courses of which the last attempt counts; of any other the best one does."""
    today: date


def make_college_record(case: CollegeCase) -> CollegeRecord:
    """Return the courses of a learner by term, each attempt with its own grade.

    Counts: every course taken that was not dropped. Of a course taken again one attempt counts, by
            the policy of the course: the best one, or the last.
    Scale:  grade points of the course's scale, exact; credits.
    Errors: none. A course without a grade has None, and counts nowhere.
    """
    by_term: dict[TermCode, list[CourseAttempt]] = {}
    for code, taken in _taken_courses(case).items():
        for term, attempt in _attempts(code, taken, case):
            by_term.setdefault(term, []).append(attempt)
    return CollegeRecord(
        terms=tuple(
            CollegeTerm(
                term=term,
                until=days[1] if (days := case.terms.of_term(term)) else None,
                attempts=tuple(sorted(by_term[term], key=lambda attempt: attempt.course)),
            )
            for term in sorted(by_term, key=lambda term: _place(term, case.terms))
        )
    )


def _taken_courses(case: CollegeCase) -> Mapping[CompetencyCode, list[CourseTaken]]:
    """Return the records of each course, in the order of their terms."""
    known = case.catalogue.competencies
    taken: dict[CompetencyCode, list[CourseTaken]] = {}
    for course in case.portfolio.file.courses:
        if course.status in ("done", "in-progress") and course.course in known:
            taken.setdefault(course.course, []).append(course)
    for courses in taken.values():
        courses.sort(key=lambda course: _place(course.term, case.terms))
    return taken


def _place(term: TermCode, terms: TermDays) -> tuple[int, int]:
    grade, part = split_by_term(term, terms.stages)
    place = terms.stages.index(grade) if grade in terms.stages else -1
    return place, terms.rank(part)


def _attempts(
    code: CompetencyCode, taken: Sequence[CourseTaken], case: CollegeCase
) -> Iterator[tuple[TermCode, CourseAttempt]]:
    placed = case.catalogue.competencies[code]
    grades = _match_grades(taken, _grades(code, case), case.terms)
    counting = _counting(grades, latest=code in case.latest_counts)
    ready_at = case.catalogue.scales[placed.scale].ready_at
    for place, (course, grade) in enumerate(zip(taken, grades, strict=True)):
        yield (
            course.term,
            CourseAttempt(
                course=code,
                college=course.college or placed.framework.partner,
                credits=placed.competency.credits,
                grade=grade,
                passed=grade is not None and ready_at is not None and grade >= ready_at,
                counts=place == counting,
                is_repeat=place > 0,
            ),
        )


def _grades(code: CompetencyCode, case: CollegeCase) -> list[tuple[date, Level]]:
    """Return the grades of a course with their days, the earliest first."""
    return [
        (occasion.date, rated.level)
        for occasion in case.portfolio.demonstrations
        if occasion.kind == COURSE_GRADE and occasion.date <= case.today
        for rated in occasion.ratings.get(SkillCode(code), ())
        if not isinstance(rated.level, Mark)
    ]


def _match_grades(
    taken: Sequence[CourseTaken], grades: Sequence[tuple[date, Level]], terms: TermDays
) -> list[Level | None]:
    """Return the grade of each attempt: the last one from its term on and before the next.

    Without the days of terms, the first grade belongs to the first attempt.
    """
    starts = [days[0] if (days := terms.of_term(course.term)) else None for course in taken]
    if None in starts:
        levels: list[Level | None] = [level for _day, level in grades[: len(taken)]]
        return levels + [None] * (len(taken) - len(levels))
    of_attempt: list[Level | None] = [None] * len(taken)
    for day, level in grades:
        begun = [place for place, start in enumerate(starts) if start is not None and start <= day]
        of_attempt[begun[-1] if begun else 0] = level
    return of_attempt


def _counting(grades: Sequence[Level | None], *, latest: bool) -> int | None:
    """Return the place of the attempt that counts; None without a grade."""
    graded = [(level, place) for place, level in enumerate(grades) if level is not None]
    if not graded:
        return None
    return graded[-1][1] if latest else max(graded, key=lambda pair: (pair[0], -pair[1]))[1]


def list_school_credits(
    pathway: Pathway, portfolio: Portfolio, passed: Collection[CompetencyCode], today: date
) -> Iterator[SchoolCredit]:
    """Yield the high-school credits that are earned, by name: signed off, or by a course."""
    signed = _signed_off(portfolio, today)
    for need in pathway.requirements:
        if need.high_school_credit is None:
            continue
        course = next((code for code in need.met_by if code in passed), None)
        if need.id in signed or course is not None:
            yield SchoolCredit(
                id=need.id,
                title=need.high_school_credit,
                credits=need.credits,
                on=signed.get(need.id),
                course=None if need.id in signed else course,
            )


def _signed_off(portfolio: Portfolio, today: date) -> Mapping[Slug, date]:
    """Return the day on which each requirement was first signed off."""
    signed: dict[Slug, date] = {}
    for occasion in portfolio.demonstrations:
        for ref in occasion.delivers if occasion.date <= today else ():
            signed.setdefault(Slug(ref.rsplit("/", 1)[-1]), occasion.date)
    return signed


def list_exams(portfolio: Portfolio, exams: Iterable[str], today: date) -> Iterator[ExamSitting]:
    """Yield each sitting of some exams, the earliest first."""
    wanted = frozenset(exams)
    for occasion in portfolio.demonstrations:
        if occasion.exam is None or occasion.score is None or occasion.date > today:
            continue
        if occasion.exam in wanted:
            yield ExamSitting(exam=occasion.exam, on=occasion.date, score=occasion.score)
