"""Prior and posterior predictive checks: does a past like the recorded one come out of the model left to itself?

Whole histories are simulated from the model's first step on, with nothing shown of the record, under draws from the
priors and from the posterior. What is counted in each is counted in the record as well (Gelman, Meng & Stern 1996,
Statistica Sinica 6:733-807). A count that hardly any simulated history reaches is what the model has wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from interbellum.case.vocabulary import WAR
from interbellum.errors import UsageError
from interbellum.simulation.assembly import Assembly
from interbellum.simulation.engine import KEPT
from interbellum.simulation.ensemble import Run, simulate
from interbellum.simulation.members import Draws
from interbellum.simulation.replaying import fold
from interbellum.simulation.scenarios import compile_scenario

Arrays = Mapping[str, np.ndarray]
"""State fields and deaths by name, each (members, T, units)."""
TAIL = 0.025
"""A record further out than this on either side is marked."""


@dataclass(frozen=True)
class Check:
    """One count: what it is of, its value in the record, and 5%, 50% and 95% of it under the priors and the posterior.

    `below` is the share of posterior histories that count less, ties by half.
    """

    what: str
    unit: str
    observed: float
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    below: float

    @property
    def surprising(self) -> bool:
        """Whether hardly any history of the posterior counts as little, or as much, as the record."""
        return not TAIL <= self.below <= 1.0 - TAIL


def predictive_checks(assembly: Assembly, draws: Draws, *, until: int | None = None, seed: int = 1) -> list[Check]:
    """Return the checks of a posterior's draws against the steps before `until` (`None`: all of the record)."""
    count = assembly.observed.count if until is None else min(until, assembly.observed.count)
    if count < 13:
        raise UsageError("a record of less than a year cannot be checked", hint="fit until a later day")
    recorded = _recorded(assembly, count)
    runs = {name: _histories(assembly, one, count, seed) for name, one in (("prior", assembly.priors), ("post", draws))}
    checks = []
    for what, unit, counted in counts(assembly, count):
        seen = float(np.median(counted(recorded)))
        prior, posterior = (np.asarray(counted(runs[name]), float) for name in ("prior", "post"))
        below = float((posterior < seen).mean() + 0.5 * (posterior == seen).mean())
        checks.append(Check(what, unit, seen, _spread(prior), _spread(posterior), below))
    return checks


def counts(assembly: Assembly, count: int) -> Iterator[tuple[str, str, Callable[[Arrays], Any]]]:
    """Yield what is counted: its name, its unit and the function of arrays (members, T, units) that counts it.

    Of talks and of people who fled only the units of which the record speaks are counted: the rest of it is drawn.
    """
    system, names = assembly.system, {m.name for m in assembly.engine.mechanisms}
    months = "steps" if system.steps.step == "week" else "months"
    for r, rivalry in enumerate(system.ids["rivalries"]):
        if not (assembly.observed.deaths[:count, r] > 0).any():
            continue
        yield from _rivalry_counts(rivalry, r, months)
    if "conquest" in names:
        yield "zones that changed hands", "changes", lambda a: _changes(a["control"])
    if "corridor" in names:
        yield "changes of corridors", "changes", lambda a: _changes(a["corridor"])
    talks = np.flatnonzero(assembly.observed.coded("talks"))
    if "talks" in names and len(talks):
        yield "changes of stage in talks", "changes", lambda a: _changes(a["talks"][..., talks])
    if "response" in names:
        yield "answers of patrons", "answers", lambda a: _grown(a["kept"]) + _grown(a["broken"])
        yield "promises broken", "answers", lambda a: _grown(a["broken"])
    if "mission" in names:
        yield f"{months} with a mission", months, lambda a: (a["strength"] > 0).any(axis=2).sum(axis=1)
    counted = np.flatnonzero(assembly.observed.coded("displaced"))
    if "displacement" in names and len(counted):
        yield "persons displaced", "person", lambda a: _grown(a["displaced"][..., counted])


def _longest(quiet: np.ndarray) -> np.ndarray:
    """Return (members,) the length of the longest unbroken run of True in (members, T)."""
    run, best = np.zeros(len(quiet), int), np.zeros(len(quiet), int)
    for step in quiet.T:
        run = np.where(step, run + 1, 0)
        best = np.maximum(best, run)
    return best


def _changes(values: np.ndarray) -> np.ndarray:
    """Return (members,) how often values (members, T, units) changed."""
    return np.asarray((np.diff(values.astype(int), axis=1) != 0).sum(axis=(1, 2)))


def _grown(values: np.ndarray) -> np.ndarray:
    """Return (members,) by how much counters (members, T, units) grew."""
    return np.asarray((values[:, -1] - values[:, 0]).sum(axis=1), float)


def _spread(values: np.ndarray) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return float(low), float(middle), float(high)


def _recorded(assembly: Assembly, count: int) -> Arrays:
    """Return the replayed states and the counted deaths from the second step on."""
    states = fold(assembly, assembly.priors, count, stride=20)
    arrays = {name: np.moveaxis(np.asarray(getattr(states, name)), -1, 0)[:, 1:] for name in KEPT}
    deaths = assembly.observed.deaths[1:count]
    return {**arrays, "deaths": np.broadcast_to(deaths, (len(arrays["phase"]), *deaths.shape))}


def _histories(assembly: Assembly, draws: Draws, count: int, seed: int) -> Arrays:
    """Return histories simulated from the second step on, with the cast that the record has."""
    nothing = compile_scenario(assembly.engine, None, first=1, count=count - 1, rows=assembly.rows)
    job = Run(assembly.engine, draws, assembly.observed, 1, count - 1, seed, cast_known=True)
    found = {name: value[0] for name, value in simulate(job, [nothing], 1000, workers=2).items()}
    found.setdefault("deaths", np.zeros_like(found["phase"]))
    return found


def _rivalry_counts(rivalry: str, r: int, months: str) -> Iterator[tuple[str, str, Callable[[Arrays], Any]]]:
    """Yield what is counted of one rivalry, the `r`-th."""
    yield f"{rivalry}: {months} with deaths", months, lambda a: (a["deaths"][..., r] > 0).sum(axis=1)
    yield f"{rivalry}: {months} at a war's rate", months, lambda a: (a["phase"][..., r] == WAR).sum(axis=1)
    yield f"{rivalry}: deaths in all", "person", lambda a: a["deaths"][..., r].astype(float).sum(axis=1)
    yield f"{rivalry}: longest time without deaths", months, lambda a: _longest(a["deaths"][..., r] == 0)
