"""A learner's pace in the sentences that family, staff, note, report and explanation all print."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from wayfolio.model.dossier import Studies
from wayfolio.model.frameworks import Area
from wayfolio.model.names import AreaCode
from wayfolio.model.pace import Pace, PaceLine, PaceState, find_late
from wayfolio.render.language.pace_words import pace_word
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import Site


def plan_sentences(pace: Pace, studies: Iterable[Studies], site: Site) -> Iterator[str]:
    """Yield whether a learner is on their own plan, and what is behind it."""
    if not pace.lines:
        return
    answer = _answer(pace, site.reader.gettext)
    if answer:
        yield answer
    yield from _area_sentences(pace, site)
    for study in studies:
        yield from course_sentences(study, pace, site)
    yield from _gate_sentences(pace, site)
    yield from _goal_sentences(pace, site)


def _answer(pace: Pace, _: Translate) -> str:
    """Return the answer to “on plan?” in a word; empty where a sentence says what is behind."""
    urgent = [line for line in pace.lines if line.state.needs_attention]
    if not urgent:
        return _("Yes.") if pace.state is not PaceState.OPEN else _("So far, yes.")
    if all(line.kind == "goal" for line in urgent):
        return _("Mostly. Some dates have passed.")
    return ""


def area_title(code: AreaCode, site: Site) -> str:
    """Return what an area is called."""
    known: dict[AreaCode, Area] = {
        area.code: area for framework in site.catalogue.frameworks for area in framework.areas
    }
    return site.reader.say(known[code].title) if code in known else code


def line_title(line: PaceLine, site: Site) -> str:
    """Return what something in a plan is called. Goals have their own words, not a title."""
    if line.kind == "area":
        return area_title(AreaCode(line.code), site)
    return make_labels(site)(line.code)


def _area_sentences(pace: Pace, site: Site) -> Iterator[str]:
    _: Translate = site.reader.gettext
    late = list(find_late(pace.areas))
    behind = [line for line in late if line.state is PaceState.BEHIND]
    if behind:
        yield _behind_sentence(behind, len(pace.areas), site)
    for line in late:
        if line.state is PaceState.AT_RISK:
            yield _("{area}: {state}; the plan’s date is {day}.").format(
                area=line_title(line, site), state=pace_word(line, _), day=_month(line.own, site)
            )
    if not late and pace.areas:
        yield site.reader.sentence(site.reader.row(_count_areas(pace.areas, site)))


def _behind_sentence(behind: Sequence[PaceLine], count: int, site: Site) -> str:
    """Return in how many areas a learner is behind, and the date of the one furthest behind."""
    _: Translate = site.reader.gettext
    detail = _worst_area(behind[0], site)
    if count == 1:
        return f"{detail[:1].upper()}{detail[1:]}"
    head = _("Behind in {n} of {all} areas: {detail}")
    return head.format(n=len(behind), all=count, detail=detail)


def _worst_area(line: PaceLine, site: Site) -> str:
    _: Translate = site.reader.gettext
    known = {"area": line_title(line, site), "own": _month(line.own, site)}
    if line.likely is None:
        return _("{area} was planned for {own}.").format_map(known)
    if not line.is_sure:
        text = _("at this pace {area} is not done before {day}; the plan’s date is {own}.")
    elif line.is_past:
        text = _("at this pace {area} is done in {day}; the plan’s date was {own}.")
    else:
        text = _("at this pace {area} is done in {day}; the plan’s date is {own}.")
    return text.format(**known, day=site.reader.month(line.likely))


def _count_areas(areas: Sequence[PaceLine], site: Site) -> Iterator[str]:
    several = site.reader.ngettext
    count = Counter(line.state for line in areas)
    words = {
        PaceState.DONE: several("{n} area done", "{n} areas done", count[PaceState.DONE]),
        PaceState.AHEAD: several(
            "{n} area ahead of its date", "{n} areas ahead of their dates", count[PaceState.AHEAD]
        ),
        PaceState.ON_PLAN: several(
            "{n} area on plan", "{n} areas on plan", count[PaceState.ON_PLAN]
        ),
        PaceState.OPEN: several(
            "{n} area with time to come", "{n} areas with time to come", count[PaceState.OPEN]
        ),
    }
    yield from (text.format(n=count[state]) for state, text in words.items() if count[state])


def _month(day: date | None, site: Site) -> str:
    return site.reader.month(day) if day else ""


def course_sentences(study: Studies, pace: Pace, site: Site) -> Iterator[str]:
    """Yield whether the courses of a pathway are on the learner's own plan."""
    _: Translate = site.reader.gettext
    lines = [line for line in pace.courses if line.pathway == study.pathway]
    late = [line for line in find_late(lines) if line.state is PaceState.BEHIND]
    done = sum(line.state is PaceState.DONE for line in lines)
    listed = site.reader.row(_count_courses(study, done, len(late), site))
    name = site.reader.word(study.pace or "")
    if name:
        yield _("Courses, at the {pace} pace: {parts}.").format(pace=name, parts=listed)
    else:
        yield _("Courses: {parts}.").format(parts=listed)
    if late and late[0].likely is not None:
        yield _course_sentence(late[0], site)


def _count_courses(study: Studies, done: int, late: int, site: Site) -> Iterator[str]:
    _, several = site.reader.gettext, site.reader.ngettext
    now = sum(course.state == "in-progress" for course in study.courses)
    ahead = sum(course.ahead for course in study.courses)
    yield several("{n} course done", "{n} courses done", done).format(n=done)
    yield several("{n} under way", "{n} under way", now).format(n=now)
    if ahead:
        yield several("{n} ahead of the plan", "{n} ahead of the plan", ahead).format(n=ahead)
    yield several("{n} late", "{n} late", late).format(n=late) if late else _("none late")


def _course_sentence(line: PaceLine, site: Site) -> str:
    _: Translate = site.reader.gettext
    if line.is_sure:
        text = _("At this pace {course} ends in {day}; the plan says {own}.")
    else:
        text = _("{course} cannot end before {day}; the plan says {own}.")
    return text.format(
        course=line_title(line, site), day=_month(line.likely, site), own=_month(line.own, site)
    )


def _gate_sentences(pace: Pace, site: Site) -> Iterator[str]:
    """Yield a sentence for each closed gate that needs attention."""
    for line in find_late(pace.gates):
        yield _gate_text(line, site.reader.gettext).format(
            gate=line_title(line, site), own=_month(line.own, site), day=_month(line.likely, site)
        )


def _gate_text(line: PaceLine, _: Translate) -> str:
    if line.likely is not None and line.is_sure:
        return _("The gate “{gate}” is needed by {own}; at this pace it opens in {day}.")
    if line.likely is not None:
        return _("The gate “{gate}” is needed by {own}; it cannot open before {day}.")
    if line.is_past:
        return _("The gate “{gate}” was needed by {own} and is still closed.")
    return _("The gate “{gate}” is needed by {own}, and nothing says yet when it opens.")


def _goal_sentences(pace: Pace, site: Site) -> Iterator[str]:
    """Yield how many goals are open, and how many are past their day or when the next is due."""
    _: Translate = site.reader.gettext
    several = site.reader.ngettext
    goals = [line for line in pace.goals if line.state is not PaceState.DONE]
    if not goals:
        return
    count = len(goals)
    days = sorted(line.own for line in goals if line.own)
    past = sum(line.state is PaceState.BEHIND for line in goals)
    text = several("{n} goal is open", "{n} goals are open", count).format(n=count)
    if past:
        late = several("{n} is past its date", "{n} are past their date", past).format(n=past)
        yield _("{open}; {late}.").format(open=text, late=late)
    elif days:
        day = site.reader.day(days[0])
        yield _("{open}; the next is due on {day}.").format(open=text, day=day)
    else:
        yield site.reader.sentence(text)
