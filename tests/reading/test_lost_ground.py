"""Ground that somebody lost is not held by him, and what is held is not always ground."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return rule_reader()


@pytest.mark.parametrize(
    ("text", "about", "negated"),
    [
        ("Kenya lost control of the frontier in the summer of 2014.", "control", True),
        ("Kenya has not held local elections in the north.", "condition", True),
        ("The truce was signed in May 2014. It did not hold at Ona.", "condition", True),
        ("Kenya has not lost control of the border.", "control", False),
    ],
)
def test_what_was_lost_or_not_held_is_not_held(text: str, about: str, negated: bool, reader: RuleReader) -> None:
    told = [claim for claim in reader.read(read_text(text, published="2021-05-10")).claims if claim.kind == "status"]
    assert [(claim.about, claim.negated) for claim in told][-1] == (about, negated)
