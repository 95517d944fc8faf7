"""The scenario lab: choices are refused with a reason, runs are followed, and everything shown has a twin."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from browsing import BASE, TOKEN, Visit, serving
from fastapi import FastAPI
from fastapi.testclient import TestClient

import interbellum as ib
from interbellum.web import Opened, create_app

WRITE = {"x-write-token": TOKEN}
SMALL = {"members": 100, "months": 6}


@pytest.fixture(scope="module")
def valleys(module_patch: pytest.MonkeyPatch) -> FastAPI:
    """An app whose runs live by the priors, so that no fit holds the tests up."""
    module_patch.setattr("interbellum.inference.fitting.fit", lambda *_, **__: None)
    return create_app(ib.open_case("two-valleys"), token=TOKEN)


@pytest.fixture(scope="module")
def module_patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def lab(valleys: FastAPI) -> TestClient:
    return TestClient(valleys, base_url=BASE)


def ask(lab: TestClient, **asked: Any) -> dict[str, Any]:
    answer = lab.post("/api/futures/runs", json={**SMALL, **asked}, headers=WRITE)
    assert answer.status_code == 202, answer.text
    job: dict[str, Any] = answer.json()
    for _ in range(600):
        job = lab.get(f"/api/futures/runs/{job['id']}").json()
        if job["state"] not in ("queued", "running"):
            return job
        time.sleep(0.2)
    raise AssertionError(job)


@pytest.fixture(scope="module")
def finished(lab: TestClient) -> dict[str, Any]:
    own = {"op": "draw", "target": "escalation.phase", "unit": "UPPER-LOWER", "value": "war", "from": "2011-02",
           "until": "2011-02"}  # fmt: skip
    job = ask(lab, scenarios=["HAVEN-PRESENT"], choices=[own], title="War in <b>February</b>")
    assert job["state"] == "done", job
    return job


def test_a_run_whose_fit_has_seen_its_future_says_so() -> None:
    from interbellum.simulation.assembly import assemble

    case = ib.open_case("two-valleys")
    made = ib.run(case, start="2008-01-01", months=3, members=20)
    late = {**assemble(case).provenance(), "until": "2010-01-01"}
    posterior: Any = SimpleNamespace(draws=assemble(case).priors, provenance=late)
    seen = ib.run(case, posterior, start="2008-01-01", months=3, members=20)
    said = "Not a forecast of its day, in-sample: the parameters were fitted on what is forecast."
    for ensemble, told in ((made, False), (seen, True)):
        lab = TestClient(create_app(Opened(case, ensemble=ensemble), token=TOKEN), base_url=BASE)
        assert (said in lab.get("/futures").text) == told
        assert lab.get("/futures.json").json()["result"]["hindsight"] == (said if told else None)


def test_a_run_of_an_earlier_state_of_the_case_is_marked(
    valleys: FastAPI, lab: TestClient, finished: dict[str, Any]
) -> None:
    desk, said = valleys.state.desk, "These futures were run on an earlier state of the case"
    case, page = desk.opened["two-valleys"].case, f"/futures?run={finished['id']}"
    assert said not in lab.get(page).text
    desk.put(case.id, case=replace(case, questions=()))
    try:
        assert said in lab.get(page).text
    finally:
        desk.put(case.id, case=case)


@pytest.mark.parametrize(
    ("query", "start"),
    [
        ("?on=2010-03-01", "2010-03-01"),
        ("?on=2010-03-01&now=2010-05-01", "2010-05-01"),
        ("", None),
    ],
)
def test_a_new_run_starts_where_the_clock_stands(query: str, start: str | None, lab: TestClient) -> None:
    default = lab.get("/futures.json").json()["start"]
    assert lab.get(f"/futures.json{query}").json()["start"] == (start or default)


def test_own_choices_are_prompted_with_the_months_of_the_run(lab: TestClient) -> None:
    data, page = lab.get("/futures.json").json(), lab.get("/futures").text
    assert (data["first_month"], data["last_month"]) == ("2011-01", "2012-12")
    assert 'placeholder="2011-01"' in page
    assert 'placeholder="2012-12"' in page


def test_a_run_tells_its_chances_differences_stories_and_drivers(lab: TestClient, finished: dict[str, Any]) -> None:
    result = lab.get(f"/futures.json?run={finished['id']}").json()["result"]
    assert [one["id"] for one in result["scenarios"]] == ["baseline", "HAVEN-PRESENT", "OWN"]
    baseline, _, war = result["scenarios"]
    assert war["war"] == 1.0
    assert "100 futures" in war["words"]
    assert baseline["war"] < 1.0
    assert sum(story["share"] for story in baseline["stories"]) == pytest.approx(1)
    assert {row["scenario"] for row in result["comparison"]["rows"]} == {"HAVEN-PRESENT", "OWN"}
    assert len(result["comparison"]["words"]) == 2
    assert result["drivers"]["words"]
    assert result["provenance"]["seed"] == 1
    assert result["made_by"].startswith("The chances are those of the mechanisms")
    past = result["past"]["table"]["rows"][0]
    assert past["spans"] > 100
    assert 0 < past["war"] < past["violence"] < 1


def test_the_page_shows_its_twin_and_escapes_what_the_user_wrote(lab: TestClient, finished: dict[str, Any]) -> None:
    page = lab.get(f"/futures?run={finished['id']}").text
    assert "War in &lt;b&gt;February&lt;/b&gt;" in page
    assert "<b>February" not in page
    result = lab.get(f"/futures.json?run={finished['id']}").json()["result"]
    for one in result["scenarios"]:
        assert one["words"] in page
    assert result["made_by"] in page
    assert result["past"]["words"] in page


def test_the_same_seed_gives_the_same_futures(lab: TestClient) -> None:
    first, second = (ask(lab, scenarios=["HAVEN-PRESENT"], seed=7) for _ in range(2))
    told = [lab.get(f"/futures.json?run={job['id']}").json()["result"]["scenarios"] for job in (first, second)]
    assert told[0] == told[1]


@pytest.mark.parametrize("name", ["fan", "war", "deaths"])
def test_drawings_are_svg_in_both_themes(lab: TestClient, finished: dict[str, Any], name: str) -> None:
    path = f"/api/futures/runs/{finished['id']}/drawings/{name}.svg"
    light, dark = (lab.get(f"{path}?theme={theme}&width=360") for theme in ("light", "dark"))
    assert light.headers["content-type"] == "image/svg+xml"
    assert light.headers["cache-control"] == "no-cache"  # the run of an opening has one address, whatever it is of
    assert light.text.startswith("<svg")
    assert light.text != dark.text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"scenarios": ["NONE"]}, "unknown scenario 'NONE'"),
        ({"choices": [{"op": "clamp", "target": "corridor", "unit": "NO_ROAD", "value": "open"}]}, "NO_ROAD"),
        ({"choices": [{"op": "clamp", "target": "corridor", "unit": "PASS_ROAD", "value": "ajar"}]}, "ajar"),
        ({"choices": [{"op": "shift", "target": "escalation", "value": 1000}]}, "shift"),
        (
            {"choices": [{"op": "clamp", "target": "phase", "value": 1, "from": "2011-13"}]},
            "from: '2011-13' has no such month",
        ),
        ({"months": 0}, "'0' is out of range allowed: at least 1"),
        ({"members": 10_000, "months": 240}, "too large"),
        ({"start": "1850-01-01"}, "before"),
        ({"surprise": 1}, "this field is not known"),
    ],
)
def test_what_cannot_be_run_is_refused_with_a_reason(lab: TestClient, asked: dict[str, Any], words: str) -> None:
    answer = lab.post("/api/futures/runs", json={**SMALL, **asked}, headers=WRITE)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert words in f"{error['what']} {error['hint']}"


@pytest.mark.parametrize(("on", "start"), [("2000-01-05", "2011-01-01"), ("2000-02-01", "2000-02-01")])
def test_a_day_from_which_no_run_can_start_still_has_its_page(lab: TestClient, on: str, start: str) -> None:
    assert lab.get(f"/futures.json?on={on}").json()["start"] == start
    assert lab.get("/futures.json?now=2000-01-05").status_code == 400


def test_a_run_needs_the_token(lab: TestClient) -> None:
    assert lab.post("/api/futures/runs", json=SMALL).status_code == 403


def test_unknown_runs_are_not_there(lab: TestClient) -> None:
    for path in ("/futures.json?run=nope", "/api/futures/runs/nope", "/api/futures/runs/nope/events"):
        assert lab.get(path).status_code == 404


def test_progress_arrives_as_server_sent_events(lab: TestClient, finished: dict[str, Any]) -> None:
    events = lab.get(f"/api/futures/runs/{finished['id']}/events")
    assert events.headers["content-type"].startswith("text/event-stream")
    assert '"state": "done"' in events.text


@pytest.fixture(scope="module")
def valley_address(valleys: FastAPI) -> Iterator[str]:
    with serving(valleys) as found:
        yield found


def outcome(visit: Visit) -> None:
    visit.page.wait_for_selector(".answers li:nth-child(2)", timeout=120_000)


def test_a_what_if_is_run_by_mouse(visit: Any, valley_address: str) -> None:
    tab = visit(at=valley_address)
    page = tab.goto("/futures")
    page.check("input[value='HAVEN-PRESENT']")
    page.fill("#months", "6")
    page.fill("#members", "100")
    page.click("#go")
    outcome(tab)
    assert "Haven looks again" in page.inner_text(".answers")
    page.reload()
    outcome(tab)
    assert tab.violations() == []


def test_a_choice_of_ones_own_is_run_by_keyboard_alone(visit: Any, valley_address: str) -> None:
    tab = visit(size="phone", dark=True, at=valley_address)
    page = tab.goto("/futures")
    page.focus("#op")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("escalation: phase")
    page.focus("#value")
    page.keyboard.type("war")
    page.keyboard.press("Tab")
    page.keyboard.type("2011-02")
    page.keyboard.press("Tab")
    page.keyboard.type("2011-02")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#own li").count() == 1
    for field, value in (("#months", "6"), ("#members", "100")):
        page.focus(field)
        page.keyboard.press("Control+a")
        page.keyboard.type(value)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answers h3:text('My own choices')", timeout=120_000)
    assert "100 futures" in page.inner_text(".answers li:nth-child(2)")
    assert tab.violations() == []
