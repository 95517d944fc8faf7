"""Verbs that tell an act with a particle, with whom or what they act on, or in a passive without a day."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def events(text: str, reader: RuleReader) -> list[Proposal]:
    return [one for one in reader.read(read_text(text, published="2022-06-01")).claims if one.kind == "event"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Turkey handed them over to Russia.", "CONCEDE"),
        ("Russian troops drew back behind the river.", "RETREAT"),
        ("Turkey rounded up the editors of two newspapers.", "COERCE"),
        ("Armenia called up its reservists.", "MOBILIZE"),
        ("The Russian gunners fought off the assault.", "ASSAULT"),
        ("Turkey turned the proposal down.", "REJECT"),
        ("Turkey imposed a curfew on the coastal province.", "COERCE"),
        ("Turkey extended the mandate of its observers.", "AGREE"),
        ("The base that Russia had fortified was empty.", "MOBILIZE"),
        ("Turkey lifted the ban.", "CONCEDE"),
        ("The gas supplies of Armenia were cut off.", "COERCE"),
        ("The loyalists beheaded a colonel.", "ASSAULT"),
        ("The group suspended its ferry service.", "SANCTION"),
        ("Turkey began to fortify the hills.", "MOBILIZE"),
        ("Russia has since fortified its embassy.", "MOBILIZE"),
        ("Armenia declared its independence on 21 September 1991.", "REJECT"),
        ("Turkey approved in May 2020 a sale of jets worth 300 million dollars.", "AGREE"),
        ("Armenia threatened in May 2020 to pull out of the alliance.", "THREATEN"),
    ],
)
def test_what_a_verb_tells_with_what_stands_beside_it(text: str, kind: str, reader: RuleReader) -> None:
    assert kind in [one.event_type for one in events(text, reader)]


@pytest.mark.parametrize(
    "text",
    [
        "Turkey gave up hope, and who would blame it?",
        "Six Turkish soldiers lost their lives.",
        "The lesson was not lost on Turkey.",
        "Turkish officials believe that a jet was shot at by nobody.",
        "It was built in the eleventh century.",
    ],
)
def test_what_tells_nothing_done_makes_no_event_of_giving_way(text: str, reader: RuleReader) -> None:
    assert [one for one in events(text, reader) if one.event_type in ("RETREAT", "MOBILIZE", "CONCEDE")] == []


def test_a_condition_that_should_begins_asks_for_nothing(reader: RuleReader) -> None:
    found = reader.read(read_text("Turkey threatened to open fire should it proceed.", published="2022-06-01")).claims
    assert [(one.kind, one.event_type) for one in found] == [("event", "THREATEN")]


def test_a_verb_with_its_particle_is_listed_once() -> None:
    rows = load_yaml("plain_acts.yaml")
    verbs = {part: [verb for listed in rows[part].values() for verb in listed] for part in rows}
    assert all(len(listed) == len(set(listed)) for listed in verbs.values())
    assert not {*verbs["objects"]} & {*verbs["always"]}


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("The curfew imposed on 24 January did not last.", "COERCE", ()),
        ("The embargo imposed by Turkey on Armenian goods was a failure.", "SANCTION", ("TUR",)),
        ("The commission, established by Turkey on 4 May 2021, has not yet met.", "COOPERATE", ("TUR",)),
        ("The violence unleashed in December by Armenia was a surprise.", "ASSAULT", ("ARM",)),
    ],
)
def test_a_participle_says_with_its_day_or_doer_which_one_is_meant(
    text: str, kind: str, actors: tuple[str, ...], reader: RuleReader
) -> None:
    assert (kind, actors) in [(one.event_type, one.actors) for one in events(text, reader)]


def test_whoever_another_participle_names_does_not_act(reader: RuleReader) -> None:
    told = events("Turkey criticised the vote held in a region controlled by Russia.", reader)
    assert [one.event_type for one in told] == ["ACCUSE"]


def test_what_somebody_had_done_beside_the_clause_is_an_act_of_its_own(reader: RuleReader) -> None:
    told = events("The talks broke down on 6 April 2021, Turkey having refused the Russian proposal.", reader)
    assert ("REJECT", ("TUR",)) in [(one.event_type, one.actors) for one in told]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Turkey responded by ordering the arrest of the editors.", "MOBILIZE"),
        ("Turkey answered with arrests.", "COERCE"),
    ],
)
def test_what_somebody_answers_with_is_what_he_did(text: str, kind: str, reader: RuleReader) -> None:
    assert kind in [one.event_type for one in events(text, reader)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Turkey closed the crossings at Kars.", "COERCE"),
        ("Turkey contested the results before the court.", "REJECT"),
        ("Turkey declared its full support for Azerbaijan.", "SUPPORT"),
    ],
)
def test_what_a_clause_tells_by_its_own_verb_outweighs_words_behind_it(
    text: str, kind: str, reader: RuleReader
) -> None:
    assert [one.event_type for one in events(text, reader)] == [kind]
