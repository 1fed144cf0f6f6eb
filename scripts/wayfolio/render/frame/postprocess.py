"""Changes every page of the site engine, once, before anything is stamped into it.

Bytes in, bytes out. `FrameError` if a pattern no longer matches because the theme has changed.
"""

import base64
import hashlib
import re


class FrameError(Exception):
    """A page of the engine does not match the theme that the frames expect."""


def security_policy(not_found: bytes) -> bytes:
    """Return the Content-Security-Policy of every page, with the hashes of the theme's own scripts.

    `not_found`: 404.html, which has the theme's scripts and no author's text.
    """
    scripts = re.findall(rb"<script>(.*?)</script>", not_found, re.S)
    hashes = {base64.b64encode(hashlib.sha256(script).digest()) for script in scripts}
    allowed = b" ".join(b"'sha256-" + digest + b"'" for digest in sorted(hashes))
    return (
        b"default-src 'none'; script-src 'self' 'wasm-unsafe-eval' " + allowed + b"; "
        b"style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        b"worker-src 'self' blob:; manifest-src 'self'; media-src 'self' blob:; "
        b"base-uri 'none'; form-action 'none'"
    )


REFERRER = b'<meta name="referrer" content="no-referrer">'
"""Hides from other sites the portfolio from which a reader follows a link."""
ARTICLE = b'<article class="md-content__inner md-typeset"'

COMMENT = b"<!--"
OPENING = re.compile(rb"<!--|<(?:script|style)\b")
ENDINGS = {COMMENT: b"-->", b"<script": b"</script>", b"<style": b"</style>"}
"""A comment that an author wrote into a page, or a script that may hold the same signs."""
INDENT = re.compile(rb"(?<!\s)\s*\n\s*")
# None reads on behind the next tag, since authors can begin as many as they like.
ALWAYS: tuple[tuple[bytes, bytes], ...] = (
    # These make the theme's script load a sitemap of each language on every view.
    (rb'<link rel="alternate"[^<>]* hreflang="[^"<>]*"[^<>]*>\s*', b""),
    (rb'<meta name="generator"[^<>]*>\s*', b""),
    (rb'(<input class="md-(?:toggle|nav__toggle)[^<>]*?) autocomplete="off"', rb"\1"),
    (rb'(<label class="md-nav__link[^<>]*?) tabindex=""', rb"\1"),
    (rb'(<nav class="md-nav"[^<>]*?) aria-expanded="\w+"', rb"\1"),
    (rb'<nav class="md-tags" *>', b'<div class="md-tags">'),
    (rb'(<li class="md-tabs__item md-tabs__item--active">\s*<a )', rb'\1aria-current="page" '),
    (rb"(<a (?=[^<>]*md-nav__link--active))", rb'\1aria-current="page" '),
    (rb'href="\./?"', rb'href="./"'),
    # Reserves space for the logo before it is loaded.
    (rb'(<img src="[^"]*" alt="logo")>', rb'\1 width="24" height="24">'),
    (rb'(<script id="__config"[^<>]*>[^<]*?)"search": "[^"]*", ', rb"\1"),
)
"""(pattern, replacement). A page need not match."""


def postprocess(page: bytes, address: str, csp: bytes | None, up: str = "") -> bytes:
    """Return the engine's page as every reader needs it.

    `address`: the page's own ("learners/", "404.html"). `csp`: the security policy, or None for a
    preview, into which the server puts a script. `up`: `../` for a page in a language's folder.
    """
    page = drop_comments(page)
    for pattern, replacement in ALWAYS:
        page = re.sub(pattern, replacement, page)
    if b'id="__toc"' not in page:  # A page outside the menu has no switch for its contents list.
        page = page.replace(b' for="__toc"', b"")
    page = _drop_indents(page)
    page = _set_direction(page)
    page = _replace_skip_link(page)
    if address != "404.html":
        page = _make_links_relative(page, "../" * address.count("/"))
    if up:
        page = _share_assets(page, "../" * address.count("/"), up)
    if csp is not None:
        first = b'<meta http-equiv="Content-Security-Policy" content="' + csp + b'">' + REFERRER
        page = _replace_once(rb'<meta charset="utf-8">', rb"\g<0>" + first, page)
    return page


def drop_comments(page: bytes) -> bytes:
    """Return a page without its comments. What stands in scripts and styles is none."""
    pieces: list[bytes] = []
    without_end: set[bytes] = set()
    copied = at = 0
    while (opening := OPENING.search(page, at)) is not None:
        mark, at = opening[0], opening.end()
        end = -1 if mark in without_end else page.find(ENDINGS[mark], at)
        if end < 0:
            without_end.add(mark)
            continue
        at = end + len(ENDINGS[mark])
        if mark == COMMENT:
            pieces.append(page[copied : opening.start()])
            copied = at
    return b"".join([*pieces, page[copied:]])


def _replace_once(pattern: bytes, replacement: bytes, page: bytes) -> bytes:
    page, count = re.subn(pattern, replacement, page, count=1, flags=re.S)
    if count == 0:
        raise FrameError(f"the theme has changed: nothing matches {pattern!r}")
    return page


def _drop_indents(page: bytes) -> bytes:
    """Drop the templates' indents and blank lines, which are a third of a small page.

    A page with a `<pre>` keeps them, because they may be its author's.
    """
    return page if b"<pre" in page else INDENT.sub(b"\n", page).lstrip()


def _set_direction(page: bytes) -> bytes:
    body = re.search(rb'<body dir="(\w+)"', page)
    if body is None:
        raise FrameError("the theme has changed: <body> has no dir")
    return _replace_once(rb"<html lang=", b'<html dir="' + body[1] + b'" lang=', page)


def _replace_skip_link(page: bytes) -> bytes:
    """Skip to the article: the theme skips to the first heading, and has no link without one."""
    article = rb'<article id="wf" tabindex="-1" ' + ARTICLE[9:]
    page = _replace_once(re.escape(ARTICLE), article, page)
    skip = re.search(rb'<div data-md-component="skip">.*?</div>', page, re.S)
    if skip is None:
        raise FrameError("the theme has changed: no skip link")
    label = re.search(rb'class="md-skip">(.*?)</a>', skip[0], re.S)
    words = label[1].strip() if label else b"Skip to content"
    link = b'<div data-md-component="skip"><a href="#wf" class="md-skip">' + words + b"</a></div>"
    return page[: skip.start()] + link + page[skip.end() :]


def _make_links_relative(page: bytes, up: str) -> bytes:
    """Make a hand-written page's links relative. They start at the root: `/learners/amara/`."""

    def relative(link: re.Match[bytes]) -> bytes:
        return link[1] + (up.encode() + link[2] or b"./") + b'"'

    return re.sub(rb'( (?:href|src)=")/(?!/)([^"]*)"', relative, page)


def _share_assets(page: bytes, base: str, up: str) -> bytes:
    """Point a page in a language's folder to the theme's files of the whole site."""
    start = rb'( (?:href|src)=")(?:\./)?' + re.escape(base.encode()) + rb"(assets/)"
    return re.sub(start, rb"\g<1>" + base.encode() + up.encode() + rb"\2", page)


def find_element(page: bytes, opening: bytes, tag: bytes) -> tuple[int, int] | None:
    """Return the start and the end of the first element that begins with `opening`, or None."""
    start = re.search(opening, page)
    if start is None:
        return None
    depth = 0
    for mark in re.compile(rb"<(/?)" + tag + rb"\b").finditer(page, start.start()):
        depth += -1 if mark[1] else 1
        if depth == 0:
            return start.start(), page.index(b">", mark.end()) + 1
    raise FrameError(f"the theme has changed: {opening!r} is never closed")


def drop_element(page: bytes, opening: bytes, tag: bytes) -> bytes:
    """Return the page without the first element that begins with `opening`, if there is one."""
    span = find_element(page, opening, tag)
    return page if span is None else page[: span[0]] + page[span[1] :]


MENUS = (rb'<nav class="md-tabs"', rb'<nav class="md-nav md-nav--primary')


def adopt_menus(frame: bytes, hub: bytes, up: int) -> bytes:
    """Return a frame with the menus of its hub, `up` levels above, and the hub as active entry.

    The frame itself is in no menu, because every page would show it.
    """
    for opening in MENUS:
        theirs = find_element(hub, opening, b"nav")
        ours = find_element(frame, opening, b"nav")
        if theirs is None or ours is None:
            continue
        menu = hub[theirs[0] : theirs[1]]
        menu = drop_element(menu, rb'<label class="md-nav__link[^>]* for="__toc"', b"label")
        menu = drop_element(menu, rb'<nav class="md-nav md-nav--secondary"', b"nav")
        menu = re.sub(rb'\s*<input [^>]*id="__toc"[^>]*>', b"", menu)
        menu = re.sub(rb' (href|src)="(?!(?:[a-z]+:|/|#))(?:\./)?', rb' \1="' + b"../" * up, menu)
        menu = menu.replace(b'aria-current="page"', b'aria-current="true"')
        frame = frame[: ours[0]] + menu + frame[ours[1] :]
    return frame
