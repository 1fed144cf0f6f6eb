"""What only the learner says so far, on the pages for the family and the staff."""

from collections.abc import Iterable

from msgspec import Struct

from wayfolio.model.claims import Claim, Claimed, Dismissal, Known
from wayfolio.render.language.claims import claimed_phrase
from wayfolio.render.parts import addresses
from wayfolio.render.parts.known import KnownView, known_view
from wayfolio.render.parts.naming import make_labels, signed_names
from wayfolio.render.parts.views import LinkView, Site


class ClaimView(Struct, frozen=True, kw_only=True):
    """What a learner says of one piece of work."""

    link: LinkView
    known: KnownView
    says: str
    """What waits to be confirmed, as a phrase; empty where nothing does."""
    day: str
    dismissed: tuple[str, ...]
    """What does not count, who said so and why, as sentences."""


def claim_views(claims: Iterable[Claim], address: str, site: Site) -> tuple[ClaimView, ...]:
    """Return the claims of a learner. `address`: the last part of their pages' address."""
    return tuple(claim_view(claim, address, site) for claim in claims)


def claim_view(claim: Claim, address: str, site: Site) -> ClaimView:
    """Return what a learner says of one piece of work."""
    name = make_labels(site)
    return ClaimView(
        link=LinkView(claim.title, addresses.evidence_address(address, claim.slug)),
        known=known_view(Known.CLAIMED, site.reader),
        says=site.reader.row(claimed_phrase(claimed, site.reader, name) for claimed in claim.says),
        day=site.reader.day(claim.on),
        dismissed=tuple(dismissal_sentence(*pair, site) for pair in claim.dismissed),
    )


def dismissal_sentence(claimed: Claimed, dismissal: Dismissal, site: Site) -> str:
    """Return what does not count, who said so and why."""
    _ = site.reader.gettext
    return _("Not counted: {what}. {who}, {day}: {why}").format(
        what=claimed_phrase(claimed, site.reader, make_labels(site)),
        who=signed_names(dismissal.by, site),
        day=site.reader.day(dismissal.on),
        why=dismissal.why,
    )
