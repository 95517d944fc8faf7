"""Balance, network, routes, settlement and cross-impact of the bundled cases: right where one can count by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assemblies import modelled, ready
from interbellum.analysis.balance import balance
from interbellum.analysis.impacts import cross_impact, events
from interbellum.analysis.positions import settle
from interbellum.analysis.ties_network import network
from interbellum.analysis.ways import routes
from interbellum.case import Case, new_case, open_case
from interbellum.errors import RecordError, UsageError
from interbellum.simulation.running import run
from interbellum.simulation.scenarios import compile_scenario


@pytest.fixture(scope="module")
def karabakh() -> Case:
    return open_case("karabakh")


def _plain(data: Any) -> None:
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_the_balance_of_two_valleys_is_that_of_their_means() -> None:
    found = balance(open_case("two-valleys"), "2010-06-30")
    _plain(found)
    one = found["rivalries"]["UPPER-LOWER"]
    first, second = (side["strength"]["q50"] for side in one["sides"])
    assert one["ratio"]["q50"] == pytest.approx(first / second, rel=0.2)
    assert 0 < one["wins"]["q05"] <= one["wins"]["q50"] <= one["wins"]["q95"] < 1
    assert (one["wins"]["q50"] > 0.5) == (one["ratio"]["q50"] > 1)
    assert [p["commitment"] for side in one["sides"] for p in side["patrons"]] == ["HAVEN-UPPER"]
    assert any(b["claims"] for side in one["sides"] for a in side["actors"].values() for b in a["behind"])


def test_a_patron_that_is_a_party_itself_is_listed_on_neither_side() -> None:
    def quarrel(data: dict[str, Any]) -> None:
        data["units"]["rivalries"].append({"id": "QUARREL", "sides": [["UPPER"], ["HAVEN"]]})

    rivalries = balance(modelled(open_case("two-valleys"), quarrel), "2010-06-30")["rivalries"]
    assert [side["patrons"] for side in rivalries["QUARREL"]["sides"]] == [[], []]
    assert [len(side["patrons"]) for side in rivalries["UPPER-LOWER"]["sides"]] == [1, 0]


def test_means_that_nobody_tells_of_are_said_to_rest_on_nothing(tmp_path: Path) -> None:
    found = balance(new_case(tmp_path / "case"), "2016-06-30")
    (behind,) = [
        one for one in found["rivalries"]["A-B"]["sides"][0]["actors"]["A"]["behind"] if one["field"] == "spending"
    ]
    assert (behind["basis"], behind["says"]) == ("given", "nothing: neither record nor model.yaml says")


def test_a_day_before_the_model_has_no_balance() -> None:
    with pytest.raises(RecordError, match="no completed step"):
        balance(open_case("two-valleys"), "1900-01-01")


def test_the_network_has_the_records_ties_and_its_claims(karabakh: Case) -> None:
    found = network(karabakh, "2022-12-20")
    _plain(found)
    assert all(edge["claims"] for edge in found["edges"])
    ends = {end for edge in found["edges"] for end in (edge["actor"], edge["other"])}
    assert set(found["actors"]) == ends
    assert all(0 <= one["between"] <= 1 for one in found["actors"].values())
    assert found["balanced"] is None or 0 <= found["balanced"] <= 1
    assert round((1 - (found["balanced"] or 0)) * found["triangles"]) == len(found["strained"])


def test_the_ties_of_a_pair_add_up_and_a_level_pair_is_in_no_triangle(karabakh: Case) -> None:
    found = network(karabakh, "2022-12-20")
    pairs = {(one["actor"], one["other"]): one for one in found["pairs"]}
    edges = {edge["id"]: edge for edge in found["edges"]}
    assert sum(len(one["ties"]) for one in pairs.values()) == len(edges)
    for one in pairs.values():
        parts = [(-1 if edges[i]["type"] == "hostility" else 1) * (edges[i]["strength"] or 0.5) for i in one["ties"]]
        assert one["sum"] == pytest.approx(sum(parts))
        assert one["level"] == (abs(sum(parts)) < 1e-6)
    # hostility 0.5 against transit 0.5
    assert pairs["AZE", "IRN"]["level"]
    assert not [three for three in found["strained"] if {"AZE", "IRN"} <= set(three)]
    russia = found["actors"]["RUS"]
    assert russia["ties"] == sum("RUS" in (edge["actor"], edge["other"]) for edge in edges.values())
    assert russia["others"] == sum("RUS" in pair for pair in pairs) < russia["ties"]


def test_the_balance_tells_answers_in_part_as_such(karabakh: Case) -> None:
    patrons = [side["patrons"] for side in balance(karabakh, "2022-12-20")["rivalries"]["AZE-ARM"]["sides"]]
    says = {one["commitment"]: one["behind"][0]["says"] for side in patrons for one in side}
    assert says["FRA-ARM"] == "kept 0, in part 1, broken 0"
    assert says["RUS-ARM"] == "kept 0, in part 2, broken 2"
    assert says["TUR-AZE"] == "kept 1, broken 0"


def test_a_community_hangs_on_its_one_open_way(karabakh: Case) -> None:
    before, after = (routes(karabakh, day)["communities"]["KARABAKH_ARMENIANS"] for day in ("2022-06-01", "2023-07-30"))
    assert before["hangs_on"] == "LACHIN_CORRIDOR"
    assert not before["cut_off"]
    assert after["cut_off"]
    assert after["claims"]
    assert set(routes(karabakh, "2024-06-01")["communities"]["KARABAKH_ARMENIANS"]["ways"]) == {"AGDAM_ROAD"}


def test_ways_between_two_ends_are_found_or_said_to_be_shut(karabakh: Case) -> None:
    found = routes(karabakh, "2022-06-01", between=("ARM", "KARABAKH_ARMENIANS"))
    _plain(found)
    assert found["between"]["ways"] == ["LACHIN_CORRIDOR"]
    assert found["between"]["independent_ways"] == 1
    assert "LACHIN_CORRIDOR" in found["cut"]
    assert list(found["parts"]) == found["cut"]
    for name, groups in found["parts"].items():
        assert len(groups) > 1
        assert sorted(end for group in groups for end in group) == sorted(found["corridors"][name]["joins"])
    with pytest.raises(RecordError, match="no corridor joins 'NOWHERE'"):
        routes(karabakh, "2022-06-01", between=("ARM", "NOWHERE"))


def test_issues_are_settled_from_accepted_positions_by_then(karabakh: Case) -> None:
    found = {one.issue: one for one in settle(karabakh, on="2023-10-15")}
    status = found["KARABAKH_STATUS"]
    assert {stand.actor for stand in status.stands} >= {"ARM", "AZE", "RUS"}
    weights = np.array([stand.capability * stand.salience for stand in status.stands])
    positions = np.array([stand.position for stand in status.stands])
    assert status.mean == pytest.approx((weights * positions).sum() / weights.sum())
    assert all(stand.claims for one in found.values() for stand in one.stands)
    early = settle(karabakh, "KARABAKH_STATUS", "2021-06-01")[0]
    assert next(s.position for s in early.stands if s.actor == "ARM") == 85
    assert next(s.position for s in status.stands if s.actor == "ARM") == 20
    with pytest.raises(UsageError, match="no issue 'NONE'"):
        settle(karabakh, "NONE")


def test_what_may_happen_is_in_the_models_language_and_its_units_are_there() -> None:
    assembly = ready("karabakh")
    first = assembly.observed.count
    made = list(events(assembly, first))
    ids = {scenario.id for scenario in made}
    assert "WAR-AZE-ARM" in ids
    assert not any("LACHIN" in name or "PEACEKEEPERS" in name for name in ids)
    for scenario in made:
        compile_scenario(assembly.engine, scenario, first=first, count=6, rows=assembly.rows)


def test_cross_impact_is_paired_and_names_only_what_moved() -> None:
    case, assembly = open_case("two-valleys"), ready("two-valleys")
    made = list(events(assembly, assembly.observed.count))
    ensemble = run(case, months=6, members=300, seed=2, scenario=made)
    found = cross_impact(ensemble)
    assert set(found.events) == {scenario.id for scenario in made}
    war = [row for row in found.rows if row["scenario"] == "WAR-UPPER-LOWER" and row["measure"] == "p_war"]
    assert [row["what_if"] for row in war] == [1.0]
    assert all(row["changed"] > 0 for row in found.rows)
    _plain(found.to_dict())
