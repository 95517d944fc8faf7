"""Sides of a new case as a person writes them."""

from __future__ import annotations

import pytest

from interbellum.case import Side
from interbellum.errors import UsageError
from interbellum.reading.naming.sides import nearly, side_of, sides_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ethiopia", "ETH"), ("the Gambia", "GMB"), ("Cote d'Ivoire", "CIV"), ("Türkiye", "TUR"), ("turkey", "TUR"),
        ("Republic of Korea", "KOR"), ("Sri Lanka", "LKA"), ("DR Congo", "COD"),
    ],
)  # fmt: skip
def test_a_states_name_makes_a_state_with_its_code(text: str, code: str) -> None:
    assert side_of(text, "A") == Side(text, "state", code, code)


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [("Abkhazia", "Abkhazia", "ABKHAZIA"), ("Somaliland, id=SML", "Somaliland", "SML")],
)
def test_an_entity_that_few_recognise_is_one(text: str, name: str, code: str) -> None:
    assert side_of(text, "A") == Side(name, "de_facto_entity", None, code)


def test_any_other_name_makes_a_group() -> None:
    assert side_of("Tigray People's Liberation Front", "A") == Side(
        "Tigray People's Liberation Front", "group", None, "TIGRAY_PEOPLES_LIBERATION"
    )
    assert side_of("Alpha: one, two", "B") == Side("Alpha: one, two", "group", None, "ALPHA_ONE_TWO")
    assert side_of("Абхазия", "B").id == "B"


def test_what_is_said_of_a_side_is_kept() -> None:
    assert side_of("Rebels of Tigray, id=TPLF, alias=TPLF,alias = Woyane", "A") == Side(
        "Rebels of Tigray", "group", None, "TPLF", ("TPLF", "Woyane")
    )
    assert side_of("South Ossetia, kind=de_facto_entity", "A").kind == "de_facto_entity"
    assert side_of("Ethiopia, kind=group", "A") == Side("Ethiopia", "group", None, "ETHIOPIA")
    assert side_of("The Derg, iso3=ETH, id=DERG", "A") == Side("The Derg", "state", "ETH", "DERG")
    assert side_of("Northland, kind=state", "A") == Side("Northland", "state", None, "NORTHLAND")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("X, kind=rebels", "side 'X': no kind is called 'rebels' (allowed: state, de_facto_entity, "),
        ("X, iso3=ETX", "side 'X': no state has the code 'ETX' (ISO 3166-1, three capital letters: ETH, GEO, LKA)"),
        ("X, kind=group, iso3=ETH", "side 'X': a group has no ISO code (only a state has one)"),
        ("X, sort=group", "side 'X': nothing is called 'sort' (allowed: kind, iso3, id, alias)"),
        ("X, part_of=ETH", "side 'X': nothing is called 'part_of' (allowed: kind, iso3, id, alias)"),
        ("X, kind=", "side 'X': kind is empty"),
        ("X, id=A, id=B", "side 'X': id is given twice"),
        (", kind=group", "a side has no name"),
    ],
)
def test_what_cannot_be_said_of_a_side_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        side_of(text, "A")
    assert str(caught.value).startswith(message)


def test_the_same_name_twice_is_no_rivalry() -> None:
    with pytest.raises(UsageError, match="both sides are called 'Georgia'"):
        sides_of("Georgia", "Georgia")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Indai", "India"), ("Pakistn", "Pakistan"), ("Azerbaidjan", "Azerbaijan"), ("India", None), ("Mila", None),
        ("Kashmir insurgents", None), ("Hamas", None), ("Tigray People's Liberation Front", None),
    ],
)  # fmt: skip
def test_a_slip_in_the_name_of_a_state_is_seen(name: str, meant: str | None) -> None:
    assert nearly(name) == meant
