"""Ensembles on disk: netCDF in one file, or Zarr in chunks of members."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from interbellum.errors import UsageError
from interbellum.simulation.engine import BLOCK

if TYPE_CHECKING:
    import xarray as xr


def save_dataset(data: xr.Dataset, path: Path) -> Path:
    """Write a dataset by the suffix of `path` (`.nc` or `.zarr`), beside it first, then renamed.

    A failure leaves what was there before, and nothing else.
    """
    if path.suffix not in (".nc", ".zarr"):
        raise UsageError(
            f"cannot write an ensemble as {path.suffix or 'a file without suffix'}", hint="use .nc or .zarr"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    plain = data.copy()
    plain.attrs = {k: "" if v is None else v for k, v in data.attrs.items()}
    plain = plain.drop_vars([name for name, value in plain.data_vars.items() if value.size == 0])
    plain = plain.drop_dims([dim for dim, size in plain.sizes.items() if size == 0])
    _remove(part)
    try:
        if path.suffix == ".nc":
            plain.to_netcdf(part, engine="h5netcdf")
        else:
            plain.chunk({"member": BLOCK}).to_zarr(part, mode="w")
        if path.is_dir():
            _remove(path)
        part.replace(path)
    finally:
        _remove(part)
    return path


def load_dataset(path: Path) -> xr.Dataset:
    """Return a stored ensemble; Zarr stays on disk until it is asked for."""
    import xarray as xr

    if not path.exists():
        raise UsageError(f"no ensemble at {path}")
    return xr.open_zarr(path) if path.suffix == ".zarr" else xr.load_dataset(path, engine="h5netcdf")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
