"""Talks: the stage that the sides of a rivalry have reached, and what moves by the terms of an agreement.

The next stage follows adjacent-category log-odds around an inertia: each stage up costs or gains the same score, made
of fighting, the attention of the powers that are party to no side, and time without violence. War first breaks the
talks off to at most contact; a stage that is recorded or drawn in the same step comes second, so that a step may hold a
war and its ceasefire. Ground that changes hands by agreement moves here, as recorded; no terms are drawn for the
future.
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
from interbellum.system.state import NOBODY, Kind, State
from interbellum.system.strength import open_stakes
from interbellum.system.system import System

UNSEEN = -1
WAR, CONTACT, STAGES = 3, 1, 5


@dataclass(frozen=True)
class TalksChance:
    """Log-odds of the next stage (R, 5). `zones` is how many zones there are to move."""

    logits: jax.Array
    zones: int

    def draw(self, u: jax.Array) -> Mark:
        """Return the next stage (R,) and no ceded zone (Z,); `u` is (R,)."""
        return {
            "stage": d.categorical_draw(self.logits, u),
            "ceded": jnp.full(self.zones, NOBODY, jnp.int32),
        }

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-probability of the recorded stage, by rivalry."""
        allowed = jnp.arange(STAGES) == evidence["stage"][:, None]
        return jnp.where(evidence["stage"] != UNSEEN, d.categorical_log_prob(self.logits, allowed), 0.0)


class Talks(Mechanism):
    """Stage, by rivalry; ground ceded by agreement, by zone."""

    name: ClassVar[str] = "talks"
    marks: ClassVar[Mapping[str, Kind]] = {"stage": "rivalries", "ceded": "zones"}
    shifts: ClassVar[Kind] = "rivalries"
    writes: ClassVar[tuple[str, ...]] = ("talks", "control", "stakes")

    def __init__(self, system: System) -> None:
        self.system = system
        self.slots = system.size("rivalries")
        outside = ~system.sides.any(axis=1)
        patrons = np.isin(np.arange(system.size("actors")), system.patron)
        mediating = (outside & patrons[None, :]).astype(np.float32)
        self._mediating = mediating / np.maximum(mediating.sum(axis=1, keepdims=True), 1.0)

    def evidence(self, observed: Observations) -> Evidence:
        """Return the stage at the end of each step (T, R), -1 where silent, and who was ceded each zone (T, Z)."""
        stage = observed.held["talks"]
        return {
            "stage": np.where(np.isnan(stage), UNSEEN, np.nan_to_num(stage)).astype(np.int32),
            "ceded": observed.ceded.astype(np.int32),
        }

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with no stage and no cession seen."""
        return {
            "stage": jnp.full_like(evidence["stage"], UNSEEN),
            "ceded": jnp.full_like(evidence["ceded"], NOBODY),
        }

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return the stage after war's reset, fighting, mediators' attention and quiet (R)."""
        at_war = state.phase == WAR
        return {
            "stage": jnp.where(at_war, jnp.minimum(state.talks, CONTACT), state.talks),
            "phase": at_war.astype(jnp.float32),
            "mediators": self._mediating @ jnp.where(clock.alive["actors"], state.attention, 0.0),
            "quiet": jnp.log1p(state.time_since_violence),
            "alive": clock.alive["rivalries"],
            "months": jnp.broadcast_to(jnp.log(12.0 * clock.years), state.heat.shape),
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> TalksChance:
        """Return the law of the next stage; `shift` (R,) is added to the log-odds of each stage up."""
        score = sum(self.explain(covariates, theta).values(), jnp.float32(0.0)) + shift
        stay = theta["talks.inertia"] - covariates["months"]
        step = jnp.arange(STAGES) - covariates["stage"][:, None]
        logits = step * score[:, None] - jnp.abs(step) * stay[:, None]
        logits = jnp.where(covariates["alive"][:, None] | (step == 0), logits, d.IMPOSSIBLE)
        return TalksChance(logits, self.system.size("zones"))

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn stage, or the recorded one, and the recorded cessions."""
        ceded = evidence["ceded"]
        return {
            "stage": jnp.where(evidence["stage"] != UNSEEN, evidence["stage"], mark["stage"]),
            "ceded": jnp.where(ceded != NOBODY, ceded, mark["ceded"]),
        }

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Set the stage, hand over what was ceded, and count again what is at stake."""
        control = jnp.where(mark["ceded"] != NOBODY, mark["ceded"], state.control)
        settled = replace(state, talks=mark["stage"], control=control)
        return replace(settled, stakes=open_stakes(self.system, settled, clock.alive["actors"]))

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the parts of the log-odds of a stage up, by rivalry."""
        base = jnp.broadcast_to(theta["talks.up"], covariates["phase"].shape)
        names = ("phase", "mediators", "quiet")
        return {"up": base, **{name: theta[f"talks.{name}"] * covariates[name] for name in names}}
