"""Initials of a case's own bodies, and places whose names are part of longer ones."""

from pathlib import Path

import pytest

from interbellum.case.starting import new_case
from interbellum.reading.api import rule_reader
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.reviewing.adding import with_actors, with_places
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> RuleReader:
    folder: Path = tmp_path_factory.mktemp("case") / "case"
    case = new_case(folder, sides=sides_of("Kenya", "Lake People's Republic, kind=de_facto_entity, id=LAKE"))
    case = with_actors(case, ["Hill People's League, id=HILL", "Harbour People's League, id=HARBOUR"])
    return rule_reader(with_places(case, ["Luhansk, at=39.3 48.6"]))


def ids(text: str, reader: RuleReader) -> list[str]:
    return [mention.id for mention in reader.read(read_text(text, published="2021-05-10")).mentions]


def test_a_body_is_known_by_its_initials(reader: RuleReader) -> None:
    assert ids("On 4 May 2020 the LPR shelled Kenya.", reader) == ["LAKE", "KEN"]


def test_two_bodies_of_the_same_initials_are_not(reader: RuleReader) -> None:
    assert ids("On 4 May 2020 the HPL shelled Kenya.", reader) == ["KEN"]


def test_a_word_like_a_place_behind_an_unknown_name_is_not_that_place(reader: RuleReader) -> None:
    assert ids("On 4 May 2020 shells hit Stanytsia Luhanska.", reader) == []
    assert ids("On 4 May 2020 shells hit Luhanskk.", reader) == ["LUHANSK"]
