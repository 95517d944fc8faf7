"""Whose people an attack strikes where only a place is named: those of whoever held it that day, as the case has it."""

import pytest

from interbellum import open_case
from interbellum.reading.api import rule_reader
from interbellum.reading.naming.grounds import Grounds, grounds_of
from interbellum.sources.reading import read_text


def struck(text: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    reader = rule_reader(open_case("karabakh"))
    found = reader.read(read_text(text, "text.txt", published="2024-02-03")).claims
    return [(claim.actors, claim.recipients) for claim in found if claim.event_type == "ASSAULT"]


def test_a_town_is_held_by_whoever_holds_its_zone() -> None:
    grounds = grounds_of(open_case("karabakh"))
    assert grounds.holder("STEPANAKERT", "2023-09-19") == "NKR"
    assert grounds.holder("STEPANAKERT", "2024-02") == "AZE"
    assert grounds.holder("STEPANAKERT", None) == ""
    assert Grounds().holder("STEPANAKERT", "2023-09-19") == ""


@pytest.mark.parametrize(
    "text",
    [
        "On 5 March 2023 an Azerbaijani unit ambushed a police van near Stepanakert.",
        "On 28 June 2023 artillery and a drone struck positions near Martuni.",
        "Stepanakert was shelled on 19 September 2023.",
    ],
)
def test_force_at_a_place_is_used_on_its_holder_by_his_foe(text: str) -> None:
    assert struck(text) == [(("AZE",), ("NKR",))]


def test_a_mine_at_a_place_is_nobodys() -> None:
    assert struck("On 19 September 2023 a mine killed four policemen near Martuni.") in ([], [((), ())])
