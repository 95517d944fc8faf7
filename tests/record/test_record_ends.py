"""An end counts only once it is known: no as-known replay sees what a later day would bring."""

from __future__ import annotations

from record_cases import claim, day, record, status, tie

from interbellum.record import Record


def _two_owners() -> Record:
    public = {"known_basis": "public-event"}
    return record(
        status("S1", "EAST", "control", "NOR", "2020-01-01", "2020-03-09"),
        status("S2", "EAST", "control", "SUD", "2020-03-10"),
        claim("C1", "status:S1", date="2020-01-01", **public),
        claim("C2", "status:S2", date="2020-03-10", **public),
    )


def _holder(known: Record, on: str, known_by: str | None) -> str | None:
    held = known.at(day(on), None if known_by is None else day(known_by)).of("EAST", "control")
    return held.value if held else None


def test_what_is_held_is_held_until_the_change_is_known() -> None:
    known = _two_owners()
    assert _holder(known, "2020-03-20", "2020-02-01") == "NOR"
    assert _holder(known, "2020-03-10", "2020-03-10") == "NOR"
    assert _holder(known, "2020-03-10", "2020-03-11") == "SUD"
    assert _holder(known, "2020-03-09", "2020-03-11") == "NOR"
    assert _holder(known, "2020-03-20", None) == "SUD"


def test_the_future_end_is_in_no_row_and_in_no_timeline() -> None:
    known = _two_owners()
    (entry,) = known.knowledge(day("2020-02-01")).status
    assert entry.row.to is None
    assert [item.moment for item in known.timeline(day("2020-01-01"), day("2020-12-31"), day("2020-02-01"))] == [
        "begins"
    ]


def test_an_end_that_nothing_follows_is_known_when_its_day_and_the_lag_have_passed() -> None:
    known = record(
        status("S1", "ROAD", "state", "open", "2020-01-01", "2020-03-09"),
        claim("C1", "status:S1", date="2020-01-01", known_basis="public-event"),
        tie("T1", "2020-01-01", "2020-03-09"),
        claim("C2", "tie:T1", date="2020-01-01", known_basis="public-event"),
    )
    early, late = known.at(day("2020-04-01"), day("2020-03-10")), known.at(day("2020-04-01"), day("2020-03-11"))
    assert early.of("ROAD", "state") is not None
    assert late.of("ROAD", "state") is None
    assert [held.row.id for held in early.ties] == ["T1"]
    assert late.ties == ()


def test_a_change_announced_beforehand_ends_what_it_follows() -> None:
    known = record(
        status("S1", "EAST", "control", "NOR", "2020-01-01", "2020-03-09"),
        status("S2", "EAST", "control", "SUD", "2020-03-10"),
        claim("C1", "status:S1", date="2020-01-01", known_basis="public-event"),
        claim("C2", "status:S2", date="2020-03-10", known="2020-02-15", known_basis="public-event"),
    )
    assert _holder(known, "2020-03-20", "2020-02-20") == "SUD"
    assert _holder(known, "2020-03-01", "2020-02-20") == "NOR"


def test_a_variant_ends_with_what_it_is_a_variant_of() -> None:
    known = record(
        status("S1", "EAST", "control", "NOR", "2020-01-01", "2020-03-09"),
        status("V1", "EAST", "control", "HIL", "2020-01-01", "2020-03-09", standing="claimed", variant_of="S1"),
        status("S2", "EAST", "control", "SUD", "2020-03-10"),
        *(claim(f"C-{name}", f"status:{name}", date="2020-01-01", known_basis="public-event") for name in ("S1", "V1")),
        claim("C2", "status:S2", date="2020-03-10", known_basis="public-event"),
    )
    before = known.at(day("2020-03-20"), day("2020-02-01")).of("EAST", "control")
    after = known.at(day("2020-03-20"), day("2020-03-20")).of("EAST", "control")
    assert before is not None
    assert [variant.value for variant in before.variants] == ["HIL"]
    assert after is not None
    assert after.variants == ()


def test_an_end_is_not_that_of_a_status_that_begins_after_a_gap() -> None:
    known = record(
        status("S1", "ROAD", "state", "open", "2020-01-01", "2020-03-09"),
        status("S2", "ROAD", "state", "restricted", "2020-05-01"),
        claim("C1", "status:S1", date="2020-01-01", known_basis="public-event"),
        claim("C2", "status:S2", date="2020-05-01", known_basis="public-event"),
    )
    between = known.at(day("2020-04-01"), day("2020-04-01"))
    assert between.of("ROAD", "state") is None
    eve = known.at(day("2020-03-09"), day("2020-03-09")).of("ROAD", "state")
    assert eve is not None
    assert eve.value == "open"
