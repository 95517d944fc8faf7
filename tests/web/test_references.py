"""Each page looks as it did when somebody last looked at it, on a phone, a tablet and a desktop, light and dark.

`INTERBELLUM_RENEW_REFERENCES=1 pytest tests/web/test_references.py` writes the references anew: look at each of them
before it is committed. `references.py` says what tolerance there is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sampled
from browsing import TOKEN, Visit, serving
from made_up_card import made_up_card
from references import FOLDER, kept, likeness

import made_up
from interbellum.case import Case
from interbellum.web import Opened, create_app

if TYPE_CHECKING:
    from playwright.sync_api import Page

DRAWN = """() => [...document.images].every((one) => {
  const { top, width } = one.getBoundingClientRect();
  return !width || top > innerHeight || (one.complete && one.naturalWidth > 0);
})"""
"""Whether the pictures in sight have come: those below the fold are fetched when they are scrolled to."""
RENEW = bool(os.environ.get("INTERBELLUM_RENEW_REFERENCES"))
SIZES = ("phone", "tablet", "desktop")
LOOKS = [(size, False) for size in SIZES] + [("desktop", True)]
PAGES = {
    "situation": "/situation?on=2022-12-20",
    "ties": "/ties?on=2022-12-20&since=2020-09-01",
    "evidence": "/evidence?on=2022-12-20",
    "futures": "/futures",
    "scorecard": "/scorecard?lead=3",
    "brief": "/brief",
}
DAYS = {
    "before-2020": "2019-06-01",
    "after-10-november-2020": "2020-11-11",
    "20-september-2023": "2023-09-20",
    "october-2023": "2023-10-15",
}
"""Days of the bundled case on which the map itself is kept: what everybody knows of them must be seen at a glance."""


@dataclass(frozen=True)
class Titled(made_up.Ensemble):
    """Made-up futures with the titles of their scenarios, as a run has them."""

    @property
    def titles(self) -> dict[str, str]:
        return dict.fromkeys(self.scenarios, "Baseline")


@pytest.fixture(scope="module")
def shown(karabakh: Case, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the bundled case with made-up futures and scores, so that no fit decides what is seen."""
    found = sampled.ensemble(karabakh)
    made_from = {**found.provenance, "hindcast": "made up"}
    futures: Any = Titled(found.dataset, found.scenarios, made_from)
    with (
        pytest.MonkeyPatch.context() as patch,
        serving(create_app(Opened(karabakh, ensemble=futures, card=made_up_card()), token=TOKEN)) as address,
    ):
        patch.setenv("INTERBELLUM_CACHE", str(tmp_path_factory.mktemp("frames")))
        yield address


def settled(tab: Visit, path: str) -> Page:
    """Open a page and wait until it has drawn itself."""
    page = tab.goto(path)
    if path.startswith("/situation"):
        page.wait_for_selector("html[data-ready=yes]")
    page.mouse.move(0, 0)
    for _ in range(100):
        page.wait_for_timeout(100)
        if page.evaluate(DRAWN):
            break
    page.wait_for_timeout(300)
    return page


def compare(shot: bytes, name: str, folder: Path) -> None:
    """Assert that a screenshot is like the reference of its name, or write the reference anew."""
    path = FOLDER / f"{name}.png"
    if RENEW:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(kept(shot))
        return
    assert path.is_file(), f"{path} is missing: write it anew and look at it"
    found = likeness(shot, path.read_bytes())
    (folder / path.name).write_bytes(shot)
    assert found.alike, f"{name}: {found.words()}; seen is {folder / path.name}, kept is {path}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("size", "dark"), LOOKS, ids=[f"{size}{'-dark' * dark}" for size, dark in LOOKS])
def test_a_page_looks_as_it_did(visit: Any, shown: str, tmp_path: Path, page: str, size: str, dark: bool) -> None:
    seen = settled(visit(size, dark=dark, at=shown), PAGES[page])
    compare(seen.screenshot(), f"{page}-{size}{'-dark' * dark}", tmp_path)


@pytest.mark.parametrize("name", DAYS)
def test_the_map_of_a_known_day_looks_as_it_did(visit: Any, shown: str, tmp_path: Path, name: str) -> None:
    seen = settled(visit(at=shown), f"/situation?on={DAYS[name]}")
    compare(seen.screenshot(), f"situation-{name}", tmp_path)


BROKEN = {
    "a map that is gone": ("situation", "#map > svg { display: none }"),
    "a column that fell under the map": ("situation", ".stage, main > div { display: block !important }"),
    "a timeline that is gone": ("situation", "#timeline { visibility: hidden }"),
    "a network that is gone": ("ties", "main svg { visibility: hidden }"),
    "text that cannot be read": ("brief", ".brief * { color: transparent !important }"),
    "a chart that does not load": ("futures", "picture, img { visibility: hidden !important }"),
    "the other theme": ("evidence", "html, body, .card { background: #111 !important }"),
}


@pytest.mark.skipif(RENEW, reason="the references are being written")
@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_page_is_told_from_its_reference(visit: Any, shown: str, what: str) -> None:
    page, fault = BROKEN[what]
    seen = settled(visit(at=shown), PAGES[page])
    _style(seen, fault)
    found = likeness(seen.screenshot(), (FOLDER / f"{page}-desktop.png").read_bytes())
    assert not found.alike, f"{what} goes unnoticed: {found.words()}"


@pytest.mark.skipif(RENEW, reason="the references are being written")
@pytest.mark.parametrize("page", ["situation", "brief"])
def test_another_font_is_no_difference(visit: Any, shown: str, page: str) -> None:
    seen = settled(visit(at=shown), PAGES[page])
    _style(seen, "* { font-family: 'DejaVu Sans', 'Liberation Serif', serif !important; font-size-adjust: 0.5 }")
    found = likeness(seen.screenshot(), (FOLDER / f"{page}-desktop.png").read_bytes())
    assert found.alike, found.words()


def test_another_size_is_a_difference(visit: Any, shown: str) -> None:
    seen = settled(visit("tablet", at=shown), PAGES["ties"])
    assert not likeness(seen.screenshot(), (FOLDER / "ties-desktop.png").read_bytes()).alike


def _style(page: Page, rules: str) -> None:
    """Add rules to a page by its own first style sheet, since its policy allows no other."""
    page.evaluate(
        "(rules) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules);"
        " document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }",
        rules,
    )
    page.wait_for_timeout(200)
