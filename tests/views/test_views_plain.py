"""Data as JSON knows it, the same whatever the order in which Python holds it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np

from interbellum.views.plain import plain


def test_everything_becomes_what_json_knows() -> None:
    given = {
        1: (date(2020, 9, 27), Path("a") / "b"),
        "numbers": [np.float64(1.5), np.arange(2), float("nan"), float("-inf")],
        "sets": [{"c", "a", "b"}, frozenset((3, 1, 2))],
    }
    found = plain(given)
    assert found == {
        "1": ["2020-09-27", str(Path("a") / "b")],
        "numbers": [1.5, [0, 1], None, None],
        "sets": [["a", "b", "c"], [1, 2, 3]],
    }
    assert json.loads(json.dumps(found, allow_nan=False)) == found
