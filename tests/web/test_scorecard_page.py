"""The scorecard page: who is ahead, first and plainly; forecasts beside what came; questions; nothing made anew."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import BASE, ROOT, TOKEN, serving
from fastapi import FastAPI
from fastapi.testclient import TestClient
from made_up_card import made_up_card

from interbellum.case import Case, find_case, open_case
from interbellum.errors import ScoreError
from interbellum.scoring import METRICS, Scorecard
from interbellum.views.kept_card import CardData
from interbellum.views.scorecard import (
    contests,
    forecast_table,
    headline,
    histories,
    origin_table,
    pit_table,
    pit_words,
)
from interbellum.web import create_app
from interbellum.web.desk import Opened


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return made_up_card()


@pytest.fixture(scope="module")
def scored(karabakh: Case, card: Scorecard) -> FastAPI:
    return create_app(Opened(karabakh, card=card), token=TOKEN)


@pytest.fixture(scope="module")
def desk(scored: FastAPI) -> TestClient:
    return TestClient(scored, base_url=BASE)


@pytest.fixture(scope="module")
def scored_address(scored: FastAPI) -> Iterator[str]:
    with serving(scored) as found:
        yield found


def test_a_contest_says_what_the_scores_say(card: Scorecard) -> None:
    found = {one.metric: one for one in contests(CardData.of(card))}
    assert set(found) == set(METRICS)
    for metric, one in found.items():
        best = min(card.mean(name, metric) for name in histories(CardData.of(card)))
        assert one.own == card.mean(card.reference, metric)
        assert one.score == pytest.approx(best)
        assert (one.state == "beaten") == (best < one.own)
        assert one.clear == card.paired[metric, one.rival].separable


def test_what_the_model_loses_comes_first_and_in_the_headline(card: Scorecard) -> None:
    found = contests(CardData.of(card))
    states = [one.state for one in found]
    assert states == sorted(states, key=["beaten", "level", "ahead"].index)
    lost = [one for one in found if one.state == "beaten"]
    said = headline(found)
    assert said.startswith("On none of 6" if not lost else "On all 6" if len(lost) == 6 else f"On {len(lost)} of 6")


def test_every_forecast_stands_beside_what_came(card: Scorecard) -> None:
    for k, lead in enumerate(card.leads):
        rows = forecast_table(CardData.of(card), lead).rows
        assert [row["outcome"] for row in rows] == [int(value) for value in card.outcomes[0, :, k]]
        assert all(row["low"] <= row["lower"] <= row["middle"] <= row["upper"] <= row["high"] for row in rows)
    assert [row["origin"] for row in origin_table(CardData.of(card), "ign").rows] == list(card.origins)
    assert sum(row["n"] for row in pit_table(CardData.of(card)).rows) == card.outcomes.size


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([10] * 10, "about evenly"),
        ([4, 4, 4, 4, 4, 16, 16, 16, 16, 16], "too little"),
        ([16, 16, 16, 16, 16, 4, 4, 4, 4, 4], "too much"),
        ([30, 5, 5, 5, 5, 5, 5, 5, 5, 10], "too narrow"),
        ([5, 5, 5, 5, 5, 5, 5, 5, 5, 55], "worst months"),
        ([1, 12, 12, 12, 13, 13, 12, 12, 12, 1], "wider than needed"),
        ([1] + [0] * 9, "Too few"),
    ],
)
def test_calibration_is_told_by_where_outcomes_fell(counts: list[int], said: str) -> None:
    data = {"reference": "m", "models": {"m": {"pit_histogram": counts}}}
    assert said in pit_words(pit_table(CardData(data)))


def test_a_kept_card_shows_the_same_as_one_just_made(karabakh: Case, card: Scorecard, tmp_path: Path) -> None:
    (tmp_path / "scores.json").write_text(json.dumps(card.to_dict(cells=True)))
    kept = TestClient(create_app(Opened(karabakh, folder=tmp_path), token=TOKEN), base_url=BASE)
    made = TestClient(create_app(Opened(karabakh, card=card), token=TOKEN), base_url=BASE)
    assert kept.get("/scorecard.json").json() == made.get("/scorecard.json").json()


@pytest.mark.parametrize("text", ["", "[]", "{}", "no", '{"models": {}}', "[" * 100_000, "\x00"])
def test_a_broken_card_is_told_and_the_page_stays(karabakh: Case, tmp_path: Path, text: str) -> None:
    (tmp_path / "scores.json").write_text(text)
    with pytest.raises(ScoreError):
        CardData.read(tmp_path / "scores.json")
    client = TestClient(create_app(Opened(karabakh, folder=tmp_path), token=TOKEN), base_url=BASE)
    assert client.get("/scorecard").status_code == 200
    assert client.get("/scorecard.json").json()["problem"]


@pytest.fixture(scope="module")
def unscored() -> FastAPI:
    return create_app(open_case("two-valleys"), token=TOKEN)


def test_without_a_card_the_page_says_how_to_make_one(unscored: FastAPI) -> None:
    client = TestClient(unscored, base_url=BASE)
    data = client.get("/scorecard.json").json()
    assert data["card"] is None
    assert data["command"] == "interbellum open two-valleys"
    assert data["questions"]
    assert client.get("/api/scorecard/charts/pit.svg").status_code == 404


def test_scores_of_an_earlier_case_are_marked(karabakh: Case) -> None:
    client = TestClient(create_app(Opened(karabakh, card=made_up_card(case_hash="0" * 64)), token=TOKEN), base_url=BASE)
    assert client.get("/scorecard.json").json()["card"]["stale"] is True


@pytest.mark.parametrize(
    ("query", "status"), [("lead=2", 404), ("lead=0", 400), ("lead=x", 400), ("metric=luck", 400), ("lead=99999", 400)]
)
def test_what_was_not_scored_is_refused(desk: TestClient, query: str, status: int) -> None:
    assert desk.get(f"/scorecard.json?{query}").status_code == status


@pytest.mark.parametrize("name", ["forecasts", "scores", "reliability", "pit"])
def test_charts_are_drawings_without_script(desk: TestClient, name: str) -> None:
    light, dark = (desk.get(f"/api/scorecard/charts/{name}.svg?width=narrow&theme={one}") for one in ("light", "dark"))
    assert light.headers["content-type"] == "image/svg+xml"
    assert light.text.startswith("<svg")
    assert "<script" not in light.text
    assert light.text != dark.text


@pytest.mark.parametrize("name", ["../../../etc/passwd", "x", "pit.svg/../x", "%2e%2e"])
def test_no_other_chart_is_there(desk: TestClient, name: str) -> None:
    assert desk.get(f"/api/scorecard/charts/{name}.svg").status_code in (400, 404)


def test_a_question_says_how_it_was_settled(client: TestClient) -> None:
    rows = client.get("/scorecard.json").json()["questions"]
    assert {row["answer"] for row in rows} <= {"yes", "no", "open"}
    assert all(row["why"] for row in rows)
    early = {row["id"]: row["answer"] for row in client.get("/scorecard.json?on=2000-01-01").json()["questions"]}
    assert sum(answer == "open" for answer in early.values()) >= sum(row["answer"] == "open" for row in rows)


def test_a_backtest_is_started_once_followed_kept_and_shown(
    karabakh: Case, card: Scorecard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERBELLUM_CACHE", str(tmp_path))
    going, begun = threading.Event(), threading.Event()

    def slowly(case: Case, origins: Any, *, progress: Any, **_: Any) -> Scorecard:
        begun.set()
        while not going.wait(0.02):
            progress(0, len(origins))
        progress(len(origins), len(origins))
        return card

    monkeypatch.setattr("interbellum.forecasting.cases.backtest", slowly)
    headers = {"x-write-token": TOKEN, "origin": BASE}
    with TestClient(create_app(karabakh, token=TOKEN), base_url=BASE) as app:
        assert app.post("/api/scorecard/jobs", json={}).status_code == 403
        assert app.post("/api/scorecard/jobs", json={"seed": -1}, headers=headers).status_code == 400
        job = app.post("/api/scorecard/jobs", json={}, headers=headers).json()
        assert begun.wait(30)
        assert app.post("/api/scorecard/jobs", json={}, headers=headers).json()["id"] == job["id"]
        assert app.get("/scorecard.json").json()["job"]["id"] == job["id"]
        going.set()
        told = app.get(f"/api/scorecard/jobs/{job['id']}/events").text
        assert '"state": "done"' in told
        assert app.get("/scorecard.json").json()["card"]["reference"] == card.reference
    anew = TestClient(create_app(karabakh, token=TOKEN), base_url=BASE)
    assert anew.get("/scorecard.json").json()["card"]["reference"] == card.reference


def test_a_backtest_is_cancelled_and_leaves_nothing(
    karabakh: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERBELLUM_CACHE", str(tmp_path))
    begun = threading.Event()

    def forever(case: Case, origins: Any, *, progress: Any, **_: Any) -> Scorecard:
        while True:
            begun.set()
            time.sleep(0.01)
            progress(0, 1)

    monkeypatch.setattr("interbellum.forecasting.cases.backtest", forever)
    headers = {"x-write-token": TOKEN, "origin": BASE}
    with TestClient(create_app(karabakh, token=TOKEN), base_url=BASE) as app:
        job = app.post("/api/scorecard/jobs", json={}, headers=headers).json()
        assert begun.wait(30)
        assert app.delete(f"/api/scorecard/jobs/{job['id']}", headers=headers).status_code == 200
        assert '"state": "cancelled"' in app.get(f"/api/scorecard/jobs/{job['id']}/events").text
        assert not list(tmp_path.rglob("scores/*"))
        assert app.get("/api/scorecard/jobs/nothing").status_code == 404


@pytest.mark.parametrize(("size", "dark"), [("desktop", False), ("tablet", True), ("phone", False)])
def test_the_page_has_no_barrier_and_leads_with_who_is_ahead(
    visit: Any, scored_address: str, size: str, dark: bool
) -> None:
    tab = visit(size, dark=dark, at=scored_address)
    page = tab.goto("/scorecard?lead=3")
    assert tab.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator("h1").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < page.viewport_size["height"]


def test_by_keyboard_alone_another_lead_is_shown(visit: Any, scored_address: str) -> None:
    page = visit(at=scored_address).goto("/scorecard")
    page.locator("select[name=lead]").focus()
    with page.expect_navigation():
        page.keyboard.press("ArrowDown")
    assert "lead=3" in page.url
    page.locator("summary").first.press("Enter")
    assert page.locator("details[open] table").first.is_visible()


def test_without_scores_the_page_has_no_barrier(visit: Any, unscored: FastAPI) -> None:
    with serving(unscored) as address:
        tab = visit("phone", at=address)
        tab.goto("/scorecard")
        assert tab.violations() == []


def test_the_bundled_case_shows_its_published_scores_and_a_copy_does_not(karabakh: Case, tmp_path: Path) -> None:
    published = json.loads((ROOT / "docs" / "scorecard.json").read_text(encoding="utf-8"))
    card = TestClient(create_app(karabakh, token=TOKEN), base_url=BASE).get("/scorecard.json").json()["card"]
    assert card["extent"] == published["verdict"][0]
    assert card["stale"] is (published["provenance"]["case_hash"] != karabakh.hash)
    copy = open_case(str(shutil.copytree(find_case("karabakh"), tmp_path / "copy")))
    assert TestClient(create_app(copy, token=TOKEN), base_url=BASE).get("/scorecard.json").json()["card"] is None
