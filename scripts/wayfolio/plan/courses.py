"""Courses beside a learner's own plan: what is done, under way, planned, late or ahead."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import CourseStanding, CourseState
from wayfolio.model.names import CompetencyCode, PathwayId, Slug, TermCode
from wayfolio.model.pathways import Pathway
from wayfolio.model.portfolio import CourseTaken, Entered, LearnerFile
from wayfolio.plan.terms import TermDays, split_by_term


def pace_on(file: LearnerFile, pathway: PathwayId, today: date) -> Slug | None:
    """Return the pace that a learner chose last. Changing it moves only dates."""
    chosen = [
        programme.pace
        for programme in file.programmes
        if programme.pathway == pathway and programme.from_ <= today and programme.pace
    ]
    return chosen[-1] if chosen else None


class CourseRecord(Struct, frozen=True, kw_only=True):
    """What says how far a learner is with courses."""

    entered: Entered | None
    courses: tuple[CourseTaken, ...]
    attained: tuple[Attainment, ...]
    today: date


def plan_courses(
    catalogue: Catalogue,
    pathway: Pathway,
    file: LearnerFile,
    attained: Sequence[Attainment],
    today: date,
) -> tuple[CourseStanding, ...]:
    """Return a pathway's courses in the order of the learner's own plan."""
    record = CourseRecord(
        entered=file.entered, courses=file.courses, attained=tuple(attained), today=today
    )
    return stand_courses(catalogue, pathway, pace_on(file, pathway.pathway, today), record)


def stand_courses(
    catalogue: Catalogue, pathway: Pathway, pace: Slug | None, record: CourseRecord
) -> tuple[CourseStanding, ...]:
    """Return a pathway's courses in the order of a pace. Family, staff and maps all read this."""
    planned = _planned_terms(pathway, pace)
    begins = _planned_terms(pathway, pace, first=True)
    terms = find_term_days(catalogue, pathway, record.entered)
    taken: dict[CompetencyCode, CourseTaken] = {
        course.course: course for course in record.courses if course.status != "dropped"
    }
    graded = {a.competency: a for a in record.attained if a.current or a.completed_on}
    known = [need.course for need in pathway.requirements if need.course]
    standings = [
        _standing(
            code,
            _Course(planned.get(code), begins.get(code), taken.get(code), terms),
            graded.get(code),
            record.today,
        )
        for code in known
        if code in catalogue.competencies
    ]
    return tuple(sorted(standings, key=lambda course: _place(course.planned, terms)))


def find_term_days(catalogue: Catalogue, pathway: Pathway, entered: Entered | None) -> TermDays:
    """Return the days of a pathway's terms in a learner's own years."""
    return TermDays(
        calendar=catalogue.school.calendar,
        entered=entered,
        stages=tuple(stage.code for stage in pathway.stages),
    )


def _planned_terms(
    pathway: Pathway, pace: Slug | None, *, first: bool = False
) -> Mapping[CompetencyCode, TermCode]:
    """Return the term of each course at a pace: of several the last one, or the first one."""
    terms = pathway.paces.get(pace, {}) if pace else {}
    written = [(course, term) for term, courses in terms.items() for course in courses]
    return dict(reversed(written) if first else written)


class _Course(Struct, frozen=True):
    """A course's term in the plan, and the learner's latest record of it."""

    planned: TermCode | None
    begins: TermCode | None
    """Another one than `planned` where the course takes more than a term."""
    taken: CourseTaken | None
    terms: TermDays

    def ends(self, term: TermCode | None) -> date | None:
        """Return the last day of a term, or of a whole year; None if it is unknown."""
        if term is None:
            return None
        grade, part = split_by_term(term, self.terms.stages)
        days = self.terms.days(grade, part) if part else self.terms.year_days(grade)
        return days[1] if days else None


def _standing(
    code: CompetencyCode, course: _Course, graded: Attainment | None, today: date
) -> CourseStanding:
    ends, taken = course.ends(course.planned), course.taken
    is_over = ends is not None and ends < today
    state = _course_state(taken, graded, is_over=is_over)
    actual = course.ends(taken.term) if taken else None
    return CourseStanding(
        course=code,
        planned=course.planned,
        ends=ends,
        taken=taken.term if taken else None,
        state=state,
        grade=graded.performance if graded and graded.completed_on else None,
        ahead=state in ("done", "in-progress") and _is_before(actual, course.ends(course.begins)),
    )


def _course_state(
    taken: CourseTaken | None, graded: Attainment | None, *, is_over: bool
) -> CourseState:
    """Return the state of a course: a pass comes first, then the record, then the calendar.

    A course that was taken and not passed is planned again, or late.
    """
    if graded is not None and graded.completed_on:
        return "done"
    has_failed = graded is not None and graded.performance is not None
    if taken is not None and taken.status == "in-progress":
        return "in-progress"
    if taken is not None and taken.status == "done" and not has_failed:
        return "done"
    return "late" if is_over else "planned"


def _is_before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


def _place(term: TermCode | None, terms: TermDays) -> tuple[int, int]:
    """Return the place of a term in the pathway's years; last without a term."""
    if term is None:
        return 99, 0
    grade, part = split_by_term(term, terms.stages)
    place = terms.stages.index(grade) if grade in terms.stages else -1
    return place, terms.rank(part)
