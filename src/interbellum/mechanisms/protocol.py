"""What a mechanism is: two pure functions over the state, and the rows of its parameters.

`chance(state, clock, theta, shift)` gives the distribution of what may happen in a step; `effect(state, mark, clock,
theta)` what it does to the system. Both are written for one member, with arrays over units; the simulation batches
them over members. A mark is a pytree; its evidence is what the record shows of it, silent where the record is silent.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import jax
import numpy as np

from interbellum.case.model import Parameter
from interbellum.mechanisms.parameters import shipped
from interbellum.system.observations import Observations
from interbellum.system.state import Kind, State
from interbellum.system.system import System

Leaf = Any
"""An array: NumPy outside of compiled code, JAX within it."""
Theta = Mapping[str, Leaf]
"""Parameters by name, each a scalar; judged inputs that are no state (`commitment.weight`) are arrays over units."""
Mark = Mapping[str, Leaf]
"""What happens in a step, by name of the mark; each an array over one kind of unit."""
Evidence = Mapping[str, Leaf]
"""What the record shows of a mark, as arrays over units; the mechanism says what they mean."""


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Clock:
    """Where a step lies in time. `alive` is, by kind of unit, which units live in the step; `terms` which of the
    declared terms are on the table; `told_apart` of which rivalries a lull and tension are told apart in it."""

    index: Leaf
    """Number of the step from the model's start."""
    years: Leaf
    """Length of the step in years."""
    season: Leaf
    """Angle of the step's middle in the year, radians, 0 at 1 January."""
    year_end: Leaf
    """True in the last step of a calendar year."""
    alive: Mapping[Kind, Leaf]
    terms: Leaf
    told_apart: Leaf


class Chance(Protocol):
    """A distribution over a mark."""

    def draw(self, u: jax.Array) -> Mark:
        """Return the mark at the uniforms `u` (slots,), by closed-form inverse distribution functions."""
        ...

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-probability of the evidence by unit, zero where the record is silent."""
        ...


Covariates = Mapping[str, Leaf]
"""What a mechanism reads off the state for its chance, by name; each an array over units (and sides)."""


class Mechanism(ABC):
    """A mechanism bound to the units of a case. Implementations take the `System` as their only argument.

    `chance` is made of two parts, so that a fit can read the covariates off the replay once and for all: `covariates`
    depends on the state and on judged parameters only, `law` on the covariates and the parameters that are fitted.
    """

    name: ClassVar[str]
    marks: ClassVar[Mapping[str, Kind]]
    """The names of its marks, each with the kind of unit it is over; what `draw` may set."""
    shifts: ClassVar[Kind]
    """The kind of unit over which its log-odds may be shifted."""
    writes: ClassVar[tuple[str, ...]]
    """The state fields its effect may change; what a `clamp` is applied after."""
    replays: ClassVar[tuple[str, ...] | None] = None
    """The state fields whose record comes as its evidence; all that it writes, where this is left out."""
    needs: ClassVar[tuple[Kind, ...]] = ()
    """The kinds of unit without which a case cannot choose it."""
    carried: ClassVar[tuple[str, ...]] = ()
    """Its parameters that bear on states; they are judged, with a range, and not fitted."""
    luck: ClassVar[tuple[Kind, ...]] = ()
    """The kinds of unit of which each has a uniform number of its own a step; a kind twice where a unit needs two."""

    def __init__(self, system: System) -> None:
        """Bind it to the units of a case."""
        self.system = system

    @classmethod
    def slots(cls, system: System) -> tuple[str, ...]:
        """Return the names of the uniform numbers that it needs a step and member, in the order that `draw` expects."""
        return tuple(f"{place} {unit}" for place, kind in enumerate(cls.luck) for unit in system.ids[kind])

    def parameters(self) -> tuple[Parameter, ...]:
        """Return its parameter rows as shipped; a case may override them by name."""
        return shipped(self.name)

    @abstractmethod
    def evidence(self, observed: Observations) -> Evidence:
        """Return what the record shows of its mark, each array with a leading axis of steps."""

    @abstractmethod
    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with nothing seen in them."""

    @abstractmethod
    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return what its chance depends on besides fitted parameters; `theta` holds at least the judged ones."""

    @abstractmethod
    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> Chance:
        """Return the distribution of its mark, its log-odds shifted by `shift` (units of `shifts`)."""

    def chance(self, state: State, clock: Clock, theta: Theta, shift: jax.Array) -> Chance:
        """Return the distribution of its mark in a step that begins in this state."""
        return self.law(self.covariates(state, clock, theta), theta, shift)

    def telling(self, covariates: Covariates, evidence: Evidence) -> tuple[Covariates, Evidence]:
        """Return the steps (and units) that bear on fitted parameters; here, those that are not wholly silent.

        `covariates` are (samples, T, ...), `evidence` (T, ...).
        """
        silent = self.silence(evidence)
        differs = [np.asarray(value != silent[name]) for name, value in evidence.items()]
        return only(np.any([d.reshape(len(d), -1).any(axis=1) for d in differs], axis=0), covariates, evidence)

    @abstractmethod
    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the drawn mark with everything replaced that the evidence shows."""

    @abstractmethod
    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Return the state after the mark."""

    @abstractmethod
    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the named additive contributions behind its log-odds (or mean), each an array over units."""


def only(keep: np.ndarray, covariates: Covariates, evidence: Evidence) -> tuple[Covariates, Evidence]:
    """Return the steps where `keep` (T,) is True."""
    return (
        {name: np.asarray(value)[:, keep] for name, value in covariates.items()},
        {name: np.asarray(value)[keep] for name, value in evidence.items()},
    )
