"""The verdict says plainly who is ahead, how surely, and what it rests on."""

from datetime import date

import numpy as np
import pytest

from interbellum.errors import ScoreError
from interbellum.scoring import Counts, Zero, backtest, climatology
from interbellum.scoring.scorecard import METRICS

WAVE = Counts.monthly(date(2000, 1, 1), np.tile([0, 40, 0, 80], 60))


def oracle(history, origin, leads, samples, rng, /):
    """Knows the rhythm."""
    start = len(history)
    rhythm = np.array([[0, 40, 0, 80][(start + lead - 1) % 4] for lead in leads])
    return np.repeat(rhythm[:, None], samples, axis=1)


def card(forecasters, count=48, **more):
    origins = WAVE.origins(date(2010, 1, 1), date(2013, 12, 1))[:count]
    return backtest(WAVE, forecasters, origins, (1, 2), **{"seed": 1, "samples": 100, "replicates": 200, **more})


def line(found, metric):
    return next(text for text in found.verdict() if text.startswith(f"{METRICS[metric]}:"))


def test_a_model_that_wins_is_said_to_be_ahead_and_of_whom_clearly():
    found = card({"oracle": oracle, "zero": Zero(), "climatology": climatology()}, stack=())
    said = line(found, "crps")
    assert said.startswith("CRPS: oracle is ahead of or level with every other model at 0, clearly so of ")
    assert "zero" in said
    assert "climatology" in said


def test_a_baseline_that_wins_is_said_to_beat_the_model():
    found = card({"zero": Zero(), "oracle": oracle}, stack=())
    assert line(found, "crps").startswith("CRPS: oracle beats zero clearly, 0 against 30 (95% interval")


def test_a_win_within_noise_is_said_to_be_unclear():
    def guesser(history, origin, leads, samples, rng, /):
        return np.repeat(rng.integers(0, 80, (len(leads), 1)), samples, axis=1)

    pair = {"one": guesser, "other": guesser}
    first = card(pair, stack=())
    loser, winner = sorted(pair, key=lambda name: -first.mean(name, "crps"))
    found = card({loser: guesser, winner: guesser}, stack=())
    assert line(found, "crps").startswith(f"CRPS: {winner} beats {loser}, ")
    assert "but not clearly (95% interval of the difference" in line(found, "crps")


def test_with_few_origins_no_interval_is_claimed():
    found = card({"zero": Zero(), "oracle": oracle}, count=3, stack=())
    assert "(too few origins for an interval)" in line(found, "crps")


def test_a_lone_model_is_said_to_be_alone():
    assert line(card({"zero": Zero()}), "crps") == "CRPS: zero scores 30, and nothing stands beside it."


def test_level_models_are_not_called_clear():
    found = card({"zero": Zero(), "nil": Zero()}, stack=())
    assert line(found, "crps").endswith("but clearly ahead of none.")


def test_extent_few_events_and_the_hindcast_are_said():
    said = card({"zero": Zero()}, count=12).verdict()
    assert said[0] == "24 forecasts from 12 origins (2010-01 to 2010-12), leads 1, 2; 12 outcomes reached 25."
    assert "Only 6 different outcomes reached 25: Brier scores rest on few events." in said
    assert said[-1].startswith("This is a final-vintage hindcast")
    assert not any("few events" in text for text in card({"zero": Zero()}, threshold=0).verdict())


def test_calibration_of_a_perfect_forecaster():
    data = card({"oracle": oracle}).to_dict()["models"]["oracle"]
    assert data["coverage_90"] == 1
    assert data["brier_parts"]["brier"] == 0
    assert data["brier_parts"]["resolution"] == pytest.approx(0.25)
    assert [(point["forecast"], point["frequency"]) for point in data["reliability"]] == [(0, 0), (1, 1)]
    assert sum(data["pit_histogram"]) == data["n"] == 96


def test_an_unknown_model_or_score_is_named():
    with pytest.raises(ScoreError, match="models: zero"):
        card({"zero": Zero()}).mean("one", "crps")
    with pytest.raises(ScoreError, match="scores: crps"):
        card({"zero": Zero()}).mean("zero", "rmse")


def test_a_card_seen_from_another_model_compares_it_as_a_backtest_would() -> None:
    import made_up
    from interbellum.case import open_case
    from interbellum.errors import ScoreError
    from interbellum.views.kept_card import CardData

    card = made_up.card(open_case("two-valleys"))
    other = next(name for name in card.models if name != card.reference)
    seen = card.seen_from(other)
    there, back = card.paired["ign", other], seen.paired["ign", card.reference]
    assert (seen.reference, back.mean) == (other, pytest.approx(-there.mean))
    assert (back.low, back.high) == (pytest.approx(-(there.high or 0)), pytest.approx(-(there.low or 0)))
    kept = CardData.of(card).seen_from(other)
    assert kept.paired["ign", card.reference].mean == pytest.approx(back.mean)
    assert set(kept.paired) == set(seen.paired)
    with pytest.raises(ScoreError, match="no model 'nobody'"):
        card.seen_from("nobody")
