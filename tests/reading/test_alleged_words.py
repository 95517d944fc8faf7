"""Of what somebody is accused stands in the gloss of an allegation."""

import pytest

from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Azerbaijan accused Armenia of firing at its posts.", "fire"),
        ("Azerbaijan accuses Armenia of having used the road for mines.", "use"),
        ("Azerbaijan said that Armenia had shelled Lachin.", "shell"),
        ("Azerbaijan accused Armenia.", ""),
    ],
)
def test_an_allegation_says_what_is_alleged(text: str, word: str, reader: RuleReader) -> None:
    told = reader.read(read_text(text, published="2023-11-10")).claims[-1]
    assert (told.kind, told.word) == ("allegation", word)
    assert told.gloss.startswith(f"A reproach or claim ({word}) about Armenia" if word else "A reproach or claim about")
    assert told.row()["word"] == (word or None)
