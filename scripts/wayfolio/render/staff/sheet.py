"""A sheet of paper for a conference: one learner on one page."""

from collections.abc import Iterator
from datetime import date

from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.frameworks import parse_code
from wayfolio.model.pages import Staff
from wayfolio.model.portfolio import Conference
from wayfolio.model.staff import StaffRow
from wayfolio.render.language.pace_words import pace_word
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.learner.next_steps import next_views
from wayfolio.render.learner.overview import overview_rows
from wayfolio.render.learner.pace import line_title, plan_sentences
from wayfolio.render.parts import addresses
from wayfolio.render.parts.prose import excerpt
from wayfolio.render.parts.views import LinkView, PageView, Site, competency_link
from wayfolio.render.staff.attention import latest_asks
from wayfolio.render.staff.support import dosage_line
from wayfolio.render.staff.words import group_title

MOST_GOALS, MOST_STEPS, MOST_MOVES, MOST_ASKS, MOST_NOTE = 4, 3, 6, 2, 320
"""What fits on a page and leaves room to write."""


class SheetView(PageView, frozen=True, kw_only=True):
    """All that staff_sheet.html may show."""

    name: str
    group: str
    as_of: str
    whole: LinkView
    levels: tuple[tuple[str, str, str], ...]
    """(area, level in words, growth and pieces) of the learner's own frameworks."""
    steps: tuple[tuple[str, str], ...]
    goals: tuple[tuple[str, str], ...]
    own_days: tuple[str, ...]
    plan: tuple[str, ...]
    """Whether the learner is on their own plan, in sentences."""
    supports: tuple[str, ...]
    since: str
    moves: tuple[str, ...]
    asks: tuple[str, ...]
    last: tuple[str, str]
    """The day of the last conference and what was written then."""
    why: str


def sheet_view(whole: LearnerDossier[Staff], row: StaffRow, site: Site) -> SheetView:
    """Return the sheet of one learner."""
    _: Translate = site.reader.gettext
    last = _last_conference(row, site.as_of)
    return SheetView(
        base="../../../",
        title=_("Conference: {name}").format(name=row.full_name),
        description=_("One page for the conference with {name}.").format(name=row.full_name),
        crumbs=(LinkView(_("For staff"), "staff/"),),
        name=row.full_name,
        group=group_title(row.group, site),
        as_of=site.reader.day(site.as_of),
        whole=LinkView(_("The whole page"), addresses.portfolio_address(row.learner)),
        levels=tuple(_levels(whole, site)),
        steps=tuple(
            (
                f"{step.link.label}{': ' + step.skill if step.skill else ''}",
                f"{step.why} {step.change}",
            )
            for step in next_views(whole, site)[:MOST_STEPS]
        ),
        goals=tuple(_goals(row, site))[:MOST_GOALS],
        own_days=tuple(
            _("{area}, {day}: {state}").format(
                area=line_title(line, site),
                day=site.reader.day(line.own) if line.own else "",
                state=pace_word(line, _),
            )
            for line in row.pace.areas
        ),
        plan=tuple(plan_sentences(row.pace, row.studies, site)),
        supports=tuple(dosage_line(helped, site) for helped in row.helped),
        since=site.reader.day(row.news.since) if row.news else "",
        moves=tuple(_moves(row, site))[:MOST_MOVES],
        asks=tuple(latest_asks(row, site))[-MOST_ASKS:],
        last=(site.reader.day(last.date), excerpt(last.note, MOST_NOTE)) if last else ("", ""),
        why=_latest_reason(whole),
    )


def _last_conference(row: StaffRow, today: date) -> Conference | None:
    conferences = [conference for conference in row.conferences if conference.date <= today]
    # Of two conferences on the same day, the one written later counts.
    return max(reversed(conferences), key=lambda conference: conference.date, default=None)


def _latest_reason(whole: LearnerDossier[Staff]) -> str:
    """Return why it matters, in the learner's latest words."""
    reasons = whole.shown.plan.why if whole.shown.plan else ()
    latest = max(reasons, key=lambda reason: reason.from_, default=None)
    return latest.text if latest else ""


def _levels(whole: LearnerDossier[Staff], site: Site) -> Iterator[tuple[str, str, str]]:
    """Yield the areas in which something has been rated."""
    _: Translate = site.reader.gettext
    for shown in overview_rows(whole, site):
        for area in shown.rows:
            if area.level:
                level = _("{word} ({level})").format(word=area.word, level=area.level)
                yield area.title, level if area.word else area.level, "; ".join(area.notes[1:3])


def _goals(row: StaffRow, site: Site) -> Iterator[tuple[str, str]]:
    _: Translate = site.reader.gettext
    open_ = [goal for goal in row.goals if goal.status == "open"]
    for goal in sorted(open_, key=lambda goal: goal.target or date.max):
        said = _("by {day}").format(day=site.reader.day(goal.target)) if goal.target else _("open")
        yield goal.goal, said


def _moves(row: StaffRow, site: Site) -> Iterator[str]:
    """Yield what has changed since the last conference."""
    _: Translate = site.reader.gettext
    if row.news is None:
        return
    for code, _stage in row.news.completed:
        yield _("{title}: completed").format(title=competency_link(parse_code(code), site).label)
    for move in row.news.moves:
        title = competency_link(parse_code(move.competency), site).label
        now = f"{float(move.now):.1f}"
        if move.was is None:
            yield _("{title}: {now}, for the first time").format(title=title, now=now)
        else:
            was = f"{float(move.was):.1f}"
            yield _("{title}: from {was} to {now}").format(title=title, was=was, now=now)
