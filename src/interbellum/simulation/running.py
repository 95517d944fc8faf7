"""Running a case forward: an ensemble under a baseline and scenarios, with its summary and its stores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from interbellum.case.case import Case
from interbellum.case.documents import Scenario
from interbellum.case.vocabulary import CLASHES, PHASES, WAR
from interbellum.dates import as_day
from interbellum.errors import ScenarioError, UsageError
from interbellum.record.holding import ended_units
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.ensemble import FORMS, Parts, Progress, Run, dataset, simulate, simulate_into
from interbellum.simulation.fitted import Fitted, draws_of, fitted_on
from interbellum.simulation.leads import horizons
from interbellum.simulation.luck import BLOCK
from interbellum.simulation.members import Draws
from interbellum.simulation.scenarios import Compiled, combine, compile_scenario
from interbellum.simulation.stores import filled, load_dataset
from interbellum.system.state import FIELDS

if TYPE_CHECKING:
    import xarray as xr

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BASELINE = "baseline"
MEMBERS_LIMIT, MONTHS_LIMIT = 1_000_000, 1_200
MONTHS, MEMBERS, SEED = 24, 1_000, 1
"""What a run has where nothing else is asked for."""
HINDCAST, BEYOND = "final-vintage hindcast", "beyond the record"
"""What kind of forecast a run is: from within the record, each count of it dated before but of one later release; or
from after it. One whose posterior has seen more than the run is asked to know is what `fitted_on` says of it."""


@dataclass(frozen=True)
class Ensemble:
    """Futures of a case: `dataset` has dims (scenario, member, lead, <kind of unit>); the first scenario is the
    baseline unless only one was asked for."""

    dataset: xr.Dataset
    titles: dict[str, str]
    draws: Draws
    assembly: Assembly

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios' ids."""
        return tuple(str(s) for s in self.dataset.scenario.values)

    def coded(self, field: str) -> frozenset[str]:
        """Return the units of whose state field the record speaks: of the others it is drawn from the model's start
        on."""
        told = self.assembly.observed.coded(field)
        names = self.assembly.system.ids[FIELDS[field][0]]
        return frozenset(name for name, coded in zip(names, told, strict=True) if coded)

    @property
    def ended(self) -> frozenset[str]:
        """The units that are not in being on the first day, as known then."""
        start = date.fromisoformat(self.provenance["start"])
        return ended_units(self.assembly.case.model.units, start, self.assembly.known_by)

    @property
    def provenance(self) -> dict[str, Any]:
        """Case hash, version, seed, known-by, posterior, start, step and members."""
        keep = ("Conventions", "title", "actors")
        return {str(k): v for k, v in self.dataset.attrs.items() if k not in keep}

    def summary(self) -> dict[str, Any]:
        """Return quantiles a lead, phase shares, chances of war and final control, with provenance, as plain data."""
        return {
            "provenance": self.provenance,
            "scenarios": {s: {"title": self.titles[s], **self._scenario(s)} for s in self.scenarios},
        }

    def _scenario(self, scenario: str) -> dict[str, Any]:
        data = self.dataset.sel(scenario=scenario)
        rivalries = {str(r): _rivalry(data.sel(rivalries=r)) for r in data.rivalries.values}
        return {"rivalries": rivalries, "control": self._control(data)}

    def _control(self, data: xr.Dataset) -> dict[str, dict[str, float]]:
        """Return each zone's chance of being in each actor's hands after the last lead."""
        actors = self.dataset.attrs["actors"].split()
        last = data.control.isel(lead=-1).values
        found = {}
        for z, zone in enumerate(data.zones.values):
            shares = np.bincount(last[:, z], minlength=len(actors)) / len(last)
            found[str(zone)] = {actors[a]: float(p) for a, p in enumerate(shares) if p > 0}
        return found

    def save(self, path: str | Path) -> Path:
        """Write the ensemble as netCDF (`.nc`) or Zarr (`.zarr`), atomically; return where it lies."""
        from interbellum.simulation.stores import save_dataset

        return save_dataset(self.dataset, Path(path))


def _rivalry(data: xr.Dataset) -> dict[str, Any]:
    """Return the summary of one rivalry under one scenario."""
    deaths, phase = data.deaths.values, data.phase.values
    times = [str(t)[:10] for t in data.time.values]
    quantiles = np.quantile(deaths, QUANTILES, axis=0)
    rows = [
        {"lead": i + 1, "time": times[i], **_named(quantiles[:, i]), "mean": float(deaths[:, i].mean())}
        for i in range(deaths.shape[1])
    ]
    shares = [
        {"lead": i + 1, "time": times[i]} | {name: float((phase[:, i] == k).mean()) for k, name in enumerate(PHASES)}
        for i in range(phase.shape[1])
    ]
    total = deaths.astype(np.int64).sum(axis=1)
    leads = horizons(deaths.shape[1])
    return {
        "deaths": rows,
        "phase": shares,
        "p_war": {str(h): float((phase[:, :h] == WAR).any(axis=1).mean()) for h in leads},
        "p_violence": {str(h): float((phase[:, :h] >= CLASHES).any(axis=1).mean()) for h in leads},
        "deaths_within": {
            str(h): _named(np.quantile(deaths[:, :h].sum(axis=1, dtype=np.int64), QUANTILES)) for h in leads
        },
        "total_deaths": {**_named(np.quantile(total, QUANTILES)), "mean": float(total.mean())},
    }


def _named(values: np.ndarray) -> dict[str, float]:
    return {f"q{round(100 * q):02d}": float(v) for q, v in zip(QUANTILES, values, strict=True)}


def run(
    case: Case,
    posterior: Fitted | None = None,
    *,
    start: str | date | None = None,
    months: int | None = None,
    members: int | None = None,
    seed: int | None = None,
    scenario: str | Scenario | Sequence[str | Scenario] | None = None,
    like: Ensemble | None = None,
    known_by: str | date | None = None,
    workers: int = 2,
    progress: Progress | None = None,
    store: str | Path | None = None,
) -> Ensemble:
    """Return futures of a case from the step that holds `start` (`None`: after the record's last step).

    There are 24 months of 1,000 members by seed 1 unless asked for otherwise. `months` counts steps (weeks, for a case
    that steps by weeks). Without a posterior, members live by priors alone; one that was fitted on days from `start`
    on, or on what became known after `known_by`, is told of as `hindsight` in the provenance and wherever the run is
    shown, and one of another case, or of another state of it, is refused.
    Several scenarios are run with the same luck, the baseline first; a single one is run alone. `like` takes posterior,
    start, months, members, seed and known-by from an earlier ensemble of the case, so that the two can be compared
    member by member; whatever else is asked for beside it is refused. With a `store` (a path that ends in .zarr) blocks
    of members go there as they are done, and the ensemble is read from it when it is asked for: memory does not grow
    with members.
    """
    work = Work(workers, progress, None if store is None else _checked_store(Path(store)))
    known, day = (None if one is None else as_day(one) for one in (known_by, start))
    asked = {"months": _whole("months", months), "members": _whole("members", members), "seed": _whole("seed", seed)}
    if like is not None:
        _refuse_unlike(like, case, posterior, {**asked, "start": day, "known_by": known})
        return _like(like, scenario, work)
    length, size, luck = (d if v is None else v for v, d in zip(asked.values(), (MONTHS, MEMBERS, SEED), strict=True))
    if not 1 <= size <= MEMBERS_LIMIT or not 1 <= length <= MONTHS_LIMIT:
        raise UsageError(
            f"{size} members over {length} steps cannot be run",
            hint=f"members 1 to {MEMBERS_LIMIT}, steps 1 to {MONTHS_LIMIT}",
        )
    assembly = assemble(case, known)
    first = assembly.observed.count if day is None else assembly.checked_start(day)
    if first > assembly.observed.count + MONTHS_LIMIT:
        raise UsageError(f"{start} lies too far beyond the record", hint=f"{MONTHS_LIMIT} steps at most")
    sample = Sample(draws_of(assembly, posterior), first, length, size, luck, _kind(assembly, posterior, first))
    return _run(assembly, sample, wanted_scenarios(case, scenario), work)


@dataclass(frozen=True)
class Sample:
    """What a run draws: parameters, its first step, steps, members and seed, and what `kind` of forecast that is."""

    draws: Draws
    first: int
    count: int
    members: int
    seed: int
    kind: Mapping[str, str]


def _kind(assembly: Assembly, posterior: Fitted | None, first: int) -> dict[str, str]:
    """Return what the provenance says of how a run stands to the record and to what its posterior was fitted on."""
    words = HINDCAST if first < assembly.observed.count else BEYOND
    made = fitted_on(assembly, posterior, first)
    return {**made, "hindcast": made.get("hindsight", words)}


def _whole(name: str, value: float | None) -> int | None:
    """Return a whole number as one, whatever its type; raise `UsageError` for another."""
    if value is None:
        return None
    try:
        if int(value) == value:
            return int(value)
    except (TypeError, ValueError, OverflowError):
        pass
    raise UsageError(f"{name} is a whole number, not {value!r}", hint=f"for instance {name}=24")


@dataclass(frozen=True)
class Work:
    """How a run is done: threads, who is told of the blocks done, and where they go (`None`: they stay in memory)."""

    workers: int
    progress: Progress | None
    store: Path | None


def _checked_store(path: Path) -> Path:
    if path.suffix != ".zarr":
        raise UsageError(f"blocks of members cannot be written to {path.name}", hint="name a store that ends in .zarr")
    return path


def _refuse_unlike(like: Ensemble, case: Case, posterior: Fitted | None, asked: Mapping[str, Any]) -> None:
    """Raise `UsageError` for what is asked for beside `like` and is otherwise in it; `None` asks for nothing."""
    mine, sizes = like.assembly, like.dataset.sizes
    if not isinstance(case, Case) or case.hash != mine.case.hash:
        raise UsageError(
            f"like is a run of another case than this, or of another state of it: {mine.case.id}",
            hint="run the baseline of this case first",
        )
    start = like.provenance["start"]
    made = {
        "months": sizes["lead"], "members": sizes["member"], "seed": int(like.provenance["seed"]),
        "start": date.fromisoformat(start), "known_by": mine.known_by, "posterior": like.draws.id,
    }  # fmt: skip
    steps, given = mine.system.steps, {name: value for name, value in asked.items() if value is not None}
    if "start" in given:
        given["start"] = steps.start(mine.checked_start(given["start"]))
    if posterior is not None:
        given["posterior"] = draws_of(mine, posterior).id
    for name, value in given.items():
        if value != made[name]:
            raise UsageError(f"like has {name} {made[name]}, not {value}", hint=f"leave {name} out beside like")


def _like(like: Ensemble, scenario: str | Scenario | Sequence[str | Scenario] | None, work: Work) -> Ensemble:
    made, sizes = like.provenance, like.dataset.sizes
    wanted = wanted_scenarios(like.assembly.case, scenario)
    wanted = wanted[1:] if len(wanted) > 1 else wanted
    kind: dict[str, str] = {name: made[name] for name in ("posterior_until", "hindsight", "hindcast") if name in made}
    sample = Sample(like.draws, int(made["first_step"]), sizes["lead"], sizes["member"], int(made["seed"]), kind)
    return _run(like.assembly, sample, wanted, work)


def wanted_scenarios(case: Case, wanted: str | Scenario | Sequence[str | Scenario] | None) -> list[Scenario | None]:
    """Return the scenarios to run, `None` standing for the baseline; `A+B` combines two."""
    if wanted is None:
        return [None]
    if isinstance(wanted, str | Scenario):
        return [_found(case, wanted)]
    found = [s for s in (_found(case, one) for one in wanted) if s is not None]
    twice = next((s.id for n, s in enumerate(found) if s.id in {BASELINE, *(other.id for other in found[:n])}), None)
    if twice is not None:
        raise ScenarioError(f"two scenarios are called {twice!r}", hint="name each once")
    return [None, *found]


def _found(case: Case, wanted: str | Scenario) -> Scenario | None:
    if isinstance(wanted, Scenario):
        return wanted
    if wanted == BASELINE:
        return None
    known, names = {s.id: s for s in case.scenarios}, wanted.split("+")
    for n, name in enumerate(names):
        if name not in known:
            raise ScenarioError(f"unknown scenario {name!r}", hint=f"the case has: {', '.join(known) or 'none'}")
        if name in names[:n]:
            raise ScenarioError(f"{wanted!r} combines {name!r} with itself", hint="name each once")
    return combine([known[name] for name in names])


def _run(assembly: Assembly, sample: Sample, wanted: Sequence[Scenario | None], work: Work) -> Ensemble:
    engine, first, count = assembly.engine, sample.first, sample.count
    compiled: list[Compiled] = [
        compile_scenario(engine, s, first=first, count=count, rows=assembly.rows, origin=assembly.origin(first))
        for s in wanted
    ]
    job = Run(engine, sample.draws, assembly.observed, first, count, sample.seed)
    steps = assembly.system.steps
    provenance = {
        **assembly.provenance(), "posterior": sample.draws.id, "seed": sample.seed,
        "start": steps.start(first).isoformat(), "step": steps.step, "members": sample.members, "first_step": first,
        **sample.kind,
    }  # fmt: skip

    def described(arrays: Mapping[str, Any]) -> xr.Dataset:
        return dataset(job, [c.id for c in compiled], arrays, provenance)

    data = (_in_memory if work.store is None else _in_store)(job, compiled, sample.members, work, described)
    titles = {c.id: s.title if s else "Baseline" for c, s in zip(compiled, wanted, strict=True)}
    return Ensemble(data, titles, sample.draws, assembly)


Described = Callable[[Mapping[str, Any]], "xr.Dataset"]


def _in_memory(job: Run, compiled: Sequence[Compiled], members: int, work: Work, described: Described) -> xr.Dataset:
    arrays = simulate(job, compiled, members, workers=work.workers, progress=work.progress)
    for name, array in arrays.items():
        _refuse_unreal(name, array)
    if "deaths" not in arrays:
        arrays["deaths"] = np.zeros_like(arrays["phase"], dtype=np.int32)
    return described(arrays)


def _in_store(job: Run, compiled: Sequence[Compiled], members: int, work: Work, described: Described) -> xr.Dataset:
    """Return the dataset as it is read from the store, to which each block goes when it is done."""
    import dask.array as da

    assert work.store is not None
    sizes = job.engine.system.sizes
    shapes = {name: (len(compiled), members, job.count, sizes[kind]) for name, (kind, _) in sorted(FORMS.items())}
    chunks = (1, BLOCK, -1, -1)
    template = described({name: da.zeros(shape, dtype=FORMS[name][1], chunks=chunks) for name, shape in shapes.items()})
    with filled(template, work.store) as put:

        def write(s: int, block: int, parts: Parts) -> None:
            first, last = block * BLOCK, min((block + 1) * BLOCK, members)
            whole = {name: np.zeros((last - first, *shape[2:]), FORMS[name][1]) for name, shape in shapes.items()}
            for lead, part in parts:
                for name, value in part.items():
                    whole[name][:, lead : lead + len(value)] = np.moveaxis(value, -1, 0)[: last - first]
            for name, value in whole.items():
                _refuse_unreal(name, value)
                put(name, s, first, value)

        simulate_into(write, job, compiled, members, workers=work.workers, progress=work.progress)
    stored = load_dataset(work.store)
    return stored.assign({name: value for name, value in template.data_vars.items() if name not in stored})


def _refuse_unreal(name: str, array: np.ndarray) -> None:
    if not np.isfinite(array).all():
        raise ScenarioError(f"{name} left the real numbers", hint="choose less extreme values")
