"""What protects a preview on this machine from other machines and from other sites' pages."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from ipaddress import ip_address
from socket import SO_REUSEADDR, SOL_SOCKET, socket
from typing import TYPE_CHECKING

from wayfolio.model.refusal import Refusal

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

FIRST_PORT = 8000
HEADERS: tuple[tuple[str, str], ...] = (
    # No other page may show these in a frame, load them as its own, or learn their address.
    ("X-Frame-Options", "DENY"),
    ("Content-Security-Policy", "frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    # The pages may be for a family or for staff: no browser keeps them.
    ("Cache-Control", "no-store"),
)
"""Sent with each answer."""


class PortTaken(Refusal):
    """Another program listens where somebody wants to."""


def find_port(wanted: int | None) -> int:
    """Return the port that somebody wants, or else the first free one from 8000 on.

    Errors: PortTaken.
    """
    ports = range(FIRST_PORT, FIRST_PORT + 20) if wanted is None else (wanted,)
    for port in ports:
        with socket() as tried:
            # A port that this program has just left is free.
            tried.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
            with suppress(OSError):
                tried.bind(("127.0.0.1", port))
                return port
    taken = str(wanted) if wanted is not None else f"{ports[0]} to {ports[-1]}"
    raise PortTaken(f"another program has port {taken}: choose another one with --port")


def is_own_host(host: str, port: int) -> bool:
    """Whether a request's Host header names this machine.

    A site whose name resolves to this machine must not read the pages.
    """
    names = ("127.0.0.1", "localhost", "[::1]")
    return host in {f"{name}:{port}" for name in names} or (port == 80 and host in names)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address that a server listens on."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def guard_application(application: "WSGIApplication") -> "WSGIApplication":
    """Return an application that answers this machine's own pages alone, with these headers."""

    def answer(environment: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if not is_own_host(environment.get("HTTP_HOST", ""), int(environment["SERVER_PORT"])):
            start("421 Misdirected Request", [("Content-Type", "text/plain"), *HEADERS])
            return [b""]

        def start_guarded(
            status: str, headers: list[tuple[str, str]], *more: object
        ) -> Callable[[bytes], object]:
            ours = {name.lower() for name, _ in HEADERS}
            kept = [header for header in headers if header[0].lower() not in ours]
            return start(status, [*kept, *HEADERS], *more)  # type: ignore[arg-type]

        return application(environment, start_guarded)

    return answer
