"""Actors, places and units are found by any of their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interbellum.case.catalogue import find_case
from interbellum.case.finding import found_by_name, plain
from interbellum.case.loading import load_case
from interbellum.errors import UsageError

CASE = load_case(find_case("karabakh"))


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("SHUSHA", ("SHUSHA",)),
        ("Shushi", ("NK_SHUSHA", "SHUSHA")),
        ("şuşa", ("NK_SHUSHA", "SHUSHA")),
        ("Kelbajar", ("KALBAJAR",)),
        ("Khankendi", ("STEPANAKERT",)),
        ("lachin corridor", ("LACHIN_CORRIDOR",)),
        ("Azerbaijan against Armenia and Nagorno-Karabakh", ("AZE-ARM",)),
    ],
)
def test_a_subject_is_found_by_id_or_by_any_name(name: str, ids: tuple[str, ...]) -> None:
    assert found_by_name(CASE, name, "subject") == ids


def test_an_actor_is_no_place() -> None:
    assert found_by_name(CASE, "russia", "actor") == ("RUS",)
    with pytest.raises(UsageError, match="no actor 'Shusha'"):
        found_by_name(CASE, "Shusha", "actor")


@pytest.mark.parametrize(("name", "hint"), [("Shusa", "did you mean"), ("Nowhere at all", "it has: ")])
def test_an_unknown_name_says_what_is_near(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        found_by_name(CASE, name, "subject")
    assert hint in str(caught.value.hint)


@given(st.sampled_from(list(CASE.actors)), st.data())
def test_every_actor_is_found_by_each_of_its_names(actor: object, data: st.DataObject) -> None:
    names = [name.name for name in actor.names]  # type: ignore[attr-defined]
    name = data.draw(st.sampled_from(names))
    assert actor.id in found_by_name(CASE, name.upper(), "actor")  # type: ignore[attr-defined]


def test_accents_signs_and_case_do_not_count() -> None:
    assert plain("Ağdam  rayonu!") == plain("agdam RAYONU")
