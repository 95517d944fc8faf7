"""Whom "he said" means after somebody was only said to have said something."""

from interbellum.reading.api import rule_reader
from interbellum.sources.reading import read_text


def test_he_is_the_person_whose_words_were_told_before() -> None:
    text = (
        "President Petro Poroshenko said that 80 percent of the troops had left. "
        '"The town was ours; it was never encircled," he said before flying to the front.'
    )
    claims = rule_reader().read(read_text(text, published="2015-02-18")).claims
    assert {claim.asserted_by for claim in claims} == {"UKR"}
