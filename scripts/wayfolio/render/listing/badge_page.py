"""The page of a badge: its rule, and who holds it."""

from collections.abc import Iterable

from msgspec import Struct

from wayfolio.model.pathways import Badge
from wayfolio.model.shelves import HolderRow
from wayfolio.render.badges.views import badge_view
from wayfolio.render.language.alphabet import SortKey
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import (
    kind_of_badge,
)
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import (
    BadgeView,
    LinkView,
    PageView,
    base_of,
)


class HolderView(Struct, frozen=True, kw_only=True):
    """A learner who holds a badge publicly."""

    link: LinkView
    day: str


class BadgePageView(PageView, frozen=True, kw_only=True):
    """All that badge.html may show."""

    badge: BadgeView
    kind: str
    about: str
    rules: tuple[str, ...]
    issuer: str
    holders: tuple[HolderView, ...]


def badge_page_view(
    badge: Badge, rules: tuple[str, ...], holders: Iterable[HolderRow], reader: Reader
) -> BadgePageView:
    """Return a badge with its rule, a sentence for each part.

    `holders`: those who hold it publicly.
    """
    _ = reader.gettext

    def by_name(held: HolderRow) -> tuple[SortKey, str]:
        return reader.sort_key(held.name), held.address

    shown = badge_view(badge, reader, address=addresses.badge_address(badge.id))
    title = shown.title
    if shown.tier:
        title = _("{what} ({kind})").format(what=title, kind=shown.tier)
    return BadgePageView(
        base=base_of(addresses.badge_address(badge.id)),
        title=title,
        description=" ".join(rules) or title,
        crumbs=(LinkView(_("Badges"), "badges/"),),
        badge=shown,
        kind=kind_of_badge(badge.kind, _),
        about=reader.say(badge.about),
        rules=rules,
        issuer=badge.issuer,
        holders=tuple(
            HolderView(
                link=LinkView(
                    held.name or _("A learner"), addresses.award_address(held.address, badge.id)
                ),
                day=reader.day(held.award.on),
            )
            for held in sorted(holders, key=by_name)
        ),
    )
