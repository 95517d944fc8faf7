"""Member-steps a second of the bundled case's ensemble, beside the same model written for Mesa.

`--mechanisms twinned` measures the five mechanisms that the twin in Mesa has, `--mechanisms all` all that the case
chooses, beside a twin that has less to do.

Both start from the same states with the same parameter draws, at the same month, and run the same 60 months. That they
are the same model is checked in the same run: phases, deaths, control and capability of the two ensembles must agree in
distribution, or the program ends with an error. Wall times are the best of several runs, each of which is let go before
the next, so that the next finds its memory; processor time is given beside them, because it says how much of the
machine a run had.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from importlib.util import find_spec
from typing import Any, TypeVar

import jax
import numpy as np
from scipy import stats

import interbellum as ib
from interbellum.simulation.assembly import assemble
from interbellum.simulation.ensemble import Run, future, past, simulate
from interbellum.simulation.luck import BLOCK
from interbellum.simulation.scenarios import Compiled, compile_scenario
from interbellum.system.state import Kind, State

T = TypeVar("T")
CASE, START, MONTHS = "karabakh", date(2023, 9, 1), 60
TWINNED = ("attention", "spending", "escalation", "lethality", "conquest")
"""The mechanisms that the twin in Mesa has."""
SIZES, WORKERS = (1_000, 10_000), (1, 2)
LEADS = (1, 12, 36, 60)
LEVEL = 0.01
"""The two disagree if the least p-value, times the number of tests, lies below this."""


def timed(job: Callable[[], T]) -> tuple[T, float, float]:
    """Return a job's result, wall time and processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = job()
    return result, time.perf_counter() - wall, time.process_time() - cpu


def engine_run(run: Run, scenario: Compiled, start: State, members: int, workers: int) -> dict[str, np.ndarray]:
    """Return the engine's ensemble without its axis of scenarios."""
    return {k: v[0] for k, v in simulate(run, [scenario], members, workers=workers, start=start).items()}


def engine_speed(run: Run, scenario: Compiled, start: State, repeats: int) -> list[dict[str, float]]:
    """Return the engine's speed by members and workers."""
    rows = []
    for members in SIZES:
        for workers in WORKERS:
            job = partial(engine_run, run, scenario, start, members, workers)
            times = [timed(job)[1:] for _ in range(repeats)]
            wall, cpu = min(t[0] for t in times), min(t[1] for t in times)
            steps = members * MONTHS
            rows.append(
                {"members": members, "months": MONTHS, "workers": workers, "wall_s": wall, "cpu_s": cpu,
                 "member_steps_per_s": steps / wall, "member_steps_per_cpu_s": steps / cpu}
            )  # fmt: skip
    return rows


def twin_run(run: Run, start: State, members: int, seed: int) -> dict[str, np.ndarray]:
    """Return the Mesa ensemble: member m lives by draw m, as in the engine's blocks."""
    from mesa_twin import Conflict, World, member

    system = run.engine.system
    structure, theta = World(system, future(run).clock), run.draws.members()
    keep: dict[str, Kind] = {"phase": "rivalries", "deaths": "rivalries", "control": "zones", "capability": "actors"}
    out = {name: np.zeros((members, run.count, system.sizes[kind])) for name, kind in keep.items()}
    for m in range(members):
        at, drawn = member(start, theta, m % BLOCK)
        model = Conflict(structure, drawn, at, seed=seed * 1_000_003 + m)
        for t in range(run.count):
            model.step()
            out["phase"][m, t] = [r.phase for r in model.rivalries_list]
            out["deaths"][m, t] = [r.deaths for r in model.rivalries_list]
            out["control"][m, t] = [z.control for z in model.zones_list]
            out["capability"][m, t] = [p.capability for p in model.powers_list]
    return out


def agreement(one: dict[str, np.ndarray], other: dict[str, np.ndarray], run: Run) -> Iterator[dict[str, Any]]:
    """Yield tests that two ensembles have one law: chi-square for categories, Kolmogorov-Smirnov for sizes."""
    ids = run.engine.system.ids
    for r, rivalry in enumerate(ids["rivalries"]):
        for lead in LEADS:
            a, b = (x["phase"][:, lead - 1, r].astype(int) for x in (one, other))
            yield {"what": f"phase of {rivalry}", "lead": lead, "test": "chi-square", "p": categories(a, b)}
            a, b = (x["deaths"][:, :lead, r].sum(axis=1) for x in (one, other))
            yield {"what": f"deaths up to then, {rivalry}", "lead": lead, "test": "KS", "p": sizes(a, b)}
    for lead in LEADS:
        for z, zone in enumerate(ids["zones"]):
            a, b = (x["control"][:, lead - 1, z].astype(int) for x in (one, other))
            if len(np.union1d(a, b)) > 1:
                yield {"what": f"control of {zone}", "lead": lead, "test": "chi-square", "p": categories(a, b)}
        for i, actor in enumerate(ids["actors"]):
            a, b = (x["capability"][:, lead - 1, i] for x in (one, other))
            yield {"what": f"capability of {actor}", "lead": lead, "test": "KS", "p": sizes(a, b)}


def categories(a: np.ndarray, b: np.ndarray) -> float:
    """Return the p-value that two samples of categories have one law; categories expected under 5 times are joined."""
    values = np.union1d(a, b)
    table = np.array([[np.sum(sample == v) for v in values] for sample in (a, b)])
    expected = table.sum(axis=0) * min(len(a), len(b)) / (len(a) + len(b))
    rare = table[:, expected < 5].sum(axis=1, keepdims=True)
    table = np.hstack([table[:, expected >= 5], rare])
    table = table[:, table.sum(axis=0) > 0]
    return float(stats.chi2_contingency(table).pvalue) if table.shape[1] > 1 else 1.0


def sizes(a: np.ndarray, b: np.ndarray) -> float:
    """Return the p-value that two samples of numbers have one law."""
    return float(stats.ks_2samp(a, b, method="asymp").pvalue)


def quantiles(one: dict[str, np.ndarray], other: dict[str, np.ndarray], run: Run) -> dict[str, Any]:
    """Return quantiles of the deaths over the whole run, by rivalry, in both ensembles."""
    points = (0.5, 0.75, 0.9, 0.95)
    return {
        rivalry: {
            name: np.quantile(x["deaths"][:, :, r].sum(axis=1), points).round(1).tolist()
            for name, x in (("engine", one), ("mesa", other))
        }
        for r, rivalry in enumerate(run.engine.system.ids["rivalries"])
    }


def machine() -> dict[str, Any]:
    """Return what the figures depend on besides the program."""
    import mesa

    return {
        "cores": os.cpu_count(), "load": os.getloadavg()[0], "platform": platform.platform(),
        "python": platform.python_version(), "jax": jax.__version__, "device": jax.devices()[0].platform,
        "numpy": np.__version__, "mesa": mesa.__version__, "interbellum": ib.__version__,
    }  # fmt: skip


def prepared(mechanisms: tuple[str, ...] | None) -> tuple[Run, Compiled]:
    """Return the run and its baseline with some mechanisms, or with all that the case chooses."""
    case = ib.open_case(CASE)
    chosen = {} if mechanisms is None else {"mechanisms": mechanisms}
    ready = assemble(replace(case, model=case.model.model_copy(update=chosen)))
    first = ready.checked_start(START)
    run = Run(ready.engine, ready.priors, ready.observed, first, MONTHS, seed=1)
    return run, compile_scenario(ready.engine, None, first=first, count=MONTHS, rows=ready.rows)


def measure(repeats: int, twins: int, mechanisms: str) -> dict[str, Any]:
    """Return all figures."""
    run, scenario = prepared(TWINNED)
    jax.config.update("jax_enable_compilation_cache", False)  # type: ignore[no-untyped-call]
    full, whole = (run, scenario) if mechanisms == "twinned" else prepared(None)
    origin, cold, cold_cpu = timed(lambda: past(full))
    _, warm, warm_cpu = timed(lambda: past(full))
    rows = engine_speed(full, whole, origin, repeats)
    start = origin if full is run else past(run)
    other, wall, cpu = timed(lambda: twin_run(run, start, twins, seed=2))
    one = engine_run(replace(run, seed=3), scenario, start, 4 * BLOCK, 2)
    tests = list(agreement(one, other, run))
    least = min(tests, key=lambda row: row["p"])
    speed = twins * MONTHS / wall
    return {
        "machine": machine(),
        "mechanisms": [m.name for m in full.engine.mechanisms],
        "compile_s": max(cold - warm, 0.0),
        "compile_cpu_s": max(cold_cpu - warm_cpu, 0.0),
        "engine": rows,
        "mesa": {"members": twins, "months": MONTHS, "wall_s": wall, "cpu_s": cpu, "member_steps_per_s": speed,
                 "member_steps_per_cpu_s": twins * MONTHS / cpu},
        "member_steps_per_s": {str(m): max(r["member_steps_per_s"] for r in rows if r["members"] == m) for m in SIZES},
        "ratio_to_mesa": {
            str(m): max(r["member_steps_per_s"] for r in rows if r["members"] == m) / speed for m in SIZES
        },
        "ratio_to_mesa_by_cpu": max(r["member_steps_per_cpu_s"] for r in rows) * cpu / (twins * MONTHS),
        "agreement": {"tests": tests, "least": least, "deaths": quantiles(one, other, run),
                      "agree": least["p"] * len(tests) >= LEVEL},
    }  # fmt: skip


def report(found: dict[str, Any]) -> Iterator[str]:
    """Yield the figures as lines of text."""
    yield ", ".join(f"{k} {v}" for k, v in found["machine"].items())
    yield f"{len(found['mechanisms'])} mechanisms: {', '.join(found['mechanisms'])}"
    yield f"compile: {found['compile_s']:.1f} s ({found['compile_cpu_s']:.1f} s of processor time)"
    for row in found["engine"]:
        yield (
            f"{row['members']:>6} members x {row['months']} months, {row['workers']} worker(s): "
            f"{row['member_steps_per_s']:>12,.0f} member-steps/s ({row['wall_s']:.2f} s; "
            f"{row['member_steps_per_cpu_s']:,.0f} a second of processor time)"
        )
    mesa = found["mesa"]
    yield f"Mesa, {mesa['members']} members: {mesa['member_steps_per_s']:,.0f} member-steps/s ({mesa['wall_s']:.1f} s)"
    yield f"ratio to Mesa by processor time: {found['ratio_to_mesa_by_cpu']:,.0f}x"
    yield "ratio to Mesa: " + ", ".join(f"{v:,.0f}x at {k} members" for k, v in found["ratio_to_mesa"].items())
    same = found["agreement"]
    for row in same["tests"]:
        yield f"  {row['what']}, month {row['lead']}: {row['test']} p = {row['p']:.3f}"
    for rivalry, deaths in same["deaths"].items():
        yield f"  deaths, {rivalry}, {MONTHS} months, 50/75/90/95%: engine {deaths['engine']}, Mesa {deaths['mesa']}"
    least = same["least"]
    word = "agree" if same["agree"] else "DISAGREE"
    yield f"the two {word}: least p {least['p']:.4f} of {len(same['tests'])} ({least['what']}, month {least['lead']})"


def main() -> int:
    """Measure and report; return 1 where the two models disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each size")
    parser.add_argument("--twins", type=int, default=1_000, help="members run in Mesa")
    parser.add_argument("--mechanisms", choices=("twinned", "all"), default="twinned", help="which the engine runs")
    words = parser.parse_args()
    if not find_spec("mesa"):
        parser.error("the twin is written for Mesa: make setup installs it, as does pip install --group dev")
    found = measure(words.repeats, words.twins, words.mechanisms)
    sys.stdout.write((json.dumps(found, indent=2) if words.json else "\n".join(report(found))) + "\n")
    return 0 if found["agreement"]["agree"] else 1


if __name__ == "__main__":
    sys.exit(main())
