"""Courses beside a learner's own plan: what is done, under way, planned, late or ahead."""

from collections.abc import Mapping, Sequence
from datetime import date

from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import CourseStanding, CourseState
from wayfolio.model.names import CompetencyCode, PathwayId, Slug, TermCode
from wayfolio.model.pathways import Pathway
from wayfolio.model.portfolio import CourseTaken, LearnerFile
from wayfolio.model.school import Term


def pace_on(file: LearnerFile, pathway: PathwayId, today: date) -> Slug | None:
    """Return the pace that a learner chose last. Changing it moves only dates."""
    chosen = [
        programme.pace
        for programme in file.programmes
        if programme.pathway == pathway and programme.from_ <= today and programme.pace
    ]
    return chosen[-1] if chosen else None


def plan_courses(
    catalogue: Catalogue,
    pathway: Pathway,
    file: LearnerFile,
    attained: Sequence[Attainment],
    today: date,
) -> tuple[CourseStanding, ...]:
    """Return a pathway's courses in the order of the learner's own plan."""
    planned = _planned_terms(pathway, pace_on(file, pathway.pathway, today))
    taken = {course.course: course for course in file.courses}
    passed = {
        attainment.competency: attainment for attainment in attained if attainment.completed_on
    }
    calendar = catalogue.school.calendar
    terms = calendar.terms if calendar else ()
    year = _Year(file, terms, today)
    required = [need.course for need in pathway.requirements if need.course]
    standings = [
        _standing(code, planned.get(code), taken.get(code), passed.get(code), year)
        for code in required
    ]
    order = {term.code: n for n, term in enumerate(terms)}
    return tuple(sorted(standings, key=lambda standing: _place(standing.planned, order)))


def _planned_terms(pathway: Pathway, pace: Slug | None) -> Mapping[CompetencyCode, TermCode]:
    """Return the term of each course at a pace."""
    terms = pathway.paces.get(pace, {}) if pace else {}
    return {course: term for term, courses in terms.items() for course in courses}


class _Year:
    """Converts one learner's terms into days."""

    def __init__(self, file: LearnerFile, terms: Sequence[Term], today: date) -> None:
        self.file, self.today = file, today
        self.terms = {term.code: term for term in terms}

    def ends(self, term: TermCode | None) -> date | None:
        """Return the last day of a term such as 11S; None if the calendar lacks it."""
        entered = self.file.entered
        known = self.terms.get(term[-1]) if term else None
        if term is None or known is None or entered is None:
            return None
        began = int(entered.year[:4]) + int(term[:-1]) - int(entered.grade)
        month, day = (int(part) for part in known.to.split("-"))
        return date(began if month >= 8 and known.from_[:2] >= "08" else began + 1, month, day)


def _standing(
    code: CompetencyCode,
    planned: TermCode | None,
    taken: CourseTaken | None,
    passed: Attainment | None,
    year: _Year,
) -> CourseStanding:
    ends = year.ends(planned)
    actual = year.ends(taken.term) if taken else None
    is_over = ends is not None and ends < year.today
    state = _course_state(taken, is_passed=passed is not None, is_over=is_over)
    return CourseStanding(
        course=code,
        planned=planned,
        ends=ends,
        taken=taken.term if taken else None,
        state=state,
        grade=passed.performance if passed else None,
        ahead=state in ("done", "in-progress") and _is_before(actual, ends),
    )


def _course_state(taken: CourseTaken | None, *, is_passed: bool, is_over: bool) -> CourseState:
    """Return the state of a course: a pass comes first, then the record, then the calendar."""
    if is_passed:
        return "done"
    recorded: CourseState = taken.status if taken else "planned"
    return "late" if recorded == "planned" and is_over else recorded


def _is_before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


def _place(term: TermCode | None, order: Mapping[str, int]) -> tuple[int, int]:
    if term is None:
        return 99, 0
    return int(term[:-1]), order.get(term[-1], 0)
