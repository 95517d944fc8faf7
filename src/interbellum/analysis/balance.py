"""The balance of power of each rivalry on a day: each side's means, who stands behind it, and the odds of a war."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from interbellum.analysis.backing import Behind
from interbellum.case.case import Case
from interbellum.case.period import last_day
from interbellum.errors import RecordError
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.replaying import as_day, fold
from interbellum.system.state import State
from interbellum.system.strength import FLOOR

QUANTILES = (0.05, 0.5, 0.95)
STRIDE = 10
"""Every so many draws of the judged inputs are looked at."""
EXPONENT = (0.41, 0.19, 0.63)
"""The contest's exponent with its 90% interval where the case chooses no conquest: 77 interstate wars since 1816."""


def balance(case: Case, on: str | date | None = None, *, known_by: str | date | None = None) -> dict[str, Any]:
    """Return the balance of every rivalry alive on a day, as plain data.

    By rivalry: `sides` with their members' capability (USD) and quality, each with median, 5% and 95% over the judged
    inputs and what stands behind; `ratio` of the sides' strength (1 where that of one is unknown), `wins` the chance
    that the first side would win a war that began now, and the `patrons` of each side. Raises `RecordError` before the
    model's first step is over.
    """
    assembly = assemble(case, None if known_by is None else as_day(known_by))
    day = last_day(case) if on is None else as_day(on)
    count = min(assembly.system.steps.last_completed(day) + 1, assembly.observed.count)
    if count < 1:
        raise RecordError(f"the model has no completed step by {day}", hint="choose a later day")
    states = fold(assembly, assembly.priors, count, stride=STRIDE)
    behind = Behind(assembly, count)
    rivalries = {}
    for r, name in enumerate(assembly.system.ids["rivalries"]):
        begin, end = assembly.system.lifetimes["rivalries"][r]
        if begin <= count - 1 <= end:
            rivalries[name] = _rivalry(assembly, states, behind, r, count - 1)
    step_end = assembly.system.steps.end(count - 1).isoformat()
    return {"on": day.isoformat(), "step_end": step_end, "rivalries": rivalries, "provenance": assembly.provenance()}


def _rivalry(assembly: Assembly, states: State, behind: Behind, r: int, step: int) -> dict[str, Any]:
    system = assembly.system
    alive = system.alive("actors", step + 1)[step]
    sides, totals = [], []
    for side in system.sides[r]:
        members = np.flatnonzero(side & alive)
        strength = sum(
            (np.asarray(states.capability)[step, a] * np.asarray(states.quality)[step, a] for a in members), np.zeros(1)
        )
        totals.append(strength)
        sides.append({
            "actors": {system.ids["actors"][a]: _actor(assembly, states, behind, int(a), step) for a in members},
            "strength": _spread(totals[-1]),
            "patrons": _patrons(assembly, states, behind, r, side, step),
        })  # fmt: skip
    first, second = (np.maximum(total, FLOOR) for total in totals)
    ratio = np.where((totals[0] > 0) & (totals[1] > 0), first / second, 1.0)
    exponent = assembly.priors.theta.get("conquest.exponent")
    m = exponent[::STRIDE] if exponent is not None else np.linspace(EXPONENT[1], EXPONENT[2], len(ratio))
    return {"sides": sides, "ratio": _spread(ratio), "wins": _spread(ratio**m / (1 + ratio**m))}


def _actor(assembly: Assembly, states: State, behind: Behind, a: int, step: int) -> dict[str, Any]:
    name = assembly.system.ids["actors"][a]
    return {
        "capability": _spread(np.asarray(states.capability)[step, a]),
        "quality": _spread(np.asarray(states.quality)[step, a]),
        "behind": [behind.series(field, name).to_dict() for field in ("spending", "quality")],
    }


def _patrons(assembly: Assembly, states: State, behind: Behind, r: int, side: Any, step: int) -> list[dict[str, Any]]:
    """Return the living commitments to a side by patrons that stand on neither side of the rivalry."""
    system, found = assembly.system, []
    party = system.sides[r].any(axis=0)
    for p, promise in enumerate(system.model.units.commitments):
        begin, end = system.lifetimes["commitments"][p]
        if side[system.client[p]] and begin <= step <= end and not party[system.patron[p]]:
            found.append({
                "commitment": promise.id, "patron": promise.patron, "client": promise.client, "kind": promise.kind,
                "attention": _spread(np.asarray(states.attention)[step, system.patron[p]]),
                "alignment": _spread(np.asarray(states.alignment)[step, p]),
                "behind": [behind.promise(promise.id).to_dict(), behind.series("attention", promise.patron).to_dict()],
            })  # fmt: skip
    return found


def _spread(values: Any) -> dict[str, float]:
    low, middle, high = np.quantile(np.asarray(values, np.float64), QUANTILES)
    return {"q05": float(low), "q50": float(middle), "q95": float(high)}
