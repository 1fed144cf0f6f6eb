"""How much of a support was delivered. It is an input: nothing here is a level, or makes one."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from wayfolio.assess.record import Record
from wayfolio.model.names import Code
from wayfolio.model.portfolio import Session, Support
from wayfolio.model.supports import Dosed, FocusMove, Ticket

TICKET = re.compile(r"\s*(\d+)\s*/\s*(\d+)\s*")


def measure_dosage(support: Support, until: date) -> Dosed:
    """Return what was delivered until a day, beside what was planned.

    Counts: sessions written down; planned so far is their number times the planned minutes, so
            a week in which nobody wrote anything down claims nothing.
    Scale:  minutes and sessions. A ticket that is not `2/3` is left out.
    """
    held = sorted(
        (s for s in support.sessions if s.date <= until), key=lambda session: session.date
    )
    planned = support.planned
    sessions = planned.per_week * planned.weeks
    now, longest = _away(held)
    return Dosed(
        sessions=len(held),
        attended=sum(session.status != "away" for session in held),
        minutes=sum(session.minutes for session in held if session.status != "away"),
        planned_so_far=len(held) * planned.minutes,
        planned_sessions=sessions,
        planned_minutes=sessions * planned.minutes,
        away_now=now,
        away_longest=longest,
        substitutes=sum(session.substitute for session in held),
        last=held[-1].date if held else None,
        tickets=tuple(ticket for session in held if (ticket := _ticket(session)) is not None),
        moods=tuple((session.date, session.mood) for session in held if session.mood is not None),
    )


def _away(held: Sequence[Session]) -> tuple[int, int]:
    """Return how many sessions in a row were missed until the last one, and at most."""
    now = longest = 0
    for session in held:
        now = now + 1 if session.status == "away" else 0
        longest = max(longest, now)
    return now, longest


def _ticket(session: Session) -> Ticket | None:
    ticket = TICKET.fullmatch(session.ticket or "")
    return Ticket(on=session.date, right=int(ticket[1]), of=int(ticket[2])) if ticket else None


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
