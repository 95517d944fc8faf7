"""Words of likelihood, shares of futures, direction and alerts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interbellum.case import open_case
from interbellum.case.documents import Choice
from interbellum.errors import UsageError
from interbellum.views import words
from interbellum.views.choices import choice_words
from interbellum.views.labels import Labels

CHANCES = st.floats(0, 1)


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.01, "almost no chance"), (0.0499, "almost no chance"), (0.05, "very unlikely"), (0.1999, "very unlikely"),
        (0.20, "unlikely"), (0.4499, "unlikely"), (0.45, "roughly even chance"), (0.5499, "roughly even chance"),
        (0.55, "likely"), (0.7999, "likely"), (0.80, "very likely"), (0.9499, "very likely"), (0.95, "almost certain"),
        (0.99, "almost certain"), (0.0, "almost no chance"), (1.0, "almost certain"),
    ],
)  # fmt: skip
def test_likelihood_words_change_at_the_edges_of_icd_203(probability: float, word: str) -> None:
    assert words.likelihood(probability) == word


@given(CHANCES)
def test_a_probability_within_the_scale_lies_in_its_band(probability: float) -> None:
    band = words.band_of(probability)
    if 0.01 <= probability <= 0.99:
        assert band.low <= probability <= band.high
        assert probability < band.high or band is words.BANDS[-1]


@given(CHANCES, CHANCES)
def test_a_larger_probability_never_has_a_smaller_word(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert words.BANDS.index(words.band_of(low)) <= words.BANDS.index(words.band_of(high))


def test_the_seven_bands_touch_from_1_to_99_percent() -> None:
    assert len(words.BANDS) == 7
    assert [band.high for band in words.BANDS[:-1]] == [band.low for band in words.BANDS[1:]]
    assert (words.BANDS[0].low, words.BANDS[-1].high) == (0.01, 0.99)


@pytest.mark.parametrize("wrong", [-0.01, 1.01, float("nan")])
def test_what_is_no_probability_is_refused(wrong: float) -> None:
    with pytest.raises(UsageError):
        words.likelihood(wrong)
    with pytest.raises(UsageError):
        words.of_futures(wrong)


def test_shares_are_told_as_futures() -> None:
    assert words.of_futures(0.85) == "17 of 20 futures"
    assert words.told(0.29, 1000) == "29%, 6 of 20 futures"
    assert words.told(0.0, 1000) == "none of 1,000 futures"


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_what_is_not_none_or_all_is_never_rounded_to_it(share: float) -> None:
    text = words.of_futures(share)
    assert not text.startswith(("none", "all", "0 ", "20 "))
    assert words.percent(share) not in ("0%", "100%")


@given(CHANCES)
def test_a_sentence_of_likelihood_names_no_confidence(probability: float) -> None:
    sentence = f"War {words.is_likelihood(probability)}."
    assert not words.mixes_confidence(sentence)
    assert words.mixes_confidence(f"{sentence[:-1]}, with high confidence.")


@given(st.integers(0, 5), st.integers(0, 5))
def test_direction_turns_round_with_what_worsened_and_improved(worse: int, better: int) -> None:
    opposite = {"deteriorated": "improved", "improved": "deteriorated", "unchanged": "unchanged"}
    assert words.direction(better, worse) == opposite[words.direction(worse, better)]


@pytest.mark.parametrize(
    ("now", "before", "sign"),
    [(12, 2, 1), (11, 2, 0), (125, 100, 1), (124, 100, 0), (75, 100, -1), (76, 100, 0), (0, 0, 0), (10, 0, 1)],
)
def test_deaths_count_as_changed_from_a_quarter_and_from_ten_on(now: int, before: int, sign: int) -> None:
    assert words.deaths_changed(now, before, 504) == sign


@pytest.mark.parametrize(
    ("now", "before", "weight"),
    [(503, 100, 1), (504, 100, 2), (600, 0, 2), (900, 600, 1), (2016, 0, 4), (86915, 665, 8)],
)
def test_deaths_count_for_more_with_war_rate_and_each_doubling_of_it(now: int, before: int, weight: int) -> None:
    assert words.deaths_changed(now, before, 504) == weight
    assert words.deaths_changed(before, now, 504) == -weight


@pytest.mark.parametrize(
    ("now", "before", "weight"),
    [(128, 2, 2), (2, 128, -1), (600, 2, 2), (2016, 0, 4), (128, 120, 0), (95, 240, -1), (600, 510, 0)],
)
def test_one_step_at_war_rate_that_came_counts_as_much_as_a_span_of_them(now: int, before: int, weight: int) -> None:
    assert words.deaths_changed(now, before, 504, came=True) == weight


def test_alerts_are_given_from_their_thresholds_on_and_the_rule_prints_them() -> None:
    assert words.alerts(0.19, 0.19) == ()
    assert words.alerts(0.20, 0.0) == ("conflict risk alert",)
    assert words.alerts(0.0, 0.20) == ("resolution opportunity",)
    assert "20%" in words.rule_of_alerts("month")
    assert "25%" in words.rule_of_direction("six months", 504, "month")
    rule = words.rule_of_direction("six months", 504, "month")
    assert "war rate (504 deaths in six months)" in rule
    assert "a month at war rate after six months without one counts as six months of it" in rule


@pytest.mark.parametrize(
    ("target", "value", "said"),
    [
        ("escalation.phase", 3, "phase of X is drawn as war"),
        ("escalation.phase", "war", "phase of X is drawn as war"),
        ("talks.stage", 4, "stage of talks of X is drawn as signed"),
        ("lethality.deaths", 3, "deaths of X is drawn as 3"),
    ],
)
def test_a_choice_says_the_word_that_a_number_stands_for(target: str, value: float | str, said: str) -> None:
    choice = Choice.model_validate({"op": "draw", "target": target, "unit": "X", "value": value})
    assert choice_words(choice, Labels(open_case("two-valleys"))) == said


@pytest.mark.parametrize(
    ("shares", "counts"),
    [
        ((0.4, 0.3, 0.2, 0.1), (8, 6, 4, 2)),
        ((0.41, 0.29, 0.22, 0.08), (8, 6, 4, 2)),
        ((0.424, 0.3265, 0.2225, 0.027), (8, 7, 4, 1)),
        ((0.98, 0.02), (20, 0)),
        ((1.0,), (20,)),
    ],
)
def test_shares_of_all_futures_sum_to_all_of_them(shares: tuple[float, ...], counts: tuple[int, ...]) -> None:
    told = [one.removesuffix(" of 20 futures") for one in words.shares_of_futures(shares)]
    few = {"fewer than 1": 0, "nearly all": 20, "all": 20}
    assert tuple(few[one] if one in few else int(one) for one in told) == counts


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0.06, 0.09, "from 6% to 9%"),
        (0.062, 0.058, "from 6.2% to 5.8%"),
        (0.004, 0.002, "from 0.4% to 0.2%"),
        (0.0621, 0.0619, "from 6.2% by less than a tenth of a point"),
    ],
)
def test_a_change_of_a_chance_is_told_so_that_it_can_be_seen(before: float, after: float, said: str) -> None:
    assert words.change_words(before, after) == said
