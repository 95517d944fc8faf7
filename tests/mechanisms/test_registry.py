"""The registry: which mechanisms there are, whose parameters count, and how others add their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from typing import Any, ClassVar

import jax.numpy as jnp
import numpy as np
import pytest
from ruamel.yaml import YAML

from interbellum.case.model import Parameter, Prior
from interbellum.errors import ModelError
from interbellum.mechanisms import registry
from interbellum.mechanisms.parameters import WORLD, judged, shipped
from interbellum.mechanisms.protocol import Mechanism
from interbellum.mechanisms.registry import ORDER, available, chosen, parameters
from interbellum.simulation.inputs import prior_quantile
from interbellum.system.state import FIELDS, KINDS
from interbellum.system.system import build_system
from worlds import ALL, case, futures, world

FILES = sorted(
    entry.name.removesuffix(".yaml")
    for entry in resources.files("interbellum.mechanisms.parameters").iterdir()
    if entry.name.endswith(".yaml") and entry.name != f"{WORLD}.yaml"
)


def test_mechanisms_act_in_the_written_order_whatever_the_case_writes() -> None:
    system = build_system(case(mechanisms=tuple(reversed(ALL))))
    assert tuple(m.name for m in chosen(system)) == ALL
    names = list(available())
    assert [n for n in ORDER if n in names] == [n for n in names if n in ORDER]


def test_every_mechanism_says_what_it_is() -> None:
    system = build_system(case())
    for name, cls in available().items():
        m = cls(system)
        assert m.name == name
        assert set(m.writes) <= set(FIELDS)
        assert set(m.marks.values()) | {m.shifts} <= set(KINDS)
        assert {row.name.split(".")[0] for row in m.parameters()} <= {name}
        assert set(m.carried) <= {row.name for row in m.parameters()}
        assert set(m.luck) <= set(KINDS)


def test_a_mechanism_that_is_not_installed_is_refused_by_name() -> None:
    with pytest.raises(ModelError, match="unknown mechanism 'astrology'"):
        chosen(build_system(case(mechanisms=("escalation", "astrology"))))


def test_a_row_for_a_parameter_that_does_not_exist_is_refused_by_name() -> None:
    system = build_system(case(parameters=[row("escalation.moon")]))
    with pytest.raises(ModelError, match=r"unknown parameter 'escalation\.moon'"):
        parameters(system, chosen(system))


def row(name: str, **changes: Any) -> dict[str, Any]:
    given = {"name": name, "value": 0.25, "unit": "1", "basis": "judgement", "source": "made up", **changes}
    return {k: v for k, v in given.items() if v is not None}


def test_a_cases_own_row_stands_in_place_of_the_shipped_one() -> None:
    system = build_system(case(parameters=[row("escalation.heat")]))
    found = parameters(system, chosen(system))
    plain = parameters(build_system(case()), chosen(build_system(case())))
    assert found["escalation.heat"].value == 0.25
    assert found["escalation.heat"].prior is None
    assert list(found) == list(plain)
    assert {k: v for k, v in found.items() if k != "escalation.heat"} == {
        k: v for k, v in plain.items() if k != "escalation.heat"
    }


def test_a_row_of_a_mechanism_that_the_case_does_not_choose_is_left_aside() -> None:
    system = build_system(case(mechanisms=("spending",), parameters=[row("escalation.heat")]))
    common = {r.name for r in shipped("commitment")}
    assert set(parameters(system, chosen(system))) == {r.name for r in shipped("spending")} | common


@pytest.mark.parametrize("name", ORDER)
def test_a_mechanism_whose_units_the_case_lacks_is_refused_in_one_line(name: str) -> None:
    kinds = available()[name].needs
    for kind in kinds:
        system = build_system(case(mechanisms=(name,)))
        made = replace(system, ids={**system.ids, kind: ()})
        with pytest.raises(ModelError, match=f"mechanism '{name}' needs {kind}, and the case declares none"):
            chosen(made)


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_row_has_a_basis_a_unit_and_a_source_and_can_be_sampled(name: str) -> None:
    text = resources.files("interbellum.mechanisms.parameters").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    written = YAML(typ="safe").load(text) or []
    rows = shipped(name)
    assert [r.name for r in rows] == [r["name"] for r in written]
    assert len({r.name for r in rows}) == len(rows)
    for r in rows:
        assert r.name.startswith(f"{name}.")
        assert r.basis in ("fitted", "published", "judgement")
        assert r.unit
        assert len(r.source) > 10
        if r.prior is not None:
            drawn = prior_quantile(r.prior, np.linspace(0.001, 0.999, 9))
            assert (np.diff(drawn) > 0).all()


def test_rows_from_the_world_take_the_place_of_judged_ones() -> None:
    text = resources.files("interbellum.mechanisms.parameters").joinpath(f"{WORLD}.yaml").read_text(encoding="utf-8")
    rows = [Parameter.model_validate(row) for row in YAML(typ="safe").load(text)]
    assert len({row.name for row in rows}) == len(rows)
    for row in rows:
        name = row.name.partition(".")[0]
        assert row in shipped(name)
        assert row.basis == ("judgement" if row.prior is None else "fitted")
        assert next(other for other in judged(name) if other.name == row.name) != row


def test_every_available_mechanism_has_its_file_of_parameters() -> None:
    assert set(available()) <= set(FILES)


class Rumour(Mechanism):
    """A mechanism of another package: rumours raise what is at stake, by rivalry."""

    name: ClassVar[str] = "rumour"
    marks: ClassVar[dict[str, Any]] = {"loud": "rivalries"}
    shifts: ClassVar[Any] = "rivalries"
    luck: ClassVar[tuple[Any, ...]] = ("rivalries",)
    writes: ClassVar[tuple[str, ...]] = ("relapses",)

    def parameters(self) -> tuple[Parameter, ...]:
        prior = Prior(family="beta", a=2.0, b=2.0)
        return (Parameter(name="rumour.loud", prior=prior, unit="chance", basis="fitted", source="made up"),)

    def evidence(self, observed: Any) -> Any:
        return {"seen": jnp.zeros(observed.phase.shape, bool)}

    def silence(self, evidence: Any) -> Any:
        return {"seen": jnp.zeros_like(evidence["seen"])}

    def covariates(self, state: Any, clock: Any, theta: Any) -> Any:
        return {"alive": clock.alive["rivalries"]}

    def law(self, covariates: Any, theta: Any, shift: Any) -> Any:
        return Loud(theta["rumour.loud"] + shift)

    def complete(self, mark: Any, evidence: Any) -> Any:
        return mark

    def effect(self, state: Any, mark: Any, clock: Any, theta: Any) -> Any:
        return type(state)(**{**vars(state), "relapses": state.relapses + mark["loud"]})

    def explain(self, covariates: Any, theta: Any) -> Any:
        return {"loud": theta["rumour.loud"] * covariates["alive"]}


class Loud:
    def __init__(self, p: Any) -> None:
        self.p = p

    def draw(self, u: Any) -> Any:
        return {"loud": (u < self.p).astype(jnp.float32)}

    def log_prob(self, evidence: Any) -> Any:
        return jnp.where(evidence["seen"], jnp.log(self.p), 0.0)


class Point:
    name = "rumour"

    def load(self) -> type[Mechanism]:
        return Rumour


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the other package's entry point."""
    whole = registry.entry_points
    available.cache_clear()
    monkeypatch.setattr(registry, "entry_points", lambda group: [*whole(group=group), Point()])
    yield
    available.cache_clear()


@pytest.mark.usefixtures("installed")
def test_a_mechanism_of_another_package_acts_last_and_works_in_a_run() -> None:
    assert list(available())[-1] == "rumour"
    there = world(count=12, mechanisms=("rumour", "spending"), parameters=[row("rumour.loud", value=1.0)])
    assert [m.name for m in there.engine.mechanisms] == ["spending", "rumour"]
    future = futures(there, 10)
    assert np.allclose(future.states.relapses[:, -1], future.states.relapses[:, 0] + 11)
    assert (future.marks["rumour"]["loud"] == 1).all()


@pytest.mark.usefixtures("installed")
def test_a_mechanism_that_is_installed_and_not_chosen_costs_nothing() -> None:
    assert "rumour" not in {m.name for m in world(count=12, mechanisms=("spending",)).engine.mechanisms}
