"""What is said in a noun, denied in passing, answered with, or still to come; and whose office a name holds."""

from __future__ import annotations

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str) -> tuple[Proposal, ...]:
    return rule_reader().read(read_text(text, published="2022-06-01")).claims


@pytest.mark.parametrize(
    ("text", "holder", "actor"),
    [
        ("The claim made in Kabul that Pakistan had bombed the village was met with silence.", "AFG", "PAK"),
        ("Armenia's accusation that Azerbaijan shelled the village was rejected.", "ARM", "AZE"),
        ("Allegations by Sudan that Chad armed the rebels were never proved.", "SDN", "TCD"),
        ("Israel says the port is used by Iran, something that Tehran denies.", "ISR", "IRN"),
        ("Kenya said Somalia had crossed the border, which Mogadishu denied.", "KEN", "SOM"),
    ],
)
def test_what_somebody_says_in_a_noun_or_is_denied_is_his_allegation(text: str, holder: str, actor: str) -> None:
    first = claims(text)[0]
    assert (first.kind, first.asserted_by, first.stance, first.actors) == ("allegation", holder, "alleges", (actor,))
    assert all(claim.kind == "allegation" for claim in claims(text))


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The allegation that Serbian troops shelled Vukovar in May 2022 is a fabrication of Croatia.", "denies"),
        ("The allegation made in March that Serbia shelled Vukovar on 3 January 2022 is a cynical lie.", "denies"),
        ("Reports that Serbia shelled Vukovar on 3 May 2022 are propaganda.", "denies"),
        ("Claims that Serbia shelled Vukovar on 3 May 2022 have been debunked.", "denies"),
        ("The allegation that Serbia shelled Vukovar on 3 May 2022 has no basis.", "denies"),
        ("It is a lie that Serbia shelled Vukovar on 3 May 2022.", "denies"),
        ("The allegation that Serbia shelled Vukovar on 3 May 2022 caused outrage.", "alleges"),
    ],
)
def test_what_a_noun_of_nobody_says_is_no_event(text: str, stance: str) -> None:
    (claim,) = claims(text)
    assert (claim.kind, claim.actors, claim.stance) == ("allegation", ("SRB",), stance)


@pytest.mark.parametrize(
    "text",
    [
        "The report that Serbia shelled Vukovar on 3 May 2022 was confirmed.",
        "The fact that Serbia shelled Vukovar on 3 May 2022 is known.",
    ],
)
def test_what_is_only_reported_stays_an_event(text: str) -> None:
    assert [claim.kind for claim in claims(text)] == ["event"]


@pytest.mark.parametrize(
    "text",
    [
        "Armenia accuses Azerbaijan of preventing repairs, which it denies.",
        "The border was shelled by Azerbaijan, a charge that it denies.",
    ],
)
def test_it_denies_is_whoever_is_accused(text: str) -> None:
    denial = claims(text)[-1]
    assert (denial.kind, denial.asserted_by, denial.stance) == ("allegation", "AZE", "denies")


@pytest.mark.parametrize("text", ["Armenia is to open its border with Turkey.", "A new war cannot be ruled out."])
def test_what_is_to_be_done_is_expected(text: str) -> None:
    assert [claim.kind for claim in claims(text)] == ["expectation"]


@pytest.mark.parametrize("text", ["The aim of Armenia is to open the road.", "To see Armenia is to believe in it."])
def test_what_something_consists_in_is_not_expected(text: str) -> None:
    assert "expectation" not in [claim.kind for claim in claims(text)]


def test_all_that_somebody_answers_with_is_told() -> None:
    told = claims("Pakistan responded by closing its airspace and suspending all trade.")
    assert [(claim.event_type, claim.actors) for claim in told] == [("COERCE", ("PAK",)), ("SANCTION", ("PAK",))]


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "date"),
    [
        ("France and Germany have carried out joint strikes on Syria since 12 January.", "ASSAULT", ("FRA", "DEU"),
         "2022-01-12/.."),
        ("Saudi Arabia has been negotiating with Iran since 2021.", "CONSULT", ("SAU",), "2021/.."),
        ("Jordan withdrew its ambassador from Israel on 1 November 2021.", "SANCTION", ("JOR",), "2021-11-01"),
        ("In 2021 India put the treaty into abeyance.", "SANCTION", ("IND",), "2021"),
        ("The entry of Turkish troops into northern Iraq on 20 July 2021 alarmed the region.", "ASSAULT", ("TUR",),
         "2021-07-20"),
    ],
)  # fmt: skip
def test_acts_repeated_ended_or_named(text: str, event_type: str, actors: tuple[str, ...], date: str) -> None:
    told = [(claim.event_type, claim.actors, claim.date) for claim in claims(text) if claim.kind == "event"]
    assert (event_type, actors, date) in told


def test_people_cross_since_a_day() -> None:
    (count,) = claims("Since April 2021 more than 900,000 people have crossed into Chad.")
    assert (count.kind, count.date) == ("observation", "2021-04/..")


@pytest.mark.parametrize(
    ("introduced", "actor"),
    [
        ("A truce was arranged by Sergo Rell, the Russian defence minister.", "RUS"),
        ("The UN envoy, Sergo Rell, spoke for an hour.", "UN"),
        ("Israeli Defence Minister Sergo Rell spoke for an hour.", "ISR"),
        ("The President of France, Sergo Rell, spoke for an hour.", "FRA"),
        ("On Monday Sergo Rell, president of Azerbaijan, spoke for an hour.", "AZE"),
    ],
)
def test_an_office_holder_whom_a_document_introduces_stands_for_whose_office_it_is(introduced: str, actor: str) -> None:
    meeting = claims(f"{introduced} Rell met Armenian officials on 4 May 2021.")[-1]
    assert (meeting.event_type, meeting.actors) == ("CONSULT", (actor,))


@pytest.mark.parametrize(
    "introduced",
    [
        "Sergo Rell, the former Russian defence minister, spoke for an hour.",
        "Sergo Rell, a British analyst, spoke for an hour.",
        "The Iranian opposition leader, Sergo Rell, spoke for an hour.",
    ],
)
def test_who_holds_no_office_stands_for_nobody(introduced: str) -> None:
    assert claims(f"{introduced} Rell met Armenian officials on 4 May 2021.")[-1].actors in ((), ("ARM",))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Estimates of the dead range from fewer than 100 to about 500.", 100, 500),
        ("It found between 50 and 1,000 Armenians left.", 50, 1000),
    ],
)
def test_a_range_keeps_both_its_bounds(text: str, low: float, high: float) -> None:
    (count,) = claims(text)
    assert count.quantity is not None
    assert (count.quantity.value, count.quantity.low, count.quantity.high) == (None, low, high)


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "date"),
    [
        ("Turkey, citing its rights as a guarantor, landed troops near Kyrenia on 20 July 1974.", "ASSAULT", ("TUR",),
         "1974-07-20"),
        ("Peru answered with a general assault on 4 May 2021.", "ASSAULT", ("PER",), "2021-05-04"),
        ("The Azerbaijanis did not turn up in Granada in May 2021.", "REJECT", ("AZE",), "2021-05"),
    ],
)  # fmt: skip
def test_acts_with_something_put_in_answered_or_not_done(
    text: str, event_type: str, actors: tuple[str, ...], date: str
) -> None:
    assert (event_type, actors, date) in [(claim.event_type, claim.actors, claim.date) for claim in claims(text)]


def test_they_are_a_party_spoken_of_as_many() -> None:
    text = "The Azerbaijanis stayed away from the talks in Granada, and they cancelled a meeting in Washington."
    assert claims(text)[-1].actors == ("AZE",)


def test_what_a_deed_is_called_is_the_word_of_who_calls_it_so() -> None:
    (claim,) = claims("Armenia called his detention an abduction.")
    assert (claim.kind, claim.asserted_by, claim.stance, claim.actors) == ("allegation", "ARM", "alleges", ())


def test_what_is_ruled_out_is_a_position_and_no_rule() -> None:
    assert [claim.kind for claim in claims("Ethiopia has since ruled out the use of force.")] == ["position"]


def test_who_withdrew_from_a_body_did_so_not_when_it_came_back() -> None:
    first = claims("Greece withdrew from the structure of NATO, to which it did not return until 1980.")[0]
    assert (first.event_type, first.date) == ("RETREAT", None)


@pytest.mark.parametrize(
    "text",
    [
        "The Houthis did not respond to a request for comment.",
        "The next report will tell more of Armenia.",
        "This briefing has been prepared ahead of the debate on Armenia.",
        "The Azerbaijani official asked not to be named.",
    ],
)
def test_how_a_text_was_made_is_no_claim(text: str) -> None:
    assert claims(text) == ()


def test_who_denies_behind_a_semicolon_says_what_follows() -> None:
    text = (
        "Georgia claims that a Russian column entered the tunnel on 7 August 2008; Russia denies this and says that "
        "its troops entered only on 8 August 2008."
    )
    claim = claims(text)[-1]
    assert (claim.event_type, claim.actors, claim.date, claim.asserted_by) == ("ASSAULT", ("RUS",), "2008-08-08", "RUS")


@pytest.mark.parametrize(
    "denial", ["Greece called this figure unfounded", "Greece denied this", "Greece rejected the claim"]
)
def test_a_bare_denial_is_of_what_was_alleged_before(denial: str) -> None:
    for between in ("; ", ". "):
        text = f"Russia claimed that 2,000 civilians had been killed in Georgia{between}{denial}."
        one = next(claim for claim in claims(text) if claim.stance == "denies")
        assert (one.kind, one.asserted_by, one.quantity and one.quantity.value) == ("allegation", "GRC", 2000)
        assert "GRC" not in one.actors


def test_an_office_after_another_is_no_name() -> None:
    text = "A statement by the President of Azerbaijan, Prime Minister of Armenia, was brief. The Prime Minister went."
    assert "Prime Minister" not in [mention.text for mention in rule_reader().read(read_text(text, "a.txt")).mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian officers are reported to have supplied weapons to Armenia.",
         ("allegation", "alleges", ("RUS",), ("ARM",))),
        ("Russia is alleged to have bombed Turkey in 1992.", ("allegation", "alleges", ("RUS",), ("TUR",))),
        ("That Armenia had shelled Kars was always denied by Armenia.", ("allegation", "denies", ("ARM",), ())),
        ("Turkey called the accusation unacceptable.", ("allegation", "denies", ("TUR",), ())),
        ("Turkish troops are believed to have shelled Gyumri in May 2020.", ("allegation", "alleges", ("TUR",), ())),
        ("Turkey denied the charge and recalled its ambassador from Armenia.",
         ("event", "asserts", ("TUR",), ("ARM",))),
        ("Turkey accused Armenia of arson and demanded an apology from Russia.",
         ("event", "asserts", ("TUR",), ("RUS",))),
        ("Russia said that Armenia fired; according to the Turkish army, its men were attacked by Russia.",
         ("allegation", "alleges", ("RUS",), ())),
    ],
)  # fmt: skip
def test_what_is_only_said_and_who_acts_after_he_spoke(
    text: str, expected: tuple[object, ...], reader: RuleReader
) -> None:
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert expected in [(one.kind, one.stance, one.actors, one.recipients) for one in found]


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Gunmen attacked the Armenian parliament on 27 October 1999. Turkey condemned Armenia.", (), ("ARM",)),
        ("The attack on the Armenian parliament on 27 October 1999 killed eight people.", (), ("ARM",)),
        ("After the attack on a Russian convoy in May 2019 Russia bombed Kars.", ("RUS",), ()),
        ("General Ona seized power in Turkey on 12 September 1980. Armenia condemned Turkey.", (), ()),
    ],
)
def test_who_is_struck_strikes_nobody(
    text: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    found = reader.read(read_text(text, published="2022-06-01")).claims
    first = next(one for one in found if one.event_type == "ASSAULT")
    assert (first.actors, first.recipients) == (actors, recipients)


def test_what_holds_is_read_past_what_is_put_in(reader: RuleReader) -> None:
    text = "The Lachin road, through which Russia supplied Armenia, has been closed since May 2021."
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert ("status", "state", "2021-05/..") in [(one.kind, one.about, one.date) for one in found]


def test_who_fought_is_told_by_whose_men_fell() -> None:
    text = (
        "Armenia and Turkey are rivals. After the clash at the river in June 2020, in which ten Russian soldiers and "
        "two Georgian soldiers died, Armenia moved its troops away from Turkey."
    )
    clash = next(one for one in claims(text) if one.event_type == "ASSAULT")
    assert (clash.actors, clash.recipients) == (("RUS",), ("GEO",))


def test_what_nobody_meant_and_who_leaves_a_list() -> None:
    text = "In March 2022 Turkey accidentally fired a missile into Armenia. In May it was removed from the grey list."
    assert [one.event_type for one in claims(text) if one.kind == "event"] == ["RETREAT"]
