"""The situation page: its data, and its main task done by mouse and by keyboard alone in a real browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import sampled
from browsing import BASE, TOKEN, WIDTHS, Visit, expect, serving
from fastapi.testclient import TestClient

import made_up
from interbellum.case import Case, open_case
from interbellum.case.tables import Claim
from interbellum.views.atlas import atlas
from interbellum.web import Opened, create_app

if TYPE_CHECKING:
    from playwright.sync_api import Page

READY = "html[data-ready=yes]"
DAY = "2022-12-20"


@pytest.fixture(scope="module")
def run_app(karabakh: Case) -> Any:
    return create_app(Opened(karabakh, ensemble=sampled.ensemble(karabakh)), token=TOKEN)


@pytest.fixture(scope="module")
def with_futures(run_app: Any) -> Iterator[str]:
    with serving(run_app) as address:
        yield address


def opened(tab: Visit, path: str) -> Page:
    page = tab.goto(path)
    page.wait_for_selector(READY)
    return page


def rested(page: Page, day: str) -> None:
    """Wait until the address and the words are those of the day."""
    page.wait_for_url(f"**on={day}**")
    page.wait_for_selector('#column[aria-busy="false"]')


def fill_of(page: Page, zone: str) -> str:
    return str(page.evaluate(f"document.querySelector('.zone[data-ref=\"zone:{zone}\"]').style.fill"))


def test_the_twin_says_what_the_page_shows(client: TestClient) -> None:
    data = client.get(f"/situation.json?on={DAY}").json()
    page = client.get(f"/situation?on={DAY}").text
    assert data["day"]["title"] == "20 December 2022"
    assert (data["beyond"], data["futures"], data["record_ends"]) == (False, False, "2024-12-31")
    for statement in data["day"]["statements"]:
        assert statement["lead"] in page
        for part in statement["parts"]:
            assert f'data-about="{part["about"]}"' in page


def test_every_number_is_one_click_from_its_claims(client: TestClient) -> None:
    data = client.get(f"/situation.json?on={DAY}").json()
    page = client.get(f"/situation?on={DAY}").text
    parts = [part for one in data["day"]["statements"] for part in one["parts"] if part["claims"]]
    for part in parts:
        assert f"selected=claim%3A{part['claims'][0]}" in page
    link = re.search(r'class="cite" href="(/evidence\?[^"]+)"', page)
    assert link is not None
    assert client.get(link.group(1).replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("name", ["atlas", "chronicle", "words"])
def test_what_the_page_is_drawn_from_answers(client: TestClient, name: str) -> None:
    assert client.get(f"/api/situation/{name}?on={DAY}&known_by=2022-12-01").status_code == 200


def test_the_chronicle_is_of_what_was_known(client: TestClient) -> None:
    then = client.get("/api/situation/chronicle?known_by=2020-01-01").json()
    assert then["known_by"] == "2020-01-01"
    assert len(then["events"]) < len(client.get("/api/situation/chronicle").json()["events"])


def test_the_column_says_what_the_record_cannot_say_of_a_day(client: TestClient) -> None:
    page = client.get("/situation?on=2022-12-20&known_by=2020-10-15").text
    assert "Nothing after 15 October 2020 is known here" in page
    assert client.get("/situation.json?on=2022-12-20&known_by=2022-12-20").json()["day"]["caveats"] == []
    assert "The model begins on 1 June 1994" in client.get("/situation?on=1994-05-12").text


def test_the_column_tells_the_last_round_of_talks(client: TestClient) -> None:
    statements = client.get(f"/situation.json?on={DAY}").json()["day"]["statements"]
    (talks,) = [one["parts"] for one in statements if one["topic"] == "Talks"]
    (last,) = [part for part in talks if part["about"] == "event:E-2022-10-31-SOCHI"]
    assert "last round: 31 October 2022, mediated by Russia: Aliyev and Pashinyan meet with Putin" in last["text"]
    assert last["claims"] == ["TALKS_2021_23-007"]


def test_what_changed_as_known_by_a_day_tells_what_was_learned_since(client: TestClient) -> None:
    asked = "on=2020-10-20&since=2020-10-10"
    changed = client.get(f"/situation.json?{asked}&known_by=2020-10-20").json()["changed"]
    (learned,) = [group["items"] for group in changed["topics"] if group["topic"] == "Learned since"]
    ganja = next(item for item in learned if item["text"].startswith("Dead of: "))
    assert (ganja["before"], ganja["after"], ganja["claims"]) == (None, "26", ["EDITOR-176"])
    assert changed["asked"] == "2020-10-10@2020-10-10 2020-10-20@2020-10-20"
    page = client.get(f"/situation?{asked}&known_by=2020-10-20").text
    assert re.search(r'Dead of: Missiles hit Ganja[^<]*<span class="from">not known</span> → <strong>26</strong>', page)
    now = client.get(f"/situation.json?{asked}").json()["changed"]
    assert "Learned since" not in {group["topic"] for group in now["topics"]}
    assert now["asked"] == "2020-10-10 2020-10-20"


def test_without_a_run_there_are_no_futures_to_ask_for(client: TestClient) -> None:
    for name in ("futures", "member"):
        answer = client.get(f"/api/situation/{name}?member=1")
        assert answer.status_code == 404
        assert "Futures page" in answer.json()["error"]["hint"]


def test_a_member_or_scenario_that_was_not_run_is_refused(run_app: Any) -> None:
    client = TestClient(run_app, base_url=BASE)
    assert client.get("/api/situation/member?member=4000").status_code == 400
    assert client.get("/api/situation/member?member=1&scenario=nothing").status_code == 400
    assert client.get("/api/situation/futures?scenario=nothing").status_code == 400


def test_futures_of_a_fit_that_has_seen_what_was_not_known_yet_say_so(karabakh: Case) -> None:
    told = "with hindsight: the parameters were fitted with what was known by 2024-12-31, after 2023-01-01"
    made = sampled.ensemble(karabakh)
    seen = made_up.Ensemble(made.dataset, made.scenarios, {**made.provenance, "hindsight": told})
    client = TestClient(create_app(Opened(karabakh, ensemble=seen), token=TOKEN), base_url=BASE)
    assert client.get("/situation.json?on=2025-06-01").json()["hindsight"] == f"Not a forecast of its day, {told}."
    assert f"Not a forecast of its day, {told}." in client.get("/situation?on=2025-06-01").text
    assert f"Not a forecast of its day, {told}." not in client.get("/situation?on=2023-01-01").text


def test_beyond_the_record_the_chosen_future_is_told(run_app: Any) -> None:
    client = TestClient(run_app, base_url=BASE)
    data = client.get("/situation.json?on=2025-06-01&member=39").json()
    assert data["beyond"]
    assert any("Northern Karabakh" in line["text"] for line in data["future"]["story"])
    assert "not facts" in client.get("/situation?on=2025-06-01").text


@pytest.mark.parametrize(
    ("day", "core", "lachin", "mission"),
    [
        ("2019-06-01", "NKR-assessed", "open", False),
        ("2020-11-11", "NKR-assessed", "open", True),
        ("2022-12-20", "NKR-assessed", "restricted", True),
        ("2023-09-20", "AZE-contested", "closed", True),
        ("2023-10-15", "AZE-assessed", "closed", True),
    ],
)
def test_the_map_is_right_on_known_days(visit: Any, day: str, core: str, lachin: str, mission: bool) -> None:
    page = opened(visit(), f"/situation?on={day}")
    assert core in fill_of(page, "NK_CORE")
    assert lachin in page.locator('.way[data-ref="corridor:LACHIN_CORRIDOR"]').get_attribute("class")
    assert bool(page.locator('[data-ref="mission:PEACEKEEPERS_RUS"]').count()) is mission
    border = fill_of(page, "BORDER_2021")
    assert ("contested" in border) is (day > "2021-06-01")


@pytest.mark.parametrize("size", list(WIDTHS))
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_fits_and_has_no_barrier(visit: Any, with_futures: str, size: str, dark: bool) -> None:
    tab = visit(size, dark=dark, at=with_futures)
    page = opened(tab, f"/situation?on={DAY}&selected=zone:NK_CORE")
    assert tab.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[size][0]
    boxes = page.evaluate(
        "[...document.querySelectorAll('.label')].map((one) => { const b = one.getBoundingClientRect();"
        " return [b.left, b.top, b.right, b.bottom]; })"
    )
    assert len(boxes) > 5
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 2 or down <= 4, "two names lie over one another"


BOXES = """(what) => [...document.querySelectorAll(what)]
  .filter((one) => getComputedStyle(one).visibility === "visible")
  .map((one) => { const b = one.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })"""
FAR = {"focus": {"CASPIAN"}, "all": set()}
"""Towns of the bundled case that do not belong on the map of the ground in question."""


@pytest.mark.parametrize("size", list(WIDTHS))
@pytest.mark.parametrize("legend", [True, False], ids=["legend", "no-legend"])
@pytest.mark.parametrize("shown", ["focus", "all"])
def test_nothing_on_the_map_is_cut_off_or_covered(
    visit: Any, karabakh: Case, size: str, legend: bool, shown: str
) -> None:
    page = opened(visit(size), f"/situation?on={DAY}")
    page.evaluate("(open) => { document.getElementById('legend').open = open; }", legend)
    page.click(f"[data-zoom={shown}]")
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    (left, top, right, bottom), *_ = page.evaluate(BOXES, "#map")
    over = [page.evaluate(BOXES, what)[0] for what in (".stage > .title", ".stage > .legend", ".stage > .map-tools")]
    marks = page.evaluate(BOXES, "#map .town circle, #map .mission path, #map .cross")
    drawn = {place["id"] for place in atlas(karabakh)["places"] if place["kind"] == "point"}
    assert len(page.evaluate(BOXES, "#map g.town")) == len(drawn) - len(FAR[shown])
    names = page.evaluate(BOXES, "#map .label")
    for one in [*marks, *names]:
        assert left <= one[0] and one[2] <= right and top <= one[1] and one[3] <= bottom, (one, "cut off")  # noqa: PT018
        for other in over:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, "covered")


def test_the_main_task_by_mouse(visit: Any) -> None:
    """Step to the next change, read what changed, open an area, go to the claims behind it."""
    page = opened(visit(), "/situation?on=2022-12-01")
    page.click("#after")
    rested(page, "2022-12-12")
    assert page.locator("#day-title").inner_text() == "12 December 2022"
    page.wait_for_selector("#column :text('Restricted:')")
    page.click('#column a[data-select="zone:NK_CORE"]')
    card = page.locator("#about")
    assert "Xankəndi" in card.inner_text()
    card.locator("button.link", has_text="20 September 2023").click()
    rested(page, "2023-09-20")
    assert "AZE" in fill_of(page, "NK_CORE")
    page.locator('#column li[data-about="zone:NK_CORE"] a.cite').click()
    page.wait_for_url("**/evidence?**selected=claim**")
    assert "on=2023-09-20" in page.url


def test_the_main_task_by_keyboard_alone(visit: Any) -> None:
    page = opened(visit(), "/situation?on=2022-12-01")
    keys = page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(80):
            if page.evaluate(f"document.activeElement.matches({selector!r})"):
                return
            keys.press("Tab")
        raise AssertionError(f"{selector} cannot be reached")

    tab_to("#map")
    before = page.locator("#map > svg").get_attribute("viewBox")
    keys.press("+")
    keys.press("ArrowLeft")
    assert page.locator("#map > svg").get_attribute("viewBox") != before
    keys.press("0")
    keys.press(".")
    rested(page, "2022-12-12")
    tab_to(".handle.day")
    keys.press("ArrowRight")
    slider = page.locator(".handle.day")
    assert slider.get_attribute("aria-valuetext") == "13 December 2022"
    keys.press("Home")
    assert slider.get_attribute("aria-valuetext") == "1 January 1987"
    tab_to(".handle.known")
    keys.press("PageDown")
    expect(page.locator("#known_by")).not_to_have_value("")
    page.wait_for_url("**known_by=**")
    keys.press("End")
    expect(page.locator("#known_by")).to_have_value("")
    rested(page, "1987-01-01")
    tab_to("#column a[data-select]")
    keys.press("Enter")
    expect(page.locator("#about")).to_be_visible()


def test_a_day_is_typed_and_the_address_can_be_sent_on(visit: Any) -> None:
    page = opened(visit(), "/situation")
    page.fill("#on", "2020-11-10")
    rested(page, "2020-11-10")
    page.click("#then")
    page.wait_for_url("**known_by=2020-11-10**")
    other = opened(visit(), "/" + page.url.split("/", 3)[3])
    assert other.locator("#day-title").inner_text() == "10 November 2020"
    assert other.locator("#known-words").inner_text() == "as known by 10 November 2020"


def test_play_moves_from_change_to_change_where_motion_is_unwelcome(visit: Any) -> None:
    page = opened(visit(still=True), "/situation?on=2022-12-01")
    page.click("#play")
    expect(page.locator("#day-title")).to_have_text("12 December 2022")
    page.click("#play")
    assert page.locator("#play").get_attribute("aria-pressed") == "false"


def test_a_future_is_replayed_on_the_same_map_with_the_same_clock(visit: Any, with_futures: str) -> None:
    page = opened(visit(at=with_futures), "/situation?on=2024-12-31&member=39")
    assert "AZE-assessed" in fill_of(page, "NK_NORTH")
    page.fill("#on", "2025-04-15")
    rested(page, "2025-04-15")
    assert "ARM-sampled" in fill_of(page, "NK_NORTH")
    page.wait_for_selector("#column .story li")
    assert "not facts" in page.locator("#column .beyond").inner_text()
    page.locator("#futures button").first.click()
    expect(page.locator('.zone[data-ref="zone:NK_NORTH"]')).not_to_have_attribute("style", re.compile("ARM"))
    assert page.locator('#futures button[aria-pressed="true"]').count() == 1


def test_scrubbing_asks_the_server_for_nothing_but_words(visit: Any) -> None:
    tab = visit()
    page = opened(tab, "/situation?on=2022-12-01")
    page.wait_for_timeout(400)
    before = len(tab.requests)
    box = page.locator("#timeline").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 120)
    page.mouse.down()
    for i in range(30):
        page.mouse.move(box["x"] + 300 + 8 * i, box["y"] + 120)
    page.mouse.up()
    day = page.locator("#on").input_value()
    rested(page, day)
    asked = [url for url in tab.requests[before:] if not urlsplit(url).path.startswith("/static/")]
    assert {urlsplit(url).path for url in asked} == {"/api/situation/words"}
    assert f"on={day}" in asked[-1]


def test_a_key_held_down_asks_for_the_words_of_the_last_day_only(visit: Any) -> None:
    tab = visit()
    page = opened(tab, "/situation?on=2022-12-01")
    page.wait_for_timeout(400)
    before = len(tab.requests)
    press = "new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })"
    page.evaluate(f"for (let i = 0; i < 30; i++) document.querySelector('.handle.day').dispatchEvent({press})")
    rested(page, "2022-12-31")
    asked = [url for url in tab.requests[before:] if urlsplit(url).path == "/api/situation/words"]
    assert len(asked) == 1
    assert "on=2022-12-31" in asked[0]


def test_without_a_run_the_page_says_where_futures_are_made(visit: Any) -> None:
    page = opened(visit(), "/situation")
    assert page.locator("#futures a").get_attribute("href").startswith("/futures?")


def test_names_are_those_the_reader_chose(visit: Any) -> None:
    page = opened(visit(), f"/situation?on={DAY}")
    assert page.locator("#map .label .first", has_text="Stepanakert").count() == 1
    page.select_option("#names", "az")
    page.wait_for_selector("#map .label .first:text-is('Xankəndi')")
    assert page.locator("#map .label .first", has_text="Stepanakert").count() == 0
    page.wait_for_url("**names=az**")


def test_disputed_numbers_are_whole_where_they_are_told_whole() -> None:
    case = open_case("two-valleys")
    told = {"source": case.sources[0].id, "kind": "observation", "unit": "person", "known_basis": "publication"}
    supports = [f"event:{case.events[0].id}"]
    claims = tuple(
        Claim.model_validate(
            {**told, "id": name, "value": value, "of": "soldiers", "supports": supports, "gloss": "A figure."}
        )
        for name, value in (("X1", 17), ("X2", 40))
    )
    client = TestClient(create_app(replace(case, claims=(*case.claims, *claims)), token=TOKEN), base_url=BASE)
    disputes = client.get("/situation.json?on=2010-12-01").json()["day"]["disputes"]
    told_as = {one["text"] for dispute in disputes for one in dispute["variants"]}
    assert {"17", "40"} <= told_as


def test_disputes_are_told_in_words_and_lead_to_all_of_them(client: TestClient) -> None:
    page = client.get("/situation?on=2024-12-31").text
    found = client.get("/situation.json?on=2024-12-31").json()["day"]["disputes"]
    told = " ".join(variant["text"] for one in found for variant in one["variants"])
    assert not re.search(r"\d{4}-\d\d", told)
    (link,) = re.findall(r'href="([^"]+)">All \d+ disputes, side by side', page)
    evidence = client.get(html.unescape(link).replace("/evidence?", "/evidence.json?")).json()
    assert evidence["view"] == "disputes"
    assert len(evidence["disputes"]) == len(found)
