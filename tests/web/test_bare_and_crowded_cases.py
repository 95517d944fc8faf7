"""What the pages say of a case that holds nothing yet, of several cases on a phone, and of paths with spaces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from browsing import BASE, TOKEN, Visit, serving
from fastapi.testclient import TestClient

import interbellum as ib
from interbellum.case import Case, new_case
from interbellum.case.catalogue import argument_of
from interbellum.reading.naming.sides import sides_of
from interbellum.web import create_app

READY = "html[data-ready=yes]"
PAGES = ("situation", "ties", "evidence", "futures", "scorecard", "brief")


@pytest.fixture
def bare(tmp_path: Path) -> Case:
    return new_case(tmp_path / "a bare case", title="Bare", sides=sides_of("Armenia", "Azerbaijan"))


@pytest.fixture
def client(bare: Case) -> TestClient:
    return TestClient(create_app(bare, token=TOKEN), base_url=BASE)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/situation", "This case has no places yet"),
        ("/situation", "Nothing is on record yet"),
        ("/ties", "No actor of this case has a tie yet"),
        ("/ties", "no promise to follow"),
        ("/evidence", "This case has no claims yet"),
        ("/evidence?view=sources", "This case has no source yet"),
        ("/futures", "This case has no what-ifs yet"),
    ],
)
def test_a_bare_case_says_what_is_missing_and_what_to_do(client: TestClient, path: str, words: str) -> None:
    assert words in client.get(path).text


def test_a_full_case_says_none_of_that(karabakh: Case) -> None:
    client = TestClient(create_app(karabakh, token=TOKEN), base_url=BASE)
    for name in PAGES:
        assert "This case has no " not in client.get(f"/{name}").text


def test_the_bare_case_runs_its_scripts(bare: Case, visit: Callable[..., Visit]) -> None:
    with serving(create_app(bare, token=TOKEN)) as address:
        tab = visit(at=address)
        page = tab.goto("/situation")
        page.wait_for_selector(READY)
        assert page.locator("#timeline").inner_text().count("not counted") == 1
        assert "Areas held by" not in page.locator("#legend").inner_text()
        tab.goto("/futures")
        assert page.locator("#find").count() == 0
        tab.assert_calm()


def test_a_folder_with_spaces_is_quoted_in_commands(bare: Case, client: TestClient) -> None:
    assert argument_of(bare) == f"'{bare.root}'"
    assert argument_of(ib.open_case("karabakh")) == "karabakh"
    assert client.get("/scorecard.json").json()["command"] == f"interbellum open '{bare.root}'"
    assert client.get("/brief.json").json()["command"] == f"interbellum open '{bare.root}'"


def test_claims_that_a_case_lacks_are_named(karabakh: Case) -> None:
    client = TestClient(create_app(karabakh, token=TOKEN), base_url=BASE)
    assert client.get("/evidence.json?selected=claim:NOPE").json()["missing"] == ["NOPE"]
    assert "No claim NOPE is in this case" in client.get("/evidence?selected=claim:NOPE").text
    assert "is in this case: it was taken out" not in client.get("/evidence?selected=claim:D000-001").text


@pytest.mark.parametrize("name", PAGES)
def test_several_cases_fit_a_phone(karabakh: Case, bare: Case, visit: Callable[..., Visit], name: str) -> None:
    long = replace(bare, meta=bare.meta.model_copy(update={"title": "A very long title of a case " * 6}))
    with serving(create_app([karabakh, long], token=TOKEN)) as address:
        page = visit("phone", at=address).goto(f"/{name}")
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(width) == 0


@pytest.mark.parametrize("size", ["desktop", "tablet", "phone"])
def test_nothing_lies_below_the_foot_of_the_situation(visit: Callable[..., Visit], size: str) -> None:
    page = visit(size).goto("/situation")
    page.wait_for_selector(READY)
    foot = page.evaluate("document.querySelector('footer').getBoundingClientRect().bottom + scrollY")
    assert page.evaluate("document.documentElement.scrollHeight") <= foot + 1


@pytest.mark.parametrize("dark", [False, True])
def test_promises_no_longer_in_force_can_be_read(visit: Callable[..., Visit], *, dark: bool) -> None:
    page = visit(dark=dark).goto("/ties")
    ended = page.locator(".promises tr.ended").first
    assert ended.count() == 1
    assert ended.evaluate("row => getComputedStyle(row).opacity") == "1"
    muted = page.locator(".page-head .muted").first.evaluate("words => getComputedStyle(words).color")
    assert ended.evaluate("row => getComputedStyle(row).color") == muted


def test_headings_and_landmarks_have_names_and_an_order_of_their_own(client: TestClient, karabakh: Case) -> None:
    full = TestClient(create_app(karabakh, token=TOKEN), base_url=BASE)
    scores = full.get("/scorecard").text
    assert scores.count('aria-label="What is shown"') == 1
    assert '<h2 id="list-head"><span role="status">' in client.get("/evidence").text
    assert '<section class="side' not in full.get("/evidence?view=disputes").text
