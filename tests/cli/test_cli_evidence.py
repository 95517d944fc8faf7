"""The command that shows claims: by id, by what they are about, by the words of their passages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from command_line import Run

import interbellum as ib


def test_a_claim_that_is_named_is_shown_with_its_source_and_what_it_backs(run: Run) -> None:
    said = run("evidence", "karabakh", "D003-034").stdout
    for words in ("Armenia denies it", "D003, p12", "reliability D", "allegation negated", "event:E-2022-12-AZE"):
        assert words in said
    assert "--documents" in said


def test_what_stands_in_a_passage_is_found_where_the_document_is_at_hand(answer: Any, run: Run, shared: Path) -> None:
    asked = ("evidence", "karabakh", "--source", "D001", "--text", "revanchism")
    assert run(*asked).exit_code == 1
    found = answer(*asked, "--documents", shared / "seeds")
    assert [one["id"] for one in found] == ["D001-317"]
    assert "revanchism" in found[0]["passage"]["text"]
    assert "»" in run(*asked, "--documents", shared / "seeds").stdout


def test_names_stand_for_actors_and_places_and_options_hold_together(answer: Any) -> None:
    found = answer("evidence", "karabakh", "--place", "Lachine", "--by", "Yerevan", "--stance", "denies")
    assert [one["id"] for one in found] == ["D003-034"]
    early = answer("evidence", "karabakh", "--actor", "Baku", "--kind", "event", "--to", "1992-03-01")
    assert early
    assert all("AZE" in (*one["actors"], *one["recipients"]) for one in early)
    assert {one["id"] for one in answer("evidence", "karabakh", "--by", "author", "--source", "D002")} < {
        claim.id for claim in ib.open_case("karabakh").claims if claim.asserted_by == "author"
    }


def test_the_claims_behind_a_record_are_found_by_its_id(answer: Any) -> None:
    short, long = (answer("evidence", "karabakh", "--record", name) for name in ("E-2020-WAR", "event:E-2020-WAR"))
    assert short == long
    assert all("event:E-2020-WAR" in one["supports"] for one in short)


def test_many_claims_are_a_table_that_says_how_many_are_left_out(run: Run) -> None:
    said = run("evidence", "karabakh", "--kind", "position", "--limit", "3").stdout
    assert "more: ask for less, or give --limit." in said
    assert "who says it" in said


def test_a_figure_is_shown_with_its_range_and_unit(run: Run) -> None:
    assert "figure: 15 (15 to 25)" not in (said := run("evidence", "karabakh", "D000-238").stdout)
    assert "(15 to 25) percent" in said


def test_what_the_case_does_not_have_is_refused_with_the_nearest(refused: Any) -> None:
    assert "did you mean D001-100" in refused("evidence", "karabakh", "D001-1000")
    assert "no claim backs a record 'E-2020-WARS' (did you mean E-2020-WAR" in refused(
        "evidence", "karabakh", "--record", "E-2020-WARS"
    )
    assert "no source 'D009'" in refused("evidence", "karabakh", "--source", "D009")
    assert "no actor 'Atlantis'" in refused("evidence", "karabakh", "--actor", "Atlantis")
