"""Why a number is what it is: a mechanism's chance on a day as a sum, with the claims and coefficients behind each
addend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import jax
import numpy as np

from interbellum.analysis.backing import Behind, FieldBacking
from interbellum.analysis.contributions import Floats, Sum, Term, sums
from interbellum.case.case import Case
from interbellum.case.period import last_day
from interbellum.dates import as_day
from interbellum.errors import UsageError
from interbellum.mechanisms.protocol import Mechanism
from interbellum.simulation import fitted
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.members import Draws, start_state
from interbellum.simulation.timeline import timeline

LATEST = 1_200
"""Steps beyond the record in which a chance can be explained."""


class SummarisedFit(fitted.Fitted, Protocol):
    """What an explanation needs of a posterior."""

    def summary(self) -> list[dict[str, Any]]:
        """Return one row a parameter."""
        ...


@dataclass(frozen=True)
class Spread:
    """A number over the draws: mean and central 90%."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Floats) -> Spread:
        """Return mean and 5% and 95% quantiles."""
        low, high = np.quantile(values, [0.05, 0.95])
        return cls(float(values.mean()), float(low), float(high))


@dataclass(frozen=True)
class Contribution:
    """One addend: its input, what it adds (mean and 90% over the draws), the coefficient, and what stands behind it.

    `coefficient` has name, mean, q05, q95, unit, basis, source and whether the record informed it; `None` where the
    addend has no coefficient. `value` is the scaled input that it weighs.
    """

    name: str
    adds: Spread
    value: Spread | None
    coefficient: Mapping[str, Any] | None
    behind: tuple[FieldBacking, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims behind the input, each once."""
        return tuple(dict.fromkeys(claim for backing in self.behind for claim in backing.claims))

    def to_dict(self) -> dict[str, Any]:
        """Return the contribution as plain data."""
        return {
            "name": self.name,
            "adds": vars(self.adds),
            "value": vars(self.value) if self.value else None,
            "coefficient": dict(self.coefficient) if self.coefficient else None,
            "behind": [backing.to_dict() for backing in self.behind],
            "claims": list(self.claims),
        }


@dataclass(frozen=True)
class Explained:
    """A number of a mechanism as a sum: the contributions' means add up to the total's mean. `chances` by outcome."""

    what: str
    scale: str
    total: Spread
    contributions: tuple[Contribution, ...]
    chances: Mapping[str, Spread]

    def to_dict(self) -> dict[str, Any]:
        """Return the sum as plain data."""
        return {
            "what": self.what,
            "scale": self.scale,
            "total": vars(self.total),
            "contributions": [one.to_dict() for one in self.contributions],
            "chances": {name: vars(chance) for name, chance in self.chances.items()},
        }


@dataclass(frozen=True)
class Explanation:
    """Why a mechanism's chance for one unit is what it is in the step that holds a day."""

    mechanism: str
    unit: str
    on: date
    step: str
    sums: tuple[Explained, ...]
    provenance: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data."""
        return {
            "mechanism": self.mechanism, "unit": self.unit, "on": self.on.isoformat(), "step": self.step,
            "sums": [one.to_dict() for one in self.sums], "provenance": dict(self.provenance),
        }  # fmt: skip


def explain(
    case: Case,
    on: str | date | None = None,
    *,
    of: str = "escalation",
    unit: str | None = None,
    posterior: SummarisedFit | None = None,
    known_by: str | date | None = None,
    seed: int = 1,
) -> Explanation:
    """Return why the chance of a mechanism for one unit is what it is in the step that holds a day.

    `unit` is a rivalry, commitment, corridor, mission or actor, as the mechanism needs (the first where none is named).
    The step's chance is that which the fit scores: given the states before it and what the mechanisms that act earlier
    in the step did, by the record; beyond the record these are drawn. `posterior` gives the parameters (priors where
    none is given); for a chance as it could be known then, fit it with `until=on` and the same `known_by`: where the
    parameters have seen more, the provenance has `hindsight`. Raises `UsageError` for a mechanism that the case does
    not choose, a unit it has not, and a day outside of the model's time.
    """
    assembly = assemble(case, None if known_by is None else as_day(known_by))
    day = last_day(case) if on is None else as_day(on)
    mechanism, at, name = _asked(assembly, of, unit)
    step = assembly.system.steps.index(day)
    if not 1 <= step <= assembly.observed.count + LATEST:
        first = assembly.system.steps.end(0)
        raise UsageError(f"{day} lies outside of the model's time", hint=f"choose a day after {first}")
    draws = fitted.draws_of(assembly, posterior)
    covariates = _covariates(assembly, draws, step, seed)[mechanism.name]
    theta = {k: np.moveaxis(v, 0, -1).astype(np.float32) for k, v in draws.theta.items()}
    behind, table = Behind(assembly, step), _coefficients(assembly, posterior, draws)
    found = [_explained(one, mechanism.name, at, behind, table) for one in sums(mechanism, covariates, theta, at)]
    made = fitted.fitted_on(assembly, posterior, step)
    provenance = {**assembly.provenance(), "posterior": draws.id, **made, "seed": seed}
    return Explanation(mechanism.name, name, day, assembly.system.steps.label(step), tuple(found), provenance)


def _asked(assembly: Assembly, of: str, unit: str | None) -> tuple[Mechanism, int, str]:
    """Return the mechanism, the index and the name of the unit that is asked about."""
    chosen = {m.name: m for m in assembly.engine.mechanisms}
    if of not in chosen:
        raise UsageError(f"the case does not choose a mechanism {of!r}", hint=f"it chooses {', '.join(chosen)}")
    mechanism = chosen[of]
    kind = mechanism.shifts
    names = assembly.system.ids[kind]
    if not names:
        raise UsageError(f"{of} acts on {kind}, and the case declares none", hint=f"declare {kind} in model.yaml")
    name = names[0] if unit is None else unit
    if name not in names:
        raise UsageError(f"{of} has no {name!r}", hint=f"its {kind}: {', '.join(names)}")
    return mechanism, names.index(name), name


def _covariates(assembly: Assembly, draws: Draws, step: int, seed: int) -> Mapping[str, Mapping[str, np.ndarray]]:
    """Return what each mechanism saw in a step, members on the last axis."""
    engine, observed = assembly.engine, assembly.observed
    line = timeline(assembly.system, engine.mechanisms, observed, count=step + 1, seen_until=step + 1)
    start, theta = start_state(assembly.system, observed, draws), draws.members()
    state, _ = engine.run(start, theta, seed, 0, line.window(0, step), engine.empty_plan(step), emit="none")
    last, plan = line.window(step, step + 1), engine.empty_plan(1)
    _, seen = engine.run(state, theta, seed, 0, last, plan, emit="covariates")
    found: Mapping[str, Mapping[str, np.ndarray]] = jax.tree.map(lambda value: value[0], seen)
    return found


def _coefficients(assembly: Assembly, posterior: SummarisedFit | None, draws: Draws) -> dict[str, dict[str, Any]]:
    """Return every parameter with its value over the draws, range, unit, basis and source."""
    informed = {} if posterior is None else {row["name"]: row["informed"] for row in posterior.summary()}
    table = {}
    for name, row in assembly.rows.items():
        low, middle, high = np.quantile(draws.theta[name], [0.05, 0.5, 0.95])
        table[name] = {
            "name": name, "mean": float(draws.theta[name].mean()), "q05": float(low), "q50": float(middle),
            "q95": float(high), "unit": row.unit, "basis": row.basis, "source": row.source,
            "informed": informed.get(name),
        }  # fmt: skip
    return table


def _explained(
    one: Sum, mechanism: str, unit: int, behind: Behind, table: Mapping[str, Mapping[str, Any]]
) -> Explained:
    contributions = [_contribution(term, mechanism, unit, behind, table) for term in one.terms]
    chances = {name: Spread.of(values) for name, values in one.chances.items()}
    return Explained(one.what, one.scale, Spread.of(one.total), tuple(contributions), chances)


def _contribution(
    term: Term, mechanism: str, unit: int, behind: Behind, table: Mapping[str, Mapping[str, Any]]
) -> Contribution:
    value = None if term.value is None else Spread.of(term.value)
    coefficient = table.get(term.parameter) if term.parameter else None
    return Contribution(
        term.name, Spread.of(term.contribution), value, coefficient, behind.of(mechanism, term.name, unit)
    )
