"""The high-leverage concepts class by class, and lessons."""

from collections.abc import Iterable, Iterator, Sequence

from wayfolio.model.attainment import Status
from wayfolio.model.frameworks import Competency, parse_code
from wayfolio.model.names import CompetencyCode, LearnerId
from wayfolio.model.staff import StaffRow
from wayfolio.model.teaching import Lesson
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.parts.prose import body_html
from wayfolio.render.parts.views import LinkView, PageView, Site, competency_link
from wayfolio.render.staff.table import CellView, ColumnView, TableView, number_cell, text_cell
from wayfolio.render.staff.words import (
    StaffPartView,
    StaffView,
    competency_cell,
    date_cell,
    group_title,
    learner_cell,
    learner_link,
    level_words,
    short_day,
    staff_view,
)

MET = (Status.MET, Status.GOING_FURTHER)
WITHIN_REACH = (Status.READY, Status.UNDER_WAY, Status.NEARLY_THERE, Status.FRESH_LOOK)


class LessonView(PageView, frozen=True, kw_only=True):
    """All that staff_lesson.html may show."""

    facts: tuple[str, ...]
    concept: LinkView | None
    materials: tuple[str, ...]
    body: str
    offers: tuple[tuple[str, str], ...]
    ready: tuple[tuple[LinkView, str], ...]


def concepts_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return the high-leverage concept of each grade: who is there, with what, and who not yet."""
    _: Translate = site.reader.words.gettext
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
            title=_("Not there yet in the concept of their grade"),
            anchor="not-yet",
            says=(_("Nobody is late: this is for planning who gets more time before then."),),
            tables=(_not_yet_table(concepts, rows, site),),
        ),
    ]
    lead = _("One concept a grade on which the next years stand.")
    return staff_view(site, _("High-leverage concepts"), lead, parts)


def _learners_of_grade(concept: Competency, rows: Iterable[StaffRow]) -> list[StaffRow]:
    wanted = 0 if concept.grade == "K" else int(concept.grade) if concept.grade.isdigit() else None
    return [row for row in rows if row.grade == wanted and wanted is not None]


def _grade_table(concepts: Iterable[Competency], rows: Sequence[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="high-leverage",
        title=_("Grade by grade"),
        columns=(
            ColumnView(title=_("Concept")),
            ColumnView(title=_("Grade")),
            ColumnView(title=_("Learners of the grade"), is_number=True),
            ColumnView(title=_("There"), is_number=True),
            ColumnView(title=_("Begun"), is_number=True),
            ColumnView(title=_("Not rated yet"), is_number=True),
            ColumnView(title=_("Models seen")),
        ),
        rows=tuple(
            _grade_row(concept, _learners_of_grade(concept, rows), site) for concept in concepts
        ),
        empty=_("No competency is marked as high-leverage."),
    )


def _grade_row(concept: Competency, mine: list[StaffRow], site: Site) -> tuple[CellView, ...]:
    there = [
        row for row in mine if concept.code in row.cells and row.cells[concept.code].status in MET
    ]
    rated = [row for row in mine if concept.code in row.cells and row.cells[concept.code].last_seen]
    models: dict[str, set[LearnerId]] = {}
    for row in mine:
        for assessed in row.assessed:
            if assessed.competency == concept.code and assessed.model:
                models.setdefault(assessed.model, set()).add(row.learner)
    return (
        competency_cell(concept.code, site),
        text_cell(concept.grade),
        number_cell(len(mine)),
        number_cell(len(there)),
        number_cell(len([row for row in rated if row not in there])),
        number_cell(len(mine) - len(rated) - len([row for row in there if row not in rated])),
        text_cell(", ".join(f"{model}: {len(who)}" for model, who in sorted(models.items()))),
    )


def _not_yet_table(
    concepts: Iterable[Competency], rows: Sequence[StaffRow], site: Site
) -> TableView:
    _: Translate = site.reader.words.gettext
    pending = [
        (concept, row)
        for concept in concepts
        for row in _learners_of_grade(concept, rows)
        if concept.code not in row.cells or row.cells[concept.code].status not in MET
    ]
    return TableView(
        name="high-leverage-not-yet",
        title=_("Not there yet"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Concept"), choose=True),
            ColumnView(title=_("Level now")),
            ColumnView(title=_("Models seen")),
            ColumnView(title=_("Waits for")),
            ColumnView(title=_("Last seen")),
        ),
        rows=tuple(_not_yet_row(concept.code, row, site) for concept, row in pending),
        empty=_("Everybody is there."),
    )


def _not_yet_row(code: CompetencyCode, row: StaffRow, site: Site) -> tuple[CellView, ...]:
    cell = row.cells.get(code)
    models = [
        assessed.model
        for assessed in row.assessed
        if assessed.competency == code and assessed.model
    ]
    return (
        learner_cell(row),
        text_cell(group_title(row.group, site)),
        competency_cell(code, site),
        text_cell(level_words(row, code, site)),
        text_cell(", ".join(dict.fromkeys(models))),
        text_cell(", ".join(cell.waiting_for) if cell else ""),
        date_cell(cell.last_seen if cell else None, site),
    )


def lesson_view(lesson: Lesson, rows: Iterable[StaffRow], site: Site) -> LessonView:
    """Return a lesson to teach from, with the menu that fits and who could work on it now."""
    _: Translate = site.reader.words.gettext
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
        body=body_html(lesson.body, {}, {}),
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
    _: Translate = site.reader.words.gettext
    for row in rows:
        cell = row.cells.get(lesson.concept) if lesson.concept else None
        if lesson.concept and cell and cell.status in WITHIN_REACH:
            models = [
                assessed.model
                for assessed in row.assessed
                if assessed.competency == lesson.concept and assessed.model
            ]
            level = level_words(row, lesson.concept, site) or _("not yet rated")
            with_ = _("; shown: {models}").format(
                models=join_words(tuple(dict.fromkeys(models)), _)
            )
            seen = f" ({short_day(cell.last_seen, site)})" if cell.last_seen else ""
            yield learner_link(row), f"{level}{seen}{with_ if models else ''}"


def lessons_view(site: Site) -> StaffView:
    """Return the list of lessons."""
    _: Translate = site.reader.words.gettext
    table = TableView(
        name="lessons",
        title=_("Lessons"),
        columns=(
            ColumnView(title=_("Lesson")),
            ColumnView(title=_("Grade"), choose=True),
            ColumnView(title=_("Concept"), choose=True),
            ColumnView(title=_("Minutes"), is_number=True),
        ),
        rows=tuple(
            (
                text_cell(site.reader.say(lesson.title), f"staff/lesson/{lesson.id}/"),
                text_cell(lesson.grade),
                text_cell(lesson.concept or ""),
                number_cell(lesson.minutes),
            )
            for lesson in site.catalogue.lessons
        ),
        empty=_("There is no lesson yet: write one in competencies/lessons/."),
    )
    part = StaffPartView(title=_("Lessons"), anchor="lessons", tables=(table,))
    lead = _("Launch, main lesson, menu, closure: each on a page to teach from.")
    return staff_view(site, _("Lessons"), lead, (part,))
