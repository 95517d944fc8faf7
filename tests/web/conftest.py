"""Apps, clients and a real browser for the tests of the web app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from browsing import BASE, CHROMIUM, TOKEN, WIDTHS, Visit, serving
from fastapi import FastAPI
from fastapi.testclient import TestClient

from interbellum.case import Case, open_case
from interbellum.web import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATIENCE = 120_000
"""Milliseconds that a busy machine may take over anything a browser waits for."""
Visiting = Callable[..., Visit]


@pytest.fixture(scope="session")
def karabakh() -> Case:
    return open_case("karabakh")


@pytest.fixture(scope="session")
def app(karabakh: Case) -> FastAPI:
    return create_app(karabakh, token=TOKEN)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A client of the app that asks as a browser on this machine would."""
    return TestClient(app, base_url=BASE, follow_redirects=False)


@pytest.fixture(scope="session")
def address(app: FastAPI) -> Iterator[str]:
    """The address at which the app is served."""
    with serving(app) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window; skips where it is not there."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        yield found
        found.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visiting]:
    """Open a tab: `visit(size="phone", dark=True)`. At the end every tab is checked to have stayed calm."""
    visits = []

    def open_tab(size: str = "desktop", *, dark: bool = False, still: bool = True, at: str = address) -> Visit:
        width, height = WIDTHS[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if still else "no-preference",
        )
        context.set_default_timeout(PATIENCE)
        visits.append(Visit(context.new_page(), at))
        return visits[-1]

    yield open_tab
    for one in visits:
        one.page.context.close()
    for one in visits:
        one.assert_calm()
