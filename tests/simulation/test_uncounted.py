"""Lost ground of which nobody counted who left: named where the record has it, and only there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assemblies import BUNDLED, ready
from interbellum.simulation.uncounted import ROW, uncounted, uncounted_words
from interbellum.system.observations import Observations
from worlds import NOR, SUD, TOWN, World, world


def made(**more: Any) -> World:
    return world(count=12, mechanisms=("displacement",), communities=[TOWN], **more)


def moved(home: World, field: str, zone: str, to: int) -> Observations:
    """Return a silent record in which a zone changes hands in the fifth step."""
    changed = getattr(home.silent, field).copy()
    changed[4, home.system.index("zones", zone)] = to
    return replace(home.silent, **{field: changed})


@pytest.mark.parametrize("name", BUNDLED)
def test_the_bundled_cases_count_who_left(name: str) -> None:
    assert uncounted(ready(name).system, ready(name).observed) == ()
    assert uncounted_words(()) is None


@pytest.mark.parametrize("field", ["taken", "ceded"])
def test_ground_that_a_foe_took_or_was_ceded_is_named_where_nobody_counted(field: str) -> None:
    home, zone = made(), "CAPE"
    assert uncounted(home.system, home.silent) == ()
    assert uncounted(home.system, moved(home, field, zone, NOR)) == ("TOWN",)
    assert uncounted(home.system, moved(home, field, zone, SUD)) == ()
    assert uncounted(home.system, moved(home, field, "HILL", NOR)) == ()
    words = uncounted_words(("TOWN",))
    assert words is not None
    assert "TOWN" in words
    assert ROW in words


def test_a_count_of_those_who_left_and_a_row_of_the_case_say_it() -> None:
    home, zone = made(), "CAPE"
    left = np.full_like(home.silent.left, np.nan)
    left[5, 0] = 900.0
    assert uncounted(home.system, replace(moved(home, "taken", zone, NOR), left=left)) == ()
    row = {"name": ROW, "value": 0.6, "low": 0.4, "high": 0.8, "unit": "share", "basis": "judgement", "source": "E"}
    said = made(parameters=[row])
    assert uncounted(said.system, moved(said, "taken", zone, NOR)) == ()
