"""The page of supports: caseload, dosage, and levels beside it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from wayfolio.model.names import Code, ScaleId, SkillCode
from wayfolio.model.staff import Helped, StaffRow
from wayfolio.model.supports import Dosed, FocusMove, Ticket
from wayfolio.render.language.vocabulary import Translate, support_state
from wayfolio.render.learner.supports import delivery_sentence, support_title
from wayfolio.render.parts.rules import rule_sentence
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.delivery import took_place_cell
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
                    "Scheduled = the days of the week in the plan until today, without holidays."
                    " A plan without days says only what was logged. Minutes never count toward a"
                    " level."
                ),
            ),
            tables=(_dosage_table(helped, site),),
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
            tables=(_session_table(helped, site), _skill_table(helped, site)),
        ),
    )
    lead = _("Who supports whom, how much of it took place, and when it ends.")
    return staff_view(site, _("Supports"), lead, parts)


def _dosage_table(helped: Iterable[tuple[Helped, StaffRow]], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns = (*_who(site), *_delivered(site), *_outlook(site))
    return make_table(
        "dosage", _("Delivered and planned"), columns, helped, empty=_("Nobody is supported yet.")
    )


def _who(site: Site) -> Columns[Helped, StaffRow]:
    """Return the columns that say who is helped, and by whom."""
    _: Translate = site.reader.gettext
    return (
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
        Column(_("Pod"), lambda support, _row: text_cell(support.support.planned.pod), choose=True),
    )


def _delivered(site: Site) -> Columns[Helped, StaffRow]:
    """Return the columns that say what took place of what was scheduled."""
    _: Translate = site.reader.gettext
    return (
        Column(
            _("Status"),
            lambda support, _row: text_cell(support_state(support.dosed.state, _)),
            choose=True,
        ),
        Column(_("Took place"), lambda support, _row: _attendance_cell(support.dosed, site)),
        Column(
            _("Share in percent"),
            lambda support, _row: number_cell(
                support.dosed.share * 100 if support.dosed.share is not None else None
            ),
            is_number=True,
        ),
        Column(
            _("Excused"), lambda support, _row: number_cell(support.dosed.excused), is_number=True
        ),
        Column(
            _("Missed"), lambda support, _row: number_cell(support.dosed.absent), is_number=True
        ),
        Column(
            _("No record"),
            lambda support, _row: number_cell(
                support.dosed.scheduled.unrecorded if support.dosed.scheduled else None
            ),
            is_number=True,
        ),
        Column(
            _("Minutes"), lambda support, _row: number_cell(support.dosed.minutes), is_number=True
        ),
        Column(
            _("Minutes scheduled"),
            lambda support, _row: number_cell(
                support.dosed.scheduled.minutes if support.dosed.scheduled else None
            ),
            is_number=True,
        ),
    )


def _outlook(site: Site) -> Columns[Helped, StaffRow]:
    """Return the columns that say how it goes on."""
    _: Translate = site.reader.gettext
    return (
        Column(
            _("Whole plan"),
            lambda support, _row: number_cell(support.dosed.planned_minutes),
            is_number=True,
        ),
        Column(
            _("Absences in a row"), lambda support, _row: text_cell(_absences(support.dosed, site))
        ),
        Column(_("Last session"), lambda support, _row: date_cell(support.dosed.last, site)),
        Column(
            _("Last talk with home"),
            lambda support, _row: date_cell(_last_contact(support.dosed), site),
        ),
        Column(_("It ends with"), lambda support, _row: _exit_cell(support, site)),
    )


def _exit_cell(support: Helped, site: Site) -> CellView:
    """Return the exit rule of a support, and whether it is met."""
    _: Translate = site.reader.gettext
    if not support.support.exit:
        return text_cell("")
    ends = rule_sentence(support.support.exit, site)
    reached = _("reached") if support.exit_met else _("not yet")
    return text_cell(ends, note=reached if ends else "")


def _attendance_cell(dosed: Dosed, site: Site) -> CellView:
    """Return the sessions that took place, and how many of them with a substitute."""
    cell = took_place_cell(dosed, site)
    if not dosed.substitutes:
        return cell
    several = site.reader.ngettext
    text = several("{n} with a substitute", "{n} with a substitute", dosed.substitutes)
    return replace(cell, note=text.format(n=dosed.substitutes))


def _last_contact(dosed: Dosed) -> date | None:
    return dosed.contacts[-1] if dosed.contacts else None


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
            lambda support, _row: text_cell(_right_answers(support.dosed.tickets, site)),
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


def _skill_table(helped: Iterable[tuple[Helped, StaffRow]], site: Site) -> TableView:
    """Return the tickets by the skill behind them: where help is needed, and where no longer."""
    _: Translate = site.reader.gettext
    columns: Columns[Helped, StaffRow, SkillCode, list[Ticket]] = (
        Column(_("Learner"), lambda _support, row, _skill, _tickets: learner_cell(row)),
        Column(
            _("With"),
            lambda support, _row, _skill, _tickets: text_cell(
                person_name(support.support.by, site)
            ),
            choose=True,
        ),
        Column(
            _("Skill"),
            lambda _support, _row, skill, _tickets: competency_cell(Code(skill), site),
            choose=True,
        ),
        Column(
            _("Tickets"),
            lambda _support, _row, _skill, tickets: number_cell(len(tickets)),
            is_number=True,
        ),
        Column(
            _("Correct in total"),
            lambda _support, _row, _skill, tickets: text_cell(_right_answers(tickets, site)),
        ),
        Column(
            _("Correct in the last three"),
            lambda _support, _row, _skill, tickets: text_cell(_right_answers(tickets[-3:], site)),
        ),
    )
    return make_table(
        "tickets-by-skill",
        _("Tickets by skill"),
        columns,
        (
            (support, row, skill, tickets)
            for support, row in helped
            for skill, tickets in _by_skill(support.dosed)
        ),
        empty=_("No ticket names a skill."),
    )


def _by_skill(dosed: Dosed) -> Iterator[tuple[SkillCode, list[Ticket]]]:
    tickets_of: dict[SkillCode, list[Ticket]] = {}
    for ticket in dosed.tickets:
        for skill in ticket.skills:
            tickets_of.setdefault(skill, []).append(ticket)
    yield from sorted(tickets_of.items())


def _right_answers(tickets: Sequence[Ticket], site: Site) -> str:
    _: Translate = site.reader.gettext
    of = sum(ticket.of for ticket in tickets)
    right = sum(ticket.right for ticket in tickets)
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
    title = _("{title} with {name}: {state}.").format(
        title=support_title(support.support, site),
        name=person_name(support.support.by, site),
        state=support_state(support.dosed.state, _),
    )
    if support.dosed.scheduled is not None:
        return f"{title} {delivery_sentence(support.dosed, site)}"
    count = {
        "there": support.dosed.attended,
        "all": support.dosed.sessions,
        "minutes": support.dosed.minutes,
    }
    logged = _("{there} of {all} logged sessions, {minutes} minutes.").format_map(count)
    return f"{title} {logged}"
