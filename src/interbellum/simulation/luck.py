"""The uniform numbers of a run: counter-based, so that any of them can be had without drawing those before it.

Threefry-2x32 (Salmon, Moraes, Dror & Shaw 2011, SC11, doi 10.1145/2063384.2063405), the generator behind `jax.random`.
Keys are folded as there; numbers take fewer of its rounds, and the rounds are written out, because `jax.random` rolls
them into a loop on a CPU, which takes three times as long.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

BLOCK = 1000
"""Members in a block; fixed, because another size would compile to other arithmetic."""
ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)
ROUNDS, KEY_ROUNDS = 13, 20
"""Rounds for numbers: the fewest that pass every test of BigCrush (the paper's table 2); for keys as `jax.random`."""
PARITY = np.uint32(0x1BD11BDA)


def stream(mechanism: str) -> int:
    """Return the number that a mechanism folds into its keys: a hash of its name, so that others do not move it."""
    return zlib.crc32(mechanism.encode()) & 0x7FFFFFFF


def numbered(slots: Sequence[str]) -> np.ndarray:
    """Return the number (slots,) of each slot: a hash of its name, so that units beside it do not move its luck."""
    return np.array([zlib.crc32(name.encode()) for name in slots], np.uint32)


def seeded(seed: int) -> np.ndarray:
    """Return the two words of a seed's key, those of `jax.random.key`."""
    return np.array([(seed >> 32) & 0xFFFFFFFF, seed & 0xFFFFFFFF], np.uint32)


def keys(words: jax.Array, mechanism: str, block: jax.Array, steps: jax.Array) -> jax.Array:
    """Return a mechanism's key in a block for each of `steps` (T,), two words each (T, 2), from a seed's two words.

    The words of `jax.random.fold_in` by mechanism, block and step.
    """
    zero = jnp.uint32(0)
    own = threefry(words[0], words[1], zero, jnp.uint32(stream(mechanism)), KEY_ROUNDS)
    own = threefry(*own, zero, block.astype(jnp.uint32), KEY_ROUNDS)
    return jnp.stack(threefry(*own, zero, steps.astype(jnp.uint32), KEY_ROUNDS), axis=-1)


def uniforms(key: jax.Array, slots: np.ndarray) -> jax.Array:
    """Return (slots, BLOCK) uniform numbers in [0, 1), multiples of 2**-23, of the key (2,) and the slots' numbers."""
    shape = (len(slots), BLOCK)
    slot, member = jnp.broadcast_to(slots[:, None], shape), lax.broadcasted_iota(jnp.uint32, shape, 1)
    first, second = threefry(key[0], key[1], slot, member, ROUNDS)
    bits = (first ^ second) >> np.uint32(9)
    return lax.bitcast_convert_type(bits | np.uint32(0x3F800000), jnp.float32) - 1.0


def threefry(k0: jax.Array, k1: jax.Array, x0: jax.Array, x1: jax.Array, rounds: int) -> tuple[jax.Array, jax.Array]:
    """Return the two words (uint32) that the key `k0`, `k1` makes of the counter `x0`, `x1`."""
    schedule = (k0, k1, k0 ^ k1 ^ PARITY)
    x0, x1 = x0 + k0, x1 + k1
    for done in range(1, rounds + 1):
        rotation = ROTATIONS[(done - 1) % 8]
        x0 = x0 + x1
        x1 = x0 ^ ((x1 << np.uint32(rotation)) | (x1 >> np.uint32(32 - rotation)))
        if done % 4 == 0:
            i = done // 4
            x0, x1 = x0 + schedule[i % 3], x1 + schedule[(i + 1) % 3] + np.uint32(i)
    return x0, x1
