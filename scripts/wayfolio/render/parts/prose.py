"""Learners' Markdown as safe HTML.

GitHub's Markdown, with raw HTML shown as text, and an allow-list that cleans the HTML once more.
"""

import html
import re
from collections.abc import Mapping
from functools import lru_cache

import comrak
import nh3
from msgspec import Struct

EXTENSIONS = comrak.ExtensionOptions(
    table=True, strikethrough=True, tasklist=True, autolink=True, footnotes=True
)
PARSING = comrak.ParseOptions()
RENDERING = comrak.RenderOptions(escape=True)

IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"(?: title="[^"]*")? />')
CHECKBOX = re.compile(r'<input type="checkbox"( checked="")? disabled="" />')
OWN_FILE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-([a-z0-9-]+)\.md")
WEB = re.compile(r"(https?://[^\s\\@]+|mailto:[^\s?]+)")
FOOTNOTE_LINK = re.compile(r"#fn(ref)?-[a-z0-9-]{1,40}")
FOOTNOTE = re.compile(r"fn(ref)?-[a-z0-9-]{1,40}")
TAG = re.compile(r"<[^>]*>")
LEFT_OUT = re.compile(r"<h[1-6]>.*?</h[1-6]>|<img [^>]*>|<table>.*?</table>", re.S)
MARKUP = 4
"""The beginning of the HTML that an excerpt is cut from, in multiples of the excerpt's length."""
LANGUAGE = re.compile(r"language-[a-z0-9+#-]{1,20}")
PICTURE = re.compile(r"[a-z0-9./-]+\.webp")

TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "em",
    "strong",
    "del",
    "hr",
    "br",
    "a",
    "img",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "sup",
    "section",
}
ATTRIBUTES = {
    "a": {"href", "id"},
    "img": {"src", "alt", "width", "height", "loading"},
    "th": {"align"},
    "td": {"align"},
    "ol": {"start"},
    "code": {"class"},
    "li": {"id"},
}


class BodyImage(Struct, frozen=True):
    """The address of a published picture in a text, and its size in pixels."""

    address: str
    width: int
    height: int


def body_html(text: str, images: Mapping[str, BodyImage], evidence: Mapping[str, str]) -> str:
    """Return a learner's text as HTML.

    `images`: file name -> published picture, addresses relative to the page. An unpublished picture
    becomes its alt text; one from another host becomes a link.
    `evidence`: name of another evidence file -> its address relative to the page. Links to other
    files become plain text.
    """

    def show_picture(tag: re.Match[str]) -> str:
        source, alt = tag[1], tag[2]
        image = images.get(html.unescape(source))
        if image is not None:
            size = f'width="{image.width}" height="{image.height}"'
            return f'<img src="{image.address}" alt="{alt}" {size} loading="lazy" />'
        is_foreign = WEB.fullmatch(html.unescape(source)) is not None
        return f'<a href="{source}">{alt or source}</a>' if is_foreign else alt

    body = IMAGE.sub(show_picture, _html(text))
    body = CHECKBOX.sub(lambda checkbox: "☑" if checkbox[1] else "☐", body)
    # The page's title is its only h1.
    body = body.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    cleaned = _cleaner(tuple(evidence.items())).clean(body)
    return cleaned.replace("<table>", SCROLL_TABLE).replace("</table>", "</table></div>")


@lru_cache(maxsize=8)
def _cleaner(evidence: tuple[tuple[str, str], ...]) -> nh3.Cleaner:
    """Return the allow-list as a cleaner, shared by all texts of a learner."""
    addresses = dict(evidence)

    def keep(tag: str, name: str, value: str) -> str | None:
        return _attribute(tag, name, value, addresses)

    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow ugc",
    )


@lru_cache(maxsize=256)
def _html(text: str) -> str:
    """Return a text as HTML, cached because a learner's pages need each text several times."""
    return comrak.markdown_to_html(text, EXTENSIONS, PARSING, RENDERING)


SCROLL_TABLE = '<div class="wf-scroll" tabindex="0"><table>'


def _attribute(tag: str, name: str, value: str, evidence: Mapping[str, str]) -> str | None:
    if name == "class":
        return value if LANGUAGE.fullmatch(value) else None
    if name == "id":
        return f"u-{value}" if FOOTNOTE.fullmatch(value) else None
    if name == "src":
        return value if PICTURE.fullmatch(value) else None
    if name == "href":
        return _link(value, evidence)
    return value


def _link(value: str, evidence: Mapping[str, str]) -> str | None:
    if FOOTNOTE_LINK.fullmatch(value):
        return f"#u-{value[1:]}"
    if own := OWN_FILE.fullmatch(value):
        return evidence.get(own[0].removesuffix(".md"))
    return value if WEB.fullmatch(value) else None


@lru_cache(maxsize=256)
def excerpt(text: str, most: int) -> str:
    """Return the beginning of a learner's text as plain words: whole words, at most `most` signs.

    Leaves out headings, pictures and tables; a cut text ends with an ellipsis.
    """
    prose = LEFT_OUT.sub(" ", _html(text))
    # Most texts are long, so their beginning holds enough words even with its markup.
    words = _plain(prose[: MARKUP * most].rpartition("<")[0])
    if len(words) <= most:
        words = _plain(prose)
    if len(words) <= most:
        return words
    return words[:most].rpartition(" ")[0].rstrip(",.;:–-") + " …"


def _plain(markup: str) -> str:
    return " ".join(html.unescape(TAG.sub("", markup)).split())
