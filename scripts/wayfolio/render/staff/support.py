"""The page of supports: caseload, dosage, and levels beside it."""

from collections.abc import Iterable, Iterator, Sequence

from wayfolio.model.names import ScaleId
from wayfolio.model.staff import Helped, StaffRow
from wayfolio.model.supports import Dosed, FocusMove
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.learner.supports import support_title
from wayfolio.render.parts.naming import rule_sentence
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.table import (
    CellView,
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
    level_with_word,
    person_name,
    short_day,
    staff_view,
)

MOOD = ScaleId("mood")


def support_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return the page of supports."""
    _: Translate = site.reader.gettext
    helped = [(support, row) for row in rows for support in row.helped]
    parts = (
        StaffPartView(
            title=_("Caseload and dosage"),
            anchor="dosage",
            says=(
                _(
                    "Planned so far = the number of recorded sessions, each at its planned"
                    " length. Minutes never count toward a level."
                ),
            ),
            tables=(_caseload_table(helped, site), _dosage_table(helped, site)),
        ),
        StaffPartView(
            title=_("Levels beside dosage"),
            anchor="beside",
            says=(
                _(
                    "The level of each target of a support, on the first planned day and now."
                    " Much else happened in those weeks, so this does not show what caused"
                    " what."
                ),
            ),
            tables=(_level_table(helped, site),),
        ),
        StaffPartView(
            title=_("Tickets and moods, session by session"),
            anchor="tickets",
            tables=(_session_table(helped, site),),
        ),
    )
    lead = _("Who supports whom, how much of it took place, and when it ends.")
    return staff_view(site, _("Supports"), lead, parts)


def _caseload_table(helped: Iterable[tuple[Helped, StaffRow]], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    by: dict[str, list[Dosed]] = {}
    for helped_learner, _row in helped:
        by.setdefault(helped_learner.support.by, []).append(helped_learner.dosed)
    columns: Columns[str, list[Dosed]] = (
        Column(_("Person"), lambda name, _dosages: text_cell(person_name(name, site))),
        Column(_("Learners"), lambda _name, dosages: number_cell(len(dosages)), is_number=True),
        Column(
            _("Sessions"),
            lambda _name, dosages: number_cell(sum(dosed.sessions for dosed in dosages)),
            is_number=True,
        ),
        Column(
            _("Minutes delivered"),
            lambda _name, dosages: number_cell(sum(dosed.minutes for dosed in dosages)),
            is_number=True,
        ),
        Column(
            _("Planned so far"),
            lambda _name, dosages: number_cell(sum(dosed.planned_so_far for dosed in dosages)),
            is_number=True,
        ),
    )
    return make_table(
        "caseload",
        _("Who supports how many"),
        columns,
        sorted(by.items()),
        empty=_("Nobody is supported yet."),
    )


def _dosage_table(helped: Iterable[tuple[Helped, StaffRow]], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[Helped, StaffRow] = (
        Column(_("Learner"), lambda _support, row: learner_cell(row)),
        Column(_("Group"), lambda _support, row: group_cell(row, site), choose=True),
        Column(
            _("Support"),
            lambda support, _row: text_cell(support_title(support.support, site)),
            choose=True,
        ),
        Column(
            _("With"),
            lambda support, _row: text_cell(person_name(support.support.by, site)),
            choose=True,
        ),
        Column(_("Sessions"), lambda support, _row: text_cell(_attendance(support.dosed, site))),
        Column(
            _("Minutes"), lambda support, _row: number_cell(support.dosed.minutes), is_number=True
        ),
        Column(
            _("Planned so far"),
            lambda support, _row: number_cell(support.dosed.planned_so_far),
            is_number=True,
        ),
        Column(
            _("Share in percent"),
            lambda support, _row: number_cell(
                support.dosed.share * 100 if support.dosed.share is not None else None
            ),
            is_number=True,
        ),
        Column(
            _("Whole plan"),
            lambda support, _row: number_cell(support.dosed.planned_minutes),
            is_number=True,
        ),
        Column(
            _("Absences in a row"), lambda support, _row: text_cell(_absences(support.dosed, site))
        ),
        Column(_("Last session"), lambda support, _row: date_cell(support.dosed.last, site)),
        Column(_("It ends with"), lambda support, _row: _exit_cell(support, site)),
    )
    return make_table(
        "dosage", _("Delivered and planned"), columns, helped, empty=_("Nobody is supported yet.")
    )


def _exit_cell(support: Helped, site: Site) -> CellView:
    """Return the exit rule of a support, and whether it is met."""
    _: Translate = site.reader.gettext
    if not support.support.exit:
        return text_cell("")
    ends = rule_sentence(support.support.exit, site)
    reached = _("reached") if support.exit_met else _("not yet")
    return text_cell(ends, note=reached if ends else "")


def _attendance(dosed: Dosed, site: Site) -> str:
    _: Translate = site.reader.gettext
    said = _("{there} of {all}").format(there=dosed.attended, all=dosed.sessions)
    if dosed.substitutes:
        several = site.reader.ngettext
        with_ = several("{n} with a substitute", "{n} with a substitute", dosed.substitutes)
        said = f"{said}, {with_.format(n=dosed.substitutes)}"
    return said


def _absences(dosed: Dosed, site: Site) -> str:
    _: Translate = site.reader.gettext
    if not dosed.away_longest:
        return ""
    return _("{now} now, {most} at most").format(now=dosed.away_now, most=dosed.away_longest)


def _level_table(helped: Iterable[tuple[Helped, StaffRow]], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[Helped, StaffRow, FocusMove] = (
        Column(_("Learner"), lambda _support, row, _move: learner_cell(row)),
        Column(
            _("Support"),
            lambda support, _row, _move: text_cell(support_title(support.support, site)),
            choose=True,
        ),
        Column(_("Aims at"), lambda _support, _row, move: competency_cell(move.code, site)),
        Column(
            _("Then"),
            lambda _support, _row, move: text_cell(level_with_word(move.code, move.was, site)),
        ),
        Column(
            _("Now"),
            lambda _support, _row, move: text_cell(level_with_word(move.code, move.now, site)),
        ),
        Column(
            _("Ratings since"),
            lambda _support, _row, move: number_cell(move.ratings),
            is_number=True,
        ),
        Column(
            _("Minutes"),
            lambda support, _row, _move: number_cell(support.dosed.minutes),
            is_number=True,
        ),
    )
    return make_table(
        "levels-beside-dosage",
        _("Levels beside dosage"),
        columns,
        ((support, row, move) for support, row in helped for move in support.moves),
        empty=_("No support names what it aims at."),
    )


def _session_table(helped: Iterable[tuple[Helped, StaffRow]], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[Helped, StaffRow] = (
        Column(_("Learner"), lambda _support, row: learner_cell(row)),
        Column(
            _("Support"),
            lambda support, _row: text_cell(support_title(support.support, site)),
            choose=True,
        ),
        Column(
            _("Tickets"),
            lambda support, _row: text_cell(
                ", ".join(f"{t.right}/{t.of}" for t in support.dosed.tickets)
            ),
        ),
        Column(
            _("Correct in total"),
            lambda support, _row: text_cell(_right_answers(support.dosed, site)),
        ),
        Column(
            _("Moods, first to last"),
            lambda support, _row: text_cell(
                ", ".join(_moods(support.dosed, site)), note=_mood_days(support.dosed, site)
            ),
        ),
    )
    return make_table(
        "tickets-and-moods",
        _("Tickets and moods"),
        columns,
        helped,
        empty=_("No tickets or moods are recorded."),
    )


def _right_answers(dosed: Dosed, site: Site) -> str:
    _: Translate = site.reader.gettext
    of = sum(ticket.of for ticket in dosed.tickets)
    right = sum(ticket.right for ticket in dosed.tickets)
    return _("{right} of {of}").format(right=right, of=of) if of else ""


def _mood_days(dosed: Dosed, site: Site) -> str:
    if not dosed.moods:
        return ""
    return f"{short_day(dosed.moods[0][0], site)} – {short_day(dosed.moods[-1][0], site)}"


def _moods(dosed: Dosed, site: Site) -> Iterator[str]:
    scale = site.catalogue.scales.get(MOOD)
    for _on, mood in dosed.moods:
        point = next((p for p in scale.points if p.value == mood), None) if scale else None
        yield site.reader.say(point.label) if point else str(mood)


def dosage_line(support: Helped, site: Site) -> str:
    """Return a support in a sentence, for the conference sheet."""
    _: Translate = site.reader.gettext
    return _(
        "{title} with {name}: {minutes} of {planned} minutes, {there} of {all} sessions"
    ).format(
        title=support_title(support.support, site),
        name=person_name(support.support.by, site),
        minutes=support.dosed.minutes,
        planned=support.dosed.planned_so_far,
        there=support.dosed.attended,
        all=support.dosed.sessions,
    )
