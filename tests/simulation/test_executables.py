"""Compiled programs that one process leaves to the next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest

from interbellum.case import cache, find_case, load_case
from interbellum.mechanisms.registry import code_of
from interbellum.simulation import executables
from interbellum.simulation.assembly import assemble
from interbellum.simulation.engine import Engine
from interbellum.simulation.executables import compiled

OPTIONS: Mapping[str, Any] = {"xla_cpu_multi_thread_eigen": False}
LEAVES = (np.arange(3.0, dtype=np.float32), np.float32(2.0))


def test_code_is_known_by_whatever_lies_in_its_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "part" / "deep").mkdir(parents=True)
    (tmp_path / "part" / "deep" / "one.py").write_text("ONE = 1")
    (tmp_path / "module.py").write_text("TWO = 2")
    monkeypatch.setattr(cache.resources, "files", lambda _: tmp_path)
    found = [cache.code_hash.__wrapped__("part", "module")]
    for name in ("part/deep/one.py", "module.py"):
        (tmp_path / name).write_text("THREE = 3")
        found.append(cache.code_hash.__wrapped__("part", "module"))
    assert len(set(found)) == 3


class Doubling:
    """A program that counts how often it is traced."""

    def __init__(self) -> None:
        self.traced = 0

    def __call__(self, values: Any, by: Any) -> dict[str, Any]:
        self.traced += 1
        return {"out": {"times": values * by}, "sum": values.sum()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTERBELLUM_CACHE", str(tmp_path))
    return tmp_path / "programs"


def result(program: Doubling, made_of: Mapping[str, Any] | None, leaves: Sequence[Any] = LEAVES) -> list[float]:
    found = compiled(program, leaves, OPTIONS, made_of)(leaves)
    assert float(found["sum"]) == float(np.sum(leaves[0]))
    return [float(value) for value in found["out"]["times"]]


def test_what_a_program_is_made_of_finds_it_without_tracing(folder: Path) -> None:
    first, second = Doubling(), Doubling()
    assert result(first, {"case": "a"}) == [0.0, 2.0, 4.0]
    assert result(second, {"case": "a"}) == [0.0, 2.0, 4.0]
    assert (first.traced, second.traced) == (1, 0)


def test_another_maker_of_the_same_program_traces_and_does_not_compile(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result(Doubling(), {"case": "a"})
    monkeypatch.setattr(jax.stages.Lowered, "compile", lambda _: pytest.fail("compiled again"))
    again, unnamed = Doubling(), Doubling()
    assert result(again, {"case": "b"}) == result(unnamed, None) == [0.0, 2.0, 4.0]
    assert (again.traced, unnamed.traced) == (1, 1)
    assert len(list(folder.glob("*.bin"))) == 1
    assert len(list(folder.glob("*.json"))) == 2


def test_other_shapes_options_and_code_are_other_programs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result(Doubling(), {"case": "a"})
    longer, changed = Doubling(), Doubling()
    assert result(longer, {"case": "a"}, (np.ones(5, np.float32), np.float32(3.0))) == [3.0] * 5
    monkeypatch.setattr(executables, "code_hash", lambda *_: "other code")
    assert result(changed, {"case": "a"}) == [0.0, 2.0, 4.0]
    assert (longer.traced, changed.traced) == (1, 1)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"program": "gone", "returns": {"sum": 0}}', b'{"program": 1}']
)
def test_a_spoilt_entry_is_made_anew(folder: Path, content: bytes) -> None:
    result(Doubling(), {"case": "a"})
    (entry,) = folder.glob("*.json")
    whole = entry.read_bytes()
    entry.write_bytes(content)
    again = Doubling()
    assert result(again, {"case": "a"}) == [0.0, 2.0, 4.0]
    assert again.traced == 1
    assert json.loads(entry.read_bytes()) == json.loads(whole)


@pytest.mark.parametrize("cut", [0, 20, 400])
def test_code_that_is_cut_short_is_compiled_anew(folder: Path, cut: int) -> None:
    result(Doubling(), {"case": "a"})
    (code,) = folder.glob("*.bin")
    whole = code.read_bytes()
    code.write_bytes(whole[:cut])
    assert result(Doubling(), {"case": "a"}) == [0.0, 2.0, 4.0]
    assert len(code.read_bytes()) == len(whole)


def test_code_that_the_library_refuses_is_compiled_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result(Doubling(), {"case": "a"})

    def refuse(*_: Any) -> None:
        raise jax.errors.JaxRuntimeError("INTERNAL: made by another version")

    monkeypatch.setattr(executables.serialize_executable, "deserialize_and_load", refuse)
    assert result(Doubling(), {"case": "a"}) == [0.0, 2.0, 4.0]


def test_a_folder_that_cannot_be_written_to_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("INTERBELLUM_CACHE", str(tmp_path / "file"))
    assert result(Doubling(), {"case": "a"}) == [0.0, 2.0, 4.0]


def test_the_librarys_own_cache_is_left_as_it_was(folder: Path) -> None:
    name = "jax_persistent_cache_min_compile_time_secs"
    before = getattr(jax.config, name)
    result(Doubling(), None)
    assert getattr(jax.config, name) == before


def test_an_engine_is_named_by_its_case_and_its_mechanisms_code() -> None:
    case = load_case(find_case("two-valleys"))
    engine = assemble(case).engine
    assert engine.name == case.hash
    written = [type(m) for m in engine.mechanisms]
    assert code_of(written) != code_of(written[:1])
    assert Engine(engine.system, engine.mechanisms).name is None


def test_a_mechanism_written_in_no_file_has_no_code_to_name(monkeypatch: pytest.MonkeyPatch) -> None:
    written = [type(m) for m in assemble(load_case(find_case("two-valleys"))).engine.mechanisms]
    monkeypatch.setattr(written[0], "__module__", "__main__.typed")
    assert code_of(written) is None
