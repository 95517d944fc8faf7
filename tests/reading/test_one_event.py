"""Claims meet the records of a case: leaders act for states, smaller places lie in larger, wars begin on a day."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from interbellum.case import Case, new_case
from interbellum.case.documents import Actor, Name, Place
from interbellum.case.tables import Claim, Event, Source, Tie
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.reviewing.recording import Recorded, record_claims

LEADERS = {"MODI": "IND", "GANDHI": "IND", "SHARIF": "PAK"}


def place(name: str, part_of: str | None = None) -> Place:
    point = {"type": "Point", "coordinates": [75.0, 30.0]}
    names = (Name(name=name.title(), lang="en"),)
    return Place(
        id=name, kind="point", names=names, part_of=part_of, drawn_from="a map", precision="town", geometry=point
    )


@pytest.fixture
def case(tmp_path: Path) -> Case:
    found = new_case(tmp_path / "case", sides=sides_of("India", "Pakistan"), period="2021-01/2021-12")
    people = tuple(
        Actor(id=name, names=(Name(name=name.title(), lang="en"),), kind="person", part_of=state)
        for name, state in LEADERS.items()
    )
    return replace(
        found,
        actors=(*found.actors, *people),
        places=(*found.places, place("VALLEY"), place("TOWN", "VALLEY"), place("PORT")),
        sources=(Source(id="S", title="A letter", published="2021-12-01", reliability="C"),),
    )


def event(**fields: Any) -> Event:
    return Event.model_validate({"id": "E", "date": "2021-03-04", "gloss": "Something.", **fields})


def told(**fields: Any) -> Claim:
    common = {"id": "c", "source": "S", "kind": "event", "gloss": "Something.", "known_basis": "publication"}
    return Claim.model_validate({**common, "date": "2021-03-04", **fields})


def recorded(case: Case, *events: Event, claim: Claim) -> Recorded:
    return record_claims(replace(case, events=events, claims=(claim,)))


def backed(case: Case, *events: Event, claim: Claim) -> tuple[str, ...]:
    made = recorded(case, *events, claim=claim)
    return tuple(one for one in made.backed["c"] if not made.events and not made.ties)


def test_what_leaders_sign_their_states_have_signed(case: Case) -> None:
    pact = event(type="AGREE", actors=["IND", "PAK"])
    assert backed(case, pact, claim=told(event_type="AGREE", actors=["SHARIF"], recipients=["MODI"])) == ("event:E",)


def test_two_leaders_of_one_state_are_two(case: Case) -> None:
    visit = event(type="ACCUSE", actors=["MODI"], recipients=["PAK"])
    assert backed(case, visit, claim=told(event_type="ACCUSE", actors=["IND"], recipients=["PAK"])) == ("event:E",)
    assert backed(case, visit, claim=told(event_type="ACCUSE", actors=["GANDHI"], recipients=["PAK"])) == ()


@pytest.mark.parametrize(("day", "same"), [("2021-03-04", True), ("2021-03-05", False)])
def test_a_meeting_of_a_day_is_one_whether_or_not_the_host_is_named(case: Case, day: str, same: bool) -> None:
    summit = event(type="CONSULT", actors=["CHN"], recipients=["IND", "PAK"])
    claim = told(event_type="CONSULT", actors=["MODI"], recipients=["SHARIF"], date=day)
    assert bool(backed(case, summit, claim=claim)) is same
    assert backed(case, summit, claim=told(event_type="CONSULT", actors=["IND"])) == ()


@pytest.mark.parametrize(("at", "same"), [("TOWN", True), ("VALLEY", True), ("PORT", False), (None, True)])
def test_what_happened_in_a_town_happened_in_its_valley(case: Case, at: str | None, same: bool) -> None:
    raid = event(type="ASSAULT", actors=["IND"], recipients=["PAK"], place="VALLEY")
    assert bool(backed(case, raid, claim=told(event_type="ASSAULT", actors=["IND"], place=at))) is same


@pytest.mark.parametrize(
    ("fields", "same"),
    [({}, True), ({"place": "TOWN"}, False), ({"date": "2021-03-05"}, False), ({"actors": ["PAK"]}, False)],
    ids=str,
)
def test_the_first_day_of_a_war_is_no_event_of_its_own(case: Case, fields: dict[str, Any], same: bool) -> None:
    war = event(type="ASSAULT", actors=["IND"], recipients=["PAK"], place="VALLEY", date="2021-03-04/2021-05-01")
    assert bool(backed(case, war, claim=told(**{"event_type": "ASSAULT", "actors": ["IND"], **fields}))) is same


def test_of_two_events_the_one_more_closely_dated_is_meant(case: Case) -> None:
    cells = {"type": "COERCE", "actors": ["IND"], "recipients": ["PAK"]}
    month, day = event(**cells, id="MONTH", date="2021-03"), event(**cells, id="DAY")
    assert backed(case, month, day, claim=told(event_type="COERCE", actors=["IND"])) == ("event:DAY",)


def test_of_two_ties_the_one_that_held_then_is_meant_and_a_leader_has_those_of_the_state(case: Case) -> None:
    ties = tuple(
        Tie.model_validate(
            {"id": f"T-{n}", "from": start, "to": end, "actor": "CHN", "other": "PAK", "type": "arms", "gloss": "Arms."}
        )
        for n, (start, end) in enumerate((("1990", "2000"), ("2001", None)))
    )
    claim = told(kind="tie", mode="arms", actors=["CHN"], recipients=["SHARIF"], date=None)
    made = record_claims(replace(case, ties=ties, claims=(claim,)))
    assert made.backed == {"c": ("tie:T-1",)}
    early = record_claims(replace(case, ties=ties, claims=(claim.model_copy(update={"date": "1995"}),)))
    assert early.backed == {"c": ("tie:T-0",)}


def test_a_land_that_is_a_party_is_no_other_place(case: Case) -> None:
    mission = event(type="COOPERATE", actors=["CHN"], recipients=["PAK"], place="VALLEY")
    assert backed(case, mission, claim=told(event_type="COOPERATE", actors=["CHN"], place="PAK")) == ("event:E",)
    assert backed(case, mission, claim=told(event_type="COOPERATE", actors=["CHN"], place="IND")) == ()


def test_who_is_sent_is_nobody_to_whom_it_is_done(case: Case) -> None:
    sent = event(type="AID", actors=["IND"], recipients=["PAK"])
    assert backed(case, sent, claim=told(event_type="AID", actors=["IND"], recipients=["MODI"])) == ("event:E",)
    assert backed(case, sent, claim=told(event_type="AID", actors=["IND"], recipients=["CHN"])) == ()


def test_who_of_one_side_suffers_an_attack_is_told_differently(case: Case) -> None:
    rivalry = case.model.units.rivalries[0]
    sided = rivalry.model_copy(update={"sides": (("IND",), ("PAK", "CHN"))})
    units = case.model.units.model_copy(update={"rivalries": (sided,)})
    allied = replace(case, model=case.model.model_copy(update={"units": units}))
    raid = event(type="ASSAULT", actors=["IND"], recipients=["PAK"])
    claim = told(event_type="ASSAULT", actors=["IND"], recipients=["CHN"])
    assert backed(allied, raid, claim=claim) == ("event:E",)
    assert backed(case, raid, claim=claim) == ()
    assert backed(allied, raid, claim=claim.model_copy(update={"place": "TOWN"})) == ()
