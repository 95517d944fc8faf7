"""Changes, the timeline and what differs between two days."""

from __future__ import annotations

from record_cases import case, claim, day, event, point, position, record, source, status, tie

from interbellum.dates import Asof
from interbellum.record import Difference, Filters, Record


def _rows() -> tuple[object, ...]:
    return (
        source("S2", "2022-06-01"),
        status("S0", "EAST", "control", "SUD", "1994"),
        status("S1", "EAST", "control", "NOR", "2020-10-09", by="force"),
        status("S2", "WEST", "control", "SUD", "1994", "2020-11-25"),
        status("S3", "WEST", "control", "NOR", "2020-11-26", by="agreement"),
        status("R0", "ROAD", "state", "open", "2019"),
        status("R1", "ROAD", "state", "closed", "2022-12-12", by="decision"),
        status("M0", "WATCH", "strength", "1960", "2020-11-10"),
        status("L0", "NOR", "leadership", "CHIEF", "2018-05-08"),
        tie("T0", "2019", "2020-12-31", strength=0.5),
        tie("T1", "2021-02-01"),
        event("E0", "2020-09-27/2020-11-10", commitment="PAT-SUD", outcome="broken", place="EAST", gloss="The war"),
        event("E1", "2021-05", type="CONSULT", actors=("PAT",), gloss="A meeting"),
        event("E2", "2021-05", rank="deprecated", gloss="Never happened"),
        position("NOR", 10, "2020-01-01", "C1"),
        position("NOR", 40, "2021-06-01", "C1"),
        claim("C0", "status:S0", date="1994", known_basis="public-event"),
        claim("C1", "status:S1", "tie:T1", date="2020-10-09", known_basis="public-event"),
        claim("C2", "status:S3", "event:E0", source="S2"),
        claim("C3", "series:deaths", known_basis="contemporaneous"),
    )


def _made() -> Record:
    points = (point("2020-09", 900), point("2020-12", 5), point("2021-01", 5))
    return record(*_rows(), series={"deaths": points})


def test_changes_of_control_have_their_day_and_means() -> None:
    found = _made().changes(day("2019-01-01"), day("2022-01-01"), "control")
    assert [(one.day, one.subject, one.before, one.after, one.means) for one in found] == [
        (day("2020-10-09"), "EAST", "SUD", "NOR", "force"),
        (day("2020-11-26"), "WEST", "SUD", "NOR", "agreement"),
    ]
    assert (found[0].record, found[0].claims) == ("status:S1", ("C1",))


def test_changes_may_be_of_one_subject_and_of_any_attribute() -> None:
    found = _made().changes(day("2022-12-12"), day("2022-12-12"), subject="ROAD")
    assert [(one.attribute, one.before, one.after) for one in found] == [("state", "open", "closed")]
    assert _made().changes(day("2022-12-13"), day("2023-12-13")) == ()
    first = _made().changes(day("0001-01-01"), day("1994-12-31"), "control", "EAST")
    assert [(one.day, one.before, one.after) for one in first] == [(day("1994-01-01"), None, "SUD")]


def test_an_end_without_a_successor_is_a_change_to_nothing() -> None:
    made = record(status("S", "EAST", "control", "NOR", "2020", "2021-03-31"), claim("C", "status:S"))
    (change,) = made.changes(day("2021-01-01"), day("2021-12-31"))
    assert (change.day, change.before, change.after, change.claims) == (day("2021-04-01"), "NOR", None, ("C",))


def test_the_days_on_which_something_turns_are_listed() -> None:
    days = _made().turning_days()
    assert days == tuple(sorted(days))
    assert {day("2020-10-09"), day("2020-09-27"), day("2021-02-01"), day("2021-05-31")} <= set(days)
    assert day("9999-12-31") not in days


def test_the_timeline_has_what_may_fall_in_the_window() -> None:
    items = _made().timeline(day("2020-11-01"), day("2021-05-31"))
    assert [(item.record, item.moment) for item in items] == [
        ("event:E0", "happens"),
        ("status:M0", "begins"),
        ("status:S2", "ends"),
        ("status:S3", "begins"),
        ("tie:T0", "ends"),
        ("tie:T1", "begins"),
        ("event:E1", "happens"),
    ]
    war = items[0]
    assert (war.title, war.subject, war.when.text, war.claims, war.root) == (
        "The war", "EAST", "2020-09-27/2020-11-10", ("C2",), "event:E0",
    )  # fmt: skip
    assert war.known is not None
    assert war.known.day == day("2022-06-01")


def test_the_timeline_can_be_filtered() -> None:
    made = _made()

    def shown(**filters: object) -> list[str]:
        wide = made.timeline(day("2020-01-01"), day("2022-12-31"), None, Filters(**filters))  # type: ignore[arg-type]
        return [item.record for item in wide]

    assert shown(kinds=("tie",)) == ["tie:T0", "tie:T1"]
    assert shown(types=("ASSAULT", "state")) == ["event:E0", "status:R1"]
    assert shown(subjects=("EAST",)) == ["event:E0", "status:S1"]
    assert shown(actors=("PAT",)) == ["tie:T0", "tie:T1", "event:E1"]
    assert shown(kinds=("event",), deprecated=True) == ["event:E0", "event:E1", "event:E2"]


def test_the_timeline_as_known_leaves_out_what_was_not() -> None:
    items = _made().timeline(day("2020-01-01"), day("2021-12-31"), day("2021-01-01"))
    assert [item.record for item in items] == ["status:S1", "tie:T1"]


def _found(differences: tuple[Difference, ...]) -> dict[tuple[str, str], tuple[object, object]]:
    return {(one.kind, one.subject): (one.before, one.after) for one in differences}


def test_the_difference_of_two_days_names_every_change_with_its_claims() -> None:
    found = _made().diff(day("2020-09-01"), day("2021-06-30"))
    assert _found(found) == {
        ("commitment", "PAT-SUD"): ("kept 0, broken 0", "kept 0, broken 1"),
        ("control", "EAST"): ("SUD", "NOR"),
        ("control", "WEST"): ("SUD", "NOR"),
        ("event", "event:E0"): (None, "2020-09-27/2020-11-10"),
        ("event", "event:E1"): (None, "2021-05"),
        ("mission", "WATCH"): (None, 1960),
        ("position", "STATUS/NOR"): (10, 40),
        ("series", "deaths/NOR-SUD"): (None, 5),
        ("tie", "tie:T0"): ("in force, strength 0.5", None),
        ("tie", "tie:T1"): (None, "in force"),
    }
    by_kind = {(one.kind, one.subject): one for one in found}
    assert by_kind["control", "EAST"].claims == ("C0", "C1")
    assert by_kind["control", "EAST"].records == ("status:S0", "status:S1")
    assert by_kind["control", "EAST"].title == "control of EAST"


def test_a_phase_that_changed_is_a_difference() -> None:
    found = _found(_made().diff(day("2020-09-29"), day("2020-09-30")))
    assert found["phase", "NOR-SUD"] == ("lull", "war")


def test_the_difference_of_what_was_known_names_what_became_known() -> None:
    made = _made()
    early, late = Asof(day("2020-12-31"), day("2020-12-31")), Asof(day("2020-12-31"), day("2022-07-01"))
    found = made.diff(early, late)
    assert _found(found) == {
        ("control", "WEST"): (None, "NOR"),
        ("commitment", "PAT-SUD"): ("kept 0, broken 0", "kept 0, broken 1"),
        ("phase", "NOR-SUD"): ("unknown", "clashes"),
        ("known", "event:E0"): (None, "known"),
        ("known", "status:S3"): (None, "known"),
        ("known", "series:deaths/NOR-SUD@2020-12"): (None, 5),
        ("series", "deaths/NOR-SUD"): (900, 5),
    }
    assert {one.title for one in found if one.kind == "known"} == {
        "The war", "control of WEST", "deaths of NOR-SUD, 2020-12",
    }  # fmt: skip


def _learned(made: Record, one: str, other: str, on: str = "2021-06-30") -> dict[str, Difference]:
    found = made.diff(Asof(day(on), day(one)), Asof(day(on), day(other)))
    return {item.subject: item for item in found if item.kind == "known"}


def test_the_dead_of_an_event_that_were_counted_later_are_learned_with_the_claim_that_counts_them() -> None:
    made = record(
        source("S2", "2021-02-01"),
        event("E0", "2020-09-30", deaths=12, gloss="The shelling"),
        event("E1", "2020-09-30", deaths_low=2, deaths_high=5, gloss="The ambush"),
        claim("C0", "event:E0", date="2020-09-30", known_basis="public-event"),
        claim("C1", "event:E0", source="S2", value=12, unit="person", of="killed"),
        claim("C2", "event:E1", date="2020-09-30", known_basis="public-event"),
        claim("C3", "event:E1", source="S2", low=2, high=5, unit="person", of="killed"),
    )
    found = _learned(made, "2020-12-31", "2021-03-01")
    told = {key: (one.title, one.before, one.after, one.claims) for key, one in found.items()}
    assert told == {
        "event:E0": ("dead of: The shelling", None, 12, ("C1",)),
        "event:E1": ("dead of: The ambush", None, "2 to 5", ("C3",)),
    }
    assert _learned(made, "2021-03-01", "2020-12-31")["event:E0"] == found["event:E0"].inverse()
    assert _learned(made, "2020-11-30", "2020-12-31") == {}


def test_a_figure_that_was_revised_is_learned_from_its_old_value_to_the_new() -> None:
    release = {"dataset": "GED", "reliability": "B"}
    points = (
        point("2020-09", 900, source="G1"), point("2020-09", 950, source="G2"),
        point("2020-10", 3, source="G1"), point("2020-10", 3, source="G2"),
        point("2020-11", 3, source="G1"), point("2020-11", 3, source="G2", low=1, high=9),
        point("2020-09", 700, source="S3"), point("2020-12", None, source="G2", low=4),
    )  # fmt: skip
    made = record(
        source("G1", "2021-01-01", **release),
        source("G2", "2021-05-01", **release),
        source("S3", "2021-04-01"),
        claim("C0", "series:deaths", source="G1"),
        claim("C1", "series:deaths", source="G2"),
        claim("C2", "series:deaths", source="S3"),
        series={"deaths": points},
    )
    found = _learned(made, "2021-02-01", "2021-06-01")
    assert {key: (one.before, one.after) for key, one in found.items()} == {
        "series:deaths/NOR-SUD@2020-09#GED": (900, 950),
        "series:deaths/NOR-SUD@2020-11": ("3", "3 (1 to 9)"),
        "series:deaths/NOR-SUD@2020-12": (None, "at least 4"),
        "series:deaths/NOR-SUD@2020-09#series:deaths/S3": (None, 700),
    }  # fmt: skip
    assert found["series:deaths/NOR-SUD@2020-09#GED"].title == "deaths of NOR-SUD, 2020-09, by GED"
    assert found["series:deaths/NOR-SUD@2020-09#GED"].claims


def test_the_difference_of_a_day_and_itself_is_nothing() -> None:
    made = _made()
    assert made.diff(day("2021-01-01"), day("2021-01-01")) == ()
    assert Record.of(case()).diff(day("2021-01-01"), day("2022-01-01")) == ()


def test_the_way_back_is_the_inverse() -> None:
    made = _made()
    pairs = [
        (Asof(day("2020-09-01")), Asof(day("2021-06-30"))),
        (Asof(day("2021-12-31"), day("2020-12-31")), Asof(day("2020-06-30"), day("2022-07-01"))),
    ]
    for one, other in pairs:
        there, back = made.diff(one, other), made.diff(other, one)
        assert there
        assert {difference.inverse() for difference in there} == set(back)
