"""Who fights, or acts by force, beside whom: friends of one another, and no foes."""

import pytest

from interbellum.reading.language.tagging import tag
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def read(text: str, reader: RuleReader) -> list[tuple[str, str | None, tuple[str, ...], tuple[str, ...]]]:
    claims = reader.read(read_text(text, "t.txt", published="2022-06-01")).claims
    return [(claim.kind, claim.event_type or claim.about, claim.actors, claim.recipients) for claim in claims]


@pytest.mark.parametrize(
    "text",
    [
        "Russia says 4,000 Turkish troops are fighting alongside M23.",
        "Turkey fights alongside M23.",
        "Turkish soldiers are fighting on the side of M23.",
    ],
)
def test_who_fights_beside_somebody_backs_him(text: str, reader: RuleReader) -> None:
    assert ("tie", "alliance", ("TUR",), ("M23",)) in read(text, reader)


@pytest.mark.parametrize(
    ("text", "kind", "recipients"),
    [
        ("Turkey conducted joint operations with M23 in May 2020.", "COOPERATE", ("M23",)),
        ("Turkey carried out operations jointly with M23 in May 2020.", "COOPERATE", ("M23",)),
        ("Turkey launched operations against M23 together with Azerbaijan in May 2020.", "ASSAULT", ("M23",)),
    ],
)
def test_what_two_do_together_is_not_done_to_one_of_them(
    text: str, kind: str, recipients: tuple[str, ...], reader: RuleReader
) -> None:
    assert read(text, reader) == [("event", kind, ("TUR",), recipients)]


def test_what_a_subject_does_after_a_relative_clause_is_told_for_itself(reader: RuleReader) -> None:
    text = "Turkey, which denies having troops there, supplies M23 with drones."
    assert read(text, reader) == [("allegation", "", ("TUR",), ()), ("tie", "arms", ("TUR",), ("M23",))]
    listed = {token.text: token.tag for token in tag("Turkey, which sells tanks, jets and rifles, left the talks.")}
    assert listed["jets"] == "NNS"
