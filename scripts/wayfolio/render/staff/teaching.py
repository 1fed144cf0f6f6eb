"""The pages of high-leverage concepts and of lessons."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from wayfolio.model.attainment import Status
from wayfolio.model.frameworks import Competency, parse_code
from wayfolio.model.names import CompetencyCode, LearnerId
from wayfolio.model.staff import StaffRow
from wayfolio.model.teaching import Lesson
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.parts.prose import Surroundings, body_html
from wayfolio.render.parts.prose_marks import prose_words
from wayfolio.render.parts.views import LinkView, PageView, Site, competency_link
from wayfolio.render.staff.table import (
    Column,
    Columns,
    TableView,
    make_table,
    number_cell,
    text_cell,
)
from wayfolio.render.staff.words import (
    StaffPartView,
    StaffView,
    competency_cell,
    date_cell,
    group_cell,
    learner_cell,
    learner_link,
    level_words,
    short_day,
    staff_view,
)


class LessonView(PageView, frozen=True, kw_only=True):
    """All that staff_lesson.html may show."""

    facts: tuple[str, ...]
    concept: LinkView | None
    materials: tuple[str, ...]
    body: str
    offers: tuple[tuple[str, str], ...]
    ready: tuple[tuple[LinkView, str], ...]


def concepts_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return the page of each grade's high-leverage concept, and who has not met it yet."""
    _: Translate = site.reader.gettext
    concepts = [
        placed.competency
        for placed in site.catalogue.competencies.values()
        if placed.competency.high_leverage
    ]
    calendar = site.catalogue.school.calendar
    until = site.reader.day(calendar.last_day) if calendar else ""
    says = (_("The school year ends on {day}.").format(day=until),) if until else ()
    parts = [
        StaffPartView(
            title=_("Grade by grade"),
            anchor="grades",
            says=says,
            tables=(_grade_table(concepts, rows, site),),
        ),
        StaffPartView(
            title=_("Not there yet on their grade’s concept"),
            anchor="not-yet",
            says=(_("No one is late: use this to plan who gets more time before then."),),
            tables=(_not_yet_table(concepts, rows, site),),
        ),
    ]
    lead = _("One concept per grade that the next years build on.")
    return staff_view(site, _("High-leverage concepts"), lead, parts)


def _learners_of_grade(concept: Competency, rows: Iterable[StaffRow]) -> list[StaffRow]:
    wanted = 0 if concept.grade == "K" else int(concept.grade) if concept.grade.isdigit() else None
    return [row for row in rows if row.grade == wanted and wanted is not None]


class _GradeProgress(Struct, frozen=True, kw_only=True):
    """The learners of a grade beside its high-leverage concept."""

    concept: Competency
    learners: set[LearnerId]
    there: set[LearnerId]
    """Who has met it."""
    rated: set[LearnerId]
    models: Mapping[str, int]
    """How many learners have shown it with each model."""


def _grade_table(concepts: Iterable[Competency], rows: Sequence[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[_GradeProgress] = (
        Column(_("Concept"), lambda grade: competency_cell(grade.concept.code, site)),
        Column(_("Grade"), lambda grade: text_cell(grade.concept.grade)),
        Column(
            _("Learners of the grade"),
            lambda grade: number_cell(len(grade.learners)),
            is_number=True,
        ),
        Column(_("There"), lambda grade: number_cell(len(grade.there)), is_number=True),
        Column(
            _("Started"),
            lambda grade: number_cell(len(grade.rated - grade.there)),
            is_number=True,
        ),
        Column(
            _("Not rated yet"),
            lambda grade: number_cell(len(grade.learners - grade.rated - grade.there)),
            is_number=True,
        ),
        Column(
            _("Models seen"),
            lambda grade: text_cell(
                ", ".join(f"{model}: {n}" for model, n in sorted(grade.models.items()))
            ),
        ),
    )
    return make_table(
        "high-leverage",
        _("Grade by grade"),
        columns,
        ((_measure_grade(concept, rows),) for concept in concepts),
        empty=_("No competency is marked as high-leverage."),
    )


def _measure_grade(concept: Competency, rows: Iterable[StaffRow]) -> _GradeProgress:
    mine = _learners_of_grade(concept, rows)
    cells = {row.learner: row.cells[concept.code] for row in mine if concept.code in row.cells}
    return _GradeProgress(
        concept=concept,
        learners={row.learner for row in mine},
        there={learner for learner, cell in cells.items() if cell.status.is_met},
        rated={learner for learner, cell in cells.items() if cell.last_seen},
        models=Counter(model for row in mine for model in _models(row, concept.code)),
    )


def _models(row: StaffRow, code: CompetencyCode) -> tuple[str, ...]:
    """Return the models with which a learner has shown a competency, in order of first use."""
    models = (assessed.model for assessed in row.assessed if assessed.competency == code)
    return tuple(dict.fromkeys(model for model in models if model))


def _not_yet_table(
    concepts: Iterable[Competency], rows: Sequence[StaffRow], site: Site
) -> TableView:
    _: Translate = site.reader.gettext
    pending = [
        (concept, row)
        for concept in concepts
        for row in _learners_of_grade(concept, rows)
        if concept.code not in row.cells or not row.cells[concept.code].status.is_met
    ]
    columns: Columns[Competency, StaffRow] = (
        Column(_("Learner"), lambda _concept, row: learner_cell(row)),
        Column(_("Group"), lambda _concept, row: group_cell(row, site), choose=True),
        Column(
            _("Concept"), lambda concept, _row: competency_cell(concept.code, site), choose=True
        ),
        Column(
            _("Level now"), lambda concept, row: text_cell(level_words(row, concept.code, site))
        ),
        Column(
            _("Models seen"), lambda concept, row: text_cell(", ".join(_models(row, concept.code)))
        ),
        Column(
            _("Waits for"),
            lambda concept, row: text_cell(", ".join(_waiting_for(row, concept.code))),
        ),
        Column(_("Last seen"), lambda concept, row: date_cell(_last_seen(row, concept.code), site)),
    )
    return make_table(
        "high-leverage-not-yet",
        _("Not there yet"),
        columns,
        pending,
        empty=_("Everyone is there."),
    )


def _waiting_for(row: StaffRow, code: CompetencyCode) -> Sequence[str]:
    return row.cells[code].waiting_for if code in row.cells else ()


def _last_seen(row: StaffRow, code: CompetencyCode) -> date | None:
    return row.cells[code].last_seen if code in row.cells else None


def lesson_view(lesson: Lesson, rows: Iterable[StaffRow], site: Site) -> LessonView:
    """Return the page of a lesson, with menu tasks and the learners who are ready for it."""
    _: Translate = site.reader.gettext
    title = site.reader.say(lesson.title)
    facts = []
    if lesson.grade:
        facts.append(_("Grade {grade}").format(grade=lesson.grade))
    if lesson.minutes:
        facts.append(_("{n} minutes").format(n=lesson.minutes))
    concept = competency_link(parse_code(lesson.concept), site) if lesson.concept else None
    return LessonView(
        base="../../../",
        title=title,
        description=_("A lesson to teach from: {title}.").format(title=title),
        crumbs=(LinkView(_("For staff"), "staff/"), LinkView(_("Lessons"), "staff/lessons/")),
        facts=tuple(facts),
        concept=concept,
        materials=lesson.materials,
        body=body_html(lesson.body, Surroundings(words=prose_words(site.reader))),
        offers=tuple(
            (site.reader.say(offer.title), site.reader.say(offer.text))
            for offer in site.catalogue.menu
            if lesson.concept and parse_code(lesson.concept) in offer.for_
        ),
        ready=tuple(_ready_learners(lesson, rows, site)),
    )


def _ready_learners(
    lesson: Lesson, rows: Iterable[StaffRow], site: Site
) -> Iterator[tuple[LinkView, str]]:
    _: Translate = site.reader.gettext
    if lesson.concept is None:
        return
    for row in rows:
        cell = row.cells.get(lesson.concept)
        if cell is None or not (cell.status.is_open or cell.status is Status.READY):
            continue
        level = level_words(row, lesson.concept, site) or _("not yet rated")
        seen = f" ({short_day(cell.last_seen, site)})" if cell.last_seen else ""
        models = _models(row, lesson.concept)
        with_ = _("; shown: {models}").format(models=join_words(models, _)) if models else ""
        yield learner_link(row), f"{level}{seen}{with_}"


def lessons_view(site: Site) -> StaffView:
    """Return the list of lessons."""
    _: Translate = site.reader.gettext
    columns: Columns[Lesson] = (
        Column(
            _("Lesson"),
            lambda lesson: text_cell(site.reader.say(lesson.title), f"staff/lesson/{lesson.id}/"),
        ),
        Column(_("Grade"), lambda lesson: text_cell(lesson.grade), choose=True),
        Column(_("Concept"), lambda lesson: text_cell(lesson.concept or ""), choose=True),
        Column(_("Minutes"), lambda lesson: number_cell(lesson.minutes), is_number=True),
    )
    table = make_table(
        "lessons",
        _("Lessons"),
        columns,
        ((lesson,) for lesson in site.catalogue.lessons),
        empty=_("There is no lesson yet: write one in competencies/lessons/."),
    )
    part = StaffPartView(title=_("Lessons"), anchor="lessons", tables=(table,))
    lead = _("Launch, main lesson, menu, closure: each on a page to teach from.")
    return staff_view(site, _("Lessons"), lead, (part,))
