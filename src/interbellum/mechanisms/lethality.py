"""Lethality: how many people die in a step, given its phase.

None below clashes; else a log-normal rounded to whole numbers and truncated to the phase's own range, so that phase and
deaths can never contradict: a war-rate step has at least 84 deaths in a month or 20 in a week (1,000 a year), clashes
have fewer and at least one. The mean rises with the heat of recent violence. Sizes of wars scatter by orders of
magnitude (Clauset 2018, Science Advances, eaao3580; Clauset, Walter, Cederman & Gleditsch 2025, arXiv 2503.03945).

Heavy as they are, such tails end: with the people there are, or the soldiers (Cirillo & Taleb 2016, Physica A
452:29-45), here at the ceiling. By the priors alone a month above 5,000, 10,000 and 20,000 deaths comes in 5%, 3% and
1% of the 50-year futures of a pair of which nothing is known; of 197 countries, without Armenia and Azerbaijan, 5%, 3%
and 2% had one from 1989 to April 2024 (UCDP through VIEWS). A record of bloody months raises the level of all that
follow, and so the tail: a case whose forces are small says so with a ceiling of its own.

Heat is a decayed sum of log1p(deaths), on the scale of months on which its slopes were fitted: a step of another length
takes up the deaths of a month at its rate, by as much as makes the same rate come to the same heat (by weeks, 0.8 to
0.9 of the heat by months in the hot conflicts of UCDP's 2021, 0.5 where few die in bursts). So heat never exceeds
log1p(ceiling) / (1 - 2^(-month / half-life)), 39 at the shipped values. Below that it has no bend: on the world's
months to 2004, slopes of `escalation` that end at a heat of 12 or 16 lose 47 or 18 units of log likelihood, at 20 or
above none, and the hottest month had 24 (`tools/world_priors.py --bends`).
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
from interbellum.mechanisms.protocol import Clock, Covariates, Evidence, Mark, Mechanism, Theta, only
from interbellum.record.phase import WAR_DEATHS
from interbellum.system.observations import Observations
from interbellum.system.state import Kind, State
from interbellum.system.system import System


@dataclass(frozen=True)
class LethalityChance:
    """Truncated discretised log-normal (R,), with `deadly` where the phase has deaths at all."""

    mean: jax.Array
    sd: jax.Array
    low: jax.Array
    high: jax.Array
    deadly: jax.Array

    def draw(self, u: jax.Array) -> Mark:
        """Return deaths (R,), whole numbers; `u` is (R,)."""
        return {"deaths": jnp.where(self.deadly, d.count_draw(self.mean, self.sd, self.low, self.high, u), 0)}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-probability of the counted deaths, by rivalry."""
        counted = d.count_log_prob(self.mean, self.sd, self.low, self.high, evidence["deaths"])
        return jnp.where(evidence["seen"] & self.deadly, counted, 0.0)


class Lethality(Mechanism):
    """Deaths, by rivalry."""

    name: ClassVar[str] = "lethality"
    marks: ClassVar[Mapping[str, Kind]] = {"deaths": "rivalries"}
    shifts: ClassVar[Kind] = "rivalries"
    luck: ClassVar[tuple[Kind, ...]] = ("rivalries",)
    writes: ClassVar[tuple[str, ...]] = ("heat",)
    carried: ClassVar[tuple[str, ...]] = ("lethality.half_life", "lethality.ceiling")

    def __init__(self, system: System) -> None:
        super().__init__(system)
        self.threshold = WAR_DEATHS[system.steps.step]
        self._months = 1.0 if system.steps.step == "month" else 12 * 7 / 365.25

    def evidence(self, observed: Observations) -> Evidence:
        """Return `deaths` and `seen` (T, R)."""
        return {
            "deaths": np.asarray(np.where(observed.deaths_seen, observed.deaths, 0), np.int32),
            "seen": np.asarray(observed.deaths_seen),
        }

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with nothing counted."""
        return {**evidence, "seen": np.zeros_like(evidence["seen"])}

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return the step's phase, heat over ten, whether people die at all (R,), and the log of its length in
        months."""
        ones = jnp.ones_like(state.heat)
        return {
            "war": state.phase == WAR,
            "deadly": (state.phase >= CLASHES) & clock.alive["rivalries"],
            "warm": state.heat / 10.0,
            "months": jnp.log(12.0 * clock.years) * ones,
            "ceiling": theta["lethality.ceiling"] * self._months * ones,
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> LethalityChance:
        """Return the law of deaths at the step's phase; `shift` (R,) is added to the mean of log deaths."""
        war = covariates["war"]
        parts = self.explain(covariates, theta)
        return LethalityChance(
            mean=parts["level"] + parts["carry"] + shift,
            sd=jnp.where(war, theta["lethality.sd.war"], theta["lethality.sd.clashes"]),
            low=jnp.where(war, float(self.threshold), 1.0),
            high=jnp.where(war, covariates["ceiling"], float(self.threshold - 1)),
            deadly=covariates["deadly"],
        )

    def telling(self, covariates: Covariates, evidence: Evidence) -> tuple[Covariates, Evidence]:
        """Return the steps in which counted people died."""
        return only(np.asarray((covariates["deadly"] & evidence["seen"]).any(axis=(0, 2))), covariates, evidence)

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn deaths, or the counted ones where somebody counted."""
        return {"deaths": jnp.where(evidence["seen"], evidence["deaths"], mark["deaths"])}

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Let the heat decay over the step and take up its deaths: log1p of them in a month, at a month's rate else."""
        decay = jnp.exp2(-clock.years / theta["lethality.half_life"])
        taken = jnp.log1p(mark["deaths"].astype(jnp.float32) / self._months)
        if self._months != 1.0:
            taken = taken * (1.0 - decay) / (1.0 - jnp.exp2(-1.0 / (12.0 * theta["lethality.half_life"])))
        return replace(state, heat=state.heat * decay + taken)

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the parts of the mean of log deaths at the present phase, by rivalry."""
        war = covariates["war"]
        carry = jnp.where(war, theta["lethality.carry.war"], theta["lethality.carry.clashes"])
        level = jnp.where(war, theta["lethality.level.war"], theta["lethality.level.clashes"])
        return {"level": level + covariates["months"], "carry": carry * covariates["warm"]}
