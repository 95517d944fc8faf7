"""The network of ties: one place for all days, ties of the day, promises as they were answered."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import interbellum as ib
from interbellum.case import Case
from interbellum.case.documents import Actor
from interbellum.case.tables import Tie
from interbellum.record import Record
from interbellum.views.labels import Labels
from interbellum.views.network import FAMILIES, LONGEST, UNDIRECTED, network, short_label, tie_changes, tie_table, tied
from interbellum.views.network_layout import layout

BEFORE, AFTER = date(2019, 6, 1), date(2023, 10, 15)


@pytest.fixture(scope="module")
def record() -> Record:
    return Record.of(ib.open_case("karabakh"))


def test_the_ties_are_those_that_the_record_holds_on_the_day(record: Record) -> None:
    found = network(record, AFTER)
    assert {edge.id for edge in found.edges} == {tie.row.id for tie in record.at(AFTER).ties}
    assert "T-ARM-NKR-GUARANTEE" in {edge.id for edge in network(record, BEFORE).edges}
    assert found.node("NKR") is not None


def test_a_tie_not_yet_known_is_not_shown(record: Record) -> None:
    then = {edge.id for edge in network(record, AFTER, date(2020, 1, 1)).edges}
    now = {edge.id for edge in network(record, AFTER).edges}
    assert "T-IND-ARM-ARMS" in now - then
    assert "T-ARM-NKR-GUARANTEE" in then - now  # that it would end was not known either


def test_only_acts_of_one_side_are_drawn_with_an_arrow(record: Record) -> None:
    for edge in network(record, AFTER).edges:
        assert edge.directed == (edge.type not in UNDIRECTED)
        assert edge.family == FAMILIES[edge.type]


def test_actors_stand_in_the_same_place_on_every_day_and_apart(record: Record) -> None:
    found = layout(record.case)
    assert found == layout(record.case)
    assert set(found.boxes) == {node.id for node in network(record, BEFORE).nodes} == set(tied(record.case))
    for one, other in itertools.combinations(found.boxes.values(), 2):
        beside = abs(one.x - other.x) >= (one.width + other.width) / 2
        above = abs(one.y - other.y) >= (one.height + other.height) / 2
        assert beside or above
    for box in found.boxes.values():
        assert box.x - box.width / 2 >= 0
        assert box.x + box.width / 2 <= found.width
        assert box.y - box.height / 2 >= 0
        assert box.y + box.height / 2 <= found.height


def test_ties_of_one_pair_do_not_lie_on_one_another(record: Record) -> None:
    found = layout(record.case)
    paths = [found.path(edge) for edge in network(record, AFTER).edges]
    assert len(set(paths)) == len(paths)


@settings(max_examples=20, deadline=None)
@given(st.integers(300, 1600), st.integers(400, 1200))
def test_the_layout_is_finite_in_any_drawing(width: int, height: int) -> None:
    case = ib.open_case("two-valleys")
    assert all(0 <= box.x <= width and 0 <= box.y <= height for box in layout(case, width, height).boxes.values())


def test_promises_are_told_answer_by_answer(record: Record) -> None:
    alliance = next(one for one in network(record, AFTER).commitments if one.id == "RUS-ARM")
    assert [answer.outcome for answer in alliance.answers] == ["partial", "broken", "partial", "broken"]
    assert (alliance.kept, alliance.partial, alliance.broken) == (0, 2, 2)
    assert alliance.reliability == (0 + 2 / 2 + 1) / (4 + 2)
    for one in network(record, AFTER).commitments:
        assert one.kept + one.partial + one.broken == len(one.answers)
    assert all(answer.claims for answer in alliance.answers)
    assert not next(one for one in network(record, date(2019, 1, 1)).commitments if one.id == "RUS-ARM").answers


def test_filters_keep_every_actor(record: Record) -> None:
    found = network(record, AFTER)
    arms = found.of(["arms"])
    assert {edge.type for edge in arms.edges} == {"arms"}
    assert [node.id for node in arms.nodes] == [node.id for node in found.nodes]


def test_changes_say_what_began_and_ended(record: Record) -> None:
    rows = {row["subject"]: row for row in tie_changes(record, BEFORE, AFTER).rows}
    assert rows["T-RUS-AZE-ARMS"]["change"] == "ended"
    assert rows["T-IND-ARM-ARMS"]["change"] == "begun"
    assert rows["RUS-ARM"]["change"] == "answered"
    back = {row["subject"]: row["change"] for row in tie_changes(record, AFTER, BEFORE).rows}
    assert back["T-RUS-AZE-ARMS"] == "begun"


def test_the_table_has_a_row_a_tie_and_says_where_no_strength_is_stated(record: Record) -> None:
    found = network(record, AFTER)
    table = tie_table(found, Labels(record.case))
    assert len(table.rows) == len(found.edges)
    assert found.to_dict()["edges"][0]["from"] == found.edges[0].from_


def test_a_long_name_gives_way_to_what_its_id_abbreviates() -> None:
    shorts = {actor.id: short_label(actor) for actor in ib.open_case("karabakh").actors}
    assert shorts["OSCE"] == "OSCE"
    assert shorts["KARABAKH_ARMENIANS"] == "Karabakh Armenians"
    assert shorts["NKR"] == "Republic of Artsakh"


LONG = (
    "جبهة تحرير الوادي الأعلى والمناطق المجاورة",
    "Հայաստանի Հանրապետության պաշտպանության նախարարություն",
    "Azərbaycan Respublikasının Müdafiə Nazirliyi",
    "Министерство обороны Российской Федерации",
    "Joint Ceasefire Monitoring Commission of both Vales and Adjoining Territories",
    "Sicherheitszusammenarbeitsorganisationsbeobachtermission",
)


def crowded(actors: int, names: tuple[str, ...] = LONG) -> Case:
    """A case of many actors with long names, each tied to two others."""
    case = ib.open_case("two-valleys")
    made = [
        Actor.model_validate({"id": f"X{i}", "names": [{"name": f"{names[i % len(names)]} {i}"}], "kind": "group"})
        for i in range(actors)
    ]
    pairs = [(i, (i * step + 1) % actors) for i in range(actors) for step in (3, 7)]
    ties = [
        Tie.model_validate(
            {"id": f"TX{n}", "from": "2001", "actor": f"X{i}", "other": f"X{j}", "type": "trade", "gloss": "They trade"}
        )
        for n, (i, j) in enumerate(pairs)
        if i != j
    ]
    return replace(case, actors=(*case.actors, *made), ties=(*case.ties, *ties))


@pytest.mark.parametrize("shape", [(1080, 640), (380, 780)])
def test_sixty_actors_with_long_names_stand_apart(shape: tuple[int, int]) -> None:
    found = layout(crowded(60), *shape)
    assert found.width == shape[0]
    for one, other in itertools.combinations(found.boxes.values(), 2):
        beside = abs(one.x - other.x) >= (one.width + other.width) / 2
        above = abs(one.y - other.y) >= (one.height + other.height) / 2
        assert beside or above
    for box in found.boxes.values():
        assert box.width / 2 <= box.x <= found.width - box.width / 2
        assert box.height / 2 <= box.y <= found.height - box.height / 2


@pytest.mark.parametrize("name", LONG)
def test_a_label_of_a_drawing_is_cut_where_it_is_long(name: str) -> None:
    actor = Actor.model_validate({"id": "X", "names": [{"name": name}], "kind": "group"})
    short = short_label(actor)
    assert len(short) <= LONGEST
    assert short.endswith("…")
    assert name.startswith(short[:-1])
    assert len(short) > LONGEST // 2
