"""The backtest of a case: nothing of the future is read, and the scorecard has what others rely on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest

from assemblies import modelled
from interbellum.case import Case, new_case, open_case
from interbellum.case.tables import Point
from interbellum.errors import InterbellumError, ModelError, ScoreError, UsageError
from interbellum.forecasting.cases import (
    MECHANISMS,
    MechanismForecaster,
    backtest,
    counted_until,
    history_of,
    past_origins,
)
from interbellum.forecasting.rivalry import COMPONENTS
from interbellum.inference.posterior import IMPUTATIONS, replays
from interbellum.record import Record
from interbellum.scoring.baselines import standard_baselines
from interbellum.scoring.scorecard import Scorecard
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.inputs import sample_inputs
from interbellum.simulation.members import Draws, prior_draws

ORIGINS = (date(2007, 1, 1), date(2007, 7, 1), date(2008, 7, 1))
LEARNING = (date(2006, 1, 1), date(2006, 7, 1))
LEADS = (1, 3, 6)


def _later(case: Case, day: str) -> Case:
    """Return the case with another story from a day on: deaths, spending, attention, ground, road, talks, events."""
    series = {
        name: tuple(
            p if p.date[: len(day)] < day[: len(p.date)] else p.model_copy(update={"value": (p.value or 0) * 0.5 + 60})
            for p in rows
        )
        for name, rows in case.series.items()
        if name != "attention"
    }
    attention = tuple(p for p in case.series["attention"] if p.date[:7] < day[:7])
    status = tuple(s for s in case.status if (s.from_ or "") < day)
    events = tuple(e for e in case.events if e.date < day)
    return replace(case, series={**series, "attention": attention}, status=status, events=events)


@pytest.fixture(scope="module")
def case() -> Case:
    return open_case("two-valleys")


@dataclass(frozen=True)
class _Stand:
    """In place of a posterior: draws of the priors, others for each step that a fit would end with."""

    draws: Draws


def _stand_in(assembly: Assembly, step: int, *, seed: int) -> _Stand:
    return _Stand(prior_draws(assembly.system, assembly.rows, 1000 * seed + step))


@pytest.fixture(autouse=True, scope="module")
def _no_fits() -> Iterator[None]:
    """Fits are proven elsewhere and take minutes to compile; here their place is taken by the priors."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("interbellum.forecasting.cases.fit_until", _stand_in)
        yield


@pytest.fixture(scope="module")
def fits() -> list[int]:
    return []


@pytest.fixture(scope="module")
def card(case: Case, fits: list[int]) -> Scorecard:
    return backtest(case, ORIGINS, leads=LEADS, samples=200, learning=LEARNING, fitted=fits.append)


def test_the_card_has_the_stack_the_mechanisms_and_the_baselines(card: Scorecard) -> None:
    assert card.reference == "model"
    assert list(card.models)[:2] == ["model", MECHANISMS]
    assert set(card.models) == {"model", MECHANISMS, *COMPONENTS, *standard_baselines()}
    assert {"decayed_history", "zero", "climatology"} <= set(card.models)
    assert card.units == ("UPPER-LOWER",)
    assert card.origins == ("2007-01", "2007-07", "2008-07")
    assert card.leads == LEADS
    assert card.targets[2] == ("2008-07", "2008-09", "2008-12")
    counted = {p.date: p.value for p in open_case("two-valleys").series["deaths"]}
    assert card.outcomes[0].tolist() == [[counted[month] for month in months] for months in card.targets]


def test_without_the_mechanisms_nothing_is_fitted_and_the_forecast_is_the_same(card: Scorecard, case: Case) -> None:
    fits: list[int] = []
    quick = backtest(case, ORIGINS, leads=LEADS, samples=200, learning=LEARNING, mechanisms=False, fitted=fits.append)
    assert fits == []
    assert MECHANISMS not in quick.models
    assert quick.mean("model", "ign") == card.mean("model", "ign")


def test_origins_may_be_written(case: Case) -> None:
    settings: dict[str, Any] = {"leads": (1,), "samples": 50, "mechanisms": False}
    one = backtest(case, ["2007-01", "2007-07-01"], learning=["2006-07"], **settings)
    other = backtest(case, [date(2007, 1, 1), datetime(2007, 7, 1)], learning=[date(2006, 7, 1)], **settings)
    assert one.to_dict() == other.to_dict()
    for wrong in ("2007-01", [2007], ["2007"]):
        with pytest.raises(InterbellumError) as error:
            backtest(case, wrong, **settings)  # type: ignore[arg-type]
        assert "2007" in str(error.value)


def test_before_the_worlds_past_is_known_the_mechanisms_and_history_are_stacked(case: Case) -> None:
    early = backtest(case, [date(2001, 7, 1)], leads=(1,), samples=50, learning=())
    assert tuple(early.weights[0].names) == (MECHANISMS, "decayed_history")


def test_the_json_has_the_keys_that_others_rely_on(card: Scorecard) -> None:
    data: dict[str, Any] = json.loads(json.dumps(card.to_dict(), allow_nan=False))
    assert {"models", "paired", "provenance"} <= set(data)
    for scores in data["models"].values():
        assert {"crps", "crps_log1p", "ign", "mis", "brier", "by_lead", "by_origin"} <= set(scores)
        assert set(scores["by_lead"]) == {"1", "3", "6"}
        assert set(scores["by_origin"]) == set(card.origins)
    assert {(p["model"], p["other"]) for p in data["paired"]} >= {("model", MECHANISMS), ("model", "zero")}


def test_provenance_says_what_was_done_and_only_that(card: Scorecard, case: Case) -> None:
    found: dict[str, Any] = dict(card.provenance)
    assert found["case"] == "two-valleys"
    assert found["case_hash"] == case.hash
    assert found["rivalry"] == "UPPER-LOWER"
    assert found["refit"] == "yearly"
    assert found["seed"] == 1
    assert found["vintage"] == ["2011-02"]
    assert found["rule"] == ["start"]
    assert found["vintage_note"].startswith("final-vintage hindcast")
    assert found["learning_origins"] == {"first": "2006-01", "last": "2006-07", "n": 2}
    assert found["learning_from"] == "2006-01-01"
    assert found["stack"]["components"] == list(COMPONENTS)
    assert found["hyperparameters"][MECHANISMS] == {
        "kind": "MechanismForecaster", "rivalry": "UPPER-LOWER", "refit": "yearly", "seed": 1,
    }  # fmt: skip


def test_the_stacks_weights_rest_on_the_past_of_each_origin(card: Scorecard) -> None:
    assert [w.origin for w in card.weights] == list(card.origins)
    assert [w.targets for w in card.weights] == [6, 9, 12]  # two learning origins, then the scored ones before
    for weights in card.weights:
        assert weights.names == COMPONENTS
        assert sum(weights.weights) == pytest.approx(1.0)


def test_parameters_are_fitted_each_january(card: Scorecard, fits: list[int], case: Case) -> None:
    assert card.origins
    steps = assemble(case).system.steps
    assert [steps.label(step) for step in fits] == ["2006-01", "2007-01", "2008-01"]


def _forecaster(case: Case, refit: Any = "yearly", fitted: Any = None) -> MechanismForecaster:
    return MechanismForecaster(assemble(case), "UPPER-LOWER", refit, 1, fitted)


def _draws(case: Case, forecaster: MechanismForecaster, origin: date, samples: int = 200) -> np.ndarray:
    history = history_of(assemble(case), "UPPER-LOWER").before(origin)
    found: np.ndarray = forecaster(history, origin, LEADS, samples, np.random.default_rng(0))
    return found


def test_nothing_dated_at_the_origin_or_later_is_read(card: Scorecard, case: Case) -> None:
    """Another story from the origin on (amid a war, too) leaves the forecast what it was, draw by draw."""
    assert card.origins
    for origin in (date(2008, 7, 1), date(2008, 9, 1)):
        other = _later(case, origin.isoformat()[:7])
        assert history_of(assemble(other), "UPPER-LOWER").values[-1] == 60
        one, two = (_draws(c, _forecaster(c), origin) for c in (case, other))
        assert (one == two).all()
    earlier = _later(case, "2008-06")
    assert (
        _draws(earlier, _forecaster(earlier), date(2008, 7, 1)) != _draws(case, _forecaster(case), ORIGINS[2])
    ).any()


def test_a_fit_reads_nothing_dated_at_its_end_or_later(case: Case) -> None:
    """What a fit is given (covariates, evidence, weights) is the same bits with another story from then on."""
    given = []
    for one in (case, _later(case, "2008-09")):
        assembly = assemble(one)
        inputs = sample_inputs(assembly.system, assembly.rows, IMPUTATIONS, 1)
        until = assembly.step_after(date(2008, 9, 1))
        given.append(replays(assembly.engine, assembly.observed, assembly.rows, inputs, until=until, seed=1))
    for name, replayed in given[0].items():
        for left, right in zip(jax.tree.leaves(replayed), jax.tree.leaves(given[1][name]), strict=True):
            assert np.array_equal(left, right, equal_nan=True), name


def test_a_forecast_does_not_depend_on_the_origins_before_it(card: Scorecard, case: Case) -> None:
    """States are carried on from origin to origin; alone, each gives the same draws."""
    assert card.origins
    walking = _forecaster(case)
    for origin in (date(2007, 1, 1), date(2007, 7, 1)):
        assert (_draws(case, walking, origin) == _draws(case, _forecaster(case), origin)).all()


def test_draws_are_whole_deaths_of_the_asked_leads(card: Scorecard, case: Case) -> None:
    assert card.origins
    draws = _draws(case, _forecaster(case), ORIGINS[0], samples=1500)
    assert draws.shape == (3, 1500)
    assert draws.dtype == np.int64
    assert (draws >= 0).all()
    assert len(np.unique(draws)) > 10


def test_fitted_once_means_before_the_first_origin(card: Scorecard, case: Case) -> None:
    assert card.origins
    fits: list[int] = []
    forecaster = _forecaster(case, "first", fits.append)
    for origin in (ORIGINS[0], ORIGINS[1], ORIGINS[2]):
        _draws(case, forecaster, origin)
    assert [assemble(case).system.steps.label(step) for step in fits] == ["2007-01"]


def test_learning_origins_default_to_the_same_months_before_the_first(case: Case) -> None:
    from interbellum.forecasting.cases import _learning

    assembly = assemble(case)
    found = _learning(assembly, history_of(assembly, "UPPER-LOWER"), ORIGINS)
    assert found == tuple(date(year, month, 1) for year in range(2002, 2007) for month in (1, 7))
    assert _learning(assembly, history_of(assembly, "UPPER-LOWER"), (date(2002, 1, 1),)) == ()


def _young(case: Case, since: str, counted: str) -> Case:
    """Return the case with its rivalry beginning in a month, and its deaths counted from another."""

    def begin(data: dict[str, Any]) -> None:
        data["units"]["rivalries"][0]["from"] = since
        for span in data["coverage"]:
            span["from"] = counted

    deaths = tuple(p for p in case.series["deaths"] if p.date >= counted)
    return modelled(replace(case, series={**case.series, "deaths": deaths}), begin)


@pytest.mark.parametrize(("since", "counted"), [("2005-04", "2005-04"), ("2005-04", "2000-01"), ("2000-01", "2005-04")])
def test_a_rivalry_that_begins_after_the_model_is_learned_from_its_own_past(
    case: Case, since: str, counted: str
) -> None:
    from interbellum.forecasting.cases import _learning

    young = _young(case, since, counted)
    assembly = assemble(young)
    found = _learning(assembly, history_of(assembly, "UPPER-LOWER"), [date(2009, 6, 1)])
    assert found == (date(2007, 6, 1), date(2008, 6, 1))
    card = backtest(young, [date(2009, 6, 1), date(2009, 12, 1)], leads=(1,), samples=50, mechanisms=False)
    assert "model" in card.models
    assert backtest(young, [date(2005, 6, 1)], leads=(1,), samples=50, mechanisms=False).models
    assert past_origins(young, date(2011, 1, 1), 13)[0] == date(2005, 6, 1)
    assert len(past_origins(case, date(2011, 1, 1), 13)) == 13


@pytest.fixture(scope="module")
def weekly(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return a case by weeks, of two sides that lost one a week from 2016 to 2021."""
    made = new_case(
        tmp_path_factory.mktemp("weekly") / "case",
        sides=("North", "South"),
        step="week",
        period="2016-01-04/2021-12-26",
    )
    steps, rivalry = Record.of(made).steps, made.model.units.rivalries[0].id
    weeks = range(steps.index(date(2021, 12, 26)) + 1)
    deaths = tuple(
        Point(
            date=f"{steps.start(i)}/{steps.end(i)}", subject=rivalry, variable="deaths", value=1.0, unit="person",
            rule="start", source="S",
        )
        for i in weeks
    )  # fmt: skip
    return replace(made, series={"deaths": deaths})


def test_a_backtest_by_weeks_learns_from_the_same_weeks_of_earlier_years(weekly: Case) -> None:
    from interbellum.forecasting.cases import _learning

    assembly = assemble(weekly)
    history = history_of(assembly, weekly.model.units.rivalries[0].id)
    origins = [date(2021, 3, 1) + timedelta(weeks=4 * i) for i in range(5)]
    found = _learning(assembly, history, origins)
    assert [day.isocalendar()[:2] for day in found] == [
        (year, week) for year in (2018, 2019, 2020) for week in (9, 13, 17, 21, 25)
    ]
    assert all(day.weekday() == 0 for day in found)
    of_the_53rd = _learning(assembly, history, [date(2020, 12, 28)])
    assert of_the_53rd == (date(2018, 12, 24), date(2019, 12, 23), date(2020, 12, 21))
    assert _learning(assembly, history, [date(2017, 12, 4)]) == ()


def test_past_origins_by_weeks_begin_a_week(weekly: Case) -> None:
    found = past_origins(weekly, date(2021, 12, 27))
    assert {day.weekday() for day in found} == {0}
    assert found[-1] == date(2020, 11, 30)


def test_the_history_is_that_of_the_series(case: Case) -> None:
    history = history_of(assemble(case), "UPPER-LOWER")
    assert len(history) == 132
    assert history.values[history.index(date(2002, 5, 1))] == 340
    assert (history.rule, history.vintage, history.unit) == ("start", "2011-02", "UPPER-LOWER")


def _without(case: Case, *months: str) -> Case:
    deaths = tuple(p for p in case.series["deaths"] if p.date not in months)
    return replace(case, series={**case.series, "deaths": deaths})


def test_a_history_begins_after_its_last_gap(case: Case) -> None:
    history = history_of(assemble(_without(case, "2003-05")), "UPPER-LOWER")
    assert history.steps.start(0) == date(2003, 6, 1)
    assert len(history) == 91


def test_an_origin_before_anybody_counted_is_refused_with_what_to_do(case: Case) -> None:
    assembly = assemble(case)
    history = history_of(assembly, assembly.system.ids["rivalries"][0])
    early = history.steps.start(0)
    with pytest.raises(ScoreError, match="counted without a gap only from") as found:
        backtest(case, [early], mechanisms=False)
    assert "--covers" in (found.value.hint or "")


def test_a_history_ends_with_the_last_count_and_so_do_the_origins(case: Case) -> None:
    late = ("2009-11", "2009-12", *(f"2010-{month:02}" for month in range(1, 13)))
    cut = _without(case, *late)
    assert counted_until(case) == date(2011, 1, 1)
    assert counted_until(cut) == date(2009, 11, 1)
    assert len(history_of(assemble(cut), "UPPER-LOWER")) == 132 - len(late)
    assert past_origins(case, date(2011, 1, 1), 3)[-1] == date(2010, 1, 1)
    assert past_origins(cut, date(2011, 1, 1), 3)[-1] == date(2008, 11, 1)
    card = backtest(cut, [date(2008, 7, 1)], leads=LEADS, samples=50, learning=(), mechanisms=False)
    whole = backtest(case, [date(2008, 7, 1)], leads=LEADS, samples=50, learning=(), mechanisms=False)
    assert card.mean("model", "crps") == whole.mean("model", "crps")


def test_an_origin_up_to_which_nobody_counted_is_refused_with_what_to_do(case: Case) -> None:
    cut = _without(case, "2010-10", "2010-11", "2010-12")
    with pytest.raises(ScoreError, match="counted to 2010-09 only, so nothing can be scored from 2010-11-01") as error:
        backtest(cut, [date(2009, 1, 1), date(2010, 11, 1)], mechanisms=False)
    assert "--to" in (error.value.hint or "")
    assert "\n" not in str(error.value)


def test_deaths_that_nobody_counted_are_refused(case: Case) -> None:
    with pytest.raises(ScoreError, match="nobody counted the deaths") as error:
        history_of(assemble(replace(case, series={})), "UPPER-LOWER")
    assert "\n" not in str(error.value)


def test_a_backtest_that_makes_no_sense_is_refused_in_one_line(case: Case) -> None:
    refused: list[tuple[type[Exception], str, dict[str, Any]]] = [
        (UsageError, "there is no origin", {"origins": []}),
        (ModelError, "unknown unit 'COLD'", {"origins": ORIGINS, "rivalry": "COLD"}),
        (ScoreError, "leads", {"origins": ORIGINS, "leads": (0,)}),
        (ScoreError, "two completed steps", {"origins": [date(2000, 2, 1)], "learning": ()}),
        (ScoreError, "no outcome", {"origins": [date(2011, 1, 1)], "learning": ()}),
    ]
    for kind, says, settings in refused:
        with pytest.raises(kind, match=says) as error:
            backtest(case, **settings)
        assert "\n" not in str(error.value)


def test_a_case_without_a_rivalry_is_refused_in_one_line(tmp_path: Path) -> None:
    new = new_case(tmp_path / "quiet", sides=("North", "South"))
    units = new.model.units.model_copy(update={"rivalries": ()})
    bare = replace(new, model=new.model.model_copy(update={"units": units}))
    for mechanisms in (True, False):
        with pytest.raises(ScoreError, match=r"quiet has no rivalry .* \(name its sides"):
            backtest(bare, [date(2020, 1, 1)], mechanisms=mechanisms)


def test_a_history_that_ends_elsewhere_is_refused(case: Case) -> None:
    history = history_of(assemble(case), "UPPER-LOWER").before(date(2005, 1, 1))
    with pytest.raises(ScoreError, match="does not end at the origin"):
        _forecaster(case)(history, date(2006, 1, 1), LEADS, 10, np.random.default_rng(0))
