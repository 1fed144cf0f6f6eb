"""The monthly note for a family on one sheet: what is new, what is next, how to help."""

from collections.abc import Sequence
from itertools import chain

import segno
from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.dossier import LearnerDossier, News
from wayfolio.model.names import Language
from wayfolio.model.pages import Family
from wayfolio.render.frame.renderer import templates_for
from wayfolio.render.language.marks import mark_originals
from wayfolio.render.learner.family import contact_sentences
from wayfolio.render.learner.feedback import FeedbackView
from wayfolio.render.learner.news import MoveView, news_view
from wayfolio.render.learner.next_steps import HomeHelpView, NextView, home_views, next_views
from wayfolio.render.learner.pace import plan_sentences
from wayfolio.render.learner.pathways import has_news, path_lines
from wayfolio.render.learner.supports import family_feedback
from wayfolio.render.paper.key_letter import RIGHT_TO_LEFT
from wayfolio.render.parts.views import LinkView, Site

MOST_NEW = 4
"""The number of news of each kind on the sheet; the rest are counted."""
MOST_NEXT = 2
MOST_NOTES = 1
"""Educators' notes may be long, and all must fit on one sheet."""


class ChildView(Struct, frozen=True, kw_only=True):
    """One child's sheet."""

    name: str
    work: tuple[LinkView, ...]
    levels: tuple[MoveView, ...]
    """Completed competencies, then changed levels."""
    awards: tuple[LinkView, ...]
    more: int
    """The number of news that are not on the sheet."""
    notes: tuple[FeedbackView, ...]
    steps: tuple[NextView, ...]
    home: tuple[HomeHelpView, ...]
    paths: tuple[str, ...]
    """The pathways of which something is to be told: a round that ended early, a skipped stage."""
    plan: tuple[str, ...]
    """Whether the learner is on their own plan, in sentences."""
    contacts: tuple[str, ...]
    """Sentences that say whom to ask, and when."""


class NoteView(Struct, frozen=True, kw_only=True):
    """All that family_note.html may show."""

    language: Language
    direction: str
    school: str
    since: str
    until: str
    children: tuple[ChildView, ...]
    door: str
    """The address where the family opens the pages; empty if the site's address is unknown."""
    square: str
    """SVG: the same address for a phone's camera. It contains no secret."""


def family_note(children: Sequence[tuple[LearnerDossier[Family], News]], site: Site) -> str:
    """Return the note as an HTML page, a sheet for each child; all news are since the same day."""
    door = f"{site.home}{site.place}family/" if site.home else ""
    view = NoteView(
        language=site.reader.language,
        direction="rtl" if site.reader.language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        school=site.catalogue.school.name,
        since=site.reader.day(children[0][1].since),
        until=site.reader.day(site.as_of),
        children=tuple(_child(dossier, news, site) for dossier, news in children),
        door=door,
        square=segno.make(door, error="m").svg_inline(scale=2, border=2) if door else "",
    )
    html = templates_for(site.reader).get_template("family_note.html").render(view=view)
    return mark_originals(html, site.reader)


def _child(dossier: LearnerDossier[Family], news: News, site: Site) -> ChildView:
    view = news_view(replace(dossier, news=news), site)
    completed = {move.link for move in view.completed}
    levels = (*view.completed, *(move for move in view.moves if move.link not in completed))
    kinds = (view.work, levels, view.awards)
    feedback = family_feedback(dossier, site)
    notes = [note for note in feedback if note.iso_day > news.since.isoformat()]
    return ChildView(
        name=dossier.shown.name,
        work=view.work[:MOST_NEW],
        levels=levels[:MOST_NEW],
        awards=view.awards[:MOST_NEW],
        more=sum(1 for _ in chain.from_iterable(kind[MOST_NEW:] for kind in kinds)),
        notes=tuple(notes[:MOST_NOTES]),
        steps=next_views(dossier, site)[:MOST_NEXT],
        home=home_views(dossier, site)[:MOST_NEXT],
        paths=tuple(path_lines(filter(has_news, dossier.standings), site)),
        plan=tuple(plan_sentences(dossier.pace, dossier.studies, site)),
        contacts=tuple(contact_sentences(dossier, site)),
    )
