"""Serving the app from this machine, with bounds on how many may ask at once and how slowly."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from interbellum.errors import UsageError, Where
from interbellum.web.app import create_app
from interbellum.web.desk import Opened
from interbellum.web.safety import LOOPBACK, is_loopback

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

AT_ONCE = 200
"""Connections that are served at once; more are refused with 503."""
KEEP_ALIVE, LEAVE = 5, 3
"""Seconds that an idle connection is kept, and that open ones are given when the app ends."""
HEADER_SECONDS = 10.0
"""Seconds that a new connection may take to send its first request's headers."""


def app_for(opened: Iterable[Opened], host: str, names: Iterable[str] = ()) -> FastAPI:
    """Return the app as it is served on `host`; `names` are further names it answers to."""
    if is_loopback(host):
        return create_app(opened, hosts=(*LOOPBACK, *names))
    return create_app(opened, hosts=(*LOOPBACK, host.lower(), socket.gethostname().lower(), *names), addresses=True)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raise `UsageError` where the address cannot be had. Port 0 takes any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sends without delay only if named
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(AT_ONCE)
    except OSError as error:
        bound.close()
        hint = f"choose another port, for instance --port {port + 1 if port < 65535 else 0}"
        raise UsageError(f"{error.strerror or error}", where=Where(f"{host}:{port}"), hint=hint) from None
    return bound


def address_of(host: str, port: int) -> str:
    """Return the address to open in a browser."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


def serve(app: FastAPI, bound: socket.socket, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until interrupted; `ready` is called once requests are answered."""
    server_for(app, ready).run(sockets=[bound])


def server_for(
    app: FastAPI, ready: Callable[[], None] = lambda: None, header_seconds: float = HEADER_SECONDS
) -> uvicorn.Server:
    """Return a server that hangs up on whoever takes longer than `header_seconds` over a request's headers.

    When it is told to end it stops the app's work first, so that nobody who follows a job holds it up.
    """
    import uvicorn

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.desk.close()
            await super().shutdown(sockets)

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, limit_concurrency=AT_ONCE,
        timeout_keep_alive=KEEP_ALIVE, timeout_graceful_shutdown=LEAVE, h11_max_incomplete_event_size=16_384,
        http=impatient(header_seconds), ws="none",
    )  # fmt: skip
    return Server(config)


def impatient(seconds: float) -> type[asyncio.Protocol]:
    """Return uvicorn's HTTP protocol with a bound on the time from a connection to its first whole request."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Impatient(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.deadline = self.loop.call_later(seconds, self.hang_up)

        def connection_lost(self, exc: Exception | None) -> None:
            self.deadline.cancel()
            super().connection_lost(exc)

        def hang_up(self) -> None:
            if self.scope is None and not self.transport.is_closing():
                self.transport.close()

    return Impatient
