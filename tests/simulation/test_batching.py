import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.scipy.special import ndtri

from interbellum.simulation.batching import over_members
from interbellum.simulation.programs import flattened

MEMBERS = 7
LIVE = jnp.array(True)
UNITS = jnp.linspace(0.1, 0.9, 5)
ROWS = np.array([4, 0, 0, 2])
WEIGHTS = jnp.arange(15.0).reshape(3, 5)
settled = jax.lax.optimization_barrier


def members(seed: int, *shape: int) -> jax.Array:
    return jax.random.uniform(jax.random.key(seed), (*shape, MEMBERS))


FUNCTIONS = {
    "arithmetic with constants": lambda x, s: jnp.where(x > UNITS, x * s, UNITS) + 2.0 * s,
    "sums and greatest": lambda x, s: jnp.sum(x) - jnp.max(x[:, None] * UNITS, axis=0) + s,
    "matrix product": lambda x, s: WEIGHTS @ (x + s),
    "constant rows": lambda x, s: x[ROWS] * s,
    "rows a member picks": lambda x, s: UNITS[jnp.floor(5 * x).astype(jnp.int32)] + s,
    "own row a member picks": lambda x, s: x[jnp.floor(5 * s).astype(jnp.int32)],
    "stack, reverse, reshape": lambda x, s: jnp.stack([x, x[::-1] * s], axis=-1)[:, ::-1].reshape(-1).T,
    "join and cut": lambda x, s: jnp.concatenate([x, UNITS, s[None]])[1:-1],
    "softmax and running sum": lambda x, s: jnp.cumsum(jax.nn.softmax(x * s)),
    "polynomials": lambda x, s: ndtri(x) + s,
    "a loop": lambda x, s: jax.lax.fori_loop(0, 3, lambda i, y: y * s + i, x),
    "a choice for all": lambda x, s: jax.lax.cond(jnp.sum(UNITS) > 1, lambda: x * s, lambda: x),
    "a choice for each": lambda x, s: jax.lax.cond(s > 0.5, lambda: x * s, lambda: x),
    "transposition": lambda x, s: (x[:, None] * UNITS[None, :3] * s).T,
    "add up by owner": lambda x, s: jnp.zeros(6).at[ROWS].add(x[:4] * s),
    "nothing of the members": lambda x, s: UNITS * 2,
    "greatest, least, product over two axes": lambda x, s: jnp.stack(
        [f(x[:, None] * UNITS[None, :3] * s) for f in (jnp.max, jnp.min, jnp.prod)]
    ),
    "any and all": lambda x, s: jnp.stack([jnp.any(x > s), jnp.all(x > 0.5 * s)]),
    "pieces": lambda x, s: settled(settled(x * s) + UNITS) * jnp.sum(settled(UNITS * 3)) + x,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_members_last_gives_what_vmap_gives(name: str) -> None:
    function, x, s = FUNCTIONS[name], members(1, 5), members(2)
    expected = jax.vmap(function, in_axes=(-1, -1), out_axes=-1)(x, s)
    found = jax.jit(over_members(function, (True, True)))(LIVE, x, s)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=2e-6, atol=1e-6)


def test_arguments_without_members_are_shared_and_pytrees_pass() -> None:
    def function(state: dict[str, jax.Array], table: tuple[jax.Array, jax.Array]) -> dict[str, jax.Array]:
        return {"sum": state["x"] @ table[0], "x": state["x"] + table[1], "table": table[1]}

    state, table = {"x": members(1, 5)}, (UNITS, jnp.ones(5, jnp.int32))
    expected = jax.vmap(function, in_axes=(-1, None), out_axes=-1)(state, table)
    found = over_members(function, (True, False))(LIVE, state, table)
    assert jax.tree.structure(found) == jax.tree.structure(expected)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-6), found, expected)


def test_where_it_is_not_live_all_is_zero() -> None:
    found = jax.jit(over_members(FUNCTIONS["pieces"], (True, True)))(jnp.array(False), members(1, 5), members(2))
    np.testing.assert_array_equal(found, np.zeros((5, MEMBERS)))


def test_a_program_is_cut_at_its_barriers_and_hands_on_what_is_read_later() -> None:
    def function(x: jax.Array) -> jax.Array:
        unread = jnp.exp(x)
        del unread
        doubled = settled(jax.jit(lambda y: 2 * y)(x))
        return settled(doubled + 1) * doubled

    program = flattened(jax.make_jaxpr(function)(jnp.ones(3)))
    pieces = [[step.equation.primitive.name for step in piece.steps] for piece in program.pieces()]
    assert pieces == [["mul"], ["add"], ["mul"]]
    assert [len(piece.kept) for piece in program.pieces()] == [1, 1, 1]
