"""`wayfolio serve --learner`: a preview for this machine alone, shown again when a file is saved.

The pages lie in memory and nowhere else. A script that the server puts into each page asks whether
it is still the newest, and shows above it what is to be mended.
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
from wayfolio.render.language.reader import make_reader
from wayfolio.repository.watch import modification_times
from wayfolio.school.read import Report

OWN = "/_preview/"
SCRIPT, NEWS = f"{OWN}live.js", f"{OWN}news"
NEAR = 0.05
"""Seconds from one look at the learner's files, and at what all share, to the next."""
FAR = 2.0
"""Seconds from one look at everybody else's files to the next, at least."""
SETTLED = 0.02
"""Seconds for which nothing more must change: some editors write in several steps."""
AFTERWARDS = 0.3
"""Seconds from one part of a preview to the next, in which browsers ask for what is new."""
PATIENCE = 25.0
"""Seconds after which a browser that waits for news is told that there are none."""
SHELL = b'<!doctype html><html><meta charset="utf-8"><title>...</title><body></body></html>'
"""Instead of a page that is not there (yet)."""


class Board(Struct):
    """What browsers are shown, and with which piece of news each file of it came."""

    files: dict[str, bytes] = field(default_factory=dict)
    mistakes: tuple[Diagnostic, ...] = ()
    language: Language = Language("en")
    """In which the page says that there are some."""
    number: int = 0
    """Of the newest piece of news."""
    _since: dict[str, int] = field(default_factory=dict)
    _beside: int = 0
    """The news with which anything but a page changed."""
    _told: Condition = field(default_factory=Condition)

    def show(self, files: Mapping[str, bytes]) -> None:
        """Show files, in the place of earlier ones of the same paths."""
        with self._told:
            fresh = {path for path, held in files.items() if self.files.get(path) != held}
            self.files = {**self.files, **files}
            self.mistakes = ()
            self._note(fresh)

    def keep_only(self, files: Collection[str]) -> None:
        """Take away what is not among these."""
        with self._told:
            gone = self.files.keys() - set(files)
            self.files = {path: held for path, held in self.files.items() if path not in gone}
            self._note(gone)

    def _note(self, changed: Collection[str]) -> None:
        self.number += 1
        self._since.update(dict.fromkeys(changed, self.number))
        if any(not path.endswith(".html") for path in changed):
            self._beside = self.number
        self._told.notify_all()

    def tell(self, mistakes: tuple[Diagnostic, ...], language: Language) -> None:
        """Tell what is to be mended before anything else is shown."""
        with self._told:
            self.number += 1
            self.mistakes, self.language = mistakes, language
            self._told.notify_all()

    def news(self, page: str, seen: int) -> dict[str, Any]:
        """Return what somebody is to know who has a page as of some news; wait for newer ones."""
        with self._told:
            self._told.wait_for(lambda: self.number > seen, PATIENCE)
            _ = make_reader(self.language).words.gettext
            return {
                "seen": self.number,
                "again": max(self._since.get(page, 0), self._beside) > seen,
                "language": self.language,
                "title": _("Fix this first. Below is the page as it was before."),
                "mistakes": [
                    {"at": str(one.at), "message": one.message, "hint": one.hint}
                    for one in self.mistakes
                ],
            }


def serve_preview(maker: Maker, port: int, told: Callable[[Report], None]) -> None:
    """Show a preview on this machine alone until it is stopped. `told`: is given each report.

    Errors: Unknown where there is no such learner.
    """
    # A script's background job cannot be interrupted, only terminated.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    board, watch = Board(), _Watch(maker)
    _make(maker, board, watch, told)
    with ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, board)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        asked = maker.asked
        where = "" if asked.audience == "public" else f"{asked.learner}/"
        print(f"http://127.0.0.1:{server.server_port}/learners/{where}", flush=True)
        try:
            while True:
                watch.wait()
                _make(maker, board, watch, told)
        except KeyboardInterrupt:
            server.shutdown()


def _make(maker: Maker, board: Board, watch: "_Watch", told: Callable[[Report], None]) -> None:
    """Make the pages, and show each part of them; leave the rest where something changes again."""
    try:
        report, pages = maker.make()
    except FileNotFoundError:
        return  # it went while it was read, which the next look sees
    if pages is None:
        errors = tuple(d for d in report.diagnostics if d.severity is Severity.ERROR)
        board.tell(errors, maker.language)
        told(report)
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
    told(replace(report, pages=len(files)))


class _Watch:
    """Looks when files were written last: often where it matters, seldom at everybody else's."""

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
        """Wait until something changes, so many seconds at most, and say whether it has.

        Where there is a limit, the change is left for the next who waits without one.
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
            # A large school is looked at for a twentieth of the time, and no more.
            self._due = time.monotonic() + max(FAR, 20 * (time.monotonic() - began))
        if (near, far) != (self._near, self._far):
            self._near, self._far = self._settled(near), far
            self._is_pending = True

    def _settled(self, seen: dict[str, int]) -> dict[str, int]:
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
            for name in (self._maker.asked.learner, "_groups")
        ]
        return [*(self._maker.root / name for name in shared), *own]

    def _far_places(self) -> list[Path]:
        return [*(root / "portfolios" for root in self._roots()), theme_folder()]


class _Handler(BaseHTTPRequestHandler):
    """Gives what is on the board, to browsers on this machine that ask it for nothing else."""

    protocol_version = "HTTP/1.1"
    # Else each small answer waits 0.04 s for the browser to have acknowledged its first line.
    disable_nagle_algorithm = True

    def __init__(self, board: Board, *arguments: Any) -> None:
        self._board = board
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer."""
        host = self.headers.get("Host", "")
        port = self.connection.getsockname()[1]
        if host not in (f"127.0.0.1:{port}", f"localhost:{port}"):
            # Another site whose name leads here would read along.
            self._send(HTTPStatus.MISDIRECTED_REQUEST, "text/plain", b"")
            return
        asked = urlsplit(self.path)
        if asked.path == SCRIPT:
            script = (theme_folder() / "pages" / "preview.js").read_bytes()
            self._send(HTTPStatus.OK, "text/javascript", script)
        elif asked.path == NEWS:
            words = parse_qs(asked.query)
            page, seen = words.get("page", [""])[0], words.get("seen", [""])[0]
            news = self._board.news(_file_of(page), int(seen) if seen.isdecimal() else 0)
            self._send(HTTPStatus.OK, "application/json", json.dumps(news).encode())
        else:
            self._send_file(_file_of(asked.path))

    def _send_file(self, path: str) -> None:
        board = self._board
        # Whoever comes while something is to be mended is told it at once.
        number, held = board.number - bool(board.mistakes), board.files.get(path)
        if held is None and f"{path}/index.html" in board.files:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{urlsplit(self.path).path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
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
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        with suppress(ConnectionError):  # whoever asked has gone on
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing about each request."""


def _file_of(address: str) -> str:
    """Return the file of a page's address: `/learners/amara/` is `learners/amara/index.html`."""
    path = unquote(address).lstrip("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def _with_script(page: bytes, number: int) -> bytes:
    before, end, after = page.rpartition(b"</body>")
    script = f'<script src="{SCRIPT}" data-seen="{number}" defer></script>'.encode()
    return before + script + end + after
