"""Ensembles: many futures of one system from one origin, under one or several scenarios, with the same luck."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from interbellum.errors import UsageError
from interbellum.simulation.engine import BLOCK, KEPT, SMALL, Engine, Plan
from interbellum.simulation.members import Draws, start_state
from interbellum.simulation.scenarios import Compiled
from interbellum.simulation.tables import Table
from interbellum.simulation.timeline import NOBODY_CALLED, Called, Timeline, timeline
from interbellum.system.observations import Observations
from interbellum.system.state import FIELDS, KINDS, Kind, State

if TYPE_CHECKING:
    import xarray as xr

UNITS = {
    "phase": "1", "initiator": "1", "war_winner": "1", "heat": "1", "capability": "USD",
    "attention": "1", "control": "1",
    "corridor": "1", "strength": "person", "talks": "1", "stakes": "1", "kept": "1",
    "broken": "1", "population": "person",
    "displaced": "person", "external": "person", "alignment": "1", "stock": "day", "deaths": "person",
}  # fmt: skip
MEANINGS = {
    "phase": ("0 1 2 3", "lull tension clashes war-rate"),
    "corridor": ("0 1 2", "closed restricted open"),
    "talks": ("0 1 2 3 4", "none contact framework initialled signed"),
}
NUMBERS = {"int": np.int32, "float": np.float32}
FORMS: dict[str, tuple[Kind, np.dtype[Any]]] = {
    **{name: (FIELDS[name][0], np.dtype(SMALL.get(name, NUMBERS[FIELDS[name][1]]))) for name in sorted(KEPT)},
    "deaths": ("rivalries", np.dtype(np.int32)),
}
"""The kind of unit and the type of each field that an ensemble keeps, and of the deaths."""
Progress = Callable[[int, int], None]
"""Called with blocks done and blocks in all."""


@dataclass(frozen=True)
class Run:
    """Everything a run needs: the engine, the draws, what was observed, and where it starts."""

    engine: Engine
    draws: Draws
    observed: Observations
    first: int
    """The first step that is kept; the record before it is replayed, everything from it on is silent."""
    count: int
    """Steps to simulate."""
    seed: int
    cast_known: bool = False
    """Whether the future knows of units that begin and end after its origin."""

    @property
    def replayed(self) -> int:
        """The number of steps that are replayed: those of the record before the first that is kept."""
        return min(self.first, self.observed.count)


def past(run: Run) -> State:
    """Return the members' states at the end of the replayed steps: the record's marks, silence sampled. All blocks
    have the same."""
    line, plan = _before(run, 0, run.replayed)
    start = start_state(run.engine.system, run.observed, run.draws)
    end, _ = run.engine.run(start, run.draws.members(), run.seed, 0, line, plan, emit="none")
    return end


def _before(run: Run, begin: int, end: int) -> tuple[Timeline, Plan]:
    """Return the timeline and plan of some of the steps before the first that is kept, in which nothing is chosen."""
    line = timeline(run.engine.system, run.engine.mechanisms, run.observed, count=run.first, seen_until=run.first)
    return line.window(begin, end), run.engine.empty_plan(end - begin)


def future(run: Run, called: Called = NOBODY_CALLED) -> Timeline:
    """Return the silent timeline of the simulated steps; a scenario's units that are `called` begin in it."""
    whole = timeline(
        run.engine.system, run.engine.mechanisms, run.observed, count=run.first + run.count, seen_until=run.first,
        cast_known=run.cast_known, called=called,
    )  # fmt: skip
    return whole.window(run.first, run.first + run.count)


Parts = Iterator[tuple[int, Mapping[str, np.ndarray]]]
"""A block's first lead of each chunk of steps, and the chunk's arrays (lead, unit, BLOCK) by field."""


def simulate(
    run: Run,
    scenarios: Sequence[Compiled],
    members: int,
    *,
    workers: int = 1,
    start: State | None = None,
    progress: Progress | None = None,
) -> dict[str, np.ndarray]:
    """Return the ensemble as arrays (scenario, member, lead, unit) by field; deaths among them.

    `start` is `past(run)`, computed here where it is not given.
    """
    whole: dict[str, np.ndarray] = {}
    allocating = Lock()

    def keep(s: int, block: int, parts: Parts) -> None:
        first, last = block * BLOCK, min((block + 1) * BLOCK, members)
        for lead, part in parts:
            with allocating:
                for name in part.keys() - whole.keys():
                    shape = (len(scenarios), run.count, part[name].shape[1], members)
                    whole[name] = np.empty(shape, part[name].dtype)
            for name, value in part.items():
                whole[name][s, lead : lead + len(value), :, first:last] = value[..., : last - first]

    simulate_into(keep, run, scenarios, members, workers=workers, start=start, progress=progress)
    return {name: np.moveaxis(whole[name], -1, 1) for name in sorted(whole)}


def simulate_into(
    take: Callable[[int, int, Parts], None],
    run: Run,
    scenarios: Sequence[Compiled],
    members: int,
    *,
    workers: int = 1,
    start: State | None = None,
    progress: Progress | None = None,
) -> None:
    """Hand each block of each scenario to `take(scenario, block, parts)`, which runs in the block's own thread.

    Members come in blocks of BLOCK; the last block is computed whole. The number of workers (threads) changes nothing
    but the time. Steps between the record's end and the first that is kept are simulated in each block by its own luck.
    """
    if members < 1 or run.count < 1:
        raise UsageError(f"{members} members over {run.count} steps cannot be run", hint="ask for at least one of each")
    origin = past(run) if start is None else start
    between = _before(run, run.replayed, run.first)
    told, blocks = [Table.of((future(run, s.called), s.plan)) for s in scenarios], -(-members // BLOCK)
    thetas = [run.draws.with_parameters(scenario.parameters).members() for scenario in scenarios]
    jobs, done = [(s, block) for s in range(len(scenarios)) for block in range(blocks)], count(1)

    def parts(s: int, block: int) -> Parts:
        lead = 0
        begin, _ = run.engine.run(origin, run.draws.members(), run.seed, block, *between, emit="none")
        for _, part in run.engine.chunks(begin, thetas[s], run.seed, block, told[s]):
            yield lead, part
            lead += len(next(iter(part.values())))

    def one(job: tuple[int, int]) -> None:
        take(*job, parts(*job))
        if progress is not None:
            progress(next(done), len(jobs))

    with ThreadPoolExecutor(max(1, workers)) as pool:
        list(pool.map(one, jobs))


def dataset(
    run: Run, names: Sequence[str], arrays: Mapping[str, np.ndarray], provenance: Mapping[str, Any]
) -> xr.Dataset:
    """Return the ensemble as a Dataset with dims (scenario, member, lead, <kind of unit>), coordinate `init` and
    provenance."""
    import pandas as pd
    import xarray as xr

    system = run.engine.system
    steps = system.steps
    variables: dict[str, Any] = {}
    for name, array in arrays.items():
        unit = FORMS[name][0]
        attrs: dict[str, Any] = {"units": UNITS[name], "long_name": name.replace("_", " ")}
        if name in MEANINGS:
            attrs["flag_values"], attrs["flag_meanings"] = MEANINGS[name]
        variables[name] = (("scenario", "member", "lead", unit), array, attrs)
    count = next(iter(arrays.values())).shape
    coords: dict[str, Any] = {
        "scenario": list(names),
        "member": ("member", np.arange(count[1]), {"standard_name": "realization", "units": "1"}),
        "lead": ("lead", np.arange(1, run.count + 1), {"long_name": f"steps from init ({steps.step})"}),
        "init": ((), pd.Timestamp(steps.start(run.first)), {"standard_name": "forecast_reference_time"}),
        "time": ("lead", pd.DatetimeIndex([pd.Timestamp(steps.end(run.first + i)) for i in range(run.count)])),
        **{kind: list(system.ids[kind]) for kind in KINDS},
    }
    used = {dim for value in variables.values() for dim in value[0]}
    coords = {name: value for name, value in coords.items() if name in used or name in ("init", "time")}
    attrs = {"Conventions": "CF-1.11", "title": f"Interbellum ensemble of {system.case_id}", **provenance}
    attrs["actors"] = " ".join(system.ids["actors"])
    return xr.Dataset(variables, coords=coords, attrs=attrs)


def device() -> str:
    """Return the kind of device that runs the step."""
    return str(jax.devices()[0].platform)
