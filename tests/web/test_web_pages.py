"""Every page and its twin: same data, same address, one error shape, the same in a real browser."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from browsing import BASE
from fastapi.testclient import TestClient

from interbellum.case import Case, open_case
from interbellum.web import create_app
from interbellum.web.address import Address
from interbellum.web.desk import Desk, Opened
from interbellum.web.pages import PAGES
from interbellum.web.pages.page import Page

NAMES = [page.name for page in PAGES]
DAY = "2022-12-20"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_html_and_its_twin_is_json(client: TestClient, name: str) -> None:
    page, twin = client.get(f"/{name}?on={DAY}"), client.get(f"/{name}.json?on={DAY}")
    assert (page.status_code, twin.status_code) == (200, 200)
    assert page.headers["content-type"].startswith("text/html")
    assert twin.json()["page"] == name
    assert f"/{name}.json?on={DAY}" in page.text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("query", "status", "where"),
    [
        ("on=2022-13-01", 400, "query.on"),
        ("on=2022-12", 400, "query.on"),
        ("known_by=yesterday", 400, "query.known_by"),
        ("member=-1", 400, "query.member"),
        ("colour=red", 400, "query.colour"),
        ("case=elsewhere", 404, None),
    ],
)
def test_a_bad_address_is_told_in_one_shape(
    client: TestClient, name: str, query: str, status: int, where: str | None
) -> None:
    twin = client.get(f"/{name}.json?{query}")
    error = twin.json()["error"]
    assert list(error) == ["status", "type", "what", "where", "hint"]
    assert (twin.status_code, error["status"], error["where"]) == (status, status, where)
    page = client.get(f"/{name}?{query}", headers={"accept": "text/html"})
    assert page.status_code == status
    assert "<h1>" in page.text


def test_an_empty_field_is_no_field(client: TestClient) -> None:
    assert client.get("/ties.json?known_by=&on=&member=&selected=").json()["address"] == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_a_blank_field_is_never_a_fault(client: TestClient, page: Page, blank: str) -> None:
    for name in page.address.model_fields:
        assert client.get(f"/{page.name}.json", params={name: blank}).status_code in (200, 400), name


@pytest.mark.parametrize(
    ("field", "value", "what", "hint"),
    [
        ("member", "x", "'x' is not a whole number", None),
        ("member", "-1", "'-1' is out of range", "allowed: at least 0"),
        ("credibility", "7", "'7' is out of range", "allowed: at most 6"),
        ("kind", "rumour", "'rumour' is not allowed", "allowed: event, tie, status"),
        ("colour", "red", "this field is not known", None),
        ("on", "2022-02-30", "'2022-02-30' does not exist", "write for instance 2022-02-28"),
        ("text", "x" * 300, f"'{'x' * 57}...' is too long", "at most 240 characters"),
    ],
)
def test_a_wrong_field_is_told_as_a_wrong_cell_of_a_case_is(
    client: TestClient, field: str, value: str, what: str, hint: str | None
) -> None:
    error = client.get("/evidence.json", params={field: value}).json()["error"]
    assert error["where"] == f"query.{field}"
    assert error["what"].startswith(what)
    assert (error["hint"] or "").startswith(hint or "")
    assert (error["hint"] is None) == (hint is None)


def test_a_page_that_is_not_there_has_the_shape_of_every_error(client: TestClient) -> None:
    assert client.get("/nowhere.json").json()["error"]["type"] == "NotFound"
    assert "text/html" in client.get("/nowhere").headers["content-type"]


def test_the_first_page_is_the_situation(client: TestClient) -> None:
    assert client.get("/").headers["location"] == "/situation"
    assert client.get("/?on=2010-03-01").headers["location"] == "/situation?on=2010-03-01"


def test_an_address_keeps_its_moment_from_page_to_page() -> None:
    address = Address.model_validate({"on": DAY, "known_by": "2023-01-15", "selected": "claim:C-1,zone:Z"})
    assert address.url("ties") == f"/ties?on={DAY}&known_by=2023-01-15&selected=claim%3AC-1%2Czone%3AZ"
    assert address.url("evidence", selected=None, kind="event") == f"/evidence?on={DAY}&known_by=2023-01-15&kind=event"
    assert (address.selected_of("claim"), address.selected_of("zone")) == (("C-1",), ("Z",))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("day", "what"), [("2099-01-01", "after the period"), ("1900-01-01", "before the period")])
def test_a_day_that_the_case_does_not_hold_is_refused(client: TestClient, name: str, day: str, what: str) -> None:
    answer = client.get(f"/{name}.json?on={day}")
    assert answer.status_code == 400
    assert what in answer.json()["error"]["what"]
    assert client.get(f"/{name}?on={day}").status_code == 400


def test_the_api_describes_every_page_and_error(client: TestClient) -> None:
    schema: dict[str, Any] = client.get("/openapi.json").json()
    assert {f"/{name}.json" for name in NAMES} <= schema["paths"].keys()
    assert "ErrorAnswer" in schema["components"]["schemas"]


def test_several_cases_are_chosen_between(karabakh: Case) -> None:
    client = TestClient(create_app([karabakh, open_case("two-valleys")]), base_url=BASE)
    assert "Two Valleys" in client.get("/ties").text
    assert client.get("/brief.json?case=two-valleys").json()["title"] != client.get("/brief.json").json()["title"]


@pytest.mark.parametrize("name", NAMES)
def test_a_browser_shows_a_page_without_complaint_or_barrier(visit: Any, name: str) -> None:
    tab = visit()
    tab.goto(f"/{name}?on={DAY}")
    assert tab.page.locator("header.top nav a[aria-current=page]").count() == 1
    assert tab.violations() == []


def test_what_was_worked_out_for_a_case_is_let_go_with_what_it_was_made_from() -> None:
    case = open_case("two-valleys")
    desk = Desk.of([Opened(case)])
    first = desk.memo(desk.opened[case.id], "brief", object)
    assert desk.memo(desk.opened[case.id], "brief", object) is first
    desk.put(case.id, ensemble=None)
    assert desk.memo(desk.opened[case.id], "brief", object) is not first
    desk.put(case.id, case=replace(case, questions=()))
    assert desk.kept == {}


def test_the_app_is_there_before_the_engine_is_imported() -> None:
    code = "import sys, interbellum.web.app; sys.exit('jax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
