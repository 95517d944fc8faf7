"""What keeps the app to its own pages: host, origin and token checks, size and time limits, strict headers.

Reading needs a known Host header, so that no page elsewhere can reach the app under another name (DNS rebinding).
Writing needs, besides, the same origin and the token that is printed in the page, new for each process.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interbellum.web.errors import Problem

BODY = 1 << 20
"""Bytes of a request's body that are taken where a page asks for no more."""
BODY_SECONDS = 20.0
"""Seconds that a client may take to send a body."""
TOKEN_HEADER = "x-write-token"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = ("127.0.0.1", "localhost", "::1")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def is_loopback(host: str) -> bool:
    """Return whether an address is this machine's own."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def name_of(host: str) -> str:
    """Return the name in a Host header, without its port."""
    text = host.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.rpartition(":")[0] if text.count(":") == 1 else text


@dataclass(frozen=True)
class Rules:
    """What is let through. `hosts` are names; `addresses` lets through any host written as a number as well.

    `limits` gives more bytes to some paths, by their beginning.
    """

    token: str
    hosts: frozenset[str] = frozenset(LOOPBACK)
    addresses: bool = False
    limits: Mapping[str, int] = field(default_factory=dict)
    seconds: float = BODY_SECONDS

    def knows(self, host: str) -> bool:
        """Return whether a Host header names this app."""
        name = name_of(host)
        if name in self.hosts:
            return True
        try:
            return self.addresses and bool(ip_address(name))
        except ValueError:
            return False

    def limit(self, path: str) -> int:
        """Return the bytes that a body sent to `path` may have."""
        return max([BODY, *(size for start, size in self.limits.items() if path.startswith(start))])

    def refusal(self, method: str, path: str, headers: Headers) -> Problem | None:
        """Return why a request is refused, or `None`."""
        host = headers.get("host", "")
        if not self.knows(host):
            hint = "open the address that interbellum serve printed"
            return Problem(421, "WrongHost", f"this app is not called {host[:80]!r}", "Host", hint)
        if method not in READING:
            return self._write(path, headers, host)
        return None

    def _write(self, path: str, headers: Headers, host: str) -> Problem | None:
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if site not in (None, "same-origin", "none") or (origin and origin.partition("://")[2] != host):
            return Problem(403, "OtherOrigin", "another site may not write here", "Origin", None)
        token = headers.get(TOKEN_HEADER, "")
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            hint = f"send the token that the page holds as {TOKEN_HEADER}; reload the page after a restart"
            return Problem(403, "NoToken", "a write needs the token of the running app", TOKEN_HEADER, hint)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.limit(path):
            return _too_large(self.limit(path))
        return None


class Guard:
    """The outermost part of the app: refuses, limits, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app, self.rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with what is wrong."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sender = _Sender(send)
        path = scope["path"]
        refused = self.rules.refusal(scope["method"], path, Headers(scope=scope))
        if refused is None and scope["method"] not in READING:
            try:
                limit = self.rules.limit(path)
                receive = _Whole(await asyncio.wait_for(_body(receive, limit), self.rules.seconds), receive)
            except TimeoutError:
                refused = Problem(408, "TooSlow", f"the body took over {self.rules.seconds:g} seconds")
            except ValueError:
                refused = _too_large(limit)
        if refused is not None:
            await _answer(refused, sender)
            return
        await self.app(scope, receive, sender)


async def _body(receive: Receive, limit: int) -> bytes:
    """Return a whole body; raise `ValueError` as soon as it is larger than `limit`."""
    parts, taken, more = [], 0, True
    while more:
        message = await receive()
        part, more = message.get("body", b""), message.get("more_body", False)
        taken += len(part)
        if taken > limit:
            raise ValueError("too large")
        parts.append(part)
    return b"".join(parts)


class _Whole:
    """Receives a body that has been read already, and then whatever comes after it."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self.body: bytes | None = body
        self.receive = receive

    async def __call__(self) -> Message:
        if self.body is None:
            return await self.receive()
        body, self.body = self.body, None
        return {"type": "http.request", "body": body, "more_body": False}


class _Sender:
    """Sends with the safe headers set."""

    def __init__(self, send: Send) -> None:
        self.send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self.send(message)


def _too_large(limit: int) -> Problem:
    return Problem(413, "TooLarge", f"the body is larger than {limit:,} bytes", None, "send less at a time")


async def _answer(problem: Problem, send: Send) -> None:
    body = json.dumps(problem.body(), ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send(
        {"type": "http.response.start", "status": problem.status, "headers": [*headers, (b"connection", b"close")]}
    )
    await send({"type": "http.response.body", "body": body})
