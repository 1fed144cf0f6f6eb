"""One learner's pages and summary: the part of a build that runs for each learner."""

from collections.abc import Iterator, Mapping

from wayfolio.model.attainment import Status
from wayfolio.model.pages import Audience, Page
from wayfolio.model.visibility import Shown, ShownEvidence, Summary, WorkRow
from wayfolio.render.frame.renderer import SINCE_HEAD, Press
from wayfolio.render.learner.projects import project_view, projects
from wayfolio.render.learner.views import (
    award_view,
    evidence_view,
    moved_view,
    portfolio_view,
)
from wayfolio.render.parts import addresses
from wayfolio.render.parts.attachments import Published, PublishedFile, seen_from
from wayfolio.render.parts.naming import rule_sentence
from wayfolio.render.parts.prose import excerpt
from wayfolio.render.parts.views import Site

MET = (Status.MET, Status.GOING_FURTHER)
EXCERPT = 160
"""Signs of a text that a card shows."""


def learner_pages(
    press: Press,
    site: Site,
    shown: Shown[Audience],
    published: Published,
    audience: type[Audience],
) -> tuple[list[Page[Audience]], Summary[Audience]]:
    """Return a learner's pages, and what hub pages need of them.

    `published`: where the files of the evidence have gone.
    """
    summary: Summary[Audience] = summary_of(shown, published, audience)
    view = portfolio_view(shown, summary, site)
    head = SINCE_HEAD.format(root=view.base + press.up)
    first = press.page("learner", view, audience, head=head, id=shown.address)
    pages: list[Page[Audience]] = [first]
    pages.extend(item_pages(press, site, shown, published, summary, audience))
    return pages, summary


def item_pages(
    press: Press,
    site: Site,
    shown: Shown[Audience],
    published: Published,
    summary: Summary[Audience],
    audience: type[Audience],
) -> Iterator[Page[Audience]]:
    """Give a page for each piece of evidence, each project and each award."""
    files = seen_from(published, site.up)
    for item in shown.evidence:
        view = evidence_view(shown, item, files, site)
        slug = item.item.slug
        yield press.page("evidence", view, audience, id=shown.address, slug=slug)
        for alias in item.item.aliases:
            moved = moved_view(shown, item, alias, site)
            yield press.page(
                "evidence", moved, audience, template="moved.html", id=shown.address, slug=alias
            )
    for project in projects(shown, site):
        gathered = project_view(project, shown, summary, site)
        yield press.page("project", gathered, audience, id=shown.address, slug=project.slug)
    for award in shown.awards:
        rule = rule_sentence(site.catalogue.badges[award.badge].criteria, site)
        made = award_view(shown, award, rule, summary, site)
        yield press.page("award", made, audience, id=shown.address, badge=award.badge)


def summary_of(
    shown: Shown[Audience], published: Published, audience: type[Audience]
) -> Summary[Audience]:
    """Return what hub pages need of one learner."""
    return Summary[Audience](
        address=shown.address,
        name=shown.name,
        group=shown.group,
        work=tuple(_row(shown, item, published) for item in shown.evidence),
        met=tuple(dict.fromkeys(a.competency for a in shown.attainments if a.status in MET)),
        awards=shown.awards,
    )


def _row(shown: Shown[Audience], item: ShownEvidence, published: Published) -> WorkRow:
    work = item.item
    picture = _small_picture(item, published.get(work.stem, {}))
    return WorkRow(
        title=work.title,
        on=work.date,
        kind=work.kind,
        lang=work.lang,
        address=addresses.evidence(shown.address, work.slug),
        author=", ".join(author.name for author in item.authors if author.name),
        shows=work.shows,
        experience=work.experience,
        partner=work.partner,
        excerpt="" if picture else excerpt(work.body, EXCERPT),
        picture=picture,
    )


def _small_picture(
    item: ShownEvidence, files: Mapping[str, PublishedFile]
) -> tuple[str, int, int] | None:
    """Return the first picture of a piece of work, small."""
    for attached in item.item.files:
        file = files.get(attached.path)
        if file is not None and file.small is not None:
            return file.small
    return None
