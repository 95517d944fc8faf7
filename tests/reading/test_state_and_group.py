"""A state against an armed group, as chronologies write of them: the army is the state's, the town a town."""

from pathlib import Path

import pytest

from interbellum.case import find_case, load_case, new_case
from interbellum.reading.api import rule_reader
from interbellum.reading.naming.mentions import seat_of
from interbellum.reading.naming.names import case_gazetteer
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.proposal import Proposal
from interbellum.reading.reviewing.adding import with_actors, with_places
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> RuleReader:
    root: Path = tmp_path_factory.mktemp("case")
    case = new_case(root / "hills", sides=sides_of("Sri Lanka", "Hill Front, id=HF, alias=Lions, kind=group"))
    case = with_actors(case, ["Reed faction, id=REED, kind=group", "India", "Norway", "China", "Pakistan", "Sea Lions"])
    places = ["Colombo, at=79.9 6.9", "Sampur, at=81.3 8.5", "Vakarai, at=81.4 8.1", "Jaffna, at=80 9.7"]
    return rule_reader(with_places(case, places))


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2009-12-01")).claims)


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("4 September 2006: The army captures Sampur.", "ASSAULT", ("LKA",), ()),
        ("14 August 2006: The Air Force bombs a school.", "ASSAULT", ("LKA",), ()),
        ("On 4 May 2006 national forces in pursuit of rebels shelled Sampur.", "ASSAULT", ("LKA",), ()),
        ("On 4 May 2006 rebels fired on government troops.", "ASSAULT", ("HF",), ("LKA",)),
        ("10 March 2003: The Navy sinks a Hill Front ship.", "ASSAULT", ("LKA",), ("HF",)),
        ("The Lions kept quiet. It was the Government that closed the road in August 2006.", "COERCE", ("LKA",), ()),
        ("The Reed faction fought beside the army in 2007.", "COOPERATE", ("REED",), ("LKA",)),
        ("11 May 2006: Sea Lions attack a navy convoy.", "ASSAULT", ("SEA_LIONS",), ("LKA",)),
        ("22 July 2006: The Hill Front closes the sluice gate.", "COERCE", ("HF",), ()),
        ("12 August 2005: Foreign Minister Lakshman Kadirgamar is assassinated.", "ASSAULT", (), ()),
        ("The killing of the minister on 12 August 2005 was blamed on the Hill Front.", "ACCUSE", (), ("HF",)),
        ("Six rounds of talks followed between September 2002 and March 2003.", "CONSULT", (), ()),
        ("China gave Colombo weapons worth a billion dollars in 2008.", "AID", ("CHN",), ("LKA",)),
    ],
)
def test_who_acts(
    text: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    found = [(one.event_type, one.actors, one.recipients) for one in claims(text, reader)]
    assert (kind, actors, recipients) in found


def test_an_explosion_is_nobody_s_until_somebody_is_named(reader: RuleReader) -> None:
    text = "The Hill Front and the army fought. 15 June 2006: A landmine destroys a bus."
    assert [one.actors for one in claims(text, reader) if "landmine" in one.quote] == [()]


def test_what_is_only_asked_for_did_not_come_about(reader: RuleReader) -> None:
    found = claims("India and Norway called for a ceasefire in May.", reader)
    assert [one.event_type for one in found] == ["REQUEST"]


def test_a_truce_that_one_side_declares_is_told_once(reader: RuleReader) -> None:
    found = claims("The Hill Front declared a ceasefire on 24 December 2001.", reader)
    assert [one.event_type for one in found] == ["RETREAT"]


def test_a_day_without_a_year_lies_beside_the_one_told_before(reader: RuleReader) -> None:
    text = "19 May 2009: The leader of the Hill Front is killed. The Government says he was killed on 18 May."
    assert [one.date for one in claims(text, reader)][-1] == "2009-05-18"


def test_each_object_with_its_own_day_is_an_act(reader: RuleReader) -> None:
    text = "The army captured Sampur on 4 September 2006, Vakarai on 19 January 2007 and Jaffna on 11 July 2007."
    assert [(one.place, one.date, one.actors) for one in claims(text, reader)] == [
        ("SAMPUR", "2006-09-04", ("LKA",)),
        ("VAKARAI", "2007-01-19", ("LKA",)),
        ("JAFFNA", "2007-07-11", ("LKA",)),
    ]


def test_each_person_met_on_a_day_of_his_own_is_an_act(reader: RuleReader) -> None:
    found = claims("Norway visited India on 3 May 2006, China on 5 May and Pakistan in June 2006.", reader)
    assert [(one.recipients, one.date) for one in found] == [
        (("IND",), "2006-05-03"), (("CHN",), "2006-05-05"), (("PAK",), "2006-06")
    ]  # fmt: skip


def test_a_second_date_without_an_object_is_no_act(reader: RuleReader) -> None:
    found = claims("The army captured Sampur on 4 September 2006, after a siege that began on 1 May 2006.", reader)
    assert [one.date for one in found if one.event_type == "ASSAULT"] == ["2006-09-04"]


def test_members_of_a_group_are_people(reader: RuleReader) -> None:
    found = claims("11 May 2006: 17 sailors and about 50 Lions are killed.", reader)
    counted = [(one.quantity.value, one.quantity.unit) for one in found if one.quantity]
    assert counted == [(17.0, "person"), (50.0, "person")]
    assert found[1].actors == ("HF",)


@pytest.mark.parametrize(
    ("text", "stands_for"),
    [
        ("Colombo rejected the proposal.", "LKA"),
        ("A bomb exploded in Colombo.", "COLOMBO"),
        ("The talks between Colombo and the Lions failed.", "LKA"),
        ("The bombing of Colombo shocked Norway.", "COLOMBO"),
        ("They shelled Colombo at night.", "COLOMBO"),
    ],
)
def test_a_capital_on_the_map_is_still_a_government_s_seat(text: str, stands_for: str, reader: RuleReader) -> None:
    found = reader.read(read_text(text, published="2009-12-01")).mentions
    assert [one.id for one in found if one.text == "Colombo"] == [stands_for]


def test_only_a_capital_is_a_seat(reader: RuleReader) -> None:
    assert seat_of("Colombo", reader.gazetteer) == "LKA"
    assert seat_of("Sampur", reader.gazetteer) == ""
    assert seat_of("Colombo", case_gazetteer(load_case(find_case("two-valleys")))) == ""


def test_the_army_is_nobody_else_s_though_others_were_spoken_of(reader: RuleReader) -> None:
    text = (
        "The Hill Front fought the army.\n\n1 September 2006: India and Norway leave the mission.\n\n"
        "4 September 2006: The army captures Sampur.\n\n5 September 2006: A landmine destroys a bus."
    )
    found = {one.place or one.quote: one.actors for one in claims(text, reader) if one.event_type == "ASSAULT"}
    assert found["SAMPUR"] == ("LKA",)
    assert found["A landmine destroys a bus"] == ()


def test_a_leader_whom_the_case_counts_to_a_group_is_no_state(tmp_path: Path) -> None:
    case = new_case(tmp_path / "libya", sides=sides_of("Government of Accord, id=GNA", "LNA, id=LNA, alias=Haftar"))
    found = claims("4 April 2009: Khalifa Haftar attacks Sirte.", rule_reader(case))
    assert [(one.event_type, one.actors) for one in found] == [("ASSAULT", ("LNA",))]
