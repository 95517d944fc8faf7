"""Whole runs of the bundled case, each in a process of its own: how long, and how much memory at most.

Ten thousand futures of 60 months by priors, from a process that has nothing, with the compiled step on disk and with an
empty cache; then more and more members into a Zarr store, where memory should not grow with them. Wall time, processor
time (of all threads, compiling included) and the greatest resident memory are those of the whole process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jax

MONTHS, COLD = 60, 10_000
JOB = """
import sys
import interbellum as ib
members, months, store = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] or None
ensemble = ib.run(ib.open_case("karabakh"), start="2023-09-01", months=months, members=members, workers=2, store=store)
print(float(ensemble.dataset.deaths.isel(member=0).sum()))
"""


def measured(members: int, months: int, store: Path | None, env: Mapping[str, str]) -> dict[str, Any]:
    """Return time and memory of a run in a process of its own."""
    _, taken = timed(["-c", JOB, str(members), str(months), str(store or "")], env)
    size = sum(file.stat().st_size for file in store.rglob("*") if file.is_file()) if store else 0
    where = {"members": members, "months": months, "into": "a Zarr store" if store else "memory"}
    return {**where, **taken, "stored_mib": round(size / 2**20)}


def timed(words: Sequence[str], env: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """Return what a Python process says, and its wall time, processor time and greatest memory."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], env={**os.environ, **env}, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words[2:])} failed")
    wall = time.perf_counter() - began
    return said, {
        "wall_s": round(wall, 2), "cpu_s": round(cpu(usage), 2), "peak_mib": round(usage.ru_maxrss / 1024)
    }  # fmt: skip


def cpu(usage: resource.struct_rusage) -> float:
    """Return the processor time of a finished process."""
    return usage.ru_utime + usage.ru_stime


def measure(sizes: list[int], months: int) -> list[dict[str, Any]]:
    """Return the rows: cold without and with compiled code on disk, then the stores."""
    rows = []
    with TemporaryDirectory() as folder:
        env = {"INTERBELLUM_CACHE": str(Path(folder) / "cache")}
        for cache in ("empty", "full"):
            rows.append({"cache": cache, **measured(COLD, months, None, env)})
        for members in sizes:
            store = Path(folder) / f"{members}.zarr"
            rows.append({"cache": "full", **measured(members, months, store, env)})
    return rows


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--members", type=int, nargs="*", default=[10_000, 40_000, 160_000], help="sizes to store")
    parser.add_argument("--months", type=int, default=MONTHS)
    words = parser.parse_args()
    rows = measure(words.members, words.months)
    if words.json:
        about = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "jax": jax.__version__}
        sys.stdout.write(json.dumps({"machine": about, "runs": rows}, indent=2) + "\n")
        return
    for row in rows:
        sys.stdout.write(
            f"{row['members']:>8,} members x {row['months']} months into {row['into']}, cache {row['cache']}: "
            f"{row['wall_s']:.1f} s ({row['cpu_s']:.1f} s of processor time), {row['peak_mib']:,} MiB at most"
            + (f", {row['stored_mib']:,} MiB stored\n" if row["stored_mib"] else "\n")
        )


if __name__ == "__main__":
    main()
