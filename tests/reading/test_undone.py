"""What was not done: a status that is denied, where no other cue tells what a clause says."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.sources.reading import read_text


def claims(text: str) -> list[Proposal]:
    return list(rule_reader().read(read_text(text, "text.txt", published="2020-06-01")).claims)


@pytest.mark.parametrize(
    "text",
    [
        "No boundary pillar has been erected to this day.",
        "Moscow has yet to replace them.",
        "The truce was not observed for a single week.",
        "Neither side has kept to it.",
        "Turkey has so far published no proof.",
        "Food has no longer been let through.",
        "Nobody answered the letter.",
    ],
)
def test_what_has_not_been_done_is_a_status(text: str) -> None:
    (claim,) = claims(text)
    assert (claim.kind, claim.about, claim.negated) == ("status", "condition", True)


@pytest.mark.parametrize(
    "text",
    [
        "Armenia has made no secret of its anger.",
        "Turkey documented no fewer than 161 letters.",
        "Armenia never ceased to hope.",
        "Turkey has no fixed term for its envoys.",
        "Had the order not been countermanded, Turkey would have lost.",
    ],
)
def test_what_only_sounds_denied_is_no_status(text: str) -> None:
    assert [claim for claim in claims(text) if claim.kind == "status"] == []


def test_an_act_that_a_verb_tells_by_itself_stays_an_act() -> None:
    (claim,) = claims("Turkey did not extradite the general.")
    assert (claim.kind, claim.event_type) == ("event", "REJECT")


@pytest.mark.parametrize(
    "text",
    [
        "Turkey did nothing to stop the offensive.",
        "Turkey did nothing.",
        "Turkey has done little to reopen the road.",
    ],
)
def test_what_nothing_was_done_about_is_left_undone(text: str) -> None:
    (status,) = rule_reader().read(read_text(text, published="2022-06-01")).claims
    assert (status.kind, status.actors, status.negated) == ("status", ("TUR",), True)


def test_what_something_else_waits_for_has_not_happened() -> None:
    found = rule_reader().read(
        read_text("Turkey demands that Armenia change its law before a treaty is signed.", published="2022-06-01")
    )
    assert not any(claim.kind == "event" for claim in found.claims)


def test_a_bill_that_is_passed_joins_no_two_places() -> None:
    found = rule_reader().read(
        read_text("The American Senate passed a bill to suspend aid to Turkey in May 2022.", published="2022-06-01")
    )
    assert not any(claim.kind == "status" for claim in found.claims)


def test_what_somebody_refused_to_keep_is_an_act() -> None:
    found = rule_reader().read(
        read_text("Turkey refused to fulfil its commitments to Armenia in May 2022.", published="2022-06-01")
    )
    (event,) = found.claims
    assert (event.kind, event.event_type, event.actors) == ("event", "REJECT", ("TUR",))
