"""Ensembles on disk: netCDF in one file, or Zarr in chunks of members."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from interbellum.case.files import replacing
from interbellum.errors import UsageError
from interbellum.simulation.engine import BLOCK

if TYPE_CHECKING:
    import xarray as xr


Put = Callable[[str, int, int, np.ndarray], None]
"""Called with a variable's name, the number of a scenario, the first member, and values (member, lead, unit)."""


def save_dataset(data: xr.Dataset, path: Path) -> Path:
    """Write a dataset by the suffix of `path` (`.nc` or `.zarr`), beside it first, then renamed.

    A failure leaves what was there before, and nothing else.
    """
    if path.suffix not in (".nc", ".zarr"):
        raise UsageError(
            f"cannot write an ensemble as {path.suffix or 'a file without suffix'}", hint="use .nc or .zarr"
        )
    plain = _plain(data)
    with replacing(path) as part:
        if path.suffix == ".nc":
            plain.to_netcdf(part, engine="h5netcdf")
        else:
            plain.chunk({"member": BLOCK}).to_zarr(part, mode="w", zarr_format=2)
    return path


@contextmanager
def filled(data: xr.Dataset, path: Path) -> Iterator[Put]:
    """Make a Zarr store of a dataset whose variables are only shapes yet, to be put in block by block.

    Chunks hold one scenario and BLOCK members, so that blocks may be put in from several threads and nothing waits in
    memory. The store stands at `path` once all is in; a failure leaves what was there before.
    """
    import zarr

    plain = _plain(data)
    with replacing(path) as part:
        plain.to_zarr(part, mode="w", zarr_format=2, compute=False)
        arrays: dict[str, Any] = dict(zarr.open_group(part, mode="r+").arrays())

        def put(name: str, scenario: int, first: int, values: np.ndarray) -> None:
            if name in plain.data_vars:
                arrays[name][scenario, first : first + len(values)] = values

        yield put


def _plain(data: xr.Dataset) -> xr.Dataset:
    """Return the dataset without what a file cannot hold: attributes of nothing, variables without units."""
    plain = data.copy()
    plain.attrs = {k: "" if v is None else v for k, v in data.attrs.items()}
    plain = plain.drop_vars([name for name, value in plain.data_vars.items() if value.size == 0])
    return plain.drop_dims([dim for dim, size in plain.sizes.items() if size == 0])


def load_dataset(path: Path) -> xr.Dataset:
    """Return a stored ensemble; Zarr stays on disk until it is asked for."""
    import xarray as xr

    if not path.exists():
        raise UsageError(f"no ensemble at {path}")
    return xr.open_zarr(path) if path.suffix == ".zarr" else xr.load_dataset(path, engine="h5netcdf")
