"""Attention: a power's means are tied down elsewhere by a shock and come free by a release.

Formalises the observation that a patron at war or in a crisis of its own does less for its clients (the strategic
void of 2020 and 2022 in the bundled documents; major-power violations in Leeds 2003, IO 57:801-827). In each step an
actor is hit by a shock with a fixed chance, which takes a Kumaraswamy share of its free means, and, while tied down,
gets a Kumaraswamy share of what is tied down back with another.
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

NOTHING, SHOCK, RELEASE = 0, 1, 2
FREE = 0.999
"""An actor with at least this much attention has nothing to be released."""


@dataclass(frozen=True)
class AttentionChance:
    """Log-odds of a shock, to which `shift` is added, and of a release (A,), who is open to either, and the shapes of
    the share it moves."""

    shock: jax.Array
    shift: jax.Array
    release: jax.Array
    alive: jax.Array
    tied: jax.Array
    shapes: tuple[jax.Array, jax.Array, jax.Array, jax.Array]

    @property
    def logits(self) -> jax.Array:
        """Log-odds of nothing, a shock and a release (A, 3)."""
        shock = jnp.where(self.alive, self.shock + self.shift, d.IMPOSSIBLE)
        release = jnp.where(self.tied, self.release, d.IMPOSSIBLE)
        return jnp.stack([jnp.zeros_like(shock), shock, release], axis=-1)

    def draw(self, u: jax.Array) -> Mark:
        """Return what happens to each actor and the share of means it moves; `u` is (2A,)."""
        n = self.alive.shape[0]
        shock = jnp.where(self.alive, d.odds(self.shock) * d.odds(self.shift), 0.0)
        release = jnp.where(self.tied, d.odds(self.release), 0.0)
        what = d.weighted_draw([jnp.ones_like(shock), shock, release], u[:n])
        a, b, release_a, release_b = self.shapes
        first, second = jnp.where(what == SHOCK, a, release_a), jnp.where(what == SHOCK, b, release_b)
        return {"what": what, "share": d.kumaraswamy_draw(first, second, u[n:])}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return log-probability of what happened plus log-density of the share, by actor."""
        what, share = evidence["what"], evidence["share"]
        a, b, release_a, release_b = self.shapes
        size = jnp.where(
            what == SHOCK,
            d.kumaraswamy_log_prob(a, b, share),
            jnp.where(what == RELEASE, d.kumaraswamy_log_prob(release_a, release_b, share), 0.0),
        )
        chosen = jnp.arange(3) == what[:, None]
        return jnp.where(evidence["seen"], d.categorical_log_prob(self.logits, chosen) + size, 0.0)


class Attention(Mechanism):
    """Shocks and releases of attention, by actor."""

    name: ClassVar[str] = "attention"
    marks: ClassVar[Mapping[str, Kind]] = {"what": "actors", "share": "actors"}
    shifts: ClassVar[Kind] = "actors"
    luck: ClassVar[tuple[Kind, ...]] = ("actors", "actors")
    writes: ClassVar[tuple[str, ...]] = ("attention",)

    def evidence(self, observed: Observations) -> Evidence:
        """Return `what`, `share` and `seen` (T, A): a fall of the judged level is a shock, a rise a release."""
        level = observed.attention
        start = observed.start["attention"]
        start = np.where(np.isnan(start), level[0], start) if len(level) else start
        before = np.vstack([start[None], level])[: len(level)]
        before = np.where(np.isnan(before), 1.0, before)
        seen = ~np.isnan(level)
        fall, rise = seen & (level < before - 1e-6), seen & (level > before + 1e-6)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(fall, 1 - level / before, np.where(rise, (level - before) / (1 - before), 0.5))
        what = np.where(fall, SHOCK, np.where(rise, RELEASE, NOTHING))
        return {
            "what": np.asarray(what, np.int32),
            "share": np.asarray(np.nan_to_num(share, nan=0.5), np.float32),
            "seen": np.asarray(seen),
        }

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with no actor seen."""
        return {**evidence, "seen": np.zeros_like(evidence["seen"])}

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return who lives, who is tied down (A), and the log of the step's length in months."""
        alive = clock.alive["actors"]
        return {
            "alive": alive,
            "tied": alive & (state.attention < FREE),
            "months": jnp.broadcast_to(jnp.log(12.0 * clock.years), alive.shape),
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> AttentionChance:
        """Return the chance of a shock (log-odds shifted) and, for the tied down, of a release."""
        months = covariates["months"]
        shock, release = theta["attention.shock"] + months, theta["attention.release"] + months
        names = ("shock_a", "shock_b", "release_a", "release_b")
        a, b, release_a, release_b = (theta[f"attention.{name}"] for name in names)
        return AttentionChance(
            shock, shift, release, covariates["alive"], covariates["tied"], (a, b, release_a, release_b)
        )

    def telling(self, covariates: Covariates, evidence: Evidence) -> tuple[Covariates, Evidence]:
        """Return the actors of whom the record speaks at all."""
        actors = np.asarray(evidence["seen"]).any(axis=0)
        some = {name: np.asarray(value)[:, :, actors] for name, value in covariates.items()}
        return some, {name: np.asarray(value)[:, actors] for name, value in evidence.items()}

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn mark, or the recorded one for the actors of whom the record speaks."""
        return {name: jnp.where(evidence["seen"], evidence[name], mark[name]) for name in self.marks}

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Take the share from the free means, or give the share of the tied ones back."""
        what, share, level = mark["what"], mark["share"], state.attention
        after = jnp.where(what == SHOCK, level * (1 - share), level)
        after = jnp.where(what == RELEASE, level + (1 - level) * share, after)
        return replace(state, attention=jnp.clip(after, 0.0, 1.0))

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the log-odds of a shock and of a release, by actor."""
        logits = self.law(covariates, theta, jnp.zeros_like(covariates["months"])).logits
        return {"shock": logits[:, SHOCK], "release": logits[:, RELEASE]}
