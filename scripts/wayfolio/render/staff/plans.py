"""The pages of plans, college courses and gates: learners beside their own dates only."""

from collections.abc import Iterable, Iterator, Sequence

from wayfolio.model.dossier import Studies
from wayfolio.model.frameworks import Area
from wayfolio.model.names import AreaCode, Code, slug_of_work
from wayfolio.model.pathways import Gate
from wayfolio.model.portfolio import Goal
from wayfolio.model.staff import AreaPlan, GateRisk, OpenOutcome, Replaced, StaffRow
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts import addresses
from wayfolio.render.parts.naming import make_labels, rule_sentence
from wayfolio.render.parts.views import Site
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
    learner_cell,
    staff_view,
)


def plans_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return each learner's plan: areas, goals, and what was replaced."""
    _: Translate = site.reader.gettext
    parts = (
        StaffPartView(
            title=_("Areas with a target date"),
            anchor="areas",
            says=(
                _(
                    "Ahead or behind = the learner’s own pace since the stage began, if it"
                    " stays the same. Within two weeks of the date is on plan."
                ),
                _(
                    "Uncovered = still open, in no open goal, and in no studio where the"
                    " learner has worked in the last ten weeks."
                ),
            ),
            tables=(_area_table(rows, site),),
        ),
        StaffPartView(
            title=_("Where uncovered skills could be shown"),
            anchor="ways",
            says=(
                _("Skills that the fewest studios aim at come first: plan those before the rest."),
            ),
            tables=(_uncovered_table(rows, site),),
        ),
        StaffPartView(title=_("Goals"), anchor="goals", tables=(_goal_table(rows, site),)),
        StaffPartView(
            title=_("Experiences that were replaced"),
            anchor="replaced",
            tables=(_replacement_table(rows, site),),
        ),
    )
    lead = _("Each learner against their own dates. No comparisons.")
    return staff_view(site, _("Plans"), lead, parts)


def area_title(code: AreaCode, site: Site) -> str:
    """Return what an area is called."""
    known: dict[AreaCode, Area] = {
        area.code: area for framework in site.catalogue.frameworks for area in framework.areas
    }
    return site.reader.say(known[code].title) if code in known else code


def plan_state(plan: AreaPlan, _: Translate) -> str:
    """Return whether an area is ahead of its target day or behind it."""
    known = {
        "done": _("done"),
        "ahead": _("ahead of its date"),
        "on plan": _("on plan"),
        "behind": _("behind its date"),
        "past its day": _("past its date"),
        "not begun": _("not started"),
    }
    return known[plan.state]


def _area_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[StaffRow, AreaPlan] = (
        Column(_("Learner"), lambda row, _plan: learner_cell(row)),
        Column(_("Group"), lambda row, _plan: group_cell(row, site), choose=True),
        Column(_("Area"), lambda _row, plan: text_cell(area_title(plan.area, site)), choose=True),
        Column(_("Target date"), lambda _row, plan: date_cell(plan.target, site)),
        Column(_("Status"), lambda _row, plan: text_cell(plan_state(plan, _)), choose=True),
        Column(
            _("Pieces"),
            lambda _row, plan: text_cell(
                _("{n} of {all}").format(n=plan.pieces, all=plan.required)
            ),
        ),
        Column(_("Done at this pace"), lambda _row, plan: date_cell(plan.likely, site)),
        Column(_("Still uncovered"), lambda _row, plan: text_cell(", ".join(plan.uncovered))),
    )
    return make_table(
        "plans",
        _("Areas with a target date"),
        columns,
        ((row, plan) for row in rows for plan in row.plans),
        empty=_("No plan sets a date for an area."),
    )


def _uncovered_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    titles = {
        name: site.reader.say(experience.title)
        for name, experience in site.catalogue.experiences.items()
    }
    outcomes = [(outcome, row) for row in rows for outcome in row.open_outcomes]
    outcomes.sort(key=lambda pair: (pair[1].full_name, len(pair[0].ways), pair[0].target))
    columns: Columns[OpenOutcome, StaffRow] = (
        Column(_("Learner"), lambda _outcome, row: learner_cell(row)),
        Column(_("Group"), lambda _outcome, row: group_cell(row, site), choose=True),
        Column(
            _("Still uncovered"), lambda outcome, _row: competency_cell(Code(outcome.skill), site)
        ),
        Column(_("Target date"), lambda outcome, _row: date_cell(outcome.target, site)),
        Column(_("Ways"), lambda outcome, _row: number_cell(len(outcome.ways)), is_number=True),
        Column(
            _("Where it could be shown"),
            lambda outcome, _row: text_cell(
                ", ".join(titles[name] for name in outcome.ways) or _("independent work")
            ),
        ),
    )
    return make_table(
        "uncovered",
        _("Where uncovered skills could be shown"),
        columns,
        outcomes,
        empty=_("Every plan covers what is still open."),
    )


def _goal_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    words = {"open": _("open"), "reached": _("reached"), "dropped": _("dropped by choice")}
    columns: Columns[StaffRow, Goal] = (
        Column(_("Learner"), lambda row, _goal: learner_cell(row)),
        Column(_("Group"), lambda row, _goal: group_cell(row, site), choose=True),
        Column(_("Goal"), lambda _row, goal: text_cell(goal.goal)),
        Column(_("Target date"), lambda _row, goal: date_cell(goal.target, site)),
        Column(
            _("Status"),
            lambda _row, goal: text_cell(
                _("past its date")
                if goal.status == "open" and goal.target and goal.target < site.as_of
                else words[goal.status]
            ),
            choose=True,
        ),
        Column(_("Would show"), lambda _row, goal: text_cell(", ".join(goal.shows))),
    )
    return make_table(
        "goals",
        _("Goals"),
        columns,
        ((row, goal) for row in rows for goal in row.goals),
        empty=_("No plan has a goal yet."),
    )


def _replacement_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[StaffRow, Replaced] = (
        Column(_("Learner"), lambda row, _replaced: learner_cell(row)),
        Column(
            _("Instead of"),
            lambda _row, replaced: text_cell(
                site.reader.say(site.catalogue.experiences[replaced.instead_of].title),
                addresses.experience_address(replaced.instead_of),
            ),
        ),
        Column(
            _("Other work"),
            lambda row, replaced: text_cell(
                slug_of_work(replaced.with_),
                addresses.evidence_address(row.learner, slug_of_work(replaced.with_)),
            ),
        ),
        Column(_("Shows"), lambda _row, replaced: text_cell(", ".join(replaced.shown))),
        Column(
            _("Still uncovered"), lambda _row, replaced: text_cell(", ".join(replaced.uncovered))
        ),
    )
    return make_table(
        "replaced",
        _("Experiences that were replaced"),
        columns,
        ((row, replaced) for row in rows for replaced in row.replaced),
        empty=_("Nothing was replaced."),
    )


def pace_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return college courses and gates: each learner beside their own pace."""
    _: Translate = site.reader.gettext
    parts = (
        StaffPartView(
            title=_("Credits and courses"), anchor="pace", tables=(_pace_table(rows, site),)
        ),
        StaffPartView(
            title=_("Gates that are not open yet"),
            anchor="gates",
            says=(
                _(
                    "At risk: the learner’s own plan has a course behind the gate in a term"
                    " that has ended or ends within six months."
                ),
            ),
            tables=(_gate_table(rows, site),),
        ),
    )
    lead = _("Each learner against the pace they chose.")
    return staff_view(site, _("College courses and gates"), lead, parts)


def _pace_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[StaffRow, Studies] = (
        Column(_("Learner"), lambda row, _study: learner_cell(row)),
        Column(_("Group"), lambda row, _study: group_cell(row, site), choose=True),
        Column(
            _("Pace"),
            lambda _row, study: text_cell((study.pace or "").replace("-", " ")),
            choose=True,
        ),
        Column(_("Credits"), lambda _row, study: number_cell(study.college[0]), is_number=True),
        Column(
            _("Planned until now"),
            lambda _row, study: number_cell(_planned_credits(study, site)),
            is_number=True,
        ),
        Column(
            _("Under way"),
            lambda _row, study: number_cell(
                sum(course.state == "in-progress" for course in study.courses)
            ),
            is_number=True,
        ),
        Column(
            _("Past its term"),
            lambda _row, study: text_cell(", ".join(_late_courses(study, site))),
        ),
    )
    return make_table(
        "college-pace",
        _("Credits and courses"),
        columns,
        ((row, study) for row in rows for study in row.studies),
        empty=_("Nobody follows a paced pathway."),
    )


def _planned_credits(study: Studies, site: Site) -> int:
    """Return the credits of the courses whose planned term has ended."""
    known = site.catalogue.competencies
    return sum(
        known[course.course].competency.credits
        for course in study.courses
        if course.ends is not None and course.ends < site.as_of
    )


def _late_courses(study: Studies, site: Site) -> Iterator[str]:
    name = make_labels(site)
    return (name(course.course) for course in study.courses if course.state == "late")


def _gate_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[GateRisk, StaffRow] = (
        Column(_("Learner"), lambda _risk, row: learner_cell(row)),
        Column(_("Group"), lambda _risk, row: group_cell(row, site), choose=True),
        Column(
            _("Gate"),
            lambda risk, _row: text_cell(site.reader.say(_gate(risk, site).title) or risk.gate),
            choose=True,
        ),
        Column(
            _("At risk"),
            lambda risk, _row: text_cell(_("at risk") if risk.at_risk else _("in time")),
            choose=True,
        ),
        Column(_("Needed by"), lambda risk, _row: date_cell(risk.needed_by, site)),
        Column(
            _("Needs"), lambda risk, _row: text_cell(rule_sentence(_gate(risk, site).needs, site))
        ),
    )
    return make_table(
        "gates",
        _("Gates that are not open yet"),
        columns,
        _gate_risks(rows),
        empty=_("No learner has a closed gate ahead."),
    )


def _gate_risks(rows: Iterable[StaffRow]) -> Iterator[tuple[GateRisk, StaffRow]]:
    risks = [(risk, row) for row in rows for risk in row.risks]
    risks.sort(key=lambda pair: (not pair[0].at_risk, str(pair[0].needed_by or "9999")))
    yield from risks


def _gate(risk: GateRisk, site: Site) -> Gate:
    gates = site.catalogue.pathways[risk.pathway].gates
    return next(gate for gate in gates if gate.id == risk.gate)
