"""A static host and a browser for tests."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

BASE = "/school/"
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
# Only what is violated is told: to tell what passes as well takes twice the time on a long page.
AXE = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}

LOOKS = [
    ("light", 390),
    ("dark", 1280),
    pytest.param("dark", 390, marks=pytest.mark.long),
    pytest.param("light", 1280, marks=pytest.mark.long),
]
"""Scheme and width: each of both is looked at on every run, all four pairs on a long one."""


class SiteRequestHandler(SimpleHTTPRequestHandler):
    """A static host that keeps the site under a path, or at the root as well."""

    def translate_path(self, path: str) -> str:
        """Leave the path of the site out."""
        return super().translate_path("/" + path.removeprefix(BASE).removeprefix("/"))

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a site under a path that its settings do not know, and give its address."""
    handler = partial(SiteRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{BASE}"
        server.shutdown()


@contextmanager
def open_chromium(*more: str) -> Iterator[Browser]:
    """Give Debian's chromium, without anything that calls home. `more`: of its flags."""
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=[*FLAGS, *more])
        yield browser
        browser.close()


def expect_value(page: Page, expression: str, value: object) -> None:
    """Wait until an expression has a value on the page, as every assertion on a page must.

    Errors: AssertionError, with the value that it had instead.
    """
    is_equal = f"async value => JSON.stringify(await ({expression})) === JSON.stringify(value)"
    try:
        page.wait_for_function(is_equal, arg=value)
    except PlaywrightTimeout:
        assert page.evaluate(expression) == value
        raise


def violations(page: Page) -> list[str]:
    """Return what axe finds on a page, a line for each place."""
    outcome = Axe().run(page, options=AXE)
    return [
        f"{rule['id']} at {node['target']}"
        for rule in outcome.response["violations"]
        for node in rule["nodes"]
    ]


@contextmanager
def replace_sealed_files(page: Page, files: Mapping[str, bytes]) -> Iterator[None]:
    """Let the host give these sealed files and no others."""

    def give(route: Route) -> None:
        name = route.request.url.rpartition("/")[2].removesuffix(".bin")
        if name in files:
            route.fulfill(body=files[name], content_type="application/octet-stream")
        else:
            route.fulfill(status=404)

    page.route("**/family/*.bin", give)
    yield
    page.unroute("**/family/*.bin")
