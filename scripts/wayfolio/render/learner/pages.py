"""One learner's pages and summary: the part of a build that runs for each learner."""

from collections.abc import Iterator, Mapping

from wayfolio.model.pages import Audience, Page
from wayfolio.model.visibility import ShownEvidence, Summary, VisibleLearner, WorkRow
from wayfolio.render.frame.renderer import SINCE_HEAD, PageRenderer
from wayfolio.render.learner.award import award_view
from wayfolio.render.learner.evidence import evidence_view
from wayfolio.render.learner.moved_page import moved_page_view
from wayfolio.render.learner.portfolio import portfolio_view
from wayfolio.render.learner.projects import find_projects, project_view
from wayfolio.render.parts import addresses
from wayfolio.render.parts.attachments import PublishedAttachments, PublishedFile, relative_to_page
from wayfolio.render.parts.prose import excerpt
from wayfolio.render.parts.rules import rule_sentences
from wayfolio.render.parts.views import Site

EXCERPT = 160
"""The number of characters of a text on a card."""


def learner_pages(
    renderer: PageRenderer,
    site: Site,
    shown: VisibleLearner[Audience],
    published: PublishedAttachments,
    audience: type[Audience],
) -> list[Page[Audience]]:
    """Return a learner's public pages. `published`: the files of the evidence."""
    summary: Summary[Audience] = summary_of(shown, published, audience)
    view = portfolio_view(shown, summary, site)
    head = SINCE_HEAD.format(root=view.base + renderer.up)
    first = renderer.page("learner", view, audience, head=head, id=shown.address)
    pages: list[Page[Audience]] = [first]
    pages.extend(work_and_award_pages(renderer, site, shown, published, summary, audience))
    return pages


def work_and_award_pages(
    renderer: PageRenderer,
    site: Site,
    shown: VisibleLearner[Audience],
    published: PublishedAttachments,
    summary: Summary[Audience],
    audience: type[Audience],
) -> Iterator[Page[Audience]]:
    """Yield a page for each piece of evidence, each project and each award."""
    files = relative_to_page(published, site.up)
    learner = shown.address
    for work in shown.evidence:
        evidence = evidence_view(shown, work, files, site)
        yield renderer.page("evidence", evidence, audience, id=learner, slug=work.item.slug)
        for alias in work.item.aliases:
            moved = moved_page_view(shown, work, alias, site)
            yield renderer.page(
                "evidence", moved, audience, template="moved.html", id=learner, slug=alias
            )
    for project in find_projects(shown, site):
        view = project_view(project, shown, summary, site)
        yield renderer.page("project", view, audience, id=learner, slug=project.slug)
    for award in shown.awards:
        rules = rule_sentences(site.catalogue.badges[award.badge].criteria, site)
        earned = award_view(shown, award, rules, summary, site)
        yield renderer.page("award", earned, audience, id=learner, badge=award.badge)


def summary_of(
    shown: VisibleLearner[Audience], published: PublishedAttachments, audience: type[Audience]
) -> Summary[Audience]:
    """Return the summary of one learner for hub pages."""
    return Summary[Audience](
        address=shown.address,
        name=shown.name,
        group=shown.group,
        work=tuple(_row(shown, work, published) for work in shown.evidence),
        met=tuple(dict.fromkeys(a.competency for a in shown.attainments if a.status.is_met)),
        awards=shown.awards,
    )


def _row(
    shown: VisibleLearner[Audience], work: ShownEvidence, published: PublishedAttachments
) -> WorkRow:
    evidence = work.item
    picture = _small_picture(work, published.get(evidence.stem, {}))
    return WorkRow(
        title=evidence.title,
        on=evidence.date,
        kind=evidence.kind,
        lang=evidence.lang,
        address=addresses.evidence_address(shown.address, evidence.slug),
        author=", ".join(author.name for author in work.authors if author.name),
        skills=work.skills,
        experience=evidence.experience,
        partner=evidence.partner,
        excerpt="" if picture else excerpt(evidence.body, EXCERPT),
        picture=picture,
    )


def _small_picture(
    work: ShownEvidence, files: Mapping[str, PublishedFile]
) -> tuple[str, int, int] | None:
    """Return the first picture of a piece of work, small."""
    for attached in work.item.files:
        file = files.get(attached.path)
        if file is not None and file.small is not None:
            return file.small
    return None
