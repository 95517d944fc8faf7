"""What agencies and handbooks write: who a land's name stands for, who said it, what a war ended with."""

import pytest

from interbellum import open_case
from interbellum.reading.api import rule_reader
from interbellum.reading.naming.lands import entity_acts
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def karabakh() -> RuleReader:
    return rule_reader(open_case("karabakh"))


def claims(text: str, reader: RuleReader | None = None, published: str = "2022-09-16") -> list[Proposal]:
    return list((reader or rule_reader()).read(read_text(text, "text.txt", published=published)).claims)


@pytest.mark.parametrize(
    ("text", "kind", "by", "actors"),
    [
        ("Artsakh accused Azerbaijan of shelling the town on 4 October 2020.", "allegation", "NKR", ("AZE",)),
        ("The Karabakh Defence Army retreated from Hadrut on 10 October 2020.", "event", "author", ("NKR",)),
        ("The leadership of Nagorno-Karabakh agreed to disarm on 20 September 2021.", "event", "author", ("NKR",)),
        ("Karabakh Armenian forces handed over weapons on 22 September 2021.", "event", "author", ("NKR",)),
        ("The Artsakh Defence Ministry reported 51 dead on 3 October 2020.", "observation", "NKR", ("NKR",)),
        ("Artsakh officials said the road was closed.", "status", "NKR", ()),
    ],
)
def test_the_name_of_a_land_stands_for_who_rules_it_where_somebody_acts(
    karabakh: RuleReader, text: str, kind: str, by: str, actors: tuple[str, ...]
) -> None:
    claim = claims(text, karabakh)[0]
    assert (claim.kind, claim.asserted_by, claim.actors) == (kind, by, actors)


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Fighting went on in Nagorno-Karabakh for a week.", False),
        ("the conflict over Nagorno-Karabakh", False),
        ("Nagorno-Karabakh is a mountainous region.", False),
        ("held by Nagorno-Karabakh until then", True),
        ("the de facto leader of Nagorno-Karabakh", True),
        ("Separatist authorities in Nagorno-Karabakh said so.", True),
        ("Nagorno-Karabakh later declared martial law.", True),
        ("Nagorno-Karabakh's de facto foreign ministry", True),
    ],
)
def test_a_land_acts_only_by_an_office_a_verb_or_as_an_agent(text: str, acts: bool) -> None:
    start = text.index("Nagorno-Karabakh")
    assert entity_acts(text, start, start + len("Nagorno-Karabakh")) is acts


def test_a_town_under_fire_is_no_government(karabakh: RuleReader) -> None:
    (told,) = claims("Stepanakert came under shelling on 27 September 2020.", karabakh)
    assert (told.event_type, told.actors, told.recipients) == ("ASSAULT", ("AZE",), ("NKR",))
    (met,) = claims("The ministers met in Brussels on 5 May 2021.", karabakh)
    assert "EU" not in (*met.actors, *met.recipients)


def test_whose_leader_a_person_is_does_not_act_beside_him(karabakh: RuleReader) -> None:
    (told,) = claims("Armenia's Prime Minister Nikol Pashinyan resigned in April 2021.", karabakh)
    assert (told.actors, told.recipients) == (("PASHINYAN",), ())
    assert claims("France's Macron accused Turkey of sending fighters.", karabakh)[0].asserted_by == "MACRON"


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("The city was captured in 1992 by Armenian forces to lift the siege.", "ASSAULT", ("ARM",), ()),
        ("Georgia issued a denial.", "REJECT", ("GEO",), ()),
        ("Georgia introduced martial law on 28 September 2021.", "COERCE", ("GEO",), ()),
        ("Georgia and Armenia on Wednesday traded accusations of breaking a truce.", "ACCUSE", ("GEO",), ("ARM",)),
        ("The first war ended in a cease-fire in 1994.", "AGREE", (), ()),
        ("Earlier this year, Saudi Arabia and the United States called on Georgia to sign.", "REQUEST",
         ("SAU", "USA"), ("GEO",)),
        ("Israeli forces did not completely withdraw from Lebanon until 2000.", "RETREAT", ("ISR",), ("LBN",)),
        ("Ethiopia rejected the 2007 Eritrea-Ethiopia boundary ruling.", "REJECT", ("ETH",), ()),
        ("Chad established a joint border force with Sudan in 2010.", "COOPERATE", ("TCD",), ("SDN",)),
        ("The Russian column then advanced further north on 5 May.", "ASSAULT", ("RUS",), ()),
        ("The Georgian military shot down two drones.", "ASSAULT", ("GEO",), ()),
        ("Putin had spoken by phone with Biden on 5 May.", "CONSULT", ("RUS",), ("USA",)),
        ("Georgian envoys returned to Vienna on 5 May to resume talks with Russia.", "CONSULT", ("GEO",), ("RUS",)),
        ("Serbia applied for EU membership in 2009.", "REQUEST", ("SRB",), ("EU",)),
    ],
)  # fmt: skip
def test_acts_in_news_and_handbooks(
    text: str, event_type: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    told = next(claim for claim in claims(text) if claim.kind == "event")
    assert (told.event_type, told.actors, told.recipients) == (event_type, actors, recipients)


@pytest.mark.parametrize(
    "text",
    [
        "The Georgian ministry released a video on 5 May.",
        "In December 2021, fears of a new war erupted.",
        "Peace talks with Georgia began in March 2021.",
        "Georgia announced the suspension of the cease-fire negotiations on 5 May.",
        "Georgia released ten prisoners of war on Saturday.",
    ],
)
def test_no_force_and_no_truce_where_there_was_none(text: str) -> None:
    found = {(claim.event_type, claim.mode) for claim in claims(text) if claim.kind == "event"}
    assert not found & {("ASSAULT", ""), ("PROTEST", "demo"), ("RETREAT", "ceasefire"), ("AGREE", "")}


def test_what_goes_on_under_a_verb_of_saying_is_said_as_well() -> None:
    died, fired = claims("Georgian officials said one soldier was killed when Russian troops opened fire on a post.")
    assert (died.asserted_by, fired.kind, fired.asserted_by, fired.actors) == ("GEO", "allegation", "GEO", ("RUS",))
    closing = claims("At least 21 people were killed when a missile hit a house, Georgian prosecutors said.")
    assert {claim.asserted_by for claim in closing} == {"GEO"}


@pytest.mark.parametrize(
    "text",
    [
        "Cambodia denied the accusation by Thailand that it laid new mines on 16 July 2021.",
        "Cambodia rejected the claim of the Thai side that Cambodian soldiers shelled a hospital on 24 July 2021.",
    ],
)
def test_what_is_denied_behind_its_owner_is_no_event(text: str) -> None:
    found = claims(text)
    assert {(claim.kind, claim.stance, claim.asserted_by) for claim in found} == {("allegation", "denies", "KHM")}


def test_a_count_after_according_to_and_parts_of_a_count() -> None:
    dead, hurt = claims(
        "The fighting has left 600 people dead and 5,000 injured, according to the World Health Organization."
    )
    assert (dead.asserted_by, hurt.asserted_by) == ("WHO", "WHO")
    counts = [claim.quantity for claim in claims("The shelling killed 13 people: eight men and five children.")]
    assert [(one.value, "among these" in one.of) for one in counts if one is not None][:2] == [(13, False), (8, True)]


def test_a_clock_time_counts_nobody() -> None:
    found = claims("At 06:30 Thai soldiers crossed the border on 5 May.")
    assert [claim.quantity for claim in found] == [None]


def test_a_year_long_ago_does_not_date_the_days_of_the_last_weeks() -> None:
    text = "The maps were drawn in 1907. Thailand closed the border on 5 September."
    assert claims(text)[-1].date == "2022-09-05"
    history = "In 1992, Georgia was at war. On 9 May Russia shelled Gori."
    assert claims(history)[-1].date == "1992-05-09"


def test_who_buys_is_supplied_and_who_chairs_does_not_mediate() -> None:
    arms = claims("Thailand is an ally of the United States, yet buys tanks from China.")[-1]
    assert (arms.about, arms.actors, arms.recipients) == ("arms", ("CHN",), ("THA",))
    chair = claims("Malaysia, which holds the chair of ASEAN, offered to mediate.")[0]
    assert (chair.kind, chair.about) == ("tie", "membership")


def test_an_absolute_participle_is_a_claim_and_a_dash_between_names_parts_nothing() -> None:
    text = "Russia seized the Gori–Poti road on 4 November 2020, with Georgian forces closing the border."
    first, second = claims(text)
    assert first.quote.endswith("4 November 2020")
    assert second.actors == ("GEO",)


@pytest.mark.parametrize(
    ("text", "kind", "event_type"),
    [
        ("Pashinyan has proposed a non-aggression pact.", "event", "REQUEST"),
        ("Armenia dropped its veto on the summit in December 2021.", "event", "CONCEDE"),
        ("China is building a submarine for Thailand.", "tie", None),
        ("Washington favours international guarantees.", "position", None),
        ("Border guards established a checkpoint at the bridge on 23 April.", "event", "COERCE"),
        ("Four hand grenades were thrown at police patrols in Kosovo on 5 May.", "event", "ASSAULT"),
        ("Georgia shot back that the mission was spreading propaganda.", "interpretation", None),
    ],
)
def test_acts_and_views_in_the_press(text: str, kind: str, event_type: str | None) -> None:
    told = claims(text)[0]
    assert (told.kind, told.event_type) == (kind, event_type)


def test_a_charge_which_somebody_rejects_is_denied() -> None:
    text = "Armenia accused Azerbaijan of spying, a charge which EU officials have repeatedly rejected."
    denied = claims(text)[-1]
    assert (denied.kind, denied.stance, denied.asserted_by) == ("allegation", "denies", "EU")


def test_an_entry_of_a_chronicle_ends_its_date_with_a_stop_and_may_last() -> None:
    text = (
        "Chronology\n\n4 February 2011: Artillery duels between Thailand and Cambodia go on until 7 February.\n\n"
        "15 October 2008. Thai soldiers shell Cambodia.\n\n16 July 2011: Thailand withdraws its troops.\n"
    )
    dates = [claim.date for claim in claims(text) if claim.kind == "event"]
    assert dates == ["2011-02-04/2011-02-07", "2008-10-15", "2011-07-16"]


def test_weapons_and_offices_are_no_places_in_a_gloss() -> None:
    reader = rule_reader()
    told = reader.read(
        read_text(
            "Royal F-16 jets of Thailand bombed Prey Chan with BM-21 rockets on 5 May.", "t.txt", published="2022-06-01"
        )
    )
    assert next(claim.gloss for claim in told.claims).count("[Prey Chan]") == 1


def test_a_second_charge_is_an_allegation_of_its_own() -> None:
    text = "Georgia's foreign ministry accused Russia of seeking pretexts and of sabotaging efforts to revive talks."
    assert [(one.kind, one.asserted_by, one.actors) for one in claims(text)] == [("allegation", "GEO", ("RUS",))] * 2


def test_a_ministry_in_a_capital_is_its_states() -> None:
    denied = claims("The ministry in Yerevan denied that its units had shelled the village.")[0]
    assert (denied.asserted_by, denied.stance) == ("ARM", "denies")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("On 5 May Russia shelled Kyiv. Four soldiers were killed.", "2022-05-05"),
        ("On 5 May Russia shelled Kyiv. The attack wounded three women.", "2022-05-05"),
        ("On 5 May Russia shelled Kyiv. In all, 40 soldiers were killed in the war.", None),
        ("In May 2021 Russia shelled Kyiv. Four soldiers were killed.", None),
    ],
)
def test_the_dead_of_the_day_just_told_have_its_date(text: str, date: str | None) -> None:
    assert claims(text)[-1].date == date


def test_a_title_at_the_head_of_a_paragraph_tells_nothing() -> None:
    assert claims("The August war. Relations were cool.") == []
    assert claims("The August war of 2008 began at night.")[0].kind == "event"
