"""Rules that separate: found where there is something to find, measured on futures they were not found on."""

from __future__ import annotations

import numpy as np
import pytest

from interbellum.analysis.features import Design, Feature
from interbellum.analysis.rules import separation


def _rows(x: np.ndarray, outcome: np.ndarray, choice: np.ndarray | None = None) -> Design:
    draws = len(x)
    named = tuple(Feature(f"p{i}", "parameter", "1", x[:, i]) for i in range(x.shape[1]))
    if choice is not None:
        named = (Feature("CHOICE", "choice", "chosen", choice), *named)
    scenarios = 1 if choice is None else len(choice)
    return Design(
        named, np.repeat(np.arange(scenarios), draws), np.tile(np.arange(draws), scenarios), outcome, None, ()
    )


def test_a_box_of_two_limits_is_found_and_measured() -> None:
    luck = np.random.default_rng(0)
    x = luck.uniform(size=(2000, 6))
    inside = (x[:, 1] > 0.6) & (x[:, 4] < 0.5)
    y = (luck.random(2000) < np.where(inside, 0.7, 0.05)).astype(float)
    found = separation(_rows(x, y))
    best = max(found.rules, key=lambda rule: rule.density)
    assert {(limit.name, limit.above) for limit in best.limits} == {("p1", True), ("p4", False)}
    assert {limit.name: limit.value for limit in best.limits} == pytest.approx({"p1": 0.6, "p4": 0.5}, abs=0.15)
    assert best.low < 0.7 < best.high
    assert 0.12 < best.mass < 0.24
    assert 0.4 < best.coverage < 0.9
    assert best.p < 1e-6
    assert found.auc is not None
    assert found.auc > 0.8


def test_a_choice_is_named_as_one() -> None:
    luck = np.random.default_rng(1)
    x = luck.normal(size=(400, 3))
    y = np.concatenate([luck.random(400) < 0.1, luck.random(400) < 0.5]).astype(float)
    rule = separation(_rows(x, y, np.array([0.0, 1.0]))).rules[0]
    assert [(limit.name, limit.kind, limit.above) for limit in rule.limits] == [("CHOICE", "choice", True)]
    assert rule.coverage == pytest.approx(5 / 6, abs=0.08)


@pytest.mark.parametrize("seed", range(5))
def test_of_pure_chance_little_is_made(seed: int) -> None:
    luck = np.random.default_rng(seed)
    found = separation(_rows(luck.normal(size=(1000, 20)), (luck.random(1000) < 0.2).astype(float)))
    assert found.auc is not None
    assert 0.38 < found.auc < 0.62
    assert len(found.rules) <= 1


def test_too_few_events_are_said_to_be_too_few() -> None:
    outcome = np.zeros(500)
    outcome[:7] = 1
    found = separation(_rows(np.random.default_rng(0).normal(size=(500, 2)), outcome))
    assert found.rules == ()
    assert found.why == "only 7 of 500 futures are with the outcome"
    assert "without" in (separation(_rows(np.random.default_rng(0).normal(size=(500, 2)), 1 - outcome)).why or "")


def test_rules_allow_for_how_many_features_were_tried() -> None:
    found = []
    for seed in range(12):
        luck = np.random.default_rng(100 + seed)
        found += separation(_rows(luck.normal(size=(1000, 75)), (luck.random(1000) < 0.35).astype(float))).rules
    assert not found
