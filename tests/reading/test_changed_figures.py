"""Figures that rose, fell or were revised, sums of two years, and counts told without a noun."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.changed_figures import changed
from interbellum.reading.quantities import Quantity, find_quantities
from interbellum.sources.reading import read_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The death toll rose from 12 to 19.", 19),
        ("The UN revised its count of the dead from 306,000 to 350,000.", 350_000),
        ("The number of dead fell from 40 to 31 after a recount.", 31),
    ],
)
def test_a_count_that_changed_is_what_it_became(text: str, value: float) -> None:
    (found,) = find_quantities(text)
    assert (found.value, found.low, found.high) == (value, None, None)


def test_a_range_stays_a_range() -> None:
    (found,) = find_quantities("Estimates of the population range from 200,000 to 300,000.")
    assert (found.value, found.low, found.high, found.unit) == (None, 200_000, 300_000, "person")


def test_a_later_sum_has_the_currency_of_the_first() -> None:
    text = "Shipments rose from 75 million dollars in 1977 to 890 million in 1979."
    first = Quantity(20, 38, 75_000_000.0, None, None, "USD", "", False, "number and unit")
    assert [one.value for one in changed(text, [first])] == [75_000_000, 890_000_000]
    assert [one.value for one in changed("It cost 75 million dollars in 1977.", [first])] == [75_000_000]


def test_no_fewer_than_denies_nothing() -> None:
    (told, *_) = rule_reader().read(read_text("No fewer than 40 villages were burned on 3 May 2015.")).claims
    assert not told.negated
    (none, *_) = rule_reader().read(read_text("No villages were burned by the Turkish army on 3 May 2015.")).claims
    assert none.negated


def test_what_one_says_of_the_others_dead_is_not_his_own_loss() -> None:
    claims = rule_reader().read(read_text("Eritrea acknowledged 12 dead and put those of the enemy at 15.")).claims
    assert [(one.asserted_by, one.actors, one.quantity.value if one.quantity else None) for one in claims] == [
        ("ERI", ("ERI",), 12),
        ("ERI", (), 15),
    ]


def test_thousands_may_be_set_apart_by_spaces_and_a_year_before_a_count_is_none() -> None:
    assert [one.value for one in find_quantities("Some 10 000 people fled and 1 200 soldiers died.")] == [10_000, 1_200]
    assert [one.value for one in find_quantities("In 2020 300 soldiers died.")] == [300]
