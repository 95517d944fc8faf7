"""Ensembles on disk: what is written is read, and a failure leaves what was there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblies import differing
from interbellum.case import open_case
from interbellum.errors import UsageError
from interbellum.simulation.running import Ensemble, run
from interbellum.simulation.stores import load_dataset


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    return run(open_case("two-valleys"), months=4, members=1200, scenario=["THIRD-WAR"], start="2011-02-01")


@pytest.mark.parametrize("suffix", [".nc", ".zarr"])
def test_an_ensemble_survives_the_disk(ensemble: Ensemble, tmp_path: Path, suffix: str) -> None:
    path = ensemble.save(tmp_path / "deep" / f"futures{suffix}")
    back = load_dataset(path)
    kept = ensemble.dataset[list(back.data_vars)]
    assert set(back.data_vars) == {name for name, v in ensemble.dataset.data_vars.items() if v.size}
    assert differing(kept, back.compute()) == []
    for name in ("scenario", "member", "lead", "time", "init", "zones", "actors"):
        assert (back[name].values == ensemble.dataset[name].values).all(), name
    assert {k: back.attrs[k] for k in ensemble.provenance} == ensemble.provenance
    assert back.deaths.attrs["units"] == "person"


def test_zarr_is_written_in_chunks_of_members(ensemble: Ensemble, tmp_path: Path) -> None:
    back = load_dataset(ensemble.save(tmp_path / "futures.zarr"))
    assert back.phase.chunksizes["member"] == (1000, 200)


@pytest.mark.parametrize("suffix", [".nc", ".zarr"])
def test_saving_again_replaces(ensemble: Ensemble, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"futures{suffix}"
    ensemble.save(path)
    other = run(open_case("two-valleys"), months=2, members=10)
    other.save(path)
    assert load_dataset(path).sizes["member"] == 10
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_two_that_save_to_one_place_at_once_do_not_meet(ensemble: Ensemble, tmp_path: Path) -> None:
    path = tmp_path / "futures.nc"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: ensemble.save(path), range(8)))
    assert load_dataset(path).sizes["member"] == 1200
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", [".nc", ".zarr"])
def test_a_failure_leaves_what_was_there(
    ensemble: Ensemble, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ensemble.save(tmp_path / f"futures{suffix}")

    def fail(self: xr.Dataset, part: Path, **_: object) -> None:
        (part.mkdir() if suffix == ".zarr" else part.write_bytes(b"half"))
        raise OSError("the disk is full")

    monkeypatch.setattr(xr.Dataset, "to_netcdf" if suffix == ".nc" else "to_zarr", fail)
    with pytest.raises(OSError, match="the disk is full"):
        run(open_case("two-valleys"), months=2, members=10).save(path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert load_dataset(path).sizes["member"] == 1200


@pytest.mark.parametrize("name", ["futures.csv", "futures", "futures.nc.gz"])
def test_another_suffix_is_refused_in_one_line(ensemble: Ensemble, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"use \.nc or \.zarr") as error:
        ensemble.save(tmp_path / name)
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_an_ensemble_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no ensemble at"):
        load_dataset(tmp_path / "none.nc")


def test_nothing_is_lost_to_rounding(ensemble: Ensemble, tmp_path: Path) -> None:
    back = load_dataset(ensemble.save(tmp_path / "futures.nc"))
    assert back.deaths.dtype.kind == "i"
    assert np.array_equal(back.capability.values, ensemble.dataset.capability.values)


@settings(max_examples=3, deadline=None)
@given(members=st.integers(1, 2300), workers=st.integers(1, 3), months=st.integers(4, 30))
def test_blocks_stored_as_they_are_done_make_the_ensemble_that_memory_holds(
    members: int, workers: int, months: int
) -> None:
    asked: dict[str, Any] = {"months": months, "members": members, "scenario": ["THIRD-WAR"], "start": "2011-02-01"}
    held = run(open_case("two-valleys"), **asked)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "futures.zarr"
        stored = run(open_case("two-valleys"), store=path, workers=workers, **asked)
        assert differing(held.dataset, stored.dataset.compute()) == []
        assert stored.dataset.sizes == held.dataset.sizes
        assert stored.dataset.attrs == held.dataset.attrs
        assert stored.summary() == held.summary()
        assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_store_has_a_chunk_for_each_scenario_and_block_and_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "futures.zarr"
    stored = run(
        open_case("two-valleys"), months=4, members=1200, scenario=["THIRD-WAR"], start="2011-02-01", store=path
    )
    assert stored.dataset.phase.chunksizes["member"] == (1000, 200)
    assert stored.dataset.phase.chunksizes["scenario"] == (1, 1)
    assert not stored.dataset.phase._in_memory
    again = run(open_case("two-valleys"), like=stored, scenario="THIRD-WAR")
    assert (again.dataset.phase.values[0] == stored.dataset.phase.values[1]).all()


def test_a_run_that_fails_leaves_the_store_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "futures.zarr"
    run(open_case("two-valleys"), months=2, members=10, store=path)

    def fail(done: int, blocks: int) -> None:
        raise OSError(f"the disk is full after {done} of {blocks}")

    with pytest.raises(OSError, match="the disk is full after 1 of 2"):
        run(open_case("two-valleys"), months=2, members=1001, workers=1, store=path, progress=fail)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert load_dataset(path).sizes["member"] == 10


def test_a_store_must_be_zarr(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"futures\.nc") as error:
        run(open_case("two-valleys"), months=2, members=10, store=tmp_path / "futures.nc")
    assert "zarr" in str(error.value)
