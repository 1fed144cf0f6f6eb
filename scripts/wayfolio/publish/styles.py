"""The site's style sheets: which files each is joined from, and the cascade layer of each."""

import re

from wayfolio.model.theme import theme_folder
from wayfolio.publish.scripts import strip_comments

LOOK = "assets/look.css"
STYLES = {
    LOOK: (
        "tokens/colors",
        "tokens/forced-colors",
        "base/text",
        "base/details",
        "base/frame",
        "base/access",
        "base/scripts",
        "base/forced-colors",
        "base/paper",
        "parts/words",
        "parts/ways",
        "parts/people",
        "parts/cards",
        "parts/lists",
        "parts/ladder",
        "parts/tables",
        "parts/badges",
        "parts/bars",
        "parts/filter",
        "parts/search",
        "parts/forced-colors",
        "pages/evidence",
        "pages/learner",
        "pages/history",
        "pages/sealed",
        "pages/transcript",
        "pages/paper",
    ),
    "assets/map.css": (
        "tokens/map",
        "parts/map-states",
        "parts/map-drawing",
        "parts/map-page",
    ),
    "assets/staff.css": (
        "pages/staff-tables",
        "pages/staff-grid",
        "pages/staff-sheet",
    ),
}
"""The site's style sheets, and the files in assets/css/ that each is joined from.

Every page loads the first, and no more: on a phone's network each file costs a tenth of a second.
"""
LAYERS = {"assets/stylesheets/main.": "material", "assets/stylesheets/palette.": "tokens"}
"""The cascade layers of Material's own style sheets, by the start of their paths.

In the first layer they lose to any rule of ours, however short its selector. The palettes are
tokens like ours, among which the longer selector wins: a school that chooses one keeps its colors.
"""
COMMENT = re.compile(r"/\*.*?\*/", re.S)
CHARSET = b'@charset "UTF-8";'
SOURCE_MAP = re.compile(rb"\n?(?:/\*|//)# sourceMappingURL=\S+?\.map(?:\s*\*/)?")


def minify_styles(sheet: str) -> str:
    """Return a style sheet without comments and indents, which no browser needs."""
    return re.sub(r"\s*\n\s*", "\n", COMMENT.sub("", sheet)).strip() + "\n"


def published_asset(path: str, content: bytes) -> bytes:
    """Return a file of the engine as the site has it.

    Without the address of a source map; a script of ours without comments; a style sheet of
    Material's in its cascade layer.
    """
    if _is_own_script(path, content):
        return strip_comments(content.decode()).encode()
    if not path.endswith((".js", ".css")):
        return content
    content = SOURCE_MAP.sub(b"", content)
    layer = next((name for start, name in LAYERS.items() if path.startswith(start)), None)
    if layer is None:
        return content
    rules = content.removeprefix(CHARSET)
    return CHARSET + b"@layer " + layer.encode() + b"{" + rules + b"}"


def _is_own_script(path: str, content: bytes) -> bool:
    """Whether a file is a script of our theme, and no school's in its place."""
    own = theme_folder() / "frame" / path
    return path.endswith(".js") and own.is_file() and own.read_bytes() == content
