"""Quantities that several mechanisms read off a state: the strength of a side, its shield, what is at stake."""

from __future__ import annotations

from collections.abc import Mapping

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.system.state import NOBODY, Kind, State
from interbellum.system.system import FAR, System

FLOOR = 1e6
"""USD: no side's strength is taken to be lower, so that ratios stay finite."""
PRIOR_KEPT, PRIOR_BROKEN = 1.0, 1.0
"""Pseudo-counts of a patron's record: before any promise is tested its reliability is one half, as in the post-1945
figures of Berkemeier & Fuhrmann 2018 (22 to 50%) and Leeds 2003 (about 75% before 1945) taken together."""


def side_strength(system: System, state: State, alive: jax.Array) -> jax.Array:
    """Return (R, 2): the sum of capability times quality over a side's living members, USD."""
    strength = jnp.where(alive, state.capability * state.quality, 0.0)
    return jnp.maximum(jnp.asarray(system.sides, jnp.float32) @ strength, FLOOR)


def reliability(state: State) -> jax.Array:
    """Return (P,): the share of promises kept, with pseudo-counts."""
    kept = state.kept + PRIOR_KEPT
    return kept / (kept + state.broken + PRIOR_BROKEN)


def shield(system: System, state: State, weight: jax.Array, alive: Mapping[Kind, jax.Array]) -> jax.Array:
    """Return (R, 2): what patrons hold over each side.

    Sum over commitments to the side's members of weight x reliability x the patron's attention x
    log1p(capability in 100 billion USD); patrons that are themselves on a side of the rivalry do not count.
    """
    means = jnp.log1p(state.capability[system.patron] / 1e11)
    worth = weight * reliability(state) * state.attention[system.patron] * means
    worth = jnp.where(alive["commitments"], worth, 0.0)
    clients = system.sides[:, :, system.client]
    party = np.asarray(system.sides.any(axis=1))[:, None, system.patron]
    return jnp.asarray(clients & ~party, jnp.float32) @ worth


def leader(system: System, alive: jax.Array) -> jax.Array:
    """Return (R, 2): the first-named living member of each side, an actor's index; -1 where none lives."""
    living = jnp.asarray(system.sides) & alive
    first = jnp.argmin(jnp.where(living, system.lead, FAR), axis=-1)
    return jnp.where(living.any(axis=-1), first, NOBODY).astype(jnp.int32)


def open_stakes(system: System, state: State, alive: jax.Array) -> jax.Array:
    """Return (B,): salience times the share of an issue's ground that a living claimant claims and does not hold.

    Ground held by an ally of the claimant's side counts as held. An issue without zones is open until the sides sign.
    """
    sides = jnp.asarray(system.sides)[system.issue_rivalry]
    same = jnp.einsum("bsi,bsj->bij", sides.astype(jnp.float32), sides.astype(jnp.float32)) > 0
    holder = jax.nn.one_hot(state.control, system.size("actors"))
    held = jnp.einsum("bij,zj->biz", same.astype(jnp.float32), holder) > 0
    wanting = jnp.asarray(system.claimants) & alive
    unsatisfied = jnp.any(wanting[:, :, None] & ~held, axis=1)
    share = jnp.sum(jnp.asarray(system.issue_zones) * unsatisfied, axis=-1)
    share = jnp.where(jnp.asarray(system.issue_zones.sum(axis=-1) > 0), share, 1.0)
    return jnp.where(state.talks[system.issue_rivalry] == 4, 0.0, state.salience * share)
