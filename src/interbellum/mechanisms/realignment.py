"""Realignment: how close a client stands to its patron drifts towards what the patron's record earns.

The drift, in log-odds of alignment, is normal around a share of the gap to `floor + (1 - floor) x reliability`: kept
promises bind, broken ones loosen, and shared bases, trade and gas leave a floor. With the response of the patron, which
reads alignment, this closes the circle of the documents: a broken promise turns the client away, and a client that
turned away is helped less (Leeds 2003, IO 57:801-827, on violations after changes of policy). A patron's retaliation is
an event of the case, not of this mechanism.

The record knows alignment as judged levels. These set the state, first as they are and then by their changes, so that
the range of the start travels on; they are no observations, and only levels that somebody measured are fitted to.
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
from interbellum.system.state import FIELDS, Kind, State
from interbellum.system.strength import reliability
from interbellum.system.system import System

EDGE = 0.005
"""Alignment is kept this far from none and all, where log-odds end."""
UNSEEN = -1.0


@dataclass(frozen=True)
class RealignmentChance:
    """Normal law of the drift (P,), log-odds."""

    mean: jax.Array
    sd: jax.Array

    def draw(self, u: jax.Array) -> Mark:
        """Return the drift in log-odds (P,), and no judged level; `u` is (P,)."""
        return {"drift": d.normal_draw(self.mean, self.sd, u), "level": jnp.full_like(self.mean, UNSEEN)}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-density of the measured drifts, by commitment."""
        return jnp.where(evidence["measured"], d.normal_log_prob(self.mean, self.sd, evidence["drift"]), 0.0)


class Realignment(Mechanism):
    """Alignment, by commitment."""

    name: ClassVar[str] = "realignment"
    marks: ClassVar[Mapping[str, Kind]] = {"drift": "commitments", "level": "commitments"}
    shifts: ClassVar[Kind] = "commitments"
    luck: ClassVar[tuple[Kind, ...]] = ("commitments",)
    writes: ClassVar[tuple[str, ...]] = ("alignment",)
    needs: ClassVar[tuple[Kind, ...]] = ("commitments",)

    def __init__(self, system: System) -> None:
        super().__init__(system)
        judged = {row.unit_id: row.value for row in system.model.initial if row.field == "alignment"}
        start = FIELDS["alignment"][2]
        self._start = np.array([judged.get(unit, start) for unit in system.ids["commitments"]])

    def evidence(self, observed: Observations) -> Evidence:
        """Return `drift`, whether it is `seen` or `measured`, and the first `level` (T, P), -1 where there is none.

        A level at the start stands for the judged one, of which members sample the range; a first level later on is
        taken as it is.
        """
        level = observed.held["alignment"]
        start = observed.start["alignment"]
        before = np.vstack([np.where(np.isnan(start), self._start, start)[None], level[:-1]])
        seen = ~np.isnan(level) & ~np.isnan(before)
        drift = np.where(seen, _log_odds(level) - _log_odds(before), 0.0)
        first = ~np.isnan(level) & np.isnan(before)
        return {
            "drift": drift.astype(np.float32),
            "seen": seen,
            "measured": seen & observed.measured["alignment"],
            "level": np.where(first, level, UNSEEN).astype(np.float32),
        }

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with no level seen."""
        unseen = np.zeros_like(evidence["seen"])
        level = np.full_like(evidence["level"], UNSEEN)
        return {**evidence, "seen": unseen, "measured": unseen, "level": level}

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return the log-odds of alignment, the patron's reliability, who lives (P), and the step's years."""
        level = jnp.clip(state.alignment, EDGE, 1.0 - EDGE)
        return {
            "now": jnp.log(level / (1.0 - level)),
            "reliability": reliability(state, theta),
            "alive": clock.alive["commitments"],
            "years": jnp.broadcast_to(clock.years, level.shape),
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> RealignmentChance:
        """Return the law of the drift; `shift` (P,) is added to its mean."""
        alive, years = covariates["alive"], covariates["years"]
        mean = sum(self.explain(covariates, theta).values(), jnp.float32(0.0)) + shift
        sd = theta["realignment.sd"] * jnp.sqrt(years)
        return RealignmentChance(jnp.where(alive, mean, 0.0), jnp.where(alive, sd, 1e-9))

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn drift, or the judged one, and the first level."""
        return {
            "drift": jnp.where(evidence["seen"], evidence["drift"], mark["drift"]),
            "level": jnp.where(evidence["level"] >= 0.0, evidence["level"], mark["level"]),
        }

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Let the alignment drift, or set it to a first level."""
        level = jnp.clip(state.alignment, EDGE, 1.0 - EDGE)
        odds = level / (1.0 - level) * jnp.exp(jnp.clip(mark["drift"], -20.0, 20.0))
        moved = jnp.where(mark["drift"] == 0.0, state.alignment, odds / (1.0 + odds))
        return replace(state, alignment=jnp.where(mark["level"] >= 0.0, mark["level"], moved))

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the parts of the mean drift, by commitment: what the record earns, and what is to lose."""
        share = -jnp.expm1(jnp.log1p(-theta["realignment.speed"]) * covariates["years"])
        floor = theta["realignment.floor"]
        earned = jnp.clip(floor + (1.0 - floor) * covariates["reliability"], EDGE, 1.0 - EDGE)
        return {"earned": share * jnp.log(earned / (1.0 - earned)), "present": -share * covariates["now"]}


def _log_odds(level: np.ndarray) -> np.ndarray:
    inside = np.clip(level, EDGE, 1.0 - EDGE)
    return np.asarray(np.log(inside) - np.log1p(-inside))
