"""What people and machines can read of a school in a file: its texts, not the program's markup.

Tag names, names of attributes, classes, ids, styles and scripts are the program's own: `<li>` is
nobody's name. Texts, comments and every value that may hold prose or an address are kept.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

IN_ADDRESSES = (
    "learners competencies pathways studios badges partners evidence projects transcript growth"
    " history work family staff site search assets pagefind index new by about how-to-read feed"
    " sitemap robots bundles html htm xml json js css min svg png webp jpg jpeg gif ico pdf txt"
    " javascripts stylesheets images look 404"
)
"""The parts of the addresses that every site has."""
UNSEEN = tuple(sign.encode() for sign in "\u00ad\u200b")
"""Soft hyphens and the like in UTF-8."""
MAY_BE_UNSEEN = re.compile(rb"\xe2\x80[\x8b-\x8f]")
"""The second of those, or a joiner."""
JOINING = re.compile(rb"(?<=[A-Za-z])\xe2\x80[\x8c-\x8f](?=[A-Za-z])")
"""Joiners belong to the words of other scripts."""
IN_ADDRESS = re.compile(rb"%[0-9A-Fa-f]{2}")
ESCAPED = re.compile(rb"\\u([0-9a-fA-F]{4})")
IN_STYLE_ESCAPED = re.compile(rb"\\((?:0?[0-9a-fA-F]|10)?[0-9a-fA-F]{1,4})\s?")

CODE = re.compile(rb"<(script|style)\b", re.I)
CODE_ENDS = {name: re.compile(rb"</" + name + rb"\s*+>", re.I) for name in (b"script", b"style")}
TAG = re.compile(
    rb"<(/?)([a-zA-Z][^\s/>]*+)"
    rb"((?:[\s/]++|[^\s/>][^\s/>=]*+"
    rb"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\s>]*+))?+)*+)(>?)"
)
"""A tag as browsers read it. One without an end (the last group) is none: it is matched so that
none is looked for in what is read already."""
READING = re.compile(rb"<r[tp]\b[^<>]*>[^<>]*+(?:</r[tp]>)?+")
"""What stands small above other words, which read as one without it."""
INSTRUCTION = re.compile(rb"<(?:!doctype\b|\?)[^>]*+(>?)", re.I)
ATTRIBUTE = re.compile(rb"(?<![^\s=\"'/>])([^\s=\"'/>]++)\s*+=\s*+(\"[^\"]*\"|'[^']*'|[^\s>]*)")
INLINE = frozenset(
    b"a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s samp small span strong sub sup"
    b" time tspan u var wbr rp rt ruby strike tt"
    b" math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub"
    b" msubsup msup mtext munder munderover".split()
)
"""Elements that do not part a word, those of formulas among them."""
OF_THE_PROGRAM = re.compile(
    rb"(?:class|id|style|for|role|rel|type|media|name|property|itemprop|http-equiv|lang|hreflang"
    rb"|dir|charset|tabindex|method|target|autocomplete|inputmode|enterkeyhint|loading|decoding"
    rb"|fetchpriority|crossorigin|integrity|nonce|sizes|scope|headers|colspan|rowspan|start"
    rb"|width|height|x|y|x1|x2|y1|y2|dx|dy|cx|cy|r|rx|ry|d|points|transform|viewbox|version"
    rb"|preserveaspectratio|fill[\w-]*|stroke[\w-]*|clip[\w-]*|stop-[\w-]*|marker-[\w-]*|font-[\w-]*"
    rb"|text-anchor|dominant-baseline|focusable|offset|gradientunits|opacity|xmlns[\w:-]*"
    rb"|xml:[\w-]+|data-md-[\w-]+|data-pagefind-[\w-]+"
    rb"|aria-(?:controls|labelledby|describedby|hidden|expanded|current|live|haspopup|pressed))",
    re.I,
)
"""Attributes whose values are names of the program's or figures, never prose."""
ASSET = re.compile(rb"(?:\.{0,2}/)*assets/[\w./-]+\.(?:js|css)")
"""The theme's own files: those of a school are looked at themselves, with their paths."""
IN_STYLE = re.compile(rb"/\*.*?(?:\*/|\Z)|\"[^\"\n]*\"|'[^'\n]*'|url\([^)]*\)?", re.S)


def written_out(content: bytes) -> bytes:
    """Return a text with nothing escaped: entities, JSON's signs and those of addresses.

    What nobody sees within a word is left out, because a reader reads one word.
    """
    plain = content
    if b"&" in plain and (b"&#" in plain or b";" in plain):
        plain = html.unescape(plain.decode("utf-8", "replace")).encode()
    if b"\\u" in plain:
        plain = ESCAPED.sub(_unescaped, plain)
    if b"%" in plain and IN_ADDRESS.search(plain):
        plain = unquote_to_bytes(plain)
    return _join_words(plain)


def _join_words(plain: bytes) -> bytes:
    """Return a text without the signs that nobody sees within its words."""
    if b"\xc2\xad" not in plain and MAY_BE_UNSEEN.search(plain) is None:
        return plain
    for sign in UNSEEN:
        plain = plain.replace(sign, b"")
    return JOINING.sub(b"", plain)


def _unescaped(escape: re.Match[bytes]) -> bytes:
    return chr(int(escape[1], 16)).encode("utf-8", "replace")


def readable_page(page: bytes) -> Iterator[bytes]:
    """Yield what can be read in a page, with nothing escaped.

    First every element parts two words; then those within a line of text part none, as readers see
    it: `Z<em>e</em>bulon` is one word.
    """
    # The order matters: `&lt;Ana&gt;` is text, and must not be taken for a tag.
    values: list[bytes] = []
    plain = INSTRUCTION.sub(_blank, _cut_code(page, values))
    parted = TAG.sub(lambda tag: _tag(tag, values), plain)
    yield written_out(parted + b"\n" + b"\n".join(values))
    for text in (plain, READING.sub(b"", plain)) if b"<rt" in plain else (plain,):
        joined = TAG.sub(_join_inline, text)
        if joined != parted:
            yield written_out(joined)


def _join_inline(tag: re.Match[bytes]) -> bytes:
    """Return nothing for a tag within a line, a blank for another, and the text for none."""
    return b"" if tag[4] and tag[2].lower() in INLINE else _blank(tag)


def _blank(markup: re.Match[bytes]) -> bytes:
    """Return a blank for markup, whose last group is its end, and the text where it has none."""
    return b" " if markup[markup.re.groups] else markup[0]


def find_code(page: bytes) -> Iterator[tuple[int, int, bytes, bytes, bytes]]:
    """Yield each script and style: where it begins and ends, its name, attributes and content."""
    without_end: set[bytes] = set()
    opening = CODE.search(page)
    while opening is not None:
        name, at = opening[1].lower(), opening.end()
        head = page.find(b">", at)
        if head < 0:
            return
        if name not in without_end:
            if (end := CODE_ENDS[name].search(page, head + 1)) is not None:
                yield opening.start(), end.end(), name, page[at:head], page[head + 1 : end.start()]
                at = end.end()
            else:
                without_end.add(name)
        opening = CODE.search(page, at)


def _cut_code(page: bytes, values: list[bytes]) -> bytes:
    """Return a page with a blank for each script and style; what can be read in them is kept."""
    pieces: list[bytes] = []
    at = 0
    for start, end, name, attributes, content in find_code(page):
        pieces.append(page[at:start])
        _code(name, attributes, content, values)
        at = end
    return b" ".join([*pieces, page[at:]])


def readable_style(style: bytes) -> bytes:
    """Return what can be read in a style sheet: its comments, strings and addresses."""
    return written_out(unescape_style(b"\n".join(IN_STYLE.findall(style))))


def unescape_style(style: bytes) -> bytes:
    r"""Return a style sheet with nothing escaped: `\49 lka` reads Ilka."""
    return IN_STYLE_ESCAPED.sub(_unescaped, style) if b"\\" in style else style


def readable_fragment(fragment: bytes) -> bytes:
    """Return what the search has read on a page, without the words in which it notes that."""
    try:
        said = json.loads(fragment[fragment.find(b"{") :])
    except ValueError:
        return written_out(fragment)
    return written_out("\n".join(_strings(said)).encode())


def _tag(tag: re.Match[bytes], values: list[bytes]) -> bytes:
    if tag[4]:
        _attributes(tag[3], values)
    return _blank(tag)


def _attributes(attributes: bytes, values: list[bytes]) -> None:
    """Keep the values of a tag that may hold prose or an address."""
    written = [(attribute[1], attribute[2]) for attribute in ATTRIBUTE.finditer(attributes)]
    is_order = any(name.lower() == b"http-equiv" for name, _ in written)
    for name, value in written:
        plain = value.strip(b"\"'")
        if is_order or OF_THE_PROGRAM.fullmatch(name) or ASSET.fullmatch(plain):
            continue
        values.append(b'="' + plain + b'"')


def _code(name: bytes, attributes: bytes, content: bytes, values: list[bytes]) -> None:
    """Keep the values of JSON. A script that is not the theme's is no leak but an attack."""
    _attributes(attributes, values)
    if name == b"style":
        values.append(readable_style(content))
    elif b"json" in attributes:
        try:
            values.extend(text.encode() for text in _strings(json.loads(content)))
        except ValueError:
            values.append(content)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            # In which kind of element a heading stands, the search notes as well.
            yield from _strings(part) if key != "element" else ()
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
