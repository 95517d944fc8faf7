"""What the sources dispute, and how many of them agree."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_cases import claim, day, event, point, position, record, source, status, tie

from interbellum.record import Dispute, Record, same_number


def _only(made: Record, on: str | None = None) -> Dispute:
    (dispute,) = made.disputes(day(on) if on else None)
    return dispute


def _deaths(name: str, value: float | None, **cells: Any) -> Any:
    return claim(name, "event:E", value=value, unit="person", of="people killed", **cells)


def test_variants_of_a_status_are_a_dispute_with_their_ranks() -> None:
    made = record(
        status("S0", "ROAD", "state", "closed", "2022-12-12"),
        status(
            "S1", "ROAD", "state", "restricted", "2022-12-12", variant_of="S0", rank="preferred", standing="contested"
        ),
        claim("C0", "status:S0"),
        claim("C1", "status:S1"),
    )
    dispute = _only(made)
    assert (dispute.about, dispute.kind, dispute.title) == ("status:S0", "variants", "state of ROAD")
    assert [(one.value, one.claims, one.rank) for one in dispute.variants] == [
        ("contested restricted from 2022-12-12", ("C1",), "preferred"),
        ("closed from 2022-12-12", ("C0",), "normal"),
    ]
    assert made.disputes(day("2022-12-11")) == ()
    assert made.disputes(day("2022-12-12")) == (dispute,)


def test_a_dispute_shows_only_variants_that_a_day_can_have() -> None:
    made = record(
        *(status(f"S{i}", "ROAD", "state", "closed", f"2022-12-1{i}", variant_of="S0" if i else None) for i in range(3))
    )
    assert len(_only(made).variants) == 3
    assert [one.record for one in _only(made, "2022-12-11").variants] == ["status:S0", "status:S1"]
    assert made.disputes(day("2022-12-10")) == ()


def test_variants_of_events_and_ties_say_what_differs() -> None:
    made = record(
        event("E0", "2020-09-27", deaths=3800, gloss="The war"),
        event("E1", "2020-09-27", deaths=4000, variant_of="E0", gloss="The war"),
        tie("T0", "2019", strength=0.5),
        tie("T1", variant_of="T0", type="guarantee"),
    )
    words = {dispute.about: [one.value for one in dispute.variants] for dispute in made.disputes()}
    assert words == {
        "event:E0": ["2020-09-27, 3,800 deaths, The war", "2020-09-27, 4,000 deaths, The war"],
        "tie:T0": ["alliance 0.5 from 2019", "guarantee"],
    }


def test_a_claim_with_another_number_than_its_record_is_a_dispute() -> None:
    made = record(event("E", "2020-10", deaths=3800), _deaths("C1", 4000), _deaths("C2", 3800, source="S2"))
    dispute = _only(made)
    assert (dispute.about, dispute.kind, dispute.what) == ("event:E", "number", "deaths")
    assert [(one.value, one.claims) for one in dispute.variants] == [(3800, ("C2",)), (4000, ("C1",))]
    assert made.disputes(day("2020-10-30")) == ()
    assert made.disputes(day("2020-10-31")) == (dispute,)


def test_rounding_copies_and_ranges_are_no_dispute() -> None:
    made = record(
        event("E", "2020-10", deaths=2906, deaths_low=2800, deaths_high=3000),
        _deaths("C1", 2900, text_sha256="a" * 64),
        _deaths("C2", 2900, text_sha256="a" * 64, source="S2"),
        _deaths("C3", 2850, source="S3"),
        _deaths("C4", None, low=2000, high=2950),
        _deaths("C5", None, low=2500),
        claim("C6", "event:E", value=90, unit="km2", of="area"),
    )
    assert made.disputes() == ()


def test_claims_that_disagree_on_another_quantity_are_a_dispute_of_their_own() -> None:
    made = record(
        event("E", "2020-10", deaths=10, rank="preferred"),
        claim("C1", "event:E", value=90, unit="km2", of="Area"),
        claim("C2", "event:E", low=150, high=200, unit="km2", of="area", source="S2"),
    )
    dispute = _only(made)
    assert dispute.what == "area, km2"
    assert [(one.value, one.rank) for one in dispute.variants] == [(90, "normal"), ("150 to 200", "normal")]


def test_bounds_are_told_in_words_and_whole() -> None:
    made = record(
        event("E", "2020-10"),
        claim("C1", "event:E", high=9, unit="km2", of="area"),
        claim("C2", "event:E", low=150, unit="km2", of="area", source="S2"),
        claim("C3", "event:E", high=1_000_000, unit="person", of="displaced"),
        claim("C4", "event:E", low=1_234_567, high=2_000_000, unit="person", of="displaced", source="S2"),
    )
    told = {dispute.what: [one.value for one in dispute.variants] for dispute in made.disputes()}
    assert told == {
        "area, km2": ["at most 9", "at least 150"],
        "displaced, person": ["at most 1,000,000", "1,234,567 to 2,000,000"],
    }


def test_numbers_without_a_label_are_compared_too() -> None:
    made = record(tie("T"), claim("C1", "tie:T", value=1), claim("C2", "tie:T", value=5))
    assert _only(made).what == "number"


def test_a_mission_of_disputed_strength() -> None:
    made = record(
        status("S", "WATCH", "strength", "2000", "2020-11"), claim("C", "status:S", value=1500, unit="person")
    )
    assert _only(made).what == "strength"
    assert same_number(1960, 2000)


def test_a_claim_about_one_value_of_a_series_is_compared_with_that_value() -> None:
    points = (point("2020", 100), point("2021", 50))
    made = record(
        claim("C1", "series:deaths/NOR-SUD", value=150, unit="person", date="2021"),
        claim("C2", "series:deaths/NOR-SUD", value=999, unit="person", date="2019"),
        claim("C3", "series:deaths/NOR-SUD", value=7, unit="USD", date="2021"),
        claim("C4", "series:deaths", value=8000, unit="person", date="2021"),
        series={"deaths": points},
    )
    dispute = _only(made)
    assert (dispute.what, dispute.title) == ("deaths", "deaths of NOR-SUD, 2021")
    assert [one.value for one in dispute.variants] == [50, 150]
    assert made.disputes(day("2021-12-30")) == ()


def test_sources_that_count_differently_are_one_dispute_and_revisions_are_none() -> None:
    points = (
        point("2021", 40, vintage="2022"),
        point("2021", 50, vintage="2023"),
        point("2021", 70, source="S2"),
        point("2021", 71, source="S3"),
        point("2022", 4, vintage="2022"),
        point("2022", 5, vintage="2023"),
    )
    made = record(
        claim("C1", "series:deaths/NOR-SUD"),
        claim("C2", "series:deaths/NOR-SUD", source="S2", date="2021", value=70, unit="person"),
        claim("C3", "series:deaths/NOR-SUD", source="S3"),
        series={"deaths": points},
    )
    dispute = _only(made)
    assert (dispute.what, dispute.title) == ("deaths", "deaths of NOR-SUD, 2021")
    assert [(one.value, one.claims) for one in dispute.variants] == [(50, ("C1",)), (70, ("C2",)), (71, ("C3",))]


def test_a_claim_about_an_actor_is_compared_with_the_actors_value() -> None:
    made = record(
        claim("C1", "series:spend", value=9, unit="USD", date="2021", actors=("NOR",)),
        series={"spend": (point("2021", 5, "NOR", unit="USD"), point("2021", 3, "SUD", unit="USD"))},
    )
    assert [(one.value, one.rank) for one in _only(made).variants] == [(5, "normal"), (9, "normal")]


def test_the_deaths_of_some_are_not_the_deaths_of_all() -> None:
    made = record(
        event("E", "2020-10", deaths=6700),
        claim("C1", "event:E", value=3800, unit="person", of="soldiers of SUD killed"),
        claim("C2", "event:E", value=6700, unit="person", of="people killed"),
    )
    assert made.disputes() == ()


def test_a_claim_that_dates_an_event_elsewhere_is_a_dispute() -> None:
    made = record(
        event("E", "2020-09-27/2020-11-10"),
        claim("C1", "event:E", date="2020-10"),
        claim("C2", "event:E", date="2021-03"),
        claim("C3", "event:E", date="../2019"),
        claim("C4", "event:E", date="2019", kind="interpretation"),
        claim("C5", "event:E"),
    )
    dispute = _only(made)
    assert dispute.kind == "date"
    assert [(one.value, one.claims) for one in dispute.variants] == [
        ("2020-09-27/2020-11-10", ("C1",)),
        ("../2019", ("C3",)),
        ("2021-03", ("C2",)),
    ]
    assert len(_only(made, "2020-12-01").variants) == 2


@pytest.mark.parametrize("cells", [{"stance": "denies"}, {"negated": True}])
def test_what_some_assert_and_others_deny_is_a_dispute(cells: dict[str, Any]) -> None:
    made = record(event("E", "2020"), claim("C1", "event:E"), claim("C2", "event:E", source="S2", **cells))
    dispute = _only(made)
    assert [(one.value, one.claims) for one in dispute.variants] == [("asserted", ("C1",)), ("denied", ("C2",))]
    assert made.disputes(known_by=day("2020-01-01")) == ()


def test_a_denial_counts_from_the_day_it_is_known() -> None:
    made = record(
        source("S2", "2022"),
        event("E", "2020"),
        claim("C1", "event:E"),
        claim("C2", "event:E", source="S2", negated=True),
    )
    assert made.disputes(known_by=day("2021-01-01")) == ()
    assert len(made.disputes(known_by=day("2023-01-01"))) == 1


def test_stances_on_positions_and_open_events_have_titles() -> None:
    made = record(
        position("NOR", 10, "2020", "C1"),
        claim("C1", kind="position", value=10),
        claim("C2", "position:STATUS/NOR", kind="position", value=90),
        event("E", "2020-02/..", gloss="A siege"),
        claim("C3", "event:E"),
        claim("C4", "event:E", negated=True),
    )
    titles = {dispute.about: (dispute.title, dispute.begins[0]) for dispute in made.disputes()}
    assert titles == {
        "event:E": ("A siege", day("2020-02-01")),
        "position:STATUS/NOR@2020#1": ("STATUS NOR", day("2020-12-31")),
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (2906, 2900, True),
        (3800, 4000, False),
        (6500, 7000, False),
        (44, 40, False),
        (0, 0, True),
        (0, 1, False),
        (10.2, 10, True),
        (0.0512, 0.051, True),
        (0.051, 0.06, False),
        (1.5e12, 1.52e12, True),
        (1.5e12, 1.6e12, False),
        (1.5e-7, 1.52e-7, True),
        (6, 7, False),
        (-2906, -2900, True),
    ],
)
def test_a_number_agrees_with_its_rounding_and_no_other(one: float, other: float, same: bool) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same


@given(st.integers(100, 10**9), st.integers(2, 4))
def test_any_rounding_to_two_digits_or_more_agrees(number: int, digits: int) -> None:
    assert same_number(number, float(f"{number:.{digits - 1}e}"))


def test_copies_count_once() -> None:
    made = record(
        source("S1", reliability="C"),
        source("S2", reliability="A"),
        event("E", "2020"),
        claim("C1", "event:E", gloss="The road was shut by protesters", credibility=3),
        claim("C2", "event:E", gloss="A second remark of the same report"),
        claim("C3", "event:E", gloss="the road was shut, by protesters!", source="S2"),
        claim("C4", "event:E", gloss="Trucks stand idle", source="S3", text_sha256="b" * 64, credibility=2),
        claim("C5", "event:E", gloss="Queues at the bridge", source="S4", text_sha256="b" * 64),
        claim("C6", "event:E", gloss="Nothing passed that week", source="S5"),
    )
    support = made.corroboration("event:E")
    assert support.groups == (("C1", "C2", "C3"), ("C4", "C5"), ("C6",))
    assert (support.independent, support.reliability, support.credibility) == (3, "A", 2)
    assert support.sources == ("S1", "S2", "S3", "S4", "S5")
    assert made.corroboration("event:E", known_by=day("2019-01-01")).independent == 0


def test_groups_of_copies_join_through_a_third() -> None:
    made = record(
        event("E", "2020"),
        claim("C1", "event:E", gloss="one thing", source="S1"),
        claim("C2", "event:E", gloss="another matter", source="S2"),
        claim("C3", "event:E", gloss="another matter", source="S1"),
    )
    assert made.corroboration("event:E").groups == (("C1", "C2", "C3"),)


def test_the_dead_of_both_sides_told_apart_are_parts_of_their_sum() -> None:
    cells = {"unit": "person", "of": "killed", "date": "2021-03-04"}
    made = record(
        claim("C1", "series:deaths/NOR-SUD", value=14, source="S1", **cells),
        claim("C2", "series:deaths/NOR-SUD", value=7, source="S1", **cells),
        claim("C3", "series:deaths/NOR-SUD", value=30, source="S2", **cells),
        series={"deaths": (point("2021-03-04", 21, source="S1"),)},
    )
    assert [(one.value, one.claims) for one in _only(made).variants] == [(21, ("C1", "C2")), (30, ("C3",))]


def test_words_of_a_number_are_read_in_no_time_however_many_they_are() -> None:
    words = "the people of all sides in the war " * 3
    claims = [
        claim("A", "event:E", value=9, unit="person", of=f"{words}soldiers"),
        claim("B", "event:E", value=90, unit="person", of=words),
    ]
    start = time.perf_counter()
    (dispute,) = record(event("E", "2020-03-01", deaths=400), *claims).disputes()
    assert time.perf_counter() - start < 2
    assert [variant.value for variant in dispute.variants] == [400, 90]


def test_a_claim_that_names_what_is_counted_speaks_of_no_other_figure_of_the_day() -> None:
    figures = {
        "figures": (
            point("2021", 60, variable="arms_of_one", unit="percent"),
            point("2021", 27, variable="arms_of_another", unit="percent"),
        )
    }
    cells: dict[str, Any] = {"kind": "observation", "date": "2021", "unit": "percent", "actors": ("NOR",)}
    made = record(
        claim("C1", "series:figures/NOR-SUD/arms_of_one", value=60, **cells),
        claim("C2", "series:figures/NOR-SUD/arms_of_another", value=27, **cells),
        series=figures,
    )
    assert made.disputes() == ()
    state = made.state(day("2022-01-01"))["series"]
    assert state["arms_of_one"]["NOR-SUD"]["claims"] == ["C1"]
    assert state["arms_of_another"]["NOR-SUD"]["claims"] == ["C2"]
    rival = record(
        claim("C1", "series:figures/NOR-SUD/arms_of_one", value=60, **cells),
        claim("C3", "series:figures/NOR-SUD/arms_of_one", source="S2", value=40, **cells),
        series={"figures": figures["figures"][:1]},
    )
    assert [one.what for one in rival.disputes()] == ["arms_of_one"]
