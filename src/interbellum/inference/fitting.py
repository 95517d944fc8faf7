"""Fitting a case: the posterior of its parameters from the record up to a day, kept on disk."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from interbellum.case.cache import cache_folder
from interbellum.case.case import Case
from interbellum.dates import add_days, as_day
from interbellum.errors import FitError
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
from interbellum.inference.refitting import refit
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.system.observations import Observations

LONGER = (2, 4)
"""How much longer chains are that are tried again where the first did not mix, one after the other."""

Progress = Callable[[str], None]


def fit(
    case: Case,
    until: str | date | None = None,
    *,
    known_by: str | date | None = None,
    seed: int = 1,
    cache: bool = True,
    previous: Posterior | None = None,
    progress: Callable[[str], None] | None = None,
) -> Posterior:
    """Return the posterior given the marks of all steps completed before the day `until` (`None`: all there are).

    The same case, day, seed and code give the stored posterior at once; `cache=False` neither reads nor writes it.
    `previous` is a posterior given an earlier day: its draws are reweighted by what came since, and only mechanisms of
    which too few stay effective are sampled anew. Raises FitError where chains do not mix, even four times as long
    and jumping between modes where they stood apart: then nothing is stored, and what was stored before stays.
    """
    assembly = assemble(case, None if known_by is None else as_day(known_by))
    step = assembly.observed.count if until is None else assembly.checked_start(as_day(until))
    return fit_until(assembly, step, seed=seed, cache=cache, previous=previous, progress=progress)


def fit_until(
    assembly: Assembly,
    step: int,
    *,
    seed: int = 1,
    cache: bool = True,
    previous: Posterior | None = None,
    progress: Callable[[str], None] | None = None,
) -> Posterior:
    """Return the posterior of an assembled case given the marks before a step."""
    step = min(step, assembly.observed.count)
    end = add_days(assembly.system.steps.end(step - 1), 1)
    provenance: dict[str, Any] = {**assembly.provenance(), "until": end.isoformat(), "seed": seed}
    whole = {**provenance, "warmup": WARMUP, "samples": SAMPLES, "imputations": IMPUTATIONS, "chains": CHAINS}
    if previous is not None:
        whole["from"] = previous.id
    path = cache_folder() / "posteriors" / f"{posterior_id(assembly.rows, whole)}.nc"
    if cache and path.is_file():
        with contextlib.suppress(OSError, KeyError, ValueError):  # a spoilt file is fitted anew
            return load(path, assembly.rows)
    fitter = _fitter(_Held(assembly))
    about: dict[str, Any] = {"seed": seed, "provenance": provenance, "progress": progress}
    if previous is None:
        posterior = fitter.fit(assembly.observed, until=step, **about)
    else:
        before = assembly.step_after(as_day(str(previous.provenance["until"])))
        posterior = refit(fitter, previous, assembly.observed, before=before, until=step, **about)
    posterior = _mixed(fitter, posterior, assembly.observed, step, seed, progress)
    if cache:
        with contextlib.suppress(OSError):  # a folder that cannot be written to costs the next fit, not this one
            save(posterior, path)
    return posterior


def _mixed(
    fitter: Fitter, posterior: Posterior, observed: Observations, step: int, seed: int, progress: Progress | None
) -> Posterior:
    """Return a posterior whose chains mixed; where some did not, their mechanisms are tried again, for longer."""
    for times in LONGER:
        if posterior.diagnosis.converged:
            break
        posterior = fitter.lengthened(posterior, observed, until=step, seed=seed, times=times, progress=progress)
    _demand_mixing(posterior)
    return posterior


def _demand_mixing(posterior: Posterior) -> None:
    found = posterior.diagnosis
    if not found.converged:
        worst = max(found.rhat, key=lambda name: found.rhat[name])
        raise FitError(
            f"the fit did not converge: R-hat of {worst} is {found.rhat[worst]:.3f}",
            hint="nothing was stored and an earlier posterior stays; look at its prior, give the numbers of the "
            "start that `check` misses, or change the seed",
        )


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
