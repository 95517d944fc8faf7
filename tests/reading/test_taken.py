"""What news of a war is made of: towns taken, troops that enter and leave, demands, chronologies in the present."""

import pytest

from interbellum.case.starting import new_case
from interbellum.reading.api import rule_reader
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> RuleReader:
    sides = sides_of("Mozambique", "Coast Front, id=FRONT, alias=K7")
    return rule_reader(new_case(tmp_path_factory.mktemp("case") / "case", sides=sides))


def read(reader: RuleReader, text: str) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-05-10")).claims)


def only(reader: RuleReader, text: str) -> Proposal:
    (claim,) = read(reader, text)
    return claim


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("On 2 May the K7 seized Harmouth.", "ASSAULT"),
        ("On 2 May the K7 took Harmouth and its port.", "ASSAULT"),
        ("On 2 May K7 fighters entered Harmouth.", "ASSAULT"),
        ("On 2 May the K7 encircled Harmouth.", "COERCE"),
        ("On 2 May the last soldiers of the K7 left Harmouth.", "RETREAT"),
        ("On 2 May K7 fighters withdrew towards the coast.", "RETREAT"),
        ("On 2 May Mozambique demanded that the K7 leave.", "REQUEST"),
        ("On 2 May Malawi responded by expelling two envoys.", "SANCTION"),
    ],
)
def test_acts_of_war_are_events(reader: RuleReader, text: str, kind: str) -> None:
    assert [claim.event_type for claim in read(reader, text) if claim.kind == "event"] == [kind]


def test_a_case_at_court_takes_no_town(reader: RuleReader) -> None:
    found = read(reader, "In May Mozambique took Malawi to court.")
    assert "ASSAULT" not in [claim.event_type for claim in found]


def test_the_present_of_a_chronology_tells_events_whatever_word_a_verb_looks_like(reader: RuleReader) -> None:
    text = (
        "- 4 May 2022: K7 fighters attack army positions at Harmouth.\n\n"
        "- 5 May 2022: The presidents of Malawi and Zambia meet in Lusaka and agree on a truce.\n\n"
        "- 6 May 2022: The army, backed by two brigades, defeats the K7.\n\n"
        "- 7 May 2022: Zambia deploys a mission to the coast.\n"
    )
    found = [(claim.event_type, claim.actors, claim.date) for claim in read(reader, text) if claim.kind == "event"]
    assert found == [
        ("ASSAULT", ("FRONT",), "2022-05-04"),
        ("CONSULT", ("MWI",), "2022-05-05"),
        ("AGREE", ("MWI",), "2022-05-05"),
        ("ASSAULT", ("MOZ",), "2022-05-06"),
        ("MOBILIZE", ("ZMB",), "2022-05-07"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Forces of the K7 attack the Coast Brigade of Mozambique.",
        "Troops of the K7 attack the garrison of Mozambique.",
        "Aircraft of the K7 bomb Mozambique.",
    ],
)
def test_the_forces_of_somebody_act_in_the_present_of_a_chronology(reader: RuleReader, text: str) -> None:
    claim = only(reader, f"4 May 2022: {text}")
    assert (claim.event_type, claim.actors, claim.recipients) == ("ASSAULT", ("FRONT",), ("MOZ",))
    assert claim.date == "2022-05-04"


def test_who_demands_that_another_acts_asks_it(reader: RuleReader) -> None:
    claim = only(reader, "On 2 May 2023 Malawi demanded that Mozambique hold talks with the K7.")
    assert (claim.event_type, claim.actors, claim.recipients) == ("REQUEST", ("MWI",), ("MOZ",))


def test_the_army_with_a_name_of_its_own_is_not_the_state_in_the_war(reader: RuleReader) -> None:
    text = (
        "Mozambique and the K7 fight. In 1996 the defeated Hutu army raided Harmouth. In 2022 the army raided Harmouth."
    )
    raids = [claim.actors for claim in read(reader, text) if claim.event_type == "ASSAULT" and claim.date]
    assert raids == [(), ("MOZ",)]


def test_two_states_are_never_a_group(reader: RuleReader) -> None:
    text = "Mozambique fights the K7. Malawi and Mozambique share a river. In 2020 the two countries signed a treaty."
    signed = next(claim for claim in read(reader, text) if claim.event_type == "AGREE")
    assert {*signed.actors, *signed.recipients} == {"MWI", "MOZ"}


def test_they_are_not_two_who_were_named_long_ago(reader: RuleReader) -> None:
    text = "Malawi and Zambia signed a pact. " + "The rain was heavy. " * 6 + "They attacked Harmouth in May 2022."
    attack = next(claim for claim in read(reader, text) if claim.event_type == "ASSAULT")
    assert attack.actors == ()


def test_a_year_that_cites_a_work_dates_nothing(reader: RuleReader) -> None:
    claims = read(reader, "Malawi recognises the K7 (Miller 2019). Baker (2014) argues that Zambia backs the K7.")
    assert [claim.date for claim in claims] == [None] * len(claims)
    assert only(reader, "Malawi attacked Zambia (June 2019).").date == "2019-06"


def test_a_figure_counts_what_became_of_those_it_counts(reader: RuleReader) -> None:
    claims = read(reader, "On 2 May 2023 Malawi shelled Harmouth and killed 12 soldiers; 300 people fled.")
    figures = {(one.quantity.value, one.quantity.of) for one in claims if one.quantity and one.kind == "observation"}
    assert figures == {(12, "soldiers killed"), (300, "people fled")}


def test_heads_of_government_stand_for_their_state(reader: RuleReader) -> None:
    claim = only(reader, "Emmanuel Macron met Vladimir Putin on 2 May 2023.")
    assert (claim.event_type, claim.actors, claim.recipients) == ("CONSULT", ("FRA",), ("RUS",))


def test_the_last_week_of_a_month_is_in_that_month(reader: RuleReader) -> None:
    assert only(reader, "Malawi attacked Zambia in the last week of January.").date == "2023-01"


def test_a_tie_that_names_nobody_and_a_question_are_no_claims(reader: RuleReader) -> None:
    assert read(reader, "What did Malawi do to Zambia?") == []
    assert [claim for claim in read(reader, "Mediators have interests of their own.") if claim.kind == "tie"] == []


def test_two_who_sell_arms_do_not_sell_them_to_each_other(reader: RuleReader) -> None:
    claim = only(reader, "Turkey and China sell arms to Malawi.")
    assert (claim.about, claim.actors, claim.recipients) == ("arms", ("TUR", "CHN"), ("MWI",))


def test_a_gloss_names_the_place_that_nobody_knows_and_what_kind_of_tie_it_is(reader: RuleReader) -> None:
    taken = read(reader, "Mozambique fights the K7. On 2 May 2023 the K7 captured Harmouth.")[-1]
    assert taken.gloss == "Coast Front used force against Mozambique (capture) [Harmouth] (2023-05-02)."
    assert only(reader, "Malawi trains the army of Zambia.").gloss == "Malawi trains forces of Zambia."


def test_who_stands_behind_a_group_backs_it_and_the_group_goes_on_acting(reader: RuleReader) -> None:
    text = (
        "Mozambique fights the K7. Since May 2022 the group, supported by Malawi, has captured Harmouth and controls a "
        "port."
    )
    backed, taken, held = read(reader, text)[-3:]
    assert (backed.about, backed.actors, backed.recipients) == ("alliance", ("MWI",), ("FRONT",))
    assert (taken.event_type, taken.actors) == ("ASSAULT", ("FRONT",))
    assert (held.about, held.actors) == ("control", ("FRONT",))


def test_what_happened_according_to_one_side_is_its_allegation(reader: RuleReader) -> None:
    claim = read(reader, "According to Malawi, Zambian artillery shelled Harmouth in May 2022, killing nine people.")[0]
    assert (claim.kind, claim.actors, claim.asserted_by) == ("allegation", ("ZMB",), "MWI")


def test_the_mark_of_a_footnote_is_no_part_of_a_passage(reader: RuleReader) -> None:
    assert only(reader, "Malawi attacked Zambia in May 2022.[3]").quote == "Malawi attacked Zambia in May 2022"


def test_who_mediates_with_another_does_not_meet_him(reader: RuleReader) -> None:
    claim = only(reader, "Malawi and Zambia mediated in Lusaka in May 2022.")
    assert set(claim.actors) == {"MWI", "ZMB"}


def test_guards_of_a_coast_act_for_their_state_and_a_treaty_binds(reader: RuleReader) -> None:
    boarded = only(reader, "On 2 May 2022 Zambian coast guards armed with axes boarded two boats of Malawi.")
    assert (boarded.event_type, boarded.actors) == ("COERCE", ("ZMB",))
    bound = only(reader, "Zambia is bound to defend Malawi by a treaty.")
    assert (bound.kind, bound.about, bound.recipients) == ("tie", "guarantee", ("MWI",))


def test_millions_who_fled_are_people(reader: RuleReader) -> None:
    claims = read(reader, "Since May 2022 more than 11 million have fled Zambia.")
    assert [(one.quantity.value, one.quantity.unit) for one in claims if one.quantity] == [(11_000_000, "person")]


def test_who_backs_the_one_who_is_feared_is_not_whom_he_may_attack(reader: RuleReader) -> None:
    fear = read(reader, "Malawi fears that Zambia, backed by Tanzania, may attack Harmouth.")[0]
    assert (fear.kind, fear.actors, fear.recipients, fear.asserted_by) == ("expectation", ("ZMB",), (), "MWI")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Malawi shelled Zambia on 2 May 2023.", "shell"),
        ("Malawi held talks with Zambia on 2 May 2023.", "talk"),
        ("Rebel fighters surrendered to Zambia on 2 May 2023.", "surrender"),
        ("Clashes erupted between Malawi and Zambia on 2 May 2023.", "clash"),
        ("Malawi's attacks on Zambia in May 2023 shocked Mozambique.", "attack"),
    ],
)
def test_a_gloss_of_an_event_says_by_which_word_the_text_tells_it(reader: RuleReader, text: str, word: str) -> None:
    event = next(claim for claim in read(reader, text) if claim.kind == "event")
    assert event.word == word
    assert f" ({word})" in event.gloss
    assert event.row()["word"] == word


def test_what_is_no_event_is_told_by_no_word(reader: RuleReader) -> None:
    assert only(reader, "Malawi trains the army of Zambia.").row()["word"] is None
