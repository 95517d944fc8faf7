"""The state of the conflict system at the end of a step, as a pytree of arrays over the units of the case."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, get_args

import jax
import jax.numpy as jnp
import numpy as np

Kind = Literal[
    "actors", "rivalries", "commitments", "corridors", "zones", "communities", "missions", "issues"
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

NOBODY = -1
"""In `initiator`, `war_winner`, `control` and `controller`: no side, no actor."""


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class State:
    """What the model keeps for each unit. Arrays are over one kind of unit; a batch of members adds a last axis.

    The last four fields are constants of a run that members sample within their judged ranges, kept here so that one
    value travels with its member: `spending` starts at its initial level and follows the spending mechanism.
    """

    phase: jax.Array
    """R, 0 lull, 1 tension, 2 clashes, 3 war (rate of the step)."""
    initiator: jax.Array
    """R, the side (0, 1) that attacked in the step, or -1."""
    war_winner: jax.Array
    """R, the side that is winning the current war episode, or -1."""
    time_in_phase: jax.Array
    """R, years."""
    time_since_violence: jax.Array
    """R, years since a step with a death."""
    heat: jax.Array
    """R, decayed sum of log1p(deaths), on the scale of months."""
    relapses: jax.Array
    """R, episodes of violence after a year or more of none."""
    capability: jax.Array
    """A, military capital, USD."""
    quality: jax.Array
    """A, multiplier for arms, drones and training."""
    attention: jax.Array
    """A, share of means not tied down elsewhere, 0..1."""
    kept: jax.Array
    """P, count of promises kept (half of the partial ones)."""
    broken: jax.Array
    """P, count of promises broken (half of the partial ones)."""
    alignment: jax.Array
    """P, closeness of client to patron, 0..1."""
    control: jax.Array
    """Z, index of the actor in control."""
    corridor: jax.Array
    """C, 0 closed, 1 restricted, 2 open."""
    controller: jax.Array
    """C, index of the actor who holds the switch, or -1."""
    stock: jax.Array
    """M, days of supply."""
    population: jax.Array
    """M, persons present."""
    displaced: jax.Array
    """M, persons displaced so far."""
    external: jax.Array
    """M, persons that came to be counted, or no longer, other than by leaving: population + displaced - external stays
    what it was."""
    strength: jax.Array
    """F, troops or monitors present."""
    complement: jax.Array
    """F, the most troops or monitors the mission has had."""
    talks: jax.Array
    """R, 0 none, 1 contact, 2 framework, 3 initialled, 4 signed."""
    stakes: jax.Array
    """B, unsettled share times salience, 0..1."""
    spending: jax.Array
    """A, military spending, USD a year."""
    growth: jax.Array
    """A, log growth of spending at its last change."""
    resource: jax.Array
    """A, share of income from oil and gas, 0..1."""
    salience: jax.Array
    """B, salience of the issue, 0..1."""


FIELDS: dict[str, tuple[Kind, str, float]] = {
    "phase": ("rivalries", "int", 0),
    "initiator": ("rivalries", "int", NOBODY),
    "war_winner": ("rivalries", "int", NOBODY),
    "time_in_phase": ("rivalries", "float", 0.0),
    "time_since_violence": ("rivalries", "float", 10.0),
    "heat": ("rivalries", "float", 0.0),
    "relapses": ("rivalries", "float", 0.0),
    "capability": ("actors", "float", np.nan),
    "quality": ("actors", "float", 1.0),
    "attention": ("actors", "float", 1.0),
    "kept": ("commitments", "float", 0.0),
    "broken": ("commitments", "float", 0.0),
    "alignment": ("commitments", "float", 0.5),
    "control": ("zones", "int", NOBODY),
    "corridor": ("corridors", "int", 2),
    "controller": ("corridors", "int", NOBODY),
    "stock": ("communities", "float", 30.0),
    "population": ("communities", "float", 0.0),
    "displaced": ("communities", "float", 0.0),
    "external": ("communities", "float", 0.0),
    "strength": ("missions", "float", 0.0),
    "complement": ("missions", "float", 0.0),
    "talks": ("rivalries", "int", 0),
    "stakes": ("issues", "float", 0.0),
    "spending": ("actors", "float", np.nan),
    "growth": ("actors", "float", 0.0),
    "resource": ("actors", "float", 0.0),
    "salience": ("issues", "float", 0.5),
}
"""Each field's kind of unit, type, and the value it starts from where neither the record nor an initial row says."""

SHARES = ("attention", "alignment", "stakes", "resource", "salience")
"""Fields that lie within 0..1."""

assert tuple(FIELDS) == tuple(field.name for field in fields(State))


def zeros(sizes: dict[Kind, int]) -> State:
    """Return a state of starting values for the given number of units of each kind."""
    arrays = {
        name: jnp.full(sizes[kind], start, jnp.int32 if type_ == "int" else jnp.float32)
        for name, (kind, type_, start) in FIELDS.items()
    }
    return State(**arrays)
