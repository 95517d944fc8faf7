"""Talks: the stage that the sides of a rivalry have reached, and what moves by the terms of an agreement.

The next stage follows adjacent-category log-odds (Agresti 2010, Analysis of Ordinal Categorical Data, ch. 4) around an
inertia: each stage up costs or gains the same score, made of fighting, the attention of the powers that are party to no
side, and time without violence; leaping over a stage has a price of its own. War first breaks the talks off to at most
contact; a stage that is recorded or drawn in the same step comes second, so that a step may hold a war and its
ceasefire.

An agreement takes heat out of the conflict: what had been fought before counts for less in what follows. One is
reached with a framework or more that was not there before, or that ends a war which began in the step; and a ceasefire
that is made, or made again, is one of its own, whatever the stage. In the past there are the ceasefires that the record
tells of and no others; in the future one is made now and then where people die, as often as in the world: 21% of the
years of conflicts have one (2,202 ceasefires of 1989 to 2020; Clayton et al. 2023, JCR 67).

Ground that changed hands by agreement moves as recorded. In the future the terms that the case declares for a stage
take effect when that stage is reached: one of those on the table is drawn by its weight, and moves zones, corridors and
missions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.case.vocabulary import CLASHES, CONTACT, CORRIDOR_STATES, TALKS_STAGES, WAR
from interbellum.mechanisms import distributions as d
from interbellum.mechanisms.protocol import Clock, Covariates, Evidence, Mark, Mechanism, Theta
from interbellum.system.observations import Observations
from interbellum.system.state import NOBODY, Kind, State
from interbellum.system.strength import settled
from interbellum.system.system import System

UNSEEN = -1
FRAMEWORK = TALKS_STAGES.index("framework")
STAGES = len(TALKS_STAGES)


@dataclass(frozen=True)
class TalksChance:
    """Log-odds of the next stage (R, 5), chance of a ceasefire (R,). `zones` is how many zones there are to move."""

    logits: jax.Array
    ceasefire: jax.Array
    zones: int

    def draw(self, u: jax.Array) -> Mark:
        """Return the next stage, which terms come with it and whether a ceasefire is made (R,), and no ceded zone
        (Z,); `u` is (3R,)."""
        n = self.logits.shape[0]
        return {
            "stage": d.categorical_draw(self.logits, u[:n]),
            "terms": d.inside(u[n : 2 * n]),
            "ceasefire": (u[2 * n :] < self.ceasefire).astype(jnp.int32),
            "ceded": jnp.full(self.zones, NOBODY, jnp.int32),
        }

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-probability of the recorded stage, by rivalry."""
        allowed = jnp.arange(STAGES) == evidence["stage"][:, None]
        return jnp.where(evidence["stage"] != UNSEEN, d.categorical_log_prob(self.logits, allowed), 0.0)


@dataclass(frozen=True)
class Package:
    """Declared terms as indices: the rivalry, the stage, and what moves, -1 for what does not."""

    rivalry: int
    stage: int
    zones: np.ndarray
    corridors: np.ndarray
    missions: np.ndarray


def packages(system: System) -> tuple[Package, ...]:
    """Return the terms that the case declares."""

    def filled(kind: Kind, moves: Mapping[str, float]) -> np.ndarray:
        values = np.full(system.size(kind), -1.0, np.float32)
        for unit, value in moves.items():
            values[system.index(kind, unit)] = value
        return values

    return tuple(
        Package(
            rivalry=system.index("rivalries", terms.rivalry), stage=TALKS_STAGES.index(terms.stage),
            zones=filled("zones", {z: system.index("actors", a) for z, a in terms.zones.items()}),
            corridors=filled("corridors", {c: CORRIDOR_STATES.index(s) for c, s in terms.corridors.items()}),
            missions=filled("missions", terms.missions),
        )
        for terms in system.model.terms
    )  # fmt: skip


class Talks(Mechanism):
    """Stage, terms and ceasefires, by rivalry; ground ceded by agreement, by zone.

    The mark `terms` is 0 where the record or nobody says what moves, between 0 and 1 where the weights decide, and else
    the number of the declared terms, from 1 on.
    """

    name: ClassVar[str] = "talks"
    marks: ClassVar[Mapping[str, Kind]] = {
        "stage": "rivalries", "terms": "rivalries", "ceasefire": "rivalries", "ceded": "zones",
    }  # fmt: skip
    shifts: ClassVar[Kind] = "rivalries"
    luck: ClassVar[tuple[Kind, ...]] = ("rivalries", "rivalries", "rivalries")
    writes: ClassVar[tuple[str, ...]] = ("talks", "control", "corridor", "strength", "heat")
    carried: ClassVar[tuple[str, ...]] = ("talks.cooling", "talks.ceasefire")
    replays: ClassVar[tuple[str, ...] | None] = ("talks", "control")
    needs: ClassVar[tuple[Kind, ...]] = ("rivalries",)

    def __init__(self, system: System) -> None:
        super().__init__(system)
        outside = ~system.sides.any(axis=1)
        patrons = np.isin(np.arange(system.size("actors")), system.patron)
        mediating = (outside & patrons[None, :]).astype(np.float32)
        self._mediating = mediating / np.maximum(mediating.sum(axis=1, keepdims=True), 1.0)
        self._packages = packages(system)

    def evidence(self, observed: Observations) -> Evidence:
        """Return the stage at the end of each step (T, R), -1 where silent, and who was ceded each zone (T, Z)."""
        stage = observed.held["talks"]
        return {
            "stage": np.where(np.isnan(stage), UNSEEN, np.nan_to_num(stage)).astype(np.int32),
            "ceasefire": observed.ceasefires.astype(np.int32),
            "ceded": observed.ceded.astype(np.int32),
        }

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with no stage and no cession seen, and ceasefires unknown."""
        return {
            "stage": np.full_like(evidence["stage"], UNSEEN),
            "ceasefire": np.full_like(evidence["ceasefire"], UNSEEN),
            "ceded": np.full_like(evidence["ceded"], NOBODY),
        }

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return the stage after war's reset, fighting, mediators' attention, quiet, the chance of a ceasefire (R)."""
        once = jnp.clip(theta["talks.ceasefire"], 0.0, 1.0)
        return {
            "stage": _broken_off(state),
            "phase": (state.phase == WAR).astype(jnp.float32),
            "mediators": self._mediating @ jnp.where(clock.alive["actors"], state.attention, 0.0),
            "quiet": jnp.log1p(state.time_since_violence),
            "ceasefire": jnp.where(state.phase >= CLASHES, 1.0 - (1.0 - once) ** (12.0 * clock.years), 0.0),
            "alive": clock.alive["rivalries"],
            "months": jnp.broadcast_to(jnp.log(12.0 * clock.years), state.heat.shape),
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> TalksChance:
        """Return the law of the next stage; `shift` (R,) is added to the log-odds of each stage up."""
        score = sum(self.explain(covariates, theta).values(), jnp.float32(0.0)) + shift
        stay = theta["talks.inertia"] - covariates["months"]
        step = jnp.arange(STAGES) - covariates["stage"][:, None]
        leaps = jnp.maximum(jnp.abs(step) - 1, 0)
        logits = step * score[:, None] - jnp.where(step != 0, stay[:, None], 0.0) - leaps * theta["talks.leap"]
        logits = jnp.where(covariates["alive"][:, None] | (step == 0), logits, d.IMPOSSIBLE)
        ceasefire = jnp.where(covariates["alive"], covariates["ceasefire"], 0.0)
        return TalksChance(logits, ceasefire, self.system.size("zones"))

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn stage, terms and ceasefires, or those recorded, and the recorded cessions."""
        ceded, seen, told = evidence["ceded"], evidence["stage"] != UNSEEN, evidence["ceasefire"]
        return {
            "stage": jnp.where(seen, evidence["stage"], mark["stage"]),
            "terms": jnp.where(seen, 0.0, mark["terms"]),
            "ceasefire": jnp.where(told != UNSEEN, told, mark["ceasefire"]),
            "ceded": jnp.where(ceded != NOBODY, ceded, mark["ceded"]),
        }

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Set the stage, carry out the terms, hand over what was ceded and cool what was agreed on; the step ends with
        the stakes counted again."""
        after = self._carried_out(state, mark, clock, theta)
        control = jnp.where(mark["ceded"] != NOBODY, mark["ceded"], after.control)
        taken = jnp.clip(theta["talks.cooling"], 0.0, 1.0)
        left = jnp.where(_agreed(state, mark["stage"]) | (mark["ceasefire"] > 0), 1.0 - taken, 1.0)
        return replace(after, talks=mark["stage"], control=control, heat=after.heat * left)

    def _carried_out(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Return the state after the terms of the stages that are reached in this step."""
        before, below = _broken_off(state), [jnp.float32(0.0)] * self.system.size("rivalries")
        agreed: list[jax.Array] = []
        for number, package in enumerate(self._packages):
            r = package.rivalry
            reached = (mark["stage"][r] == package.stage) & (before[r] < package.stage) & clock.terms[number]
            weight = jnp.where(reached, theta["terms.weight"][number], 0.0)
            pick = mark["terms"][r]
            drawn = (pick > 0.0) & (pick < 1.0) & (pick >= below[r]) & (pick < below[r] + weight)
            agreed.append(reached & (drawn | (pick == number + 1)))
            below[r] = below[r] + weight
        for package, here in zip(self._packages, settled(agreed), strict=True):
            state = _moved(state, package, here, clock)
        return state

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the parts of the log-odds of a stage up, by rivalry."""
        base = jnp.broadcast_to(theta["talks.up"], covariates["phase"].shape)
        names = ("phase", "mediators", "quiet")
        return {"up": base, **{name: theta[f"talks.{name}"] * covariates[name] for name in names}}


def _broken_off(state: State) -> jax.Array:
    """Return the stages (R,) after war broke the talks off."""
    return jnp.where(state.phase == WAR, jnp.minimum(state.talks, CONTACT), state.talks)


def _agreed(state: State, stage: jax.Array) -> jax.Array:
    """Return whether an agreement is reached (R,): a framework or more that was not there before, or that ends a war
    which began in the same step."""
    begun = (state.phase == WAR) & (state.time_in_phase == 0.0) & (stage > _broken_off(state))
    return (stage >= FRAMEWORK) & ((stage > state.talks) | begun)


def _moved(state: State, package: Package, agreed: jax.Array, clock: Clock) -> State:
    """Return the state with what the package moves, where it is agreed."""
    zones, corridors, missions = package.zones, package.corridors, package.missions
    here = clock.alive["missions"]
    return replace(
        state,
        control=jnp.where(agreed & (zones >= 0), zones.astype(np.int32), state.control),
        corridor=jnp.where(agreed & (corridors >= 0), corridors.astype(np.int32), state.corridor),
        strength=jnp.where(agreed & (missions >= 0) & here, missions, state.strength),
    )
