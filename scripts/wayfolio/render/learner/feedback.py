"""What educators wrote: notes, and what they asked for next. Never public."""

from collections.abc import Iterable

from msgspec import Struct

from wayfolio.model.dossier import Occasion
from wayfolio.model.visibility import Feedback
from wayfolio.render.language.vocabulary import join_words
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


def feedback_views(found: Iterable[Feedback], site: Site) -> tuple[FeedbackView, ...]:
    """Return feedback on a piece of work, newest first."""
    newest = sorted(found, key=lambda one: one.on, reverse=True)
    return tuple(feedback_view(one, site) for one in newest)


def feedback_view(one: Feedback | Occasion, site: Site) -> FeedbackView:
    """Return what somebody wrote; who adds where, fills in `occasion` and `work`."""
    return FeedbackView(
        who=join_words(one.by, site.reader.gettext),
        day=site.reader.day(one.on),
        iso_day=one.on.isoformat(),
        note=site.reader.quote(one.note or ""),
        ask=site.reader.quote(one.ask or ""),
    )
