"""Cards as HTML. They are printed without a template because pages have so many of them."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from wayfolio.render.parts.views import CardView

EAGER = 2
"""The number of pictures that a page which begins with them loads without waiting."""


def card_list(
    base: str,
    cards: Iterable[CardView],
    level: int = 3,
    *,
    author: bool = True,
    first: bool = False,
) -> Markup:
    """Return a list of cards. `base`: the path to the site's root.

    `level`: that of the headings. `author`: whether to name the authors. `first`: whether these are
    the first pictures of the page, to be loaded at once.
    """
    rows = (
        f'<li class="wf-card{"" if card.picture else " wf-card--plain"}">\n'
        f"{card_body(base, card, level, author=author, eager=first and place < EAGER)}\n</li>\n"
        for place, card in enumerate(cards)
    )
    return Markup(f'<ul class="wf-cards">\n{"".join(rows)}</ul>\n')


def card_body(
    base: str, card: CardView, level: int, *, author: bool = True, eager: bool = False
) -> Markup:
    """Return the content of a card. `eager`: whether to load its picture before it is visible."""
    lang = escape(card.lang)
    by = f"<bdi>{escape(card.author)}</bdi> · " if author else ""
    parts = [
        _picture(base, card, eager=eager),
        f'<div class="wf-card__text">\n<p class="wf-card__kind">{escape(card.kind)}</p>\n',
        f'<h{level} class="wf-card__title"><a href="{base}{escape(card.address)}" lang="{lang}"',
        f' dir="auto">{escape(card.title)}</a></h{level}>\n<p class="wf-card__meta">{by}',
        f'<time datetime="{card.iso_day}">{escape(card.day)}</time></p>\n',
    ]
    if card.excerpt:
        text = escape(card.excerpt)
        parts.append(f'<p class="wf-card__excerpt" lang="{lang}" dir="auto">{text}</p>\n')
    if card.skills:
        parts.append(f'<p class="wf-card__skills">{escape(" · ".join(card.skills))}</p>\n')
    return Markup("".join((*parts, "</div>")))


def _picture(base: str, card: CardView, *, eager: bool) -> str:
    picture = card.picture
    if picture is None:
        return ""
    address, lazy = escape(picture.address), "" if eager else ' loading="lazy"'
    size = f'width="{picture.width}" height="{picture.height}"'
    return f'<img class="wf-card__picture" src="{base}{address}" alt="" {size}{lazy}>\n'
