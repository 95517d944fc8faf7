"""Sealed forecasts: whatever is changed, removed or put in between is found."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interbellum.case.documents import Question
from interbellum.errors import ScoreError
from interbellum.scoring import sealing
from interbellum.scoring.questions import Answer
from interbellum.scoring.sealed_scores import score_sealed

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
FACTS = {"case": "made-up", "case_hash": "ab" * 32, "version": "1", "posterior": "p1", "seed": 1, "known_by": "all"}


def question(name: str = "Q-1", end: str = "2024-12-31") -> Question:
    rule = {"record": "series", "subject": "R", "variable": "deaths", "value": 25}
    return Question.model_validate({"id": name, "title": "?", "start": "2024-03-31", "end": end, "resolution": rule})


def log_of(*probabilities: float, end: str = "2024-12-31") -> list[sealing.Sealed]:
    log: list[sealing.Sealed] = []
    for n, p in enumerate(probabilities):
        log.append(
            sealing.issue(
                log, question(f"Q-{n}", end), p, issued=NOON + timedelta(hours=n), by="model", origin="2024-05-01",
                provenance=FACTS,
            )
        )  # fmt: skip
    return log


def text_of(log: list[sealing.Sealed]) -> str:
    return "".join(sealing.line_of(entry) + "\n" for entry in log)


def test_a_log_reads_back_as_it_was_written() -> None:
    log = log_of(0.1, 0.25, 1 / 3)
    assert list(sealing.entries(text_of(log))) == log
    found = sealing.verify(text_of(log))
    assert (found.whole, found.entries, found.head) == (True, 3, log[-1].seal)
    assert sealing.verify("").head == sealing.FIRST


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\u0085", "\x0b", "\x0c", "\x1c", "\r"])
def test_a_question_may_hold_any_sign_that_elsewhere_ends_a_line(sign: str) -> None:
    asked = question().model_copy(update={"title": f"Will it{sign}hold?"})
    log: list[sealing.Sealed] = []
    for _ in range(2):
        log.append(sealing.issue(log, asked, 0.5, issued=NOON, by="model", origin="2024-05-01", provenance=FACTS))
    assert list(sealing.entries(text_of(log))) == log
    assert sealing.entries(text_of(log))[0].asked == asked
    assert sealing.verify(text_of(log).replace("\n", "\r\n")).whole


@given(st.lists(st.floats(0, 1), min_size=2, max_size=5), st.data())
def test_no_field_of_any_entry_can_be_changed_unseen(probabilities: list[float], data: st.DataObject) -> None:
    lines = text_of(log_of(*probabilities)).splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    entry = json.loads(lines[at])
    name = data.draw(st.sampled_from(sorted(entry)))
    changed = {"number": 9, "probability": 0.123456, "question": {**entry["question"], "title": "another"}}
    entry[name] = changed.get(name, "another")
    lines[at] = json.dumps(entry)
    found = sealing.verify("\n".join(lines))
    assert not found.whole
    assert found.line == at + 1
    assert found.entries == at


def test_resealing_a_changed_entry_breaks_the_next_one() -> None:
    lines = text_of(log_of(0.1, 0.2, 0.3)).splitlines()
    entry = json.loads(lines[1]) | {"probability": 0.9}
    lines[1] = json.dumps(entry | {"seal": sealing.seal(entry)})
    found = sealing.verify("\n".join(lines))
    assert (found.line, found.entries) == (3, 2)


def test_removing_or_moving_an_entry_is_found() -> None:
    one, two, three = text_of(log_of(0.1, 0.2, 0.3)).splitlines()
    assert sealing.verify("\n".join([one, three])).line == 2
    assert sealing.verify("\n".join([two, one, three])).line == 1


def test_cutting_off_the_end_is_found_by_a_kept_seal_only() -> None:
    log = log_of(0.1, 0.2, 0.3)
    short = text_of(log[:2])
    assert sealing.verify(short).whole
    assert not sealing.verify(short, head=log[-1].seal).whole
    assert sealing.verify(short, head=log[0].seal).whole


def test_a_broken_log_is_refused_with_its_line() -> None:
    with pytest.raises(ScoreError, match=r"log\.jsonl:2"):
        sealing.entries(text_of(log_of(0.1)) + "no json\n", "log.jsonl")


def test_resealed_nonsense_is_no_forecast() -> None:
    entry = asdict(log_of(0.1)[0]) | {"probability": 7.0}
    assert "probability" in str(sealing.verify(json.dumps(entry | {"seal": sealing.seal(entry)})).fault)
    entry = asdict(log_of(0.1)[0]) | {"question": {"id": "Q"}}
    assert not sealing.verify(json.dumps(entry | {"seal": sealing.seal(entry)})).whole


@pytest.mark.parametrize("probability", [-0.1, 1.1, float("nan"), float("inf")])
def test_what_is_no_probability_is_never_sealed(probability: float) -> None:
    with pytest.raises(ScoreError):
        log_of(probability)


def test_a_forecast_cannot_be_issued_before_the_last_one() -> None:
    log = log_of(0.1)
    early = NOON - timedelta(days=1)
    with pytest.raises(ScoreError, match="clock"):
        sealing.issue(log, question(), 0.2, issued=early, by="me", origin="2024-05-01", provenance=FACTS)


def test_scores_keep_forecasts_and_hindcasts_apart_and_leave_open_ones_out() -> None:
    ahead, late = log_of(0.2, 0.6), log_of(0.9, end="2024-04-30")
    answers = [Answer("Q-0", "no", ""), Answer("Q-1", "open", ""), Answer("Q-0", "yes", "")]
    assert ahead[0].foresight
    found = score_sealed([*ahead, *late], answers)
    assert [row.score.brier if row.score else None for row in found.rows] == pytest.approx([0.04, None, 0.01])
    kinds = {mean["kind"]: mean for mean in found.means()}
    assert kinds["forecast"]["brier"] == pytest.approx(0.04)
    assert kinds["hindcast"]["brier"] == pytest.approx(0.01)
    assert sum(point.n for point in found.calibration()) == 2


@pytest.mark.parametrize(("hours", "foresight"), [(0, True), (4, False), (-5, True)])
def test_a_horizon_ends_with_its_last_day_by_the_clock_of_the_case(hours: int, foresight: bool) -> None:
    moment = datetime(2024, 12, 31, 21, tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))
    entry = sealing.issue([], question(), 0.2, issued=moment, by="me", origin="2024-05-01", provenance=FACTS)
    assert entry.foresight is foresight
    assert sealing.entries(text_of([entry])) == (entry,)
