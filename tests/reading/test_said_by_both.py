"""Who says it where a pronoun, a pair or a surname stands for him; what is no act in spite of its verb."""

import itertools

import pytest

from interbellum.case.starting import new_case
from interbellum.reading.api import rule_reader
from interbellum.reading.language.clauses import clauses
from interbellum.reading.language.tagging import tag
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.acts.awaiting import awaits
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text

LEAD = "Greece and Turkey are neighbours. Greece and Turkey have a dispute.\n\n"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> RuleReader:
    return rule_reader(new_case(tmp_path_factory.mktemp("case") / "case", sides=sides_of("Greece", "Turkey")))


def claims(reader: RuleReader, text: str) -> list[Proposal]:
    read = reader.read(read_text(LEAD + text, published="2010-05-10"))
    return [claim for claim in read.claims if claim.span[0] >= len(LEAD)]


def test_both_deny_what_a_source_claims(reader: RuleReader) -> None:
    text = "Sources in Ankara claimed that the aircraft had been hit by gunfire, but both governments denied it."
    assert [(one.asserted_by, one.stance) for one in claims(reader, text)] == [
        ("SOURCES", "alleges"),
        ("GRC", "denies"),
    ]


def test_it_in_a_later_clause_is_the_subject_of_the_first(reader: RuleReader) -> None:
    text = "Turkey has never published its losses; it says that 10,000 civilians were killed."
    assert claims(reader, text)[-1].asserted_by == "TUR"


def test_a_count_that_is_acknowledged_is_of_whoever_does(reader: RuleReader) -> None:
    (count,) = claims(reader, "Greece acknowledged 12 dead.")
    assert (count.kind, count.asserted_by) == ("observation", "GRC")


def test_a_surname_is_the_leader_named_in_full_before(reader: RuleReader) -> None:
    text = "Jimmy Carter met Deng Xiaoping in January 1979. Carter advised restraint. Deng rejected the idea."
    assert [one.actors for one in claims(reader, text)] == [("USA",), ("USA",), ("CHN",)]


@pytest.mark.parametrize(
    "text",
    [
        "China admitted in 1979 to 20,000 killed and wounded.",
        "Greece declared that its aims had been met.",
        "Athens said that it would block the loan until Ankara recognised the border.",
    ],
)
def test_what_was_counted_fulfilled_or_waited_for_is_no_act(reader: RuleReader, text: str) -> None:
    assert all(one.kind not in ("event", "tie") for one in claims(reader, text))


def test_jets_of_nobody_are_of_neither_side(reader: RuleReader) -> None:
    (told,) = claims(reader, "The port is a base from which jets have bombed targets in Turkey.")
    assert told.actors == ()


def test_two_who_withdraw_from_two_places_withdraw_from_nobody(reader: RuleReader) -> None:
    (told,) = claims(reader, "Greek and Turkish warships withdrew from the waters around two islets on 3 May 1996.")
    assert (told.actors, told.recipients) == (("GRC", "TUR"), ())


def test_only_what_is_still_to_come_is_waited_for() -> None:
    for text, waited in (("It will stay shut until A signs the map.", True), ("It lasted until A left.", False)):
        tokens = tag(text)
        parts = clauses(tokens)
        assert any(awaits(tokens, two, one) for one, two in itertools.pairwise(parts)) == waited
