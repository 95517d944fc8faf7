"""What a document tells otherwise than the record has it from other sources."""

from __future__ import annotations

from typing import Any

import pytest
from record_cases import claim, event, point, record, source, status, tie

from interbellum.case.documents import Actor
from interbellum.case.tables import Claim

BANK = {"id": "BANK", "names": [{"name": "The Bank"}], "kind": "organisation", "from": "1999", "to": "2019-12-31"}
ACTORS = (
    Actor.model_validate(BANK),
    *(Actor.model_validate({"id": name, "names": [{"name": name}], "kind": "state"}) for name in ("NOR", "SUD", "PAT")),
)


def read(name: str, **cells: Any) -> Claim:
    """A claim that a reader took from the document S2, of June 2021."""
    return claim(name, *cells.pop("supports", ()), **{"source": "S2", "reader": "rules", **cells})


def found(*rows: Any) -> list[tuple[str, str, str]]:
    made = record(*rows, source("S2", "2021-06-20"), actors=ACTORS)
    return [(one.kind, one.told[0].value, one.told[1].value) for one in made.misfits()]


RAID = event("E", "2020-09-12/2020-09-13")
RAID_TOLL = claim("C1", "event:E", kind="observation", value=294, unit="person", of="deaths", date="2020-09")


def toll(value: float, **cells: Any) -> Claim:
    given = {"kind": "observation", "unit": "person", "of": "soldiers killed", "date": "2020-09-12/2020-09-13", **cells}
    return read("C2", value=value, **given)


def test_a_count_of_the_dead_of_an_events_days_is_held_against_its_toll() -> None:
    assert found(RAID, RAID_TOLL, toll(68)) == [("number", "68", "294")]
    assert found(RAID, RAID_TOLL, toll(35, of="people killed", date="2020-09")) == [("number", "35", "294")]


@pytest.mark.parametrize(
    "other",
    [
        toll(300, approx=True),
        toll(68, actors=("SUD",)),
        toll(68, of="civilians killed"),
        toll(68, date="2020-09-12"),
        toll(400, date="2020"),
        toll(68, reader="hand"),
        toll(68, low=68),
        toll(68, stance="denies"),
        toll(68, supports=("event:E",)),
    ],
    ids=["about", "one side", "others", "a day", "a year", "by hand", "a bound", "denied", "backs it"],
)
def test_counts_of_others_of_a_part_and_bounds_are_not(other: Claim) -> None:
    assert found(RAID, RAID_TOLL, other) == []


def act(day: str, **cells: Any) -> Claim:
    return read("C2", **{"event_type": "AGREE", "actors": ("NOR", "SUD"), "date": day, **cells})


PACT = event("E", "2020-11-10", type="AGREE", actors=("NOR", "SUD"), recipients=(), place="MILL")
PACT_TOLD = claim("C1", "event:E", event_type="AGREE", date="2020-11-10")


@pytest.mark.parametrize("day", ["2020-12-10", "2020-12-09", "2019-11-10"])
def test_an_act_told_a_month_or_a_year_off_is_a_slip(day: str) -> None:
    assert found(PACT, PACT_TOLD, act(day)) == [("date", day, "2020-11-10")]


@pytest.mark.parametrize(
    "other",
    [
        act("2020-11-10"),
        act("2020-12-20"),
        act("2021-01-10"),
        act("2020-12-10", actors=("NOR", "PAT")),
        act("2020-12-10", event_type="CONSULT"),
        act("2020-12"),
    ],
    ids=["its day", "another day", "two months off", "others", "talks recur", "a month"],
)
def test_other_acts_are_no_slips(other: Claim) -> None:
    assert found(PACT, PACT_TOLD, other) == []


def test_an_act_that_the_record_has_on_both_days_is_no_slip() -> None:
    again = event("F", "2020-12-10", type="AGREE", actors=("NOR", "SUD"), recipients=())
    assert found(PACT, PACT_TOLD, again, claim("C3", "event:F", event_type="AGREE"), act("2020-12-10")) == []


def test_what_the_record_has_of_another_party_or_the_other_way_round_does_not_fit() -> None:
    other = act("2020-11-10", actors=("PAT", "NOR"), place="MILL")
    assert found(PACT, PACT_TOLD, other) == [("party", "PAT, NOR", "NOR, SUD")]
    shut = event("E", "2020-04-03", type="SANCTION")
    told = claim("C1", "event:E", event_type="SANCTION")
    turned = read("C2", event_type="SANCTION", actors=("SUD",), recipients=("NOR",), date="2020-04")
    assert found(shut, told, turned) == [("party", "SUD, NOR", "NOR")]
    assert found(shut, told, turned.model_copy(update={"date": "2020"})) == []


def way(word: str, day: str) -> Claim:
    return read("C2", kind="status", mode="state", place="ROAD", date=day, gloss=f"A road ({word}).")


def test_a_road_said_to_be_shut_when_the_record_has_it_open_does_not_fit() -> None:
    rows = (
        status("A", "ROAD", "state", "open", "2019-01-01", "2020-12-11"), claim("C1", "status:A", kind="status"),
        status("B", "ROAD", "state", "restricted", "2020-12-12"), claim("C3", "status:B", kind="status"),
    )  # fmt: skip
    assert found(*rows, way("closed", "2020-11-12")) == [("date", "2020-11-12", "2020-12-12")]
    assert found(*rows, way("closed", "2020-03-20")) == [("state", "closed", "open")]
    assert found(*rows, way("closed", "2021-02-02")) == found(*rows, way("closed", "2020-12")) == []


def test_a_tie_told_as_lasting_that_the_record_has_ended_does_not_fit() -> None:
    ended = (tie("T", "2019-01-01", "2020-05-02", type="membership"), claim("C1", "tie:T", kind="tie"))
    told = read("C2", kind="tie", mode="membership", actors=("PAT",), recipients=("SUD",))
    assert found(*ended, told) == [("time", "told as lasting", "until 2020-05-02")]
    assert found(*ended, told.model_copy(update={"date": "2019/2020"})) == []
    goes_on = (tie("U", "2020-05-03", type="membership"), claim("C3", "tie:U", kind="tie"))
    assert found(*ended, *goes_on, told) == []


def test_who_was_not_yet_founded_or_is_no_more_does_not_act() -> None:
    before = read("C2", event_type="AID", actors=("BANK",), date="1994")
    assert found(before) == [("time", "1994", "The Bank from 1999")]
    lasting = read("C3", kind="status", mode="condition", actors=("BANK",))
    assert found(lasting) == [("time", "told as lasting", "The Bank until 2019-12-31")]
    assert found(read("C4", event_type="AID", actors=("BANK",), date="2001"), read("C5", actors=("BANK",))) == []


def test_what_one_document_says_twice_comes_once() -> None:
    twice = (act("2020-12-10"), act("2020-12-10", gloss="again").model_copy(update={"id": "C3"}))
    assert len(found(PACT, PACT_TOLD, *twice)) == 1


def test_a_war_that_is_told_to_begin_a_month_late_is_a_slip_though_it_went_on_then() -> None:
    war = event("E", "2020-09-27/2020-11-10")
    told = claim("C1", "event:E", event_type="ASSAULT", date="2020-09-27")
    late = read(
        "C2", event_type="ASSAULT", actors=("NOR",), recipients=("SUD",), date="2020-10-27", gloss="NOR (offensive)."
    )
    assert found(war, told, late) == [("date", "2020-10-27", "2020-09-27/2020-11-10")]
    assert found(war, told, late.model_copy(update={"gloss": "NOR used force (shell)."})) == []
    assert found(war, told, late.model_copy(update={"date": "2020-10-20"})) == []


def test_a_border_said_to_be_shut_by_the_other_side_does_not_fit() -> None:
    shut = (event("E", "2020-04-03", type="SANCTION"), claim("C1", "event:E", event_type="SANCTION"))
    told = read(
        "C2", kind="status", mode="state", actors=("SUD",), place="NOR", date="2020-04", gloss="A road (closed)."
    )
    assert found(*shut, told) == [("party", "SUD", "NOR")]


def test_more_dead_than_the_series_counts_in_the_month_do_not_fit() -> None:
    rows = (RAID, claim("C1", "event:E"), claim("C3", "series:deaths", kind="observation", date="2019/2022"))
    made = record(*rows, toll(500), source("S2", "2021-06-20"), series={"deaths": (point("2020-09", 294),)})
    assert [[said.value for said in one.told] for one in made.misfits()] == [["500", "294"]]
    few = record(*rows, toll(68), source("S2", "2021-06-20"), series={"deaths": (point("2020-09", 294),)})
    assert few.misfits() == ()


def test_a_place_is_taken_once_and_a_partys_own_count_is_not_the_toll() -> None:
    taken = event("E", "2020-11-08", place="MILL")
    told = claim("C1", "event:E", event_type="ASSAULT")
    late = read("C2", event_type="ASSAULT", actors=("NOR",), recipients=("SUD",), place="MILL", date="2020-12-08")
    assert found(taken, told, late) == [("date", "2020-12-08", "2020-11-08")]
    assert found(taken, told, late.model_copy(update={"place": "FORD"})) == []
    assert found(RAID, RAID_TOLL, toll(68, asserted_by="SUD")) == []


def test_what_is_told_as_done_after_its_source_came_out_is_a_slip() -> None:
    met = {"kind": "event", "event_type": "CONSULT", "actors": ("NOR",), "recipients": ("SUD",)}
    (slip,) = found(read("C1", **met, date="2021-06-25"))
    assert slip == ("time", "2021-06-25", "the source came out on 2021-06-20")
    assert found(read("C1", **met, date="2021-06-21")) == []
    assert found(read("C1", **met, date="2021-06-25", future=True)) == []
    assert found(read("C1", **met, date="2021-06")) == []


EAST = (
    status("S1", "EAST", "control", "SUD", "2019-01"),
    status("S2", "EAST", "control", "NOR", "2020-09-18"),
    claim("C1", "status:S1", "status:S2"),
)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"date": "2020-08-20", "actors": ("PAT",)}, [("date", "2020-08-20", "2020-09-18")]),
        ({"date": "2020-09-17", "actors": ("PAT",)}, []),
        ({"date": "2020-08-20", "actors": ("SUD",)}, []),
        ({"date": "2019-08-20", "actors": ("PAT",)}, []),
        ({"date": "2020-08-20", "actors": ("PAT",), "gloss": "Pat used force (shell) [East]."}, []),
    ],
    ids=["a month before", "the eve", "its holder", "a year before", "no taking"],
)
def test_ground_said_to_be_taken_is_held_against_who_held_it(cells: dict[str, Any], expected: list[Any]) -> None:
    told = read("C2", **{"event_type": "ASSAULT", "place": "EAST", "gloss": "Pat used force (take) [East].", **cells})
    ended = EAST[0].model_copy(update={"to": "2020-09-18"})
    assert found(ended, *EAST[1:], told) == expected
