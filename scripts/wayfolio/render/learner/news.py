"""What is new since a day, in sentences."""

from collections.abc import Iterator

from msgspec import Struct

from wayfolio.model.dossier import LearnerDossier, News, NewsMove, Private
from wayfolio.model.frameworks import parse_code
from wayfolio.model.names import CompetencyCode, StageCode
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.views import LinkView, Site, competency_link


class MoveView(Struct, frozen=True, kw_only=True):
    """A competency whose level is another one now."""

    link: LinkView
    says: str


class NewsView(Struct, frozen=True, kw_only=True):
    """What has come since a day."""

    since: str
    count: int
    work: tuple[LinkView, ...]
    moves: tuple[MoveView, ...]
    completed: tuple[MoveView, ...]
    awards: tuple[LinkView, ...]


def news_view(whole: LearnerDossier[Private], site: Site) -> NewsView:
    """Return the news of a learner that has some."""
    news = whole.news
    if news is None:
        raise ValueError("there is no day to begin with")
    address = whole.shown.address
    work = tuple(
        LinkView(
            site.reader.quote(item.item.title, item.item.lang),
            addresses.evidence_address(address, item.item.slug),
        )
        for item in whole.shown.evidence
        if item.item.stem in news.evidence
    )
    moves = tuple(_moves(news, site))
    completed = tuple(_completed(code, stage, site) for code, stage in news.completed)
    awards = tuple(
        LinkView(
            site.reader.say(site.catalogue.badges[name].title),
            addresses.award_address(address, name),
        )
        for name in news.awards
    )
    return NewsView(
        since=site.reader.day(news.since),
        count=len(work) + len(moves) + len(completed) + len(awards),
        work=work,
        moves=moves,
        completed=completed,
        awards=awards,
    )


def _moves(news: News, site: Site) -> Iterator[MoveView]:
    for move in news.moves:
        link = competency_link(parse_code(move.competency), site)
        yield MoveView(link=link, says=_moved(move, site))


def _moved(move: NewsMove, site: Site) -> str:
    _ = site.reader.gettext
    scale = levels.scale_of(move.competency, site)
    now = levels.level_text(move.now, scale, site)
    if move.was is None:
        return _("seen for the first time, at {now}").format(now=now)
    return _("from {was} to {now}").format(was=levels.level_text(move.was, scale, site), now=now)


def _completed(code: CompetencyCode, stage: StageCode | None, site: Site) -> MoveView:
    _ = site.reader.gettext
    placed = site.catalogue.competencies[code]
    pathway = (
        site.catalogue.pathways.get(placed.framework.stages_of)
        if (placed.framework.stages_of)
        else None
    )
    found = pathway.stage(stage) if pathway and stage else None
    says = (
        _("completed in {stage}").format(stage=site.reader.say(found.title))
        if found
        else _("completed")
    )
    return MoveView(link=competency_link(parse_code(code), site), says=says)
