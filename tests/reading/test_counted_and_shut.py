"""Inhabitants, the dead of a war, figures held against each other, commitments that are kept, who it is that acts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from interbellum.case.catalogue import find_case
from interbellum.case.loading import load_case
from interbellum.reading.api import read_document
from interbellum.reading.dating.anchors import Anchor
from interbellum.reading.dating.dates import find_dates
from interbellum.sources.reading import read_text


def claims(text: str, tmp_path: Path) -> list[dict[str, Any]]:
    path = tmp_path / "note.txt"
    path.write_text(f"A note on promises\n20 May 2024\n\n{text}\n", encoding="utf-8")
    found: list[dict[str, Any]] = read_document(path, load_case(find_case("karabakh"))).to_json()["claims"]
    return found


def figures(text: str, tmp_path: Path) -> list[tuple[Any, ...]]:
    told = [claim for claim in claims(text, tmp_path) if claim["kind"] == "observation"]
    return [(one["actors"], one["date"], one["quantity"]["value"], one["quantity"]["of"]) for one in told]


def test_a_population_is_a_number_of_people(tmp_path: Path) -> None:
    (claim,) = claims("The population of Nagorno-Karabakh was about 120,000 in 2022.", tmp_path)
    assert (claim["kind"], claim["quantity"]["value"], claim["quantity"]["unit"]) == ("observation", 120000, "person")


def test_soldiers_lost_or_fallen_in_the_war_are_its_dead(tmp_path: Path) -> None:
    text = "The 2020 war lasted 44 days. Armenia lost 3,825 soldiers in the war."
    assert figures(text, tmp_path)[-1] == (["ARM"], "2020", 3825, "soldiers killed in the war")
    assert figures("In 2020 some 2,900 Azerbaijani soldiers fell.", tmp_path)[0][3] == "Azerbaijani soldiers killed"
    assert "killed" not in figures("In 2020 Armenia lost 3,000 inhabitants.", tmp_path)[0][3]


def test_some_of_its_own_are_no_count_of_all(tmp_path: Path) -> None:
    told = figures("In May 2021 Azerbaijan shot down a helicopter, killing two of its crew.", tmp_path)
    assert told[0][3] == "own crew killed"


def test_a_figure_held_against_anothers_has_its_owner(tmp_path: Path) -> None:
    text = "In 2024 the defence budget of Armenia was $1.4 billion, against $3.8 billion for Azerbaijan."
    assert [(actors, value) for actors, _, value, _ in figures(text, tmp_path)] == [(["ARM"], 1.4e9), (["AZE"], 3.8e9)]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Between 24 September and 3 October 2023 many fled.", "2023-09-24/2023-10-03"),
        ("They fled between 24 September and 3 October.", "2023-09-24/2023-10-03"),
    ],
)
def test_between_two_days_of_two_months_is_one_time(text: str, edtf: str) -> None:
    assert [date.edtf for date in find_dates(text, Anchor.of("2023-11-15"), [])] == [edtf]


def test_a_heading_that_begins_with_two_years_is_a_heading() -> None:
    text = "2022–2023 blockade of the valley\n\nThe road was shut on 12 December 2022.\n\n2022: The road was shut."
    assert [one.kind for one in read_text(text, "note.txt").paragraphs] == ["heading", "body", "body"]


def test_a_war_told_of_at_the_head_of_a_sentence_moves_the_story(tmp_path: Path) -> None:
    text = (
        "In 2016 they met. The 2020 war ended that. Truces mediated by Russia on 10 October, by France on 17 October "
        "and by the United States on 26 October did not hold."
    )
    told = [(one["actors"], one["date"]) for one in claims(text, tmp_path) if one["event_type"] == "CONSULT"]
    assert told[-3:] == [(["RUS"], "2020-10-10"), (["FRA"], "2020-10-17"), (["USA"], "2020-10-26")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("India has kept its word.", "status"),
        ("The return of prisoners has been only partly carried out.", "status"),
        ("The clause on transport links remains unfulfilled.", "status"),
        ("France handed over 24 armoured vehicles in November 2023.", "event"),
        ("Armenia froze its part in the alliance in February 2024.", "event"),
        ("Azerbaijan, for its part, imports gas from Russia.", "tie"),
    ],
)
def test_what_became_of_commitments(text: str, kind: str, tmp_path: Path) -> None:
    assert [claim["kind"] for claim in claims(text, tmp_path)] == [kind]


def test_that_there_was_a_thing_is_of_nobody_spoken_of_before(tmp_path: Path) -> None:
    text = "The Court in The Hague ordered Azerbaijan to open the road. Azerbaijan denied that there was any blockade."
    assert claims(text, tmp_path)[-1]["actors"] == []


def test_since_a_vague_time_goes_on(tmp_path: Path) -> None:
    (claim,) = claims("Since early 2021 Russia has supplied Armenia with gas.", tmp_path)
    assert (claim["kind"], claim["date"]) == ("tie", "2021-01~/..")


def test_a_place_with_a_name_is_handed_back(tmp_path: Path) -> None:
    (claim,) = claims("On 25 November 2020 Armenia handed Kalbajar back to Azerbaijan.", tmp_path)
    assert (claim["event_type"], claim["actors"], claim["place"]) == ("RETREAT", ["ARM"], "KALBAJAR")


def test_a_count_after_whose_view_it_is_has_no_actor(tmp_path: Path) -> None:
    text = "Azerbaijan shut the road on 12 December 2022. According to some estimates, 2,000 people died."
    assert claims(text, tmp_path)[-1]["actors"] == []
