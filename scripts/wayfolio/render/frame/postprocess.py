"""What every page of the engine needs, once, before anything is stamped into it.

Bytes in, bytes out. A pattern that no longer matches means that the theme changed: `FrameError`.
"""

import base64
import hashlib
import re


class FrameError(Exception):
    """A page of the engine is not what the frames were written for."""


def policy(not_found: bytes) -> bytes:
    """Return the Content-Security-Policy of every page, with the hashes of the theme's own scripts.

    `not_found` is 404.html: the theme's scripts are on it, and no author's text.
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
"""A page that a link leads to is not told from whose portfolio the reader comes."""
ARTICLE = b'<article class="md-content__inner md-typeset"'

ALWAYS: tuple[tuple[bytes, bytes], ...] = (
    # With these the theme's script asks for a sitemap of each language on every view.
    (rb'<link rel="alternate"[^>]* hreflang="[^"]*"[^>]*>\s*', b""),
    (rb'<meta name="generator"[^>]*>\s*', b""),
    (rb'(<input class="md-(?:toggle|nav__toggle)[^>]*?) autocomplete="off"', rb"\1"),
    (rb'(<label class="md-nav__link[^>]*?) tabindex=""', rb"\1"),
    (rb'(<nav class="md-nav"[^>]*?) aria-expanded="\w+"', rb"\1"),
    (rb'<nav class="md-tags" *>', b'<div class="md-tags">'),
    (rb'(<li class="md-tabs__item md-tabs__item--active">\s*<a )', rb'\1aria-current="page" '),
    (rb"(<a (?=[^>]*md-nav__link--active))", rb'\1aria-current="page" '),
    (rb'href="\./?"', rb'href="./"'),
    # Room is kept for the logo before it is there.
    (rb'(<img src="[^"]*" alt="logo")>', rb'\1 width="24" height="24">'),
    (rb'(<script id="__config"[^>]*>[^<]*?)"search": "[^"]*", ', rb"\1"),
)
"""(pattern, replacement), where a page may have none."""


def mend(page: bytes, address: str, csp: bytes | None, up: str = "") -> bytes:
    """Return the engine's page as every reader needs it.

    `address`: the page's own ("learners/", "404.html"). `csp`: what `policy` returned, or None for
    a preview, into which the server puts a script. `up`: `../` for a page in a language's folder.
    """
    for pattern, replacement in ALWAYS:
        page = re.sub(pattern, replacement, page)
    if b'id="__toc"' not in page:  # a page outside the menu: its list of contents has no switch
        page = page.replace(b' for="__toc"', b"")
    page = _without_indents(page)
    page = _direction(page)
    page = _skip_link(page)
    if address != "404.html":
        page = _relative_links(page, "../" * address.count("/"))
    if up:
        page = _shared_assets(page, "../" * address.count("/"), up)
    if csp is not None:
        first = b'<meta http-equiv="Content-Security-Policy" content="' + csp + b'">' + REFERRER
        page = _once(rb'<meta charset="utf-8">', rb"\g<0>" + first, page)
    return page


def _once(pattern: bytes, replacement: bytes, page: bytes) -> bytes:
    page, count = re.subn(pattern, replacement, page, count=1, flags=re.S)
    if count == 0:
        raise FrameError(f"the theme has changed: nothing matches {pattern!r}")
    return page


def _without_indents(page: bytes) -> bytes:
    """Drop the templates' indents and blank lines: a third of a small page, thousands of times.

    Those of a `<pre>` are its author's. Attributes keep their quotes, which tokens need.
    """
    return page if b"<pre" in page else re.sub(rb"\s*\n\s*", b"\n", page).lstrip()


def _direction(page: bytes) -> bytes:
    body = re.search(rb'<body dir="(\w+)"', page)
    if body is None:
        raise FrameError("the theme has changed: <body> has no dir")
    return _once(rb"<html lang=", b'<html dir="' + body[1] + b'" lang=', page)


def _skip_link(page: bytes) -> bytes:
    """Skip to the article: the theme skips to the first heading, and has no link without one."""
    page = _once(re.escape(ARTICLE), rb'<article id="wf" tabindex="-1" ' + ARTICLE[9:], page)
    found = re.search(rb'<div data-md-component="skip">.*?</div>', page, re.S)
    if found is None:
        raise FrameError("the theme has changed: no skip link")
    label = re.search(rb'class="md-skip">(.*?)</a>', found[0], re.S)
    words = label[1].strip() if label else b"Skip to content"
    link = b'<div data-md-component="skip"><a href="#wf" class="md-skip">' + words + b"</a></div>"
    return page[: found.start()] + link + page[found.end() :]


def _relative_links(page: bytes, up: str) -> bytes:
    """Hand-written pages link to stamped ones from the root: `/learners/amara/`."""

    def relative(link: re.Match[bytes]) -> bytes:
        return link[1] + (up.encode() + link[2] or b"./") + b'"'

    return re.sub(rb'( (?:href|src)=")/(?!/)([^"]*)"', relative, page)


def _shared_assets(page: bytes, base: str, up: str) -> bytes:
    """Let a page in a language's folder use the theme's files of the whole site."""
    start = rb'( (?:href|src)=")(?:\./)?' + re.escape(base.encode()) + rb"(assets/)"
    return re.sub(start, rb"\g<1>" + base.encode() + up.encode() + rb"\2", page)


def element(page: bytes, opening: bytes, tag: bytes) -> tuple[int, int] | None:
    """Return where the first element that begins with `opening` starts and ends, or None."""
    found = re.search(opening, page)
    if found is None:
        return None
    depth = 0
    for mark in re.compile(rb"<(/?)" + tag + rb"\b").finditer(page, found.start()):
        depth += -1 if mark[1] else 1
        if depth == 0:
            return found.start(), page.index(b">", mark.end()) + 1
    raise FrameError(f"the theme has changed: {opening!r} is never closed")


def without(page: bytes, opening: bytes, tag: bytes) -> bytes:
    """Return the page without the first element that begins with `opening`, if there is one."""
    span = element(page, opening, tag)
    return page if span is None else page[: span[0]] + page[span[1] :]


MENUS = (rb'<nav class="md-tabs"', rb'<nav class="md-nav md-nav--primary')


def adopt_menus(frame: bytes, hub: bytes, up: int) -> bytes:
    """Give a frame the menus of its hub, `up` levels above, with the hub as the active item.

    A frame is in no menu itself, where every page would show it.
    """
    for opening in MENUS:
        theirs = element(hub, opening, b"nav")
        ours = element(frame, opening, b"nav")
        if theirs is None or ours is None:
            continue
        menu = hub[theirs[0] : theirs[1]]
        menu = without(menu, rb'<label class="md-nav__link[^>]* for="__toc"', b"label")
        menu = without(menu, rb'<nav class="md-nav md-nav--secondary"', b"nav")
        menu = re.sub(rb'\s*<input [^>]*id="__toc"[^>]*>', b"", menu)
        menu = re.sub(rb' (href|src)="(?!(?:[a-z]+:|/|#))(?:\./)?', rb' \1="' + b"../" * up, menu)
        menu = menu.replace(b'aria-current="page"', b'aria-current="true"')
        frame = frame[: ours[0]] + menu + frame[ours[1] :]
    return frame
