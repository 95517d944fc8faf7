"""Running a case: its summary, its provenance, where it starts, and what it refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from assemblies import differing, modelled, ready, scenario
from interbellum.analysis.explaining import explain
from interbellum.case import open_case
from interbellum.errors import DateError, InterbellumError, ModelError, ScenarioError, UsageError
from interbellum.inference.posterior import CHAINS, IMPUTATIONS, Posterior, load, save
from interbellum.simulation.assembly import assemble
from interbellum.simulation.inputs import sample_inputs, sample_priors
from interbellum.simulation.leads import HORIZONS
from interbellum.simulation.members import Draws
from interbellum.simulation.replaying import replay
from interbellum.simulation.running import Ensemble, run
from interbellum.system.state import KINDS


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    return run(
        open_case("two-valleys"), start="2010-01-15", months=16, members=600, seed=3, scenario=["THIRD-WAR"], workers=1
    )


def test_the_dataset_has_the_documented_dims_and_coords(ensemble: Ensemble) -> None:
    data = ensemble.dataset
    assert data.phase.dims == ("scenario", "member", "lead", "rivalries")
    assert data.control.dims == ("scenario", "member", "lead", "zones")
    assert data.capability.dims == ("scenario", "member", "lead", "actors")
    assert dict(data.sizes) == {"scenario": 2, "member": 600, "lead": 16, **ready("two-valleys").system.sizes} | {
        kind: n for kind, n in data.sizes.items() if kind in KINDS
    }
    assert data.lead.values.tolist() == list(range(1, 17))
    assert data.member.values.tolist() == list(range(600))
    assert str(data.init.values)[:10] == "2010-01-01"
    assert [str(t)[:10] for t in data.time.values][:2] == ["2010-01-31", "2010-02-28"]
    assert data.zones.values.tolist() == ["RIDGE", "FORD", "MEADOW"]
    assert data.attrs["actors"].split() == ["UPPER", "LOWER", "HAVEN"]
    assert data.attrs["Conventions"].startswith("CF-")
    assert data.phase.attrs["flag_meanings"].split() == ["lull", "tension", "clashes", "war-rate"]
    assert data.deaths.attrs["units"] == "person"


def test_provenance_is_complete(ensemble: Ensemble) -> None:
    from interbellum import __version__

    assert ensemble.provenance == {
        "case": "two-valleys", "case_hash": open_case("two-valleys").hash, "version": __version__,
        "known_by": "all that is known now", "posterior": "prior", "seed": 3, "start": "2010-01-01", "step": "month",
        "members": 600, "first_step": 120, "hindcast": "final-vintage hindcast",
    }  # fmt: skip
    assert len(ensemble.provenance["case_hash"]) == 64
    beyond = run(open_case("two-valleys"), months=1, members=1)
    assert beyond.provenance["hindcast"] == "beyond the record"
    assert beyond.provenance["start"] == "2011-01-01"


def test_provenance_names_the_known_by_day() -> None:
    known = run(open_case("two-valleys"), known_by="2008-12-31", months=2, members=5)
    assert known.provenance["known_by"] == "2008-12-31"
    assert known.provenance["start"] == "2009-01-01"


def test_the_summary_is_plain_data_of_the_documented_shape(ensemble: Ensemble) -> None:
    summary = ensemble.summary()
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary
    assert set(summary) == {"provenance", "scenarios"}
    assert set(summary["scenarios"]) == {"baseline", "THIRD-WAR"}
    for one in summary["scenarios"].values():
        assert set(one) == {"title", "rivalries", "control"}
        rivalry = one["rivalries"]["UPPER-LOWER"]
        assert set(rivalry) == {"deaths", "phase", "p_war", "p_violence", "deaths_within", "total_deaths"}
        assert set(rivalry["deaths"][0]) == {"lead", "time", "q05", "q25", "q50", "q75", "q95", "mean"}
        assert set(rivalry["phase"][0]) == {"lead", "time", "lull", "tension", "clashes", "war"}
        assert list(rivalry["p_war"]) == ["1", "3", "6", "12", "16"]
        assert len(rivalry["deaths"]) == len(rivalry["phase"]) == 16


def _rivalries(summary: dict[str, Any]) -> list[dict[str, Any]]:
    return [r for one in summary["scenarios"].values() for r in one["rivalries"].values()]


def test_quantiles_are_ordered_and_shares_sum_to_one(ensemble: Ensemble) -> None:
    for rivalry in _rivalries(ensemble.summary()):
        for row in (*rivalry["deaths"], rivalry["total_deaths"]):
            values = [row[q] for q in ("q05", "q25", "q50", "q75", "q95")]
            assert values == sorted(values)
            assert values[0] >= 0
        for row in rivalry["phase"]:
            assert sum(row[name] for name in ("lull", "tension", "clashes", "war")) == pytest.approx(1.0)
    for one in ensemble.summary()["scenarios"].values():
        assert set(one["control"]) == {"RIDGE", "FORD", "MEADOW"}
        for shares in one["control"].values():
            assert sum(shares.values()) == pytest.approx(1.0)
            assert set(shares) <= {"UPPER", "LOWER", "HAVEN"}


def test_chances_grow_with_the_horizon_and_violence_is_likelier_than_war(ensemble: Ensemble) -> None:
    for rivalry in _rivalries(ensemble.summary()):
        for name in ("p_war", "p_violence"):
            chances = list(rivalry[name].values())
            assert chances == sorted(chances)
            assert all(0 <= p <= 1 for p in chances)
        assert all(rivalry["p_war"][h] <= rivalry["p_violence"][h] for h in rivalry["p_war"])
        assert rivalry["p_war"]["1"] == rivalry["phase"][0]["war"]


def test_the_summary_counts_what_the_dataset_holds(ensemble: Ensemble) -> None:
    found = ensemble.summary()["scenarios"]["baseline"]["rivalries"]["UPPER-LOWER"]
    deaths, phase = ensemble.dataset.deaths.values[0, :, :, 0], ensemble.dataset.phase.values[0, :, :, 0]
    assert found["deaths"][5]["mean"] == pytest.approx(deaths[:, 5].mean())
    assert found["deaths"][5]["q95"] == np.quantile(deaths[:, 5], 0.95)
    assert found["total_deaths"]["mean"] == pytest.approx(deaths.sum(axis=1).mean())
    assert found["deaths_within"]["6"]["q95"] == np.quantile(deaths[:, :6].sum(axis=1), 0.95)
    assert found["p_war"]["6"] == (phase[:, :6] == 3).any(axis=1).mean()


def test_horizons_stop_at_the_length_of_the_run() -> None:
    short = run(open_case("two-valleys"), months=3, members=10).summary()
    assert list(short["scenarios"]["baseline"]["rivalries"]["UPPER-LOWER"]["p_war"]) == ["1", "3"]
    assert tuple(sorted(HORIZONS)) == HORIZONS


@pytest.mark.parametrize("day", ["2009-05-01", "2009-05-16", "2009-05-31"])
def test_a_run_from_any_day_of_a_month_simulates_that_month(day: str) -> None:
    """What the record has of the month, and of all later ones, is not seen."""
    from_first = run(open_case("two-valleys"), start="2009-05-01", months=2, members=50)
    found = run(open_case("two-valleys"), start=day, months=2, members=50)
    assert found.provenance["start"] == "2009-05-01"
    assert differing(from_first.dataset, found.dataset) == []
    assert len(np.unique(found.dataset.deaths.values[0, :, 0, 0])) > 1


def test_a_run_sees_nothing_dated_at_its_origin_or_later() -> None:
    """Another future of the record gives the same futures of the run."""
    case = open_case("two-valleys")
    series = {
        name: tuple(p if p.date < "2008-09" else p.model_copy(update={"value": (p.value or 0) / 2 + 99}) for p in rows)
        for name, rows in case.series.items()
        if name != "attention"
    }
    later = replace(
        case,
        series={**case.series, **series},
        status=tuple(s for s in case.status if s.id not in ("S-FORD-3", "S-ROAD-3", "S-TALKS-2", "S-OBSERVERS-2")),
        events=tuple(e for e in case.events if e.date < "2008-09"),
    )
    settings = {"start": "2008-09-01", "months": 6, "members": 300}
    assert differing(run(case, **settings).dataset, run(later, **settings).dataset) == []


REFUSED = {
    "no members": ({"members": 0}, UsageError, "0 members over 2 steps cannot be run (members 1 to 1000000"),
    "too many members": ({"members": 1_000_001}, UsageError, "1000001 members"),
    "no months": ({"months": 0}, UsageError, "0 steps cannot be run"),
    "too many months": ({"months": 1201}, UsageError, "1201 steps cannot be run"),
    "a start before the model": ({"start": "1999-12-31"}, UsageError, "1999-12-31 lies before the model has"),
    "a start in the model's first step": ({"start": "2000-01-31"}, UsageError, "choose a day after 2000-01-31"),
    "a start far beyond the record": ({"start": "2999-01-01"}, UsageError, "2999-01-01 lies too far beyond the record"),
    "a start that is no day": ({"start": "2010-13-01"}, DateError, "2010-13-01"),
    "a known-by that is no day": ({"known_by": "soon"}, DateError, "soon"),
    "months that are not whole": ({"months": 2.5}, UsageError, "months is a whole number, not 2.5"),
    "members in words": ({"members": "many"}, UsageError, "members is a whole number, not 'many'"),
    "a start where the calendar begins": ({"start": "0001-01-01"}, UsageError, "lies before the model has"),
    "a start where it ends": ({"start": "9999-12-31"}, UsageError, "lies too far beyond the record"),
    "a start that is a number": ({"start": 2010}, DateError, "2010 is no day"),
    "a scenario in a posterior's place": ({"posterior": "THIRD-WAR"}, UsageError, "'THIRD-WAR' is no posterior"),
    "a scenario that there is not": ({"scenario": "PEACE"}, ScenarioError, "unknown scenario 'PEACE'"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_run_that_makes_no_sense_is_refused_in_one_line(fault: str) -> None:
    settings, kind, says = REFUSED[fault]
    with pytest.raises(InterbellumError) as error:
        run(open_case("two-valleys"), **{"months": 2, "members": 5, **settings})
    assert isinstance(error.value, kind)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("day", [datetime(2010, 1, 15, 12), pd.Timestamp("2010-01-15")])
def test_a_day_with_a_time_is_that_day(day: date) -> None:
    case = open_case("two-valleys")
    one, other = (run(case, start=start, months=months, members=5) for start, months in ((day, 2.0), ("2010-01-15", 2)))  # type: ignore[arg-type]
    assert one.provenance == other.provenance
    assert replay(case, on=day, known_by=day).data == replay(case, on="2010-01-15", known_by="2010-01-15").data


@dataclass(frozen=True)
class _Fitted:
    """In place of a posterior: the priors' draws, and what they say that they were fitted on."""

    draws: Draws
    provenance: dict[str, Any]


def _fitted(name: str, until: str, **more: Any) -> _Fitted:
    return _Fitted(ready(name).priors, {**ready(name).provenance(), "until": until, **more})


@pytest.mark.parametrize(
    ("until", "start", "kind"),
    [
        ("2005-01-01", "2005-01-01", "final-vintage hindcast"),
        ("2005-02-01", "2005-01-01", "in-sample: the parameters were fitted on what is forecast"),
        ("2011-01-01", "2011-01-01", "beyond the record"),
    ],
)
def test_a_run_says_what_its_posterior_was_fitted_on(until: str, start: str, kind: str) -> None:
    case, posterior = open_case("two-valleys"), _fitted("two-valleys", until)
    found = run(case, posterior, start=start, months=1, members=5)
    assert found.provenance["posterior_until"] == until
    assert found.provenance["hindcast"] == kind
    assert run(case, posterior, like=found).provenance == found.provenance


def test_what_is_known_by_a_day_is_in_sample_to_a_posterior_of_a_later_one() -> None:
    found = run(
        open_case("two-valleys"), _fitted("two-valleys", "2011-01-01"), known_by="2004-12-31", months=1, members=5
    )
    assert found.provenance["hindcast"].startswith("in-sample")
    assert found.provenance["hindsight"] == found.provenance["hindcast"]
    assert "; with hindsight: " in found.provenance["hindsight"]


@pytest.mark.parametrize(
    ("fitted_by", "run_by", "told"),
    [
        ("2004-12-31", "2004-12-31", None),
        ("2004-06-30", "2004-12-31", None),
        ("2008-12-31", None, None),
        ("2008-12-31", "2004-12-31", "with what was known by 2008-12-31, after 2004-12-31"),
        ("all that is known now", "2004-12-31", "with all that is known now, not with what was by 2004-12-31"),
    ],
)
def test_a_posterior_that_has_seen_what_was_not_known_yet_is_told_of(
    fitted_by: str, run_by: str | None, told: str | None
) -> None:
    case, posterior = open_case("two-valleys"), _fitted("two-valleys", "2004-01-01", known_by=fitted_by)
    found = run(case, posterior, start="2004-01-01", known_by=run_by, months=1, members=5)
    if told is None:
        assert "hindsight" not in found.provenance
        assert found.provenance["hindcast"] == "final-vintage hindcast"
    else:
        assert found.provenance["hindsight"] == f"with hindsight: the parameters were fitted {told}"
        assert found.provenance["hindcast"] == found.provenance["hindsight"]
    assert run(case, posterior, like=found).provenance == found.provenance


def test_a_posterior_of_another_case_or_state_is_refused() -> None:
    case = open_case("two-valleys")
    for posterior, says in (
        (_fitted("karabakh", "2011-01-01"), "the posterior is of case karabakh, not of two-valleys"),
        (_fitted("two-valleys", "2011-01-01", case_hash="x"), "fitted on another state of case two-valleys"),
    ):
        for use in (run, explain):
            with pytest.raises(UsageError, match=says):
                use(case, posterior=posterior)  # type: ignore[operator]


def test_values_that_leave_the_real_numbers_are_refused_in_one_line() -> None:
    wild = scenario({"op": "parameter", "target": "spending.growth", "value": 1e6})
    with pytest.raises(ScenarioError, match="left the real numbers") as error:
        run(open_case("two-valleys"), start="2010-12-01", months=3, members=5, scenario=wild)
    assert "\n" not in str(error.value)


def test_an_unknown_mechanism_or_parameter_row_is_refused() -> None:
    case = open_case("two-valleys")
    with pytest.raises(ModelError, match="unknown mechanism 'weather'"):
        assemble(modelled(case, lambda d: d["mechanisms"].append("weather")))
    row = {"name": "weather.rain", "value": 1, "unit": "mm", "basis": "judgement", "source": "made up"}
    with pytest.raises(ModelError, match=r"unknown parameter 'weather\.rain'"):
        assemble(modelled(case, lambda d: d.update(parameters=[row])))


def test_a_case_may_override_a_parameter() -> None:
    row = {"name": "conquest.take.clashes", "value": 0.5, "unit": "share", "basis": "judgement", "source": "made up"}
    changed = assemble(modelled(open_case("two-valleys"), lambda d: d.update(parameters=[row])))
    assert (changed.priors.theta["conquest.take.clashes"] == 0.5).all()


def test_a_case_is_made_ready_once_by_content() -> None:
    one, two = open_case("two-valleys"), open_case("two-valleys")
    assert one is not two
    assert assemble(one) is assemble(two)
    assert assemble(one, date(2005, 1, 1)) is not assemble(one)
    other = modelled(one, lambda d: d["initial"][0].update(value=1.1))
    assert assemble(other) is not assemble(one)


def test_progress_counts_blocks() -> None:
    seen: list[tuple[int, int]] = []
    run(
        open_case("two-valleys"), months=2, members=1500, scenario=["THIRD-WAR"], start="2011-03-01",
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    assert sorted(seen) == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_stored_posterior_of_a_case_without_communities_still_runs(tmp_path: Path) -> None:
    """Inputs of a kind of unit that the case has none of come back from the disk as they went."""
    assembly = ready("two-valleys")
    assert assembly.system.size("communities") == 0
    inputs = sample_inputs(assembly.system, assembly.rows, IMPUTATIONS, 1)
    drawn = sample_priors(assembly.rows, IMPUTATIONS * CHAINS * 10, 1)
    chains = {name: value.reshape(IMPUTATIONS * CHAINS, 10) for name, value in drawn.items()}
    made = Posterior(
        "stored", assembly.rows, inputs, chains, np.zeros((IMPUTATIONS * CHAINS, 10), bool), assembly.provenance()
    )
    save(made, tmp_path / "posterior.nc")
    back = load(tmp_path / "posterior.nc", assembly.rows)
    settings = {"start": "2010-06-01", "months": 3, "members": 20}
    one, two = (run(open_case("two-valleys"), posterior, **settings) for posterior in (made, back))
    assert differing(one.dataset, two.dataset) == []
    assert two.provenance["posterior"] == "stored"
