"""The page of evidence: claims beside passages, disputes, sources, and a review queue whose every decision is a row."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsing import BASE, TOKEN, serving
from fastapi import FastAPI
from fastapi.testclient import TestClient

import interbellum as ib
from interbellum.case import find_case, open_case
from interbellum.web import create_app
from interbellum.web.desk import Opened
from interbellum.web.documents import why_read_only

LETTER = (
    b"Haven, 3 March 2009.\n\nOn 2 March 2009 Upper Vale attacked Lower Vale and killed 12 soldiers. "
    b"Lower Vale accused Upper Vale of shelling the ford.\n"
)
WRITE = {"x-write-token": TOKEN, "origin": BASE}
HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>'


@pytest.fixture
def valleys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the teaching case that can be written to, with a cache of its own."""
    monkeypatch.setenv("INTERBELLUM_CACHE", str(tmp_path / "cache"))
    return Path(shutil.copytree(find_case("two-valleys"), tmp_path / "valleys"))


@pytest.fixture
def writable(valleys: Path) -> FastAPI:
    return create_app(ib.load_case(valleys), token=TOKEN)


@pytest.fixture
def desk(writable: FastAPI) -> TestClient:
    return TestClient(writable, base_url=BASE)


def handed_in(client: TestClient, data: bytes = LETTER, name: str = "letter.txt", **more: Any) -> Any:
    headers = more.pop("headers", WRITE)
    return client.post("/api/evidence/documents", files={"file": (name, data)}, data=more, headers=headers)


def queue(client: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/evidence.json?view=review").json()["waiting"]
    return found


def test_a_document_with_a_name_in_another_script_leaves_the_page_whole(desk: TestClient) -> None:
    assert handed_in(desk, name="статья.txt").status_code == 200
    assert next(one["source_title"] for one in queue(desk)) == "статья.txt"
    assert desk.get("/evidence").status_code == 200


def test_filters_of_the_address_are_those_of_the_list(client: TestClient) -> None:
    data = client.get("/evidence.json?kind=event&actor=RUS&first=2020-01-01&text=peacekeepers").json()
    assert data["claims"]
    assert all(claim["kind"] == "event" and "RUS" in claim["actors"] + claim["recipients"] for claim in data["claims"])
    assert set(data["asked"]) == {"kind", "actor", "start", "text"}


def test_pages_hold_every_claim_once(client: TestClient) -> None:
    first = client.get("/evidence.json?kind=tie").json()
    ids = [
        claim["id"] for n in range(1, first["pages"] + 1) for claim in
        client.get(f"/evidence.json?kind=tie&page={n}").json()["claims"]
    ]  # fmt: skip
    assert len(ids) == len(set(ids)) == first["total"]


@pytest.mark.parametrize(
    "query",
    ["kind=x", "stance=x", "credibility=7", "credibility=a", "page=0", "page=x", "view=x", "first=2020", "reviewed=x",
     "text=" + "a" * 241, "first=2021-01-01&last=2020-01-01", "source=" + "a" * 300],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"/evidence.json?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["what"]


def test_a_later_page_is_a_page_for_people_as_well(client: TestClient) -> None:
    answer = client.get("/evidence?kind=tie&page=2")
    assert answer.status_code == 200
    assert "evidence.json?" in answer.text
    assert "page=2" in answer.text


@pytest.mark.parametrize("name", ["claim:../../etc/passwd", "claim:<script>", "claim:", "claim:" + "x" * 3000])
def test_what_is_not_there_is_not_selected(client: TestClient, name: str) -> None:
    assert client.get("/evidence.json", params={"selected": name}).json()["chosen"] is False


def test_a_citation_leads_to_its_claims(client: TestClient) -> None:
    data = client.get("/evidence.json?selected=claim:D000-001,claim:D003-095").json()
    assert [claim["id"] for claim in data["claims"]] == ["D000-001", "D003-095"]


def test_without_the_document_there_is_a_gloss_and_a_place(client: TestClient) -> None:
    claim = client.get("/evidence.json?selected=claim:D000-001").json()["claims"][0]
    assert claim["passage"]["lack"] == "The document is not at hand."
    assert claim["gloss"]
    assert claim["locator"]


def test_with_the_document_the_passage_stands_beside_the_claim(karabakh: Any, shared: Path) -> None:
    client = TestClient(create_app(Opened(karabakh, documents=(shared / "seeds",)), token=TOKEN), base_url=BASE)
    claim = client.get("/evidence.json?selected=claim:D000-001").json()["claims"][0]
    assert claim["passage"]["lack"] is None
    assert f"<mark>{claim['passage']['text']}</mark>" in client.get("/evidence?selected=claim:D000-001").text


def test_disputes_show_their_sides(client: TestClient) -> None:
    found = client.get("/evidence.json?view=disputes").json()
    assert found["disputes"]
    assert len(found["disputes"]) + len(found["contradictions"]) == found["counts"]["disputes"]
    assert all(len(one["sides"]) >= 2 for one in [*found["disputes"], *found["contradictions"]])
    page = client.get("/evidence?view=disputes").text
    assert "Claims that contradict one another or do not fit the record" in page
    assert all(side["value"] in page for one in found["contradictions"] for side in one["sides"])


def test_a_road_told_open_and_closed_is_shown_with_both_sides() -> None:
    case = open_case("two-valleys")
    base = {"kind": "status", "mode": "state", "place": case.places[0].id, "date": "2021-06", "supports": ()}
    ways = tuple(
        one.model_copy(update={**base, "id": f"way-{word}", "asserted_by": who, "gloss": f"A road ({word})."})
        for one, word, who in zip(case.claims, ("open", "closed"), ("author", "WITNESS"), strict=False)
    )
    client = TestClient(create_app(replace(case, claims=(*case.claims, *ways)), token=TOKEN), base_url=BASE)
    page = client.get("/evidence?view=disputes")
    assert page.status_code == 200
    assert "open and closed" in page.text


def test_claims_to_lean_on_with_care_say_so_and_can_be_asked_for(client: TestClient) -> None:
    case = open_case("two-valleys")
    doubtful = case.claims[0].model_copy(update={"id": "rumour", "caveat": "unnamed", "supports": ()})
    app = create_app(replace(case, claims=(*case.claims, doubtful)), token=TOKEN)
    asked = TestClient(app, base_url=BASE)
    assert [one["id"] for one in asked.get("/evidence.json?caveat=unnamed").json()["claims"]] == ["rumour"]
    page = asked.get("/evidence?caveat=unnamed").text
    assert page.count('<span class="tag caveat">laid to nobody named</span>') == 1
    assert "Caveat" in page
    assert "Caveat" not in client.get("/evidence").text
    assert asked.get("/evidence?caveat=hearsay").status_code == 400


def test_the_table_of_claims_runs_no_formula() -> None:
    case = open_case("two-valleys")
    claims = tuple(claim.model_copy(update={"gloss": HOSTILE}) for claim in case.claims)
    client = TestClient(create_app(replace(case, claims=claims), token=TOKEN), base_url=BASE)
    answer = client.get("/api/evidence/claims.csv?kind=event")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows
    assert all(row["gloss"].startswith("'=") for row in rows)
    page = client.get("/evidence").text
    assert "<script>alert" not in page


def test_a_document_is_read_decided_on_and_undone(desk: TestClient, valleys: Path) -> None:
    answer = handed_in(desk, published="2009-03-03")
    assert answer.status_code == 200
    waiting = queue(desk)
    assert answer.json()["claims"] == len(waiting) > 1
    first, second = waiting[0]["id"], waiting[1]["id"]

    before = len((valleys / "reviews.csv").read_text().splitlines())
    done = desk.post("/api/evidence/review", json={"claim": first, "decision": "accept"}, headers=WRITE).json()
    assert done["waiting"] == len(waiting) - 1
    changes = {"changes": {"gloss": "Twelve soldiers died.", "negated": False}}
    body = {"claim": second, "decision": "edit", **changes}
    assert desk.post("/api/evidence/review", json=body, headers=WRITE).status_code == 200
    assert len((valleys / "reviews.csv").read_text().splitlines()) == before + 4  # each held back, then decided on
    case = ib.open_case(valleys)
    assert next(claim for claim in ib.Record.of(case).claims if claim.id == second).gloss == "Twelve soldiers died."
    assert desk.get(f"/evidence.json?selected=claim:{second}").json()["claims"][0]["standing"] == "edited"

    undone = desk.post("/api/evidence/undo", json={"claim": first}, headers=WRITE)
    assert undone.json()["claims"] == [first]
    assert first in {one["id"] for one in queue(desk)}


def test_a_decision_needs_the_token_and_the_same_origin(desk: TestClient, valleys: Path) -> None:
    handed_in(desk)
    before = (valleys / "reviews.csv").read_bytes()
    body = {"claim": queue(desk)[0]["id"], "decision": "accept"}
    for headers in ({}, {"x-write-token": "guess"}, {"x-write-token": TOKEN, "origin": "http://elsewhere.example"}):
        assert desk.post("/api/evidence/review", json=body, headers=headers).status_code == 403
        assert handed_in(desk, headers=headers).status_code == 403
    assert (valleys / "reviews.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"claim": "nothing", "decision": "accept"}, 404),
        ({"claim": "../../reviews", "decision": "accept"}, 404),
        ({"claim": 7, "decision": "accept"}, 400),
        ({"claim": "C", "decision": "burn"}, 400),
        ({"claim": "C", "decision": "accept", "more": 1}, 400),
        ({"claim": "C" * 200, "decision": "accept"}, 400),
        ({"claim": "C", "decision": "accept", "case": "elsewhere"}, 404),
        ([], 400),
        ("x", 400),
    ],
)
def test_a_wrong_decision_is_told_in_one_shape(desk: TestClient, body: Any, status: int) -> None:
    answer = desk.post("/api/evidence/review", json=body, headers=WRITE)
    assert answer.status_code == status
    assert answer.json()["error"]["what"]


@pytest.mark.parametrize(
    "changes",
    [{}, {"id": "X"}, {"text_sha256": "0" * 64}, {"date": "soon"}, {"actors": "NO BODY"}, {"kind": "rumour"},
     {"gloss": "x" * 5000}, {"value": "many"}],
)  # fmt: skip
def test_a_wrong_edit_changes_nothing(desk: TestClient, valleys: Path, changes: dict[str, Any]) -> None:
    handed_in(desk)
    before = {path.name: path.read_bytes() for path in valleys.iterdir() if path.is_file()}
    body = {"claim": queue(desk)[0]["id"], "decision": "edit", "changes": changes}
    assert desk.post("/api/evidence/review", json=body, headers=WRITE).status_code == 400
    assert {path.name: path.read_bytes() for path in valleys.iterdir() if path.is_file()} == before


def test_an_undo_without_a_decision_is_refused(desk: TestClient) -> None:
    assert desk.post("/api/evidence/undo", json={"claim": "C-01"}, headers=WRITE).status_code == 400


def test_a_bundled_case_says_that_a_copy_is_needed(client: TestClient) -> None:
    assert "interbellum new my-karabakh --from karabakh" in client.get("/evidence.json?view=review").json()["read_only"]
    body = {"claim": "D000-001", "decision": "accept"}
    answer = client.post("/api/evidence/review", json=body, headers=WRITE)
    assert answer.status_code == 403
    assert "read-only" in answer.json()["error"]["what"]


@pytest.mark.parametrize(
    ("data", "name", "status"),
    [
        (b"MZ\x90", "virus.exe", 400),
        (b"", "empty.txt", 400),
        (b"\x1f\x8b\x08\x00", "archive.txt", 400),
        (b"%PDF-1.4 broken", "broken.pdf", 400),
        (b"PK\x03\x04broken", "broken.docx", 400),
        (b"x" * 10_000_001, "large.txt", 400),
        (b"x" * 10_200_000, "larger.txt", 413),
    ],
)
def test_a_bad_document_is_refused_in_one_line(
    desk: TestClient, tmp_path: Path, data: bytes, name: str, status: int
) -> None:
    answer = handed_in(desk, data, name)
    assert answer.status_code == status
    assert "\n" not in answer.json()["error"]["what"]
    assert not list((tmp_path / "cache").rglob("*.json"))


def test_a_document_is_kept_by_its_hash_whatever_it_is_called(desk: TestClient, tmp_path: Path) -> None:
    answer = handed_in(desk, name="../../../../tmp/<script>alert(1)<x>.txt")
    assert answer.status_code == 200
    kept = [path for path in tmp_path.rglob("*.txt") if "cache" in path.parts]
    assert [path.stem for path in kept] == [answer.json()["sha256"]]
    assert "<script>alert" not in desk.get("/evidence?view=review").text


def test_a_wrong_date_of_a_document_is_refused(desk: TestClient) -> None:
    assert handed_in(desk, published="yesterday").status_code == 400


@pytest.fixture
def open_desk(writable: FastAPI) -> Iterator[str]:
    with serving(writable) as address:
        yield address


def test_the_queue_is_worked_by_keyboard_alone(visit: Any, open_desk: str, valleys: Path) -> None:
    tab = visit(at=open_desk)
    page = tab.goto("/evidence?view=review")
    page.locator("#upload input[type=file]").set_input_files(
        {"name": "letter.txt", "mimeType": "text/plain", "buffer": LETTER}
    )
    with page.expect_navigation():
        page.locator("#upload button").press("Enter")
    page.wait_for_selector(".proposal:visible")
    assert tab.violations() == []
    total = page.locator(".proposal").count()
    first = page.locator(".proposal:visible").get_attribute("data-claim")
    page.keyboard.press("j")
    assert page.locator(".proposal:visible").get_attribute("data-claim") != first
    page.keyboard.press("k")
    _pressed(page, "a")
    assert page.locator(".proposal").count() == total - 1
    _pressed(page, "u")
    assert page.locator(".proposal").count() == total
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Said in other words.")
    with page.expect_navigation():
        page.locator("form.edit:visible button.primary").press("Enter")
    _pressed(page, "r")
    assert page.locator(".proposal").count() == total - 2
    rows = list(csv.DictReader(io.StringIO((valleys / "reviews.csv").read_text())))
    assert [row["decision"] for row in rows[-2:]] == ["reject", "reject"]
    assert any("Said in other words." in (row["after"] or "") for row in rows)


def _pressed(page: Any, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")


def test_keys_do_nothing_while_one_writes(visit: Any, open_desk: str, desk: TestClient, valleys: Path) -> None:
    handed_in(desk)
    page = visit(at=open_desk).goto("/evidence?view=review")
    before = (valleys / "reviews.csv").read_bytes()
    page.locator("input[name=published]").first.type("area")
    assert (valleys / "reviews.csv").read_bytes() == before


Goes = Callable[..., Any]


@pytest.mark.parametrize("view", ["claims", "disputes", "sources", "review"])
@pytest.mark.parametrize(("size", "dark"), [("desktop", True), ("tablet", False), ("phone", False)])
def test_every_part_has_no_barrier_and_fits(visit: Goes, view: str, size: str, dark: bool) -> None:
    tab = visit(size, dark=dark)
    page = tab.goto(f"/evidence?view={view}")
    assert tab.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_by_keyboard_alone_claims_are_found(visit: Goes) -> None:
    page = visit().goto("/evidence")
    page.locator("input[name=text]").focus()
    page.keyboard.type("lachin")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=lachin*")
    assert "found" in page.locator("#list-head").inner_text()
    assert "kind=" not in page.url


def test_accepted_claims_become_records_at_a_button(desk: TestClient) -> None:
    handed_in(desk)
    for row in queue(desk):
        desk.post("/api/evidence/review", json={"claim": row["id"], "decision": "accept"}, headers=WRITE)
    before = desk.get("/evidence.json?view=review").json()["records"]
    assert before["events"] == 1
    assert "Make records" in desk.get("/evidence?view=review").text
    made = desk.post("/api/evidence/records", json={"deaths": False}, headers=WRITE).json()
    assert (made["events"], made["deaths"]) == (1, 0)
    after = desk.get("/evidence.json?view=review").json()["records"]
    assert (after["events"], after["backed"]) == (0, 0)
    assert desk.post("/api/evidence/records", json={}).status_code == 403


def test_what_holds_is_written_where_it_is_asked_for(desk: TestClient) -> None:
    handed_in(desk, b"Haven, 3 March 2010.\n\nThe Pass Road was closed on 3 February 2010.\n")
    for row in queue(desk):
        desk.post("/api/evidence/review", json={"claim": row["id"], "decision": "accept"}, headers=WRITE)
    assert desk.get("/evidence.json?view=review").json()["records"]["states"] == 1
    assert "what holds of roads, ground and talks, as 1 claim says" in desk.get("/evidence?view=review").text
    made = desk.post("/api/evidence/records", json={"states": True}, headers=WRITE).json()
    assert made["states"] == 1
    assert desk.get("/evidence.json?view=review").json()["records"]["states"] == 0


def test_whom_the_reader_could_not_name_and_what_it_does_not_know_are_shown(desk: TestClient) -> None:
    letter = b"Haven, 3 March 2009.\n\nThe rebels attacked the ford at Greywater. Greywater burned.\n"
    handed_in(desk, letter)
    data = desk.get("/evidence.json?view=review").json()
    assert [row["nameless"] for row in data["waiting"] if row["nameless"]] == ["The rebels"]
    assert any("Greywater" in note for one in data["received"] for note in one["notes"])
    page = desk.get("/evidence?view=review").text
    assert "could not name who is meant by \u201cThe rebels\u201d" in page
    assert "Greywater (2)" in page


def test_a_folder_that_cannot_be_written_to_is_to_be_copied_under_the_cases_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = ib.new_case(tmp_path / "a")
    monkeypatch.setattr("os.access", lambda *_: False)
    said = f"The folder of this case cannot be written to. Copy it (interbellum new my-a --from {tmp_path / 'a'}), then"
    assert (why_read_only(case) or "").startswith(said)
