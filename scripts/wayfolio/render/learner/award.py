"""A learner's award: the badge, its rule, and the evidence that earned it."""

from wayfolio.model.names import slug_of_work
from wayfolio.model.pages import Audience
from wayfolio.model.visibility import ShownAward, Summary, VisibleLearner
from wayfolio.render.badges.views import badge_view
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import (
    BadgeView,
    CardView,
    LinkView,
    PageView,
    Site,
    base_of,
    card,
    learner_crumbs,
)


class AwardView(PageView, frozen=True, kw_only=True):
    """All that award.html may show."""

    name: str
    portfolio: LinkView
    badge: BadgeView
    about: str
    rules: tuple[str, ...]
    asserted: bool
    day: str
    evidence: tuple[CardView, ...]


def award_view(
    shown: VisibleLearner[Audience],
    award: ShownAward,
    rules: tuple[str, ...],
    summary: Summary[Audience],
    site: Site,
) -> AwardView:
    """Return an award. `rules`: the badge's criteria, a sentence each."""
    _ = site.reader.gettext
    badge = site.catalogue.badges[award.badge]
    name = shown.name or _("A learner")
    earned_by = {
        addresses.evidence_address(shown.address, slug_of_work(stem)) for stem in award.evidence
    }
    title = site.reader.say(badge.title)
    return AwardView(
        base=base_of(addresses.award_address(shown.address, award.badge)),
        title=_("{badge}: {name}").format(badge=title, name=name),
        description=_("{name} earned {badge} on {day}.").format(
            name=name, badge=title, day=site.reader.day(award.on)
        ),
        crumbs=learner_crumbs(name, shown.address, site),
        name=name,
        portfolio=LinkView(name, addresses.portfolio_address(shown.address)),
        badge=badge_view(badge, site.reader, address=addresses.badge_address(badge.id)),
        about=site.reader.say(badge.about),
        rules=rules,
        asserted=award.asserted,
        day=site.reader.day(award.on),
        evidence=tuple(card(row, site) for row in summary.work if row.address in earned_by),
    )


def award_badge(award: ShownAward, shown: VisibleLearner[Audience], site: Site) -> BadgeView:
    """Return a badge that the learner holds, in a list."""
    where = addresses.award_address(shown.address, award.badge)
    day = site.reader.day(award.on)
    return badge_view(site.catalogue.badges[award.badge], site.reader, address=where, day=day)
