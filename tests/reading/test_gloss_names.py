"""How a gloss names many, and what it takes for a name."""

from interbellum.reading.api import rule_reader
from interbellum.sources.reading import read_text


def glosses(text: str) -> list[str]:
    return [claim.gloss for claim in rule_reader().read(read_text(text, published="2021-05-10")).claims]


def test_three_who_act_are_listed() -> None:
    (told,) = glosses("Kenya, Chad and Niger signed the Package of Measures on 4 May 2018.")
    assert told == "Kenya, Chad and Niger agreed (sign) (2018-05-04)."


def test_the_first_word_of_an_entry_is_no_name() -> None:
    told = glosses("Chronology\n\n26 May 2018: Fighting for Ona begins.")
    assert told[0].endswith("[Ona] (2018-05-26).")


def test_what_is_used_tells_the_act() -> None:
    assert "(use)" not in glosses("On 26 October 2018 Kenya used a drone against a gun of Chad.")[0]


def test_common_words_with_a_capital_are_no_names() -> None:
    (told,) = glosses("Kenya and Chad signed a text on the Implementation of the Agreements of Ona on 4 May 2018.")
    assert "[Ona]" in told
