"""ICC profiles, invented: of wide colors as phones have them, of gray, and broken ones."""

import struct

from PIL import ImageCms

D50 = (0.9642, 1.0, 0.8249)
WIDE = {
    b"rXYZ": (0.5151, 0.2412, -0.0011),
    b"gXYZ": (0.2920, 0.6922, 0.0419),
    b"bXYZ": (0.1571, 0.0666, 0.7841),
}
"""The three colors of Display P3."""


def wide_profile() -> bytes:
    """Return a profile with the colors of Display P3."""
    colors = {sign: _xyz(*color) for sign, color in WIDE.items()}
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve(2.2))
    return _profile(b"RGB ", {**colors, **curves})


def gray_profile(gamma: float) -> bytes:
    """Return a profile of gray alone."""
    return _profile(b"GRAY", {b"kTRC": _curve(gamma)})


def _profile(space: bytes, own: dict[bytes, bytes]) -> bytes:
    name = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"wide\0" + bytes(79)
    tags = {b"wtpt": _xyz(*D50), **own, b"desc": name, b"cprt": b"text\0\0\0\0none\0\0\0\0"}
    head, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for sign, value in tags.items():
        padded = value + bytes(-len(value) % 4)
        head += sign + struct.pack(">II", start + len(body), len(value))
        body += padded
    size = start + len(body)
    first = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02400000, b"mntr", space, b"XYZ ")
    first += struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    first += b"".join(_fixed(part) for part in D50)
    return first.ljust(128, b"\0") + struct.pack(">I", len(tags)) + head + body


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65_536))


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(x) + _fixed(y) + _fixed(z)


def _curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


BROKEN_PROFILES = {
    "no bytes": b"",
    "words": b"not a profile",
    "zeros": bytes(3000),
    "cut off": wide_profile()[:200],
    "only its head": wide_profile()[:128],
    "too large": wide_profile() + bytes(5_000_000),
    "of another kind of color": ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(),
}
"""None of them says anything about a picture's colors."""
