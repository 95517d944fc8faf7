"""Counts on steps: whole, without gaps, unwritable, and cut off cleanly before an origin."""

from datetime import date

import numpy as np
import pytest

from interbellum.dates import Steps
from interbellum.errors import ScoreError
from interbellum.scoring import Counts


def test_before_an_origin_ends_with_the_step_before_it():
    counts = Counts.monthly(date(2020, 1, 1), range(12))
    assert counts.before(date(2020, 4, 1)).values.tolist() == [0, 1, 2]
    assert counts.before(date(2020, 4, 30)).values.tolist() == [0, 1, 2]
    assert len(counts.before(date(2019, 1, 1))) == 0
    assert len(counts.before(date(2030, 1, 1))) == 12


def test_history_offers_no_way_back_to_later_counts():
    counts = Counts.monthly(date(2020, 1, 1), range(12))
    past = counts.before(date(2020, 4, 1))
    assert past.values.base is None
    with pytest.raises(ValueError, match="read-only"):
        past.values[0] = 9


def test_counts_are_copied_from_what_they_were_made_of():
    values = np.arange(5)
    counts = Counts.monthly(date(2020, 1, 1), values)
    values[0] = 99
    assert counts.values[0] == 0


def test_since_moves_the_first_step():
    counts = Counts.monthly(date(2020, 1, 1), range(12), unit="R", rule="start", vintage="v1").since(date(2020, 3, 5))
    assert counts.values.tolist() == list(range(2, 12))
    assert counts.steps.label(0) == "2020-03"
    assert (counts.unit, counts.rule, counts.vintage) == ("R", "start", "v1")
    assert counts.index(date(2020, 4, 1)) == 1


def test_origins_are_first_days_of_steps_in_months_and_weeks():
    monthly = Counts.monthly(date(2020, 1, 1), range(3))
    expected = (date(2019, 12, 1), date(2020, 1, 1), date(2020, 2, 1))
    assert monthly.origins(date(2019, 12, 5), date(2020, 2, 1)) == expected
    weekly = Counts(np.arange(3), Steps(date(2020, 9, 21), "week"))
    assert weekly.origins(date(2020, 9, 30), date(2020, 10, 5)) == (date(2020, 9, 28), date(2020, 10, 5))


@pytest.mark.parametrize("values", [[1, -1], [1, 0.5], [np.nan], [np.inf], [[1, 2]]])
def test_what_is_no_series_of_counts_is_refused(values):
    with pytest.raises(ScoreError):
        Counts.monthly(date(2020, 1, 1), values)
