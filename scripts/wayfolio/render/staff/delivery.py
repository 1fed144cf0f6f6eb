"""The page of delivered support: what took place of what was scheduled, by person and by site."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from wayfolio.model.names import GroupId
from wayfolio.model.staff import Helped, StaffRow
from wayfolio.model.supports import Dosed, SupportState
from wayfolio.render.language.vocabulary import Translate, support_state
from wayfolio.render.learner.supports import support_title
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
    date_cell,
    group_cell,
    group_title,
    learner_cell,
    person_name,
    staff_view,
)

Help = tuple[Helped, StaffRow]


class SupportDelivery(Struct, frozen=True, kw_only=True):
    """What took place of some supports. The figures of a schedule count files with one alone."""

    learners: int
    scheduled: int
    attended: int
    """Of the supports with a schedule."""
    excused: int
    absent: int
    unrecorded: int
    minutes: int
    planned: int
    """Minutes scheduled until today."""
    logged: int
    """Sessions of the supports without a schedule."""
    contacts: int
    stopped: int

    @property
    def share(self) -> Fraction | None:
        """Sessions that took place over those scheduled; None without a schedule."""
        return Fraction(self.attended, self.scheduled) if self.scheduled else None


def total_delivery(helped: Iterable[Help]) -> SupportDelivery:
    """Return the sums of several supports."""
    listed = list(helped)
    dosed = [support.dosed for support, _row in listed]
    planned = [(dose, dose.scheduled) for dose in dosed if dose.scheduled is not None]
    return SupportDelivery(
        learners=len({row.learner for _support, row in listed}),
        scheduled=sum(scheduled.sessions for _dose, scheduled in planned),
        attended=sum(dose.attended for dose, _scheduled in planned),
        excused=sum(dose.excused for dose, _scheduled in planned),
        absent=sum(dose.absent for dose, _scheduled in planned),
        unrecorded=sum(scheduled.unrecorded for _dose, scheduled in planned),
        minutes=sum(dose.minutes for dose, _scheduled in planned),
        planned=sum(scheduled.minutes for _dose, scheduled in planned),
        logged=sum(dose.attended for dose in dosed if dose.scheduled is None),
        contacts=sum(len(dose.contacts) for dose in dosed),
        stopped=sum(dose.state.needs_attention for dose in dosed),
    )


def delivery_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return the page for whoever answers for support: totals, and what has stopped."""
    _: Translate = site.reader.gettext
    helped = [(support, row) for row in rows for support in row.helped]
    tables = (
        _totals("by-person", (_("Person"), _("By person")), _by_person(helped, site), site),
        _totals("by-site", (_("Site"), _("By site")), _by_site(helped, site), site),
        _totals("by-pod", (_("Pod"), _("By pod")), _by_pod(helped, site), site),
    )
    parts = (
        StaffPartView(
            title=_("Support that has stopped"),
            anchor="stopped",
            tables=(stopped_table("stopped-support-delivery", rows, site),),
        ),
        StaffPartView(
            title=_("Delivered and scheduled, until today"),
            anchor="delivered",
            says=(
                _(
                    "Scheduled = the days of the week in the plan until today, without holidays."
                    " A day without a record counts as scheduled and not as taken place."
                ),
                _(
                    "Logged only = sessions of plans without days of the week. Nobody can say how"
                    " many should have taken place, so they have no percentage."
                ),
            ),
            tables=tables,
        ),
    )
    lead = _("How much of the scheduled support took place, by person, site and pod.")
    return staff_view(site, _("Support delivered"), lead, parts)


def _grouped(
    helped: Iterable[Help], name: Callable[[Help], str], site: Site
) -> list[tuple[str, SupportDelivery]]:
    groups: dict[str, list[Help]] = {}
    for pair in helped:
        groups.setdefault(name(pair), []).append(pair)
    titles = sorted(filter(None, groups), key=site.reader.sort_key)
    return [(title, total_delivery(groups[title])) for title in titles]


def _by_person(helped: Iterable[Help], site: Site) -> list[tuple[str, SupportDelivery]]:
    return _grouped(helped, lambda pair: person_name(pair[0].support.by, site), site)


def _by_site(helped: Iterable[Help], site: Site) -> list[tuple[str, SupportDelivery]]:
    def outermost(pair: Help) -> str:
        groups: tuple[GroupId, ...] = pair[1].groups
        return group_title(groups[-1], site) if groups else ""

    return _grouped(helped, outermost, site)


def _by_pod(helped: Iterable[Help], site: Site) -> list[tuple[str, SupportDelivery]]:
    def pod(pair: Help) -> str:
        support = pair[0].support
        name = support.planned.pod
        return f"{person_name(support.by, site)}, {name}" if name else ""

    return _grouped(helped, pod, site)


def _totals(
    name: str, titles: tuple[str, str], totals: Sequence[tuple[str, SupportDelivery]], site: Site
) -> TableView:
    _: Translate = site.reader.gettext
    figures: Sequence[tuple[str, Callable[[SupportDelivery], int | Fraction | None]]] = (
        (_("Share in percent"), lambda sums: None if sums.share is None else sums.share * 100),
        (_("Took place"), lambda sums: sums.attended),
        (_("Scheduled"), lambda sums: sums.scheduled),
        (_("Learners"), lambda sums: sums.learners),
        (_("Excused"), lambda sums: sums.excused),
        (_("Missed"), lambda sums: sums.absent),
        (_("No record"), lambda sums: sums.unrecorded),
        (_("Stopped"), lambda sums: sums.stopped),
        (_("Talks with home"), lambda sums: sums.contacts),
        (_("Logged only"), lambda sums: sums.logged),
        (_("Minutes"), lambda sums: sums.minutes),
        (_("Minutes scheduled"), lambda sums: sums.planned),
    )
    heading, title = titles
    columns: Columns[str, SupportDelivery] = (
        Column(heading, lambda said, _sums: text_cell(said)),
        *(_figure_column(figure, measure) for figure, measure in figures),
    )
    return make_table(
        f"delivery-{name}", title, columns, totals, empty=_("Nobody is supported yet.")
    )


def _figure_column(
    heading: str, measure: Callable[[SupportDelivery], int | Fraction | None]
) -> Column[str, SupportDelivery]:
    return Column(heading, lambda _said, sums: number_cell(measure(sums)), is_number=True)


def stopped_table(name: str, rows: Iterable[StaffRow], site: Site) -> TableView:
    """Return the supports that an adult should decide about: stalled, or over without the goal."""
    _: Translate = site.reader.gettext
    stopped = [
        (support, row)
        for row in rows
        for support in row.helped
        if support.dosed.state.needs_attention
    ]
    stopped.sort(key=lambda pair: (str(pair[0].dosed.last or ""), pair[1].learner))
    columns: Columns[Helped, StaffRow] = (
        Column(_("Learner"), lambda _support, row: learner_cell(row)),
        Column(_("Group"), lambda _support, row: group_cell(row, site), choose=True),
        Column(_("Support"), lambda support, _row: text_cell(support_title(support.support, site))),
        Column(
            _("With"),
            lambda support, _row: text_cell(person_name(support.support.by, site)),
            choose=True,
        ),
        Column(
            _("What is the matter"),
            lambda support, _row: text_cell(
                support_state(support.dosed.state, _), note=_what_to_do(support.dosed.state, _)
            ),
        ),
        Column(_("Last session"), lambda support, _row: date_cell(support.dosed.last, site)),
        Column(_("Took place"), lambda support, _row: took_place_cell(support.dosed, site)),
    )
    return make_table(
        name,
        _("Support that has stopped"),
        columns,
        stopped,
        empty=_("All support that should go on goes on."),
    )


def _what_to_do(state: SupportState, _: Translate) -> str:
    if state is SupportState.OVER:
        return _("Extend the plan, plan anew, or close it with a reason.")
    return _("Begin again, or close it with a reason.")


def took_place_cell(dosed: Dosed, site: Site) -> CellView:
    """Return the sessions that took place of those scheduled, or that only a log is known."""
    _: Translate = site.reader.gettext
    if dosed.scheduled is None:
        text = _("{there} of {all} logged").format(there=dosed.attended, all=dosed.sessions)
        return text_cell(text)
    count = {"there": dosed.attended, "all": dosed.scheduled.sessions}
    return text_cell(_("{there} of {all} scheduled").format_map(count))
