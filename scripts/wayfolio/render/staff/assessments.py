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
    by_id,
    competency_view,
    day_text,
    group_title,
    learner_view,
    person_name,
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
            tables=(_due(due, by_id(rows), site), _windows(windows, site)),
        ),
        StaffPartView(title=_("What covers what"), anchor="covers", tables=(_covers(rows, site),)),
        StaffPartView(
            title=_("What was shown with which model"),
            anchor="models",
            tables=(_models(rows, site),),
        ),
        StaffPartView(
            title=_("Collaborative studies"),
            anchor="studies",
            tables=(studies_table(list_studies(rows), site),),
        ),
        StaffPartView(
            title=_("Notes from each assessment"),
            anchor="notes",
            tables=(_notes(rows, site),),
        ),
        StaffPartView(
            title=_("Instruments"),
            anchor="instruments",
            entries=tuple(_told(one, site) for one in site.catalogue.instruments.values()),
        ),
    )
    lead = _("Assessments, short tasks and interviews: who comes next, and what each shows.")
    return staff_view(site, _("Assessments"), lead, parts)


def _due(due: Iterable[Due], known: Mapping[LearnerId, StaffRow], site: Site) -> TableView:
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
        rows=tuple(_due_row(one, known[one.learner], site) for one in due),
        empty=_("No window is coming up, or everyone has been seen in it."),
    )


def _due_row(one: Due, row: StaffRow, site: Site) -> tuple[CellView, ...]:
    _: Translate = site.reader.words.gettext
    titles = [
        site.reader.say(i.title)
        for i in site.catalogue.instruments.values()
        if i.id in one.instruments
    ]
    seen = [f"{window}: {_('seen') if was else _('not seen')}" for window, was in one.seen]
    return (
        learner_view(row),
        text_cell(group_title(row.group, site)),
        competency_view(one.competency, site),
        text_cell(", ".join(titles) or _("none yet for this concept")),
        day_text(one.opens, site),
        day_text(one.closes, site),
        text_cell(", ".join(seen)),
    )


def _windows(windows: Iterable[WindowSeen], site: Site) -> TableView:
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
                text_cell(one.window.replace("-", " ")),
                day_text(one.opens, site),
                day_text(one.closes, site),
                number_cell(one.concerned),
                number_cell(one.seen),
            )
            for one in windows
        ),
        empty=_("No window has started yet."),
    )


def _covers(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    used: dict[str, list[Assessed]] = {}
    for row in rows:
        for one in row.assessed:
            used.setdefault(one.instrument, []).append(one)
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
                text_cell(site.reader.say(one.title) or one.id),
                text_cell(occasion(one.kind, _)),
                text_cell(", ".join(one.focus)),
                text_cell(", ".join(one.stations)),
                number_cell(len({found.learner for found in used.get(one.id, ())})),
                day_text(max((found.on for found in used.get(one.id, ())), default=None), site),
            )
            for one in site.catalogue.instruments.values()
        ),
        empty=_("There is no instrument yet: write competencies/instruments.yml."),
    )


def _models(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    found = [one for row in rows for one in row.assessed if one.model]
    known = by_id(rows)
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
                learner_view(known[one.learner]),
                text_cell(group_title(known[one.learner].group, site)),
                competency_view(one.competency, site),
                text_cell(one.model),
                number_cell(one.level, "" if one.level is not None else "M"),
                text_cell(occasion(one.kind, _)),
                day_text(one.on, site),
            )
            for one in found
        ),
        empty=_("No rating names a model yet."),
    )


def _notes(rows: Iterable[StaffRow], site: Site) -> TableView:
    """Return the notes of probes, interviews, studies and other assessments, the newest first."""
    _: Translate = site.reader.words.gettext
    kinds = {one.kind for one in site.catalogue.instruments.values()}
    found = [
        (one, row)
        for row in rows
        for one in row.demonstrations
        if one.note and (one.instrument or one.kind in kinds) and one.date <= site.as_of
    ]
    found.sort(key=lambda pair: (pair[0].date, pair[1].learner), reverse=True)
    return TableView(
        name="assessment-notes",
        title=_("Notes from each assessment"),
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
                learner_view(row),
                text_cell(group_title(row.group, site)),
                day_text(one.date, site),
                text_cell(_instrument(one, site)),
                text_cell(join_words([person_name(by, site) for by in one.by], _)),
                text_cell(site.reader.quote(one.note or "")),
            )
            for one, row in found
        ),
        empty=_("No assessment has a note yet."),
    )


def _instrument(one: Demonstration, site: Site) -> str:
    """Return what an occasion was: the title of its instrument, else its kind."""
    used = site.catalogue.instruments.get(one.instrument) if one.instrument else None
    titled = site.reader.say(used.title) if used else ""
    return titled or occasion(one.kind, site.reader.words.gettext)


def _told(one: Instrument, site: Site) -> tuple[LinkView, str]:
    _: Translate = site.reader.words.gettext
    says = [occasion(one.kind, _), ", ".join(one.focus)]
    if one.minutes:
        says.append(_("{n} minutes").format(n=one.minutes))
    says += [site.reader.say(one.form), site.reader.say(one.prompt), site.reader.say(one.about)]
    says += [f"“{site.reader.say(ask)}”" for ask in one.asks]
    says.append(_("version {n}").format(n=one.version))
    return LinkView(site.reader.say(one.title) or one.id), " · ".join(filter(None, says))
