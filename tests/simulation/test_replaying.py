"""Replay: a day's state by the record, and what the fold says of the last completed step."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import jax.numpy as jnp
import pytest

from assemblies import ready
from interbellum.case import open_case
from interbellum.case.period import last_day
from interbellum.errors import DateError, UsageError
from interbellum.simulation.replaying import medians, replay
from interbellum.system.state import KINDS, zeros


def test_a_day_has_the_record_of_the_day_and_the_fold_of_the_last_completed_step() -> None:
    found = replay(open_case("two-valleys"), "2002-04-20")
    assert found.data["on"] == "2002-04-20"
    assert found.data["step_end"] == found.fold["step_end"] == "2002-03-31"
    assert found.data == ready("two-valleys").record.state(date(2002, 4, 20))
    assert found.fold["fields"]["time_since_violence"]["UPPER-LOWER"]["q50"] == 0.0


def test_a_day_never_sees_the_rest_of_its_step() -> None:
    """On 30 April the war of April is not in the fold yet; on 1 May it is, and on 30 April's end as well."""
    case = open_case("two-valleys")
    before, last, after = (replay(case, day).fold for day in ("2002-04-01", "2002-04-29", "2002-05-01"))
    assert before == last
    assert last["fields"]["heat"]["UPPER-LOWER"]["q50"] < after["fields"]["heat"]["UPPER-LOWER"]["q50"]
    assert replay(case, "2002-04-30").fold == after


def test_the_fold_is_plain_data_with_ordered_ranges() -> None:
    fold = replay(open_case("two-valleys"), "2009-01-01").fold
    assert json.loads(json.dumps(fold, allow_nan=False)) == fold
    for units in fold["fields"].values():
        for row in units.values():
            assert row["q05"] <= row["q50"] <= row["q95"]


def test_before_the_first_completed_step_there_is_no_fold() -> None:
    assert replay(open_case("two-valleys"), "2000-01-15").fold == {"step_end": None, "fields": {}}


def test_a_replay_as_known_by_a_day_folds_what_was_known() -> None:
    """In 2007 nobody knew of the second war; the fold of its end as known then has none."""
    case = open_case("two-valleys")
    now, then = (replay(case, "2008-10-31", known) for known in (None, "2007-12-31"))
    calm = then.fold["fields"]["time_since_violence"]["UPPER-LOWER"]["q95"]
    assert now.fold["fields"]["time_since_violence"]["UPPER-LOWER"]["q95"] == 0.0
    assert calm > 0.0
    assert then.data["known_by"] == "2007-12-31"


def test_the_default_day_is_the_last_of_the_case() -> None:
    assert replay(open_case("two-valleys")).on == date(2010, 12, 31) == last_day(open_case("two-valleys"))


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(DateError):
        replay(open_case("two-valleys"), "2002-02-30")


def test_medians_are_over_members() -> None:
    """Half of the members are hot, one more is cold."""
    empty = zeros(dict.fromkeys(KINDS, 1))
    heat = jnp.array([[[0.0, 0.0, 0.0, 5.0, 7.0]], [[1.0, 2.0, 3.0, 4.0, 5.0]]])
    assert medians(replace(empty, heat=heat), ("heat",))["heat"].tolist() == [[0.0], [3.0]]


def test_a_name_is_no_opened_case() -> None:
    with pytest.raises(UsageError, match="no opened case"):
        replay("karabakh")  # type: ignore[arg-type]
