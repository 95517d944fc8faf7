"""The state of a day as plain data."""

from __future__ import annotations

import json
import subprocess
import sys

from record_cases import case, claim, day, event, point, record, status, tie

from interbellum.record import Record, dispute_data


def _made() -> Record:
    return record(
        status("S1", "EAST", "control", "NOR", "2020-10-09", by="force"),
        status("S2", "EAST", "control", "SUD", "1991", standing="claimed"),
        status("S3", "FARM", "control", "NOR", "2020"),
        status("R1", "ROAD", "state", "closed", "2020-12-12"),
        status("R2", "ROAD", "controller", "NOR", "2020-12"),
        status("M0", "WATCH", "strength", "1960", "2020-11-10"),
        status("K0", "NOR-SUD", "talks", "contact", "2020-12-01"),
        status("L0", "NOR", "leadership", "CHIEF", "2019-05-08", "2021"),
        status("L1", "SUD", "condition", "split", "2020-12-31~"),
        tie("T0", "2019", strength=0.5),
        event("E0", "2020-09-27", commitment="PAT-SUD", outcome="partial"),
        event("E1", "2020-09-28", deaths=10),
        claim("C1", "status:S1"),
        claim("C2", "status:R1"),
        claim("C3", "status:R2", "status:R1"),
        claim("C4", "event:E1", value=20, unit="person", of="deaths"),
        claim("C5", "series:folk"),
        series={
            "folk": (
                point("2020", 120_000, "HILLFOLK", "population"),
                point("2020-11", 40_000, "HILLFOLK", "displaced"),
            ),
            "deaths": (point("2020-12-01", 3, low=1, high=5),),
        },
    )


def test_the_state_has_the_shape_that_views_rely_on() -> None:
    state = _made().state(day("2020-12-31"), prior=(1, 2))
    assert json.loads(json.dumps(state)) == state
    assert {key: state[key] for key in ("case", "on", "known_by", "known_basis", "step_end")} == {
        "case": "small", "on": "2020-12-31", "known_by": None, "known_basis": "claim", "step_end": "2020-12-31",
    }  # fmt: skip
    east = state["control"]["EAST"]
    assert (east["by"], east["standing"], east["claims"], east["means"]) == ("NOR", "assessed", ["C1"], "force")
    assert (east["since"], east["approximate"], east["ended"]) == ("2020-10-09", False, False)
    assert [(one["value"], one["standing"], one["rank"]) for one in east["variants"]] == [("SUD", "claimed", "normal")]
    assert list(state["control"]) == ["EAST", "WEST", "FARM"]
    assert (state["control"]["WEST"]["by"], state["control"]["WEST"]["claims"]) == (None, [])
    road = state["corridors"]["ROAD"]
    assert (road["state"], road["controller"], road["claims"]) == ("closed", "NOR", ["C2", "C3"])
    assert state["missions"]["WATCH"]["strength"] == 1960
    assert state["talks"]["NOR-SUD"]["stage"] == "contact"
    assert state["phase"] == {"NOR-SUD": {"name": "clashes", "deaths": 3, "claims": []}}
    assert state["ties"][0]["id"] == "T0"
    assert state["series"]["deaths"]["NOR-SUD"] == {
        "date": "2020-12-01", "value": 3, "low": 1, "high": 5, "unit": "person", "source": "S1", "claims": [],
    }  # fmt: skip
    assert state["communities"]["HILLFOLK"] == {
        "population": 120_000, "displaced": 40_000, "stock": None, "claims": ["C5"], "ended": False,
        "dates": {"population": "2020", "displaced": "2020-11", "stock": None},
    }  # fmt: skip


def test_the_state_says_who_leads_and_in_what_condition_each_is() -> None:
    state = _made().state(day("2020-12-31"))
    assert {actor: one["by"] for actor, one in state["leadership"].items()} == {"NOR": "CHIEF"}
    (split,) = state["conditions"].values()
    assert (split["condition"], split["approximate"], split["record"]) == ("split", True, "status:L1")
    assert _made().state(day("2019-05-07"))["leadership"] == {}


def test_the_state_has_the_patrons_record_and_the_disputes() -> None:
    state = _made().state(day("2020-12-31"), prior=(1, 2))
    (promise,) = state["commitments"]
    assert (promise["client"], promise["patron"], promise["kept"], promise["broken"]) == ("SUD", "PAT", 0.5, 0.5)
    assert promise["reliability"] == 1.5 / 4
    (dispute,) = state["disputes"]
    assert dispute["about"] == "event:E1"
    assert [(one["value"], one["claims"], one["rank"]) for one in dispute["variants"]] == [
        (10, [], "normal"), (20, ["C4"], "normal"),
    ]  # fmt: skip
    assert dispute == dispute_data(_made().disputes()[0])


def test_a_controller_in_doubt_makes_the_corridor_approximate() -> None:
    assert _made().state(day("2020-12-15"))["corridors"]["ROAD"]["approximate"]


def test_the_state_names_the_step_that_is_over_and_not_the_one_that_runs() -> None:
    state = _made().state(day("2020-12-30"))
    assert state["step_end"] == "2020-11-30"
    assert state["phase"]["NOR-SUD"]["name"] == "lull"


def test_an_empty_record_says_that_nothing_is_known() -> None:
    state = Record.of(case()).state(day("2018-01-01"), day("2018-01-01"), "publication")
    assert (state["known_by"], state["known_basis"]) == ("2018-01-01", "publication")
    assert state["corridors"]["ROAD"]["state"] is None
    assert state["missions"]["WATCH"]["ended"]
    assert state["phase"]["NOR-SUD"]["name"] == "unknown"


def test_importing_the_record_is_light() -> None:
    heavy = ["jax", "numpy", "pandas", "scipy", "edtf", "xarray", "numpyro", "rapidfuzz", "altair"]
    code = f"import sys, interbellum.record; sys.exit(any(name in sys.modules for name in {heavy!r}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
