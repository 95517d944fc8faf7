"""When things became known, on each basis."""

from __future__ import annotations

from typing import Any

import pytest
from record_cases import claim, day, event, point, position, record, source, status

from interbellum.errors import RecordError, UsageError
from interbellum.record import Known
from interbellum.record import known as known_module


def _known(**cells: object) -> Known | None:
    sources = [source("S1", "2020-06"), source("S2", None, retrieved="2021-03-01"), source("S3", None)]
    return record(*sources, event("E", "2020-02"), claim("C", "event:E", **cells)).known("event:E")


def test_a_publication_is_known_on_the_latest_day_it_can_have_appeared() -> None:
    assert _known(date="2020-02") == Known(day("2020-06-30"), "publication")


def test_a_written_known_comes_first() -> None:
    assert _known(date="2020-02", known="2020-03") == Known(day("2020-03-31"), "publication")


def test_a_public_act_is_known_a_day_after_it_began() -> None:
    known = _known(date="2020-02-03/2020-05", known_basis="public-event")
    assert known == Known(day("2020-02-04"), "public-event")


def test_a_public_act_is_never_known_later_than_its_publication() -> None:
    assert _known(date="2020", known_basis="public-event") == Known(day("2020-06-30"), "public-event")
    assert _known(date=None, known_basis="public-event") == Known(day("2020-06-30"), "public-event")


def test_an_act_of_unknown_beginning_is_known_once_it_is_over() -> None:
    assert _known(date="../2020-02", known_basis="public-event") == Known(day("2020-03-01"), "public-event")


def test_news_of_the_day_is_known_a_day_after_its_date() -> None:
    assert _known(date="2020-02-03/2020-05", known_basis="contemporaneous") == Known(
        day("2020-06-01"), "contemporaneous"
    )
    assert _known(date="2020-02/..", known_basis="contemporaneous") == Known(day("2020-06-30"), "contemporaneous")


def test_what_no_source_dates_is_known_when_retrieved_or_never() -> None:
    assert _known(source="S2") == Known(day("2021-03-01"), "publication")
    assert _known(source="S3") == Known(None, "publication")
    undated = record(source("S3", None), event("E", "2020"), claim("C", "event:E", source="S3"))
    assert undated.knowledge(day("9999-12-31")).events == ()
    assert len(undated.knowledge().events) == 1
    assert not Known(None, "publication").by(day("9999-12-31"))
    assert Known(None, "publication").by(None)
    assert _known(source="S9") == Known(None, "publication")


def test_a_record_is_known_by_the_earliest_of_its_claims() -> None:
    known = record(
        source("S2", "2020-03-01"), event("E", "2020-02"), claim("C1", "event:E"), claim("C2", "event:E", source="S2")
    )
    assert known.known("event:E") == Known(day("2020-03-01"), "publication")
    assert [one.id for one in known.claims_behind("event:E")] == ["C2", "C1"]
    assert [one.id for one in known.claims_behind("event:E", day("2020-05-01"))] == ["C2"]


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("claim", "2020-02-05"),
        ("publication", "2020-06-01"),
        ("public-event", "2020-02-05"),
        ("contemporaneous", "2020-02-06"),
        ("vintage", "2020-06-01"),
    ],
)
def test_a_whole_replay_may_take_one_basis(basis: str, expected: str) -> None:
    known = record(
        event("E", "2020-02"), claim("C", "event:E", date="2020-02-04/2020-02-05", known_basis="public-event")
    ).known("event:E", basis)  # type: ignore[arg-type]
    assert known is not None
    assert known.day == day(expected)


def test_a_written_known_does_not_hold_for_another_basis() -> None:
    rows = (event("E", "2020-02"), claim("C", "event:E", date="2020-02-04", known="2020-04-01"))
    assert record(*rows).known("event:E", "public-event") == Known(day("2020-02-05"), "public-event")


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(UsageError, match="use one of claim, publication"):
        record().at(day("2020-01-01"), None, "gossip")  # type: ignore[arg-type]


def _points(known_basis: str, **cells: object) -> list[str]:
    points = (point("2020-01", 1), point("2020-09", 2), point("2021", 3, vintage="2022-06"), point("2022-01/..", 4))
    made = record(claim("C", "series:deaths", known_basis=known_basis, **cells), series={"deaths": points})
    return [str(known.day) for entry in made.entries.points if (known := made.known(entry.key))]


def test_each_value_of_a_series_is_known_after_its_own_date() -> None:
    assert _points("contemporaneous") == ["2020-02-01", "2020-10-01", "2022-01-01", "2020-06-01"]
    assert _points("public-event") == _points("contemporaneous")


def test_a_published_series_is_known_on_publication_but_no_value_before_its_time() -> None:
    assert _points("publication") == ["2020-06-01", "2020-09-30", "2021-12-31", "2020-06-01"]
    assert _points("contemporaneous", known="2020-10-15") == ["2020-10-15", "2020-10-15", "2021-12-31", "2020-10-15"]


def test_a_dataset_is_known_by_its_vintage() -> None:
    assert _points("vintage") == ["2020-06-01", "2020-09-30", "2022-06-30", "2020-06-01"]
    assert _points("vintage", known="2020-12-01")[0] == "2020-12-01"


def test_a_vintage_that_is_a_name_leaves_the_publication() -> None:
    made = record(
        claim("C", "series:deaths", known_basis="vintage"),
        series={"deaths": (point("2020-01", 1, vintage="GED 24.1"),)},
    )
    assert made.known(made.entries.points[0].key) == Known(day("2020-06-01"), "vintage")


def test_claims_may_back_one_subject_of_a_series() -> None:
    made = record(
        claim("C", f"series:deaths/{'NOR-SUD'}"),
        series={"deaths": (point("2020-01", 1), point("2020-01", 2, subject="OTHER"))},
    )
    assert made.unbacked() == ("series:deaths/OTHER/deaths@2020-01",)


def test_a_position_is_known_by_its_own_claim_and_by_others_only_if_no_other_row_is_meant() -> None:
    early = source("S2", "2020-01-01")
    extra = claim("C2", "position:STATUS/NOR", source="S2", kind="position")
    one = record(early, position("NOR", 10, "2020", "C1"), claim("C1"), extra)
    assert one.known("position:STATUS/NOR@2020#1") == Known(day("2020-01-01"), "publication")
    two = record(early, position("NOR", 10, "2020", "C1"), position("NOR", 30, "2021", "C1"), claim("C1"), extra)
    assert two.known("position:STATUS/NOR@2021#2") == Known(day("2020-06-01"), "publication")
    dated = extra.model_copy(update={"date": "2021"})
    three = record(early, position("NOR", 10, "2020", "C1"), position("NOR", 30, "2021", "C9"), claim("C1"), dated)
    assert three.known("position:STATUS/NOR@2021#2") == Known(day("2020-01-01"), "publication")


def test_records_without_a_claim_are_listed_and_no_as_known_replay_has_them() -> None:
    made = record(status("S", "EAST", "control", "NOR", "2020"), position("NOR", 1, "2020", "C9"))
    assert made.unbacked() == ("position:STATUS/NOR@2020#1", "status:S")
    assert made.known("status:S") is None
    assert made.at(day("2021-01-01")).of("EAST", "control") is not None
    assert made.at(day("2021-01-01"), known_by=day("2023-01-01")).of("EAST", "control") is None


def test_what_the_record_does_not_have_is_an_error() -> None:
    with pytest.raises(RecordError, match="no 'event:X'"):
        record().known("event:X")
    with pytest.raises(RecordError, match="use one of NOR-SUD"):
        record().rivalry("X")


@pytest.mark.parametrize(
    "cells",
    [{"negated": True}, {"stance": "denies"}, {"stance": "expects"}, {"future": True}, {"hypothetical": True}],
)
def test_denials_expectations_and_hypotheses_do_not_make_a_record_known(cells: dict[str, object]) -> None:
    assert record(event("E", "2020"), claim("C", "event:E", **cells)).known("event:E") is None


def test_days_of_learning_are_listed() -> None:
    made = record(
        source("S2", "2020-03-01"),
        source("S3", None),
        event("E", "2020"),
        *(claim(f"C{i}", "event:E", source=f"S{i}") for i in (1, 2, 3)),
    )
    assert made.known_days() == (day("2020-03-01"), day("2020-06-01"))


def test_a_name_of_a_release_is_looked_at_once_however_many_values_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    parse = known_module.parse_edtf

    def counted(text: str) -> object:
        looked.append(text)
        return parse(text)

    monkeypatch.setattr(known_module, "parse_edtf", counted)
    rows = claim("C", known_basis="vintage", date="2019-05-07")
    rules = known_module.KnownRules({}, 0)
    for month in range(1, 12):
        rules.of_point(rows, day(f"2019-{month:02d}-01"), "A RELEASE 99.1")
    assert looked.count("A RELEASE 99.1") == 1


def _told(*claims: Any, known_by: str | None = None, **toll: Any) -> tuple[Any, ...]:
    """What a replay and a timeline say of the dead of an event of 3 March 2021, and the gloss."""
    given = toll or {"deaths": 412}
    made = record(
        source("NEWS", "2021-03-04"),
        source("REPORT", "2022-06-01"),
        event("E", "2021-03-03", gloss="An attack that killed hundreds.", **given),
        claim("C", "event:E", source="NEWS", date="2021-03-03", known_basis="public-event"),
        *claims,
    )
    by = day(known_by) if known_by else None
    (seen,) = made.state(day("2021-03-04"), by)["lately"]
    (item,) = made.timeline(day("2021-01-01"), day("2021-12-31"), by)
    assert item.title == seen["gloss"]
    assert (item.deaths or (None,))[0] == seen["deaths"]
    return seen["deaths"], seen["gloss"]


def _count(value: float | None = 412, **cells: Any) -> Any:
    given = {"source": "REPORT", "value": value, "unit": "person", "of": "killed", **cells}
    return claim("N", "event:E", **given)


UNTOLD = (None, "NOR towards SUD")
TOLD = (412, "An attack that killed hundreds.")


def test_a_toll_is_known_from_the_first_claim_on_that_states_it() -> None:
    assert _told(_count(), known_by="2022-05-31") == UNTOLD
    assert _told(_count(), known_by="2022-06-01") == TOLD
    assert _told(_count()) == TOLD


def test_a_toll_that_no_claim_states_is_the_records_own_and_known_by_no_day() -> None:
    assert _told() == TOLD
    assert _told(known_by="2023-12-31") == UNTOLD


def test_a_toll_is_not_known_before_the_time_that_it_counts_has_passed() -> None:
    total = _count(source="NEWS", date="2021-03-03/2021-04-10", known_basis="public-event")
    assert _told(total, known_by="2021-04-09") == UNTOLD
    assert _told(total, known_by="2021-04-10") == TOLD


@pytest.mark.parametrize(
    ("stated", "states"),
    [
        ({}, True),
        ({"value": 410}, True),
        ({"value": 430}, False),
        ({"value": None, "low": 300, "high": 500}, True),
        ({"value": None, "low": 412}, True),
        ({"value": None, "low": 300}, False),
        ({"value": 350, "low": 300, "high": 500}, False),
        ({"of": None}, True),
        ({"of": "soldiers killed"}, True),
        ({"of": "wounded"}, False),
        ({"unit": "day"}, False),
        ({"stance": "denies"}, False),
        ({"stance": "expects"}, False),
    ],
)
def test_a_claim_states_a_toll_by_its_number_of_dead(stated: dict[str, Any], states: bool) -> None:
    assert _told(_count(**stated), known_by="2023-01-01") == (TOLD if states else UNTOLD)


def test_a_number_within_the_bounds_of_a_toll_states_it() -> None:
    bounds = {"deaths": 412, "deaths_low": 300, "deaths_high": 500}
    assert _told(_count(310), known_by="2023-01-01", **bounds)[0] == 412
    assert _told(_count(250), known_by="2023-01-01", **bounds)[0] is None


def test_what_differs_from_the_records_own_toll_is_disputed_once_that_is_known() -> None:
    made = record(
        source("NEWS", "2021-03-04"),
        source("REPORT", "2022-06-01"),
        event("E", "2021-03-03", deaths=412),
        claim("C", "event:E", source="NEWS", value=90, unit="person", of="killed"),
        claim("N", "event:E", source="REPORT", date="2021-03-03", kind="observation", value=412, unit="person"),
        claim("D", "event:E", source="NEWS", date="2021-03-03"),
    )
    early, late = day("2022-05-31"), day("2022-06-01")
    assert made.disputes(known_by=early) == ()
    assert [one.what for one in made.disputes(known_by=late)] == ["deaths"]
    assert made.disputes(known_by=early) == ()


def test_a_dispute_over_a_toll_that_nobody_has_told_stays_with_all_that_is_known() -> None:
    """What was worked out for a day is not taken for what is known of the record itself."""
    made = record(event("E", "2020-03-03", deaths=412), claim("C", "event:E", value=90, unit="person", of="killed"))
    assert made.disputes(known_by=day("2023-01-01")) == ()
    assert [one.what for one in made.disputes()] == ["deaths"]


def test_a_later_claim_of_its_own_source_takes_nothing_from_what_was_known_of_a_value() -> None:
    own = claim("OWN", "series:deaths", known="2022-01-01")
    other = claim("OTHER", "series:deaths", source="S2", known="2020-03-01")
    days = []
    for claims in ((other,), (other, own)):
        made = record(source("S1", "2020-06-01"), *claims, series={"deaths": (point("2020-01", 1),)})
        days.append(made.known(made.entries.points[0].key))
    assert days == [Known(day("2020-06-01"), "publication")] * 2
