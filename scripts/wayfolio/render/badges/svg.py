"""A badge as a picture: a small SVG file that needs no page, font or script.

The shape shows the kind, the drawing the area, ring and diamonds the tier, and a band the title.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import escape
from itertools import accumulate

from msgspec import Struct

from wayfolio.model.frameworks import Icon
from wayfolio.model.pathways import BadgeKind
from wayfolio.render.badges.glyphs import GLYPHS, SHAPES, Piece, Shape

PAPER = "#fbfaf6"


class BadgeArt(Struct, frozen=True, kw_only=True):
    """The content of a badge's picture."""

    title: str
    kind: BadgeKind
    tier: str | None
    """In the reader's words: "Foundational", "Advanced"."""
    rank: int
    """0 without a tier, 1 foundational, 2 advanced."""
    icon: Icon
    hue: int
    """The position of the area; the palette begins again after its last entry."""


class Hue(Struct, frozen=True):
    """Three tones of a color."""

    deep: str
    """The background, and text on the band."""
    rim: str
    """A medium tone that stands out from a light and from a dark page."""
    partner: str
    """Half of every drawing, the ring and the diamonds."""


PALETTE = (
    Hue("#1f4e5a", "#4d8a99", "#b3d9e1"),  # river
    Hue("#9c3d1a", "#d0714a", "#f9cdb5"),  # clay
    Hue("#3c6b36", "#6a9a5b", "#cbe6bd"),  # moss
    Hue("#3a4583", "#7381c4", "#c8cff4"),  # dusk
    Hue("#75550f", "#b0852b", "#f0d794"),  # ochre
    Hue("#66386b", "#a070a6", "#e3c6e6"),  # plum
    Hue("#4f4a43", "#8d8579", "#ddd6c9"),  # stone
    Hue("#8c2b4b", "#c9688a", "#f6c3d2"),  # rose hip
)


BAND = 108
"""The height of the band with the title."""
LEADING = 1.14
SMALLEST = 18
"""The smallest size of a title's letters."""
WIDTHS = (
    ("'|!.,:;ijl’", 0.31),
    (" ()-[]Ift", 0.38),
    ("r", 0.45),
    ("mwMW@%–—…", 0.97),
    ("0123456789", 0.58),
)
"""The widths of classes of bold letters, relative to their size, in fonts of several systems."""
UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def badge_svg(art: BadgeArt) -> str:
    """Return the SVG file, the same bytes for the same art.

    Errors: KeyError for a kind or an icon without a drawing.
    """
    shape, hue = SHAPES[art.kind], PALETTE[art.hue % len(PALETTE)]
    title = _plain(art.title)
    tier = _plain(art.tier or "")
    name = escape(f"{title}, {tier}" if tier else title)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 480" role="img">'
        f"<title>{name}</title>"
        f'<defs><path id="f" d="{shape.face}"/>'
        '<clipPath id="c"><use href="#f"/></clipPath></defs>'
        f"{_back(shape, hue)}"
        f'<g clip-path="url(#c)" fill="none"><use href="#f" fill="{hue.deep}"/>'
        f"{_ring(art.rank, hue)}"
        f'<path d="M0 {shape.band}H480v{BAND}H0Z" fill="{PAPER}"/></g>'
        f'<use href="#f" fill="none" stroke="{hue.rim}" stroke-width="16" stroke-linejoin="round"/>'
        f"{_glyph(shape, art.icon, hue)}{_marks(shape, art.rank, hue)}"
        f"{_text(shape, title, tier, hue)}</svg>\n"
    )


def _back(shape: Shape, hue: Hue) -> str:
    if not shape.edge:
        return ""
    return (
        f'<path d="{shape.tails}" fill="{hue.deep}" stroke="{hue.rim}" stroke-width="10" '
        f'stroke-linejoin="round"/><path d="{shape.edge}" fill="{hue.rim}"/>'
    )


def _ring(rank: int, hue: Hue) -> str:
    """Return the rings inside the rim: strokes of the face, each narrower than the one below."""
    rings = (
        ((38, hue.rim), (32, hue.deep)),
        ((42, hue.partner), (30, hue.deep)),
        ((64, hue.partner), (56, hue.deep), (46, hue.partner), (30, hue.deep)),
    )
    return "".join(
        f'<use href="#f" stroke="{colour}" stroke-width="{width}"/>'
        for width, colour in rings[rank]
    )


def _glyph(shape: Shape, icon: Icon, hue: Hue) -> str:
    tones = {"paper": PAPER, "partner": hue.partner, "deep": hue.deep}
    return (
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round" '
        f'transform="translate(240 {shape.middle}) scale({shape.scale})">'
        + "".join(_piece(piece, tones[piece.tone]) for piece in GLYPHS[icon])
        + "</g>"
    )


def _piece(piece: Piece, colour: str) -> str:
    if piece.width:
        return f'<path d="{piece.d}" stroke="{colour}" stroke-width="{piece.width}"/>'
    return f'<path d="{piece.d}" fill="{colour}"/>'


def _marks(shape: Shape, rank: int, hue: Hue) -> str:
    if not rank:
        return ""
    y = shape.band + BAND + 7
    diamonds = "".join(f"M{x} {y}l18 18-18 18-18-18Z" for x in ((240,), (216, 264))[rank - 1])
    return f'<path d="{diamonds}" fill="{hue.partner}"/>'


def _text(shape: Shape, title: str, tier: str, hue: Hue) -> str:
    title_size, lines = fit(title, shape.room, tallest=(44, 30) if tier else (46, 38))
    rows = [(line, title_size, "bold") for line in lines]
    if tier:
        tier_size, (line, *_) = fit(tier, shape.room - 60, tallest=(min(24, title_size), 0))
        rows.append((line, tier_size, "normal"))
    y = shape.band + (BAND - sum(LEADING * size for _, size, _ in rows)) / 2
    texts = []
    for line, size, weight in rows:
        baseline = round(y + LEADING * size / 2 + 0.35 * size)
        texts.append(
            f'<text x="240" y="{baseline}" font-size="{size}" font-weight="{weight}">'
            f"{escape(line)}</text>"
        )
        y += LEADING * size
    direction = ' direction="rtl"' if _is_rtl(title) else ""
    return (
        f'<g fill="{hue.deep}" font-family="system-ui,sans-serif" text-anchor="middle"{direction}>'
        + "".join(texts)
        + "</g>"
    )


def fit(title: str, room: int, *, tallest: tuple[int, int]) -> tuple[int, tuple[str, ...]]:
    """Return the size of the letters, and a line or two that are no wider than `room`.

    `tallest`: the largest size of a single line, and of each of two lines (0: one line only).
    A title that would need letters too small to read ends with an ellipsis.
    """
    # No letter is narrower than a third of its size, so no more letters than these fit.
    title = title[:200]
    single, double = tallest
    choices = [_choice((title,), room, single)]
    if double:
        choices += [_choice(halves, room, double) for halves in _halves(title)]
    _, size, lines = max(choices, key=lambda choice: choice[0])
    if size >= SMALLEST:
        return size, lines
    return SMALLEST, _cut(title, room / SMALLEST, 2 if double else 1)


def _choice(
    lines: tuple[str, ...], room: int, tallest: int
) -> tuple[tuple[float, float], int, tuple[str, ...]]:
    """Return the score of some lines, their size, and the lines."""
    widest = max(map(text_width, lines))
    size = min(tallest, int(room / max(1, widest)))
    # A single line reads better than two, unless it must be much smaller; so do even lines.
    return (size * (1.25 if len(lines) == 1 else 1), -widest), size, lines


def text_width(text: str) -> float:
    """Return the approximate width of bold text of size 1 in a usual sans-serif font."""
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    for letters, width in WIDTHS:
        if letter in letters:
            return width
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if _is_wide(letter):
        return 1.0
    return 0.74 if letter.isupper() else 0.62


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _halves(title: str) -> Iterator[tuple[str, str]]:
    """Yield every way to break a title: at a space, or between two Chinese or Japanese signs."""
    for place in range(1, len(title)):
        before, after = title[place - 1], title[place]
        if after == " " or (_is_wide(before) and _is_wide(after)):
            yield title[:place], title[place:].lstrip()


def _cut(title: str, room: float, rows: int) -> tuple[str, ...]:
    """Return the part of a title that fits `rows` lines of width `room`, and an ellipsis."""
    lines: list[str] = []
    rest = title
    for row in range(rows):
        last = row == rows - 1
        widths = accumulate(map(_letter_width, rest), initial=1.0 if last else 0.0)
        count = sum(width <= room for width in widths) - 1
        if count >= len(rest):
            return (*lines, rest)
        if not last and " " in rest[:count]:
            count = rest.rindex(" ", 0, count)
        lines.append(rest[:count].rstrip() + ("…" if last else ""))
        rest = rest[count:].lstrip()
    return tuple(lines)


def _is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    sides = (unicodedata.bidirectional(letter) for letter in text)
    return next((side for side in sides if side in ("L", "R", "AL")), "L") != "L"


def _plain(text: str) -> str:
    """Return text on one line, without characters that XML forbids or that reverse the line."""
    return " ".join(UNSAFE.sub(" ", text).split())
