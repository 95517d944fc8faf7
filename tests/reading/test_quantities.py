"""Quantities: numbers, ranges, hedges, units, and what is no quantity."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interbellum.reading.calendar_words import words_value
from interbellum.reading.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "unit"),
    [
        ("The budget was $754 million.", 754e6, None, None, "USD"),
        ("It spent 8 billion USD.", 8e9, None, None, "USD"),
        ("It lost about 3,800 square kilometres.", 3800, None, None, "km2"),
        ("They are 15-25% of the people.", None, 15, 25, "percent"),
        ("Between 20 and 30 soldiers left.", None, 20, 30, "person"),
        ("At least nineteen people were killed.", 19, 19, None, "person"),
        ("Tens of thousands died.", None, 10_000, 100_000, "person"),
        ("A 2,000-strong force stayed.", 2000, None, None, "person"),
        ("It ended after 44 days.", 44, None, None, "day"),
        ("More than two decades passed.", 20, 20, None, "year"),
        ("It is one-third of the rival's.", 0.333, None, None, "ratio"),
        ("Exports doubled.", 2, None, None, "ratio"),
        ("Spending rose almost eightfold.", 8, None, None, "ratio"),
        ("It lost seven districts.", 7, None, None, "count"),
        ("It scored 1 out of 100.", 1, None, None, "score"),
    ],
)
def test_quantities_have_value_range_and_unit(
    text: str, value: float | None, low: float | None, high: float | None, unit: str
) -> None:
    (found,) = find_quantities(text)
    assert (found.value, found.low, found.high, found.unit) == (value, low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "The two countries met.",
        "One of them left.",
        "See note [12].",
        "The 3+3 format met.",
        "In Article 5 it says so.",
        "A Hermes 450/900 flew.",
    ],
)
def test_parties_notes_and_names_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == []


def test_two_amounts_joined_by_and_are_two() -> None:
    found = find_quantities("The budgets are $754 million and $2.6 billion, respectively.")
    assert [quantity.value for quantity in found] == [754e6, 2.6e9]


def test_hedges_are_kept() -> None:
    (found,) = find_quantities("Nearly 30,000 people died.")
    assert found.approx
    assert found.value == 30_000


def test_a_date_is_masked() -> None:
    assert find_quantities("On 4 March 2019 it opened.", [(3, 15)]) == []


@given(st.integers(0, 999_999_999))
def test_figures_with_commas_are_read_back(number: int) -> None:
    assert words_value(f"{number:,}") == number


@given(st.text(max_size=200))
def test_any_text_gives_quantities_in_order_that_do_not_overlap(text: str) -> None:
    found = find_quantities(text)
    for one, other in itertools.pairwise(found):
        assert one.end <= other.start
