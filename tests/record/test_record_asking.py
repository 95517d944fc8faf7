"""Which days can be asked about."""

from __future__ import annotations

import pytest
from record_cases import case, claim, day, event, record

from interbellum.errors import DateError
from interbellum.record import Record, asked


def _made() -> Record:
    return record(event("E0", "2020-02-01"), claim("C0", "event:E0", known="2020-02-02"))


def test_the_first_and_the_last_day_of_the_period_can_be_asked_about() -> None:
    made = _made()
    assert made.case.meta.period == "2019/2023"
    for on in ("2019-01-01", "2023-12-31"):
        asked(made, day(on))


@pytest.mark.parametrize(("on", "word"), [("2018-12-31", "before"), ("2024-01-01", "after")])
def test_a_day_outside_the_period_is_refused_in_one_line(on: str, word: str) -> None:
    with pytest.raises(DateError, match=f"{on} lies {word} the period of small") as caught:
        asked(_made(), day(on))
    assert "ask for a day from" in str(caught.value)


def test_a_known_by_day_before_anything_was_known_is_refused() -> None:
    on = day("2020-03-01")
    with pytest.raises(DateError, match="nothing of small was known by 2020-02-01"):
        asked(_made(), on, day("2020-02-01"))
    asked(_made(), on, day("2020-02-02"))


def test_a_record_without_claims_refuses_no_known_by_day() -> None:
    asked(Record.of(case()), day("2020-03-01"), day("1900-01-01"))
