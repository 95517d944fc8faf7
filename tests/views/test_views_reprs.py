"""What notebooks show: escaped, complete, attached in one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import made_up
from interbellum.case import Case, open_case
from interbellum.record import Record
from interbellum.scoring import Scorecard
from interbellum.views import reprs


@pytest.fixture(scope="module")
def case() -> Case:
    return open_case("two-valleys")


def test_a_case_shows_what_it_holds_escaped(case: Case) -> None:
    named = replace(case, meta=case.meta.model_copy(update={"title": "<script>alert(1)</script>"}))
    shown = reprs.case_html(named)
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert f"Holds {len(case.claims)} claims, {len(case.sources)} sources" in shown
    assert named.hash[:12] in shown
    assert all(source.title in shown for source in case.sources)


def test_nothing_that_is_shown_brings_colours_of_its_own(case: Case) -> None:
    record = Record.of(case)
    ensemble = made_up.ensemble(case, "2010-06-01", leads=6, members=20)
    for shown in (reprs.case_html(case), reprs.record_html(record), reprs.ensemble_html(ensemble)):
        assert "#" not in shown.replace("&#x27;", "")
        assert "color" not in shown
        assert shown.count("<details") == shown.count("</details>")


def test_a_record_shows_its_disputes(case: Case) -> None:
    record = Record.of(case)
    shown = reprs.record_html(record)
    assert f"{len(record.claims)} accepted claims" in shown
    assert shown.count("<tr>") == 1 + len(record.disputes())
    assert all(claim in shown for claim in ("C-14", "C-15"))


def test_a_replay_shows_ground_roads_phases_and_promises(case: Case) -> None:
    class Replayed:
        record = Record.of(case)
        on, known_by = date(2009, 1, 1), None
        data: dict[str, Any] = record.state(on)

    shown = reprs.replay_html(Replayed())
    for text in ("the Ford", "Upper Vale", "Pass Road", "Haven&#x27;s guarantee", "2008-12-31", "on 1 January 2009"):
        assert text in shown


def test_an_ensemble_shows_each_scenario_and_rivalry(case: Case) -> None:
    ensemble = made_up.ensemble(case, "2010-06-01", leads=6, members=20, scenarios=("baseline", "THIRD-WAR"))
    shown = reprs.ensemble_html(ensemble)
    assert shown.count("<table>") == 2
    assert "20 futures from 1 June 2010" in shown
    assert "of 20 futures" in shown
    assert "Not a forecast" not in shown
    seen = replace(ensemble, provenance={**ensemble.provenance, "hindsight": "in-sample: it was fitted on it"})
    assert "Not a forecast of its day, in-sample: it was fitted on it." in reprs.ensemble_html(seen)


def test_a_scorecard_shows_its_verdict_and_means(case: Case) -> None:
    card = made_up.card(case)
    shown = reprs.scorecard_html(card)
    assert all(name in shown for name in card.models)
    assert shown.count("◂") >= 7
    assert "final-vintage hindcast" in shown


def test_displays_are_attached_once_and_only_where_asked(case: Case) -> None:
    reprs.register(Case, Scorecard, int)
    reprs.register(Case)
    assert case._repr_html_() == reprs.case_html(case)  # type: ignore[attr-defined]
    assert not hasattr(int, "_repr_html_")
