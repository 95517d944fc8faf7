"""Displacement: how many people leave a community in a step. Never more than are there, and each is counted once.

The expected hazard of leaving is the sum of four: a steady one, one of fighting, one of want, and one of those whose
ground is in a foe's hands,

    h = months x (base + way x (fighting + want)) - log(1 - lost x (1 - exp(-months x rate)))

and the share that leaves is `1 - exp(-h x exp(sd x z))` with z standard normal: a proportional hazard with log-normal
frailty (Lancaster 1990, The Econometric Analysis of Transition Data, ch. 4). A closed way keeps in those who would
leave for want or fighting; who takes the ground lets those go whose ground it was, as in September 2023, when about
100,600 of some 120,000 left in a week over a road that had been closed for months. No agent-based model of flight has
been validated on this case (Suleimenova, Bell & Groen 2017, Scientific Reports 7:13377, took three in Africa), and with
one way out and one week, the way decides more than where to go.

`lost` is the share of those present who would leave ground that a foe holds, and is worked out from the balance of
persons: as many as lived on ground still held stay at home, a share `stays` of those on lost ground stays whatever
comes, and who has left already is not counted a second time. So those who are still there a year later are not driven
out anew in every step.

How many stay differs more between wars than anything else here: nearly nobody in the districts around Karabakh in 1993
and in Karabakh in 2023, few of the Serbs of Krajina in 1995, of the Greek Cypriots of the north in 1974 and of the
Georgians of Abkhazia in 1993, about half of Kosovo's Serbs in 1999, more than half in Tigray in 2020 and 2021 (2.1 of
5.7 million left) and in Donbas in 2014 (a third left), nearly all in Crimea in 2014. The range of `stays` spans them
all, with its median at that of the nine, and is sampled: it is judged and no count moves it, so a case that knows which
war it has says so by a row of its own under `parameters`.

Nobody returns, also where their own side takes the ground back, until the record counts anew.
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
from interbellum.system.observations import Observations
from interbellum.system.state import Kind, State
from interbellum.system.strength import foes, listed
from interbellum.system.system import System

UNSEEN = -1.0
FAR = 1e4
"""Stands for an infinite log hazard."""
MOST = 0.9999
"""No more of a community is taken to be on lost ground: one in ten thousand stays hidden."""


@dataclass(frozen=True)
class DisplacementChance:
    """Log of the median hazard (M,) of each of the `people` (M,), and its scatter."""

    log_hazard: jax.Array
    sd: jax.Array
    people: jax.Array

    def draw(self, u: jax.Array) -> Mark:
        """Return how many leave (M,), whole numbers, and no count of those present and away; `u` is (M,)."""
        hazard = jnp.exp(d.normal_draw(self.log_hazard, self.sd, u))
        left = jnp.round(self.people * -jnp.expm1(-hazard))
        nobody = jnp.full_like(left, UNSEEN)
        return {"left": jnp.minimum(left, self.people), "present": nobody, "away": nobody}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-probability that as many left as somebody counted, by community."""
        people = jnp.maximum(self.people, 1.0)
        left = jnp.clip(evidence["left"], 0.0, people)

        def edge(number: jax.Array) -> jax.Array:
            share = jnp.clip(number / people, 1e-9, 1.0 - 1e-7)
            inner = jnp.log(-jnp.log1p(-share))
            return jnp.where(number <= 0.0, -FAR, jnp.where(number >= people, FAR, inner))

        each = d.interval_log_prob(self.log_hazard, self.sd, edge(left - 0.5), edge(left + 0.5))
        return jnp.where((evidence["left"] >= 0.0) & (self.people >= 1.0), each, 0.0)


class Displacement(Mechanism):
    """People who leave, by community."""

    name: ClassVar[str] = "displacement"
    marks: ClassVar[Mapping[str, Kind]] = {
        "left": "communities", "present": "communities", "away": "communities",
    }  # fmt: skip
    shifts: ClassVar[Kind] = "communities"
    luck: ClassVar[tuple[Kind, ...]] = ("communities",)
    writes: ClassVar[tuple[str, ...]] = ("population", "displaced")
    needs: ClassVar[tuple[Kind, ...]] = ("communities",)
    carried: ClassVar[tuple[str, ...]] = ("displacement.lean", "displacement.shut", "displacement.stays")

    def __init__(self, system: System) -> None:
        super().__init__(system)
        units, zones, ways = system.model.units.communities, system.ids["zones"], system.ids["corridors"]
        homes = np.zeros((len(units), len(zones)), np.float32)
        for m, unit in enumerate(units):
            for place, share in zip(unit.lives_in, unit.shares or (1.0,) * len(unit.lives_in), strict=True):
                if place in zones:
                    homes[m, zones.index(place)] = share
        self._homes = homes / np.maximum(homes.sum(axis=1, keepdims=True), 1e-9)
        self._foes = np.array([foes(system, unit.sided_with) for unit in units]).reshape(
            len(units), system.size("actors")
        )
        serves = [[way in unit.supplied_by for way in ways] for unit in units]
        self._serves = np.array(serves, bool).reshape(len(units), len(ways))
        sides = np.array([[actor in unit.sided_with for actor in system.ids["actors"]] for unit in units], bool)
        party = (np.asarray(system.sides.any(axis=1))[None] & sides.reshape(len(units), 1, system.size("actors"))).any(
            axis=-1
        )
        fought = np.zeros_like(party)
        for m, z in np.argwhere(homes > 0):
            fought[m, system.zone_rivalry[z]] = True
        self._fights = np.where(fought.any(axis=1, keepdims=True), fought, party)

    def evidence(self, observed: Observations) -> Evidence:
        """Return who left in each step and who was counted at its end as present or away (T, M), -1 where nobody
        counted."""
        counts = {"left": observed.left, "present": observed.present, "away": observed.away}
        return {name: np.where(np.isnan(value), UNSEEN, value).astype(np.float32) for name, value in counts.items()}

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with nobody counted."""
        return {name: np.full_like(value, UNSEEN) for name, value in evidence.items()}

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return, by community (M,), those present, months of war and of clashes, of want, and the share who
        would leave lost ground.

        Want and fighting count for less where every way out is shut.
        """
        worst = jnp.max(jnp.where(self._fights, state.phase[None, :], 0), axis=1, initial=0)
        here = jnp.where(clock.alive["communities"], jnp.floor(state.population), 0.0)
        months = 12.0 * clock.years
        passable = self._serves & (state.corridor > 0)
        way = jnp.where(passable.any(axis=-1) | ~self._serves.any(axis=-1), 1.0, theta["displacement.shut"]) * months
        foreign = jnp.sum(self._homes * listed(self._foes[:, None, :], state.control[None, :]), axis=-1)
        held = 1.0 - foreign * (1.0 - jnp.clip(theta["displacement.stays"], 0.0, 1.0))
        home = held * (state.population + state.displaced)
        lost = jnp.where(foreign > 0.0, 1.0 - home / jnp.maximum(state.population, 1.0), 0.0)
        return {
            "people": here,
            "war": jnp.where(worst == WAR, way, 0.0),
            "clashes": jnp.where(worst == CLASHES, way, 0.0),
            "want": way * jnp.clip(1.0 - state.stock / theta["displacement.lean"], 0.0, 1.0),
            "lost": jnp.clip(lost, 0.0, MOST),
            "months": jnp.broadcast_to(months, here.shape),
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> DisplacementChance:
        """Return the law of leaving; `shift` (M,) is added to the log of the hazard."""
        hazard = sum(self.explain(covariates, theta).values(), jnp.float32(0.0))
        return DisplacementChance(jnp.log(hazard) + shift, theta["displacement.sd"], covariates["people"])

    def telling(self, covariates: Covariates, evidence: Evidence) -> tuple[Covariates, Evidence]:
        """Return the steps in which somebody counted who left."""
        return only(np.asarray((np.asarray(evidence["left"]) >= 0.0).any(axis=1)), covariates, evidence)

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return those drawn, or counted, to leave, and the counts of those present and away."""
        return {name: jnp.where(evidence[name] >= 0.0, evidence[name], mark[name]) for name in self.marks}

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Move those who leave from the present to the displaced; a new count of either outranks the sum."""
        left = jnp.clip(mark["left"], 0.0, jnp.floor(state.population))
        present, away = mark["present"], mark["away"]
        return replace(
            state,
            population=jnp.where(present >= 0.0, present, state.population - left),
            displaced=jnp.where(away >= 0.0, away, state.displaced + left),
        )

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the parts of the median hazard of leaving in the step, by community."""
        gone = -jnp.expm1(-theta["displacement.lost"] * covariates["months"])
        parts = {name: theta[f"displacement.{name}"] * covariates[name] for name in ("war", "clashes", "want")}
        base = theta["displacement.base"] * covariates["months"]
        return {"base": base, **parts, "lost": -jnp.log1p(-covariates["lost"] * gone)}
