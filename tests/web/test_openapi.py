"""What the OpenAPI promises, asked at random: no fault of the program, no answer of a shape that is not told of."""

from __future__ import annotations

import pytest
from browsing import TOKEN
from hypothesis import HealthCheck, settings

import interbellum as ib
from interbellum.web import create_app

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

HOST = "testserver"
APP = create_app(ib.open_case("two-valleys"), hosts=(HOST,), token=TOKEN)
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", APP)
READING = SCHEMA.include(method="GET").exclude(path_regex="events$")


@READING.parametrize()
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_is_read_is_answered_without_a_fault(case: schemathesis.Case) -> None:
    answer = case.call(headers={"x-write-token": TOKEN})
    assert answer.status_code < 500, answer.text[:400]
    if answer.status_code >= 400 and "json" in answer.headers.get("content-type", [""])[0]:
        assert set(answer.json()["error"]) == {"status", "type", "what", "where", "hint"}
