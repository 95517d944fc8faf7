"""The brief page: read with its notes, framed by the analyst under their name, sent in every form, never run anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsing import BASE, TOKEN, serving
from fastapi import FastAPI
from fastapi.testclient import TestClient

import made_up
from interbellum.brief import brief, formats
from interbellum.brief.framing import ANALYST, Framing, framed
from interbellum.case import Case, open_case
from interbellum.errors import UsageError
from interbellum.views.plain import plain
from interbellum.web import create_app
from interbellum.web.desk import Opened
from interbellum.web.kept_scores import kept_path

WRITE = {"x-write-token": TOKEN, "origin": BASE}
HOSTILE = '"><script>alert(1)</script> #let x = 1 $y$ *z*'
JUDGEMENT = "The ford will hold. It is likely that talks resume.\n\nConfidence in this is low."


@pytest.fixture(scope="module")
def valleys() -> Case:
    return open_case("two-valleys")


@pytest.fixture(scope="module")
def told(valleys: Case) -> FastAPI:
    futures: Any = made_up.ensemble(valleys, "2010-06-01", leads=12, members=40)
    return create_app(Opened(valleys, ensemble=futures, card=made_up.card(valleys)), token=TOKEN)


@pytest.fixture(scope="module")
def told_address(told: FastAPI) -> Iterator[str]:
    with serving(told) as found:
        yield found


@pytest.fixture
def desk(told: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client of an app whose frames are kept in a folder of this test."""
    monkeypatch.setenv("INTERBELLUM_CACHE", str(tmp_path / "cache"))
    return TestClient(told, base_url=BASE)


def test_futures_of_an_earlier_state_of_the_case_are_marked(valleys: Case) -> None:
    for state in ("0" * 64, valleys.hash):
        made = made_up.ensemble(valleys, "2011-01-01", leads=12, members=40)
        futures: Any = replace(made, provenance={**made.provenance, "case_hash": state})
        client = TestClient(create_app(Opened(valleys, ensemble=futures), token=TOKEN), base_url=BASE)
        stale = state != valleys.hash
        assert ("The case has changed since the futures were run" in client.get("/brief").text) is stale
        said = "These futures were run on an earlier state of the case"
        assert (said in client.get("/situation?on=2011-03-01").text) is stale


def test_the_scores_that_an_earlier_run_kept_stand_in_the_brief(
    valleys: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERBELLUM_CACHE", str(tmp_path / "cache"))
    futures: Any = made_up.ensemble(valleys, "2010-06-01", leads=12, members=40)
    bare = TestClient(create_app(Opened(valleys, ensemble=futures), token=TOKEN), base_url=BASE)
    assert "no backtest of the model was given" in bare.get("/brief").text
    card = made_up.card(valleys)
    kept = replace(card, provenance={**card.provenance, "case_hash": valleys.hash})
    path = kept_path(valleys)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(plain(kept.to_dict(cells=True))), encoding="utf-8")
    app = create_app(Opened(valleys, ensemble=futures), token=TOKEN)
    said = TestClient(app, base_url=BASE).get("/brief").text
    assert "no backtest of the model was given" not in said
    assert "past origins" in said
    other = replace(card, provenance={**card.provenance, "case_hash": "another"})
    path.write_text(json.dumps(plain(other.to_dict(cells=True))), encoding="utf-8")
    again = TestClient(create_app(Opened(valleys, ensemble=futures), token=TOKEN), base_url=BASE)
    assert "no backtest of the model was given" in again.get("/brief").text


def test_the_page_says_what_the_brief_says(desk: TestClient) -> None:
    data = desk.get("/brief.json").json()
    assert data["ready"] is True
    page = desk.get("/brief").text
    for section in data["brief"]["sections"]:
        assert f'id="{section["id"]}"' in page
    for note in data["brief"]["notes"]["claims"]:
        assert f'id="n{note["number"]}"' in page
        assert f"selected=claim%3A{note['claim']}" in page


def test_without_futures_the_page_says_how_to_have_some(client: TestClient) -> None:
    data = client.get("/brief.json").json()
    assert (data["ready"], data["command"]) == (False, "interbellum open karabakh")
    assert client.get("/brief").status_code == 200
    assert client.get("/api/brief/brief.html").status_code == 404


@pytest.mark.parametrize("form", [form.name for form in formats()])
def test_it_is_sent_in_every_form(desk: TestClient, form: str) -> None:
    answer = desk.get(f"/api/brief/brief.{form}")
    assert answer.status_code == 200
    kind = next(one for one in formats() if one.name == form)
    assert answer.headers["content-type"].split(";")[0] == kind.media_type.split(";")[0]
    assert answer.headers["content-disposition"] == f'attachment; filename="two-valleys-2010-06-01{kind.suffixes[0]}"'


@pytest.mark.parametrize(
    "path", ["brief.exe", "brief.", "../../../etc/passwd", "brief.html/../../x", "charts/nothing.svg"]
)
def test_nothing_else_is_sent(desk: TestClient, path: str) -> None:
    assert desk.get(f"/api/brief/{path}").status_code in (400, 404, 405)


def test_it_looks_back_to_a_day(desk: TestClient) -> None:
    assert desk.get("/brief.json?since=2009-01-01").json()["since"] == "2009-01-01"
    assert desk.get("/brief.json?since=2010-06-01").status_code == 400
    assert desk.get("/brief.json?since=soon").status_code == 400


def test_every_chart_of_the_page_is_there(desk: TestClient) -> None:
    def figures(blocks: list[dict[str, Any]]) -> Iterator[str]:
        for block in blocks:
            if block["kind"] == "figure":
                yield block["name"]
            if block["kind"] == "folded":
                yield from figures(block["blocks"])

    sections = desk.get("/brief.json").json()["brief"]["sections"]
    names = [name for section in sections for name in figures(section["blocks"])]
    assert names
    answer = desk.get(f"/api/brief/charts/{names[0]}.svg?width=narrow&theme=dark")
    assert answer.text.startswith("<svg")


def test_a_judgement_stands_first_under_its_authors_name_in_every_form(valleys: Case) -> None:
    made = brief(valleys, made_up.ensemble(valleys, "2010-06-01", leads=12, members=40))
    found = framed(made, Framing(title="The ford", audience="the ministry", judgement=JUDGEMENT, author="A. Analyst"))
    assert found.title == "The ford"
    assert found.sections[0].title == "Judgement added by A. Analyst"
    assert len(found.sections) == len(made.sections) + 1
    note = next(note for note in found.footnotes.computed if note.key == ANALYST)
    assert "neither computed nor checked" in note.text
    for form in ("html", "md"):
        text = found.render(form).decode()
        assert "The ford will hold." in text
        assert "A. Analyst" in text
    assert framed(made, Framing(author="A. Analyst")) is made


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("judgement", "It is likely, with high confidence.", "likelihood and of confidence"),
        ("judgement", "x" * 4001, "characters"),
        ("author", "", "nobody is named"),
    ],
)
def test_a_frame_that_cannot_stand_is_refused(field: str, text: str, said: str) -> None:
    fields = {"judgement": "The ford will hold.", "author": "A. Analyst", field: text}
    with pytest.raises(UsageError, match=said):
        Framing(**fields)


def test_a_frame_is_kept_shown_and_taken_out(desk: TestClient, valleys: Case) -> None:
    body = {"title": "The ford", "judgement": JUDGEMENT, "author": "A. Analyst"}
    assert desk.put("/api/brief/framing", json=body, headers=WRITE).status_code == 200
    data = desk.get("/brief.json").json()
    assert data["brief"]["title"] == "The ford"
    assert data["brief"]["sections"][0]["id"] == "analyst"
    assert "The ford will hold." in desk.get("/api/brief/brief.md").text
    assert open_case("two-valleys").hash == valleys.hash
    assert desk.put("/api/brief/framing", json={}, headers=WRITE).status_code == 200
    assert desk.get("/brief.json").json()["brief"]["sections"][0]["id"] != "analyst"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({"title": "x"}, {}, 403),
        ({"title": "x"}, {"x-write-token": TOKEN, "origin": "http://elsewhere.example"}, 403),
        ({"title": 7}, WRITE, 400),
        ({"colour": "red"}, WRITE, 400),
        ({"title": "x" * 241}, WRITE, 400),
        ({"judgement": "No name."}, WRITE, 400),
        ({"title": "x", "case": "elsewhere"}, WRITE, 404),
        ([], WRITE, 400),
    ],
)
def test_a_wrong_frame_is_told_in_one_shape(
    desk: TestClient, tmp_path: Path, body: Any, headers: dict[str, str], status: int
) -> None:
    answer = desk.put("/api/brief/framing", json=body, headers=headers)
    assert answer.status_code == status
    assert answer.json()["error"]["what"]
    assert not list(tmp_path.rglob("framing/*"))


def test_a_hostile_frame_stays_text(desk: TestClient) -> None:
    body = {"title": HOSTILE, "question": HOSTILE, "audience": HOSTILE, "judgement": HOSTILE, "author": HOSTILE}
    assert desk.put("/api/brief/framing", json=body, headers=WRITE).status_code == 200
    for path in ("/brief", "/api/brief/brief.html", "/api/brief/brief.md"):
        assert "<script>alert" not in desk.get(path).text
    assert desk.get("/api/brief/brief.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(("size", "dark"), [("desktop", True), ("tablet", False), ("phone", False)])
def test_the_page_has_no_barrier_and_fits(visit: Any, told_address: str, size: str, dark: bool) -> None:
    tab = visit(size, dark=dark, at=told_address)
    page = tab.goto("/brief")
    assert tab.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_by_keyboard_alone_a_judgement_is_put_in(visit: Any, told_address: str, desk: TestClient) -> None:
    page = visit(at=told_address).goto("/brief")
    page.locator(".frame summary").press("Enter")
    page.locator("textarea[name=judgement]").focus()
    page.keyboard.type("The ford will hold.")
    page.keyboard.press("Tab")
    page.keyboard.type("A. Analyst")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("#analyst h2").inner_text() == "Judgement added by A. Analyst"
    with page.expect_navigation():
        page.locator("#clear").press("Enter")
    assert page.locator("#analyst").count() == 0


def test_a_day_that_the_brief_does_not_follow_is_told(desk: TestClient) -> None:
    told = "do not change it"
    assert told not in desk.get("/brief").text
    assert told in desk.get("/brief?on=2010-01-01").text
    assert "--start 2010-01-01 --known-by 2010-02-01" in desk.get("/brief?on=2010-01-01&known_by=2010-02-01").text
