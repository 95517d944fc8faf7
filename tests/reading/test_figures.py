"""Figures and relations beside what a clause tells; whom a description is not; who stays without a name."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-05-10")).claims)


def test_every_figure_of_a_sentence_is_an_observation(reader: RuleReader) -> None:
    found = claims("The shelling killed at least 38 people and displaced more than 3,000 in May 2021.", reader)
    figures = [claim.quantity.value for claim in found if claim.kind == "observation" and claim.quantity]
    assert figures == [38, 3000]


def test_the_dead_of_an_attack_are_told_beside_it(reader: RuleReader) -> None:
    found = claims("Russia attacked a Turkish convoy on 4 March 2021, killing eleven soldiers.", reader)
    assert ("event", "ASSAULT") in [(claim.kind, claim.event_type) for claim in found]
    assert [claim.quote for claim in found if claim.kind == "observation"] == ["killing eleven soldiers"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Some 70,000 people were killed in the war between Armenia and Turkey of 1998 to 2000.",
            "about 70,000 people killed",
        ),
        ("At least four people were killed when Turkey shelled Lachin on 3 May 2020.", "at least 4 people killed"),
        (
            "More than 2,000 people were killed when Turkey shelled Lachin on 3 May 2020.",
            "at least 2,000 people killed",
        ),
        ("Up to 500 people were killed when Turkey shelled Lachin on 3 May 2020.", "at most 500 people killed"),
    ],
)
def test_a_count_keeps_its_bound_and_what_became_of_those_counted(text: str, told: str, reader: RuleReader) -> None:
    counts = [claim for claim in claims(text, reader) if claim.kind == "observation"]
    assert [claim.gloss.split(" (")[0] for claim in counts] == [f"A figure: {told}"]


def test_the_dead_of_a_war_have_the_years_told_just_before(reader: RuleReader) -> None:
    text = "The war of 1998 to 2000 was long. Some 70,000 people were killed. Others put the toll at 100,000."
    told = [(claim.date, claim.quantity and claim.quantity.of) for claim in claims(text, reader)]
    assert told[-2:] == [("1998/2000", "people killed"), ("1998/2000", "people killed")]
    apart = text.replace(" Some", "\n\nSome")
    assert [claim.date for claim in claims(apart, reader)][-2:] == [None, None]


def test_figures_said_respectively_belong_to_their_owners(reader: RuleReader) -> None:
    text = "In 2022 the budgets of Armenia and Turkey were $700 million and $2 billion, respectively."
    found = [claim for claim in claims(text, reader) if claim.kind == "observation"]
    assert [(claim.actors, claim.quantity and claim.quantity.value) for claim in found] == [
        (("ARM",), 7e8),
        (("TUR",), 2e9),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "about", "actors", "quote"),
    [
        ("Turkish-backed forces took a town in 2020.", "tie", "alliance", ("TUR",), "Turkish-backed forces"),
        ("Azerbaijan used Russian-made drones in 2020.", "tie", "arms", ("RUS",), "Russian-made drones"),
        ("Villagers fled the Russian-held hills.", "status", "control", ("RUS",), "Russian-held hills"),
        (
            "Armenia and Azerbaijan met for talks facilitated by Russia.",
            "tie",
            "mediation",
            ("RUS",),
            "talks facilitated by Russia",
        ),
    ],
)
def test_relations_told_in_passing_are_ties(
    text: str, kind: str, about: str, actors: tuple[str, ...], quote: str, reader: RuleReader
) -> None:
    found = [(claim.kind, claim.about, claim.actors, claim.quote) for claim in claims(text, reader)]
    assert (kind, about, actors, quote) in found


def test_who_brokered_what_was_sealed_mediated_once(reader: RuleReader) -> None:
    text = "On 12 August 2008 Armenia and Azerbaijan agreed to a ceasefire brokered by Russia."
    act = next(claim for claim in claims(text, reader) if claim.actors == ("RUS",))
    assert (act.kind, act.event_type, act.date) == ("event", "CONSULT", "2008-08-12")
    assert {*act.recipients} == {"ARM", "AZE"}
    assert not [claim for claim in claims(text, reader) if claim.kind == "tie"]


def test_who_backs_or_makes_does_not_act(reader: RuleReader) -> None:
    took = next(claim for claim in claims("Turkish-backed forces took a town in 2020.", reader) if claim.event_type)
    assert took.actors == ()
    used = next(claim for claim in claims("Azerbaijan used Russian-made drones in 2020.", reader) if claim.event_type)
    assert "RUS" not in (*used.actors, *used.recipients)


def test_nobody_is_guessed_for_the_rebels_and_the_analyst_is_told(reader: RuleReader) -> None:
    reading = reader.read(
        read_text("Turkey signed a pact in 2020. The rebels attacked a base in 2021.", published="2023")
    )
    claim = reading.claims[-1]
    assert claim.actors == ()
    assert [row["words"] for row in reading.report["unresolved"]] == ["The rebels"]
    assert [row["claim"] for row in reading.report["unresolved"]] == [claim.id]
    assert any("“The rebels”" in warning for warning in reading.report["warnings"])


def test_a_date_that_names_which_one_does_not_date_what_happened(reader: RuleReader) -> None:
    claim = claims("Turkey rejected the 1994 accord on 3 May 2021.", reader)[0]
    assert claim.date == "2021-05-03"


def figures(text: str, reader: RuleReader) -> list[tuple[object, ...]]:
    found = [claim for claim in claims(text, reader) if claim.kind == "observation" and claim.quantity]
    return [
        (one.quantity.value, one.quantity.low, one.quantity.high, one.quantity.of, one.actors, one.asserted_by)
        for one in found
        if one.quantity
    ]


def test_a_figure_counts_what_the_sentence_before_asks_the_number_of(reader: RuleReader) -> None:
    text = (
        "In Armenia the number of dead of the war of 1992-1993 is disputed. Most estimates range from 8,000 to 15,000."
    )
    assert figures(text, reader) == [(None, 8000, 15000, "people killed", (), "author")]
    assert next(one.date for one in claims(text, reader) if one.kind == "observation") == "1992/1993"
    apart = "In Armenia the number of dead is disputed.\n\nMost estimates range from 8,000 to 15,000."
    assert figures(apart, reader) == []


def test_a_figure_counts_whom_the_clause_before_counts_and_keeps_its_bound(reader: RuleReader) -> None:
    text = (
        "Armenia says that between 200,000 and 250,000 Armenians were expelled; Turkey says that the number was no "
        "more than 160,000."
    )
    assert figures(text, reader) == [
        (None, 200_000, 250_000, "Armenians", ("ARM",), "ARM"),
        (160_000, None, 160_000, "Armenians", ("ARM",), "TUR"),
    ]


@pytest.mark.parametrize(
    ("text", "value", "quote"),
    [
        ("A Russian jet was shot down on 4 May with the loss of forty lives.", 40, "forty lives"),
        ("Trade between the neighbours, worth $4 billion last year, has ceased.", 4e9, "$4 billion"),
        ("The mission of Turkey protested against flights totalling 641 hours.", 641, "totalling 641 hours"),
        ("The war displaced 12,000 people. Of these, only 300 have returned.", 300, "Of these, only 300"),
        ("The attack left 12 dead and 30 wounded.", 30, "30 wounded"),
        ("The riots in Turkey lasted for about two hours.", 2, "The riots in Turkey lasted for about two hours"),
    ],
)
def test_a_figure_in_a_phrase_is_an_observation(text: str, value: float, quote: str, reader: RuleReader) -> None:
    found = [claim for claim in claims(text, reader) if claim.kind == "observation"][-1]
    assert (found.quantity and found.quantity.value, found.quote) == (value, quote)


@pytest.mark.parametrize(
    "text",
    [
        "The war displaced 12,000 people. Turkey fired 40 rockets; of these, 12 fell short.",
        "Two of the officers said that nothing had happened.",
        "One of the refugees was tired of the war.",
        "Turkey bought jets worth $4 billion in 2021.",
        "The bridge, rebuilt at a cost of $4 million, was shelled by Turkey.",
    ],
)
def test_what_counts_no_people_and_sums_up_nothing_is_no_figure(text: str, reader: RuleReader) -> None:
    found = [claim.quote for claim in claims(text, reader) if claim.kind == "observation"]
    assert [quote for quote in found if "12,000" not in quote] == []


def test_who_is_killed_in_a_crowd_is_counted_so(reader: RuleReader) -> None:
    text = "On 31 August 2015 three guardsmen were killed in protests outside the parliament."
    counts = [one.quantity.of for one in reader.read(read_text(text, published="2016-01-01")).claims if one.quantity]
    assert set(counts) == {"guardsmen killed in protests"}


def test_the_dead_of_one_side_are_counted_as_its_own(reader: RuleReader) -> None:
    text = "Armenia said that 470 people had died on its side alone."
    counts = [one.quantity.of for one in reader.read(read_text(text, published="2016-01-01")).claims if one.quantity]
    assert counts == ["own people killed"]
