"""A case that is changed in its folder while the app runs: shown as it is there, or said why not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from browsing import BASE, TOKEN
from fastapi.testclient import TestClient

import interbellum as ib
from interbellum.case import Case, find_case, load_case, save_case
from interbellum.web import Opened, create_app
from interbellum.web.address import Address
from interbellum.web.desk import Desk


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A copy of the teaching case that can be written to."""
    return load_case(shutil.copytree(find_case("two-valleys"), tmp_path / "valleys"))


@pytest.fixture
def client(case: Case) -> TestClient:
    return TestClient(create_app(case, token=TOKEN), base_url=BASE)


def retitled(case: Case, title: str) -> Case:
    return replace(case, meta=case.meta.model_copy(update={"title": title}))


def folder(case: Case) -> Path:
    assert case.root is not None
    return case.root


def test_what_is_saved_by_another_program_is_shown(case: Case, client: TestClient) -> None:
    assert "Two Valleys" in client.get("/ties").text
    saved = save_case(retitled(case, "Three Valleys"), folder(case))
    page = client.get("/ties").text
    assert "Three Valleys" in page
    assert saved.hash[:12] in page


def test_what_was_changed_before_the_first_page_is_shown(case: Case) -> None:
    save_case(retitled(case, "Three Valleys"), folder(case))
    client = TestClient(create_app(case, token=TOKEN), base_url=BASE)
    assert "Three Valleys" in client.get("/ties").text


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("case.yaml", "title: [", "case.yaml"),
        ("claims.csv", "id\nC-1\n", "claims.csv"),
        ("coverage.csv", "source,paragraph,reason\nNOWHERE,1,context\n", "coverage.csv"),
    ],
)
def test_what_cannot_be_read_or_is_unsound_is_said_beside_the_case_as_it_was(
    client: TestClient, case: Case, name: str, text: str, said: str
) -> None:
    path = folder(case) / name
    before = path.read_bytes()
    assert client.get("/ties.json").json()["fault"] is None
    path.write_text(text, encoding="utf-8")
    twin, page = client.get("/ties.json"), client.get("/ties")
    assert (twin.status_code, page.status_code) == (200, 200)
    assert said in twin.json()["fault"]
    assert "cannot be shown as it is there now" in page.text
    assert "Two Valleys" in page.text
    path.write_bytes(before)
    assert client.get("/ties.json").json()["fault"] is None


def test_a_folder_that_went_away_or_holds_another_case_is_said(client: TestClient, case: Case) -> None:
    path = folder(case) / "case.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("id: two-valleys", "id: other-valleys"), encoding="utf-8")
    assert "other-valleys" in client.get("/ties.json").json()["fault"]
    shutil.rmtree(folder(case))
    assert "no such folder" in client.get("/ties.json").json()["fault"]


def test_a_case_that_was_changed_after_it_was_loaded_is_shown_as_it_is(case: Case) -> None:
    client = TestClient(create_app(retitled(case, "Three Valleys"), token=TOKEN), base_url=BASE)
    assert "Three Valleys" in client.get("/ties").text


def test_a_look_at_an_unchanged_folder_keeps_the_case_and_what_was_worked_out(case: Case) -> None:
    desk = Desk.of([Opened(case)])
    first = desk.of_address(Address())
    made = desk.memo(first, "brief", object)
    path = folder(case) / "case.yaml"
    path.write_bytes(path.read_bytes() + b"\n")  # the file is another, the case is not
    again = desk.of_address(Address())
    assert again.case is first.case
    assert desk.memo(again, "brief", object) is made
    assert desk.of_address(Address()) is again


def test_what_was_worked_out_from_a_case_that_was_replaced_meanwhile_is_not_kept(case: Case) -> None:
    desk = Desk.of([Opened(case)])
    opened = desk.of_address(Address())

    def make() -> str:
        desk.put(case.id, ensemble=None)
        return "of the earlier futures"

    assert desk.memo(opened, "brief", make) == "of the earlier futures"
    assert desk.memo(desk.of_address(Address()), "brief", lambda: "of the new ones") == "of the new ones"


def test_futures_of_other_units_are_let_go_so_that_new_ones_can_be_run(case: Case) -> None:
    futures = ib.run(case, months=2, members=20)
    client = TestClient(create_app(Opened(case, ensemble=futures), token=TOKEN), base_url=BASE)
    save_case(retitled(case, "Three Valleys"), folder(case))
    assert client.get("/situation.json").json()["stale"] is True
    for path in folder(case).rglob("*"):
        if path.suffix in (".csv", ".yaml"):
            path.write_text(path.read_text(encoding="utf-8").replace("UPPER-LOWER", "UP-LOW"), encoding="utf-8")
    assert client.get("/situation.json").json()["futures"] is False
    assert client.get("/futures.json").json()["result"] is None
    assert client.get("/brief").status_code == 200
