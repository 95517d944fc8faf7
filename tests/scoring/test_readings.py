"""Rival readings: scored one step ahead on the same inputs, with a verdict that may be that nobody can tell."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from interbellum.case import Case, open_case
from interbellum.case.documents import Perspective
from interbellum.errors import ModelError, UsageError
from interbellum.scoring.readings import (
    FAVOURS,
    LEANS,
    ReadingScores,
    odds_words,
    perspectives,
    verdict_of,
    verdict_words,
)


def _with(*changes: tuple[str, str, str, float]) -> Case:
    """Return two-valleys with readings of (id, op, parameter, value)."""
    made = [
        Perspective.model_validate(
            {"id": id_, "held_by": ["UPPER"], "title": f"Reading {id_}", "gloss": "A trial.",
             "changes": [{"op": op, "parameter": parameter, "value": value}]}
        )
        for id_, op, parameter, value in changes
    ]  # fmt: skip
    return replace(open_case("two-valleys"), perspectives=tuple(made))


@pytest.fixture(scope="module")
def found() -> ReadingScores:
    case = _with(
        ("NEVER-WAR", "fix", "escalation.B.2>3", -30.0),
        ("SAME", "shift", "escalation.heat", 0.0),
        ("HOT", "fix", "escalation.heat", 0.4),
    )
    return perspectives(case, ["NEVER-WAR", "SAME", "HOT"], weights=True, particles=125)


def test_a_reading_that_the_record_refutes_loses(found: ReadingScores) -> None:
    duel = next(one for one in found.duels if (one.first, one.second) == ("NEVER-WAR", "model"))
    assert duel.difference < -3
    assert duel.most < 0
    assert found.weights is not None
    assert found.weights["NEVER-WAR"] < 0.05


def test_a_reading_that_changes_nothing_scores_as_the_model(found: ReadingScores) -> None:
    totals = {one.id: one.total for one in found.readings}
    assert totals["SAME"] == pytest.approx(totals["model"])
    duel = next(one for one in found.duels if (one.first, one.second) == ("SAME", "model"))
    assert duel.verdict == "cannot tell"
    assert duel.words.startswith("The record cannot tell")


def test_weights_sum_to_one_and_are_shown_with_what_moved_them(found: ReadingScores) -> None:
    assert found.weights is not None
    assert sum(found.weights.values()) == pytest.approx(1.0)
    assert found.moved
    assert all(set(one.gains) == set(found.weights) for one in found.moved)
    assert [one.step for one in found.moved] == sorted(one.step for one in found.moved)
    assert any(one.what and one.claims for one in found.moved)


def test_scores_are_plain_data_with_their_provenance(found: ReadingScores) -> None:
    plain = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert plain["provenance"]["case"] == "two-valleys"
    assert plain["provenance"]["samples_of_inputs"] == 8
    assert {one["id"] for one in plain["readings"]} == {"model", "NEVER-WAR", "SAME", "HOT"}
    assert all(one["low"] <= one["high"] for one in plain["readings"])
    assert ("NEVER-WAR", "SAME") in {(one["first"], one["second"]) for one in plain["duels"]}


def test_weights_are_shown_only_when_asked_for() -> None:
    found = perspectives(_with(("HOT", "fix", "escalation.heat", 0.4)), particles=125, until="2005-01-01")
    assert found.weights is None
    assert found.moved == ()


@pytest.mark.parametrize(
    ("difference", "interval", "each", "verdict"),
    [
        (0.5, (0.1, 1.0), [0.4, 0.6], "cannot tell"),
        (2.0, (0.1, 4.0), [1.5, 2.5], "leans"),
        (2.0, (0.1, 4.0), [-0.1, 2.5], "cannot tell"),
        (5.0, (1.0, 9.0), [LEANS + 0.1, 7.0], "favours"),
        (5.0, (-1.0, 9.0), [4.0, 7.0], "leans"),
        (-5.0, (-9.0, -1.0), [-7.0, -4.0], "favours"),
        (FAVOURS + 1, (None, None), [3.0, 5.0], "leans"),
    ],
)
def test_a_verdict_needs_odds_and_every_sample_of_the_inputs(
    difference: float, interval: tuple[Any, Any], each: list[float], verdict: str
) -> None:
    assert verdict_of(difference, *interval, np.array(each)) == verdict
    words = verdict_words(verdict, "A", "B", difference, np.array(each), {"A": "This", "B": "That"})  # type: ignore[arg-type]
    assert ("“This” over" if difference > 0 and verdict != "cannot tell" else "“") in words
    assert words.count("to 1") + words.count("1 to") >= 3


def test_odds_are_told_in_words() -> None:
    assert odds_words(np.log(3.0)) == "3.0 to 1"
    assert odds_words(-np.log(40.0)) == "1 to 40"
    assert odds_words(50.0).startswith("over ")


def test_readings_that_cannot_be_tested_are_refused_in_one_line() -> None:
    with pytest.raises(UsageError, match="no reading 'NONE'"):
        perspectives(open_case("two-valleys"), ["NONE"])
    with pytest.raises(ModelError, match=r"no mechanism of this case has the parameter 'response\.attention'"):
        perspectives(_with(("R", "fix", "response.attention", 0.0)))
    with pytest.raises(UsageError, match="no rival readings"):
        perspectives(replace(open_case("two-valleys"), perspectives=()))
    with pytest.raises(ModelError, match="has no room for it"):
        perspectives(_with(("R", "shift", "conquest.take.war", 5.0)))
