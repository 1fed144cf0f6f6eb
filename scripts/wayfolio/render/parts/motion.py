"""Pictures that move: still in print, for readers who want less motion, and when stopped.

All of it works without a script.
"""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from wayfolio.render.language.reader import Reader
from wayfolio.render.parts.attachments import PublishedFile

IMAGE = re.compile(r'<img src="([^"]*)"[^>]*>')
MOVES = "screen and (prefers-reduced-motion: no-preference)"


def moving_picture(file: PublishedFile, base: str, alt: str, reader: Reader) -> Markup:
    """Return a picture that moves as HTML. `base`: leads from its page to the file's address."""
    tag = (
        f'<img src="{base}{file.address}" alt="{escape(alt)}" '
        f'width="{file.width}" height="{file.height}" loading="lazy">'
    )
    return Markup(show_motion(tag, {alt: file}, base, reader))


def show_motion(html: str, files: Mapping[str, PublishedFile], base: str, reader: Reader) -> str:
    """Return a text's HTML in which every picture that moves can be stopped.

    `files`: what is published with the text. `base`: leads from the page to their addresses.
    """
    stills = {base + file.address: base + file.still for file in files.values() if file.still}
    if not stills:
        return html
    stop = escape(reader.gettext("Stop the motion"))

    def wrap(image: re.Match[str]) -> str:
        still = stills.get(image[1])
        return image[0] if still is None else _with_still(image[0], image[1], still, stop)

    return IMAGE.sub(wrap, html)


def _with_still(image: str, address: str, still: str, stop: str) -> str:
    standing = image.replace(address, still, 1)
    return (
        f'<span class="wf-moving"><picture><source media="{MOVES}" srcset="{address}">'
        f"{standing}</picture>{standing.replace('<img ', '<img hidden ', 1)}"
        f'<label data-pagefind-ignore><input type="checkbox"> {stop}</label></span>'
    )
