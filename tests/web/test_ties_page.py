"""The page of ties: what is drawn, chosen, filtered and compared; by mouse, by keyboard, on every width."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from browsing import BASE, TOKEN
from fastapi.testclient import TestClient

from interbellum.case import Case, open_case
from interbellum.web import create_app

DAY = "2022-12-20"
HOSTILE = '"><script>alert(1)</script><svg onload=alert(2)>'


def test_every_tie_is_drawn_in_both_shapes_and_stands_in_the_table(client: TestClient) -> None:
    data = client.get(f"/ties.json?on={DAY}").json()
    ids = {edge["id"] for edge in data["edges"]}
    assert {row["id"] for row in data["table"]} == ids
    for drawing in data["drawings"].values():
        assert {path["id"] for path in drawing["paths"]} == ids


def test_actors_keep_their_place_from_day_to_day(client: TestClient) -> None:
    places = [
        client.get(f"/ties.json?{query}").json()["drawings"]["wide"]["boxes"]
        for query in ("on=2019-01-01", f"on={DAY}", f"on={DAY}&known_by=2020-01-01", f"on={DAY}&types=arms")
    ]
    assert all(one == places[0] for one in places)


@pytest.mark.parametrize("query", ["types=arms&types=energy", "types=arms,energy"])
def test_types_are_filtered(client: TestClient, query: str) -> None:
    data = client.get(f"/ties.json?on={DAY}&{query}").json()
    assert {edge["type"] for edge in data["edges"]} == {"arms", "energy"}


@pytest.mark.parametrize(
    "query", ["types=love", "types=arms,love", "since=2022-12-20", "since=soon", "types=" + "a" * 999]
)
def test_what_makes_no_sense_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/ties.json?on={DAY}&{query}").status_code == 400


def test_a_tie_shows_its_claims_and_dates(client: TestClient) -> None:
    data = client.get(f"/ties.json?on={DAY}&selected=tie:T-RUS-ARM-GUARANTEE").json()
    tie = data["selected"][0]["ties"][0]
    assert tie["began"] == "15 May 1992"
    assert tie["claims"]
    page = client.get(f"/ties?on={DAY}&selected=tie:T-RUS-ARM-GUARANTEE").text
    assert all(f"claim%3A{claim['id']}" in page for claim in tie["claims"])


@pytest.mark.parametrize("name", ["tie:../../etc/passwd", "actor:%00", "tie:", "actor:NOBODY", "x", "tie:<script>"])
def test_what_is_not_there_is_not_selected(client: TestClient, name: str) -> None:
    answer = client.get("/ties.json", params={"selected": name})
    assert answer.status_code == 200
    assert answer.json()["selected"] == []


def test_changes_are_those_between_the_days_in_order(client: TestClient) -> None:
    there = client.get("/ties.json?on=2023-10-15&since=2020-01-01").json()["changes"]
    assert client.get("/ties.json?on=2020-01-01&since=2023-10-15").json()["changes"] == there
    kinds = {row["subject"]: row["change"] for row in there}
    assert (kinds["T-RUS-AZE-ARMS"], kinds["RUS-ARM"]) == ("ended", "answered")


def test_one_tie_is_told_as_one() -> None:
    case: Case = open_case("two-valleys")
    client = TestClient(create_app(replace(case, ties=case.ties[:1]), token=TOKEN), base_url=BASE)
    assert "1 tie in force between 2 actors" in client.get("/ties?on=2003-01-01").text
    bare = TestClient(create_app(replace(case, ties=()), token=TOKEN), base_url=BASE)
    assert "No ties in force." in bare.get("/ties?on=2003-01-01").text


def test_a_hostile_name_or_gloss_stays_text() -> None:
    case: Case = open_case("two-valleys")
    actors = tuple(
        actor.model_copy(update={"names": (actor.names[0].model_copy(update={"name": HOSTILE}),)})
        for actor in case.actors
    )
    ties = tuple(tie.model_copy(update={"gloss": HOSTILE}) for tie in case.ties)
    client = TestClient(create_app(replace(case, actors=actors, ties=ties), token=TOKEN), base_url=BASE)
    page = client.get("/ties?on=2003-01-01&selected=actor:UPPER").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<svg onload" not in page


@pytest.mark.parametrize(
    ("size", "dark"), [("desktop", False), ("desktop", True), ("tablet", False), ("phone", False), ("phone", True)]
)
def test_the_page_has_no_barrier_and_fits(visit: Any, size: str, dark: bool) -> None:
    tab = visit(size, dark=dark)
    page = tab.goto("/ties?on=2023-10-15&since=2020-01-01&selected=tie:T-RUS-ARM-GUARANTEE")
    assert tab.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("svg.network:visible").count() == 1


def test_by_keyboard_alone_an_actor_is_reached_and_its_ties_read(visit: Any) -> None:
    page = visit().goto(f"/ties?on={DAY}")
    page.locator("svg.network.wide a.actor[tabindex='0']").focus()
    before = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("ArrowRight")
    after = page.evaluate("document.activeElement.dataset.id")
    assert after != before
    page.keyboard.press("Enter")
    page.wait_for_url("**selected=actor*")
    assert page.locator(".selection .tie-card").count() > 0
    page.locator(".selection .tie-card a").first.press("Enter")
    page.wait_for_url("**selected=tie*")
    assert page.locator(".selection .claims li").count() > 0


def test_by_mouse_a_tie_is_chosen_and_types_are_filtered(visit: Any) -> None:
    page = visit().goto(f"/ties?on={DAY}")
    page.locator(".legend input[value=hostility]").uncheck()
    page.locator(".legend button").click()
    page.wait_for_url("**types=**")
    assert page.locator("svg.network.wide path.edge.hostility:visible").count() == 0
    page.locator("svg.network.wide a.actor[data-id=RUS]").click()
    page.wait_for_url("**selected=actor%3ARUS*")
    assert page.locator(".selection h2").inner_text() == "Russia"


@pytest.mark.parametrize(
    ("path", "table"),
    [
        ("/ties?since=2020-01-01", ".promises"),
        ("/ties?since=2020-01-01", ".changes"),
        ("/evidence?view=sources", ".quality"),
    ],
)
def test_tables_of_words_do_not_scroll_sideways_on_a_phone(visit: Any, path: str, table: str) -> None:
    page = visit(size="phone").goto(path)
    assert page.evaluate(
        "(found) => { const box = document.querySelector(found).closest('.scroll');"
        " return box.scrollWidth <= box.clientWidth; }",
        table,
    )
    assert page.locator(f"{table} [data-head]").count() > 0
