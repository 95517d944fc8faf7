"""How long the program takes to say its first word: `--help`, `--version`, a replay, and the imports behind them.

Each is run in a process of its own; the median and the fastest of several runs are reported, in seconds.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time

PROGRAM = [sys.executable, "-m", "interbellum"]
JOBS = {
    "python": [sys.executable, "-c", "pass"],
    "import interbellum": [sys.executable, "-c", "import interbellum"],
    "interbellum --help": [*PROGRAM, "--help"],
    "interbellum --version": [*PROGRAM, "--version"],
    "interbellum replay two-valleys": [*PROGRAM, "replay", "two-valleys", "--json"],
    "interbellum replay karabakh": [*PROGRAM, "replay", "karabakh", "--json"],
}


def measured(command: list[str], runs: int) -> dict[str, float]:
    """Return the median and the fastest wall time of a command, after one run that warms the disk."""
    subprocess.run(command, check=True, capture_output=True)
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return {"median_s": round(statistics.median(times), 4), "best_s": round(min(times), 4)}


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--runs", type=int, default=7, help="runs of each command")
    words = parser.parse_args()
    found = {name: measured(command, words.runs) for name, command in JOBS.items()}
    if words.json:
        machine = {"python": platform.python_version(), "platform": platform.platform()}
        sys.stdout.write(json.dumps({**machine, "runs": words.runs, "seconds": found}, indent=2) + "\n")
        return
    for name, one in found.items():
        sys.stdout.write(f"{name:32} {one['median_s']:7.3f} s   best {one['best_s']:7.3f} s\n")


if __name__ == "__main__":
    main()
