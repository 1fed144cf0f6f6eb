"""Educators' feedback: notes, and what they ask for next. Never public."""

from collections.abc import Iterable

from msgspec import Struct

from wayfolio.model.dossier import Occasion
from wayfolio.model.visibility import Feedback
from wayfolio.render.parts.naming import signed_names
from wayfolio.render.parts.views import LinkView, Site


class FeedbackView(Struct, frozen=True, kw_only=True):
    """A note and an ask."""

    who: str
    day: str
    iso_day: str
    note: str
    ask: str
    occasion: str = ""
    work: tuple[LinkView, ...] = ()


def feedback_views(feedback: Iterable[Feedback], site: Site) -> tuple[FeedbackView, ...]:
    """Return feedback on a piece of work, newest first."""
    newest = sorted(feedback, key=lambda entry: entry.on, reverse=True)
    return tuple(feedback_view(entry, site) for entry in newest)


def feedback_view(feedback: Feedback | Occasion, site: Site) -> FeedbackView:
    """Return what somebody wrote, without `occasion` and `work`."""
    return FeedbackView(
        who=signed_names(feedback.by, site),
        day=site.reader.day(feedback.on),
        iso_day=feedback.on.isoformat(),
        note=site.reader.quote(feedback.note or ""),
        ask=site.reader.quote(feedback.ask or ""),
    )
