"""Badges in lists and on pages."""

from collections.abc import Mapping

from wayfolio.model.frameworks import Icon
from wayfolio.model.pathways import Badge, BadgeKind, Tier
from wayfolio.render.badges.svg import BadgeArt
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import kind_of_badge, tier
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import BadgeView, Site

RANKS: Mapping[Tier | None, int] = {None: 0, "foundational": 1, "advanced": 2}
ICONS: Mapping[BadgeKind, Icon] = {
    "badge": "star",
    "mastery-credit": "star",
    "college-credit": "cap",
    "industry-certification": "network",
    "degree": "cap",
    "diploma": "cap",
}
"""The drawing of a badge without an area."""


def badge_image(badge: Badge) -> str:
    """Return the address of a badge's picture."""
    return f"{addresses.badge_address(badge.id)}badge.svg"


def badge_view(badge: Badge, reader: Reader, *, address: str, day: str = "") -> BadgeView:
    """Return a badge in a list. `address`: of its link. `day`: when it was earned, or ""."""
    return BadgeView(
        title=reader.say(badge.title),
        tier=tier(badge.tier, reader.gettext),
        kind=kind_of_badge(badge.kind, reader.gettext),
        address=address,
        image=badge_image(badge),
        day=day,
    )


def find_badge_art(badge: Badge, site: Site) -> BadgeArt:
    """Return the art of a badge: its own drawing or that of its area, in the area's color."""
    areas = [area for framework in site.catalogue.frameworks for area in framework.areas]
    place, area = next(
        ((n, area) for n, area in enumerate(areas) if area.code == badge.area), (0, None)
    )
    return BadgeArt(
        title=site.reader.say(badge.title),
        kind=badge.kind,
        tier=tier(badge.tier, site.reader.gettext) or None,
        rank=RANKS[badge.tier],
        icon=badge.icon or (area.icon if area else None) or ICONS[badge.kind],
        hue=place,
    )
