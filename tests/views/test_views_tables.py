"""Tables read from records, ensembles and scorecards say what those say."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import made_up
from interbellum import views
from interbellum.case import Case, open_case
from interbellum.dates import parse_edtf
from interbellum.errors import UsageError
from interbellum.record import Record
from interbellum.views.futures import SAMPLED, of_rivalry
from interbellum.views.labels import Labels, listed, money, when_words
from interbellum.views.record_tables import Scope
from interbellum.views.table import Table

START, END = date(2000, 1, 1), date(2010, 6, 1)


@pytest.fixture(scope="module")
def case() -> Case:
    return open_case("two-valleys")


@pytest.fixture(scope="module")
def record(case: Case) -> Record:
    return Record.of(case)


def test_the_phase_table_has_the_phase_and_deaths_of_each_completed_step(record: Record) -> None:
    rows = views.phase_table(record, "UPPER-LOWER", Scope(START, END)).rows
    assert len(rows) == record.steps.last_completed(END) - record.steps.index(START) + 1
    for row in rows:
        phase = record.phase("UPPER-LOWER", record.steps.index(date.fromisoformat(row["start"])), END)
        assert (row["phase"], row["deaths"]) == (phase.name, phase.deaths)


def test_no_step_that_ends_after_the_day_is_shown(record: Record) -> None:
    rows = views.phase_table(record, "UPPER-LOWER", Scope(START, date(2002, 4, 29))).rows
    assert rows[-1]["step"] == "2002-03"


def test_events_are_as_wide_as_their_dates(record: Record) -> None:
    rows = {row["date"]: row for row in views.event_table(record, "UPPER-LOWER", Scope(START, END)).rows}
    month = rows["2000-05"]
    assert (month["first"], month["last"], month["days"]) == ("2000-05-01", "2000-06-01", 31)
    assert rows["2002-04-09"]["days"] == 1


@settings(max_examples=60, deadline=None)
@given(days=st.integers(0, (END - START).days))
def test_control_spells_agree_with_what_holds_on_any_day(days: int) -> None:
    record = Record.of(open_case("two-valleys"))
    day = START + timedelta(days=days)
    rows = views.control_table(record, Labels(record.case), Scope(START, END)).rows
    for zone in record.case.model.units.zones:
        held = record.at(day).of(zone.id, "control")
        spells = [
            row for row in rows
            if row["lane"] == "held" and row["zone"] == zone.title and row["start"] <= day.isoformat() < row["end"]
        ]  # fmt: skip
        assert [row["actor_id"] for row in spells] == ([held.value] if held else [])
        assert [row["certain"] for row in spells] == ([not held.approximate] if held else [])


def test_commitments_carry_the_promises_of_the_day(record: Record) -> None:
    (row,) = views.commitment_table(record, Labels(record.case), END).rows
    (promise,) = record.at(END).promises
    assert (row["kept"], row["broken"], row["partial"]) == (*promise.whole, promise.partial)
    assert row["kept"] + row["partial"] + row["broken"] == len(promise.events)
    assert row["reliability"] == pytest.approx((promise.kept + 1) / (promise.kept + promise.broken + 2))


def test_the_fan_holds_the_quantiles_of_the_members(case: Case) -> None:
    ensemble = made_up.ensemble(case, "2010-06-01", leads=6, members=50)
    rows = views.fan_table(ensemble, "UPPER-LOWER").rows
    deaths = of_rivalry(ensemble, "deaths", "UPPER-LOWER")
    for lead, row in enumerate(rows):
        edges = [row[name] for name in ("q025", "q10", "q25", "q50", "q75", "q90", "q975")]
        assert edges == sorted(edges)
        assert row["q50"] == np.median(deaths[:, lead])
        assert row["mean"] == pytest.approx(deaths[:, lead].mean())


def test_a_few_members_are_drawn_whole_from_least_to_most(case: Case) -> None:
    ensemble = made_up.ensemble(case, "2010-06-01", leads=6, members=50)
    rows = views.sampled_members(ensemble, "UPPER-LOWER")
    deaths = of_rivalry(ensemble, "deaths", "UPPER-LOWER")
    members = list(dict.fromkeys(row["member"] for row in rows))
    assert 5 <= len(members) == SAMPLED <= 9
    totals = [deaths[member].sum() for member in members]
    assert totals == sorted(totals)
    assert [row["deaths"] for row in rows if row["member"] == members[0]] == deaths[members[0]].tolist()


def test_chances_grow_with_the_horizon_and_count_members(case: Case) -> None:
    ensemble = made_up.ensemble(case, "2010-06-01", leads=24, members=80)
    rows = views.chance_table(ensemble, "UPPER-LOWER").rows
    war = of_rivalry(ensemble, "phase", "UPPER-LOWER") == 3
    assert [row["lead"] for row in rows] == [1, 3, 6, 12, 24]
    assert [row["war"] for row in rows] == sorted(row["war"] for row in rows)
    assert rows[2]["war"] == war[:, :6].any(axis=1).mean()


def test_an_unknown_rivalry_is_refused_in_one_line(case: Case) -> None:
    with pytest.raises(UsageError, match="no rivalry 'X'"):
        views.fan_table(made_up.ensemble(case, "2010-06-01", leads=2, members=4), "X")


def test_score_tables_hold_the_cards_means(case: Case) -> None:
    card = made_up.card(case)
    table = views.score_table(card)
    assert {row["model"]: row["ign"] for row in table.rows} == {
        name: pytest.approx(card.mean(name, "ign")) for name in card.models
    }
    assert len(views.lead_table(card, "ign").rows) == len(card.models) * len(card.leads)
    assert sum(row["n"] for row in views.reliability_table(card).rows) == int((~np.isnan(card.outcomes)).sum())


def test_missing_is_shown_as_missing_and_html_is_escaped() -> None:
    table = views.Table.of([("a", "<A>"), ("b", "B", "km")], [{"a": None, "b": 1234.0}, {"a": "<b>", "b": 0}])
    assert table.cells() == [["–", "1,234"], ["<b>", "0"]]
    assert "<b>" not in table.html("<c>")
    assert "B (km)" in table.html()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022-12-20", "20 December 2022"), ("2021-05~", "about May 2021"), ("2020", "2020"),
        ("2001-09?", "September 2001 (uncertain)"), ("1999-21", "spring 1999"), ("2014-28~", "about winter 2014"),
        ("199X", "the 1990s"), ("2010-33", "2010-33"),
        ("2020-03/2022-06-01", "from March 2020 to 1 June 2022"),
        ("2020-11/..", "from November 2020 on"), ("../1994", "until 1994"),
    ],
)  # fmt: skip
def test_dates_are_told_as_wide_as_they_are(text: str, words: str) -> None:
    assert when_words(parse_edtf(text)) == words


def test_lists_and_amounts_read_as_prose() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert (money(2.64e9), money(781e6)) == ("2.64 billion", "781 million")


def test_keys_in_a_table_are_shown_in_words_and_kept_in_its_rows() -> None:
    table = Table.of([("model", "Model"), ("n", "Forecasts")], [{"model": "own_last_60", "n": 3}])
    told = table.saying("model", {"own_last_60": "own last 60"})
    assert told.cells() == [["own last 60", "3"]]
    assert "own_last_60" not in told.html()
    assert told.to_dicts() == table.to_dicts()
