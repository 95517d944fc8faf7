"""Clauses with "that", names put in between, and acts that only a verb tells."""

from __future__ import annotations

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.language.clauses import clauses
from interbellum.reading.language.tagging import tag
from interbellum.reading.proposal import Proposal
from interbellum.sources.reading import read_text


def parts(text: str) -> list[str]:
    tokens = tag(text)
    return [" ".join(token.text for token in tokens[one.first : one.last]) for one in clauses(tokens)]


def claims(text: str) -> list[Proposal]:
    return list(rule_reader().read(read_text(text, published="2022-06-01")).claims)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("The force that Russia sent to the valley refused to leave.", "refused to leave ."),
        ("Turkey sent drones that struck the army.", "that struck the army ."),
        ("The army was disarmed and the regime that ruled it was toppled.", "was toppled ."),
        (
            "Georgia fired, and two months later, Armenia and Turkey replied.",
            "two months later , Armenia and Turkey replied .",
        ),
        ("The force stays in place, a role that Georgia disputes.", "a role that Georgia disputes ."),
        ("The Union objected and in November set up a fund.", "and in November set up a fund ."),
        ("Soldiers burned three villages and beat suspects.", "and beat suspects ."),
        (
            "The guards arrested the men at the port and called on the premier to resign.",
            "and called on the premier to resign .",
        ),
    ],
)
def test_a_clause_is_cut_where_a_verb_of_its_own_begins(text: str, cut: str) -> None:
    assert parts(text)[-1].removeprefix("and ").removeprefix(", ") == cut.removeprefix("and ")


@pytest.mark.parametrize(
    "text",
    [
        "Armenia pursued diplomacy that includes visits to Georgia.",
        "It was Iran that supplied the drones.",
        "Moscow made the claim that Georgia was to blame.",
    ],
)
def test_what_only_lists_states_or_sets_out_is_left_whole(text: str) -> None:
    assert not any(part.startswith(("that includes", "that supplied")) for part in parts(text))


def test_many_thats_are_read_in_no_time_to_speak_of() -> None:
    assert parts("The dog " + "that the dog " * 300 + "barked.")


def test_a_text_that_breaks_off_is_read() -> None:
    text = (
        "Russia, a longstanding ally of Serbia, said that the force that Georgia sent, and in May 2008 Turkey's demand"
    )
    words = f"{text} that".split()
    for last in range(1, len(words) + 1):
        claims(" ".join(words[:last]) + " and")


def test_what_an_army_sent_by_somebody_did_is_his_act() -> None:
    struck = claims("Turkey sent drones that struck the Libyan army in April 2020.")[-1]
    assert (struck.kind, struck.event_type, struck.actors, struck.recipients) == (
        "event",
        "ASSAULT",
        ("TUR",),
        ("LBY",),
    )


def test_who_is_set_out_with_it_was_acts() -> None:
    (one,) = claims("It was Iran that supplied the drones that hit Kyiv in October 2022.")
    assert one.actors == ("IRN",)


@pytest.mark.parametrize(
    ("text", "about", "actors", "recipients"),
    [
        ("Russia, a longstanding ally of Serbia, opposed the resolution.", "alliance", ("RUS",), ("SRB",)),
        ("Egypt, the main supplier of arms to Sudan, closed the border in May 2014.", "arms", ("EGY",), ("SDN",)),
        ("Turkey, Azerbaijan's closest ally, sent envoys in 2020.", "alliance", ("TUR",), ("AZE",)),
        ("Russia – a mediator between Armenia and Georgia – is busy elsewhere.", "mediation", ("RUS",), ("ARM", "GEO")),
    ],
)
def test_who_somebody_is_is_a_tie_and_takes_no_part_in_what_is_told(
    text: str, about: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    found = claims(text)
    (tie,) = [one for one in found if one.kind == "tie"]
    assert (tie.about, tie.actors, tie.recipients) == (about, actors, recipients)
    assert not {*recipients} & {name for one in found if one is not tie for name in (*one.actors, *one.recipients)}


def test_whom_a_state_is_host_to_is_counted_beside_what_it_did() -> None:
    act, count = claims(
        "Georgia, home to some 3,600 refugees in camps near Batumi, denounced the decision of Turkey on 3 May 2021."
    )
    assert (act.event_type, act.actors, act.recipients, act.quantity, act.place) == (
        "ACCUSE", ("GEO",), ("TUR",), None, None,
    )  # fmt: skip
    assert count.quantity is not None
    assert (count.kind, count.actors, count.quantity.value, count.quantity.of) == (
        "observation", ("GEO",), 3600, "refugees",
    )  # fmt: skip


def test_a_former_ally_is_none() -> None:
    (tie,) = [one for one in claims("Egypt, a former ally of Syria, closed its port in May 2014.") if one.kind == "tie"]
    assert tie.negated


def test_a_place_called_contested_is_a_status() -> None:
    found = claims("The war came back to Crimea, a disputed territory in the south.")
    assert "status" in {one.kind for one in found}


def test_a_part_that_somebody_disputes_does_not_make_the_rest_his_denial() -> None:
    first, _ = claims("A Russian force remains in place to watch the truce, a role that Georgia disputes.")
    assert (first.kind, first.asserted_by) == ("status", "author")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Georgia confiscated the wheat of the valley.", "COERCE"),
        ("The depot was raided on 4 May 1999.", "ASSAULT"),
        ("Egypt halted in June 2013.", "RETREAT"),
    ],
)
def test_a_verb_in_the_past_tells_an_act_where_no_construction_fits(text: str, kind: str) -> None:
    assert [one.event_type for one in claims(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Georgia has pressed for it since 1999.",
        "Georgia would confiscate the wheat.",
        "Georgia moved.",
        "Georgia was to confiscate the wheat on 4 May 1999.",
        "Russian soldiers do not confiscate wheat.",
    ],
)
def test_what_goes_on_is_only_supposed_or_has_many_meanings_is_no_act(text: str) -> None:
    assert "event" not in {one.kind for one in claims(text)}


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Part of the project relies on Turkey's ambition to become an energy hub.", ("TUR",), ()),
        ("Russia's demand that Ukraine disarm was rejected in Kyiv.", ("RUS",), ("UKR",)),
    ],
)
def test_what_a_noun_says_somebody_wants_is_his_position(
    text: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    (one,) = [one for one in claims(text) if one.kind == "position"]
    assert (one.actors, one.recipients) == (actors, recipients)


@pytest.mark.parametrize(
    "text",
    [
        "Morocco is not a member of the African Union.",
        "Serbia has yet to recognise Kosovo.",
        "Georgia held no talks with Russia in 2009.",
        "None of the soldiers left Ethiopia.",
        "Nobody from the Sudanese government attended the conference in 2019.",
    ],
)
def test_what_is_not_so_is_negated(text: str) -> None:
    assert [one.negated for one in claims(text)] == [True]


def test_no_doubt_and_not_only_deny_nothing() -> None:
    for text in (
        "No doubt Russia is a member of the Union.",
        "Russia is not only a member of the Union but its heart.",
    ):
        assert not any(one.negated for one in claims(text))


def test_who_replies_or_holds_says_all_that_follows() -> None:
    text = (
        "Cyprus holds that it alone may grant licences, and Turkey replies that the islanders own the gas and that no "
    )
    found = claims(text + "revenue may be spent.")
    assert [one.asserted_by for one in found] == ["CYP", "TUR", "TUR"]
    assert {one.asserted_by for one in claims("Georgia held talks with Russia in 2009.")} == {"author"}


def test_what_was_said_after_an_act_leaves_the_act_alone() -> None:
    called, said = claims("The African Union called for restraint and said that it would send a mission.")
    assert (called.kind, called.event_type, called.asserted_by) == ("event", "REQUEST", "author")
    assert (said.kind, said.asserted_by) == ("expectation", "AU")


def test_a_person_on_no_list_acts() -> None:
    (one,) = claims("Ona boycotted the process.")
    assert (one.kind, one.event_type, one.actors) == ("event", "REJECT", ())


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The death toll in Mali is put at 30,000.", (30000.0, None, None)),
        ("Estimates of the number of dead range from 4,000 to 20,000.", (None, 4000.0, 20000.0)),
        ("The number of displaced reached 1,200 in May 2013.", (1200.0, None, None)),
    ],
)
def test_a_toll_counts_people(text: str, values: tuple[float | None, ...]) -> None:
    (one,) = claims(text)
    assert one.kind == "observation"
    assert one.quantity is not None
    assert (one.quantity.unit, one.quantity.value, one.quantity.low, one.quantity.high) == ("person", *values)


def test_what_could_not_be_done_is_not_expected() -> None:
    assert [one.kind for one in claims("Mali could not impose order in the north.")] == ["interpretation"]


def test_a_bold_date_opens_an_entry_whose_sentences_it_dates() -> None:
    text = "Chronology\n\n- **7 August 2008**: Georgia declares a truce. At 23:35 Georgia shells Tskhinvali."
    assert [one.date for one in claims(text)] == ["2008-08-07", "2008-08-07"]
    assert [one.quote[:7] for one in claims(text)] == ["Georgia", "At 23:3"]


def test_a_summit_has_the_name_of_a_town_that_takes_no_part() -> None:
    (one,) = claims("At the Bucharest summit in April 2008 NATO promised Georgia membership.")
    assert (one.actors, one.recipients) == (("NATO",), ("GEO",))


def test_a_noun_before_shot_down_is_its_subject() -> None:
    (one,) = claims("On 20 April 2008 a Russian fighter shot down a Georgian drone over the sea.")
    assert (one.event_type, one.actors, one.recipients) == ("ASSAULT", ("RUS",), ("GEO",))


def test_the_date_that_begins_the_next_clause_is_not_that_of_this_one() -> None:
    sent, left = claims(
        "Russia sent its army through the tunnel, and on 10 August 2008 Georgia withdrew from the town."
    )
    assert (sent.date, left.date) == (None, "2008-08-10")


def test_what_came_later_does_not_date_the_dead() -> None:
    (one,) = claims("About 1,000 people died before the Sochi Agreement of 24 June 1992.")
    assert (one.kind, one.date) == ("observation", None)


def test_of_two_figures_each_has_its_own_fate() -> None:
    found = claims("Nearly 30,000 people died and more than a million were displaced in Georgia.")
    assert [one.quantity.of for one in found if one.quantity is not None] == ["people died", "people displaced"]
