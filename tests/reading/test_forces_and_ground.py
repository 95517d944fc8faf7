"""Whose forces come and go, who takes which ground, and what only waits for something else."""

import pytest

from interbellum.reading.naming.names import Gazetteer
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def read(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, "t.txt", published="2022-06-01")).claims)


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("The withdrawal of CSTO from the valley was completed on 25 May 2021.", "RETREAT", ("CSTO",), ()),
        ("Russia sent the first contingent of the CSTO on 12 May 2021.", "MOBILIZE", ("RUS",), ()),
        ("Russia deployed its new mission, CSTO, on 12 May 2021.", "MOBILIZE", ("RUS",), ()),
        ("Russian soldiers and M23 abandoned their positions on 14 May 2021.", "RETREAT", ("RUS", "M23"), ()),
        ("Turkish troops entered the town with Armenia's consent on 18 May 2021.", "MOBILIZE", ("TUR",), ("ARM",)),
        ("Envoys of Turkey and of M23 held peace talks on 9 May 2021, facilitated by the Republic of Armenia.",
         "CONSULT", ("TUR",), ("M23",)),
        ("M23 pushed into the town on 19 May 2021.", "ASSAULT", ("M23",), ()),
        ("M23 announced the end of its rebellion on 5 May 2021.", "RETREAT", ("M23",), ()),
        ("M23 handed over Lachin to the regional force on 5 May 2021.", "RETREAT", ("M23",), ()),
    ],
)  # fmt: skip
def test_who_acts_is_whose_forces_they_are(
    text: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    (claim, *_) = read(text, reader)
    assert (claim.event_type, claim.actors, claim.recipients) == (kind, actors, recipients)


@pytest.mark.parametrize(
    "text",
    [
        "M23 said it would fight on until Turkey agreed to negotiations.",
        "An order was given in May 2021 to cease cooperation with Turkey.",
        "M23 says that it responded to attacks by Turkish troops.",
        "Russia had tried to bring the sides together on 18 May 2021.",
    ],
)
def test_what_was_not_done_or_only_answered_is_no_act_of_that_kind(text: str, reader: RuleReader) -> None:
    assert not {claim.event_type for claim in read(text, reader)} & {"AGREE", "CONCEDE", "CONSULT"}


def test_ground_that_is_not_named_again_is_the_ground_told_of_before(reader: RuleReader) -> None:
    text = "M23 took Lachin on 4 May 2021. Azerbaijan retook it on 8 May 2021 and M23 left the town on 9 May 2021."
    assert [claim.place for claim in read(text, reader)] == ["LACHIN", "LACHIN", "LACHIN"]
    apart = "M23 took Lachin on 4 May 2021.\n\nAzerbaijan retook it on 8 May 2021."
    assert [claim.place for claim in read(apart, reader)] == ["LACHIN", None]


def test_a_pronoun_takes_up_the_main_subject_and_not_one_of_a_relative_clause(reader: RuleReader) -> None:
    text = (
        "M23 was founded in May 2012 by men who had left the army and accused Turkey of breaking its word. "
        "On 20 May 2012 it seized Lachin."
    )
    assert read(text, reader)[-1].actors == ("M23",)


def test_a_named_group_that_nobody_knows_acts_itself(reader: RuleReader) -> None:
    text = (
        "Armenia closed the border after accusing Turkey of backing the Ona-Tabara, which had attacked Lachin in May."
    )
    attacks = [claim for claim in read(text, reader) if claim.event_type == "ASSAULT"]
    assert [claim.actors for claim in attacks] == [()]


def test_who_says_so_in_the_end_takes_no_part(reader: RuleReader) -> None:
    (claim,) = read("M23 is backed by Turkey, Armenia says.", reader)
    assert (claim.actors, claim.recipients, claim.asserted_by) == (("TUR",), ("M23",), "ARM")


def test_a_count_is_of_whom_it_is_laid_to_and_an_accusation_of_the_subject_of_its_clause(reader: RuleReader) -> None:
    counted, *_ = read(
        "In May 2021 some 2,900 people were killed, according to Ona; Turkey disputes this figure.", reader
    )
    assert counted.asserted_by == "author"
    text = "Russia proposed talks, but Turkey pulled out on Monday, accusing Armenia of sabotaging the talks."
    assert [claim.asserted_by for claim in read(text, reader) if claim.kind == "allegation"] == ["TUR"]


def test_words_of_another_clause_tell_nothing_here(reader: RuleReader) -> None:
    killed = read("20 May 2021: M23 takes Lachin. A Turkish soldier is killed in the fighting.", reader)[1:]
    assert killed
    assert not any(claim.kind == "tie" for claim in killed)
    (signed,) = read("Turkey and M23 sign declarations in the port on 12 December 2021.", reader)
    assert (signed.event_type, signed.actors, signed.recipients) == ("AGREE", ("TUR",), ("M23",))
    armed = read("Turkey accuses Armenia of arming M23, a group founded by veterans of the 1994 massacre.", reader)
    assert [claim.date for claim in armed if claim.kind == "allegation"] == [None]
    (sent, *_) = read("None of the forces that were sent to help by Russia altered the balance.", reader)
    assert not sent.negated


def test_a_persons_name_is_no_it(reader: RuleReader) -> None:
    text = (
        "Turkey sent the first contingent of the Ridge Force in May 2021. The force never fought. Pashinyan refused to "
        "renew its mandate, and its last soldiers left Lachin on 21 December 2021."
    )
    assert read(text, reader)[-1].actors != ("ARM",)


def test_an_office_that_opens_a_sentence_acts_beside_a_group(gazetteer: Gazetteer) -> None:
    reader = RuleReader(gazetteer, ((("TUR",), ("M23",)),))
    (claim,) = read("23 April 2021: Government and M23 issue a joint statement.", reader)
    assert (claim.event_type, claim.actors, claim.recipients) == ("AGREE", ("TUR",), ("M23",))


def test_all_of_some_who_died_are_counted(reader: RuleReader) -> None:
    (died,) = read("29 March 2021: All eight peacekeepers on board are killed.", reader)
    assert died.quantity is not None
    assert (died.kind, died.quantity.value) == ("observation", 8)


def test_a_meeting_that_is_cancelled_says_nothing_of_where_talks_stand(reader: RuleReader) -> None:
    (called_off,) = read("The summit of Turkey and M23 planned for May was cancelled.", reader)
    (broken,) = read("The talks of Turkey and M23 have been suspended since May.", reader)
    assert (called_off.about, called_off.word, broken.about, broken.word) == ("talks", "", "talks", "none")


@pytest.mark.parametrize(
    ("text", "holder", "kind"),
    [
        ("M23 wrote on X that Turkish drones had bombed Lachin in May 2021.", "M23", "allegation"),
        ("A Turkish inquiry later counts 131 dead.", "TUR", "observation"),
    ],
)
def test_who_writes_or_counts_says_so(text: str, holder: str, kind: str, reader: RuleReader) -> None:
    claim = read(text, reader)[-1]
    assert (claim.kind, claim.asserted_by) == (kind, holder)


def test_ground_that_which_takes_up_is_where_it_was_taken(reader: RuleReader) -> None:
    text = "The mine lies north of Lachin, which M23 captured on 28 May 2021. The road, which M23 captured, is long."
    captured = [claim for claim in read(text, reader) if claim.word == "capture"]
    assert [claim.place for claim in captured] == ["LACHIN", None]


def test_the_frontier_of_a_land_is_not_where_something_happened(reader: RuleReader) -> None:
    (taken,) = read("M23 took the post on the Turkish frontier in May 2021.", reader)
    assert taken.place is None


def test_people_are_no_places(reader: RuleReader) -> None:
    for text in (
        "General Petr Cirim was killed near Sakeo on 23 May 2021.",
        "Makeng's men attacked Sakeo in May 2021.",
        "Boscon Ntagan surrendered in Sakeo in May 2021.",
        "Soldiers loyal to Boscon Ntagan attacked Sakeo in May 2021.",
    ):
        assert "[Sakeo]" in read(text, reader)[0].gloss


def test_a_town_that_is_taken_is_asked_for_as_a_place(reader: RuleReader) -> None:
    text = "M23 captured Sakeo in May 2021. Turkey recaptured Sakeo in June 2021. M23 took Sakeo in July 2021."
    told = reader.read(read_text(text, "t.txt", published="2022-06-01")).report["unknown"]
    assert [(row["name"], row["as"]) for row in told] == [("Sakeo", "place")]


def test_a_truce_of_a_day_dates_a_charge_about_it(reader: RuleReader) -> None:
    claim, *_ = read("Turkey claims that the truce of 10 May 2021 was broken by M23.", reader)
    assert (claim.kind, claim.date) == ("allegation", "2021-05-10")


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Under American and Russian pressure Turkey and M23 agreed on a ceasefire.", ("TUR",), ("M23",)),
        ("Turkey and M23, meeting in the port under Russian chairmanship, agreed to a truce in May 2021.",
         ("TUR",), ("M23",)),
        ("The Prime Minister of the Republic of Armenia, Ona Bey, and the President of Azerbaijan, Ali Khan, signed "
         "the declaration on 26 May 2021 in the presence of the President of the United States.", ("ARM",), ("AZE",)),
    ],
)  # fmt: skip
def test_who_presses_mediates_or_looks_on_is_no_party(
    text: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    claim = next(one for one in read(text, reader) if one.event_type == "AGREE")
    assert (claim.actors, claim.recipients) == (actors, recipients)


def test_who_orders_both_sides_is_the_body_told_of(reader: RuleReader) -> None:
    text = (
        "Armenia and Azerbaijan fought. Armenia and Azerbaijan appealed to the Court of the Hills. On 18 May 2021 the "
        "Court ordered both sides to withdraw their soldiers."
    )
    ordered = read(text, reader)[-1]
    assert (ordered.actors, {*ordered.recipients}) == ((), {"ARM", "AZE"})


def test_who_holds_a_town_by_name_controls_it_and_what_shall_be_done_is_not_kept(reader: RuleReader) -> None:
    (held,) = read("M23 holds Lachin.", reader)
    assert (held.kind, held.about, held.place) == ("status", "control", "LACHIN")
    assert not any(claim.about == "control" for claim in read("M23 holds Turkey to its word.", reader))
    text = "Turkey shall release the prisoners once the withdrawal of heavy weapons has been completed."
    assert "kept" not in {claim.word for claim in read(text, reader)}


def test_who_only_looked_on_is_no_it(reader: RuleReader) -> None:
    text = "M23 seized Lachin on 20 May 2021 while CSTO looked on. Eleven days later it left the city under pressure."
    (*_, left) = read(text, reader)
    assert (left.event_type, left.actors, left.place, left.date) == ("RETREAT", ("M23",), "LACHIN", "2021-05-31")


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Armenia lost Lachin to M23 on 27 May 2021.", ("M23",), ("ARM",)),
        ("Armenia lost control of Lachin on 27 May 2021.", ("AZE",), ("ARM",)),
        ("Azerbaijan and Armenia fought for Lachin. Armenia took it on 4 May 2021 and lost it two days later.",
         ("AZE",), ("ARM",)),
    ],
)  # fmt: skip
def test_what_somebody_loses_his_foe_takes(
    text: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    claim = read(text, reader)[-1]
    assert (claim.event_type, claim.word, claim.place) == ("ASSAULT", "lose", "LACHIN")
    assert claim.recipients == recipients
    assert claim.actors in (actors, ())


def test_who_lost_most_of_some_ground_is_not_said_to_hold_it(reader: RuleReader) -> None:
    (claim,) = read("Armenia lost most of its territory around Lachin.", reader)
    assert (claim.kind, claim.about, claim.negated) == ("status", "control", True)
    assert claim.gloss.startswith("Not so: who controls or holds ground: Armenia")
