"""What a model cannot be made of is refused in one line that names it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from interbellum.case.model import Parameter, Terms
from interbellum.errors import InterbellumError, ModelError
from interbellum.simulation.assembly import assemble
from worlds import case, judged

TAKE = "conquest.take.war"


def row(name: str, **changes: Any) -> dict[str, Any]:
    return {"name": name, "unit": "1", "basis": "judgement", "source": "made up", **changes}


def refusal(*rows: dict[str, Any], **changes: Any) -> str:
    with pytest.raises(InterbellumError) as found:
        assemble(case(parameters=list(rows), **changes))
    assert "\n" not in str(found.value)
    return str(found.value)


def test_a_parameter_out_of_its_range_is_refused() -> None:
    assert f"value 1.5 of {TAKE} is out of its range" in refusal(row(TAKE, value=1.5))
    assert "high 1.2 of spending.depreciation is out of its range" in refusal(
        row("spending.depreciation", value=0.1, low=0.05, high=1.2)
    )
    assert "value -0.1 of spending.sd is out of its range" in refusal(row("spending.sd", value=-0.1))


@pytest.mark.parametrize(
    ("family", "a", "b"), [("normal", 0.0, -1.0), ("beta", 0.0, 2.0), ("uniform", 2.0, 1.0), ("gamma", -1.0, 1.0)]
)
def test_a_prior_that_cannot_be_sampled_is_refused_by_name(family: str, a: float, b: float) -> None:
    said = refusal(row("escalation.heat", prior={"family": family, "a": a, "b": b}))
    assert f"the prior {family}({a:g}, {b:g}) of escalation.heat cannot be sampled" in said


def test_a_mechanism_without_its_units_is_refused() -> None:
    said = refusal(mechanisms=("escalation", "supply", "displacement"))
    assert said.startswith("model.yaml: mechanism 'supply' needs communities, and the case declares none")


def test_a_value_outside_its_own_range_and_half_a_range_are_refused() -> None:
    for wrong in ({"value": 2.0, "low": 0.0, "high": 1.0}, {"value": 0.5, "low": 0.0}):
        with pytest.raises(ValidationError, match=r"lies outside its range|needs both low and high"):
            Parameter.model_validate(row("supply.own", **wrong))


def test_terms_weigh_no_more_than_all_and_name_what_there_is() -> None:
    made = {"id": "T-1", "rivalry": "NOR-SUD", "stage": "signed"}
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        Terms.model_validate({**made, "weight": judged(3.0)})
    with pytest.raises(ModelError, match="unknown unit 'MOON' among zones"):
        assemble(case(mechanisms=("talks",), terms=[{**made, "weight": judged(0.5), "zones": {"MOON": "NOR"}}]))


@pytest.mark.parametrize("step", ["day", "0", "second"])
def test_there_is_no_step_but_the_month_and_the_week(step: str) -> None:
    with pytest.raises(ValidationError, match="step"):
        case(step=step)
