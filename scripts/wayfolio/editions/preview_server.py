"""`wayfolio serve --learner`: a preview for this machine alone, updated when a file is saved.

The pages are in memory and nowhere else. A script that the server adds to each page asks whether
the page is still current, and shows errors above it.
"""

import json
import mimetypes
import signal
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.editions.preview import Maker
from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.model.names import Language
from wayfolio.model.theme import theme_folder
from wayfolio.publish.local_server import HEADERS, is_own_host
from wayfolio.render.language.reader import make_reader
from wayfolio.repository.watch import modification_times
from wayfolio.school.read import Report

OWN = "/_preview/"
SCRIPT, NEWS = f"{OWN}live.js", f"{OWN}news"
NEAR = 0.05
"""Seconds between looks at the learner's files and at those that all learners share."""
FAR = 2.0
"""Seconds between looks at everybody else's files, at least."""
SETTLED = 0.02
"""Seconds without a change before the files are read: some editors write in several steps."""
AFTERWARDS = 0.3
"""Seconds between parts of a preview, in which browsers ask for the new pages."""
PATIENCE = 25.0
"""Seconds after which a browser that waits for news gets an answer without any."""
SHELL = b'<!doctype html><html><meta charset="utf-8"><title>...</title><body></body></html>'
"""Sent instead of a page that does not exist (yet)."""


class Board(Struct):
    """The files that browsers see, and the number of the update that brought each."""

    files: dict[str, bytes] = field(default_factory=dict)
    errors: tuple[Diagnostic, ...] = ()
    language: Language = Language("en")
    """In which the page introduces the errors."""
    number: int = 0
    """The number of the latest update."""
    _since: dict[str, int] = field(default_factory=dict)
    _asset_update: int = 0
    """The latest update that changed anything but a page."""
    _updated: Condition = field(default_factory=Condition)

    def show(self, files: Mapping[str, bytes]) -> None:
        """Show files, replacing those with the same paths."""
        with self._updated:
            fresh = {path for path, held in files.items() if self.files.get(path) != held}
            self.files = {**self.files, **files}
            self.errors = ()
            self._note(fresh)

    def keep_only(self, files: Collection[str]) -> None:
        """Remove all other files."""
        with self._updated:
            gone = self.files.keys() - set(files)
            self.files = {path: held for path, held in self.files.items() if path not in gone}
            self._note(gone)

    def _note(self, changed: Collection[str]) -> None:
        self.number += 1
        self._since.update(dict.fromkeys(changed, self.number))
        if any(not path.endswith(".html") for path in changed):
            self._asset_update = self.number
        self._updated.notify_all()

    def show_errors(self, errors: tuple[Diagnostic, ...], language: Language) -> None:
        """Show errors above the pages, which stay as they are."""
        with self._updated:
            self.number += 1
            self.errors, self.language = errors, language
            self._updated.notify_all()

    def news(self, page: str, seen: int) -> dict[str, Any]:
        """Wait for an update after `seen`, and return what a browser with a page must know."""
        with self._updated:
            self._updated.wait_for(lambda: self.number > seen, PATIENCE)
            _ = make_reader(self.language).gettext
            return {
                "seen": self.number,
                "again": max(self._since.get(page, 0), self._asset_update) > seen,
                "language": self.language,
                "title": _("Fix this first. Below is the page as it was before."),
                "mistakes": [
                    {"at": str(error.at), "message": error.message, "hint": error.hint}
                    for error in self.errors
                ],
            }


def serve_preview(maker: Maker, port: int, print_report: Callable[[Report], None]) -> None:
    """Serve a preview on this machine alone until it is stopped.

    Errors: UnknownId if there is no such learner.
    """
    # A script's background job cannot be interrupted, only terminated.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    board, watch = Board(), _Watch(maker)
    _update(maker, board, watch, print_report)
    with ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, board)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        request = maker.request
        where = "" if request.audience == "public" else f"{request.learner}/"
        print(f"http://127.0.0.1:{server.server_port}/learners/{where}", flush=True)
        try:
            while True:
                watch.wait()
                _update(maker, board, watch, print_report)
        except KeyboardInterrupt:
            server.shutdown()


def _update(
    maker: Maker, board: Board, watch: "_Watch", print_report: Callable[[Report], None]
) -> None:
    """Make the pages and show each part. Stop early if a file changes meanwhile."""
    try:
        report, pages = maker.make()
    except FileNotFoundError:
        return  # a file was removed while it was read: the next look sees that
    if pages is None:
        errors = tuple(d for d in report.diagnostics if d.severity is Severity.ERROR)
        board.show_errors(errors, maker.language)
        print_report(report)
        return
    is_first = not board.files
    files: dict[str, bytes] = {}
    for part in pages.files():
        files |= part
        board.show(part)
        # A browser is about to ask for the learner's pages: let it have the processor.
        if not is_first and watch.wait(AFTERWARDS):
            return
    board.keep_only(files)
    print_report(replace(report, pages=len(files)))


class _Watch:
    """Watches modification times: often those that matter most, seldom everybody else's."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        # Before the first pages are made, so that a change meanwhile is not missed.
        self._near, self._far = (
            modification_times(self._near_places()),
            modification_times(self._far_places()),
        )
        self._due = time.monotonic() + FAR
        self._is_pending = False

    def wait(self, longest: float | None = None) -> bool:
        """Wait until something changes, at most `longest` seconds, and return whether it has.

        With a limit, the change stays pending for the next caller without one.
        """
        until = None if longest is None else time.monotonic() + longest
        while not self._is_pending:
            if until is not None and time.monotonic() >= until:
                return False
            time.sleep(NEAR)
            self._look()
        self._is_pending = longest is not None
        return True

    def _look(self) -> None:
        near, far = modification_times(self._near_places()), self._far
        if time.monotonic() >= self._due:
            began = time.monotonic()
            far = modification_times(self._far_places())
            # Looking at a large school takes a twentieth of the time at most.
            self._due = time.monotonic() + max(FAR, 20 * (time.monotonic() - began))
        if (near, far) != (self._near, self._far):
            self._near, self._far = self._wait_until_settled(near), far
            self._is_pending = True

    def _wait_until_settled(self, seen: dict[str, int]) -> dict[str, int]:
        while True:
            time.sleep(SETTLED)
            now = modification_times(self._near_places())
            if now == seen:
                return now
            seen = now

    def _roots(self) -> list[Path]:
        folder = self._maker.folder
        return [self._maker.root, *(layer.root for layer in (folder.layers if folder else ()))]

    def _near_places(self) -> list[Path]:
        shared = ("competencies", "translations", "docs", "mkdocs.yml")
        own = [
            root / "portfolios" / name
            for root in self._roots()
            for name in (self._maker.request.learner, "_groups")
        ]
        return [*(self._maker.root / name for name in shared), *own]

    def _far_places(self) -> list[Path]:
        return [*(root / "portfolios" for root in self._roots()), theme_folder()]


class _Handler(BaseHTTPRequestHandler):
    """Serves the board's files to browsers on this machine."""

    protocol_version = "HTTP/1.1"
    # Otherwise each small answer waits 0.04 s for the browser to acknowledge its first line.
    disable_nagle_algorithm = True

    def __init__(self, board: Board, *arguments: Any) -> None:
        self._board = board
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer a request."""
        if not is_own_host(self.headers.get("Host", ""), self.connection.getsockname()[1]):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, "text/plain", b"")
            return
        address = urlsplit(self.path)
        if address.path == SCRIPT:
            script = (theme_folder() / "pages" / "preview.js").read_bytes()
            self._send(HTTPStatus.OK, "text/javascript", script)
        elif address.path == NEWS:
            query = parse_qs(address.query)
            page, seen = query.get("page", [""])[0], query.get("seen", [""])[0]
            news = self._board.news(_file_of(page), int(seen) if seen.isdecimal() else 0)
            self._send(HTTPStatus.OK, "application/json", json.dumps(news).encode())
        else:
            self._send_file(_file_of(address.path))

    def _send_file(self, path: str) -> None:
        board = self._board
        # With errors, an older number makes a new page ask for them at once.
        number, held = board.number - bool(board.errors), board.files.get(path)
        if held is None and f"{path}/index.html" in board.files:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{urlsplit(self.path).path}/")
            self.send_header("Content-Length", "0")
            self._end_with_headers()
        elif held is None:
            missing = board.files.get("404.html", SHELL)
            self._send(HTTPStatus.NOT_FOUND, "text/html", _with_script(missing, number))
        elif path.endswith(".html"):
            self._send(HTTPStatus.OK, "text/html", _with_script(held, number))
        else:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            self._send(HTTPStatus.OK, kind, held)

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        is_text = kind.startswith("text/") or kind == "application/json"
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        self.send_header("Content-Length", str(len(content)))
        self._end_with_headers()
        with suppress(ConnectionError):  # the browser has left the page
            self.wfile.write(content)

    def _end_with_headers(self) -> None:
        for name, value in HEADERS:
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def _file_of(address: str) -> str:
    """Return the file of a page's address: `/learners/amara/` is `learners/amara/index.html`."""
    path = unquote(address).lstrip("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def _with_script(page: bytes, number: int) -> bytes:
    before, end, after = page.rpartition(b"</body>")
    script = f'<script src="{SCRIPT}" data-seen="{number}" defer></script>'.encode()
    return before + script + end + after
