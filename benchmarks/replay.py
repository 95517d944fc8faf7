"""How fast the past is replayed: events through the record and the fold, and one question of one day once loaded."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from datetime import date, timedelta
from typing import Any

import jax
import numpy as np

import interbellum as ib
from interbellum.case.period import last_day
from interbellum.simulation.assembly import assemble
from interbellum.simulation.replaying import fold

CASE = "karabakh"


def measure(queries: int) -> dict[str, Any]:
    """Return all figures; the first fold compiles and is given apart."""
    case = ib.open_case(CASE)
    began = time.perf_counter()
    ib.Record.of(case)
    record_s = time.perf_counter() - began
    ready = assemble(case)
    count, folds = ready.observed.count, []
    for _ in range(4):
        began = time.perf_counter()
        fold(ready, ready.priors, count, stride=100)
        folds.append(time.perf_counter() - began)
    first, last, rng = ready.system.steps.start(0), last_day(case), np.random.default_rng(1)
    times = []
    for offset in rng.integers(0, (last - first).days, queries + 1).tolist():
        began = time.perf_counter()
        ready.record.state(first + timedelta(days=offset), None, "claim")
        times.append(1000 * (time.perf_counter() - began))
    fold_s, times = min(folds[1:]), times[1:]
    return {
        "machine": {"cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version(),
                    "jax": jax.__version__, "device": jax.devices()[0].platform},
        "case": CASE, "measured": date.today().isoformat(), "events": len(case.events), "claims": len(case.claims),
        "record": {"seconds": record_s, "events_per_s": len(case.events) / record_s,
                   "claims_per_s": len(case.claims) / record_s},
        "fold": {"steps": count, "members": 1_000, "first_s": folds[0], "seconds": fold_s,
                 "events_per_s": len(case.events) / fold_s, "steps_per_s": count / fold_s},
        "as_of_query_ms": {"queries": queries, "median": statistics.median(times),
                           "p95": float(np.quantile(times, 0.95))},
    }  # fmt: skip


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--queries", type=int, default=200, help="days asked for")
    words = parser.parse_args()
    found = measure(words.queries)
    if words.json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
        return
    record, folded, query = found["record"], found["fold"], found["as_of_query_ms"]
    lines = [
        ", ".join(f"{k} {v}" for k, v in found["machine"].items()),
        f"record of {found['claims']} claims, {found['events']} events: {record['seconds']:.2f} s, "
        f"{record['events_per_s']:,.0f} events/s",
        f"fold of {folded['steps']} steps with {folded['members']} members: {folded['seconds']:.2f} s, "
        f"{folded['events_per_s']:,.0f} events/s (the first, with compiling: {folded['first_s']:.1f} s)",
        f"state of a day, {query['queries']} days: median {query['median']:.2f} ms, 95% {query['p95']:.2f} ms",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
