"""Small arrays of every step laid side by side: one array a type goes into compiled code, and one cut takes out a step.

A step is told a few hundred small arrays (evidence, choices, who lives). Handed over one by one, they would cost more
than the step itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import Any, Generic, TypeVar

import jax
import jax.numpy as jnp
import numpy as np

T = TypeVar("T")
Place = tuple[int, int, tuple[int, ...]]
"""Which of the columns an array lies in, from which place on, and its shape within a step."""


@dataclass(frozen=True)
class Cut:
    """An array within a column, or within one step of it, cut out where it is read."""

    column: Any
    first: int
    shape: tuple[int, ...]

    def __call__(self) -> Any:
        """Return the array."""
        found = self.column[..., self.first : self.first + prod(self.shape)]
        return found.reshape(*self.column.shape[:-1], *self.shape)


@partial(jax.tree_util.register_dataclass, data_fields=["columns"], meta_fields=["places", "structure"])
@dataclass(frozen=True)
class Table(Generic[T]):
    """A pytree of arrays with a leading axis of steps, side by side in `columns` (T, width), one a type."""

    columns: tuple[Any, ...]
    places: tuple[Place, ...]
    structure: Any

    @classmethod
    def of(cls, tree: T) -> Table[T]:
        """Return the table of a pytree, of NumPy arrays where it has no others."""
        leaves, structure = jax.tree.flatten(tree)
        parts: dict[Any, list[Any]] = {}
        places, numbers = [], {kind: n for n, kind in enumerate(dict.fromkeys(leaf.dtype for leaf in leaves))}
        for leaf in leaves:
            before = parts.setdefault(leaf.dtype, [])
            places.append((numbers[leaf.dtype], sum(part.shape[1] for part in before), tuple(leaf.shape[1:])))
            before.append(leaf.reshape(leaf.shape[0], prod(leaf.shape[1:])))
        return cls(tuple(_joined(part) for part in parts.values()), tuple(places), structure)

    def __len__(self) -> int:
        return int(self.columns[0].shape[0])

    def window(self, first: int, last: int, length: int) -> Table[T]:
        """Return the steps `first` to `last`, exclusive, lengthened to `length` by zeros."""

        def cut(column: np.ndarray) -> np.ndarray:
            part = column[first:last]
            gap = length - len(part)
            return part if gap == 0 else np.concatenate([part, np.zeros((gap, part.shape[1]), part.dtype)])

        return Table(tuple(cut(column) for column in self.columns), self.places, self.structure)

    def whole(self) -> T:
        """Return the pytree, its arrays with a leading axis of steps."""
        leaves = [Cut(self.columns[number], first, shape)() for number, first, shape in self.places]
        tree: T = jax.tree.unflatten(self.structure, leaves)
        return tree

    def row(self, at: jax.Array) -> Any:
        """Return the pytree of one step, a `Cut` in place of each array."""
        columns = [jax.lax.dynamic_index_in_dim(column, at, keepdims=False) for column in self.columns]
        return jax.tree.unflatten(self.structure, [Cut(columns[n], first, shape) for n, first, shape in self.places])


def _joined(parts: Sequence[Any]) -> Any:
    plain = all(isinstance(part, np.ndarray) for part in parts)
    return (np if plain else jnp).concatenate(parts, axis=1)
