"""The page of assessments: who is due, coverage, models shown, studies, notes, instruments."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import Demonstration
from wayfolio.model.staff import Due, StaffRow, WindowSeen
from wayfolio.model.supports import Assessed
from wayfolio.model.teaching import Instrument
from wayfolio.render.language.vocabulary import Translate, assessment
from wayfolio.render.parts.views import LinkView, Site
from wayfolio.render.staff.studies import list_studies, studies_table
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
    group_title,
    learner_cell,
    people_cell,
    rows_by_learner,
    staff_view,
)


def instruments_view(
    rows: Sequence[StaffRow], due: Sequence[Due], windows: Sequence[WindowSeen], site: Site
) -> StaffView:
    """Return the page of assessments."""
    _: Translate = site.reader.gettext
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
            title=_("Notes from each assessment"),
            anchor="notes",
            tables=(_note_table(rows, site),),
        ),
        StaffPartView(
            title=_("Instruments"),
            anchor="instruments",
            entries=tuple(
                _instrument_entry(instrument, site)
                for instrument in site.catalogue.instruments.values()
            ),
        ),
    )
    lead = _("Assessments, probes and interviews: who comes next, and what each shows.")
    return staff_view(site, _("Assessments"), lead, parts)


def _due_table(due: Iterable[Due], known: Mapping[LearnerId, StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[Due, StaffRow] = (
        Column(_("Learner"), lambda _due, row: learner_cell(row)),
        Column(_("Group"), lambda _due, row: group_cell(row, site), choose=True),
        Column(_("Concept"), lambda due, _row: competency_cell(due.competency, site), choose=True),
        Column(
            _("Instrument"),
            lambda due, _row: text_cell(
                ", ".join(_titles(due, site)) or _("none yet for this concept")
            ),
        ),
        Column(_("Opens"), lambda due, _row: date_cell(due.opens, site)),
        Column(_("Closes"), lambda due, _row: date_cell(due.closes, site)),
        Column(_("Earlier windows"), lambda due, _row: text_cell(", ".join(_windows_seen(due, _)))),
    )
    return make_table(
        "assessments-due",
        _("Who is due"),
        columns,
        ((assessment, known[assessment.learner]) for assessment in due),
        empty=_("No window is coming up, or everyone has been seen in it."),
    )


def _titles(due: Due, site: Site) -> list[str]:
    """Return the titles of the instruments that fit a learner who is due."""
    return [
        site.reader.say(instrument.title)
        for instrument in site.catalogue.instruments.values()
        if instrument.id in due.instruments
    ]


def _windows_seen(due: Due, _: Translate) -> list[str]:
    """Return the windows that have begun, each with whether the learner was seen in it."""
    return [f"{window}: {_('seen') if seen else _('not seen')}" for window, seen in due.seen]


def _window_table(windows: Iterable[WindowSeen], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[WindowSeen] = (
        Column(_("Window"), lambda window: text_cell(window.window.replace("-", " "))),
        Column(_("Opens"), lambda window: date_cell(window.opens, site)),
        Column(_("Closes"), lambda window: date_cell(window.closes, site)),
        Column(_("Learners"), lambda window: number_cell(window.concerned), is_number=True),
        Column(_("Seen"), lambda window: number_cell(window.seen), is_number=True),
    )
    return make_table(
        "assessment-windows",
        _("How many were seen in each window"),
        columns,
        ((window,) for window in windows),
        empty=_("No window has started yet."),
    )


def _instrument_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    used: dict[str, list[Assessed]] = {}
    for row in rows:
        for assessed in row.assessed:
            used.setdefault(assessed.instrument, []).append(assessed)
    columns: Columns[Instrument] = (
        Column(
            _("Instrument"),
            lambda instrument: text_cell(site.reader.say(instrument.title) or instrument.id),
        ),
        Column(
            _("Kind"), lambda instrument: text_cell(assessment(instrument.kind, _)), choose=True
        ),
        Column(_("Covers"), lambda instrument: text_cell(", ".join(instrument.focus))),
        Column(_("Stations"), lambda instrument: text_cell(", ".join(instrument.stations))),
        Column(
            _("Learners"),
            lambda instrument: number_cell(
                len({assessed.learner for assessed in used.get(instrument.id, ())})
            ),
            is_number=True,
        ),
        Column(
            _("Last used"),
            lambda instrument: date_cell(
                max((assessed.on for assessed in used.get(instrument.id, ())), default=None),
                site,
            ),
        ),
    )
    return make_table(
        "instruments",
        _("What covers what"),
        columns,
        ((instrument,) for instrument in site.catalogue.instruments.values()),
        empty=_("There is no instrument yet: write competencies/instruments.yml."),
    )


def _model_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    rated = [assessed for row in rows for assessed in row.assessed if assessed.model]
    known = rows_by_learner(rows)
    columns: Columns[Assessed] = (
        Column(_("Learner"), lambda assessed: learner_cell(known[assessed.learner])),
        Column(
            _("Group"),
            lambda assessed: text_cell(group_title(known[assessed.learner].group, site)),
            choose=True,
        ),
        Column(
            _("Concept"), lambda assessed: competency_cell(assessed.competency, site), choose=True
        ),
        Column(_("Model"), lambda assessed: text_cell(assessed.model), choose=True),
        Column(
            _("Level"),
            lambda assessed: number_cell(assessed.level, "" if assessed.level is not None else "M"),
            is_number=True,
        ),
        Column(_("By"), lambda assessed: text_cell(assessment(assessed.kind, _)), choose=True),
        Column(_("Day"), lambda assessed: date_cell(assessed.on, site)),
    )
    return make_table(
        "models",
        _("What was shown with which model"),
        columns,
        ((assessed,) for assessed in rated),
        empty=_("No rating names a model yet."),
    )


def _note_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    """Return the notes of probes, interviews, studies and other assessments, the newest first."""
    _: Translate = site.reader.gettext
    notes = [(occasion, row) for row in rows for occasion in _noted_assessments(row, site)]
    notes.sort(key=lambda pair: (pair[0].date, pair[1].learner), reverse=True)
    columns: Columns[Demonstration, StaffRow] = (
        Column(_("Learner"), lambda _occasion, row: learner_cell(row)),
        Column(_("Group"), lambda _occasion, row: group_cell(row, site), choose=True),
        Column(_("Day"), lambda occasion, _row: date_cell(occasion.date, site)),
        Column(
            _("Instrument"),
            lambda occasion, _row: text_cell(_occasion_title(occasion, site)),
            choose=True,
        ),
        Column(
            _("By"),
            lambda occasion, _row: people_cell(occasion.by, site),
            choose=True,
        ),
        Column(_("Note"), lambda occasion, _row: text_cell(site.reader.quote(occasion.note or ""))),
    )
    return make_table(
        "assessment-notes",
        _("Notes from each assessment"),
        columns,
        notes,
        empty=_("No assessment has a note yet."),
    )


def _noted_assessments(row: StaffRow, site: Site) -> Iterator[Demonstration]:
    """Yield the assessments of a learner on which somebody wrote a note."""
    kinds = {instrument.kind for instrument in site.catalogue.instruments.values()}
    for demonstration in row.demonstrations:
        is_assessment = demonstration.instrument or demonstration.kind in kinds
        if demonstration.note and is_assessment and demonstration.date <= site.as_of:
            yield demonstration


def _occasion_title(demonstration: Demonstration, site: Site) -> str:
    """Return the title of an occasion's instrument, or else its kind."""
    used = (
        site.catalogue.instruments.get(demonstration.instrument)
        if demonstration.instrument
        else None
    )
    titled = site.reader.say(used.title) if used else ""
    return titled or assessment(demonstration.kind, site.reader.gettext)


def _instrument_entry(instrument: Instrument, site: Site) -> tuple[LinkView, str]:
    _: Translate = site.reader.gettext
    says = [assessment(instrument.kind, _), ", ".join(instrument.focus)]
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
