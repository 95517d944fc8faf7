"""Corridor: whether a way is closed, restricted or open.

The next state follows adjacent-category log-odds (Agresti 2010, Analysis of Ordinal Categorical Data, ch. 4): each step
up costs or gains the same score, made of fighting in the rivalry that the way concerns, whether a foe of those whom it
joins holds the switch, the missions that stand there, and the word of patrons abroad; staying as it is has an inertia
of its own. The switch goes to whoever holds all the ground that the way crosses, unless a mission stands on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.case.vocabulary import CLASHES, WAR
from interbellum.mechanisms import distributions as d
from interbellum.mechanisms.protocol import Clock, Covariates, Evidence, Mark, Mechanism, Theta
from interbellum.system.observations import Observations
from interbellum.system.state import Kind, State
from interbellum.system.strength import foes, listed, word
from interbellum.system.system import System

UNSEEN = -1


@dataclass(frozen=True)
class CorridorChance:
    """Log-odds of each step up and of staying at `state` (C,), who lives, and the actor who holds the switch (C,)."""

    score: jax.Array
    stay: jax.Array
    state: jax.Array
    alive: jax.Array
    controller: jax.Array

    @property
    def logits(self) -> jax.Array:
        """Log-odds of the next state (C, 3)."""
        here = jnp.arange(3) == self.state[:, None]
        logits = jnp.arange(3) * self.score[:, None] + jnp.where(here, self.stay[:, None], 0.0)
        return jnp.where(self.alive[:, None] | here, logits, d.IMPOSSIBLE)

    def draw(self, u: jax.Array) -> Mark:
        """Return the next state (C,) and who holds the switch; `u` is (C,)."""
        up, stay, other = d.odds(self.score), d.odds(self.stay), self.alive.astype(jnp.float32)
        rungs = (jnp.ones_like(up), up, up * up)
        weights = [rung * jnp.where(self.state == k, stay, other) for k, rung in enumerate(rungs)]
        return {"corridor": d.weighted_draw(weights, u), "controller": self.controller}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-probability of the recorded state, by corridor."""
        allowed = jnp.arange(3) == evidence["corridor"][:, None]
        return jnp.where(evidence["corridor"] != UNSEEN, d.categorical_log_prob(self.logits, allowed), 0.0)


class Corridor(Mechanism):
    """State and switch, by corridor."""

    name: ClassVar[str] = "corridor"
    marks: ClassVar[Mapping[str, Kind]] = {"corridor": "corridors", "controller": "corridors"}
    shifts: ClassVar[Kind] = "corridors"
    luck: ClassVar[tuple[Kind, ...]] = ("corridors",)
    writes: ClassVar[tuple[str, ...]] = ("corridor", "controller")
    needs: ClassVar[tuple[Kind, ...]] = ("corridors",)

    def __init__(self, system: System) -> None:
        super().__init__(system)
        self._concerns = system.corridor_rivalry
        units = system.model.units
        people = {unit.id: unit.sided_with for unit in units.communities}
        ends = [tuple(a for end in unit.joins for a in people.get(end, (end,))) for unit in units.corridors]
        self._foes = np.array([foes(system, joined) for joined in ends]).reshape(len(ends), system.size("actors"))
        stands = [[unit.id in mission.stands_in for mission in units.missions] for unit in units.corridors]
        self._stands = np.array(stands, np.float32).reshape(system.size("corridors"), system.size("missions"))
        clients = [[system.ids["actors"][c] in joined for c in system.client] for joined in ends]
        self._promised = np.array(clients, np.float32).reshape(len(ends), system.size("commitments"))
        self._promised *= ~np.asarray(system.sides.any(axis=(0, 1)))[system.patron]
        zones = [
            [system.ids["zones"].index(z) for z in unit.through if z in system.ids["zones"]] for unit in units.corridors
        ]
        depth = max((len(z) for z in zones), default=0)
        self._crosses = np.array([z + z[:1] * (depth - len(z)) if z else [0] * depth for z in zones], np.int32)
        self._grounded = np.array([bool(z) for z in zones], bool)

    def evidence(self, observed: Observations) -> Evidence:
        """Return state and switch at the end of each step (T, C), -1 where the record is silent."""
        held = {name: observed.held[name] for name in self.marks}
        return {k: np.where(np.isnan(v), UNSEEN, np.nan_to_num(v)).astype(np.int32) for k, v in held.items()}

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with nothing seen."""
        return {name: np.full_like(value, UNSEEN) for name, value in evidence.items()}

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return the present state, fighting, a foe's hand, missions on the way and patrons' word (C), and the
        switch."""
        worst = jnp.max(jnp.where(self._concerns, state.phase[None, :], 0), axis=1, initial=0)
        standing = jnp.where(clock.alive["missions"], jnp.log1p(state.strength) / 7.0, 0.0)
        guarded = jnp.asarray(self._stands) @ standing
        switch = self._switch(state, guarded)
        return {
            "state": state.corridor,
            "switch": switch,
            "phase": jnp.where(worst == WAR, 1.0, jnp.where(worst == CLASHES, 1.0 / 3.0, 0.0)),
            "hostile": listed(self._foes, switch).astype(jnp.float32),
            "mission": guarded,
            "pressure": self._promised @ word(self.system, state, theta, clock.alive),
            "alive": clock.alive["corridors"],
            "months": jnp.broadcast_to(jnp.log(12.0 * clock.years), state.corridor.shape),
        }

    def _switch(self, state: State, guarded: jax.Array) -> jax.Array:
        """Return who holds the switch (C,): the holder of all the ground on the way, or who held it before."""
        if not self._crosses.size:
            return state.controller
        holders = state.control[self._crosses]
        whole = jnp.all(holders == holders[:, :1], axis=1) & self._grounded & (guarded <= 0.0)
        return jnp.where(whole, holders[:, 0], state.controller)

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> CorridorChance:
        """Return the law of the next state; `shift` (C,) is added to the log-odds of each step up."""
        score = sum(self.explain(covariates, theta).values(), jnp.float32(0.0)) + shift
        stay = theta["corridor.inertia"] - covariates["months"]
        return CorridorChance(score, stay, covariates["state"], covariates["alive"], covariates["switch"])

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn state and switch, or the recorded ones."""
        return {name: jnp.where(evidence[name] != UNSEEN, evidence[name], mark[name]) for name in self.marks}

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Set the state and the switch."""
        return replace(state, corridor=mark["corridor"], controller=mark["controller"])

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the parts of the log-odds of a step up, by corridor."""
        base = jnp.broadcast_to(theta["corridor.open"], covariates["phase"].shape)
        names = ("phase", "hostile", "mission", "pressure")
        return {"open": base, **{name: theta[f"corridor.{name}"] * covariates[name] for name in names}}
