"""The formats of other programs: nothing is lost that they can hold, nothing runs that must not."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import interbellum as ib
from interbellum.case import Case
from interbellum.case.tables import Tie
from interbellum.record import Record
from interbellum.views.exports.csv_tables import FORMULA, csv_text, safe
from interbellum.views.exports.gexf import SPACE, gexf
from interbellum.views.exports.kumu import kumu
from interbellum.views.exports.timelinejs import timelinejs
from interbellum.views.network import network

DAY = date(2023, 10, 15)


@pytest.fixture(scope="module")
def record() -> Record:
    return Record.of(ib.open_case("karabakh"))


def with_gloss(gloss: str) -> Record:
    """The teaching case with a tie whose gloss is hostile."""
    case: Case = ib.open_case("two-valleys")
    from dataclasses import replace

    ties: tuple[Tie, ...] = tuple(tie.model_copy(update={"gloss": gloss}) for tie in case.ties)
    events = tuple(event.model_copy(update={"gloss": gloss}) for event in case.events)
    return Record.of(replace(case, ties=ties, events=events))


@example("\r=1", "0\r=1")
@given(st.text(), st.text())
def test_no_cell_runs_as_a_formula(head: str, cell: str) -> None:
    rows = [{f"x{head}": "=" + cell, "y": cell, "z": "\n=1+1"}]
    for row in csv.reader(io.StringIO(csv_text(rows), newline="")):
        assert not any(one.lstrip(" \n").startswith(FORMULA) for one in row)


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x"])
def test_what_begins_like_a_formula_is_kept_as_text(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Lachin", "2023-09-19", "/2023", "", -3.5, -2, 0.1, None, True])
def test_what_is_no_formula_stays_as_it_is(cell: object) -> None:
    assert safe(cell) == cell


def test_gexf_holds_every_tie_with_its_bounds(record: Record) -> None:
    root = Xml.fromstring(gexf(record).encode())
    edges = root.findall(f".//{{{SPACE}}}edge")
    assert {edge.get("id") for edge in edges} == {entry.row.id for entry in record.knowledge().leading_ties}
    arms = next(edge for edge in edges if edge.get("id") == "T-RUS-AZE-ARMS")
    span = next(entry.span for entry in record.knowledge().leading_ties if entry.row.id == "T-RUS-AZE-ARMS")
    assert (arms.get("start"), arms.get("end")) == (span.first.isoformat(), span.last.isoformat())
    assert arms.get("type") == "directed"
    nodes = {node.get("id") for node in root.findall(f".//{{{SPACE}}}node")}
    assert {end for edge in edges for end in (edge.get("source"), edge.get("target"))} <= nodes


def test_a_hostile_gloss_stays_text_in_gexf() -> None:
    root = Xml.fromstring(gexf(with_gloss('"><script>alert(1)</script>\x00\x0b&]]>')).encode())
    values = {one.get("value") for one in root.findall(f".//{{{SPACE}}}attvalue[@for='gloss']")}
    assert values == {'"><script>alert(1)</script>&]]>'}


def test_kumu_joins_by_labels_that_are_unique(record: Record) -> None:
    found = kumu(network(record, DAY), record.case.meta.title)
    labels = [one["label"] for one in found["elements"]]
    assert len(set(labels)) == len(labels)
    assert {end for one in found["connections"] for end in (one["from"], one["to"])} <= set(labels)
    assert {one["direction"] for one in found["connections"] if one["type"] == "hostility"} == {"undirected"}
    json.dumps(found)


def test_timelinejs_says_dates_no_finer_than_they_are(record: Record) -> None:
    found = timelinejs(record, date(1988, 1, 1), DAY)
    slides = {one["unique_id"]: one for one in found["events"]}
    assert slides["event-E-2020-WAR-happens"]["display_date"].startswith("from ")
    for one in found["events"]:
        assert {"year"} <= set(one["start_date"]) <= {"year", "month", "day"}
    april = [one for one in found["events"] if one["display_date"] == "2021"]
    assert all(set(one["start_date"]) == {"year"} for one in april)
    assert any(era["start_date"] == {"year": 2020, "month": 9, "day": 1} for era in found["eras"])


def test_a_hostile_gloss_stays_text_in_timelinejs() -> None:
    found = timelinejs(with_gloss("<img src=x onerror=alert(1)>"), date(1999, 1, 1), date(2011, 1, 1))
    assert found["events"]
    assert "<img" not in json.dumps(found)
