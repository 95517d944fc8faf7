"""Supply: the days that a community can live on what it has. Exact mass balance, no chance.

`stock(t+1) = stock(t) + days x (inflow - 1)`, kept between nothing and what can be stored. The inflow is what the
people have of their own and what the best of the ways that serve them brings; a way that ended as a unit stays as it
was left. No calibrated model of a siege is published; this is stock and flow with stated assumptions, tested by its
balance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.mechanisms.protocol import Clock, Covariates, Evidence, Mark, Mechanism, Theta
from interbellum.system.observations import Observations
from interbellum.system.state import Kind, State
from interbellum.system.system import System

DAYS = 365.25
RESTRICTED, OPEN = 1, 2


@dataclass(frozen=True)
class SupplyChance:
    """No chance: the balance of the step is certain."""

    balance: jax.Array

    def draw(self, u: jax.Array) -> Mark:
        """Return what the step adds to the stock (M,), days; `u` is empty."""
        del u
        return {"balance": self.balance}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return zeros: there is nothing to be surprised at."""
        del evidence
        return jnp.zeros_like(self.balance)


class Supply(Mechanism):
    """Days of supply, by community."""

    name: ClassVar[str] = "supply"
    marks: ClassVar[Mapping[str, Kind]] = {"balance": "communities"}
    shifts: ClassVar[Kind] = "communities"
    writes: ClassVar[tuple[str, ...]] = ("stock",)
    needs: ClassVar[tuple[Kind, ...]] = ("communities",)
    carried: ClassVar[tuple[str, ...]] = ("supply.open", "supply.restricted", "supply.own", "supply.reserve")

    def __init__(self, system: System) -> None:
        super().__init__(system)
        units, ways = system.model.units.communities, system.ids["corridors"]
        serves = [[way in unit.supplied_by for way in ways] for unit in units]
        self._serves = np.array(serves, bool).reshape(len(units), len(ways))

    def evidence(self, observed: Observations) -> Evidence:
        """Return nothing: the record has no marks of supply."""
        return {"none": np.zeros((observed.count, 0), bool)}

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same."""
        return evidence

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return the days of supply that reach each community a day (M), and the step's days."""
        brought = jnp.where(
            state.corridor == OPEN,
            theta["supply.open"],
            jnp.where(state.corridor == RESTRICTED, theta["supply.restricted"], 0.0),
        )
        best = jnp.max(jnp.where(self._serves, brought, 0.0), axis=-1, initial=0.0)
        served = jnp.where(self._serves.any(axis=-1), best, theta["supply.open"])
        return {
            "inflow": theta["supply.own"] + served,
            "days": jnp.broadcast_to(DAYS * clock.years, served.shape),
            "stock": state.stock,
            "reserve": jnp.broadcast_to(theta["supply.reserve"], served.shape),
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> SupplyChance:
        """Return the certain balance; `shift` (M,) is added to the inflow, days of supply a day."""
        stock = covariates["stock"]
        after = stock + covariates["days"] * (covariates["inflow"] + shift - 1.0)
        return SupplyChance(jnp.clip(after, 0.0, jnp.maximum(covariates["reserve"], stock)) - stock)

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the balance as it is."""
        del evidence
        return mark

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Add the balance to the stock."""
        return replace(state, stock=jnp.maximum(state.stock + mark["balance"], 0.0))

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return what comes in and what is used, days of supply a day."""
        return {"inflow": covariates["inflow"], "use": -jnp.ones_like(covariates["inflow"])}
