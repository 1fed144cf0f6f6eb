"""A report in plain text for a meeting: what has changed in a group since a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from wayfolio.model.dossier import News
from wayfolio.model.frameworks import parse_code
from wayfolio.model.names import CompetencyCode
from wayfolio.model.staff import StaffRow
from wayfolio.model.text import Text
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.learner.pace import plan_sentences
from wayfolio.render.parts.views import Site, competency_link
from wayfolio.render.staff.attention import weeks_since

MOST = 3
"""The number of a learner's changes that are listed; the rest are counted."""


class SinceView(Struct, frozen=True, kw_only=True):
    """One learner with what is new, and the titles of the work."""

    row: StaffRow
    news: News
    titles: Mapping[str, str]


def report_lines(title: Text, news: Sequence[SinceView], since: date, site: Site) -> Iterator[str]:
    """Yield the lines: each learner with news, then the learners without."""
    _: Translate = site.reader.gettext
    yield _("{group}, from {since} to {today}").format(
        group=site.reader.say(title),
        since=site.reader.day(since),
        today=site.reader.day(site.as_of),
    )
    quiet = []
    for learner in news:
        said = list(_news_lines(learner, site))
        if said:
            yield ""
            yield learner.row.full_name
            yield from (f"  {line}" for line in said)
        else:
            quiet.append(_quiet_learner(learner.row, site))
    if quiet:
        yield ""
        yield _("Nothing new: {names}").format(names=join_words(quiet, _))


def _news_lines(learner: SinceView, site: Site) -> Iterator[str]:
    _: Translate = site.reader.gettext
    several = site.reader.ngettext
    news = learner.news
    for code, stage in news.completed:
        title = _title(code, site)
        yield _("completed: {title} {stage}").format(title=title, stage=stage or "").rstrip()
    yield from _move_lines(news, site)
    for badge in news.awards:
        yield _("badge: {title}").format(title=site.reader.say(site.catalogue.badges[badge].title))
    if news.evidence:
        works = [_("“{title}”").format(title=learner.titles[ref]) for ref in news.evidence[:MOST]]
        more = len(news.evidence) - len(works)
        suffix = f" (+{more})" if more else ""
        yield _("new work: {works}").format(works=join_words(works, _)) + suffix
    if waits := len(learner.row.waiting):
        said = several("{n} piece waits for a rating", "{n} pieces wait for a rating", waits)
        yield said.format(n=waits)
    if learner.row.pace.state.needs_attention:
        plan = plan_sentences(learner.row.pace, learner.row.studies, site)
        yield _("own plan: {says}").format(says=" ".join(plan))


def _move_lines(news: News, site: Site) -> Iterator[str]:
    """Yield the levels that moved most, without completed competencies."""
    _: Translate = site.reader.gettext
    completed = {code for code, _stage in news.completed}
    moves = [move for move in news.moves if move.competency not in completed]
    moves.sort(key=lambda move: abs(move.now - (move.was or 0)), reverse=True)
    for move in moves[:MOST]:
        was = figure(move.was) if move.was is not None else _("unrated")
        yield _("{title}: from {was} to {now}").format(
            title=_title(move.competency, site), was=was, now=figure(move.now)
        )
    if (more := len(moves) - MOST) > 0:
        several = site.reader.ngettext
        yield several("{n} more level moved", "{n} more levels moved", more).format(n=more)


def _title(code: CompetencyCode, site: Site) -> str:
    return competency_link(parse_code(code), site).label


def _quiet_learner(row: StaffRow, site: Site) -> str:
    _: Translate = site.reader.gettext
    weeks = weeks_since(row.last_rated, site)
    if weeks is None:
        return _("{name} (never rated)").format(name=row.full_name)
    several = site.reader.ngettext
    said = several("{name} (seen {n} week ago)", "{name} (seen {n} weeks ago)", weeks)
    return said.format(name=row.full_name, n=weeks)
