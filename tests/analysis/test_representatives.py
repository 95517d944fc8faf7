"""Representative futures: members whose shares sum to one, whatever ran them, told as dated turns."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from assemblies import modelled
from interbellum.analysis.kinds import kinds
from interbellum.analysis.paths import points
from interbellum.analysis.representatives import representatives
from interbellum.analysis.turns import turns
from interbellum.case import Case, open_case
from interbellum.errors import UsageError
from interbellum.simulation.comparing import compare
from interbellum.simulation.running import Ensemble, run
from interbellum.views.stories import shares_words, stories
from interbellum.views.words import percent

SETTINGS: dict[str, Any] = {"start": "2011-01-01", "months": 12, "members": 600, "seed": 5}


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    return run(open_case("two-valleys"), scenario=["THIRD-WAR"], **SETTINGS)


@pytest.mark.parametrize("count", [None, 1, 4])
def test_shares_sum_to_one_and_each_member_is_with_its_nearest(ensemble: Ensemble, count: int | None) -> None:
    found = representatives(ensemble, count)
    assert sum(future.share for future in found.futures) == pytest.approx(1.0)
    assert sum(future.members for future in found.futures) == 600
    assert len(found.futures) == count if count else 3 <= len(found.futures) <= 5
    assert [future.share for future in found.futures] == sorted((f.share for f in found.futures), reverse=True)
    where = points(ensemble.dataset.sel(scenario="baseline"))
    members, kind = [future.member for future in found.futures], kinds(ensemble.dataset.sel(scenario="baseline"), count)
    apart = cdist(where, where[members], "cityblock")
    apart[kind[:, None] != kind[members][None, :]] = np.inf
    assert (apart[np.arange(600), found.nearest] == apart.min(axis=1)).all()
    assert 0 <= found.explained <= 1


def test_a_story_stands_for_futures_of_its_own_kind_alone(ensemble: Ensemble) -> None:
    found = representatives(ensemble)
    phase = ensemble.dataset.sel(scenario="baseline").phase.values.reshape(600, -1).max(axis=1)
    worst = np.where(phase >= 3, 2, np.where(phase >= 2, 1, 0))
    assert {0, 1, 2} == set(worst)
    for k, future in enumerate(found.futures):
        assert set(worst[found.nearest == k]) == {worst[future.member]}
        assert future.quiet in (0.0, 1.0)
        assert future.any_war in (0.0, 1.0)
    assert found.quiet == pytest.approx((worst == 0).mean())
    quiet = [story for story, one in zip(stories(found, open_case("two-valleys")), found.futures, strict=True)
             if one.quiet]  # fmt: skip
    assert quiet
    for story in quiet:
        assert story.headline.startswith("Quiet throughout")
        assert story.stands_for.endswith("; nobody is killed in any of those")
    assert f"{percent(found.quiet)} are quiet throughout" in shares_words(found, "month")


def test_a_handful_of_futures_make_no_kind_of_their_own() -> None:
    dims = ("member", "lead", "rivalries")
    phase = np.zeros((200, 2, 1), np.int8)
    phase[:80] = 2
    phase[:3] = 3
    assert [int((kinds(xr.Dataset({"phase": (dims, phase)})) == k).sum()) for k in range(3)] == [120, 80, 0]
    phase[:10] = 3
    assert [int((kinds(xr.Dataset({"phase": (dims, phase)})) == k).sum()) for k in range(3)] == [120, 70, 10]
    assert [int((kinds(xr.Dataset({"phase": (dims, phase)}), 2) == k).sum()) for k in range(3)] == [0, 190, 10]
    assert len(np.unique(kinds(xr.Dataset({"phase": (dims, phase)}), 1))) == 1


def test_they_do_not_depend_on_the_number_of_workers(ensemble: Ensemble) -> None:
    other = run(open_case("two-valleys"), scenario=["THIRD-WAR"], workers=1, **SETTINGS)
    assert representatives(other).to_dict() == representatives(ensemble).to_dict()


def test_futures_that_all_agree_have_one_representative(ensemble: Ensemble) -> None:
    data = ensemble.dataset.isel(member=[3] * 50)
    same = Ensemble(data.assign_coords(member=np.arange(50)), ensemble.titles, ensemble.draws, ensemble.assembly)
    found = representatives(same)
    assert [(future.share, future.likeness) for future in found.futures] == [(1.0, 1.0)]


def test_talks_that_nobody_coded_are_neither_told_nor_compared() -> None:
    case = modelled(open_case("two-valleys"), lambda data: data["mechanisms"].append("talks"))
    silent = replace(case, status=tuple(row for row in case.status if row.attribute != "talks"))

    def told(one: Case) -> set[str]:
        futures = run(one, scenario=["THIRD-WAR"], **SETTINGS)
        kinds = {turn.kind for member in range(200) for turn in turns(futures, "THIRD-WAR", member)}
        return kinds | {row["measure"] for row in compare(futures).others}

    assert "talks" in told(case)
    assert not {"talks", "signed"} & told(silent)


def test_turns_are_those_of_the_members_path(ensemble: Ensemble) -> None:
    data = ensemble.dataset.sel(scenario="THIRD-WAR")
    for member in range(0, 600, 97):
        wars = [turn for turn in turns(ensemble, "THIRD-WAR", member) if turn.kind == "war"]
        phase = data.phase.isel(member=member).values[:, 0]
        deaths = data.deaths.isel(member=member).values[:, 0]
        assert sum(turn.steps for turn in wars) == (phase == 3).sum() > 0
        assert sum(turn.value or 0 for turn in wars) == deaths[phase == 3].sum()
        taken = [turn for turn in turns(ensemble, "THIRD-WAR", member) if turn.kind == "control"]
        control = data.control.isel(member=member).values.astype(int)
        assert all(turn.before != turn.after for turn in taken)
        assert len(taken) >= (np.diff(control, axis=0) != 0).sum()


def test_stories_are_dated_sentences_and_say_for_how_many_they_stand(ensemble: Ensemble) -> None:
    found = representatives(ensemble, 3, scenario="THIRD-WAR")
    for story in stories(found, open_case("two-valleys")):
        assert "of 20 futures" in story.stands_for
        assert "of those have a war-rate month" in story.stands_for
        assert story.headline.startswith("War")
        assert any("war begins between Upper Vale and Lower Vale" in line for line in story.sentences)
        assert all(line.endswith(".") and ("201" in line or "left out" in line) for line in story.sentences)
    plain = found.to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_the_chance_of_war_is_that_of_all_futures_whatever_the_stories_tell(ensemble: Ensemble) -> None:
    found = representatives(ensemble, 3)
    war = (ensemble.dataset.sel(scenario="baseline").phase.values == 3).any(axis=(1, 2))
    assert found.war == pytest.approx(war.mean())
    for k, future in enumerate(found.futures):
        assert future.any_war == pytest.approx(war[found.nearest == k].mean())
    told = shares_words(found, "month")
    assert "not the chance of what it tells" in told
    assert told.endswith(f"{percent(found.war)} have a war-rate month.")


def test_what_cannot_be_asked_is_refused_in_one_line(ensemble: Ensemble) -> None:
    with pytest.raises(UsageError, match="no scenario 'NONE'"):
        representatives(ensemble, scenario="NONE")
    with pytest.raises(UsageError, match="0 futures cannot"):
        representatives(ensemble, 0)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_the_distance_is_zero_only_between_futures_alike(seed: int) -> None:
    luck = np.random.default_rng(seed)
    dims = ("member", "lead", "rivalries")
    phase = luck.integers(0, 4, (8, 3, 2)).astype(np.int8)
    deaths = np.where(phase >= 2, luck.integers(1, 500, phase.shape), 0)
    phase[5], deaths[5] = phase[2], deaths[2]
    where = points(xr.Dataset({"phase": (dims, phase), "deaths": (dims, deaths)}))
    apart = cdist(where, where, "cityblock")
    alike = (phase[:, None] == phase[None]).all(axis=(2, 3)) & (deaths[:, None] == deaths[None]).all(axis=(2, 3))
    assert ((apart < 1e-12) == alike).all()
    assert (apart[:, :, None] <= apart[:, None] + apart.T[None] + 1e-9).all()
