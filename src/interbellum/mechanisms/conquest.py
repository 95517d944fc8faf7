"""Conquest: which side wins a war episode, and which zones move by force.

The contest is Tullock's: `p = a^m / (a^m + b^m)` with the strengths of the sides and m near 0.41 (77 interstate wars
since 1816; Jia, Skaperdas & Vaidya 2013, IJIO 31:211-222 review the family). One winner is drawn when a war-rate
episode begins and stays until it ends. In each step of war the winner, in each step of clashes the attacker, takes
zones of the other side that lie on its frontier; a zone k zones behind the frontier falls with the k-th power of their
chance. A side that neither holds nor borders ground of its rivalry fights inside it: every zone lies on its frontier.
Ground that changes hands by agreement does not move here.

The same contest says how fast ground falls. Its outcome is read as the chance to win or as the share of the prize
(Hirshleifer 1989, Public Choice 63:101-112; Jia, Skaperdas & Vaidya 2013), and the hazard at which a front gives way is
such a prize: of twice the even hazard each side has its share p, so that a side takes a frontier zone with
`1 - (1 - take)^(2p)` in a month. `take` is the chance between sides of even strength; a side that is stronger by
far has at most twice the hazard, a hopeless one hardly any, and what one gains in speed the other loses. That
the weaker side may win a war, as more than a third of the weaker did since 1816, stays as it was; that it would then
overrun the stronger as fast as an equal is not in that record.
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
from interbellum.system.state import NOBODY, Kind, State
from interbellum.system.strength import leader, listed, open_stakes, packed, settled, side_strength
from interbellum.system.system import System

DEPTH = 3
"""Zones further behind the frontier than this do not fall in one step."""


def _powers(each: jax.Array, depth: jax.Array) -> jax.Array:
    """Return `each` to the power of `depth` (up to DEPTH), 0 where the depth is 0."""
    power = jnp.where(depth > 0, each, 0.0)
    for k in range(2, DEPTH + 1):
        power = jnp.where(depth >= k, power * each, power)
    return power


def _any_of(zones: np.ndarray, held: jax.Array) -> jax.Array:
    """Return (Z, 2): whether a side holds any of the zones that `zones` (Z, Z) lists for each."""
    return jnp.any((packed(zones)[:, None] & settled(packed(held.T))) > 0, axis=-1)


def _owners(values: jax.Array, owner: jax.Array) -> jax.Array:
    """Return `values[owner]` (Z,), chosen among the few rivalries: a gather would go member by member."""
    found = jnp.broadcast_to(values[0], owner.shape)
    for rivalry in range(1, values.shape[0]):
        found = jnp.where(owner == rivalry, values[rivalry], found)
    return found


@dataclass(frozen=True)
class ConquestChance:
    """Log-odds that the first side wins (R,), the chance (R, 2) that a zone on a side's frontier falls to it, and how
    many zones each lies behind either side's frontier (Z, 2), 0 where it cannot fall to that side."""

    first: jax.Array
    winner: jax.Array
    phase: jax.Array
    initiator: jax.Array
    each: jax.Array
    depth: jax.Array
    leads: jax.Array
    rivalry: jax.Array

    def taker(self, winner: jax.Array) -> jax.Array:
        """Return the side (Z,) that may take ground in the step, -1 for none."""
        side = jnp.where(self.phase == WAR, winner, jnp.where(self.phase == CLASHES, self.initiator, NOBODY))
        return _owners(side, self.rivalry)

    @property
    def fall(self) -> jax.Array:
        """Each zone's chance of falling to either side (Z, 2)."""
        return _powers(jnp.stack([_owners(self.each[:, side], self.rivalry) for side in (0, 1)], -1), self.depth)

    def _fall_to(self, taker: jax.Array) -> jax.Array:
        first, second = (_owners(self.each[:, side], self.rivalry) for side in (0, 1))
        either = jnp.where(taker == 0, self.depth[:, 0], self.depth[:, 1])
        return _powers(jnp.where(taker == 0, first, second), jnp.where(taker == NOBODY, 0, either))

    def draw(self, u: jax.Array) -> Mark:
        """Return the winner (R,) and the actor that takes each zone (Z,), -1 for none; `u` is (R + Z,)."""
        n = self.first.shape[0]
        side = jnp.where(u[:n] < jax.nn.sigmoid(self.first), 0, 1)
        winner = jnp.where(self.phase == WAR, jnp.where(self.winner == NOBODY, side, self.winner), NOBODY)
        taker = self.taker(winner)
        first, second = (_owners(self.leads[:, side], self.rivalry) for side in (0, 1))
        chief = jnp.where(taker == 0, first, second)
        return {
            "winner": winner.astype(jnp.int32),
            "taken": jnp.where(u[n:] < self._fall_to(taker), chief, NOBODY).astype(jnp.int32),
        }

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return, by rivalry, the log-probability of the winner (once an episode) and of each zone's fate.

        In the first step of an episode in which no side gained ground either may be its winner, and both count by their
        chance: that all zones stayed as they were tells of `conquest.take` there as well.
        """
        shown, opening = evidence["winner"], (self.phase == WAR) & (self.winner == NOBODY)
        won = jnp.where(opening & (shown != NOBODY), d.bernoulli_log_prob(self.first, shown == 0), 0.0)
        known = self._fates(jnp.where(shown == NOBODY, self.winner, shown), evidence)
        either = [
            d.bernoulli_log_prob(self.first, jnp.full_like(shown, side) == 0)
            + self._fates(jnp.full_like(shown, side), evidence)
            for side in (0, 1)
        ]
        followed = jnp.zeros_like(self.first).at[self.rivalry].add(evidence["seen"]) > 0
        return won + jnp.where(opening & (shown == NOBODY) & followed, jnp.logaddexp(*either), known)

    def _fates(self, winner: jax.Array, evidence: Evidence) -> jax.Array:
        """Return the log-probability (R,) of what became of the zones where these are the winners of wars."""
        taker = self.taker(winner)
        p = jnp.clip(self._fall_to(taker), d.LEAST, 1.0)
        fate = jnp.where(evidence["taken"] != NOBODY, jnp.log(p), jnp.log1p(-jnp.minimum(p, 1 - d.TINY)))
        fate = jnp.where((taker != NOBODY) & evidence["seen"] & (p > d.LEAST), fate, 0.0)
        return jnp.zeros_like(self.first).at[self.rivalry].add(fate)


class Conquest(Mechanism):
    """Winner by war episode, control by zone."""

    name: ClassVar[str] = "conquest"
    marks: ClassVar[Mapping[str, Kind]] = {"winner": "rivalries", "taken": "zones"}
    shifts: ClassVar[Kind] = "rivalries"
    luck: ClassVar[tuple[Kind, ...]] = ("rivalries", "zones")
    writes: ClassVar[tuple[str, ...]] = ("war_winner", "control", "stakes")
    needs: ClassVar[tuple[Kind, ...]] = ("zones",)

    def __init__(self, system: System) -> None:
        super().__init__(system)
        self._sides = system.sides[system.zone_rivalry]
        self._own_ground = np.any(system.hinterland[:, None, :] & self._sides, axis=-1)
        self._same_war = system.zone_rivalry[:, None] == system.zone_rivalry[None, :]
        self._touch = system.neighbours & self._same_war
        self._bordered = np.any(self._same_war[:, :, None] & self._own_ground, axis=1)

    def evidence(self, observed: Observations) -> Evidence:
        """Return `winner` and `leading` (T, R), `taken` (T, Z) and `seen` (T, Z): zones whose control is followed.

        `winner` is the war episode's as far as the record goes, for scoring; `leading` the side ahead by the step, for
        states, which must not know how their war went on.
        """
        return {
            "winner": np.asarray(observed.winner, np.int32),
            "leading": np.asarray(observed.leading, np.int32),
            "taken": np.asarray(observed.taken, np.int32),
            "seen": np.asarray(observed.control != NOBODY),
        }

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with no winner and no zone followed."""
        return {
            "winner": np.full_like(evidence["winner"], NOBODY),
            "leading": np.full_like(evidence["leading"], NOBODY),
            "taken": np.full_like(evidence["taken"], NOBODY),
            "seen": np.zeros_like(evidence["seen"]),
        }

    def _depth(self, held: jax.Array) -> jax.Array:
        """Return (Z, 2): how many zones behind each side's frontier a zone lies, 1 for the first; large if far.

        Every zone of a rivalry is 1 for a side that neither holds one nor borders one.
        """
        reached = held
        depth = jnp.where(held, 0, DEPTH + 1)
        for k in range(1, DEPTH + 1):
            near = _any_of(self._touch, reached)
            new = (near | self._own_ground) if k == 1 else near
            depth = jnp.where(new & (depth > k), k, depth)
            reached = reached | new
        return jnp.where(self._bordered | _any_of(self._same_war, held), depth, 1)

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return the log balance of the sides, the episode so far (R,), and each zone's depth behind each front (Z,
        2)."""
        strength = jnp.log(side_strength(self.system, state, clock.alive["actors"]))
        held = listed(self._sides, state.control[:, None])
        depth = self._depth(held)
        near = (depth >= 1) & (depth <= DEPTH) & clock.alive["zones"][:, None]
        return {
            "balance": strength[:, 0] - strength[:, 1],
            "winner": state.war_winner,
            "phase": state.phase,
            "initiator": state.initiator,
            "depth": jnp.where(near, depth, 0),
            "leads": leader(self.system, clock.alive["actors"]),
            "months": jnp.broadcast_to(12.0 * clock.years, state.phase.shape),
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> ConquestChance:
        """Return the contest's law and the zones' chances; `shift` (R,) is added to the first side's log-odds."""
        rivalry = jnp.asarray(self.system.zone_rivalry)
        first = theta["conquest.exponent"] * covariates["balance"] + shift
        take = jnp.where(covariates["phase"] == WAR, theta["conquest.take.war"], theta["conquest.take.clashes"])
        hazard = -jnp.log1p(-jnp.minimum(take, 1.0 - d.TINY)) * covariates["months"]
        share = jax.nn.sigmoid(jnp.stack([first, -first], axis=-1))
        return ConquestChance(
            first=first,
            winner=covariates["winner"],
            phase=covariates["phase"],
            initiator=covariates["initiator"],
            each=-jnp.expm1(-2.0 * share * hazard[:, None]),
            depth=jnp.where(covariates["leads"][rivalry] != NOBODY, covariates["depth"], 0),
            leads=covariates["leads"],
            rivalry=rivalry,
        )

    def telling(self, covariates: Covariates, evidence: Evidence) -> tuple[Covariates, Evidence]:
        """Return the steps of violence in some rivalry."""
        return only(np.asarray((covariates["phase"] >= CLASHES).any(axis=(0, 2))), covariates, evidence)

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn marks with the side that is ahead and, for followed zones, the recorded changes."""
        shown = (evidence["leading"] != NOBODY) & (mark["winner"] != NOBODY)
        winner = jnp.where(shown, evidence["leading"], mark["winner"])
        return {"winner": winner, "taken": jnp.where(evidence["seen"], evidence["taken"], mark["taken"])}

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Set the winner, move the zones and count again what is at stake."""
        control = settled(jnp.where(mark["taken"] != NOBODY, mark["taken"], state.control))
        moved = replace(state, war_winner=mark["winner"], control=control)
        return replace(moved, stakes=open_stakes(self.system, moved, clock.alive["actors"]))

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the log-odds that the first side would win a war that began now, by rivalry."""
        return {"balance": theta["conquest.exponent"] * covariates["balance"]}
