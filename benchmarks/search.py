"""How long somebody waits for the first result of a search.

    PYTHONPATH=tests/support .venv/bin/python benchmarks/search.py SITE WORD [WORD ...]

`SITE`: a built site with its search. Each word is searched in a browser that has fetched nothing
yet, at the width of a phone, and then its first four letters in the same one. Milliseconds
from the word to the first result on the page, on a fast line and on a phone's (1.6 Mbit/s, 150 ms).
The word comes a second after the search was opened, since nobody types faster.
"""

import statistics
import sys
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page

from browsing import open_chromium
from phone import Host

RUNS = 5
ASK = """word => new Promise(done => {
    const began = performance.now();
    const list = document.querySelector("dialog .wf-hits");
    const seen = () => list.children.length && done(performance.now() - began);
    new MutationObserver(seen).observe(list, {childList: true});
    const input = document.querySelector("dialog input");
    input.value = word;
    input.dispatchEvent(new Event("input"));
})"""
PHONE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 94_000,
}


class Server(ThreadingHTTPServer):
    """A host that is used to readers who leave before everything has come."""

    def handle_error(self, *_: object) -> None:
        """Keep the output clean."""


def main() -> None:
    """Print a row for each word and line."""
    site, words = Path(sys.argv[1]), sys.argv[2:]
    server = Server(("127.0.0.1", 0), partial(Host, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/"
    with open_chromium() as browser:
        for line in ("fast", "phone"):
            for word in words:
                print(f"{line:6} {word:16} {_row(browser, home, word, is_slow=line == 'phone')}")
    server.shutdown()


def _row(browser: Browser, home: str, word: str, *, is_slow: bool) -> str:
    """Return medians: of the first search, and of the next."""
    first, again = [], []
    for _ in range(RUNS):
        page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
        page.goto(home)
        if is_slow:
            page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", PHONE)
        page.get_by_role("button", name="Search").click()
        page.wait_for_timeout(1000)
        first.append(page.evaluate(ASK, word))
        again.append(_again(page, word))
        page.context.close()
    return f"first {statistics.median(first):5.0f} ms, next {statistics.median(again):5.0f} ms"


def _again(page: Page, word: str) -> float:
    """Search for the word's beginning once more, and return how long it took."""
    page.evaluate("document.querySelector('dialog .wf-hits').replaceChildren()")
    return float(page.evaluate(ASK, word[:4]))


if __name__ == "__main__":
    main()
