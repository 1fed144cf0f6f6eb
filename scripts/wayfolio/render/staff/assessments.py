"""Instruments: who is due, what covers what, what was shown, seen together and written down."""

from collections.abc import Iterable, Mapping, Sequence

from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import Demonstration
from wayfolio.model.staff import Due, StaffRow, WindowSeen
from wayfolio.model.supports import Assessed
from wayfolio.model.teaching import Instrument
from wayfolio.render.language.vocabulary import Translate, listed, occasion
from wayfolio.render.parts.views import LinkView, Site
from wayfolio.render.staff.studies import studies, studies_table
from wayfolio.render.staff.table import CellView, ColumnView, TableView, number, text
from wayfolio.render.staff.words import (
    PartView,
    StaffView,
    by_id,
    competency,
    day,
    group,
    learner,
    person,
    staff_view,
)


def instruments_view(
    rows: Sequence[StaffRow], due: Sequence[Due], windows: Sequence[WindowSeen], site: Site
) -> StaffView:
    """Return who is due, which instrument covers what, and what was shown with which model."""
    _: Translate = site.reader.words.gettext
    parts = (
        PartView(
            title=_("Who is due"),
            anchor="due",
            tables=(_due(due, by_id(rows), site), _windows(windows, site)),
        ),
        PartView(title=_("What covers what"), anchor="covers", tables=(_covers(rows, site),)),
        PartView(
            title=_("What was shown with which model"),
            anchor="models",
            tables=(_models(rows, site),),
        ),
        PartView(
            title=_("Collaborative studies"),
            anchor="studies",
            tables=(studies_table(studies(rows), site),),
        ),
        PartView(
            title=_("What was written down"),
            anchor="notes",
            tables=(_notes(rows, site),),
        ),
        PartView(
            title=_("The instruments themselves"),
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
        empty=_("No window is to come, or everybody has been seen in it."),
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
        learner(row),
        text(group(row.group, site)),
        competency(one.competency, site),
        text(", ".join(titles) or _("none is written for this concept")),
        day(one.opens, site),
        day(one.closes, site),
        text(", ".join(seen)),
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
                text(one.window.replace("-", " ")),
                day(one.opens, site),
                day(one.closes, site),
                number(one.concerned),
                number(one.seen),
            )
            for one in windows
        ),
        empty=_("No window has begun yet."),
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
                text(site.reader.say(one.title) or one.id),
                text(occasion(one.kind, _)),
                text(", ".join(one.focus)),
                text(", ".join(one.stations)),
                number(len({found.learner for found in used.get(one.id, ())})),
                day(max((found.on for found in used.get(one.id, ())), default=None), site),
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
                learner(known[one.learner]),
                text(group(known[one.learner].group, site)),
                competency(one.competency, site),
                text(one.model),
                number(one.level, "" if one.level is not None else "M"),
                text(occasion(one.kind, _)),
                day(one.on, site),
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
                learner(row),
                text(group(row.group, site)),
                day(one.date, site),
                text(_instrument(one, site)),
                text(listed([person(by, site) for by in one.by], _)),
                text(site.reader.quote(one.note or "")),
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
