"""A note for a family, once a month, on one sheet: what is new, what is next, how to help."""

from collections.abc import Sequence
from itertools import chain

import segno
from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.dossier import News, Whole
from wayfolio.model.names import Language
from wayfolio.model.pages import Family
from wayfolio.render.frame.renderer import templates_for
from wayfolio.render.language.marks import with_originals
from wayfolio.render.learner.family import whom_to_ask
from wayfolio.render.learner.feedback import FeedbackView
from wayfolio.render.learner.news import MoveView, news_view
from wayfolio.render.learner.next_steps import HomeView, NextView, home_views, next_views
from wayfolio.render.learner.supports import family_feedback
from wayfolio.render.paper.key_letter import RIGHT_TO_LEFT
from wayfolio.render.parts.views import LinkView, Site

MOST_NEW = 4
"""Of each kind of news that the sheet tells; the rest are counted."""
MOST_NEXT = 2
MOST_NOTES = 1
"""What educators wrote may be long, and a sheet is a sheet."""


class ChildView(Struct, frozen=True, kw_only=True):
    """One child's sheet."""

    name: str
    work: tuple[LinkView, ...]
    levels: tuple[MoveView, ...]
    """What was completed first, then levels that are other ones now."""
    awards: tuple[LinkView, ...]
    more: int
    """How many news there are beside those that are told."""
    notes: tuple[FeedbackView, ...]
    steps: tuple[NextView, ...]
    home: tuple[HomeView, ...]
    asked: tuple[str, ...]


class NoteView(Struct, frozen=True, kw_only=True):
    """All that family_note.html may show."""

    language: Language
    direction: str
    school: str
    since: str
    until: str
    children: tuple[ChildView, ...]
    door: str
    """Where the family opens the pages; nothing where the site's place is not known."""
    square: str
    """SVG: the same for a phone's camera. No secret is in it."""


def note(children: Sequence[tuple[Whole[Family], News]], site: Site) -> str:
    """Return the note as an HTML page, a sheet for each child; all news are since one day."""
    door = f"{site.home}{site.place}family/" if site.home else ""
    view = NoteView(
        language=site.reader.language,
        direction="rtl" if site.reader.language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        school=site.catalogue.school.name,
        since=site.reader.day(children[0][1].since),
        until=site.reader.day(site.as_of),
        children=tuple(_child(whole, news, site) for whole, news in children),
        door=door,
        square=segno.make(door, error="m").svg_inline(scale=2, border=2) if door else "",
    )
    made = templates_for(site.reader).get_template("family_note.html").render(view=view)
    return with_originals(made, site.reader)


def _child(whole: Whole[Family], news: News, site: Site) -> ChildView:
    told = news_view(replace(whole, news=news), site)
    completed = {one.link for one in told.completed}
    levels = (*told.completed, *(one for one in told.moves if one.link not in completed))
    kinds = (told.work, levels, told.awards)
    written = [one for one in family_feedback(whole, site) if one.iso_day > f"{news.since}"]
    return ChildView(
        name=whole.shown.name,
        work=told.work[:MOST_NEW],
        levels=levels[:MOST_NEW],
        awards=told.awards[:MOST_NEW],
        more=sum(1 for _ in chain.from_iterable(kind[MOST_NEW:] for kind in kinds)),
        notes=tuple(written[:MOST_NOTES]),
        steps=next_views(whole, site)[:MOST_NEXT],
        home=home_views(whole, site)[:MOST_NEXT],
        asked=tuple(whom_to_ask(whole, site)),
    )
