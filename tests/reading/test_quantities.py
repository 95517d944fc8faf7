"""Quantities: numbers, ranges, hedges, units, and what is no quantity."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interbellum.reading.dating.calendar_words import words_value
from interbellum.reading.quantities import _FINDERS, find_quantities


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "unit"),
    [
        ("The harbour cost $612 million.", 612e6, None, None, "USD"),
        ("It spent 9 billion USD.", 9e9, None, None, "USD"),
        ("It covers about 5,100 square kilometres.", 5100, None, None, "km2"),
        ("They are 30-35% of the people.", None, 30, 35, "percent"),
        ("Between 20 and 30 soldiers left.", None, 20, 30, "person"),
        ("At least nineteen people were killed.", 19, 19, None, "person"),
        ("Tens of thousands died.", None, 10_000, 100_000, "person"),
        ("A 3,000-strong force stayed.", 3000, None, None, "person"),
        ("It ended after 31 days.", 31, None, None, "day"),
        ("More than two decades passed.", 20, 20, None, "year"),
        ("It is one-third of the rival's.", 0.333, None, None, "ratio"),
        ("Exports doubled.", 2, None, None, "ratio"),
        ("Spending rose almost eightfold.", 8, None, None, "ratio"),
        ("It lost nine districts.", 9, None, None, "count"),
        ("It scored 3 out of 100.", 3, None, None, "score"),
        ("Six of our sailors were wounded.", 6, None, None, "person"),
        ("Three of the attackers died.", 3, None, None, "person"),
        ("It was a force of men, of whom 714 were women.", 714, None, None, "person"),
        ("It is about 4,500 strong.", 4500, None, None, "person"),
        ("Some 300,000 have been driven from their homes.", 3e5, None, None, "person"),
        ("They are being shown and 24 are being held.", 24, None, None, "person"),
        ("A mine wounds four others.", 4, None, None, "person"),
        ("They won for the loss of 18.", 18, None, None, "person"),
        ("They won for the loss of 18 tanks.", 18, None, None, "count"),
        ("It flew 641 overflight hours.", 641, None, None, "hour"),
        ("Nine in every ten were hit.", 0.9, None, None, "ratio"),
        ("It has displaced one in four Sudanese.", 0.25, None, None, "ratio"),
        ("Some 4,000 of the displaced have gone home.", 4000, None, None, "person"),
        ("Twelve were taken prisoner.", 12, None, None, "person"),
        ("Some 40.000 people left.", 40_000, None, None, "person"),
        ("There are 1.000.000 people there.", 1e6, None, None, "person"),
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


@pytest.mark.parametrize("text", ["A third offensive began.", "They held a fifth round of talks.", "a third Punic War"])
def test_a_third_of_its_kind_is_no_share(text: str) -> None:
    assert [one for one in find_quantities(text) if one.unit == "ratio"] == []


@pytest.mark.parametrize("text", ["a third of the army", "A third were lost.", "A third deserted.", "only a third."])
def test_a_third_of_something_is_a_share(text: str) -> None:
    assert [one.unit for one in find_quantities(text)] == ["ratio"]


def test_two_amounts_joined_by_and_are_two() -> None:
    found = find_quantities("They cost $612 million and $1.4 billion.")
    assert [quantity.value for quantity in found] == [612e6, 1.4e9]


def test_hedges_are_kept() -> None:
    (found,) = find_quantities("Nearly 41,000 people died.")
    assert found.approx
    assert found.value == 41_000


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


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "unseen").glob("*.txt")), ids=lambda path: path.stem)
def test_nothing_is_found_where_the_cheap_look_rules_it_out(path: Path) -> None:
    """What the parts of words leave out, the finder would not have found."""
    for text in path.read_text("utf-8").splitlines():
        for finder, needs in _FINDERS:
            assert any(part in text.lower() for part in needs) or list(finder(text, False)) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{'1' * 400} killed",
        f"{'9' * 5000} soldiers died",
        f"{'9' * 5000}/3 of the town",
        f"It grew {'7' * 5000}-fold.",
        f"1{',111' * 200} people fled.",
        f"between 5 and {'9' * 400} dead",
    ],
    ids=lambda text: text[-20:],
)
def test_a_run_of_digits_without_end_counts_nothing(text: str) -> None:
    """Serial numbers and broken tables: as a number such a run may be infinite, or too long to be read as one."""
    assert all(one.value is None or one.value < 1e15 for one in find_quantities(text))
