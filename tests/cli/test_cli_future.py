"""fit, run, compare, open and brief, with a posterior that costs nothing: what they write, and that luck is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xarray as xr
from command_line import Priors, Run

import interbellum as ib
import made_up
from interbellum.cli import opening
from interbellum.cli.future import say_idle, share, show_comparison
from interbellum.cli.limits import say_silent, say_step
from interbellum.cli.what_ifs import applicable

SHORT = ("two-valleys", "--months", "6", "--members", "200")


@pytest.fixture(autouse=True)
def _priors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every fit give the priors, and every backtest a made-up scorecard."""
    monkeypatch.setattr("interbellum.inference.fitting.fit", lambda case, **_: Priors(case))
    monkeypatch.setattr("interbellum.forecasting.cases.backtest", lambda case, _origins, **_rest: made_up.card(case))


def test_run_json_is_a_summary_with_quantiles_a_lead_and_provenance(answer: Any) -> None:
    data = answer("run", *SHORT, "--seed", "7")
    made = data["provenance"]
    assert (made["case"], made["members"], made["seed"], made["start"]) == ("two-valleys", 200, 7, "2011-01-01")
    assert made["case_hash"] == ib.open_case("two-valleys").hash
    assert {"version", "posterior", "known_by"} <= set(made)
    one = data["scenarios"]["baseline"]["rivalries"]["UPPER-LOWER"]
    assert [row["lead"] for row in one["deaths"]] == [1, 2, 3, 4, 5, 6]
    for row in one["deaths"]:
        assert row["q05"] <= row["q25"] <= row["q50"] <= row["q75"] <= row["q95"]
    for row in one["phase"]:
        assert sum(row[name] for name in ("lull", "tension", "clashes", "war")) == pytest.approx(1)
    assert {row["length"]: row["spans"] for row in data["base_rates"]["UPPER-LOWER"]} == {1: 132, 3: 130, 6: 127}


def test_the_same_seed_gives_the_same_answer_on_any_number_of_workers(answer: Any) -> None:
    one, other = (answer("run", *SHORT, "--workers", workers) for workers in (1, 3))
    assert one == other
    assert one["scenarios"] != answer("run", *SHORT, "--seed", "2")["scenarios"]


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("2011-01-15", "2011-01-15 lies within a month: the run begins on 2011-01-01, the first day of it."),
        ("2011-01-01", ""),
    ],
)
def test_a_run_from_within_a_month_says_when_it_begins(
    capsys: pytest.CaptureFixture[str], start: str, said: str
) -> None:
    say_step(ib.open_case("two-valleys"), date.fromisoformat(start))
    assert capsys.readouterr().out.strip() == said


def test_run_for_people_names_scenarios_and_chances(run: Run) -> None:
    result = run("run", *SHORT, "--scenario", "THIRD-WAR")
    assert result.exit_code == 0, result.stderr
    for words in ("200 futures from 2011-01-01", "Baseline", "A third war in the spring (THIRD-WAR)", "Control at the"):
        assert words in result.stdout
    told = " ".join(result.stdout.split())
    assert "How often it was so in past spans as long, before 2011-01-01" in told
    assert "The chances are those of the mechanisms, run forward." in told


def test_an_ensemble_is_kept_and_scored_once_its_time_has_come(run: Run, answer: Any, tmp_path: Path) -> None:
    path = tmp_path / "kept.nc"
    assert run("run", *SHORT, "--start", "2009-01-01", "--out", path).exit_code == 0
    data = xr.load_dataset(path, engine="h5netcdf")
    assert dict(data.sizes)["member"] == 200
    card = answer("score", "two-valleys", path)["rivalries"]["UPPER-LOWER"]
    assert {"ensemble", "climatology", "zero"} <= set(card["models"])
    assert card["leads"] == [1, 3, 6]
    assert card["origins"] == ["2009-01"]


def test_an_ensemble_of_another_case_is_not_scored(run: Run, refused: Any, tmp_path: Path) -> None:
    assert run("run", *SHORT, "--start", "2009-01-01", "--out", tmp_path / "x.nc").exit_code == 0
    assert "not of 'karabakh'" in refused("score", "karabakh", tmp_path / "x.nc")


def test_an_ensemble_beyond_the_record_cannot_be_scored_yet_and_the_answer_is_no(run: Run, tmp_path: Path) -> None:
    assert run("run", *SHORT, "--out", tmp_path / "x.nc").exit_code == 0
    told = run("score", "two-valleys", tmp_path / "x.nc")
    assert (told.exit_code, told.stdout) == (
        1, "The record knows nothing yet of the time that this ensemble forecasts.\n"
    )  # fmt: skip
    assert json.loads(run("score", "two-valleys", tmp_path / "x.nc", "--json").stdout)["rivalries"] == {}


def test_compare_shows_what_a_choice_changed(answer: Any, run: Run) -> None:
    rows = answer("compare", *SHORT, "--scenario", "THIRD-WAR")["rows"]
    war = next(row for row in rows if row["measure"] == "p_war" and row["horizon"] == 6)
    assert war["what_if"] - war["baseline"] == pytest.approx(war["difference"])
    assert war["difference"] > 0
    assert war["low"] <= war["difference"] <= war["high"]
    assert "with the same luck" in run("compare", *SHORT, "--scenario", "THIRD-WAR").stdout


def test_rivalries_that_a_choice_does_not_move_stand_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def row(rivalry: str, measure: str, horizon: int, low: float, high: float) -> dict[str, Any]:
        cells = {"scenario": "A", "rivalry": rivalry, "measure": measure, "horizon": horizon, "baseline": 0.25}
        changed = float(rivalry != "STILL")
        return {**cells, "what_if": 0.25, "difference": (low + high) / 2, "low": low, "high": high, "changed": changed}

    warm = [row("WARM", "p_war", 6, 0.0, 0.0), row("WARM", "p_war", 12, 0.02, 0.04)]
    cold = [
        row(name, measure, steps, 0, 0)
        for name in ("COLD", "ICE")
        for measure in ("p_war", "deaths")
        for steps in (6, 12)
    ]
    show_comparison([*warm, *cold], {})
    told = capsys.readouterr().out
    assert "within 12 steps: COLD (25%), ICE (25%)." in " ".join(told.split())
    assert (told.count("WARM"), told.count("COLD"), told.count("ICE")) == (2, 1, 1)
    show_comparison(cold, {})
    told = capsys.readouterr().out
    assert (told.count("COLD"), told.count("ICE"), "Not measurably" in told) == (4, 4, False)
    show_comparison([row("STILL", "p_war", 12, 0, 0)], {"A": "A road is shut"})
    told = " ".join(capsys.readouterr().out.split())
    assert told.startswith("A road is shut (A) changes neither who fights nor how many die in any future")
    assert "within 12 steps, with it or without: STILL (25%)." in told


def test_a_choice_that_changes_nothing_is_said_to(capsys: pytest.CaptureFixture[str]) -> None:
    say_idle("Observers leave", "LEAVE", ("OBSERVERS",), date(2008, 8, 1))
    say_idle("Nothing", "NOTHING", (), date(2008, 8, 1))
    first, second = " ".join(capsys.readouterr().out.split()).split(" Nothing (")
    same = "changes nothing: every future is the same as in the baseline."
    assert first == f"Observers leave (LEAVE) {same} Not in being on 2008-08-01: OBSERVERS."
    assert second == f"NOTHING) {same}"


def test_steps_that_nobody_counted_before_a_run_starts_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    case = ib.open_case("two-valleys")
    kept = tuple(point for point in case.series["deaths"] if point.date < "2010-07")
    model = case.model.model_copy(update={"coverage": ()})
    cut = replace(case, series={**case.series, "deaths": kept}, model=model)
    for whole, start in ((case, date(2011, 1, 1)), (cut, date(2010, 7, 1)), (cut, date(2005, 1, 1))):
        say_silent(whole, start)
        assert capsys.readouterr().out == ""
    say_silent(cut, date(2011, 1, 1))
    told = " ".join(capsys.readouterr().out.split())
    assert told.startswith("Deaths of UPPER-LOWER are counted to 2010-06 only: the 6 months after that, to 2010-12,")


def test_a_run_before_the_model_starts_is_refused(refused: Any) -> None:
    assert "before the model has a completed step" in refused("run", *SHORT, "--start", "1990-01-01")


def test_fit_says_what_was_and_was_not_informed(run: Run, answer: Any) -> None:
    data = answer("fit", "two-valleys")
    assert {"id", "converged", "diagnosis", "divergences", "rhat", "ess", "parameters", "provenance"} == set(data)
    assert {"name", "mean", "sd", "unit", "basis", "source", "informed"} <= set(data["parameters"][0])
    shown = run("fit", "two-valleys", "--parameters").stdout
    assert "judgement" in shown
    assert "Posterior prior" in shown


def test_open_does_the_whole_job_and_says_where_everything_lies(run: Run, tmp_path: Path) -> None:
    words = ("open", *SHORT, "--no-serve", "--out", tmp_path / "out")
    result = run(*words)
    assert result.exit_code == 0, result.output
    files = {"state.json", "posterior.json", "run.json", "scores.json", "ensemble.nc", "brief.html"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == files
    for name in files:
        assert name in result.stdout
    for stage in ("checked", "replayed", "fitted", "ran", "scored", "wrote"):
        assert f"\n{stage}" in f"\n{result.stdout}"
    assert "Serving" not in result.stdout
    assert json.loads((tmp_path / "out" / "state.json").read_text())["on"] == "2010-12-31"
    scenarios = json.loads((tmp_path / "out" / "run.json").read_text())["scenarios"]
    assert list(scenarios) == ["baseline", *applicable(ib.open_case("two-valleys"), date(2011, 1, 1), 6)[:2]]
    page = (tmp_path / "out" / "brief.html").read_text()
    assert "Two Valleys" in page
    assert 'src="http' not in page
    kept = json.loads((tmp_path / "out" / "scores.json").read_text())
    assert kept["cells"], "a brief made of the kept scores says how far to trust them by every single forecast"


def test_open_serves_what_it_made_at_its_end(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []
    monkeypatch.setattr(opening, "serve_cases", lambda cases, **told: served.append((cases, told)))
    run("open", *SHORT, "--out", tmp_path, "--port", "0", "--no-open")
    [([opened], told)] = served
    assert told == {"port": 0, "open_page": False}
    assert (opened.case.id, opened.folder) == ("two-valleys", tmp_path)
    assert opened.ensemble.scenarios[0] == "baseline"
    assert opened.card is not None


def test_open_json_is_the_summary_and_nothing_else(answer: Any, tmp_path: Path) -> None:
    data = answer("open", *SHORT, "--out", tmp_path)
    assert data["case"] == "two-valleys"
    assert {"phase", "posterior", "run", "comparisons", "scores", "verdict", "files", "warnings"} <= set(data)
    assert all(Path(path).exists() for path in data["files"].values())


def test_the_order_of_the_mechanisms_can_be_read(answer: Any, run: Run) -> None:
    order = answer("open", "two-valleys", "--order")["order"]
    assert [step["mechanism"] for step in order] == ["attention", "spending", "escalation", "lethality", "conquest"]
    assert "control" in order[-1]["writes"]
    assert order[2]["marks"] == {"phase": "rivalries", "initiator": "rivalries"}
    assert "conquest" in run("open", "two-valleys", "--order").stdout


def test_brief_writes_one_file(run: Run, tmp_path: Path) -> None:
    result = run("brief", *SHORT, "--scenario", "HAVEN-PRESENT", "--out", tmp_path / "deep" / "b.html")
    assert result.exit_code == 0, result.output
    page = (tmp_path / "deep" / "b.html").read_text()
    assert "Haven looks again" in page
    assert "stand for all futures" in page
    assert "of 20 futures" in page
    assert "tell futures with war from those without" in page or "sets the futures with war apart" in page


def test_a_brief_as_of_an_earlier_day_knows_nothing_later(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "then.md"
    result = run("brief", *SHORT, "--known-by", "2009-06-15", "--out", path)
    assert result.exit_code == 0, result.output
    text = path.read_text()
    assert "As of 15 June 2009, as known by 15 June 2009" in text
    assert "2010" not in text.split("## Outlook")[0]


def test_an_update_brief_tells_which_judgements_moved(run: Run, tmp_path: Path) -> None:
    words = ("brief", *SHORT, "--start", "2010-06-01", "--since", "2009-12-01", "--out", tmp_path / "b.md")
    result = run(*words)
    assert result.exit_code == 0, result.output
    text = (tmp_path / "b.md").read_text()
    assert "Update brief" in text
    assert "## What of our judgements moved" in text
    assert "1 December 2009" in text


@pytest.mark.parametrize(
    ("value", "said"), [(0.0, "0%"), (0.004, "<1%"), (0.123, "12%"), (0.996, ">99%"), (1.0, "100%"), (None, "–")]
)
def test_a_rare_chance_is_not_rounded_to_nothing(value: float | None, said: str) -> None:
    assert share(value) == said
