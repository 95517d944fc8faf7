"""The scenario lab and the backtest in a real browser: combined, followed, cancelled, left, found again, compared."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import TOKEN, expect, serving
from made_up_card import made_up_card

import interbellum as ib
from interbellum.case import Case
from interbellum.web import Opened, create_app
from priors import Priors

PATIENCE = 240_000
"""Milliseconds for a run that is compiled anew on a busy machine."""


class Gate:
    """Holds work up until it is let go, so that a browser can see it under way on any machine."""

    def __init__(self) -> None:
        self.open = threading.Event()

    def wait(self, tell: Any) -> None:
        """Tell of progress until the gate opens; whatever `tell` raises ends the wait."""
        done = 0
        while not self.open.wait(0.05):
            done = min(done + 1, 7)
            tell(done, 8)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """A gate before every fit and backtest; fits then give the priors, backtests a made-up scorecard."""
    found = Gate()

    def fit(case: Case, *_: Any, progress: Any, **__: Any) -> Priors:
        found.wait(lambda done, _: progress(f"mechanism {done}"))
        return Priors(case)

    def backtest(case: Case, *_: Any, progress: Any, **__: Any) -> Any:
        found.wait(progress)
        return made_up_card(case_hash=case.hash)

    monkeypatch.setattr("interbellum.inference.fitting.fit", fit)
    monkeypatch.setattr("interbellum.forecasting.cases.backtest", backtest)
    yield found
    found.open.set()


@pytest.fixture
def valleys(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("INTERBELLUM_CACHE", str(tmp_path / "cache"))
    with serving(create_app(Opened(ib.open_case("two-valleys")), token=TOKEN)) as address:
        yield address


def asked(page: Any, *scenarios: str) -> None:
    """Fill the lab's form for a small run."""
    for name in scenarios:
        page.check(f"input[value='{name}']")
    page.fill("#months", "6")
    page.fill("#members", "100")


def test_a_run_is_cancelled_and_the_lab_is_free_again(gate: Gate, valleys: str, visit: Any) -> None:
    page = visit(at=valleys).goto("/futures")
    asked(page, "HAVEN-PRESENT")
    page.click("#go")
    expect(page.locator("#stage")).to_contain_text("fitting")
    assert page.locator("#go").is_disabled()
    page.click("#cancel")
    expect(page.locator("#outcome-title")).to_have_text("The run was cancelled")
    assert page.locator("#go").is_enabled()


def test_choices_are_combined_and_a_reload_finds_the_run_again(gate: Gate, valleys: str, visit: Any) -> None:
    tab = visit(at=valleys)
    page = tab.goto("/futures")
    asked(page, "HAVEN-PRESENT", "THIRD-WAR")
    page.check("#together")
    page.click("#go")
    expect(page.locator("#stage")).to_contain_text("fitting")
    page.reload()
    expect(page.locator("#progress")).to_be_visible()
    expect(page.locator("#stage")).to_contain_text("fitting")
    gate.open.set()
    answers = page.locator(".answers > li")
    expect(answers).to_have_count(4, timeout=PATIENCE)
    assert "of 20 futures" in answers.first.inner_text()
    assert page.locator("#difference-title + ul li").count() == 3
    assert page.locator("#drivers-title + ul li").count() >= 1
    assert page.locator(".stories > li").count() >= 3
    page.locator("#coefficients-title + details summary").press("Enter")
    head = page.locator("#coefficients-title + details thead").inner_text()
    assert all(word in head for word in ("Basis", "5%", "95%", "Source"))
    assert tab.violations() == []
    page.locator(".stories a", has_text="Replay this future").first.click()
    page.wait_for_selector("html[data-ready=yes]")
    assert "member=" in page.url
    expect(page.locator('#futures button[aria-pressed="true"]')).to_have_count(1)


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_backtest_is_started_followed_and_shown(gate: Gate, valleys: str, visit: Any, keyboard: bool) -> None:
    tab = visit(at=valleys)
    page = tab.goto("/scorecard")
    page.locator("#start").press("Enter") if keyboard else page.click("#start")
    expect(page.locator("#told")).to_contain_text("of 8")
    assert page.locator("#start").is_disabled()
    assert tab.violations() == []
    page.reload()
    expect(page.locator("#told")).to_contain_text("of 8")
    gate.open.set()
    expect(page.locator("table.contests tbody tr")).to_have_count(6)
    again = tab.goto("/scorecard")
    assert "simple history" in again.locator("h1").inner_text()


def test_a_backtest_is_cancelled(gate: Gate, valleys: str, visit: Any) -> None:
    page = visit(at=valleys).goto("/scorecard")
    page.click("#start")
    expect(page.locator("#stop")).to_be_visible()
    page.click("#stop")
    expect(page.locator("#told")).to_contain_text("cancelled")
    assert page.locator("#start").is_enabled()
