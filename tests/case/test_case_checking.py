"""Checking finds what the files of a case say together and should not."""

# ruff: noqa: E501  (whole messages are easier to compare than broken ones)

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from interbellum.case import check_case, ensure_sound, load_case
from interbellum.errors import CaseError

Change = Callable[[str, str, str], Path]


def findings(folder: Path) -> list[str]:
    return [f"{finding.severity} {finding.code} {finding}" for finding in check_case(load_case(folder))]


def test_a_table_that_is_missing_is_said_once(valleys: Path) -> None:
    (valleys / "status.csv").unlink()
    told = [line for line in findings(valleys) if "status.csv is missing" in line]
    assert len(told) == 1
    assert "claims stand behind records in it" in told[0]
    assert not any("is no status of the case" in line for line in findings(valleys))


def test_the_teaching_case_has_no_findings(valleys: Path) -> None:
    assert findings(valleys) == []
    ensure_sound(load_case(valleys))


FOUND = [
    # coverage
    ("coverage.csv", "REVIEW,1,", "REVUE,1,", "error dangling coverage.csv:2:source: 'REVUE' is no source of the case (did "
     "you mean REVIEW?)"),
    ("coverage.csv", "REVIEW,1,title\n", "", "warning uncovered coverage.csv: REVIEW has paragraphs with neither a claim nor "
     "a reason: 1 (code them, or say in coverage.csv why not)"),
    ("coverage.csv", "REVIEW,2,", "REVIEW,1,", "warning repeated-reason coverage.csv:3:paragraph: paragraph 1 of REVIEW has "
     "a reason already (keep one)"),
    ("coverage.csv", "REVIEW,2,", "REVIEW,4,", "warning claimed-anyway coverage.csv:3:paragraph: paragraph 4 of REVIEW is "
     "said to have no claim and has 5 (remove the row)"),
    # references
    ("claims.csv", "C-03,REVIEW", "C-03,REVUE", "error dangling claims.csv:4:source: 'REVUE' is no source of the case (did "
     "you mean REVIEW?)"),
    ("claims.csv", "UPPER;LOWER,,HAVEN,2000-05", "UPPER;LOWR,,HAVEN,2000-05", "error dangling claims.csv:2:actors: 'LOWR' is "
     "no actor of the case (did you mean LOWER?)"),
    ("claims.csv", ",LOWER,UPPER,FORD,2002-04-09", ",LOWER,NOBODY,FORD,2002-04-09", "error dangling claims.csv:3:recipients: "
     "'NOBODY' is no actor of the case (allowed: ANALYSTS, HAVEN, LOWER, RIVER_OBSERVERS, UPPER)"),
    ("claims.csv", ",LOWER,UPPER,FORD,2002-04-09", ",LOWER,UPPER,FORT,2002-04-09", "error dangling claims.csv:3:place: 'FORT' "
     "is no place of the case (did you mean FORD?)"),
    ("claims.csv", ",ANALYSTS,", ",ANALYST,", "error dangling claims.csv:26:asserted_by: 'ANALYST' is no actor of the case "
     "(did you mean ANALYSTS?)"),
    ("claims.csv", "position:FORD_STATUS/UPPER", "position:FORD_STATUS/RIVER", "error dangling claims.csv:24:supports: "
     "'FORD_STATUS/RIVER' is no position of the case (did you mean FORD_STATUS/UPPER?)"),
    ("claims.csv", "series:attention/HAVEN", "series:attention/MOON", "error dangling claims.csv:10:supports: "
     "'attention/MOON' is no series of the case (did you mean attention?)"),
    ("claims.csv", "event:E-2005-MANOEUVRES", "event:X", "error dangling claims.csv:29:supports: 'X' is no event of the case "
     "(allowed: E-2000-TALKS, E-2001-THREAT, E-2002-ANSWER, E-2002-TRUCE, E-2002-WAR, E-2003-OBSERVERS, E-2005-MANOEUVRES, "
     "E-2006-ANSWER, E-2006-ROAD, E-2008-TRUCE, E-2008-TRUCE-LATE, E-2008-WAR)"),
    ("claims.csv", "status:S-TALKS-2", "status:X", "error dangling claims.csv:23:supports: 'X' is no status of the case (none "
     "of the 14 known ids is near)"),
    ("reviews.csv", "C-02,", "C-99,", "error dangling reviews.csv:2:claim: 'C-99' is no claim of the case (did you mean "
     "C-29?)"),
    ("events.csv", ",HAVEN-UPPER,partial", ",HAVEN-LOWER,partial", "error dangling events.csv:5:commitment: 'HAVEN-LOWER' is "
     "no commitment of the case (did you mean HAVEN-UPPER?)"),
    ("events.csv", ",UPPER,LOWER,FORD,580", ",UPPER,LOWER,QX,580", "error dangling events.csv:11:place: 'QX' is no place of "
     "the case (allowed: ANALYSTS, FORD, HAVEN, LOWER, MEADOW, PASS_ROAD, RIDGE, RIVER_OBSERVERS, RIVER_POST, UPPER)"),
    ("events.csv", "deprecated,E-2008-TRUCE,", "deprecated,E-2008-TRUCE-LATE,", "error dangling events.csv:13:variant_of: "
     "'E-2008-TRUCE-LATE' is no other row of events.csv of the case (did you mean E-2008-TRUCE?)"),
    ("ties.csv", "HAVEN,LOWER,trade", "HAVEN,LOWERS,trade", "error dangling ties.csv:3:other: 'LOWERS' is no actor of the case "
     "(did you mean LOWER?)"),
    ("status.csv", "S-FORD-1,FORD,", "S-FORD-1,PASS_ROAD,", "error dangling status.csv:2:subject: 'PASS_ROAD' is no zone of "
     "the case (allowed: FORD, MEADOW, RIDGE)"),
    ("status.csv", "S-RIDGE,RIDGE,control,UPPER", "S-RIDGE,RIDGE,control,Upper", "error dangling status.csv:5:value: 'Upper' "
     "is no actor of the case (did you mean UPPER?)"),
    ("status.csv", "UPPER-LOWER,talks,contact", "LOWER-UPPER,talks,contact", "error dangling status.csv:14:subject: "
     "'LOWER-UPPER' is no rivalry of the case (allowed: UPPER-LOWER)"),
    ("series/deaths.csv", "2000-03,UPPER-LOWER", "2000-03,UPPER-LOVER", "error dangling series/deaths.csv:4:subject: "
     "'UPPER-LOVER' is no rivalry of the case (did you mean UPPER-LOWER?)"),
    ("series/attention.csv", "share,none,,REVIEW", "share,none,,REVUE", "error dangling series/attention.csv:2:source: 'REVUE' "
     "is no source of the case (did you mean REVIEW?)"),
    ("positions.csv", "FORD_STATUS,UPPER,95,0.9,2010~,C-23", "FORD,UPPER,95,0.9,2010~,C-23", "error dangling "
     "positions.csv:2:issue: 'FORD' is no issue of the case (allowed: FORD_STATUS)"),
    ("positions.csv", "2010~,C-23", "2010~,C-99", "error dangling positions.csv:2:claim: 'C-99' is no claim of the case (did "
     "you mean C-29?)"),
    ("actors.yaml", "part_of: HAVEN", "part_of: HEAVEN", "error dangling actors.yaml:24:RIVER_OBSERVERS.part_of: 'HEAVEN' is "
     "no other actor of the case (did you mean HAVEN?)"),
    ("places.geojson", '"part_of": "FORD"', '"part_of": "FJORD"', "error dangling places.geojson:8:part_of: 'FJORD' is no "
     "other place or actor of the case (did you mean FORD?)"),
    ("perspectives.yaml", "held_by: [UPPER]", "held_by: [UPPERS]", "error dangling perspectives.yaml:2:P-WORTHLESS.held_by: "
     "'UPPERS' is no actor or source of the case (did you mean UPPER?)"),
    ("perspectives.yaml", "claims_for: [C-24]", "claims_for: [C-42]", "error dangling perspectives.yaml:7:"
     "P-WORTHLESS.claims_for: 'C-42' is no claim of the case (did you mean C-34?)"),
    ("scenarios.yaml", "unit: HAVEN,", "unit: HEAVEN,", "error dangling scenarios.yaml:7:HAVEN-PRESENT.choices.0.unit: "
     "'HEAVEN' is no unit or actor of the case (did you mean HAVEN?)"),
    ("questions.yaml", "subject: FORD,", "subject: FJORD,", "error dangling questions.yaml:11:Q-FORD-2010.resolution.subject: "
     "'FJORD' is no zone of the case (did you mean FORD?)"),
    ("questions.yaml", "source: VALE_COUNTS", "source: VALE_COUNT", "error dangling questions.yaml:6:Q-DEATHS-2010.source: "
     "'VALE_COUNT' is no source of the case (did you mean VALE_COUNTS?)"),
    ("model.yaml", "patron: HAVEN", "patron: HEAVEN", "error dangling model.yaml:15:units.commitments.HAVEN-UPPER.patron: "
     "'HEAVEN' is no actor of the case (did you mean HAVEN?)"),
    ("model.yaml", "joins: [RIDGE, UPPER]", "joins: [BRIDGE, UPPER]", "error dangling model.yaml:21:units.corridors."
     "PASS_ROAD.joins: 'BRIDGE' is no zone, community or actor of the case (did you mean RIDGE?)"),
    ("model.yaml", "neighbours: [FORD, LOWER]", "neighbours: [MEADOW, LOWER]", "error dangling model.yaml:36:units.zones."
     "MEADOW.neighbours: 'MEADOW' is no other zone or actor of the case (allowed: ANALYSTS, FORD, HAVEN, LOWER, RIDGE, "
     "RIVER_OBSERVERS, UPPER)"),
    ("model.yaml", "stands_in: [FORD]", "stands_in: [FJORD]", "error dangling model.yaml:43:units.missions."
     "RIVER_OBSERVERS.stands_in: 'FJORD' is no zone or corridor of the case (did you mean FORD?)"),
    ("model.yaml", "zones: [FORD]", "zones: [FJORD]", "error dangling model.yaml:48:units.issues.FORD_STATUS.zones: 'FJORD' is "
     "no zone of the case (did you mean FORD?)"),
    ("model.yaml", "zones: [FORD]", "claimants: [LOVER]", "error dangling model.yaml:48:units.issues.FORD_STATUS.claimants: "
     "'LOVER' is no actor of the case (did you mean LOWER?)"),
    ("model.yaml", "unit_id: HAVEN, value: 1.5", "unit_id: HEAVEN, value: 1.5", "error dangling model.yaml:53:initial.2."
     "unit_id: 'HEAVEN' is no unit or actor of the case (did you mean HAVEN?)"),
    ("model.yaml", "rivalry: UPPER-LOWER, what: deaths", "rivalry: LOWER-UPPER, what: deaths", "error dangling model.yaml:60:"
     "coverage.0.rivalry: 'LOWER-UPPER' is no rivalry of the case (allowed: UPPER-LOWER)"),
    # the model
    ("case.yaml", "time_zone: UTC", "time_zone: Vale/Ford", "error time-zone case.yaml:11:time_zone: 'Vale/Ford' is no time "
     "zone (for instance Asia/Yerevan or UTC)"),
    ("model.yaml", "id: PASS_ROAD\n      title: Pass Road", "id: RIDGE\n      title: Pass Road", "error repeated model.yaml:25:"
     "units.zones.RIDGE.id: id 'RIDGE' is used in corridors already (give one of the units another id)"),
    ("model.yaml", "field: quality, unit_id: LOWER", "field: quality, unit_id: UPPER", "error repeated model.yaml:52:initial.1."
     "field: quality of UPPER has two initial values (keep one)"),
    ("model.yaml", "sides: [[UPPER], [LOWER]]", "sides: [[UPPER], [UPPER]]", "error sides model.yaml:10:units.rivalries."
     "UPPER-LOWER.sides: UPPER stands on both sides of UPPER-LOWER (keep it on one)"),
    ("model.yaml", "sides: [[UPPER], [LOWER]]", "sides: [[UPPER], []]", "error sides model.yaml:10:units.rivalries."
     "UPPER-LOWER.sides: a side of UPPER-LOWER is empty (name the actors of both sides)"),
    ("model.yaml", "basis: judgement, source: REVIEW, note", "basis: judgement, source: ' ', note", "error unsourced "
     "model.yaml:17:units.commitments.HAVEN-UPPER.weight.source: weight of HAVEN-UPPER has basis judgement and no source (say "
     "where the number comes from)"),
    ("model.yaml", "value: 300, low: 250, high: 350,", "value: 300,", "warning no-range model.yaml:23:units.corridors."
     "PASS_ROAD.capacity.low: capacity of PASS_ROAD is a judgement without a range (give low and high, the central 90%)"),
    # spans
    ("status.csv", "UPPER,1991,2002-07-18", "UPPER,2003,2002-07-18", "error reversed status.csv:2:to: it ends (2002-07-18) "
     "before it starts (2003) (exchange the two dates)"),
    ("ties.csv", "T-HOSTILITY,1991,", "T-HOSTILITY,1991,1990", "error reversed ties.csv:4:to: it ends (1990) before it starts "
     "(1991) (exchange the two dates)"),
    ("actors.yaml", "from: 2003-02", "from: 2003-02\n  to: 2003-01", "error reversed actors.yaml:26:RIVER_OBSERVERS.to: it "
     "ends (2003-01) before it starts (2003-02) (exchange the two dates)"),
    ("model.yaml", "from: 2003-02", "from: 2003-02\n      to: 2001", "error reversed model.yaml:41:units.missions."
     "RIVER_OBSERVERS.to: it ends (2001) before it starts (2003-02) (exchange the two dates)"),
    ("model.yaml", "what: deaths, from: 2000-01, to: 2010-12", "what: deaths, from: 2000-01, to: 1999-12", "error reversed "
     "model.yaml:60:coverage.0.to: it ends (1999-12) before it starts (2000-01) (exchange the two dates)"),
    ("scenarios.yaml", "until: 2012-12", "until: 2010-12", "error reversed scenarios.yaml:7:HAVEN-PRESENT.choices.0.until: it "
     "ends (2010-12) before it starts (2011-01) (exchange the two dates)"),
    ("questions.yaml", "end: 2011-12-31", "end: 2009-12-31", "error reversed questions.yaml:16:Q-AGREEMENT-2011.end: it ends "
     "(2009-12-31) before it starts (2010-12-31) (exchange the two dates)"),
    # two at once
    ("status.csv", "UPPER,1991,2002-07-18", "UPPER,1991,2002-07-20", "error overlap status.csv:3:from: two values of control "
     "of FORD at once without a standing: UPPER (S-FORD-1) and LOWER (S-FORD-2) (end the earlier one, or mark one as "
     "claimed, contested, deprecated or a variant)"),
    ("status.csv", "UPPER,1991,,,claimed", "UPPER,1991,,,assessed", "error overlap status.csv:7:from: two values of control of "
     "MEADOW at once without a standing: LOWER (S-MEADOW) and UPPER (S-MEADOW-CLAIM) (end the earlier one, or mark one as "
     "claimed, contested, deprecated or a variant)"),
    # claims and events
    ("claims.csv", "2002-04-09/2002-07-21,930,,,person", "2002-04-09/2002-07-21,930,950,990,person", "error unordered "
     "claims.csv:5:value: low, value and high are out of order: 950, 930, 990 (low is at most the value, and high at least)"),
    ("events.csv", "930,850,1100", "930,950,1100", "error unordered events.csv:4:deaths: low, deaths and high are out of order:"
     " 950, 930, 1100 (low is at most the value, and high at least)"),
    ("claims.csv", "2002-04-09/2002-07-21,930,,,person", "2002-04-09/2002-07-21,700,,,person", "warning untold "
     "events.csv:4:deaths: no claim behind E-2002-WAR states its dead (930) (as known by a day they are not shown: give a "
     "claim the number, with unit person and of deaths)"),
    ("events.csv", ",HAVEN-UPPER,broken", ",,broken", "error outcome events.csv:10:outcome: outcome broken without a "
     "commitment (name the commitment that was kept or broken)"),
    ("claims.csv", "event,CONSULT", "event,", "warning untyped claims.csv:2:event_type: an event without an event_type (give "
     "its PLOVER type)"),
    # series
    ("series/deaths.csv", "2000-03,", "2000-02,", "error duplicate series/deaths.csv:4:date: deaths of UPPER-LOWER on 2000-02 "
     "is there twice (keep one, or tell them apart by vintage)"),
    ("series/deaths.csv", "2000-03,", "2000-03-15/2000-04-15,", "warning double-count series/deaths.csv:5:date: deaths of "
     "UPPER-LOWER: 2000-04 overlaps 2000-03-15/2000-04-15, so days are counted twice (split one of them, or say where its "
     "deaths are booked)"),
    ("series/deaths.csv", "2000-03,", "1999-03,", "warning unsorted series/deaths.csv:4:date: deaths of UPPER-LOWER: 1999-03 "
     "comes after 2000-02 (put the points in the order of their dates)"),
    ("series/deaths.csv", ",0,,,person", ",0.5,,,person", "error count series/deaths.csv:2:value: deaths is a count of people "
     "(write whole numbers from 0)"),
    ("series/deaths.csv", ",0,,,person", ",1e30,,,person", "error huge series/deaths.csv:2:value: deaths of 1e+30 person is "
     "more than there can be (write at most 1e+09)"),
    ("model.yaml", "value: 3.9e+7, low: 3.4e+7, high: 4.5e+7", "value: 4.5e+90, low: 4.4e+90, high: 4.6e+90", "error huge model.yaml:54:initial.3.value: spending of UPPER "
     "begins at 4.5e+90, more than there can be (write at most 1e+15)"),
    ("model.yaml", "value: 3.9e+7, low: 3.4e+7", "value: -3.9e+7, low: -4.4e+7", "error negative model.yaml:54:initial.3.value: "
     "spending of UPPER begins below zero (write 0 or more)"),
    ("series/deaths.csv", ",0,,,person", ",-1,,,person", "error count series/deaths.csv:2:value: deaths is a count of people "
     "(write whole numbers from 0)"),
    ("series/deaths.csv", ",210,189,252,", ",210,289,252,", "error unordered series/deaths.csv:29:value: low, value and high "
     "are out of order: 289, 210, 252 (low is at most the value, and high at least)"),
    ("series/attention.csv", ",0.9,0.8,1,", ",0.9,0.8,1.1,", "error share series/attention.csv:2:value: attention is a share "
     "(write numbers from 0 to 1)"),
    ("series/military_spending.csv", ",40000000,", ",-40000000,", "error negative series/military_spending.csv:2:value: "
     "spending is below zero (write USD a year)"),
    ("series/military_spending.csv", ",41000000,,,USD", ",41000000,,,EUR", "error unit series/military_spending.csv:3:unit: "
     "military_spending of UPPER changes its unit from USD to EUR (a series has one unit)"),
    # reviews
    ("reviews.csv", '{""date"": ""2001-09""}', '{""date"": ""soon""}', "error bad-edit reviews.csv:3:after: the edit of C-29 "
     "leaves no valid claim: date: 'soon' is not an EDTF date (write for instance 1994-05-12, 1994-05, 1994-05~, 1994/1995 or "
     "../1994)"),
    ("reviews.csv", "C-02,accept", "C-02,undo", "warning idle-undo reviews.csv:2:decision: there is no decision about C-02 left "
     "to undo (the row changes nothing)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), FOUND)
def test_a_finding_says_where_and_what_to_do(change: Change, name: str, old: str, new: str, expected: str) -> None:
    assert expected in findings(change(name, old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("UPPER,1991,,,claimed", "UPPER,1991,,,contested"),
        ("UPPER,1991,,,claimed,normal,", "UPPER,1991,,,assessed,deprecated,"),
        ("UPPER,1991,,,claimed,normal,", "UPPER,1991,,,assessed,normal,S-MEADOW"),
        ("UPPER,1991,,,claimed", "LOWER,1991,,,assessed"),
        ("UPPER,1991,2002-07-18", "UPPER,1991,2002-07~"),
    ],
)
def test_values_may_meet_with_a_standing_as_variants_or_where_dates_are_wide(
    change: Change, old: str, new: str
) -> None:
    assert findings(change("status.csv", old, new)) == []


def test_a_question_of_events_before_the_period_is_refused(valleys: Path) -> None:
    text = (
        "- id: Q-1981\n  title: Was anything signed in 1981?\n  start: 1980-12-31\n  end: 1981-12-31\n"
        "  resolution: {record: event, types: [AGREE]}\n"
    )
    path = valleys / "questions.yaml"
    path.write_text(text, encoding="utf-8")
    (found,) = findings(valleys)
    assert found.startswith("error before-period questions.yaml:4:Q-1981.end: Q-1981 asks for events up to 1981-12-31")
    path.write_text(text.replace("end: 1981", "end: 2000"), encoding="utf-8")
    assert findings(valleys) == []
    path.write_text(text.replace("1980", "2020").replace("1981", "2021"), encoding="utf-8")
    assert findings(valleys) == [], "what lies ahead may be asked"


def test_conditions_may_hold_side_by_side(valleys: Path) -> None:
    with (valleys / "status.csv").open("a", encoding="utf-8") as file:
        file.write(
            "S-C1,FORD,condition,flooded,2001,,,assessed,normal,\nS-C2,FORD,condition,mined,2001,,,assessed,normal,\n"
        )
    assert [text.split(" ")[:2] for text in findings(valleys)] == [["warning", "unbacked"]] * 2


def test_a_record_without_an_accepted_claim_is_listed(valleys: Path) -> None:
    with (valleys / "reviews.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{claim},reject,teacher,2011-03-01,,,\n" for claim in ("C-01", "C-23", "C-32", "C-04", "C-16"))
    assert findings(valleys) == [
        "warning unbacked events.csv:2:id: no accepted claim backs the event E-2000-TALKS (name it in the supports of a claim "
        "that is accepted: interbellum back)",
        "warning unbacked status.csv:14:id: no accepted claim backs the status S-TALKS-1 (name it in the supports of a claim "
        "that is accepted: interbellum back)",
        "warning untold events.csv:4:deaths: no claim behind E-2002-WAR states its dead (930) (as known by a day they are not "
        "shown: give a claim the number, with unit person and of deaths)",
        "warning unbacked positions.csv:2:claim: no accepted claim backs the position FORD_STATUS/UPPER (name it in the "
        "supports of a claim that is accepted: interbellum back)",
        "warning unbacked positions.csv:3:claim: no accepted claim backs the position FORD_STATUS/LOWER (name it in the "
        "supports of a claim that is accepted: interbellum back)",
        "warning unbacked positions.csv:4:claim: no accepted claim backs the position FORD_STATUS/HAVEN (name it in the "
        "supports of a claim that is accepted: interbellum back)",
        "warning unbacked series/deaths.csv:2:subject: no accepted claim backs the series deaths of UPPER-LOWER (name "
        "series:deaths or series:deaths/UPPER-LOWER in the supports of an accepted claim)",
    ]


def test_a_claim_about_one_subject_backs_that_subject_only(change: Change) -> None:
    folder = change("claims.csv", "series:military_spending", "series:military_spending/UPPER")
    assert [text.split(" (")[0] for text in findings(folder)] == [
        "warning unbacked series/military_spending.csv:13:subject: no accepted claim backs the series military_spending of LOWER",
        "warning unbacked series/military_spending.csv:24:subject: no accepted claim backs the series military_spending of HAVEN",
    ]


def edit_claim(folder: Path, identifier: str, **cells: str) -> list[str]:
    """Return the findings after cells of a claim have been written over, blank ones included."""
    path = folder / "claims.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    for row in rows:
        if row["id"] == identifier:
            row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return findings(folder)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"span_end": ""}, "error span claims.csv:2:span_end: a span needs both its start and its end (give both, or none)"),
        ({"span_end": "5"}, "error span claims.csv:2:span_end: the span ends (5) before it starts (260) (the end is the offset "
         "after the last character)"),
        ({"text_sha256": ""}, "error span claims.csv:2:text_sha256: a span and the hash of its passage belong together (give "
         "both, or none)"),
        ({"span_start": "", "span_end": ""}, "error span claims.csv:2:text_sha256: a span and the hash of its passage belong "
         "together (give both, or none)"),
        ({"span_end": "99999"}, "error span claims.csv:2:span_end: the span ends at 99999, the text of REVIEW at 1939 (offsets "
         "count characters, not bytes)"),
        ({"span_start": "268"}, "error changed-passage claims.csv:2:text_sha256: the passage of C-01 is not what its hash says "
         "(anchor the claim to its text again)"),
        ({"span_start": "", "span_end": "", "text_sha256": ""}, "warning unanchored claims.csv:2:span_start: claim C-01 has no "
         "place in the text of REVIEW (give span_start, span_end and text_sha256)"),
        ({"source": "VALE_COUNTS", "span_start": "", "span_end": "", "text_sha256": "", "locator": ""}, "warning unlocated "
         "claims.csv:2:locator: claim C-01 has no locator (say where in the source it stands)"),
        ({"known": "2000-04-30"}, "error known-early claims.csv:2:known: known (2000-04-30) before it happened (2000-05) (mark "
         "it as future, or correct one of the dates)"),
    ],
)  # fmt: skip
def test_a_claim_must_be_found_again_and_not_be_known_before_the_act(
    valleys: Path, cells: dict[str, str], expected: str
) -> None:
    found = edit_claim(valleys, "C-01", **cells)
    assert [finding for finding in found if "coverage.csv" not in finding] == [expected]


@pytest.mark.parametrize(
    "cells", [{"future": "true"}, {"hypothetical": "true"}, {"kind": "expectation", "event_type": ""}]
)
def test_what_is_expected_may_be_known_before_it_happens(valleys: Path, cells: dict[str, str]) -> None:
    assert edit_claim(valleys, "C-01", known="2000-04-30", **cells) == []


def test_the_text_in_the_case_must_be_the_one_that_was_read(valleys: Path) -> None:
    path = valleys / "texts" / "valleys-review.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("1991", "1990"), encoding="utf-8")
    assert findings(valleys) == [
        "error changed-text sources.csv:2:sha256: texts/valleys-review.txt is not the text that was read: its SHA-256 differs "
        "(bring the text back, or read it again)"
    ]


def test_a_text_without_a_hash_is_told_its_hash(valleys: Path, change: Change) -> None:
    digest = load_case(valleys).sources[0].sha256
    assert digest is not None
    assert findings(change("sources.csv", digest, "")) == [
        f"warning unhashed sources.csv:2:sha256: the text of REVIEW is in the case without its hash (its SHA-256 is {digest})"
    ]


def test_a_text_that_is_not_in_the_case_is_no_fault(valleys: Path) -> None:
    (valleys / "texts" / "valleys-review.txt").unlink()
    assert findings(valleys) == []


def test_a_file_outside_the_case_is_refused(change: Change) -> None:
    found = findings(change("sources.csv", "texts/valleys-review.txt", "../../etc/passwd"))
    assert found[0] == (
        "error outside sources.csv:2:file: the file '../../etc/passwd' lies outside the case (use a path relative to the case's "
        "folder)"
    )


def test_a_text_too_large_to_read_is_said(valleys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interbellum.case.checks.claims.TEXT_LIMIT", 0)
    assert findings(valleys)[0].startswith("error unreadable sources.csv:2:file: the file is too large: 1,939 bytes")


def test_files_that_belong_to_nothing_are_listed(valleys: Path) -> None:
    (valleys / "event.csv").write_text("id\n", encoding="utf-8")
    (valleys / "texts" / "notes.txt").write_text("x", encoding="utf-8")
    (valleys / ".hidden").write_text("x", encoding="utf-8")
    (valleys / ".git").mkdir()
    (valleys / ".git" / "config").write_text("x", encoding="utf-8")
    (valleys / "datapackage.json").write_text("{}", encoding="utf-8")
    assert findings(valleys) == [
        "warning orphan event.csv: this file belongs to nothing in the case (tables are sources.csv, claims.csv, reviews.csv, "
        "events.csv, ties.csv, status.csv, positions.csv, coverage.csv, imported.csv and series/NAME.csv)",
        "warning orphan texts/notes.txt: this file belongs to nothing in the case (remove it, or name it as the file of a "
        "source)",
    ]


def test_no_more_files_than_a_bound_are_looked_at(valleys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interbellum.case.checks.folder.MOST", 0)
    (valleys / "zzz.csv").write_text("id\n", encoding="utf-8")
    assert findings(valleys) == []


def test_errors_come_first_and_the_first_is_raised_with_the_count_of_the_others(change: Change) -> None:
    change("claims.csv", "event,CONSULT", "event,")
    change("events.csv", "930,850,1100", "930,950,1100")
    case = load_case(change("status.csv", "UPPER,1991,2002-07-18", "UPPER,1991,2002-07-20"))
    assert [finding.severity for finding in check_case(case)] == ["error", "error", "warning"]
    with pytest.raises(CaseError) as caught:
        ensure_sound(case)
    assert str(caught.value) == (
        "status.csv:3:from: two values of control of FORD at once without a standing: UPPER (S-FORD-1) and LOWER (S-FORD-2) "
        "(end the earlier one, or mark one as claimed, contested, deprecated or a variant; 1 more: run interbellum check)"
    )


def test_a_change_may_be_dated_twice_where_one_date_is_preferred(change: Change) -> None:
    """The other date may lie before the end of what held until then: it is the variant that does not count."""
    held = "S-MEADOW,MEADOW,control,LOWER,1991,2001-05,,assessed,normal,\n"
    then = "S-MEADOW-2,MEADOW,control,UPPER,2001-05,,,assessed,preferred,\n"
    early = "S-MEADOW-3,MEADOW,control,UPPER,2001-02,,,assessed,normal,S-MEADOW-2\n"
    path = change("status.csv", "S-MEADOW,", "S-OLD,")
    file = path / "status.csv"
    rows = [row for row in file.read_text(encoding="utf-8").splitlines(keepends=True) if ",MEADOW," not in row]
    file.write_text("".join([*rows, held, then, early]), encoding="utf-8")
    assert [one for one in check_case(load_case(path)) if one.code == "overlap"] == []
    file.write_text("".join([*rows, held, then.replace("2001-05", "2001-02")]), encoding="utf-8")
    assert [one.code for one in check_case(load_case(path)) if one.code == "overlap"] == ["overlap"]


def test_a_case_that_is_in_no_folder_is_checked_without_rows(valleys: Path) -> None:
    case = load_case(valleys)
    broken = replace(case, root=None, events=(case.events[0].model_copy(update={"place": "MARS"}), *case.events[1:]))
    (finding,) = check_case(broken)
    assert str(finding).startswith("events.csv::place: 'MARS' is no place of the case")


@pytest.mark.parametrize(("name", "text"), [("events.csv", '"'), ("scenarios.yaml", "["), ("places.geojson", "{")])
def test_rows_are_left_out_where_the_files_have_changed_since(valleys: Path, name: str, text: str) -> None:
    case = load_case(valleys)
    unit = case.scenarios[0].choices[0].model_copy(update={"unit": "MARS"})
    broken = replace(
        case,
        events=(case.events[0].model_copy(update={"place": "MARS"}), *case.events[1:]),
        scenarios=(case.scenarios[0].model_copy(update={"choices": (unit,)}), case.scenarios[1]),
        places=(case.places[0].model_copy(update={"part_of": "MARS"}), *case.places[1:]),
    )
    (valleys / name).write_text(text, encoding="utf-8")
    rows = {finding.where.file: finding.where.row for finding in check_case(broken)}
    assert rows.pop(name) is None
    assert None not in rows.values()


def test_what_a_new_row_says_is_found_though_the_file_has_no_line_for_it(valleys: Path) -> None:
    case = load_case(valleys)
    added = case.events[0].model_copy(update={"id": "E-NEW", "place": "MARS"})
    found = check_case(replace(case, events=(*case.events, added)))
    assert [(finding.code, finding.where.row) for finding in found] == [("dangling", None), ("unbacked", None)]


def test_a_community_must_live_and_be_supplied_somewhere(change: Change) -> None:
    community = "  communities:\n    - {id: FARMERS, lives_in: [MOON], supplied_by: [SEA]}\n  missions:"
    assert [text.split(" (")[0] for text in findings(change("model.yaml", "  missions:", community))] == [
        "error dangling model.yaml:38:units.communities.FARMERS.lives_in: 'MOON' is no zone or actor of the case",
        "error dangling model.yaml:38:units.communities.FARMERS.supplied_by: 'SEA' is no corridor of the case",
    ]


def test_parameters_need_a_source_a_range_and_a_name_of_their_own(valleys: Path) -> None:
    with (valleys / "model.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "\nparameters:\n"
            "  - {name: escalation.heat, value: 1, unit: share, basis: judgement, source: REVIEW}\n"
            "  - {name: escalation.heat, value: 1, unit: share, basis: published, source: ''}\n"
            "  - {name: escalation.quiet, prior: {family: normal, a: 0, b: 1}, unit: share, basis: judgement, source: me}\n"
        )
    assert [text.split(" (")[0] for text in findings(valleys)] == [
        "error repeated model.yaml:65:parameters.1.name: escalation.heat is there twice",
        "error unsourced model.yaml:65:parameters.1.source: escalation.heat has basis published and no source",
        "warning no-range model.yaml:64:parameters.0.low: escalation.heat is a judgement without a range",
    ]


def test_a_reference_to_a_kind_that_the_case_has_none_of_says_so(valleys: Path) -> None:
    (valleys / "scenarios.yaml").write_text("", encoding="utf-8")
    expected = (
        "error dangling claims.csv:26:supports: 'HAVEN-PRESENT' is no scenario of the case (the case has no scenario)"
    )
    assert expected in findings(valleys)
