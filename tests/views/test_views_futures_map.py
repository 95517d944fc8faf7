"""A sampled future replays as spells of the shape of the past's, and its story tells what the spells show."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import made_up
from interbellum.case import open_case
from interbellum.errors import UsageError
from interbellum.views.chronicle import shown_at
from interbellum.views.futures_map import futures, member
from interbellum.views.labels import Labels

MEMBERS, LEADS = 40, 12


@cache
def run() -> made_up.Ensemble:
    case = open_case("two-valleys")
    base = made_up.ensemble(case, "2011-01-01", leads=LEADS, members=MEMBERS)
    zones, actors = [one.id for one in case.model.units.zones], list(case.model.units.actors)
    luck = np.random.default_rng(3)
    control = luck.integers(0, len(actors), (1, MEMBERS, LEADS, len(zones))).astype(np.int16)
    data = base.dataset.assign(control=(("scenario", "member", "lead", "zones"), control)).assign_coords(zones=zones)
    data.attrs["actors"] = " ".join(actors)
    return made_up.Ensemble(data, base.scenarios, base.provenance)


LABELS = Labels(open_case("two-valleys"))


@pytest.mark.parametrize("number", [0, 7, MEMBERS - 1])
def test_spells_of_a_member_give_its_states_back_step_by_step(number: int) -> None:
    data = run().dataset
    found = member(run(), LABELS, number)
    actors = data.attrs["actors"].split()
    for lead in range(LEADS):
        end = data["time"].values[lead].astype("datetime64[D]").item()
        for zone in data["zones"].values:
            value = int(data["control"].sel(zones=zone).isel(scenario=0, member=number, lead=lead))
            shown = shown_at(found["control"][str(zone)], end)
            assert shown is not None
            assert shown[:2] == [actors[value], "sampled"]
    assert found["start"] == "2011-01-01"


def test_the_story_tells_each_change_in_order_of_time() -> None:
    found = member(run(), LABELS, 5)
    days = [line["day"] for line in found["story"]]
    assert days == sorted(days)
    zone, spells = next(iter(found["control"].items()))
    day, by = spells[1][0], spells[1][1]
    told = [line["text"] for line in found["story"] if line["day"] == day]
    assert not told or f"{LABELS[by]} takes {LABELS[zone]}." in told


def test_the_fan_and_its_members_reach_from_the_start_to_the_end() -> None:
    rivalry = str(run().dataset["rivalries"].values[0])
    found = futures(run(), rivalry)
    assert (len(found["fan"]), found["count"]) == (LEADS, MEMBERS)
    assert 5 <= len(found["members"]) <= 9
    totals = [one["total"] for one in found["members"]]
    assert totals == sorted(totals)
    deaths = run().dataset["deaths"].sel(rivalries=rivalry).isel(scenario=0)
    for one in found["members"]:
        assert one["deaths"] == [float(value) for value in deaths.isel(member=one["member"]).values]
    for row in found["fan"]:
        assert row[1:] == sorted(row[1:])


@pytest.mark.parametrize(("number", "scenario"), [(MEMBERS, None), (-1, None), (0, "nothing")])
def test_what_the_run_has_not_is_refused(number: int, scenario: str | None) -> None:
    with pytest.raises(UsageError, match="the run has no"):
        member(run(), LABELS, number, scenario)
