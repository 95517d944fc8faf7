"""Figures held against others, frames that show something, and acts that nouns tell beside a clause."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-11-10")).claims)


def events(text: str, reader: RuleReader) -> list[tuple[str | None, tuple[str, ...], tuple[str, ...]]]:
    return [(one.event_type, one.actors, one.recipients) for one in claims(text, reader) if one.kind == "event"]


def test_a_score_held_against_others_is_an_observation_of_each(reader: RuleReader) -> None:
    text = "Azerbaijan scored a mere 1 out of 100 on democracy, compared with Armenia's 35 and Turkey's 32."
    found = [(one.actors, one.quantity.value) for one in claims(text, reader) if one.quantity is not None]
    assert found == [(("AZE",), 1.0), (("ARM",), 35.0), (("TUR",), 32.0)]


def test_money_is_not_held_against_a_bare_number(reader: RuleReader) -> None:
    found = claims("Armenia spent $754 million on arms in 2022, compared to Azerbaijan's 2,600.", reader)
    assert [one.quantity.value for one in found if one.quantity is not None] == [754_000_000.0]


def test_each_of_two_figures_has_the_date_beside_it(reader: RuleReader) -> None:
    found = claims("Russia's military spending grew from $66 billion in 2021 to $109 billion in 2023.", reader)
    assert [(one.quantity.value, one.date) for one in found if one.quantity is not None] == [
        (66e9, "2021"),
        (109e9, "2023"),
    ]


def test_a_range_is_still_one_figure(reader: RuleReader) -> None:
    found = claims("Armenia lost 2,000 to 3,000 soldiers in 1994.", reader)
    assert [(one.quantity.low, one.quantity.high) for one in found if one.quantity is not None] == [(2000.0, 3000.0)]


def test_troops_that_are_stationed_stand_there(reader: RuleReader) -> None:
    (held,) = claims("Since 2008 Russia has stationed some 4,000 troops in Nagorno-Karabakh.", reader)
    assert (held.kind, held.place, held.date) == ("status", "NK", "2008/..")
    assert held.quantity is not None
    assert held.quantity.value == 4000.0


def test_soldiers_that_are_kept_somewhere_stand_there(reader: RuleReader) -> None:
    (held,) = claims("Ankara keeps some 30,000 soldiers in Nagorno-Karabakh.", reader)
    assert (held.kind, held.actors, held.place) == ("status", ("TUR",), "NK")


def test_the_name_of_a_people_made_of_two_is_no_state(reader: RuleReader) -> None:
    text = "The plan was rejected by Turkish Armenians, and Russian Azerbaijani traders left."
    assert reader.read(read_text(text, published="2023-11-10")).mentions == ()
    assert len(reader.read(read_text("Turkish and Armenian envoys met.", published="2023-11-10")).mentions) == 2


def test_vehicles_delivered_are_an_act(reader: RuleReader) -> None:
    assert events("Turkey began delivering Bastion armoured vehicles to Armenia in late 2023.", reader) == [
        ("AID", ("TUR",), ("ARM",))
    ]


def test_who_is_only_cited_for_a_figure_is_no_party_to_it(reader: RuleReader) -> None:
    (dead,) = claims("More than 600 people died, according to Azerbaijan.", reader)
    assert (dead.kind, dead.actors, dead.asserted_by) == ("observation", (), "AZE")
    (lost,) = claims("According to Turkey, Turkey lost 30 soldiers.", reader)
    assert (lost.actors, lost.asserted_by) == (("TUR",), "TUR")


def test_what_something_is_said_to_show_is_a_reading_of_it(reader: RuleReader) -> None:
    (shown,) = claims("All of this goes to show that the feud of Armenia and Azerbaijan may be old.", reader)
    assert (shown.kind, shown.stance, shown.quote[:16]) == ("interpretation", "asserts", "All of this goes")
    (forecast,) = claims("These figures suggest that Azerbaijan will attack Armenia.", reader)
    assert forecast.kind == "expectation"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The deal may prove to be a challenge for Azerbaijan.", "expectation"),
        ("The pipeline would connect Baku to Turkey.", "expectation"),
        ("However, the Armenians remain sceptical.", "position"),
        ("Turkey is trying to leverage its position as an energy hub.", "position"),
        ("Washington has prioritised trade with Baku over human rights.", "position"),
        ("Turkey is Azerbaijan's main military backer.", "tie"),
    ],
)
def test_the_kind_of_what_is_possible_wanted_or_lasting(text: str, kind: str, reader: RuleReader) -> None:
    assert [one.kind for one in claims(text, reader)] == [kind]


@pytest.mark.parametrize(
    ("text", "kind", "quote"),
    [
        ("Such as the fact that Armenia depends on Russia.", "tie", "Such as the fact that"),
        ("It must be added that Russia depends on Turkey.", "tie", "It must be added that"),
    ],
)
def test_words_that_only_lead_in_make_no_claim(text: str, kind: str, quote: str, reader: RuleReader) -> None:
    (told,) = claims(text, reader)
    assert (told.kind, told.quote[: len(quote)]) == (kind, quote)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The 2,000-strong Russian contingent remains in place.", "status"),
        ("None of the proposals has ever been implemented.", "status"),
        ("The Armenians enjoyed a strategic advantage.", "status"),
        ("The tension in the hills between Armenia and Azerbaijan is old.", "tie"),
        ("Russia and Turkey are involved in the energy trade of Azerbaijan.", "tie"),
        ("The latest major escalation of the conflict occurred in 2020.", "event"),
    ],
)
def test_the_kind_of_what_stands_and_of_what_broke_out(text: str, kind: str, reader: RuleReader) -> None:
    assert [one.kind for one in claims(text, reader)] == [kind]


def test_an_aside_between_said_and_that_leaves_the_speaker(reader: RuleReader) -> None:
    found = claims("Ilham Aliyev stated from the palace that Armenia would attack.", reader)
    assert [one.asserted_by for one in found] == ["ALIYEV"]


def test_stalled_talks_without_a_name_are_those_of_the_two_sides(reader: RuleReader) -> None:
    text = "Armenia and Azerbaijan have been at odds for years. The core issue remained unresolved."
    status = [one for one in claims(text, reader) if one.kind == "status"]
    assert [{*one.actors, *one.recipients} for one in status] == [{"ARM", "AZE"}]


def test_a_condition_says_nothing_of_how_things_are(reader: RuleReader) -> None:
    found = claims("However, if such a corridor is built, it will cut off Turkey's access to Armenia.", reader)
    assert "status" not in [one.kind for one in found]


def test_a_noun_tells_what_others_did_before_the_clause(reader: RuleReader) -> None:
    text = (
        "In the wake of Russia's invasion of Turkey in February 2022, Azerbaijani forces conquered further territories."
    )
    assert ("ASSAULT", ("RUS",), ("TUR",)) in events(text, reader)
    assert any(kind == "ASSAULT" and by == ("AZE",) for kind, by, _ in events(text, reader))


def test_a_noun_repeats_no_act_of_the_clause_itself(reader: RuleReader) -> None:
    assert len(events("Azerbaijan launched an offensive against Armenia in September 2022.", reader)) == 1


def test_those_who_withdraw_stand_after_the_noun(reader: RuleReader) -> None:
    assert events("It led to the withdrawal of Russian troops from Lachin.", reader) == [("RETREAT", ("RUS",), ())]
    found = claims("The withdrawal of Russian troops from Lachin shocked Armenia.", reader)
    assert [one.quote for one in found if one.kind == "event"] == ["withdrawal of Russian troops from Lachin"]


def test_an_expulsion_needs_those_expelled_and_not_who_did_it(reader: RuleReader) -> None:
    found = events("The expulsion of the Armenian population from Lachin in September 2023 shocked Washington.", reader)
    assert found == [("COERCE", (), ("ARM",))]


def test_both_are_those_named_before_in_the_sentence(reader: RuleReader) -> None:
    found = claims("Russia has a defence treaty with Armenia, and both are members of the CSTO.", reader)
    assert found[-1].kind == "tie"
    assert (found[-1].actors, found[-1].recipients) == (("RUS", "ARM"), ("CSTO",))


def test_a_whole_land_can_be_conquered(reader: RuleReader) -> None:
    assert events("The Kremlin had conquered the entire Nagorno-Karabakh by 1921.", reader)[0][:2] == (
        "ASSAULT",
        ("RUS",),
    )


def test_what_was_promised_at_a_time_has_that_date_and_not_its_deadline(reader: RuleReader) -> None:
    text = "Armenia has pressed for it since 1999, when Russia signed an agreement with Turkey to withdraw by 2002."
    assert [one.date for one in claims(text, reader) if one.kind == "event"] == ["1999"]
    (signed,) = claims("Russia signed an agreement with Turkey in 1999.", reader)
    assert signed.date == "1999"


def test_an_era_is_no_party(reader: RuleReader) -> None:
    found = claims("Armenian troops depend on ammunition from the Russian era.", reader)
    assert found
    assert all("RUS" not in (*one.actors, *one.recipients) for one in found)


def test_to_have_demanded_something_is_a_position(reader: RuleReader) -> None:
    (one,) = claims("Armenia has demanded their withdrawal at every summit.", reader)
    assert (one.kind, one.actors) == ("position", ("ARM",))
