"""The page at an earlier address of a piece of work, which leads to its new address."""

from wayfolio.model.pages import Audience
from wayfolio.model.visibility import ShownEvidence, VisibleLearner
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import LinkView, PageView, Site, base_of


class MovedView(PageView, frozen=True, kw_only=True):
    """All that moved.html may show."""

    to: LinkView


def moved_page_view(
    shown: VisibleLearner[Audience], work: ShownEvidence, alias: str, site: Site
) -> MovedView:
    """Return the page at an earlier address of a piece of work. `alias`: its earlier slug."""
    _ = site.reader.gettext
    evidence = work.item
    address = addresses.evidence_address(shown.address, evidence.slug)
    base = base_of(addresses.evidence_address(shown.address, alias))
    title = site.reader.quote(evidence.title, evidence.lang)
    return MovedView(
        base=base,
        title=title,
        description=_("This work has moved to:"),
        crumbs=(LinkView(_("Learners"), "learners/"),),
        moved_to=base + address,
        to=LinkView(title, address),
    )
