"""The pages of plans, college courses and gates: learners beside their own dates only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from wayfolio.model.dossier import Studies
from wayfolio.model.names import Code, slug_of_work
from wayfolio.model.pace import Pace, PaceLine, PaceState, find_late
from wayfolio.model.pathways import Gate
from wayfolio.model.portfolio import Goal
from wayfolio.model.staff import AreaPlan, OpenOutcome, Replaced, StaffRow
from wayfolio.render.language.pace_words import pace_word
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.learner.pace import line_title, plan_sentences
from wayfolio.render.parts import addresses
from wayfolio.render.parts.rules import rule_sentence
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.pathways import pathway_table
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
            title=_("Everyone’s own plan"),
            anchor="own",
            says=(_("The sentences that the family reads, with courses and gates."),),
            tables=(_pace_overview(rows, site),),
        ),
        StaffPartView(
            title=_("Where everyone is"),
            anchor="pathways",
            says=(_("The sentences that the family reads."),),
            tables=(pathway_table(rows, site),),
        ),
        StaffPartView(
            title=_("Areas with a target date"),
            anchor="areas",
            says=(
                _(
                    "Ahead or behind = the learner’s own pace since the stage began, if it"
                    " stays the same. Within two weeks of the date is on plan."
                ),
                _("What was completed at this stage stays counted when the next one begins."),
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


def _pace_overview(rows: Iterable[StaffRow], site: Site) -> TableView:
    """Return each learner's plan in the sentences that the family reads."""
    _: Translate = site.reader.gettext
    columns: Columns[StaffRow] = (
        Column(_("Learner"), learner_cell),
        Column(_("Group"), lambda row: group_cell(row, site), choose=True),
        Column(_("Status"), lambda row: text_cell(_plan_word(row.pace, _)), choose=True),
        Column(
            _("Own plan"),
            lambda row: text_cell(" ".join(plan_sentences(row.pace, row.studies, site))),
        ),
    )
    return make_table(
        "own-plans",
        _("Everyone’s own plan"),
        columns,
        ((row,) for row in rows if row.pace.lines),
        empty=_("No plan has a date yet."),
    )


def _plan_word(pace: Pace, _: Translate) -> str:
    """Return the state of a whole plan: that of its weakest part."""
    known: Mapping[PaceState, str] = {
        PaceState.DONE: _("done"),
        PaceState.AHEAD: _("ahead"),
        PaceState.ON_PLAN: _("on plan"),
        PaceState.AT_RISK: _("at risk"),
        PaceState.BEHIND: _("behind"),
        PaceState.OPEN: _("too early to say"),
    }
    return known[pace.state]


def _area_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[StaffRow, AreaPlan] = (
        Column(_("Learner"), lambda row, _plan: learner_cell(row)),
        Column(_("Group"), lambda row, _plan: group_cell(row, site), choose=True),
        Column(_("Area"), lambda _row, plan: text_cell(line_title(plan.pace, site)), choose=True),
        Column(_("Target date"), lambda _row, plan: date_cell(plan.pace.own, site)),
        Column(_("Status"), lambda _row, plan: text_cell(pace_word(plan.pace, _)), choose=True),
        Column(
            _("Pieces at this stage"),
            lambda _row, plan: text_cell(
                _("{n} of {all}").format(n=plan.pace.there, all=plan.pace.of)
            ),
        ),
        Column(_("Done at this pace"), lambda _row, plan: date_cell(plan.pace.likely, site)),
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
    by_name = site.reader.sort_key
    outcomes.sort(key=lambda pair: (by_name(pair[1].full_name), len(pair[0].ways), pair[0].target))
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
    columns: Columns[StaffRow, Goal] = (
        Column(_("Learner"), lambda row, _goal: learner_cell(row)),
        Column(_("Group"), lambda row, _goal: group_cell(row, site), choose=True),
        Column(_("Goal"), lambda _row, goal: text_cell(goal.goal)),
        Column(_("Target date"), lambda _row, goal: date_cell(goal.target, site)),
        Column(
            _("Status"), lambda row, goal: text_cell(_goal_word(goal, row.pace, _)), choose=True
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


def _goal_word(goal: Goal, pace: Pace, _: Translate) -> str:
    line = pace.find("goal", goal.id)
    return pace_word(line, _) if line else _("dropped by choice")


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
                    "Needed by = the first day of the first planned term behind the gate. For a"
                    " diploma it is the last day of its last year."
                ),
                _(
                    "At risk = needed within six months, and nothing says yet when it opens. What"
                    " stands behind another closed gate waits for that one as well."
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
            _("Later than planned"),
            lambda row, study: text_cell(", ".join(_late_courses(row, study, site))),
        ),
        Column(
            _("Last course ends at this pace"),
            lambda row, study: date_cell(_last_end(row, study), site),
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


def _late_courses(row: StaffRow, study: Studies, site: Site) -> Iterator[str]:
    """Yield the courses that end later than planned, the latest first."""
    lines = [line for line in row.pace.courses if line.pathway == study.pathway]
    yield from (line_title(line, site) for line in find_late(lines))


def _last_end(row: StaffRow, study: Studies) -> date | None:
    """Return when the last course ends at this pace; None if nothing says so for one of them."""
    open_ = [
        line
        for line in row.pace.courses
        if line.pathway == study.pathway and line.state is not PaceState.DONE
    ]
    ends = [line.likely for line in open_ if line.likely and line.is_sure]
    return max(ends, default=None) if len(ends) == len(open_) else None


def _gate_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[PaceLine, StaffRow] = (
        Column(_("Learner"), lambda _line, row: learner_cell(row)),
        Column(_("Group"), lambda _line, row: group_cell(row, site), choose=True),
        Column(_("Gate"), lambda line, _row: text_cell(line_title(line, site)), choose=True),
        Column(_("Status"), lambda line, _row: text_cell(pace_word(line, _)), choose=True),
        Column(_("Needed by"), lambda line, _row: date_cell(line.own, site)),
        Column(
            _("Opens at this pace"),
            lambda line, _row: replace(
                date_cell(line.likely, site),
                note="" if line.is_sure or not line.likely else _("at the earliest"),
            ),
        ),
        Column(
            _("Needs"), lambda line, _row: text_cell(rule_sentence(_gate(line, site).needs, site))
        ),
    )
    return make_table(
        "gates",
        _("Gates that are not open yet"),
        columns,
        _closed_gates(rows),
        empty=_("No learner has a closed gate ahead."),
    )


def _closed_gates(rows: Iterable[StaffRow]) -> Iterator[tuple[PaceLine, StaffRow]]:
    """Yield the closed gates of paced pathways: those that need attention first, then by date."""
    closed = [
        (line, row)
        for row in rows
        for line in row.pace.gates
        if line.state is not PaceState.DONE and line.pathway in {s.pathway for s in row.studies}
    ]
    closed.sort(
        key=lambda pair: (
            not pair[0].state.needs_attention,
            pair[0].own or date.max,
            pair[1].learner,
        )
    )
    yield from closed


def _gate(line: PaceLine, site: Site) -> Gate:
    pathways = site.catalogue.pathways
    gates = pathways[line.pathway].gates if line.pathway else ()
    return next(gate for gate in gates if gate.id == line.code)
