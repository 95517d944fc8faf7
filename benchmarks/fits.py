"""Fits of the bundled case, each in a process of its own: how long.

With nothing compiled, with compiled code on disk, and brought up from the posterior of an earlier day.

The joint posterior of all chosen mechanisms given the whole record, no stored posterior used. Wall time and processor
time (of all threads, compiling included) are those of the whole process, opening the case among them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jax

from whole_runs import timed

JOB = """
import json, sys
import interbellum as ib
from interbellum.inference.fitting import fit
case, until, since = ib.open_case("karabakh"), sys.argv[1] or None, sys.argv[2] or None
earlier = fit(case, since) if since else None
found = fit(case, until, cache=False, previous=earlier)
told = found.diagnosis
print(json.dumps({"parameters": len(found.chains), "rhat": max(told.rhat.values()), "ess": min(told.ess.values()),
                  "divergences": told.divergences, "longer": list(found.provenance.get("lengthened", [])),
                  "effective": found.provenance.get("effective")}))
"""


def measure(since: str) -> list[dict[str, Any]]:
    """Return the rows: nothing compiled, compiled code on disk, and from the posterior of `since`, which is at hand."""
    with TemporaryDirectory() as folder:
        env = {"INTERBELLUM_CACHE": str(Path(folder) / "cache")}
        rows = []
        for what, begin in (("nothing compiled", ""), ("compiled code on disk", "")):
            said, taken = timed(["-c", JOB, "", begin], env)
            rows.append({"what": what, **taken, **json.loads(said)})
        timed(["-c", JOB, since, since], env)
        said, taken = timed(["-c", JOB, "", since], env)
        return [*rows, {"what": f"from the posterior of {since}", **taken, **json.loads(said)}]


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--since", default="2023-09-01", help="the earlier posterior's day")
    words = parser.parse_args()
    rows = measure(words.since)
    if words.json:
        about = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "jax": jax.__version__}
        sys.stdout.write(json.dumps({"machine": about, "fits": rows}, indent=2) + "\n")
        return
    for row in rows:
        sys.stdout.write(
            f"{row['what']}: {row['wall_s']:.0f} s ({row['cpu_s']:.0f} s of processor time), {row['peak_mib']:,} MiB "
            f"at most; {row['parameters']} parameters, worst R-hat {row['rhat']:.3f}, least effective sample "
            f"{row['ess']:.0f}, {row['divergences']} divergences; drawn for longer: "
            f"{', '.join(row['longer']) or 'none'}\n"
        )


if __name__ == "__main__":
    main()
