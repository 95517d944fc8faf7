"""Sentences as essays and histories write them: long, with asides, lists of verbs and times told pages ago."""

import pytest

from interbellum.reading.dating.anchors import Anchor, Moment
from interbellum.reading.dating.dates import find_dates
from interbellum.reading.language.clauses import clauses
from interbellum.reading.language.tagging import tag
from interbellum.reading.naming.names import world_gazetteer
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def world() -> RuleReader:
    return RuleReader(world_gazetteer())


def claims(text: str, reader: RuleReader, published: str = "2023-05-10") -> list[Proposal]:
    return list(reader.read(read_text(text, published=published)).claims)


def told(text: str, reader: RuleReader) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return {(one.event_type or one.about or one.kind, one.actors, one.recipients) for one in claims(text, reader)}


@pytest.mark.parametrize(
    ("text", "what", "actors", "recipients"),
    [
        ("In June 1967 Israel captured the heights from Syria.", "ASSAULT", ("ISR",), ("SYR",)),
        ("Israel repelled a Syrian offensive in October 1973.", "ASSAULT", ("ISR",), ("SYR",)),
        ("Iraq overran Kuwait in a single day in August 1990.", "ASSAULT", ("IRQ",), ("KWT",)),
        ("Libya occupied the strip in 1973.", "ASSAULT", ("LBY",), ()),
        ("Hostilities between India and Pakistan resumed in 1965.", "ASSAULT", ("IND",), ("PAK",)),
        ("India revoked the autonomy of Kashmir in August 2019.", "COERCE", ("IND",), ()),
        ("Azerbaijan blocked the road in December 2022.", "COERCE", ("AZE",), ()),
        ("China and Vietnam demarcated the land border in 2008.", "AGREE", ("CHN",), ("VNM",)),
        ("Serbia withdrew its offer in 2008.", "REJECT", ("SRB",), ()),
        ("Japan sent Ukraine helmets and drones in March 2022.", "AID", ("JPN",), ("UKR",)),
        ("The United States reimposed sanctions on Iran in May 2018.", "SANCTION", ("USA",), ("IRN",)),
        ("Japan announced its surrender in August 1945.", "CONCEDE", ("JPN",), ()),
        ("Israel ended its occupation of Lebanon in May 2000.", "RETREAT", ("ISR",), ("LBN",)),
        ("In 2014 Eritrea gave in.", "CONCEDE", ("ERI",), ()),
        ("Turkey stands behind Azerbaijan.", "alliance", ("TUR",), ("AZE",)),
        ("Ethiopia and Somalia have been at odds since 1960.", "hostility", ("ETH",), ("SOM",)),
        ("The Kurils are the subject of a dispute between Japan and Russia.", "hostility", ("JPN",), ("RUS",)),
        ("Japan continues to depend on Russia for nine percent of its gas.", "dependence", ("JPN",), ("RUS",)),
        ("Japan and Russia have never concluded a peace treaty.", "alliance", ("JPN",), ("RUS",)),
        ("The entrance from Thailand has been closed since June 2008.", "state", ("THA",), ()),
        ("The regime in Syria collapsed in December 2024.", "leadership", ("SYR",), ()),
        ("Somalia no longer claims the region.", "position", ("SOM",), ()),
        ("Serbia regards Kosovo as part of its territory.", "position", ("SRB",), ("XKX",)),
        ("Moscow would prefer a settlement under its own control.", "position", ("RUS",), ()),
        ("Japan insists that all four islands be returned.", "position", ("JPN",), ()),
    ],
)  # fmt: skip
def test_verbs_of_histories_are_known(
    text: str, what: str, actors: tuple[str, ...], recipients: tuple[str, ...], world: RuleReader
) -> None:
    assert (what, actors, recipients) in told(text, world)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Farmers in Poland blocked the road to Ukraine in 2024.", "COERCE"),
        ("The valley is regarded as part of Serbia.", "position"),
        ("Russia holds talks with Turkey on the truce.", "condition"),
        ("The question remains open in Georgia.", "condition"),
        ("Russia and Turkey have since held joint military exercises.", "alliance"),
        ("Russia took Ukraine to task in 2013.", "ASSAULT"),
        ("Georgia gave up hope in 2009, said its minister.", "RETREAT"),
        ("In 2014 Russia did not annex the province.", "REJECT"),
    ],
)
def test_words_that_only_look_like_them_tell_something_else(text: str, never: str, world: RuleReader) -> None:
    assert never not in {what for what, _, _ in told(text, world)}


def test_three_verbs_of_one_subject_are_three_acts(world: RuleReader) -> None:
    text = "Israel captured the heights in June 1967, repelled Syria in October 1973, and bombed Iraq in 1981."
    found = {(one.actors, one.date) for one in claims(text, world) if one.kind == "event"}
    assert found == {(("ISR",), "1967-06"), (("ISR",), "1973-10"), (("ISR",), "1981")}


def test_a_closing_verb_of_saying_is_no_act_in_a_list() -> None:
    tokens = tag("Israel captured the heights, said the minister and left the hall.")
    assert all(clause.joiner != "said" for clause in clauses(tokens))


def test_a_sentence_goes_on_after_a_relative_clause_with_a_word_of_time(world: RuleReader) -> None:
    text = "Japan, which had imposed mild sanctions in 2014, this time froze the assets of the central bank of Russia."
    assert ("SANCTION", ("JPN",), ("RUS",)) in told(text, world)


def test_a_short_main_clause_stands_for_itself(world: RuleReader) -> None:
    text = "Thailand complied, but it continued to claim 4.6 square kilometres of Cambodia."
    assert ("CONCEDE", ("THA",), ()) in told(text, world)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The last guerrillas surrendered in December 1998.", "RETREAT"),
        ("On 6 February 2009 police detained the editor of the paper.", "COERCE"),
        ("The mission asked the sides to exercise restraint.", "REQUEST"),
        ("The participants agreed on a mechanism to prevent incidents.", "AGREE"),
    ],
)
def test_bands_and_offices_act_without_a_name(text: str, kind: str, world: RuleReader) -> None:
    found = [one for one in claims(text, world) if one.kind == "event"]
    assert [(one.event_type, one.actors) for one in found] == [(kind, ())]


def test_things_do_not_act(world: RuleReader) -> None:
    assert not [one for one in claims("The text did not condemn Russia.", world) if one.kind == "event"]
    assert not [one for one in claims("The winter forced a decision and the price withdrew.", world) if one.actors]


def test_the_court_is_the_one_spoken_of_last(world: RuleReader) -> None:
    text = (
        "Cambodia and Thailand went to the International Court of Justice in 1959. "
        "In July 2011 the Court ordered both states to withdraw their forces from the zone of ASEAN observers."
    )
    assert ("REQUEST", ("ICJ",), ("KHM", "THA")) in told(text, world)


def test_a_court_that_was_not_named_is_nobody(world: RuleReader) -> None:
    found = claims("Cambodia met Thailand in 1959. The court ordered the mayor to withdraw his claim.", world)
    assert len(found) > 1
    assert all("ICJ" not in one.actors for one in found)


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Some Japanese scholars contend that the courtship weakened Tokyo.", "ANALYSTS"),
        ("Japanese officials contend that the courtship weakened Tokyo.", "JPN"),
    ],
)
def test_scholars_of_a_nation_do_not_speak_for_it(text: str, holder: str, world: RuleReader) -> None:
    assert [one.asserted_by for one in claims(text, world)] == [holder]


def test_what_would_have_been_is_not_expected(world: RuleReader) -> None:
    kinds = {text: [one.kind for one in claims(text, world)] for text in (
        "Russia would never have conceded the islands.", "Russia would concede the islands in a crisis.",
    )}  # fmt: skip
    assert list(kinds.values()) == [["interpretation"], ["expectation"]]


def test_a_truce_that_is_signed_is_an_agreement_and_one_declared_alone_a_retreat(world: RuleReader) -> None:
    assert {what for what, _, _ in told("Eritrea signed a truce in Paris in 1998.", world)} == {"AGREE"}
    assert "RETREAT" in {what for what, _, _ in told("Eritrea declared a truce in May 1998.", world)}


def test_a_war_with_both_ends_is_an_event_that_goes_on_to_its_end(world: RuleReader) -> None:
    text = "Yemen fought Eritrea from 1995 until October 1998, when Yemen signed a truce in Paris."
    found = {(one.event_type, one.date) for one in claims(text, world) if one.kind == "event"}
    assert found == {("ASSAULT", "1995/1998-10"), ("AGREE", "1998-10")}


def test_a_war_that_goes_on_is_a_tie(world: RuleReader) -> None:
    assert ("hostility", ("YEM",), ("ERI",)) in told("Yemen has fought Eritrea since 1995.", world)


HISTORY = (
    "In the autumn of 1995 Eritrea attacked Yemen.\n\n"
    "On 15 December Yemen bombed Eritrea. Two months later the two states met."
)


def test_a_history_goes_on_in_its_year_in_the_next_paragraph(world: RuleReader) -> None:
    found = [one.date for one in claims(HISTORY, world, "2019-06-01") if one.kind == "event"]
    assert found == ["1995-23", "1995-12-15", "1996-02"]


def test_a_report_of_the_day_does_not(world: RuleReader) -> None:
    text = "On 3 May Eritrea bombed Yemen.\n\nIn 1995 Eritrea attacked Yemen.\n\nOn 15 May Yemen bombed Eritrea."
    found = [one.date for one in claims(text, world, "2019-06-01") if one.kind == "event"]
    assert found == ["2019-05-03", "1995", "2019-05-15"]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It lasted from 1995 until October 1998.", "1995/1998-10"),
        ("It lasted from 5 March 1995 to 6 May 1996.", "1995-03-05/1996-05-06"),
    ],
)
def test_times_from_one_date_to_another(text: str, edtf: str) -> None:
    assert [date.edtf for date in find_dates(text, Anchor.of("2019-06-01"))] == [edtf]


def test_a_time_that_runs_backwards_is_two_dates() -> None:
    assert len(find_dates("Exports fell from 1998 to October 1995.", Anchor.of("2019-06-01"))) == 2


def test_the_next_day_of_a_month_long_ago_is_in_that_month() -> None:
    anchor = Anchor(Moment.parse("2019-06-01"), Moment.parse("1995-12"))
    assert [date.edtf for date in find_dates("It fell the next day.", anchor)] == ["1995-12"]


def test_a_season_has_its_year() -> None:
    assert Moment.parse("1995-23") == Moment(1995)


def test_verbs_are_found_after_adverbs_and_before_counts() -> None:
    tags = {token.text: token.tag for token in tag("Somalia no longer claims the region.")}
    assert tags["claims"] == "VBZ"
    tags = {token.text: token.tag for token in tag("Russia has built a base and stations about 3,500 soldiers there.")}
    assert tags["stations"] == "VBZ"
    tags = {token.text: token.tag for token in tag("Russia closed its schools and stations in the north.")}
    assert tags["stations"] == "NNS"
    tags = {token.text: token.tag for token in tag("Eritrea shot down a jet.")}
    assert tags["shot"] == "VBD"


def test_irregular_forms_have_their_verb() -> None:
    words = {"repelled": "repel", "sank": "sink", "rebuilt": "rebuild", "levelled": "level", "shelled": "shell"}
    assert {
        form: next(t.lemma for t in tag(f"The army {form} the town.") if t.lower == form) for form in words
    } == words


def test_what_is_counted_is_an_observation(world: RuleReader) -> None:
    found = claims("The mission recorded 14 violations of the truce between India and Pakistan in May.", world)
    assert next((one.kind, one.quantity and (one.quantity.value, one.quantity.unit)) for one in found) == (
        "observation",
        (14.0, "count"),
    )
    assert all(one.kind != "observation" for one in claims("India and Pakistan signed three agreements in May.", world))


def test_a_list_after_an_opening_phrase_keeps_its_first_name(world: RuleReader) -> None:
    found = claims("In 1991 the leaders of Russia, Ukraine and Belarus signed an accord.", world)
    assert {(*one.actors, *one.recipients) for one in found if one.kind == "event"} == {("RUS", "UKR", "BLR")}
