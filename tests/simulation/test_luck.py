import jax
import jax.numpy as jnp
import numpy as np

from interbellum.simulation.luck import BLOCK, keys, stream, uniforms


def test_uniforms_are_the_bits_of_jax_random() -> None:
    own = keys(jax.random.key(7), "escalation", jnp.int32(3), jnp.arange(4))
    folded = jax.random.fold_in(jax.random.fold_in(jax.random.key(7), stream("escalation")), 3)
    expected = np.stack([jax.random.uniform(jax.random.fold_in(folded, t), (5, BLOCK)) for t in range(4)])
    assert np.array_equal(uniforms(own, 5), expected)


def test_no_mechanism_block_or_step_shares_the_luck_of_another() -> None:
    key = jax.random.key(1)
    drawn = {
        (name, block, step): np.asarray(uniforms(keys(key, name, jnp.int32(block), jnp.array([step])), 1)).tobytes()
        for name in ("escalation", "lethality")
        for block in (0, 1)
        for step in (0, 1)
    }
    assert len(set(drawn.values())) == len(drawn)


def test_luck_of_a_step_does_not_depend_on_the_steps_it_is_drawn_with() -> None:
    key, block = jax.random.key(1), jnp.int32(0)
    together = uniforms(keys(key, "conquest", block, jnp.arange(6)), 2)
    alone = uniforms(keys(key, "conquest", block, jnp.array([4])), 2)
    assert np.array_equal(together[4], alone[0])
