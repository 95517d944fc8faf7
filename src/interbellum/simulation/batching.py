"""One member's step made a block's step, with members on the last axis of every array.

`jax.vmap` moves the members to the first axis wherever an operation mixes batched and single arrays, so that a step
over a few units a kind ends up as short rows, transposed back and forth. Here members stay last throughout: every
elementwise operation runs along them, which compiles to full vectors on a CPU and full warps on a GPU. What has no rule
of its own here goes through the rule of `vmap` and is moved back.

XLA fuses across a whole step and works out anew, in every loop that reads it, what it takes to be cheap: the phases
drawn by one mechanism would be drawn again in most of those after it. It also drops `optimization_barrier` before it
fuses on a CPU. So the program is cut at its barriers here, and each piece runs inside a choice, across which nothing is
fused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from typing import Any, TypeVar

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.extend.core import Literal

from interbellum.simulation.programs import (
    BARRIER,
    INLINED,
    OF_BOTH,
    OF_MEMBER,
    OF_STEP,
    Atom,
    Piece,
    Program,
    flattened,
)  # fmt: skip
from interbellum.simulation.tables import Cut, Table

T = TypeVar("T")

ELEMENTWISE = frozenset(
    {
        "abs", "add", "add_any", "and", "atan2", "cbrt", "ceil", "clamp", "convert_element_type", "copy", "cos",
        "cosh", "div", "eq", "erf", "erf_inv", "erfc", "exp", "exp2", "expm1", "floor", "ge", "gt", "imag",
        "integer_pow", "is_finite", "le", "lgamma", "log", "log1p", "logistic", "lt", "max", "min", "mul", "ne",
        "neg", "nextafter", "not", "or", "pow", "real", "rem", "round", "rsqrt", "select_n", "shift_left",
        "shift_right_arithmetic", "shift_right_logical", "sign", "sin", "sinh", "sqrt", "square", "stop_gradient",
        "sub", "tan", "tanh", "xor",
    }
)  # fmt: skip
"""Primitives that act on each element by itself."""
FOLDED: dict[str, Callable[[Any, Any], Any]] = {
    "reduce_and": lax.bitwise_and, "reduce_max": lax.max, "reduce_min": lax.min, "reduce_or": lax.bitwise_or,
    "reduce_prod": lax.mul, "reduce_sum": lax.add,
}  # fmt: skip
"""Primitives that reduce axes of units, by what they do to two elements."""

Value = tuple[Any, bool]
"""An array and whether it has members on its last axis."""


def over_members(function: Callable[..., Any], *args: Any) -> Any:
    """Return what `function`, written for one member, gives for members on the last axis of every array in `args`.

    Rules of their own that functions have for slopes are lost: let `function` return the slopes that are wanted.
    """
    program, shapes = _traced(function, args, (True,) * len(args))
    known: dict[int, Value] = {
        name: (leaf, True) for name, leaf in zip(program.inputs, jax.tree.leaves(args), strict=True)
    }
    size = _members(known)
    return jax.tree.unflatten(jax.tree.structure(shapes), [_spread(v, size) for v in _plainly(program, known)])


def over_steps(
    function: Callable[..., tuple[T, Any]], state: T, drawn: Callable[[Any], Any], theta: Any, rows: Any, keys: Any,
    count: jax.Array, stride: int = 1,
) -> tuple[T, Any]:  # fmt: skip
    """Return the state after `count` steps, and what each step emits, stacked on a leading axis.

    `function(state, luck, theta, row)` is written for one member and returns the state after a step and what it emits.
    `state` and `theta` have members on their last axis; `rows` and `keys` have steps on their first, at least `count`
    of them; `drawn` makes a step's luck of its key. What is emitted, of every `stride`-th member, is zero beyond
    `count`.
    """
    row, key = (jax.tree.map(lambda leaf: leaf[0], tree) for tree in (rows, keys))
    shape = jax.eval_shape(drawn, key)
    program, shapes = _traced(function, (state, shape, theta, row), (True, True, True, False))
    kinds = (OF_BOTH, OF_BOTH, OF_MEMBER, OF_STEP)
    sizes = [len(jax.tree.leaves(arg)) for arg in (state, shape, theta, row)]
    each = [kind for kind, size in zip(kinds, sizes, strict=True) for _ in range(size)]
    alone, timed, rest = program.narrowed(ELEMENTWISE).parted(each)
    names = [program.inputs[sum(sizes[:i]) : sum(sizes[: i + 1])] for i in range(4)]
    fixed: dict[int, Value] = {n: (leaf, True) for n, leaf in zip(names[2], jax.tree.leaves(theta), strict=True)}
    fixed |= dict(zip(alone.outputs, _plainly(alone, fixed), strict=True))

    def of_step(leaves: Sequence[Any]) -> list[Any]:
        known = {n: (leaf, False) for n, leaf in zip(names[3], leaves, strict=True)}
        return [array for array, _ in _plainly(timed, known)]

    raw = jax.tree.leaves(rows)
    told = Table.of((raw, jax.vmap(of_step)(raw), keys))
    size = jax.tree.leaves(state)[0].shape[-1]

    def nothing() -> Any:
        return jax.tree.map(lambda leaf: jnp.zeros(leaf.shape, leaf.dtype), shape)

    def step(at: jax.Array, state: T) -> tuple[T, Any]:
        live, (row, derived, key) = at < count, told.row(at)
        luck = lax.cond(live, lambda: drawn(jax.tree.map(Cut.__call__, key)), nothing)
        with_members = zip((*names[0], *names[1]), jax.tree.leaves((state, luck)), strict=True)
        without = zip((*names[3], *timed.outputs), (*row, *derived), strict=True)
        known = fixed | {n: (leaf, True) for n, leaf in with_members} | {n: (leaf, False) for n, leaf in without}
        after, emitted = jax.tree.unflatten(jax.tree.structure(shapes), _worked_out(live, rest, known, size))
        return after, jax.tree.map(lambda leaf: leaf[..., ::stride], emitted)

    some = len(range(0, size, stride))
    room = jax.tree.map(lambda leaf: jnp.zeros((len(told), *leaf.shape, some), leaf.dtype), shapes[1])

    def body(at: jax.Array, carry: tuple[T, Any]) -> tuple[T, Any]:
        after, emitted = step(at, carry[0])
        put = partial(lax.dynamic_update_index_in_dim, index=at, axis=0)
        return after, jax.tree.map(lambda whole, part: put(whole, part), carry[1], emitted)

    found: tuple[T, Any] = lax.fori_loop(0, count, body, (state, room))
    return found


def _traced(function: Callable[..., Any], args: Sequence[Any], batched: Sequence[bool]) -> tuple[Program, Any]:
    """Return the program of a function of one member, and the shapes of what it returns."""
    one = [jax.tree.map(_one if flag else _all, arg) for arg, flag in zip(args, batched, strict=True)]
    closed, shapes = jax.make_jaxpr(function, return_shape=True)(*one)
    return flattened(closed), shapes


def _members(known: Mapping[int, Value]) -> int:
    return int(next(array.shape[-1] for array, has in known.values() if has))


def _worked_out(live: jax.Array, program: Program, known: Mapping[int, Value], size: int) -> list[Any]:
    """Return the results of a program piece by piece, with members on the last axis of each."""
    values = dict(known) | {name: (const, False) for name, const in program.consts.items()}
    for piece in program.pieces():
        values.update(_chosen(live, piece, values, size))
    return [_spread(_read(atom, values), size) for atom in program.outputs]


def _plainly(program: Program, known: Mapping[int, Value]) -> list[Value]:
    """Return the results of a program that is not cut."""
    size = _members(known) if any(has for _, has in known.values()) else 0
    values = dict(known) | {name: (const, False) for name, const in program.consts.items()}
    for step in program.steps:
        if step.equation.primitive.name != BARRIER:
            found = _apply(step.equation, [_read(atom, values) for atom in step.inputs], size)
            values.update(zip(step.outputs, found, strict=True))
    return [_read(atom, values) for atom in program.outputs]


def _read(atom: Atom, known: Mapping[int, Value]) -> Value:
    if isinstance(atom, Literal):
        return atom.val, False
    array, has = known[atom]
    return (array() if isinstance(array, Cut) else array), has


def _chosen(live: jax.Array, piece: Piece, known: Mapping[int, Value], size: int) -> dict[int, Value]:
    """Return what a piece hands on, zeros where `live` is False."""
    has = {name: value[1] for name, value in known.items()}
    for step in piece.steps:
        flag = any(not isinstance(atom, Literal) and has[atom] for atom in step.inputs)
        has.update(dict.fromkeys(step.outputs, flag))

    def work() -> list[Any]:
        inside = dict(known)
        for step in piece.steps:
            found = _apply(step.equation, [_read(atom, inside) for atom in step.inputs], size)
            inside.update(zip(step.outputs, found, strict=True))
        return [jnp.asarray(inside[name][0]) for name in piece.kept]

    def nothing() -> list[Any]:
        shapes = [(*aval.shape, size) if has[name] else aval.shape for name, aval in piece.kept.items()]
        return [jnp.zeros(shape, aval.dtype) for shape, aval in zip(shapes, piece.kept.values(), strict=True)]

    return {name: (array, has[name]) for name, array in zip(piece.kept, lax.cond(live, work, nothing), strict=True)}


def _one(leaf: Any) -> jax.ShapeDtypeStruct:
    return jax.ShapeDtypeStruct(leaf.shape[:-1], leaf.dtype)  # type: ignore[no-untyped-call]


def _all(leaf: Any) -> jax.ShapeDtypeStruct:
    return jax.ShapeDtypeStruct(leaf.shape, leaf.dtype)  # type: ignore[no-untyped-call]


def _spread(value: Value, size: int) -> Any:
    """Return the array with members on its last axis, the same for each where it had none."""
    array, has = value
    if has:
        return array
    array = jnp.asarray(array)
    return lax.broadcast_in_dim(array, (*array.shape, size), tuple(range(array.ndim)))


def _filled(value: Value, shape: tuple[int, ...], size: int) -> Any:
    """Return the array in the shape of an elementwise result: single numbers stand for every element."""
    array, has = value
    axes = jnp.ndim(array) - has
    kept = (*range(axes), len(shape)) if has else tuple(range(axes))
    return lax.broadcast_in_dim(array, (*shape, size), kept)


def _evaluate(jaxpr: Any, consts: Sequence[Any], args: Sequence[Value], size: int) -> list[Value]:
    """Return the results of a program of primitives."""
    known: dict[Any, Value] = dict(zip(jaxpr.constvars, [(const, False) for const in consts], strict=True))
    known.update(zip(jaxpr.invars, args, strict=True))

    def read(variable: Any) -> Value:
        return (variable.val, False) if isinstance(variable, Literal) else known[variable]

    for equation in jaxpr.eqns:
        out = _apply(equation, [read(variable) for variable in equation.invars], size)
        known.update(zip(equation.outvars, out, strict=True))
    return [read(variable) for variable in jaxpr.outvars]


def _apply(equation: Any, args: list[Value], size: int) -> list[Value]:
    """Return the results of one primitive."""
    primitive, params, name = equation.primitive, equation.params, equation.primitive.name
    if name in INLINED and INLINED[name] in params:
        inner = params[INLINED[name]]
        consts = getattr(inner, "consts", ())
        return _evaluate(getattr(inner, "jaxpr", inner), consts, args, size)
    if not any(has for _, has in args):
        out = primitive.bind(*[array for array, _ in args], **params)
        return [(array, False) for array in (out if primitive.multiple_results else [out])]
    if name in ELEMENTWISE:
        shape = equation.outvars[0].aval.shape
        return [(primitive.bind(*[_filled(arg, shape, size) for arg in args], **params), True)]
    if name == "dot_general" and _sparse(args, params):
        return [(_summed(args[0][0], args[1][0]), True)]
    if name == "scan" and params["unroll"] >= params["length"]:
        return _unrolled(args, params, size)
    if name in SHAPING and (name != "gather" or not args[1][1]):
        return [(SHAPING[name](args, params, size), True)]
    if name in FOLDED and params.get("out_sharding") is None and args[0][0].size:
        return [(_reduced(name, args[0][0], params["axes"]), True)]
    if name == "cond" and not args[0][1]:
        return _branch(args, params, size)
    return _by_vmap(primitive, args, params)


FEW = 16
"""Terms in a row of a constant matrix up to which a product is written out."""


def _sparse(args: list[Value], params: dict[str, Any]) -> bool:
    """Return whether a product is that of a constant matrix with few terms a row and an array of members."""
    matrix, has = args[0]
    known = isinstance(matrix, np.ndarray | jax.Array) and not isinstance(matrix, jax.core.Tracer)
    if has or not args[1][1] or not known or matrix.ndim != 2 or not matrix.size:
        return False
    few = int(np.count_nonzero(np.asarray(matrix), axis=1).max()) <= FEW
    return few and params["dimension_numbers"] == (((1,), (0,)), ((), ()))


def _summed(matrix: Any, array: Any) -> Any:
    """Return a constant matrix times an array (columns, ..., members) as a sum of its rows' terms: the library's
    products are made for large matrices."""
    table = np.asarray(matrix)
    places = [np.flatnonzero(row) for row in table]
    total = jnp.zeros((len(table), *array.shape[1:]), array.dtype)
    for n in range(max(len(place) for place in places)):
        at = np.array([place[n] if n < len(place) else 0 for place in places])
        weight = np.array([row[k] if n < len(place) else 0 for row, place, k in zip(table, places, at, strict=True)])
        term = array.at[at].get(mode="promise_in_bounds")
        total = total + weight.astype(table.dtype).reshape(-1, *[1] * (array.ndim - 1)) * term
    return total


def _by_vmap(primitive: Any, args: list[Value], params: dict[str, Any]) -> list[Value]:
    """Return the results by the rule that `vmap` has for a primitive."""
    axes = tuple(-1 if has else None for _, has in args)

    def single(*arrays: Any) -> Any:
        return primitive.bind(*arrays, **params)

    out: Any = jax.vmap(single, in_axes=axes, out_axes=-1)(*[array for array, _ in args])
    return [(array, True) for array in (out if primitive.multiple_results else [out])]


def _branch(args: list[Value], params: dict[str, Any], size: int) -> list[Value]:
    """Return the results of a choice between programs that is the same for all members."""
    flags = [has for _, has in args[1:]]

    def one(program: Any) -> Callable[..., list[Any]]:
        def run(*arrays: Any) -> list[Any]:
            out = _evaluate(program.jaxpr, program.consts, list(zip(arrays, flags, strict=True)), size)
            return [_spread(value, size) for value in out]

        return run

    out = lax.switch(args[0][0], [one(program) for program in params["branches"]], *[array for array, _ in args[1:]])
    return [(array, True) for array in out]


def _reduced(name: str, array: Any, axes: Sequence[int]) -> Any:
    """Return a sum (or the like) over units, written out term by term: a loop within the loop over members would keep
    that from running on full vectors."""
    for axis in sorted(axes, reverse=True):
        rows = [lax.index_in_dim(array, i, axis, keepdims=False) for i in range(array.shape[axis])]
        array = reduce(FOLDED[name], rows)
    return array


def _unrolled(args: list[Value], params: dict[str, Any], size: int) -> list[Value]:
    """Return the results of a loop that is unrolled whole."""
    closed, length = params["jaxpr"], params["length"]
    consts, carry = _handed_on(params)
    fixed, state, rows = args[:consts], args[consts : consts + carry], args[consts + carry :]
    steps: list[list[Value]] = []
    for i in reversed(range(length)) if params["reverse"] else range(length):
        now = [(lax.index_in_dim(array, i, 0, keepdims=False), has) for array, has in rows]
        out = _evaluate(closed.jaxpr, closed.consts, [*fixed, *state, *now], size)
        state = out[:carry]
        steps.append(out[carry:])
    ordered = steps[::-1] if params["reverse"] else steps
    stacked = [jnp.stack([_spread(value, size) for value in column]) for column in zip(*ordered, strict=True)]
    return [*state, *((array, True) for array in stacked)]


def _handed_on(params: dict[str, Any]) -> tuple[int, int]:
    """Return how many values a loop takes that stay, and how many it carries; JAX 0.11 began to tell both by trees."""
    if "ft_in" in params:
        consts, carry, _ = params["ft_in"].unpack()
        return len(consts), len(carry)
    return params["num_consts"], params["num_carry"]


def _broadcast(args: list[Value], params: dict[str, Any], size: int) -> Any:
    shape = params["shape"]
    return lax.broadcast_in_dim(args[0][0], (*shape, size), (*params["broadcast_dimensions"], len(shape)))


def _reshape(args: list[Value], params: dict[str, Any], size: int) -> Any:
    return lax.reshape(args[0][0], (*params["new_sizes"], size))


def _concatenate(args: list[Value], params: dict[str, Any], size: int) -> Any:
    return lax.concatenate([_spread(arg, size) for arg in args], params["dimension"])


def _stack(args: list[Value], params: dict[str, Any], size: int) -> Any:
    return jnp.stack([_spread(arg, size) for arg in args], params["axis"])


def _transpose(args: list[Value], params: dict[str, Any], _size: int) -> Any:
    order = params["permutation"]
    return lax.transpose(args[0][0], (*order, len(order)))


def _slice(args: list[Value], params: dict[str, Any], size: int) -> Any:
    start, limit, strides = params["start_indices"], params["limit_indices"], params["strides"]
    return lax.slice(args[0][0], (*start, 0), (*limit, size), None if strides is None else (*strides, 1))


def _squeeze(args: list[Value], params: dict[str, Any], _size: int) -> Any:
    return lax.squeeze(args[0][0], params["dimensions"])


def _gather(args: list[Value], params: dict[str, Any], size: int) -> Any:
    """Return what is looked up at places that are the same for all members."""
    numbers, shape = params["dimension_numbers"], params["slice_sizes"]
    rank = args[1][0].ndim - 1 + len(numbers.offset_dims)
    last = numbers._replace(offset_dims=(*numbers.offset_dims, rank))
    return lax.gather_p.bind(
        args[0][0], args[1][0], **{**params, "dimension_numbers": last, "slice_sizes": (*shape, size)}
    )


SHAPING: dict[str, Callable[[list[Value], dict[str, Any], int], Any]] = {
    "broadcast_in_dim": _broadcast,
    "concatenate": _concatenate,
    "gather": _gather,
    "reshape": _reshape,
    "slice": _slice,
    "squeeze": _squeeze,
    "stack": _stack,
    "transpose": _transpose,
}
"""Primitives that rearrange elements, with members left last."""
