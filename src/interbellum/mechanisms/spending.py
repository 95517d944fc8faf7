"""Spending: what an actor spends on its military next year, and the capability that accumulates from it.

Log growth of yearly spending is a first-order autoregression whose mean rises with the actor's income from oil and gas.
Budgets are set by the year: the mark is the level of a calendar year, drawn (or observed) in its last step, so a day in
June never sees December's figure. Capability is the perpetual-inventory stock of spending (Goldsmith 1951, Studies in
Income and Wealth 14), which follows spending ratios better than CINC does (COW NMC 7.0: Azerbaijan and Armenia stay at
2.4 to 2.5 in CINC while their spending ratio is 3.6). Of whom neither is known nothing is drawn: both stay unknown
(zero) until the record tells of a year, from which capability then starts as what such spending keeps up.
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

MOMENTUM = 1.0
"""Log points: of a greater change no more bears on the next year's; it is a war, or a level that was not known."""


@dataclass(frozen=True)
class SpendingChance:
    """Normal law of the log growth (A,), from the present level; no change outside the last step of a year."""

    level: jax.Array
    mean: jax.Array
    sd: jax.Array
    active: jax.Array

    def draw(self, u: jax.Array) -> Mark:
        """Return the level of spending after the step, USD a year; `u` is (A,)."""

        def next_year() -> jax.Array:
            growth = d.normal_draw(self.mean, self.sd, u)
            return jnp.where(self.active, self.level * jnp.exp(growth), self.level)

        return {"spending": jax.lax.cond(jnp.any(self.active), next_year, lambda: self.level)}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-density of the observed log growth, by actor."""
        growth = jnp.log(evidence["spending"] / jnp.where(self.level > 0, self.level, 1.0))
        return jnp.where(evidence["paired"] & self.active, d.normal_log_prob(self.mean, self.sd, growth), 0.0)


class Spending(Mechanism):
    """Yearly spending and its stock, by actor."""

    name: ClassVar[str] = "spending"
    marks: ClassVar[Mapping[str, Kind]] = {"spending": "actors"}
    shifts: ClassVar[Kind] = "actors"
    luck: ClassVar[tuple[Kind, ...]] = ("actors",)
    writes: ClassVar[tuple[str, ...]] = ("spending", "growth", "capability")
    carried: ClassVar[tuple[str, ...]] = ("spending.depreciation",)

    def __init__(self, system: System) -> None:
        super().__init__(system)
        self.steps = system.steps
        judged = {row.unit_id for row in system.model.initial if row.field == "spending"}
        self._judged = np.array([actor in judged for actor in system.ids["actors"]], bool)

    def evidence(self, observed: Observations) -> Evidence:
        """Return `spending`, `seen` and `paired` (T, A): the level of the calendar year that ends with the step.

        A year is `paired` where the record or a judgement also has the year before: only then does it show a growth.
        """
        seen = ~np.isnan(observed.spending) & (observed.spending > 0)
        paired, before = np.zeros_like(seen), self._judged | ~np.isnan(observed.start["spending"])
        for t in range(len(seen)):
            if self.steps.start(t + 1).year > self.steps.start(t).year:
                paired[t], before = seen[t] & before, seen[t]
        return {
            "spending": np.asarray(np.where(seen, observed.spending, 1.0), np.float32),
            "seen": np.asarray(seen),
            "paired": np.asarray(paired),
        }

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with no actor seen."""
        unseen = np.zeros_like(evidence["seen"])
        return {**evidence, "seen": unseen, "paired": unseen}

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return level, last growth and resource share (A), and whether a year ends for a living actor."""
        return {
            "level": state.spending,
            "growth": state.growth,
            "resource": state.resource,
            "active": clock.alive["actors"] & clock.year_end,
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> SpendingChance:
        """Return the law of growth; `shift` is added to the mean growth, log points a year."""
        mean = theta["spending.growth"] + theta["spending.resource"] * covariates["resource"]
        mean = mean + theta["spending.persistence"] * (covariates["growth"] - mean) + shift
        sd = jnp.broadcast_to(theta["spending.sd"], mean.shape)
        return SpendingChance(covariates["level"], mean, sd, covariates["active"])

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn level, or the recorded one where there is one."""
        return {"spending": jnp.where(evidence["seen"], evidence["spending"], mark["spending"])}

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Book the step's spending into the stock, then set the level for the next year.

        The stock of an actor of whom nothing was known is, at the first year that is, what such spending keeps up.
        """
        wear = jnp.exp(jnp.log1p(-theta["spending.depreciation"]) * clock.years)
        capability = state.capability * wear + state.spending * clock.years
        first = (capability <= 0) & (mark["spending"] > 0)
        capability = jnp.where(first, mark["spending"] * clock.years / (1.0 - wear), capability)
        changed = mark["spending"] != state.spending
        known = changed & (state.spending > 0) & (mark["spending"] > 0)
        ratio = jnp.where(known, mark["spending"], 1.0) / jnp.where(known, state.spending, 1.0)
        growth = jnp.where(known, jnp.clip(jnp.log(ratio), -MOMENTUM, MOMENTUM), state.growth)
        return replace(state, capability=capability, spending=mark["spending"], growth=growth)

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the parts of the mean log growth, by actor."""
        base = jnp.broadcast_to(theta["spending.growth"], covariates["level"].shape)
        resource = theta["spending.resource"] * covariates["resource"]
        return {
            "growth": base,
            "resource": resource,
            "persistence": theta["spending.persistence"] * (covariates["growth"] - base - resource),
        }
