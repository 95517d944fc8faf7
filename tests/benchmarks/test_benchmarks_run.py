"""The benchmarks that drive the engine still run, in small: what they measure is not judged here."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

pytestmark = pytest.mark.slow
HOME = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ModuleType:
    monkeypatch.syspath_prepend(HOME)
    for name in ("ensemble", "mesa_twin", "device"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return import_module(request.param)


@pytest.mark.parametrize("benchmark", ["ensemble"], indirect=True)
def test_the_ensemble_is_measured_beside_its_twin(benchmark: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("mesa", reason="the twin is written for Mesa: pip install --group dev")
    monkeypatch.setattr(benchmark, "SIZES", (1_000,))
    monkeypatch.setattr(benchmark, "WORKERS", (1,))
    found = benchmark.measure(repeats=1, twins=30, mechanisms="twinned")
    assert found["mechanisms"] == list(benchmark.TWINNED)
    assert [row["members"] for row in found["engine"]] == [1_000]
    assert found["agreement"]["agree"], found["agreement"]["least"]
    assert any(line.startswith("ratio to Mesa") for line in benchmark.report(found))


@pytest.mark.parametrize("benchmark", ["device"], indirect=True)
def test_one_device_differs_from_itself_in_nothing_and_from_others_where_it_does(
    benchmark: ModuleType, tmp_path: Path
) -> None:
    shape = (1, 10, benchmark.MONTHS, 3)
    values = [np.zeros(shape) for _ in benchmark.COMPARED]
    np.savez(tmp_path / "one.npz", *values)
    values[0][0, 0, benchmark.EARLY] = 1
    np.savez(tmp_path / "other.npz", *values)
    same = benchmark.differences(tmp_path / "one.npz", tmp_path / "one.npz")
    assert not any(row["all"] for row in same.values())
    found = benchmark.differences(tmp_path / "one.npz", tmp_path / "other.npz")
    assert found["phase"]["all"] == pytest.approx(3 / (10 * benchmark.MONTHS * 3))
    assert found["phase"][f"first_{benchmark.EARLY}"] == found["deaths"]["all"] == 0
