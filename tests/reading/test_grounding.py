"""Grounding: quotes word for word or not at all; numbers, names and negation as the quote has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interbellum.reading.llm.grounding import locate, numbers_in, objections

TEXT = "The ministry said that seventeen people were killed.\nThe premier didn’t sign the “joint” text — again."


def test_an_exact_quote_is_found() -> None:
    grounded = locate(TEXT, "seventeen people were killed")
    assert grounded.span is not None
    assert TEXT[slice(*grounded.span)] == "seventeen people were killed"


def test_spaces_quotes_and_dashes_may_differ_but_nothing_else() -> None:
    grounded = locate(TEXT, 'The premier didn\'t  sign the "joint" text - again.')
    assert grounded.span is not None
    assert TEXT[slice(*grounded.span)].startswith("The premier")
    assert locate(TEXT, "nineteen people were killed").span is None
    assert locate(TEXT, "seventeen persons were killed").span is None
    assert locate(TEXT, "eventeen people were kill").span is None


@given(st.integers(0, len(TEXT) - 1), st.integers(0, len(TEXT)))
def test_whatever_is_found_is_in_the_text(start: int, end: int) -> None:
    quote = TEXT[start:end]
    grounded = locate(TEXT, quote)
    if grounded.span is not None:
        assert TEXT[slice(*grounded.span)].split() == quote.split()


@pytest.mark.parametrize(
    ("quote", "negated", "numbers", "says"),
    [
        ("seventeen people were killed", False, [19.0], "number"),
        ("17 people were killed", False, [1700.0], "number"),
        ("the premier did not sign the text", False, [], "negated"),
        ("the premier signed the text", True, [], "negated"),
        ("the army may attack the town", False, [], "may"),
    ],
)
def test_what_the_quote_does_not_say_is_refused(quote: str, negated: bool, numbers: list[float], says: str) -> None:
    found = objections(quote, negated=negated, numbers=numbers, names=[], uncertain=False)
    assert any(says in line for line in found)


def test_a_faithful_claim_has_no_objections() -> None:
    assert (
        objections(
            "Russia lost 3.5 million tons",
            negated=False,
            numbers=[3.5e6],
            names=[("Russia", "Moscow")],
            uncertain=False,
        )
        == []
    )
    assert objections("he did not sign", negated=True, numbers=[], names=[], uncertain=False) == []


def test_a_name_that_is_not_there_is_refused() -> None:
    assert objections("The army attacked", negated=False, numbers=[], names=[("Turkey", "Ankara")], uncertain=False)


def test_number_words_and_magnitudes_are_read() -> None:
    assert {17.0, 2.6e9} <= numbers_in("seventeen firms made $2.6 billion")
