"""Actors and places join a case by a line each, so that no file is written by hand for them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from interbellum.case import Case, load_case, new_case
from interbellum.cli.adding import add
from interbellum.errors import UsageError
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.reviewing.adding import with_actors, with_places


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return new_case(tmp_path / "case", sides=sides_of("India", "Pakistan"))


def test_an_actor_is_written_as_the_side_of_a_new_case_is(case: Case) -> None:
    made = with_actors(case, ["Norway", "Hill League, alias=HL, kind=organisation"])
    assert [(one.id, one.kind, one.iso3, one.aliases) for one in made.actors[2:]] == [
        ("NOR", "state", "NOR", ()),
        ("HILL_LEAGUE", "organisation", None, ("HL",)),
    ]


def test_a_large_body_is_what_the_reader_knows_it_as(case: Case) -> None:
    made = with_actors(case, ["European Union", "NATO, alias=the Alliance", "OSCE, kind=group", "KFOR"])
    assert [(one.id, one.kind) for one in made.actors[2:]] == [
        ("EU", "organisation"),
        ("NATO", "alliance"),
        ("OSCE", "group"),
        ("KFOR", "group"),
    ]


def test_an_actor_who_is_there_only_gets_the_names_that_are_new(case: Case) -> None:
    once = with_actors(case, ["India, alias=Bharat"])
    assert [one.aliases for one in once.actors] == [("Bharat",), ()]
    assert with_actors(once, ["India, alias=Bharat"]).actors == once.actors


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("India, alias=Pakistan", "actor 'India': 'Pakistan' is the name of the actor PAK already"),
        ("India, alias=pakistán", "'pakistán' is the name of the actor PAK"),
        ("Hill League, alias=India", "actor 'Hill League': 'India' is the name of the actor IND"),
        ("Hill League, alias=the Ford", "'the Ford' is the name of the place MILL_FORD already"),
        ("Mill Ford, kind=group", "'Mill Ford' is the name of the place MILL_FORD already"),
        ("Pakistan, id=IND", "'Pakistan' is the name of the actor PAK already"),
    ],
)
def test_a_name_of_somebody_else_is_refused(case: Case, text: str, what: str) -> None:
    made = with_places(case, ["Mill Ford, at=29.23 -1.68, alias=The Ford"])
    with pytest.raises(UsageError, match=what):
        with_actors(made, [text])


def test_two_new_actors_do_not_share_a_name(case: Case) -> None:
    with pytest.raises(UsageError, match="'HL' is the name of the actor HILL_LEAGUE already"):
        with_actors(case, ["Hill League, alias=HL", "Harbour Lords, alias=HL"])


def test_a_place_is_a_point_with_a_name(case: Case) -> None:
    (place,) = with_places(case, ["Mill Ford, at=29.23 -1.68, alias=The Ford"]).places
    assert (place.id, place.kind, place.geometry["coordinates"]) == ("MILL_FORD", "point", [29.23, -1.68])
    assert place.aliases == ("The Ford",)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Mill Ford", "where it lies"),
        ("Mill Ford, at=north", "where it lies"),
        ("Mill Ford, at=200 5", "geometry"),
        ("Mill Ford, at=1 2, size=3", "'size'"),
        (", at=1 2", "no name"),
    ],
)
def test_what_no_place_can_be_is_one_line(case: Case, text: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        with_places(case, [text])


@pytest.mark.parametrize(
    ("text", "what"),
    [("X, kind=rebel", "actor 'X': no kind is called 'rebel'"), (", id=5", "an actor has no name .*--actor"),
     ("X, kind=", "actor 'X': kind is empty .*--actor"), ("X, iso3=QQ", "actor 'X': no state has the code")],
)  # fmt: skip
def test_what_no_actor_can_be_is_told_as_an_actor(case: Case, text: str, what: str) -> None:
    with pytest.raises(UsageError, match=what) as caught:
        with_actors(case, [text])
    assert "side" not in str(caught.value)


def test_the_command_writes_and_says_what_it_wrote(case: Case) -> None:
    assert case.root is not None
    given = [str(case.root), "--actor", "Hill League", "--place", "Mill Ford, at=29.23 -1.68"]
    result = CliRunner().invoke(add, given)
    assert result.exit_code == 0
    assert "Mill Ford is the place MILL_FORD, 1.68° S, 29.23° E." in " ".join(result.output.split())
    found = load_case(case.root)
    assert (found.actors[-1].id, found.places[-1].id) == ("HILL_LEAGUE", "MILL_FORD")
    again = CliRunner().invoke(add, given)
    assert isinstance(again.exception, UsageError)
    assert load_case(case.root).hash == found.hash


def test_nothing_to_add_and_a_bundled_case_are_refused(case: Case) -> None:
    assert isinstance(CliRunner().invoke(add, [str(case.root)]).exception, UsageError)
    assert isinstance(CliRunner().invoke(add, ["karabakh", "--actor", "Norway"]).exception, UsageError)
