"""The rule reader: clauses to claims with kind, roles, date, flags, attribution; quotes verbatim; speed of reading."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.reading.api import done_files, read_document, read_many, rule_reader
from interbellum.reading.language.sentences import sentences
from interbellum.reading.proposal import Proposal, Reading
from interbellum.reading.rules.reader import RuleReader, named_periods
from interbellum.sources.reading import read_text


def read(text: str, reader: RuleReader, published: str | None = "2023-05-10") -> Reading:
    return reader.read(read_text(text, published=published))


def only(text: str, reader: RuleReader) -> Proposal:
    (claim,) = read(text, reader).claims
    return claim


def test_an_event_has_type_roles_date_and_quote(reader: RuleReader) -> None:
    claim = read("Russia expelled two Turkish diplomats on 4 March 2021.", reader).claims[0]
    assert (claim.kind, claim.event_type) == ("event", "SANCTION")
    assert (claim.actors, claim.recipients, claim.date) == (("RUS",), ("TUR",), "2021-03-04")
    assert claim.quote == "Russia expelled two Turkish diplomats on 4 March 2021"


def test_a_passive_is_turned(reader: RuleReader) -> None:
    claim = read("The Armenian envoy was summoned by Russia in June 2021.", reader).claims[0]
    assert claim.actors == ("RUS",)
    assert claim.recipients == ("ARM",)


def test_two_joined_subjects_of_a_meeting_are_one_with_the_other(reader: RuleReader) -> None:
    claim = read("Armenia and Turkey signed a protocol in October 2009.", reader).claims[0]
    assert (claim.event_type, claim.actors, claim.recipients) == ("AGREE", ("ARM",), ("TUR",))


def test_pronouns_are_followed_back(reader: RuleReader) -> None:
    claims = read("Nikol Pashinyan went to Moscow in May 2021. He refused to sign the text.", reader).claims
    assert claims[-1].actors == ("PREMIER",)


def test_a_noun_names_an_event_of_the_rivals(reader: RuleReader) -> None:
    text = "Armenia and Azerbaijan are neighbours. The Second Nagorno-Karabakh War (2020) changed much."
    wars = [claim for claim in read(text, reader).claims if claim.event_type == "ASSAULT"]
    assert [(claim.actors, claim.recipients, claim.date) for claim in wars] == [(("ARM",), ("AZE",), "2020")]
    assert named_periods(read_text(text)) == {"Second Nagorno-Karabakh War": "2020"}


def test_negation_future_and_condition_are_flagged(reader: RuleReader) -> None:
    assert only("Russian troops did not attack the town in 2022.", reader).negated
    refused = only("Armenia did not sign the declaration in 2022.", reader)
    assert (refused.event_type, refused.negated) == ("REJECT", False)
    future = read("Turkey will open a consulate in the city.", reader).claims[0]
    assert (future.kind, future.future, future.stance) == ("expectation", True, "expects")
    possible = read("Turkey could attack Armenia if the talks fail.", reader).claims[0]
    assert possible.hypothetical
    old = read("In 1921 Russia occupied the valley.", reader).claims[0]
    assert old.historical


@pytest.mark.parametrize(
    ("text", "holder", "stance"),
    [
        ("Russia accused Turkey of arming the rebels.", "RUS", "alleges"),
        ("Moscow claims that Turkey armed the rebels.", "RUS", "alleges"),
        ("Baku denied the report about the road.", "AZE", "denies"),
        ("Analysts believe that the truce suits Turkey.", "ANALYSTS", "asserts"),
        ("Turkey armed the rebels in 2019.", "author", "asserts"),
    ],
)
def test_statements_are_attributed(text: str, holder: str, stance: str, reader: RuleReader) -> None:
    claim = read(text, reader).claims[-1]
    assert (claim.asserted_by, claim.stance) == (holder, stance)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Armenia wants to join the union.", "position"),
        ("Armenia is a member of the CSTO.", "tie"),
        ("Relations between Armenia and Turkey are strained.", "tie"),
        ("The corridor remains closed to Armenian trucks.", "status"),
        ("Armenia spent 500 million dollars on arms in 2019.", "observation"),
        ("The crisis stems from the war because nobody spoke.", "interpretation"),
    ],
)
def test_kinds_are_told_apart(text: str, kind: str, reader: RuleReader) -> None:
    assert read(text, reader).claims[0].kind == kind


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Armenia is a member of the CSTO.", "membership"),
        ("Russia supplies Armenia with missiles.", "arms"),
        ("Relations between Armenia and Turkey are strained.", "hostility"),
        ("The corridor remains closed to Armenian trucks.", "state"),
        ("The talks have stalled.", "talks"),
    ],
)
def test_ties_and_statuses_say_what_they_are_about(text: str, about: str, reader: RuleReader) -> None:
    assert read(text, reader).claims[0].about == about


def test_lasting_things_said_with_since_stay_open(reader: RuleReader) -> None:
    claim = read("Since 2005 Russia has controlled the valley.", reader).claims[0]
    assert (claim.kind, claim.date) == ("status", "2005/..")


def test_every_claim_names_its_rule_and_has_a_gloss_of_its_own(reader: RuleReader) -> None:
    found = read("Russia bombed a bridge in 2019. Turkey objects to the plan.", reader).claims
    assert len(found) == 2
    for claim in found:
        assert claim.rule
        assert claim.gloss.endswith(".")
        assert claim.gloss not in claim.quote


def test_sentences_that_no_space_parts_are_two() -> None:
    text = "Nobody was evacuated.On May 1 they met.It was in vain.137.000 citizens left. See the site mod.gov.Az today."
    assert [text[slice(*span)] for span in sentences(text)] == [
        "Nobody was evacuated.",
        "On May 1 they met.It was in vain.",
        "137.000 citizens left.",
        "See the site mod.gov.Az today.",
    ]


def test_sentences_are_not_cut_at_abbreviations_initials_and_dates() -> None:
    text = "Gen. Votel met Mr. J. Smith on 06.09. 2023 in the U.S. capital. Then he left. “Good.” He said so."
    assert [text[slice(*span)] for span in sentences(text)] == [
        "Gen. Votel met Mr. J. Smith on 06.09. 2023 in the U.S. capital.",
        "Then he left.",
        "“Good.”",
        "He said so.",
    ]


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_quotes_are_verbatim_and_spans_lie_in_the_text_whatever_the_text(text: str) -> None:
    reading = rule_reader().read(read_text(text, published="2023"))
    for claim in reading.claims:
        assert reading.document.text[slice(*claim.span)] == claim.quote
    for mention in reading.mentions:
        assert reading.document.text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "text",
    ["مرحبا بالعالم. روسيا هنا.", "俄罗斯与土耳其会谈。", "🚀🚀 Russia 🚀 bombed 🚀 a bridge in 2019.", "a" * 100_000],
)
def test_other_scripts_emoji_and_endless_words_are_read(text: str, reader: RuleReader) -> None:
    reading = read(text, reader)
    assert all(reading.document.text[slice(*claim.span)] == claim.quote for claim in reading.claims)


def test_the_same_document_read_twice_gives_the_same_ids() -> None:
    document = read_text("Russia bombed a bridge in Ukraine in 2019.", published="2023")
    one, two = read_document(document), read_document(document)
    assert [claim.id for claim in one.claims] == [claim.id for claim in two.claims]


def test_json_has_the_fields_that_others_rely_on() -> None:
    row = read_document(read_text("Russia expelled Turkish envoys on 4 March 2021.", published="2021-03-05")).to_json()
    assert set(row) == {"document", "published", "claims", "mentions", "dates", "quantities", "report"}
    wanted = {
        "span",
        "kind",
        "event_type",
        "actors",
        "recipients",
        "place",
        "date",
        "quantity",
        "asserted_by",
        "stance",
        "negated",
        "gloss",
    }
    assert wanted | {"quote", "flags", "mode", "rule"} <= set(row["claims"][0])
    assert json.loads(json.dumps(row)) == row


def test_a_stream_goes_on_past_a_bad_file_and_resumes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Russia bombed a bridge in 2019.")
    (tmp_path / "b.txt").write_bytes(b"\0\1\2" * 50)
    (tmp_path / "c.txt").write_text("Turkey visited Greece in 2018.")
    paths = sorted(tmp_path.glob("*.txt"))
    outcomes = list(read_many(paths))
    assert [outcome.error is None for outcome in outcomes] == [True, False, True]
    out = tmp_path / "out.jsonl"
    assert outcomes[0].reading is not None
    out.write_text(json.dumps(outcomes[0].reading.to_json()) + "\n{broken")
    again = list(read_many(paths, done=done_files(out)))
    assert [outcome.skipped for outcome in again] == [True, False, False]


def test_gold_documents_reach_the_aims(shared: Path) -> None:
    from interbellum.case.catalogue import bundled, find_case
    from interbellum.case.loading import load_case
    from interbellum.reading.score import Scores, load_gold, score_reading

    if not (shared / "gold").is_dir() or "karabakh" not in bundled():
        pytest.skip("gold annotations or the case are not there")
    case = load_case(find_case("karabakh"))
    scores = Scores()
    for name in ("000", "002"):
        (path,) = (shared / "seeds").glob(f"{name}*")
        scores += score_reading(read_document(path, case).to_json(), load_gold(shared / "gold", name))
    assert scores.tallies["mentions"].f1 > 0.95
    assert scores.tallies["dates"].f1 > 0.9
    assert scores.tallies["quantities"].f1 > 0.9
    assert scores.tallies["claims located"].recall > 0.8
    assert scores.tallies["event claims (type, actors, date)"].f1 >= 0.55
    assert scores.shares["stance"].precision > 0.85
    assert scores.shares["attribution"].precision > 0.85
