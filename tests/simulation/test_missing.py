"""Numbers that the start lacks: named by field, for those whom the chosen mechanisms read, and only for them."""

from __future__ import annotations

from typing import Any

import pytest

from assemblies import BUNDLED, modelled, ready
from interbellum.case import open_case
from interbellum.mechanisms.registry import ORDER
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.missing import missing_numbers, missing_words
from worlds import TOWN, case


def missing(assembly: Assembly) -> dict[str, tuple[str, ...]]:
    return missing_numbers(assembly.system, assembly.observed)


@pytest.mark.parametrize("name", BUNDLED)
def test_the_bundled_cases_lack_none(name: str) -> None:
    assert missing(ready(name)) == {}
    assert missing_words({}) is None


def without_rows(mechanisms: tuple[str, ...]) -> Assembly:
    return assemble(case(mechanisms=mechanisms, communities=[TOWN], initial=[]))


def test_whoever_a_chosen_mechanism_reads_and_nobody_tells_of_is_named() -> None:
    found = missing(without_rows(ORDER))
    actors = ("NOR", "SUD", "REB", "PAT", "FAR")
    assert found == {"spending": actors, "quality": actors, "population": ("TOWN",), "stock": ("TOWN",)}
    assert missing(without_rows(("attention",))) == {}
    assert missing(without_rows(("supply",))) == {"stock": ("TOWN",)}


def test_a_row_or_a_series_tells_and_a_capability_will_do() -> None:
    def capable(mechanisms: list[str]) -> Any:
        def change(data: dict[str, Any]) -> None:
            data["mechanisms"] = mechanisms
            data["initial"] = [
                {**row, "field": "capability"} if row["field"] == "spending" else row for row in data["initial"]
            ]

        return change

    made = case()
    assert missing(assemble(made)) == {}
    assert missing(assemble(modelled(made, capable(["escalation"])))) == {}
    assert missing(assemble(modelled(made, capable(["escalation", "spending"])))) == {}

    def uncounted(data: dict[str, Any]) -> None:
        data["initial"] = [row for row in data["initial"] if row["field"] != "population"]

    lacking = missing(assemble(modelled(open_case("karabakh"), uncounted)))
    assert lacking == {"population": ("KARABAKH_ARMENIANS",)}, "those who were driven out before are counted as such"


def test_one_line_names_a_few_units_a_field_and_what_is_taken() -> None:
    words = missing_words(missing(without_rows(ORDER)))
    assert words is not None
    assert "spending of NOR, SUD, REB, PAT and 1 more (taken: unknown, so that the sides count as even" in words
    assert "population of TOWN (taken: nobody)" in words
    assert "\n" not in words
