"""Files that browsers do not show: what each is, and what to save it as."""

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec

from msgspec import Struct


class Unshown(Struct, frozen=True):
    """What a file is, which continues its name, and what to do."""

    message: str
    hint: str


IPHONE = "on an iPhone choose Settings > Camera > Formats > Most Compatible and take it again"
AS_JPEG = f"save it as JPEG ({IPHONE}, or share it as JPEG)"
HEIC = Unshown(
    "is a HEIC picture, which cannot be read here",
    f"{AS_JPEG}; or install wayfolio[heic] where the site is built",
)
PICTURE = Unshown(
    "is a picture that few browsers show", "open it, and save or export it as PNG or JPEG"
)
DRAWING = Unshown(
    "is an SVG drawing, which can hold programs", "save it as PNG: an SVG can hold programs"
)
FILM = Unshown(
    "is a film that few browsers show",
    "save it as .mp4: on a computer HandBrake and VLC (Media > Convert / Save) do it, also with "
    "films of a phone",
)
SOUND = Unshown("is a recording that few browsers play", "save it as .mp3 or .m4a")
DOCUMENT = Unshown(
    "is a document that browsers do not show", "open it, and save, print or export it as PDF"
)
OTHER = "is of a kind that cannot be shown"
HEIC_SUFFIXES = (".heic", ".heif")
_KINDS: Mapping[Unshown, str] = {
    PICTURE: "avif avifs heics heifs jxl jp2 tif tiff bmp ico psd xcf kra dng raw cr2 nef eps",
    DRAWING: "svg svgz",
    FILM: "mov qt avi wmv mkv m4v mpg mpeg 3gp 3g2 flv mts m2ts ogv",
    SOUND: "aac flac aif aiff amr wma caf opus oga mid midi",
    DOCUMENT: "doc docx odt rtf pages xls xlsx ods numbers ppt pptx odp key epub gdoc gslides",
}
BY_SUFFIX = {f".{end}": kind for kind, ends in _KINDS.items() for end in ends.split()}


@cache
def reads_heic() -> bool:
    """Whether the library that decodes HEIC is installed."""
    return find_spec("pillow_heif") is not None


def describe_unshown(name: str) -> Unshown | None:
    """Return what a file is by its name, or None where pages may show it or nobody knows it."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if suffix in HEIC_SUFFIXES:
        return None if reads_heic() else HEIC
    return BY_SUFFIX.get(suffix)
