"""The lexicons: every pattern matches its own example; classification follows who does what, not the first verb."""

import json
from pathlib import Path

import pytest

from interbellum.reading.classify import classify
from interbellum.reading.language import patterns
from interbellum.reading.rules.text import kinds

RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}


def test_every_pattern_matches_its_example() -> None:
    assert list(patterns.lint()) == []
    assert len(patterns.patterns()) > 500


def test_every_cue_of_a_kind_matches_its_example() -> None:
    assert list(kinds.lint()) == []


def test_a_pattern_cannot_begin_or_end_with_a_gap() -> None:
    for text in ("~ attack", "attack ~", ""):
        with pytest.raises(ValueError, match="gap"):
            patterns.compile_slots(text)


@pytest.mark.parametrize(
    ("sentence", "source", "target", "event_type"),
    [
        ("Kenya will send doctors to Malawi, officials said.", "Kenya", "Malawi", "AGREE"),
        ("Kenya sent doctors to Malawi after the flood.", "Kenya", "Malawi", "AID"),
        ("Kenya refused to send doctors to Malawi.", "Kenya", "Malawi", "REJECT"),
        ("Kenya threatened to close its border with Malawi.", "Kenya", "Malawi", "THREATEN"),
        ("Kenya urged Malawi to release the pilots.", "Kenya", "Malawi", "REQUEST"),
        ("Kenya accused Malawi of sheltering rebels.", "Kenya", "Malawi", "ACCUSE"),
        ("Malawi's president visited Kenya on Monday.", "Malawi's president", "Kenya", "CONSULT"),
        ("Kenyan police arrested four Malawian traders.", "Kenyan police", "Malawian traders", "COERCE"),
        ("Thousands of Kenyans marched in protest against the tax.", "Kenyans", "", "PROTEST"),
        ("Kenya massed troops on the border with Malawi.", "Kenya", "Malawi", "MOBILIZE"),
        ("Kenya expelled two Malawian diplomats.", "Kenya", "Malawian diplomats", "SANCTION"),
        ("Kenyan jets bombed a camp in Malawi.", "Kenyan jets", "Malawi", "ASSAULT"),
        ("Kenya withdrew its troops from Malawi.", "Kenya", "Malawi", "RETREAT"),
        ("Kenya praised Malawi for its elections.", "Kenya", "Malawi", "SUPPORT"),
    ],
)
def test_type_given_who_acts_on_whom(sentence: str, source: str, target: str, event_type: str) -> None:
    assert classify(sentence, source, target).type == event_type


def test_headlines_in_capitals_and_compounds_are_read() -> None:
    assert classify("Dozens Of Soldiers Killed In Ambush Near Northern Town").type == "ASSAULT"
    assert classify("A state-backed firm expelled two envoys.").type == "SANCTION"


def test_a_code_is_found_by_the_names_it_stands_for() -> None:
    assert classify("Swiss envoys met Bolivian ministers.", "CHE", "BOL").type == "CONSULT"


def test_a_sentence_with_nothing_in_it_still_gets_an_answer() -> None:
    assert classify("The sky is blue.").score == 0.0


def test_gold_sentences_reach_the_aim(shared: Path) -> None:
    path = shared / "data/reading/plover/gold_standard_records/PLOVER_GSR_CAMEO.txt"
    if not path.is_file():
        pytest.skip("the gold sentences are not there")
    tallies: dict[str, list[int]] = {}
    for row in json.loads(path.read_text(encoding="utf-8")):
        gold = RENAMED.get(row["event"], row["event"])
        if gold == "DOCUMENT":
            continue
        rows = [row.get(side) or [] for side in ("source", "target")]
        sides = [", ".join(actor["actorText"] for actor in actors if isinstance(actor, dict)) for actors in rows]
        found = classify(row["text"], *sides).type
        for name, column in ((gold, 0), (found, 1)):
            tallies.setdefault(name, [0, 0, 0])[column] += 1
        tallies[gold][2] += found == gold
    macro = sum(2 * hits / (a + b) for a, b, hits in tallies.values() if a + b) / len(tallies)
    assert macro > 0.8
