"""The pages of results say what the kept results say, and nothing is hidden."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"


def module(name: str) -> Any:
    sys.path.insert(0, str(DOCS))
    try:
        return import_module(name)
    finally:
        sys.path.remove(str(DOCS))


@pytest.mark.parametrize("name", ["scorecard", "hindcasts"])
def test_a_page_of_results_is_made_from_the_kept_results(name: str) -> None:
    assert (DOCS / f"{name}.md").read_text(encoding="utf-8") == module(name).written(), "run make docs"


@pytest.mark.parametrize("name", ["scorecard", "hindcasts"])
def test_kept_results_say_what_they_came_from(name: str) -> None:
    facts = json.loads((DOCS / f"{name}.json").read_text(encoding="utf-8"))["provenance"]
    assert len(facts["case_hash"]) == 64
    for what in ("version", "seed", "known_by", "counting_rule"):
        assert facts[what] is not None


def test_every_model_and_every_interval_is_on_the_scorecard() -> None:
    data = json.loads((DOCS / "scorecard.json").read_text(encoding="utf-8"))
    page = (DOCS / "scorecard.md").read_text(encoding="utf-8")
    for name, found in data["models"].items():
        assert name in page
        assert f"{found['ign']:.3f}" in page
    told = [p for p in data["paired"] if p["metric"] in ("ign", "crps_log1p", "brier")]
    own = page.split("## The panel: what was scored")[0]
    assert sum(line.endswith(("| yes |", "| no |")) for line in own.splitlines()) == len(told)


def test_where_a_baseline_wins_stands_first() -> None:
    page = (DOCS / "scorecard.md").read_text(encoding="utf-8")
    assert page.index("## Where a baseline wins") < page.index("## Mean scores")


def test_a_baseline_that_is_ahead_is_named() -> None:
    data = json.loads((DOCS / "scorecard.json").read_text(encoding="utf-8"))
    data["models"]["zero"]["ign"] = 0.5
    first = module("scorecard").page(data).split("## What was scored")[0]
    assert "ahead of it: zero 0.500" in first


def test_every_panel_model_window_and_lead_is_on_the_scorecard() -> None:
    data = json.loads((DOCS / "panel.json").read_text(encoding="utf-8"))
    page = (DOCS / "scorecard.md").read_text(encoding="utf-8").split("## The panel: what was scored")[1]
    for name, parts in data["over_all"]["models"].items():
        assert f"{parts['all']['ign']:.3f}" in page
        for window in data["windows"].values():
            assert f"{window['models'][name]['all']['crps']:.2f}" in page
        for lead in data["leads"]:
            assert f"{data['by_lead'][name][str(lead)]['ign']:.3f}" in page
    told = page.split("## Questions")[0].splitlines()
    assert sum(line.endswith(("| yes |", "| no |")) for line in told) == 3 * len(data["paired"])
    for what in data["provenance"].values():
        assert what in page


def test_a_baseline_that_beats_the_panel_forecast_is_named_at_the_top() -> None:
    data = json.loads((DOCS / "panel.json").read_text(encoding="utf-8"))
    data["over_all"]["models"]["zero"]["all"]["ign"] = 0.1
    data["windows"]["2018"]["models"]["zero"]["all"]["ign"] = 0.1
    said = " ".join(module("panel_scorecard").wins(data))
    assert "ahead of it: zero 0.100" in said
    assert "2018 (zero 0.100" in said


@pytest.mark.parametrize("name", ["karabakh", "panel"])
def test_pictures_of_calibration_are_made_from_the_kept_results(name: str) -> None:
    text = (DOCS / f"{name}-calibration.svg").read_text(encoding="utf-8")
    assert text == module("scorecard").pictures()[f"{name}-calibration.svg"], "run make docs"


@pytest.mark.skipif(not (DOCS / "questions.json").exists(), reason="no question of the bundled case has been sealed")
def test_settled_questions_are_on_the_scorecard_with_their_scores() -> None:
    asked = json.loads((DOCS / "questions.json").read_text(encoding="utf-8"))
    page = (DOCS / "scorecard.md").read_text(encoding="utf-8").split("## Questions")[1]
    for one in asked["forecasts"]:
        assert one["title"] in page
        if one["brier"] is not None:
            assert f"| {one['brier']:.3f} | {one['log_score']:.3f} |" in page
