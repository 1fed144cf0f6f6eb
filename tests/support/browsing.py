"""A static host and a browser for tests."""

import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright
from playwright.sync_api import Error as BrowserError

BASE = "/school/"
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""Debian's chromium. The shell draws no window, which takes a third of the processor time."""
Scheme = Literal["light", "dark"]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Reporting the rules that pass as well takes twice the time on a long page.
AXE = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
ONE_OF_EACH_LOOK = Path(__file__).with_name("one_of_each_look.js").read_text("utf-8")
"""Lets axe judge the contrast of one text of each look: 4,000 texts of a long page take a minute.
`scripts/test --all` judges each, and so sees what lies on top of a text."""
EACH_TEXT = "WAYFOLIO_EACH_TEXT" in os.environ
AXE_TOOL = Axe() if EACH_TEXT else Axe(f"{Axe().axe_script};{ONE_OF_EACH_LOOK}")

NOW = "2027-03-12T12:00:00"
"""What the clock of every page shows, unless a test sets another time: the example's day."""


class SiteRequestHandler(SimpleHTTPRequestHandler):
    """A static host that keeps the site under a path, or at the root as well."""

    def translate_path(self, path: str) -> str:
        """Leave the path of the site out."""
        return super().translate_path("/" + path.removeprefix(BASE).removeprefix("/"))

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a site under a path that its settings do not know, and yield its address."""
    handler = partial(SiteRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{BASE}"
        server.shutdown()


@contextmanager
def open_chromium(*more: str) -> Iterator[Browser]:
    """Yield Debian's chromium, which contacts nobody by itself. `more`: more of its flags."""
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *more])
        yield browser
        browser.close()


def new_page(
    browser: Browser,
    site: str | None = None,
    *,
    scheme: Scheme = "light",
    width: int = 1280,
    **more: Any,
) -> Page:
    """Return a page in a browser context of its own, which `page.close()` closes.

    Its clock stands still at NOW, and nothing on it moves. `more`: options of the context.
    """
    options = {"viewport": {"width": width, "height": 844}, "reduced_motion": "reduce", **more}
    page = browser.new_page(base_url=site, color_scheme=scheme, **options)
    if more.get("java_script_enabled", True):
        page.clock.set_fixed_time(NOW)
    return page


def watch(page: Page, *allowed: str) -> list[str]:
    """Return a list that fills with all that goes wrong on a page.

    Wrong: a line on the console, an error, and a request to an address that begins otherwise than
    those allowed.
    """
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))

    def note_foreign(request: Request) -> None:
        if not request.url.startswith(allowed):
            faults.append(f"{page.url} requests {request.url}")

    page.on("request", note_foreign)
    return faults


def unfold(page: Page) -> None:
    """Open every `details` of a page."""
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


def expect_value(page: Page, expression: str, value: object) -> None:
    """Wait until an expression has a value on the page, as every assertion on a page must.

    Errors: AssertionError, with the value that it had instead.
    """
    is_equal = f"JSON.stringify(await ({expression})) === JSON.stringify(value)"
    if not _look_until_true(page, is_equal, 30_000, value):
        assert page.evaluate(expression) == value
        raise AssertionError(f"{expression} took long to become {value}")


def is_true_soon(page: Page, expression: str) -> bool:
    """Return whether an expression becomes true on the page within five seconds."""
    return _look_until_true(page, expression, 5000)


def _look_until_true(page: Page, expression: str, milliseconds: int, value: object = None) -> bool:
    """Look at each frame whether an expression is true, and return whether it became so in time.

    The browser's own waiting reads the text again at each look. The policy of the site forbids
    that, so a first look that failed would be the last.
    """
    script = f"""async value => {{
        let isLate = false
        setTimeout(() => {{ isLate = true }}, {milliseconds})
        while (!({expression})) {{
            if (isLate) return false
            await new Promise(requestAnimationFrame)
        }}
        return true
    }}"""
    while True:
        try:
            return bool(page.evaluate(script, value))
        except BrowserError as error:
            # A link was followed meanwhile: the next page is looked at.
            if "context was destroyed" not in error.message:
                raise
            page.wait_for_load_state()


def remaining_fault(page: Page, script: str) -> str:
    """Return what a function of the page reports, or "" once it reports nothing within 5 s."""
    return "" if is_true_soon(page, f"!({script})()") else str(page.evaluate(script))


def violations(page: Page) -> list[str]:
    """Return the violations that axe reports on a page, a line for each place."""
    outcome = AXE_TOOL.run(page, options=AXE)
    return [
        f"{rule['id']} at {node['target']}"
        for rule in outcome.response["violations"]
        for node in rule["nodes"]
    ]


def page_faults(page: Page, place: str) -> list[str]:
    """Return what keeps a reader from using a page: violations, and scrolling sideways.

    `place`: what the lines begin with, the page's address or the state that it is in.
    """
    faults = violations(page)
    assert page.viewport_size is not None
    width = page.viewport_size["width"]
    if not is_true_soon(page, f"document.documentElement.scrollWidth <= {width}"):
        faults.append("scrolls sideways")
    return [f"{place}: {fault}" for fault in faults]


@contextmanager
def replace_sealed_files(page: Page, files: Mapping[str, bytes]) -> Iterator[None]:
    """Serve these sealed files and no others, while the block runs."""

    def give(route: Route) -> None:
        name = route.request.url.rpartition("/")[2].removesuffix(".bin")
        if name in files:
            route.fulfill(body=files[name], content_type="application/octet-stream")
        else:
            route.fulfill(status=404)

    page.route("**/family/*.bin", give)
    yield
    page.unroute("**/family/*.bin")
