"""Learners' Markdown as safe HTML.

GitHub's Markdown with the tags that GitHub keeps, and an allow-list that cleans the HTML once more.
"""

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import assert_never

import nh3
from msgspec import Struct, field

from wayfolio.media import author_tags, formulas
from wayfolio.media.markdown import HEADING_ID, HEADING_PREFIX, to_html
from wayfolio.model.text_links import (
    WEB,
    FileLink,
    HeadingLink,
    UnknownLink,
    WebLink,
    WorkLink,
    read_link,
)
from wayfolio.render.language.reader import Reader
from wayfolio.render.parts.prose_marks import CLASSES, OWN_ID, ProseWords, mark_up, prose_words

IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"(?: title="[^"]*")? />')
LINK = re.compile(r'<a href="([^"]*)"(?: title="[^"]*")?>')
TAG = re.compile(r"<[^>]*>")
LEFT_OUT = re.compile(
    r"<h[1-6]\b.*?(?:</h[1-6]>|\Z)|<img [^>]*>|<(m?table)\b.*?(?:</\1>|\Z)"
    r'|<p class="markdown-alert-title">[^<]*</p>'
    r'|<sup class="footnote-ref">.*?</sup>|<section class="footnotes".*\Z',
    re.S,
)
"""What has no end goes to the end of the text, so that nothing is read twice."""
MARKUP = 4
"""The beginning of the HTML that an excerpt is cut from, in multiples of the excerpt's length."""
LANGUAGE = re.compile(r"language-[a-z0-9+#-]{1,20}")
PICTURE = re.compile(r"[a-z0-9./-]+\.webp")
ON_SITE = re.compile(r"(?:\.\./)*(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9._-]*")

TAGS = {*author_tags.KEPT, *formulas.ELEMENTS, "img", "input", "section"} - {"h1"}
ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "id", "aria-label"},
    "code": {"class"},
    "details": {"open"},
    "div": {"class"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"type", "checked", "disabled", "aria-label"},
    "li": {"id"},
    "ol": {"start"},
    "p": {"class"},
    "section": {"class"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    **{name: set(formulas.ATTRIBUTES) for name in formulas.ELEMENTS},
}


class BodyImage(Struct, frozen=True):
    """The address of a published picture in a text, and its size in pixels."""

    address: str
    width: int
    height: int


class Surroundings(Struct, frozen=True, kw_only=True):
    """What a text's page knows around it. Addresses are relative to that page."""

    images: Mapping[str, BodyImage] = field(default_factory=dict)
    """File name -> published picture."""
    files: Mapping[str, str] = field(default_factory=dict)
    """File name -> address of the published file."""
    evidence: Mapping[str, str] = field(default_factory=dict)
    """Name of another evidence file that this audience may see -> its address."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Name of another evidence file -> its text, in which links look for headings."""
    words: ProseWords = field(default_factory=lambda: prose_words(Reader()))


def body_html(text: str, around: Surroundings) -> str:
    """Return a learner's text as HTML.

    An unpublished picture becomes its alt text; one from another host becomes a link. A link that
    leads nowhere for this audience loses its address and keeps its words.
    """
    body = mark_up(_html(text), around.words)
    body = IMAGE.sub(lambda tag: _picture(tag[1], tag[2], around.images), body)
    if "<a href=" in body:
        headings = frozenset(HEADING_ID.findall(body))
        body = LINK.sub(lambda tag: _link(html.unescape(tag[1]), headings, around), body)
    cleaned = CLEANER.clean(body)
    return cleaned.replace("<table>", SCROLL_TABLE).replace("</table>", "</table></div>")


def _picture(source: str, alt: str, images: Mapping[str, BodyImage]) -> str:
    image = images.get(html.unescape(source))
    if image is not None:
        size = f'width="{image.width}" height="{image.height}"'
        return f'<img src="{image.address}" alt="{alt}" {size} loading="lazy" />'
    is_foreign = WEB.fullmatch(html.unescape(source)) is not None
    return f'<a href="{source}">{alt or source}</a>' if is_foreign else alt


def _link(written: str, headings: frozenset[str], around: Surroundings) -> str:
    """Return the beginning of a link, with an address if it leads anywhere."""
    address = _address(written, headings, around)
    return "<a>" if address is None else f'<a href="{html.escape(address)}">'


def _address(written: str, headings: frozenset[str], around: Surroundings) -> str | None:
    if OWN_ID.fullmatch(written.removeprefix("#")):
        return None
    link = read_link(written)
    match link:
        case WebLink(address):
            return address
        case HeadingLink(heading):
            return f"#{HEADING_PREFIX}{heading}" if heading in headings else None
        case WorkLink(stem, heading):
            return _work_address(stem, heading, around)
        case FileLink(name):
            image = around.images.get(name)
            return around.files.get(name) if image is None else image.address
        case UnknownLink():
            return None
    assert_never(link)


def _work_address(stem: str, heading: str, around: Surroundings) -> str | None:
    address = around.evidence.get(stem)
    if address is None or not heading:
        return address
    headings = HEADING_ID.findall(_html(around.texts.get(stem, "")))
    return f"{address}#{HEADING_PREFIX}{heading}" if heading in headings else address


@lru_cache(maxsize=256)
def _html(text: str) -> str:
    """Return a text as HTML, cached because a learner's pages need each text several times."""
    return to_html(text)


SCROLL_TABLE = '<div class="wf-scroll" tabindex="0"><table>'


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """Return an attribute that only the program writes, if it is as the program writes it."""
    if name == "class":
        return value if value in CLASSES or LANGUAGE.fullmatch(value) else None
    if name == "id":
        return value if OWN_ID.fullmatch(value) else None
    if name == "src":
        return value if PICTURE.fullmatch(value) else None
    if name == "href":
        return value if WEB.fullmatch(value) or _is_on_site(value) else None
    return value


def _is_on_site(address: str) -> bool:
    page, mark, place = address.partition("#")
    is_place = OWN_ID.fullmatch(place) is not None if mark else bool(page)
    return is_place and ON_SITE.fullmatch(page) is not None


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow ugc",
    set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
)
"""The allow-list, shared by all texts."""


@lru_cache(maxsize=256)
def excerpt(text: str, most: int) -> str:
    """Return the beginning of a learner's text as plain words: whole words, at most `most` signs.

    Leaves out headings, pictures, tables and notes; a cut text ends with an ellipsis.
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
