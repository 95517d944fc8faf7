from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.scipy.special import ndtri

from interbellum.simulation.batching import ELEMENTWISE, over_members, over_steps
from interbellum.simulation.programs import OF_BOTH, OF_MEMBER, OF_STEP, Program, flattened
from interbellum.simulation.tables import Cut, Table

MEMBERS = 7
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
    found = jax.jit(partial(over_members, function))(x, s)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=2e-6, atol=1e-6)


def test_pytrees_pass_and_what_has_no_members_is_shared() -> None:
    def function(state: dict[str, jax.Array], table: tuple[jax.Array, jax.Array]) -> dict[str, jax.Array]:
        return {"sum": state["x"] @ table[0], "x": state["x"] + table[1], "table": table[1]}

    state, table = {"x": members(1, 5)}, (UNITS, jnp.ones(5, jnp.int32))
    expected = jax.vmap(function, in_axes=(-1, None), out_axes=-1)(state, table)
    found = over_members(lambda own: function(own, table), state)
    assert jax.tree.structure(found) == jax.tree.structure(expected)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-6), found, expected)


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


class Given(NamedTuple):
    """What a step is told."""

    weight: jax.Array
    which: jax.Array


MATRIX = np.array([[0, 0, 2, 0, 0], [1, 0, 0, -1, 0], [0, 0, 0, 0, 0]], np.float32)
STEPS = 6


def told() -> Given:
    rng = np.random.default_rng(0)
    return Given(rng.uniform(size=(STEPS, 3)).astype(np.float32), rng.integers(0, 2, (STEPS, 5)).astype(bool))


def one_step(state: jax.Array, luck: jax.Array, theta: dict[str, jax.Array], now: Given) -> tuple[jax.Array, Any]:
    """A step with terms of each kind: of coefficients alone, of the step alone, of both, of constants."""
    pull = jnp.exp(jnp.broadcast_to(theta["a"], (5,)) + 0.1) * theta["b"]
    seen = settled(jnp.where(now.which, jnp.cumsum(now.weight)[-1], pull) + state)
    after = settled(state * 0.5 + luck * seen / (1.0 + seen**2))
    return after, {"sum": settled(jnp.asarray(MATRIX) @ after) + now.weight, "same": jnp.full(2, 3.0), "b": theta["b"]}


def by_hand(state: jax.Array, theta: dict[str, jax.Array], count: int) -> tuple[jax.Array, list[Any]]:
    emitted = []
    for t in range(count):
        now = jax.tree.map(lambda leaf, t=t: jnp.asarray(leaf[t]), told())
        each = jax.vmap(lambda s, u, th, now=now: one_step(s, u, th, now), in_axes=-1, out_axes=-1)
        state, out = each(state, members(t, 5), theta)
        emitted.append(out)
    return state, emitted


@pytest.mark.parametrize("count", [0, 1, 4, STEPS])
def test_steps_one_after_another_are_what_each_gives_alone(count: int) -> None:
    start, theta = members(90, 5), {"a": members(91), "b": members(92, 5)}

    def drawn(key: jax.Array) -> jax.Array:
        return jax.random.uniform(jax.random.key(key), (5, MEMBERS))

    @jax.jit
    def run(start: jax.Array, theta: dict[str, jax.Array], rows: Given, count: jax.Array) -> Any:
        return over_steps(one_step, start, drawn, theta, rows, jnp.arange(STEPS), count, 2)

    last, emitted = run(start, theta, told(), jnp.int32(count))
    expected, each = by_hand(start, theta, count)
    np.testing.assert_allclose(last, expected, rtol=1e-5)
    for name, value in emitted.items():
        assert len(value) == STEPS
        for t, row in enumerate(value):
            np.testing.assert_allclose(row, each[t][name][..., ::2] if t < count else 0.0, rtol=1e-5, atol=1e-6)


def test_what_depends_on_coefficients_or_on_the_step_alone_is_worked_out_before_the_steps() -> None:
    """Only what a member's own state needs is left for each step."""
    one = [jnp.ones(5), jnp.ones(5), {"a": jnp.float32(1), "b": jnp.ones(5)}, jax.tree.map(lambda x: x[0], told())]
    program = flattened(jax.make_jaxpr(one_step)(*one)).narrowed(ELEMENTWISE)
    kinds = [OF_BOTH, OF_BOTH, OF_MEMBER, OF_MEMBER, OF_STEP, OF_STEP]
    alone, timed, rest = program.parted(kinds)

    def names(program: Program) -> list[str]:
        return [step.equation.primitive.name for step in program.steps]

    assert "exp" in names(alone)
    assert "cumsum" in names(timed)
    assert not {"exp", "cumsum"} & set(names(rest))
    (power,) = (step for step in alone.steps if step.equation.primitive.name == "exp")
    assert power.equation.outvars[0].aval.shape == ()
    made = {name for piece in rest.pieces() for name in piece.kept}
    assert not made & (rest.repeated - set(rest.outputs))


def test_a_table_gives_back_every_array_and_lengthens_by_zeros() -> None:
    table = Table.of({"a": told(), "b": np.arange(STEPS)})
    back = table.whole()
    assert np.array_equal(back["a"].weight, told().weight)
    assert np.array_equal(back["a"].which, told().which)
    cut = table.window(2, 5, 4).whole()
    assert cut["b"].tolist() == [2, 3, 4, 0]
    row = jax.tree.map(Cut.__call__, table.row(jnp.int32(3)), is_leaf=lambda leaf: isinstance(leaf, Cut))
    assert np.array_equal(row["a"].weight, told().weight[3])
