"""How much of a support was delivered. It is an input: nothing here is a level, or makes one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from wayfolio.assess.record import Record
from wayfolio.model.names import Code, SkillCode
from wayfolio.model.school import Calendar
from wayfolio.model.support_files import ABSENCES, STALLED_WEEKS, Session, Support
from wayfolio.model.supports import Dosed, FocusMove, Scheduled, SupportState, Ticket

HOME = "home"
TICKET = re.compile(r"\s*(\d+)\s*/\s*(\d+)\s*")


def measure_dosage(
    support: Support,
    until: date,
    calendar: Calendar | None = None,
    *,
    is_reached: bool = False,
) -> Dosed:
    """Return what was delivered until a day, beside what was scheduled.

    `is_reached`: whether the rule that ends it is met.
    Counts: every session written down; a day of the schedule counts from the next day on, or when a
            session of that day is written down. Without days in the plan nothing is scheduled, and
            planned so far is the number of sessions written down times the planned minutes.
    Scale:  minutes and sessions. A ticket that is not `2/3` is left out.
    """
    held = sorted(
        (s for s in support.sessions if s.date <= until), key=lambda session: session.date
    )
    planned, present = support.planned, [s for s in held if s.status not in ABSENCES]
    statuses = Counter(session.status for session in held)
    now, longest = _away(held)
    days = list(scheduled_days(support, until, calendar))
    in_all = len(support.schedule(calendar)) if planned.days else planned.times * planned.span
    return Dosed(
        state=find_state(support, until, calendar, is_reached=is_reached),
        scheduled=_scheduled(support, days) if planned.days else None,
        sessions=len(held),
        attended=len(present),
        minutes=sum(session.minutes for session in present),
        excused=statuses["excused"],
        absent=statuses["away"],
        planned_so_far=len(held) * planned.minutes,
        planned_sessions=in_all,
        planned_minutes=in_all * planned.minutes,
        away_now=now,
        away_longest=longest,
        substitutes=sum(session.substitute for session in held),
        last=present[-1].date if present else None,
        tickets=tuple(ticket for session in held if (ticket := _ticket(session, support.focus))),
        moods=tuple((session.date, session.mood) for session in held if session.mood is not None),
        contacts=tuple(
            sorted(c.date for c in support.contacts if c.with_ == HOME and c.date <= until)
        ),
    )


def scheduled_days(support: Support, until: date, calendar: Calendar | None) -> Iterator[date]:
    """Yield the days of the schedule before a day, and the day itself if it has been recorded."""
    recorded = {session.date for session in support.sessions}
    for day in support.schedule(calendar):
        if day < until or (day == until and day in recorded):
            yield day


def _scheduled(support: Support, days: Sequence[date]) -> Scheduled:
    recorded = {session.date for session in support.sessions}
    return Scheduled(
        sessions=len(days),
        minutes=len(days) * support.planned.minutes,
        unrecorded=sum(day not in recorded for day in days),
    )


def find_state(
    support: Support, until: date, calendar: Calendar | None, *, is_reached: bool
) -> SupportState:
    """Return where a support stands on a day."""
    if support.closed is not None and support.closed.on <= until:
        state = SupportState.CLOSED
    elif is_reached:
        state = SupportState.REACHED
    elif support.planned.over_on <= until:
        state = SupportState.OVER if support.exit is not None else SupportState.ENDED
    elif until < support.planned.from_:
        state = SupportState.COMING
    elif _is_stalled(support, until, calendar):
        state = SupportState.STALLED
    else:
        state = SupportState.RUNNING
    return state


def _is_stalled(support: Support, until: date, calendar: Calendar | None) -> bool:
    """Whether no session took place for three weeks of the schedule, or three weeks of school."""
    last = support.last_held(until) or support.planned.from_ - timedelta(days=1)
    if support.planned.days:
        missed = sum(day > last for day in scheduled_days(support, until, calendar))
        return missed >= STALLED_WEEKS * len(support.planned.places)
    since = (last + timedelta(days=n) for n in range(1, (until - last).days + 1))
    return sum(not (calendar and calendar.is_holiday(day)) for day in since) >= STALLED_WEEKS * 7


def _away(held: Sequence[Session]) -> tuple[int, int]:
    """Return how many sessions in a row were missed until the last one, and at most."""
    now = longest = 0
    for session in held:
        now = now + 1 if session.status in ABSENCES else 0
        longest = max(longest, now)
    return now, longest


def _ticket(session: Session, focus: Sequence[Code]) -> Ticket | None:
    """Return a session's ticket; about the only thing that the support aims at, if none is said."""
    ticket = TICKET.fullmatch(session.ticket or "")
    if ticket is None:
        return None
    skills = session.skills or ((SkillCode(focus[0]),) if len(focus) == 1 else ())
    return Ticket(on=session.date, right=int(ticket[1]), of=int(ticket[2]), skills=skills)


def focus_moves(
    record: Record, focus: Iterable[Code], since: date, until: date
) -> tuple[FocusMove, ...]:
    """Return the level of each thing that is aimed at, on the first day and on the last.

    Nothing is claimed: what else happened in those weeks is not known here.
    """
    began, now = record.on(since), record.on(until)
    return tuple(
        FocusMove(
            code=code,
            was=began.level(code),
            now=now.level(code),
            ratings=sum(
                since < rating.on <= until
                for rating in record.ratings.get(now.competency_of(code), ())
                if code in (Code(rating.skill), Code(now.competency_of(code)))
            ),
        )
        for code in focus
    )
