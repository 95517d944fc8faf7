"""Mission: peacekeepers or monitors arrive, stay, are reinforced or reduced, or leave.

A categorical draw a step. Missions arrive above all when a war has just ended (Fortna 2004, Does Peacekeeping Work?),
are reinforced where people die (peacekeepers go where the fighting is; Ruggeri, Dorussen & Gizelis 2018, BJPS
48:1005-1025), reduced and withdrawn when their sender is tied down elsewhere, and leave when one side holds all the
ground of the rivalry, so that there are no sides left to divide.

How many there are matters for what a mission does (Hultman, Kathman & Shannon 2013, AJPS 57:875-891; Hegre, Hultman &
Nygård 2019, J. Politics 81:215-232), and changes by shares, which are drawn: a reduction takes a share of those
present, a reinforcement adds one, up to as many again, and a mission that returns comes back without a share of the
most it ever had. One that has never been there is of a judged size.
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
from interbellum.system.strength import listed
from interbellum.system.system import System

STAY, ARRIVE, REDUCE, LEAVE, REINFORCE = range(5)
MOVES = 5
UNSEEN = -1
AS_MOVED = -1.0
"""The strength of a mark that leaves it to the move: so a choice of either alone is a whole one."""


@dataclass(frozen=True)
class MissionChance:
    """Log-odds of staying, arriving, being reduced, leaving and being reinforced (F, 5), and the shapes of the share by
    which the strength changes."""

    logits: jax.Array
    shapes: tuple[jax.Array, jax.Array]

    def draw(self, u: jax.Array) -> Mark:
        """Return what happens (F,), by what share, and that the strength follows from both; `u` is (2F,)."""
        n = self.logits.shape[0]
        move, share = d.categorical_draw(self.logits, u[:n]), d.kumaraswamy_draw(*self.shapes, u[n:])
        return {"move": move, "share": share, "strength": jnp.full(move.shape, AS_MOVED)}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-probability of the recorded move, with the log-density of the share where one shows."""
        allowed = jnp.arange(MOVES) == evidence["move"][:, None]
        size = jnp.where(evidence["sized"], d.kumaraswamy_log_prob(*self.shapes, evidence["share"]), 0.0)
        moved = d.categorical_log_prob(self.logits, allowed)
        return jnp.where(evidence["move"] != UNSEEN, moved + size, 0.0)


class Mission(Mechanism):
    """Strength, by mission."""

    name: ClassVar[str] = "mission"
    marks: ClassVar[Mapping[str, Kind]] = {"move": "missions", "share": "missions", "strength": "missions"}
    shifts: ClassVar[Kind] = "missions"
    luck: ClassVar[tuple[Kind, ...]] = ("missions", "missions")
    writes: ClassVar[tuple[str, ...]] = ("strength", "complement")
    needs: ClassVar[tuple[Kind, ...]] = ("missions",)
    carried: ClassVar[tuple[str, ...]] = ("mission.size",)

    def __init__(self, system: System) -> None:
        super().__init__(system)
        ground = system.zone_rivalry[None, :] == np.arange(system.size("rivalries"))[:, None]
        self._ground = ground[system.mission_rivalry].reshape(system.size("missions"), system.size("zones"))
        self._sides = system.sides[system.mission_rivalry]
        judged = {row.unit_id for row in system.model.initial if row.field == "strength"}
        self._judged = np.array([mission in judged for mission in system.ids["missions"]], bool)

    def evidence(self, observed: Observations) -> Evidence:
        """Return the move and the strength after it (T, F), 0 where the record names none; and, where `sized`, by what
        share it changed.

        Of a mission whose strength at the start is judged nothing is seen before the record first names one.
        """
        strength = np.vstack([observed.start["strength"][None], observed.held["strength"]])
        known = np.logical_or.accumulate(~np.isnan(strength))[1:] | ~self._judged
        before, now = np.nan_to_num(strength[:-1]), np.nan_to_num(strength[1:])
        came, went = np.where(before > 0, REINFORCE, ARRIVE), np.where(now > 0, REDUCE, LEAVE)
        move = np.where(now > before, came, np.where(now < before, went, STAY))
        most = np.maximum.accumulate(np.nan_to_num(strength))[:-1]
        full = np.where(move == ARRIVE, most, before)
        sized = known & (full > 0) & np.isin(move, (ARRIVE, REDUCE, REINFORCE)) & ((move != ARRIVE) | (now < most))
        return {
            "move": np.where(known, move, UNSEEN).astype(np.int32),
            "share": np.where(sized, np.minimum(np.abs(now - full) / np.where(full > 0, full, 1), 1), 0.5).astype(
                np.float32
            ),
            "sized": sized,
            "strength": now.astype(np.float32),
        }

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with no move seen."""
        move, sized = np.full_like(evidence["move"], UNSEEN), np.zeros_like(evidence["sized"])
        return {**evidence, "move": move, "sized": sized}

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return, by mission (F,), presence, a war's end, whether people die, the sender's ties elsewhere, and whether
        one side holds all the ground."""
        rivalry = self.system.mission_rivalry
        held = listed(self._sides[:, :, None, :], state.control)
        whole = jnp.any(jnp.all(held | ~self._ground[:, None, :], axis=-1), axis=-1)
        return {
            "present": state.strength > 0,
            "ended_war": (state.phase[rivalry] == WAR).astype(jnp.float32),
            "violence": (state.phase[rivalry] >= CLASHES).astype(jnp.float32),
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
        reduce_, more = (jnp.where(alive & here, parts[x] + months, d.IMPOSSIBLE) for x in ("reduce", "reinforce"))
        leave = jnp.where(here, parts["leave"] + months + shift, d.IMPOSSIBLE)
        stay = jnp.where(~alive & here, d.IMPOSSIBLE, 0.0)
        logits = jnp.stack([stay, arrive, reduce_, leave, more], axis=-1)
        return MissionChance(logits, (theta["mission.share_a"], theta["mission.share_b"]))

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn move, share and strength, or the recorded ones."""
        seen, sized = evidence["move"] != UNSEEN, evidence["sized"]
        found = {name: jnp.where(seen, evidence[name], mark[name]) for name in ("move", "strength")}
        return {**found, "share": jnp.where(sized, evidence["share"], mark["share"])}

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Set the strength, the one given or that to which the move leads, and the most there has been.

        Nobody leaves, and nobody is left, by a fraction: a mission that is reduced or returns has at least one.
        """
        now, share = state.strength, mark["share"]
        size = jnp.where(state.complement > 0, state.complement * (1.0 - share), theta["mission.size"])
        fewer, more = jnp.minimum(jnp.maximum(now * (1.0 - share), 1.0), now), now * (1.0 + share)
        sizes = jnp.stack([now, now + jnp.maximum(size, 1.0), fewer, jnp.zeros_like(now), more], axis=-1)
        moved = jnp.round(jnp.sum(jnp.where(jnp.arange(MOVES) == mark["move"][:, None], sizes, 0.0), axis=-1))
        strength = jnp.where(mark["strength"] >= 0, mark["strength"], moved)
        most = jnp.maximum(state.complement, jnp.maximum(state.strength, strength))
        return replace(state, strength=strength, complement=most)

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the log-odds of arriving, being reduced, leaving and being reinforced against staying, by mission."""
        tied = theta["mission.tied"] * covariates["tied"]
        return {
            "arrive": theta["mission.arrive"] + theta["mission.ended_war"] * covariates["ended_war"],
            "reduce": theta["mission.reduce"] + tied,
            "leave": theta["mission.leave"] + tied + theta["mission.undivided"] * covariates["undivided"],
            "reinforce": theta["mission.reinforce"] + theta["mission.violence"] * covariates["violence"] - tied,
        }
