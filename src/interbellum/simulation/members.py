"""Members: what each one starts from and which coefficients it lives by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import jax
import numpy as np

from interbellum.case.model import Parameter
from interbellum.errors import ModelError, Where
from interbellum.mechanisms.protocol import Theta
from interbellum.simulation.engine import BLOCK
from interbellum.simulation.inputs import Inputs, sample_inputs, sample_priors
from interbellum.simulation.timeline import step_years
from interbellum.system.observations import Observations
from interbellum.system.state import FIELDS, State
from interbellum.system.system import System

PERSONS = ("population", "displaced")
"""Fields that count whole persons."""


@dataclass(frozen=True)
class Draws:
    """BLOCK draws of the parameters with the judged inputs each was drawn with.

    `theta` has arrays (BLOCK,) or (BLOCK, units); `fields` (BLOCK, units), NaN where no row judges the field. `id`
    names the posterior, or `prior`.
    """

    theta: Mapping[str, np.ndarray]
    fields: Mapping[str, np.ndarray]
    id: str

    def with_parameters(self, values: Mapping[str, float]) -> Draws:
        """Return the draws with some parameters set to one value."""
        fixed = {name: np.full(BLOCK, value) for name, value in values.items()}
        return Draws({**self.theta, **fixed}, self.fields, self.id)

    def dealt(self, sets: int) -> Draws:
        """Return draws that stand in `sets` equal runs dealt out in turn.

        Of the first N members each set then has as many as any other, or one fewer, whatever N.
        """
        order = dealing(sets)
        theta, fields = ({name: value[order] for name, value in part.items()} for part in (self.theta, self.fields))
        return Draws(theta, fields, self.id)

    def members(self) -> Theta:
        """Return theta as arrays with members on the last axis, float32."""
        return {name: _members_last(value, np.float32) for name, value in self.theta.items()}


def spread(inputs: Inputs, theta: Mapping[str, np.ndarray], id_: str) -> Draws:
    """Return draws in which BLOCK parameter draws share the inputs they belong to, in equal runs."""
    count = len(next(iter(inputs.theta.values()), np.zeros(1)))
    if BLOCK % count:
        raise ModelError(f"{count} samples of the inputs do not divide {BLOCK} members")
    repeat = BLOCK // count
    shared = {name: np.repeat(value, repeat, axis=0) for name, value in inputs.theta.items()}
    fields = {name: np.repeat(value, repeat, axis=0) for name, value in inputs.fields.items()}
    return Draws({**shared, **theta}, fields, id_)


def dealing(sets: int) -> np.ndarray:
    """Return the order (BLOCK,) in which draws that stand in `sets` equal runs are dealt out to members.

    Within a set they are shuffled, always alike: its chains stand one after the other.
    """
    runs = np.arange(BLOCK).reshape(sets, -1)
    return np.random.default_rng(0).permuted(runs, axis=1).T.reshape(-1)


def prior_draws(system: System, rows: Mapping[str, Parameter], seed: int) -> Draws:
    """Return draws from priors and judged ranges alone."""
    return spread(sample_inputs(system, rows, BLOCK, seed), sample_priors(rows, BLOCK, seed), "prior")


def start_state(system: System, observed: Observations, draws: Draws) -> State:
    """Return the members' states at the model's start, members on the last axis.

    A judged row outranks the record, the record outranks the field's own starting value. Where only one of capability
    and spending is known, the other is what keeps capability steady against its wear; where neither is, both are zero,
    which stands for unknown.
    """
    values: dict[str, np.ndarray] = {}
    for name, (kind, _, default) in FIELDS.items():
        recorded = observed.start.get(name, np.full(system.size(kind), np.nan))
        base = np.where(np.isnan(recorded), default, recorded)
        values[name] = np.where(np.isnan(draws.fields[name]), base[None, :], draws.fields[name])
    for name in PERSONS:
        values[name] = np.round(values[name])
    wear = draws.theta.get("spending.depreciation", np.full(BLOCK, 0.08))[:, None]
    years = step_years(system.steps)
    kept = -np.expm1(np.log1p(-wear) * years) / years
    spending, capability = values["spending"], values["capability"]
    values["spending"] = np.nan_to_num(np.where(np.isnan(spending), capability * kept, spending))
    values["capability"] = np.nan_to_num(np.where(np.isnan(capability), spending / kept, capability))
    _check(system, values)
    return State(
        **{
            name: _members_last(value, np.int32 if FIELDS[name][1] == "int" else np.float32)
            for name, value in values.items()
        }
    )


def _members_last(value: np.ndarray, kind: type[np.generic]) -> jax.Array:
    array: jax.Array = jax.device_put(np.ascontiguousarray(np.moveaxis(value, 0, -1), kind))
    return array


def _check(system: System, values: Mapping[str, np.ndarray]) -> None:
    control = values["control"][0]
    if (control < 0).any():
        z = int(np.argmax(control < 0))
        zone = system.model.units.zones[z]
        when = f"its beginning, {zone.from_}" if system.lifetimes["zones"][z][0] > 0 else "the model's start"
        raise ModelError(
            f"nobody controls zone {zone.id} at {when}",
            where=Where("status.csv"),
            hint="add a status row with attribute control that holds on that day, its value one of units.actors",
        )
