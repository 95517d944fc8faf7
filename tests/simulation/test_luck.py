import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from interbellum.simulation.luck import BLOCK, keys, numbered, seeded, stream, threefry, uniforms

ONES = 0xFFFFFFFF
PI = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
"""Digits of pi: what the generator's authors count and key with."""
SLOTS = numbered([f"0 unit {n}" for n in range(40)])


@pytest.mark.parametrize(
    ("rounds", "counted", "expected"),
    [
        (13, (0, 0, 0, 0), (0x9D1C5EC6, 0x8BD50731)),
        (13, (ONES, ONES, ONES, ONES), (0xFD36D048, 0x2D17272C)),
        (13, PI, (0xBA3E4725, 0xF27D669E)),
        (20, (0, 0, 0, 0), (0x6B200159, 0x99BA4EFE)),
        (20, PI, (0xC4923A9C, 0x483DF7A0)),
    ],
)
def test_words_are_those_that_the_authors_of_the_generator_give(
    rounds: int, counted: tuple[int, int, int, int], expected: tuple[int, int]
) -> None:
    """The known answers of Random123: counter, key and result."""
    x0, x1, k0, k1 = (jnp.uint32(word) for word in counted)
    assert tuple(int(word) for word in threefry(k0, k1, x0, x1, rounds)) == expected


def test_keys_are_folded_as_by_jax_random() -> None:
    own = keys(seeded(7), "escalation", jnp.int32(3), jnp.arange(4))
    folded = jax.random.fold_in(jax.random.fold_in(jax.random.key(7), stream("escalation")), 3)
    expected = np.stack([jax.random.key_data(jax.random.fold_in(folded, t)) for t in range(4)])
    assert np.array_equal(own, expected)


@pytest.mark.parametrize("seed", [0, 1, 7, 2**31 - 1])
def test_a_seed_gives_the_words_of_jax_random(seed: int) -> None:
    assert np.array_equal(seeded(seed), jax.random.key_data(jax.random.key(seed)))


def test_numbers_are_uniform_and_neighbours_are_independent() -> None:
    own = keys(seeded(5), "attention", jnp.int32(0), jnp.arange(8))
    drawn = np.stack([uniforms(key, SLOTS) for key in own])
    assert ((drawn >= 0.0) & (drawn < 1.0)).all()
    assert np.array_equal(drawn * 2**23, np.round(drawn * 2**23))
    assert stats.kstest(drawn.ravel(), "uniform").pvalue > 1e-3
    for axis in range(3):
        ahead, behind = (np.take(drawn, range(*ends), axis=axis).ravel() for ends in ((1, 8), (0, 7)))
        assert abs(np.corrcoef(ahead, behind)[0, 1]) < 4.5 / np.sqrt(ahead.size)


def test_no_mechanism_block_or_step_shares_the_luck_of_another() -> None:
    key = seeded(1)
    drawn = {
        (name, block, step): np.asarray(
            uniforms(keys(key, name, jnp.int32(block), jnp.array([step]))[0], SLOTS[:1])
        ).tobytes()
        for name in ("escalation", "lethality")
        for block in (0, 1)
        for step in (0, 1)
    }
    assert len(set(drawn.values())) == len(drawn)


def test_luck_of_a_step_does_not_depend_on_the_steps_it_is_drawn_with() -> None:
    key, block = seeded(1), jnp.int32(0)
    together = keys(key, "conquest", block, jnp.arange(6))
    alone = keys(key, "conquest", block, jnp.array([4]))
    assert np.array_equal(uniforms(together[4], SLOTS[:2]), uniforms(alone[0], SLOTS[:2]))


def test_a_unit_draws_the_same_whatever_units_stand_beside_it() -> None:
    key = keys(seeded(2), "talks", jnp.int32(1), jnp.arange(1))[0]
    few, many = uniforms(key, numbered(["0 B", "1 B"])), uniforms(key, numbered(["0 A", "0 B", "1 A", "1 B"]))
    assert np.array_equal(few, many[jnp.array([1, 3])])
    assert few.shape == (2, BLOCK)
    assert len(np.unique(np.asarray(many), axis=0)) == 4
