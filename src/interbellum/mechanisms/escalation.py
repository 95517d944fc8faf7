"""Escalation: the phase of a rivalry and, where people die, which side attacked.

Four phases form a Markov chain whose log-odds bend with covariates: moving up gets +eta, moving down -eta, with
`logit(i -> j) = B[i, j] + sign(j - i) * eta` against staying. Each side k has a pull `x_k . beta`, oriented by who
would attack (its balance of power, the shield that patrons hold over the other side); eta is the log of the mean of the
two exponentiated pulls, so that the readier side leads, and given violence the attacker is drawn in proportion to the
same exponentials. Violence excites violence (heat), risk falls with quiet as in log-normal recurrence, relapses raise
it (UCDP/PRIO ACD 25.1; Diehl & Goertz 2000 on enduring rivalries; Leeds 2003, AJPS 47:427-439 on deterrence by
alliance).

Where nobody coded the hostile events of a step (`coverage` in model.yaml) the record knows one calm, and so has the
law: a month of tension cannot be told from a lull. So it is in a future, unless most of the rivalry's steps before it
were coded: it would drift into a tension that was hardly ever seen, out of the only calm from which the record taught
how violence comes. A tension that was coded last is where such a future begins, and counts in its first step.

Diversion, an attack that is to turn eyes from trouble at home, is a switch and no assumption: its coefficient is 0
unless a scenario or a perspective sets it, since findings are mixed (inflation raises initiation inside rivalries and
lowers it outside, Mitchell & Prins 2004, JCR 48:937-961). Trouble is read off the one budget that the state follows: a
side is in straits by as much as the military spending of its worst-off member fell at its last change, in log points.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import ClassVar

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.case.model import Parameter
from interbellum.case.vocabulary import CLASHES, LULL, TENSION, WAR
from interbellum.mechanisms import distributions as d
from interbellum.mechanisms.parameters import shipped
from interbellum.mechanisms.protocol import Clock, Covariates, Evidence, Mark, Mechanism, Theta
from interbellum.system.observations import Observations
from interbellum.system.state import NOBODY, Kind, State
from interbellum.system.strength import shield, side_strength
from interbellum.system.system import System

COMMON = ("heat", "quiet", "relapses", "stakes", "mission", "talks", "closure", "season_cos", "season_sin")
ORIENTED = ("balance", "shield", "diversion")
UP_OR_DOWN = np.array([[np.sign(j - i) for j in range(4)] for i in range(4)], np.float32)
"""(4, 4): sign(j - i), what eta is multiplied with from phase i to phase j."""
OWN = "escalation.rivalry"
"""The row that each rivalry has its own copy of: how much readier than others it is, all else equal."""


@dataclass(frozen=True)
class EscalationChance:
    """Log-odds of the next phase (R, 4) and of the first side being the attacker (R,), and who lives (R,)."""

    phase: jax.Array
    first: jax.Array
    alive: jax.Array

    def draw(self, u: jax.Array) -> Mark:
        """Return the phase and the side that attacks should there be violence; `u` is (2R,)."""
        n = self.first.shape[0]
        side = jnp.where(u[n:] < jax.nn.sigmoid(self.first), 0, 1).astype(jnp.int32)
        return {"phase": d.categorical_draw(self.phase, u[:n]), "initiator": side}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return, by rivalry, the log-probability of the phases that fit and of the coded attacker."""
        seen = ~jnp.all(evidence["allowed"], axis=-1)
        phase = jnp.where(seen, d.categorical_log_prob(self.phase, evidence["allowed"]), 0.0)
        coded = evidence["initiator"]
        side = d.bernoulli_log_prob(self.first, coded == 0)
        return jnp.where(self.alive, phase + jnp.where(coded != NOBODY, side, 0.0), 0.0)


class Escalation(Mechanism):
    """Phase and attacker, by rivalry."""

    name: ClassVar[str] = "escalation"
    marks: ClassVar[Mapping[str, Kind]] = {"phase": "rivalries", "initiator": "rivalries"}
    shifts: ClassVar[Kind] = "rivalries"
    luck: ClassVar[tuple[Kind, ...]] = ("rivalries", "rivalries")
    writes: ClassVar[tuple[str, ...]] = (
        "phase", "initiator", "war_winner", "time_in_phase", "time_since_violence", "relapses",
    )  # fmt: skip

    def __init__(self, system: System) -> None:
        super().__init__(system)
        several = system.size("rivalries") > 1
        self._own = tuple(f"{OWN}.{rivalry}" for rivalry in system.ids["rivalries"]) if several else ()
        self._issues = _rows(system.issue_rivalry, system.size("rivalries"))
        self._missions = _rows(system.mission_rivalry, system.size("rivalries"))
        corridors = system.corridor_rivalry.T.astype(np.float32)
        self._corridors = corridors / np.maximum(corridors.sum(axis=1, keepdims=True), 1)

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the shipped rows, the rivalry's own intercept once for each rivalry, where there are several."""
        rows = [row for row in shipped(self.name) if row.name != OWN]
        own = next(row for row in shipped(self.name) if row.name == OWN)
        return (*rows, *(own.model_copy(update={"name": name}) for name in self._own))

    def evidence(self, observed: Observations) -> Evidence:
        """Return `allowed` (T, R, 4), `phase` (T, R) and `initiator` (T, R), which is coded only for violent steps."""
        violent = ~observed.allowed[..., :CLASHES].any(axis=-1)
        return {
            "allowed": np.asarray(observed.allowed),
            "phase": np.asarray(observed.phase, np.int32),
            "initiator": np.asarray(np.where(violent, observed.initiator, NOBODY), np.int32),
        }

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with every phase allowed and no attacker coded."""
        return {
            **evidence,
            "allowed": np.ones_like(evidence["allowed"]),
            "initiator": np.full_like(evidence["initiator"], NOBODY),
        }

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return the scaled covariates, those common to both sides (R,), those oriented by attacker (R, 2).

        `phase`, `alive`, `told_apart` and `months` (the log of the step's length) say which transitions there are.
        """
        system, alive = self.system, clock.alive
        strength = jnp.log(side_strength(system, state, alive["actors"]))
        over = shield(system, state, theta, alive)
        standing = jnp.where(alive["missions"], state.strength, 0.0)
        shut = jnp.where(alive["corridors"], 1.0 - state.corridor / 2.0, 0.0)
        fallen = jnp.where(alive["actors"], jnp.maximum(-state.growth, 0.0), 0.0)
        straits = jnp.max(jnp.where(system.sides, fallen, 0.0), axis=-1)
        ones = jnp.ones_like(state.heat)
        return {
            "balance": strength - strength[:, ::-1],
            "shield": over[:, ::-1] - over,
            "diversion": straits,
            "heat": state.heat / 10.0,
            "quiet": jnp.log1p(state.time_since_violence),
            "relapses": jnp.log1p(state.relapses),
            "stakes": jnp.minimum(self._issues @ jnp.where(alive["issues"], state.stakes, 0.0), 1.0),
            "mission": self._missions @ (jnp.log1p(standing) / 7.0),
            "talks": state.talks / 4.0,
            "closure": self._corridors @ shut,
            "season_cos": jnp.cos(clock.season) * ones,
            "season_sin": jnp.sin(clock.season) * ones,
            "phase": state.phase,
            "alive": alive["rivalries"],
            "told_apart": clock.told_apart,
            "months": jnp.log(12.0 * clock.years) * ones,
        }

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the additive contributions to the pull: (R,) for common covariates, (R, 2) for oriented ones."""
        parts = {name: theta[f"escalation.{name}"] * covariates[name] for name in (*ORIENTED, *COMMON)}
        own = [jnp.asarray(theta[name]) for name in self._own]
        parts["rivalry"] = jnp.stack(own) if own else jnp.zeros_like(covariates["heat"])
        lean = theta["escalation.first_side"] * jnp.array([0.5, -0.5])
        return {**parts, "first_side": jnp.broadcast_to(lean, covariates["balance"].shape)}

    def pulls(self, covariates: Covariates, theta: Theta) -> jax.Array:
        """Return each side's pull towards attack, log-odds (R, 2): the sum of what `explain` tells apart."""
        pull = _summed(theta, covariates, COMMON)
        if self._own:
            pull = pull + jnp.stack([theta[name] for name in self._own])
        lean = theta["escalation.first_side"] * jnp.array([0.5, -0.5])
        total: jax.Array = pull[:, None] + _summed(theta, covariates, ORIENTED) + lean
        return total

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> EscalationChance:
        """Return the law of phase and attacker; `shift` (R,) is added to the pull of both sides."""
        pull = self.pulls(covariates, theta)
        eta = jax.nn.logsumexp(pull, axis=-1) - jnp.log(2.0) + shift
        phase, months = covariates["phase"], covariates["months"]

        def towards(j: int) -> jax.Array:
            logit = jnp.zeros_like(eta)
            for i in (i for i in range(4) if i != j):
                move = theta[f"escalation.B.{i}>{j}"] + UP_OR_DOWN[i, j] * eta + months
                logit = jnp.where(phase == i, move, logit)
            return jnp.where(covariates["alive"], logit, 0.0 if j == 0 else d.IMPOSSIBLE)

        logits = _one_calm(jnp.stack([towards(j) for j in range(4)], axis=-1), covariates["told_apart"])
        return EscalationChance(logits, pull[:, 0] - pull[:, 1], covariates["alive"])

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the lowest phase that fits the evidence (drawn where nothing was seen) and the coded attacker."""
        seen = ~jnp.all(evidence["allowed"], axis=-1)
        coded = evidence["initiator"] != NOBODY
        return {
            "phase": jnp.where(seen, evidence["phase"], mark["phase"]),
            "initiator": jnp.where(coded, evidence["initiator"], mark["initiator"]),
        }

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Set the phase and run its clocks; violence after a year or more of none is a relapse."""
        phase, years = mark["phase"], clock.years
        violent = phase >= CLASHES
        return replace(
            state,
            phase=phase,
            initiator=jnp.where(violent, mark["initiator"], NOBODY),
            war_winner=jnp.where(phase == WAR, state.war_winner, NOBODY),
            time_in_phase=jnp.where(phase == state.phase, state.time_in_phase + years, 0.0),
            time_since_violence=jnp.where(violent, 0.0, state.time_since_violence + years),
            relapses=state.relapses + jnp.where(violent & (state.time_since_violence >= 1.0), 1.0, 0.0),
        )


def _one_calm(logits: jax.Array, told_apart: jax.Array) -> jax.Array:
    """Return log-odds (R, 4) by which a rivalry whose lull and tension are not told apart (R,) has only one calm: the
    chance of tension goes to the lull, as a silent step of the record is scored and replayed."""
    lull, tension = logits[:, LULL], logits[:, TENSION]
    calm = jnp.where(told_apart, lull, jnp.logaddexp(lull, tension))
    return logits.at[:, LULL].set(calm).at[:, TENSION].set(jnp.where(told_apart, tension, d.IMPOSSIBLE))


def _rows(owner: np.ndarray, count: int) -> np.ndarray:
    """Return the (count, units) matrix that sums units by their owner."""
    return np.asarray(np.arange(count)[:, None] == owner[None, :], np.float32)


def _summed(theta: Theta, covariates: Covariates, names: tuple[str, ...]) -> jax.Array:
    """Return the sum of coefficients times covariates."""
    total: jax.Array = reduce(operator.add, [theta[f"escalation.{name}"] * covariates[name] for name in names])
    return total
