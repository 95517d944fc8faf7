"""Realignment: how close a client stands to its patron drifts towards what the patron's record earns.

The drift is normal around `speed x (floor + (1 - floor) x reliability - alignment)`: kept promises bind, broken ones
loosen. The record knows alignment only as judgement rows, so the parameters are judged as well and nothing is fitted; a
patron's retaliation is an event of the case, not of this mechanism.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.mechanisms import distributions as d
from interbellum.mechanisms.protocol import Clock, Covariates, Evidence, Mark, Mechanism, Theta
from interbellum.system.observations import Observations
from interbellum.system.state import Kind, State
from interbellum.system.strength import reliability
from interbellum.system.system import System


@dataclass(frozen=True)
class RealignmentChance:
    """Normal law of the drift (P,)."""

    mean: jax.Array
    sd: jax.Array
    alignment: jax.Array

    def draw(self, u: jax.Array) -> Mark:
        """Return the alignment after the step (P,), kept within 0..1; `u` is (P,)."""
        return {"alignment": jnp.clip(self.alignment + d.normal_draw(self.mean, self.sd, u), 0.0, 1.0)}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return zeros: judged levels are no observations to fit on."""
        del evidence
        return jnp.zeros_like(self.mean)


class Realignment(Mechanism):
    """Alignment, by commitment."""

    name: ClassVar[str] = "realignment"
    marks: ClassVar[Mapping[str, Kind]] = {"alignment": "commitments"}
    shifts: ClassVar[Kind] = "commitments"
    writes: ClassVar[tuple[str, ...]] = ("alignment",)
    carried: ClassVar[tuple[str, ...]] = ("realignment.speed", "realignment.floor", "realignment.sd")

    def __init__(self, system: System) -> None:
        self.slots = system.size("commitments")

    def evidence(self, observed: Observations) -> Evidence:
        """Return the judged level (T, P) and whether there is one."""
        level = observed.held["alignment"]
        return {"alignment": np.nan_to_num(level).astype(np.float32), "seen": ~np.isnan(level)}

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with no level seen."""
        return {**evidence, "seen": jnp.zeros_like(evidence["seen"])}

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return the gap to what the record earns, the level and the scatter (P)."""
        earned = theta["realignment.floor"] + (1.0 - theta["realignment.floor"]) * reliability(state)
        alive = clock.alive["commitments"]
        share = 1.0 - (1.0 - theta["realignment.speed"]) ** clock.years
        scatter = theta["realignment.sd"] * jnp.sqrt(clock.years)
        return {
            "drift": jnp.where(alive, share * (earned - state.alignment), 0.0),
            "sd": jnp.where(alive, scatter, 1e-9),
            "alignment": state.alignment,
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> RealignmentChance:
        """Return the law of the drift; `shift` (P,) is added to its mean."""
        return RealignmentChance(covariates["drift"] + shift, covariates["sd"], covariates["alignment"])

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn level, or the judged one."""
        return {"alignment": jnp.where(evidence["seen"], evidence["alignment"], mark["alignment"])}

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Set the level."""
        return replace(state, alignment=mark["alignment"])

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the mean drift, by commitment."""
        return {"earned": covariates["drift"]}
