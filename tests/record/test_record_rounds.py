"""The last round of talks: when it was, who mediated, where, and what came of it."""

from __future__ import annotations

from typing import Any

from record_cases import claim, day, event, model, record, status

from interbellum.record import Record


def _made() -> Record:
    return record(
        status("K0", "NOR-SUD", "talks", "contact", "2020-01-01"),
        _round("E0", "2020-02-10", actors=("PAT",), recipients=("NOR", "SUD"), place="EAST", gloss="A first meeting."),
        _round("E1", "2020-03-05", type="AGREE", actors=("NOR", "HIL"), recipients=(), gloss="A truce."),
        _round("E2", "2020-05-01/2020-05-04", actors=("NOR", "PAT", "BAND"), recipients=(), gloss="Four days, in vain"),
        _round("E3", "2020-06-01", actors=("PAT",), recipients=("NOR",), gloss="One side stays away."),
        _round("E4", "2020-06-02", type="AGREE", context=("economic",), gloss="A price for wheat."),
        event("E5", "2020-06-03", gloss="An attack."),
        *(claim(f"C{n}", f"event:E{n}", known_basis="public-event", date=when) for n, when in enumerate(
            ("2020-02-10", "2020-03-05", "2020-05-01", "2020-06-01", "2020-06-02", "2020-06-03"))),
    )  # fmt: skip


def _round(name: str, when: str, **cells: Any) -> Any:
    return event(name, when, **{"type": "CONSULT", **cells})


def _last(on: str, known_by: str | None = None) -> Any:
    state = _made().state(day(on), day(known_by) if known_by else None)
    return state["talks"]["NOR-SUD"]["last"]


def test_the_last_round_names_its_one_mediator_its_place_and_what_came_of_it() -> None:
    assert _last("2020-02-09") is None
    assert _last("2020-02-10") == {
        "id": "E0", "date": "2020-02-10", "agreed": False, "mediators": ["PAT"], "place": "EAST",
        "gloss": "A first meeting.", "claims": ["C0"],
    }  # fmt: skip


def test_an_agreement_of_the_sides_is_a_round_without_a_mediator() -> None:
    last = _last("2020-04-30")
    assert (last["id"], last["agreed"], last["mediators"], last["place"]) == ("E1", True, [], None)


def test_what_touches_one_side_or_is_about_something_else_is_no_round() -> None:
    assert _last("2021-01-01")["id"] == "E2"
    assert _last("2021-01-01")["mediators"] == ["PAT"]


def test_a_round_that_goes_on_has_not_come_to_anything_as_known() -> None:
    during = _last("2020-05-02", "2020-05-02")
    assert (during["id"], during["date"], during["gloss"]) == ("E2", "2020-05-01", None)
    assert _last("2020-05-10", "2020-05-10")["gloss"] == "Four days, in vain"
    assert _last("2020-05-10", "2020-03-20")["id"] == "E1"


def test_a_rivalry_without_a_round_says_so() -> None:
    made = record(event("E5", "2020-06-03", gloss="An attack."), claim("C5", "event:E5"))
    assert made.state(day("2021-01-01"))["talks"]["NOR-SUD"]["last"] is None
    assert made.last_rounds(day("2021-01-01")) == {}


def test_a_rival_that_brings_two_rivals_together_mediates_and_does_not_negotiate_itself() -> None:
    rivalries = [{"id": "NOR-SUD", "sides": [["NOR"], ["SUD"]]}, {"id": "NOR-PAT", "sides": [["NOR"], ["PAT"]]}]
    made = record(
        _round("E6", "2020-02-10", actors=("PAT",), recipients=("NOR", "SUD"), gloss="Hosted."),
        _round("E7", "2020-01-10", actors=("PAT",), recipients=("NOR",), gloss="A visit."),
        claim("C6", "event:E6"),
        claim("C7", "event:E7"),
        model=model(units={"rivalries": rivalries}),
    )
    rounds = made.last_rounds(day("2021-01-01"))
    assert {name: (last.row.id, last.mediators) for name, last in rounds.items()} == {
        "NOR-SUD": ("E6", ("PAT",)),
        "NOR-PAT": ("E7", ()),
    }


def test_who_agrees_with_both_and_is_a_foe_of_one_is_a_party_and_no_mediator() -> None:
    rivalries = [{"id": "NOR-SUD", "sides": [["NOR"], ["SUD"]]}, {"id": "NOR-PAT", "sides": [["NOR"], ["PAT"]]}]
    made = record(
        _round("E8", "2020-02-10", type="AGREE", actors=("CHIEF", "NOR", "SUD", "PAT"), recipients=(), gloss="A pact."),
        _round("E9", "2019-02-10", type="AGREE", actors=("HIL", "NOR", "SUD"), recipients=(), gloss="An older pact."),
        claim("C8", "event:E8"),
        claim("C9", "event:E9"),
        model=model(units={"rivalries": rivalries}),
    )
    assert {name: last.mediators for name, last in made.last_rounds(day("2021-01-01")).items()} == {
        "NOR-SUD": (),
        "NOR-PAT": (),
    }
    assert made.last_rounds(day("2019-06-01"))["NOR-SUD"].mediators == ("HIL",)
