"""A visit to the app in a real browser: what it asked for, what it complained of, and how accessible it is."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from interbellum.web.serving import listening, server_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = Path("/usr/bin/chromium")
WIDTHS = {"desktop": (1440, 900), "tablet": (900, 1100), "phone": (390, 844)}
SERIOUS = ("serious", "critical")
BASE = "http://127.0.0.1:8765"
TOKEN = "token-of-the-tests"


def expect(locator: Any) -> Any:
    """Return Playwright's patient assertions about a locator; its waits by script are barred by the page's policy."""
    from playwright.sync_api import expect as assertions

    assertions.set_options(timeout=60_000)
    return assertions(locator)


@contextmanager
def serving(app: FastAPI, header_seconds: float = 10.0) -> Iterator[str]:
    """Serve an app by a thread on a free port; yield its address."""
    bound = listening("127.0.0.1", 0)
    server = server_for(app, header_seconds=header_seconds)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    port = bound.getsockname()[1]
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=20):
            yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


@dataclass
class Visit:
    """A tab of the browser on an app. `goto` waits until the page says that it is ready, where it says so at all."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def goto(self, path: str) -> Page:
        """Open a path of the app."""
        self.page.goto(self.address + path, wait_until="networkidle")
        return self.page

    def assert_calm(self) -> None:
        """Assert that the console has no error and that no request left this machine."""
        assert not self.complaints, self.complaints
        hosts = {urlsplit(url).hostname for url in self.requests if not url.startswith(("data:", "blob:"))}
        assert hosts <= {"127.0.0.1"}

    def violations(self) -> list[dict[str, Any]]:
        """Return what axe-core finds seriously wrong by WCAG 2.2 AA; skip where axe-core is not installed."""
        if not AXE.exists():
            pytest.skip("axe-core is not installed (npm ci)")
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = self.page.evaluate(
            "async (tags) => (await axe.run(document, {runOnly: {type: 'tag', values: tags}})).violations", tags
        )
        return [
            {"rule": one["id"], "help": one["help"], "where": [node["target"] for node in one["nodes"]]}
            for one in found
            if one["impact"] in SERIOUS
        ]
