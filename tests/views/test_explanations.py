"""Drivers of an outcome in words: parameters by what they stand for."""

from __future__ import annotations

import pytest

from interbellum.views.explanations import _called


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("escalation.B.2>3", "the step from clashes to war (escalation.B.2>3)"),
        ("escalation.B.0>2", "the step from lull to clashes (escalation.B.0>2)"),
        ("escalation.mission", "peacekeepers (escalation.mission)"),
        ("talks.unheard", "talks.unheard"),
    ],
)
def test_a_parameter_is_called_by_what_it_stands_for(name: str, words: str) -> None:
    assert _called(name) == words
