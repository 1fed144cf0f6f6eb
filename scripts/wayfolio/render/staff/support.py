"""Supports: how much was planned and delivered, and what stands beside it."""

from collections.abc import Iterable, Iterator, Sequence

from wayfolio.model.names import ScaleId
from wayfolio.model.staff import Helped, StaffRow
from wayfolio.model.supports import Dosed
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.learner.supports import support_title
from wayfolio.render.parts.naming import rule_sentence
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.table import CellView, ColumnView, TableView, number_cell, text_cell
from wayfolio.render.staff.words import (
    StaffPartView,
    StaffView,
    competency_cell,
    date_cell,
    group_title,
    learner_cell,
    level_with_word,
    person_name,
    short_day,
    staff_view,
)

MOOD = ScaleId("mood")


def support_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return the caseload of each person who supports, dosage, and what stands beside it."""
    _: Translate = site.reader.words.gettext
    helped = [(support, row) for row in rows for support in row.helped]
    parts = (
        StaffPartView(
            title=_("Caseload and dosage"),
            anchor="dosage",
            says=(
                _(
                    "Planned so far is the number of sessions written down, each as long as"
                    " planned. Minutes never count as a level."
                ),
            ),
            tables=(_caseload_table(helped, site), _dosage_table(helped, site)),
        ),
        StaffPartView(
            title=_("Levels beside dosage"),
            anchor="beside",
            says=(
                _(
                    "The level of each thing a support aims at, on the first planned day and now."
                    " Much else happened in those weeks: this does not say what came from what."
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
    lead = _("Who is supported by whom, how much of it took place, and what ends it.")
    return staff_view(site, _("Supports"), lead, parts)


def _caseload_table(helped: Iterable[tuple[Helped, StaffRow]], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    by: dict[str, list[Dosed]] = {}
    for helped_learner, _row in helped:
        by.setdefault(helped_learner.support.by, []).append(helped_learner.dosed)
    return TableView(
        name="caseload",
        title=_("Who supports how many"),
        columns=(
            ColumnView(title=_("Person")),
            ColumnView(title=_("Learners"), is_number=True),
            ColumnView(title=_("Sessions"), is_number=True),
            ColumnView(title=_("Minutes delivered"), is_number=True),
            ColumnView(title=_("Planned so far"), is_number=True),
        ),
        rows=tuple(
            (
                text_cell(person_name(name, site)),
                number_cell(len(dosages)),
                number_cell(sum(dosed.sessions for dosed in dosages)),
                number_cell(sum(dosed.minutes for dosed in dosages)),
                number_cell(sum(dosed.planned_so_far for dosed in dosages)),
            )
            for name, dosages in sorted(by.items())
        ),
        empty=_("Nobody is supported yet."),
    )


def _dosage_table(helped: Iterable[tuple[Helped, StaffRow]], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="dosage",
        title=_("Delivered and planned"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Support"), choose=True),
            ColumnView(title=_("With"), choose=True),
            ColumnView(title=_("Sessions")),
            ColumnView(title=_("Minutes"), is_number=True),
            ColumnView(title=_("Planned so far"), is_number=True),
            ColumnView(title=_("Share in percent"), is_number=True),
            ColumnView(title=_("Whole plan"), is_number=True),
            ColumnView(title=_("Away in a row")),
            ColumnView(title=_("Last session")),
            ColumnView(title=_("It ends with")),
        ),
        rows=tuple(_dosage_row(support, row, site) for support, row in helped),
        empty=_("Nobody is supported yet."),
    )


def _dosage_row(support: Helped, row: StaffRow, site: Site) -> tuple[CellView, ...]:
    _: Translate = site.reader.words.gettext
    dosed = support.dosed
    ends = rule_sentence(support.support.exit, site) if support.support.exit else ""
    reached = _("reached") if support.exit_met else _("not yet")
    return (
        learner_cell(row),
        text_cell(group_title(row.group, site)),
        text_cell(support_title(support.support, site)),
        text_cell(person_name(support.support.by, site)),
        text_cell(_attendance(dosed, site)),
        number_cell(dosed.minutes),
        number_cell(dosed.planned_so_far),
        number_cell(dosed.share * 100 if dosed.share is not None else None),
        number_cell(dosed.planned_minutes),
        text_cell(_absences(dosed, site)),
        date_cell(dosed.last, site),
        text_cell(ends, note=reached if ends else ""),
    )


def _attendance(dosed: Dosed, site: Site) -> str:
    _: Translate = site.reader.words.gettext
    said = _("{there} of {all}").format(there=dosed.attended, all=dosed.sessions)
    if dosed.substitutes:
        several = site.reader.words.ngettext
        with_ = several("{n} with a substitute", "{n} with a substitute", dosed.substitutes)
        said = f"{said}, {with_.format(n=dosed.substitutes)}"
    return said


def _absences(dosed: Dosed, site: Site) -> str:
    _: Translate = site.reader.words.gettext
    if not dosed.away_longest:
        return ""
    return _("{now} now, {most} at most").format(now=dosed.away_now, most=dosed.away_longest)


def _level_table(helped: Iterable[tuple[Helped, StaffRow]], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="levels-beside-dosage",
        title=_("Levels beside dosage"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Support"), choose=True),
            ColumnView(title=_("Aims at")),
            ColumnView(title=_("Then")),
            ColumnView(title=_("Now")),
            ColumnView(title=_("Ratings since"), is_number=True),
            ColumnView(title=_("Minutes"), is_number=True),
        ),
        rows=tuple(
            (
                learner_cell(row),
                text_cell(support_title(support.support, site)),
                competency_cell(move.code, site),
                text_cell(level_with_word(move.code, move.was, site)),
                text_cell(level_with_word(move.code, move.now, site)),
                number_cell(move.ratings),
                number_cell(support.dosed.minutes),
            )
            for support, row in helped
            for move in support.moves
        ),
        empty=_("No support names what it aims at."),
    )


def _session_table(helped: Iterable[tuple[Helped, StaffRow]], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="tickets-and-moods",
        title=_("Tickets and moods"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Support"), choose=True),
            ColumnView(title=_("Tickets")),
            ColumnView(title=_("Right in all")),
            ColumnView(title=_("Moods, the first to the last")),
        ),
        rows=tuple(
            (
                learner_cell(row),
                text_cell(support_title(support.support, site)),
                text_cell(", ".join(f"{t.right}/{t.of}" for t in support.dosed.tickets)),
                text_cell(_right_answers(support.dosed, site)),
                text_cell(
                    ", ".join(_moods(support.dosed, site)), note=_mood_days(support.dosed, site)
                ),
            )
            for support, row in helped
        ),
        empty=_("No tickets or moods are written down."),
    )


def _right_answers(dosed: Dosed, site: Site) -> str:
    _: Translate = site.reader.words.gettext
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
    """Return a support in a sentence, for a page of paper."""
    _: Translate = site.reader.words.gettext
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
