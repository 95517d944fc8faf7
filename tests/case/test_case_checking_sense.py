"""Checking finds what each file may say and the case can make no sense of: units, variants, names, questions."""

# ruff: noqa: E501  (whole messages are easier to compare than broken ones)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from interbellum.case import bundled, check_case, open_case
from interbellum.case.loading import load_case
from interbellum.errors import SchemaError

Change = Callable[[str, str, str], Path]


def findings(folder: Path) -> list[str]:
    return [f"{finding.severity} {finding.code} {finding}" for finding in check_case(load_case(folder))]


FOUND = [
    # units
    ("model.yaml", "patron: HAVEN", "patron: UPPER", "error self-commitment model.yaml:15:units.commitments.HAVEN-UPPER.patron: "
     "HAVEN-UPPER is a commitment of UPPER to itself (name two actors, as patron and client)"),
    ("model.yaml", "joins: [RIDGE, UPPER]", "joins: [UPPER, UPPER]", "error ends model.yaml:21:units.corridors.PASS_ROAD.joins: "
     "PASS_ROAD joins UPPER to itself (name the different zones, communities or actors at its ends)"),
    ("model.yaml", "joins: [RIDGE, UPPER]", "joins: [UPPER]", "error ends model.yaml:21:units.corridors.PASS_ROAD.joins: "
     "PASS_ROAD joins only UPPER (name the different zones, communities or actors at its ends)"),
    ("model.yaml", "field: attention, unit_id: HAVEN, value: 0.9, low: 0.8, high: 1.0", "field: attention, unit_id: HAVEN, value: "
     "30, low: 20, high: 40", "error share model.yaml:57:initial.6.value: attention of HAVEN begins at 30 and is a share (write a "
     "number from 0 to 1)"),
    ("status.csv", "S-RIDGE,RIDGE,control,UPPER", "S-RIDGE,RIDGE,control,ANALYSTS", "warning stranger status.csv:5:value: "
     "ANALYSTS holds RIDGE and is neither a party to UPPER-LOWER nor a patron of one (the parties are LOWER, UPPER; correct the "
     "value, or add it to a side)"),
    # variants
    ("events.csv", "preferred,,", "preferred,E-2008-TRUCE-LATE,", "error variant events.csv:12:variant_of: E-2008-TRUCE and "
     "E-2008-TRUCE-LATE are variants of one another (leave variant_of of one of them empty)"),
    ("events.csv", "preferred,,", "preferred,E-2008-WAR,", "error variant events.csv:13:variant_of: E-2008-TRUCE-LATE is a variant "
     "of E-2008-TRUCE, which is itself a variant of E-2008-WAR (name the row that both vary, E-2008-WAR)"),
    # names
    ("actors.yaml", "aliases: [the Lower Vale]", "aliases: [UPPER vale]", "warning shared-name actors.yaml:11:LOWER.aliases: 'UPPER "
     "vale' is a name of UPPER and of LOWER (texts that say so may mean either: keep it with one of them)"),
    # series
    ("series/deaths.csv", "2010-12,", "2055-12,", "warning beyond series/deaths.csv:133:date: deaths of UPPER-LOWER on 2055-12 is "
     "dated after the period, which ends on 2010-12-31 (correct the date, or end the period of case.yaml later)"),
    ("case.yaml", "period: 2000-01/2010-12", "period: 2000-01/2010-09", "warning beyond series/deaths.csv:131:date: deaths of "
     "UPPER-LOWER on 2010-10 is dated after the period, which ends on 2010-09-30, as 2 more are (correct the date, or end the "
     "period of case.yaml later)"),
    ("series/deaths.csv", "2000-03,UPPER-LOWER,deaths,0,,,person,start,2011-02,VALE_COUNTS\n", "", "warning gap series/deaths.csv:4"
     ":date: deaths of UPPER-LOWER: 2000-03 has no row where others say 0, and coverage makes that none (write their rows (0 where "
     "nobody died), or leave them out of the coverage of deaths in model.yaml)"),
    # events
    ("events.csv", "E-2002-ANSWER,", "E-2002-AGAIN,2002-04-09,ASSAULT,,,LOWER,,,,,,,,normal,,War.\nE-2002-ANSWER,", "warning twin "
     "events.csv:5:id: E-2002-AGAIN may be E-2002-WAR told again: the same type, parties, days and place (keep one of them, name "
     "the other under variant_of, or tell them apart by place or day)"),
    # questions
    ("questions.yaml", "variable: deaths", "variable: deahts", "error dangling questions.yaml:5:Q-DEATHS-2010.resolution.variable: "
     "'deahts' is no variable of the case (did you mean deaths?)"),
    ("questions.yaml", "subject: UPPER-LOWER", "subject: UPPER", "error dangling questions.yaml:5:Q-DEATHS-2010.resolution.subject: "
     "'UPPER' is no rivalry of the case (did you mean UPPER-LOWER?)"),
    ("questions.yaml", "value: UPPER", "value: UPER", "error dangling questions.yaml:11:Q-FORD-2010.resolution.value: 'UPER' is no "
     "actor of the case (did you mean UPPER?)"),
    ("questions.yaml", "end: 2010-12-31", "end: 2010-12-31/..", "error horizon questions.yaml:4:Q-DEATHS-2010.end: Q-DEATHS-2010 has "
     "no horizon: its end is open (give a start and a later end, neither of them open)"),
    ("questions.yaml", "end: 2010-12-31", "end: 2009-12-31", "error horizon questions.yaml:4:Q-DEATHS-2010.end: Q-DEATHS-2010 has "
     "no horizon: it ends as it starts, on 2009-12-31 (give a start and a later end, neither of them open)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), FOUND)
def test_a_finding_says_where_and_what_to_do(change: Change, name: str, old: str, new: str, expected: str) -> None:
    assert expected in findings(change(name, old, new))


WEIGHT = "weight: {value: 0.6, low: 0.4, high: 0.8,"
FORD = "subject: FORD, attribute: control, compare: ==, value: UPPER,"
REFUSED = [
    ("model.yaml", WEIGHT, "weight: {value: 30, low: 20, high: 40,", "model.yaml:17:units.commitments.HAVEN-UPPER.weight.value: '30' "
     "is out of range (allowed: at most 1)"),
    ("model.yaml", WEIGHT, "weight: {value: 0.6, low: -0.4, high: 0.8,", "model.yaml:17:units.commitments.HAVEN-UPPER.weight.low: "
     "'-0.4' is out of range (allowed: at least 0)"),
    ("questions.yaml", FORD, "subject: PASS_ROAD, attribute: state, compare: ==, value: shut,", "questions.yaml:11:Q-FORD-2010."
     "resolution: 'shut' is not a value of state (allowed: closed, restricted, open)"),
    ("questions.yaml", FORD, "subject: RIVER_OBSERVERS, attribute: strength, compare: '>=', value: many,", "questions.yaml:11:"
     "Q-FORD-2010.resolution: 'many' is not a number of troops or monitors"),
    ("questions.yaml", "compare: ==, value: UPPER", "compare: '>=', value: UPPER", "questions.yaml:11:Q-FORD-2010.resolution: "
     "control >= 'UPPER' has no meaning (words compare with == and != only, those of state, strength, talks by their order, too)"),
    ("questions.yaml", "value: 25", "value: some", "questions.yaml:5:Q-DEATHS-2010.resolution: 'some' is not a number, which a "
     "series is compared with"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), REFUSED)
def test_a_value_that_cannot_be_is_refused_where_it_stands(
    change: Change, name: str, old: str, new: str, expected: str
) -> None:
    folder = change(name, old, new)
    with pytest.raises(SchemaError) as caught:
        load_case(folder)
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    "told",
    [
        "E-AGAIN,2002-04-10,ASSAULT,,,LOWER,UPPER,FORD,,,,,,normal,,War.",
        "E-AGAIN,2002-04-09,ASSAULT,,,LOWER,UPPER,RIDGE,,,,,,normal,,War.",
        "E-AGAIN,2002-04-09,ASSAULT,,,UPPER,LOWER,FORD,,,,,,normal,,War.",
        "E-AGAIN,2002-04-09,THREATEN,,,LOWER,UPPER,FORD,,,,,,normal,,War.",
        "E-AGAIN,2002-04-09,ASSAULT,,,LOWER,UPPER,FORD,,,,,,normal,E-2002-WAR,War.",
    ],
    ids=["another day", "another place", "others", "another type", "a variant"],
)
def test_events_that_differ_or_vary_one_another_are_no_twins(change: Change, told: str) -> None:
    folder = change("events.csv", "E-2002-ANSWER,", f"{told}\nE-2002-ANSWER,")
    assert not [found for found in findings(folder) if "twin" in found]


def test_a_series_that_leaves_out_what_is_nothing_has_no_gaps(valleys: Path) -> None:
    path = valleys / "series/deaths.csv"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if ",deaths,0," not in line]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert not [found for found in findings(valleys) if "gap" in found]


def test_a_series_under_another_name_than_the_model_reads_is_pointed_out_once(valleys: Path) -> None:
    file = valleys / "series" / "military_spending.csv"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("UPPER,military_spending", "UPPER,Spending"), encoding="utf-8")
    (found,) = [one for one in findings(valleys) if " unread " in one]
    assert found == (
        "warning unread series/military_spending.csv:2:variable: Spending of UPPER is shown and not used: the model reads "
        "military_spending (call the variable military_spending if it is that, and leave it where it is something else)"
    )
    file.write_text(whole + "2010,UPPER,spending,41000000,,,USD,none,2011-02,VALE_COUNTS\n", encoding="utf-8")
    assert not [one for one in findings(valleys) if " unread " in one], "a figure of one's own beside what is read"


def test_states_of_a_road_and_stages_of_talks_compare_by_their_order(change: Change) -> None:
    ordered = "subject: PASS_ROAD, attribute: state, compare: '>=', value: restricted,"
    assert findings(change("questions.yaml", FORD, ordered)) == []


@pytest.mark.parametrize("holder", ["HAVEN", "LOWER"])
def test_a_patron_may_hold_the_ground_of_a_quarrel(change: Change, holder: str) -> None:
    assert findings(change("status.csv", "S-RIDGE,RIDGE,control,UPPER", f"S-RIDGE,RIDGE,control,{holder}")) == []


def test_the_bundled_cases_have_no_findings() -> None:
    assert {name: check_case(open_case(name)) for name in bundled()} == dict.fromkeys(bundled(), ())
