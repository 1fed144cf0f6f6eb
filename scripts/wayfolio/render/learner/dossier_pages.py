"""One learner's pages for the family or the staff: everything, each figure down to its ratings."""

from wayfolio.model.dossier import Private, Whole
from wayfolio.model.pages import Page, Staff
from wayfolio.model.visibility import Shown, Summary
from wayfolio.render.frame.renderer import Press
from wayfolio.render.learner.family import family_view
from wayfolio.render.learner.pages import item_pages, summary_of
from wayfolio.render.learner.transcript import transcript_view
from wayfolio.render.parts.attachments import Published
from wayfolio.render.parts.views import Site


def whole_pages(
    press: Press,
    site: Site,
    whole: Whole[Private],
    published: Published,
    audience: type[Private],
) -> tuple[list[Page[Private]], Summary[Private]]:
    """Return a learner's pages for people who may see them whole, and the summary for lists.

    `published`: where the files of the evidence have gone.
    """
    shown: Shown[Private] = whole.shown
    summary: Summary[Private] = summary_of(shown, published, audience)
    view = family_view(whole, summary, site, for_staff=audience is Staff)
    first = press.page("learner", view, audience, template="family.html", id=shown.address)
    told = transcript_view(whole, view.groups, site)
    second = press.page("transcript", told, audience, id=shown.address)
    pages: list[Page[Private]] = [first, second]
    pages.extend(item_pages(press, site, shown, published, summary, audience))
    return pages, summary
