"""Supports in words, and educators' feedback for the family."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.names import ScaleId
from wayfolio.model.outcomes import Outcome
from wayfolio.model.portfolio import Session, Support
from wayfolio.model.supports import Dosed
from wayfolio.render.language.sentences import sentence
from wayfolio.render.language.vocabulary import occasion, session_status
from wayfolio.render.language.vocabulary import support as kind_of_support
from wayfolio.render.learner.feedback import FeedbackView, feedback_view
from wayfolio.render.parts import addresses
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import LinkView, Site, competency_link

MOOD = ScaleId("mood")


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
    _, several = site.reader.gettext, site.reader.ngettext
    planned, person = support.planned, site.catalogue.school.people[support.by]
    yield _("With {name}. Planned from {day}: {minutes} minutes, {times} a week, {weeks}.").format(
        name=person.name,
        day=site.reader.day(planned.from_),
        minutes=planned.minutes,
        times=several("{n} time", "{n} times", planned.per_week).format(n=planned.per_week),
        weeks=several("for {n} week", "for {n} weeks", planned.weeks).format(n=planned.weeks),
    )
    if dosed.sessions:
        yield several(
            "Attended {there} of {all} recorded session: {minutes} of {planned} minutes.",
            "Attended {there} of {all} recorded sessions: {minutes} of {planned} minutes.",
            dosed.sessions,
        ).format(
            there=dosed.attended,
            all=dosed.sessions,
            minutes=dosed.minutes,
            planned=dosed.planned_so_far,
        )
        yield several(
            "The whole plan is {n} session, {minutes} minutes.",
            "The whole plan is {n} sessions, {minutes} minutes.",
            dosed.planned_sessions,
        ).format(n=dosed.planned_sessions, minutes=dosed.planned_minutes)
    if way_out is not None:
        says = sentence(way_out, site.reader, make_labels(site))
        yield _("It ends when this is reached: {what}.").format(what=says)
    yield _("Support time is help. It never counts toward a level.")


def _session_view(session: Session, site: Site, *, for_staff: bool) -> SessionView:
    _ = site.reader.gettext
    notes = [site.reader.quote(session.why or "")]
    if session.ticket:
        notes.append(_("exit ticket: {ticket}").format(ticket=session.ticket))
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
