"""Replay: what held on a day as known by a day, and what the fold says of the last completed step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from interbellum.case.case import Case
from interbellum.case.period import last_day
from interbellum.dates import as_day
from interbellum.record.asking import asked
from interbellum.record.known import ReplayBasis
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.members import Draws, start_state
from interbellum.simulation.timeline import timeline
from interbellum.system.state import FIELDS, State


@dataclass(frozen=True)
class Replay:
    """The state of a day. `data` is plain (see `Record.state`); `fold` adds what lives on steps."""

    assembly: Assembly
    on: date
    known_by: date | None
    known_basis: ReplayBasis

    @cached_property
    def data(self) -> dict[str, Any]:
        """What holds on the day, by the record: control, corridors, phases, missions, commitments, ties, series,
        talks."""
        return dict(self.assembly.record.state(self.on, self.known_by, self.known_basis))

    @cached_property
    def fold(self) -> dict[str, Any]:
        """What lives on steps, at the end of the last completed one: median and 90% range over judged inputs, by
        unit."""
        assembly = self.assembly if self.known_by is None else assemble(self.assembly.case, self.known_by)
        count = assembly.system.steps.last_completed(self.on) + 1
        if count < 1:
            return {"step_end": None, "fields": {}}
        states = fold(assembly, assembly.priors, count)
        fields = {}
        for name, (kind, type_, _) in FIELDS.items():
            if type_ == "int":
                continue
            last = getattr(states, name)[-1]
            low, middle, high = np.quantile(last, [0.05, 0.5, 0.95], axis=-1)
            units = self.assembly.system.ids[kind]
            fields[name] = {
                unit: {"q05": float(low[i]), "q50": float(middle[i]), "q95": float(high[i])}
                for i, unit in enumerate(units)
            }
        return {"step_end": self.assembly.system.steps.end(count - 1).isoformat(), "fields": fields}


def replay(
    case: Case,
    on: str | date | None = None,
    known_by: str | date | None = None,
    known_basis: ReplayBasis = "claim",
) -> Replay:
    """Return the state of a case on a day (its last day where none is named), as known by a day (`None`: by now).

    Raises `DateError` for a day outside the case's period, and where nothing was known by then.
    """
    assembly = assemble(case)
    day = last_day(case) if on is None else as_day(on)
    known = None if known_by is None else as_day(known_by)
    asked(assembly.record, day, known, known_basis)
    return Replay(assembly, day, known, known_basis)


def fold(assembly: Assembly, draws: Draws, count: int, *, seed: int = 0, stride: int = 1) -> State:
    """Return the replayed states after each of the first `count` steps: arrays (T, units, members).

    Every `stride`-th of BLOCK members; where the record is silent their marks are drawn, elsewhere they all agree.
    """
    system, engine = assembly.system, assembly.engine
    line = timeline(system, engine.mechanisms, assembly.observed, count=count, seen_until=count)
    start = start_state(system, assembly.observed, draws)
    _, states = engine.run(
        start, draws.members(), seed, 0, line, engine.empty_plan(count), emit="states", stride=stride
    )
    result: State = states
    return result


def medians(states: State, fields: Mapping[str, Any] = FIELDS) -> dict[str, np.ndarray]:
    """Return (T, units) medians over members by field."""
    return {name: np.median(getattr(states, name), axis=-1) for name in fields}


__all__ = ["Replay", "as_day", "fold", "medians", "replay"]
