"""One learner's pages for the family or the staff, with each figure down to its ratings."""

from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.pages import Page, Staff
from wayfolio.model.visibility import Summary, VisibleLearner
from wayfolio.render.frame.renderer import PageRenderer
from wayfolio.render.learner.family import family_view
from wayfolio.render.learner.growth_page import growth_page_view
from wayfolio.render.learner.history_page import history_view
from wayfolio.render.learner.pages import summary_of, work_and_award_pages
from wayfolio.render.learner.transcript import transcript_view
from wayfolio.render.parts.attachments import PublishedAttachments
from wayfolio.render.parts.views import Site


def dossier_pages(
    renderer: PageRenderer,
    site: Site,
    dossier: LearnerDossier[Private],
    published: PublishedAttachments,
    audience: type[Private],
) -> tuple[list[Page[Private]], Summary[Private]]:
    """Return a learner's pages for people who may see them whole, and the summary for lists.

    `published`: the files of the evidence.
    """
    shown: VisibleLearner[Private] = dossier.shown
    summary: Summary[Private] = summary_of(shown, published, audience)
    view = family_view(dossier, summary, site, for_staff=audience is Staff)
    first = renderer.page("learner", view, audience, template="family.html", id=shown.address)
    transcript = transcript_view(dossier, view.groups, site)
    second = renderer.page("transcript", transcript, audience, id=shown.address)
    history = history_view(dossier, site, for_staff=audience is Staff)
    third = renderer.page("history", history, audience, id=shown.address)
    growth = renderer.page("growth", growth_page_view(dossier, site), audience, id=shown.address)
    pages: list[Page[Private]] = [first, second, third, growth]
    pages.extend(work_and_award_pages(renderer, site, shown, published, summary, audience))
    return pages, summary
