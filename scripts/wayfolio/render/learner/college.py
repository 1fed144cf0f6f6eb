"""College courses by term, grade points, high-school credits and exams, for a registrar."""

from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

from wayfolio.model.college import (
    CollegeTerm,
    CourseAttempt,
    ExamSitting,
    SchoolCredit,
    average_points,
    sum_attempted,
    sum_earned,
)
from wayfolio.model.dossier import Studies
from wayfolio.model.frameworks import Level, parse_code
from wayfolio.model.rounding import half_up
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts import levels
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import LinkView, Site, competency_link


class AttemptView(Struct, frozen=True, kw_only=True):
    """A course, taken once."""

    code: str
    link: LinkView
    college: str
    credits: str
    grade: str
    points: str
    note: str
    """Repeated, or replaced by a repeat."""


class TermView(Struct, frozen=True, kw_only=True):
    """The courses of a term, and its sums."""

    title: str
    attempts: tuple[AttemptView, ...]
    sums: str


class CollegeView(Struct, frozen=True, kw_only=True):
    """What a registrar asks about one pathway."""

    terms: tuple[TermView, ...]
    total: str
    how: str
    school: tuple[str, ...]
    exams: tuple[str, ...]


def college_view(study: Studies, site: Site) -> CollegeView:
    """Return the courses by term with their sums, and everything that stands beside them."""
    _: Translate = site.reader.gettext
    attempts = study.record.attempts
    return CollegeView(
        terms=tuple(_term(term, site) for term in study.record.terms),
        total=_sums(attempts, site) if attempts else "",
        how=_(
            "Grade points are those of the college’s scale times credits. Of a course taken again"
            " one attempt counts."
        ),
        school=tuple(_school_credit(credit, site) for credit in study.signed),
        exams=tuple(_exam(sitting, site) for sitting in study.exams),
    )


def _term(term: CollegeTerm, site: Site) -> TermView:
    _: Translate = site.reader.gettext
    until = site.reader.month(term.until) if term.until else ""
    title = _("Term {term}, until {month}") if until else _("Term {term}")
    return TermView(
        title=title.format(term=term.term, month=until),
        attempts=tuple(_attempt(attempt, site) for attempt in term.attempts),
        sums=_sums(term.attempts, site),
    )


def _attempt(attempt: CourseAttempt, site: Site) -> AttemptView:
    partners = {partner.id: partner for partner in site.catalogue.school.partners}
    partner = partners.get(attempt.college) if attempt.college else None
    return AttemptView(
        code=attempt.course,
        link=competency_link(parse_code(attempt.course), site),
        college=site.reader.say(partner.title) if partner else "",
        credits=str(attempt.credits),
        grade=_grade(attempt, site),
        points=_decimals(attempt.points, 1) if attempt.counts else "",
        note=_note(attempt, site.reader.gettext),
    )


def _grade(attempt: CourseAttempt, site: Site) -> str:
    _: Translate = site.reader.gettext
    if attempt.grade is None:
        return _("no grade yet")
    word = levels.word(attempt.grade, levels.scale_of(attempt.course, site), site)
    return f"{word} ({_decimals(attempt.grade, 1)})"


def _note(attempt: CourseAttempt, _: Translate) -> str:
    if attempt.grade is not None and not attempt.counts:
        return _("taken again, does not count")
    return _("repeat") if attempt.is_repeat else ""


def _sums(attempts: Iterable[CourseAttempt], site: Site) -> str:
    """Return credits earned and attempted, and the grade points per credit."""
    _: Translate = site.reader.gettext
    listed = tuple(attempts)
    average = average_points(listed)
    if average is None:
        return _("No grade yet.")
    text = _("{earned} credits earned of {attempted} with a grade; grade points {points}.")
    return text.format(
        earned=sum_earned(listed),
        attempted=sum_attempted(listed),
        points=_decimals(average, 2),
    )


def _decimals(figure: Fraction | Level, digits: int) -> str:
    return f"{float(half_up(Fraction(figure), digits)):.{digits}f}"


def _school_credit(credit: SchoolCredit, site: Site) -> str:
    _: Translate = site.reader.gettext
    title = site.reader.say(credit.title)
    if credit.course is not None:
        course = make_labels(site)(credit.course)
        text = _("{title}: {n} credit, by {course}")
        return text.format(title=title, n=credit.credits, course=course)
    day = site.reader.day(credit.on) if credit.on else ""
    return _("{title}: {n} credit, signed off on {day}").format(
        title=title, n=credit.credits, day=day
    )


def exam_titles(site: Site) -> dict[str, str]:
    """Return what each exam of the school is called."""
    return {
        name: site.reader.say(instrument.title) or name
        for name, instrument in site.catalogue.instruments.items()
        if instrument.kind == "exam"
    }


def _exam(sitting: ExamSitting, site: Site) -> str:
    _: Translate = site.reader.gettext
    instrument = site.catalogue.instruments.get(sitting.exam)
    title = exam_titles(site).get(sitting.exam, sitting.exam)
    known = {
        "title": title,
        "day": site.reader.day(sitting.on),
        "score": f"{float(sitting.score):g}",
    }
    if instrument is not None and instrument.out_of:
        text = _("{title}: {score} of {all} on {day}")
        return text.format(**known, all=instrument.out_of)
    return _("{title}: {score} on {day}").format_map(known)
