"""The paths of badges: silhouettes by kind, and drawings by area or badge.

A silhouette fits a square of 480 units, y downwards. A drawing has two tones, fits the square from
-100 to 100, and stays clear at a width of 20 px.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from wayfolio.model.frameworks import Icon
from wayfolio.model.pathways import BadgeKind

Tone = Literal["paper", "partner", "deep"]


class Piece(Struct, frozen=True):
    """A path of a drawing."""

    tone: Tone
    d: str
    width: int = 0
    """The width of its line; 0 for a filled path. A line without length is a dot."""


class Shape(Struct, frozen=True, kw_only=True):
    """A silhouette."""

    face: str
    edge: str = ""
    """The path around the face, in the color of the rim."""
    tails: str = ""
    """The path behind the edge."""
    middle: int
    """y of the drawing's centre."""
    band: int
    """y of the band's upper edge."""
    room: int
    """The width of the text on the band; even wider fonts than usual end before the rim."""
    scale: float = 1.0


ROSETTE = Shape(
    tails="M128 370 84 446 138 444 166 472 240 380 314 472 342 444 396 446 352 370Z",
    edge="M267 18a29 29 0 0 1 51 14 29 29 0 0 1 46 26 29 29 0 0 1 38 38 29 29 0 0 1 26 46 29 2"
    "9 0 0 1 14 51 29 29 0 0 1 0 54 29 29 0 0 1-14 51 29 29 0 0 1-26 46 29 29 0 0 1-38 38"
    " 29 29 0 0 1-46 26 29 29 0 0 1-51 14 29 29 0 0 1-54 0 29 29 0 0 1-51-14 29 29 0 0 1-"
    "46-26 29 29 0 0 1-38-38 29 29 0 0 1-26-46 29 29 0 0 1-14-51 29 29 0 0 1 0-54 29 29 0"
    " 0 1 14-51 29 29 0 0 1 26-46 29 29 0 0 1 38-38 29 29 0 0 1 46-26 29 29 0 0 1 51-14 2"
    "9 29 0 0 1 54 0z",
    face="M240 20A200 200 0 1 1 240 420A200 200 0 1 1 240 20Z",
    middle=140,
    band=236,
    room=276,
    scale=0.84,
)
SHAPES: Mapping[BadgeKind, Shape] = {
    "badge": Shape(
        face="M240 12A228 228 0 1 1 240 468A228 228 0 1 1 240 12Z",
        middle=154,
        band=266,
        room=312,
        scale=0.92,
    ),
    "mastery-credit": Shape(
        face="M220 15Q240 5 260 15L436 106Q454 116 454 136V344Q454 364 436 374"
        "L260 465Q240 475 220 465L44 374Q26 364 26 344V136Q26 116 44 106Z",
        middle=166,
        band=262,
        room=340,
        scale=0.88,
    ),
    "college-credit": Shape(
        face="M112 18H368L462 112V368L368 462H112L18 368V112Z",
        middle=152,
        band=262,
        room=370,
        scale=0.92,
    ),
    "industry-certification": Shape(
        face="M240 12C296 44 368 54 440 48V256C440 382 348 438 240 468C132 440 40 382 40 256V48"
        "C112 54 184 44 240 12Z",
        middle=156,
        band=262,
        room=286,
        scale=0.92,
    ),
    "degree": ROSETTE,
    "diploma": ROSETTE,
}

GLYPHS: Mapping[Icon, tuple[Piece, ...]] = {
    "book": (
        Piece("paper", "M-8-58C-34-80-70-84-98-76V44C-70 36-34 40-8 60Z"),
        Piece("partner", "M8-58C34-80 70-84 98-76V44C70 36 34 40 8 60Z"),
        Piece("paper", "M-98 68C-68 60-30 64 0 86C30 64 68 60 98 68", 13),
    ),
    "graph": (
        Piece("paper", "M-82-84V80H90", 17),
        Piece("partner", "M-44 38C-10 36 10 20 22-8S52-62 78-70", 17),
        Piece("paper", "M-44 38h.1M19-2h.1M78-70h.1", 40),
    ),
    "flask": (
        Piece(
            "partner", "M-41 18C-22 6-8 28 12 20S34 10 41 18L66 64Q72 80 54 80H-54Q-72 80-66 64Z"
        ),
        Piece("paper", "M-24-80V-28L-72 60Q-82 82-60 82H60Q82 82 72 60L24-28V-80", 16),
        Piece("paper", "M-42-82H42", 18),
        Piece("deep", "M-18 56h.1M22 46h.1", 21),
    ),
    "map": (
        Piece("paper", "M-96-50-34-74V62L-96 86ZM34-50 96-74V62L34 86Z"),
        Piece("partner", "M-34-74 34-50V86L-34 62Z"),
        Piece("deep", "M-68 44C-40 0-20 60 8 30S34-8 62-10", 13),
        Piece("deep", "M62-14h.1", 34),
    ),
    "tool": (
        Piece("partner", "M-88-62-62-88 60 34 82 82 34 60Z"),
        Piece("deep", "M-84 84 40-40", 54),
        Piece("paper", "M-70 70 34-34", 32),
        Piece("paper", "M48-48h.1", 92),
        Piece("deep", "M58-58 79-79", 36),
        Piece("deep", "M-69 69h.1", 13),
    ),
    "sunrise": (
        Piece("partner", "M-58 24A58 58 0 0 1 58 24Z"),
        Piece("paper", "M0-62V-90M-60-36-80-56M60-36 80-56M-85 2H-98M85 2H98", 15),
        Piece("paper", "M-98 40H98M-58 74H58", 16),
    ),
    "compass": (
        Piece("paper", "M0-88A88 88 0 1 1 0 88A88 88 0 1 1 0-88Z", 16),
        Piece("paper", "M52-52 19 19-19-19Z"),
        Piece("partner", "M-52 52-19-19 19 19Z"),
        Piece("deep", "M0 0h.1", 17),
    ),
    "voice": (
        Piece(
            "paper",
            "M-92-62A22 22 0 0 1-70-84H34A22 22 0 0 1 56-62V-6A22 22 0 0 1 34 16H-24L-62 52V16H-70"
            "A22 22 0 0 1-92-6Z",
        ),
        Piece(
            "partner",
            "M76-34H78A20 20 0 0 1 98-14V34A20 20 0 0 1 78 54H72V84L40 54H-8A20 20 0 0 1-26 42"
            "L-14 34H44A30 30 0 0 0 76 4Z",
        ),
        Piece("deep", "M-60-50H22M-60-20H-6", 12),
    ),
    "star": (
        Piece("paper", "M0-86 22-23 89-21 36 20 55 84 0 46-55 84-36 20-89-21-22-23Z"),
        Piece("partner", "M0 8 0-86 22-23ZM0 8 89-21 36 20ZM0 8 55 84 0 46Z"),
        Piece("partner", "M0 8-55 84-36 20ZM0 8-89-21-22-23Z"),
    ),
    "cap": (
        Piece("partner", "M-58-8V44C-30 74 30 74 58 44V-8L0 20Z"),
        Piece("paper", "M0-70 104-20 0 30-104-20Z"),
        Piece("paper", "M86-14V40", 11),
        Piece("paper", "M86 52h.1", 30),
    ),
    "network": (
        Piece("partner", "M0-78 80-20 49 74-49 74-80-20Z", 9),
        Piece("paper", "M0 6 0-78M0 6 80-20M0 6 49 74M0 6 -49 74M0 6 -80-20", 11),
        Piece("paper", "M0-78h.1M80-20h.1M49 74h.1M-49 74h.1M-80-20h.1", 42),
        Piece("deep", "M0 6h.1", 72),
        Piece("partner", "M0 6h.1", 54),
    ),
    "bridge": (
        Piece("paper", "M-98 18H98M-58-74V56M58-74V56", 16),
        Piece("paper", "M-98-12Q-72-26-58-68Q0 34 58-68Q72-26 98-12", 11),
        Piece("partner", "M-92 80C-74 60-49 60-31 80S13 100 31 80 74 60 92 80", 15),
    ),
}
