"""Compiled programs kept on disk, so that a process neither traces nor compiles what an earlier one did.

JAX's own cache finds compiled code by the program it was made from, and so has to trace and lower that first, which
takes longer than a run. Here what a program is made of (the case, the code, the shapes of its arguments) points to the
code, and so does the program itself: a case whose record alone changed is traced again but not compiled.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import pickle
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jax.experimental import serialize_executable

from interbellum.case.cache import cache_folder, code_hash
from interbellum.case.files import write_files
from interbellum.errors import CaseError

Tree = Any
"""Nested dicts of arrays by name."""
Call = Callable[[Sequence[Any]], Tree]
"""A compiled program: the leaves of its arguments to what it returns."""
REFUSALS = (jax.errors.JaxRuntimeError, pickle.UnpicklingError, AttributeError, EOFError, TypeError, ValueError)
"""What loading raises for code of another library or machine; it is then compiled anew."""
PARTS = ("dates", "case", "record", "system", "mechanisms", "simulation")
"""Where the code lies of which a program is made: what reads a case and its record as well."""


@dataclass(frozen=True)
class Shelf:
    """The folder of kept programs: `<made of>.json` names the code and what it returns, `<program>.bin` is the code."""

    folder: Path

    def found(self, made_of: str, leaves: Sequence[Any]) -> Call | None:
        """Return the program made of what `made_of` stands for; `None` where it is not kept or cannot be read."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            entry = json.loads((self.folder / f"{made_of}.json").read_bytes())
            return self.loaded(str(entry["program"]), entry["returns"], leaves)
        return None

    def loaded(self, program: str, returns: Tree, leaves: Sequence[Any]) -> Call | None:
        """Return the compiled code of a program; `None` where it is not kept whole or this machine cannot load it."""
        with contextlib.suppress(OSError):
            content = (self.folder / f"{program}.bin").read_bytes()
            check, code = content[:32], content[32:]
            if hashlib.sha256(code).digest() == check:
                return _loaded(code, returns, leaves)
        return None

    def keep(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all; where the folder cannot be written to, nothing is kept."""
        with contextlib.suppress(CaseError):
            write_files(self.folder, {name: content})


def compiled(
    function: Callable[..., Tree], leaves: Sequence[Any], options: Mapping[str, Any], made_of: Mapping[str, Any] | None
) -> Call:
    """Return `function` of the `leaves`, compiled for their shapes, from disk where it is kept.

    `made_of`: all that the program depends on beside the code, the library, the machine and the shapes, as JSON;
    `None`: it is known by itself alone. `options` go to the compiler. `function` returns nested dicts.
    """
    shelf = Shelf(cache_folder() / "programs")
    where = None if made_of is None else _digest({**made_of, **_around(leaves, options)})
    call = None if where is None else shelf.found(where, leaves)
    if call is not None:
        return call
    traced = jax.jit(function, compiler_options=dict(options)).trace(*leaves)
    returns, lowered = jax.tree.map(lambda _: 0, traced.out_info), traced.lower()
    program = _digest({"text": lowered.as_text(), **_around(leaves, options)})
    call = shelf.loaded(program, returns, leaves)
    if call is None:
        with _not_kept_twice():
            fresh = lowered.compile()
        code, _, _ = serialize_executable.serialize(fresh)
        shelf.keep(f"{program}.bin", hashlib.sha256(code).digest() + code)
        call = _called(fresh)
    if where is not None:
        shelf.keep(f"{where}.json", json.dumps({"program": program, "returns": returns}).encode())
    return call


def _called(program: Any) -> Call:
    def call(leaves: Sequence[Any]) -> Tree:
        return program(*leaves)

    return call


def _loaded(code: bytes, returns: Tree, leaves: Sequence[Any]) -> Call | None:
    """Return serialized code made ready; `None` where this version of the library or this machine refuses it."""
    given = jax.tree.structure((tuple(leaves), {}))
    with contextlib.suppress(*REFUSALS):
        return _called(serialize_executable.deserialize_and_load(code, given, jax.tree.structure(returns)))
    return None


@contextlib.contextmanager
def _not_kept_twice() -> Iterator[None]:
    """Keep JAX's own cache from writing what is compiled: code that it read again could not be serialized whole."""
    name = "jax_persistent_cache_min_compile_time_secs"
    before = getattr(jax.config, name)
    jax.config.update(name, float("inf"))  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        jax.config.update(name, before)  # type: ignore[no-untyped-call]


def _around(leaves: Sequence[Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what any program depends on: code, library, machine, compiler options and shapes."""
    shapes = [[str(np.dtype(leaf.dtype)), list(leaf.shape)] for leaf in leaves]
    return {"code": code_hash(*PARTS), "on": machine(), "options": dict(options), "shapes": shapes}


@lru_cache(maxsize=1)
def machine() -> dict[str, str]:
    """Return what compiled code depends on beside its program: library, device and the processor's abilities."""
    device = jax.devices()[0]
    flags = ""
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        flags = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    processor = f"{platform.machine()} {platform.processor()} {flags}"
    return {
        "jax": jax.__version__, "platform": f"{device.platform} {device.device_kind}",
        "client": device.client.platform_version, "processor": processor,
    }  # fmt: skip


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]
