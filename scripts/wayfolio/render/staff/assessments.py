"""Instruments: who is due, what covers what, what was shown, seen together and written down."""

from collections.abc import Iterable, Mapping, Sequence

from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import Demonstration
from wayfolio.model.staff import Due, StaffRow, WindowSeen
from wayfolio.model.supports import Assessed
from wayfolio.model.teaching import Instrument
from wayfolio.render.language.vocabulary import Translate, join_words, occasion
from wayfolio.render.parts.views import LinkView, Site
from wayfolio.render.staff.studies import list_studies, studies_table
from wayfolio.render.staff.table import CellView, ColumnView, TableView, number_cell, text_cell
from wayfolio.render.staff.words import (
    StaffPartView,
    StaffView,
    competency_cell,
    date_cell,
    group_title,
    learner_cell,
    person_name,
    rows_by_learner,
    staff_view,
)


def instruments_view(
    rows: Sequence[StaffRow], due: Sequence[Due], windows: Sequence[WindowSeen], site: Site
) -> StaffView:
    """Return who is due, which instrument covers what, and what was shown with which model."""
    _: Translate = site.reader.words.gettext
    parts = (
        StaffPartView(
            title=_("Who is due"),
            anchor="due",
            tables=(_due_table(due, rows_by_learner(rows), site), _window_table(windows, site)),
        ),
        StaffPartView(
            title=_("What covers what"), anchor="covers", tables=(_instrument_table(rows, site),)
        ),
        StaffPartView(
            title=_("What was shown with which model"),
            anchor="models",
            tables=(_model_table(rows, site),),
        ),
        StaffPartView(
            title=_("Collaborative studies"),
            anchor="studies",
            tables=(studies_table(list_studies(rows), site),),
        ),
        StaffPartView(
            title=_("What was written down"),
            anchor="notes",
            tables=(_note_table(rows, site),),
        ),
        StaffPartView(
            title=_("The instruments themselves"),
            anchor="instruments",
            entries=tuple(
                _instrument_entry(instrument, site)
                for instrument in site.catalogue.instruments.values()
            ),
        ),
    )
    lead = _("Assessments, short tasks and interviews: who comes next, and what each shows.")
    return staff_view(site, _("Assessments"), lead, parts)


def _due_table(due: Iterable[Due], known: Mapping[LearnerId, StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="assessments-due",
        title=_("Who is due"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Concept"), choose=True),
            ColumnView(title=_("Instrument")),
            ColumnView(title=_("Opens")),
            ColumnView(title=_("Closes")),
            ColumnView(title=_("Earlier windows")),
        ),
        rows=tuple(_due_row(assessment, known[assessment.learner], site) for assessment in due),
        empty=_("No window is to come, or everybody has been seen in it."),
    )


def _due_row(due: Due, row: StaffRow, site: Site) -> tuple[CellView, ...]:
    _: Translate = site.reader.words.gettext
    titles = [
        site.reader.say(i.title)
        for i in site.catalogue.instruments.values()
        if i.id in due.instruments
    ]
    seen = [f"{window}: {_('seen') if was else _('not seen')}" for window, was in due.seen]
    return (
        learner_cell(row),
        text_cell(group_title(row.group, site)),
        competency_cell(due.competency, site),
        text_cell(", ".join(titles) or _("none is written for this concept")),
        date_cell(due.opens, site),
        date_cell(due.closes, site),
        text_cell(", ".join(seen)),
    )


def _window_table(windows: Iterable[WindowSeen], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="assessment-windows",
        title=_("How many were seen in each window"),
        columns=(
            ColumnView(title=_("Window")),
            ColumnView(title=_("Opens")),
            ColumnView(title=_("Closes")),
            ColumnView(title=_("Learners"), is_number=True),
            ColumnView(title=_("Seen"), is_number=True),
        ),
        rows=tuple(
            (
                text_cell(window.window.replace("-", " ")),
                date_cell(window.opens, site),
                date_cell(window.closes, site),
                number_cell(window.concerned),
                number_cell(window.seen),
            )
            for window in windows
        ),
        empty=_("No window has begun yet."),
    )


def _instrument_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    used: dict[str, list[Assessed]] = {}
    for row in rows:
        for assessed in row.assessed:
            used.setdefault(assessed.instrument, []).append(assessed)
    return TableView(
        name="instruments",
        title=_("What covers what"),
        columns=(
            ColumnView(title=_("Instrument")),
            ColumnView(title=_("Kind"), choose=True),
            ColumnView(title=_("Covers")),
            ColumnView(title=_("Stations")),
            ColumnView(title=_("Learners"), is_number=True),
            ColumnView(title=_("Last used")),
        ),
        rows=tuple(
            (
                text_cell(site.reader.say(instrument.title) or instrument.id),
                text_cell(occasion(instrument.kind, _)),
                text_cell(", ".join(instrument.focus)),
                text_cell(", ".join(instrument.stations)),
                number_cell(len({assessed.learner for assessed in used.get(instrument.id, ())})),
                date_cell(
                    max((assessed.on for assessed in used.get(instrument.id, ())), default=None),
                    site,
                ),
            )
            for instrument in site.catalogue.instruments.values()
        ),
        empty=_("There is no instrument yet: write competencies/instruments.yml."),
    )


def _model_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    rated = [assessed for row in rows for assessed in row.assessed if assessed.model]
    known = rows_by_learner(rows)
    return TableView(
        name="models",
        title=_("What was shown with which model"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Concept"), choose=True),
            ColumnView(title=_("Model"), choose=True),
            ColumnView(title=_("Level"), is_number=True),
            ColumnView(title=_("By"), choose=True),
            ColumnView(title=_("Day")),
        ),
        rows=tuple(
            (
                learner_cell(known[assessed.learner]),
                text_cell(group_title(known[assessed.learner].group, site)),
                competency_cell(assessed.competency, site),
                text_cell(assessed.model),
                number_cell(assessed.level, "" if assessed.level is not None else "M"),
                text_cell(occasion(assessed.kind, _)),
                date_cell(assessed.on, site),
            )
            for assessed in rated
        ),
        empty=_("No rating names a model yet."),
    )


def _note_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    """Return the notes of probes, interviews, studies and other assessments, the newest first."""
    _: Translate = site.reader.words.gettext
    kinds = {instrument.kind for instrument in site.catalogue.instruments.values()}
    notes = [
        (occasion, row)
        for row in rows
        for occasion in row.demonstrations
        if occasion.note
        and (occasion.instrument or occasion.kind in kinds)
        and occasion.date <= site.as_of
    ]
    notes.sort(key=lambda pair: (pair[0].date, pair[1].learner), reverse=True)
    return TableView(
        name="assessment-notes",
        title=_("What was written down"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Day")),
            ColumnView(title=_("Instrument"), choose=True),
            ColumnView(title=_("By"), choose=True),
            ColumnView(title=_("Note")),
        ),
        rows=tuple(
            (
                learner_cell(row),
                text_cell(group_title(row.group, site)),
                date_cell(occasion.date, site),
                text_cell(_occasion_title(occasion, site)),
                text_cell(join_words([person_name(by, site) for by in occasion.by], _)),
                text_cell(site.reader.quote(occasion.note or "")),
            )
            for occasion, row in notes
        ),
        empty=_("No assessment has a note yet."),
    )


def _occasion_title(occasion_: Demonstration, site: Site) -> str:
    """Return what an occasion was: the title of its instrument, else its kind."""
    used = site.catalogue.instruments.get(occasion_.instrument) if occasion_.instrument else None
    titled = site.reader.say(used.title) if used else ""
    return titled or occasion(occasion_.kind, site.reader.words.gettext)


def _instrument_entry(instrument: Instrument, site: Site) -> tuple[LinkView, str]:
    _: Translate = site.reader.words.gettext
    says = [occasion(instrument.kind, _), ", ".join(instrument.focus)]
    if instrument.minutes:
        says.append(_("{n} minutes").format(n=instrument.minutes))
    says += [
        site.reader.say(instrument.form),
        site.reader.say(instrument.prompt),
        site.reader.say(instrument.about),
    ]
    says += [f"“{site.reader.say(ask)}”" for ask in instrument.asks]
    says.append(_("version {n}").format(n=instrument.version))
    return LinkView(site.reader.say(instrument.title) or instrument.id), " · ".join(
        filter(None, says)
    )
