"""The page of a partner: what it offers, and the work from its experiences."""

from wayfolio.model.school import Partner
from wayfolio.render.language.vocabulary import (
    kind_of_partner,
)
from wayfolio.render.listing.long_lists import WorkList
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import (
    LinkView,
    PageView,
    Site,
    base_of,
)


class PartnerView(PageView, frozen=True, kw_only=True):
    """All that partner.html may show."""

    kind: str
    about: str
    offers: tuple[str, ...]
    experiences: tuple[LinkView, ...]
    work: WorkList


def partner_view(partner: Partner, work: WorkList, site: Site) -> PartnerView:
    """Return the page of a partner."""
    _ = site.reader.gettext
    theirs = [e for e in site.catalogue.experiences.values() if e.partner == partner.id]
    title = site.reader.say(partner.title)
    return PartnerView(
        base=base_of(addresses.partner_address(partner.id)),
        title=title,
        description=_("What learners do with {partner}.").format(partner=title),
        crumbs=(LinkView(_("Partners"), "partners/"),),
        kind=kind_of_partner(partner.kind, _),
        about=site.reader.say(partner.about),
        offers=tuple(map(site.reader.word, partner.offers)),
        experiences=tuple(
            LinkView(site.reader.say(e.title), addresses.experience_address(e.experience))
            for e in theirs
        ),
        work=work,
    )
