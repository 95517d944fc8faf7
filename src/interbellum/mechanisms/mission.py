"""Mission: peacekeepers or monitors arrive, stay, are reduced or leave.

A categorical draw a step. Missions arrive above all when a war has just ended (Fortna 2004, Does Peacekeeping Work?),
are reduced and withdrawn when their sender is tied down elsewhere, and leave when one side holds all the ground of the
rivalry, so that there are no sides left to divide. A mission that returns is as large as it ever was; one that has
never been there is of a judged size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.case.vocabulary import WAR
from interbellum.mechanisms import distributions as d
from interbellum.mechanisms.protocol import Clock, Covariates, Evidence, Mark, Mechanism, Theta
from interbellum.system.observations import Observations
from interbellum.system.state import Kind, State
from interbellum.system.strength import listed
from interbellum.system.system import System

STAY, ARRIVE, REDUCE, LEAVE = 0, 1, 2, 3
UNSEEN = -1
AS_MOVED = -1.0
"""The strength of a mark that leaves it to the move: so a choice of either alone is a whole one."""


@dataclass(frozen=True)
class MissionChance:
    """Log-odds of staying, arriving, being reduced and leaving (F, 4)."""

    logits: jax.Array

    def draw(self, u: jax.Array) -> Mark:
        """Return what happens (F,), and that the strength follows from it; `u` is (F,)."""
        move = d.categorical_draw(self.logits, u)
        return {"move": move, "strength": jnp.full(move.shape, AS_MOVED)}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-probability of the recorded move, by mission."""
        allowed = jnp.arange(4) == evidence["move"][:, None]
        return jnp.where(evidence["move"] != UNSEEN, d.categorical_log_prob(self.logits, allowed), 0.0)


class Mission(Mechanism):
    """Strength, by mission."""

    name: ClassVar[str] = "mission"
    marks: ClassVar[Mapping[str, Kind]] = {"move": "missions", "strength": "missions"}
    shifts: ClassVar[Kind] = "missions"
    luck: ClassVar[tuple[Kind, ...]] = ("missions",)
    writes: ClassVar[tuple[str, ...]] = ("strength", "complement")
    needs: ClassVar[tuple[Kind, ...]] = ("missions",)
    carried: ClassVar[tuple[str, ...]] = ("mission.share", "mission.size")

    def __init__(self, system: System) -> None:
        super().__init__(system)
        ground = system.zone_rivalry[None, :] == np.arange(system.size("rivalries"))[:, None]
        self._ground = ground[system.mission_rivalry].reshape(system.size("missions"), system.size("zones"))
        self._sides = system.sides[system.mission_rivalry]
        judged = {row.unit_id for row in system.model.initial if row.field == "strength"}
        self._judged = np.array([mission in judged for mission in system.ids["missions"]], bool)

    def evidence(self, observed: Observations) -> Evidence:
        """Return the move and the strength after it (T, F): 0 where the record names none.

        Of a mission whose strength at the start is judged nothing is seen before the record first names one.
        """
        strength = np.vstack([observed.start["strength"][None], observed.held["strength"]])
        known = np.logical_or.accumulate(~np.isnan(strength))[1:] | ~self._judged
        before, now = np.nan_to_num(strength[:-1]), np.nan_to_num(strength[1:])
        move = np.where(now > before, ARRIVE, np.where(now == before, STAY, np.where(now == 0, LEAVE, REDUCE)))
        return {"move": np.where(known, move, UNSEEN).astype(np.int32), "strength": now.astype(np.float32)}

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with no move seen."""
        return {**evidence, "move": np.full_like(evidence["move"], UNSEEN)}

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return, by mission (F,), presence, a war's end, the sender's ties elsewhere, and whether one side holds all
        the ground."""
        rivalry = self.system.mission_rivalry
        held = listed(self._sides[:, :, None, :], state.control)
        whole = jnp.any(jnp.all(held | ~self._ground[:, None, :], axis=-1), axis=-1)
        return {
            "present": state.strength > 0,
            "ended_war": (state.phase[rivalry] == WAR).astype(jnp.float32),
            "tied": 1.0 - state.attention[self.system.sender],
            "undivided": (whole & self._ground.any(axis=-1)).astype(jnp.float32),
            "alive": clock.alive["missions"],
            "months": jnp.broadcast_to(jnp.log(12.0 * clock.years), state.strength.shape),
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> MissionChance:
        """Return the law of the move; `shift` (F,) is added to the log-odds of leaving."""
        parts, months = self.explain(covariates, theta), covariates["months"]
        here, alive = covariates["present"], covariates["alive"]
        arrive = jnp.where(alive & ~here, parts["arrive"] + months, d.IMPOSSIBLE)
        reduce_ = jnp.where(alive & here, parts["reduce"] + months, d.IMPOSSIBLE)
        leave = jnp.where(here, parts["leave"] + months + shift, d.IMPOSSIBLE)
        logits = jnp.stack([jnp.zeros_like(arrive), arrive, reduce_, leave], axis=-1)
        ended = jnp.stack([jnp.where(here, d.IMPOSSIBLE, 0.0), arrive, reduce_, leave], axis=-1)
        return MissionChance(jnp.where(alive[:, None], logits, ended))

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn move and strength, or the recorded ones."""
        seen = evidence["move"] != UNSEEN
        return {name: jnp.where(seen, evidence[name], mark[name]) for name in self.marks}

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Set the strength, the one given or that to which the move leads, and the most there has been."""
        now = state.strength
        size = jnp.where(state.complement > 0, state.complement, theta["mission.size"])
        sizes = jnp.stack([now, now + size, now * (1.0 - theta["mission.share"]), jnp.zeros_like(now)], axis=-1)
        moved = jnp.round(jnp.sum(jnp.where(jnp.arange(4) == mark["move"][:, None], sizes, 0.0), axis=-1))
        strength = jnp.where(mark["strength"] >= 0, mark["strength"], moved)
        most = jnp.maximum(state.complement, jnp.maximum(state.strength, strength))
        return replace(state, strength=strength, complement=most)

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the log-odds of arriving, being reduced and leaving against staying, by mission."""
        tied = theta["mission.tied"] * covariates["tied"]
        return {
            "arrive": theta["mission.arrive"] + theta["mission.ended_war"] * covariates["ended_war"],
            "reduce": theta["mission.reduce"] + tied,
            "leave": theta["mission.leave"] + tied + theta["mission.undivided"] * covariates["undivided"],
        }
