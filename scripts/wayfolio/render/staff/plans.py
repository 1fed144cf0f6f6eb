"""Learners' own plans, college courses and gates: beside their own dates, never beside others."""

from collections.abc import Iterable, Iterator, Sequence

from wayfolio.model.dossier import Studies
from wayfolio.model.frameworks import Area
from wayfolio.model.names import AreaCode, Code
from wayfolio.model.staff import AreaPlan, GateRisk, Replaced, StaffRow
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts import addresses
from wayfolio.render.parts.naming import make_labels, rule_sentence
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.table import CellView, ColumnView, TableView, number_cell, text_cell
from wayfolio.render.staff.words import (
    StaffPartView,
    StaffView,
    competency_cell,
    date_cell,
    group_title,
    learner_cell,
    staff_view,
)


def plans_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return each learner's plan: areas, goals, and what was replaced."""
    _: Translate = site.reader.words.gettext
    parts = (
        StaffPartView(
            title=_("Areas with a day of their own"),
            anchor="areas",
            says=(
                _(
                    "Ahead and behind are told by the learner’s own pieces since the stage began,"
                    " as if each week brought as many; two weeks more or less are on plan."
                ),
                _(
                    "Uncovered is what is still open and neither named by an open goal nor aimed"
                    " at by a studio in which the learner has worked in the last ten weeks."
                ),
            ),
            tables=(_area_table(rows, site),),
        ),
        StaffPartView(
            title=_("What could show what is uncovered"),
            anchor="ways",
            says=(_("What the fewest studios aim at stands first: plan it before the rest."),),
            tables=(_uncovered_table(rows, site),),
        ),
        StaffPartView(title=_("Goals"), anchor="goals", tables=(_goal_table(rows, site),)),
        StaffPartView(
            title=_("Experiences that were replaced"),
            anchor="replaced",
            tables=(_replacement_table(rows, site),),
        ),
    )
    lead = _("Each learner beside the days of their own plan, and nobody beside anybody else.")
    return staff_view(site, _("Plans"), lead, parts)


def area_title(code: AreaCode, site: Site) -> str:
    """Return what an area is called."""
    known: dict[AreaCode, Area] = {
        area.code: area for framework in site.catalogue.frameworks for area in framework.areas
    }
    return site.reader.say(known[code].title) if code in known else code


def plan_state(plan: AreaPlan, _: Translate) -> str:
    """Return how an area stands beside its own day."""
    known = {
        "done": _("done"),
        "ahead": _("ahead of its own day"),
        "on plan": _("on plan"),
        "behind": _("behind its own day"),
        "past its day": _("past its own day"),
        "not begun": _("not begun"),
    }
    return known[plan.state]


def _area_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="plans",
        title=_("Areas with a day of their own"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Area"), choose=True),
            ColumnView(title=_("Own day")),
            ColumnView(title=_("Stands"), choose=True),
            ColumnView(title=_("Pieces")),
            ColumnView(title=_("Done at this pace")),
            ColumnView(title=_("Still uncovered")),
        ),
        rows=tuple(
            (
                learner_cell(row),
                text_cell(group_title(row.group, site)),
                text_cell(area_title(plan.area, site)),
                date_cell(plan.target, site),
                text_cell(plan_state(plan, _)),
                text_cell(_("{n} of {all}").format(n=plan.pieces, all=plan.required)),
                date_cell(plan.likely, site),
                text_cell(", ".join(plan.uncovered)),
            )
            for row in rows
            for plan in row.plans
        ),
        empty=_("No plan names a day for an area."),
    )


def _uncovered_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    titles = {
        name: site.reader.say(experience.title)
        for name, experience in site.catalogue.experiences.items()
    }
    outcomes = [(outcome, row) for row in rows for outcome in row.open_outcomes]
    outcomes.sort(key=lambda pair: (pair[1].full_name, len(pair[0].ways), pair[0].target))
    return TableView(
        name="uncovered",
        title=_("What could show what is uncovered"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Still uncovered")),
            ColumnView(title=_("Own day")),
            ColumnView(title=_("Ways"), is_number=True),
            ColumnView(title=_("Where it could be shown")),
        ),
        rows=tuple(
            (
                learner_cell(row),
                text_cell(group_title(row.group, site)),
                competency_cell(Code(outcome.skill), site),
                date_cell(outcome.target, site),
                number_cell(len(outcome.ways)),
                text_cell(
                    ", ".join(titles[name] for name in outcome.ways) or _("work of one’s own")
                ),
            )
            for outcome, row in outcomes
        ),
        empty=_("Every plan covers what it asks for."),
    )


def _goal_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    words = {"open": _("open"), "reached": _("reached"), "dropped": _("dropped, on purpose")}
    return TableView(
        name="goals",
        title=_("Goals"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Goal")),
            ColumnView(title=_("Own day")),
            ColumnView(title=_("Stands"), choose=True),
            ColumnView(title=_("Would show")),
        ),
        rows=tuple(
            (
                learner_cell(row),
                text_cell(group_title(row.group, site)),
                text_cell(goal.goal),
                date_cell(goal.target, site),
                text_cell(
                    _("past its own day")
                    if goal.status == "open" and goal.target and goal.target < site.as_of
                    else words[goal.status]
                ),
                text_cell(", ".join(goal.shows)),
            )
            for row in rows
            for goal in row.goals
        ),
        empty=_("No plan has a goal yet."),
    )


def _replacement_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="replaced",
        title=_("Experiences that were replaced"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Instead of")),
            ColumnView(title=_("Other work")),
            ColumnView(title=_("Shows")),
            ColumnView(title=_("Still uncovered")),
        ),
        rows=tuple(_replaced_row(replaced, row, site) for row in rows for replaced in row.replaced),
        empty=_("Nothing was replaced."),
    )


def _replaced_row(replaced: Replaced, row: StaffRow, site: Site) -> tuple[CellView, ...]:
    experience = site.catalogue.experiences[replaced.instead_of]
    return (
        learner_cell(row),
        text_cell(
            site.reader.say(experience.title), addresses.experience_address(replaced.instead_of)
        ),
        text_cell(
            replaced.with_[11:], addresses.evidence_address(row.learner, replaced.with_[11:])
        ),
        text_cell(", ".join(replaced.shown)),
        text_cell(", ".join(replaced.uncovered)),
    )


def pace_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return college courses and gates: each learner beside their own pace."""
    _: Translate = site.reader.words.gettext
    parts = (
        StaffPartView(
            title=_("Credits and courses"), anchor="pace", tables=(_pace_table(rows, site),)
        ),
        StaffPartView(
            title=_("Gates that are not open yet"),
            anchor="gates",
            says=(
                _(
                    "At risk: the learner’s own plan has a course behind the gate in a term that"
                    " ends within half a year, or has ended."
                ),
            ),
            tables=(_gate_table(rows, site),),
        ),
    )
    lead = _("Each learner beside the pace that they chose themselves.")
    return staff_view(site, _("College courses and gates"), lead, parts)


def _pace_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="college-pace",
        title=_("Credits and courses"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Pace"), choose=True),
            ColumnView(title=_("Credits"), is_number=True),
            ColumnView(title=_("Planned until now"), is_number=True),
            ColumnView(title=_("Under way"), is_number=True),
            ColumnView(title=_("Past its own term")),
        ),
        rows=tuple(_pace_row(study, row, site) for row in rows for study in row.studies),
        empty=_("Nobody follows a paced pathway."),
    )


def _pace_row(study: Studies, row: StaffRow, site: Site) -> tuple[CellView, ...]:
    name = make_labels(site)
    known = site.catalogue.competencies
    planned = [
        course for course in study.courses if course.ends is not None and course.ends < site.as_of
    ]
    late = [course for course in study.courses if course.state == "late"]
    return (
        learner_cell(row),
        text_cell(group_title(row.group, site)),
        text_cell((study.pace or "").replace("-", " ")),
        number_cell(study.college[0]),
        number_cell(sum(known[course.course].competency.credits for course in planned)),
        number_cell(sum(course.state == "in-progress" for course in study.courses)),
        text_cell(", ".join(name(course.course) for course in late)),
    )


def _gate_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="gates",
        title=_("Gates that are not open yet"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Gate"), choose=True),
            ColumnView(title=_("At risk"), choose=True),
            ColumnView(title=_("Needed by")),
            ColumnView(title=_("Needs")),
        ),
        rows=tuple(_gate_row(risk, row, site) for risk, row in _gate_risks(rows)),
        empty=_("Every gate that somebody has before them is open."),
    )


def _gate_risks(rows: Iterable[StaffRow]) -> Iterator[tuple[GateRisk, StaffRow]]:
    risks = [(risk, row) for row in rows for risk in row.risks]
    risks.sort(key=lambda pair: (not pair[0].at_risk, str(pair[0].needed_by or "9999")))
    yield from risks


def _gate_row(risk: GateRisk, row: StaffRow, site: Site) -> tuple[CellView, ...]:
    _: Translate = site.reader.words.gettext
    gates = {gate.id: gate for gate in site.catalogue.pathways[risk.pathway].gates}
    gate = gates[risk.gate]
    return (
        learner_cell(row),
        text_cell(group_title(row.group, site)),
        text_cell(site.reader.say(gate.title) or gate.id),
        text_cell(_("at risk") if risk.at_risk else _("in time")),
        date_cell(risk.needed_by, site),
        text_cell(rule_sentence(gate.needs, site)),
    )
