"""The world's priors: sound rows of the two mechanisms, wider for a new rivalry than for the world."""

from __future__ import annotations

from interbellum.forecasting.hierarchy import FITTED
from interbellum.forecasting.own_effects import CENSORED
from interbellum.forecasting.world import HALF_LIFE, OWN, world, world_rows
from interbellum.mechanisms.parameters import judged, shipped


def test_every_fitted_parameter_is_a_sound_row_with_its_source() -> None:
    rows = {row.name: row for row in world_rows()}
    assert set(rows) == {*FITTED, OWN, HALF_LIFE} - {CENSORED}
    before = {row.name: row for name in ("escalation", "lethality") for row in judged(name)}
    for name, row in rows.items():
        assert "UCDP" in row.source
        assert row.unit == before[name].unit
        if row.prior is not None:
            assert row.prior.family == before[name].prior.family  # type: ignore[union-attr]
            assert (row.prior.b or 0) > 0


def test_a_new_rivalry_is_less_known_than_the_world() -> None:
    """By as much as countries differ in the row, and conflicts more than countries."""
    facts = world()["mechanisms"]
    assert facts["widen"] > 1
    for row in world_rows():
        if row.prior is not None and row.name.startswith(("escalation.B.", "lethality.level.")):
            spread = facts["spread"].get(row.name, facts["spread"]["lethality.size"])
            assert (row.prior.b or 0) > spread > facts["parameters"][row.name][1]


def test_slopes_and_intercepts_come_from_one_fit() -> None:
    """A slope of another fit would not belong to the intercepts, nor one of heat to another half-life."""
    facts = world()["mechanisms"]
    for row in world_rows():
        if row.prior is not None and row.name.startswith("escalation.") and ".B." not in row.name and row.name != OWN:
            assert row.prior.a == facts["parameters"][row.name][0]
    half = next(row for row in world_rows() if row.name == HALF_LIFE)
    assert half.low is not None
    assert half.high is not None
    assert half.low < half.value == facts["half_life"][0] < half.high
    best = max(facts["half_life_profile"], key=facts["half_life_profile"].__getitem__)
    assert abs(float(best) - float(half.value)) < 0.06


def test_intercepts_stand_where_stakes_are_zero() -> None:
    """Up by what the judged slope times the share of conflicts over territory takes away, down by as much."""
    facts, rows = world()["mechanisms"], {row.name: row for row in world_rows()}
    stakes = next(row.prior.a for row in judged("escalation") if row.name == "escalation.stakes" and row.prior)
    for name, sign in (("escalation.B.0>3", -1), ("escalation.B.3>2", 1)):
        prior = rows[name].prior
        assert prior is not None
        assert abs(prior.a - facts["parameters"][name][0] - sign * stakes * facts["territory"]) < 1e-3


def test_violence_is_followed_by_more_than_quiet_is() -> None:
    classes = {one["history"]: one for one in world()["followed"]}
    assert classes["no death ever counted"]["months_with_deaths"] < 0.01
    shares = [one["months_with_deaths"] for name, one in classes.items() if name.endswith("in the last year")]
    assert shares == sorted(shares)


def test_the_file_says_how_it_was_made() -> None:
    facts = world()["provenance"]
    assert {"command", "until", "without", "seed", "panel", "conflicts"} <= set(facts)
    assert facts["without"] == "125,126"


def test_mechanisms_ship_the_worlds_priors_where_the_world_knows() -> None:
    """The committed rows are what the kept figures give; rows that the world says nothing of stay as judged."""
    world_has = {row.name: row for row in world_rows()}
    for mechanism in ("escalation", "lethality"):
        for row, before in zip(shipped(mechanism), judged(mechanism), strict=True):
            if row.name in world_has:
                assert row == world_has[row.name]
            else:
                assert row is before
    assert shipped("response") == judged("response")


def test_relapses_are_judged_since_a_panel_counts_none_before_its_first_month() -> None:
    row = next(row for row in shipped("escalation") if row.name == CENSORED)
    assert row.prior is not None
    assert row.prior.a > 0
    assert "tools/world_priors.py" not in row.source
