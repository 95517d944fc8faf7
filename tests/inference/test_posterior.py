"""The posterior: what it rests on, what it says of itself, and how it is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from interbellum.case.tables import Point
from interbellum.errors import FitError
from interbellum.inference import fitting, sampling
from interbellum.inference import posterior as kept
from interbellum.inference.fitting import fit
from interbellum.inference.posterior import CHAINS, IMPUTATIONS, Diagnosis, Fitter, Posterior, load, posterior_id, save
from interbellum.simulation.engine import BLOCK
from interbellum.simulation.inputs import prior_quantile, sample_priors
from worlds import World, case, world

ONE = ("spending",)
GROWTH = 0.11
"""Log points a year by which every budget of the record below grows."""


def budgets() -> Any:
    """A case of which only budgets are recorded, from 2000 to 2009."""
    bare = case(mechanisms=ONE)
    points = tuple(
        Point(date=str(2000 + year), subject=actor, variable="military_spending",
              value=level * float(np.exp(GROWTH * year)), unit="USD", source="S1")
        for actor, level in (("NOR", 3e9), ("SUD", 1e9), ("PAT", 4e10), ("FAR", 2e10))
        for year in range(10)
    )  # fmt: skip
    return replace(bare, series={"military_spending": points})


@pytest.fixture(scope="module")
def silent() -> World:
    return world(count=24, mechanisms=ONE)


@pytest.fixture(scope="module")
def fitter(silent: World) -> Fitter:
    return Fitter(silent.engine, silent.rows)


@pytest.fixture(scope="module")
def unmoved(silent: World, fitter: Fitter) -> Posterior:
    """The posterior of a record that shows nothing."""
    return fitter.fit(silent.silent, until=24, seed=1, provenance={"case": "world"})


@pytest.fixture(scope="module")
def grown() -> Posterior:
    return fit(budgets(), seed=1)


def test_a_record_that_shows_nothing_returns_the_prior(silent: World, unmoved: Posterior) -> None:
    for name, value in unmoved.chains.items():
        prior = silent.rows[name].prior
        assert prior is not None
        levels = np.array([0.1, 0.5, 0.9])
        shares = [(value < q).mean() for q in prior_quantile(prior, levels)]
        assert np.allclose(shares, levels, atol=0.05), name


def test_what_the_record_did_not_inform_is_said_in_words(unmoved: Posterior) -> None:
    assert set(unmoved.diagnosis.uninformed) == set(unmoved.chains)
    words = " ".join(unmoved.diagnosis.words())
    assert "The record did not inform 4 of 4 parameters; they stay at their priors" in words
    assert "Chains mixed" in words
    assert unmoved.diagnosis.converged
    assert not any(row["informed"] for row in unmoved.summary())


def test_a_record_informs_what_it_shows(grown: Posterior) -> None:
    table = {row["name"]: row for row in grown.summary()}
    assert table["spending.resource"]["informed"]
    assert table["spending.sd"]["q95"] < 0.2
    assert 0.05 < table["spending.growth"]["mean"] + 0.4 * table["spending.resource"]["mean"] < 0.15
    assert table["spending.depreciation"]["contraction"] is None
    assert all(row["q05"] <= row["q50"] <= row["q95"] and row["unit"] and row["source"] for row in table.values())
    assert grown.diagnosis.converged
    assert "spending.resource" not in grown.diagnosis.uninformed


def test_a_posterior_gives_a_block_of_draws_each_with_its_inputs(grown: Posterior) -> None:
    assert grown.draws.id == grown.id
    assert {len(v) for v in grown.draws.theta.values()} == {BLOCK}
    wear = grown.draws.theta["spending.depreciation"]
    assert len(np.unique(wear)) == IMPUTATIONS
    assert np.isin(grown.draws.theta["spending.sd"], grown.chains["spending.sd"]).all()
    for k in range(IMPUTATIONS):
        mine = wear == grown.inputs.theta["spending.depreciation"][k]
        own = grown.chains["spending.sd"][k * CHAINS : (k + 1) * CHAINS]
        assert mine.sum() == BLOCK // IMPUTATIONS
        assert np.isin(grown.draws.theta["spending.sd"][mine], own).all()


@pytest.mark.parametrize("members", [8, 20, 125, 300])
def test_few_members_span_all_samples_of_the_judged_inputs_and_both_chains(grown: Posterior, members: int) -> None:
    theta = grown.draws.theta
    _, times = np.unique(theta["spending.depreciation"][:members], return_counts=True)
    assert len(times) == IMPUTATIONS
    assert times.max() - times.min() <= 1
    first = np.isin(theta["spending.sd"][:members], grown.chains["spending.sd"][::CHAINS]).mean()
    assert members < 50 or 0.4 < first < 0.6


def test_a_stored_posterior_is_the_same_when_it_is_read(grown: Posterior, tmp_path: Path) -> None:
    save(grown, tmp_path / "deep" / "one.nc")
    again = load(tmp_path / "deep" / "one.nc", grown.rows)
    assert again.id == grown.id
    assert dict(again.provenance) == dict(grown.provenance)
    assert list(again.chains) == list(grown.chains)
    assert all(np.array_equal(again.chains[k], v) for k, v in grown.chains.items())
    assert np.array_equal(again.diverging, grown.diverging)
    for mine, other in ((again.inputs.theta, grown.inputs.theta), (again.inputs.fields, grown.inputs.fields)):
        assert all(np.array_equal(mine[k], v, equal_nan=True) for k, v in other.items() if v.size)
    assert again.summary() == grown.summary()
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["one.nc"]


def test_two_that_store_one_posterior_at_once_do_not_meet(grown: Posterior, tmp_path: Path) -> None:
    path = tmp_path / "one.nc"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: save(grown, path), range(12)))
    assert load(path, grown.rows).id == grown.id
    assert [p.name for p in tmp_path.iterdir()] == ["one.nc"]


def test_a_posterior_that_cannot_be_stored_is_fitted_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(posterior: Posterior, path: Path) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(fitting, "save", full)
    assert fit(budgets(), until="2009-06-01", seed=1).diagnosis.converged


def test_a_second_fit_is_read_from_the_store(grown: Posterior, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (cache / "posteriors" / f"{grown.id}.nc").is_file()

    def refuse(held: Any) -> Any:
        raise AssertionError("a fit was run")

    monkeypatch.setattr(fitting, "_fitter", refuse)
    again = fit(budgets(), seed=1)
    assert again.id == grown.id
    assert all(np.array_equal(again.chains[k], v) for k, v in grown.chains.items())
    with pytest.raises(AssertionError, match="a fit was run"):
        fit(budgets(), seed=2)
    with pytest.raises(AssertionError, match="a fit was run"):
        fit(budgets(), seed=1, cache=False)


def test_a_stored_posterior_that_is_spoilt_is_fitted_anew(
    grown: Posterior, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = cache / "posteriors" / f"{grown.id}.nc"
    whole = path.read_bytes()

    def refuse(held: Any) -> Any:
        raise AssertionError("a fit was run")

    monkeypatch.setattr(fitting, "_fitter", refuse)
    try:
        for content in (b"", b"no file of this kind", whole[: len(whole) // 2]):
            path.write_bytes(content)
            with pytest.raises(AssertionError, match="a fit was run"):
                fit(budgets(), seed=1)
    finally:
        path.write_bytes(whole)


def test_the_same_seed_gives_the_same_posterior_and_another_another(silent: World, fitter: Fitter) -> None:
    one, two, other = (
        fitter.fit(silent.silent, until=24, seed=s, provenance={}, warmup=20, samples=20) for s in (3, 3, 4)
    )
    assert all(np.array_equal(one.chains[k], two.chains[k]) for k in one.chains)
    assert not np.array_equal(one.chains["spending.sd"], other.chains["spending.sd"])


def test_an_id_changes_with_rows_code_day_and_seed(silent: World, monkeypatch: pytest.MonkeyPatch) -> None:
    about = {"until": "2001-01-01", "seed": 1, "case_hash": "abc"}
    ids = [
        posterior_id(silent.rows, about),
        posterior_id(silent.rows, {**about, "until": "2001-02-01"}),
        posterior_id(silent.rows, {**about, "seed": 2}),
        posterior_id(silent.rows, {**about, "case_hash": "abd"}),
        posterior_id({**silent.rows, "spending.sd": silent.rows["spending.growth"]}, about),
    ]
    assert posterior_id(dict(silent.rows), dict(reversed(about.items()))) == ids[0]
    monkeypatch.setattr(kept, "code_hash", lambda *parts: "other code" if {"record", "inference"} <= {*parts} else "")
    ids.append(posterior_id(silent.rows, about))
    assert len(set(ids)) == len(ids)


def test_a_fit_before_the_first_completed_step_is_refused(silent: World, fitter: Fitter) -> None:
    with pytest.raises(FitError, match="no completed step before the origin"):
        fitter.fit(silent.silent, until=0, seed=1, provenance={})


def test_draws_that_are_no_numbers_are_refused(silent: World, fitter: Fitter, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Any, replayed: Any, chains: int, *, samples: int, **rest: Any) -> Any:
        value = np.full((chains, samples), 0.1)
        value[3, 5] = np.nan
        return {"spending.sd": value}, np.zeros((chains, samples), bool)

    monkeypatch.setattr(sampling.Sampler, "run", broken)
    with pytest.raises(FitError, match=r"the fit of spending\.sd left the real numbers"):
        fitter.fit(silent.silent, until=24, seed=1, provenance={})


def test_chains_that_disagree_stand_still_or_say_little_have_not_converged(silent: World) -> None:
    rng = np.random.default_rng(0)
    good = rng.normal(0.15, 0.02, (IMPUTATIONS * CHAINS, 200))
    apart, still = good.copy(), good.copy()
    apart[0] += 1.0
    still[0] = still[1] = 0.1

    def judged(value: np.ndarray) -> Diagnosis:
        chains = {"spending.growth": good, "spending.sd": value}
        whole = Posterior("x", silent.rows, kept.Inputs({}, {}), chains, np.zeros(value.shape, bool), {})
        return whole.diagnosis

    assert judged(good).converged
    assert not judged(apart).converged
    assert not judged(still).converged
    assert not judged(good[:, :4]).converged
    assert "Chains did NOT mix: worst R-hat" in judged(apart).words()[0]
    assert "(spending.sd)" in judged(apart).words()[0]


def test_contraction_is_the_share_of_variance_that_the_record_took_away(silent: World) -> None:
    rng = np.random.default_rng(1)
    prior = sample_priors({"spending.growth": silent.rows["spending.growth"]}, 4000, 0)["spending.growth"]
    value = rng.normal(0.04, prior.std() / 2, (IMPUTATIONS * CHAINS, 400))
    whole = Posterior(
        "x", silent.rows, kept.Inputs({}, {}), {"spending.growth": value}, np.zeros(value.shape, bool), {}
    )
    assert whole.diagnosis.contraction["spending.growth"] == pytest.approx(0.75, abs=0.02)


def test_divergences_are_counted(silent: World) -> None:
    value = np.random.default_rng(2).normal(size=(IMPUTATIONS * CHAINS, 50))
    failed = np.zeros(value.shape, bool)
    failed[2, :3] = True
    whole = Posterior("x", silent.rows, kept.Inputs({}, {}), {"spending.growth": value}, failed, {})
    assert whole.diagnosis.divergences == 3
    assert "3 divergences" in whole.diagnosis.words()[0]


@pytest.mark.parametrize(
    ("family", "a", "b"),
    [
        ("normal", 0.3, 2.0), ("lognormal", -0.9, 0.33), ("beta", 2.0, 4.0), ("halfnormal", 0.0, 0.7),
        ("uniform", -1.0, 3.0), ("gamma", 3.0, 2.0),
    ],
)  # fmt: skip
def test_sampling_a_prior_alone_gives_the_prior_of_every_family(silent: World, family: str, a: float, b: float) -> None:
    """The standard score or the prior itself, its transform and its way back belong together."""
    from interbellum.case.model import Parameter, Prior
    from interbellum.inference.likelihood import Replayed

    prior = Prior.model_validate({"family": family, "a": a, "b": b})
    row = Parameter(name="spending.sd", prior=prior, unit="1", basis="fitted", source="made up")
    m = silent.mechanism("spending")
    sampler = sampling.Sampler(m, {"spending.sd": row})
    theta = {k: np.full(8, float(v), np.float32) for k, v in silent.theta().items() if k.startswith("spending.")}
    del theta["spending.sd"]
    quiet = {k: np.asarray(v)[:1] for k, v in m.silence(m.evidence(silent.silent)).items()}
    state = m.covariates(silent.state(), silent.clock(), theta)
    covariates = {k: np.broadcast_to(np.asarray(v), (8, 1, *np.shape(v))) for k, v in state.items()}
    draws, _ = sampler.run(
        Replayed(covariates, quiet, np.zeros(1, np.float32), theta), 8, warmup=150, samples=400, seed=5
    )
    found = draws["spending.sd"][:, ::4].ravel()
    assert stats.kstest(prior_quantile_inverse(prior, found), "uniform").statistic < 0.06


def prior_quantile_inverse(prior: Any, x: np.ndarray) -> np.ndarray:
    """Return the prior's distribution function at `x`, from its quantiles."""
    levels = np.linspace(1e-6, 1 - 1e-6, 20_001)
    return np.interp(x, prior_quantile(prior, levels), levels)


def test_only_what_did_not_mix_is_sampled_for_longer(
    silent: World, fitter: Fitter, unmoved: Posterior, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = fitter.samplers["spending"].names
    told: list[str] = []
    same = fitter.lengthened(unmoved, silent.silent, until=24, seed=1, times=2, progress=told.append)
    assert told == []
    assert all(same.chains[name] is unmoved.chains[name] for name in names)
    apart = {**unmoved.diagnosis.rhat, names[0]: 2.0}
    monkeypatch.setitem(unmoved.__dict__, "diagnosis", replace(unmoved.diagnosis, rhat=apart))
    longer = fitter.lengthened(unmoved, silent.silent, until=24, seed=1, times=2, progress=told.append)
    assert told == ["spending, longer"]
    assert longer.id == unmoved.id
    assert longer.provenance["lengthened"] == ["spending"]
    assert all(longer.chains[name].shape == unmoved.chains[name].shape for name in names)
    assert longer.diverging.shape == unmoved.diverging.shape
    assert not np.array_equal(longer.chains[names[0]], unmoved.chains[names[0]])


def test_chains_jump_where_some_stood_far_apart_or_longer_ones_did_not_mix_either(
    silent: World, fitter: Fitter, unmoved: Posterior, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = fitter.samplers["spending"].names[0]

    def lengthened(short: Posterior, rhat: float) -> Posterior:
        monkeypatch.setitem(
            short.__dict__, "diagnosis", replace(short.diagnosis, rhat={**short.diagnosis.rhat, first: rhat})
        )
        return fitter.lengthened(short, silent.silent, until=24, seed=1, times=2)

    near = lengthened(unmoved, 1.1)
    assert "jumped" not in near.provenance
    far = lengthened(unmoved, 1.6)
    assert far.provenance["jumped"] == ["spending"]
    assert far.diagnosis.converged
    assert not np.array_equal(far.chains[first], near.chains[first])
    assert abs(far.chains[first].mean() - unmoved.chains[first].mean()) < 0.1 * unmoved.chains[first].std()
    again = lengthened(near, 1.1)  # longer did not help
    assert again.provenance["jumped"] == ["spending"]
    assert again.diagnosis.converged
