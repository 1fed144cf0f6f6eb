"""Supports in words, and educators' feedback for the family."""

from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.names import ScaleId
from wayfolio.model.outcomes import Outcome
from wayfolio.model.support_files import Session, Support
from wayfolio.model.supports import Dosed, SupportState
from wayfolio.render.language.sentences import sentence
from wayfolio.render.language.vocabulary import join_words, occasion, session_status
from wayfolio.render.language.vocabulary import support as kind_of_support
from wayfolio.render.learner.feedback import FeedbackView, feedback_view
from wayfolio.render.parts import addresses
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import LinkView, Site, competency_link

MOOD = ScaleId("mood")
DAY = timedelta(days=1)


class SessionView(Struct, frozen=True, kw_only=True):
    """A session of a support."""

    day: str
    status: str
    minutes: int
    note: str


class SupportView(Struct, frozen=True, kw_only=True):
    """A support: what is planned, what took place, and when it ends."""

    title: str
    says: tuple[str, ...]
    focus: tuple[LinkView, ...]
    sessions: tuple[SessionView, ...]


def support_views(
    dossier: LearnerDossier[Private], site: Site, *, for_staff: bool
) -> tuple[SupportView, ...]:
    """Return the supports. Only the staff sees the moods and notes of sessions."""
    return tuple(
        _support_view(support, way_out, dosed, site, for_staff=for_staff)
        for (support, way_out), dosed in zip(dossier.supports, dossier.dosed, strict=True)
    )


def _support_view(
    support: Support, way_out: Outcome | None, dosed: Dosed, site: Site, *, for_staff: bool
) -> SupportView:
    return SupportView(
        title=support_title(support, site),
        says=tuple(_sentences(support, way_out, dosed, site)),
        # Skills of the same competency share a link.
        focus=tuple(dict.fromkeys(competency_link(code, site) for code in support.focus)),
        sessions=tuple(
            _session_view(session, site, for_staff=for_staff) for session in support.sessions
        ),
    )


def support_title(support: Support, site: Site) -> str:
    """Return the title of a support, or else its kind."""
    return site.reader.say(support.title) or kind_of_support(support.kind, site.reader.gettext)


def _sentences(
    support: Support, way_out: Outcome | None, dosed: Dosed, site: Site
) -> Iterator[str]:
    _ = site.reader.gettext
    yield _plan_sentence(support, site)
    yield from _delivery_sentences(dosed, site)
    yield from _state_sentences(support, dosed, site)
    if dosed.contacts:
        text = site.reader.ngettext(
            "In touch with home once, on {day}.",
            "In touch with home {n} times, the last one on {day}.",
            len(dosed.contacts),
        )
        yield text.format(n=len(dosed.contacts), day=site.reader.day(dosed.contacts[-1]))
    if way_out is not None:
        says = sentence(way_out, site.reader, make_labels(site))
        yield _("It ends when this is reached: {what}.").format(what=says)
    yield _("Support time is help. It never counts toward a level.")


def _plan_sentence(support: Support, site: Site) -> str:
    """Return with whom, when and for how long a support is planned."""
    _, several, planned = site.reader.gettext, site.reader.ngettext, support.planned
    known = {
        "name": site.catalogue.school.people[support.by].name,
        "day": site.reader.day(planned.from_),
        "minutes": planned.minutes,
    }
    if planned.days:
        text = _("With {name}. From {day} to {last}: {minutes} minutes on {days}.")
        days = [site.reader.weekday(place) for place in sorted(planned.places)]
        last = site.reader.day(planned.over_on - DAY)
        return text.format(**known, last=last, days=join_words(days, _))
    text = _("With {name}. Planned from {day}: {minutes} minutes, {times} a week, {weeks}.")
    return text.format(
        **known,
        times=several("{n} time", "{n} times", planned.times).format(n=planned.times),
        weeks=several("for {n} week", "for {n} weeks", planned.span).format(n=planned.span),
    )


def _delivery_sentences(dosed: Dosed, site: Site) -> Iterator[str]:
    """Yield what took place: beside the schedule, or beside what was logged where none is."""
    several = site.reader.ngettext
    if dosed.scheduled is not None:
        yield delivery_sentence(dosed, site)
        return
    if dosed.sessions:
        yield several(
            "Logged: {there} of {all} recorded session attended, {minutes} minutes.",
            "Logged: {there} of {all} recorded sessions attended, {minutes} minutes.",
            dosed.sessions,
        ).format(there=dosed.attended, all=dosed.sessions, minutes=dosed.minutes)
        yield several(
            "The whole plan is {n} session, {minutes} minutes.",
            "The whole plan is {n} sessions, {minutes} minutes.",
            dosed.planned_sessions,
        ).format(n=dosed.planned_sessions, minutes=dosed.planned_minutes)


def delivery_sentence(dosed: Dosed, site: Site) -> str:
    """Return how many scheduled sessions took place until today, and what became of the others."""
    _, several = site.reader.gettext, site.reader.ngettext
    if dosed.scheduled is None or not dosed.scheduled.sessions:
        return _("Nothing has been scheduled until today.")
    count = dosed.scheduled.sessions
    head = several(
        "{there} of {all} scheduled session took place so far: {minutes} of {planned} minutes",
        "{there} of {all} scheduled sessions took place so far: {minutes} of {planned} minutes",
        count,
    ).format(
        there=dosed.attended, all=count, minutes=dosed.minutes, planned=dosed.scheduled.minutes
    )
    parts = {
        several("{n} excused", "{n} excused", dosed.excused): dosed.excused,
        several("{n} missed", "{n} missed", dosed.absent): dosed.absent,
        several(
            "{n} without a record", "{n} without a record", dosed.scheduled.unrecorded
        ): dosed.scheduled.unrecorded,
    }
    rest = [text.format(n=n) for text, n in parts.items() if n]
    return site.reader.sentence(_("; ").join([head, site.reader.row(rest)] if rest else [head]))


def _state_sentences(support: Support, dosed: Dosed, site: Site) -> Iterator[str]:
    """Yield what a reader must know of a support that has stopped."""
    _ = site.reader.gettext
    match dosed.state:
        case SupportState.STALLED:
            yield site.reader.sentence(stalled_phrase(dosed, site))
        case SupportState.OVER:
            yield _("The planned time is over, and the goal is not reached yet.")
        case SupportState.CLOSED if support.closed is not None:
            text = _("It ended on {day}: {why}.") if support.closed.why else _("It ended on {day}.")
            yield text.format(
                day=site.reader.day(support.closed.on), why=site.reader.quote(support.closed.why)
            )
        case SupportState.COMING | SupportState.RUNNING | SupportState.CLOSED:
            pass
        case SupportState.ENDED | SupportState.REACHED:
            pass
        case _:
            assert_never(dosed.state)


def stalled_phrase(dosed: Dosed, site: Site) -> str:
    """Return since when no session has taken place."""
    _ = site.reader.gettext
    if dosed.last is None:
        return _("no session has taken place yet")
    return _("no session since {day}").format(day=site.reader.day(dosed.last))


def current_supports(dossier: LearnerDossier[Private], site: Site) -> Iterator[str]:
    """Yield the supports that go on, and say so where no session has taken place for weeks."""
    _ = site.reader.gettext
    for (support, _way_out), dosed in zip(dossier.supports, dossier.dosed, strict=True):
        if not dosed.state.is_current:
            continue
        title, name = support_title(support, site), site.catalogue.school.people[support.by].name
        if dosed.state is SupportState.STALLED:
            text = _("{title}, with {name} ({note})")
            yield text.format(title=title, name=name, note=stalled_phrase(dosed, site))
        elif dosed.state is SupportState.COMING:
            day = site.reader.day(support.planned.from_)
            yield _("{title}, with {name}, from {day}").format(title=title, name=name, day=day)
        else:
            yield _("{title}, with {name}").format(title=title, name=name)


def _session_view(session: Session, site: Site, *, for_staff: bool) -> SessionView:
    _ = site.reader.gettext
    notes = [site.reader.quote(session.why or "")]
    if session.ticket:
        notes.append(_("exit ticket: {ticket}").format(ticket=session.ticket))
    if session.skills:
        labels = make_labels(site)
        about = join_words([labels(skill) for skill in session.skills], _)
        notes.append(_("about {skills}").format(skills=about))
    if for_staff:
        notes += [_mood(session, site), site.reader.quote(session.note or "")]
    return SessionView(
        day=site.reader.day(session.date),
        status=session_status(session.status, _),
        minutes=session.minutes,
        note=_("; ").join(filter(None, notes)),
    )


def _mood(session: Session, site: Site) -> str:
    """Return the mood at a session, in words if the school's scale has them."""
    if session.mood is None or MOOD not in site.catalogue.scales:
        return ""
    points = site.catalogue.scales[MOOD].points
    words = (site.reader.say(point.label) for point in points if point.value == session.mood)
    return site.reader.gettext("mood: {mood}").format(mood=next(words, session.mood))


def family_feedback(dossier: LearnerDossier[Private], site: Site) -> tuple[FeedbackView, ...]:
    """Return all feedback of educators, newest first."""
    evidence = {work.item.stem: work.item for work in dossier.shown.evidence}
    feedback = [seen for seen in dossier.occasions.values() if seen.note or seen.ask]
    return tuple(
        replace(
            feedback_view(seen, site),
            occasion=occasion(seen.kind, site.reader.gettext),
            work=tuple(
                LinkView(
                    evidence[ref].title,
                    addresses.evidence_address(dossier.shown.address, evidence[ref].slug),
                )
                for ref in seen.evidence
            ),
        )
        for seen in sorted(feedback, key=lambda seen: seen.on, reverse=True)
    )
