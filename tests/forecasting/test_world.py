"""The world's priors: sound rows of the two mechanisms, wider for a new rivalry than for the world."""

from __future__ import annotations

from interbellum.forecasting.hierarchy import FITTED
from interbellum.forecasting.world import world, world_rows
from interbellum.mechanisms.parameters import judged, shipped


def test_every_fitted_parameter_is_a_sound_row_with_its_source() -> None:
    rows = {row.name: row for row in world_rows()}
    assert set(rows) == set(FITTED)
    before = {row.name: row for name in ("escalation", "lethality") for row in judged(name)}
    for name, row in rows.items():
        assert row.prior is not None
        assert row.prior.family == before[name].prior.family  # type: ignore[union-attr]
        assert (row.prior.b or 0) > 0
        assert "UCDP" in row.source
        assert row.unit == before[name].unit


def test_a_new_rivalry_is_less_known_than_the_world() -> None:
    for row in world_rows():
        assert row.prior is not None
        if row.name.startswith(("escalation.B.", "lethality.level.")):
            assert (row.prior.b or 0) > world()["mechanisms"]["parameters"][row.name][1]


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
