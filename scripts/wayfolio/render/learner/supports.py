"""Supports in words, and what educators wrote."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.names import ScaleId
from wayfolio.model.outcomes import Outcome
from wayfolio.model.portfolio import Session, Support
from wayfolio.model.supports import Dosed
from wayfolio.render.language.sentences import sentence
from wayfolio.render.language.vocabulary import occasion, session_status, support
from wayfolio.render.learner.feedback import FeedbackView, feedback_view
from wayfolio.render.parts import addresses
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import LinkView, Site, competency_link

MOOD = ScaleId("mood")


class SessionView(Struct, frozen=True, kw_only=True):
    """One session."""

    day: str
    status: str
    minutes: int
    note: str


class SupportView(Struct, frozen=True, kw_only=True):
    """One support: what is planned, what took place, and when it ends."""

    title: str
    says: tuple[str, ...]
    focus: tuple[LinkView, ...]
    sessions: tuple[SessionView, ...]


def support_views(
    whole: LearnerDossier[Private], site: Site, *, for_staff: bool
) -> tuple[SupportView, ...]:
    """Return the supports. Moods and notes of sessions are for the staff to listen to."""
    return tuple(
        _support(one, (way_out, dosed), site, for_staff)
        for (one, way_out), dosed in zip(whole.supports, whole.dosed, strict=True)
    )


def _support(
    one: Support, found: tuple[Outcome | None, Dosed], site: Site, for_staff: bool
) -> SupportView:
    return SupportView(
        title=support_title(one, site),
        says=tuple(_says(one, *found, site)),
        # Two skills of one competency are one link.
        focus=tuple(dict.fromkeys(competency_link(code, site) for code in one.focus)),
        sessions=tuple(_session(session, site, for_staff) for session in one.sessions),
    )


def support_title(one: Support, site: Site) -> str:
    """Return what a support is called: by its own title, else by its kind."""
    return site.reader.say(one.title) or support(one.kind, site.reader.gettext)


def _says(one: Support, way_out: Outcome | None, dosed: Dosed, site: Site) -> Iterator[str]:
    _, several = site.reader.gettext, site.reader.ngettext
    planned, person = one.planned, site.catalogue.school.people[one.by]
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


def _session(one: Session, site: Site, for_staff: bool) -> SessionView:
    _ = site.reader.gettext
    notes = [site.reader.quote(one.why or "")]
    if one.ticket:
        notes.append(_("exit ticket: {ticket}").format(ticket=one.ticket))
    if for_staff and one.mood is not None and MOOD in site.catalogue.scales:
        scale = site.catalogue.scales[MOOD]
        mood = next((p for p in scale.points if p.value == one.mood), None)
        notes.append(
            _("mood: {mood}").format(mood=site.reader.say(mood.label) if mood else one.mood)
        )
    if for_staff and one.note:
        notes.append(site.reader.quote(one.note))
    return SessionView(
        day=site.reader.day(one.date),
        status=session_status(one.status, _),
        minutes=one.minutes,
        note=_("; ").join(filter(None, notes)),
    )


def family_feedback(whole: LearnerDossier[Private], site: Site) -> tuple[FeedbackView, ...]:
    """Return everything that educators wrote, newest first."""
    _ = site.reader.gettext
    titles = {item.item.stem: item.item for item in whole.shown.evidence}
    written = [one for one in whole.occasions.values() if one.note or one.ask]
    return tuple(
        replace(
            feedback_view(one, site),
            occasion=occasion(one.kind, site.reader.gettext),
            work=tuple(
                LinkView(
                    titles[ref].title,
                    addresses.evidence_address(whole.shown.address, titles[ref].slug),
                )
                for ref in one.evidence
            ),
        )
        for one in sorted(written, key=lambda one: one.on, reverse=True)
    )
