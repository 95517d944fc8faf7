"""Quantities that several mechanisms read off a state: the strength of a side, its shield, what is at stake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.system.state import NOBODY, Kind, State
from interbellum.system.system import FAR, System

T = TypeVar("T")
FLOOR = 1e6
"""USD: no side's strength is taken to be lower, so that ratios stay finite."""
UNEQUAL = 100.0
"""No side is taken to be stronger by more. In 61 of 69 wars between states the sides' military spending lay within it
(COW Inter-State War 4 with NMC 7.0, from which the coefficients of the balance come), and a band without a budget is
weaker than a state, but not by as many times as its budget is smaller."""
WORD = 32
"""Members of a list that `packed` puts into one number."""


def packed(table: np.ndarray | jax.Array) -> np.ndarray | jax.Array:
    """Return lists of True and False on the last axis as numbers (..., words), a bit each."""
    xp: Any = np if isinstance(table, np.ndarray) else jnp
    gap = -table.shape[-1] % WORD
    padded = xp.pad(table, [(0, 0)] * (table.ndim - 1) + [(0, gap)])
    words = padded.reshape(*table.shape[:-1], padded.shape[-1] // WORD, WORD).astype(np.uint32)
    packs: np.ndarray | jax.Array = xp.sum(words << np.arange(WORD, dtype=np.uint32), axis=-1, dtype=np.uint32)
    return packs


def listed(table: np.ndarray | jax.Array, index: jax.Array) -> jax.Array:
    """Return `table[..., index]` for lists of True and False on the last axis of `table`, False where `index` is -1.

    The lists are packed into bits, so that batched members look theirs up with a few elementwise operations instead of
    a gather. The other axes of `table` and `index` broadcast.
    """
    words, found = packed(table), jnp.zeros((), bool)
    for word in range(words.shape[-1]):
        place = (index - word * WORD).astype(jnp.uint32)
        found = found | ((place < WORD) & ((words[..., word] >> jnp.minimum(place, WORD - 1)) & 1 == 1))
    return found


def side_strength(system: System, state: State, alive: jax.Array) -> jax.Array:
    """Return (R, 2): the sum of capability times quality over a side's living members, USD, and no less than a
    hundredth of the other side's.

    Both sides are equal where neither capability nor spending is known (both zero) of any member of one of them: what
    nobody counted is no weakness.
    """
    strength = jnp.where(alive, state.capability * state.quality, 0.0)
    told = _sums(system.sides, ((state.capability > 0) | (state.spending > 0)).astype(jnp.float32)) > 0
    known = jnp.all(told, axis=-1, keepdims=True)
    summed = jnp.where(known, jnp.maximum(_sums(system.sides, strength), FLOOR), FLOOR)
    return jnp.maximum(summed, summed[:, ::-1] / UNEQUAL)


def settled(values: T) -> T:
    """Return the values as they are, worked out once: what reads them does not derive them anew.

    What that saves where members are many is told in `interbellum.simulation.batching`.
    """
    same: T = jax.lax.optimization_barrier(values)  # type: ignore[no-untyped-call]
    return same


def _sums(members: np.ndarray, values: jax.Array) -> jax.Array:
    """Return (R, 2): the sums of `values` (units,) over those whom `members` (R, 2, units) names."""
    rivalries, sides, units = members.shape
    table = members.astype(np.float32).reshape(rivalries * sides, units)
    return (jnp.asarray(table) @ values).reshape(rivalries, sides)


def reliability(state: State, theta: Mapping[str, jax.Array]) -> jax.Array:
    """Return (P,): the share of promises kept, with the judged pseudo-counts `commitment.kept` and `.broken`.

    Before any promise is tested it is a range, not a number: 74.5% of alliances were honoured before 1945 (Leeds, Long
    & Mitchell 2000), 22% from 1945 to 2003 (Berkemeier & Fuhrmann 2018).
    """
    if not state.kept.size:  # a case without commitments has no rows of theirs
        return state.kept
    kept = state.kept + theta["commitment.kept"]
    return kept / (kept + state.broken + theta["commitment.broken"])


def word(system: System, state: State, theta: Mapping[str, jax.Array], alive: Mapping[Kind, jax.Array]) -> jax.Array:
    """Return (P,): what a commitment is worth before the patron's means: weight x reliability x attention."""
    worth = theta["commitment.weight"] * reliability(state, theta) * state.attention[system.patron]
    return jnp.where(alive["commitments"], worth, 0.0)


def shield(system: System, state: State, theta: Mapping[str, jax.Array], alive: Mapping[Kind, jax.Array]) -> jax.Array:
    """Return (R, 2): what patrons hold over each side.

    Sum over commitments to the side's members of weight x reliability x the patron's attention x
    log1p(capability in 100 billion USD); patrons that are themselves on a side of the rivalry do not count.
    """
    means = jnp.log1p(state.capability[system.patron] / 1e11)
    worth = settled(word(system, state, theta, alive) * means)
    clients = system.sides[:, :, system.client]
    party = np.asarray(system.sides.any(axis=1))[:, None, system.patron]
    return _sums(clients & ~party, worth)


def leader(system: System, alive: jax.Array) -> jax.Array:
    """Return (R, 2): the first-named living member of each side, an actor's index; -1 where none lives."""
    living = jnp.asarray(system.sides) & alive
    first = jnp.argmin(jnp.where(living, system.lead, FAR), axis=-1)
    return jnp.where(living.any(axis=-1), first, NOBODY).astype(jnp.int32)


def open_stakes(system: System, state: State, alive: jax.Array) -> jax.Array:
    """Return (B,): salience times the share of an issue's ground that a living claimant claims and does not hold.

    Ground held by an ally of the claimant's side counts as held. An issue without zones is open until the sides sign.
    """
    sides = system.sides[system.issue_rivalry]
    same = np.any(sides[:, :, :, None] & sides[:, :, None, :], axis=1)
    wanting = jnp.asarray(system.claimants) & alive
    satisfying = jnp.all(~wanting[:, :, None] | same, axis=1)
    issue, zone = np.nonzero(system.issue_zones)
    unsatisfied = ~listed(satisfying[issue], state.control[zone])
    ground = np.where(np.arange(len(system.issue_zones))[:, None] == issue, system.issue_zones[:, zone], 0.0)
    share = jnp.asarray(ground, jnp.float32) @ unsatisfied.astype(jnp.float32)
    share = jnp.where(jnp.asarray(system.issue_zones.sum(axis=-1) > 0), share, 1.0)
    return jnp.where(state.talks[system.issue_rivalry] == 4, 0.0, state.salience * share)


def foes(system: System, actors: tuple[str, ...]) -> np.ndarray:
    """Return (A,) bool: the actors that stand against one of `actors` in some rivalry, those named left out."""
    member = np.array([actor in actors for actor in system.ids["actors"]])
    against = np.zeros(len(member), bool)
    for first, second in system.sides:
        if (first & member).any():
            against |= second
        if (second & member).any():
            against |= first
    return np.asarray(against & ~member)
