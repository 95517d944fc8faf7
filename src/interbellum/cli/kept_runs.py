"""Futures that `interbellum open` left in a folder, taken up again for the web app."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import xarray as xr

    from interbellum.case import Case
    from interbellum.simulation.assembly import Assembly
    from interbellum.web.desk import Opened

FILE = "ensemble.nc"


def with_results(case: Case, folder: Path, documents: tuple[Path, ...] = ()) -> Opened:
    """Return a case with the futures in a folder, where they are of this very case, program and a posterior kept.

    Others are left where they are, with a word on stderr: a what-if beside them would not have the same luck. Scores
    in the folder are shown in any case; the page says where they are of an earlier state of the case.
    """
    from interbellum.web.desk import Opened

    bare = Opened(case, documents=documents, folder=folder if (folder / "scores.json").is_file() else None)
    if not (folder / FILE).is_file():
        return bare
    from interbellum.simulation.assembly import assemble
    from interbellum.simulation.stores import load_dataset

    try:
        data = load_dataset(folder / FILE)
    except (OSError, KeyError, ValueError):
        return _left_out(folder, bare, "it cannot be read")
    assembly = assemble(case)
    here = assembly.provenance()
    if any(data.attrs.get(name) != here[name] for name in ("case", "case_hash", "version")):
        return _left_out(folder, bare, "it is of another state of the case")
    return _taken_up(case, data, assembly, folder, bare)


def _taken_up(case: Case, data: xr.Dataset, assembly: Assembly, folder: Path, bare: Opened) -> Opened:
    from interbellum.case.cache import cache_folder
    from interbellum.inference.posterior import load
    from interbellum.simulation.running import BASELINE, Ensemble

    name = str(data.attrs["posterior"])
    path = cache_folder() / "posteriors" / f"{name}.nc"
    if name != assembly.priors.id and not path.is_file():
        return _left_out(folder, bare, "its posterior is kept no longer")
    try:
        posterior = None if name == assembly.priors.id else load(path, assembly.rows)
    except (OSError, KeyError, ValueError):
        return _left_out(folder, bare, "its posterior cannot be read")
    draws = assembly.priors if posterior is None else posterior.draws
    known = {one.id: one.title for one in case.scenarios} | {BASELINE: "Baseline"}
    titles = {str(one): known.get(str(one), str(one)) for one in data.scenario.values}
    return replace(bare, ensemble=Ensemble(data, titles, draws, assembly), posterior=posterior, folder=folder)


def _left_out(folder: Path, bare: Opened, why: str) -> Opened:
    """Return the case without futures, after a word on why."""
    click.echo(f"left out {folder / FILE}: {why} (interbellum open makes it anew)", err=True)
    return bare
