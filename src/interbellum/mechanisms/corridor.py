"""Corridor: whether a way is closed, restricted or open.

The next state follows adjacent-category log-odds (Agresti 2010, Analysis of Ordinal Categorical Data, ch. 4): each step
up costs or gains the same score, made of fighting in the rivalry that the way concerns, whether a foe of those whom it
joins holds the switch, and the missions that stand there; staying as it is has an inertia of its own.
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
from interbellum.system.system import System

UNSEEN = -1
CLASHES, WAR = 2, 3


@dataclass(frozen=True)
class CorridorChance:
    """Log-odds of the next state (C, 3)."""

    logits: jax.Array

    def draw(self, u: jax.Array) -> Mark:
        """Return the next state (C,); `u` is (C,)."""
        return {"corridor": d.categorical_draw(self.logits, u)}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-probability of the recorded state, by corridor."""
        allowed = jnp.arange(3) == evidence["corridor"][:, None]
        return jnp.where(evidence["corridor"] != UNSEEN, d.categorical_log_prob(self.logits, allowed), 0.0)


class Corridor(Mechanism):
    """State, by corridor."""

    name: ClassVar[str] = "corridor"
    marks: ClassVar[Mapping[str, Kind]] = {"corridor": "corridors"}
    shifts: ClassVar[Kind] = "corridors"
    writes: ClassVar[tuple[str, ...]] = ("corridor",)

    def __init__(self, system: System) -> None:
        self.slots = system.size("corridors")
        self._concerns = system.corridor_rivalry
        units = system.model.units
        self._foes = np.array([foes(system, unit.joins) for unit in units.corridors], np.float32)
        self._foes = self._foes.reshape(system.size("corridors"), system.size("actors"))
        stands = [[unit.id in mission.stands_in for mission in units.missions] for unit in units.corridors]
        self._stands = np.array(stands, np.float32).reshape(system.size("corridors"), system.size("missions"))

    def evidence(self, observed: Observations) -> Evidence:
        """Return the state at the end of each step (T, C), -1 where the record is silent."""
        state = observed.held["corridor"]
        return {"corridor": np.where(np.isnan(state), UNSEEN, np.nan_to_num(state)).astype(np.int32)}

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same array with no state seen."""
        return {"corridor": jnp.full_like(evidence["corridor"], UNSEEN)}

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return the present state, fighting, a foe's hand and missions on the way (C)."""
        worst = jnp.max(jnp.where(self._concerns, state.phase[None, :], 0), axis=1, initial=0)
        hand = jax.nn.one_hot(state.controller, self._foes.shape[-1])
        standing = jnp.where(clock.alive["missions"], jnp.log1p(state.strength) / 7.0, 0.0)
        return {
            "state": state.corridor,
            "phase": jnp.where(worst == WAR, 1.0, jnp.where(worst == CLASHES, 1.0 / 3.0, 0.0)),
            "hostile": jnp.sum(hand * self._foes, axis=-1),
            "mission": self._stands @ standing,
            "alive": clock.alive["corridors"],
            "months": jnp.broadcast_to(jnp.log(12.0 * clock.years), state.corridor.shape),
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> CorridorChance:
        """Return the law of the next state; `shift` (C,) is added to the log-odds of each step up."""
        score = sum(self.explain(covariates, theta).values(), jnp.float32(0.0)) + shift
        stay = theta["corridor.inertia"] - covariates["months"]
        here = jnp.arange(3) == covariates["state"][:, None]
        logits = jnp.arange(3) * score[:, None] + jnp.where(here, stay[:, None], 0.0)
        return CorridorChance(jnp.where(covariates["alive"][:, None] | here, logits, d.IMPOSSIBLE))

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn state, or the recorded one."""
        seen = evidence["corridor"] != UNSEEN
        return {"corridor": jnp.where(seen, evidence["corridor"], mark["corridor"])}

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Set the state."""
        return replace(state, corridor=mark["corridor"])

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the parts of the log-odds of a step up, by corridor."""
        base = jnp.broadcast_to(theta["corridor.open"], covariates["phase"].shape)
        return {"open": base, **{n: theta[f"corridor.{n}"] * covariates[n] for n in ("phase", "hostile", "mission")}}


def foes(system: System, joined: tuple[str, ...]) -> np.ndarray:
    """Return (A,) which actors stand against one that the way joins, in some rivalry."""
    member = np.array([actor in joined for actor in system.ids["actors"]])
    against = np.zeros(len(member), bool)
    for first, second in system.sides:
        if (first & member).any():
            against |= second
        if (second & member).any():
            against |= first
    return np.asarray(against & ~member, np.float32)
