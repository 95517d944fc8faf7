"""A case just begun, with neither zones nor commitments nor counts, runs forward by its priors."""

from __future__ import annotations

from pathlib import Path

from interbellum.case import new_case, open_case
from interbellum.simulation.running import run


def test_a_case_just_begun_runs(tmp_path: Path) -> None:
    new_case(tmp_path / "fresh")
    ensemble = run(open_case(str(tmp_path / "fresh")), months=3, members=20, seed=1)
    assert dict(ensemble.dataset.sizes)["member"] == 20
    assert (ensemble.dataset.deaths >= 0).all()
