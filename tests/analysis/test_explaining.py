"""Explanations: sums that are the mechanisms' own log-odds, with what stands behind each addend."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblies import modelled
from interbellum.analysis.contributions import sums
from interbellum.analysis.explaining import Explanation, explain
from interbellum.case import open_case
from interbellum.errors import UsageError
from interbellum.simulation.assembly import assemble
from interbellum.views.explanations import contribution_table, explanation_sentences, input_table
from interbellum.views.labels import Labels
from worlds import world

MEMBERS = 7


def _seen(seed: int) -> tuple[Any, dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the escalation of the made-up world with random covariates and coefficients of seven members."""
    made, luck = world(), np.random.default_rng(seed)
    mechanism = made.mechanism("escalation")
    one = mechanism.covariates(made.state(), made.clock(), made.theta())
    covariates = {name: luck.normal(size=(*np.shape(value), MEMBERS)).astype(np.float32) for name, value in one.items()}
    covariates["phase"] = luck.integers(0, 4, (2, MEMBERS)).astype(np.int32)
    covariates["alive"] = np.ones((2, MEMBERS), bool)
    for name in ("balance", "shield"):
        covariates[name][:, 1] = -covariates[name][:, 0]
    theta = {
        name: (np.asarray(value)[..., None] + luck.normal(size=MEMBERS)).astype(np.float32)
        for name, value in made.theta().items()
    }
    return mechanism, covariates, theta


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 1))
def test_contributions_sum_to_the_log_odds(seed: int, unit: int) -> None:
    mechanism, covariates, theta = _seen(seed)

    def law(c: Any, t: Any) -> Any:
        found = mechanism.law(c, t, jnp.float32(0.0))
        return found.phase, found.first

    phase, first = jax.vmap(law, in_axes=-1, out_axes=-1)(covariates, theta)
    worse, sides = sums(mechanism, covariates, theta, unit)
    here = covariates["phase"][unit]
    target = np.where(here == 3, 2, 3)
    logits = np.asarray(phase, np.float64)[unit]
    truth = np.take_along_axis(logits, target[None], 0)[0] - np.take_along_axis(logits, here[None], 0)[0]
    assert worse.total == pytest.approx(truth, abs=2e-4)
    assert sides.total == pytest.approx(np.asarray(first)[unit], abs=2e-4)
    assert sum(worse.chances.values()) == pytest.approx(np.ones(MEMBERS))


@pytest.fixture(scope="module")
def explained() -> Any:
    return explain(open_case("two-valleys"), "2008-07-10")


def test_means_of_contributions_add_up(explained: Any) -> None:
    for one in explained.sums:
        assert sum(c.adds.mean for c in one.contributions) == pytest.approx(one.total.mean)
        assert all(c.adds.low <= c.adds.mean <= c.adds.high or c.adds.low == c.adds.high for c in one.contributions)


def test_each_coefficient_has_value_range_basis_and_source(explained: Any) -> None:
    rows = assemble(open_case("two-valleys")).rows
    for one in explained.sums:
        for contribution in one.contributions:
            found = contribution.coefficient
            if found is not None:
                row = rows[found["name"]]
                assert (found["basis"], found["source"], found["unit"]) == (row.basis, row.source, row.unit)
                assert found["q05"] <= found["q50"] <= found["q95"]


def test_inputs_name_claims_of_the_case_and_how_they_are_known(explained: Any) -> None:
    known = {claim.id for claim in open_case("two-valleys").claims}
    behind = [b for one in explained.sums for c in one.contributions for b in c.behind]
    assert {b.basis for b in behind} >= {"observed", "judged"}
    assert {claim for b in behind for claim in b.claims} <= known
    named = {c.name: c.claims for c in explained.sums[0].contributions}
    assert named["heat"]
    assert named["mission"]
    assert named["closure"]


def test_beyond_the_record_inputs_are_latent() -> None:
    found = explain(open_case("two-valleys"), "2012-03-01")
    phase = next(c for c in found.sums[0].contributions if c.name == "phase")
    assert [b.basis for b in phase.behind] == ["latent"]


def test_it_is_told_in_plain_data_tables_and_sentences(explained: Any) -> None:
    plain = explained.to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    labels = Labels(open_case("two-valleys"))
    table = contribution_table(explained.sums[0])
    assert len(table.rows) == len(explained.sums[0].contributions)
    assert abs(table.rows[0]["adds"]) == max(abs(row["adds"]) for row in table.rows)
    assert input_table(explained.sums[0], labels).rows
    lines = explanation_sentences(explained, labels)
    assert any("July 2008" in line and "war" in line for line in lines)
    assert any(line.startswith("Judged") for line in lines)


@pytest.mark.parametrize("of", ["attention", "spending", "lethality", "conquest"])
def test_other_mechanisms_are_explained_too(of: str) -> None:
    found = explain(open_case("two-valleys"), "2008-07-10", of=of)
    assert found.sums
    assert all(np.isfinite(one.total.mean) for one in found.sums)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"of": "magic"}, "does not choose a mechanism 'magic'"),
        ({"unit": "NOWHERE"}, "escalation has no 'NOWHERE'"),
        ({"on": "1900-01-01"}, "outside of the model's time"),
    ],
)
def test_what_cannot_be_explained_is_refused_in_one_line(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said) as error:
        explain(open_case("two-valleys"), **{"on": "2008-07-10", **settings})
    assert "\n" not in str(error.value)


def _behind(case: Any, on: str, field: str) -> list[Any]:
    return [b for one in explain(case, on).sums for c in one.contributions for b in c.behind if b.field == field]


@pytest.mark.parametrize(("begins", "listed"), [("2003-02", True), ("2008-08", False)])
def test_a_unit_that_is_not_in_being_is_no_input(begins: str, listed: bool) -> None:
    def begun(data: dict[str, Any]) -> None:
        data["units"]["missions"][0]["from"] = begins

    found = _behind(modelled(open_case("two-valleys"), begun), "2008-07-10", "strength")
    assert ("RIVER_OBSERVERS" in {one.unit for one in found}) is listed


def test_talks_that_ended_are_known_to_be_none() -> None:
    case = open_case("two-valleys")
    rows = tuple(row.model_copy(update={"to": "2009-08"}) if row.id == "S-TALKS-2" else row for row in case.status)
    (found,) = _behind(replace(case, status=rows), "2010-03-10", "talks")
    assert (found.basis, found.says) == ("observed", "none: what was recorded has ended, and nothing followed")


def test_parameters_that_have_seen_what_was_not_known_yet_are_told_of_first() -> None:
    case, asked = open_case("two-valleys"), {"on": "2008-07-10", "known_by": "2008-07-10"}
    assembly = assemble(case)

    def explained(until: str, known_by: str) -> Explanation:
        about = {**assembly.provenance(), "until": until, "known_by": known_by}
        posterior: Any = SimpleNamespace(draws=assembly.priors, provenance=about, summary=list)
        return explain(case, **asked, posterior=posterior)

    same = explained("2008-07-01", "2008-07-10")
    assert "hindsight" not in same.provenance
    assert not explanation_sentences(same, Labels(case))[0].startswith("Not a forecast")
    later = explained("2008-07-01", "2010-01-01")
    assert later.to_dict()["provenance"]["hindsight"].endswith("with what was known by 2010-01-01, after 2008-07-10")
    first = explanation_sentences(later, Labels(case))[0]
    assert first == f"Not a forecast of its day, {later.provenance['hindsight']}."
    assert explained("2008-09-01", "2008-07-10").provenance["hindsight"].startswith("in-sample: ")
