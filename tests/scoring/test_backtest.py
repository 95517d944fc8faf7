"""The harness: no forecaster sees the future, the stack learns from the past only, luck belongs to its owner."""

import json
import sys
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from interbellum.dates import Steps
from interbellum.errors import ScoreError
from interbellum.scoring import (
    HINDCAST,
    Counts,
    LastValuePoisson,
    Zero,
    backtest,
    climatology,
    own_last,
    standard_baselines,
)

RNG = np.random.default_rng(12)
VALUES = RNG.negative_binomial(0.3, 0.02, 120)
COUNTS = Counts.monthly(date(2010, 1, 1), VALUES, unit="R", rule="start", vintage="GED 25.1")
ORIGINS = COUNTS.origins(date(2014, 1, 1), date(2016, 12, 1))
SIMPLE = {"climatology": climatology(), "own_last_12": own_last(12), "zero": Zero()}


def run(counts=COUNTS, forecasters=SIMPLE, origins=ORIGINS, leads=(1, 3), **more):
    return backtest(counts, forecasters, origins, leads, **{"seed": 1, "samples": 200, "replicates": 100, **more})


@dataclass
class Spy:
    """Notes what it is given."""

    seen: list

    def __call__(self, history, origin, leads, samples, rng, /):
        self.seen.append((origin, history))
        return np.zeros((len(leads), samples), dtype=int)


def test_a_forecaster_is_given_the_past_and_nothing_else():
    spy = Spy([])
    run(forecasters={"spy": spy})
    assert [origin for origin, _ in spy.seen] == list(ORIGINS)
    for origin, history in spy.seen:
        assert len(history) == COUNTS.index(origin)
        assert history.steps.label(len(history)) == f"{origin:%Y-%m}"
        assert history.values.tolist() == VALUES[: len(history)].tolist()
        assert history.values.base is None


def test_changing_the_future_changes_no_forecast_and_no_weight():
    other = VALUES.copy()
    cut = COUNTS.index(date(2015, 6, 1))
    other[cut:] += 700
    cards = [run(counts) for counts in (COUNTS, Counts.monthly(date(2010, 1, 1), other, unit="R"))]
    before = [o for o, day in enumerate(ORIGINS) if day <= date(2015, 6, 1)]
    for name in cards[0].models:
        first, second = (card.models[name].quantiles[:, before] for card in cards)
        assert np.array_equal(first, second)
    assert [cards[0].weights[o] for o in before] == [cards[1].weights[o] for o in before]
    assert cards[0].weights[-1] != cards[1].weights[-1]


def test_lead_one_is_the_origins_own_month():
    card = run(origins=ORIGINS[:1], leads=(1, 2, 12))
    assert card.outcomes[0, 0].tolist() == [VALUES[48], VALUES[49], VALUES[59]]
    assert card.targets == (("2014-01", "2014-02", "2014-12"),)


def test_targets_beyond_the_record_are_left_out():
    card = run(origins=(date(2019, 10, 1), date(2019, 12, 1)), leads=(1, 3))
    assert np.isnan(card.outcomes[0]).tolist() == [[False, False], [False, True]]
    assert card.to_dict()["models"]["zero"]["n"] == 3
    assert len(card.cells()) == 4 * 3


def test_origins_without_any_outcome_are_kept_and_said_so():
    card = run(origins=(*COUNTS.origins(date(2019, 9, 1), date(2020, 2, 1)),), leads=(1,))
    by_origin = card.to_dict()["models"]["model"]["by_origin"]
    assert by_origin["2020-01"]["crps"] is None
    assert by_origin["2019-12"]["crps"] is not None


def test_scores_are_those_of_the_draws():
    card = run(forecasters={"zero": Zero()}, leads=(1, 2))
    assert card.mean("zero", "crps") == pytest.approx(card.outcomes.mean())
    assert card.mean("zero", "mis") == pytest.approx(20 * card.outcomes.mean())
    assert card.mean("zero", "brier") == pytest.approx((card.outcomes >= 25).mean())
    assert card.models["zero"].probability.max() == 0


def test_the_same_seed_repeats_and_company_changes_nobodys_numbers():
    first, again, alone = run(), run(), run(forecasters={"climatology": climatology()}, origins=ORIGINS[5:])
    assert first.to_dict(cells=True) == again.to_dict(cells=True)
    quantiles = first.models["climatology"].quantiles[:, 5:]
    assert np.array_equal(quantiles, alone.models["climatology"].quantiles)
    assert not np.array_equal(run(seed=2).models["climatology"].quantiles, first.models["climatology"].quantiles)


def test_the_order_of_origins_does_not_matter():
    assert run(origins=ORIGINS[::-1]).to_dict() == run().to_dict()


def test_the_stack_begins_with_the_prior_and_learns_to_favour_the_better():
    good = Counts.monthly(date(2010, 1, 1), np.tile([0, 4, 9, 30], 30))
    card = run(good, {"climatology": climatology(), "zero": Zero()}, prior={"zero": 0.4, "climatology": 0.6})
    assert card.weights[0].weights == pytest.approx((0.6, 0.4))
    assert card.weights[0].targets == 0
    assert dict(zip(card.weights[-1].names, card.weights[-1].weights, strict=True))["climatology"] > 0.8
    assert card.weights[1].targets == 1
    assert card.mean("model", "ign") < card.mean("zero", "ign")


def test_learning_origins_teach_the_stack_and_are_not_scored():
    learning = COUNTS.origins(date(2012, 1, 1), date(2013, 12, 1))
    card = run(learning=learning)
    assert card.origins == run().origins
    assert card.weights[0].targets == 24 + 22
    assert card.provenance["learning_origins"] == {"first": "2012-01", "last": "2013-12", "n": 24}


def test_the_stack_can_be_chosen_or_left_out():
    assert run(stack=("climatology", "zero")).weights[0].names == ("climatology", "zero")
    bare = run(stack=())
    assert "model" not in bare.models
    assert bare.reference == "climatology"
    assert bare.weights == ()


def test_provenance_says_where_the_numbers_come_from():
    facts = run(provenance={"case_hash": "abc", "posterior": "p1"}).to_dict()["provenance"]
    assert facts["vintage_note"] == HINDCAST
    assert "final-vintage hindcast" in HINDCAST
    assert (facts["rule"], facts["vintage"], facts["seed"]) == (["start"], ["GED 25.1"], 1)
    assert (facts["case_hash"], facts["posterior"], facts["version"]) == ("abc", "p1", "0.1.0")
    assert facts["hyperparameters"]["own_last_12"] == {
        "kind": "OwnHistory", "last": 12, "since": None, "half_life": None, "uniform": 0.0, "noise": 0.0,
    }  # fmt: skip
    assert facts["bootstrap"]["block"] == 3
    since = run(forecasters={"c": climatology(date(2011, 1, 1)), "f": lambda h, o, k, n, r: np.zeros((len(k), n))})
    assert since.provenance["hyperparameters"]["c"]["since"] == "2011-01-01"
    assert since.provenance["hyperparameters"]["f"] == {"kind": "<lambda>"}


def test_the_version_is_unknown_where_the_package_is_not_installed(monkeypatch):
    from importlib.metadata import PackageNotFoundError

    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(sys.modules[backtest.__module__], "version", missing)
    assert run().provenance["version"] == "unknown"


def test_progress_is_reported():
    seen = []
    run(origins=ORIGINS[:3], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_panel_is_scored_with_active_and_inactive_units_apart():
    quiet = Counts.monthly(date(2010, 1, 1), np.zeros(120), unit="Q")
    card = run([COUNTS, quiet], standard_baselines())
    data = card.to_dict()
    model = data["models"]["climatology"]
    assert card.outcomes.shape == (2, 36, 2)
    assert model["inactive"]["n"] >= 72
    assert model["inactive"]["crps"] == 0
    assert model["active"]["n"] + model["inactive"]["n"] == model["n"]
    assert data["units"] == ["R", "Q"]
    assert "of 2 units" in card.verdict()[0]
    alone = run(COUNTS, standard_baselines())
    assert np.array_equal(card.models["climatology"].quantiles[0], alone.models["climatology"].quantiles[0])


def test_weekly_series_work_alike():
    weekly = Counts(VALUES, Steps(date(2018, 1, 1), "week"))
    card = run(weekly, origins=weekly.origins(date(2019, 6, 3), date(2019, 7, 1)))
    assert card.origins == ("2019-W23", "2019-W24", "2019-W25", "2019-W26", "2019-W27")


def test_the_scorecard_is_plain_data():
    data = json.loads(json.dumps(run().to_dict(cells=True)))
    assert set(data["models"]) == {"model", *SIMPLE}
    assert {"crps", "crps_log1p", "ign", "mis", "brier", "by_lead", "by_origin"} <= set(data["models"]["model"])
    assert set(data["models"]["model"]["by_lead"]) == {"1", "3"}
    assert len(data["models"]["model"]["by_origin"]) == 36
    assert data["cells"][0]["target"] == "2014-01"
    pair = data["paired"][0]
    assert {"model", "other", "metric", "mean", "low", "high", "block", "separable"} <= set(pair)


def bad(draws):
    return {"bad": lambda history, origin, leads, samples, rng: draws(len(leads), samples)}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"forecasters": bad(lambda leads, n: np.zeros((leads, n - 1)))}, "bad returned draws of shape"),
        ({"forecasters": bad(lambda leads, n: np.full((leads, n), -1))}, "no counts"),
        ({"forecasters": bad(lambda leads, n: np.full((leads, n), 0.5))}, "no counts"),
        ({"forecasters": bad(lambda leads, n: np.full((leads, n), np.nan))}, "no counts"),
        ({"forecasters": {}}, "no forecaster"),
        ({"forecasters": {"model": Zero()}}, "stack's name"),
        ({"counts": []}, "no series"),
        ({"origins": ()}, "no origin"),
        ({"leads": (0, 1)}, "leads"),
        ({"leads": (1, 1)}, "leads"),
        ({"samples": 1}, "samples"),
        ({"seed": -1}, "seed"),
        ({"stack": ("zero", "nobody")}, "unknown forecasters: nobody"),
        ({"prior": {"zero": 1}}, "name each of climatology"),
        ({"origins": (date(2031, 1, 1),)}, "the series ends with 2019-12"),
        ({"counts": [COUNTS, COUNTS]}, "same name"),
        ({"counts": [COUNTS, Counts.monthly(date(2011, 1, 1), VALUES, unit="S")]}, "same step"),
        ({"origins": (date(2010, 1, 1),), "forecasters": {"last": LastValuePoisson()}}, "no history of R"),
    ],
)
def test_what_cannot_be_backtested_is_refused_in_one_line(more, says):
    with pytest.raises(ScoreError) as caught:
        run(**more)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_draws_of_a_fixed_number_are_scored_as_they_are() -> None:
    series = Counts.monthly(date(2000, 1, 1), [3, 0, 5, 1, 0, 2] * 6)
    fixed = np.arange(20)[None].repeat(2, axis=0)
    card = backtest(
        series, {"kept": lambda *_: fixed}, [date(2002, 1, 1)], (1, 2), seed=1, samples=20, oversampling=1, stack=()
    )
    assert card.provenance["oversampling"] == 1
    with pytest.raises(ScoreError, match="is asked for"):
        backtest(series, {"kept": lambda *_: fixed}, [date(2002, 1, 1)], (1, 2), seed=1, samples=20, stack=())
    with pytest.raises(ScoreError, match="oversampling"):
        backtest(series, {"kept": lambda *_: fixed}, [date(2002, 1, 1)], (1, 2), seed=1, oversampling=0, stack=())


def test_even_quantiles_of_many_draws_hold_less_chance_than_as_many_draws() -> None:
    series = Counts.monthly(date(1995, 1, 1), [0, 0, 3, 0, 12, 1, 0, 40, 0, 2, 0, 0] * 10)
    origins = [date(2000 + n // 12, n % 12 + 1, 1) for n in range(48)]
    spread = []
    for oversampling in (1, 4):
        cards = [
            backtest(series, {"own": climatology()}, origins, (1,), seed=seed, samples=100, oversampling=oversampling,
                     stack=(), replicates=1)
            for seed in range(6)
        ]  # fmt: skip
        spread.append(np.std([card.mean("own", "ign") for card in cards]))
    assert spread[1] < spread[0]
