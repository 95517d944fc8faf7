"""Fitting a case: the posterior of its parameters from the record up to a day, kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from interbellum.case.case import Case
from interbellum.inference.posterior import (
    CHAINS,
    IMPUTATIONS,
    SAMPLES,
    WARMUP,
    Fitter,
    Posterior,
    load,
    posterior_id,
    save,
)
from interbellum.simulation.assembly import Assembly, assemble, cache_folder
from interbellum.simulation.replaying import as_day


def fit(
    case: Case,
    until: str | date | None = None,
    *,
    known_by: str | date | None = None,
    seed: int = 1,
    cache: bool = True,
    progress: Callable[[str], None] | None = None,
) -> Posterior:
    """Return the posterior given the marks of all steps completed before the day `until` (`None`: all there are).

    The same case, day, seed and code give the stored posterior at once; `cache=False` neither reads nor writes it.
    """
    assembly = assemble(case, None if known_by is None else as_day(known_by))
    step = assembly.observed.count if until is None else assembly.checked_start(as_day(until))
    return fit_until(assembly, step, seed=seed, cache=cache, progress=progress)


def fit_until(
    assembly: Assembly,
    step: int,
    *,
    seed: int = 1,
    cache: bool = True,
    progress: Callable[[str], None] | None = None,
) -> Posterior:
    """Return the posterior of an assembled case given the marks before a step."""
    step = min(step, assembly.observed.count)
    end = assembly.system.steps.end(step - 1) + timedelta(days=1)
    provenance: dict[str, Any] = {**assembly.provenance(), "until": end.isoformat(), "seed": seed}
    whole = {**provenance, "warmup": WARMUP, "samples": SAMPLES, "imputations": IMPUTATIONS, "chains": CHAINS}
    path = cache_folder() / "posteriors" / f"{posterior_id(assembly.rows, whole)}.nc"
    if cache and path.is_file():
        return load(path, assembly.rows)
    posterior = _fitter(_Held(assembly)).fit(
        assembly.observed, until=step, seed=seed, provenance=provenance, progress=progress
    )
    if cache:
        save(posterior, path)
    return posterior


class _Held:
    """An assembly as a key: the same engine, the same fitter."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.assembly.engine is self.assembly.engine

    def __hash__(self) -> int:
        return id(self.assembly.engine)


@lru_cache(maxsize=4)
def _fitter(held: _Held) -> Fitter:
    return Fitter(held.assembly.engine, held.assembly.rows)
