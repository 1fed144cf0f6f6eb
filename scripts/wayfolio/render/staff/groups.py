"""The pages of groups and of the menu: who is ready for what, and who could work together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from wayfolio.model.dossier import NextStep
from wayfolio.model.frameworks import parse_code
from wayfolio.model.names import CompetencyCode, LearnerId, Slug
from wayfolio.model.staff import StaffRow
from wayfolio.model.teaching import Offer
from wayfolio.model.text import Text
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.parts.views import LinkView, Site, competency_link
from wayfolio.render.staff.table import Column, Columns, TableView, make_table, text_cell
from wayfolio.render.staff.words import (
    GroupCardView,
    StaffPartView,
    StaffView,
    competency_cell,
    competency_title,
    group_cell,
    learner_cell,
    learner_link,
    level_words,
    rows_by_learner,
    staff_view,
)

MOST_READY = 6
"""The number of a learner's next competencies in the table."""


class SuggestedGroups(Struct, frozen=True, kw_only=True):
    """Suggested groups of a part of the school."""

    title: Text
    groups: tuple[tuple[CompetencyCode, tuple[LearnerId, ...]], ...]
    alone: Mapping[LearnerId, tuple[CompetencyCode, ...]]


def groups_view(
    rows: Sequence[StaffRow],
    suggested: Sequence[SuggestedGroups],
    sizes: tuple[int, int],
    site: Site,
) -> StaffView:
    """Return who is ready for what, and groups by shared next concept."""
    _: Translate = site.reader.gettext
    known = rows_by_learner(rows)
    parts = [_groups_part(group, known, site) for group in suggested]
    parts.append(
        StaffPartView(
            title=_("Who is ready for what"),
            anchor="ready",
            says=(_("What each learner could work on now, most urgent first."),),
            tables=(_ready_table(rows, site),),
        )
    )
    lead = _(
        "Groups of {least} to {most} learners who share a next concept. Learners stay in their"
        " group for this cycle as long as it fits, so one new rating moves few of them."
    ).format(least=sizes[0], most=sizes[1])
    return staff_view(site, _("Groups by what is next"), lead, parts)


def _groups_part(
    suggestion: SuggestedGroups, known: Mapping[LearnerId, StaffRow], site: Site
) -> StaffPartView:
    _: Translate = site.reader.gettext
    title = site.reader.say(suggestion.title)
    return StaffPartView(
        title=title,
        anchor=f"groups-{title.lower().replace(' ', '-')}",
        cards=tuple(
            GroupCardView(
                title=competency_link(parse_code(code), site),
                where=code,
                members=tuple(
                    (learner_link(known[name]), group_reason(known[name], code, site))
                    for name in members
                ),
            )
            for code, members in suggestion.groups
        ),
        entries=tuple(
            _alone_entry(known[name], codes, site)
            for name, codes in sorted(suggestion.alone.items())
        ),
    )


def group_reason(row: StaffRow, code: CompetencyCode, site: Site) -> str:
    """Return why a learner is in a group: the reason of the step, the level and its rank."""
    _: Translate = site.reader.gettext
    step = next(wanted for wanted in row.wants if wanted.attained.competency == code)
    known = {
        "goal": _("own goal"),
        "fresh look": _("it needs a fresh look"),
        "nearly there": _("nearly there"),
        "under way": _("started"),
        "ready": _("everything before it is met"),
    }
    said = known[step.because]
    level = level_words(row, code, site)
    place = next(n for n, wanted in enumerate(row.wants, 1) if wanted is step)
    first = _("top of their next steps")
    order = first if place == 1 else _("number {n} of their next steps").format(n=place)
    words = [said, _("now {level}").format(level=level) if level else "", order]
    return "; ".join(filter(None, words))


def _alone_entry(
    row: StaffRow, codes: tuple[CompetencyCode, ...], site: Site
) -> tuple[LinkView, str]:
    _: Translate = site.reader.gettext
    if not codes:
        return learner_link(row), _("no group: there is nothing they can start now")
    titles = [competency_title(code, site) for code in codes[:3]]
    said = _("no group yet: not enough others are ready for {titles}")
    return learner_link(row), said.format(titles=join_words(titles, _))


def _ready_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    reasons = {
        "goal": _("a goal"),
        "fresh look": _("look again"),
        "nearly there": _("nearly there"),
        "under way": _("started"),
        "ready": _("ready"),
    }
    steps = [(step, row) for row in rows for step in row.wants[:MOST_READY]]
    columns: Columns[NextStep, StaffRow] = (
        Column(_("Learner"), lambda _step, row: learner_cell(row)),
        Column(_("Group"), lambda _step, row: group_cell(row, site), choose=True),
        Column(
            _("Could work on"), lambda step, _row: competency_cell(step.attained.competency, site)
        ),
        Column(_("Because"), lambda step, _row: text_cell(reasons[step.because]), choose=True),
        Column(
            _("Level now"),
            lambda step, row: text_cell(level_words(row, step.attained.competency, site)),
        ),
    )
    return make_table(
        "ready-for",
        _("Who is ready for what"),
        columns,
        steps,
        empty=_("There is nothing to start right now."),
    )


def menu_view(
    rows: Sequence[StaffRow], with_teacher: Sequence[SuggestedGroups], site: Site
) -> StaffView:
    """Return tasks of the menu for each learner, and groups for time with a teacher."""
    _: Translate = site.reader.gettext
    known = rows_by_learner(rows)
    parts = [
        StaffPartView(
            title=_("Tasks for each learner"),
            anchor="tasks",
            says=(_("Two or three tasks at the learner’s own level, for what is next."),),
            tables=(_task_table(rows, site),),
        ),
        *(
            StaffPartView(
                title=_("Time with a teacher: {group}").format(group=site.reader.say(group.title)),
                anchor=f"teacher-{n}",
                cards=_groups_part(group, known, site).cards,
                entries=_groups_part(group, known, site).entries,
            )
            for n, group in enumerate(with_teacher)
        ),
        StaffPartView(
            title=_("Everything on the menu"), anchor="menu", tables=(_offer_table(site),)
        ),
    ]
    lead = _("The menu of a lesson: what each learner can choose, and who works together.")
    return staff_view(site, _("Menu"), lead, parts)


def _task_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    offers = {offer.id: offer for offer in site.catalogue.menu}
    columns: Columns[StaffRow, CompetencyCode, tuple[Slug, ...]] = (
        Column(_("Learner"), lambda row, _code, _tasks: learner_cell(row)),
        Column(
            _("Group"),
            lambda row, _code, _tasks: group_cell(row, site),
            choose=True,
        ),
        Column(_("Concept"), lambda _row, code, _tasks: competency_cell(code, site), choose=True),
        Column(_("Level now"), lambda row, code, _tasks: text_cell(level_words(row, code, site))),
        Column(
            _("Tasks"),
            lambda _row, _code, tasks: text_cell(
                "; ".join(site.reader.say(offers[task].title) for task in tasks)
            ),
        ),
    )
    return make_table(
        "menu-tasks",
        _("Tasks for each learner"),
        columns,
        ((row, code, tasks) for row in rows for code, tasks in row.menu),
        empty=_("Nothing on the menu fits what is next."),
    )


def _offer_table(site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[Offer] = (
        Column(_("Task"), lambda offer: text_cell(site.reader.say(offer.title))),
        Column(_("Kind"), lambda offer: text_cell(offer.kind.replace("-", " ")), choose=True),
        Column(_("Serves"), lambda offer: text_cell(", ".join(offer.for_))),
        Column(
            _("Levels"),
            lambda offer: text_cell("–".join(map(str, offer.levels)) if offer.levels else ""),
        ),
        Column(_("Models"), lambda offer: text_cell(", ".join(offer.models))),
        Column(_("What it is"), lambda offer: text_cell(site.reader.say(offer.text))),
    )
    return make_table(
        "menu",
        _("Everything on the menu"),
        columns,
        ((offer,) for offer in site.catalogue.menu),
        empty=_("There is no menu yet: write competencies/menu.yml."),
    )


def group_lines(
    suggested: SuggestedGroups, known: Mapping[LearnerId, StaffRow], site: Site
) -> Iterator[str]:
    """Yield the groups as lines of plain text."""
    _: Translate = site.reader.gettext
    for code, members in suggested.groups:
        yield f"{code} {competency_title(code, site)}"
        for name in members:
            yield f"  {known[name].full_name}: {group_reason(known[name], code, site)}"
    for name, codes in sorted(suggested.alone.items()):
        link, said = _alone_entry(known[name], codes, site)
        yield f"{link.label}: {said}"
