"""What stands behind each input of a mechanism: the fields it is read from, how they are known, and the claims."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from interbellum.record.holding import answers_words
from interbellum.simulation.assembly import Assembly
from interbellum.system.state import FIELDS, NOBODY, Kind

Basis = Literal["observed", "judged", "latent", "given"]
JUDGED = {"attention", "alignment", "quality", "salience", "resource", "weight"}
"""Slow states that nobody measures: their rows and series are judgements with ranges."""
SERIES = {
    "spending": "military_spending", "attention": "attention", "quality": "quality", "alignment": "alignment",
    "population": "population", "displaced": "displaced", "stock": "stock", "resource": "resource",
}  # fmt: skip
"""State fields that a series of the record sets."""
RECENT = 24
"""Steps back in which deaths are looked for behind heat and quiet."""
MOST = 12
"""Claims named for one field at most; the record has the rest."""


@dataclass(frozen=True)
class FieldBacking:
    """Where one field of one unit comes from. `basis`: `observed` (the record speaks of it), `judged` (a row or series
    with a range), `latent` (drawn, since the record is silent) or `given` (a date or a fixed row)."""

    field: str
    unit: str
    basis: Basis
    says: str
    claims: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the backing as plain data."""
        return {**asdict(self), "claims": list(self.claims)}


class Behind:
    """The record and the judged rows of a case at the end of step `step - 1`, asked input by input."""

    def __init__(self, assembly: Assembly, step: int) -> None:
        self.assembly, self.step = assembly, step
        self.system, self.observed = assembly.system, assembly.observed
        self.units = assembly.system.model.units
        self.rows = {(row.field, row.unit_id): row for row in assembly.system.model.initial}
        self.written = {field for m in assembly.engine.mechanisms for field in m.writes}

    @cached_property
    def state(self) -> Mapping[str, Any]:
        """The record's state on the last day before the step (the step's own last day for what is known by then)."""
        return self.assembly.record.state(self.system.steps.end(self.step - 1), self.assembly.known_by)

    @cached_property
    def now(self) -> Mapping[str, Any]:
        """The record's state on the last day of the step, for levels that a step reads at its own end."""
        seen = min(self.step, self.observed.count - 1)
        return self.assembly.record.state(self.system.steps.end(seen), self.assembly.known_by)

    def of(self, mechanism: str, name: str, unit: int) -> tuple[FieldBacking, ...]:
        """Return what stands behind an input of a mechanism for one unit; nothing for constants of the model."""
        read: Callable[[int], Iterable[FieldBacking]] | None = getattr(self, f"_{mechanism}_{name}", None)
        if read is None:
            read = getattr(self, f"_{name}", None)
        return tuple(read(unit)) if read is not None else ()

    def _alive(self, kind: Kind, unit: int) -> bool:
        """Return whether a unit is in being in the step: one that is not moves nothing."""
        begin, end = self.system.lifetimes[kind][unit]
        return bool(begin <= self.step <= end)

    def _actors(self, rivalry: int) -> list[str]:
        member = self.system.sides[rivalry].any(axis=0)
        return [actor for a, actor in enumerate(self.system.ids["actors"]) if member[a]]

    def _balance(self, rivalry: int) -> Iterable[FieldBacking]:
        for actor in self._actors(rivalry):
            yield self.series("spending", actor)
            yield self.series("quality", actor)

    def _shield(self, rivalry: int) -> Iterable[FieldBacking]:
        sides = self._actors(rivalry)
        for p, promise in enumerate(self.units.commitments):
            if promise.client in sides and promise.patron not in sides and self._alive("commitments", p):
                yield self._row("weight", promise.id, promise.weight)
                yield self.promise(promise.id)
                yield self.series("attention", promise.patron)

    def _deaths(self, rivalry: int) -> Iterable[FieldBacking]:
        name = self.system.ids["rivalries"][rivalry]
        last = min(self.step, self.observed.count) - 1
        for step in range(last, max(last - RECENT, -1), -1):
            if self.observed.deaths_seen[step, rivalry] and self.observed.deaths[step, rivalry] > 0:
                found = self.assembly.record.phase(name, step, None, self.assembly.known_by)
                count, label = int(self.observed.deaths[step, rivalry]), self.system.steps.label(step)
                yield FieldBacking("deaths", name, "observed", f"{count:,} in {label}", found.claims[:MOST])
                return
        seen = last >= 0 and bool(self.observed.deaths_seen[last, rivalry])
        yield FieldBacking("deaths", name, "observed" if seen else "latent", f"none in the {RECENT} steps before")

    _heat = _quiet = _relapses = _warm = _carry = _deaths

    def _phase(self, rivalry: int) -> Iterable[FieldBacking]:
        name, last = self.system.ids["rivalries"][rivalry], self.step - 1
        if not 0 <= last < self.observed.count:
            yield FieldBacking("phase", name, "latent", "drawn: beyond the record")
            return
        found = self.assembly.record.phase(name, last, None, self.assembly.known_by)
        allowed = int(self.observed.allowed[last, rivalry].sum())
        basis: Basis = "observed" if allowed == 1 else "latent"
        yield FieldBacking(
            "phase", name, basis, f"{found.name} in {self.system.steps.label(last)}", found.claims[:MOST]
        )

    def _ended_war(self, mission: int) -> Iterable[FieldBacking]:
        return self._phase(int(self.system.mission_rivalry[mission]))

    def _corridor_phase(self, corridor: int) -> Iterable[FieldBacking]:
        for rivalry in np.flatnonzero(self.system.corridor_rivalry[corridor]):
            yield from self._phase(int(rivalry))

    def _stakes(self, rivalry: int) -> Iterable[FieldBacking]:
        for b, issue in enumerate(self.units.issues):
            if self.system.issue_rivalry[b] == rivalry and self._alive("issues", b):
                yield self._row("salience", issue.id, self.rows.get(("salience", issue.id)))
                zones = (zone for zone in issue.zones if self._alive("zones", self.system.index("zones", zone)))
                yield from (self._status("control", zone) for zone in zones)

    def _mission(self, rivalry: int) -> Iterable[FieldBacking]:
        for f, mission in enumerate(self.units.missions):
            if self.system.mission_rivalry[f] == rivalry and self._alive("missions", f):
                yield self._status("strength", mission.id)

    def _corridor_mission(self, corridor: int) -> Iterable[FieldBacking]:
        way = self.system.ids["corridors"][corridor]
        stand = (
            one for f, one in enumerate(self.units.missions) if way in one.stands_in and self._alive("missions", f)
        )
        return (self._status("strength", one.id) for one in stand)

    def _undivided(self, mission: int) -> Iterable[FieldBacking]:
        rivalry = self.system.mission_rivalry[mission]
        zones = (z for z in map(int, np.flatnonzero(self.system.zone_rivalry == rivalry)) if self._alive("zones", z))
        return (self._status("control", self.system.ids["zones"][z]) for z in zones)

    def _talks(self, rivalry: int) -> Iterable[FieldBacking]:
        yield self._status("talks", self.system.ids["rivalries"][rivalry])

    def _closure(self, rivalry: int) -> Iterable[FieldBacking]:
        for c in map(int, np.flatnonzero(self.system.corridor_rivalry[:, rivalry])):
            if self._alive("corridors", c):
                yield self._status("corridor", self.system.ids["corridors"][c])

    def _hostile(self, corridor: int) -> Iterable[FieldBacking]:
        yield self._status("controller", self.system.ids["corridors"][corridor])

    def _season_cos(self, _: int) -> Iterable[FieldBacking]:
        yield FieldBacking("season", "", "given", f"the calendar: {self.system.steps.label(self.step)}")

    _season_sin = _season_cos

    def _reliability(self, promise: int) -> Iterable[FieldBacking]:
        yield self.promise(self.system.ids["commitments"][promise])

    def _response_attention(self, promise: int) -> Iterable[FieldBacking]:
        yield self.series("attention", self.system.ids["actors"][self.system.patron[promise]])

    def _alignment(self, promise: int) -> Iterable[FieldBacking]:
        yield self.series("alignment", self.system.ids["commitments"][promise])

    def _tied(self, mission: int) -> Iterable[FieldBacking]:
        yield self.series("attention", self.system.ids["actors"][self.system.sender[mission]])

    def _mediators(self, rivalry: int) -> Iterable[FieldBacking]:
        party = self.system.sides[rivalry].any(axis=0)
        for a in sorted(set(self.system.patron.tolist())):
            if not party[a]:
                yield self.series("attention", self.system.ids["actors"][a])

    def _resource(self, actor: int) -> Iterable[FieldBacking]:
        yield self.series("resource", self.system.ids["actors"][actor])

    def _persistence(self, actor: int) -> Iterable[FieldBacking]:
        yield self.series("spending", self.system.ids["actors"][actor])

    def series(self, field: str, unit: str) -> FieldBacking:
        """Return a level that a series of the record sets, or else the row of the start."""
        held = self.now if field in ("attention", "quality", "spending") else self.state
        found = held["series"].get(SERIES[field], {}).get(unit)
        beyond = self.step >= self.observed.count and field in self.written
        if found is None:
            return self._row(field, unit, self.rows.get((field, unit)))
        says = f"{found['value']:,.4g} {found['unit']} ({found['date']}, {found['source']})"
        if beyond:
            return FieldBacking(field, unit, "latent", f"drawn from {says} on", tuple(found["claims"][:MOST]))
        basis: Basis = "judged" if field in JUDGED else "observed"
        return FieldBacking(field, unit, basis, says, tuple(found["claims"][:MOST]))

    def _row(self, field: str, unit: str, row: Any) -> FieldBacking:
        if row is None:
            default = FIELDS.get(field)
            latent = field in self.written
            start = default[2] if default else ""
            empty = isinstance(start, float) and math.isnan(start)
            own = "nothing: neither record nor model.yaml says" if empty else f"the model's own starting value {start}"
            says = own.strip() if empty or not latent else "drawn"
            return FieldBacking(field, unit, "latent" if latent else "given", says)
        spread = f" ({row.low:,.4g} to {row.high:,.4g})" if row.low is not None else ""
        basis: Basis = "judged" if row.basis == "judgement" else "observed"
        return FieldBacking(field, unit, basis, f"{row.value:,.4g}{spread} {row.unit}: {row.source}".replace("  ", " "))

    def promise(self, unit: str) -> FieldBacking:
        """Return a patron's record with its claims."""
        held = next(item for item in self.state["commitments"] if item["id"] == unit)
        half = held["partial"] / 2
        says = answers_words(round(held["kept"] - half), round(held["broken"] - half), held["partial"])
        return FieldBacking("reliability", unit, "observed", says, tuple(held["claims"][:MOST]))

    def _status(self, field: str, unit: str) -> FieldBacking:
        """Return what the record holds of a zone, corridor, mission or talks."""
        homes: dict[str, tuple[str, str, Kind]] = {
            "control": ("control", "by", "zones"), "corridor": ("corridors", "state", "corridors"),
            "controller": ("corridors", "controller", "corridors"), "strength": ("missions", "strength", "missions"),
            "talks": ("talks", "stage", "rivalries"),
        }  # fmt: skip
        home, key, kind = homes[field]
        found, last = self.state[home].get(unit, {}), self.step - 1
        value = found.get(key)
        says = f"{value:,.12g}" if isinstance(value, float) else str(value)
        if last >= self.observed.count and field in self.written:
            return FieldBacking(
                field, unit, "latent", f"drawn; last recorded: {says}", tuple(found.get("claims", ())[:MOST])
            )
        if not self._seen(field, kind, unit, min(last, self.observed.count - 1)):
            return self._row(field, unit, self.rows.get((field, unit)))
        if value is None:
            return FieldBacking(field, unit, "observed", "none: what was recorded has ended, and nothing followed")
        return FieldBacking(field, unit, "observed", says, tuple(found["claims"][:MOST]))

    def _seen(self, field: str, kind: Kind, unit: str, step: int) -> bool:
        at = self.system.index(kind, unit)
        if field == "control":
            return bool(self.observed.control[step, at] != NOBODY)
        return not bool(np.isnan(self.observed.held[field][step, at]))
