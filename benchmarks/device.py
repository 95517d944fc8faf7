"""Runs on the device that JAX chooses (a GPU where its JAX for CUDA is installed) beside the same runs on the CPU.

Each device has a process of its own, so that nothing of one is kept for the other. A first run of the bundled case has
nothing compiled; the second, of the same size, has its program in memory. Times are wall times of `ib.run` with the
results handed over. Phases, deaths and control of the two devices are compared value by value: random numbers are the
same, exponentials and logarithms are rounded differently. Where JAX sees a CPU alone the two are the same device, and
nothing may differ.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

CASE, START, MONTHS = "karabakh", "2023-09-01", 60
SIZES = (10_000,)
COMPARED = ("phase", "deaths", "control")
EARLY = 12
"""Months in which the differences are counted apart."""


def measured(sizes: Sequence[int], kept: Path) -> dict[str, Any]:
    """Return times of this process's device; the first size's results go into a file."""
    import jax

    import interbellum as ib

    case, rows = ib.open_case(CASE), []
    with tempfile.TemporaryDirectory() as empty:
        os.environ["INTERBELLUM_CACHE"] = empty
        for members in sizes:
            times = []
            for _ in range(2):
                began = time.perf_counter()
                data = ib.run(case, start=START, months=MONTHS, members=members, seed=1, workers=1).dataset
                times.append(round(time.perf_counter() - began, 2))
            if members == sizes[0]:
                np.savez(kept, *(np.asarray(data[name]) for name in COMPARED))
            rows.append({"members": members, "first_s": times[0], "again_s": times[1]})
    device = jax.devices()[0]
    return {"platform": device.platform, "device": device.device_kind, "jax": jax.__version__, "runs": rows}


def elsewhere(sizes: Sequence[int], kept: Path, platform: str | None) -> dict[str, Any]:
    """Return what a process of its own measures, on JAX's own choice of a device or on the one named."""
    chosen = {"JAX_PLATFORMS": platform} if platform else {}
    words = [sys.executable, __file__, "--into", str(kept), "--members", *(str(one) for one in sizes)]
    told = subprocess.run(words, env={**os.environ, **chosen}, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def differences(one: Path, other: Path) -> dict[str, dict[str, float]]:
    """Return the share of values that differ, in the first months and in all."""
    found = {}
    with np.load(one) as a, np.load(other) as b:
        for name, at in zip(COMPARED, a.files, strict=True):
            apart = a[at] != b[at]
            months = next(axis for axis, size in enumerate(apart.shape) if size == MONTHS)
            early = np.take(apart, range(EARLY), axis=months)
            found[name] = {"values": apart.size, f"first_{EARLY}": float(early.mean()), "all": float(apart.mean())}
    return found


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the figures as lines of text."""
    for one in (found["chosen"], found["cpu"]):
        yield f"{one['device']} ({one['platform']}, jax {one['jax']})"
        for row in one["runs"]:
            yield f"  {row['members']:>7,} futures x {MONTHS} months: {row['first_s']} s, then {row['again_s']} s"
    for name, row in found["differ"].items():
        yield (
            f"{name}: of {row['values']:,} values {row['all']:.2e} differ, "
            f"{row[f'first_{EARLY}']:.2e} in the first {EARLY} months"
        )


def main() -> int:
    """Measure and report; return 1 where two runs of the same device differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, nargs="+", default=SIZES, help="futures; the first size is compared")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.into:
        sys.stdout.write(json.dumps(measured(words.members, words.into)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "chosen.npz"), Path(folder, "cpu.npz")
        chosen, cpu = elsewhere(words.members, files[0], None), elsewhere(words.members, files[1], "cpu")
        found = {"chosen": chosen, "cpu": cpu, "differ": differences(*files)}
    sys.stdout.write((json.dumps(found, indent=2) if words.json else "\n".join(lines(found))) + "\n")
    same = chosen["platform"] == cpu["platform"]
    return int(same and any(row["all"] for row in found["differ"].values()))


if __name__ == "__main__":
    sys.exit(main())
