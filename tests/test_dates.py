"""EDTF dates, their bounds, and steps of time."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.dates import (
    Asof,
    Precision,
    StepName,
    Steps,
    add_days,
    add_months,
    as_day,
    days_meet,
    days_of,
    earliest_day,
    end_of,
    last_of_month,
    latest_day,
    only_day,
    parse_day,
    parse_edtf,
    start_of,
)
from interbellum.errors import DateError

DAYS = st.dates(date(1600, 1, 1), date(2400, 12, 31))
QUALIFIERS = st.sampled_from(["", "?", "~", "%"])


@st.composite
def edtf_texts(draw: st.DrawFn) -> str:
    day = draw(DAYS).isoformat()
    text = day[: draw(st.sampled_from([4, 7, 10]))] + draw(QUALIFIERS)
    return draw(
        st.sampled_from([text, text, f"{day[:3]}X", f"{day[:4]}-{draw(st.integers(21, 41))}", f"../{text}", f"{text}/"])
    )


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2020-09-27", "2020-09-27", "2020-09-27", "day"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2021", "2021-01-01", "2021-12-31", "year"),
        ("199X", "1990-01-01", "1999-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "century"),
        ("2020-21", "2020-03-01", "2020-05-31", "season"),
        ("2020-24", "2020-12-01", "2021-02-28", "season"),
        ("2020-29", "2020-09-01", "2020-11-30", "season"),
        ("2020-34", "2020-04-01", "2020-06-30", "season"),
        ("2020-38", "2020-05-01", "2020-08-31", "season"),
        ("2020-41", "2020-07-01", "2020-12-31", "season"),
        ("2020-XX", "2020-01-01", "2020-12-31", "year"),
        ("2020-05-XX", "2020-05-01", "2020-05-31", "month"),
        ("2020-02-2X", "2020-02-20", "2020-02-29", "month"),
        ("2020-XX-31", "2020-01-31", "2020-12-31", "year"),
        ("199X-05", "1990-05-01", "1999-05-31", "decade"),
        ("2006/2022", "2006-01-01", "2022-12-31", "interval"),
        ("2020-09-27/2020-11", "2020-09-27", "2020-11-30", "interval"),
        ("{2020,2022}", "2020-01-01", "2022-12-31", "interval"),
        ("2020-09-27T10:00:00Z", "2020-09-27", "2020-09-27", "day"),
    ],
)
def test_bounds_are_the_earliest_and_the_latest_day_a_date_can_mean(
    text: str, earliest: str, latest: str, precision: Precision
) -> None:
    when = parse_edtf(text)
    assert (str(when.earliest), str(when.latest), when.precision) == (earliest, latest, precision)
    assert when.text == text
    assert not when.approximate
    assert not when.uncertain


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2020-09-27~", "2020-09-24", "2020-09-30"),
        ("2023-09~", "2023-08-01", "2023-10-31"),
        ("2021-02-XX~", "2021-01-01", "2021-03-31"),
        ("2020~", "2019-01-01", "2021-12-31"),
        ("~2020", "2019-01-01", "2021-12-31"),
        ("2020-21~", "2020-02-01", "2020-06-30"),
        ("199X~", "1988-01-01", "2001-12-31"),
        ("19XX~", "1890-01-01", "2009-12-31"),
        ("2020~-09-12", "2019-09-12", "2021-09-12"),
        ("2020-~09-12", "2020-08-12", "2020-10-12"),
        ("2020~/2021", "2019-01-01", "2021-12-31"),
        ("0001~", "0001-01-01", "0002-12-31"),
        ("9999~", "9998-01-01", "9999-12-31"),
    ],
)
def test_approximate_dates_widen_by_the_precision_they_are_marked_at(text: str, earliest: str, latest: str) -> None:
    when = parse_edtf(text)
    assert (str(when.earliest), str(when.latest), when.approximate) == (earliest, latest, True)
    both = parse_edtf(text.replace("~", "%"))
    assert (both.earliest, both.latest, both.approximate, both.uncertain) == (when.earliest, when.latest, True, True)


def test_doubt_does_not_widen() -> None:
    assert parse_edtf("1994-05-12?").width_days == 1
    assert parse_edtf("1994-05-12?").uncertain
    assert parse_edtf("2020?-09").width_days == 30


@pytest.mark.parametrize("text", ["../2020-01", "/2020-01"])
def test_an_interval_may_have_no_start(text: str) -> None:
    when = parse_edtf(text)
    assert (when.open_start, when.open_end, when.latest, when.width_days) == (True, False, date(2020, 1, 31), None)
    assert when.contains(date(1, 1, 1), certainly=True)
    assert start_of(when) is None
    assert end_of(when) == parse_edtf("2020-01")


@pytest.mark.parametrize("text", ["2020-01/..", "2020-01/"])
def test_an_interval_may_have_no_end(text: str) -> None:
    when = parse_edtf(text)
    assert (when.open_start, when.open_end, when.earliest) == (False, True, date(2020, 1, 1))
    assert when.is_interval
    assert when.contains(date(9999, 1, 1), certainly=True)
    assert end_of(when) is None


def test_the_margins_of_an_interval_hold_possibly_and_its_middle_certainly() -> None:
    when = parse_edtf("2020-09/2020-11")
    assert when.contains(date(2020, 9, 1))
    assert not when.contains(date(2020, 9, 1), certainly=True)
    assert when.contains(date(2020, 9, 30), certainly=True)
    assert not when.contains(date(2020, 12, 1))
    assert start_of(parse_edtf("2020-09")) == parse_edtf("2020-09")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2020-02-30", "February 2020 has 29 days"),
        ("2020-04-31/2020-05", "April 2020 has 30 days"),
        ("2020-13", "no such month: 13"),
        ("2020-00", "no such month: 00"),
        ("2020-21-03", "no such month: 21"),
        ("2020-02-3X", "fits no date that exists"),
        ("2022/2021", "ends before it starts (write 2021/2022"),
        ("2020/2021/2022", "not an interval of two dates"),
        ("../..", "not an interval of two dates"),
        ("", "blank"),
        ("12 May 1994", "write for instance 1994-05-12"),
        ("~2020~", "not an EDTF date"),
        ("٢٠٢٠", "not an EDTF date"),
        ("0000", "years 1 to 9999"),
        ("~0000", "fits no date that exists"),
        ("-0044", "years 1 to 9999"),
        ("Y17E3", "years 1 to 9999"),
        ("[..2020]", "years 1 to 9999"),
        ("XXXX", "more than a century open"),
        ("199X-21", "season of no one year"),
    ],
)
def test_impossible_dates_are_refused_in_one_line(text: str, says: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse_edtf(text)
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


@given(st.text(alphabet="0129X-~?%/.{}[],TZ:Y", max_size=14))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    with contextlib.suppress(DateError):
        when = parse_edtf(text)
        assert when.earliest is None or when.latest is None or when.earliest <= when.latest


@given(edtf_texts())
def test_what_holds_certainly_holds_possibly_and_lies_within_the_bounds(text: str) -> None:
    when = parse_edtf(text)
    days = [day for day in (when.earliest, when.latest) if day]
    for day in [*days, *(add_days(day, n) for day in days for n in (-1, 1, 20))]:
        assert when.contains(day) or not when.contains(day, certainly=True)
        assert when.contains(day) == (
            (when.earliest is None or when.earliest <= day) and (when.latest is None or day <= when.latest)
        )


@given(DAYS)
def test_shorter_dates_contain_longer_ones_and_approximate_contain_exact(day: date) -> None:
    whole = day.isoformat()
    for text in (whole[:4], whole[:7], whole, whole[:3] + "X", whole[:2] + "XX"):
        exact, wide = parse_edtf(text), parse_edtf(text + "~")
        assert exact.contains(day)
        assert wide.earliest < exact.earliest <= exact.latest < wide.latest  # type: ignore[operator]


@settings(deadline=None)
@given(DAYS)
def test_the_library_agrees_on_plain_dates(day: date) -> None:
    import edtf

    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        theirs = edtf.parse_edtf(text)
        ours = parse_edtf(text)
        assert (date(*theirs.lower_strict()[:3]), date(*theirs.upper_strict()[:3])) == (ours.earliest, ours.latest)


@given(DAYS, st.integers(-500, 500))
def test_adding_months_and_taking_them_back_moves_no_more_than_a_month_end(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert abs((add_months(moved, -months) - day).days) <= 3
    assert last_of_month(day).month == day.month


def test_adding_stays_within_the_calendar() -> None:
    assert add_days(date.max, 5) == date.max
    assert add_days(date.min, -5) == date.min
    assert add_months(date.max, 1) == date.max
    assert add_months(date.min, -1) == date.min
    assert add_months(date(2020, 1, 31), 1) == date(2020, 2, 29)


def test_a_day_is_one_day() -> None:
    assert parse_day(" 2022-12-20 ") == date(2022, 12, 20)
    for text in ("2022-12", "2022-12-20~", "2022/2023"):
        with pytest.raises(DateError, match="one day"):
            parse_day(text)


def test_the_pair_names_both_days() -> None:
    assert str(Asof(date(2022, 12, 20))) == "2022-12-20 as known now"
    assert str(Asof(date(2022, 12, 20), date(2023, 1, 1))) == "2022-12-20 as known 2023-01-01"


def test_steps_are_calendar_months_or_iso_weeks() -> None:
    months = Steps(date(2020, 9, 27), "month")
    assert (months.start(0), months.end(0), months.label(0)) == (date(2020, 9, 1), date(2020, 9, 30), "2020-09")
    assert months.label(-9) == "2019-12"
    assert months.index(date(2021, 1, 1)) == 4
    weeks = Steps(date(2020, 9, 27), "week")
    assert (weeks.start(0), weeks.end(0), weeks.label(0)) == (date(2020, 9, 21), date(2020, 9, 27), "2020-W39")
    assert weeks.label(weeks.index(date(2021, 1, 1))) == "2020-W53"


def test_a_step_is_completed_on_its_last_day_and_not_before() -> None:
    months = Steps(date(2020, 1, 1), "month")
    assert months.last_completed(date(2020, 9, 29)) == 7
    assert months.last_completed(date(2020, 9, 30)) == 8


@given(DAYS, DAYS, st.sampled_from(["month", "week"]))
def test_every_day_lies_in_exactly_one_step(origin: date, day: date, step: StepName) -> None:
    steps = Steps(origin, step)
    index = steps.index(day)
    assert steps.start(index) <= day <= steps.end(index)
    assert steps.end(index) + timedelta(days=1) == steps.start(index + 1)
    assert steps.index(origin) == 0
    done = steps.last_completed(day)
    assert steps.end(done) <= day < steps.end(done + 1)


def test_importing_dates_does_not_import_the_edtf_library() -> None:
    code = "import sys, interbellum.dates as d; d.parse_edtf('2020-09~'); sys.exit('edtf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_day_is_taken_as_it_comes() -> None:
    for day in ("2010-01-15", date(2010, 1, 15), datetime(2010, 1, 15, 12), pd.Timestamp("2010-01-15")):
        assert type(as_day(day)) is date
        assert as_day(day) == date(2010, 1, 15)
    for wrong in (2010, None, "2010-01"):
        with pytest.raises(DateError):
            as_day(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("2020-09", "2020-09-27", True),
        ("2020-09-27/2020-11-10", "2020-11-10", True),
        ("2020-09", "2020-10-01", False),
        ("2020-09/..", "2031", True),
        (None, "2020", False),
        ("2020", "", False),
    ],
)
def test_two_dates_meet_where_they_can_share_a_day(one: str | None, other: str | None, meet: bool) -> None:
    assert days_meet(one, other) is days_meet(other, one) is meet


def test_no_date_allows_every_day() -> None:
    assert days_of(None) == days_of("") == (date.min, date.max)
    assert days_of("2020-02") == (date(2020, 2, 1), date(2020, 2, 29))


def test_a_date_is_asked_for_its_first_its_last_and_its_only_day() -> None:
    assert (
        days_of("2004-08") == (earliest_day("2004-08"), latest_day("2004-08")) == (date(2004, 8, 1), date(2004, 8, 31))
    )
    assert days_of("2004/..") == (date(2004, 1, 1), date.max)
    assert days_of(None) == days_of("") == (date.min, date.max)
    assert only_day("2004-08-19") == only_day("2004-08-19?") == date(2004, 8, 19)
    for wider in ("2004-08", "2004-08-19~", "2004-08-19/..", "2004-08-19/2004-08-20", "", None):
        assert only_day(wider) is None
