"""Names inside a sentence, and the sentences of a future that hold them."""

from __future__ import annotations

from datetime import date

import pytest

from interbellum.analysis.turns import Turn
from interbellum.case import open_case
from interbellum.views.articles import the
from interbellum.views.stories import _Words

DAYS = (date(2026, 6, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("European Union", "the European Union"), ("Armenia", "Armenia"), ("the West", "the West"),
        ("Route through Syunik", "the route through Syunik"), ("Lachin corridor", "the Lachin corridor"),
        ("Russia's alliance", "Russia's alliance"),
    ],
)  # fmt: skip
def test_a_name_takes_its_article(name: str, said: str) -> None:
    assert the(name) == said


def test_a_story_names_actors_and_ways_as_a_sentence_does() -> None:
    case = open_case("karabakh")
    words = _Words(case)
    patron = next(one.id for one in case.model.units.commitments if one.patron == "EU")
    road = next(one for one in case.model.units.corridors if one.id.startswith("ZANGEZUR"))
    answer = Turn("answer", patron, *DAYS, value=1.0)
    opened = Turn("corridor", road.id, *DAYS, before=0, after=2)
    assert words.sentence([answer]) == "In June 2026 the European Union keeps its word to Armenia."
    assert words.sentence([opened]).startswith("In June 2026 the route through Syunik")
