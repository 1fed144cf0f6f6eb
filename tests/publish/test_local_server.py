"""A preview is for this machine alone: no other machine, and no other site's page, reads it."""

import http.client
from collections.abc import Iterable
from functools import partial
from http.server import HTTPServer, ThreadingHTTPServer
from socket import socket
from threading import Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from wayfolio.editions.preview_server import Board, _Handler
from wayfolio.plugin import WayfolioPlugin
from wayfolio.publish.local_server import (
    HEADERS,
    PortTaken,
    find_port,
    guard_application,
    is_loopback,
    is_own_host,
)

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PAGE = b"<!doctype html><html><body>Only for this family</body></html>"


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing."""


def _app(_: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/html"), ("Cache-Control", "public")])
    return [PAGE]


def _preview() -> HTTPServer:
    board = Board()
    board.show({"index.html": PAGE, "learners/index.html": PAGE})
    return ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, board))


def _engine_preview() -> HTTPServer:
    server = WSGIServer(("127.0.0.1", 0), _Silent)
    server.set_app(guard_application(_app))
    return server


SERVERS = {"of a learner": _preview, "of the site": _engine_preview}


def _get(server: HTTPServer, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host.replace("PORT", str(server.server_port)))
    connection.putheader("Connection", "close")
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


@pytest.mark.parametrize("which", SERVERS)
def test_a_preview_tells_browsers_to_keep_it_from_other_sites(which: str) -> None:
    with SERVERS[which]() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for path in ("/", "/learners", "/_preview/live.js", "/nowhere"):
            _, headers, _ = _get(server, path, "localhost:PORT")
            assert dict(HEADERS).items() <= headers.items(), path
        for host in ("school.example:PORT", "localhost", "127.0.0.1.evil.example:PORT", ""):
            status, _, content = _get(server, "/", host)
            assert status == 421, host
            assert b"family" not in content
        server.shutdown()


@pytest.mark.parametrize(
    ("host", "port", "is_own"),
    [
        ("127.0.0.1:8000", 8000, True),
        ("localhost:8000", 8000, True),
        ("[::1]:8000", 8000, True),
        ("localhost", 80, True),
        ("localhost:8001", 8000, False),
        ("river.example:8000", 8000, False),
        ("localhost.river.example:8000", 8000, False),
    ],
)
def test_a_request_names_this_machine(host: str, port: int, *, is_own: bool) -> None:
    assert is_own_host(host, port) is is_own


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "river.example"])
def test_a_preview_that_others_could_reach_is_refused(host: str) -> None:
    assert not is_loopback(host)
    server = LiveReloadServer(builder=lambda: None, host=host, port=0, root=".")
    with pytest.raises(Abort, match="this machine alone"):
        WayfolioPlugin().on_serve(server, config=None, builder=lambda: None)  # type: ignore[arg-type]
    server.server_close()


def test_where_no_port_is_asked_for_the_next_free_one_is_taken() -> None:
    with socket() as other:
        first = find_port(None)
        other.bind(("127.0.0.1", first))
        other.listen()

        assert find_port(None) > first


def test_a_port_that_another_program_has_is_one_sentence() -> None:
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(PortTaken, match=f"another program has port {port}: choose another"):
            find_port(port)
